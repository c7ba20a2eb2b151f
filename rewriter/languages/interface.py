"""What the command and the page both say: labels, headings, verdicts.

`document` is worded in the language of a *result* and follows the goal; the rest speaks the
language of the person at the screen.  The two differ when a Dutch marketer writes an English goal.
What only the page says stands in `page`.
"""

from __future__ import annotations

from typing import Literal

from rewriter.languages.section import Section
from rewriter.schemas import ContextField, Letter, Verdict


class Verdicts(Section):
    """A verdict in words, for those who cannot tell colours or symbols apart."""

    passes: str
    warns: str
    fails: str
    unknown: str

    def of(self, verdict: Verdict) -> str:
        """The words for `verdict`."""
        return {
            "pass": self.passes,
            "warn": self.warns,
            "fail": self.fails,
            "unknown": self.unknown,
        }[verdict]


class Holds(Section):
    """What each content must hold, in a few words."""

    specific: str
    measurable: str
    achievable: str
    relevant: str
    time_bound: str

    def of(self, letter: Letter) -> str:
        """What the content `letter` must hold."""
        return str(getattr(self, letter))


class Origins(Section):
    """Where a number comes from."""

    given: str
    derived: str
    proposed: str
    assumed: str
    deadline: str
    invented: str


class DocumentWords(Section):
    """Headings and sentences around a result."""

    source: str
    statement: str
    checked: str  # heading of a sentence that somebody else wrote
    letters: str
    letter: str
    name: str
    text: str
    verdict: str
    remarks: str
    assumptions: str
    questions: str
    findings: str
    numbers: str
    number: str
    origin: str
    others: str
    cure: str  # stands before a hint: "Tip: …"
    empty: str
    written_by: str  # {model}
    mended: str  # {letters}
    fell_back: str  # heading of why models failed
    passed: str
    error: str  # one thing to mend
    errors: str  # {count}
    warning: str
    warnings: str  # {count}
    has: str  # {letters}
    lacks: str  # {letters}
    needs_answer: str
    verdicts: Verdicts
    origins: Origins


class CommandWords(Section):
    """Sentences that only the command says."""

    others: str
    answer: str  # {option}
    today: str  # {text}, a --today that is no date
    internal: str  # {kind}, a fault of the program


class BatchResults(Section):
    """Headings of the columns that a batch adds, besides those of `DocumentWords`."""

    language: str
    result: str
    target: str
    deadline: str
    model: str
    failed: str
    cost: str


class BatchWords(Section):
    """What the batch command says, and the column headings that it understands."""

    kinds: str  # {file}, whose name ends in none of the known ways
    unreadable: str  # {file}
    no_goals: str  # {file} {names}
    same_file: str  # {file}
    foreign: str  # {file}
    progress: str
    kept: str  # {count}
    summary: str  # {total} {passed} {errors} {asks} {failed}
    spent: str  # {calls} {tokens} {cost}
    unknown: str
    stopped: str  # {done} {total} {file}
    results: BatchResults
    columns: dict[ContextField | Literal["goal", "language"], tuple[str, ...]]


class FieldWords(Section):
    """One context field: its label, and an example of what goes in."""

    label: str
    example: str


class ContextWords(Section):
    """The context fields, as asked for on the page."""

    baseline: FieldWords
    history: FieldWords
    period: FieldWords
    business_goal: FieldWords
    deadline: FieldWords
    channel: FieldWords
    audience: FieldWords
    wanted_action: FieldWords
    owner: FieldWords
    resources: FieldWords
    market: FieldWords
    not_figures: str  # {text}, past results that are no figures


class Interface(Section):
    """All words of the command, and those that the page shares, in one language."""

    document: DocumentWords
    holds: Holds
    command: CommandWords
    batch: BatchWords
    context: ContextWords
