"""Labelled rewrites, plain sentences and real models' answers through the validator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from evals.datasets import held_out, load_answers, load_sentences, load_validator
from evals.evaluators import Verdict
from evals.labels import CodeTable, Confusion, micro_f1, warnings_f1, warnings_found
from evals.records import AnswerCase, Record, SentenceCase, ValidatorCase
from evals.suites.base import LANGUAGES, AnyModel, Suite, Task
from evals.tables import (
    Column,
    LanguageTable,
    by_hold_out,
    count,
    failures,
    milliseconds,
    share,
)
from rewriter import available_languages, validate
from rewriter.schemas import Report

CODES: Final = "by code, open cases"
SENTENCES: Final = "sentences"
RIGHT_CODE: Final = "right code %"
WARNINGS: Final = "warnings found %"


def validator_task(model: AnyModel, today: date) -> Task:
    """Validates a labelled goal; no model has a part in it."""

    def run(case: ValidatorCase | SentenceCase) -> Report:
        return validate(
            case.text if isinstance(case, SentenceCase) else case.goal,
            source=case.source or None,
            language=case.language,
            context=case.context,
            today=today,
        )

    return run


def load_labelled(languages: Sequence[str] | None) -> list[Record]:
    """All that is labelled."""
    return [*load_validator(languages), *load_sentences(languages), *load_answers(languages)]


def _part(record: Record) -> str:
    """Which rows a case is counted in.  Answers are few, so their thirds stay together."""
    if isinstance(record, AnswerCase):
        return record.model
    kind = SENTENCES if isinstance(record, SentenceCase) else ""
    return f"{kind} {by_hold_out(record)}".strip()


def _good(record: Record) -> bool:
    return isinstance(record, ValidatorCase | SentenceCase) and not record.expect


def _flawed(record: Record) -> bool:
    """Whether a flaw was planted."""
    labelled = isinstance(record, ValidatorCase | SentenceCase) and bool(record.expect)
    return labelled and not isinstance(record, AnswerCase)


VALIDATOR: Final = Suite(
    name="validator",
    load=load_labelled,
    make_task=validator_task,
    evaluators=(Verdict(),),
    tables=(
        LanguageTable(
            LANGUAGES,
            (
                Column("cases", count),
                Column("good failed %", share("good passed", _good, failed=True)),
                Column("flaws found %", share("field found", _flawed)),
                Column(RIGHT_CODE, share("code found", _flawed)),
                Column("field F1 %", micro_f1),
                Column(WARNINGS, warnings_found),
                Column("warnings F1 %", warnings_f1),
                Column("failures", failures),
                Column("ms", milliseconds),
            ),
            _part,
        ),
        CodeTable(CODES),
        CodeTable("by code, held-out cases", hidden=True),
        *(CodeTable(f"{CODES}: {code}", code) for code in available_languages()),
        Confusion("taken for: planted code (row), what was said (column), open cases"),
    ),
    gates={
        "good failed %": -1,
        "flaws found %": 1,
        RIGHT_CODE: 1,
        "field F1 %": 1,
        WARNINGS: 1,
        "warnings F1 %": 1,
    },
    tolerance=2.0,
    hides=held_out,
    passing=("good passed", "field found", "warnings right"),
    brief=(LANGUAGES, CODES),
)
