"""What stands around the views: language of the page, and the way between them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import streamlit as st
from streamlit.navigation.page import Page as View

from rewriter.languages.pack import Pack, available_languages, load_pack
from rewriter.page import safe
from rewriter.typed import pack_for, read_locale

LANGUAGE = "page_language"
_PARAMETER = "lang"


def page_pack() -> Pack:
    """The pack of the person at the screen: chosen, else from the address, else the browser's."""
    return load_pack(st.session_state[LANGUAGE])


def open_frame() -> Pack:
    """Settle the language, then the browser tab.  Call once per run, first."""
    pack = settle_language()
    st.set_page_config(page_title=pack.page.title, layout="wide", initial_sidebar_state="collapsed")
    return pack


def settle_language() -> Pack:
    """Decide the page's language and keep it in the address."""
    state = st.session_state
    if LANGUAGE not in state:
        state[LANGUAGE] = pack_for(st.query_params.get(_PARAMETER), st.context.locale).code
    if st.query_params.get(_PARAMETER) != state[LANGUAGE]:
        st.query_params[_PARAMETER] = state[LANGUAGE]
    return load_pack(state[LANGUAGE])


def language_name(code: str) -> str:
    """What a language calls itself, with a capital as a menu has it."""
    name = load_pack(code).basics.name
    return name[:1].upper() + name[1:]


def bar(views: Sequence[View]) -> None:
    """The line at the top: what this is, the views, the language."""
    words = page_pack().page
    with st.container(horizontal=True, vertical_alignment="center", key="sg-bar"):
        safe.show(safe.tag("p", safe.tag("span", words.title), class_="sg-brand"), width="content")
        with st.container(horizontal=True, width="content", key="sg-views"):
            for view in views:
                st.page_link(view, width="content")
        st.selectbox(
            words.language,
            available_languages(),
            format_func=language_name,
            key=LANGUAGE,
            placeholder=words.language,
            label_visibility="collapsed",
            width=150,
            filter_mode=None,
        )


def head(headline: str, lead: str | None) -> None:
    """The view's heading, and a sentence on what it is for."""
    text = [safe.tag("h1", headline)]
    if lead:
        text.append(safe.tag("p", lead, class_="sg-lead"))
    safe.show(safe.tag("header", *text, class_="sg-hero sg-tongue", lang=page_pack().code))


def alert(message: str) -> None:
    """An error for the person at the screen."""
    safe.show(safe.tag("div", message, class_="sg-alert", role="alert"))


def locale_of_goals() -> str:
    """What breaks ties between languages and orders 03/04/2027.

    The browser's locale where it speaks the page's language, else the page's own: whoever
    switches the page to Danish means Danish.
    """
    browser = read_locale(st.context.locale)
    pack = page_pack()
    if browser and pack_for(browser).code == pack.code and browser in pack.basics.locales:
        return browser
    return pack.basics.locale


def now() -> datetime:
    """The time where the person at the screen is; the server's where the browser doesn't say."""
    zone = st.context.timezone
    try:
        return datetime.now(ZoneInfo(zone)) if zone else datetime.now(UTC).astimezone()
    except (KeyError, ValueError, OSError):  # an unknown zone, or a machine without the zones' data
        return datetime.now(UTC).astimezone()


def today() -> date:
    """The date where the person at the screen is."""
    return now().date()
