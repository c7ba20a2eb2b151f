"""Writes each pack's `vocabulary.toml`: the words by which a language is told.

    python -m evals.vocabulary

The words are those that the project's own texts in a language use: the pack's files and the cases
of the evals that are not held out.  Rare words, names and words with digits are left out.
"""

from __future__ import annotations

import re
import textwrap
import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from evals.datasets import held_out, load_rewriting, load_validator
from rewriter.languages.pack import available_languages
from rewriter.languages.section import HERE

LEAST = 2  # times that a word has to be used
_WORD = re.compile(r"[^\W\d_]+")
_SLOT = re.compile(r"\{[^}]*\}")
# Files that hold words of other languages, or none.
_LEFT_OUT = {"basics", "vocabulary", "numbers", "deadlines"}


def main() -> None:
    """Writes the files."""
    for code in available_languages():
        texts = (_SLOT.sub(" ", text) for text in _texts(code))
        counts = Counter(word for text in texts for word in _WORD.findall(text))
        words = sorted(
            word
            for word, count in counts.items()
            if count >= LEAST and word.islower() and 1 < len(word) < 25
        )
        lines = textwrap.wrap(" ".join(words), 98, break_long_words=False, break_on_hyphens=False)
        text = 'words = """\n' + "\n".join(lines) + '\n"""\n'
        (HERE / code / "vocabulary.toml").write_text(text, encoding="utf-8")


def _texts(code: str) -> Iterator[str]:
    for path in sorted((HERE / code).glob("*.toml")):
        if path.stem not in _LEFT_OUT:
            texts = list(_strings(tomllib.loads(path.read_text(encoding="utf-8"))))
            yield from texts * (LEAST if path.stem == "metrics" else 1)  # each stands there once
    for case in load_validator([code]):
        if not held_out(case) and not any("language" in label.code for label in case.expect):
            yield from _strings(case.goal.model_dump())
    for goal in load_rewriting([code]):
        yield goal.goal


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


if __name__ == "__main__":
    main()
