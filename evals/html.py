"""The report as one HTML file that needs nothing else: fit to attach to a review.

Whatever a model or a user wrote is escaped by the template; evidence is marked where it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from statistics import fmean
from typing import Any, Final, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pydantic_evals.reporting import ReportCase, TableResult

from evals.baseline import Comparison
from evals.evaluators import Rewritten
from evals.mutants import Mutant
from evals.plots import bars, heat_map, intervals, stacked_bars
from evals.records import RewritingCase, SentenceCase, ValidatorCase
from evals.runner import SuiteRun
from evals.suites.validator import CODES
from evals.tables import ALL
from rewriter import available_languages
from rewriter.schemas import FIELDS, Evidence, Finding, Report, SmartGoal

_WORST: Final = 15  # cases a suite
_PER_LANGUAGE: Final = 3
_KINDS: Final = ("first try", "second", "third or later", "mended", "not passed", "asks first")


class Plot(NamedTuple):
    """A plot with its heading."""

    title: str
    svg: Markup


class Field(NamedTuple):
    """A text in pieces, each with whether it is evidence."""

    name: str
    pieces: list[tuple[str, bool]]


def write_html(
    runs: Sequence[tuple[SuiteRun, Comparison]],
    path: Path,
    *,
    made: str,
    differences: Sequence[TableResult] = (),
    with_held_out: bool = False,
) -> Path:
    """Writes the page and returns where.  `made` says of what; `differences` are between models."""
    shown = [_run(done, against, with_held_out) for done, against in runs]
    template = _environment().get_template("report.html.j2")
    whole = path.with_suffix(".json").name
    page = template.render(runs=shown, differences=differences, made=made, whole=whole)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")
    return path


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    made.filters["figure"] = _figure
    return made


def _figure(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:,g}" if isinstance(value, int | float) else str(value)


def _run(done: SuiteRun, against: Comparison, with_held_out: bool) -> dict[str, Any]:
    verdict = "no baseline" if against.entry is None else "no worse than the baseline"
    if not done.suite.agreed:
        verdict = "goals of one's own, compared with no baseline"
    return {
        "key": done.key,
        "anchor": done.key.replace("/", "-"),
        "count": done.count,
        "regressed": against.regressed,
        "verdict": "worse" if against.regressed else verdict,
        "notes": list(done.suite.notes()),
        "plots": list(_plots(done)),
        "below": against.below,
        "has_baseline": against.entry is not None,
        "changes": [change._asdict() for change in against.changes],
        "newly_failing": against.newly_failing,
        "newly_passing": against.newly_passing,
        "worst": list(_worst(done, with_held_out)),
        "gates": set(done.suite.gates),
        "tables": done.tables,
        "confusion": done.confusion,
    }


# --- plots -----------------------------------------------------------------------------------


def _plots(done: SuiteRun) -> Iterator[Plot]:
    gates = done.suite.gates
    asked = [name for name in gates if any(name in row for row in done.figures.values())]
    values = {(row, name): done.figures[row].get(name) for name in asked for row in done.figures}
    turned = [name for name in asked if gates[name] < 0]
    title = "Gated figures, per cent"
    yield Plot(title, heat_map(title, list(done.figures), asked, values, turned))
    yield from _code_plots(done.tables)
    if any(isinstance(case.output, Rewritten) for case in done.report.cases):
        yield Plot("Attempts to pass", stacked_bars("Attempts to pass", _attempts(done), _KINDS))
        tokens = _by_row(done, "tokens")
        if any(tokens.values()):
            yield Plot("Tokens a goal", bars("Tokens a goal", tokens, ""))
        else:
            yield Plot("Tokens a goal", Markup("<p>None: no hosted model was asked.</p>"))
    yield Plot("Time a case", bars("Time a case", _by_row(done, "ms"), "ms"))


def _code_plots(tables: Sequence[TableResult]) -> Iterator[Plot]:
    by_title = {table.title: table for table in tables}
    if CODES not in by_title:
        return
    codes = [str(row[0]) for row in by_title[CODES].rows]
    languages = [code for code in available_languages() if by_title[f"{CODES}: {code}"].rows]
    for name, at in (("Recall", 5), ("Precision", 2)):
        found = {
            (str(row[0]), code): _number(row[at])
            for code in languages
            for row in by_title[f"{CODES}: {code}"].rows
        }
        title = f"{name} by code and language, per cent, open cases"
        yield Plot(title, heat_map(title, codes, languages, found))
    agreement = {
        str(row[0]): (float(row[8]), float(row[9] or 0), float(row[10] or 0))
        for row in by_title[CODES].rows
        if row[8] is not None
    }
    title = "Cohen's kappa by code with its 95 % interval, all languages"
    yield Plot(title, intervals(title, agreement))


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _row_of(case: ReportCase[Any, Any, Any]) -> str:
    language = case.inputs.language or case.output.result.language
    return f"{language} {getattr(case.inputs, 'model', '')}".strip()


def _attempts(done: SuiteRun) -> dict[str, Counter[str]]:
    counted: dict[str, Counter[str]] = {}
    for case in done.report.cases:
        if isinstance(case.output, Rewritten):
            counted.setdefault(_row_of(case), Counter())[_kind(case.output)] += 1
    return counted


def _kind(output: Rewritten) -> str:
    result, report = output.result, output.report
    if result.goal is None:
        return "asks first"
    if report is None or not report.passed:
        return "not passed"
    if result.mended:
        return "mended"
    return ("first try", "second", "third or later")[min(len(result.attempts), 3) - 1]


def _by_row(done: SuiteRun, column: str) -> dict[str, float]:
    figures = {row: figures.get(column) for row, figures in done.figures.items()}
    known = {row: float(value) for row, value in figures.items() if value is not None}
    if not known and column == "ms" and done.report.cases:
        known = {ALL: fmean(case.task_duration * 1000 for case in done.report.cases)}
    return known


# --- worst cases -----------------------------------------------------------------------------


def _worst(done: SuiteRun, with_held_out: bool) -> Iterator[dict[str, Any]]:
    """The cases that fail most, a few a language, with their texts."""
    failing = done.failing(with_held_out=with_held_out)
    cases = [c for c in done.listed(with_held_out=with_held_out) if c.name in failing]
    cases.sort(key=lambda case: -len(failing[case.name]) * 100 - len(_findings(case)))
    taken: Counter[str] = Counter()
    for case in cases:
        language = case.inputs.language or ""
        if taken[language] < _PER_LANGUAGE and taken.total() < _WORST:
            taken[language] += 1
            yield {
                "id": case.name,
                "language": language,
                "unmet": _by_reason(failing[case.name]),
                "source": _source(case.inputs),
                "fields": list(_fields(case)),
            }


def _by_reason(unmet: Mapping[str, str]) -> list[tuple[str, str]]:
    """What is not met and why, a reason once."""
    names: dict[str, list[str]] = {}
    for name, reason in unmet.items():
        names.setdefault(reason, []).append(name)
    return [(", ".join(told), reason) for reason, told in names.items()]


def _source(record: object) -> str:
    """What the user typed."""
    typed = getattr(record, "source", "") or getattr(record, "goal", "")
    return typed if isinstance(typed, str) else ""


def _findings(case: ReportCase[Any, Any, Any]) -> tuple[Finding, ...]:
    output = case.output
    if isinstance(case.inputs, Mutant):
        return tuple(found for findings in output.values() for found in findings)
    report = output.report if isinstance(output, Rewritten) else output
    return report.findings if isinstance(report, Report) else ()


def _fields(case: ReportCase[Any, Any, Any]) -> Iterator[Field]:
    errors = [found for found in _findings(case) if found.severity == "error"]
    places = [place for found in errors for place in found.evidence]
    record = case.inputs
    if isinstance(record, SentenceCase):
        yield _marked("statement", record.text, places)
        return
    goal = case.output.result.goal if isinstance(case.output, Rewritten) else None
    if isinstance(record, ValidatorCase | Mutant):
        goal = record.goal
    if isinstance(goal, SmartGoal):
        for name in FIELDS:
            if text := getattr(goal, name):
                yield _marked(name, text, places)
    elif not isinstance(record, RewritingCase) and isinstance(getattr(record, "text", None), str):
        yield Field("text", [(getattr(record, "text", ""), False)])


def _marked(name: str, text: str, places: Sequence[Evidence]) -> Field:
    """The text in pieces; evidence that overlaps is one piece."""
    inside = [False] * len(text)
    for place in places:
        if place.where == name:
            inside[place.start : place.end] = [True] * len(text[place.start : place.end])
    pieces: list[tuple[str, bool]] = []
    for sign, marked in zip(text, inside, strict=True):
        if pieces and pieces[-1][1] is marked:
            pieces[-1] = (pieces[-1][0] + sign, marked)
        else:
            pieces.append((sign, marked))
    return Field(name, pieces)
