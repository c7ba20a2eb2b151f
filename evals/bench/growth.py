"""How the time that the finders take grows with the length of a text, however hostile it is."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from datetime import date
from random import Random
from typing import NamedTuple

from pydantic_evals.reporting import TableResult

from evals.datasets import TODAY
from rewriter import available_languages, find_deadlines, find_quantities
from rewriter.languages.pack import Pack, load_pack

LONG = 100_000  # bytes of UTF-8
_SHORT_READINGS = 3
_PIECES = 400  # of a mixture before it repeats
_CLEAR = 0.02  # seconds; what takes less is too short for a ratio

# What a text may repeat in any language: digits and separators, spaces of Unicode, marks, code.
_SIGNS = (
    "1", "1.", "1,", "1/", "1-", "1:", "1 ", "12.", "31-12-", "1.5.", "1 000 ", "1\u00a0000\u00a0",
    "1\u202f0",
    "1\u20090 ", "1'000", "0", "2027 ", "20261231 ", "2026-", "1/2/", "50%", "€5", "5€ ",
    "10k", "+1 ", "--1", "(1", "1)", "1. ", "a ", "a", "A", "-", "'", ".", "\u00a0", "\u202f", "\n",
    "e\u0301", "\u00ad", "\u200b", "½", "٣", "x", "3x", "a@", "www.a ", "://", "Q1-", "q1 ", "h1 ",
    "t2 ", "w40 ", "fy27 ", "4-5/4 ", "9-17 ", "😀",
)  # fmt: skip


class Worst(NamedTuple):
    """The worst of a language: seconds for the long text, and how many times the short one."""

    seconds: float
    slowest: str
    ratio: float
    steepest: str


def shapes(pack: Pack, seed: int = 1) -> dict[str, str]:
    """What is repeated, by name: signs, words that begin phrases, and a mixture of all."""
    words = pack.deadlines.classes
    numbers = pack.numbers
    month = pack.locale.months["format"]["wide"][5]
    weekday = pack.locale.days["format"]["wide"][0]
    unit = pack.deadlines.units["month"].one[0]
    two, hundred = numbers.small[2].split()[0], numbers.scales[100].split()[0]
    lead = [
        words.the[0], words.of[0], words.next[0], words.coming[0], words.past[0], words.end[0],
        words.by[0], words.before[0], words.on[0], words.in_[0], words.until[0], words.after[0],
        words.from_[0], words.to[0], words.between[0], words.within[0], words.roughly[0],
        words.half_a[0], words.every[0], words.whole[0], words.final[0], numbers.at_least[0],
    ]  # fmt: skip
    said = [
        month, weekday, unit, two, hundred, f"{two} {hundred}", f"{two}{hundred}", f"1 {unit}",
        f"{words.end[0]} {words.of[0]}", f"{words.next[0]} {weekday}", f"{month} {words.to[0]}",
        f"{words.from_[0]} 1 {words.to[0]}", f"{words.from_[0]} {month} {words.to[0]}",
        f"1 {words.and_[0]}", f"{month} 1", f"1. {month}", f"{words.between[0]} 1 {words.and_[0]}",
        f"{two} {unit} {words.counted_from[0]}", f"{two} {unit} {words.counted_before[0]}",
        f"{words.week_word[0]} 40", f"{weekday} {words.to[0]}", f"{two} {numbers.joiners[0]}",
        f"{two} {numbers.decimal_words[0]}", f"{numbers.of_words[0]} 5", f"4 {numbers.of_words[0]}",
    ]  # fmt: skip
    pieces = [*_SIGNS, *(f"{word} " for word in (*lead, *said))]
    found = {piece: piece for piece in pieces}
    random = Random(seed)  # noqa: S311 - nothing is kept secret
    found["mixture"] = "".join(random.choice(pieces) for _ in range(_PIECES))
    found["mixture with blanks"] = " ".join(random.choice(pieces) for _ in range(_PIECES))
    return found


def filled(piece: str, size: int) -> str:
    """The piece over and over, up to `size` bytes.

    >>> filled("é ", 7)
    'é é '
    """
    return piece * (size // len(piece.encode()))


def measure(
    long: int = LONG, only: Callable[[str], bool] = lambda name: True
) -> Iterator[TableResult]:
    """One table, a row a language; `only` chooses among the shapes by name."""
    rows: list[list[str | int | float | bool | None]] = []
    for language in available_languages():
        worst = find_worst(language, long, only)
        rows.append(
            [language, round(worst.seconds, 3), repr(worst.slowest), round(worst.ratio, 1),
             repr(worst.steepest)]
        )  # fmt: skip
    size = f"{long // 1000} kB"
    columns = ["", f"worst of {size}, CPU s", "repeating", f"{size} ÷ a tenth of it", "repeating"]
    yield TableResult(title="both finders on hostile text", columns=columns, rows=rows)


def find_worst(language: str, long: int, only: Callable[[str], bool]) -> Worst:
    """The shape that takes longest, and the one whose time grows fastest."""
    seconds, slowest, ratio, steepest = 0.0, "", 0.0, ""
    _seconds("1. 1", language, TODAY)  # builds the tables
    for name, piece in shapes(load_pack(language)).items():
        if not only(name):
            continue
        gc.collect()  # what the last shape left behind
        taken = _seconds(filled(piece, long), language, TODAY)
        if taken > seconds:
            seconds, slowest = taken, name
        if taken < _CLEAR:
            continue
        tenth = _seconds(filled(piece, long // 10), language, TODAY, _SHORT_READINGS)
        if taken / tenth > ratio:
            ratio, steepest = taken / tenth, name
    return Worst(seconds, slowest, ratio, steepest)


def _seconds(text: str, language: str, today: date, readings: int = 1) -> float:
    """CPU time of both finders; the best reading."""
    best = float("inf")
    for reading in range(readings):
        again = text + " " * reading  # another text, or it would be cut only once
        began = time.process_time()
        find_deadlines(again, language, today)
        find_quantities(again, language)
        best = min(best, time.process_time() - began)
    return best
