"""The journeys of a marketer, in a real browser, on a phone and a desk, in three languages."""

from __future__ import annotations

import csv
import io
import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from rewriter.languages.pack import load_pack
from tests.browser.visitor import Visitor

HOSTILE = (
    'more leads <img src="http://evil.example/a.png"> ![x](http://evil.example/b.png) '
    "[y](http://evil.example/c) http://evil.example/d.png"
)


def test_first_sight(visitor: Visitor) -> None:
    """The heading stands in the document before any script has run, in the visitor's language."""
    words = visitor.pack.page
    visitor.page.goto(visitor.address, wait_until="commit")
    expect(visitor.at("h1")).to_have_text(words.rewrite.headline)
    visitor.see(".st-key-sg-examples button")
    assert visitor.page.evaluate("document.documentElement.lang") == visitor.pack.code
    assert visitor.page.title() == words.title
    assert visitor.page.locator("h1:visible").count() == 1
    assert parse_qs(urlsplit(visitor.page.url).query)["lang"] == [visitor.pack.code]
    assert visitor.fits()
    assert visitor.audit() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_rewrite(visitor: Visitor, scheme: str) -> None:
    """An example to click becomes a proved goal, legible in both themes."""
    visitor.page.emulate_media(color_scheme=scheme)
    visitor.open()
    visitor.press("example_0")
    visitor.see(".st-key-copy-text")
    document = visitor.pack.interface.document
    names = [letter.name for letter in visitor.pack.basics.readings["achievable/relevant"]]
    assert visitor.page.locator(".sg-letter h3").all_inner_texts() == names
    sentence = visitor.see(".sg-after p")
    for kind in ("measurable", "time-bound", "relevant"):
        assert sentence.locator(f"mark.sg-{kind}").count() >= 1, kind
    lines = sentence.locator("mark").evaluate_all(
        "marks => marks.map(mark => getComputedStyle(mark).textDecorationStyle)"
    )
    assert len(set(lines)) >= 3  # told apart without colour
    visitor.see(".sg-ladder [aria-current=step]")
    assert document.numbers in visitor.page.inner_text(".st-key-sg-side")
    assert visitor.fits()
    assert visitor.audit() == []
    visitor.page.emulate_media(color_scheme="light")


def test_edit_in_place(visitor: Visitor) -> None:
    """Checks run while one types, without leaving the box; undo and use do what they say."""
    visitor.open().rewrite(visitor.pack.page.rewrite.example_goals[0])
    before = visitor.at(".sg-plain").text_content()
    visitor.press("edit_button_measurable")
    box = visitor.see(".st-key-sg-live-measurable textarea")
    box.fill(visitor.pack.page.rewrite.placeholder)
    fails = visitor.pack.interface.document.verdicts.fails
    expect(visitor.at(".st-key-sg-card-measurable .sg-badge")).to_contain_text(fails)
    assert visitor.page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    assert visitor.audit() == []
    visitor.press("undo")
    expect(visitor.at(".sg-plain")).to_have_text(before or "")
    box = visitor.see(".st-key-sg-live-measurable textarea")
    box.fill("500 → 600")
    visitor.press("use_edit")
    visitor.see(".sg-changes ins")
    expect(visitor.at(".sg-plain")).to_contain_text("500 → 600")
    visitor.press("back")
    expect(visitor.at(".sg-plain")).to_have_text(before or "")


def test_answers_and_styles(visitor: Visitor) -> None:
    """An assumption becomes a question with the cursor in it; the answer makes a better goal."""
    visitor.open().rewrite(visitor.pack.page.rewrite.example_goals[0])
    assumption = visitor.see(".st-key-assumption_1 button")
    told = assumption.inner_text()
    assumption.click()
    expect(visitor.page.locator(".st-key-sg-questions input").first).to_be_focused()
    assert told not in visitor.page.inner_text(".st-key-sg-assumptions")
    visitor.page.keyboard.type("2027-05-31")
    visitor.see(".st-key-sg-questions button").click()
    visitor.see(".sg-changes ins")
    expect(visitor.at(".sg-after p")).to_contain_text("2027")
    assert told not in visitor.page.inner_text(".st-key-sg-assumptions")
    visitor.press("style_bolder")
    visitor.see(".sg-changes del")
    visitor.see(".st-key-back")


def test_history(visitor: Visitor) -> None:
    """Versions are starred, compared side by side and opened again."""
    visitor.open().rewrite(visitor.pack.page.rewrite.example_goals[0])
    first = visitor.at(".sg-after p").inner_text()
    visitor.press("style_later")
    visitor.see(".sg-changes")
    visitor.page.locator(".st-key-sg-views a").nth(3).click()
    visitor.see(".sg-compare del")
    visitor.press("star_1")
    expect(visitor.page.locator(".sg-version h2", has_text="★")).to_have_count(1)
    assert visitor.fits()
    assert visitor.audit() == []
    visitor.press("restore_1")
    visitor.see(".st-key-copy-text")
    assert visitor.at(".sg-after p").inner_text() == first


def test_check_and_fix(visitor: Visitor) -> None:
    """A written goal shows what it lacks, and one click mends it."""
    visitor.open("check")
    verdicts = visitor.pack.interface.document.verdicts
    visitor.press("check_example_1")
    expect(visitor.page.locator(".sg-letter", has_text=verdicts.fails)).not_to_have_count(0)
    visitor.press("fix")
    visitor.see(".st-key-use_fixed")
    assert visitor.fits()
    assert visitor.audit() == []
    visitor.press("use_fixed")
    expect(visitor.page.locator(".sg-letter", has_text=verdicts.fails)).to_have_count(0)


def test_letter_by_letter(visitor: Visitor) -> None:
    """Suggestions, verdicts while typing, and a worksheet that goes out and comes back."""
    words = visitor.pack.page.guided
    visitor.open("letters")
    visitor.see(".st-key-guided_goal textarea").fill(visitor.pack.page.rewrite.example_goals[1])
    visitor.press("suggest_measurable")
    box = visitor.see(".st-key-guided_measurable textarea")
    expect(box).to_have_value(re.compile(r"\d"))
    box.fill("?")
    fails = visitor.pack.interface.document.verdicts.fails
    expect(visitor.at(".st-key-sg-card-measurable .sg-badge")).to_contain_text(fails)
    for name in ("specific", "measurable", "achievable", "relevant", "time_bound", "statement"):
        visitor.press(f"suggest_{name}")
        expect(visitor.at(f".st-key-guided_{name} textarea")).to_have_value(re.compile(r"\w{2}"))
    expect(visitor.at(".st-key-sg-actions")).to_contain_text(words.count.format(done=5))
    assert visitor.fits()
    assert visitor.audit() == []
    texts = visitor.page.locator("[class*=st-key-sg-card-] textarea").evaluate_all(
        "boxes => boxes.map(box => box.value)"
    )
    visitor.press("finish")
    sheet = visitor.download("download_xlsx")
    visitor.open("letters")
    visitor.see(".st-key-sg-upload summary").click()
    visitor.see(".st-key-guided_file")
    assert visitor.audit() == []
    file = {"name": "mine.xlsx", "mimeType": "application/octet-stream", "buffer": sheet}
    visitor.page.locator(".st-key-guided_file input[type=file]").set_input_files(files=[file])
    expect(visitor.at(".st-key-guided_statement textarea")).to_have_value(texts[-1])
    read = visitor.page.locator("[class*=st-key-sg-card-] textarea").evaluate_all(
        "boxes => boxes.map(box => box.value)"
    )
    assert read == texts


def test_many_goals(visitor: Visitor) -> None:
    """Pasted bullets and an uploaded list become rows; any of them opens in full."""
    goals = visitor.pack.page.rewrite.example_goals
    visitor.open().see(".st-key-goal textarea").fill("\n".join(f"• {goal}" for goal in goals))
    visitor.press("rewrite")
    visitor.see(f".st-key-open_{len(goals) - 1}")
    assert visitor.page.locator(".sg-row").count() == len(goals)
    visitor.press("open_2")
    expect(visitor.at(".sg-before blockquote")).to_have_text(goals[2])
    assert visitor.fits()
    assert visitor.audit() == []
    visitor.see(".st-key-sg-upload summary").click()
    visitor.see(".st-key-goals_file")
    heading = visitor.pack.interface.document.source
    data = "\ufeff" + "\n".join([heading, *(f'"{goal}"' for goal in goals[:2])])
    file = {"name": "list.csv", "mimeType": "text/csv", "buffer": data.encode()}
    visitor.page.locator(".st-key-goals_file input[type=file]").set_input_files(files=[file])
    expect(visitor.page.locator(".sg-row")).to_have_count(2)


def test_take_away(visitor: Visitor) -> None:
    """Every file holds the sentence; so does the clipboard; the link holds the rough goal only."""
    goal = visitor.pack.page.rewrite.example_goals[0]
    visitor.open()
    visitor.see(".st-key-sg-context summary").click()
    visitor.see(".st-key-context_owner input").fill("Secret Person")
    assert visitor.audit() == []
    visitor.rewrite(goal)
    sentence = visitor.page.evaluate(
        "[...document.querySelector('.sg-after p').childNodes].map(n => n.textContent).join('')"
    )
    book = load_workbook(io.BytesIO(visitor.download("download_xlsx")))
    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert cells[6][3] == sentence
    assert [row[1] for row in cells[1:6]] == list("SMART")
    text = visitor.download("download_csv").decode("utf-8-sig")
    dialect = csv.Sniffer().sniff(text.splitlines()[0], delimiters=";,")
    assert list(csv.reader(io.StringIO(text), dialect))[6][3] == sentence
    told = json.loads(visitor.download("download_json"))
    assert told["goal"]["statement"] == sentence
    assert told["source"] == goal
    assert visitor.download("download_md").decode().startswith("## ")
    visitor.press("copy-text")
    take = visitor.pack.page.take
    expect(visitor.at(".st-key-copy-text button")).to_contain_text(take.copied)
    assert sentence in visitor.page.evaluate("navigator.clipboard.readText()")
    visitor.press("copy-link")
    expect(visitor.at(".st-key-copy-link button")).to_contain_text(take.copied)
    link = visitor.page.evaluate("navigator.clipboard.readText()")
    assert parse_qs(urlsplit(link).query) == {"lang": [visitor.pack.code], "goal": [goal]}
    visitor.page.goto(link)
    expect(visitor.at(".st-key-goal textarea")).to_have_value(goal)
    assert "Secret" not in visitor.page.content()


def test_language_is_kept(visitor: Visitor) -> None:
    """Another language changes everything at once and outlives a reload."""
    visitor.open().see(".st-key-goal textarea").fill("…")
    other = load_pack("sv")
    visitor.see(".st-key-page_language button").click()
    visitor.page.get_by_role("option", name=re.compile(other.basics.name, re.IGNORECASE)).click()
    expect(visitor.at(".sg-hero h1")).to_have_text(other.page.rewrite.headline)
    expect(visitor.page.locator("html")).to_have_attribute("lang", "sv")
    visitor.page.reload()
    expect(visitor.at("h1")).to_have_text(other.page.rewrite.headline)
    visitor.see(".stApp .sg-hero")
    assert parse_qs(urlsplit(visitor.page.url).query)["lang"] == ["sv"]


def test_keyboard_alone(visitor: Visitor) -> None:
    """Without a mouse: to the box, a goal, Ctrl+Enter, on to the result's buttons."""
    visitor.open().see(".st-key-sg-examples button")
    for _ in range(30):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate("document.activeElement.tagName") == "TEXTAREA":
            break
    visitor.page.keyboard.type(visitor.pack.page.rewrite.example_goals[0])
    visitor.page.keyboard.press("Control+Enter")
    visitor.see(".st-key-copy-text")
    reached = set()
    for _ in range(60):
        visitor.page.keyboard.press("Tab")
        told = visitor.page.evaluate(
            "(() => { const e = document.activeElement;"
            "return [e.innerText.trim(), getComputedStyle(e).outlineStyle, e.tagName] })()"
        )
        if told[2] == "BUTTON":
            reached.add(told[0])
            assert told[1] != "none", told
    words = visitor.pack.page
    assert {words.result.bolder, words.take.copy_text, words.rewrite.answer_button} <= reached


def test_models(visitor: Visitor) -> None:
    """The sidebar opens from the line that says where the text goes, and closes again."""
    words = visitor.pack.page
    visitor.open().press("open-models")
    visitor.see(".st-key-model_choice button").click()
    visitor.page.get_by_role("option", name=words.models.other).click()
    visitor.see(".st-key-model_name input").fill("openai/some-model")
    visitor.page.keyboard.press("Enter")
    visitor.see(".st-key-test_model")
    assert visitor.at(".st-key-model_key input").get_attribute("type") == "password"
    assert visitor.audit() == []
    said = words.rewrite.hosted.format(model="openai/some-model")
    visitor.see(".stSidebar [data-testid=stSidebarCollapseButton] button").click()
    expect(visitor.at(".st-key-sg-where")).to_contain_text(said)


def test_nothing_pasted_acts(visitor: Visitor) -> None:
    """Pasted tags, images and links are characters: in a goal, a check, a file and a letter."""
    visitor.open().rewrite(HOSTILE)
    expect(visitor.at(".sg-before blockquote")).to_contain_text('<img src="http://evil.example')
    visitor.press("edit_button_relevant")
    visitor.see(".st-key-sg-live-relevant textarea").fill(HOSTILE)
    visitor.see(".st-key-sg-edited")
    visitor.press("use_edit")
    visitor.see(".sg-changes")
    visitor.open("check").see(".st-key-check_goal textarea").fill(HOSTILE)
    visitor.press("check")
    visitor.see(".sg-letter")
    assert visitor.page.locator(".stApp img, .stApp a[href*=evil]").count() == 0
    assert not [url for url in visitor.log if "evil" in url]


def test_nothing_left_in_english(visitor: Visitor) -> None:
    """No label, tooltip or text of the English page stands on another one."""
    if visitor.pack.code == "en":
        assert load_pack("en").page.framework.no_results == "Nothing found"
        return
    english = load_pack("en")
    visitor.open().rewrite(visitor.pack.page.rewrite.example_goals[0])
    visitor.see(".st-key-sg-upload summary").click()
    visitor.see(".st-key-goals_file")
    visitor.press("open-models")
    visitor.see(".st-key-model_choice button")
    visitor.settled()
    seen = visitor.page.evaluate(
        """() => {
          const found = new Set();
          for (const one of document.querySelectorAll('[aria-label], [title], [placeholder]'))
            for (const name of ['aria-label', 'title', 'placeholder'])
              if (one.getAttribute(name)) found.add(one.getAttribute(name).trim());
          const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (texts.nextNode())
            if (texts.currentNode.parentElement.checkVisibility())
              found.add(texts.currentNode.nodeValue.trim());
          return [...found];
        }"""
    )
    own = set(_texts(visitor.pack.page.model_dump())) | set(
        _texts(visitor.pack.interface.model_dump())
    )
    foreign = set(_texts(english.page.model_dump())) | set(_texts(english.interface.model_dump()))
    assert [text for text in seen if text in foreign - own] == []
    told = [text for text in seen if re.search(r"\b(the|and|file|here|press|drag|show)\b", text)]
    assert told == []


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner)]
    if isinstance(value, list | tuple):
        return [text for inner in value for text in _texts(inner)]
    return [value] if isinstance(value, str) else []


def test_no_other_host_was_asked(visitor: Visitor) -> None:
    """In all journeys above nothing was loaded from elsewhere, and the browser had no complaint."""
    assert len(visitor.log) > 20
    assert visitor.foreign == []
    assert visitor.complaints == []
