"""Recordings of real models: which goals, in which order, and the shares that a replay prints."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from evals import record, run
from evals.datasets import TODAY, held_out, load_rewriting
from evals.recording import (
    Recorded,
    Recording,
    Reply,
    load_recording,
    load_recordings,
    path_of,
    save_recording,
    spread,
)
from evals.records import RewritingCase
from evals.suites.recorded import ATTEMPTS, STAGES, reached, stages
from rewriter import available_languages, rewrite
from rewriter.errors import ModelAnswerError
from rewriter.models.scripted import ScriptedModel
from rewriter.schemas import Draft, GoalContext, SmartGoal
from tests.goals import BASELINES, GOOD, SOURCES
from tests.servers import ChatServer
from tests.servers import Reply as Served

LATE = GOOD["en"].model_copy(update={"time_bound": "As soon as we can."})
SOON = GOOD["en"].model_copy(update={"time_bound": "Soon."})


def case(number: int = 1, language: str = "en") -> RewritingCase:
    """A rough goal that the good one of its language fits."""
    return RewritingCase(
        id=f"{language}-{number}",
        language=language,
        goal=SOURCES[language],
        context=GoalContext(baseline=BASELINES[language]),
    )


def recorded(number: int, *answers: SmartGoal | Exception, language: str = "en") -> Recorded:
    """What is recorded of a goal when a model answers so."""
    drafts = [Draft(goal=said) if isinstance(said, SmartGoal) else said for said in answers]
    model = ScriptedModel(drafts, name="tiny")
    return record.record_case(model, case(number, language), TODAY, 60)


@pytest.mark.parametrize(
    ("answers", "reaches"),
    [
        pytest.param([GOOD["en"]], (True, True, True, True), id="first"),
        pytest.param([LATE, GOOD["en"]], (False, True, True, True), id="second"),
        pytest.param([LATE, SOON, GOOD["en"]], (False, False, True, True), id="third"),
        pytest.param([LATE, SOON, LATE], (False, False, False, True), id="mended"),
        pytest.param([ModelAnswerError("no JSON")], (False, False, False, True), id="unreadable"),
    ],
)
def test_stages_of_a_goal(answers: list[SmartGoal | Exception], reaches: tuple[bool, ...]) -> None:
    """A goal counts from the attempt that was valid, and as its own only if nothing was mended."""
    made = Recording(model="tiny", prompts="x", today=TODAY, goals=(recorded(1, *answers),))
    ((name, cases, *shares),) = stages([made]).rows
    assert (name, cases) == ("en tiny", 1)
    assert tuple(share == 100 for share in shares) == reaches


def test_shares_by_language() -> None:
    """Each language has its row, all of them one together; a goal nobody was asked for has none."""
    goals = (
        recorded(1, GOOD["en"]),
        recorded(2, LATE, GOOD["en"]),
        recorded(3, GOOD["nl"], language="nl"),
        Recorded(case=case(4), replies=()),
    )
    table = stages([Recording(model="tiny", prompts="x", today=TODAY, goals=goals)])
    assert table.columns == ["", "cases", *(f"{stage} %" for stage in STAGES)]
    assert table.rows == [
        ["en tiny", 2, 50.0, 100.0, 100.0, 100.0],
        ["nl tiny", 1, 100.0, 100.0, 100.0, 100.0],
        ["all tiny", 3, 66.7, 100.0, 100.0, 100.0],
    ]


def test_the_suite_prints_the_recorder_s_shares() -> None:
    """`python -m evals --suite recorded` and the recorder say the same of what is committed."""
    by_suite = next(t for t in run(suites=["recorded"])[0].tables if t.title == ATTEMPTS)
    assert sorted(by_suite.rows, key=str) == sorted(stages(load_recordings()).rows, key=str)


def test_no_goal_is_reached_without_an_answer() -> None:
    """A rewrite that asks first reached nothing."""
    asking = rewrite("xyzzy", language="en", today=TODAY)
    assert asking.status == "needs_answer"
    assert reached(asking) == (False, False, False, False)


def test_what_is_committed() -> None:
    """Real models in all five languages; nothing held out, nothing of the machine."""
    made = load_recordings()
    assert made
    for one in made:
        assert {goal.case.language for goal in one.goals} == set(available_languages())
        assert not any(held_out(goal.case) for goal in one.goals)
        assert all(goal.case in load_rewriting([goal.case.language]) for goal in one.goals)
        text = path_of(one.model).read_text(encoding="utf-8")
        assert not re.search(r"/(?:home|work|root|tmp|usr)/|localhost|127\.0\.0\.1", text)


@pytest.mark.parametrize(
    ("number", "ids"),
    [
        pytest.param(None, [1, 2, 3, 4, 5], id="all"),
        pytest.param(2, [1, 3], id="two"),
        pytest.param(5, [1, 2, 3, 4, 5], id="each"),
        pytest.param(9, [1, 2, 3, 4, 5], id="more than there are"),
    ],
)
def test_spread(number: int | None, ids: list[int]) -> None:
    """Goals are taken from all over the file, each once, the same number of each language."""
    cases = [case(n, code) for code in ("en", "nl") for n in (1, 2, 3, 4, 5)]
    taken = spread(cases, number)
    assert [one.id for one in taken] == [f"{code}-{n}" for code in ("en", "nl") for n in ids]


def test_many_at_a_time(tmp_path: Path, serve: Callable[..., ChatServer]) -> None:
    """However the answers come in, the recording is in the order of the file."""
    server = serve(Served(GOOD["en"].model_dump(mode="json")))
    asked = ["--model", "openai/local", "--api-base", server.url, "--folder", str(tmp_path)]
    asked += ["--name", "tiny", "--language", "en", "--spread", "4", "--workers", "3"]
    assert record.main(asked) == record.RECORDED
    listed = [one for one in load_rewriting(["en"]) if not held_out(one)]
    made = load_recording(path_of("tiny", tmp_path))
    assert [one.case for one in made.goals] == spread(listed, 4)
    assert record.main([*asked[:-4], "--spread", "2"]) == record.RECORDED
    fewer = load_recording(path_of("tiny", tmp_path))
    assert [one.case for one in fewer.goals] == spread(listed, 2)


def test_replay_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The shares of a folder are shown without asking anybody; what can't be read is said."""
    made = Recording(model="tiny", prompts="x", today=TODAY, goals=(recorded(1, GOOD["en"]),))
    save_recording(made, path_of("tiny", tmp_path))
    assert record.main(["--replay", "--folder", str(tmp_path)]) == record.RECORDED
    shown = capsys.readouterr().out
    assert "en tiny" in shown
    assert "100" in shown
    (tmp_path / "broken.json").write_text("{")
    assert record.main(["--replay", "--folder", str(tmp_path)]) == record.FAILED
    assert "broken.json" in capsys.readouterr().out


def test_reply_needs_no_goal() -> None:
    """An answer that couldn't be read is kept with its reason."""
    (reply,) = recorded(1, ModelAnswerError("no JSON")).replies
    assert reply == Reply(asked=reply.asked, letters=reply.letters, failure="no JSON")
