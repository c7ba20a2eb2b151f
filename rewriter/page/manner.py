"""How goals are written and shown: the tone, and what A and R of the acronym stand for."""

from __future__ import annotations

from typing import get_args

import streamlit as st

from rewriter.export import READING
from rewriter.languages.pack import LetterName, Pack
from rewriter.page import safe
from rewriter.schemas import Options, Reading, Tone

TONE = "manner_tone"
READS = "manner_reading"
_MOVABLE = "AR"  # the letters that the guides read differently


def tone() -> Tone:
    """The tone that was chosen."""
    picked: Tone = st.session_state.get(TONE) or Options().tone
    return picked


def reading() -> Reading:
    """The reading that was chosen."""
    picked: Reading = st.session_state.get(READS) or READING
    return picked


def letters(pack: Pack) -> tuple[LetterName, ...]:
    """The letters of the chosen reading, in their order."""
    return pack.basics.readings[reading()]


def menus(page: Pack) -> None:
    """Draw both menus."""
    words = page.page.manner
    safe.show(safe.tag("h2", words.heading, class_="sg-side"))
    st.selectbox(
        words.tone,
        get_args(Tone),
        format_func=words.of,
        key=TONE,
        placeholder=words.tone,
        persist_state="session",
        filter_mode=None,
    )
    st.selectbox(
        words.reading,
        tuple(page.basics.readings),
        format_func=lambda name: _named(name, page),
        key=READS,
        placeholder=words.reading,
        persist_state="session",
        filter_mode=None,
    )


def _named(name: Reading, page: Pack) -> str:
    letters = page.basics.readings[name]
    return ", ".join(letter.name for letter in letters if letter.initial in _MOVABLE)
