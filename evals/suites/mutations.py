"""Who checks the checks: broken rewrites must be caught, and no check can be missed unnoticed.

The first table is the share of mutants with an error on the right field.  The second switches off
one check after the other and says how far each gated figure falls.  The figures are those that this
suite and the validator's gate, with their tolerances: a check whose loss leaves all of them within
is not tested by this project's data, and the suite fails for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple, TypeAlias

from pydantic_evals.evaluators import (
    EvaluationReason,
    Evaluator,
    EvaluatorContext,
    ReportEvaluator,
    ReportEvaluatorContext,
)
from pydantic_evals.reporting import TableResult

from evals.datasets import TODAY, held_out, load_sentences, load_validator
from evals.mutants import Mutant, load_mutants
from evals.records import Record, SentenceCase, ValidatorCase
from evals.suites.base import LANGUAGES, AnyModel, Suite, Task
from evals.suites.validator import RIGHT_CODE, VALIDATOR, WARNINGS
from evals.tables import (
    Cells,
    Column,
    LanguageTable,
    Scored,
    count,
    failures,
    milliseconds,
    scored_cases,
    share,
)
from rewriter.facts.reading import Case
from rewriter.languages.pack import load_pack
from rewriter.schemas import Finding, Options, SmartGoal
from rewriter.validator import CHECKS

KILLED: Final = "killed %"
NOTICED, YES = "noticed", "yes"
TOLERANCE: Final = 1.0  # percentage points
Found: TypeAlias = dict[str, tuple[Finding, ...]]  # by the check that says so


def mutations_task(model: AnyModel, today: date) -> Task:
    """Runs the checks over a mutant; no model has a part in it."""
    return lambda case: findings_by_check(case, case.goal, today)


def findings_by_check(record: Any, goal: SmartGoal, today: date) -> Found:
    """What each check says of a goal: together, the findings of `validate`."""
    case = Case(
        goal,
        pack=load_pack(record.language),
        today=today,
        source=record.source or None,
        context=record.context,
        options=Options(),
    )
    return {name_of(check): tuple(check(case)) for check in CHECKS}


def name_of(check: Callable[..., Any]) -> str:
    """A check's name for readers: 'relevant.check_generic'."""
    return f"{check.__module__.rpartition('.')[2]}.{check.__name__}"


@dataclass
class Killed(Evaluator[Mutant, Found, Any]):
    """Whether an error falls on the field that was broken."""

    def get_default_evaluation_name(self) -> str:
        """killed."""
        return "killed"

    def evaluate(self, ctx: EvaluatorContext[Mutant, Found, Any]) -> EvaluationReason:
        """False with the broken text and what was found elsewhere."""
        errors = list(_errors(ctx.output))
        fields = {found.field for found in errors}
        mutant = ctx.inputs
        said = ", ".join(f"{found.code} ({found.field})" for found in errors) or "no error"
        names = [name for name in mutant.fields if name != "goal"] or ["statement"]
        text = " | ".join(str(getattr(mutant.goal, name)) for name in names)
        return EvaluationReason(
            value=not fields.isdisjoint(mutant.fields), reason=f"{mutant.kind}: {said}: {text}"
        )


class Labelled(NamedTuple):
    """A goal with labels and what each check says of it."""

    record: ValidatorCase | SentenceCase
    found: Found


@dataclass(repr=False)
class SwitchedOff(ReportEvaluator[Any, Any, Any]):
    """A row a check: the gated figures without it, in points, and whether the suites would fail."""

    title: str

    def evaluate(self, ctx: ReportEvaluatorContext[Any, Any, Any]) -> TableResult:
        """The table.  Labelled goals of the languages that were run are judged for it anew."""
        mutants = [one for one in scored_cases(ctx) if one.case]
        spoken = list(dict.fromkeys(one.record.language for one in mutants))
        records: list[ValidatorCase | SentenceCase] = [
            *load_validator(spoken),
            *load_sentences(spoken),
        ]
        labelled = [
            Labelled(record, findings_by_check(record, _goal(record), TODAY))
            for record in records
            if not held_out(record)
        ]
        whole = _figures(mutants, labelled, off="")
        rows: list[Cells] = []
        for check in map(name_of, CHECKS):
            left = _figures(mutants, labelled, off=check)
            falls = {name: round(whole[name] - left[name], 1) for name in whole}
            worst = max(falls, key=lambda name: falls[name] - _tolerance(name))
            noticed = falls[worst] > _tolerance(worst)
            rows.append([check, worst, whole[worst], left[worst], YES if noticed else "NO"])
        return TableResult(
            title=self.title, columns=["", "falls most", "from", "to", NOTICED], rows=rows
        )


def _figures(
    mutants: Sequence[Scored], labelled: Iterable[Labelled], *, off: str
) -> dict[str, float]:
    """The gated figures by language: mutants killed, flaws told with their code, warnings given."""
    met: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for one in mutants:
        name = f"{one.record.language}: {KILLED}"
        fields = {found.field for found in _errors(one.case.output, off)} if one.case else set()
        asked[name] += 1
        met[name] += not fields.isdisjoint(getattr(one.record, "fields", ()))
    for record, found in labelled:
        kind, wanted = _wanted(record)
        codes = {finding.code for finding in _all(found, off)}
        asked[f"{record.language}: {kind}"] += len(wanted)
        met[f"{record.language}: {kind}"] += len(codes.intersection(wanted))
    return {name: round(100 * met[name] / asked[name], 1) for name in asked if asked[name]}


def _tolerance(name: str) -> float:
    return TOLERANCE if name.endswith(KILLED) else VALIDATOR.tolerance


def _wanted(record: ValidatorCase | SentenceCase) -> tuple[str, Collection[str]]:
    if isinstance(record, SentenceCase):
        return WARNINGS, record.warns
    return RIGHT_CODE, [flaw.code for flaw in record.expect[:1]]


def _goal(record: ValidatorCase | SentenceCase) -> SmartGoal:
    return SmartGoal(statement=record.text) if isinstance(record, SentenceCase) else record.goal


def _all(found: Found, off: str = "") -> Iterable[Finding]:
    return (one for check, findings in found.items() if check != off for one in findings)


def _errors(found: Found, off: str = "") -> Iterable[Finding]:
    return (one for one in _all(found, off) if one.severity == "error")


def _kind(record: Record) -> str:
    return record.kind if isinstance(record, Mutant) else ""


SWITCHED_OFF: Final = "each check switched off: the figure that falls most"
MUTATIONS: Final = Suite(
    name="mutations",
    load=load_mutants,
    make_task=mutations_task,
    evaluators=(Killed(),),
    tables=(
        LanguageTable(
            LANGUAGES,
            (
                Column("mutants", count),
                Column(KILLED, share("killed")),
                Column("failures", failures),
                Column("ms", milliseconds),
            ),
        ),
        LanguageTable(
            "by way of breaking",
            (Column("mutants", count), Column(KILLED, share("killed"))),
            part=_kind,
        ),
        SwitchedOff(SWITCHED_OFF),
    ),
    gates={KILLED: 1},
    tolerance=TOLERANCE,
    floors={KILLED: 97.0},
    musts={SWITCHED_OFF: (NOTICED, YES)},
    passing=("killed",),
    brief=(LANGUAGES, SWITCHED_OFF),
)
