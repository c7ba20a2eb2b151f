"""Dates in figures alone: 31.12.2026, 31/12-26, 2026-12-31, 12/2026, 31.12."""

from __future__ import annotations

from rewriter.facts.dates.templates import Phrase
from rewriter.facts.tokens import Tokens

_SIGNS = frozenset("./-")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def read_numeric_date(
    tokens: Tokens, i: int, *, dotted: bool, year_first: bool = False
) -> tuple[Phrase, int] | None:
    """The date whose first figure is token `i`, and the index past its last token.

    The phrase is ``ymd`` (year, month, day), ``year_month`` (year, month) or ``figures``
    (first, second, year or None, sign): which of the two is the day is for the locale to say; the
    sign is ".." where a point stands behind as well, ".-" in 31.12-26.
    Impossible dates, and figures inside longer codes, are none.  `dotted`: decimals are written
    with a comma, so that 31.12. may be a day.  `year_first`: 26-12-31 begins with the year.

    >>> read_numeric_date(Tokens("2026-12-31"), 0, dotted=False)
    (Phrase(rule='ymd', args=(2026, 12, 31)), 5)
    >>> read_numeric_date(Tokens("31/12-26"), 0, dotted=False)
    (Phrase(rule='figures', args=(31, 12, 2026, '/')), 5)
    >>> read_numeric_date(Tokens("31.13.2026"), 0, dotted=True) is None
    True
    """
    words = tokens.words
    first = words[i]
    if not first.isdecimal():
        return None
    if len(first) == 8:
        return _compact(tokens, i, first)
    if len(first) not in (1, 2, 4) or i + 2 >= len(words):
        return None
    sign, second = words[i + 1], words[i + 2]
    if sign not in _SIGNS or not second.isdecimal():
        return None
    third_sign, third = words[i + 3 : i + 4], words[i + 4 : i + 5]
    if not _evenly_spaced(tokens, i) and not _after_points(tokens, i):
        return None
    whole = (
        len(third) == 1
        and not _another_after(tokens, i + 3, sign)
        and third_sign[0] in _SIGNS
        and third[0].isdecimal()
        and (tokens.glued(i + 3) or not tokens.glued(i + 1))
        and (tokens.glued(i + 4) or not tokens.glued(i + 2))
    )
    if whole and year_first and sign == third_sign[0] == "-" and len(first) == len(third[0]) == 2:
        ymd = _ymd(first, second, third[0])
        if ymd and not _inside_a_code_before(tokens, i) and not _inside_a_code_after(tokens, i + 5):
            return ymd, i + 5
    if whole:
        return _three_figures(tokens, i, first, second, third[0])
    return _two_figures(tokens, i, first, second, sign, dotted)


def read_short_date(tokens: Tokens, i: int) -> tuple[Phrase, int] | None:
    """The Swedish 261231, standing free; only a word for a deadline makes it one.

    >>> read_short_date(Tokens("senast 261231"), 1)
    (Phrase(rule='ymd', args=(2026, 12, 31)), 2)
    """
    figure = tokens.words[i]
    if len(figure) != 6 or not figure.isdecimal() or tokens.glued(i):
        return None
    if _inside_a_code_after(tokens, i + 1):
        return None
    ymd = _ymd(figure[:2], figure[2:4], figure[4:])
    return (ymd, i + 1) if ymd else None


def read_day_and_month(tokens: Tokens, i: int) -> tuple[Phrase, int] | None:
    """The end of a range, "5/4" or "5.4.2026", the figure before it left to the caller.

    The phrase is ``day_and_month`` (day, month, year or None).

    >>> read_day_and_month(Tokens("4.-5.4.2026"), 3)
    (Phrase(rule='day_and_month', args=(5, 4, 2026)), 8)
    """
    words = tokens.words
    day, sign, month = (*words[i : i + 3], "", "", "")[:3]
    if not (day.isdecimal() and month.isdecimal() and sign in ("/", ".")):
        return None
    if len(day) > 2 or len(month) > 2 or not _possible(int(day), int(month)):
        return None
    if not (tokens.glued(i + 1) and tokens.glued(i + 2)):
        return None
    end = i + 3
    if sign == "." and words[end : end + 1] == ["."] and tokens.glued(end):
        end += 1
        year = words[end : end + 1]
        if year and tokens.glued(end) and len(year[0]) == 4 and year[0].isdecimal():
            return Phrase("day_and_month", (int(day), int(month), int(year[0]))), end + 1
    if _inside_a_code_after(tokens, end):
        return None
    return Phrase("day_and_month", (int(day), int(month), None)), end


def _ymd(yy: str, month: str, day: str) -> Phrase | None:
    possible = int(yy) < 70 and _possible(int(day), int(month))
    return Phrase("ymd", (2000 + int(yy), int(month), int(day))) if possible else None


def _compact(tokens: Tokens, i: int, figure: str) -> tuple[Phrase, int] | None:
    """20261231, standing free."""
    year, month, day = int(figure[:4]), int(figure[4:6]), int(figure[6:])
    if not 1980 <= year < 2100 or not _possible(day, month):
        return None
    if _inside_a_code_before(tokens, i) or _inside_a_code_after(tokens, i + 1):
        return None
    return Phrase("ymd", (year, month, day)), i + 1


def _after_points(tokens: Tokens, i: int) -> bool:
    """ "15. 10. 2026"."""
    return (
        tokens.words[i + 1 : i + 4 : 2] == [".", "."]
        and i + 4 < len(tokens)
        and len(tokens.words[i + 4]) == 4
        and [tokens.glued(k) for k in range(i + 1, i + 5)] == [True, False, True, False]
    )


def _evenly_spaced(tokens: Tokens, i: int) -> bool:
    """ "15/2" and "15 / 2", not "15 -2"."""
    glued = tokens.glued(i + 1) + tokens.glued(i + 2)
    return (
        glued == 2
        or (glued == 0 and tokens.words[i + 1] != ".")
        or (glued == 1 and tokens.words[i + 1] == "/")
    )


def _three_figures(
    tokens: Tokens, i: int, first: str, second: str, third: str
) -> tuple[Phrase, int] | None:
    end = i + 5
    if len(first) == 4:
        year, month, day = int(first), int(second), int(third)
        if (
            len(second) > 2
            or len(third) > 2
            or not _possible(day, month)
            or not 1900 <= year < 2200
        ):
            return None
        strict = tokens.words[i + 1] != "-" or len(second) < 2 or len(third) < 2
        if strict and (_inside_a_code_before(tokens, i) or _inside_a_code_after(tokens, end)):
            return None
        return Phrase("ymd", (year, month, day)), end
    if len(second) > 2 or len(third) not in (2, 4) or _inside_a_code_before(tokens, i):
        return None
    if _inside_a_code_after(tokens, end):
        return None
    signs = {tokens.words[i + 1], tokens.words[i + 3]}
    mixed = tokens.words[i + 1] + tokens.words[i + 3]
    if len(signs) > 1 and signs != {"/", "-"} and (mixed != ".-" or len(third) == 4):
        return None
    a, b, year = int(first), int(second), int(third)
    if len(third) == 2:
        year += 2000 if year < 70 else 1900
    if not (_possible(a, b) or _possible(b, a)) or not 1900 <= year < 2200:
        return None
    sign = mixed if mixed == ".-" else tokens.words[i + 1]
    return Phrase("figures", (a, b, year, sign)), end


def _two_figures(
    tokens: Tokens, i: int, first: str, second: str, sign: str, dotted: bool
) -> tuple[Phrase, int] | None:
    end = i + 3
    if _inside_a_code_before(tokens, i) or _inside_a_code_after(tokens, end):
        return None
    if len(first) == 4 and len(second) <= 2:
        year, month = int(first), int(second)
        if (
            sign != "."
            and 1 <= month <= 12
            and 1980 <= year < 2100
            and (len(second) == 2 or sign != "-")
        ):
            return Phrase("year_month", (year, month)), end
        return None
    if len(second) == 4 and len(first) <= 2:
        month, year = int(first), int(second)
        if 1 <= month <= 12 and 1980 <= year < 2100:
            return Phrase("year_month", (year, month)), end
        return None
    if len(first) > 2 or len(second) > 2:
        return None
    a, b = int(first), int(second)
    if not (_possible(a, b) or _possible(b, a)):
        return None
    ordinal = sign == "." and dotted and tokens.words[end : end + 1] == ["."]
    if ordinal and tokens.glued(end) and not _ends_sentence(tokens, end):
        end, sign = end + 1, ".."
    return Phrase("figures", (a, b, None, sign)), end


def _ends_sentence(tokens: Tokens, point: int) -> bool:
    """Whether the point closes a sentence: "from 3.9 to 4.4. We ..."."""
    if point + 1 >= len(tokens):
        return True
    end, start = tokens.ends[point], tokens.starts[point + 1]
    return "\n" in tokens.text[end:start] or (end < start and tokens.text[start].isupper())


def _possible(day: int, month: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]


def _another_after(tokens: Tokens, i: int, sign: str) -> bool:
    """Whether `i` is the hyphen of 1/5-15/5."""
    return sign != "-" and tokens.words[i] in "-–" and tokens.words[i + 2 : i + 3] == [sign]


def _inside_a_code_before(tokens: Tokens, i: int) -> bool:
    if not tokens.glued(i):
        return False
    if (
        i > 2
        and tokens.words[i + 1 : i + 2] == [tokens.words[i - 3]]
        and _another_after(tokens, i - 1, tokens.words[i + 1])
    ):
        return False
    before = tokens.words[i - 1]
    pointed = tokens.words[i - 4 : i : 2] == [".", "."] if i > 4 else False
    if pointed and before in "-–" and tokens.words[i + 1 : i + 2] == ["."]:
        return False  # "1.5.-15.6."
    if before in "-/.,":  # 1.31/12 is no date, and -31/12 may be one
        return i > 1 and tokens.glued(i - 1)
    return before[-1].isalnum() or before in "$€£+#&="


def _inside_a_code_after(tokens: Tokens, end: int) -> bool:
    if end >= len(tokens) or not tokens.glued(end):
        return False
    after = tokens.words[end]
    if _another_after(tokens, end, tokens.words[end - 2]):
        return False
    if after in "-/.,:":
        return (
            end + 1 < len(tokens) and tokens.glued(end + 1) and tokens.words[end + 1][0].isdecimal()
        )
    return after[0].isalnum() or after in "%‰"
