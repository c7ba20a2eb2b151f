"""Running suites: cases in, totals and per-case results out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeAlias, TypeVar

from pydantic import TypeAdapter
from pydantic_evals import Case, Dataset
from pydantic_evals.reporting import ConfusionMatrix, EvaluationReport, ReportCase, TableResult

from evals.datasets import TODAY, DataError, select
from evals.judge import Judge, with_judge
from evals.records import Record, RewritingCase
from evals.suites import LANGUAGES, OWN, REWRITING, SUITES, AnyModel, Suite
from rewriter import GoalRequest, available_languages
from rewriter.languages.pack import load_pack
from rewriter.settings import EMBEDDED

Row: TypeAlias = dict[str, float | int | None]
_Row = TypeAdapter(Row)
_Report = TypeVar("_Report")


class NothingToRunError(Exception):
    """No case fits what was asked for, or a name is unknown; says which names there are."""


@dataclass(frozen=True)
class SuiteRun:
    """What a suite gave.  `whole`: no case of the languages that were run was left out."""

    suite: Suite
    model: str
    languages: tuple[str, ...]
    whole: bool
    report: EvaluationReport[Any, Any, Any]

    @property
    def key(self) -> str:
        """What the figures depend on besides the code: 'validator', 'rewriting/embedded'."""
        return f"{self.suite.name}/{self.model}" if self.suite.uses_model else self.suite.name

    @property
    def count(self) -> int:
        """How many cases were run, those that failed included."""
        return len(self.report.cases) + len(self.report.failures)

    @property
    def tables(self) -> list[TableResult]:
        """The totals."""
        return [table for table in self.report.analyses if isinstance(table, TableResult)]

    @property
    def confusion(self) -> list[ConfusionMatrix]:
        """What was taken for what."""
        return [made for made in self.report.analyses if isinstance(made, ConfusionMatrix)]

    @cached_property
    def figures(self) -> dict[str, Row]:
        """The figures of the table by language: row, column, value."""
        table = next(table for table in self.tables if table.title == LANGUAGES)
        rows = [(str(name), zip(table.columns[1:], row, strict=True)) for name, *row in table.rows]
        return {name: _Row.validate_python(dict(figures)) for name, figures in rows}

    def listed(self, *, with_held_out: bool = False) -> list[ReportCase[Any, Any, Any]]:
        """The cases that may be looked at."""
        return [c for c in self.report.cases if with_held_out or not self._hidden(c.inputs)]

    def failing(self, *, with_held_out: bool = False) -> dict[str, dict[str, str]]:
        """What each case that may be looked at does not meet, and why."""
        failed = {
            failure.name: {"failure": failure.error_message}
            for failure in self.report.failures
            if with_held_out or not self._hidden(failure.inputs)
        }
        for case in self.listed(with_held_out=with_held_out):
            unmet = {
                name: verdict.reason or ""
                for name in self.suite.passing
                if (verdict := case.assertions.get(name)) and not verdict.value
            }
            unmet |= {broken.name: broken.error_message for broken in case.evaluator_failures}
            if unmet:
                failed[case.name] = unmet
        return failed

    def _hidden(self, record: Record) -> bool:
        return self.suite.hides(record)


def run(
    *,
    suites: Sequence[str] = tuple(SUITES),
    languages: Sequence[str] = (),
    model: AnyModel = EMBEDDED,
    cases: Sequence[RewritingCase | GoalRequest | str] | None = None,
    ids: Sequence[str] = (),
    limit: int | None = None,
    today: date = TODAY,
    workers: int = 1,
    judge: Judge | None = None,
    progress: bool = False,
) -> list[SuiteRun]:
    """Run suites and return what each gave, in their order.

    `model` is a name or an object with a `draft` method.  `cases` are rough goals of one's own,
    which are rewritten and judged as the suite's are; with a plain string the language is detected,
    and `load_goals` takes them from a file.  `ids` and `limit` (a language) run a part.  `workers`
    is how many cases run at a time: more than one pays with hosted models only.  `judge` rates the
    rewrites besides.

    Raises `NothingToRunError` and `DataError`.

    >>> done = run(cases=["fewer returns in the web shop"])[0]
    >>> done.figures["en"]["cases"], done.figures["en"]["deadline %"]
    (1, 100.0)
    """
    codes = tuple(dict.fromkeys(load_pack(code).code for code in languages))
    if cases is not None:
        own = select([_own_case(n, case) for n, case in enumerate(cases, 1)], ids, limit)
        if not own:
            raise NothingToRunError("No case fits.")
        suite = with_judge(OWN, judge) if judge else OWN
        return [_run_suite(suite, own, model, codes, False, today, workers, progress)]
    chosen = []
    for name in suites:
        if name not in SUITES:
            raise NothingToRunError(f"No suite {name!r}. There are: {', '.join(SUITES)}.")
        suite = SUITES[name]
        records = select(suite.load(codes or None), ids, limit)
        if judge and suite.name == REWRITING.name:
            suite = with_judge(suite, judge)
        if records:
            chosen.append((suite, records))
    if not chosen:
        raise NothingToRunError("No case fits.")
    whole = not ids and limit is None
    return [
        _run_suite(suite, records, model, codes, whole, today, workers, progress)
        for suite, records in chosen
    ]


def _run_suite(
    suite: Suite,
    records: Sequence[Record],
    model: AnyModel,
    languages: tuple[str, ...],
    whole: bool,
    today: date,
    workers: int,
    progress: bool,
) -> SuiteRun:
    try:
        dataset: Dataset[Any, Any, Any] = Dataset(
            name=suite.name,
            cases=[Case(name=record.id, inputs=record) for record in records],
            evaluators=suite.evaluators,
            report_evaluators=suite.tables,
        )
    except ValueError as error:
        raise DataError(f"{suite.name}: {error}") from error
    task: Callable[[Any], Any] = suite.make_task(model, today)
    report = _result(
        dataset.evaluate(
            task, name=suite.name, task_name=suite.name, max_concurrency=workers, progress=progress
        )
    )
    if report.report_evaluator_failures:
        raise RuntimeError(report.report_evaluator_failures[0].error_stacktrace)
    name = model if isinstance(model, str) else getattr(model, "name", EMBEDDED)
    return SuiteRun(suite, name, languages or available_languages(), whole, report)


def _result(evaluation: Coroutine[Any, Any, _Report]) -> _Report:
    """What it gives, also where an event loop already runs, as in a notebook."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(evaluation)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, evaluation).result()


def _own_case(number: int, case: RewritingCase | GoalRequest | str) -> RewritingCase:
    if isinstance(case, RewritingCase):
        return case
    if isinstance(case, str):
        return RewritingCase(id=f"own-{number}", goal=case)
    given = {"context": case.context} if case.context else {}
    return RewritingCase(id=f"own-{number}", goal=case.goal, language=case.language or "", **given)
