"""What a run looks like: tables in the terminal, everything in ``report.json``."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pydantic_core import to_jsonable_python
from pydantic_evals.reporting import TableResult
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.measure import Measurement
from rich.table import Table

from evals.baseline import Comparison
from evals.evaluators import Rewritten
from evals.mutants import Mutant
from evals.runner import SuiteRun

REPORT: Final = Path(__file__).parent / "report" / "report.json"
_WIDTH: Final = 150  # where there is no terminal whose width would count
_LISTED: Final = 20  # reasons a suite; all failing cases stand in the file


def make_console() -> Console:
    """A console that is wide enough for the tables when the output goes to a file or pipe."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_WIDTH)


def show(
    done: SuiteRun, against: Comparison, console: Console, *, with_held_out: bool = False
) -> None:
    """Prints the tables, the failing cases and what changed against the baseline."""
    console.print(f"[bold]{escape(done.key)}[/]: {done.count} cases")
    worse = {(change.row, change.column) for change in against.changes if change.worse}
    for note in done.suite.notes():
        console.print(f"  {escape(note)}")
    for table in done.tables:
        if table.title in done.suite.brief:
            for part in fitting(table, console):
                console.print(draw(part, done.suite.gates, worse))
    lines = list(_failing_lines(done.failing(with_held_out=with_held_out)))
    for line in lines[:_LISTED]:
        console.print(line, soft_wrap=True)
    if len(lines) > _LISTED:
        console.print(f"  … and {len(lines) - _LISTED} more such lines in {REPORT.name}")
    _show_comparison(done, against, console)


def write_report(
    runs: Sequence[tuple[SuiteRun, Comparison]], path: Path = REPORT, *, with_held_out: bool = False
) -> Path:
    """Writes all of it as JSON: totals, comparison and every case with text, verdicts, reasons."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = [
        {
            "suite": done.suite.name,
            "key": done.key,
            "whole": done.whole,
            "model": done.model,
            "notes": list(done.suite.notes()),
            "figures": done.figures,
            "tables": [table.model_dump(mode="json") for table in done.tables],
            "confusion": [made.model_dump(mode="json") for made in done.confusion],
            "comparison": {
                **against.model_dump(mode="json", exclude={"entry", "changes"}),
                "baseline": against.entry is not None,
                "changes": [change._asdict() for change in against.changes],
            },
            "failing": failing,
            "cases": [
                _case(case)
                for case in done.listed(with_held_out=with_held_out)
                if not isinstance(case.inputs, Mutant) or case.name in failing
            ],
        }
        for done, against in runs
        for failing in [done.failing(with_held_out=with_held_out)]
    ]
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def _failing_lines(failing: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """A line for each reason, with the cases and what they don't meet for it."""
    cases: dict[tuple[str, str], list[str]] = {}
    for case, unmet in failing.items():
        reasons: dict[str, list[str]] = {}
        for name, reason in unmet.items():
            reasons.setdefault(reason, []).append(name)
        for reason, names in reasons.items():
            cases.setdefault((", ".join(names), reason), []).append(case)
    for (what, reason), found in cases.items():
        yield f"  {escape(' '.join(found))}  [bold]{what}[/]  {escape(reason)}"


def _case(case: Any) -> dict[str, Any]:
    output = case.output
    if isinstance(output, Rewritten):
        output = {**output._asdict(), "noted": dict(output.noted)}
    if isinstance(case.inputs, Mutant):  # what was found stands in the reason
        output = None
    return {
        "id": case.name,
        "input": case.inputs.model_dump(mode="json", exclude_defaults=True),
        "output": to_jsonable_python(output),
        "assertions": {
            name: {"value": verdict.value, "reason": verdict.reason}
            for name, verdict in case.assertions.items()
        },
        "scores": {name: score.value for name, score in case.scores.items()},
        "ms": round(case.task_duration * 1000, 2),
    }


def fitting(result: TableResult, console: Console) -> list[TableResult]:
    """The table in parts that are no wider than the console, each with the names of the rows.

    >>> wide = TableResult(title="t", columns=["", "first", "second"], rows=[["en", 1, 2]])
    >>> [part.columns for part in fitting(wide, Console(width=16))]
    [['', 'first'], ['', 'second']]
    """
    parts: list[TableResult] = []
    columns: list[int] = []
    free = console.options.update(max_width=10_000)
    for at in range(1, len(result.columns)):
        wider = _part(result, [*columns, at], title=not parts)
        if columns and Measurement.get(console, free, draw(wider)).maximum > console.width:
            parts.append(_part(result, columns, title=not parts))
            columns = []
        columns.append(at)
    return [*parts, _part(result, columns, title=not parts)]


def _part(result: TableResult, columns: Sequence[int], *, title: bool) -> TableResult:
    return TableResult(
        title=result.title if title else "",
        columns=[result.columns[at] for at in (0, *columns)],
        rows=[[row[at] for at in (0, *columns)] for row in result.rows],
    )


def draw(
    result: TableResult,
    gates: Collection[str] = (),
    worse: Collection[tuple[str, str]] = (),
) -> Table:
    """A table for the terminal; headings of gated columns are bold, worse figures red."""
    table = Table(title=result.title, box=SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for number, column in enumerate(result.columns):
        heading = column.replace(" ", "\n").replace("\n%", " %")  # a word a line
        table.add_column(
            f"[bold]{heading}[/]" if column in gates else heading,
            justify="right" if number else "left",
            no_wrap=True,
        )
    for row in result.rows:
        cells = [_cell(value) for value in row[1:]]
        marked = [
            f"[bold red]{cell}[/]" if (row[0], column) in worse else cell
            for column, cell in zip(result.columns[1:], cells, strict=True)
        ]
        table.add_row(str(row[0]), *marked)
    return table


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:,g}" if isinstance(value, int | float) else escape(str(value))


def _show_comparison(done: SuiteRun, against: Comparison, console: Console) -> None:
    for line in against.below:
        console.print(f"[bold red]  {line}[/]")
    if against.entry is None:
        missing = f"No baseline for {escape(done.key)}: --update-baseline makes one."
        console.print(f"{missing}\n" if done.suite.agreed else "")
        return
    for change in against.changes:
        before, now = _cell(change.before), _cell(change.now)
        line = f"  {change.row}: {change.column} {before} → {now}"
        console.print(f"[bold red]{line}  worse[/]" if change.worse else line)
    for heading, cases in (
        ("Newly failing", against.newly_failing),
        ("Newly passing", against.newly_passing),
    ):
        if cases:
            console.print(f"  {heading}: {escape(', '.join(cases))}", soft_wrap=True)
    verdict = "[bold red]worse than[/]" if against.regressed else "no worse than"
    console.print(
        f"{done.key}: {verdict} the baseline (tolerance {against.entry.tolerance:g} points).\n"
    )
