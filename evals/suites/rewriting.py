"""Rough goals through a model: what comes back, after how many attempts, in how many words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final

from evals.datasets import held_out, load_rewriting
from evals.evaluators import (
    Effort,
    Kept,
    NothingInvented,
    Passed,
    Proven,
    Rewritten,
    RightLanguage,
)
from evals.records import Record, RewritingCase
from evals.suites.base import LANGUAGES, AnyModel, Suite, Task
from evals.tables import (
    Column,
    LanguageTable,
    by_hold_out,
    count,
    failures,
    mean,
    milliseconds,
    share,
)
from evals.variety import DISTINCT, REPEATED, PhraseTable
from rewriter import rewrite, validate

EVALUATORS: Final = (
    Proven("number", "measurable"),
    Proven("deadline", "time_bound"),
    Proven("relevance", "relevant"),
    Passed(),
    Kept(),
    NothingInvented(),
    RightLanguage(),
    Effort(),
)
COLUMNS: Final = (
    Column("cases", count),
    Column("answered %", share("answered")),
    Column("number %", share("number")),
    Column("deadline %", share("deadline")),
    Column("relevance %", share("relevance")),
    Column("first try %", share("first try")),
    Column("re-asked %", share("unaided")),
    Column("passed %", share("passed")),
    Column("kept %", share("kept")),
    Column("nothing invented %", share("nothing invented")),
    Column("language %", share("language")),
    DISTINCT,
    REPEATED,
    Column("attempts", mean("attempts")),
    Column("mended", mean("mended")),
    Column("tokens", mean("tokens")),
    Column("failures", failures),
    Column("ms", milliseconds),
)
GATES: Final = {
    "number %": 1,
    "deadline %": 1,
    "relevance %": 1,
    "passed %": 1,
    "kept %": 1,
    "nothing invented %": 1,
    "language %": 1,
}
PASSING: Final = (
    "number",
    "deadline",
    "relevance",
    "passed",
    "kept",
    "nothing invented",
    "language",
)


def rewriting_task(model: AnyModel, today: date) -> Task:
    """Rewrites a rough goal through the model and validates what came back."""
    return lambda case: rewritten(case, model, today)


def rewritten(case: RewritingCase, model: AnyModel, today: date) -> Rewritten:
    """The rewrite of a rough goal, with a fresh report."""
    result = rewrite(
        case.goal, language=case.language or None, context=case.context, model=model, today=today
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


def tables(part: Callable[[Record], str]) -> tuple[LanguageTable, PhraseTable]:
    """The tables over rewrites, with rows for each part."""
    return LanguageTable(LANGUAGES, COLUMNS, part), PhraseTable("phrases in most goals")


REWRITING: Final = Suite(
    name="rewriting",
    load=load_rewriting,
    make_task=rewriting_task,
    evaluators=EVALUATORS,
    tables=tables(by_hold_out),
    gates=GATES,
    uses_model=True,
    hides=held_out,
    passing=PASSING,
)
# For goals of the user's own, none of which is held out.
OWN: Final = replace(
    REWRITING,
    name="own",
    tables=tables(lambda record: ""),
    hides=lambda record: False,
    agreed=False,
)
