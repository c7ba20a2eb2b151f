"""The view that checks a sentence somebody else wrote."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import streamlit as st
from streamlit.navigation.page import Page as View

from rewriter.errors import RewriterError
from rewriter.intake import take_in
from rewriter.languages.pack import Pack, load_pack
from rewriter.page import cards, frame, rewriting, safe
from rewriter.schemas import GoalContext, Options, Report, SmartGoal
from rewriter.validate import validate

GOAL = "check_goal"
LANGUAGE = "check_language"
_PENDING = "check_pending"
_CHECKED = "check_checked"
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
    words = pack.interface.page.check
    fresh = not (state.get(_PENDING) or state.get(_CHECKED))
    frame.head(words.headline, words.lead if fresh else None)
    _form(pack)
    if state.pop(_PENDING, False):
        _check(pack)
    if message := state.get(_ERROR):
        frame.alert(message)
    if checked := state.get(_CHECKED):
        _result(checked, pack)
    else:
        _examples(pack)


def page() -> View:
    """The view as a place to go to."""
    return st.Page(view, title=frame.page_pack().interface.page.check.tab, url_path="check")


def _form(pack: Pack) -> None:
    words = pack.interface.page.check
    rewrite = pack.interface.page.rewrite
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
    words = pack.interface.page.check
    safe.show(safe.tag("p", words.examples, class_="sg-quiet"))
    with st.container(horizontal=True, key="sg-examples"):
        for number, goal in enumerate(words.example_goals):
            st.button(goal, key=f"check_example_{number}", on_click=_ask, args=(goal,), wrap=True)


def _ask(goal: str | None = None) -> None:
    if goal is not None:
        st.session_state[GOAL] = goal
    st.session_state[_PENDING] = True


def _check(pack: Pack) -> None:
    state = st.session_state
    state[_CHECKED], state[_ERROR] = None, None
    sentence = state.get(GOAL) or ""
    try:
        options = Options(locale=frame.locale_of_goals())
        code = take_in(sentence, GoalContext(), state.get(LANGUAGE) or None, options)
        report = validate(sentence, language=code, today=frame.today(), options=options)
    except RewriterError as error:
        state[_ERROR] = str(error)
    except Exception:
        log.exception("The check failed")
        state[_ERROR] = pack.interface.page.unexpected
    else:
        state[_CHECKED] = Checked(sentence, report)


def _result(checked: Checked, page: Pack) -> None:
    pack = load_pack(checked.report.language)
    goal = SmartGoal(statement=checked.sentence)
    safe.show(cards.sentence(checked.sentence, checked.report, pack))
    safe.show(cards.checked_letters(goal, checked.report, pack))
    st.button(page.interface.page.check.rewrite, on_click=_leave, args=(checked.sentence,))


def _leave(sentence: str) -> None:
    st.session_state[_LEAVING] = True
    rewriting.ask(sentence)
