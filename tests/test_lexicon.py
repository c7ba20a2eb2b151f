"""Phrases looked up in tokens."""

from __future__ import annotations

import pytest

from rewriter.facts.lexicon import Lexicon
from rewriter.facts.tokens import Tokens


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
        pytest.param(["på sikt"], "pa\u030a sikt", ["pa\u030a sikt"], id="decomposed accents"),
        pytest.param(["soon"], "sooner", [], id="no part of a word"),
        pytest.param(["as soon as"], "as soon", [], id="no part of a phrase"),
    ],
)
def test_find(phrases: list[str], text: str, found: list[str]) -> None:
    """What is found is cut from the text as it stands."""
    tokens = Tokens(text)
    assert [tokens.slice(*hit) for hit in Lexicon(phrases).find(tokens)] == found
