"""What the evaluations show: plots, the page, two runs side by side."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from evals import run
from evals.__main__ import NOTHING, OK, main
from evals.baseline import Entry, compare
from evals.compare import changed_cases, difference, load_sides, pair, side_of
from evals.datasets import DataError, Flaw, RewritingCase, ValidatorCase
from evals.html import write_html
from evals.plots import bars, heat_map, intervals, stacked_bars
from evals.report import write_report
from evals.runner import SuiteRun
from evals.suites import REWRITING, SUITES
from rewriter import available_languages
from rewriter.models.scripted import ScriptedModel
from rewriter.schemas import Draft, DraftRequest, GoalContext, Usage
from tests.goals import BASELINES, GOOD, SOURCES, TODAY
from tests.servers import ChatServer, Reply

LANGUAGES = available_languages()
LATE = {"time_bound": "As soon as we can."}
CONTEXT = GoalContext(baseline=BASELINES["en"])
NASTY = '<img src="https://evil.example/x" onerror="alert(name)">'
HOSTILE = f"{NASTY} </article></body><script>alert(name)</script> [us](https://evil.example) {{{{ goal }}}}"


# --- plots -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "svg",
    [
        pytest.param(heat_map(NASTY, [NASTY], ["a"], {(NASTY, "a"): 97.5}), id="heat map"),
        pytest.param(stacked_bars(NASTY, {NASTY: {"a": 3, NASTY: 1}}, ["a", NASTY]), id="stacked"),
        pytest.param(bars(NASTY, {NASTY: 3.0}, "ms"), id="bars"),
        pytest.param(intervals(NASTY, {NASTY: (0.5, 0.2, 0.7)}), id="intervals"),
    ],
)
def test_plots_escape(svg: str) -> None:
    """Whatever stands in a label is text; the figure is inline and asks for nothing."""
    assert svg.startswith("<svg")
    assert svg.endswith("</svg>")
    assert "<img" not in svg
    assert svg.count("&lt;img") >= 2


def test_heat_map_colours() -> None:
    """Little is red, much is green, and the other way round where little is good."""
    values = {("en", "found %"): 100.0, ("en", "failed %"): 0.0, ("nb", "found %"): 40.0}
    svg = heat_map("x", ["en", "nb"], ["found %", "failed %"], values, ["failed %"])
    colours = re.findall(r'fill="(hsl[^"]*|#f0f0f0)"', svg)
    green, red = "hsl(130 62% 78%)", "hsl(8 62% 78%)"
    assert colours == [green, green, red, "#f0f0f0"]


# --- page ------------------------------------------------------------------------------------


class Page(HTMLParser):
    """A page as a browser reads it: its elements, and what stands under each heading."""

    VOID = frozenset({"meta", "rect", "circle", "line", "br"})

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.marked: list[str] = []
        self.text: dict[str, str] = {"": ""}  # by heading
        self.drawn: dict[str, str] = {}  # what the plots say, by heading
        self._open: list[str] = []
        self._heading = ""
        self.feed(path.read_text(encoding="utf-8"))
        self.close()
        assert self._open == [], "elements are left open"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes an element."""
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in self.VOID:
            self._open.append(tag)
        if tag == "mark":
            self.marked.append("")
        if tag in ("td", "th", "tr", "p"):
            self.text[self._heading] += " "

    def handle_endtag(self, tag: str) -> None:
        """Closes the last element, which has to be this one."""
        if tag not in self.VOID:
            assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Puts a text where it belongs."""
        if self._open and self._open[-1] in ("h1", "h2", "h3"):
            self._heading = data
            self.text.setdefault(data, "")
        elif "svg" in self._open:
            self.drawn[self._heading] = f"{self.drawn.get(self._heading, '')} {data}"
        elif "style" not in self._open:
            self.text[self._heading] += data
        if "mark" in self._open:
            self.marked[-1] += data


class Paid:
    """A model that writes the good goal of the language and says what it took."""

    name = "paid"

    def draft(self, request: DraftRequest) -> Draft:
        """The same goal each time."""
        usage = Usage(calls=1, prompt_tokens=900, completion_tokens=120)
        return Draft(goal=GOOD[request.language], usage=usage)


def hostile_case(code: str) -> RewritingCase:
    """A rough goal with markup in it, and a number that the good goal lacks."""
    return RewritingCase(
        id=f"{code}-1",
        language=code,
        goal=f"{SOURCES[code]} {HOSTILE}",
        context=GoalContext(baseline=BASELINES[code]),
        keeps={"numbers": [77]},
    )


@pytest.fixture
def page(tmp_path: Path) -> Page:
    """The page of one goal a language, compared with a baseline in which Danish did better."""
    (done,) = run(model=Paid(), cases=[hostile_case(code) for code in LANGUAGES], today=TODAY)
    done = dataclasses.replace(done, suite=REWRITING, whole=True)
    gates = done.suite.gates
    before = {row: {name: of[name] for name in gates} for row, of in done.figures.items()}
    before["da"]["kept %"] = 100.0
    entry = Entry(tolerance=0, figures=before, failing={"sv-1": ("kept", "language")})
    compared = compare(done, {done.key: entry})
    return Page(write_html([(done, compared)], tmp_path / "r.html", made="5 cases <b>"))


def test_page_needs_nothing_else(page: Page) -> None:
    """No address of another place stands in any attribute or style, and nothing can run."""
    assert not {"img", "script", "link", "iframe", "object"} & set(page.tags)
    assert not [pair for pair in page.attributes if "//" in pair[1] or "url(" in pair[1]]
    assert not [pair for pair in page.attributes if pair[0].startswith("on") or pair[0] == "src"]
    assert {value for name, value in page.attributes if name == "href"} == {"#rewriting-paid"}
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in page.attributes


def test_page_shows_hostile_text_as_text(page: Page) -> None:
    """Markup in a goal stands there letter by letter, and closes none of the page's elements."""
    assert page.text["Worst cases"].count(HOSTILE) == len(LANGUAGES)
    assert page.tags.count("article") == len(LANGUAGES)
    assert "5 cases <b>" in page.text["Evaluation report"]


def test_page_has_the_plots(page: Page) -> None:
    """Pass rate by check and language, attempts, tokens and time, each over all languages."""
    rates = page.drawn["Gated figures, per cent"]
    for check in ("number %", "deadline %", "relevance %", "kept %", "language %"):
        assert check in rates
    for heading in ("Gated figures, per cent", "Attempts to pass", "Tokens a goal", "Time a case"):
        assert set(LANGUAGES) <= set(page.drawn[heading].split()), heading
    assert "1,020" in page.drawn["Tokens a goal"]
    assert "first try" in page.drawn["Attempts to pass"]
    assert "ms" in page.drawn["Time a case"]


def test_page_says_what_changed(page: Page) -> None:
    """What is worse than the baseline stands there with both figures, and so do the cases."""
    said = " ".join(page.text["Differences from the baseline"].split())
    assert "da: kept % 100 0 worse" in said
    assert "Newly failing: en-1 (kept)" in said
    assert "Newly passing: sv-1 (language)" in said
    assert "worse" in page.text["Evaluation report"]


def test_page_lists_the_worst_cases(page: Page) -> None:
    """Each language's worst case stands there in its language, with its letters and the reason."""
    said = page.text["Worst cases"]
    assert said.count("kept: missing: 77") == len(LANGUAGES)
    assert {("lang", code) for code in LANGUAGES} <= set(page.attributes)
    for code in LANGUAGES:
        assert GOOD[code].statement in said


def test_page_of_two_models(tmp_path: Path) -> None:
    """Models on the same goals stand side by side, figure by figure."""
    case = hostile_case("nl")
    runs = [
        run(model=model, cases=[case], today=TODAY)[0]
        for model in (Paid(), ScriptedModel([GOOD["nl"].model_copy(update=LATE)] * 3))
    ]
    sides = pair([side_of(runs[0])], [side_of(runs[1])])
    table = difference(sides[0])
    compared = [(done, compare(done, {})) for done in runs]
    path = write_html(compared, tmp_path / "r.html", made="", differences=[table])
    said = " ".join(Page(path).text["Models side by side"].split())
    assert "own: own/paid → own/scripted" in said
    assert "nl: first try % 100 0 -100" in said


def labelled_run(monkeypatch: pytest.MonkeyPatch) -> SuiteRun:
    """In each language a good rewrite that fails and a flawed one that is told."""
    flaw = Flaw(code="time_bound.no_deadline", field="time_bound")
    cases = [
        ValidatorCase(
            id=f"{code}-{n}",
            language=code,
            source=SOURCES[code],
            goal=GOOD[code].model_copy(update={"time_bound": "XX", "statement": HOSTILE}),
            expect=expect,
            context=GoalContext(baseline=BASELINES[code]),
        )
        for code in LANGUAGES
        for n, expect in ((1, ()), (2, (flaw,)))
    ]
    suite = dataclasses.replace(SUITES["validator"], load=lambda languages: cases)
    monkeypatch.setitem(SUITES, "validator", suite)  # type: ignore[arg-type]
    return run(suites=["validator"])[0]


def test_page_marks_evidence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The words that errors point at are marked where they stand, markup among them."""
    done = labelled_run(monkeypatch)
    page = Page(write_html([(done, compare(done, {}))], tmp_path / "r.html", made="10 cases"))
    assert page.marked.count("XX") == len(LANGUAGES)
    assert any("<script>" in text or "https://" in text for text in page.marked)
    assert not {"img", "script"} & set(page.tags)
    for start in ("Recall by code", "Precision by code", "Cohen's kappa by code"):
        (heading,) = [name for name in page.drawn if name.startswith(start)]
        assert "time_bound.no_deadline" in page.drawn[heading]
    assert any("taken for" in text for text in page.text.values())


def test_confusion(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted codes in rows, what was said in columns; a good one that fails is there as well."""
    (matrix,) = labelled_run(monkeypatch).confusion
    names = matrix.class_labels
    code, nothing = names.index("time_bound.no_deadline"), names.index("no error")
    assert matrix.matrix[code][code] == len(LANGUAGES)
    assert sum(matrix.matrix[nothing]) == len(LANGUAGES)
    assert matrix.matrix[nothing][nothing] == 0
    assert sum(map(sum, matrix.matrix)) == 2 * len(LANGUAGES)


# --- comparing -------------------------------------------------------------------------------


@pytest.fixture
def reports(tmp_path: Path) -> tuple[Path, Path]:
    """Reports of a good run and of one whose model writes a letter in another language."""
    paths = tmp_path / "a.json", tmp_path / "b.json"
    case = RewritingCase(id="en-1", language="en", goal=SOURCES["en"], context=CONTEXT)
    for path, change in zip(paths, ({}, {"relevant": GOOD["nb"].relevant}), strict=True):
        model = ScriptedModel([GOOD["en"].model_copy(update=change)] * 3)
        (done,) = run(model=model, cases=[case], today=TODAY)
        write_report([(done, compare(done, {}))], path)
    return paths


def test_compare_reports(reports: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Two reports side by side: each figure that differs, and by how much."""
    ((one, two),) = [pair(*(load_sides(path) for path in reports))[0]]
    rows = {row[0]: row[1:] for row in difference(pair([one], [two])[0]).rows}
    assert rows["en: first try %"] == [100, 0, -100]
    assert "en: cases" not in rows
    assert main(["--compare", *map(str, reports)]) == OK
    printed = capsys.readouterr().out
    assert "first try %" in printed
    assert "own/scripted → own/scripted" in printed
    assert main(["--compare", str(reports[0]), str(reports[0])]) == OK
    assert "no figure differs" in capsys.readouterr().out


def test_compare_names_the_cases(reports: tuple[Path, Path]) -> None:
    """A case that fails something in one run only is named."""
    (one,) = load_sides(reports[0])
    worse = one.model_copy(update={"failing": {"en-1": {"number": "why"}}})
    assert list(changed_cases(pair([one], [worse])[0])) == ["en-1: only B fails number"]
    assert list(changed_cases(pair([worse], [one])[0])) == ["en-1: only A fails number"]


def test_compare_models(
    monkeypatch: pytest.MonkeyPatch,
    serve: Callable[..., ChatServer],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Two models on the same goals; a model is anything that LiteLLM knows."""
    case = RewritingCase(id="en-1", language="en", goal=SOURCES["en"], context=CONTEXT)
    suite = dataclasses.replace(REWRITING, load=lambda languages: [case])
    monkeypatch.setitem(SUITES, "rewriting", suite)  # type: ignore[arg-type]
    server = serve(Reply(GOOD["en"].model_dump(mode="json")))
    monkeypatch.setenv("REWRITER_API_BASE", server.url)
    command = ["--suite", "rewriting", "--compare", "embedded", "openai/local"]
    assert main(command) == OK
    assert "rewriting/embedded → rewriting/openai/local" in capsys.readouterr().out
    assert server.requests


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("{", id="no JSON"),
        pytest.param('{"tables": []}', id="another JSON"),
        pytest.param('[{"suite": "x"}]', id="parts missing"),
    ],
)
def test_compare_refuses(tmp_path: Path, content: str) -> None:
    """A file that is no report is named, and the exit code is 2."""
    path = tmp_path / "other.json"
    path.write_text(content)
    with pytest.raises(DataError, match=r"other\.json"):
        load_sides(path)
    assert main(["--compare", str(path), str(path)]) == NOTHING


def test_report_holds_what_is_compared(reports: tuple[Path, Path]) -> None:
    """The report says the model, the figures and the failing cases, suite by suite."""
    (content,) = json.loads(reports[0].read_text(encoding="utf-8"))
    assert content["model"] == "scripted"
    assert content["figures"]["en"]["passed %"] == 100
    assert content["failing"] == {}
