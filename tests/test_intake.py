"""What may come in, and what is said about the rest."""

from __future__ import annotations

import pytest

from rewriter.errors import InputError, UnknownLanguageError
from rewriter.intake import LONGEST_CONTEXT, LONGEST_GOAL, take_in
from rewriter.languages.pack import available_languages
from rewriter.schemas import GoalContext, Options


@pytest.mark.parametrize(
    "goal",
    [
        pytest.param("", id="empty"),
        pytest.param(" \n\t\u00a0\u200b", id="blank and invisible"),
        pytest.param("more leads " * 10_000, id="100 kB"),
        pytest.param("more\x00leads", id="a null byte"),
        pytest.param("\x1b[31mmore leads\x07", id="control characters"),
        pytest.param("more leads \ud800", id="half a character"),
        pytest.param(b"more leads", id="bytes"),
    ],
)
@pytest.mark.parametrize("language", available_languages())
def test_refused_in_the_users_language(goal: str, language: str) -> None:
    """The message is in the language that was asked for, and differs from the other languages'."""
    messages = {}
    for code in available_languages():
        with pytest.raises(InputError) as caught:
            take_in(goal, GoalContext(), code, Options())
        messages[code] = str(caught.value)
    assert messages[language]
    assert list(messages.values()).count(messages[language]) == 1


def test_refused_in_the_goals_own_language() -> None:
    """Without a choice the goal's language or the locale decides."""
    with pytest.raises(InputError, match="Teksten er for lang"):
        take_in("vi øker omsetningen gjennom nye tilbud " * 1000, GoalContext(), None, Options())
    with pytest.raises(InputError, match="Skriv ett mål"):
        take_in("", GoalContext(), None, Options(locale="sv_SE"))


@pytest.mark.parametrize(
    "goal",
    [
        pytest.param("x" * LONGEST_GOAL, id="as long as it may be"),
        pytest.param("more leads\n- and sales\r\n\tnow", id="lines and tabs"),
        pytest.param("👩‍👩‍👧 more families", id="joined emoji"),
        pytest.param("o\u0308ka fo\u0308rsa\u0308ljningen", id="decomposed accents"),
    ],
)
def test_taken(goal: str) -> None:
    """What a person could have typed comes in."""
    assert take_in(goal, GoalContext(), None, Options()) in available_languages()


def test_context_is_looked_at_too() -> None:
    """An endless or binary field of the context is refused."""
    for text in ("x" * (LONGEST_CONTEXT + 1), "\x00"):
        with pytest.raises(InputError):
            take_in("more leads", GoalContext(baseline=text), "en", Options())


def test_unknown_language() -> None:
    """A language without a pack is no input error."""
    with pytest.raises(UnknownLanguageError):
        take_in("more leads", GoalContext(), "xx", Options())
