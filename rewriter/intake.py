"""What may come in: text that a person could have typed, in a language that there is a pack for."""

from __future__ import annotations

import unicodedata

from rewriter.errors import InputError
from rewriter.languages.detect import detect_language
from rewriter.languages.pack import load_pack
from rewriter.schemas import GoalContext, Options

LONGEST_GOAL = 10_000  # characters: a page of goals, far from what would fill a prompt
LONGEST_CONTEXT = 2_000  # characters, each field
_INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp"}
_NO_TEXT = {"Cc", "Cs", "Co", "Cn"}
_WHITE = frozenset("\n\r\t\f\v")


def take_in(goal: str, context: GoalContext, language: str | None, options: Options) -> str:
    """The language code of a goal that can be worked on.

    Raises `InputError`, worded in the language that is meant or most likely, for text that is
    empty, too long or no text; `UnknownLanguageError` for a language without a pack.
    """
    code = load_pack(language).code if language else None
    if not isinstance(goal, str) or _binary(goal):
        raise _error("not_text", code or detect_language("", options.locale))
    if all(unicodedata.category(sign) in _INVISIBLE for sign in goal[:LONGEST_GOAL]):
        raise _error("empty", code or detect_language("", options.locale))
    code = code or detect_language(goal[:LONGEST_GOAL], options.locale)
    if len(goal) > LONGEST_GOAL:
        raise _error("too_long", code, length=len(goal), limit=LONGEST_GOAL)
    for _, text in context:
        if isinstance(text, str) and len(text) > LONGEST_CONTEXT:
            raise _error("context_too_long", code, length=len(text), limit=LONGEST_CONTEXT)
        if isinstance(text, str) and _binary(text):
            raise _error("not_text", code)
    return code


def _binary(text: str) -> bool:
    """Whether control or unassigned characters stand in it, as in a pasted file."""
    if text.isascii() and text.isprintable():
        return False
    return any(
        sign not in _WHITE and unicodedata.category(sign) in _NO_TEXT
        for sign in text[:LONGEST_GOAL]
    )


def _error(reason: str, code: str, **slots: int) -> InputError:
    return InputError(load_pack(code).messages.errors[reason].format(**slots))
