"""The view that remembers: every version of this session, to star, compare and open again."""

from __future__ import annotations

import streamlit as st
from babel.dates import format_time
from streamlit.navigation.page import Page as View

from rewriter.languages.pack import Pack, load_pack
from rewriter.page import cards, desk, frame, notes, rewriting, safe
from rewriter.page.shelf import Version

_STARRED = "history_starred"
_FIRST = "history_first"
_SECOND = "history_second"
_LEAVING = "history_leaving"
_LONGEST_LABEL = 60


def view() -> None:
    """The whole view, top to bottom."""
    if st.session_state.pop(_LEAVING, False):
        st.switch_page(rewriting.page())
    page = frame.page_pack()
    words = page.page.history
    frame.head(words.headline, words.lead)
    versions = desk.shelf().newest_first()
    if not versions:
        safe.show(safe.tag("p", words.empty, class_="sg-empty", lang=page.code))
        return
    if len(versions) > 1:
        with st.container(border=True, key="sg-form"):
            _compare(versions, page)
    with st.container(horizontal=True, vertical_alignment="center", key="sg-actions"):
        only = st.checkbox(words.starred, key=_STARRED)
        st.button(words.forget, key="forget", type="tertiary", on_click=desk.forget)
    for version in desk.shelf().newest_first(starred=only):
        _version(version, page)


def page() -> View:
    """The view as a place to go to."""
    return st.Page(view, title=frame.page_pack().page.history.tab, url_path="history")


def _version(version: Version, page: Pack) -> None:
    words = page.page.history
    result = version.entry.result
    pack = load_pack(result.language)
    with st.container(key=f"sg-version-{version.number}"):
        star = "★ " if version.starred else ""
        head = safe.tag("h2", f"{star}{_when(version)} · {words.ways[version.way]}")
        parts = [head]
        if result.source:
            parts.append(safe.tag("blockquote", result.source, lang=pack.code))
        if result.goal and result.report:
            text = cards.text_with_marks(result.goal.statement, "statement", result.report, pack)
            parts += [safe.tag("p", text, lang=pack.code), cards.verdict(result.report, pack)]
        safe.show(safe.tag("article", *parts, class_="sg-version", lang=page.code))
        with st.container(horizontal=True, key=f"sg-version-actions-{version.number}"):
            st.button(
                words.restore, key=f"restore_{version.number}", on_click=_restore,
                args=(version.number,),
            )  # fmt: skip
            st.button(
                words.unstar if version.starred else words.star,
                key=f"star_{version.number}",
                on_click=_star,
                args=(version.number,),
            )


def _compare(versions: list[Version], page: Pack) -> None:
    words = page.page.history
    numbers = [version.number for version in versions]
    labels = {number: _label(number, page) for number in numbers}
    safe.show(safe.tag("h2", words.compare, class_="sg-side", lang=page.code))
    for key, place in ((_FIRST, 1), (_SECOND, 0)):
        if st.session_state.get(key) not in numbers:
            st.session_state[key] = numbers[place]
    left, right = st.columns(2)
    for column, label, key in ((left, words.first, _FIRST), (right, words.second, _SECOND)):
        with column:
            st.selectbox(
                label,
                numbers,
                format_func=lambda number: labels.get(number, ""),
                key=key,
                placeholder=label,
                filter_mode=None,
            )
    shelf = desk.shelf()
    old, new = shelf.get(st.session_state[_FIRST]), shelf.get(st.session_state[_SECOND])
    if old and new and old is not new:
        heads = (_label(old.number, page, full=False), _label(new.number, page, full=False))
        pack = load_pack(new.entry.result.language)
        table = notes.side_by_side(heads, (old.entry.result, new.entry.result), pack)
        safe.show(safe.tag("div", table, class_="sg-scroll", tabindex="0", role="region",
                           aria_label=words.compare))  # fmt: skip


def _label(number: int, page: Pack, *, full: bool = True) -> str:
    version = desk.shelf().get(number)
    if version is None:
        return ""
    text = f"{_when(version)} · {page.page.history.ways[version.way]}"
    if not full:
        return text
    source = safe.label(version.entry.result.source[:_LONGEST_LABEL])
    return f"{text} · {source}"


def _when(version: Version) -> str:
    return str(format_time(version.at, "short", locale=frame.locale_of_goals()))


def _star(number: int) -> None:
    desk.shelf().star(number)


def _restore(number: int) -> None:
    if version := desk.shelf().get(number):
        st.session_state[_LEAVING] = True
        st.session_state[rewriting.GOAL] = version.entry.result.source
        desk.open_versions([version])
        desk.say(None)
