"""Many goals at once."""

from __future__ import annotations

from datetime import date

from rewriter.batch import rewrite_many
from rewriter.models.scripted import ScriptedModel
from rewriter.pipeline import rewrite
from rewriter.schemas import GoalContext, GoalRequest, RewriteResult

TODAY = date(2026, 10, 1)
GOALS = ["more leads", "flere følgere på Instagram", "bättre kundservice", "meer omzet"]


def test_order_is_kept() -> None:
    """Results stand where their goals stood, and equal single rewrites."""
    results = rewrite_many(GOALS * 5, today=TODAY, workers=4)
    assert [result.source for result in results] == GOALS * 5
    alone = [rewrite(goal, today=TODAY).goal for goal in GOALS]
    assert [result.goal for result in results] == alone * 5


def test_one_failure_does_not_end_the_rest() -> None:
    """A goal that can't be read has its reason; the others have their goals."""
    results = rewrite_many(["more leads", "", "x" * 20_000], language="nb", today=TODAY)
    assert [result.error is None for result in results] == [True, False, False]
    assert all("Skriv et mål" in (result.error or "") for result in results[1:2])


def test_model_failure_is_said() -> None:
    """A model that breaks for one goal is asked for the next."""
    from rewriter.errors import ModelBusyError

    good = rewrite("more leads", language="en", today=TODAY).goal
    assert good is not None
    model = ScriptedModel([ModelBusyError("wait a little"), good])
    results = rewrite_many(["more leads", "more leads"], model=model, workers=1, today=TODAY)
    assert [result.error for result in results] == ["wait a little", None]


def test_own_context_and_language() -> None:
    """A request brings what is its own."""
    requests = [
        GoalRequest(goal="flere leads", language="da", context=GoalContext(history=(30, 32))),
        GoalRequest(goal="flere leads", language="nb"),
    ]
    results = rewrite_many(requests, today=TODAY)
    assert [result.language for result in results] == ["da", "nb"]
    assert results[0].goal is not None
    assert "32" in " ".join((results[0].goal.measurable, results[0].goal.achievable))


def test_told_as_they_come() -> None:
    """`on_result` hears of every goal, failed ones too."""
    heard: dict[int, RewriteResult] = {}
    results = rewrite_many(["more leads", ""], language="en", on_result=heard.__setitem__)
    assert [heard[0], heard[1]] == results
