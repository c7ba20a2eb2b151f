"""What a line of a data file may hold: one model a kind of case."""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

from pydantic import Field

from rewriter.schemas import FieldName, Frozen, GoalContext, SmartGoal


class Given(Frozen):
    """What the user stated, read by a person, that a rewrite has to keep."""

    numbers: tuple[float, ...] = Field((), description="Each must stand somewhere in the rewrite")
    deadline: tuple[date, ...] = Field((), description="Last days that are right; one must be kept")


class Record(Frozen):
    """What all cases have."""

    id: str = Field(description="Unique over all languages")
    language: str = Field("", description="Left out: the file's")
    note: str = Field("", description="Anything worth knowing, in English")


class RewritingCase(Record):
    """A rough goal as a marketer types it."""

    goal: str
    context: GoalContext = GoalContext()
    keeps: Given = Given()
    tags: tuple[str, ...] = Field((), description="What is special: vague, typo, jargon, number…")


class Flaw(Frozen):
    """What the validator should say, as an error."""

    code: str = Field(pattern=r"^[a-z_]+\.[a-z_]+$")
    field: FieldName


class ValidatorCase(Record):
    """A rewrite with its labels.  No flaws: it is good.  The first flaw is the planted one."""

    source: str
    goal: SmartGoal
    context: GoalContext = GoalContext()
    expect: tuple[Flaw, ...] = ()
    trade: str = ""


class AnswerCase(ValidatorCase):
    """What a real model answered, with the labels of a reader; no flaw is planted."""

    model: str = Field(description="Short name of the model that wrote it")


class SentenceCase(Record):
    """One plain sentence as people type it, to be judged without letters.

    `expect` names all errors.  Of the warnings only those are labelled that the sentence was
    written for.
    """

    text: str
    source: str = ""
    context: GoalContext = GoalContext()
    expect: tuple[Flaw, ...] = ()
    warns: tuple[str, ...] = Field((), description="Warnings that are due: their codes")
    silent: tuple[str, ...] = Field((), description="Warnings that would be wrong here")


class Reasons(Frozen):
    """Relevance letters by what they are."""

    good: tuple[str, ...] = Field((), description="State what the business or its people gain")
    nothing: tuple[str, ...] = Field((), description="Sound sensible and state no consequence")
    circular: tuple[str, ...] = Field((), description="The goal as its own reason, or mere praise")


class Specifics(Frozen):
    """Specific letters by what they are."""

    good: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()


class Figures(Frozen):
    """Sentences with numbers by what they are, seen from source and context."""

    fine: tuple[str, ...] = Field((), description="Targets, plans, and what follows from the given")
    invented: tuple[str, ...] = Field((), description="Facts of the present or past nobody gave")


class LetterCase(Record):
    """One goal with letters good and bad, to learn from."""

    trade: str = ""
    source: str
    context: GoalContext = GoalContext()
    measurable: str
    relevant: Reasons = Reasons()
    specific: Specifics = Specifics()
    figures: Figures = Figures()


class FactCase(Record):
    """A phrase and what it means."""

    text: str
    value: float | None = Field(None, description="20 % is 20, double is 2")
    value_hi: float | None = Field(None, description="The other end of a range")
    deadline: tuple[date, ...] = Field((), description="Last days that are right, likeliest first")


class Meaning(Frozen):
    """What a rough goal says, however it is said."""

    metric: str = Field(description="Name of the metric in languages/metrics.toml")
    direction: Literal["up", "down", "keep"] | None = None
    numbers: tuple[float, ...] = Field((), description="All of them, starting point included")
    deadline: tuple[date, ...] = Field((), description="Last days that are right")


class Sayings(Frozen):
    """One goal in one language, written by hand in several ways."""

    plain: str
    typos: str = Field(description="As typed in a hurry")
    polite: str = Field(description="Asked for, with please and thank you")
    synonyms: str = Field(description="In other words")


class RobustGoal(Frozen):
    """A goal that means the same in every wording and language."""

    id: str
    means: Meaning
    said: dict[str, Sayings] = Field(description="By language")


class RobustCase(Record):
    """One wording of a goal."""

    way: str
    goal: str
    plain: str
    means: Meaning


class HostileCase(Record):
    """An attempt to make the model, or whatever shows its answer, do something else."""

    kind: Literal[
        "print the prompt", "system tags", "closed fence", "braces", "link", "image", "formula"
    ]
    goal: str
    context: GoalContext = GoalContext()
    obeyed: SmartGoal = Field(description="What a model that obeys would write")
    leaks: tuple[str, ...] = Field((), description="What must not come out in any face")


class Breakage(Frozen):
    """What a language's good rewrites are broken with."""

    soon: tuple[str, ...] = Field(min_length=1, description="A time that is no day")
    praise: tuple[str, ...] = Field(min_length=1, description="What sounds like a reason")
    until: str = Field(pattern=r"\{date\}", description="A deadline around the slot {date}")


Rating: TypeAlias = Literal["natural", "understandable", "wrong"]


class RatedAnswer(Record):
    """The model's answer to a rough goal and what a native editor says of it."""

    goal: str
    context: GoalContext = GoalContext()
    fields: dict[FieldName, str] = Field(description="The text that was rated")
    ratings: dict[FieldName, Rating]
    remarks: dict[FieldName, str] = Field({}, description="What is wrong with it, in English")
