"""A goal and what was found in it: what still has to be written, and which of two is better."""

from __future__ import annotations

from dataclasses import dataclass

from rewriter.languages.pack import Pack
from rewriter.schemas import FIELDS, LETTERS, DraftRequest, FieldName, Finding, Report, SmartGoal
from rewriter.settings import EMBEDDED
from rewriter.validator import validate


@dataclass(frozen=True)
class Judged:
    """A goal, the validator's report on it, and the model that wrote it."""

    goal: SmartGoal
    report: Report
    model: str = EMBEDDED

    @property
    def missing(self) -> tuple[FieldName, ...]:
        """The fields that hold nothing: no error in a partial goal, but nothing to hand out."""
        return tuple(name for name in FIELDS if not getattr(self.goal, name).strip())

    @property
    def failing(self) -> tuple[FieldName, ...]:
        """The fields that have to be written anew, in their order."""
        fields = {*failing_fields(self.report), *self.missing}
        return tuple(name for name in FIELDS if name in fields)

    @property
    def proven(self) -> bool:
        """Whether everything is written and nothing of it fails."""
        return self.report.passed and not self.missing

    @property
    def flaws(self) -> tuple[int, int]:
        """The fewer the better: errors and gaps, then warnings."""
        return len(self.report.errors) + len(self.missing), len(self.report.warnings)

    def complaints(self, pack: Pack) -> tuple[Finding, ...]:
        """What to tell the model: the errors, and of each gap what belongs there."""
        words = pack.interface
        gaps = (
            Finding(
                code="missing",
                field=name,
                severity="error",
                message=words.document.empty,
                hint=words.holds.of(name) if name in LETTERS else words.document.statement,
            )
            for name in self.missing
            if name not in {error.field for error in self.report.errors}
        )
        return (*self.report.errors, *gaps)


def judge(goal: SmartGoal, request: DraftRequest, model: str) -> Judged:
    """The validator's word on a goal that `model` wrote for `request`."""
    report = validate(
        goal,
        source=request.goal,
        language=request.language,
        context=request.context,
        today=request.today,
        options=request.options,
    )
    return Judged(goal, report, model)


def failing_fields(report: Report) -> tuple[FieldName, ...]:
    """The fields that errors fall on, in their order.

    What fails the goal as a whole fails the fields that its evidence stands in, or all of them.
    """
    failing: set[str] = set()
    for found in report.errors:
        places = {place.where for place in found.evidence if place.where in FIELDS}
        if found.field in FIELDS:
            failing.add(found.field)
        else:
            failing |= places or set(FIELDS)
    return tuple(name for name in FIELDS if name in failing)
