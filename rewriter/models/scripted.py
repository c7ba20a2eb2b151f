"""A model that says what it was told to say: for tests of whatever drives a model."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from rewriter.schemas import Draft, DraftRequest, SmartGoal, Usage


class ScriptedModel:
    """Hands out the given answers in order and keeps the requests it got.

    An answer is a `SmartGoal`, a whole `Draft`, or an exception, which is raised.  A request
    beyond the last answer is a mistake in the test and raises `AssertionError`.

    >>> from datetime import date
    >>> from rewriter.schemas import GoalContext
    >>> model = ScriptedModel([SmartGoal(statement="10 new leads by 1 May 2027")])
    >>> request = DraftRequest(
    ...     goal="leads", context=GoalContext(), language="en", today=date(2027, 1, 1)
    ... )
    >>> model.draft(request).goal.statement
    '10 new leads by 1 May 2027'
    >>> [request.goal for request in model.requests]
    ['leads']
    """

    def __init__(
        self, answers: Iterable[SmartGoal | Draft | Exception], name: str = "scripted"
    ) -> None:
        self.name = name
        self.requests: list[DraftRequest] = []
        self._answers = list(answers)
        self._lock = threading.Lock()

    def draft(self, request: DraftRequest) -> Draft:
        """The next answer of the script."""
        with self._lock:
            turn = len(self.requests)
            self.requests.append(request)
        if turn >= len(self._answers):
            raise AssertionError(
                f"The script has {len(self._answers)} answers; this is request {turn + 1}."
            )
        answer = self._answers[turn]
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, SmartGoal):
            return Draft(goal=answer, usage=Usage(calls=1))
        return answer
