"""Taking goals away: copying, files, a link that somebody else can open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urlencode

import streamlit as st

from rewriter.export import render_csv, render_json, render_markdown, render_text, render_xlsx
from rewriter.languages.pack import Pack
from rewriter.page import frame, manner, safe
from rewriter.schemas import RewriteResult

LONGEST_LINK = 1500  # characters of a goal; browsers and chat programs cut long addresses
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def take_away(made: Sequence[RewriteResult], page: Pack) -> None:
    """Everything that can be taken of these results."""
    words = page.page.take
    if all(result.goal is None for result in made):
        return
    safe.show(safe.tag("h2", words.heading, class_="sg-take", lang=page.code))
    with st.container(horizontal=True, vertical_alignment="center", key="sg-take"):
        st.button(words.copy_text, key="copy-text", type="primary")
        _downloads(made, page)
        if len(made) == 1 and (link := link_to(made[0])):
            st.button(words.link, key="copy-link")
            safe.show(safe.tag("span", link, class_="sg-link"), width="content")
    if len(made) == 1:
        told = words.link_lead if link_to(made[0]) else words.link_too_long
        safe.show(safe.tag("p", told, class_="sg-quiet"))
    with st.expander(words.as_text, key="sg-as-text"):
        text = safe.tag(
            "pre", render_text(made, reading=manner.reading()), class_="sg-plain", tabindex="0"
        )
        safe.show(safe.tag("section", text, aria_label=words.as_text, role="region"))


def link_to(result: RewriteResult) -> str | None:
    """The query that opens the page with this rough goal; no context, no answer goes along."""
    if not result.source.strip() or len(result.source) > LONGEST_LINK:
        return None
    return "?" + urlencode({"lang": frame.page_pack().code, "goal": result.source})


def _downloads(made: Sequence[RewriteResult], page: Pack) -> None:
    words = page.page.take
    kept, read = list(made), {"reading": manner.reading()}
    files: tuple[tuple[str, Callable[[], bytes], str, str], ...] = (
        (words.xlsx, lambda: render_xlsx(kept, **read), "xlsx", _SHEET),
        # Excel reads UTF-8 only behind a byte order mark.
        (
            words.csv,
            lambda: render_csv(kept, **read).encode("utf-8-sig"),
            "csv",
            "text/csv",
        ),
        (
            "Markdown",
            lambda: render_markdown(kept, **read).encode(),
            "md",
            "text/markdown",
        ),
        ("JSON", lambda: render_json(kept).encode(), "json", "application/json"),
    )
    for label, render, ending, mime in files:
        st.download_button(
            label,
            render,  # only when somebody clicks
            file_name=f"{words.file_name}.{ending}",
            mime=mime,
            key=f"download_{ending}",
            on_click="ignore",
            help=None,
        )
