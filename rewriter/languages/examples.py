"""Examples beside the data: every pack proves itself on the same tables."""

from __future__ import annotations

from datetime import date

from rewriter.languages.section import Section


class Sentence(Section):
    """A goal in one sentence, with the number and the last day that stand in it."""

    text: str
    number: float
    deadline: date


class Flawed(Section):
    """A goal in one sentence and the finding that it must get."""

    text: str
    code: str


class Examples(Section):
    """Read as on 1 October 2026."""

    rough: tuple[str, ...]  # rough goals, shown on the page to click on
    good: tuple[Sentence, ...]  # pass every check
    flawed: tuple[Flawed, ...]
    no_goals: tuple[str, ...]  # name nothing to reach
