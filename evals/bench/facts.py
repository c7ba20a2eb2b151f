"""Speed and recall of the finders on the project's own sentences, the peers in the same run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias, TypeVar

from pydantic_evals.reporting import TableResult

from evals.bench.clock import Rate, per_second
from evals.bench.peers import OURS, Dates, Numbers, known_finders
from evals.datasets import FactCase, load_facts
from evals.tables import percent
from rewriter import available_languages

F = TypeVar("F")
Cells: TypeAlias = "list[str | int | float | bool | None]"
_SPEEDS = ("texts/s", "texts/CPU s")
_TIMES = ("ours: × speed", "ours: × recall")


class Finders(NamedTuple):
    """The finders of one language that could be made, and why the others could not."""

    dates: dict[str, Dates]
    numbers: dict[str, Numbers]


def measure(seconds: float = 0.3) -> Iterator[TableResult]:
    """Tables for deadlines, numbers, and both in one sentence.  `seconds`: time of each reading.

    A peer that does not know a language has no row there.
    """
    cases = {language: load_facts([language]) for language in available_languages()}
    finders = {language: make_finders(language) for language in cases}
    yield _table(
        "deadlines",
        "dates where there are none %",
        [
            (language, name, find, [c for c in own if c.deadline], date_right)
            for language, own in cases.items()
            for name, find in finders[language].dates.items()
        ],
        {language: [c.text for c in own if not c.deadline] for language, own in cases.items()},
        seconds,
    )
    yield _table(
        "numbers",
        "numbers inside deadlines %",
        [
            (language, name, find, [c for c in own if c.value is not None], number_right)
            for language, own in cases.items()
            for name, find in finders[language].numbers.items()
        ],
        {language: [c.text for c in own if c.value is None] for language, own in cases.items()},
        seconds,
    )
    yield _both(cases, finders, seconds)


def make_finders(language: str) -> Finders:
    """The finders for a language, without the peers that are missing or don't know it."""
    makers = known_finders()
    return Finders(dict(_made(makers.dates, language)), dict(_made(makers.numbers, language)))


def missing_peers() -> list[str]:
    """The peers that are not installed."""
    missing = []
    makers = known_finders()
    for name, make in (*makers.dates.items(), *makers.numbers.items()):
        try:
            make(available_languages()[0])
        except ImportError:
            missing.append(name)
    return missing


def date_right(case: FactCase, find: Dates) -> bool:
    """Whether one of the accepted last days was found."""
    return bool(find(case.text) & set(case.deadline))


def number_right(case: FactCase, find: Numbers) -> bool:
    """Whether the value was found; of a range, both ends."""
    wanted = {end for end in (case.value, case.value_hi) if end is not None}
    return wanted <= find(case.text)


def _made(makers: dict[str, Callable[[str], F | None]], language: str) -> Iterator[tuple[str, F]]:
    for name, make in makers.items():
        try:
            finder = make(language)
        except ImportError:
            continue
        if finder is not None:
            yield name, finder


def _table(
    title: str,
    false_heading: str,
    entries: Iterable[tuple[str, str, Any, Sequence[FactCase], Callable[[FactCase, Any], bool]]],
    empty: dict[str, list[str]],
    seconds: float,
) -> TableResult:
    rows: list[Cells] = []
    ours = (Rate(0.0, 0.0), 0)
    for language, name, find, cases, is_right in entries:
        texts = [case.text for case in cases] + empty[language]
        speed = _texts_per_second([find], texts, seconds)
        right = sum(is_right(case, find) for case in cases)
        false = sum(bool(find(text)) for text in empty[language])
        ours = (speed, right) if name == OURS else ours
        recall = [percent(right, len(cases)), percent(false, len(empty[language]))]
        rows.append([language, name, *recall, *_rounded(speed), *_times(ours, (speed, right))])
    columns = ["", "finder", "recall %", false_heading, *_SPEEDS, *_TIMES]
    return TableResult(title=title, columns=columns, rows=rows)


def _both(
    cases: dict[str, list[FactCase]], finders: dict[str, Finders], seconds: float
) -> TableResult:
    """Number and deadline both right in one sentence: ours, and the peers that know most."""
    rows: list[Cells] = []
    ours = (Rate(0.0, 0.0), 0)
    for language, own in cases.items():
        whole = [case for case in own if case.deadline and case.value is not None]
        dates, numbers = finders[language]
        for day, number in zip(list(dates)[:2], list(numbers)[:2], strict=False):
            pair = (dates[day], numbers[number])
            speed = _texts_per_second(pair, [case.text for case in own], seconds)
            right = sum(date_right(case, pair[0]) and number_right(case, pair[1]) for case in whole)
            ours = (speed, right) if day == OURS else ours
            name = day if day == number else f"{day}, {number}"
            recall = percent(right, len(whole))
            rows.append([language, name, recall, *_rounded(speed), *_times(ours, (speed, right))])
    columns = ["", "finders", "recall %", *_SPEEDS, *_TIMES]
    return TableResult(title="number and deadline both right", columns=columns, rows=rows)


def _texts_per_second(
    finders: Sequence[Callable[[str], object]], texts: Sequence[str], seconds: float
) -> Rate:
    def read_all() -> None:
        for text in texts:
            for find in finders:
                find(text)

    return per_second(read_all, seconds).times(len(texts))


def _rounded(speed: Rate) -> tuple[int, int]:
    return round(speed.wall), round(speed.cpu)


def _times(ours: tuple[Rate, int], other: tuple[Rate, int]) -> list[float | None]:
    """How many times as fast (by core time) and as often right ours is, to two places."""
    pairs = ((ours[0].cpu, other[0].cpu), (ours[1], other[1]))
    return [float(f"{a / b:.2g}") if b else None for a, b in pairs]
