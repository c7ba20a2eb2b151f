"""What the figures were when somebody last looked at them and agreed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from pydantic import Field, TypeAdapter

from evals.runner import Row, SuiteRun
from evals.tables import ALL
from rewriter import available_languages
from rewriter.schemas import Frozen
from rewriter.settings import EMBEDDED

BASELINE: Final = Path(__file__).parent / "baseline.json"
_UNSTEADY: Final = frozenset({"ms", "tokens"})  # of the machine, of the tokenizer
_HOSTED_TOLERANCE: Final = 7.0  # one case in sixteen: hosted models answer differently each time


class Entry(Frozen):
    """The agreed state of one suite (with one model)."""

    tolerance: float = Field(description="Percentage points that a gated figure may get worse")
    figures: dict[str, Row]
    failing: dict[str, tuple[str, ...]] = Field({}, description="Open cases: what they don't meet")


class Change(NamedTuple):
    """A figure that is not what it was.  `worse`: it is gated and beyond the tolerance."""

    row: str
    column: str
    before: float | None
    now: float | None
    worse: bool


class Comparison(Frozen):
    """A run against its entry.  `entry` is None where there is nothing to compare with."""

    entry: Entry | None
    changes: tuple[Change, ...] = ()
    newly_failing: tuple[str, ...] = ()
    newly_passing: tuple[str, ...] = ()
    below: tuple[str, ...] = Field((), description="What has to hold whatever was before")
    regressed: bool = False


_Entries = TypeAdapter(dict[str, Entry])


def load_baseline(path: Path = BASELINE) -> dict[str, Entry]:
    """The entries by `SuiteRun.key`; none where there is no file yet."""
    return _Entries.validate_json(path.read_bytes()) if path.exists() else {}


def compare(done: SuiteRun, entries: Mapping[str, Entry]) -> Comparison:
    """What changed since the baseline, and whether that is a regression.

    A whole run regresses when a gated figure is worse by more than the tolerance, a row is gone, or
    a figure of all languages is below its floor.  A part of a suite has other totals, so there a
    case counts that failed nothing before.  Goals of the user's own are compared with nothing.
    """
    if not done.suite.agreed:
        return Comparison(entry=None)
    entry = entries.get(done.key)
    below = tuple(_below(done)) if done.whole else ()
    if entry is None:
        return Comparison(entry=None, below=below, regressed=bool(below))
    failing = {case: set(unmet) for case, unmet in done.failing().items()}
    ran = {case.name for case in done.report.cases} | {f.name for f in done.report.failures}
    newly_failing = [
        f"{case} ({', '.join(sorted(new))})"
        for case, unmet in failing.items()
        if (new := unmet - set(entry.failing.get(case, ())))
    ]
    newly_passing = [
        f"{case} ({', '.join(sorted(gone))})"
        for case, unmet in entry.failing.items()
        if case in ran and (gone := set(unmet) - failing.get(case, set()))
    ]
    changes = list(_changes(done, entry)) if done.whole else []
    worse = any(c.worse for c in changes) if done.whole else bool(newly_failing)
    return Comparison(
        entry=entry,
        changes=tuple(changes),
        newly_failing=tuple(newly_failing),
        newly_passing=tuple(newly_passing),
        below=below,
        regressed=worse or bool(below),
    )


def update(runs: Sequence[SuiteRun], path: Path = BASELINE) -> None:
    """Writes the state of whole runs over all languages; a tolerance that is there stays."""
    entries = load_baseline(path)
    for done in runs:
        old = entries.get(done.key)
        entries[done.key] = Entry(
            tolerance=old.tolerance if old else _tolerance(done),
            figures={row: _steady(figures) for row, figures in done.figures.items()},
            failing={case: tuple(sorted(unmet)) for case, unmet in done.failing().items()},
        )
    text = json.dumps(_Entries.dump_python(entries, mode="json"), indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def _below(done: SuiteRun) -> Iterator[str]:
    if set(done.languages) != set(available_languages()):
        return  # a check may be tested in another language
    for column, floor in done.suite.floors.items():
        now = done.figures.get(ALL, {}).get(column)
        if now is not None and now < floor:
            yield f"{ALL}: {column} {now:g}, at least {floor:g} is wanted"
    for table in done.tables:
        column, wanted = done.suite.musts.get(table.title, ("", ""))
        for name, *cells in table.rows if column else ():
            said = dict(zip(table.columns[1:], cells, strict=True))[column]
            if said != wanted:
                yield f"{name}: {column} {said}, {wanted} is wanted"


def _changes(done: SuiteRun, entry: Entry) -> Iterator[Change]:
    spoken = set(done.languages)
    if spoken == set(available_languages()):
        spoken.add(ALL)
    for row, figures in entry.figures.items():
        if row.split()[0] not in spoken:
            continue
        now = _steady(done.figures.get(row, {}))
        for column, before in figures.items():
            after = now.get(column)
            if after != before:
                worse = _is_worse(before, after, done.suite.gates.get(column), entry.tolerance)
                yield Change(row, column, before, after, worse)


def _is_worse(
    before: float | None, after: float | None, better: int | None, tolerance: float
) -> bool:
    """Whether a gated figure fell too far.  `better` is 1 for more, -1 for less, None: not gated.

    >>> _is_worse(100.0, 97.0, 1, 2.0), _is_worse(3.0, 5.0, -1, 2.0), _is_worse(9.0, 1.0, None, 0)
    (True, False, False)
    """
    if better is None or before is None:
        return False
    return after is None or (before - after) * better > tolerance + 1e-9


def _steady(figures: Row) -> Row:
    return {column: figure for column, figure in figures.items() if column not in _UNSTEADY}


def _tolerance(done: SuiteRun) -> float:
    steady = not done.suite.uses_model or done.model == EMBEDDED
    return done.suite.tolerance if steady else _HOSTED_TOLERANCE
