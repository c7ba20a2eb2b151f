"""Which number to reach: the user's own where given, else one that can be defended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import fmean
from typing import Literal

from rewriter.facts.goal import GoalReading
from rewriter.facts.pace import PERIOD_DAYS, pace
from rewriter.languages.drafts import Assumed, ChangeForm, Way
from rewriter.languages.metrics import MetricFacts
from rewriter.models.rounding import (
    ROUND_POINTS,
    ROUND_SHARES,
    finest,
    largest,
    round_step,
    within,
)
from rewriter.schemas import GoalContext, Quantity, Style

_QUARTER = PERIOD_DAYS["quarter"]
_BOLDNESS = {"bolder": 1.6, "safer": 0.6}
_BOLDER_MARK = {"bolder": 0.2, "safer": -0.2}  # of a mark out of five
# The guides' example: after 30 and 32 leads, 40 is a stretch that can be met.
_STRETCH = 0.25
_FASTER = 4 / 3  # times the pace so far: what a series of a stock supports
_LEAST = 0.03  # of the stock in a quarter, where it has stood still or moved the wrong way
_BEYOND_USUAL = 2.5  # times the usual change: what a series of own results may support at most
_STEEP = 4.0  # times the usual change: what a target of the user's own has to be called bold from
_FIRST_CUSTOMERS = 50.0  # what a launch is proposed to bring where nothing is known

# Forms whose figure can be set beside past results; a gain is one of the like.
_COMPARED = frozenset({"from_to", "to", "gain", "total", "times"})

# Multiples that every language has a verb for.
SPOKEN_MULTIPLES = (0.5, 2.0, 3.0, 4.0)

AmountKind = Literal["share", "points", "units"]


@dataclass(frozen=True, slots=True)
class Plan:
    """Numbers of a goal.  `amount` is a share (0.1 = 10 %), points or units, by `amount_kind`."""

    form: ChangeForm
    way: Way
    target: float | None = None
    base: float | None = None
    amount: float = 0.0
    amount_kind: AmountKind = "share"
    bound: Literal["exact", "min", "max"] = "exact"
    proposal: Assumed | None = None
    from_history: bool = False
    beyond_history: bool = False
    from_today: bool = False  # a share of a share: say of what
    steep: bool = False  # far more than the metric usually moves in the time


def fit_scale(facts: MetricFacts, reading: GoalReading, history: tuple[float, ...]) -> MetricFacts:
    """The facts with the scale that the user's figures stand on: 7.8 is none of 5.

    A share where a mark or score is usual ("78 % satisfied") makes the metric a share.
    """
    if reading.is_share:
        update = {
            "kind": "percent",
            "limit": 95.0 if facts.direction == "up" else 0.0,
            "per_quarter_points": 3.0,
        }
        return facts.model_copy(update=update)
    if facts.kind not in ("rating", "score"):
        return facts
    given = [quantity for quantity in (reading.target, reading.baseline) if quantity]
    own = [q for q in given if q.kind == "percent" and reading.manner == "to"]
    if own and own[-1] is given[-1]:
        update = {"kind": "percent", "limit": 100.0, "per_quarter_points": 2.0, "proposal": None}
        return facts.model_copy(update=update)
    if facts.kind == "score":
        return facts
    marks = [q.value for q in given if q.kind in ("count", "rating") and reading.manner == "to"]
    highest = max([*marks, *history, 0.0])
    usual = facts.scale or 5.0
    scale = next((q.scale for q in given if q.scale), None) or next(
        (scale for scale in (usual, 10.0, 100.0) if highest <= scale), highest
    )
    if scale == usual:
        return facts
    return facts.model_copy(update={"scale": scale, "limit": scale})


def plan_target(
    reading: GoalReading,
    facts: MetricFacts,
    context: GoalContext,
    days: int,
    style: Style | None,
    *,
    period_days: float | None = None,
) -> Plan | None:
    """The numbers of the goal, `days` before its deadline; None where one has to be asked for.

    A bolder or safer goal is one by a step at least, wherever limits leave room for it.
    """
    plan = _plan(reading, facts, context, days, style, period_days)
    if style not in _BOLDNESS or plan is None or plan.proposal is None:
        return plan
    usual = _plan(reading, facts, context, days, None, period_days)
    return plan if usual is None else _set_apart(plan, usual, facts, bolder=style == "bolder")


def _set_apart(plan: Plan, usual: Plan, facts: MetricFacts, *, bolder: bool) -> Plan:
    """The plan, at least a step from the usual one."""
    sign = 1 if usual.way == "up" else -1
    wanted = sign if bolder else -sign
    if usual.target is None or plan.target is None:
        choices = ROUND_POINTS if usual.amount_kind == "points" else ROUND_SHARES
        if (plan.amount > usual.amount) == bolder and plan.amount != usual.amount:
            return plan
        at = choices.index(usual.amount) + (1 if bolder else -1)
        return replace(plan, amount=choices[min(max(at, 0), len(choices) - 1)])
    if (plan.target - usual.target) * wanted > 0:
        return plan
    start = 0.0 if usual.base is None else usual.base
    fine = finest(facts, usual.target)
    for step in (max(fine, round_step(abs(usual.target - start))), fine):
        moved = round(usual.target + wanted * step, 2)
        inside = facts.limit is None or (facts.limit - moved) * sign > 0
        if inside and (moved - start) * sign > 0 and moved > 0:
            return replace(plan, form=usual.form, target=moved)
    return usual


def _plan(
    reading: GoalReading,
    facts: MetricFacts,
    context: GoalContext,
    days: int,
    style: Style | None,
    period_days: float | None,
) -> Plan | None:
    way: Way = facts.direction
    history = context.history
    base = reading.baseline.value if reading.baseline else None
    from_history = base is None and bool(history)
    if from_history:
        base = history[-1]
    if reading.target:
        return _given(reading.target, reading, facts, way, base, history, days, period_days)
    boldness = _BOLDNESS.get(style or "", 1.0)
    quarters = max(days, 14) / _QUARTER
    if reading.direction == "keep":
        return None if base is None else Plan("keep", way, base, base, from_history=from_history)
    if reading.launched:
        return Plan("gain", "up", _FIRST_CUSTOMERS * boldness, proposal="count_launch")
    sign = 1 if way == "up" else -1
    if base is not None:
        if base <= 0 and facts.kind != "score":
            return None  # no share of nought leads anywhere
        if from_history and facts.kind != "score":
            target = _from_history(history, facts, sign, days, period_days, quarters, boldness)
        elif facts.per_quarter_points:
            points = facts.per_quarter_points * quarters * boldness
            target = base + sign * largest(ROUND_POINTS, points)
        else:
            share = min(facts.per_quarter * quarters * boldness, 0.5)
            target = base * (1 + sign * share)
        target = within(target, base, facts, sign)
        if target == base:
            return Plan("keep", way, base, base, from_history=from_history)
        return Plan(
            "from_to",
            way,
            target,
            base,
            proposal="target_history" if from_history else "target_from_to",
            from_history=from_history,
        )
    if facts.proposal is not None:
        target = round(facts.proposal + _BOLDER_MARK.get(style or "", 0.0), 1)
        return Plan("to", way, target, bound="min", proposal="target_to")
    if facts.per_quarter_points:
        points = largest(ROUND_POINTS, facts.per_quarter_points * quarters * boldness)
        return Plan("by", way, amount=points, amount_kind="points", proposal="target_by")
    share = largest(ROUND_SHARES, facts.per_quarter * quarters * boldness)
    of_share = facts.kind == "percent"
    return Plan("by", way, amount=share, proposal="target_by", from_today=of_share)


def _given(
    given: Quantity,
    reading: GoalReading,
    facts: MetricFacts,
    way: Way,
    base: float | None,
    history: tuple[float, ...],
    days: int,
    period_days: float | None,
) -> Plan:
    """The plan for a target that the user gave: kept as it is, set against what else was given."""
    value = given.value
    from_history = base is not None and reading.baseline is None
    sign = 1 if way == "up" else -1
    if reading.manner in ("gain", "total") and reading.baseline and base:
        # "40 more, 300 now" counts up from there; "40 a month, 30 now" says where to arrive.
        on_top = reading.manner == "gain" and (facts.stock or value <= base)
        end = base + value if on_top else value
        plan = Plan("from_to", "up" if end > base else "down", end, base, bound=given.bound)
        if on_top:
            plan = replace(plan, amount=value, amount_kind="units")
    elif reading.manner in ("gain", "total"):
        plan = Plan(reading.manner, way, value, bound=given.bound)
    elif reading.manner == "times" and value not in SPOKEN_MULTIPLES:
        way = "up" if value >= 1 else "down"
        if base:
            plan = Plan("from_to", way, base * value, base)
        else:
            plan = Plan("by", way, amount=abs(value - 1))
    elif reading.manner == "times":
        target = base * value if base else None
        way = "up" if value >= 1 else "down"
        start = base if target else None
        plan = Plan("times", way, target, start, amount=value, from_history=from_history)
    elif reading.manner == "by":
        kind: AmountKind = "units"
        if given.kind == "percent":
            kind, value = "share", value / 100
        elif given.kind == "points" or facts.kind == "percent":
            kind = "points"
        if base:
            change = base * value if kind == "share" else value
            end = base + sign * change
            if facts.kind in ("count", "money") and base == round(base):
                end = round(end)  # nobody wins half a guest
            plan = Plan("from_to", way, end, base, value, kind)
        else:
            of_share = kind == "share" and facts.kind == "percent"
            plan = Plan("by", way, amount=value, amount_kind=kind, from_today=of_share)
    elif reading.direction == "keep":
        plan = Plan("keep", way, value, value, bound=given.bound)
    elif base is not None and base != value:
        way = "up" if value > base else "down"
        plan = Plan("from_to", way, value, base, bound=given.bound, from_history=from_history)
    else:
        plan = Plan("to", way, value, bound=given.bound)
    if plan.base:
        share = abs((plan.target or plan.base) / plan.base - 1)
    else:
        share = plan.amount if plan.amount_kind == "share" else 0.0
        share = abs(share - 1) if plan.form == "times" else share
    usual = facts.per_quarter * max(days, 14) / _QUARTER
    plan = replace(plan, steep=plan.form != "keep" and share > _STEEP * usual)
    if history and plan.target is not None and plan.form in _COMPARED:
        supported = pace(history, _periods(days, period_days), down=way == "down")
        beyond = supported is not None and (
            plan.target > supported.limit if way == "up" else plan.target < supported.limit
        )
        return replace(plan, from_history=True, beyond_history=beyond)
    return plan


def _periods(days: int, period_days: float | None) -> float:
    """How many periods of the history are left; a month is taken where it was not said."""
    return max(1.0, days / (period_days or PERIOD_DAYS["month"]))


def _from_history(
    history: tuple[float, ...],
    facts: MetricFacts,
    sign: int,
    days: int,
    period_days: float | None,
    quarters: float,
    boldness: float,
) -> float:
    """A stretch that the history supports, and no more than the guides' example."""
    last = history[-1]
    supported = pace(history, _periods(days, period_days), down=sign < 0)
    usual = facts.per_quarter * quarters
    stretch = min(_STRETCH, _BEYOND_USUAL * usual) * boldness
    cap = last * (1 + sign * stretch)
    if supported is None or not last:
        return last * (1 + sign * usual)
    if facts.stock and len(history) > 2:
        # What is there stays; the pace is what has been coming on top, and a stretch a third more.
        steps = [sign * (b - a) for a, b in pairwise(history)]
        ahead = max(fmean(steps), 0.0) * _periods(days, period_days) * _FASTER * boldness
        least = last * _LEAST * quarters * boldness
        return last + sign * min(max(ahead, least), last * stretch)
    reach = supported.level + 0.75 * (supported.stretch - supported.level)
    least = last * (1 + sign * min(usual, stretch))
    return min(max(reach, least), cap) if sign > 0 else max(min(reach, least), cap)
