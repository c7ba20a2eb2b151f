"""Recorded answers of real models through today's validator, re-ask and mending."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pydantic_evals.evaluators import Evaluator, EvaluatorContext
from pydantic_evals.reporting import TableResult

from evals.evaluators import Rewritten
from evals.recording import RecordedCase, Recording, ReplayModel, load_recorded, replayable, stale
from evals.records import Record
from evals.suites.base import LANGUAGES, AnyModel, Suite, Task
from evals.suites.rewriting import COLUMNS, EVALUATORS, GATES, PASSING, rewritten
from evals.tables import ALL, Cells, Column, LanguageTable, count, percent, share
from evals.variety import PhraseTable
from rewriter.schemas import RewriteResult

AS_RECORDED: Final = "prompt as recorded"
ENOUGH: Final = "enough recorded"
ATTEMPTS: Final = "valid after how many attempts"
STAGES: Final = ("valid at 1", "valid by 2", "valid by 3", "valid or mended")


def recorded_task(model: AnyModel, today: date) -> Task:
    """Plays a recording through the pipeline, on the day it was made; no model is asked."""

    def run(case: RecordedCase) -> Rewritten:
        replay = ReplayModel(case.model, case.replies)
        done = rewritten(case, replay, case.today)
        noted = {AS_RECORDED: replay.as_recorded, ENOUGH: not replay.beyond}
        return done._replace(noted=noted)

    return run


@dataclass
class SameQuestion(Evaluator[RecordedCase, Rewritten, Any]):
    """Whether the model was asked then as it would be now."""

    def evaluate(self, ctx: EvaluatorContext[RecordedCase, Rewritten, Any]) -> dict[str, bool]:
        """`prompt as recorded`; `enough recorded`: no answer was wanted that there is none of."""
        return dict(ctx.output.noted)


@dataclass
class Stages(Evaluator[RecordedCase, Rewritten, Any]):
    """After how many attempts the goal was valid in the model's own words, or else mended."""

    def evaluate(self, ctx: EvaluatorContext[RecordedCase, Rewritten, Any]) -> dict[str, bool]:
        """An assertion for each of `STAGES`."""
        return dict(zip(STAGES, reached(ctx.output.result), strict=True))


def reached(result: RewriteResult) -> tuple[bool, ...]:
    """Which of `STAGES` a rewrite reached.  Text supplied by us counts as mended, in any amount."""
    valid = result.report is not None and result.report.passed
    own = valid and bool(result.attempts) and not result.mended
    return (*(own and len(result.attempts) <= most for most in (1, 2, 3)), valid)


def stages(recordings: Iterable[Recording]) -> TableResult:
    """The share that was valid at attempt 1, by 2, by 3 and after mending, as it is today.

    A row for each language of each recording, and one for all of its languages.
    """
    rows: list[Cells] = []
    for recording in recordings:
        by_language: dict[str, list[tuple[bool, ...]]] = {}
        for case in replayable(recording):
            done = rewritten(case, ReplayModel(case.model, case.replies), case.today)
            by_language.setdefault(case.language, []).append(reached(done.result))
        if len(by_language) > 1:
            by_language[ALL] = [one for own in by_language.values() for one in own]
        for language, own in by_language.items():
            shares = [percent(sum(met), len(own)) for met in zip(*own, strict=True)]
            rows.append([f"{language} {recording.model}", len(own), *shares])
    headings = ["", "cases", *(f"{stage} %" for stage in STAGES)]
    return TableResult(title=ATTEMPTS, columns=headings, rows=rows)


def _model(record: Record) -> str:
    return record.model if isinstance(record, RecordedCase) else ""


def _load(languages: Sequence[str] | None) -> Sequence[Record]:
    return load_recorded(languages)


RECORDED: Final = Suite(
    name="recorded",
    load=_load,
    make_task=recorded_task,
    evaluators=(*EVALUATORS, Stages(), SameQuestion()),
    tables=(
        LanguageTable(
            ATTEMPTS,
            (Column("cases", count), *(Column(f"{stage} %", share(stage)) for stage in STAGES)),
            _model,
        ),
        LanguageTable(
            LANGUAGES,
            (
                *COLUMNS,
                Column(f"{AS_RECORDED} %", share(AS_RECORDED)),
                Column(f"{ENOUGH} %", share(ENOUGH)),
            ),
            _model,
        ),
        PhraseTable("phrases in most goals"),
    ),
    gates=GATES,
    passing=PASSING,
    brief=(ATTEMPTS, LANGUAGES),
    notes=stale,
)
