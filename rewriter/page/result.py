"""A result on the page: before and after, the letters, what was taken for granted, what to take.

Headings follow the goal's language like the text below them; buttons follow the page's.
"""

from __future__ import annotations

import streamlit as st

from rewriter.languages.pack import Pack, load_pack
from rewriter.page import cards, desk, letters, notes, safe
from rewriter.page.shelf import Version
from rewriter.page.take import take_away
from rewriter.page.work import with_goal
from rewriter.schemas import Question, RewriteResult, Style

_STYLES: tuple[Style, ...] = ("bolder", "safer", "sooner", "later")


def show(version: Version, page: Pack, *, taking: bool = True) -> None:
    """One goal in full: everything that can be seen of it and done with it."""
    edit = desk.edit_of(version)
    entry = version.entry
    if edit and entry.result.goal and edit.changes(entry.result.goal):
        entry = with_goal(entry, edit.goal, desk.wishes())
    result = entry.result
    pack = load_pack(result.language)
    with st.container(key="sg-slot-models"):
        if told := notes.fell_back(result.fell_back, result.model, pack):
            safe.show(told)
    if result.goal is None or result.report is None:
        safe.show(cards.before_and_after(result, pack))
        _questions(version, result, pack, page)
        return
    letters.sentence(version, entry, page)
    # What comes and goes has a place of its own: else all below would be drawn anew, and a box
    # that somebody types in would lose the cursor.
    with st.container(key="sg-slot-edited"):
        letters.bar(version, entry, page)
    _vary(version, page)
    with st.container(key="sg-slot-changes"):
        _changes(version, result, pack, page)
    left, right = st.columns([1.9, 1], gap="medium")
    with left:
        letters.show(version, entry, page)
    with right, st.container(key="sg-side"):
        _assumptions(result, pack, page)
        _questions(version, result, pack, page)
        for note in (notes.numbers(result.report, pack), notes.ladder(result.report, pack)):
            if note:
                safe.show(note)
        if told := notes.mended(result, pack):
            safe.show(told)
    if taking:
        take_away([result], page)


def _vary(version: Version, page: Pack) -> None:
    """Other targets and other days, and the way back."""
    if not version.entry.result.source.strip():
        return
    words = page.page.result
    with st.container(horizontal=True, vertical_alignment="center", key="sg-vary"):
        safe.show(safe.tag("p", f"{words.vary}:", class_="sg-quiet"), width="content")
        for style in _STYLES:
            st.button(
                words.of(style), key=f"style_{style}", on_click=_again, args=(version.number, style)
            )
        if desk.shelf().parent_of(version.number):
            st.button(
                words.back, key="back", type="tertiary", on_click=_back, args=(version.number,)
            )


def _again(number: int, style: Style) -> None:
    desk.plan(desk.Todo("again", number, style=style))


def _back(number: int) -> None:
    if parent := desk.shelf().parent_of(number):
        desk.replace_opened(number, parent)


def _changes(version: Version, result: RewriteResult, pack: Pack, page: Pack) -> None:
    parent = desk.shelf().parent_of(version.number)
    edited = desk.edit_of(version)
    old = version.entry.result.goal if edited else parent.entry.result.goal if parent else None
    if old is None or result.goal is None:
        return
    if changed := notes.changes(old, result.goal, pack, page):
        safe.show(changed)


def _assumptions(result: RewriteResult, pack: Pack, page: Pack) -> None:
    if result.goal is None or not result.goal.assumptions:
        return
    words = pack.interface.document
    head = safe.tag("h2", words.assumptions)
    lead = safe.tag("p", page.page.result.settle, class_="sg-quiet", lang=page.code)
    safe.show(safe.tag("section", head, lead, class_="sg-notes", lang=pack.code))
    asked = desk.asked()
    fixed = []
    with st.container(key="sg-assumptions"):
        for number, assumption in enumerate(result.goal.assumptions):
            if assumption.fills is None:
                fixed.append(safe.tag("li", assumption.text))
            elif assumption.fills not in asked:
                st.button(
                    safe.label(assumption.text),
                    key=f"assumption_{number}",
                    on_click=desk.ask_for,
                    args=(assumption.fills,),
                    wrap=True,
                )
    if fixed:
        safe.show(safe.tag("ul", *fixed, class_="sg-assumptions", lang=pack.code))


def _questions(version: Version, result: RewriteResult, pack: Pack, page: Pack) -> None:
    """The questions, those that were an assumption a click ago first."""
    words = page.page.rewrite
    known = {q.fills: q.text for q in reversed(result.questions) if q.fills}
    asked = desk.asked()
    texts: dict[str, str] = {f: known.get(f) or pack.messages.questions[f] for f in asked}
    texts |= {f: text for f, text in reversed(known.items()) if f not in asked}
    loose = [question for question in result.questions if question.fills is None]
    if not texts and not loose:
        return
    shown: list[Question] = [*loose]
    safe.show(cards.questions_head(shown, pack))
    if not texts:
        return
    safe.show(safe.tag("p", words.answers, class_="sg-quiet", lang=page.code))
    keys = {field: f"answer_{version.number}_{field}" for field in texts}
    with st.container(key="sg-questions"), st.form(f"answers_{version.number}", border=False):
        for field, text in texts.items():
            st.text_input(
                safe.label(text),
                key=keys[field],
                placeholder=getattr(pack.interface.context, field).example,
            )
        st.form_submit_button(
            words.answer_button, type="primary", on_click=_answer, args=(version.number, keys)
        )


def _answer(number: int, keys: dict[str, str]) -> None:
    typed = {field: str(st.session_state.get(key) or "").strip() for field, key in keys.items()}
    given = tuple((field, text) for field, text in typed.items() if text)
    if given:
        desk.plan(desk.Todo("again", number, answers=given))
    if len(desk.opened()) == 1:  # what is known of the only goal can be seen and changed above
        for field, text in given:
            st.session_state[desk.context_key(field)] = text
