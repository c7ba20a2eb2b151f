"""The embedded model's sentences.

Slots in braces are filled by `models.wording`; which ones a template may use is said at its
field.  Where a field holds several templates, one is chosen from the content of the goal.

`{verb}` infinitive · `{aim}` object and change · `{name}` the metric, definite · `{base}` and
`{target}` figures with their unit · `{amount}` the change · `{growth}` "an increase of" and the
change · `{more}` so many on top · `{lever}` the means · `{other}` a second means · `{measured}`
where it is read · `{rhythm}` how often · `{marked}` a mark with
its scale · `{by}` the deadline, to stand inside a sentence · `{so}`
a result as a clause · `{why}` another one in sentences.  With a capital (`{Lever}`) a slot
begins a sentence.
"""

from __future__ import annotations

from typing import Literal

from rewriter.languages.metrics import MetricNames, Reason, Trade
from rewriter.languages.numbers import Period
from rewriter.languages.section import Section

Texts = tuple[str, ...]
ChangeForm = Literal["from_to", "to", "by", "gain", "total", "times", "keep"]
Grounds = Literal["history", "beyond_history", "steep", "baseline", "to", "by"]
Assumed = Literal[
    "target_by",
    "target_to",
    "target_from_to",
    "target_history",
    "scale",
    "count_launch",
    "metric",
    "deadline",
    "deadline_past",
    "lever",
    "measured",
    "outcome",
    "time",
]
Asked = Literal[
    "baseline",
    "baseline_stock",
    "baseline_flow",
    "deadline",
    "channel",
    "owner",
    "business_goal",
    "resources",
    "period",
    "which_number",
    "which_measure",
    "private",
    "which_direction",
    "which_level",
    "which_target",
]
Way = Literal["up", "down"]


class Verbs(Section):
    """Infinitives with the metric as object."""

    up: str
    down: str
    keep: str
    gain: str
    launch: str
    persuade: str  # people to do something
    times: dict[str, str]  # "2" → "double"; "0.5" → "halve"


class NewWord(Section):
    """ "new" before what is counted."""

    common: str
    neuter: str
    many: str


class Unknown(MetricNames):
    """How to write of what is counted and is none of the metrics."""

    nouns: tuple[str, ...] = ()  # endings of what is counted; empty: anything
    way: Way


class ArticleRule(Section):
    """Which article a bare phrase gets; the first rule that fits decides."""

    first: tuple[str, ...] = ()  # first word of the phrase
    starts: tuple[str, ...] = ()  # how the first word begins
    last: tuple[str, ...] = ()  # how the noun ends
    article: str  # empty: none


class Letters(Section):
    """The sentences of the letters in one tone."""

    specific: Texts
    owner: str  # {owner}
    market: str  # {market}
    measurable: dict[ChangeForm, Texts]
    achievable: dict[Grounds, Texts]
    resources: str  # {resources}
    relevant: Texts
    relevant_business: Texts  # {business_goal}
    relevant_reason: Texts  # {reason}
    time_bound: Texts
    statement: Texts
    statement_keep: Texts  # the same where a figure is to stay: through a day, not by it
    time_bound_keep: Texts


class Drafts(Letters):
    """A pack's `drafts.toml`.  The letters at its head are those of the plain tone."""

    formal: Letters

    # Parts
    number_of: str  # {many}
    share_of: str  # {many}
    share_part: str  # {many}, with an article of their own
    persuaded: str  # {many}, {wished}: those who are moved to do something
    percentage_points: dict[Literal["one", "many"], str]  # {amount}
    score_points: dict[Literal["one", "many"], str]  # {amount}
    rating: str  # {amount}, {scale}
    at_least: str  # {target}
    at_most: str  # {target}
    new: NewWord
    verbs: Verbs
    change: dict[ChangeForm | Literal["by_level"], str]  # {base}, {target}, {amount}
    growth: dict[Way, str]  # {amount}
    rise: dict[Way, str]  # intransitive infinitive
    arrive: dict[Way, str]  # the same, before a figure: "reach"
    via: str  # {name}
    to_place: str  # {place}, {via}: home and origin together
    channel_statistics: str  # {name}
    among: str  # {audience}
    per: dict[Period, str]
    by: str  # {date}
    weekly: str
    monthly: str
    quarterly: str
    closes_clauses: bool = False  # whether a comma stands behind a relative clause in a sentence
    launch: str  # {launched}, {more}: the object of `verbs.launch`
    remark: str  # {text}: what else was given with a number

    # What follows when more people get to know those whom the goal is about
    crowd: dict[Trade, tuple[Reason, ...]]

    # Goals outside the table of metrics
    unknown: tuple[Unknown, ...]  # the first that fits is taken
    articles: tuple[ArticleRule, ...]  # of what is launched

    # What is said about the draft
    assumptions: dict[Assumed, str]
    questions: dict[Asked, str]
