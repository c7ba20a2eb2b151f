"""The view for those who would rather think themselves: a question per letter, checks along."""

from __future__ import annotations

import logging

import streamlit as st
from streamlit.navigation.page import Page as View

from rewriter.errors import RewriterError
from rewriter.intake import take_in
from rewriter.languages.pack import Pack, load_pack
from rewriter.page import cards, desk, frame, models, rewriting, safe, sheets, work
from rewriter.page.work import Entry
from rewriter.schemas import (
    FIELDS,
    LETTERS,
    FieldName,
    GoalContext,
    Report,
    RewriteResult,
    SmartGoal,
)
from rewriter.settings import EMBEDDED
from rewriter.worksheet import other_findings

GOAL = "guided_goal"
LANGUAGE = "guided_language"
_WANTED = "guided_wanted"
_ERROR = "guided_error"
_UPLOAD = "guided_file"
_LEAVING = "guided_leaving"

log = logging.getLogger(__name__)


def view() -> None:
    """The whole view, top to bottom."""
    state = st.session_state
    if state.pop(_LEAVING, False):
        st.switch_page(rewriting.page())
    page = frame.page_pack()
    words = page.page.guided
    if wanted := state.pop(_WANTED, None):
        _suggest(wanted, page)
    frame.head(words.headline, words.lead)
    _start(page)
    with st.container(key="sg-slot-said"):
        if message := state.get(_ERROR):
            frame.alert(message)
    goal, source = _typed()
    pack = _pack_of(goal, source, page)
    report = work.judged(goal, pack.code, desk.wishes(), source=source or None)
    for row in cards.rows_of(goal, report, pack):
        _letter(row.content, row.name, goal, report, pack, page)
    _closing(goal, report, pack, page)
    _finish(goal, report, page)


def page() -> View:
    """The view as a place to go to."""
    return st.Page(view, title=frame.page_pack().page.guided.tab, url_path="letters")


def letter_key(name: FieldName) -> str:
    """The session key of the box for a field."""
    return f"guided_{name}"


def _start(page: Pack) -> None:
    words = page.page.guided
    with st.container(border=True, key="sg-form"):
        st.text_area(words.goal, key=GOAL, height=80, persist_state="session",
                     placeholder=page.page.rewrite.placeholder)  # fmt: skip
        lists = st.expander(words.upload, key="sg-upload", on_change="rerun")
        if lists.open:
            with lists:
                safe.show(safe.tag("p", words.upload_lead, class_="sg-quiet"))
                st.file_uploader(
                    words.upload,
                    type=list(sheets.KINDS),
                    key=_UPLOAD,
                    label_visibility="collapsed",
                    on_change=_uploaded,
                )
        rewrite = page.page.rewrite
        rewriting.language_menu(rewrite.language, rewrite.automatic, LANGUAGE)
    models.where(page)


def _letter(
    name: FieldName, title: str, goal: SmartGoal, report: Report, pack: Pack, page: Pack
) -> None:
    words = page.page.guided
    written = bool(getattr(goal, name))
    [row] = [row for row in cards.rows_of(goal, report, pack) if row.content == name]
    with st.container(key=f"sg-card-{name}"):
        safe.show(cards.letter_head(row, goal, pack, judged=written))
        with st.container(key=f"sg-live-{name}"):
            _box(words.questions[name], name)
        label = safe.label(words.suggest.format(name=title))
        st.button(label, key=f"suggest_{name}", type="tertiary", on_click=_want, args=(name,))


def _closing(goal: SmartGoal, report: Report, pack: Pack, page: Pack) -> None:
    words = page.page.guided
    title = pack.interface.document.statement
    with st.container(key="sg-card-statement"):
        safe.show(safe.tag("h3", title, class_="sg-closing", lang=pack.code))
        with st.container(key="sg-live-statement"):
            _box(words.questions["statement"], "statement")
        st.button(words.join, key="suggest_statement", type="tertiary", on_click=_want,
                  args=("statement",))  # fmt: skip
    whole = all(getattr(goal, name) for name in FIELDS)
    if whole and (told := cards.whole(other_findings(report), goal, pack)):
        safe.show(told)


def _box(question: str, name: FieldName) -> None:
    st.text_area(question, key=letter_key(name), height="content", persist_state="session")


def _finish(goal: SmartGoal, report: Report, page: Pack) -> None:
    words = page.page.guided
    good = sum(1 for name in LETTERS if getattr(goal, name) and report.letters.get(name) != "fail")
    with st.container(horizontal=True, vertical_alignment="center", key="sg-actions"):
        count = safe.tag("p", words.count.format(done=good), role="status", lang=page.code)
        safe.show(count, width="content")
        st.button(
            words.finish,
            key="finish",
            type="primary",
            on_click=_show,
            disabled=not any(getattr(goal, name) for name in FIELDS),
        )
        st.button(words.clear, key="clear", type="tertiary", on_click=_clear)


def _typed() -> tuple[SmartGoal, str]:
    state = st.session_state
    texts = {name: str(state.get(letter_key(name)) or "").strip() for name in FIELDS}
    return SmartGoal(**texts), str(state.get(GOAL) or "").strip()


def _pack_of(goal: SmartGoal, source: str, page: Pack) -> Pack:
    """The language that is chosen, else that of what is written, else the page's."""
    chosen = st.session_state.get(LANGUAGE)
    if chosen:
        return load_pack(chosen)
    text = " ".join([source, *(getattr(goal, name) for name in FIELDS)]).strip()
    if len(text.split()) < 2:
        return page
    try:
        return load_pack(take_in(text[:2000], GoalContext(), None, desk.wishes().options()))
    except RewriterError:
        return page


def _want(name: FieldName) -> None:
    st.session_state[_WANTED] = name


def _suggest(name: FieldName, page: Pack) -> None:
    """Write one field, before its box is drawn."""
    state = st.session_state
    state[_ERROR] = None
    goal, source = _typed()
    if not source and not any(getattr(goal, field) for field in FIELDS):
        state[_ERROR] = page.page.guided.need
        return
    pack = _pack_of(goal, source, page)
    blank = goal.model_copy(update={name: ""})
    try:
        models.charge(1, page)
        with st.spinner(page.page.rewrite.working):
            made, asked = work.suggested(name, blank, source, pack.code, desk.wishes())
    except RewriterError as error:
        state[_ERROR] = str(error)
    except Exception:
        log.exception("The suggestion failed")
        state[_ERROR] = page.page.unexpected
    else:
        state[_ERROR] = asked or None
        if text := getattr(made, name):
            state[letter_key(name)] = text


def _uploaded() -> None:
    state = st.session_state
    file = state.get(_UPLOAD)
    if file is None:
        return
    state[_ERROR] = None
    try:
        goal, source = sheets.letters_in(file.getvalue(), file.name, frame.page_pack())
    except RewriterError as error:
        state[_ERROR] = str(error)
        return
    state[GOAL] = source
    for name in FIELDS:
        state[letter_key(name)] = getattr(goal, name)


def _clear() -> None:
    state = st.session_state
    for name in FIELDS:
        state[letter_key(name)] = ""
    state[GOAL], state[_ERROR] = "", None


def _show() -> None:
    """Over to the rewriting view, where a goal can be varied, answered for and taken away."""
    state = st.session_state
    goal, source = _typed()
    page = frame.page_pack()
    pack = _pack_of(goal, source, page)
    report = work.judged(goal, pack.code, desk.wishes(), source=source or None)
    result = RewriteResult(
        source=source, status="ok", language=pack.code, model=EMBEDDED, goal=goal, report=report
    )
    state[rewriting.GOAL] = source
    state[_LEAVING] = True
    desk.open_versions([desk.put(Entry(result), "guided")])
