"""What goes in, what comes out, and what is found in between: frozen pydantic models.

Field names are the public contract; every text field is in the language of the goal.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SkipValidation

from rewriter.purse import Purse

Letter = Literal["specific", "measurable", "achievable", "relevant", "time_bound"]
FieldName = Literal[
    "specific", "measurable", "achievable", "relevant", "time_bound", "statement", "goal"
]
Verdict = Literal["pass", "warn", "fail", "unknown"]
Reading = Literal[
    "achievable/relevant", "attractive/realistic", "attractive/relevant", "accepted/realistic"
]
Style = Literal["bolder", "safer", "sooner", "later"]
Tone = Literal["plain", "formal"]

LETTERS: tuple[Letter, ...] = ("specific", "measurable", "achievable", "relevant", "time_bound")
FIELDS: tuple[FieldName, ...] = (*LETTERS, "statement")


class Frozen(BaseModel):
    """Base of all data here: immutable, and no field that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class GoalContext(Frozen):
    """What the user knows besides the goal.  All optional; all free text but for `history`."""

    baseline: str | None = Field(None, description="Where the metric stands now: '1 200 følgere'")
    history: tuple[float, ...] = Field((), description="Results of past periods, oldest first")
    period: str | None = Field(None, description="The period of one figure in history: 'month'")
    business_goal: str | None = Field(None, description="The larger goal that this one serves")
    deadline: str | None = Field(None, description="When it shall be reached")
    channel: str | None = Field(None, description="Where: Instagram, newsletter, shop")
    audience: str | None = Field(None, description="Who is to be reached")
    wanted_action: str | None = Field(None, description="What people should do: subscribe, buy")
    owner: str | None = Field(None, description="Who is responsible")
    resources: str | None = Field(None, description="Budget, people and time there are")
    market: str | None = Field(None, description="Country or region")


ContextField = Literal[
    "baseline",
    "history",
    "period",
    "business_goal",
    "deadline",
    "channel",
    "audience",
    "wanted_action",
    "owner",
    "resources",
    "market",
]


def _text_alone(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


class Assumption(Frozen):
    """Something that was not given and had to be taken for granted."""

    text: str
    about: Letter | None = None
    fills: ContextField | None = Field(None, description="The context field that would settle it")


class Question(Frozen):
    """A question to the user; the answer goes into the context field `fills`."""

    text: str
    fills: ContextField | None = None


class SmartGoal(Frozen):
    """A goal, letter by letter, and the closing sentence.  Empty strings: not written yet."""

    specific: str = ""
    measurable: str = ""
    achievable: str = ""
    relevant: str = ""
    time_bound: str = ""
    statement: str = ""
    assumptions: tuple[Annotated[Assumption, BeforeValidator(_text_alone)], ...] = ()
    questions: tuple[Annotated[Question, BeforeValidator(_text_alone)], ...] = ()


class Span(Frozen):
    """A stretch of the original text: `text` is `original[start:end]`."""

    start: int
    end: int
    text: str


QuantityKind = Literal["count", "percent", "points", "money", "rating", "ratio", "multiple"]


class Quantity(Span):
    """A number that measures something.  `value` is as meant: 20 % is 20, "double" is 2."""

    value: float
    value_hi: float | None = Field(None, description="Upper end; ranges and from-to only")
    unit: str | None = Field(None, description="ISO 4217 code, '%' or the counted word")
    kind: QuantityKind = "count"
    bound: Literal["exact", "min", "max"] = "exact"
    per: str | None = Field(None, description="day, week, month, quarter or year, for rates")
    role: Literal["target", "baseline"] | None = None
    scale: float | None = Field(None, description="The 5 of '4.2 of 5'")


class Deadline(Span):
    """A point in time by which something shall be done."""

    date: datetime.date
    begins: datetime.date | None = Field(None, description="First day, where a period is meant")
    ambiguous: bool = Field(False, description="03/04/2027: day and month may be swapped")


class Evidence(Span):
    """Where something was seen: 'source', 'context' or a field of the goal."""

    where: str


class Finding(Frozen):
    """One thing that a check has to say, in the goal's language."""

    code: str
    field: FieldName
    severity: Literal["error", "warning"]
    message: str
    hint: str = Field("", description="How to cure it")
    evidence: tuple[Evidence, ...] = ()


Origin = Literal["given", "derived", "proposed", "assumed", "deadline", "invented"]


class Provenance(Frozen):
    """Where a number in the goal comes from."""

    evidence: Evidence
    value: float
    origin: Origin
    derivation: str = Field("", description="The sum, where the number is derived: '520 - 400'")


class Facts(Frozen):
    """What was read from a goal."""

    target: Quantity | None = None
    deadline: Deadline | None = None
    provenance: tuple[Provenance, ...] = ()
    metric: str | None = Field(None, description="Name of the metric in the packs, if known")
    ladder_level: int | None = Field(None, ge=1, le=5)


class Report(Frozen):
    """The validator's verdict.  `passed`: no finding is an error."""

    passed: bool
    language: str
    findings: tuple[Finding, ...] = ()
    letters: dict[Letter, Verdict] = Field(default_factory=dict)
    facts: Facts = Facts()
    evidence: tuple[tuple[Letter, Evidence], ...] = Field(
        (), description="What speaks for each letter: the number, the deadline, the reason"
    )

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that make the goal fail."""
        return tuple(f for f in self.findings if f.severity == "error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that do not."""
        return tuple(f for f in self.findings if f.severity == "warning")


N = TypeVar("N", int, float)


def _sum(one: N | None, two: N | None) -> N | None:
    return None if one is None or two is None else one + two


class Usage(Frozen):
    """What a rewrite took.  None means not known, never nought."""

    calls: int = 0
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    seconds: float = 0.0
    cost: float | None = Field(None, description="US dollars")

    def __add__(self, other: Usage) -> Usage:
        """Both together.  What is not known of a part is not known of the whole."""
        if not self.calls or not other.calls:
            used = other if other.calls else self
            return used.model_copy(update={"seconds": self.seconds + other.seconds})
        return Usage(
            calls=self.calls + other.calls,
            prompt_tokens=_sum(self.prompt_tokens, other.prompt_tokens),
            completion_tokens=_sum(self.completion_tokens, other.completion_tokens),
            seconds=self.seconds + other.seconds,
            cost=_sum(self.cost, other.cost),
        )


class Attempt(Frozen):
    """One draft and what was found in it."""

    model: str
    goal: SmartGoal
    findings: tuple[Finding, ...] = ()
    letters: tuple[FieldName, ...] = Field((), description="What was asked for")
    cached: bool = False


class FellBack(Frozen):
    """A model that was asked and gave up on the way, and why, in the goal's language."""

    model: str
    reason: str


class RewriteResult(Frozen):
    """What `rewrite` returns."""

    source: str
    status: Literal["ok", "needs_answer"]
    language: str
    model: str = Field(description="Who wrote the goal, but for what was mended")
    goal: SmartGoal | None = Field(None, description="None only when an answer is needed")
    report: Report | None = None
    questions: tuple[Question, ...] = ()
    other_goals: tuple[str, ...] = Field((), description="Further goals found in the text")
    attempts: tuple[Attempt, ...] = ()
    mended: tuple[FieldName, ...] = Field((), description="Fields that the model did not get right")
    fell_back: tuple[FellBack, ...] = Field(
        (), description="Models that failed before or after the one that wrote the goal"
    )
    usage: Usage = Usage()
    cached: bool = Field(False, description="Every answer came from the cache")
    error: str | None = Field(None, description="rewrite_many only: why this goal failed")


class Options(Frozen):
    """Finer wishes, in one object so that signatures stay short."""

    reading: Reading = "achievable/relevant"
    style: Style | None = None
    tone: Tone = Field("plain", description="How the embedded model speaks")
    max_attempts: int = Field(3, ge=1, le=10, description="Drafts asked of a hosted model")
    seconds: float = Field(60.0, gt=0, description="Time limit of one rewrite, all in all")
    fallback: tuple[str, ...] | None = Field(
        None, description="Models to ask when the first one fails; None: REWRITER_FALLBACK"
    )
    locale: str | None = Field(None, description="'en_GB': orders 03/04/2027, breaks ties")
    fiscal_year_start: int = Field(1, ge=1, le=12, description="First month of the fiscal year")
    currency: str | None = Field(None, description="ISO 4217")
    spending_limit: float | None = Field(
        None, ge=0, description="US dollars, of one rewrite or of all in a batch"
    )
    on_partial: Callable[[SmartGoal], None] | None = Field(
        None,
        exclude=True,
        repr=False,
        description="Told of the goal as a hosted model writes it, in the thread that asked",
    )


class GoalRequest(Frozen):
    """One goal of `rewrite_many` with what is its own."""

    goal: str
    context: GoalContext | None = None
    language: str | None = None


class DraftRequest(Frozen):
    """What a model is asked for.  `letters` names the fields to write; the rest stands."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    goal: str
    context: GoalContext
    language: str
    today: datetime.date
    letters: tuple[FieldName, ...] = FIELDS
    previous: SmartGoal | None = None
    findings: tuple[Finding, ...] = ()
    options: Options = Options()
    purse: SkipValidation[Purse | None] = Field(None, exclude=True, repr=False)


class Draft(Frozen):
    """What a model answers.  `goal` is None when it has to ask first."""

    goal: SmartGoal | None
    questions: tuple[Question, ...] = ()
    usage: Usage = Usage()
    cached: bool = False
