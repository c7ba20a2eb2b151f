"""The views beside rewriting: letter by letter, checking and fixing, uploads, models, limits."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook
from streamlit.runtime.scriptrunner import StopException
from streamlit.testing.v1 import AppTest

from rewriter.errors import InputError, SettingsError
from rewriter.export import render_csv, render_xlsx
from rewriter.languages.detect import detect_language
from rewriter.languages.pack import available_languages, load_pack
from rewriter.models.hosted import HostedModel
from rewriter.models.scripted import ScriptedModel
from rewriter.page import limits, models, phrases, sheets, work
from rewriter.page.shelf import LONGEST, Edit, Shelf, word_changes
from rewriter.page.work import Entry, Job, Wishes
from rewriter.schemas import LETTERS, GoalContext, GoalRequest, SmartGoal
from tests.pages import ROUGH, answer_with, go, html_of, open_page, press, submit, text_of
from tests.results import TEXTS, make_result
from tests.servers import ChatServer, Reply
from tests.test_packs import leaves, slots

TODAY = date(2026, 11, 22)
WISHES = Wishes(TODAY, "en_GB", "embedded")
EN = load_pack("en")
languages = pytest.mark.parametrize("code", available_languages())


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings and counts that one page run makes do not last into the next test."""
    monkeypatch.setenv("REWRITER_CACHE", "off")
    monkeypatch.setattr("rewriter.models.hosted.load_litellm", lambda: None)
    work.warm_up.cache_clear()
    models._allowance.cache_clear()


def guided(code: str = "en") -> AppTest:
    """The view that asks for one letter at a time."""
    return go(open_page(code), "letters")


# Letter by letter


@languages
def test_guided_from_suggestions(code: str) -> None:
    """With a rough goal every letter and the sentence can be suggested; the result is a proof."""
    page = guided(code)
    pack = load_pack(code)
    page.text_area(key="guided_goal").set_value(ROUGH[code])
    for name in (*LETTERS, "statement"):
        page.button(key=f"suggest_{name}").click().run()
        assert page.text_area(key=f"guided_{name}").value, name
    assert pack.page.guided.count.format(done=5) in text_of(page)
    page.button(key="finish").click().run()
    assert not page.exception
    assert pack.interface.document.verdicts.fails not in text_of(page)
    go(page, "history")
    assert pack.page.history.ways["guided"] in text_of(page)


def test_guided_checks_along() -> None:
    """What is written is judged at once; what is not is not called wrong."""
    page = guided()
    assert text_of(page).count(EN.page.guided.blank) == 5
    page.text_area(key="guided_measurable").set_value("by the end of June").run()
    assert EN.interface.document.verdicts.fails in text_of(page)
    assert text_of(page).count(EN.page.guided.blank) == 4
    good = "From 1,200 to 1,500 newsletter subscribers, read in the newsletter tool."
    page.text_area(key="guided_measurable").set_value(good).run()
    assert EN.interface.document.verdicts.fails not in text_of(page)
    assert EN.page.guided.count.format(done=1) in text_of(page)


def test_guided_suggestion_keeps_to_what_is_written() -> None:
    """A suggested sentence takes up the number and the day that were written above it."""
    page = guided()
    page.text_area(key="guided_goal").set_value("more newsletter subscribers")
    page.text_area(key="guided_measurable").set_value("From 1,200 to 1,500 subscribers.")
    page.text_area(key="guided_time_bound").set_value("30 June 2027.")
    page.button(key="suggest_statement").click().run()
    sentence = page.text_area(key="guided_statement").value
    assert sentence is not None
    assert "1,500" in sentence
    assert "30 June 2027" in sentence


def test_guided_needs_something_to_build_on() -> None:
    """A suggestion out of nothing is declined in the page's words."""
    page = guided("sv")
    page.button(key="suggest_specific").click().run()
    assert load_pack("sv").page.guided.need in text_of(page)
    assert page.button(key="finish").disabled


def test_guided_start_over() -> None:
    """Everything typed goes, at one click."""
    page = guided()
    page.text_area(key="guided_goal").set_value("more leads")
    page.text_area(key="guided_specific").set_value("We call every week.").run()
    press(page, EN.page.guided.clear)
    assert {area.value for area in page.text_area} == {""}


@languages
@pytest.mark.parametrize(
    ("render", "name"),
    [
        pytest.param(lambda r: render_csv([r]).encode("utf-8-sig"), "mine.csv", id="csv"),
        pytest.param(lambda r: render_xlsx([r]), "mine.xlsx", id="xlsx"),
    ],
)
def test_worksheet_comes_back(render: Callable[[Any], bytes], name: str, code: str) -> None:
    """A worksheet that was downloaded is read in again, letter for letter, in any language."""
    texts = {**TEXTS, "specific": "=a formula; “quoted”, or not"}
    made = make_result(ROUGH[code], code, **texts)
    goal, source = sheets.letters_in(render(made), name, EN)
    assert goal == SmartGoal(**texts)
    assert source == ROUGH[code]


def sheet(*rows: tuple[str, ...]) -> bytes:
    """A worksheet as somebody makes it by hand."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_worksheet_made_by_hand() -> None:
    """Letters alone, in two columns, without headings, are enough."""
    rows = [
        ("S", "We post weekly."),
        ("M", "500 leads"),
        ("A", ""),
        ("R", "Sales grow."),
        ("T", "May"),
    ]
    goal, source = sheets.letters_in(sheet(*rows), "x.xlsx", EN)
    assert (goal.specific, goal.measurable, goal.achievable) == ("We post weekly.", "500 leads", "")
    assert (goal.relevant, goal.time_bound, source) == ("Sales grow.", "May", "")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(b"colour,size\nred,1\n", "x.csv", id="no letters"),
        pytest.param(b"PK nonsense", "x.xlsx", id="no table"),
        pytest.param(b"S,x\n", "x.pdf", id="another kind"),
    ],
)
@languages
def test_worksheet_that_is_none(data: bytes, name: str, code: str) -> None:
    """What cannot be read is declined in the page's language."""
    with pytest.raises(InputError) as refused:
        sheets.letters_in(data, name, load_pack(code))
    words = load_pack(code)
    assert str(refused.value) in {
        words.page.guided.no_letters,
        words.interface.batch.unreadable.format(file=name),
        words.interface.batch.kinds.format(file=name),
    }


def test_worksheet_upload_fills_the_boxes() -> None:
    """An uploaded worksheet stands in the boxes, to be worked on."""
    page = open_page(folded=False)
    go(page, "letters")
    data = render_csv([make_result("more followers")]).encode("utf-8-sig")
    page.file_uploader(key="guided_file").upload("mine.csv", data, "text/csv").run()
    assert page.text_area(key="guided_goal").value == "more followers"
    assert page.text_area(key="guided_measurable").value == TEXTS["measurable"]


# Many goals


def goals_file(rows: list[list[str]], delimiter: str = ",") -> bytes:
    """A list of goals as CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()


def read_goals(data: bytes, name: str = "goals.csv", **wishes: Any) -> list[GoalRequest]:
    """The goals in an upload, as the page reads them."""
    asked = {"language": None, "context": None, "wishes": WISHES, **wishes}
    return sheets.goals_in(data, name, EN, **asked)


def test_goals_from_a_file() -> None:
    """Columns that mean something go along; the page's context fills what a row leaves out."""
    rows = [["Mål", "Frist", "Kanal"], ["flere leads", "30. juni 2027", ""], ["", "", ""],
            ["flere følgere", "", "Instagram"]]  # fmt: skip
    shared = GoalContext(owner="Maria")
    first, second = read_goals(goals_file(rows, ";"), language="nb", context=shared)
    assert (first.goal, first.language) == ("flere leads", "nb")
    assert first.context == GoalContext(owner="Maria", deadline="30. juni 2027")
    assert second.context == GoalContext(owner="Maria", channel="Instagram")


def test_plain_list_of_goals() -> None:
    """A file that is nothing but goals, one a line, needs no heading."""
    assert [r.goal for r in read_goals(b"more leads\nmore sales\n")] == ["more leads", "more sales"]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(b"colour,size\nred,1\n", "x.csv", id="no column of goals"),
        pytest.param(b"Goal\n\n", "x.csv", id="no goal"),
        pytest.param(b"\x00\x01\x02", "x.xlsx", id="no table"),
        pytest.param(b"more leads", "x.txt", id="another kind"),
        pytest.param(b"Goal\n" + b"more leads\n" * 501, "x.csv", id="too many"),
    ],
)
def test_file_without_goals(data: bytes, name: str) -> None:
    """What holds no list of goals is declined."""
    with pytest.raises(InputError):
        read_goals(data, name)


def test_uploaded_list() -> None:
    """An uploaded list is rewritten at once, each row in its own language."""
    page = open_page(folded=False)
    data = goals_file([["Goal"], ["more leads for sales"], ["fler prenumeranter på nyhetsbrevet"]])
    page.file_uploader(key="goals_file").upload("goals.csv", data, "text/csv").run()
    assert not page.exception
    assert EN.page.rewrite.several.format(count=2) in text_of(page)
    assert '<article class="sg-row" lang="sv">' in html_of(page)


def test_job_goes_on_where_it_was() -> None:
    """Goals that were interrupted are not asked for again."""
    model = ScriptedModel([make_result().goal])
    requests = tuple(GoalRequest(goal=f"{n} more leads", language="en") for n in (10, 20, 30))
    job = Job(requests, Wishes(TODAY, "en_GB", "embedded"))
    running = job.run()
    next(running)
    running.close()
    assert len(job.entries) == 1
    assert not job.finished
    assert [entry.result.source for entry in job.run()] == ["20 more leads", "30 more leads"]
    assert job.finished
    assert model.requests == []


def test_stop_keeps_what_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """A click on Stop shows the goals that are done, and says how many they are."""

    def interrupted(job: Job) -> Iterator[Entry]:
        job.entries.append(Entry(make_result("goal 0")))
        yield job.entries[-1]
        raise StopException  # what Streamlit does to a run when somebody clicks

    monkeypatch.setattr(Job, "run", interrupted)
    page = submit(open_page(), "- more one\n- more two\n- more three")
    page.button(key="stop").click().run()
    assert EN.page.rewrite.stopped.format(done=1, total=3) in text_of(page)
    assert "goal 0" in text_of(page)
    assert "stop" not in [button.key for button in page.button]


# Checking


@languages
def test_fix(code: str) -> None:
    """One click mends what lacks; the mended sentence can take the place of the old one."""
    pack = load_pack(code)
    words = pack.page.check
    page = go(open_page(code), "check")
    page.button(key="check_example_1").click().run()
    assert pack.interface.document.verdicts.fails in text_of(page)
    press(page, words.fix)
    assert words.fixed in text_of(page)
    press(page, words.use)
    assert page.text_area(key="check_goal").value != words.example_goals[1]
    assert pack.interface.document.verdicts.fails not in text_of(page)


def test_fixed_goal_is_worked_on() -> None:
    """The mended goal opens in full in the rewriting view, as a version of its own."""
    page = go(open_page(), "check")
    page.button(key="check_example_1").click().run()
    press(page, EN.page.check.fix)
    press(page, EN.page.check.rewrite)
    assert page.text_area(key="goal").value == EN.page.check.example_goals[1]
    assert "style_bolder" in [button.key for button in page.button]
    go(page, "history")
    assert EN.page.history.ways["fixed"] in text_of(page)


def test_fix_of_no_goal() -> None:
    """Where there is nothing to reach, the fix asks instead of inventing."""
    page = go(open_page(), "check")
    page.text_area(key="check_goal").set_value("hello there")
    press(page, EN.page.check.button)
    press(page, EN.page.check.fix)
    assert EN.messages.no_goal in text_of(page)


# Models


def hosted(page: AppTest, name: str, key: str = "") -> AppTest:
    """Choose a hosted model by name."""
    page.selectbox(key="model_choice").set_value("other").run()
    page.text_input(key="model_name").set_value(name)
    page.text_input(key="model_key").set_value(key)
    return page.run()


@languages
def test_where_the_text_goes(code: str) -> None:
    """As soon as a hosted model is chosen, the page says who gets the text."""
    page = open_page(code)
    words = load_pack(code).page.rewrite
    assert words.embedded in text_of(page)
    hosted(page, "anthropic/some-model")
    assert words.hosted.format(model="anthropic/some-model") in text_of(page)


def test_key_stays_with_its_visitor(monkeypatch: pytest.MonkeyPatch) -> None:
    """A typed key goes to the model object alone: not into the environment, not onto the page."""
    seen: list[Any] = []

    def fake(goal: str, **wishes: Any) -> Any:
        seen.append(wishes["model"])
        return make_result(goal)

    monkeypatch.setattr(work, "rewrite", fake)
    page = hosted(open_page(), "openai/some-model", "sk-mine")
    submit(page, "more leads")
    [model] = seen
    assert model.name == "openai/some-model"
    assert "sk-mine" not in repr(model)
    assert "sk-mine" not in json.dumps(dict(__import__("os").environ))
    assert "sk-mine" not in html_of(page)
    assert page.text_input(key="model_key").proto.type == 1  # a password


def test_typed_key_is_sent(
    serve: Callable[..., ChatServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key goes out with the call, and another visitor's call does not carry it."""
    monkeypatch.undo()
    server = serve(Reply(TEXTS | {"assumptions": [], "questions": []}))
    for key in ("sk-one", "sk-two"):
        model = HostedModel("openai/some-model", api_base=server.url, api_key=key)
        work.rewrite("more followers", language="en", model=model, today=TODAY)
        assert server.requests[-1].headers["authorization"] == f"Bearer {key}"


def test_test_button(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test says that the model answers, or in plain words why it doesn't."""
    replies = [make_result(), InputError("The key was refused.")]

    def fake(goal: str, **wishes: Any) -> Any:
        assert wishes["options"].fallback == ()
        reply = replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply

    monkeypatch.setattr(models, "rewrite", fake)
    page = hosted(open_page(), "openai/some-model")
    page.button(key="test_model").click().run()
    assert EN.page.models.works.format(model="openai/some-model", seconds="0") in text_of(page)
    page.button(key="test_model").click().run()
    assert "The key was refused." in text_of(page)


def test_page_falls_back_on_the_embedded_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for a hosted model gets a goal in any case, unless the owner says otherwise."""
    asked = answer_with(monkeypatch, make_result())
    submit(hosted(open_page(), "openai/some-model"), "more leads")
    assert asked[-1]["options"].fallback == ("embedded",)
    monkeypatch.setenv("REWRITER_FALLBACK", "openai/other")
    submit(hosted(open_page(), "openai/some-model"), "more leads")
    assert asked[-1]["options"].fallback is None


def test_limit_per_visitor(monkeypatch: pytest.MonkeyPatch) -> None:
    """The owner's key serves so many goals an hour; a visitor's own key is not counted."""
    asked = answer_with(monkeypatch, make_result())
    monkeypatch.setattr(models, "_visitor", lambda: "somebody")
    monkeypatch.setenv("REWRITER_PAGE_GOALS", "2")
    page = hosted(open_page(), "openai/some-model")
    for _ in range(3):
        submit(page, "more leads")
    assert len(asked) == 2
    assert EN.page.models.spent.format(limit=2, minutes=60) in text_of(page)
    page.text_input(key="model_key").set_value("sk-mine").run()
    submit(page, "more leads")
    assert len(asked) == 3
    page.selectbox(key="model_choice").set_value("embedded").run()
    submit(page, "more leads")
    assert len(asked) == 4


def test_offered_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the owner names models, no other is asked with the owner's key."""
    asked = answer_with(monkeypatch, make_result())
    monkeypatch.setenv("REWRITER_PAGE_MODELS", "openai/cheap, openai/dear")
    page = open_page()
    assert page.selectbox(key="model_choice").options[1:3] == ["openai/cheap", "openai/dear"]
    submit(hosted(page, "openai/vast"), "more leads")
    assert EN.page.models.not_offered.format(model="openai/vast") in text_of(page)
    assert asked == []
    page.selectbox(key="model_choice").set_value("openai/cheap").run()
    submit(page, "more leads")
    assert asked[0]["model"] == "openai/cheap"


@pytest.mark.parametrize("value", ["many", "-1", "1.5"])
def test_limit_that_is_none(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit that is no number is said, with the variable's name."""
    monkeypatch.setenv("REWRITER_PAGE_GOALS", value)
    with pytest.raises(SettingsError, match="REWRITER_PAGE_GOALS"):
        limits.goals_per_hour()


def test_allowance_comes_back() -> None:
    """What was taken an hour ago counts no more."""
    now = [0.0]
    allowance = limits.Allowance(3, clock=lambda: now[0])
    assert allowance.take("a", 2)
    now[0] = 1800.0
    assert allowance.take("a", 1)
    assert not allowance.take("a", 1)
    assert allowance.take("b", 3)
    assert allowance.minutes("a") == 30
    now[0] = 3600.0
    assert allowance.left("a") == 2


# The shelf


def test_shelf_keeps_what_is_starred() -> None:
    """The oldest versions go first, but for those with a star."""
    shelf = Shelf()
    for number in range(LONGEST + 5):
        version = shelf.put(Entry(make_result(f"goal {number}")), "rewritten", datetime.now())
        if number == 1:
            shelf.star(version.number)
    assert len(shelf.versions) == LONGEST
    assert list(shelf.versions)[:2] == [2, 7]


def test_edit_remembers_every_step() -> None:
    """An edit knows its way back; the same text again is no step."""
    start = SmartGoal(specific="one")
    edit = Edit(1, start).changed("specific", "two").changed("specific", "two")
    assert edit.past == (start,)
    assert edit.changes(start) == ("specific",)
    assert edit.undone().goal == start
    assert edit.undone().undone() == edit.undone()


@pytest.mark.parametrize(
    ("before", "now", "steps"),
    [
        pytest.param("", "", [], id="nothing"),
        pytest.param("", "a b", [("new", "a b")], id="all new"),
        pytest.param("a b", "", [("gone", "a b")], id="all gone"),
        pytest.param(
            "a b c",
            "a x c",
            [("same", "a"), ("gone", "b"), ("new", "x"), ("same", "c")],
            id="one word",
        ),
        pytest.param(
            "a b c d e",
            "v w x y e",
            [("gone", "a b c d e"), ("new", "v w x y e")],
            id="hardly alike",
        ),
    ],
)
def test_word_changes(before: str, now: str, steps: list[tuple[str, str]]) -> None:
    """Changes are told in whole words, and as a whole where little is left."""
    assert word_changes(before, now) == steps


# Words


@languages
def test_page_words_are_whole(code: str) -> None:
    """A language says what the first one says, with the same slots, and in its own words."""
    ours, theirs = (dict(leaves(load_pack(c).page)) for c in (code, "en"))
    assert ours.keys() == theirs.keys()
    for key, text in theirs.items():
        if isinstance(text, str):
            assert slots(ours[key]) == slots(text), key
            assert code == "en" or text.count(" ") < 2 or ours[key] != text, key


@languages
def test_page_words_are_in_their_language(code: str) -> None:
    """The page's wording reads as the language that it is filed under."""
    told = [text for _, text in leaves(load_pack(code).page) if isinstance(text, str)]
    assert detect_language(" ".join(text for text in told if text.count(" ") > 3)) == code


@languages
def test_framework_phrases(code: str) -> None:
    """Every phrase of the framework has words in every language; placeholders stay."""
    told = phrases.table()[code]
    assert all(told["whole"].values())
    for _, instead in told["parts"]:
        assert instead
    limit = next(words for pattern, words in told["parts"] if "per file" in pattern)
    assert "5MB" in limit.format(size="5MB")
