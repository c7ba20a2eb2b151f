"""The metrics: what is true of them everywhere, and how each language speaks of them.

`metrics.toml` beside this module holds the `MetricTable`; each pack's `metrics.toml` holds its
`MetricWords`.  A new metric is one table in the first and one in each of the others.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from rewriter.languages.section import Section, load_section

MetricKind = Literal["count", "percent", "rating", "score", "ratio", "money", "duration"]
ChannelKind = Literal["social", "site", "shop", "mail", "search", "ads", "event", "app", "media"]
# Who is to be won: companies, people who buy for themselves, or supporters of a cause.
Trade = Literal["business", "consumer", "cause"]


class MetricFacts(Section):
    """What is true of a metric in every language."""

    kind: MetricKind
    direction: Literal["up", "down"] = "up"  # which way is good
    level: int = Field(ge=1, le=5)  # on the ladder from visibility to transaction
    per_quarter: float = Field(gt=0, le=0.5)  # change that can be defended, as a share
    per_quarter_points: float = 0  # the same in points, where shares of shares would confuse
    source: str  # where `per_quarter` comes from
    days: int = Field(gt=0)  # time that a change of this metric usually takes
    surveyed: bool = False  # read a few times a year only
    quarter_end: bool = True  # whether a proposed deadline falls on the end of a quarter
    limit: float | None = None  # the figure that can't be passed
    proposal: float | None = None  # target to propose when nothing is known
    scale: float | None = None  # the 5 of "4.2 of 5"
    unit_price: bool = False  # money of each one (cost per lead), and not of all over a period
    stock: bool = False  # counted at a moment (followers) and not over a period (leads)
    home: str | None = None  # channel that goes without saying
    needs_channel: bool = False  # whether "where" has to be asked
    in_channel: tuple[ChannelKind, ...] = ()  # channels whose own statistics show it
    via: tuple[ChannelKind, ...] = ()  # channels through which it comes, rather than in which
    inside: tuple[ChannelKind, ...] = ()  # channels of ads and search in which it stands itself
    elsewhere: dict[str, str] = Field(default={})  # channel → the metric that is meant there
    trade: Trade | None = None  # whom it speaks of, where nothing else says so
    crowd: bool = False  # counts people who get to know us: `Drafts.crowd` says what follows
    people: bool = False  # counts people, who may be the ones that do something


class ChannelFacts(Section):
    """What is true of a channel in every language."""

    kind: ChannelKind
    shows: str = ""  # metric by which a better one is told, where none was named


class MetricTable(Section):
    """`languages/metrics.toml`."""

    metrics: dict[str, MetricFacts]
    channels: dict[str, ChannelFacts]
    actions: dict[str, str]  # wished action of people → metric that counts it


class Compound(Section):
    """Words that are put together: each of `first` with each of `last`."""

    first: tuple[str, ...]
    last: tuple[str, ...]


class Reason(Section):
    """What a change of the metric leads to."""

    why: str  # whole sentences
    so: str  # a clause with its connective, to follow a comma
    trade: Trade | None = None  # for whom alone it fits


class Lever(Section):
    """Something that can be done, with its connective."""

    text: str
    trade: Trade | None = None  # for whom alone it fits


def _text_alone(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


class MetricNames(Section):
    """How a language speaks of a metric."""

    words: tuple[str, ...] = ()  # recognised as they stand; several words are fine
    hints: tuple[str, ...] = ()  # may be meant by it, where no metric is named; `*` as in lexica
    heads: tuple[str, ...] = ()  # recognised alone and as the last part of a compound
    compounds: tuple[Compound, ...] = ()
    one: str = ""  # counted, singular
    many: str = ""  # counted, plural
    gender: Literal["common", "neuter"] = "common"  # of `one`
    # The user's own word for it → its `name`, or its plural where it is counted.
    also: dict[str, str] = Field(default={})
    home: str = ""  # how the home channel is said after it, where that is not its `place`
    # Definite noun phrase; empty: "the number of" and `many`.  With both, `many` is for counting.
    name: str = ""
    up: str = ""  # verb of its own, infinitive, instead of `Drafts.verbs`
    down: str = ""
    gain: str = ""
    sold: str = ""  # preposition before what people are to buy: orders "of our sauce"
    measured: str  # where it is read, with preposition
    measured_in: str = "{statistics}"  # the same where the channel is known and shows it
    ask: str = ""  # question for the baseline, where the general one does not fit
    # What can be done, with connective; a plain text fits every trade.
    levers: tuple[Annotated[Lever, BeforeValidator(_text_alone)], ...]
    reasons: tuple[Reason, ...]


class ChannelNames(Section):
    """How a language speaks of a channel."""

    words: tuple[str, ...]
    stems: tuple[str, ...] = ()  # first parts of compounds
    name: str
    place: str  # with preposition: where the metric is
    via: str = ""  # where the metric comes from; empty: the general form


class DirectionWords(Section):
    """Words that say which way the metric is to go."""

    up: tuple[str, ...]
    down: tuple[str, ...]
    better: tuple[str, ...]  # the good way, whichever it is
    keep: tuple[str, ...]
    reach: tuple[str, ...]
    launch: tuple[str, ...]


class GoalWords(Section):
    """Words by which a rough goal is taken apart."""

    directions: DirectionWords
    countable: tuple[str, ...]  # direction words that only stand before things that are counted
    maybe_countable: tuple[str, ...]  # the same where the noun has one of `plural_endings`
    plural_endings: tuple[str, ...]
    new: tuple[str, ...]  # before a number's noun: these come on top
    change_by: tuple[str, ...]  # before a number: it is the change
    change_to: tuple[str, ...]  # before a number: it is the end
    links: tuple[str, ...]  # prepositions that tie a phrase to the metric
    levers: tuple[str, ...]  # begin a means: "by", "through"
    reasons: tuple[str, ...]  # begin a justification: "so that"
    fillers: tuple[str, ...]  # carry nothing: "we", "want", "our"
    present: tuple[str, ...]  # beside a number: it says where things stand or stood
    aimed: tuple[str, ...]  # before a number: it is wanted, whatever else stands there
    private: tuple[str, ...] = ()  # goals of a private life; numbers and fillers left out
    studies: tuple[str, ...] = ()  # before or after the name of a language: to learn it
    trades: dict[Trade, tuple[str, ...]] = Field(default={})  # words that tell whom it is about
    people: tuple[str, ...] = ()  # anybody: said of those who are to do something
    anybody: str  # the same, to be counted: "people"
    states: tuple[str, ...]  # infinitives of what nobody can be moved to do: "be", "know"
    spent: tuple[str, ...]  # time that something takes, before a clause that says what
    possessives: tuple[str, ...] = ()  # that stand behind their noun
    among: tuple[str, ...] = ()  # prepositions before those whom it is about
    toward: tuple[str, ...] = ()  # behind a hint, before those who are to be reached: "visible to"
    longer: tuple[str, ...] = ()  # behind a metric: a longer name of something else: "sales team"
    ends: tuple[str, ...] = ()  # words that end a phrase tied to the metric: "without", "before"
    infinitive: tuple[str, ...] = ()  # marker of the infinitive: "to"
    wish: str = ""  # between people and what they are moved to do; empty: verbs stand last
    infinitive_endings: tuple[str, ...] = ()  # of a verb before what is counted; empty: any
    wish_last: str = ""  # the same where verbs stand last: {rest} and {verb}
    separable: tuple[str, ...] = ()  # first parts that `wish_last` parts from their verb
    inseparable: tuple[str, ...] = ()  # first parts of which nobody can tell
    verbs_last: tuple[str, ...] = ()  # endings of a verb that stands behind its object
    adjectives: tuple[str, ...] = ()  # endings of words that can't be such an object
    participles: tuple[str, ...] = ()  # endings of words that begin a clause: "people buying"
    clause_commas: bool = False  # whether commas stand inside relative clauses
    others: tuple[str, ...]  # between a noun and a verb: the noun is who does it
    relatives: tuple[str, ...]  # the same, and they begin a clause that tells which ones
    of: str  # between the metric and what is sold
    joiners: tuple[str, ...]  # between two goals: "and"
    aims: tuple[str, ...]  # words of wanting and becoming that mark a goal of any kind
    greetings: tuple[str, ...]
    order_verbs: tuple[str, ...]  # orders to the program: "ignore", "print"
    order_objects: tuple[str, ...]  # "prompt", "instructions"
    question_words: tuple[str, ...]
    program_words: tuple[str, ...]  # "you", "this program"


class MetricWords(Section):
    """A pack's `metrics.toml`."""

    goal: GoalWords
    actions: dict[str, tuple[str, ...]]
    channels: dict[str, ChannelNames]
    metrics: dict[str, MetricNames]


@cache
def metric_table() -> MetricTable:
    """What is true of the metrics in every language.

    >>> metric_table().metrics["followers"].level
    3
    """
    return load_section(MetricTable, "", "metrics")
