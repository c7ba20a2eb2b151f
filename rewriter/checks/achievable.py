"""Achievable: grounds from the past or from resources, and no figure that was made up."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from math import log10

from babel.numbers import format_decimal

from rewriter.checks.finding import evidence_of, finding
from rewriter.facts.derive import derivation
from rewriter.facts.metrics import MetricMention
from rewriter.facts.pace import PERIOD_DAYS, Pace, judge, pace, pace_from_baseline
from rewriter.facts.reading import Case, Passage, values_of
from rewriter.languages.metrics import MetricFacts, metric_table
from rewriter.schemas import Finding, Quantity

_NEAR = 8  # tokens between a word like "today" and the figure that it claims
_STOPS = frozenset(".;,:!?")
_STOCK = 3  # times the past from which a starting point is the sum of it, not one of it
_SPOKEN = 10  # the same among reasons
_SMALL = 3  # numbers up to here count what everybody has: two weeks, three posts
_MONTH = PERIOD_DAYS["month"]
_LEVELS = {"percent", "rating", "score"}  # metrics whose percentage is a level, not a change


def check_within_reach(case: Case) -> Iterator[Finding]:
    """Target against the past and the time there is; the rule stands in `facts.pace`.

    Out of reach: error.  Steep: warning, but for a relative target with grounds.  No past results
    to judge by: warning `achievable.unknown`, with the question.

    >>> from rewriter.schemas import GoalContext
    >>> from rewriter.validate import validate
    >>> from datetime import date
    >>> def codes(goal):
    ...     report = validate(goal, language="en", context=GoalContext(history=(30, 32)),
    ...                       today=date(2027, 3, 1))
    ...     return [f.code for f in report.findings if f.code.startswith("achievable.u")]
    >>> codes("100 leads by 31 March 2027, because sales needs them for its order target")
    ['achievable.unrealistic']
    >>> codes("40 leads by 31 March 2027, because sales needs them for its order target")
    []
    """
    found = case.target
    due = case.deadline
    if not found:
        if "achievable" not in case.fields:
            yield finding(case, "achievable.unknown")
        return
    passage, target = found
    days = max((due[1].date - case.today).days, 1) if due else None
    growth = _growth(target, passage)
    if growth is not None:
        yield from _judge_growth(case, passage, target, growth, days)
        return
    down = _falls(case, passage, target)
    supported = _supported(case, passage, days, down)
    if not supported:
        yield finding(case, "achievable.unknown")
        return
    goal_value = _reached(target, case, passage, days)
    verdict = judge(goal_value, supported, down=down)
    if verdict != "fine":
        yield _beyond(case, passage, target, supported, verdict == "unrealistic")


def _falls(case: Case, passage: Passage, target: Quantity) -> bool:
    """Whether less is wanted: by the metric, or a sum below today's that is no turnover."""
    named = [_facts(metric) for metric in passage.metrics[:1]]
    if any(metric.direction == "down" for metric in named):
        return True
    before = _baseline(case, passage) or (case.context.history[-1:] or (None,))[0]
    cost = target.kind == "money" and not any(metric.kind == "money" for metric in named)
    return before is not None and target.value < before and (cost or not named)


def _facts(mention: MetricMention) -> MetricFacts:
    return metric_table().metrics[mention.metric]


def _supported(case: Case, passage: Passage, days: int | None, down: bool) -> Pace | None:
    months = (days or _MONTH) / _MONTH
    if case.context.history:
        period = _period_days(case)
        return pace(case.context.history, (days or period) / period, down=down)
    baseline = _baseline(case, passage)
    return pace_from_baseline(baseline, months, down=down) if baseline else None


def _period_days(case: Case) -> float:
    """Days of one period of the history; a month unless something else is said."""
    said = (case.context.period or "").lower().split()
    for unit, spellings in case.pack.numbers.periods.items():
        if unit in said or not set(spellings.split()).isdisjoint(said):
            return PERIOD_DAYS[unit]
    return _MONTH


def _baseline(case: Case, passage: Passage) -> float | None:
    given = case.context_texts.get("baseline")
    if given and given.quantities:
        return given.quantities[0].value
    return next((q.value for q in passage.quantities if q.role == "baseline"), None)


def _growth(target: Quantity, passage: Passage) -> float | None:
    """The asked change as a share, where the target is relative: +20 %, double."""
    if target.kind == "multiple":
        return target.value - 1
    level = any(_facts(metric).kind in _LEVELS for metric in passage.metrics[:1])
    if target.kind == "percent" and not level:
        return target.value / 100
    return None


def _judge_growth(
    case: Case, passage: Passage, target: Quantity, growth: float, days: int | None
) -> Iterator[Finding]:
    supported = pace_from_baseline(1.0, (days or _MONTH) / _MONTH)
    grounds = case.fields.get("achievable")
    if supported and growth > supported.stretch - 1 and not (grounds and grounds.has("grounds")):
        yield finding(
            case, "achievable.steep", [evidence_of(passage.where, target)], target=target.text
        )
    elif not (case.context.history or case.context.baseline):
        yield finding(case, "achievable.unknown")


def _reached(target: Quantity, case: Case, passage: Passage, days: int | None) -> float:
    """The target as a figure that compares with the past.

    Where the past is far smaller than the starting point it tells what came on top each period
    ("310 subscribers; 14, 17, 20 more a month"), so the way to go is spread over the periods.
    """
    value = values_of(target)[-1]
    baseline = _baseline(case, passage)
    history = case.context.history
    if history and baseline and baseline > _STOCK * max(history):
        period = _period_days(case)
        return abs(value - baseline) / max((days or period) / period, 1.0)
    return value


def _beyond(
    case: Case, passage: Passage, target: Quantity, supported: Pace, out_of_reach: bool
) -> Finding:
    place = [evidence_of(passage.where, target)]
    if not out_of_reach:
        return finding(case, "achievable.steep", place, target=target.text)
    reason = case.pack.messages.errors["why_history" if case.context.history else "why_baseline"]
    return finding(
        case,
        "achievable.unrealistic",
        place,
        target=target.text,
        why=reason.format(level=_number(case, supported.level)),
        stretch=_number(case, supported.stretch),
    )


def _number(case: Case, value: float) -> str:
    rounded = round(value) if value >= 10 else round(value, 1)
    return format_decimal(rounded, locale=case.options.locale or case.pack.locale)


def check_grounds(case: Case) -> Iterator[Finding]:
    """Nothing says why it can be reached: warning.

    >>> from rewriter.validate import validate
    >>> [
    ...     any(f.code == "achievable.no_grounds" for f in validate(text, language="en").findings)
    ...     for text in ("300 leads by 1 May 2027", "300 leads by 1 May 2027 on last year's budget")
    ... ]
    [True, False]
    """
    passage = case.letter("achievable")
    if not passage or not passage.has("grounds"):
        yield finding(case, "achievable.no_grounds", [passage.whole()] if passage else [])


def check_invented(case: Case) -> Iterator[Finding]:
    """A figure about the present or past that was not given and does not follow: error.

    It counts wherever it stands; among the assumptions every figure does that is not said to be a
    proposal.  Without a source and context there is
    nothing to compare with: then the text's own figures are its author's.

    >>> from rewriter.schemas import GoalContext, SmartGoal
    >>> from rewriter.validate import validate
    >>> goal = SmartGoal(achievable="Last year we won 640 subscribers.")
    >>> report = validate(goal, source="more subscribers", language="en")
    >>> [f.evidence[0].text for f in report.findings if f.code == "achievable.invented_fact"]
    ['640']
    """
    if case.source is None and not case.context_texts and not case.context.history:
        return
    given = case.given_values()
    proposed = values_of(case.target[1]) if case.target else []
    assumed = [v for passage in case.assumptions for q in passage.quantities for v in values_of(q)]
    for name, passage in case.fields.items():
        for quantity in passage.quantities:
            if quantity.value in proposed or not _claims(passage, quantity, assumed):
                continue
            if not all(derivation(value, given + proposed) for value in values_of(quantity)):
                place = [evidence_of(passage.where, quantity)]
                yield finding(case, "achievable.invented_fact", place, field=name)
    written = {v for field in case.fields.values() for v in field.numbers()}
    for passage in case.assumptions:
        for quantity in passage.quantities:
            if passage.has("proposals") and not claims_fact(passage, quantity):
                continue  # "300 is our proposal, as we don't know today's figure"
            if not all(
                value in written or derivation(value, given + proposed)
                for value in values_of(quantity)
            ):
                place = [evidence_of(passage.where, quantity)]
                yield finding(case, "achievable.invented_fact", place)


def _claims(passage: Passage, quantity: Quantity, assumed: list[float]) -> bool:
    """Whether the number states a fact, by its words or, among reasons, by standing there."""
    small = quantity.value <= _SMALL and quantity.kind == "count"
    if quantity.role is None and (small or quantity.value in assumed):
        return False
    if claims_fact(passage, quantity):
        return True
    if quantity.kind in ("ratio", "rating") and quantity.scale:
        return passage.where == "relevant" or (  # "three of four children"
            passage.where == "specific" and quantity.value > _SMALL  # "23 of 40 desks are let"
        )
    if quantity.role or quantity.kind in ("ratio", "multiple") or _figure_of_speech(quantity):
        return False  # shares and multiples say how, not how many there are
    return passage.where == "relevant" or _definite(passage, quantity)


def _figure_of_speech(quantity: Quantity) -> bool:
    """ "One of four", "a thousand": numbers that nobody has counted."""
    return quantity.value <= _SPOKEN or (quantity.text.isalpha() and log10(quantity.value) % 1 == 0)


def _definite(passage: Passage, quantity: Quantity) -> bool:
    """ "The 4,500 people who follow us": what is counted is there already."""
    first = bisect_left(passage.tokens.starts, quantity.start)
    return any(last == first - 1 for _, last in passage.hits("definite"))


def claims_fact(passage: Passage, quantity: Quantity) -> bool:
    """Whether the number is said to be so now or to have been so: a starting point, "today 400".

    A word like "today" speaks of the figure that is nearest to it ("4.5, up from 4.1 today").
    """
    if quantity.role is not None:
        return quantity.role == "baseline"
    tokens = passage.tokens
    stops = [i for i, word in enumerate(tokens.words) if word in _STOPS]
    places = [
        (bisect_left(tokens.starts, one.start), bisect_left(tokens.ends, one.end))
        for one in passage.quantities
    ]
    own = places[passage.quantities.index(quantity)]
    for begin, end in passage.hits("present_or_past"):
        gaps = [
            (max(first - end, begin - last), place)
            for place in places
            for first, last in [place]
            if not _parted(stops, begin, end, first, last)
        ]
        if gaps and min(gaps)[1] == own and min(gaps)[0] <= _NEAR:
            return True
    return False


def _parted(stops: list[int], begin: int, end: int, first: int, last: int) -> bool:
    gap = range(end, first) if end < first else range(last, begin)
    return any(i in stops for i in gap)
