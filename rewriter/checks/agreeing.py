"""Agreeing: one target, in the measurable letter, the sentence and the specific letter."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from rewriter.checks.finding import evidence_of, finding
from rewriter.facts.cardinals import read_cardinal
from rewriter.facts.derive import follows_from_change
from rewriter.facts.reading import Case, Passage, baselines, values_of
from rewriter.schemas import Evidence, Finding, Quantity

_NEXT = 3  # tokens from a number to the "more" that makes it a change
# Context that tells whom and with what, whose numbers are no target: "children from 7 to 12".
_BESIDE = frozenset({"audience", "channel", "market", "owner", "resources", "wanted_action"})


def check_numbers_agree(case: Case) -> Iterator[Finding]:
    """The measurable letter's target is not that of the sentence or the specific letter: error.

    The same change said otherwise is fine ("from 400 to 520" and "30 % more").

    >>> from rewriter.schemas import GoalContext, SmartGoal
    >>> from rewriter.validator import validate
    >>> goal = SmartGoal(measurable="300 leads in the CRM.", statement="400 leads by 1 June 2027.")
    >>> report = validate(goal, language="en")
    >>> [[place.text for place in f.evidence] for f in report.errors if "mismatch" in f.code]
    [['400', '300']]
    """
    measure = case.fields.get("measurable")
    if not measure:
        return
    aim = _Aim(case, measure)
    for name in ("statement", "specific"):
        other = case.fields.get(name)
        if other and (rival := aim.rival(other, whole=name == "statement")):
            first, second = rival
            yield finding(case, "goal.number_mismatch", rival, first=first.text, second=second.text)
            return


class _Aim:
    """What the measurable letter aims at, to hold other fields against."""

    def __init__(self, case: Case, measure: Passage) -> None:
        self._past = {*case.context.history, *baselines(case)}
        self._measure = measure
        self._named = self._ahead(measure)
        self._starts = {*case.given_values(), *self._past, *measure.numbers()}
        # What is planned, and numbers that tell whom and with what: "children from 7 to 12".
        beside = [p for name, p in case.context_texts.items() if name in _BESIDE]
        self._planned = {v for passage in (*case.assumptions, *beside) for v in passage.numbers()}

    def _ahead(self, passage: Passage) -> list[Quantity]:
        """The numbers that are no starting point: the target first, "twice" last."""
        quantities = [q for q in passage.quantities if q.role != "baseline"]
        new = [q for q in quantities if self._past.isdisjoint(values_of(q))] or quantities
        return sorted(new, key=lambda q: (q.role != "target", q.kind == "multiple"))

    def rival(self, other: Passage, *, whole: bool) -> tuple[Evidence, Evidence] | None:
        """A number of the field that names another target, and the one that it should be.

        `whole`: the field tells the goal in full, so that it has to name the target.
        """
        rival = self._rival(other, whole=whole)
        if rival:
            return evidence_of(other.where, rival[0]), evidence_of("measurable", rival[1])
        return self._other_time(other) if whole and self._measure.has("lasting") else None

    def _rival(self, other: Passage, *, whole: bool) -> tuple[Quantity, Quantity] | None:
        told = self._ahead(other)
        for own in self._named if whole else self._named[:1]:
            if any(q.kind == own.kind and _is_same(q, own) for q in told):
                continue
            main = own is self._named[0]
            for q in told:
                if not _comparable(q, own) or self._is_way(other, q, own):
                    continue
                if any(_is_same(q, one) for one in self._named):
                    continue
                free = q.role == "target" or q.value not in self._planned
                if (main and whole and free) or self._surely_meant(q, own):
                    return q, own
        return self._stranger(other, told) if whole else None

    def _surely_meant(self, quantity: Quantity, own: Quantity) -> bool:
        """Whether it is no means, which are counted too: "three posts", "10 % discount"."""
        if quantity.value in self._planned or quantity.per != own.per:
            return False
        if quantity.kind == "count":
            return quantity.role == "target" or bool(quantity.unit and quantity.unit == own.unit)
        return quantity.kind == "percent"

    def _stranger(self, other: Passage, told: list[Quantity]) -> tuple[Quantity, Quantity] | None:
        """Where nothing that is told is named or leads there: the first number of all."""
        if not self._named or self._measure.has("lasting"):  # times are read as a deadline's
            return None
        own = self._named[0]
        if any(_is_same(q, one) for q in told for one in self._named):
            return None
        if any(self._is_way(other, q, own) for q in told):
            return None
        rivals = [q for q in told if self._past.isdisjoint(values_of(q))]
        return (rivals[0], own) if rivals else None

    def _other_time(self, other: Passage) -> tuple[Evidence, Evidence] | None:
        """ "Down to 2 hours" and "within 3 hours", which are read as times rather than numbers."""
        named, told = (
            [one for one in _timed(passage) if one[0] not in self._past]
            for passage in (self._measure, other)
        )
        if {value for value, *_ in told}.isdisjoint(value for value, *_ in named):
            for value, unit, place in told:
                for own, own_unit, own_place in named:
                    steps = (follows_from_change(value, start, own) for start in self._past)
                    if unit == own_unit and not any(steps):
                        return place, own_place
        return None

    def _is_way(self, other: Passage, quantity: Quantity, own: Quantity) -> bool:
        """Whether a number tells how far it is from a start to the target, or the other way round:
        what the measurable letter tells as the way.
        """
        ways = ((other, quantity, own), (self._measure, own, quantity))
        starts = self._starts.difference(values_of(own))
        return any(
            _is_change(passage, said)
            and follows_from_change(said.value, start, values_of(meant)[-1], said.kind)
            for passage, said, meant in ways
            for start in starts
        )


def _timed(passage: Passage) -> list[tuple[float, str, Evidence]]:
    """Numbers and the word behind each: 3, "hours"."""
    tokens, found = passage.tokens, []
    places = [evidence_of(passage.where, q) for q in passage.quantities]
    for place in (*passage.numbers_in_time(), *places):
        number = read_cardinal(
            tokens, bisect_left(tokens.starts, place.start), passage.pack.numbers
        )
        if number and number[1] < len(tokens.words):
            found.append((float(number[0]), tokens.words[number[1]], place))
    return found


def _is_change(passage: Passage, quantity: Quantity) -> bool:
    """Whether a number may tell a change: a share, a multiple, "4 minutes less"."""
    starts = [q for q in passage.quantities if q.role == "baseline"]
    if quantity.kind in ("multiple", "ratio", "points"):
        return True
    if quantity.kind == "percent" and not any(q.kind == "percent" for q in starts):
        return True
    last = bisect_left(passage.tokens.ends, quantity.end)
    begins = [bisect_left(passage.tokens.starts, q.start) for q in starts]
    return any(
        0 < first - last <= _NEXT and not any(0 < begin - end <= 2 for begin in begins)
        for first, end in passage.hits("change")  # "12 more", and not "12, up from 8"
    )


def _is_same(one: Quantity, two: Quantity) -> bool:
    """Whether two numbers are the same; 90 a week are not 90 a month."""
    if one.per and two.per and one.per != two.per:
        return False
    if "ratio" in (one.kind, two.kind) and None not in (_share(one), _share(two)):
        return abs((_share(one) or 0) - (_share(two) or 0)) < 1
    return not set(values_of(one)).isdisjoint(values_of(two))


def _share(quantity: Quantity) -> float | None:
    """Percent, where one of two is told as a fraction: "two thirds" and 66 %."""
    if quantity.kind == "percent":
        return quantity.value
    if quantity.kind == "ratio" and quantity.scale is None and quantity.value <= 1:
        return quantity.value * 100
    return None


def _comparable(one: Quantity, two: Quantity) -> bool:
    """Whether both may count the same thing."""
    if one.kind != two.kind:
        return False
    units = {(unit or "").lower() for unit in (one.unit, two.unit)}
    told = one.role == two.role == "target"
    return one.kind not in ("count", "money") or len(units) == 1 or "" in units or told
