"""The letters of a result, each to be changed where it stands, with the checks running along."""

from __future__ import annotations

import streamlit as st

from rewriter.languages.pack import Pack, load_pack
from rewriter.page import cards, desk, manner, safe
from rewriter.page.shelf import Edit, Version
from rewriter.page.work import Entry, with_goal
from rewriter.schemas import FieldName, SmartGoal
from rewriter.worksheet import letter_names, other_findings


def sentence(version: Version, entry: Entry, page: Pack) -> None:
    """The rough goal beside the sentence, and the way to change the sentence."""
    result = entry.result
    pack = load_pack(result.language)
    safe.show(cards.before_and_after(result, pack))
    if result.report is None or result.goal is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="sg-under"):
        if key := cards.legend(result.report, pack):
            safe.show(key)
        _edit_button(version, "statement", pack.interface.document.statement, page)
    edit = desk.edit_of(version)
    with st.container(key="sg-live-statement"):
        if edit and edit.open == "statement":
            _box(version, edit, "statement", pack.interface.document.statement)


def show(version: Version, entry: Entry, page: Pack) -> None:
    """A card per letter."""
    result = entry.result
    if result.goal is None or result.report is None:
        return
    pack = load_pack(result.language)
    edit = desk.edit_of(version)
    safe.show(safe.tag("h2", pack.interface.document.letters, class_="sg-take", lang=pack.code))
    for row in cards.rows_of(result.goal, result.report, pack):
        with st.container(key=f"sg-card-{row.content}"):
            if edit and edit.open == row.content:
                safe.show(cards.letter_head(row, result.goal, pack))
                with st.container(key=f"sg-live-{row.content}"):
                    _box(version, edit, row.content, row.name)
            else:
                safe.show(cards.letter(row, result.goal, result.report, pack))
            _edit_button(version, row.content, row.name, page)
    if whole := cards.whole(other_findings(result.report), result.goal, pack):
        safe.show(whole)


def bar(version: Version, entry: Entry, page: Pack) -> None:
    """What was changed, and what to do about it."""
    edit = desk.edit_of(version)
    old = version.entry.result.goal
    if edit is None or old is None or not (changed := edit.changes(old)):
        return
    words = page.page.result
    names = letter_names(changed, load_pack(entry.result.language), manner.reading())
    with st.container(horizontal=True, vertical_alignment="center", key="sg-edited"):
        said = safe.tag("p", words.edited.format(letters=names), role="status", lang=page.code)
        safe.show(said)
        st.button(words.use, key="use_edit", type="primary", on_click=_use, args=(version.number,))
        st.button(words.undo, key="undo", on_click=_undo, args=(version.number,))
        st.button(words.discard, key="discard", type="tertiary", on_click=_discard)


def _edit_button(version: Version, name: FieldName, title: str, page: Pack) -> None:
    words = page.page.result
    edit = desk.edit_of(version)
    is_open = edit is not None and edit.open == name
    st.button(
        words.close if is_open else safe.label(words.edit.format(name=title)),
        key=f"edit_button_{name}",
        type="tertiary",
        on_click=_toggle,
        args=(version.number, name),
    )


def _box(version: Version, edit: Edit, name: FieldName, title: str) -> None:
    key = f"edit_{version.number}_{name}"
    if key not in st.session_state:
        st.session_state[key] = getattr(edit.goal, name)
    st.text_area(
        safe.label(title),
        key=key,
        height="content",
        label_visibility="collapsed",
        on_change=_change,
        args=(version.number, name, key),
    )


def _toggle(number: int, name: FieldName) -> None:
    version = desk.shelf().get(number)
    if version is None or version.entry.result.goal is None:
        return
    edit = desk.edit_of(version) or Edit(number, version.entry.result.goal)
    wanted = None if edit.open == name else name
    st.session_state.pop(f"edit_{number}_{name}", None)
    desk.keep_edit(Edit(number, edit.goal, edit.past, wanted))


def _change(number: int, name: FieldName, key: str) -> None:
    version = desk.shelf().get(number)
    if version and (edit := desk.edit_of(version)):
        desk.keep_edit(edit.changed(name, str(st.session_state.get(key) or "").strip()))


def _undo(number: int) -> None:
    version = desk.shelf().get(number)
    if version and (edit := desk.edit_of(version)):
        undone = edit.undone()
        desk.keep_edit(undone)
        _refresh(number, undone.open, undone.goal)


def _refresh(number: int, name: FieldName | None, goal: SmartGoal) -> None:
    """Have an open box show what the goal says now."""
    if name:
        st.session_state[f"edit_{number}_{name}"] = getattr(goal, name)


def _discard() -> None:
    desk.keep_edit(None)


def _use(number: int) -> None:
    version = desk.shelf().get(number)
    if version and (edit := desk.edit_of(version)):
        entry = with_goal(version.entry, edit.goal, desk.wishes())
        desk.replace_opened(number, desk.put(entry, "edited", number))
