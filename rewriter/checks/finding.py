"""How a check says something."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from babel.dates import format_date

from rewriter.facts.reading import Case
from rewriter.schemas import Deadline, Evidence, FieldName, Finding, Quantity

Severity = Literal["error", "warning"]

# Codes are stable: other programs and stored results name them.  Add, never rename.
SEVERITY: Final[dict[str, Severity]] = {
    "specific.vague": "error",
    "specific.no_action": "warning",
    "specific.vague_word": "warning",
    "measurable.no_number": "error",
    "measurable.only_date_number": "error",
    "measurable.no_unit": "warning",
    "measurable.no_baseline": "warning",
    "measurable.no_source": "warning",
    "achievable.unrealistic": "error",
    "achievable.invented_fact": "error",
    "achievable.no_grounds": "warning",
    "achievable.steep": "warning",
    "achievable.unknown": "warning",
    "relevant.no_justification": "error",
    "relevant.circular": "error",
    "relevant.generic": "warning",
    "relevant.misses_business_goal": "warning",
    "time_bound.no_deadline": "error",
    "time_bound.past": "error",
    "time_bound.contradiction": "error",
    "time_bound.today": "warning",
    "time_bound.too_far": "warning",
    "time_bound.ambiguous": "warning",
    "goal.number_mismatch": "error",
    "goal.dropped_given": "error",
    "goal.wrong_language": "error",
    "goal.placeholder": "error",
    "goal.meta": "error",
    "goal.markup": "error",
    "goal.repeats": "error",
    "goal.vanity": "warning",
    "goal.too_long": "warning",
}


def finding(
    case: Case,
    code: str,
    evidence: Iterable[Evidence] = (),
    *,
    field: FieldName | None = None,
    **slots: str,
) -> Finding:
    """A finding in the goal's language.

    `field` is where the cure goes, by default the letter (or 'goal') that the code is named for.
    `slots` fill the wording; `text` is the first piece of evidence unless given.
    """
    places = tuple(evidence)
    words = case.pack.messages.findings[code]
    slots.setdefault("text", places[0].text if places else "")
    return Finding(
        code=code,
        field=field or code.split(".")[0],
        severity=SEVERITY[code],
        message=words.message.format(**slots),
        hint=words.hint.format(**slots),
        evidence=places,
    )


def evidence_of(where: str, fact: Quantity | Deadline) -> Evidence:
    """A quantity or deadline as evidence from the field `where`."""
    return Evidence(where=where, start=fact.start, end=fact.end, text=fact.text)


def day(case: Case, deadline: Deadline) -> str:
    """A deadline's last day in the goal's language: '1. mars 2027'."""
    return format_date(deadline.date, "long", case.options.locale or case.pack.locale)
