"""What a visitor has on the desk: versions, the goals that are open, an edit under way.

The one place that names what lies in the session's state and is shared by several views.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import streamlit as st

from rewriter.languages.page import Way
from rewriter.page import frame, manner, models
from rewriter.page.shelf import Edit, Shelf, Version
from rewriter.page.work import Entry, Job, Partial, Wishes
from rewriter.schemas import ContextField, Style

GOAL = "goal"
_SHELF = "shelf"
_OPEN = "open_versions"
_CHOSEN = "chosen_goal"
_EDIT = "edit"
_JOB = "job"
_PLANNED = "planned"
_ASKED = "asked"
_NOTICE = "notice"


@dataclass(frozen=True)
class Todo:
    """What the coming run shall do before it draws the result."""

    kind: Literal["text", "file", "again"]
    version: int | None = None
    answers: tuple[tuple[str, str], ...] = ()
    style: Style | None = None


def shelf() -> Shelf:
    """All versions of this session."""
    kept: Shelf = st.session_state.setdefault(_SHELF, Shelf())
    return kept


def wishes(on_partial: Partial | None = None) -> Wishes:
    """Who writes, and what the browser says of day and place."""
    choice = models.chosen()
    return Wishes(
        today=frame.today(),
        locale=frame.locale_of_goals(),
        model=choice.model,
        fallback=choice.fallback,
        tone=manner.tone(),
        reading=manner.reading(),
        on_partial=on_partial,
    )


def now() -> datetime:
    """The time where the person at the screen is."""
    return frame.now()


def put(entry: Entry, way: Way, parent: int | None = None) -> Version:
    """A new version, not yet opened."""
    return shelf().put(entry, way, now(), parent)


def opened() -> list[Version]:
    """The goals that the rewriting view shows, one version of each."""
    numbers = st.session_state.get(_OPEN, ())
    return [version for number in numbers if (version := shelf().get(number))]


def open_versions(versions: list[Version]) -> None:
    """Show these goals and no others."""
    state = st.session_state
    state[_OPEN] = [version.number for version in versions]
    state[_CHOSEN] = 0
    state[_EDIT] = None
    state[_ASKED] = ()


def chosen() -> int:
    """Which of the open goals is worked on."""
    return min(int(st.session_state.get(_CHOSEN, 0)), max(0, len(opened()) - 1))


def choose(place: int) -> None:
    """Work on another of the open goals."""
    st.session_state[_CHOSEN] = place
    st.session_state[_EDIT] = None
    st.session_state[_ASKED] = ()


def replace_opened(old: int, new: Version) -> None:
    """Show `new` where the version `old` was."""
    state = st.session_state
    state[_OPEN] = [new.number if number == old else number for number in state.get(_OPEN, ())]
    state[_EDIT] = None
    state[_ASKED] = ()


def edit_of(version: Version) -> Edit | None:
    """The edit of `version` that is under way."""
    edit: Edit | None = st.session_state.get(_EDIT)
    return edit if edit and edit.version == version.number else None


def keep_edit(edit: Edit | None) -> None:
    """Go on with `edit`, or with none."""
    st.session_state[_EDIT] = edit


def asked() -> tuple[ContextField, ...]:
    """The context fields whose assumption was clicked, the last one first."""
    fields: tuple[ContextField, ...] = st.session_state.get(_ASKED, ())
    return fields


def ask_for(field: ContextField) -> None:
    """Turn an assumption into the question for `field`."""
    st.session_state[_ASKED] = (field, *(f for f in asked() if f != field))


def job() -> Job | None:
    """Goals under way."""
    under_way: Job | None = st.session_state.get(_JOB)
    return under_way


def keep_job(under_way: Job | None) -> None:
    """Go on with these goals, or with none."""
    st.session_state[_JOB] = under_way


def plan(todo: Todo | None) -> None:
    """Have `todo` done in the coming run."""
    st.session_state[_PLANNED] = todo


def context_key(field: str) -> str:
    """The session key of the input for a context field."""
    return f"context_{field}"


def take_todo() -> Todo | None:
    """What there is to do, once."""
    todo: Todo | None = st.session_state.pop(_PLANNED, None)
    return todo


def say(message: str | None) -> None:
    """Keep a message for the person at the screen until the next one."""
    st.session_state[_NOTICE] = message


def said() -> str | None:
    """The message, if there is one."""
    message: str | None = st.session_state.get(_NOTICE)
    return message


def forget() -> None:
    """Clear the desk: versions, open goals, everything that was made."""
    state: Any = st.session_state
    for key in (_SHELF, _OPEN, _CHOSEN, _EDIT, _JOB, _PLANNED, _ASKED, _NOTICE):
        state.pop(key, None)
