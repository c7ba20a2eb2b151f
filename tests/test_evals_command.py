"""The command: parts of suites, exit codes, baselines, and that no check can be lost unnoticed."""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

import evals.__main__
import evals.mutants
import evals.suites.facts
import evals.suites.mutations
import rewriter.validator
from evals import run
from evals.__main__ import NOTHING, OK, WORSE, main
from evals.baseline import Entry, compare
from evals.datasets import TODAY, held_out, load_sentences, load_validator
from evals.records import Record, SentenceCase, ValidatorCase
from evals.runner import SuiteRun
from evals.suites import MUTATIONS, SUITES
from evals.suites.mutations import SWITCHED_OFF, name_of
from rewriter import available_languages, validate
from rewriter.schemas import GoalContext
from rewriter.validator import CHECKS
from tests.goals import BASELINES, GOOD, SOURCES
from tests.servers import ChatServer, Reply

LANGUAGES = available_languages()
Command = Callable[..., int]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """The command with files of its own."""
    files = ["--baseline", str(tmp_path / "base.json"), "--report", str(tmp_path / "r.json")]
    return lambda *arguments: main([*files, *arguments])


@pytest.fixture
def facts(command: Command) -> Command:
    """The suite of phrases, with a baseline that agrees with it."""
    assert command("--suite", "facts", "--update-baseline") == OK
    return lambda *arguments: command("--suite", "facts", *arguments)


@pytest.mark.parametrize(
    ("arguments", "languages", "count"),
    [
        pytest.param([], LANGUAGES, None, id="whole"),
        pytest.param(["--limit", "2"], LANGUAGES, 10, id="some of each language"),
        pytest.param(["--language", "sv"], ("sv",), None, id="one language"),
        pytest.param(["--language", "sv", "--language", "nl", "--limit", "3"], ("sv", "nl"), 6, id="both"),
        pytest.param(["--case", "{nb}", "--case", "{da}"], ("nb", "da"), 2, id="cases"),
    ],
)  # fmt: skip
def test_parts(
    facts: Command,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    languages: tuple[str, ...],
    count: int | None,
) -> None:
    """What was asked for is run, nothing else, and is no worse than the baseline says."""
    first = {code: SUITES["facts"].load([code])[0].id for code in LANGUAGES}
    assert facts(*(one.format(**first) for one in arguments)) == OK
    (content,) = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert {case["input"]["language"] for case in content["cases"]} == set(languages)
    wanted = len(SUITES["facts"].load(languages)) if count is None else count
    assert len(content["cases"]) == wanted
    assert f"facts: {wanted} cases" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param([], id="whole"),
        pytest.param(["--limit", "6"], id="a part"),
        pytest.param(["--language", "da"], id="one language"),
    ],
)
def test_regression(
    facts: Command,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
) -> None:
    """A finder that finds no day any more is told, by 1, and by language."""
    monkeypatch.setattr(evals.suites.facts, "find_deadlines", lambda *given: [])
    assert facts(*arguments) == WORSE
    printed = capsys.readouterr().out
    assert "facts: worse than the baseline" in printed
    assert facts("--case", "no-such") == NOTHING
    assert facts("--update-baseline") == OK
    assert facts() == OK


def test_missing_baseline(command: Command, tmp_path: Path) -> None:
    """Nothing to compare with is 2, and no baseline is made unless asked for."""
    assert command("--suite", "facts", "--limit", "1") == NOTHING
    assert not (tmp_path / "base.json").exists()
    assert (tmp_path / "r.html").exists()


def test_several_suites(command: Command, tmp_path: Path) -> None:
    """Suites stand in the report in the order in which they were asked for."""
    command("--suite", "robustness", "--suite", "facts", "--limit", "1")
    content = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert [one["suite"] for one in content] == ["robustness", "facts"]


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--suite", "translating"], id="no such suite"),
        pytest.param(["--limit", "0"], id="none of each"),
        pytest.param(["--compare", "one"], id="one to compare"),
    ],
)
def test_usage(command: Command, arguments: list[str]) -> None:
    """Options that make no sense end with 2 as well."""
    with pytest.raises(SystemExit) as ended:
        command(*arguments)
    assert ended.value.code == NOTHING


def test_two_models(
    command: Command,
    serve: Callable[..., ChatServer],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A second model runs the suites that ask one; where none does, that is said."""
    server = serve(Reply(GOOD["en"].model_dump(mode="json")))
    monkeypatch.setenv("REWRITER_API_BASE", server.url)
    models = ["--model", "embedded", "--model", "openai/local"]
    suites = ["--suite", "rewriting", "--suite", "facts", "--language", "en", "--limit", "1"]
    assert command(*suites, *models) == NOTHING  # there is no baseline
    printed = capsys.readouterr().out
    assert printed.count("facts: 1 cases") == 1
    assert "rewriting: rewriting/embedded → rewriting/openai/local" in printed
    assert command("--suite", "facts", *models) == NOTHING
    assert "No model has a part in these suites" in capsys.readouterr().out


def test_progress(monkeypatch: pytest.MonkeyPatch, command: Command) -> None:
    """At a terminal a bar shows how far a suite is; into a file none is drawn."""
    asked: list[bool] = []

    def watched(**options: Any) -> list[SuiteRun]:
        asked.append(options["progress"])
        return run(**options | {"progress": False})

    monkeypatch.setattr(evals.__main__, "run", watched)
    for terminal in (True, False):
        console = Console(file=io.StringIO(), force_terminal=terminal)
        monkeypatch.setattr(evals.__main__, "make_console", lambda made=console: made)
        command("--suite", "facts", "--limit", "1")
    assert asked == [True, False]


def test_progress_is_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    """The bar names the suite and counts its cases."""
    run(suites=["facts"], limit=1, progress=True)
    drawn = capsys.readouterr().out
    assert "facts" in drawn
    assert "100%" in drawn


# --- no check can be lost --------------------------------------------------------------------


def _codes(record: Record) -> list[str]:
    """What a labelled case was written for."""
    if isinstance(record, SentenceCase):
        return list(record.warns)
    return [flaw.code for flaw in record.expect[:1]] if isinstance(record, ValidatorCase) else []


def _finds(record: Any, code: str) -> bool:
    report = validate(
        record.text if isinstance(record, SentenceCase) else record.goal,
        source=record.source or None,
        language=record.language,
        context=record.context,
        today=TODAY,
    )
    return any(found.code == code for found in report.findings)


@pytest.fixture(scope="module")
def told() -> list[Record]:
    """For each code that a listed case was written for, the first case that gets it."""
    chosen: dict[str, Record] = {}
    for record in [*load_sentences(), *load_validator()]:
        for code in () if held_out(record) else _codes(record):
            if code not in chosen and _finds(record, code):
                chosen[code] = record
    return list({record.id: record for record in chosen.values()}.values())


@pytest.fixture
def little(told: list[Record], monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[SuiteRun]]:
    """The suites that judge the checks, over few cases: whether they are worse without one."""
    good = {
        code: (
            ValidatorCase(
                id=f"{code}-1",
                language=code,
                source=SOURCES[code],
                goal=GOOD[code],
                context=GoalContext(baseline=BASELINES[code]),
            ),
        )
        for code in LANGUAGES
    }
    monkeypatch.setattr(evals.mutants, "_sound", good.__getitem__)
    monkeypatch.setattr(evals.suites.mutations, "load_validator", lambda codes: [])
    monkeypatch.setattr(evals.suites.mutations, "load_sentences", lambda codes: [])
    suite = dataclasses.replace(SUITES["validator"], load=lambda languages: told)
    monkeypatch.setitem(SUITES, "validator", suite)  # type: ignore[arg-type]
    return lambda: [*run(suites=["validator"]), *run(suites=["mutations"], languages=["nb"])]


@pytest.fixture(scope="module")
def agreed() -> dict[str, Entry]:
    """The baseline of `little`, made once with all checks."""
    return {}


@pytest.mark.parametrize("off", CHECKS, ids=name_of)
def test_lost_check_is_a_regression(
    little: Callable[[], list[SuiteRun]],
    agreed: dict[str, Entry],
    monkeypatch: pytest.MonkeyPatch,
    off: Callable[..., Any],
) -> None:
    """Whichever check is taken out of the list, a suite is worse than its baseline."""
    if not agreed:
        agreed |= {
            done.key: Entry(
                tolerance=done.suite.tolerance,
                figures=done.figures,
                failing={case: tuple(unmet) for case, unmet in done.failing().items()},
            )
            for done in little()
        }
    left = tuple(check for check in CHECKS if check is not off)
    monkeypatch.setattr(rewriter.validator, "CHECKS", left)
    monkeypatch.setattr(evals.suites.mutations, "CHECKS", left)
    worse = [
        change for done in little() for change in compare(done, agreed).changes if change.worse
    ]
    assert worse


def test_untested_check_fails_the_suite(
    little: Callable[[], list[SuiteRun]],
    monkeypatch: pytest.MonkeyPatch,
    command: Command,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A check that no case would miss is named, and the exit code is 1 whatever the baseline is."""

    def check_nothing(case: object) -> tuple[()]:
        return ()

    monkeypatch.setattr(evals.suites.mutations, "CHECKS", (*CHECKS, check_nothing))
    assert command("--suite", "mutations", "--update-baseline") == WORSE
    assert "check_nothing: noticed NO, yes is wanted" in capsys.readouterr().out
    assert MUTATIONS.musts == {SWITCHED_OFF: ("noticed", "yes")}
    assert command("--suite", "mutations", "--language", "da") == OK
