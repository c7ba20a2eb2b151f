"""From answers to figures: report evaluators that total the cases language by language.

Shares stand in per cent with one decimal.  A case whose task or evaluator failed counts as not
met, never as absent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from pydantic_evals.evaluators import ReportEvaluator, ReportEvaluatorContext
from pydantic_evals.reporting import ReportCase, TableResult

from evals.datasets import Record, ValidatorCase, held_out

ALL = "all"
HELD_OUT = "held out"


class Scored(NamedTuple):
    """A case and what became of it; None where the task raised."""

    record: Record
    case: ReportCase[Any, Any, Any] | None


Figure: TypeAlias = float | int | None


class Column(NamedTuple):
    """A heading and how its figure follows from the cases of a row."""

    heading: str
    figure: Callable[[Sequence[Scored]], Figure]


@dataclass(repr=False)
class LanguageTable(ReportEvaluator[Any, Any, Any]):
    """A row a language and one for all; held-out cases, where there are any, in rows of their own.

    The first column names the row: 'nb', 'nb held out', 'all'.
    """

    title: str
    columns: tuple[Column, ...]
    holds_out: bool = False

    def evaluate(self, ctx: ReportEvaluatorContext[Any, Any, Any]) -> TableResult:
        """The table."""
        scored = scored_cases(ctx)
        parts: dict[str, list[Scored]] = {"": [], HELD_OUT: []}
        for one in scored:
            parts[HELD_OUT if self.holds_out and held_out(one.record) else ""].append(one)
        rows: list[list[str | int | float | bool | None]] = []
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


@dataclass(repr=False)
class CodeTable(ReportEvaluator[Any, Any, Any]):
    """Precision and recall of each error code in each language, over the open cases."""

    title: str

    def evaluate(self, ctx: ReportEvaluatorContext[Any, Any, Any]) -> TableResult:
        """A row a code: cases that have it, then precision (P) and recall (R) by language."""
        scored = [one for one in scored_cases(ctx) if not held_out(one.record)]
        spoken = list(dict.fromkeys(language_of(one) for one in scored))
        tallies = {
            language: tally_codes(one for one in scored if language_of(one) == language)
            for language in spoken
        }
        codes = sorted({code for tally in tallies.values() for code, _ in tally})
        rows: list[list[str | int | float | bool | None]] = []
        for code in codes:
            row: list[str | int | float | bool | None] = [code]
            row.append(sum(t[code, "hit"] + t[code, "missed"] for t in tallies.values()))
            for language in spoken:
                hit, missed, false = (
                    tallies[language][code, kind] for kind in ("hit", "missed", "false")
                )
                row += [percent(hit, hit + false), percent(hit, hit + missed)]
            rows.append(row)
        headings = [f"{language} {sign}" for language in spoken for sign in "PR"]
        return TableResult(title=self.title, columns=["", "cases", *headings], rows=rows)


def scored_cases(ctx: ReportEvaluatorContext[Any, Any, Any]) -> list[Scored]:
    """All cases of a report, in the order of their records, failed ones included."""
    done = [Scored(case.inputs, case) for case in ctx.report.cases]
    return done + [Scored(failure.inputs, None) for failure in ctx.report.failures]


def language_of(one: Scored) -> str:
    """The case's language; where it was left open, the one that the answer is in."""
    if one.record.language or one.case is None:
        return one.record.language or "?"
    return str(one.case.output.result.language)


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


def micro_f1(cases: Sequence[Scored]) -> float | None:
    """F1 of "this field has an error", counted over all fields of all cases, in per cent."""
    hit = wrong = 0
    for one in cases:
        expected, found = ({field for _, field in labels} for labels in _labels(one))
        hit += len(expected & found)
        wrong += len(expected ^ found)
    return percent(2 * hit, 2 * hit + wrong)


def tally_codes(cases: Iterable[Scored]) -> Counter[tuple[str, str]]:
    """How often each code was hit, missed or false, once a case."""
    tally: Counter[tuple[str, str]] = Counter()
    for one in cases:
        expected, found = ({code for code, _ in labels} for labels in _labels(one))
        tally.update((code, "hit") for code in expected & found)
        tally.update((code, "missed") for code in expected - found)
        tally.update((code, "false") for code in found - expected)
    return tally


def _labels(one: Scored) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """The errors that a labelled rewrite should have and those that it was found to have."""
    flaws = one.record.expect if isinstance(one.record, ValidatorCase) else ()
    errors = one.case.output.errors if one.case else ()
    return {(flaw.code, flaw.field) for flaw in flaws}, {(e.code, e.field) for e in errors}
