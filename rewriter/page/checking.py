"""The view that checks a sentence somebody else wrote, and mends it with one click."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from streamlit.navigation.page import Page as View

from rewriter.errors import RewriterError
from rewriter.intake import take_in
from rewriter.languages.pack import Pack, load_pack
from rewriter.page import cards, desk, frame, models, notes, rewriting, safe, work
from rewriter.page.shelf import word_changes
from rewriter.page.work import Entry
from rewriter.schemas import GoalContext, Options, Report, SmartGoal
from rewriter.validator import validate
from rewriter.worksheet import other_findings

GOAL = "check_goal"
LANGUAGE = "check_language"
_PENDING = "check_pending"
_CHECKED = "check_checked"
_FIXED = "check_fixed"
_ERROR = "check_error"
_LEAVING = "check_leaving"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Checked:
    """A sentence and the verdict on it."""

    sentence: str
    report: Report


def view() -> None:
    """The whole view, top to bottom."""
    state = st.session_state
    if state.pop(_LEAVING, False):
        st.switch_page(rewriting.page())
    pack = frame.page_pack()
    words = pack.page.check
    asked = state.pop(_PENDING, None)
    fresh = not (asked or state.get(_CHECKED))
    frame.head(words.headline, words.lead if fresh else None)
    _form(pack)
    if asked == "check":
        _attempt(pack, lambda: _check(pack))
    elif asked == "fix":
        _attempt(pack, lambda: _fix(pack))
    if message := state.get(_ERROR):
        frame.alert(message)
    if checked := state.get(_CHECKED):
        _result(checked, pack)
    else:
        _examples(pack)


def page() -> View:
    """The view as a place to go to."""
    return st.Page(view, title=frame.page_pack().page.check.tab, url_path="check")


def _form(pack: Pack) -> None:
    words = pack.page.check
    rewrite = pack.page.rewrite
    with st.container(border=True, key="sg-form"):
        st.text_area(
            words.goal,
            key=GOAL,
            height=130,
            placeholder=words.placeholder,
            persist_state="session",
            on_change="ignore",
        )
        with st.container(horizontal=True, vertical_alignment="bottom", key="sg-submit"):
            rewriting.language_menu(rewrite.language, rewrite.automatic, LANGUAGE)
            st.button(
                words.button, key="check", type="primary", on_click=_ask, shortcut="Ctrl+Enter"
            )


def _examples(pack: Pack) -> None:
    words = pack.page.check
    safe.show(safe.tag("p", words.examples, class_="sg-quiet", lang=pack.code))
    with st.container(horizontal=True, key="sg-examples"):
        for number, goal in enumerate(words.example_goals):
            st.button(goal, key=f"check_example_{number}", on_click=_ask, args=(goal,), wrap=True)


def _ask(goal: str | None = None) -> None:
    if goal is not None:
        st.session_state[GOAL] = goal
    st.session_state[_PENDING] = "check"


def _attempt(pack: Pack, action: Callable[[], None]) -> None:
    state = st.session_state
    state[_ERROR] = None
    try:
        action()
    except RewriterError as error:
        state[_ERROR] = str(error)
    except Exception:
        log.exception("The check failed")
        state[_ERROR] = pack.page.unexpected


def _check(pack: Pack) -> None:
    state = st.session_state
    state[_CHECKED], state[_FIXED] = None, None
    sentence = state.get(GOAL) or ""
    options = Options(locale=frame.locale_of_goals())
    code = take_in(sentence, GoalContext(), state.get(LANGUAGE) or None, options)
    report = validate(sentence, language=code, today=frame.today(), options=options)
    state[_CHECKED] = Checked(sentence, report)


def _fix(pack: Pack) -> None:
    """A sentence that has what the checked one lacks, and keeps what it has."""
    state = st.session_state
    checked: Checked = state[_CHECKED]
    models.charge(1, pack)
    job = work.one(checked.sentence, checked.report.language, desk.wishes())
    with st.spinner(pack.page.rewrite.working):
        for entry in job.run():
            models.spend(entry.result.usage)
            state[_FIXED] = entry


def _result(checked: Checked, page: Pack) -> None:
    words = page.page.check
    pack = load_pack(checked.report.language)
    goal = SmartGoal(statement=checked.sentence)
    safe.show(cards.sentence(checked.sentence, checked.report, pack))
    if key := cards.legend(checked.report, pack):
        safe.show(key)
    fixed: Entry | None = st.session_state.get(_FIXED)
    if fixed:
        _fixed(checked, fixed, pack, page)
    with st.container(horizontal=True, key="sg-actions"):
        if fixed and fixed.result.goal:
            args = (fixed.result.goal.statement,)
            st.button(words.use, key="use_fixed", type="primary", on_click=_ask, args=args)
        elif checked.report.findings:
            st.button(words.fix, key="fix", type="primary", on_click=_ask_fix)
        st.button(words.rewrite, key="work_on", on_click=_leave)
    safe.show(cards.checked_letters(goal, checked.report, pack))
    if told := cards.whole(other_findings(checked.report), goal, pack):
        safe.show(told)


def _fixed(checked: Checked, fixed: Entry, pack: Pack, page: Pack) -> None:
    result = fixed.result
    if result.goal is None or result.report is None:
        asked = " ".join(question.text for question in result.questions)
        frame.alert(asked or pack.interface.document.needs_answer)
        return
    if told := notes.fell_back(result.fell_back, result.model, pack):
        safe.show(told)
    safe.show(cards.sentence(result.goal.statement, result.report, pack, page.page.check.fixed))
    old = SmartGoal(statement=checked.sentence)
    new = SmartGoal(statement=result.goal.statement)
    kept = any(kind == "same" for kind, _ in word_changes(old.statement, new.statement))
    if kept and (changed := notes.changes(old, new, pack, page)):
        safe.show(changed)


def _ask_fix() -> None:
    st.session_state[_PENDING] = "fix"


def _leave() -> None:
    """Over to the rewriting view: with the mended goal if there is one, else to rewrite it."""
    state = st.session_state
    state[_LEAVING] = True
    fixed: Entry | None = state.get(_FIXED)
    checked: Checked = state[_CHECKED]
    if fixed and fixed.result.goal:
        state[rewriting.GOAL] = checked.sentence
        desk.open_versions([desk.put(fixed, "fixed")])
    else:
        rewriting.ask(checked.sentence)
