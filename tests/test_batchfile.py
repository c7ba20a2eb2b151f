"""`rewriter batch`: a file of goals in, a file of results out, stopped and resumed."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from rewriter.batchfile import Job, Tally
from rewriter.cli import Exit, main
from rewriter.errors import InputError, ModelBusyError
from rewriter.languages.pack import available_languages, load_pack
from rewriter.models.embedded import EmbeddedModel
from rewriter.pipeline import rewrite
from rewriter.schemas import Draft, DraftRequest, Options, Usage
from tests.servers import ChatServer, Reply

TODAY = date(2026, 11, 22)
languages = pytest.mark.parametrize("code", available_languages())
GOALS = {
    "en": ["more newsletter subscribers", "more leads", "higher turnover"],
    "nb": ["flere abonnenter på nyhetsbrevet", "flere leads", "høyere omsetning"],
    "da": ["flere tilmeldte til nyhedsbrevet", "flere leads", "højere omsætning"],
    "sv": ["fler prenumeranter på nyhetsbrevet", "fler leads", "högre omsättning"],
    "nl": ["meer abonnees op de nieuwsbrief", "meer leads", "hogere omzet"],
}


class Paid:
    """The embedded model at a price; fails for goals that hold `fails`, stops at `stops`."""

    name = "openai/paid"

    def __init__(self, fails: str = "\0", stops: str = "\0") -> None:
        self.asked: list[str] = []
        self.fails = fails
        self.stops = stops

    def draft(self, request: DraftRequest) -> Draft:
        """What the embedded model drafts."""
        if request.previous is None:
            self.asked.append(request.goal)
        if self.fails in request.goal:
            raise ModelBusyError("wait a little")
        if self.stops in request.goal:
            raise KeyboardInterrupt
        usage = Usage(calls=1, prompt_tokens=10, completion_tokens=5, cost=0.25)
        return EmbeddedModel().draft(request).model_copy(update={"usage": usage})


def job(source: Path, out: Path, code: str = "en", **more: Any) -> Job:
    """A job in this language, one goal at a time."""
    more = {"language": code, "today": TODAY, "workers": 1, "options": Options()} | more
    return Job(source, out, load_pack(code), **more)


def write_csv(path: Path, rows: list[list[str]], delimiter: str = ",") -> Path:
    """A CSV file of these rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def read_csv(path: Path) -> list[list[str]]:
    """The rows of a CSV file, told by its own separator."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        text = file.read()
    delimiter = ";" if text.split("\n")[0].count(";") > text.split("\n")[0].count(",") else ","
    return list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter))


@languages
def test_csv_in_each_language(code: str, tmp_path: Path) -> None:
    """Rows keep their order and their columns; results stand beside them in the goal's language."""
    pack = load_pack(code)
    heads = [pack.interface.batch.columns["goal"][0], "ID", pack.interface.context.owner.label]
    rows = [[goal, str(n), "Kim"] for n, goal in enumerate(GOALS[code])]
    source = write_csv(tmp_path / "in.csv", [heads, *rows], ";")
    tally = job(source, tmp_path / "out.csv", code).run()
    head, *found = read_csv(tmp_path / "out.csv")
    assert head[:3] == heads
    document = pack.interface.document
    assert document.statement in head
    for letter in pack.basics.readings["achievable/relevant"]:
        assert letter.name in head
    assert [row[:3] for row in found] == rows
    statements = [row[head.index(document.statement)] for row in found]
    alone = rewrite(
        GOALS[code][0],
        language=code,
        today=TODAY,
        context=_context(owner="Kim"),
    )
    assert alone.goal is not None
    assert statements[0] == alone.goal.statement
    assert all(statements)
    assert (tally.total, tally.done, tally.passed) == (3, 3, 3)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]


def _context(**fields: str) -> Any:
    from rewriter.schemas import GoalContext

    return GoalContext(**fields)


def test_xlsx(tmp_path: Path) -> None:
    """A workbook in, a workbook out: figures and days in their cells are understood."""
    book = Workbook()
    book.active.append(["Mål", "Tidligere resultater", "Frist", "Dagens tall", "Nr"])
    book.active.append(["flere leads", 32, date(2027, 6, 30), 30, 7])
    book.save(tmp_path / "in.xlsx")
    job(tmp_path / "in.xlsx", tmp_path / "out.xlsx", "nb").run()
    sheet = load_workbook(tmp_path / "out.xlsx").active
    head, row = ([cell.value for cell in line] for line in sheet.iter_rows())
    assert (row[1], row[4]) == (32, 7)
    assert row[2].date() == date(2027, 6, 30)
    assert row[head.index("Frist (dato)")] == "2027-06-30"
    assert "32" in " ".join(str(cell) for cell in row[6:])


def test_jsonl(tmp_path: Path) -> None:
    """JSON lines hold the whole result, and what stood in the line besides."""
    lines = [{"goal": "more leads", "context": {"history": [30, 32]}, "id": 7}, "higher turnover"]
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    job(source, tmp_path / "out.jsonl").run()
    first, second = map(json.loads, (tmp_path / "out.jsonl").read_text("utf-8").splitlines())
    assert (first["id"], first["history"]) == (7, [30, 32])
    assert first["result"]["goal"]["statement"]
    assert first["result"]["report"]["passed"] is True
    assert second["result"]["source"] == "higher turnover"


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl"])
def test_from_one_kind_to_another(kind: str, tmp_path: Path) -> None:
    """Goals of one kind may give results of another."""
    source = write_csv(tmp_path / "in.csv", [["goal", "ref"], ["more leads", "7"]])
    out = tmp_path / f"out.{kind}"
    assert job(source, out).run().passed == 1
    again = job(source, out).run()
    assert (again.kept, again.done) == (1, 0)


def test_list_of_goals(tmp_path: Path) -> None:
    """A file without headings gives results with one."""
    source = tmp_path / "in.csv"
    source.write_text("more leads\nhigher turnover, and soon\n", encoding="utf-8")
    job(source, tmp_path / "out.csv").run()
    head, *rows = read_csv(tmp_path / "out.csv")
    assert head[0] == "Rough goal"
    assert [row[0] for row in rows] == ["more leads", "higher turnover, and soon"]
    assert job(source, tmp_path / "out.csv").run().kept == 2


def test_duplicates_are_asked_once(tmp_path: Path) -> None:
    """The same goal with the same context is paid for once; each row has its result."""
    rows = [["goal", "channel", "ref"], ["more leads", "", "1"], ["more leads", "Instagram", "2"]]
    rows += [["more leads", "", "3"], ["More leads ", "", "4"], [" more leads", "", "5"]]
    source = write_csv(tmp_path / "in.csv", rows)
    model = Paid()
    tally = job(source, tmp_path / "out.csv", model=model).run()
    assert model.asked == ["more leads", "more leads", "More leads"]
    assert (tally.total, tally.done, tally.usage.calls) == (5, 3, 3)
    head, *found = read_csv(tmp_path / "out.csv")
    assert [row[2] for row in found] == ["1", "2", "3", "4", "5"]
    statement = head.index("SMART goal")
    assert found[0][statement] == found[2][statement] == found[4][statement] != ""


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl"])
def test_resumed_after_ctrl_c(kind: str, tmp_path: Path) -> None:
    """Ctrl-C leaves a whole file of what is done; the next run pays for the rest alone."""
    goals = ["more leads", "higher turnover", "more orders", "more followers"]
    source = write_csv(tmp_path / "in.csv", [["goal"], *([goal] for goal in goals)])
    out = tmp_path / f"out.{kind}"
    model = Paid(stops="orders")
    tally = job(source, out, model=model).run()
    assert (tally.stopped, tally.done, tally.total) == (True, 2, 4)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", out.name]
    model = Paid()
    tally = job(source, out, model=model).run()
    assert model.asked == goals[2:]
    assert (tally.kept, tally.done, tally.stopped) == (2, 2, False)
    whole = tmp_path / f"whole.{kind}"
    job(source, whole, model=Paid()).run()
    if kind == "csv":
        assert read_csv(out) == read_csv(whole)
    assert job(source, out, model=Paid(fails="")).run() == Tally(total=4, kept=4)


def test_resumed_after_a_crash(tmp_path: Path) -> None:
    """A killed batch has lost nothing that was paid for: it goes on from the journal."""
    goals = [f"{number} more leads" for number in range(2, 8)]
    source = write_csv(tmp_path / "in.csv", [["goal"], *([goal] for goal in goals)])
    out = tmp_path / "out.csv"
    code = (
        "import os, signal, sys\n"
        "from tests.test_batchfile import *\n"
        "class Fatal(Paid):\n"
        "    def draft(self, request):\n"
        "        if len(self.asked) == 4:\n"
        "            os.kill(os.getpid(), signal.SIGKILL)\n"
        "        return super().draft(request)\n"
        "job(Path(sys.argv[1]), Path(sys.argv[2]), model=Fatal()).run()\n"
    )
    root = Path(__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-c", code, str(source), str(out)], check=False, cwd=root
    )
    assert done.returncode == -signal.SIGKILL
    assert not out.exists()
    model = Paid()
    tally = job(source, out, model=model).run()
    assert model.asked == goals[4:]
    assert (tally.kept, tally.done) == (4, 2)
    assert [row[0] for row in read_csv(out)[1:]] == goals
    assert not out.with_name("out.csv.part").exists()


def test_failures_are_tried_again(tmp_path: Path) -> None:
    """One failure ends nothing, stands in its row, and is not kept."""
    rows = [["goal"], ["more leads"], ["higher turnover"], ["more orders"]]
    source = write_csv(tmp_path / "in.csv", rows)
    out = tmp_path / "out.csv"
    tally = job(source, out, model=Paid(fails="turnover")).run()
    assert (tally.passed, tally.failed) == (2, 1)
    found = read_csv(out)[1:]
    assert [row[-1] for row in found] == ["", "wait a little", ""]
    model = Paid()
    tally = job(source, out, model=model).run()
    assert model.asked == ["higher turnover"]
    assert [row[-1] for row in read_csv(out)[1:]] == ["", "", ""]
    assert [row[0] for row in read_csv(out)[1:]] == ["more leads", "higher turnover", "more orders"]


def test_rows_that_will_not_do(tmp_path: Path) -> None:
    """A row without a goal, with a language nobody knows or figures that are none says so."""
    rows = [
        ["goal", "language", "history", "channel"],
        ["", "", "", "Instagram"],
        ["more leads", "tlh", "", ""],
        ["more leads", "en", "a lot", ""],
        ["x" * 20_000, "", "", ""],
        ["hello!", "en", "", ""],
        ["more leads", "en", "30; 32", ""],
    ]
    source = write_csv(tmp_path / "in.csv", rows)
    tally = job(source, tmp_path / "out.csv").run()
    assert (tally.failed, tally.asks, tally.passed) == (4, 1, 1)
    found = read_csv(tmp_path / "out.csv")[1:]
    assert [bool(row[-1]) for row in found] == [True, True, True, True, False, False]
    assert "tlh" in found[1][-1]
    assert "a lot" in found[2][-1]


def test_formulas_come_back_as_text(tmp_path: Path) -> None:
    """What a user or a model wrote starts no formula in the results, the goal itself neither."""
    rows = [["goal", "=note"], ["=HYPERLINK(1) more leads", "@cmd"], ["more leads", "+1"]]
    source = write_csv(tmp_path / "in.csv", rows)
    out = tmp_path / "out.csv"
    job(source, out).run()
    for row in read_csv(out):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    assert job(source, out).run().kept == 2, "the guard before it makes no other goal of it"


@pytest.mark.parametrize(
    ("source", "out", "content", "said"),
    [
        pytest.param("in.ods", "out.csv", "x", "kinds", id="kind of goals"),
        pytest.param("in.csv", "out.pdf", "goal\nx\n", "kinds", id="kind of results"),
        pytest.param("in.csv", "in.csv", "goal\nx\n", "same_file", id="same file"),
        pytest.param("in.xlsx", "out.csv", "goal\nx\n", "unreadable", id="no workbook"),
        pytest.param("in.csv", "out.csv", "name;channel\na;b\n", "no_goals", id="no goals"),
    ],
)
@languages
def test_files_that_will_not_do(
    code: str, source: str, out: str, content: str, said: str, tmp_path: Path
) -> None:
    """What is wrong with a file is said in the language of whoever asks, with the file's name."""
    (tmp_path / source).write_text(content, encoding="utf-8")
    words = load_pack(code).interface.batch
    with pytest.raises(InputError) as caught:
        job(tmp_path / source, tmp_path / out, code).run()
    file = out if said == "kinds" and source.endswith("csv") else source
    wording = getattr(words, said)
    names = ", ".join(words.columns["goal"])
    assert str(caught.value) == wording.format(file=file, names=names)
    assert [path.name for path in tmp_path.iterdir()] == [source]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("out.csv", "name,phone\nKim,1\n", id="other table"),
        pytest.param("out.csv", "goal\nmore leads\n", id="only goals"),
        pytest.param("out.xlsx", "notes", id="other file"),
        pytest.param("out.jsonl", '{"goal": "x"}\n', id="no results"),
    ],
)
def test_never_overwrites_what_is_not_its_own(name: str, content: str, tmp_path: Path) -> None:
    """A file that is no result of these goals is left as it is."""
    source = write_csv(tmp_path / "in.csv", [["goal"], ["more leads"]])
    out = tmp_path / name
    out.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=name):
        job(source, out).run()
    assert out.read_text(encoding="utf-8") == content
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["in.csv", name])


def test_tells_how_far_it_is(tmp_path: Path) -> None:
    """Progress counts what there is to do, not what is done already."""
    source = write_csv(tmp_path / "in.csv", [["goal"], ["more leads"], ["more orders"]])
    out = tmp_path / "out.csv"
    heard: list[tuple[int, int]] = []
    job(source, out).run(lambda done, of: heard.append((done, of)))
    assert heard == [(1, 2), (2, 2)]
    write_csv(source, [["goal"], ["more leads"], ["more orders"], ["more sales"]])
    heard.clear()
    job(source, out).run(lambda done, of: heard.append((done, of)))
    assert heard == [(1, 1)]


def _run(*args: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = main(["batch", *args, "--today", "2026-11-22"])
    captured = capsys.readouterr()
    assert captured.out == ""
    return code, captured.err


@languages
def test_command(
    code: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The command says on standard error how it went, in the shell's language, with no bar."""
    monkeypatch.setenv("LC_ALL", f"{code}_XX.UTF-8")
    words = load_pack(code).interface.batch
    source = write_csv(tmp_path / "in.csv", [["goal"], *([goal] for goal in GOALS[code])])
    out = str(tmp_path / "out.csv")
    status, said = _run(str(source), "--out", out, "--lang", code, capsys=capsys)
    assert status == Exit.PASSED
    assert said == words.summary.format(total=3, passed=3, errors=0, asks=0, failed=0) + "\n"
    status, said = _run(str(source), "--out", out, "--lang", code, capsys=capsys)
    assert (status, said) == (Exit.PASSED, words.kept.format(count=3) + "\n")


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        pytest.param([["hello!"]], Exit.NEEDS_ANSWER, id="needs an answer"),
        pytest.param([["more leads"], ["x" * 20_000]], Exit.MODEL_FAILED, id="one failed"),
        pytest.param([], Exit.PASSED, id="nothing to do"),
    ],
)
def test_exit_codes(
    rows: list[list[str]], status: Exit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The worst of the rows decides."""
    source = write_csv(tmp_path / "in.csv", [["goal"], *rows])
    args = (str(source), "--out", str(tmp_path / "out.csv"), "--lang", "en")
    assert _run(*args, capsys=capsys)[0] == status


def test_missing_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is not there is bad input, without a traceback and without its folder."""
    args = (str(tmp_path / "in.csv"), "--out", str(tmp_path / "out.csv"))
    status, said = _run(*args, capsys=capsys)
    assert status == Exit.BAD_INPUT
    assert said.startswith("rewriter: in.csv: ")


def test_what_it_took(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    serve: Callable[..., ChatServer],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Calls, tokens and cost of a hosted model are told; the limit is kept, the rest falls back."""
    good = rewrite("more leads", language="en", today=TODAY).goal
    assert good is not None
    letters = {"specific", "measurable", "achievable", "relevant", "time_bound", "statement"}
    server = serve(Reply(good.model_dump(mode="json", include=letters), usage=(900, 700)))
    monkeypatch.setenv("OPENAI_API_BASE", server.url)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test-9f8e7d6c5b4a")
    rows = [[f"more leads from customer number {number}"] for number in range(12)]
    source = write_csv(tmp_path / "in.csv", [["goal"], *rows])
    args = [str(source), "--out", str(tmp_path / "out.csv"), "--lang", "en"]
    args += ["--model", "openai/gpt-4o-mini", "--fallback", "embedded", "--workers", "2"]
    status, said = _run(*args, "--spending-limit", "0.005", capsys=capsys)
    assert status in (Exit.PASSED, Exit.ERRORS)
    calls = len(server.requests)
    assert f"Calls: {calls}. Tokens: {calls * 1600:,}. Cost: $0.00" in said
    head, *found = read_csv(tmp_path / "out.csv")
    writers = [row[head.index("Written by")] for row in found]
    assert set(writers) == {"openai/gpt-4o-mini", "embedded"}
    costs = [float(row[head.index("Cost (USD)")] or 0) for row in found]
    assert 0 < sum(costs) <= 0.005


def test_progress_bar_at_a_terminal(tmp_path: Path) -> None:
    """Where standard error is a terminal, a bar shows how far it is, and goes when it is done."""
    import pty
    import termios

    source = write_csv(tmp_path / "in.csv", [["goal"], ["more leads"], ["more orders"]])
    command = [sys.executable, "-m", "rewriter", "batch", str(source), "--lang", "en"]
    command += ["--out", str(tmp_path / "out.csv")]
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    env = {**os.environ, "LC_ALL": "en_GB.UTF-8"}
    done = subprocess.run(command, env=env, stderr=theirs, check=True)
    os.close(theirs)
    said = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert done.returncode == Exit.PASSED
    assert "Goals:" in said
    assert "%|" in said
    assert said.splitlines()[-1].endswith("Failed: 0.")


def test_ctrl_c_at_the_terminal(tmp_path: Path, serve: Callable[..., ChatServer]) -> None:
    """The real signal to the real command: it ends at once, and what is done is in the file."""
    server = serve(Reply({"questions": ["Who?"]}), Reply({"questions": ["Who?"]}), Reply(delay=30))
    goals = [f"{number} more leads" for number in range(2, 12)]
    source = write_csv(tmp_path / "in.csv", [["goal"], *([goal] for goal in goals)])
    out = tmp_path / "out.csv"
    command = [sys.executable, "-m", "rewriter", "batch", str(source), "--out", str(out)]
    command += ["--model", "openai/local", "--lang", "en", "--workers", "2"]
    env = {**os.environ, "REWRITER_API_BASE": server.url, "LC_ALL": "en_GB.UTF-8"}
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True) as running:
        deadline = time.monotonic() + 60
        while len(server.requests) < 4 and time.monotonic() < deadline:
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        started = time.monotonic()
        _, said = running.communicate(timeout=20)
    assert time.monotonic() - started < 19
    assert running.returncode == Exit.INTERRUPTED
    assert "Stopped. 2 of 10 goals are in out.csv." in said
    assert "Traceback" not in said
    assert [row[0] for row in read_csv(out)[1:]] == goals[:2]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]
