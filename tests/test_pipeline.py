"""The loop: draft, validate, re-ask, mend - driven by scripted models."""

from __future__ import annotations

import asyncio
import time
from datetime import date

import pytest

from rewriter.errors import (
    InputError,
    ModelAnswerError,
    ModelAuthError,
    ModelBusyError,
    ModelError,
    ModelUnreachableError,
    UnknownLanguageError,
)
from rewriter.judged import failing_fields
from rewriter.languages.pack import available_languages, load_pack
from rewriter.models.embedded import EmbeddedModel
from rewriter.models.failures import model_error
from rewriter.models.scripted import ScriptedModel
from rewriter.pipeline import arewrite, rewrite, rewrite_with
from rewriter.schemas import (
    FIELDS,
    Draft,
    DraftRequest,
    FellBack,
    GoalContext,
    Options,
    Question,
    SmartGoal,
    Usage,
)
from rewriter.validator import validate
from tests.goals import BASELINES, GOOD, SOURCES, TODAY

languages = pytest.mark.parametrize("code", available_languages())


def run(model: ScriptedModel, code: str = "en", **more: object):  # type: ignore[no-untyped-def]
    """One rewrite of the language's rough goal."""
    more.setdefault("context", GoalContext(baseline=BASELINES[code]))
    return rewrite(SOURCES[code], language=code, model=model, today=TODAY, **more)  # type: ignore[arg-type]


def flawed(code: str = "en", **fields: str) -> SmartGoal:
    """The good goal with some fields replaced."""
    return GOOD[code].model_copy(update=fields)


@languages
def test_good_at_once(code: str) -> None:
    """A good draft goes straight through."""
    model = ScriptedModel([GOOD[code]])
    result = run(model, code)
    assert (result.status, result.mended, len(result.attempts)) == ("ok", (), 1)
    assert result.goal == GOOD[code]
    assert result.report is not None
    assert result.report.passed
    assert result.language == code


@languages
def test_asked_again_for_what_failed(code: str) -> None:
    """The re-ask names the failing letter and its finding; good letters stay."""
    bad = flawed(code, relevant="!")
    good = GOOD[code].model_copy(update={"specific": "Not asked for."})
    model = ScriptedModel([flawed(code, measurable=GOOD[code].specific), good])
    result = run(model, code)
    again = model.requests[1]
    assert "measurable" in again.letters
    assert "specific" not in again.letters
    assert "measurable.no_number" in {finding.code for finding in again.findings}
    assert result.goal is not None
    assert result.goal.specific == bad.specific
    assert result.mended == ()
    assert result.report is not None
    assert result.report.passed


@languages
def test_never_good_is_mended_and_said(code: str) -> None:
    """What still fails after all attempts is written by the embedded model and named."""
    drafts = [
        flawed(code, measurable="?" * 3),
        flawed(code, measurable="??? %"),
        flawed(code, measurable="????"),
    ]
    model = ScriptedModel(drafts)
    result = run(model, code)
    assert len(result.attempts) == 3
    assert result.report is not None
    assert result.report.passed, result.report.errors
    assert "measurable" in result.mended


@languages
def test_a_mended_goal_keeps_nothing_of_nonsense(code: str) -> None:
    """Where every field had to be mended, the model's assumptions and questions go with them."""
    nonsense = SmartGoal(
        **dict.fromkeys(FIELDS, "..."),
        assumptions=("Zeppelins are cheap.",),
        questions=("Which zeppelin?",),
    )
    result = run(ScriptedModel([nonsense, nonsense]), code)
    assert set(result.mended) == set(FIELDS)
    assert result.report is not None
    assert result.report.passed
    assert result.goal is not None
    assert result.questions == result.goal.questions
    own = rewrite(
        SOURCES[code],
        language=code,
        model="embedded",
        today=TODAY,
        context=GoalContext(baseline=BASELINES[code]),
    ).goal
    assert own is not None
    assert result.goal.assumptions == own.assumptions
    assert result.questions == own.questions


def test_repeats_itself() -> None:
    """A model that answers the same again is not asked a third time."""
    bad = flawed(measurable="It grows.")
    model = ScriptedModel([bad, bad, bad])
    result = run(model)
    assert len(model.requests) == 2
    assert "measurable" in result.mended


def test_best_attempt_is_kept() -> None:
    """A later, worse answer does not replace a better one."""
    first = flawed(measurable="It grows.")
    worse = flawed(measurable="XX", statement="XX", specific="XX")
    model = ScriptedModel([first, worse])
    result = run(model, options=Options(max_attempts=2))
    assert result.goal is not None
    assert result.goal.specific == first.specific
    assert "specific" not in result.mended


def test_one_attempt() -> None:
    """`max_attempts` is the number of drafts."""
    model = ScriptedModel([flawed(measurable="It grows.")])
    assert len(run(model, options=Options(max_attempts=1)).attempts) == 1


def test_usage_adds_up() -> None:
    """Tokens of all drafts are counted."""
    usage = Usage(calls=1, prompt_tokens=100, completion_tokens=50)
    drafts = [
        Draft(goal=flawed(measurable="It grows."), usage=usage),
        Draft(goal=GOOD["en"], usage=usage),
    ]
    result = run(ScriptedModel(drafts))
    assert (result.usage.calls, result.usage.prompt_tokens) == (2, 200)
    assert result.usage.cost is None


def test_cached_only_when_all_answers_are() -> None:
    """One fresh answer makes the result fresh."""
    cached = Draft(goal=GOOD["en"], cached=True)
    assert run(ScriptedModel([cached])).cached is True
    mixed = [Draft(goal=flawed(measurable="It grows."), cached=True), GOOD["en"]]
    assert run(ScriptedModel(mixed)).cached is False


def test_model_asks_first() -> None:
    """A model may ask instead of drafting."""
    question = Question(text="For which product?", fills="wanted_action")
    result = run(ScriptedModel([Draft(goal=None, questions=(question,))]))
    assert (result.status, result.goal, result.questions) == ("needs_answer", None, (question,))


class Failing:
    """A model that fails whenever it is asked."""

    def __init__(self, error: Exception, name: str = "openai/broken") -> None:
        self.name = name
        self.asked = 0
        self._error = error

    def draft(self, request: DraftRequest) -> Draft:
        """Raises."""
        self.asked += 1
        raise self._error


@languages
@pytest.mark.parametrize(
    "error",
    [
        pytest.param(ModelAuthError("no key"), id="no key"),
        pytest.param(ModelUnreachableError("no answer"), id="unreachable"),
        pytest.param(ModelAnswerError("gibberish"), id="unreadable"),
        pytest.param(ModelError("no money left"), id="anything else"),
    ],
)
def test_falls_back(code: str, error: ModelError) -> None:
    """Whatever a model fails with, the next of the chain answers, and the result says why."""
    model = Failing(error)
    options = Options(fallback=("embedded",))
    result = rewrite(SOURCES[code], language=code, model=model, today=TODAY, options=options)
    assert (result.status, result.model, result.mended) == ("ok", "embedded", ())
    assert result.fell_back == (FellBack(model="openai/broken", reason=str(error)),)
    assert result.report is not None
    assert result.report.passed
    assert model.asked == 1


def test_falls_back_between_drafts() -> None:
    """A model that fails at the second draft leaves the first to the next model of the chain."""
    second = ScriptedModel([GOOD["en"]], name="openai/second")
    models = [
        ScriptedModel([flawed(measurable="It grows."), ModelBusyError("wait")], name="openai/one"),
        Failing(ModelAuthError("no key"), name="openai/two"),
        second,
    ]
    result = rewrite_with(
        models,
        SOURCES["en"],
        language="en",
        context=GoalContext(baseline=BASELINES["en"]),
        today=TODAY,
        options=Options(),
        purse=None,
    )
    assert [attempt.model for attempt in result.attempts] == ["openai/one", "openai/second"]
    assert (result.model, result.mended) == ("openai/second", ())
    assert [(gone.model, gone.reason) for gone in result.fell_back] == [
        ("openai/one", "wait"),
        ("openai/two", "no key"),
    ]
    assert "measurable" in second.requests[0].letters
    assert "specific" not in second.requests[0].letters


def test_all_fail() -> None:
    """Where nobody answers, the first failure comes out, the others noted on it."""
    first = ModelAuthError("no key")
    models = [Failing(first), Failing(ModelBusyError("wait"), name="openai/two")]
    with pytest.raises(ModelAuthError) as caught:
        rewrite_with(
            models,
            "more leads",
            language="en",
            context=None,
            today=TODAY,
            options=Options(),
            purse=None,
        )
    assert caught.value is first
    assert first.__notes__ == ["wait"]


def test_failure_after_a_draft_is_mended() -> None:
    """Without a chain, what there is when the model fails is mended, and the failure told."""
    model = ScriptedModel([flawed(measurable="It grows."), ModelBusyError("wait a little")])
    result = run(model)
    assert "measurable" in result.mended
    assert result.model == "scripted"
    assert result.fell_back == (FellBack(model="scripted", reason="wait a little"),)
    assert result.report is not None
    assert result.report.passed


def test_unreadable_answers_are_mended() -> None:
    """A model whose answers can't be read has all its fields written by the embedded one."""
    model = Failing(ModelAnswerError("gibberish"))
    result = run(model)  # type: ignore[arg-type]
    assert (result.model, model.asked) == ("embedded", 1)
    assert set(result.mended) == set(FIELDS)
    assert [gone.reason for gone in result.fell_back] == ["gibberish"]


def test_failed_calls_count() -> None:
    """What a failed model took stands in the usage."""
    took = Usage(calls=3, prompt_tokens=90, completion_tokens=10, cost=0.5)
    error = model_error(TimeoutError(), model="openai/x", language="en", usage=took)
    result = run(ScriptedModel([flawed(measurable="It grows."), error]))
    assert (result.usage.calls, result.usage.cost) == (4, None)
    options = Options(fallback=("embedded",))
    usage = run(Failing(error), options=options).usage  # type: ignore[arg-type]
    assert (usage.calls, usage.prompt_tokens, usage.cost) == (3, 90, 0.5)


def test_embedded_takes_no_calls() -> None:
    """The embedded model makes no call, and so has neither tokens nor a cost to tell."""
    usage = rewrite("more leads", language="en", today=TODAY).usage
    assert (usage.calls, usage.prompt_tokens, usage.cost) == (0, None, None)
    assert usage.seconds > 0


class Slow(ScriptedModel):
    """Notes how much time it is given, and takes some."""

    def __init__(self, drafts: list[SmartGoal | Exception], seconds: float) -> None:
        super().__init__(drafts, name="openai/slow")
        self._seconds = seconds

    def draft(self, request: DraftRequest) -> Draft:
        """The next draft, a little later."""
        time.sleep(self._seconds)
        return super().draft(request)

    @property
    def given(self) -> list[float]:
        """The time limits of the requests."""
        return [request.options.seconds for request in self.requests]


def test_time_is_for_all_drafts() -> None:
    """Each draft is given what the earlier ones left; when nothing is, what there is is mended."""
    model = Slow([flawed(measurable="It grows."), flawed(measurable="It will grow.")], 0.15)
    result = run(model, options=Options(seconds=0.25))
    assert len(model.given) == 2
    assert model.given[0] == pytest.approx(0.25, abs=0.05)
    assert model.given[1] < 0.12
    assert "measurable" in result.mended
    expected = load_pack("en").messages.errors["model_timeout"].format(model="openai/slow")
    assert result.fell_back == (FellBack(model="openai/slow", reason=expected),)


def test_time_is_shared_along_the_chain() -> None:
    """A silent model can't use up the time of those that come after it."""
    slow = Slow([ModelUnreachableError("too slow")], 0.2)
    next_one = Slow([GOOD["en"]], 0.0)
    rewrite_with(
        [slow, next_one, EmbeddedModel()],
        SOURCES["en"],
        language="en",
        context=GoalContext(baseline=BASELINES["en"]),
        today=TODAY,
        options=Options(seconds=0.6),
        purse=None,
    )
    assert slow.given == [pytest.approx(0.3, abs=0.05)]
    assert next_one.given == [pytest.approx(0.4, abs=0.05)]


def test_repeats_an_earlier_attempt() -> None:
    """A model that goes round in circles is not asked a fourth time."""
    one, two = flawed(measurable="It grows."), flawed(measurable="It grows and grows.")
    model = ScriptedModel([one, two, one, GOOD["en"]])
    result = run(model, options=Options(max_attempts=6))
    assert len(model.requests) == 3
    assert "measurable" in result.mended


def test_good_letters_are_never_lost() -> None:
    """Of an answer that cures one letter and not the other, the one is kept."""
    first = flawed(measurable="It grows.", time_bound="By 1 May 2019.")
    second = flawed(time_bound="By 1 June 2018.", statement="Not asked for.")
    model = ScriptedModel([first, second, GOOD["en"]])
    result = run(model)
    assert model.requests[1].letters == ("measurable", "time_bound")
    assert model.requests[2].letters == ("time_bound",)
    assert model.requests[2].previous == flawed(time_bound="By 1 June 2018.")
    assert result.goal == GOOD["en"]
    assert [attempt.goal.time_bound for attempt in result.attempts] == [
        "By 1 May 2019.",
        "By 1 June 2018.",
        GOOD["en"].time_bound,
    ]


def test_a_spoiled_letter_does_not_cost_a_good_one() -> None:
    """An answer that cures one letter and spoils another is taken for the first alone."""
    first = flawed(measurable="It grows.", time_bound="By 1 May 2019.")
    spoiled = flawed(time_bound="By 1 May 2019: [date], see https://example.com/x.")
    model = ScriptedModel([first, spoiled, GOOD["en"]])
    run(model)
    assert model.requests[2].previous is not None
    assert model.requests[2].previous.measurable == GOOD["en"].measurable
    assert model.requests[2].previous.time_bound == first.time_bound


@languages
def test_gaps_are_asked_for(code: str) -> None:
    """A letter that was not written is asked for, with what belongs there, and nothing else is."""
    model = ScriptedModel([flawed(code, achievable="", statement=" "), GOOD[code]])
    result = run(model, code)
    again = model.requests[1]
    assert again.letters == ("achievable", "statement")
    assert [finding.field for finding in again.findings] == ["achievable", "statement"]
    assert again.findings[0].hint == load_pack(code).interface.holds.achievable
    assert (result.goal, result.mended) == (GOOD[code], ())


@languages
def test_gaps_are_filled(code: str) -> None:
    """What a model never writes is written by the embedded one, and said."""
    gap = flawed(code, achievable="")
    result = run(ScriptedModel([gap, gap]), code)
    assert result.goal is not None
    assert all(getattr(result.goal, field) for field in FIELDS)
    assert "achievable" in result.mended
    assert "specific" not in result.mended


def test_model_error_comes_through() -> None:
    """Broken plumbing is an exception, as the model raised it."""
    with pytest.raises(ModelUnreachableError, match="no answer"):
        run(ScriptedModel([ModelUnreachableError("no answer")]))


@languages
def test_no_goal_is_asked_about(code: str) -> None:
    """Text that names nothing to reach never goes to a model."""
    pack = load_pack(code)
    for text in (*pack.examples.no_goals, "asdf", "🎉🎉"):
        result = rewrite(text, language=code, model=ScriptedModel([]), today=TODAY)
        assert (result.status, result.goal) == ("needs_answer", None), text
        assert result.questions[0].text == pack.messages.no_goal


def test_several_goals() -> None:
    """The first is rewritten, the others are handed back."""
    text = "- more subscribers to our newsletter\n- fewer complaints\n- higher turnover"
    context = GoalContext(baseline=BASELINES["en"])
    model = ScriptedModel([GOOD["en"]])
    result = rewrite(text, language="en", context=context, model=model, today=TODAY)
    assert result.source == "more subscribers to our newsletter"
    assert result.other_goals == ("fewer complaints", "higher turnover")


def test_bad_input_raises() -> None:
    """Unreadable input and unknown languages are errors of their own."""
    with pytest.raises(InputError):
        rewrite("")
    with pytest.raises(UnknownLanguageError):
        rewrite("more leads", language="xx")


def test_awaitable() -> None:
    """`arewrite` is the same in a thread."""
    goal = "500 new newsletter subscribers by 1 March 2027"
    result = asyncio.run(arewrite(goal, language="en", today=TODAY))
    same = rewrite(goal, language="en", today=TODAY)
    assert result.goal == same.goal


@pytest.mark.parametrize(
    ("goal", "language"),
    [
        pytest.param("more followers", None, id="en"),
        pytest.param("flere følgere på Instagram", "nb", id="nb"),
        pytest.param("flere leads til salgsteamet", "da", id="da"),
        pytest.param("öka försäljningen i webbshoppen", None, id="sv"),
        pytest.param("meer nieuwsbriefabonnees", None, id="nl"),
    ],
)
def test_embedded_end_to_end(goal: str, language: str | None) -> None:
    """The default model's goals are proven, say what they assume, and ask."""
    result = rewrite(goal, language=language, today=date(2026, 11, 22))
    assert result.report is not None
    assert result.report.passed, result.report.errors
    assert (result.model, len(result.attempts), result.mended) == ("embedded", 1, ())
    assert result.goal is not None
    assert result.goal.assumptions
    assert result.questions


def test_keeps_what_was_given() -> None:
    """The user's own number and day stand in the result."""
    result = rewrite("500 new newsletter subscribers by 1 March 2027", today=date(2026, 11, 22))
    assert result.report is not None
    facts = result.report.facts
    assert facts.target is not None
    assert facts.deadline is not None
    assert (facts.target.value, facts.deadline.date) == (500, date(2027, 3, 1))
    assert result.goal is not None
    assert "500" in result.goal.statement


def test_failing_fields_in_order() -> None:
    """What has to be written anew, from the findings' fields or their evidence."""
    report = validate(
        flawed(statement="By 31 March 2027 we win 9,000 subscribers through a guide, so sales rise.",
               measurable="It grows."),
        source=SOURCES["en"], language="en", today=TODAY,
    )  # fmt: skip
    assert "measurable" in failing_fields(report)
    assert list(failing_fields(report)) == sorted(
        failing_fields(report), key=list(SmartGoal.model_fields).index
    )
