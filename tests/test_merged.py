"""Merging: fields of two drafts, and what of their notes still has something to be about."""

from __future__ import annotations

from datetime import date

import pytest

from rewriter.merged import merge
from rewriter.schemas import (
    FIELDS,
    Assumption,
    DraftRequest,
    FieldName,
    GoalContext,
    Question,
    SmartGoal,
)

OLD = SmartGoal(
    specific="The shop gives two tours a week.",
    measurable="Visits rise from 400 to 460, read off the door counter.",
    time_bound="By 30 June 2027.",
    statement="460 visits by 30 June 2027.",
)
NEW = SmartGoal(measurable="Visits rise by 15 %.", statement="15 % more visits by 30 June 2027.")


def _merged(old: SmartGoal, new: SmartGoal, *letters: FieldName) -> SmartGoal:
    asked = DraftRequest(
        goal="more visits",
        context=GoalContext(),
        language="en",
        today=date(2027, 1, 4),
        letters=letters,
        previous=old,
    )
    return merge(asked, new)


def test_only_what_was_asked_for_is_taken() -> None:
    """A field that nobody asked for stays, whatever the new draft says of it."""
    merged = _merged(OLD, NEW.model_copy(update={"specific": "No."}), "measurable", "statement")
    assert (merged.specific, merged.measurable) == (OLD.specific, NEW.measurable)
    assert (merged.time_bound, merged.statement) == (OLD.time_bound, NEW.statement)


@pytest.mark.parametrize(
    ("note", "stays"),
    [
        pytest.param(Assumption(text="The guides have time."), True, id="no figure"),
        pytest.param(Assumption(text="460 is a proposal."), False, id="figure that is gone"),
        pytest.param(Assumption(text="30 June is a proposal."), True, id="figure that is there"),
        pytest.param(Assumption(text="460 by 30 June is a lot."), True, id="one of two is there"),
        pytest.param(Assumption(text="A tour takes 45 minutes."), True, id="figure of its own"),
        pytest.param(
            Assumption(text="It is counted at the door.", about="measurable"),
            False,
            id="about a letter that was replaced",
        ),
        pytest.param(
            Assumption(text="The guides have time.", about="specific"),
            True,
            id="about a letter that stays",
        ),
    ],
)
def test_assumptions_about_what_is_gone(note: Assumption, stays: bool) -> None:
    """What was assumed for a text goes with it; the rest stays, before what is new."""
    old = OLD.model_copy(update={"assumptions": (note,)})
    own = Assumption(text="15 % is a proposal.", about="measurable")
    new = NEW.model_copy(update={"assumptions": (own,)})
    merged = _merged(old, new, "measurable", "statement")
    assert merged.assumptions == ((note, own) if stays else (own,))


def test_questions_about_what_is_gone() -> None:
    """A question about a figure that is no longer there is not asked."""
    who, gone = Question(text="Who guides?", fills="owner"), Question(text="Why 460?")
    old = OLD.model_copy(update={"questions": (who, gone)})
    new = NEW.model_copy(update={"questions": (who,)})
    assert _merged(old, new, "measurable", "statement").questions == (who,)


def test_nothing_stays_of_a_draft_that_was_replaced() -> None:
    """Where no field is left, neither are its assumptions and questions."""
    notes = {
        "assumptions": (Assumption(text="Everybody loves tours."),),
        "questions": (Question(text="Which tours?"),),
    }
    whole = NEW.model_copy(update=dict.fromkeys(FIELDS, "15 % more visits."))
    merged = _merged(OLD.model_copy(update=notes), whole, *FIELDS)
    assert (merged.assumptions, merged.questions) == ((), ())
    left = tuple(name for name in FIELDS if name != "achievable")  # which was never written
    assert _merged(OLD.model_copy(update=notes), whole, *left).questions == ()


def test_a_field_that_was_not_taken_leaves_no_assumption() -> None:
    """Of a new draft of which only a part is taken, what was assumed for the rest is dropped."""
    new = NEW.model_copy(
        update={"time_bound": "By 1 May 2019.", "assumptions": (Assumption(text="2019 will do."),)}
    )
    assert _merged(OLD, new, "measurable").assumptions == ()
