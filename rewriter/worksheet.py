"""The worksheet that marketers know: one row per letter, and the closing sentence.

Command, page and exports all show these rows, so a reading of the acronym moves the same content
to the same letter everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rewriter.languages.pack import Pack
from rewriter.schemas import (
    LETTERS,
    Evidence,
    FieldName,
    Finding,
    Letter,
    Reading,
    Report,
    SmartGoal,
    Verdict,
)

# Controls (but for tab and line feed), lone surrogates, and the marks that reorder text: a
# terminal obeys the first, UTF-8 refuses the second, and the third show what is not there.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


@dataclass(frozen=True)
class Row:
    """One letter: what it is called, what it says, how it is judged."""

    initial: str
    name: str
    content: Letter
    text: str
    verdict: Verdict
    findings: tuple[Finding, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Mark:
    """A stretch of a text that speaks for a letter: ``text[start:end]``.

    A long reason may have a number inside: then it is marked in pieces, of which only the last
    has `closes`.
    """

    start: int
    end: int
    content: Letter
    closes: bool = True


def visible(text: str) -> str:
    """`text` with everything that would act instead of being seen shown as U+FFFD.

    The length stays, so offsets still point at the same place.

    >>> visible("a\\x1b[2Jb")
    'a\\ufffd[2Jb'
    """
    return _UNSEEN.sub("\ufffd", text)


def letter_rows(goal: SmartGoal, report: Report, pack: Pack, reading: Reading) -> tuple[Row, ...]:
    """The five rows in the order and under the names of `reading`."""
    return tuple(
        Row(
            initial=letter.initial,
            name=letter.name,
            content=content,
            text=visible(getattr(goal, content)),
            verdict=report.letters.get(content, "unknown"),
            findings=tuple(f for f in report.findings if f.field == content),
            evidence=tuple(e for about, e in report.evidence if about == content),
        )
        for letter in pack.basics.readings[reading]
        for content in LETTERS
        if content == letter.shows
    )


def other_findings(report: Report) -> tuple[Finding, ...]:
    """The findings about the sentence or the goal as a whole, which no letter's row shows."""
    return tuple(f for f in report.findings if f.field not in LETTERS)


def telling_evidence(finding: Finding, goal: SmartGoal) -> tuple[Evidence, ...]:
    """The places of a finding that are worth quoting: not those that are a whole field."""
    return tuple(
        place
        for place in finding.evidence
        if place.text and place.text.strip() != str(getattr(goal, place.where, "")).strip()
    )


def letter_names(fields: tuple[FieldName, ...], pack: Pack, reading: Reading) -> str:
    """The names of `fields` as a list in words; the sentence goes by its heading.

    >>> from rewriter.languages.pack import load_pack
    >>> letter_names(("measurable", "time_bound"), load_pack("nl"), "achievable/relevant")
    'Meetbaar, Tijdgebonden'
    """
    shown = {str(letter.shows): letter.name for letter in pack.basics.readings[reading]}
    shown["statement"] = pack.interface.document.statement
    return ", ".join(shown[field] for field in fields if field in shown)


def marks_in(text: str, field: str, report: Report) -> tuple[Mark, ...]:
    """What speaks for the letters inside `text`, the content of `field`: in order, no overlaps.

    Where two overlap, the shorter one is marked whole.  Evidence whose offsets do not fit the
    text is left out.
    """
    found = [
        (e.end - e.start, e.start, e.end, letter)
        for letter, e in report.evidence
        if e.where == field
        and 0 <= e.start < e.end <= len(text)
        and text[e.start : e.end] == visible(e.text)
    ]
    owner: list[int | None] = [None] * len(text)
    found.sort(reverse=True)
    for number, (_, start, end, _) in enumerate(found):
        owner[start:end] = [number] * (end - start)
    marks: list[Mark] = []
    for number, (_, start, end, letter) in enumerate(found):
        pieces = list(_runs(text, owner, number, start, end))
        marks += (Mark(low, high, letter, (low, high) == pieces[-1]) for low, high in pieces)
    return tuple(sorted(marks, key=lambda mark: mark.start))


def _runs(
    text: str, owner: Sequence[int | None], number: int, start: int, end: int
) -> Iterator[tuple[int, int]]:
    """The stretches of `start` to `end` that belong to `number`, without blanks at their ends."""
    at = start
    for mine, group in groupby(range(start, end), key=lambda place: owner[place] == number):
        high = at + len(list(group))
        piece = text[at:high]
        if mine and piece.strip():
            yield at + len(piece) - len(piece.lstrip()), at + len(piece.rstrip())
        at = high


def summary(report: Report, pack: Pack) -> str:
    """The verdict on the whole in one line: passes, or how much there is to fix."""
    words = pack.interface.document
    errors, warnings = len(report.errors), len(report.warnings)
    if errors:
        return words.error if errors == 1 else words.errors.format(count=errors)
    if warnings:
        return words.warning if warnings == 1 else words.warnings.format(count=warnings)
    return words.passed
