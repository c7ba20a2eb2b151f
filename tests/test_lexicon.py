"""Phrases looked up in tokens."""

from __future__ import annotations

import pytest

from rewriter.facts.lexicon import Lexicon, Lexicons
from rewriter.facts.tokens import REMEMBERED, Tokens


@pytest.mark.parametrize(
    ("phrases", "text", "found"),
    [
        pytest.param(["soon"], "Soon, very soon", ["Soon", "soon"], id="word, any case"),
        pytest.param(["as soon as"], "as soon as we can", ["as soon as"], id="phrase"),
        pytest.param(["on", "on sight"], "loved on sight", ["on sight"], id="the longest wins"),
        pytest.param(["salg*"], "salget og salgsmål", ["salget", "salgsmål"], id="stem"),
        pytest.param(["*kunder"], "storkunder, kunder", ["storkunder", "kunder"], id="ending"),
        pytest.param(["*kund*"], "storkunderna", ["storkunderna"], id="inside"),
        pytest.param(["a/b"], "an A/B test", ["A/B"], id="signs"),
        pytest.param(["24/7", "2025"], "24/7 in 2025, 24 hours", ["24/7", "2025"], id="figures"),
        pytest.param(["24*"], "24 hours", ["24"], id="stem of figures"),
        pytest.param(["på sikt"], "pa\u030a sikt", ["pa\u030a sikt"], id="decomposed accents"),
        pytest.param(["soon"], "sooner", [], id="no part of a word"),
        pytest.param(["as soon as"], "as soon", [], id="no part of a phrase"),
    ],
)
def test_find(phrases: list[str], text: str, found: list[str]) -> None:
    """What is found is cut from the text as it stands."""
    tokens = Tokens(text)
    assert [tokens.slice(*hit) for hit in Lexicon(phrases).find(tokens)] == found


@pytest.mark.parametrize(
    "phrases", [["sale*", "*kunder"], ["sales", "2025"]], ids=["words", "with a figure"]
)
def test_memory_has_an_end(phrases: list[str]) -> None:
    """However many words and figures are looked up, few are remembered, and all are found."""
    alone, together = Lexicon(phrases), Lexicons({"all": phrases})
    for number in range(REMEMBERED + 10):
        tokens = Tokens(f"{number} sales w{chr(0x4E00 + number)}")
        assert (1, 1) in alone.find(tokens)
        assert (1, 1) in together.find(tokens)["all"]
    assert max(len(alone._starts), len(together._starts)) <= REMEMBERED


def test_figures_are_not_remembered() -> None:
    """Figures have no end, and where none begins a phrase there is nothing to remember of them."""
    words = Lexicons({"sales": ["sale*"]})
    for number in range(100):
        words.find(Tokens(f"{number} sales"))
    assert list(words._starts) == ["sales"]
