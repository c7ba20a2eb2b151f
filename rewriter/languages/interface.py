"""What the command and the page say: labels, headings, verdicts, examples to click.

`document` is the language of a *result* and follows the goal; `page` is the language of the
person at the screen.  The two differ when a Dutch marketer writes an English goal.
"""

from __future__ import annotations

from rewriter.languages.section import Section
from rewriter.schemas import Letter, Verdict


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


class RewriteWords(Section):
    """The view that rewrites."""

    tab: str
    headline: str
    lead: str
    goal: str
    placeholder: str
    language: str
    automatic: str
    button: str
    context: str
    context_lead: str
    examples: str
    example_goals: tuple[str, ...]
    working: str
    progress: str  # {done} {total}
    several: str  # {count}
    first_only: str
    answers: str
    answer_button: str
    hosted: str  # {model}, said before anything is sent
    embedded: str


class CheckWords(Section):
    """The view that checks."""

    tab: str
    headline: str
    lead: str
    goal: str
    placeholder: str
    button: str
    examples: str
    example_goals: tuple[str, ...]
    rewrite: str


class TakeWords(Section):
    """Copying and downloading."""

    heading: str
    copy_lead: str
    csv: str
    file_name: str


class PageWords(Section):
    """What the page says around its two views."""

    title: str
    language: str
    unexpected: str
    rewrite: RewriteWords
    check: CheckWords
    take: TakeWords


class Interface(Section):
    """All words of the command and the page in one language."""

    document: DocumentWords
    holds: Holds
    command: CommandWords
    context: ContextWords
    page: PageWords
