"""What a draft that is to be mended already says, so that new letters don't contradict it."""

from __future__ import annotations

from dataclasses import replace

from rewriter.facts.deadlines import deadline_spans, read_deadlines
from rewriter.facts.goal import GoalReading, read_goal
from rewriter.facts.numbers import read_quantities
from rewriter.facts.tokens import Tokens
from rewriter.languages.pack import Pack
from rewriter.schemas import DraftRequest, FieldName, GoalContext

_NUMBERS: tuple[FieldName, ...] = ("measurable", "statement", "specific")
_DAYS: tuple[FieldName, ...] = ("time_bound", "statement")


def keep_previous(reading: GoalReading, request: DraftRequest, pack: Pack) -> GoalReading:
    """The reading with target and deadline of the fields that stand, unless the user gave them."""
    goal, options, today = request.previous, request.options, request.today
    if goal is None:
        return reading
    standing = {
        name: text
        for name in (*_NUMBERS, *_DAYS)
        if name not in request.letters and (text := getattr(goal, name).strip())
    }
    if reading.target is None:
        for name in _NUMBERS:
            if name not in standing:
                continue
            tokens = Tokens(standing[name])
            if not read_quantities(tokens, pack, deadline_spans(tokens, pack)):
                continue
            said = read_goal(standing[name], GoalContext(), pack, today, options)
            if said.target:
                reading = replace(
                    reading,
                    target=said.target,
                    manner=said.manner,
                    baseline=reading.baseline or said.baseline,
                )
                break
    if reading.deadline is None:
        for name in _DAYS:
            if name not in standing:
                continue
            days = read_deadlines(
                Tokens(standing[name]), pack, today, options.locale, options.fiscal_year_start
            )
            days = [day for day in days if day.date >= today]
            if days:
                reading = replace(reading, deadline=max(days, key=lambda day: day.date))
                break
    return reading
