"""Many goals at once: all of them in a row each, and the one that is worked on in full."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from rewriter.languages.pack import Pack, load_pack
from rewriter.page import desk, notes, result, safe
from rewriter.page.shelf import Version
from rewriter.page.take import take_away
from rewriter.page.work import used_once


def show(versions: Sequence[Version], page: Pack) -> None:
    """The rows, what to take of all, and one goal in full."""
    words = page.page.rewrite
    heading = words.several.format(count=len(versions))
    safe.show(safe.tag("h2", heading, class_="sg-count", lang=page.code))
    if used_once(versions[0].entry.context) and not versions[0].parent:
        safe.show(safe.tag("p", words.first_only, class_="sg-quiet", lang=page.code))
    with st.container(key="sg-rows"):
        for number, version in enumerate(versions):
            made = version.entry.result
            with st.container(horizontal=True, vertical_alignment="top", key=f"sg-row-{number}"):
                pack = load_pack(made.language)
                safe.show(notes.row(number + 1, made, pack, here=number == desk.chosen()))
                st.button(words.open, key=f"open_{number}", on_click=desk.choose, args=(number,))
    take_away([version.entry.result for version in versions], page)
    place = desk.chosen()
    told = words.chosen.format(number=place + 1, total=len(versions))
    safe.show(safe.tag("h2", told, class_="sg-count", lang=page.code))
    with st.container(key="sg-result-0"):
        result.show(versions[place], page, taking=False)
