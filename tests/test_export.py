"""Results as files: complete, in the right order and language, and inert."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rewriter.export import (
    escape_markdown,
    neutral_cell,
    render_csv,
    render_json,
    render_markdown,
    render_text,
)
from rewriter.languages.pack import available_languages, load_pack
from rewriter.schemas import Finding, Question, RewriteResult
from rewriter.worksheet import visible
from tests.results import TEXTS, make_question, make_result

languages = pytest.mark.parametrize("code", available_languages())
HOSTILE = (
    "![x](http://evil.example/i.png) <img src=x onerror=alert(1)> [a](javascript:b) `c` "
    "www.evil.example"
)
FINDING = Finding(
    code="time_bound.past",
    field="time_bound",
    severity="error",
    message="The date has passed.",
    hint="Choose a later one.",
)


def rows_of(text: str, separator: str) -> list[list[str]]:
    """A CSV text read back."""
    return list(csv.reader(io.StringIO(text), delimiter=separator))


def rendered(text: str) -> str:
    """A line of Markdown as HTML, tables switched on."""
    return MarkdownIt("commonmark").enable("table").render(text)


@languages
def test_text_names_the_letters(code: str) -> None:
    """Plain text heads each content with its letter and local name, in order."""
    text = render_text([make_result(language=code)])
    names = [letter.name for letter in load_pack(code).basics.readings["achievable/relevant"]]
    heads = re.findall(r"^[SMART] – (.*?):", text, re.MULTILINE)
    assert heads == names
    assert TEXTS["statement"] in text


def test_text_holds_everything() -> None:
    """Assumptions, questions and findings go along."""
    made = make_result(
        assumptions=["Four posts are manageable."],
        questions=[Question(text="Who is responsible?")],
        findings=[FINDING],
    )
    text = render_text([made])
    assert "- Four posts are manageable." in text
    assert "- Who is responsible?" in text
    assert "- The date has passed. Choose a later one." in text


def test_reading_moves_the_content() -> None:
    """Another reading shows the same contents under other letters."""
    text = render_text([make_result()], reading="attractive/realistic")
    assert f"A – Attractive: {TEXTS['relevant']}" in text
    assert f"R – Realistic: {TEXTS['achievable']}" in text


@pytest.mark.parametrize("render", [render_text, render_markdown, render_csv, render_json])
def test_needs_answer(render: object) -> None:
    """A goal that could not be written goes out as its question."""
    assert callable(render)
    assert "What do you want to reach?" in render([make_question()])


@languages
def test_csv_rows(code: str) -> None:
    """The worksheet has a row per letter and one for the sentence, under local heads."""
    separator = "," if code == "en" else ";"
    words = load_pack(code).interface.document
    rows = rows_of(render_csv([make_result(language=code, findings=[FINDING])]), separator)
    assert rows[0] == [
        words.source,
        words.letter,
        words.name,
        words.text,
        words.verdict,
        words.remarks,
    ]
    assert [row[1] for row in rows[1:]] == ["S", "M", "A", "R", "T", ""]
    assert [row[3] for row in rows[1:]] == list(TEXTS.values())
    assert rows[5][4:] == [words.verdicts.fails, "The date has passed. Choose a later one."]
    assert rows[6][2] == words.statement


def test_csv_of_several_goals() -> None:
    """Six rows a goal, each naming its goal."""
    rows = rows_of(
        render_csv([make_result("one"), make_result("two"), make_question("three")]), ","
    )
    assert [row[0] for row in rows[1:]] == ["one"] * 6 + ["two"] * 6 + ["three"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('=HYPERLINK("http://evil.example")', id="equals"),
        pytest.param("+1+1", id="plus"),
        pytest.param("-1+1", id="minus"),
        pytest.param("@SUM(A1)", id="at"),
        pytest.param("\t=1+1", id="tab"),
        pytest.param("  =1+1", id="blanks before"),
        pytest.param("\n=1+1", id="line feed"),
        pytest.param("＝1+1", id="full width"),
    ],
)
def test_csv_formulas(text: str) -> None:
    """No cell of the worksheet can start a formula, whichever field it came in by."""
    made = make_result(text, statement=text, specific=text, relevant=text)
    cells = [cell for row in rows_of(render_csv([made]), ",") for cell in row]
    assert [cell for cell in cells if text in cell] == [f"'{text}"] * 9
    assert not any(re.match(r"\s*[=+\-@＝]", cell) for cell in cells)


@given(st.text())
def test_cells_keep_their_text(text: str) -> None:
    """Neutralising adds an apostrophe at most."""
    assert neutral_cell(text) in (visible(text), f"'{visible(text)}")


@given(st.text(alphabet=st.sampled_from("![]()<>*_`~|#+-=&$\\:/.@ \nabw1"), max_size=40))
def test_markdown_shows_what_it_was_given(text: str) -> None:
    """Rendered Markdown holds the text and nothing but the text."""
    for before in ("", "x "):
        html = rendered(f"{before}{escape_markdown(text)} x")
        assert re.findall(r"<(?!/?p>)", html) == []
        body = unescape(html.removeprefix("<p>").removesuffix("</p>\n"))
        assert " ".join(body.split()) == " ".join(f"{before}{text} x".split())


def test_markdown_is_inert() -> None:
    """No image, link or element survives in any part of the file."""
    made = make_result(
        HOSTILE,
        statement=HOSTILE,
        specific=HOSTILE,
        assumptions=[HOSTILE],
        questions=[Question(text=HOSTILE)],
        findings=[FINDING.model_copy(update={"message": HOSTILE})],
    )
    text = render_markdown([made])
    html = rendered(text)
    assert not re.search(r"<(img|a|script)\b", html)
    assert html.count("evil.example/i.png") == 6
    assert not re.search(r"(?<!\\)://|www\.", text)


def test_markdown_table() -> None:
    """The letters are a table with five rows."""
    html = rendered(render_markdown([make_result(specific="one | two\nthree")]))
    assert html.count("<tr>") == 6
    assert "<td>one | two three</td>" in html


def test_json_reads_back() -> None:
    """JSON holds the whole result; several results are a list."""
    made = make_result(findings=[FINDING])
    assert RewriteResult.model_validate_json(render_json([made])) == made
    assert len(json.loads(render_json([made, made]))) == 2


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a\x1b[2Jb", id="escape sequence"),
        pytest.param("a\u202eb", id="reversed text"),
        pytest.param("a\ud800b", id="lone surrogate"),
    ],
)
def test_nothing_acts_unseen(text: str) -> None:
    """Control characters and the like are shown as replacement characters in every text file."""
    for render in (render_text, render_markdown, render_csv):
        out = render([make_result(text, statement=text)])
        assert text not in out
        assert "a\ufffd" in out
        assert out.encode("utf-8")
