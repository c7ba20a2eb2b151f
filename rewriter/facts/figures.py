"""A number in digits: which signs group, which one marks the decimals, and where it ends."""

from __future__ import annotations

import re

# Sixteen digits are more than a float keeps apart, and more than any measure needs.
_MOST_DIGITS = 15
_SPACES = "\u0020\u00a0\u2009\u202f\u2007"
# At most seven groups: a hostile "1.1.1.1…" is never read further than that.
_RUN = re.compile(rf"(?:[.,](?=\d))?\d+(?:[.,'\u2019]\d+|[{_SPACES}]\d{{3}}(?!\d)){{0,7}}")
_CUT = re.compile(rf"([.,'\u2019{_SPACES}])")


def read_figure(text: str, start: int, decimal: str) -> tuple[float, int] | None:
    """The number in digits at offset `start` and the offset of its end; `decimal` is "." or ",".

    The separators may be those of another language where only one reading makes sense.  None
    for what is no number: a version, a code with leading zeros, more than 15 digits.

    >>> read_figure("1.234,5 km", 0, ","), read_figure("1.234,5 km", 0, ".")
    ((1234.5, 7), (1234.5, 7))
    >>> read_figure("12 500 m", 0, ","), read_figure("1.525", 0, ","), read_figure("1.525", 0, ".")
    ((12500.0, 6), (1525.0, 5), (1.525, 5))
    >>> read_figure("1.2.3", 0, ".") is None
    True
    """
    match = _RUN.match(text, start)
    if match is None:
        return None
    run = match[0]
    if run.isdecimal():
        return _whole(run, start)
    if run[0] in ".,":
        return (float("0." + run[1:]), match.end()) if run[1:].isdecimal() else None
    pieces = _CUT.split(run)
    groups, signs = pieces[0::2], [" " if sign in _SPACES else sign for sign in pieces[1::2]]
    for count in range(len(signs), 0, -1):
        value = _join(groups[: count + 1], signs[:count], decimal)
        if value is not None:
            rest = signs[count:]
            if rest and rest[0] == "." and "." in signs[:count]:
                return None
            return value, start + sum(map(len, groups[: count + 1])) + count
        if signs[0] == "." and len(set(signs)) == 1:
            return None  # a version, a date, an address
        if signs[:count] == [","] * count and count > 1:
            break  # a list: 22,24,26
    return _whole(groups[0], start)


def _whole(digits: str, start: int) -> tuple[float, int] | None:
    if len(digits) > _MOST_DIGITS or (digits[0] == "0" and len(digits) > 1):
        return None
    return float(digits), start + len(digits)


def _join(groups: list[str], signs: list[str], decimal: str) -> float | None:
    """The value of digit groups with signs between them, or None if they make no number."""
    if sum(map(len, groups)) > _MOST_DIGITS:
        return None
    last = signs[-1]
    if len(signs) == 1 and last in ".,":
        first, rest = groups
        grouped = len(rest) == 3 and len(first) <= 3 and first[0] != "0"
        # nobody writes three decimals of which the last is nought
        if grouped and (last != decimal or rest[-1] == "0"):
            return float(first + rest)
        return None if len(first) > 1 and first[0] == "0" else float(f"{first}.{rest}")
    if last in ".," and last not in signs[:-1]:
        whole = (
            _join(groups[:-1], signs[:-1], decimal) if _grouped(groups[:-1], signs[:-1]) else None
        )
        return None if whole is None else float("".join(groups[:-1]) + "." + groups[-1])
    return float("".join(groups)) if _grouped(groups, signs) else None


def _grouped(groups: list[str], signs: list[str]) -> bool:
    """Whether one sign parts the groups by thousands, or as India does: 12,34,567."""
    first, *middle, last = groups
    if len(set(signs)) != 1 or len(last) != 3 or first[0] == "0" or len(first) > 3:
        return False
    if all(len(group) == 3 for group in middle):
        return True
    return signs[0] == "," and len(first) <= 2 and all(len(group) == 2 for group in middle)
