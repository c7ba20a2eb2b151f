"""What can be done with a result: change it, vary it, answer, go back, compare, take it away."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from rewriter.export import render_csv, render_xlsx
from rewriter.languages.pack import available_languages, load_pack
from rewriter.page import work
from rewriter.page.take import LONGEST_LINK
from rewriter.schemas import Assumption, FellBack, Question, Usage
from tests.pages import (
    ROUGH,
    answer_with,
    go,
    html_of,
    open_page,
    plain_text,
    press,
    submit,
    text_of,
)
from tests.results import TEXTS, make_result

WORDS = load_pack("en").page
languages = pytest.mark.parametrize("code", available_languages())


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings that one page run makes do not last into the next test."""
    monkeypatch.setenv("REWRITER_CACHE", "off")
    work.warm_up.cache_clear()


def letter(page: AppTest, name: str) -> str:
    """The card of the letter that is called `name`."""
    cards = re.findall(r'<article class="sg-letter.*?</article>', html_of(page))
    return next(card for card in cards if f"<h3>{name}</h3>" in card)


def change(page: AppTest, field: str, text: str) -> AppTest:
    """Open a field's box, if it isn't, and type `text` into it."""
    box = f"edit_1_{field}"
    if box not in [area.key for area in page.text_area]:
        page.button(key=f"edit_button_{field}").click().run()
    return page.text_area(key=box).set_value(text).run()


@languages
def test_a_change_is_checked_at_once(code: str) -> None:
    """A letter that loses its number fails there and then, and says so in the goal's language."""
    pack = load_pack(code)
    page = submit(open_page(code), ROUGH[code], code)
    name = pack.basics.readings["achievable/relevant"][1].name
    assert pack.interface.document.verdicts.fails not in letter(page, name)
    change(page, "measurable", pack.page.rewrite.placeholder)
    assert pack.interface.document.verdicts.fails in letter(page, name)
    assert pack.messages.findings["measurable.no_number"].message in text_of(page)
    assert pack.page.result.edited.format(letters=name) in text_of(page)


def test_undo_and_discard() -> None:
    """Changes are undone one by one, or all at once."""
    page = submit(open_page(), ROUGH["en"])
    before = plain_text(page)
    change(page, "measurable", "first")
    change(page, "measurable", "second")
    press(page, WORDS.result.undo)
    assert page.text_area(key="edit_1_measurable").value == "first"
    assert "first" in plain_text(page)
    press(page, WORDS.result.undo)
    assert plain_text(page) == before
    assert "undo" not in [button.key for button in page.button]
    change(page, "specific", "third")
    press(page, WORDS.result.discard)
    assert plain_text(page) == before


def test_use_this_and_back() -> None:
    """An edit that is used becomes a version; the one before is one click away."""
    page = submit(open_page(), ROUGH["en"])
    before = plain_text(page)
    change(page, "relevant", "Because every visitor may become a customer who buys from us.")
    press(page, WORDS.result.use)
    assert "every visitor may become a customer" in plain_text(page)
    assert WORDS.result.changes in text_of(page)
    press(page, WORDS.result.back)
    assert plain_text(page) == before


def test_sentence_can_be_changed() -> None:
    """The closing sentence is changed like a letter, and kept apart from it."""
    page = submit(open_page(), ROUGH["en"])
    change(page, "statement", "Soon we will be much better.")
    document = load_pack("en").interface.document
    assert WORDS.result.edited.format(letters=document.statement) in text_of(page)
    assert "Soon we will be much better." in plain_text(page)


@pytest.mark.parametrize("style", ["bolder", "safer", "sooner", "later"])
def test_styles(style: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wish for another goal goes along, and what changed is marked."""
    other = make_result(measurable=TEXTS["measurable"].replace("1,500", "1,800"))
    asked = answer_with(monkeypatch, make_result(), other)
    page = submit(open_page(), "more followers")
    page.button(key=f"style_{style}").click().run()
    assert asked[1]["options"].style == style
    assert "<del>1,500</del> <ins>1,800</ins>" in html_of(page)


def test_assumption_becomes_a_question(monkeypatch: pytest.MonkeyPatch) -> None:
    """A click on an assumption asks for the fact instead; what nobody can settle is no button."""
    made = make_result(questions=[Question(text="Who leads it?", fills="owner")])
    assert made.goal is not None
    assumptions = (
        Assumption(text="A proposal.", fills="deadline"),
        Assumption(text="Read in the channel."),
    )
    goal = made.goal.model_copy(update={"assumptions": assumptions})
    asked = answer_with(monkeypatch, made.model_copy(update={"goal": goal}), make_result())
    page = submit(open_page(), "more followers")
    labels = [button.label for button in page.button]
    assert "A proposal." in labels
    assert "Read in the channel." not in labels
    assert [field.key for field in page.text_input if field.key] == ["answer_1_owner"]
    press(page, "A proposal.")
    keys = [field.key for field in page.text_input if field.key]
    assert keys == ["answer_1_deadline", "answer_1_owner"]
    first = page.text_input(key="answer_1_deadline")
    assert first.label == load_pack("en").messages.questions["deadline"]
    first.set_value("1 June 2027")
    press(page, WORDS.rewrite.answer_button)
    assert asked[1]["context"].deadline == "1 June 2027"


def test_history(monkeypatch: pytest.MonkeyPatch) -> None:
    """Versions are listed newest first, starred, compared, opened again and forgotten."""
    other = make_result(statement=TEXTS["statement"].replace("1,500", "1,800"))
    answer_with(monkeypatch, make_result(), other)
    page = submit(open_page(), "more followers")
    page.button(key="style_bolder").click().run()
    go(page, "history")
    shown = text_of(page)
    ways = WORDS.history.ways
    assert shown.index(ways["bolder"]) < shown.rindex(ways["rewritten"])
    assert "<del>1,500</del>" in html_of(page)
    assert "<ins>1,800</ins>" in html_of(page)
    page.button(key="star_1").click().run()
    page.checkbox(key="history_starred").check().run()
    assert re.findall(r"<h2>★ .* · (\w+)</h2>", html_of(page)) == [ways["rewritten"]]
    assert "restore_2" not in [button.key for button in page.button]
    page.button(key="restore_1").click().run()
    assert "1,500" in plain_text(page)
    go(page, "history")
    page.button(key="forget").click().run()
    assert WORDS.history.empty in text_of(page)


def test_models_that_gave_up_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another model had to step in, the page says which failed, why, and who wrote."""
    fallen = (FellBack(model="openai/a", reason="It took too long."),)
    answer_with(monkeypatch, make_result().model_copy(update={"fell_back": fallen}))
    shown = text_of(submit(open_page(), "more followers"))
    document = load_pack("en").interface.document
    assert f"{document.fell_back}openai/a: It took too long." in shown
    assert document.written_by.format(model="embedded") in shown


def test_account_of_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls, tokens and cost add up over the session, in the page's number format."""
    usage = Usage(calls=1, prompt_tokens=1200, completion_tokens=300, cost=0.0125)
    answer_with(monkeypatch, make_result().model_copy(update={"usage": usage}))
    page = open_page("nl")
    submit(page, "meer volgers", "nl")
    submit(page, "meer leads", "nl")
    page.run()
    words = load_pack("nl").page.models
    assert words.calls.format(calls="2") in text_of(page)
    assert words.tokens.format(prompt="2.400", completion="600") in text_of(page)
    assert "0,0250" in text_of(page)


def test_link_holds_the_goal_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """A link opens the page with the rough goal in the box, and acts on nothing."""
    asked = answer_with(monkeypatch, make_result("more & better leads"))
    page = open_page(folded=False)
    page.text_input(key="context_owner").set_value("Maria")
    submit(page, "more & better leads")
    [link] = re.findall(r'<span class="sg-link">(.*?)</span>', html_of(page))
    assert link == "?lang=en&amp;goal=more+%26+better+leads"
    page = open_page(goal="more & better leads")
    assert page.text_area(key="goal").value == "more & better leads"
    assert "goal" not in page.query_params
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("goal", "offered"),
    [
        pytest.param("x" * LONGEST_LINK, True, id="the longest"),
        pytest.param("x" * (LONGEST_LINK + 1), False, id="too long"),
    ],
)
def test_long_links(goal: str, offered: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A goal that no address holds gets no link, and the page says why."""
    answer_with(monkeypatch, make_result(goal))
    page = submit(open_page(), "more leads")
    assert ("copy-link" in [button.key for button in page.button]) is offered
    assert (WORDS.take.link_too_long in text_of(page)) is not offered


@languages
def test_worksheets_hold_the_same(code: str) -> None:
    """The Excel worksheet has the rows of the CSV one, under the same headings."""
    result = make_result(language=code, findings=())
    book = load_workbook(io.BytesIO(render_xlsx([result])))
    rows = [[cell.value or "" for cell in row] for row in book.active.iter_rows()]
    assert len(rows) == 7
    separator = re.findall(r'"([;,])"', render_csv([result]))[0]
    heads = render_csv([result]).split("\r\n")[0].strip('"').split(f'"{separator}"')
    assert rows[0] == heads
    assert rows[6][3] == TEXTS["statement"]
    assert book.active.freeze_panes == "A2"


def test_worksheet_cells_are_text() -> None:
    """Nothing that a model wrote becomes a formula in Excel."""
    result = make_result(specific='=HYPERLINK("http://evil.example")', measurable="+1+1")
    book = load_workbook(io.BytesIO(render_xlsx([result])))
    assert all(
        cell.data_type == "s" for row in book.active.iter_rows() for cell in row if cell.value
    )
    texts = [row[3].value for row in book.active.iter_rows()]
    assert '\'=HYPERLINK("http://evil.example")' in texts
    assert "'+1+1" in texts


def test_partial_goal_is_shown_while_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a hosted model has written so far reaches the page through the wish for it."""
    told: list[Any] = []

    def fake(goal: str, **wishes: Any) -> Any:
        made = make_result(goal)
        assert made.goal is not None
        wishes["options"].on_partial(made.goal)
        told.append(wishes["options"].on_partial)
        return made

    monkeypatch.setattr(work, "rewrite", fake)
    page = submit(open_page(), "more followers")
    assert not page.exception
    assert len(told) == 1
    assert TEXTS["statement"] in plain_text(page)
