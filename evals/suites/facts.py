"""Phrases with what they mean: what `find_quantities` and `find_deadlines` read in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from pydantic_evals.evaluators import EvaluationReason, Evaluator, EvaluatorContext

from evals.datasets import load_facts
from evals.records import FactCase
from evals.suites.base import LANGUAGES, AnyModel, Suite, Task
from evals.tables import (
    Column,
    LanguageTable,
    count,
    failures,
    milliseconds,
    share_of_asked,
)
from rewriter import find_deadlines, find_quantities
from rewriter.schemas import Deadline, Quantity


class Found(NamedTuple):
    """What was read in a phrase."""

    quantities: list[Quantity]
    deadlines: list[Deadline]


def facts_task(model: AnyModel, today: date) -> Task:
    """Reads a phrase; no model has a part in it."""

    def run(case: FactCase) -> Found:
        return Found(
            find_quantities(case.text, case.language),
            find_deadlines(case.text, case.language, today),
        )

    return run


@dataclass
class Recall(Evaluator[FactCase, Found, Any]):
    """Whether the labelled value and day are found, and no value or day where none is labelled."""

    def evaluate(self, ctx: EvaluatorContext[FactCase, Found, Any]) -> dict[str, EvaluationReason]:
        """`value` and `deadline` where one is labelled; `nothing else` where one is not."""
        case, found = ctx.inputs, ctx.output
        numbers = [(one.value, one.value_hi) for one in found.quantities]
        days = [one.date for one in found.deadlines]
        read = f"{numbers} {[day.isoformat() for day in days]}"
        said: dict[str, EvaluationReason] = {}
        extra = []
        if case.value is not None:
            right = (case.value, case.value_hi) in numbers
            reason = f"{case.text!r}: {case.value:g} expected; {read}"
            said["value"] = EvaluationReason(value=right, reason=reason)
        elif numbers:
            extra.append("a number")
        if case.deadline:
            right = bool(set(days) & set(case.deadline))
            reason = f"{case.text!r}: {case.deadline[0]} expected; {read}"
            said["deadline"] = EvaluationReason(value=right, reason=reason)
        elif days:
            extra.append("a day")
        reason = f"{case.text!r}: {' and '.join(extra)} too many; {read}" if extra else ""
        said["nothing else"] = EvaluationReason(value=not extra, reason=reason)
        return said


FACTS: Final = Suite(
    name="facts",
    load=load_facts,
    make_task=facts_task,
    evaluators=(Recall(),),
    tables=(
        LanguageTable(
            LANGUAGES,
            (
                Column("cases", count),
                Column("value %", share_of_asked("value")),
                Column("deadline %", share_of_asked("deadline")),
                Column("nothing else %", share_of_asked("nothing else")),
                Column("failures", failures),
                Column("ms", milliseconds),
            ),
        ),
    ),
    gates={"value %": 1, "deadline %": 1, "nothing else %": 1},
    passing=("value", "deadline", "nothing else"),
)
