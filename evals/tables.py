"""From answers to figures: report evaluators that total the cases language by language.

Shares stand in per cent with one decimal.  A case whose task or evaluator failed counts as not
met, never as absent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from pydantic_evals.evaluators import ReportEvaluator, ReportEvaluatorContext
from pydantic_evals.reporting import ReportCase, TableResult

from evals.datasets import held_out
from evals.records import Record

ALL = "all"
HELD_OUT = "held out"


class Scored(NamedTuple):
    """A case and what became of it; None where the task raised."""

    record: Record
    case: ReportCase[Any, Any, Any] | None


Figure: TypeAlias = float | int | None
Cells: TypeAlias = list[str | int | float | bool | None]


class Column(NamedTuple):
    """A heading and how its figure follows from the cases of a row."""

    heading: str
    figure: Callable[[Sequence[Scored]], Figure]


@dataclass(repr=False)
class LanguageTable(ReportEvaluator[Any, Any, Any]):
    """A row a language and one for all; parts, such as held-out cases, in rows of their own.

    `part` names the part that a case belongs to, "" for the main one.  The first column names the
    row: 'nb', 'nb held out', 'all'.
    """

    title: str
    columns: tuple[Column, ...]
    part: Callable[[Record], str] = lambda record: ""

    def evaluate(self, ctx: ReportEvaluatorContext[Any, Any, Any]) -> TableResult:
        """The table."""
        parts: dict[str, list[Scored]] = {"": []}
        for one in scored_cases(ctx):
            parts.setdefault(self.part(one.record), []).append(one)
        rows: list[Cells] = []
        for part, cases in parts.items():
            spoken = dict.fromkeys(language_of(one) for one in cases)
            for language in (*spoken, ALL) if len(spoken) > 1 else spoken:
                own = [one for one in cases if language in (ALL, language_of(one))]
                figures = [column.figure(own) for column in self.columns]
                rows.append([f"{language} {part}".strip(), *figures])
        return TableResult(
            title=self.title,
            columns=["", *(column.heading for column in self.columns)],
            rows=rows,
        )


def by_hold_out(record: Record) -> str:
    """The part of a case where every third is held out."""
    return HELD_OUT if held_out(record) else ""


def scored_cases(ctx: ReportEvaluatorContext[Any, Any, Any]) -> list[Scored]:
    """All cases of a report, in the order of their records, failed ones included."""
    done = [Scored(case.inputs, case) for case in ctx.report.cases]
    return done + [Scored(failure.inputs, None) for failure in ctx.report.failures]


def language_of(one: Scored) -> str:
    """The case's language; where it was left open, the one that the answer is in."""
    if one.record.language or one.case is None:
        return one.record.language or "?"
    return str(one.case.output.result.language)


def assertion_share(one: Sequence[Scored], assertion: str) -> float | None:
    """Per cent of the cases that were asked for an assertion and meet it."""
    asked = [o for o in one if o.case is None or assertion in o.case.assertions]
    return percent(sum(holds(o, assertion) for o in asked), len(asked))


def share_of_asked(assertion: str) -> Callable[[Sequence[Scored]], float | None]:
    """`share`, of those cases alone that the question fits."""
    return lambda cases: assertion_share(cases, assertion)


def percent(part: int, whole: int) -> float | None:
    """A share in per cent with one decimal; None of nothing.

    >>> percent(2, 3), percent(0, 0)
    (66.7, None)
    """
    return round(100 * part / whole, 1) if whole else None


def count(cases: Sequence[Scored]) -> int:
    """How many."""
    return len(cases)


def failures(cases: Sequence[Scored]) -> int:
    """How many raised instead of answering, in the task or in an evaluator."""
    return sum(one.case is None or bool(one.case.evaluator_failures) for one in cases)


def share(
    assertion: str, among: Callable[[Record], bool] | None = None, *, failed: bool = False
) -> Callable[[Sequence[Scored]], float | None]:
    """Per cent of the cases (`among` them) that meet an assertion, or that `failed` it."""

    def figure(cases: Sequence[Scored]) -> float | None:
        own = [one for one in cases if among is None or among(one.record)]
        met = sum(holds(one, assertion) for one in own)
        return percent(len(own) - met if failed else met, len(own))

    return figure


def holds(one: Scored, assertion: str) -> bool:
    """Whether the case meets the assertion."""
    verdict = one.case.assertions.get(assertion) if one.case else None
    return bool(verdict and verdict.value)


def mean(score: str) -> Callable[[Sequence[Scored]], float | None]:
    """The mean of a score over the cases that have it."""

    def figure(cases: Sequence[Scored]) -> float | None:
        values = [
            one.case.scores[score].value for one in cases if one.case and score in one.case.scores
        ]
        return round(sum(values) / len(values), 2) if values else None

    return figure


def milliseconds(cases: Sequence[Scored]) -> float | None:
    """The mean time of a task."""
    times = [one.case.task_duration * 1000 for one in cases if one.case]
    return round(sum(times) / len(times), 1) if times else None
