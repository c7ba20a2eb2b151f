"""Weighed signs: reading sums what learning saw."""

from __future__ import annotations

import pytest

from evals.training import read_examples
from rewriter.facts.tokens import REMEMBERED, Tokens
from rewriter.facts.weighing import Scale, scale, text_signs
from rewriter.languages.learned import Learned, Weights
from rewriter.languages.pack import available_languages, load_pack


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Each sale pays for the next one.", id="words"),
        pytest.param("12 of 40 leads, 3 % more", id="numbers and signs"),
        pytest.param("Ål, øl og æbler", id="letters beyond a-z"),
        pytest.param("x", id="one letter"),
    ],
)
def test_reading_is_the_sum_that_was_learned(text: str) -> None:
    """The quick sum over words is the sum over all signs of the text."""
    signs = text_signs(Tokens(text).words)
    table = {sign: (-1) ** place * (place + 1) / 7 for place, sign in enumerate(signs)}
    slow = 0.5 + sum(table[sign] * share for sign, share in signs.items()) + 3 * 0.25
    weighed = Scale(0.5, table | {":new": 0.25}).weigh(Tokens(text).words, {":new": 3.0})
    assert weighed == pytest.approx(slow)


def test_unknown_words_weigh_nothing() -> None:
    """Only the bias is left of a text without a known sign."""
    assert Scale(-0.25, {"sales": 1.0}).weigh(["qqq"], {}) == -0.25
    assert Scale(-0.25, {"sales": 1.0}).weigh([], {}) == -0.25


def test_memory_has_an_end() -> None:
    """A scale forgets words rather than fill the memory, and weighs them all the same."""
    words = Scale(0.0, {"sales": 1.0})
    before = words.weigh(["sales"], {})
    for number in range(REMEMBERED + 10):
        words.weigh([f"w{chr(0x4E00 + number)}"], {})
    assert len(words._words) <= REMEMBERED
    assert words.weigh(["sales"], {}) == before


def test_table_keeps_blanks_in_signs() -> None:
    """Neighbouring words are one sign; the weight is what stands behind the last blank."""
    weights = Weights(bias=0, text="so that 1500\n: -20\n")
    assert weights.table == {"so that": 1.5, ":": -0.02}


@pytest.mark.parametrize("code", available_languages())
@pytest.mark.parametrize("question", Learned.model_fields)
def test_every_language_has_weights(code: str, question: str) -> None:
    """A question is answered in all languages, by words of the language."""
    table = getattr(load_pack(code).learned, question).table
    known = set(table)
    own = {word for word in load_pack(code).vocabulary if word in known}
    assert len(own) > 50
    assert scale(code, question) is scale(code, question)


@pytest.mark.parametrize("code", available_languages())
def test_labelled_letters_are_read(code: str) -> None:
    """Each question has examples of both answers to learn from."""
    answers = {(one.question, one.answer) for one in read_examples([code])}
    assert answers == {(name, answer) for name in Learned.model_fields for answer in (True, False)}
