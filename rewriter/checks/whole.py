"""The goal as a whole: one target, all that was given, the right language, and a goal at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rewriter.checks.finding import evidence_of, finding
from rewriter.facts.derive import follows_from_change
from rewriter.facts.reading import Case, Passage, main_target, values_of
from rewriter.languages.detect import foreign_language
from rewriter.languages.metrics import metric_table
from rewriter.schemas import Deadline, Evidence, FieldName, Finding, Quantity

# Linear patterns only: a bounded stretch between two signs.
_PLACEHOLDER = re.compile(
    r"\[[^\[\]\n]{0,60}\](?!\()|<[^\W\d_][^<>\n/=]{0,60}>|\{[^{}\n]{1,60}\}"
    r"|(?<!\w)X{2,}(?!\w)|(?<!\w)[XYN] ?%|_{3,}|\?{3,}|#{2,}(?!#* )"
)
_MARKUP = re.compile(
    r"https?://\S+|www\.\S+|!?\[[^\[\]\n]{0,200}\]\([^()\n]{0,500}\)"
    r"|</?(?:a|b|i|u|p|br|hr|em|h[1-6]|li|ul|ol|div|img|svg|code|font|form|html|body|head|link"
    r"|meta|span|style|table|td|tr|input|button|script|strong|iframe|object|embed|video|audio)"
    r"\b[^<>]{0,500}>|<[^<>\n]{0,200}[/=][^<>\n]{0,200}>|\{\{|\}\}|\{%|\$\{|```|\*\*[^*\n]{1,200}\*\*",
    re.IGNORECASE,
)
LONG_FIELD = 60  # words; two long sentences
LONG_STATEMENT = 70


def check_numbers_agree(case: Case) -> Iterator[Finding]:
    """The measurable letter's target is not that of the sentence or the specific letter: error.

    The same change said otherwise is fine ("from 400 to 520" and "30 % more").

    >>> from rewriter.schemas import GoalContext, SmartGoal
    >>> from rewriter.validate import validate
    >>> goal = SmartGoal(measurable="300 leads in the CRM.", statement="400 leads by 1 June 2027.")
    >>> report = validate(goal, language="en")
    >>> [[place.text for place in f.evidence] for f in report.errors if "mismatch" in f.code]
    [['400', '300']]
    """
    measure = case.fields.get("measurable")
    own = main_target(measure.quantities) if measure else None
    if not measure or not own:
        return
    starts = [*_starts(case), *(q.value for q in measure.quantities if q is not own)]
    for name in ("statement", "specific"):
        other = case.fields.get(name)
        if not other or any(_agrees(quantity, own, starts) for quantity in other.quantities):
            continue
        rivals = [q for q in other.quantities if q.role != "baseline" and _comparable(q, own)]
        if name == "specific":  # means are counted there too: "three posts", "10 % discount"
            rivals = [q for q in rivals if q.kind == "count" and q.unit]
        if name == "statement" and not rivals and (target := main_target(other.quantities)):
            rivals = [target]
        if rivals:
            yield finding(
                case,
                "goal.number_mismatch",
                [evidence_of(other.where, rivals[0]), evidence_of("measurable", own)],
                first=rivals[0].text,
                second=own.text,
            )
            return


def _starts(case: Case) -> Iterator[float]:
    """Where the metric stands now, as given or as the goal says."""
    yield from case.given_values()
    for passage in case.fields.values():
        yield from (q.value for q in passage.quantities if q.role == "baseline")


def _agrees(quantity: Quantity, own: Quantity, starts: list[float]) -> bool:
    """The same target, or the way to it from a starting point; in either direction of telling."""
    if "ratio" in (quantity.kind, own.kind) and None not in (_share(quantity), _share(own)):
        return abs((_share(quantity) or 0) - (_share(own) or 0)) < 1
    for said, meant in ((quantity, own), (own, quantity)):
        if not set(values_of(said)).isdisjoint(values_of(meant)):
            return True
        shares = meant.kind == "percent" and said.kind == "percent"
        end = values_of(meant)[-1]
        if any(follows_from_change(said.value, start, end, points=shares) for start in starts):
            return True
    return False


def _share(quantity: Quantity) -> float | None:
    """Percent, where one of two is told as a fraction: "two thirds" and 66 %."""
    if quantity.kind == "percent":
        return quantity.value
    if quantity.kind == "ratio" and quantity.scale is None and quantity.value <= 1:
        return quantity.value * 100
    return None


def _comparable(one: Quantity, two: Quantity) -> bool:
    """Whether both count the same thing."""
    return one.kind == two.kind and (
        one.kind not in ("count", "money") or (one.unit or "").lower() == (two.unit or "").lower()
    )


def check_given_kept(case: Case) -> Iterator[Finding]:
    """A number, deadline, channel or audience that the user gave and the goal lacks: error.

    >>> from rewriter.schemas import GoalContext, SmartGoal
    >>> from rewriter.validate import validate
    >>> goal = SmartGoal(statement="400 leads by 1 June 2027.")
    >>> report = validate(goal, source="500 leads", language="en")
    >>> [f.evidence[0].text for f in report.errors if f.code == "goal.dropped_given"]
    ['500']
    """
    if not case.fields:
        return
    passages = list(case.fields.values())
    kept = {value for passage in passages for value in passage.numbers()}
    days = [deadline for p in passages for deadline in p.deadlines]
    for given in _binding(case):
        for quantity in given.quantities:
            if not any(_kept(case, value, kept) for value in values_of(quantity)):
                yield finding(case, "goal.dropped_given", [evidence_of(given.where, quantity)])
        ahead = [deadline for deadline in given.deadlines if deadline.date > case.today]
        if ahead and not any(_covers(day, deadline) for deadline in ahead for day in days):
            yield finding(
                case,
                "goal.dropped_given",
                [evidence_of(given.where, ahead[-1])],
                field="time_bound",
            )
    yield from _dropped_words(case, passages)


def _kept(case: Case, value: float, kept: set[float]) -> bool:
    """Whether the number itself stands in the goal, or is the way from the start to its target."""
    if value in kept:
        return True
    ends = values_of(case.target[1]) if case.target else []
    return any(
        follows_from_change(value, start, end, points=False)
        for end in ends
        for start in _starts(case)
    )


def _binding(case: Case) -> Iterator[Passage]:
    """What has to stand in the goal.  Other context may inform it without being repeated."""
    if case.source:
        yield case.source
    if deadline := case.context_texts.get("deadline"):
        yield deadline


def _covers(day: Deadline, given: Deadline) -> bool:
    """The same last day, or a day inside the given period ("in 2027", "15 March 2027")."""
    if abs((day.date - given.date).days) <= 1:
        return True
    if given.begins is not None and given.begins <= day.date <= given.date:
        return True
    return day.begins is not None and day.begins <= given.date <= day.date


def _dropped_words(case: Case, passages: list[Passage]) -> Iterator[Finding]:
    said = {word for passage in passages for word in passage.content_words()}
    for name, shortest in (("channel", 2), ("audience", 4)):
        passage = case.context_texts.get(name)
        content = passage.content_words() if passage else set()
        words = {word for word in content if len(word) >= shortest}
        if passage and words and not any(_said(word, said) for word in words):
            yield finding(case, "goal.dropped_given", [passage.whole()])
    if case.source:
        channels = {mention.channel for passage in passages for mention in passage.channels()}
        table = metric_table().metrics
        # "Sign-ups" are for an event without saying so.
        channels |= {table[m.metric].home or "" for p in passages for m in p.metrics}
        for mention in case.source.channels():
            if mention.channel not in channels and not _said(mention.text.lower(), said):
                place = case.source.evidence(mention.start, mention.end)
                yield finding(case, "goal.dropped_given", [place])


def _said(word: str, said: set[str]) -> bool:
    """Whether a word or another form or compound of it stands among those said."""
    stem = word[: max(4, len(word) - 2)]
    return word in said or any(stem in other for other in said)


def check_language(case: Case) -> Iterator[Finding]:
    """A field that clearly speaks another of the five languages: error.

    >>> from rewriter.schemas import GoalContext, SmartGoal
    >>> from rewriter.validate import validate
    >>> goal = SmartGoal(relevant="Elke nieuwe klant levert omzet op en vertelt het verder.")
    >>> report = validate(goal, language="en")
    >>> [(f.field, f.message) for f in report.errors if f.code == "goal.wrong_language"]
    [('relevant', 'This is written in Dutch.')]
    """
    for name, passage in case.fields.items():
        language = foreign_language(passage.text, passage.tokens.words, case.pack.code)
        if language:
            spoken = case.pack.messages.language_names[language]
            yield finding(
                case, "goal.wrong_language", [passage.whole()], field=name, language=spoken
            )


def check_placeholder(case: Case) -> Iterator[Finding]:
    """A gap that was never filled ('[X] %', 'XX', '<number>', 'TBD'): error.

    >>> from rewriter.validate import validate
    >>> report = validate("[X] leads by 1 June 2027", language="en")
    >>> [f.evidence[0].text for f in report.errors if f.code == "goal.placeholder"]
    ['[X]']
    """
    for name, passage in case.fields.items():
        match = _PLACEHOLDER.search(passage.text)
        if match and not _MARKUP.match(passage.text, match.start()):
            place = passage.evidence(*match.span())
        elif hits := passage.hits("placeholders"):
            place = passage.evidence_of(hits[0])
        else:
            continue
        yield finding(case, "goal.placeholder", [place], field=name)


def check_markup(case: Case) -> Iterator[Finding]:
    """Links, tags, template braces: error.  A goal is plain text.

    >>> from rewriter.validate import validate
    >>> report = validate("300 leads <b>now</b>", language="en")
    >>> [f.evidence[0].text for f in report.errors if f.code == "goal.markup"]
    ['<b>']
    """
    for name, passage in case.fields.items():
        if match := _MARKUP.search(passage.text):
            yield finding(case, "goal.markup", [passage.evidence(*match.span())], field=name)


def check_meta(case: Case) -> Iterator[Finding]:
    """Text about the goal instead of the goal ("this goal is measurable because…"): error.

    >>> from rewriter.validate import validate
    >>> report = validate("This goal is measurable because it has a number.", language="en")
    >>> [f.evidence[0].text for f in report.errors if f.code == "goal.meta"]
    ['This goal is']
    """
    for name, passage in case.fields.items():
        if hits := passage.hits("meta"):
            yield finding(case, "goal.meta", [passage.evidence_of(hits[0])], field=name)


def check_repeats(case: Case) -> Iterator[Finding]:
    """One sentence in several fields: error, in the later field.

    >>> from rewriter.schemas import GoalContext, SmartGoal
    >>> from rewriter.validate import validate
    >>> goal = SmartGoal(specific="300 leads by May.", statement="300 leads by May!")
    >>> [f.field for f in validate(goal, language="en").errors if f.code == "goal.repeats"]
    ['statement']
    """
    seen: dict[tuple[str, ...], tuple[FieldName, Passage]] = {}
    for name, passage in case.fields.items():
        words = tuple(word for word in passage.tokens.words if word.isalnum())
        if words in seen:
            first = seen[words][1]
            yield finding(case, "goal.repeats", [first.whole(), passage.whole()], field=name)
        else:
            seen[words] = (name, passage)


def check_vanity(case: Case) -> Iterator[Finding]:
    """The metric is an indicator on the way (ladder levels 1-3): warning with the result to reach.

    Source: the five-level ladder of social-media goals in Nordic marketing guides; a main goal
    sits at level 4 (interaction) or 5 (transaction).

    >>> from rewriter.validate import validate
    >>> report = validate("300 followers by 1 June 2027", language="en")
    >>> [f.evidence[0].text for f in report.findings if f.code == "goal.vanity"]
    ['followers']
    """
    found = ladder(case)
    if found and found[0] <= 3:
        yield finding(case, "goal.vanity", [found[1]])


def ladder(case: Case) -> tuple[int, Evidence] | None:
    """The ladder level of the goal's metric and where the metric is named.

    Where a text names several, the one that is closest to a sale is taken to be meant.
    """
    for name in ("measurable", "specific", "statement"):
        passage = case.fields.get(name)
        if passage and passage.metrics:
            best = max(passage.metrics, key=lambda mention: mention.level)
            return best.level, passage.evidence(best.start, best.end)
    return None


def check_length(case: Case) -> Iterator[Finding]:
    """More than two long sentences in one field: warning.

    >>> from rewriter.validate import validate
    >>> report = validate("300 leads " + "and more " * 60, language="en")
    >>> [f.field for f in report.findings if f.code == "goal.too_long"]
    ['statement']
    """
    for name, passage in case.fields.items():
        limit = LONG_STATEMENT if name == "statement" else LONG_FIELD
        if len(passage.tokens) > limit:
            yield finding(case, "goal.too_long", [passage.whole()], field=name)
