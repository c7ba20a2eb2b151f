"""Invented: figures about the user's present or past that nobody gave."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import permutations
from math import log10
from typing import Final

from rewriter.checks.finding import evidence_of, finding
from rewriter.facts.derive import derivation
from rewriter.facts.reading import Case, Passage, values_of
from rewriter.facts.weighing import scale
from rewriter.languages.pack import load_pack
from rewriter.schemas import FIELDS, Deadline, FieldName, Finding, Quantity

_NEAR = 8  # tokens between a word like "today" and the figure that it claims
_STOPS = frozenset(".;,:!?")
_ENDS = frozenset(".;!?")
_FIGURE = "0"  # stands for the number itself, whatever it is
_FAR = 15  # tokens of the sentence that are looked at on either side of a number
_BESIDE = 3  # tokens whose place before or behind the number counts
_REASONING: Final[tuple[FieldName, ...]] = ("specific", "achievable", "relevant")
_FULL_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ROUND = 0.02  # how far a spoken part may be off: "a third" is 0.35, too
_SPOKEN = 10  # numbers up to here are often a figure of speech
_CHANGES = ("percent", "points", "multiple")
_SMALL = 3  # numbers up to here count what everybody has: two weeks, three posts


def check_invented(case: Case) -> Iterator[Finding]:
    """A figure about the present or past that was not given and does not follow: error.

    It counts wherever it stands; among the assumptions every figure does that is not said to be a
    proposal.  Without a source, a baseline or a history there is nothing to compare with: then the
    text's own figures are its author's.

    >>> from rewriter.schemas import GoalContext, SmartGoal
    >>> from rewriter.validator import validate
    >>> goal = SmartGoal(achievable="Last year we won 640 subscribers.")
    >>> report = validate(goal, source="more subscribers", language="en")
    >>> [f.evidence[0].text for f in report.findings if f.code == "achievable.invented_fact"]
    ['640']
    """
    if case.source is None and "baseline" not in case.context_texts and not case.context.history:
        return
    for passage, quantity in figures_of_unknown_origin(case):
        signs = claim_signs(case, passage, quantity)
        if signs[":by the rule"] or _weight(case, passage, quantity, signs) > 0:
            yield _invented(case, passage, quantity)
    for passage, day in _past_days(case):
        yield _invented(case, passage, day)


def _weight(case: Case, passage: Passage, quantity: Quantity, signs: dict[str, float]) -> float:
    return scale(case.pack.code, "claim").weigh(clause_around(passage, quantity), signs)


def _invented(case: Case, passage: Passage, fact: Quantity | Deadline) -> Finding:
    field = passage.where if passage.where in FIELDS else "achievable"
    place = [evidence_of(passage.where, fact)]
    return finding(case, "achievable.invented_fact", place, field=field)


def _past_days(case: Case) -> Iterator[tuple[Passage, Deadline]]:
    """Days of the past that nobody gave: "bought on 12 March 2025"."""
    given = {day.date for passage in case.given() for day in passage.deadlines}
    for passage in (*case.fields.values(), *case.assumptions):
        if passage.where != "time_bound":  # that check speaks of days that are over
            for day in _past_times(case, passage):
                if day.begins is None and day.date not in given and _FULL_YEAR.search(day.text):
                    yield passage, day


def _past_times(case: Case, passage: Passage) -> Iterator[Deadline]:
    """Times of the past that are named by their number and that the user does not speak of."""
    spoken = [day for passage in case.given() for day in passage.deadlines]
    for day in passage.deadlines:
        new = all(day.date != one.date for one in spoken)
        if day.date < case.today and new and any(map(str.isdecimal, day.text)):
            yield day


def _dated(case: Case, passage: Passage, quantity: Quantity) -> bool:
    """Whether the sentence tells when it was: "the opening in November 2025 brought 61"."""
    ends = [i for i, word in enumerate(passage.tokens.words) if word in _ENDS]
    at = bisect_left(passage.tokens.starts, quantity.start)
    return any(
        bisect_left(ends, at) == bisect_left(ends, bisect_left(passage.tokens.starts, day.start))
        for day in _past_times(case, passage)
    )


def figures_of_unknown_origin(case: Case) -> Iterator[tuple[Passage, Quantity]]:
    """Numbers that were not given, do not follow from what was given, and are not the target.

    What follows from a number that follows is explained too: $6,000 at $150 each make 40, and at
    today's $210 less than 29, so that it is 11 more.
    """
    known = case.given_values()
    known += [100 - share for share in known if share in case.percents]  # those who do not
    if case.target:
        known += values_of(case.target[1])
    passages = (*case.fields.values(), *case.assumptions)
    known += [
        value
        for passage, quantity in _unexplained(case, passages, known)
        for value in values_of(quantity)
        if _follows(case, quantity, value, known + passage.spans_of_time)
    ]
    # What is assumed is judged among the assumptions; what follows from it is a plan as well.
    planned = [v for one in case.assumptions for q in one.quantities for v in values_of(q)]
    yield from _unexplained(case, tuple(case.fields.values()), [*known, *planned])
    yield from _unexplained(case, case.assumptions, known)


def _unexplained(
    case: Case, passages: Sequence[Passage], known: list[float]
) -> Iterator[tuple[Passage, Quantity]]:
    for passage in passages:
        near = known + passage.spans_of_time
        for quantity in passage.quantities:
            values = values_of(quantity)
            if quantity.value and not all(_follows(case, quantity, v, near) for v in values):
                yield passage, quantity


def _follows(case: Case, quantity: Quantity, value: float, known: list[float]) -> bool:
    """Whether a sum explains the number; a part or a multiple may be told as a percentage too."""
    if derivation(value, known, case.percents, share=quantity.kind == "percent"):
        return True
    if quantity.kind == "ratio" and quantity.scale is None:
        pairs = permutations([number for number in known if number], 2)
        return any(min(abs(a / b - value), abs(abs(a - b) / b - value)) < _ROUND for a, b in pairs)
    return quantity.kind == "multiple" and bool(derivation((value - 1) * 100, known))


def claim_signs(case: Case, passage: Passage, quantity: Quantity) -> dict[str, float]:
    """What speaks for or against a claim beside the words around the number; weighed with them."""
    words = passage.tokens.words
    first = bisect_left(passage.tokens.starts, quantity.start)
    last = bisect_left(passage.tokens.ends, quantity.end)
    assumed = {v for one in case.assumptions for q in one.quantities for v in values_of(q)}
    signs = {
        f":in {passage.where}": 1.0,
        f":{quantity.kind}": 1.0,
        f":role {quantity.role}": 1.0,
        ":small": float(quantity.value <= _SMALL and quantity.kind == "count"),
        ":figure of speech": float(_figure_of_speech(quantity)),
        ":per": float(quantity.per is not None),
        ":assumed": float(passage.where != "assumptions" and quantity.value in assumed),
        ":definite": float(_definite(passage, quantity)),
        ":said to be so": float(claims_fact(passage, quantity)),
        ":proposal": float(passage.has("proposals")),
        ":by the rule": float(_claims(case, passage, quantity, assumed)),
    }
    for i in range(max(first - _BESIDE, 0), first):
        signs[f"<{words[i]}"] = 1.0
    for i in range(last + 1, min(last + 1 + _BESIDE, len(words))):
        signs[f">{words[i]}"] = 1.0
    return signs


def _claims(case: Case, passage: Passage, quantity: Quantity, assumed: set[float]) -> bool:
    """Whether the number states a fact by its words."""
    if passage.where == "assumptions":
        return claims_fact(passage, quantity) or not (
            passage.has("proposals") or quantity.value in case.written_values
        )
    small = quantity.value <= _SMALL and quantity.kind == "count"
    if quantity.role is None and (small or quantity.value in assumed):
        return False
    if claims_fact(passage, quantity) or _dated(case, passage, quantity):
        return True
    if quantity.kind in ("ratio", "rating") and quantity.scale:
        return passage.where in _REASONING and quantity.value > _SMALL  # "23 of 40 desks are let"
    if quantity.role or quantity.kind in ("ratio", "multiple") or _figure_of_speech(quantity):
        return False  # shares and multiples say how, not how many there are
    return _definite(passage, quantity)


def clause_around(passage: Passage, quantity: Quantity) -> list[str]:
    """The words of the sentence that the number stands in, as far as they are near it."""
    words = passage.tokens.words
    first = bisect_left(passage.tokens.starts, quantity.start)
    last = bisect_left(passage.tokens.ends, quantity.end)
    begin, end = first, last
    while begin and first - begin < _FAR and words[begin - 1] not in _ENDS:
        begin -= 1
    while end + 1 < len(words) and end - last < _FAR and words[end + 1] not in _ENDS:
        end += 1
    return [*words[begin:first], _FIGURE, *words[last + 1 : end + 1]]


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
    since = _from_words(passage.pack.code) if quantity.kind in _CHANGES else frozenset()
    for begin, end in passage.hits("present_or_past"):
        if not since.isdisjoint(tokens.words[own[1] + 1 : begin]):
            continue  # "8 % from today's level" is how far to go
        gaps = [
            (max(first - end, begin - last), place)
            for place in places
            for first, last in [place]
            if not _parted(stops, begin, end, first, last)
        ]
        if gaps and min(gaps)[1] == own and min(gaps)[0] <= _NEAR:
            return True
    return False


@cache
def _from_words(code: str) -> frozenset[str]:
    return frozenset(word for word in load_pack(code).numbers.from_words if " " not in word)


def _parted(stops: list[int], begin: int, end: int, first: int, last: int) -> bool:
    gap = range(end, first) if end < first else range(last, begin)
    return any(i in stops for i in gap)
