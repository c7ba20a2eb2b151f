"""What a suite is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeAlias

from pydantic_evals.evaluators import Evaluator, ReportEvaluator

from evals.records import Record
from evals.tables import Column, LanguageTable, count, failures, milliseconds, share
from rewriter.models.base import Model

AnyModel: TypeAlias = "str | Model | None"
Task: TypeAlias = Callable[[Any], Any]
LANGUAGES: Final = "by language"  # the title of the table that the baseline compares


def _no_notes() -> Sequence[str]:
    return ()


def _none_hidden(record: Record) -> bool:
    return False


@dataclass(frozen=True)
class Suite:
    """A kind of evaluation.

    `gates` are the columns that must not get worse, with the direction that is better: 1 for
    more, -1 for less.  `tolerance` is how many percentage points a gate may lose.  `floors` are
    what a column must reach in the rows of all languages, whatever it was before.  `musts` are
    what each row of a table must say, by title: the column and the word.
    """

    name: str
    load: Callable[[Sequence[str] | None], Sequence[Record]]
    make_task: Callable[[AnyModel, date], Task]
    evaluators: tuple[Evaluator[Any, Any, Any], ...]
    tables: tuple[ReportEvaluator[Any, Any, Any], ...]
    gates: Mapping[str, int]
    tolerance: float = 0.0
    floors: Mapping[str, float] = field(default_factory=dict)
    musts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    uses_model: bool = False
    hides: Callable[[Record], bool] = _none_hidden  # cases that are only counted
    passing: tuple[str, ...] = ()  # what a case must meet not to be listed
    brief: tuple[str, ...] = (LANGUAGES,)  # tables for the terminal; the others are in the report
    notes: Callable[[], Sequence[str]] = _no_notes  # what a reader has to know
    agreed: bool = True  # whether there can be a baseline; nobody agrees on a user's own goals


def asked_tables(
    asked: Sequence[str], parts: str, part_of: Callable[[Record], str]
) -> tuple[LanguageTable, LanguageTable]:
    """How often each of the assertions `asked` held: by language, and by `parts` of the data."""
    shares = tuple(Column(f"{name} %", share(name)) for name in asked)
    own = (Column("cases", count), *shares)
    return (
        LanguageTable(LANGUAGES, (*own, Column("failures", failures), Column("ms", milliseconds))),
        LanguageTable(parts, own, part=part_of),
    )
