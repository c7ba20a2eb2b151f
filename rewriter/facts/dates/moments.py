"""From a date phrase to the calendar: the rules by name, and what several of them need."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from rewriter.facts.dates.calendar import Clock, Moment, add_days
from rewriter.facts.dates.templates import Phrase

Found = Moment | None
Rule = Callable[..., Found]

_RULES: dict[str, Rule] = {}


def rule(*names: str) -> Callable[[Rule], Rule]:
    """Registers a function for phrases of these rules; it takes the clock and the phrase's args."""

    def register(function: Rule) -> Rule:
        _RULES.update(dict.fromkeys(names, function))
        return function

    return register


def rules() -> dict[str, Rule]:
    """The functions by rule."""
    return dict(_RULES)


@lru_cache(maxsize=4096)  # the fields of one goal name the same days over and over
def resolve(phrase: Phrase, clock: Clock) -> Found:
    """The moment that a phrase of the part `time` or `span` names; None if there is none."""
    return _RULES[phrase.rule](clock, *phrase.args)


@rule("same", "day_end_of")
def _same(clock: Clock, inner: Phrase) -> Found:
    return resolve(inner, clock)


def year_of(phrase: Phrase, clock: Clock) -> int:
    """The year that a phrase of the part `in_year` names."""
    rule, args = phrase
    if rule == "year":
        return int(args[0])
    if rule == "years_on":
        return clock.today.year + int(args[0])
    return clock.today.year + {"next": 1, "next_year": 1, "past_year": -1}.get(rule, 0)


def in_year_or_next(
    clock: Clock, year: Phrase | None, make: Callable[[int], Found], *, again: bool = False
) -> Found:
    """`make` of the named year, else of the first year that leaves it ahead of today."""
    if year is not None:
        return make(year_of(year, clock))
    for candidate in range(clock.today.year - 1, clock.today.year + 9):
        found = make(candidate)
        if found and found.last >= clock.today:
            return found
    return None


def ahead(clock: Clock, anchor: Phrase, make: Callable[[Moment], Found]) -> Found:
    """`make` of the anchor, or of the next one if that leaves it behind today."""
    for _ in range(2):
        found = resolve(anchor, clock)
        made = make(found) if found else None
        if found is None or made is None or made.last >= clock.today:
            return made
        clock = clock._replace(today=add_days(found.last, 1))
    return made


def between(first: date | None, last: date | None) -> Found:
    """The span from one day to the other; None if either is missing or they are the wrong way."""
    return Moment(first, last, "span") if first and last and first <= last else None
