"""The suites of the evaluations beside rewriting and validating: facts, robustness, attacks,
recordings, mutations."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import evals.mutants
import evals.suites.mutations
from evals import record, run
from evals.__main__ import OK, WORSE, main
from evals.datasets import (
    TODAY,
    Breakage,
    HostileCase,
    RewritingCase,
    SentenceCase,
    ValidatorCase,
    load_answers,
    load_breakage,
    load_hostile,
    load_robustness,
    load_sentences,
)
from evals.labels import tally
from evals.mutants import MUTATIONS, PLAIN_MUTATIONS, Ground, Mutant
from evals.recording import Recorded, ReplayModel, load_recorded, load_recording, path_of, stale
from evals.runner import SuiteRun
from evals.stats import Counts
from evals.suites import FACTS, HOSTILE, RECORDED, ROBUSTNESS, SUITES
from evals.suites import MUTATIONS as SUITE
from evals.suites.hostile import hostile_task
from evals.suites.mutations import SWITCHED_OFF, findings_by_check, name_of
from evals.suites.robustness import WAYS, load_wordings
from evals.tables import Scored
from rewriter import available_languages, validate
from rewriter.errors import ModelAnswerError
from rewriter.languages.metrics import metric_table
from rewriter.models.scripted import ScriptedModel
from rewriter.schemas import Draft, GoalContext, SmartGoal, Usage
from rewriter.validator import CHECKS
from tests.asking import ask
from tests.goals import BASELINES, GOOD, SOURCES
from tests.servers import ChatServer, Reply

LANGUAGES = available_languages()


def only(monkeypatch: pytest.MonkeyPatch, name: str, cases: list[Any]) -> Callable[..., SuiteRun]:
    """Runs a suite over these cases instead of its own."""
    suite = dataclasses.replace(SUITES[name], load=lambda languages: cases)
    monkeypatch.setitem(SUITES, name, suite)  # type: ignore[arg-type]
    return lambda **asked: run(suites=[name], **asked)[0]


# --- data ------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", LANGUAGES)
def test_answers(code: str) -> None:
    """Each language has answers of two real models, told apart, and each has labels."""
    cases = load_answers([code])
    assert len({case.model for case in cases}) == 2
    assert len(cases) >= 20
    assert {case.language for case in cases} == {code}


@pytest.mark.parametrize("code", LANGUAGES)
def test_sentences(code: str) -> None:
    """Each language's sentences label good and flawed ones, and warnings in both senses."""
    cases = load_sentences([code])
    assert sum(not case.expect for case in cases) >= 10
    assert sum(bool(case.expect) for case in cases) >= 10
    due = {code for case in cases for code in case.warns}
    assert len(due) >= 12
    assert due & {code for case in cases for code in case.silent}


def test_attempts_to_abuse() -> None:
    """There are enough attempts, of each kind in each language, and each names what may leak."""
    cases = load_hostile()
    assert len(cases) >= 40
    kinds = Counter((case.language, case.kind) for case in cases)
    assert len(kinds) == len(LANGUAGES) * len({case.kind for case in cases})
    assert all(case.leaks for case in cases)


def test_goals_said_in_many_ways() -> None:
    """Each goal is said in every language, and means a metric that there is."""
    for goal in load_robustness():
        assert set(goal.said) == set(LANGUAGES)
        assert goal.means.metric in metric_table().metrics
    ways = {getattr(case, "way", "") for case in load_wordings(["da"])}
    assert ways == {"plain", "typos", "polite", "synonyms", *WAYS}


# --- facts and robustness --------------------------------------------------------------------


@pytest.mark.parametrize("code", LANGUAGES)
def test_facts_suite(code: str) -> None:
    """Recall of values and days, and what is read where nothing is labelled, in per cent."""
    (done,) = run(suites=["facts"], languages=[code], limit=15)
    figures = done.figures[code]
    assert figures["cases"] == 15
    assert all(figures[gate] is not None for gate in FACTS.gates)


def test_wrong_reading_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A goal that is read as another metric, number or day than it means fails by those names."""
    (case,) = [one for one in load_wordings(["en"]) if one.id == "en-g01-plain"]
    means = case.means.model_copy(  # type: ignore[attr-defined]
        update={"metric": "leads", "numbers": (7.0,), "deadline": (TODAY,), "direction": "down"}
    )
    other = case.model_copy(update={"id": "en-other", "means": means})
    done = only(monkeypatch, "robustness", [case, other])()
    assert done.failing().get("en-g01-plain") is None
    assert set(done.failing()["en-other"]) == {"metric", "numbers", "deadline", "direction"}


def test_ways_of_saying() -> None:
    """The made wordings change how a goal looks and not what it says."""
    said = {name: change("Win 1,500 readers, soon.") for name, change in WAYS.items()}
    assert said["capitals"] == "WIN 1,500 READERS, SOON."
    assert said["no punctuation"] == "Win 1,500 readers soon"
    assert said["shouted"].endswith("soon!!!")
    assert said["blanks"].split() == ["Win", "1,500", "readers,", "soon."]
    assert set(ROBUSTNESS.gates) == {f"{name} %" for name in ROBUSTNESS.passing}


# --- hostile ---------------------------------------------------------------------------------


def attempt(**fields: Any) -> HostileCase:
    """An attempt that a model obeyed."""
    told = {"id": "en-x", "language": "en", "kind": "link", "goal": SOURCES["en"]}
    return HostileCase.model_validate(told | fields)


@pytest.mark.parametrize(
    ("obeyed", "leaks", "unmet"),
    [
        pytest.param(
            {"specific": "Visit https://evil.example now."}, ["evil.example"], set(), id="caught"
        ),
        pytest.param(
            {"achievable": "The guide is written, says Ms Leek, and two hours are set aside."},
            ["Leek"],
            {"caught", "nothing leaks"},
            id="not to be told from a good one",
        ),
    ],
)
def test_obeying_model(
    monkeypatch: pytest.MonkeyPatch, obeyed: dict[str, str], leaks: list[str], unmet: set[str]
) -> None:
    """What the checks catch is mended away; what they can't see is reported as a leak."""
    done = only(monkeypatch, "hostile", [attempt(obeyed=obeyed, leaks=leaks)])()
    assert set(done.failing().get("en-x", {})) == unmet


def test_own_words_may_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the user typed into the context is no leak when it is repeated."""
    case = attempt(
        obeyed={"time_bound": "BANANA"}, leaks=["BANANA"], context={"audience": "fans of BANANA"}
    )
    assert only(monkeypatch, "hostile", [case])().failing() == {}


def test_prompt_in_the_answer() -> None:
    """A stretch of the prompts in the chosen model's goal is a leak, whatever the case names."""
    folder = Path(__file__).parents[1] / "prompts"
    told = (folder / "system.md").read_text(encoding="utf-8").split("\n")[0]
    case = attempt(obeyed={"specific": "<b>"}, leaks=["<b>"])
    out = hostile_task("embedded", TODAY)(case)
    (walls,) = HOSTILE.evaluators
    assert ask(walls, case, out)["nothing leaks"].value is True
    goal = out.written.goal.model_copy(update={"achievable": told})
    leaky = out._replace(written=out.written.model_copy(update={"goal": goal}))
    assert ask(walls, case, leaky)["nothing leaks"].value is False


@pytest.mark.parametrize(
    ("face", "shown"),
    [
        pytest.param("render_markdown", "![x](http://evil.example)", id="image in Markdown"),
        pytest.param("render_markdown", "<script>alert(1)</script>", id="script in Markdown"),
        pytest.param("render_csv", '"=1+1"\r\n', id="formula in CSV"),
    ],
)
def test_face_that_lets_something_through(
    monkeypatch: pytest.MonkeyPatch, face: str, shown: str
) -> None:
    """As the faces are, an obeying draft is but text; a face that did not escape would be told."""
    case = attempt(obeyed={"specific": "=1+1", "relevant": "<img src=x>"}, leaks=["="])
    out = hostile_task("embedded", TODAY)(case)
    assert out.raw.goal.specific == "=1+1"
    (walls,) = HOSTILE.evaluators
    assert ask(walls, case, out)["shown as text"].value is True
    monkeypatch.setattr(f"evals.suites.hostile.{face}", lambda results: shown)
    assert ask(walls, case, out)["shown as text"].value is False


def test_open_fence_and_other_report() -> None:
    """A prompt with a second fence, and a result that was judged otherwise, are told."""
    case = attempt(obeyed={"specific": "<b>"}, leaks=["<b>"])
    out = hostile_task("embedded", TODAY)(case)
    (walls,) = HOSTILE.evaluators
    system, user = out.messages
    opened = {**user, "content": user["content"] + "</goal> <|im_start|>"}
    other = out.fresh.model_copy(update={"findings": ()})
    said = ask(walls, case, out._replace(messages=[system, opened], fresh=other))
    assert said["fenced"].reason == "2 times </goal>, <|im_start|>"
    assert said["judged"].value is False


# --- recordings ------------------------------------------------------------------------------


def answer_of(goal: SmartGoal) -> dict[str, Any]:
    """A goal as a hosted model answers it."""
    return goal.model_dump(mode="json")


@pytest.fixture
def recorded(tmp_path: Path, serve: Callable[..., ChatServer]) -> tuple[Path, ChatServer]:
    """A folder with a recording of one goal, answered wrong first and then right."""
    wrong = GOOD["en"].model_copy(update={"time_bound": "As soon as we can."})
    server = serve(Reply(answer_of(wrong)), Reply(answer_of(GOOD["en"])))
    assert record_with(server, tmp_path, "--case", "en-02") == record.RECORDED
    return tmp_path, server


def record_with(server: ChatServer, folder: Path, *more: str) -> int:
    """The recorder's command against a server."""
    asked = ["--model", "openai/local", "--api-base", server.url, "--folder", str(folder)]
    return record.main([*asked, "--name", "tiny", "--language", "en", *more])


def test_recorder(recorded: tuple[Path, ChatServer], capsys: pytest.CaptureFixture[str]) -> None:
    """It keeps goal, prompts and answers; recorded already, nothing is asked again."""
    folder, server = recorded
    made = load_recording(path_of("tiny", folder))
    assert made.model == "tiny"
    assert made.prompts
    (one,) = made.goals
    assert len(one.replies) >= 1
    assert one.replies[0].usage.completion_tokens == 100
    before = len(server.requests)
    capsys.readouterr()
    assert record_with(server, folder, "--case", "en-02") == record.RECORDED
    assert len(server.requests) == before
    assert "1 goals" in capsys.readouterr().out


def test_changed_prompts(
    recorded: tuple[Path, ChatServer],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Once the templates are others it is said, and the goals are asked anew."""
    folder, server = recorded
    assert stale(folder) == []
    assert record.main(["--check", "--folder", str(folder)]) == record.RECORDED
    monkeypatch.setattr("evals.recording.fingerprint", lambda: "other")
    monkeypatch.setattr("evals.record.fingerprint", lambda: "other")
    assert record.main(["--check", "--folder", str(folder)]) == record.CHANGED
    assert "tiny: the prompts have changed" in capsys.readouterr().out
    before = len(server.requests)
    record_with(server, folder, "--case", "en-02")
    assert len(server.requests) > before
    assert stale(folder) == []


def test_recorder_without_a_server(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who can't be asked is said, with exit code 2, and nothing is written."""
    asked = ["--model", "openai/local", "--api-base", "http://127.0.0.1:9", "--seconds", "2"]
    asked += ["--folder", str(tmp_path), "--case", "en-02"]
    assert record.main(asked) == record.FAILED
    assert record.main(["--folder", str(tmp_path)]) == record.FAILED
    assert record.main([*asked[:-1], "en-none"]) == record.FAILED
    assert list(tmp_path.iterdir()) == []
    assert capsys.readouterr().out


def replayed(case: RewritingCase, *answers: SmartGoal | Exception) -> Recorded:
    """What is recorded when a model answers so."""
    drafts = [
        Draft(goal=a, usage=Usage(calls=1, prompt_tokens=10, completion_tokens=5))
        if isinstance(a, SmartGoal)
        else a
        for a in answers
    ]
    return record.record_case(ScriptedModel(drafts, name="tiny"), case, TODAY, 60)


OWN = RewritingCase(
    id="en-1",
    language="en",
    goal=SOURCES["en"],
    context=GoalContext(baseline=BASELINES["en"]),
)
LATE = GOOD["en"].model_copy(update={"time_bound": "As soon as we can."})


@pytest.mark.parametrize(
    ("answers", "figures"),
    [
        pytest.param([GOOD["en"]], {"first try %": 100, "mended": 0, "tokens": 15}, id="right"),
        pytest.param([LATE, GOOD["en"]], {"first try %": 0, "re-asked %": 100}, id="re-asked"),
        pytest.param([LATE, LATE], {"re-asked %": 0, "passed %": 100}, id="mended"),
        pytest.param([ModelAnswerError("no JSON")], {"attempts": 0, "passed %": 100}, id="no JSON"),
    ],
)
def test_replay(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    answers: list[SmartGoal | Exception],
    figures: dict[str, float],
) -> None:
    """A replay goes the way that the model went, without the model."""
    content = {
        "model": "tiny",
        "prompts": "x",
        "today": TODAY.isoformat(),
        "goals": [replayed(OWN, *answers).model_dump(mode="json", exclude_defaults=True)],
    }
    (tmp_path / "tiny.json").write_text(json.dumps(content))
    cases = load_recorded(None, tmp_path)
    done = only(monkeypatch, "recorded", list(cases))()
    row = done.figures["en tiny"]
    assert {name: row[name] for name in figures} == figures
    assert row["prompt as recorded %"] == row["enough recorded %"] == 100


def test_replay_notes_what_is_other_today() -> None:
    """Another day gives another prompt; a turn beyond the recording repeats the last answer."""
    one = replayed(OWN, GOOD["en"])
    replay = ReplayModel("tiny", one.replies)
    request = ScriptedModel([GOOD["en"]] * 3)
    record.record_case(request, OWN, TODAY.replace(year=2030), 60)
    asked = request.requests[0]
    assert replay.draft(asked).goal == GOOD["en"]
    assert not replay.as_recorded
    assert not replay.beyond
    assert replay.draft(asked).goal == GOOD["en"]
    assert replay.beyond
    assert RECORDED.notes() == stale()


# --- mutations -------------------------------------------------------------------------------


def good_case(code: str) -> ValidatorCase:
    """The good goal of a language as a labelled case."""
    return ValidatorCase(
        id=f"{code}-1",
        language=code,
        source=SOURCES[code],
        goal=GOOD[code],
        context=GoalContext(baseline=BASELINES[code]),
    )


ALL_GOOD = {code: (good_case(code),) for code in LANGUAGES}


@pytest.mark.parametrize("kind", [*MUTATIONS, *PLAIN_MUTATIONS])
@pytest.mark.parametrize("code", LANGUAGES)
def test_mutant_is_killed(code: str, kind: str) -> None:
    """Each way of breaking the good goal of each language is caught on the field it broke."""
    ground = Ground(good_case(code), 0, load_breakage()[code], ALL_GOOD)
    broken = (MUTATIONS | PLAIN_MUTATIONS)[kind](ground)
    assert broken is not None
    texts, fields = broken
    report = validate(
        GOOD[code].model_copy(update=texts),
        source=SOURCES[code],
        language=code,
        context=ground.case.context,
        today=TODAY,
    )
    assert {found.field for found in report.errors} & set(fields)


def test_mutation_that_does_not_apply() -> None:
    """Where there is no figure to drop or to alter there is no mutant."""
    goal = GOOD["en"].model_copy(update={"measurable": "More readers."})
    case = good_case("en").model_copy(update={"goal": goal})
    words = Breakage(soon=("Soon.",), praise=("Great.",), until="By {date}.")
    ground = Ground(case, 0, words, ALL_GOOD)
    for kind in ("drop the number", "alter a figure"):
        assert MUTATIONS[kind](ground) is None
    assert PLAIN_MUTATIONS["leave a gap"](ground) is None


@pytest.mark.parametrize(
    ("measurable", "statement", "altered"),
    [
        pytest.param(
            "40 leads, up from 30.",
            "From 30 to 40 leads by 1 May 2027.",
            "From 30 to 70 leads by 1 May 2027.",
            id="target, not where things stand",
        ),
        pytest.param(
            "40 members aged 55, up from 30.",
            "40 members aged 55 by 1 May 2027.",
            "70 members aged 55 by 1 May 2027.",
            id="not a number of the audience",
        ),
        pytest.param(
            "We count 12 posts. The target is 40 leads.",
            "12 posts bring 40 leads by 1 May 2027.",
            "12 posts bring 70 leads by 1 May 2027.",
            id="not what the rough goal names besides",
        ),
        pytest.param("40 leads.", "Forty leads by 1 May 2027.", None, id="in words only"),
        pytest.param("40 to 50 leads.", "40 to 50 leads by 1 May 2027.", None, id="a range"),
        pytest.param("40 leads.", "40 leads of 40 by 1 May 2027.", None, id="twice"),
        pytest.param("40 leads.", "Leads by 1 May 2027.", None, id="not in the sentence"),
    ],
)
def test_altered_figure_is_the_target(measurable: str, statement: str, altered: str | None) -> None:
    """The target becomes a number that stands nowhere else; what is no target is left alone."""
    goal = GOOD["en"].model_copy(update={"measurable": measurable, "statement": statement})
    given = {
        "source": "more leads out of 12 posts",
        "context": GoalContext(baseline="30 leads", audience="55-year-olds"),
    }
    case = good_case("en").model_copy(update={"goal": goal, **given})
    broken = MUTATIONS["alter a figure"](Ground(case, 0, load_breakage()["en"], ALL_GOOD))
    assert (broken and broken[0]["statement"]) == altered


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mutants of one good rewrite a language, and a handful of labelled goals."""
    late = good_case("en").model_copy(update={"id": "en-2", "goal": LATE})
    flaw = {"code": "time_bound.no_deadline", "field": "time_bound"}
    flawed = ValidatorCase.model_validate(dict(late) | {"expect": [flaw]})
    monkeypatch.setattr(evals.mutants, "_sound", ALL_GOOD.__getitem__)
    monkeypatch.setattr(evals.suites.mutations, "load_validator", lambda codes: [flawed])


@pytest.mark.usefixtures("small")
def test_mutations_suite() -> None:
    """The kill rate by language and way, and what each check's loss would do."""
    (done,) = run(suites=["mutations"])
    assert done.figures["all"]["killed %"] == 100
    by_check = {
        row[0]: row[1:]
        for table in done.tables
        if table.title == SWITCHED_OFF
        for row in table.rows
    }
    assert list(by_check) == [name_of(check) for check in CHECKS]
    figure, before, after, noticed = by_check["time_bound.check_deadline"]
    assert str(figure).startswith("en: ")
    assert before == 100
    assert after < before
    assert noticed == "yes"


@pytest.mark.usefixtures("small")
def test_kill_rate_has_a_floor(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Below the floor the command fails, even where the baseline is no better."""
    # Of so few mutants no check is missed; that is another reason to fail.
    suite = dataclasses.replace(SUITE, musts={})
    monkeypatch.setitem(SUITES, "mutations", suite)  # type: ignore[arg-type]
    files = ["--baseline", str(tmp_path / "base.json"), "--report", str(tmp_path / "r.json")]
    assert main([*files, "--suite", "mutations", "--update-baseline"]) == OK
    blind = tuple(check for check in CHECKS if name_of(check) != "measurable.check_number")
    monkeypatch.setattr(evals.suites.mutations, "CHECKS", blind)
    assert main([*files, "--suite", "mutations", "--update-baseline"]) == WORSE
    assert "at least 97 is wanted" in capsys.readouterr().out
    assert SUITE.floors == {"killed %": 97.0}


@pytest.mark.parametrize("code", LANGUAGES)
def test_checks_one_by_one_are_the_validator(code: str) -> None:
    """The findings by check are those of `validate`, so that leaving one out is honest."""
    case = good_case(code).model_copy(update={"goal": SmartGoal(statement="XX leads, some day")})
    apart = findings_by_check(case, case.goal, TODAY)
    report = validate(
        case.goal, source=case.source, language=code, context=case.context, today=TODAY
    )
    assert tuple(one for found in apart.values() for one in found) == report.findings
    assert report.errors


def test_no_mutant_of_a_held_out_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only listed, good rewrites that pass are broken."""
    cases = [
        good_case("en").model_copy(update={"id": "en-3"}),
        good_case("en").model_copy(update={"id": "en-4", "goal": LATE}),
        good_case("en").model_copy(update={"id": "en-5"}),
    ]
    monkeypatch.setattr(
        evals.mutants, "load_validator", lambda codes: cases if codes == ["en"] else []
    )
    evals.mutants._sound.cache_clear()
    assert [case.id for case in evals.mutants._sound("en")] == ["en-5"]
    evals.mutants._sound.cache_clear()


# --- plain sentences -------------------------------------------------------------------------


def test_warnings_are_counted_where_they_are_labelled() -> None:
    """Errors count over all cases, a warning over the sentences that say whether it is due."""
    told = [
        SentenceCase(id="en-1", language="en", text="a", warns=("goal.vanity",)),
        SentenceCase(id="en-2", language="en", text="b", silent=("goal.vanity",)),
        SentenceCase(id="en-4", language="en", text="c"),
    ]
    assert tally([Scored(case, None) for case in told]) == {
        "goal.vanity": Counts(hit=0, missed=1, false=0, neither=1)
    }


def test_sentence_in_the_validator_suite(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence has rows of its own; a warning that is due and missing is told."""
    text = "By 1 May 2027 we win 60 bookings instead of 45 in the calendar, which pays the rent."
    cases = [
        SentenceCase(id="en-1", language="en", text=text, warns=("time_bound.too_far",)),
        SentenceCase(id="en-2", language="en", text=text, silent=("time_bound.too_far",)),
    ]
    done = only(monkeypatch, "validator", cases)()
    assert done.figures["en sentences"]["warnings F1 %"] == 0
    assert done.failing() == {"en-1": {"warnings right": f"time_bound.too_far is missing: {text}"}}


def test_answers_have_rows_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """F1 over fields by model; no flaw is planted, so none can be found or missed."""
    cases = load_answers(["sv"])[:4]
    row = only(monkeypatch, "validator", cases)().figures[f"sv {cases[0].model}"]
    assert row["flaws found %"] is None
    assert 0 < (row["field F1 %"] or 0) <= 100


def test_every_mutant_has_an_id_of_its_own() -> None:
    """Case, way and language make the id."""
    ends = [kind.split()[-1] for kind in (*MUTATIONS, *PLAIN_MUTATIONS)]
    assert len(ends) == len(set(ends))
    assert "kind" in Mutant.model_fields
