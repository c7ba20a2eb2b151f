"""The view that rewrites: a box for the goal, what is known besides, and the result."""

from __future__ import annotations

import logging
from collections.abc import Callable
from itertools import zip_longest

import streamlit as st
from streamlit.navigation.page import Page as View

from rewriter.errors import RewriterError, SettingsError
from rewriter.languages.pack import Pack, available_languages
from rewriter.page import frame, result, safe, work
from rewriter.schemas import GoalContext
from rewriter.settings import EMBEDDED, resolve_settings
from rewriter.typed import read_context

GOAL = "goal"
LANGUAGE = "goal_language"
_AUTOMATIC = ""
_PENDING = "rewrite_pending"
_AGAIN = "rewrite_again"
_ENTRIES = "rewrite_entries"
_ERROR = "rewrite_error"

log = logging.getLogger(__name__)


def view() -> None:
    """The whole view, top to bottom."""
    pack = frame.page_pack()
    words = pack.interface.page.rewrite
    state = st.session_state
    fresh = not (state.get(_PENDING) or state.get(_ENTRIES))
    frame.head(words.headline, words.lead if fresh else None)
    _form(pack)
    if state.pop(_PENDING, False):
        _attempt(pack, _rewrite)
    if (again := state.pop(_AGAIN, None)) is not None:
        _attempt(pack, lambda pack: _rewrite_again(pack, *again))
    if message := state.get(_ERROR):
        frame.alert(message)
    if entries := state.get(_ENTRIES, ()):
        result.results(entries, pack, answer)
    else:
        _examples(pack)


def page() -> View:
    """The view as a place to go to."""
    title = frame.page_pack().interface.page.rewrite.tab
    return st.Page(view, title=title, url_path="rewrite", default=True)


def context_key(field: str) -> str:
    """The session key of the input for a context field."""
    return f"context_{field}"


def ask(goal: str | None = None) -> None:
    """Have the goal in the box, or `goal` instead of it, rewritten in the coming run."""
    if goal is not None:
        st.session_state[GOAL] = goal
    st.session_state[_PENDING] = True


def answer(number: int, answers: dict[str, str]) -> None:
    """Have goal `number` of the result rewritten with `answers` in the coming run."""
    if len(st.session_state[_ENTRIES]) == 1:
        for field, text in answers.items():
            st.session_state[context_key(field)] = text
        ask(st.session_state[_ENTRIES][0].result.source)
    else:
        st.session_state[_AGAIN] = (number, answers)


def _form(pack: Pack) -> None:
    words = pack.interface.page.rewrite
    with st.container(border=True, key="sg-form"):
        st.text_area(
            words.goal,
            key=GOAL,
            height=110,
            placeholder=words.placeholder,
            persist_state="session",
            on_change="ignore",
        )
        with st.expander(words.context, key="sg-context"):
            safe.show(safe.tag("p", words.context_lead, class_="sg-quiet"))
            # Row by row, so that a phone, which stacks the columns, keeps the order.
            fields = list(GoalContext.model_fields)
            for row in zip_longest(fields[::2], fields[1::2]):
                for column, field in zip(st.columns(2), row, strict=True):
                    if field:
                        with column:
                            _context_input(field, pack)
        with st.container(horizontal=True, vertical_alignment="bottom", key="sg-submit"):
            language_menu(words.language, words.automatic, LANGUAGE)
            st.button(
                words.button, key="rewrite", type="primary", on_click=ask, shortcut="Ctrl+Enter"
            )
    safe.show(safe.tag("p", _where_to(pack), class_="sg-quiet"))


def _where_to(pack: Pack) -> str:
    """Where the text goes, said before anything is sent."""
    words = pack.interface.page.rewrite
    try:
        model = resolve_settings(cache="off").model
    except SettingsError as error:
        return str(error)
    return words.embedded if model == EMBEDDED else words.hosted.format(model=model)


def language_menu(label: str, automatic: str, key: str) -> None:
    """A menu of the goal's language, automatic first."""
    st.selectbox(
        label,
        (_AUTOMATIC, *available_languages()),
        format_func=lambda code: frame.language_name(code) if code else automatic,
        key=key,
        placeholder=label,
        persist_state="session",
        width=230,
    )


def _context_input(field: str, pack: Pack) -> None:
    words = getattr(pack.interface.context, field)
    st.text_input(
        words.label,
        key=context_key(field),
        placeholder=words.example,
        persist_state="session",
        on_change="ignore",
    )


def _examples(pack: Pack) -> None:
    words = pack.interface.page.rewrite
    safe.show(safe.tag("p", words.examples, class_="sg-quiet"))
    with st.container(horizontal=True, key="sg-examples"):
        for number, goal in enumerate(words.example_goals):
            st.button(goal, key=f"example_{number}", on_click=ask, args=(goal,), wrap=True)


def _attempt(pack: Pack, action: Callable[[Pack], tuple[work.Entry, ...]]) -> None:
    """Run `action` and keep what it makes; where it fails, keep the reason instead."""
    state = st.session_state
    state[_ERROR] = None
    try:
        with st.spinner(pack.interface.page.rewrite.working):
            state[_ENTRIES] = action(pack)
    except RewriterError as error:
        state[_ENTRIES], state[_ERROR] = (), str(error)
    except Exception:
        log.exception("The rewrite failed")
        state[_ENTRIES], state[_ERROR] = (), pack.interface.page.unexpected


def _rewrite(pack: Pack) -> tuple[work.Entry, ...]:
    state = st.session_state
    typed = {field: state.get(context_key(field)) for field in GoalContext.model_fields}
    bar = st.empty()

    def progress(done: int, total: int) -> None:
        text = pack.interface.page.rewrite.progress.format(done=done, total=total)
        bar.progress(done / total, text=text)

    entries = work.rewrite_text(
        state.get(GOAL) or "",
        language=state.get(LANGUAGE) or None,
        context=read_context(typed, pack),
        today=frame.today(),
        locale=frame.locale_of_goals(),
        on_progress=progress,
    )
    bar.empty()
    return entries


def _rewrite_again(pack: Pack, number: int, answers: dict[str, str]) -> tuple[work.Entry, ...]:
    entries: list[work.Entry] = list(st.session_state[_ENTRIES])
    entries[number] = work.rewrite_again(
        entries[number],
        read_context(answers, pack) or GoalContext(),
        today=frame.today(),
        locale=frame.locale_of_goals(),
    )
    return tuple(entries)
