"""A draft and what was rewritten of it, put together as one goal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from rewriter.facts.tokens import tokens_of
from rewriter.schemas import FIELDS, Assumption, DraftRequest, Question, SmartGoal


def merge(asked: DraftRequest, new: SmartGoal) -> SmartGoal:
    """The fields that were asked for from the new draft, the others as they were.

    Assumptions and questions of both stay, but for those about text that is gone: of a draft of
    which no field is left none do, of the others not those about a letter that was written anew,
    and not those whose figures went with the text.

    >>> from datetime import date
    >>> from rewriter.schemas import GoalContext
    >>> old = SmartGoal(specific="Two tours a week.", measurable="?", questions=["Who guides?"])
    >>> asked = DraftRequest(
    ...     goal="visits", context=GoalContext(), language="en", today=date(2027, 1, 1),
    ...     letters=("measurable",), previous=old
    ... )
    >>> merged = merge(asked, SmartGoal(measurable="300 visits", questions=["Since when?"]))
    >>> merged.specific, merged.measurable, [question.text for question in merged.questions]
    ('Two tours a week.', '300 visits', ['Who guides?', 'Since when?'])
    """
    old = asked.previous
    if old is None:
        return new
    goal = old.model_copy(update={name: getattr(new, name) for name in asked.letters})
    return goal.model_copy(
        update={
            "assumptions": tuple(dict.fromkeys(_notes("assumptions", asked, new, goal))),
            "questions": tuple(dict.fromkeys(_notes("questions", asked, new, goal))),
        }
    )


def _notes(
    kind: Literal["assumptions", "questions"], asked: DraftRequest, new: SmartGoal, goal: SmartGoal
) -> Iterator[Assumption | Question]:
    """The assumptions or questions of both drafts that still have something to be about."""
    old = asked.previous or SmartGoal()
    left = [name for name in FIELDS if name not in asked.letters and getattr(old, name).strip()]
    gone = (_figures(old) | _figures(new)) - _figures(goal)
    for note in (*(getattr(old, kind) if left else ()), *getattr(new, kind)):
        figures = {word for word in tokens_of(note.text).words if word.isdigit()}
        outdated = figures & gone and not figures - gone
        about = getattr(note, "about", None)
        if not outdated and (about not in asked.letters or note in getattr(new, kind)):
            yield note


def _figures(goal: SmartGoal) -> set[str]:
    """The figures in the fields of a goal."""
    return {
        word for name in FIELDS for word in tokens_of(getattr(goal, name)).words if word.isdigit()
    }
