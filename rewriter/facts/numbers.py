"""Quantities: the numbers in a text that measure something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rewriter.facts.deadlines import deadline_spans
from rewriter.facts.ranges import combine
from rewriter.facts.scan import scan
from rewriter.facts.tokens import Tokens, tokens_of
from rewriter.facts.units import units
from rewriter.languages.pack import Pack, load_pack
from rewriter.schemas import Quantity

_FIELDS = ("value", "value_hi", "unit", "kind", "bound", "per", "role", "scale")


def find_quantities(text: str, language: str) -> list[Quantity]:
    """The quantities in a text, in order; numbers that belong to a deadline are left out.

    Offsets are of characters in `text`.  A text with thousands of numbers is read up to the
    five-thousandth.  Raises `UnknownLanguageError`.

    >>> followers, = find_quantities("minst 1 200 følgere innen 1. mai", "nb")
    >>> followers.value, followers.unit, followers.bound, followers.text
    (1200.0, 'følgere', 'min', '1 200')
    """
    pack = load_pack(language)
    tokens = tokens_of(text)
    return read_quantities(tokens, pack, deadline_spans(tokens, pack))


def read_quantities(
    tokens: Tokens, pack: Pack, skip: Sequence[tuple[int, int]] = ()
) -> list[Quantity]:
    """The quantities outside the character spans `skip`, in order."""
    u = units(pack)
    if not u.may_hold(tokens):
        return []
    text = tokens.text
    found = []
    for m in combine(scan(tokens, u, skip), tokens, u, dated=bool(skip)):
        start, end = tokens.starts[m.begin], tokens.ends[m.end - 1]
        given: dict[str, Any] = {"start": start, "end": end, "text": text[start:end]}
        for name in _FIELDS:  # what is left at its default is not worth the time to check it
            value = getattr(m, name)
            if value is not None:
                given[name] = value
        found.append(Quantity(**given))
    return found
