"""The finders that are measured: ours, and what else one would install.

The peers are optional (``requirements-bench.lock``).  Each gets the settings that suit this task
best: dates in the future, the last day of a month, the language named.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from importlib import import_module
from typing import Any, Final, NamedTuple, TypeAlias

from babel.numbers import get_decimal_symbol, get_group_symbol

from evals.datasets import TODAY
from rewriter import find_deadlines, find_quantities
from rewriter.languages.pack import load_pack

Dates: TypeAlias = Callable[[str], set[date]]
Numbers: TypeAlias = Callable[[str], set[float]]
NOON: Final = datetime.combine(TODAY, time(12))
OURS: Final = "rewriter"
_SPACES: Final = " \u202f"  # typed for the no-break space that CLDR names

# A make takes a language code and gives None where the peer does not know the language.
DateMaker: TypeAlias = Callable[[str], Dates | None]
NumberMaker: TypeAlias = Callable[[str], Numbers | None]


class Peers(NamedTuple):
    """Makers of finders by name."""

    dates: dict[str, DateMaker]
    numbers: dict[str, NumberMaker]


def known_finders() -> Peers:
    """All finders there are; calling a maker raises ImportError where a peer is not installed."""
    return Peers(
        dates={
            OURS: _our_dates,
            "dateparser": _dateparser,
            "parsedatetime": _parsedatetime,
        },
        numbers={
            OURS: _our_numbers,
            "text2num + digits": _text2num,
            "quantulum3": _quantulum,
        },
    )


def _our_dates(language: str) -> Dates:
    return lambda text: {found.date for found in find_deadlines(text, language, TODAY)}


def _our_numbers(language: str) -> Numbers:
    def find(text: str) -> set[float]:
        found = find_quantities(text, language)
        return {end for one in found for end in (one.value, one.value_hi) if end is not None}

    return find


def _dateparser(language: str) -> Dates | None:
    search = import_module("dateparser.search").search_dates
    if language not in import_module("dateparser.data.languages_info").language_order:
        return None
    settings = {
        "RELATIVE_BASE": NOON,
        "PREFER_DATES_FROM": "future",
        "PREFER_DAY_OF_MONTH": "last",
    }

    def find(text: str) -> set[date]:
        found = search(text, languages=[language], settings=settings) or []
        return {moment.date() for _, moment in found}

    return find


def _parsedatetime(language: str) -> Dates | None:
    module = import_module("parsedatetime")
    locale = _locale_among(module.pdtLocales, language)
    if locale is None:
        return None
    calendar = module.Calendar(module.Constants(locale, usePyICU=False))

    def find(text: str) -> set[date]:
        return {found[0].date() for found in calendar.nlp(text, NOON) or ()}

    return find


def _text2num(language: str) -> Numbers:
    """Number words become digits where text2num knows the language; digits are read in all."""
    to_digits = import_module("text_to_num").alpha2digit
    try:
        to_digits("1", language)
    except ValueError:
        to_digits = None
    digits = _digits(language)
    return lambda text: set(digits(to_digits(text, language) if to_digits else text))


def _quantulum(language: str) -> Numbers | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about its optional classifier of units
        parser = import_module("quantulum3.parser")
    for locale in load_pack(language).basics.locales:
        try:
            parser.parse("1", lang=locale)
        except NotImplementedError:  # how quantulum3 says that it does not know the language
            continue
        return _quantulum_in(parser, locale)
    return None


def _quantulum_in(parser: Any, locale: str) -> Numbers:
    def find(text: str) -> set[float]:
        # A range is given as its middle and half its width.
        return {
            end
            for one in parser.parse(text, lang=locale)
            for half in (one.uncertainty or 0,)
            for end in (round(one.value - half, 9), round(one.value + half, 9))
        }

    return find


def _digits(language: str) -> Callable[[str], Iterator[float]]:
    """Reads numbers in digits with the separators that CLDR has for the language."""
    locale = load_pack(language).locale
    decimal, group = get_decimal_symbol(locale), get_group_symbol(locale)
    groups = f"[{re.escape(group)}{_SPACES if group.isspace() else ''}]"
    pattern = re.compile(rf"(?:\d{{1,3}}(?:{groups}\d{{3}})+|\d+)(?:{re.escape(decimal)}\d+)?")

    def read(text: str) -> Iterator[float]:
        for match in pattern.finditer(text):
            yield float(re.sub(groups, "", match[0]).replace(decimal, "."))

    return read


def _locale_among(known: Any, language: str) -> str | None:
    return next((code for code in load_pack(language).basics.locales if code in known), None)
