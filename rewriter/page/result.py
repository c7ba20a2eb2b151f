"""A result on the page: before and after, the letters, what was taken for granted, what to take.

Headings follow the goal's language like the text below them; buttons follow the page's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import streamlit as st

from rewriter.export import render_csv, render_json, render_markdown, render_text
from rewriter.languages.pack import Pack, load_pack
from rewriter.page import cards, safe
from rewriter.page.work import Entry, used_once
from rewriter.schemas import Question, RewriteResult

Answer = Callable[[int, dict[str, str]], None]


def results(entries: Sequence[Entry], page: Pack, answer: Answer) -> None:
    """All results; `answer` is called back with a goal's number and what was answered."""
    several = len(entries) > 1
    words = page.interface.page.rewrite
    if several:
        heading = safe.tag("h2", words.several.format(count=len(entries)), class_="sg-count")
        safe.show(heading)
        if used_once(entries[0].context):
            safe.show(safe.tag("p", words.first_only, class_="sg-quiet"))
    for number, entry in enumerate(entries):
        with st.container(key=f"sg-result-{number}"):
            _result(number, entry.result, page, answer, folded=several)
    _take_away([entry.result for entry in entries], page)


def _result(
    number: int, result: RewriteResult, page: Pack, answer: Answer, *, folded: bool
) -> None:
    pack = load_pack(result.language)
    safe.show(cards.before_and_after(result, pack))
    if result.goal is None or result.report is None:
        _questions(number, result.questions, pack, page, answer)
        return
    frame = st.expander(pack.interface.document.letters) if folded else st.container()
    with frame, st.container(key=f"sg-detail-{number}"):
        left, right = st.columns([1.9, 1], gap="medium")
        with left:
            safe.show(cards.letters(result.goal, result.report, pack, headed=not folded))
        with right:
            safe.show(cards.notes(result, pack))
            _questions(number, result.questions, pack, page, answer)


def _questions(
    number: int, questions: Sequence[Question], pack: Pack, page: Pack, answer: Answer
) -> None:
    if not questions:
        return
    words = page.interface.page.rewrite
    safe.show(cards.questions_head(questions, pack))
    fields = {q.fills: q.text for q in reversed(questions) if q.fills}
    if not fields:
        return
    with st.form(f"answers_{number}", border=False):
        keys: dict[str, str] = {}
        for field in reversed(fields):
            keys[field] = f"answer_{number}_{field}"
            st.text_input(
                safe.label(fields[field]),
                key=keys[field],
                placeholder=getattr(pack.interface.context, field).example,
            )
        st.form_submit_button(words.answer_button, on_click=_collect, args=(number, keys, answer))


def _collect(number: int, keys: dict[str, str], answer: Answer) -> None:
    typed = {field: str(st.session_state.get(key) or "").strip() for field, key in keys.items()}
    given = {field: text for field, text in typed.items() if text}
    for key in keys.values():
        st.session_state[key] = ""
    if given:
        answer(number, given)


def _take_away(made: Sequence[RewriteResult], page: Pack) -> None:
    words = page.interface.page.take
    if all(result.goal is None for result in made):
        return
    safe.show(safe.tag("h2", words.heading, class_="sg-take"))
    with st.container(horizontal=True, vertical_alignment="center", key="sg-take"):
        safe.show(safe.tag("p", words.copy_lead, class_="sg-quiet"), width="content")
        files = (
            ("Markdown", render_markdown(made), "md", "text/markdown"),
            (words.csv, render_csv(made), "csv", "text/csv"),
            ("JSON", render_json(made), "json", "application/json"),
        )
        for label, text, ending, mime in files:
            # Excel reads UTF-8 only behind a byte order mark.
            encoding = "utf-8-sig" if ending == "csv" else "utf-8"
            st.download_button(
                label,
                text.encode(encoding),
                file_name=f"{words.file_name}.{ending}",
                mime=mime,
                key=f"download_{ending}",
                on_click="ignore",
            )
    with st.container(key="sg-copy"):
        height: Literal["content"] | int = "content" if len(made) == 1 else 420
        st.code(render_text(made), language=None, wrap_lines=True, height=height)
