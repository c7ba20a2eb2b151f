"""Two runs side by side: two ``report.json`` files, or two models on the same goals."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from pydantic import TypeAdapter, ValidationError
from pydantic_evals.reporting import TableResult

from evals.datasets import DataError
from evals.runner import Row, SuiteRun
from evals.tables import Cells
from rewriter.schemas import Frozen

_NO_FIGURE: Final = frozenset({"cases", "mutants"})  # how many there were, not how they did


class Side(Frozen):
    """What is compared of a suite's run."""

    suite: str
    key: str
    figures: dict[str, Row]
    failing: dict[str, dict[str, str]]


class Sides(NamedTuple):
    """One suite in both runs."""

    one: Side
    two: Side


_Sides = TypeAdapter(list[Side])


def side_of(done: SuiteRun) -> Side:
    """A run as it is compared."""
    return Side(suite=done.suite.name, key=done.key, figures=done.figures, failing=done.failing())


def load_sides(path: Path) -> list[Side]:
    """The runs that a ``report.json`` holds.  Raises `DataError`."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return _Sides.validate_python(
            [{name: run[name] for name in Side.model_fields} for run in content]
        )
    except (OSError, ValueError, KeyError, TypeError, ValidationError) as error:
        raise DataError(f"{path}: not a report.json of this command ({error})") from error


def pair(one: Sequence[Side], two: Sequence[Side]) -> list[Sides]:
    """The suites that both have, whatever model they were run with."""
    others = {side.suite: side for side in two}
    return [Sides(side, others[side.suite]) for side in one if side.suite in others]


def difference(sides: Sides, *, all_rows: bool = False) -> TableResult:
    """A row for each figure that differs; with `all_rows` for each figure that both have."""
    rows: list[Cells] = []
    for row, figures in sides.one.figures.items():
        others = sides.two.figures.get(row, {})
        for column, before in figures.items():
            now = others.get(column)
            if column in _NO_FIGURE or before is None or now is None:
                continue
            if before != now or all_rows:
                rows.append([f"{row}: {column}", before, now, round(now - before, 2)])
    return TableResult(
        title=f"{sides.one.suite}: {sides.one.key} → {sides.two.key}",
        columns=["", "A", "B", "B - A"],
        rows=rows,
    )


def changed_cases(sides: Sides) -> Iterator[str]:
    """A line for each case that fails something in one run only."""
    for case in sorted(sides.one.failing.keys() | sides.two.failing.keys()):
        before = _unmet(sides.one.failing, case)
        now = _unmet(sides.two.failing, case)
        if before - now:
            yield f"{case}: only A fails {', '.join(sorted(before - now))}"
        if now - before:
            yield f"{case}: only B fails {', '.join(sorted(now - before))}"


def _unmet(failing: Mapping[str, Mapping[str, str]], case: str) -> set[str]:
    return set(failing.get(case, {}))
