"""The scripted model does as told, in order."""

from __future__ import annotations

from datetime import date

import pytest

from rewriter.errors import ModelBusyError
from rewriter.models.base import Model
from rewriter.models.scripted import ScriptedModel
from rewriter.schemas import Draft, DraftRequest, GoalContext, Question, SmartGoal, Usage


def _request(goal: str) -> DraftRequest:
    return DraftRequest(goal=goal, context=GoalContext(), language="en", today=date(2027, 1, 4))


def test_hands_out_answers_in_order() -> None:
    """Goals come as drafts of one call, drafts as they are, exceptions are raised."""
    goal = SmartGoal(statement="50 trial bookings by 1 June 2027")
    asking = Draft(goal=None, questions=(Question(text="Which product?"),), usage=Usage(calls=2))
    model: Model = ScriptedModel([goal, ModelBusyError("wait"), asking])
    assert model.draft(_request("a")) == Draft(goal=goal, usage=Usage(calls=1))
    with pytest.raises(ModelBusyError, match="wait"):
        model.draft(_request("b"))
    assert model.draft(_request("c")) is asking


def test_keeps_requests() -> None:
    """Every request is kept, also one that was answered with an exception."""
    model = ScriptedModel([SmartGoal(), ModelBusyError("wait")], name="my/model")
    model.draft(_request("a"))
    with pytest.raises(ModelBusyError):
        model.draft(_request("b"))
    assert [request.goal for request in model.requests] == ["a", "b"]
    assert model.name == "my/model"


def test_end_of_script() -> None:
    """A request too many is a mistake in the test that makes it."""
    model = ScriptedModel([SmartGoal()])
    model.draft(_request("a"))
    with pytest.raises(AssertionError, match="1 answers; this is request 2"):
        model.draft(_request("b"))
