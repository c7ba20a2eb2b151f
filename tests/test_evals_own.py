"""Goals of one's own out of a file, through `run` and through the command."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from evals import load_goals, run
from evals.__main__ import NOTHING, OK, main
from evals.datasets import DataError
from rewriter import RewriterError
from rewriter.schemas import GoalContext
from tests.goals import GOOD, TODAY
from tests.servers import ChatServer, Reply

ROWS = [
    ["mål", "målgruppe", "tidligere resultater", "vores note"],
    ["flere leads", "håndværkere", "30; 32", "haster"],
    ["færre returvarer", "", "", ""],
]


def write_csv(path: Path) -> None:
    """As Excel saves it in Denmark."""
    with path.open("w", encoding="cp1252", newline="") as file:
        csv.writer(file, delimiter=";").writerows(ROWS)


def write_xlsx(path: Path) -> None:
    """As a workbook."""
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(path)


def write_jsonl(path: Path) -> None:
    """As a program writes it."""
    lines = [
        {"goal": "flere leads", "context": {"audience": "håndværkere", "history": [30, 32]}},
        {"goal": "færre returvarer", "note": "x"},
    ]
    text = "\n".join(json.dumps(line) for line in lines)
    path.write_text(text, encoding="utf-8")


@pytest.fixture(params=[write_csv, write_xlsx, write_jsonl], ids=lambda write: write.__name__)
def goals(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The goals of a Danish marketer in each kind of file."""
    path = tmp_path / f"mine.{request.param.__name__.removeprefix('write_')}"
    request.param(path)
    return path


def test_goals_of_a_file(goals: Path) -> None:
    """Headings in any of the languages are understood, and columns that mean nothing are left."""
    requests = load_goals(goals, "da")
    assert [request.goal for request in requests] == ["flere leads", "færre returvarer"]
    assert requests[0].context == GoalContext(audience="håndværkere", history=(30, 32))
    assert requests[1].context is None
    assert {request.language for request in requests} == {"da"}
    (done,) = run(cases=requests, today=TODAY)
    assert done.key == "own/embedded"
    assert done.figures["da"]["cases"] == 2


def test_plain_list(tmp_path: Path) -> None:
    """A list without headings is one of goals; each row's language is told by its goal."""
    path = tmp_path / "list.csv"
    path.write_text("meer omzet uit de webwinkel\nfewer returns in the web shop\n")
    (done,) = run(cases=load_goals(path), today=TODAY)
    assert {row: figures["cases"] for row, figures in done.figures.items()} == {
        "nl": 1,
        "en": 1,
        "all": 2,
    }


def test_language_of_a_row(tmp_path: Path) -> None:
    """A row that names its language keeps it, as people call it or by its code."""
    path = tmp_path / "mixed.csv"
    path.write_text("goal,language\nmer trafik,svenska\nmere trafik,da\nflere kunder,\n")
    assert [one.language for one in load_goals(path, "nb")] == ["sv", "da", "nb"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        pytest.param("x.csv", "trade;price\nshoes;4\n", "no column.*trade, price", id="no goals"),
        pytest.param("x.csv", "goal;price\n", "no goals in it", id="headings only"),
        pytest.param("x.csv", "", "no column.*nothing", id="empty"),
        pytest.param("x.csv", "goal;price\na;1\n;4\n", "goal 2: the row has no goal", id="gap"),
        pytest.param("x.csv", "goal;language\na;xx\n", r"goal 1: .*xx", id="unknown language"),
        pytest.param("x.csv", "goal;history\na;much\n", "goal 1: ", id="history without figures"),
        pytest.param("x.txt", "more leads", r"\.csv, \.xlsx, \.jsonl", id="another kind"),
        pytest.param("x.xlsx", "more leads", "not a table", id="no workbook"),
        pytest.param("x.jsonl", "[1, 2]", "not a table", id="no objects"),
        pytest.param("none.csv", None, "No such file", id="no file"),
    ],
)
def test_goals_refused(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: str | None,
    said: str,
) -> None:
    """A file that won't do is named with what is wrong; the command's exit code is 2."""
    path = tmp_path / name
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=f"{name}.*{said}"):
        load_goals(path)
    assert main(["--goals", str(path)]) == NOTHING
    assert name in capsys.readouterr().out


def test_unknown_language_of_all(goals: Path) -> None:
    """A language that there is not is the caller's mistake, not a row's."""
    with pytest.raises(RewriterError, match="xx"):
        load_goals(goals, "xx")


@pytest.fixture
def command(tmp_path: Path) -> Callable[..., int]:
    """The command over a file of two goals, with files of its own."""
    path = tmp_path / "mine.csv"
    write_csv(path)
    files = ["--report", str(tmp_path / "r.json"), "--baseline", str(tmp_path / "b.json")]
    return lambda *more: main(["--goals", str(path), "--language", "da", *files, *more])


def test_command(
    command: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Own goals are rewritten, shown and reported; there is no baseline to miss."""
    assert command() == OK
    printed = capsys.readouterr().out
    assert "own/embedded: 2 cases" in printed
    assert "baseline" not in printed
    (content,) = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert [case["id"] for case in content["cases"]] == ["own-1", "own-2"]
    assert "compared with no baseline" in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert command("--case", "own-2") == OK
    assert "own/embedded: 1 cases" in capsys.readouterr().out
    assert command("--limit", "1") == OK
    assert "own/embedded: 1 cases" in capsys.readouterr().out
    assert command("--case", "own-7") == NOTHING


@pytest.mark.parametrize(
    "more",
    [
        pytest.param(["--update-baseline"], id="a baseline of one's own goals"),
        pytest.param(["--suite", "facts"], id="another suite"),
        pytest.param(["--language", "nl"], id="two languages"),
    ],
)
def test_command_refuses(command: Callable[..., int], tmp_path: Path, more: list[str]) -> None:
    """What does not go with goals of one's own is refused, and nothing is written."""
    assert command(*more) == NOTHING
    assert not (tmp_path / "b.json").exists()
    assert not (tmp_path / "r.json").exists()


def test_two_models_on_own_goals(
    command: Callable[..., int],
    serve: Callable[..., ChatServer],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Two models, one command: both in the report, and what differs between them."""
    late = GOOD["da"].model_copy(update={"time_bound": "Snarest muligt."})
    server = serve(Reply(late.model_dump(mode="json")))
    monkeypatch.setenv("REWRITER_API_BASE", server.url)
    assert command("--model", "embedded", "--model", "openai/local") == OK
    printed = capsys.readouterr().out
    assert "own: own/embedded → own/openai/local" in printed
    assert "da: first try %" in printed
    assert server.requests
    content = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert [one["key"] for one in content] == ["own/embedded", "own/openai/local"]
    assert "Models side by side" in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert command("--compare", "embedded", "openai/local") == OK
    assert "own: own/embedded → own/openai/local" in capsys.readouterr().out


def test_two_reports_of_own_goals(
    command: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Run twice and compare the reports: the same model gives the same figures, but for time."""
    paths = [tmp_path / name for name in ("a.json", "b.json")]
    for path in paths:
        assert command("--report", str(path)) == OK
    capsys.readouterr()
    assert main(["--compare", *map(str, paths)]) == OK
    printed = capsys.readouterr().out
    assert "own: own/embedded → own/embedded" in printed
    assert "passed %" not in printed
