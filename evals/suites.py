"""The suites: which cases, what is done with each, what is asked of the answer, which totals.

A further suite is a further `Suite` in `SUITES`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeAlias

from pydantic_evals.evaluators import Evaluator, ReportEvaluator

from evals.datasets import (
    Record,
    RewritingCase,
    ValidatorCase,
    load_rewriting,
    load_validator,
)
from evals.evaluators import Effort, Kept, Passed, Proven, Rewritten, RightLanguage, Verdict
from evals.tables import (
    CodeTable,
    Column,
    LanguageTable,
    count,
    failures,
    mean,
    micro_f1,
    milliseconds,
    share,
)
from rewriter import rewrite, validate
from rewriter.models.base import Model
from rewriter.schemas import Report

AnyModel: TypeAlias = "str | Model | None"
Task: TypeAlias = Callable[[Any], Any]
LANGUAGES: Final = "by language"  # the title of the table that the baseline compares


@dataclass(frozen=True)
class Suite:
    """A kind of evaluation.

    `gates` are the columns that must not get worse, with the direction that is better: 1 for
    more, -1 for less.  `tolerance` is how many percentage points a gate may lose.
    """

    name: str
    load: Callable[[Sequence[str] | None], Sequence[Record]]
    make_task: Callable[[AnyModel, date], Task]
    evaluators: tuple[Evaluator[Any, Any, Any], ...]
    tables: tuple[ReportEvaluator[Any, Any, Any], ...]
    gates: Mapping[str, int]
    tolerance: float = 0.0
    uses_model: bool = False
    holds_out: bool = False
    passing: tuple[str, ...] = field(default=())  # what a case must meet not to be listed


def rewriting_task(model: AnyModel, today: date) -> Task:
    """Rewrites a rough goal through the model and validates what came back."""

    def run(case: RewritingCase) -> Rewritten:
        language = case.language or None
        result = rewrite(
            case.goal, language=language, context=case.context, model=model, today=today
        )
        if result.goal is None:
            return Rewritten(result, None)
        report = validate(
            result.goal,
            source=case.goal,
            language=result.language,
            context=case.context,
            today=today,
        )
        return Rewritten(result, report)

    return run


def validator_task(model: AnyModel, today: date) -> Task:
    """Validates a labelled rewrite; no model has a part in it."""

    def run(case: ValidatorCase) -> Report:
        return validate(
            case.goal,
            source=case.source,
            language=case.language,
            context=case.context,
            today=today,
        )

    return run


def _good(record: Record) -> bool:
    return isinstance(record, ValidatorCase) and not record.expect


def _flawed(record: Record) -> bool:
    return isinstance(record, ValidatorCase) and bool(record.expect)


REWRITING: Final = Suite(
    name="rewriting",
    load=load_rewriting,
    make_task=rewriting_task,
    evaluators=(
        Proven("number", "measurable"),
        Proven("deadline", "time_bound"),
        Proven("relevance", "relevant"),
        Passed(),
        Kept(),
        RightLanguage(),
        Effort(),
    ),
    tables=(
        LanguageTable(
            LANGUAGES,
            (
                Column("cases", count),
                Column("answered %", share("answered")),
                Column("number %", share("number")),
                Column("deadline %", share("deadline")),
                Column("relevance %", share("relevance")),
                Column("passed %", share("passed")),
                Column("kept %", share("kept")),
                Column("language %", share("language")),
                Column("first try %", share("first try")),
                Column("attempts", mean("attempts")),
                Column("mended", mean("mended")),
                Column("failures", failures),
                Column("ms", milliseconds),
            ),
        ),
    ),
    gates={"number %": 1, "deadline %": 1, "relevance %": 1},
    uses_model=True,
    passing=("number", "deadline", "relevance", "passed", "kept", "language"),
)

VALIDATOR: Final = Suite(
    name="validator",
    load=load_validator,
    make_task=validator_task,
    evaluators=(Verdict(),),
    tables=(
        LanguageTable(
            LANGUAGES,
            (
                Column("cases", count),
                Column("good failed %", share("good passed", _good, failed=True)),
                Column("flaws found %", share("field found", _flawed)),
                Column("right code %", share("code found", _flawed)),
                Column("field F1 %", micro_f1),
                Column("failures", failures),
                Column("ms", milliseconds),
            ),
            holds_out=True,
        ),
        CodeTable("by code, open cases: precision and recall in per cent"),
    ),
    gates={"good failed %": -1, "flaws found %": 1, "field F1 %": 1},
    tolerance=2.0,
    holds_out=True,
    passing=("good passed", "field found"),
)

SUITES: Final[Mapping[str, Suite]] = {suite.name: suite for suite in (REWRITING, VALIDATOR)}
