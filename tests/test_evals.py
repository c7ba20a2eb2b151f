"""The evaluations: what is read, how an answer is judged, what counts as a regression."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from pydantic_evals.evaluators import Evaluator

import evals.suites.rewriting
from evals import run
from evals.__main__ import NOTHING, OK, WORSE, main
from evals.baseline import Comparison, Entry, compare, load_baseline, update
from evals.datasets import (
    DATASETS,
    DataError,
    FactCase,
    Flaw,
    Given,
    RewritingCase,
    ValidatorCase,
    held_out,
    load_facts,
    load_records,
    load_rewriting,
    schemas,
    select,
)
from evals.evaluators import (
    Effort,
    Kept,
    NothingInvented,
    Passed,
    Proven,
    Rewritten,
    RightLanguage,
    Verdict,
    language_of,
)
from evals.runner import NothingToRunError, SuiteRun
from evals.suites import REWRITING, SUITES, VALIDATOR
from evals.suites.validator import CODES
from rewriter import available_languages
from rewriter.models.scripted import ScriptedModel
from rewriter.schemas import (
    Attempt,
    Draft,
    DraftRequest,
    Finding,
    GoalContext,
    GoalRequest,
    RewriteResult,
    SmartGoal,
    Usage,
)
from tests.asking import ask
from tests.goals import BASELINES, GOOD, SOURCES, TODAY, judged
from tests.results import make_question

LANGUAGES = available_languages()


# --- cases -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_rough_goals(language: str) -> None:
    """Each language has its goals: enough of them, some with context, none twice."""
    cases = load_rewriting([language])
    assert len(cases) >= 10
    assert {case.language for case in cases} == {language}
    assert len({case.goal.lower() for case in cases}) == len(cases)
    assert sum(case.context != GoalContext() for case in cases) >= 3
    assert sum(bool(case.keeps.numbers) for case in cases) >= 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases(language: str) -> None:
    """Each language has phrases with a deadline, with a number, with both and with neither."""
    cases = load_facts([language])
    kinds = {(bool(case.deadline), case.value is not None) for case in cases}
    assert len(cases) >= 30
    assert kinds == {(True, False), (False, True), (True, True), (False, False)}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("goal: more calls", "a list of cases", id="no list"),
        pytest.param("- more calls", "case 1: a mapping with an id", id="no mapping"),
        pytest.param("- {goal: more calls}", "case 1: a mapping with an id", id="no id"),
        pytest.param("- {id: a, gaol: calls}", r"case 1 \(a\): goal: Field required", id="missing"),
        pytest.param("- {id: a, goal: x, tone: y}", r"\(a\): tone: Extra inputs", id="unknown key"),
        pytest.param("- {id: a, goal: x}\n- {id: a, goal: y}", "stand twice: a", id="same id"),
        pytest.param("- {id: a, goal: [x}", "while parsing", id="no YAML"),
        pytest.param("- {id: a, goal: x, keeps: {numbers: [x]}}", "keeps.numbers.0", id="number"),
    ],
)
def test_bad_file(tmp_path: Path, text: str, message: str) -> None:
    """A file that can't be read is named together with the case and the key."""
    path = tmp_path / "own.yaml"
    path.write_text(text)
    with pytest.raises(DataError, match=message) as caught:
        load_records(path, RewritingCase, "en")
    assert "own.yaml" in str(caught.value)


def test_scalars_stay_as_typed(tmp_path: Path) -> None:
    """Free text needs no quotes for figures and dates; what has to be a number becomes one."""
    path = tmp_path / "own.yaml"
    path.write_text(
        "- id: 7\n  goal: calls\n  note:\n  context: {baseline: 1200, deadline: 2027-03-01}\n"
        "  keeps: {numbers: [12.5], deadline: [2027-03-01]}\n"
    )
    (case,) = load_records(path, RewritingCase, "en")
    assert case.id == "7"
    assert case.context.baseline == "1200"
    assert case.context.deadline == "2027-03-01"
    assert case.keeps.numbers == (12.5,)
    assert case.keeps.deadline[0].isoformat() == "2027-03-01"


def test_held_out_third() -> None:
    """About a third is held out, decided by the id alone."""
    cases = [FactCase(id=f"{code}-{n:03}", text="") for code in LANGUAGES for n in range(1, 91)]
    hidden = [case.id for case in cases if held_out(case)]
    assert 0.25 < len(hidden) / len(cases) < 0.42
    assert [case.id for case in reversed(cases) if held_out(case)] == hidden[::-1]


def test_select() -> None:
    """By id, or the first ones of each language."""
    cases = load_rewriting(["da", "nl"])
    assert [case.id for case in select(cases, limit=2)] == ["da-01", "da-02", "nl-01", "nl-02"]
    assert [case.id for case in select(cases, ids=["nl-03", "xx"])] == ["nl-03"]


@pytest.mark.parametrize("path", schemas(), ids=lambda path: path.name)
def test_schemas_are_current(path: Path) -> None:
    """The schemas on disk are those of the models (`python -m evals --write-schemas`)."""
    assert path.read_text(encoding="utf-8") == schemas()[path]


@pytest.mark.parametrize(
    ("schema", "data"),
    [
        pytest.param("rewriting", f"rewriting/{code}.yaml", id=f"rewriting {code}")
        for code in LANGUAGES
    ]
    + [
        pytest.param(kind, f"{kind}/{code}.yaml", id=f"{kind} {code}")
        for kind in ("answers", "sentences", "hostile")
        for code in LANGUAGES
    ]
    + [
        pytest.param(kind, f"{kind}.yaml", id=kind) for kind in ("facts", "robustness", "mutations")
    ],
)
def test_data_fit_their_schema(schema: str, data: str) -> None:
    """An editor that checks by the schema finds no fault in the data, and finds a wrong key."""
    rules = json.loads((DATASETS / f"{schema}.schema.json").read_text(encoding="utf-8"))
    parsed = yaml.safe_load((DATASETS / data).read_text(encoding="utf-8"))
    content = json.loads(json.dumps(parsed, default=str))
    jsonschema.validate(content, rules)
    first = content[0] if isinstance(content, list) else content["en"]
    first = first[0] if isinstance(first, list) else first
    first["gaol"] = "slip"
    with pytest.raises(jsonschema.ValidationError, match="gaol"):
        jsonschema.validate(content, rules)


# --- evaluators ------------------------------------------------------------------------------


def written(code: str, **fields: str) -> Rewritten:
    """The good goal of a language with some fields replaced, as a rewrite."""
    goal = GOOD[code].model_copy(update=fields)
    report = judged(code, **fields)
    result = RewriteResult(
        source=SOURCES[code], status="ok", language=code, model="m", goal=goal, report=report
    )
    return Rewritten(result, report)


def rough(code: str, **fields: Any) -> RewritingCase:
    """The rough goal that `written` answers."""
    return RewritingCase(id="own", language=code, goal=SOURCES[code], **fields)


NUMBER = Proven("number", "measurable")
DEADLINE = Proven("deadline", "time_bound")
RELEVANCE = Proven("relevance", "relevant")
NO_NUMBER = {
    "measurable": "The list grows, counted in the email tool.",
    "statement": "By 31 March 2027 the newsletter grows through a guide on each product page, "
    "which brings in more orders.",
}
NO_DEADLINE = {
    "time_bound": "As soon as we can.",
    "statement": "The newsletter grows from 1,200 to 1,500 subscribers through a guide on each "
    "product page, which brings in more orders.",
}
NO_REASON = {
    "relevant": "This goal is very important.",
    "statement": "By 31 March 2027 the newsletter grows from 1,200 to 1,500 subscribers.",
}


@pytest.mark.parametrize("evaluator", [NUMBER, DEADLINE, RELEVANCE, Passed(), RightLanguage()])
@pytest.mark.parametrize("code", LANGUAGES)
def test_good_goal(evaluator: Evaluator[Any, Any, Any], code: str) -> None:
    """A good goal meets each check in each language."""
    (verdict,) = ask(evaluator, rough(code), written(code)).values()
    assert verdict.value is True, verdict.reason


@pytest.mark.parametrize(
    ("evaluator", "fields", "reason"),
    [
        pytest.param(NUMBER, NO_NUMBER, "measurable.", id="number"),
        pytest.param(DEADLINE, NO_DEADLINE, "time_bound.no_deadline", id="deadline"),
        pytest.param(RELEVANCE, NO_REASON, "relevant.", id="relevance"),
        pytest.param(Passed(), NO_DEADLINE, "time_bound.no_deadline", id="passed"),
    ],
)
def test_flawed_goal(
    evaluator: Evaluator[Any, Any, Any], fields: dict[str, str], reason: str
) -> None:
    """What is missing is said with the finding's code."""
    (verdict,) = ask(evaluator, rough("en"), written("en", **fields)).values()
    assert verdict.value is False
    assert reason in str(verdict.reason)


def test_evidence_is_the_reason() -> None:
    """A check that is met shows by what."""
    verdict = ask(DEADLINE, rough("en"), written("en"))["deadline"]
    assert "31 March 2027" in str(verdict.reason)


@pytest.mark.parametrize("evaluator", [NUMBER, Passed(), Kept(), RightLanguage()])
def test_no_goal(evaluator: Evaluator[Any, Any, Any]) -> None:
    """A question back meets nothing, and the reason says what was asked."""
    (verdict,) = ask(evaluator, rough("en"), Rewritten(make_question(), None)).values()
    assert verdict.value is False
    assert "What do you want to reach?" in str(verdict.reason)


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        pytest.param(Given(), None, id="nothing given"),
        pytest.param(Given(numbers=(1500,), deadline=(TODAY.replace(2027, 3, 31),)), None, id="ok"),
        pytest.param(Given(numbers=(1200, 1600)), "1600", id="another number"),
        pytest.param(Given(deadline=(TODAY.replace(2027, 4, 30),)), "2027-04-30", id="another day"),
        pytest.param(
            Given(deadline=(TODAY.replace(2027, 4, 1), TODAY.replace(2027, 3, 31))),
            None,
            id="one of two days",
        ),
    ],
)
@pytest.mark.parametrize("code", LANGUAGES)
def test_kept(code: str, given: Given, missing: str | None) -> None:
    """What a person read from the goal has to stand in the rewrite."""
    verdict = ask(Kept(), rough(code, keeps=given), written(code))["kept"]
    assert verdict.value is (missing is None)
    assert verdict.reason == (missing and f"missing: {missing}")


@pytest.mark.parametrize("code", LANGUAGES)
def test_language_of_the_answer(code: str) -> None:
    """Lingua knows each good goal, and a goal in another language than wanted is not right."""
    assert language_of(" ".join([GOOD[code].specific, GOOD[code].relevant])) == code
    other = next(known for known in LANGUAGES if known != code)
    verdict = ask(RightLanguage(), rough(other), written(code))["language"]
    assert verdict.value is False
    assert code in str(verdict.reason)


def test_effort() -> None:
    """Attempts and mended fields are counted; a first draft with an error did not hold."""
    error = Finding(
        code="time_bound.no_deadline", field="time_bound", severity="error", message="No date."
    )
    attempt = Attempt(model="m", goal=GOOD["en"], findings=(error,))
    result, report, _ = written("en")
    tried = result.model_copy(update={"attempts": (attempt,) * 2, "mended": ("time_bound",)})
    said = ask(Effort(), rough("en"), Rewritten(tried, report))
    values = {name: verdict.value for name, verdict in said.items()}
    assert values == {
        "answered": True,
        "attempts": 2,
        "mended": 1,
        "first try": False,
        "unaided": False,
    }


@pytest.mark.parametrize(
    ("usage", "tokens"),
    [
        pytest.param(Usage(calls=1, prompt_tokens=200, completion_tokens=100), 300, id="known"),
        pytest.param(Usage(calls=1, prompt_tokens=200), None, id="half known"),
    ],
)
def test_tokens(usage: Usage, tokens: int | None) -> None:
    """Tokens are counted where all of them are known, and are no nought where they are not."""
    result, report, _ = written("en")
    said = ask(Effort(), rough("en"), Rewritten(result.model_copy(update={"usage": usage}), report))
    assert (said["tokens"].value if "tokens" in said else None) == tokens


def test_nothing_invented() -> None:
    """A figure about the present that nobody gave is named."""
    own = "Last year 4,300 readers came from the blog, and the guide is written already."
    verdict = ask(NothingInvented(), rough("en"), written("en", achievable=own))["nothing invented"]
    assert verdict.value is False
    assert "4,300" in str(verdict.reason)
    assert ask(NothingInvented(), rough("en"), written("en"))["nothing invented"].value is True


def labelled(*flaws: tuple[str, str], **fields: Any) -> ValidatorCase:
    """A labelled rewrite."""
    expect = [Flaw.model_validate({"code": code, "field": field}) for code, field in flaws]
    fields = {"id": "en-x", "language": "en", "source": SOURCES["en"], "goal": GOOD["en"]} | fields
    return ValidatorCase(expect=expect, **fields)


@pytest.mark.parametrize(
    ("flaws", "fields", "expected"),
    [
        pytest.param((), {}, {"good passed": True}, id="good, passed"),
        pytest.param((), NO_DEADLINE, {"good passed": False}, id="good, failed"),
        pytest.param(
            (("time_bound.no_deadline", "time_bound"),),
            NO_DEADLINE,
            {"field found": True, "code found": True},
            id="found",
        ),
        pytest.param(
            (("time_bound.past", "time_bound"),),
            NO_DEADLINE,
            {"field found": True, "code found": False},
            id="another code of the field",
        ),
        pytest.param(
            (("relevant.circular", "relevant"), ("time_bound.no_deadline", "time_bound")),
            NO_DEADLINE,
            {"field found": False, "code found": False},
            id="only what came along",
        ),
    ],
)
def test_verdict(
    flaws: tuple[tuple[str, str], ...], fields: dict[str, str], expected: dict[str, bool]
) -> None:
    """Good ones have to pass; of flawed ones the planted flaw counts."""
    said = ask(Verdict(), labelled(*flaws), judged("en", **fields))
    assert {name: verdict.value for name, verdict in said.items()} == expected


# --- suites ----------------------------------------------------------------------------------


class Fixed:
    """A model that answers every request with the good goal of the language, in its own way."""

    name = "fixed"

    def __init__(self, change: Callable[[SmartGoal], SmartGoal] = lambda goal: goal) -> None:
        self._change = change

    def draft(self, request: DraftRequest) -> Draft:
        """The same goal each time."""
        return Draft(goal=self._change(GOOD[request.language]))


def own_cases() -> list[GoalRequest]:
    """One goal a language that the good goals answer."""
    return [
        GoalRequest(
            goal=SOURCES[code], context=GoalContext(baseline=BASELINES[code]), language=code
        )
        for code in LANGUAGES
    ]


def test_own_model_and_cases() -> None:
    """`run` takes a model and goals of one's own and gives figures a language."""
    (done,) = run(model=Fixed(), cases=own_cases(), today=TODAY)
    assert done.key == "own/fixed"
    assert list(done.figures) == [*LANGUAGES, "all"]
    for figures in done.figures.values():
        assert figures["passed %"] == figures["first try %"] == 100
        assert figures["attempts"] == 1
    assert done.failing() == {}


def test_run_in_a_notebook() -> None:
    """Where an event loop already runs, as in a notebook, it gives the same."""

    async def cell() -> list[SuiteRun]:
        return run(model=Fixed(), cases=own_cases()[:1], today=TODAY)

    (done,) = asyncio.run(cell())
    assert done.figures["en"]["passed %"] == 100


def test_model_that_has_to_be_mended() -> None:
    """A draft without a deadline is not right at first; the figures say that it was mended."""
    model = Fixed(lambda goal: goal.model_copy(update=NO_DEADLINE))
    (done,) = run(model=model, cases=own_cases()[:1], today=TODAY)
    assert done.figures["en"]["first try %"] == 0
    assert (done.figures["en"]["mended"] or 0) >= 1
    assert done.figures["en"]["deadline %"] == 100


def test_case_that_raises_counts_as_not_met() -> None:
    """A model that breaks down meets nothing, and the message is kept."""
    model = ScriptedModel([RuntimeError("out of order")])
    (done,) = run(model=model, cases=["more subscribers to our newsletter"], today=TODAY)
    (row,) = done.figures.values()
    assert (row["cases"], row["failures"], row["number %"]) == (1, 1, 0)
    assert done.failing() == {"own-1": {"failure": "RuntimeError: out of order"}}


def test_unknown_names() -> None:
    """A suite or case that there is not is refused with what there is."""
    with pytest.raises(NothingToRunError, match="rewriting, validator"):
        run(suites=["translating"])
    with pytest.raises(NothingToRunError, match="No case"):
        run(suites=["rewriting"], ids=["en-none"])


@pytest.fixture
def labels(monkeypatch: pytest.MonkeyPatch) -> list[ValidatorCase]:
    """A validator suite of hand-made cases: one right, one missed, one false, two held out."""
    shown = [n for n in range(40) if not held_out(FactCase(id=f"en-{n}", text=""))]
    hidden = [n for n in range(40) if n not in shown]
    late = {"goal": GOOD["en"].model_copy(update=NO_DEADLINE)}
    context = {"context": GoalContext(baseline=BASELINES["en"])}
    planted = ("time_bound.no_deadline", "time_bound")
    cases = [
        labelled(planted, id=f"en-{shown[0]}", **late, **context),
        labelled(("relevant.circular", "relevant"), id=f"en-{shown[1]}", **context),
        labelled(id=f"en-{shown[2]}", **late, **context),
        labelled(id=f"en-{shown[3]}", **context),
        labelled(planted, id=f"en-{hidden[0]}", **late, **context),
        labelled(id=f"en-{hidden[1]}", **late, **context),
    ]
    suite = dataclasses.replace(VALIDATOR, load=lambda languages: cases)
    monkeypatch.setitem(SUITES, "validator", suite)  # type: ignore[arg-type]
    return cases


def test_validator_figures(labels: list[ValidatorCase]) -> None:
    """Shares, F1 over fields, precision and recall of codes, held-out cases apart."""
    (done,) = run(suites=["validator"])
    shown, hidden = done.figures["en"], done.figures["en held out"]
    assert (shown["cases"], hidden["cases"]) == (4, 2)
    assert (shown["good failed %"], hidden["good failed %"]) == (50, 100)
    assert (shown["flaws found %"], hidden["flaws found %"]) == (50, 100)
    # Fields: one hit, one missed, one false.
    assert shown["field F1 %"] == 50
    table = next(table for table in done.tables if table.title == CODES)
    codes = {row[0]: (row[1], row[2], row[5]) for row in table.rows}
    assert codes == {"relevant.circular": (1, None, 0), "time_bound.no_deadline": (1, 50, 100)}


def test_held_out_cases_are_not_listed(labels: list[ValidatorCase], tmp_path: Path) -> None:
    """Neither the list nor the file holds them, but when asked."""
    hidden = [case.id for case in labels if held_out(case)]
    (done,) = run(suites=["validator"])
    assert set(done.failing()) == {labels[1].id, labels[2].id}
    assert set(done.failing(with_held_out=True)) == {labels[1].id, labels[2].id, hidden[1]}
    path = tmp_path / "report.json"
    command = ["--suite", "validator", "--report", str(path)]
    main(command)
    assert not {case["id"] for case in json.loads(path.read_text())[0]["cases"]} & set(hidden)
    main([*command, "--held-out"])
    assert {case["id"] for case in json.loads(path.read_text())[0]["cases"]} > set(hidden)


# --- baseline and command --------------------------------------------------------------------


def entry(figures: dict[str, Any], tolerance: float = 0.0, **failing: tuple[str, ...]) -> Entry:
    """A baseline entry."""
    return Entry(tolerance=tolerance, figures=figures, failing=failing)


@pytest.mark.parametrize(
    ("before", "tolerance", "regressed"),
    [
        pytest.param({"en": {"flaws found %": 50.0}}, 0.0, False, id="same"),
        pytest.param({"en": {"flaws found %": 51.0}}, 0.0, True, id="fell"),
        pytest.param({"en": {"flaws found %": 51.0}}, 1.0, False, id="within the tolerance"),
        pytest.param({"en": {"flaws found %": 40.0}}, 0.0, False, id="rose"),
        pytest.param({"en": {"good failed %": 60.0}}, 0.0, False, id="fewer failed"),
        pytest.param({"en": {"good failed %": 40.0}}, 0.0, True, id="more failed"),
        pytest.param({"en": {"failures": 99.0}}, 0.0, False, id="not gated"),
        pytest.param({"en held out": {"flaws found %": 100.0}}, 0.0, False, id="held out, same"),
        pytest.param({"nb": {"flaws found %": 10.0}}, 9.0, True, id="row is gone"),
    ],
)
def test_compare(
    labels: list[ValidatorCase], before: dict[str, Any], tolerance: float, regressed: bool
) -> None:
    """A gated figure that is worse than the tolerance allows is a regression."""
    (done,) = run(suites=["validator"])
    assert compare(done, {"validator": entry(before, tolerance)}).regressed is regressed


def test_compare_one_language(labels: list[ValidatorCase]) -> None:
    """Rows of languages that were not asked for, and of all together, are left alone."""
    (done,) = run(suites=["validator"], languages=["en"])
    before = {"nb": {"flaws found %": 90.0}, "all": {"flaws found %": 90.0}}
    assert compare(done, {"validator": entry(before)}).changes == ()


def test_compare_part(labels: list[ValidatorCase]) -> None:
    """Of a part, cases are compared: what failed before may fail, what did not may not."""
    (done,) = run(suites=["validator"], ids=[labels[1].id, labels[3].id])
    before = {"en": {"flaws found %": 100.0}}
    new = compare(done, {"validator": entry(before)})
    assert new.newly_failing == (f"{labels[1].id} (field found)",)
    assert new.regressed
    known = entry(before, **{labels[1].id: ("field found",), labels[3].id: ("good passed",)})
    old = compare(done, {"validator": known})
    assert old.newly_passing == (f"{labels[3].id} (good passed)",)
    assert not old.regressed


def test_update_keeps_what_belongs_to_others(labels: list[ValidatorCase], tmp_path: Path) -> None:
    """Another suite's entry and a tolerance that somebody set stay; times are not kept."""
    path = tmp_path / "baseline.json"
    other = entry({"en": {"number %": 90.0}})
    first = {"rewriting/own": other, "validator": entry({}, tolerance=5.0)}
    dumped = {key: value.model_dump(mode="json") for key, value in first.items()}
    path.write_text(json.dumps(dumped))
    update(run(suites=["validator"]), path)
    entries = load_baseline(path)
    assert entries["rewriting/own"] == other
    assert entries["validator"].tolerance == 5.0
    assert entries["validator"].figures["en"]["flaws found %"] == 50
    assert "ms" not in entries["validator"].figures["en"]
    assert set(entries["validator"].failing) == {labels[1].id, labels[2].id}


def test_missing_entry(labels: list[ValidatorCase]) -> None:
    """Without an entry nothing is compared."""
    (done,) = run(suites=["validator"])
    assert compare(done, {}) == Comparison(entry=None)


@pytest.fixture
def command(tmp_path: Path) -> Callable[..., int]:
    """The command with files of its own: one goal a language through the rewriting suite."""

    def call(*arguments: str) -> int:
        files = ["--baseline", str(tmp_path / "base.json"), "--report", str(tmp_path / "r.json")]
        return main([*files, "--suite", "rewriting", *arguments])

    return call


def test_command_exit_codes(
    command: Callable[..., int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """2 without a baseline, 0 when nothing fell, 1 when a rewrite has lost its deadline."""
    cases = [
        RewritingCase(
            id=f"{request.language}-1",
            language=request.language or "",
            goal=request.goal,
            context=request.context or GoalContext(),
        )
        for request in own_cases()
    ]
    suite = dataclasses.replace(REWRITING, load=lambda languages: cases)
    monkeypatch.setitem(SUITES, "rewriting", suite)  # type: ignore[arg-type]
    changes: dict[str, str] = {}

    def rewrite(goal: str, *, language: str, **_: Any) -> RewriteResult:
        return written(language, **(changes if language == "en" else {})).result

    monkeypatch.setattr(evals.suites.rewriting, "rewrite", rewrite)
    assert command() == NOTHING
    assert "No baseline for rewriting/embedded" in capsys.readouterr().out
    assert command("--update-baseline") == OK
    assert command() == OK
    changes.update(NO_DEADLINE)
    capsys.readouterr()
    assert command() == WORSE
    printed = capsys.readouterr().out
    assert "en: deadline % 100 → 0" in printed
    assert "time_bound.no_deadline" in printed
    (content,) = json.loads((tmp_path / "r.json").read_text())
    assert content["comparison"]["regressed"] is True
    assert set(content["failing"]) == {"en-1"}
    (case,) = [case for case in content["cases"] if case["id"] == "en-1"]
    assert case["assertions"]["deadline"]["value"] is False
    assert case["output"]["result"]["goal"]["time_bound"] == NO_DEADLINE["time_bound"]
    assert command("--case", "en-1") == WORSE
    assert command("--case", "nb-1") == OK


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--case", "en-none"], id="no such case"),
        pytest.param(["--language", "xx"], id="no such language"),
        pytest.param(["--update-baseline", "--limit", "1"], id="baseline of a part"),
    ],
)
def test_command_refuses(command: Callable[..., int], arguments: list[str]) -> None:
    """What can't be run is 2, and no baseline is written."""
    assert command(*arguments) == NOTHING


@pytest.mark.parametrize("name", [name for name in SUITES if name != "recorded"])
def test_committed_baseline(name: str) -> None:
    """The baseline covers each suite in every language, with every gated figure."""
    suite = SUITES[name]
    figures = load_baseline()[f"{name}/embedded" if suite.uses_model else name].figures
    for language in (*LANGUAGES, "all"):
        own = [row for place, row in figures.items() if place.split()[0] == language]
        gated = {gate for gate in suite.gates for row in own if row[gate] is not None}
        assert gated == set(suite.gates)
