"""The loop: draft, validate, re-ask, mend - driven by scripted models."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from rewriter.errors import InputError, ModelUnreachableError, UnknownLanguageError
from rewriter.languages.pack import available_languages, load_pack
from rewriter.models.scripted import ScriptedModel
from rewriter.pipeline import arewrite, failing_fields, rewrite
from rewriter.schemas import Draft, GoalContext, Options, Question, SmartGoal, Usage
from rewriter.validate import validate
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
