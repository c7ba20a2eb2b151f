"""Labels against findings: F1 over fields; precision, recall, kappa and confusion of codes.

A code counts once a case, wherever in the goal it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from pydantic_evals.evaluators import ReportEvaluator, ReportEvaluatorContext
from pydantic_evals.reporting import ConfusionMatrix, TableResult

from evals.datasets import held_out
from evals.records import AnswerCase, SentenceCase, ValidatorCase
from evals.stats import Counts, Interval, kappa, wilson
from evals.tables import Cells, Scored, language_of, percent, scored_cases
from rewriter.schemas import Report

Labelled: TypeAlias = ValidatorCase | SentenceCase
NOTHING = "no error"


def expected_errors(record: Labelled) -> set[tuple[str, str]]:
    """Code and field of each error that a case should have."""
    return {(flaw.code, flaw.field) for flaw in record.expect}


def found_errors(report: Report) -> set[tuple[str, str]]:
    """Code and field of each error that was found."""
    return {(error.code, error.field) for error in report.errors}


def micro_f1(cases: Sequence[Scored]) -> float | None:
    """F1 of "this field has an error", counted over all fields of all cases, in per cent."""
    hit = wrong = 0
    for one in cases:
        expected, found = ({field for _, field in labels} for labels in _labels(one))
        hit += len(expected & found)
        wrong += len(expected ^ found)
    return percent(2 * hit, 2 * hit + wrong)


def warnings_found(cases: Sequence[Scored]) -> float | None:
    """How many of the warnings that are due are given, in per cent; None where none is due."""
    hit, missed, _ = _warnings(cases)
    return percent(hit, hit + missed)


def warnings_f1(cases: Sequence[Scored]) -> float | None:
    """F1 of the labelled warnings, in per cent; None where none is labelled."""
    hit, missed, wrong = _warnings(cases)
    return percent(2 * hit, 2 * hit + missed + wrong)


def tally(cases: Iterable[Scored]) -> dict[str, Counts]:
    """How often each code was hit, missed, false, or rightly absent.

    Errors are counted over all cases, a warning over the sentences that label it.
    """
    kinds: Counter[tuple[str, str]] = Counter()
    errors = 0
    for one in cases:
        errors += 1
        expected, found = ({code for code, _ in labels} for labels in _labels(one))
        kinds.update((code, "hit") for code in expected & found)
        kinds.update((code, "missed") for code in expected - found)
        kinds.update((code, "false") for code in found - expected)
        if isinstance(one.record, SentenceCase):
            due, not_due, warned = set(one.record.warns), set(one.record.silent), _warned(one)
            kinds.update((code, "hit") for code in due & warned)
            kinds.update((code, "missed") for code in due - warned)
            kinds.update((code, "false") for code in not_due & warned)
            kinds.update((code, "judged") for code in due | not_due)
    codes = sorted({code for code, _ in kinds})
    counted = {
        code: Counts(kinds[code, "hit"], kinds[code, "missed"], kinds[code, "false"])
        for code in codes
    }
    return {
        code: c._replace(neither=(kinds[code, "judged"] or errors) - sum(c))
        for code, c in counted.items()
    }


@dataclass(repr=False)
class CodeTable(ReportEvaluator[Any, Any, Any]):
    """Precision, recall and kappa of each code, with 95 % intervals; a row a code.

    `language` "" counts all languages together.  `hidden` counts the held-out cases, which stand in
    no other table of codes.
    """

    title: str
    language: str = ""
    hidden: bool = False

    def evaluate(self, ctx: ReportEvaluatorContext[Any, Any, Any]) -> TableResult:
        """The table; without a row where the language was not run."""
        own = [
            one
            for one in scored_cases(ctx)
            if held_out(one.record) is self.hidden
            and not isinstance(one.record, AnswerCase)
            and self.language in ("", language_of(one))
        ]
        rows: list[Cells] = []
        for code, counts in tally(own).items():
            row: Cells = [code, counts.hit + counts.missed]
            for figure in (
                wilson(counts.hit, counts.hit + counts.false),
                wilson(counts.hit, counts.hit + counts.missed),
            ):
                row += _percents(figure)
            rows.append([*row, *_two_decimals(kappa(counts))])
        ends = ("", " from", " to")
        headings = [f"{name}{end}" for name in ("P", "R", "κ") for end in ends]
        return TableResult(title=self.title, columns=["", "cases", *headings], rows=rows)


@dataclass(repr=False)
class Confusion(ReportEvaluator[Any, Any, Any]):
    """Which code was said for which planted one, over the open cases of all languages.

    Where the planted code is among those said, it counts as said; else the first one of its field,
    else the first one at all.
    """

    title: str

    def evaluate(self, ctx: ReportEvaluatorContext[Any, Any, Any]) -> ConfusionMatrix:
        """Rows: what was planted; columns: what was said."""
        pairs: Counter[tuple[str, str]] = Counter()
        for one in scored_cases(ctx):
            if isinstance(one.record, ValidatorCase) and not isinstance(one.record, AnswerCase):
                if held_out(one.record) or one.case is None:
                    continue
                pairs[_said_for(one.record, one.case.output)] += 1
        names = [*sorted({name for pair in pairs for name in pair} - {NOTHING}), NOTHING]
        return ConfusionMatrix(
            title=self.title,
            class_labels=names,
            matrix=[[pairs[row, column] for column in names] for row in names],
        )


def _said_for(record: ValidatorCase, report: Report) -> tuple[str, str]:
    codes = [error.code for error in report.errors]
    if not record.expect:
        return NOTHING, codes[0] if codes else NOTHING
    planted = record.expect[0]
    if planted.code in codes:
        return planted.code, planted.code
    own = [error.code for error in report.errors if error.field == planted.field]
    return planted.code, (own or codes or [NOTHING])[0]


def _labels(one: Scored) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """The errors that a labelled goal should have and those that it was found to have."""
    record = one.record
    expected = (
        expected_errors(record) if isinstance(record, ValidatorCase | SentenceCase) else set()
    )
    return expected, found_errors(one.case.output) if one.case else set()


def _warnings(cases: Sequence[Scored]) -> tuple[int, int, int]:
    """Warnings that were rightly given, missed and wrongly given."""
    hit = missed = wrong = 0
    for one in cases:
        if isinstance(one.record, SentenceCase):
            due, found = set(one.record.warns), _warned(one)
            hit += len(due & found)
            missed += len(due - found)
            wrong += len(found & set(one.record.silent))
    return hit, missed, wrong


def _warned(one: Scored) -> set[str]:
    return {found.code for found in one.case.output.warnings} if one.case else set()


def _percents(figure: Interval | None) -> Cells:
    return [round(100 * end, 1) for end in figure] if figure else [None] * 3


def _two_decimals(figure: Interval | None) -> Cells:
    return [round(end, 2) for end in figure] if figure else [None] * 3
