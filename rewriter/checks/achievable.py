"""Achievable: grounds from the past or from resources, and a target within reach."""

from __future__ import annotations

from collections.abc import Iterator

from babel.numbers import format_decimal

from rewriter.checks.finding import evidence_of, finding
from rewriter.facts.metrics import MetricMention
from rewriter.facts.pace import PERIOD_DAYS, Pace, judge, pace, pace_from_baseline
from rewriter.facts.reading import Case, Passage, values_of
from rewriter.languages.metrics import MetricFacts, metric_table
from rewriter.schemas import Finding, Quantity

_STOCK = 3  # times the past from which a starting point is the sum of it, not one of it
_MONTH = PERIOD_DAYS["month"]
_LEVELS = {"percent", "rating", "score"}  # metrics whose percentage is a level, not a change


def check_within_reach(case: Case) -> Iterator[Finding]:
    """Target against the past and the time there is; the rule stands in `facts.pace`.

    Out of reach: error.  Steep: warning, but for a relative target with grounds.  No past results
    to judge by: warning `achievable.unknown`, with the question.

    >>> from rewriter.schemas import GoalContext
    >>> from rewriter.validator import validate
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
    growth = _growth(case, target, passage)
    if growth is not None:
        yield from _judge_growth(case, passage, target, growth, days)
        return
    down = _falls(case, passage, target)
    supported = _supported(case, passage, days, down)
    if not supported:
        yield finding(case, "achievable.unknown")
        return
    start = _start(case, passage)
    if start and not case.context.history and _is_share(start) != _is_share(target):
        yield finding(case, "achievable.unknown")  # "six more", where 48 of 54 are taken
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
    start = _start(case, passage)
    return _level(start) if start else None


def _start(case: Case, passage: Passage) -> Quantity | None:
    """The starting point that was given, else the one that the text states."""
    given = case.context_texts.get("baseline")
    if given and given.quantities:
        return given.quantities[0]
    return next((q for q in passage.quantities if q.role == "baseline"), None)


def _level(quantity: Quantity) -> float:
    """The larger number; a part ("a third", "three of four") as a percentage."""
    return values_of(quantity)[-1] * (100 / (quantity.scale or 1) if _is_part(quantity) else 1)


def _is_share(quantity: Quantity) -> bool:
    return _is_part(quantity) or quantity.kind == "percent"


def _is_part(quantity: Quantity) -> bool:
    return quantity.kind == "ratio"


def _growth(case: Case, target: Quantity, passage: Passage) -> float | None:
    """The asked change as a share, where the target is relative: +20 %, double, a third more."""
    if target.kind == "multiple":
        return target.value - 1
    start = _start(case, passage)
    if _is_part(target) and start and not (_is_part(start) or start.kind == "percent"):
        return target.value
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
    value = _level(target)
    baseline = _baseline(case, passage)
    history = case.context.history
    start = _start(case, passage)
    if not history and start and start.per in PERIOD_DAYS and target.per is None and days:
        # "30 sold by May", from 2 a month: a total, not a rate
        return max(value / max(days / PERIOD_DAYS[start.per], 1.0), min(value, _level(start)))
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

    >>> from rewriter.validator import validate
    >>> [
    ...     any(f.code == "achievable.no_grounds" for f in validate(text, language="en").findings)
    ...     for text in ("300 leads by 1 May 2027", "300 leads by 1 May 2027 on last year's budget")
    ... ]
    [True, False]
    """
    passage = case.letter("achievable")
    if not passage or not passage.has("grounds"):
        yield finding(case, "achievable.no_grounds", [passage.whole()] if passage else [])
