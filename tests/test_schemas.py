"""The data models: frozen, closed, and kind to plain strings."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from rewriter.schemas import (
    Assumption,
    Finding,
    GoalContext,
    Options,
    Question,
    Report,
    SmartGoal,
    Usage,
)


def test_plain_strings_are_understood() -> None:
    """Assumptions and questions may be given as text."""
    goal = SmartGoal(assumptions=["20 % is enough"], questions=["Who?"])  # type: ignore[arg-type]
    assert goal.assumptions == (Assumption(text="20 % is enough"),)
    assert goal.questions == (Question(text="Who?"),)


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        pytest.param(SmartGoal, {"specifics": "?"}, id="goal"),
        pytest.param(GoalContext, {"budget": "?"}, id="context"),
        pytest.param(Options, {"max_attempts": 0}, id="no attempts"),
        pytest.param(Options, {"reading": "A/R"}, id="unknown reading"),
    ],
)
def test_refuses_what_it_does_not_know(model: type, fields: dict[str, object]) -> None:
    """A misspelt field or an impossible value is an error, not silence."""
    with pytest.raises(ValidationError):
        model(**fields)


def test_frozen() -> None:
    """Nothing can be changed behind the validator's back."""
    with pytest.raises(ValidationError):
        SmartGoal().specific = "x"  # type: ignore[misc]


def test_report_parts() -> None:
    """Errors and warnings are told apart."""
    findings = tuple(
        Finding(code="goal.meta", field="goal", severity=severity, message="")  # type: ignore[arg-type]
        for severity in ("error", "warning")
    )
    report = Report(passed=False, language="en", findings=findings)
    assert (report.errors, report.warnings) == (findings[:1], findings[1:])


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        pytest.param(
            Usage(calls=1, prompt_tokens=10, completion_tokens=5, seconds=1, cost=0.5),
            Usage(calls=2, prompt_tokens=1, completion_tokens=1, seconds=1, cost=0.25),
            Usage(calls=3, prompt_tokens=11, completion_tokens=6, seconds=2, cost=0.75),
            id="all known",
        ),
        pytest.param(
            Usage(calls=1, prompt_tokens=10),
            Usage(calls=1),
            Usage(calls=2),
            id="unknown in part is unknown",
        ),
        pytest.param(
            Usage(calls=1, prompt_tokens=10),
            Usage(seconds=1),
            Usage(calls=1, prompt_tokens=10, seconds=1),
            id="no call takes nothing",
        ),
    ],
)
def test_usage_adds_up(one: Usage, other: Usage, together: Usage) -> None:
    """Unknown is never counted as nought, in either order."""
    assert one + other == together
    assert other + one == together
