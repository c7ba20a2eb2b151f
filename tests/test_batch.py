"""Many goals at once."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from datetime import date

import pytest

from rewriter import batch
from rewriter.batch import rewrite_each, rewrite_many
from rewriter.errors import ModelBusyError
from rewriter.languages.pack import load_pack
from rewriter.models.embedded import EmbeddedModel
from rewriter.models.scripted import ScriptedModel
from rewriter.pipeline import rewrite
from rewriter.schemas import (
    Draft,
    DraftRequest,
    GoalContext,
    GoalRequest,
    Options,
    RewriteResult,
    Usage,
)
from tests.results import make_result
from tests.servers import ChatServer, Reply

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


class Counting:
    """The embedded model as a hosted one that counts what it is asked, with a price."""

    name = "openai/counting"

    def __init__(self, seconds: Callable[[str], float] = lambda goal: 0.0) -> None:
        self.asked: list[str] = []
        self._seconds = seconds
        self._lock = threading.Lock()

    def draft(self, request: DraftRequest) -> Draft:
        """What the embedded model drafts, after a while."""
        with self._lock:
            self.asked.append(request.goal)
        time.sleep(self._seconds(request.goal))
        usage = Usage(calls=1, prompt_tokens=10, completion_tokens=5, cost=0.25)
        return EmbeddedModel().draft(request).model_copy(update={"usage": usage})


def test_model_failure_is_said() -> None:
    """A model that breaks for one goal is asked for the next."""
    good = rewrite("more sales", language="en", today=TODAY).goal
    assert good is not None
    model = ScriptedModel([ModelBusyError("wait a little"), good])
    results = rewrite_many(
        ["more leads", "more sales"], language="en", model=model, workers=1, today=TODAY
    )
    assert [result.error for result in results] == ["wait a little", None]


def test_faults_end_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """A fault of the program costs its own goal alone; it is logged, and not shown."""
    good = rewrite("more sales", language="en", today=TODAY).goal
    assert good is not None
    model = ScriptedModel([ZeroDivisionError("inner secrets"), good])
    results = rewrite_many(
        ["more leads", "more sales"], language="en", model=model, workers=1, today=TODAY
    )
    assert [result.error for result in results] == [
        load_pack("en").messages.errors["unexpected"],
        None,
    ]
    assert "ZeroDivisionError" in caplog.text


def test_duplicates_are_asked_once() -> None:
    """The same goal, context and language: one draft, which costs nothing the second time."""
    model = Counting()
    known = GoalContext(baseline="200 leads")
    goals = [
        "more leads",
        "more sales",
        "more leads",
        GoalRequest(goal="more leads"),
        GoalRequest(goal="more leads", context=known),
        GoalRequest(goal="more leads", context=known, language="en"),
        "more leads",
    ]
    heard: dict[int, RewriteResult] = {}
    results = rewrite_many(
        goals, language="en", model=model, today=TODAY, on_result=heard.__setitem__
    )
    assert sorted(model.asked) == ["more leads", "more leads", "more sales"]
    assert [result.usage.calls for result in results] == [1, 1, 0, 0, 1, 0, 0]
    assert [result.cached for result in results] == [False, False, True, True, False, True, True]
    assert results[0].goal == results[2].goal == results[6].goal
    assert results[4].goal == results[5].goal != results[0].goal
    assert [heard[place] for place in range(len(goals))] == results


def test_usage_adds_up() -> None:
    """The batch took what its goals took."""
    goals = ["more leads", "more sales", "more leads", "more followers"]
    results = rewrite_many(goals, language="en", model=Counting(), today=TODAY)
    total = sum((result.usage for result in results), Usage())
    assert (total.calls, total.prompt_tokens, total.completion_tokens) == (3, 30, 15)
    assert total.cost == pytest.approx(0.75)
    embedded = rewrite_many(goals, language="en", today=TODAY)
    total = sum((result.usage for result in embedded), Usage())
    assert (total.calls, total.cost) == (0, None)


def test_slow_goal_holds_up_nobody() -> None:
    """While the first goal takes long the others are done; the results still come in order."""
    model = Counting(lambda goal: 0.4 if goal == "more leads" else 0.0)
    goals = ["more leads", "more sales", "more followers", "more orders"]
    heard: list[int] = []
    results = rewrite_many(
        goals,
        language="en",
        model=model,
        workers=2,
        today=TODAY,
        on_result=lambda place, _: heard.append(place),
    )
    assert heard == [1, 2, 3, 0]
    assert [result.source for result in results] == goals


def test_results_come_while_others_are_made() -> None:
    """The first results are there long before the last, and nobody works too far ahead."""
    model = Counting()
    goals = [f"{number} more leads" for number in range(2, 202)]
    stream = rewrite_each(goals, language="en", model=model, workers=2, today=TODAY)
    assert not model.asked
    first = next(stream)
    assert first.source == goals[0]
    time.sleep(0.3)
    assert len(model.asked) < 40
    assert [result.source for result in stream] == goals[1:]
    assert len(model.asked) == 200


def test_lets_go_of_results(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many goals there are, only so many results are held at a time."""
    alive: list[weakref.ref[RewriteResult]] = []

    def rewrite_with(models: object, goal: str, **wishes: object) -> RewriteResult:
        result = make_result(goal)
        alive.append(weakref.ref(result))
        return result

    monkeypatch.setattr(batch, "rewrite_with", rewrite_with)
    goals = (f"{number} more leads" for number in range(2000))
    most = 0
    for number, result in enumerate(rewrite_each(goals, language="en", workers=2)):
        assert result.source == f"{number} more leads"
        if number % 250 == 249:
            gc.collect()
            most = max(most, sum(ref() is not None for ref in alive))
    assert len(alive) == 2000
    assert most < 350


def test_leaving_ends_the_work() -> None:
    """Who leaves the loop has no more goals worked on."""
    model = Counting(lambda goal: 0.01)
    goals = [f"{number} more leads" for number in range(2, 202)]
    stream = rewrite_each(goals, language="en", model=model, workers=2, today=TODAY)
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    time.sleep(0.1)
    asked = len(model.asked)
    time.sleep(0.1)
    assert len(model.asked) == asked < 40


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError], ids=["Ctrl-C", "full disk"])
def test_what_was_told_before_an_interruption_is_done(error: type[BaseException]) -> None:
    """What ends the batch comes out at once, and what `on_result` heard before is whole."""
    heard: list[RewriteResult] = []

    def keep(place: int, result: RewriteResult) -> None:
        if len(heard) == 3:
            raise error
        heard.append(result)

    goals = [f"{number} more leads" for number in range(2, 202)]
    with pytest.raises(error):
        rewrite_many(goals, language="en", workers=1, today=TODAY, on_result=keep)
    assert [result.source for result in heard] == goals[:3]
    assert all(result.goal for result in heard)


def test_spending_limit_is_for_all(
    serve: Callable[..., ChatServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the money is gone the rest says so, or falls back; what was paid for stands."""
    good = rewrite("more leads", language="en", today=TODAY).goal
    assert good is not None
    server = serve(Reply(good.model_dump(mode="json", include=set(_TEXTS)), usage=(900, 700)))
    monkeypatch.setenv("OPENAI_API_BASE", server.url)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test-9f8e7d6c5b4a")
    goals = [f"more leads from customer number {number}" for number in range(12)]
    options = Options(spending_limit=0.006, max_attempts=1)
    ask = {"language": "en", "model": "openai/gpt-4o-mini", "today": TODAY, "workers": 4}
    results = rewrite_many(goals, options=options, **ask)  # type: ignore[arg-type]
    total = sum((result.usage for result in results), Usage())
    assert total.cost is not None
    assert 0 < total.cost <= 0.006
    refused = [result.error for result in results if result.error]
    wording = load_pack("en").messages.errors["model_spending"]
    assert set(refused) == {wording.format(model="openai/gpt-4o-mini")}
    assert 0 < len(refused) < 12
    options = options.model_copy(update={"fallback": ("embedded",)})
    results = rewrite_many(goals, options=options, **ask)  # type: ignore[arg-type]
    assert {result.error for result in results} == {None}
    assert {result.model for result in results} == {"openai/gpt-4o-mini", "embedded"}


_TEXTS = ("specific", "measurable", "achievable", "relevant", "time_bound", "statement")


def test_reads_the_goals_at_once() -> None:
    """Any iterable will do."""

    def goals() -> Iterator[str]:
        yield from GOALS

    assert [result.source for result in rewrite_many(goals(), today=TODAY)] == GOALS


def test_no_goals() -> None:
    """Nothing to do is done at once."""
    assert rewrite_many([]) == []


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
