"""The embedded model: deterministic, offline, instant.

It reads the goal, keeps all that was given, proposes what is missing, and says of each proposal
that it is one.  Nothing here is drawn by lot: the same request gives the same draft.
"""

from __future__ import annotations

from dataclasses import replace

from rewriter.facts.goal import GoalReading, read_goal
from rewriter.languages.drafts import Asked, Assumed
from rewriter.languages.metrics import MetricFacts, metric_table
from rewriter.languages.pack import load_pack
from rewriter.models.composing import Composer
from rewriter.models.previous import keep_previous
from rewriter.models.schedule import propose_deadline
from rewriter.models.targets import Plan, fit_scale, plan_target
from rewriter.schemas import (
    Assumption,
    ContextField,
    Draft,
    DraftRequest,
    GoalContext,
    Letter,
    Question,
    SmartGoal,
)

# Which letter an assumption belongs to, and which answer would settle it.
_ABOUT: dict[Assumed, tuple[Letter, ContextField | None]] = {
    "target_by": ("measurable", "baseline"),
    "target_to": ("measurable", "baseline"),
    "target_from_to": ("measurable", "history"),
    "target_history": ("measurable", "resources"),
    "scale": ("measurable", "baseline"),
    "count_launch": ("measurable", "business_goal"),
    "metric": ("measurable", None),
    "deadline": ("time_bound", "deadline"),
    "deadline_past": ("time_bound", "deadline"),
    "lever": ("specific", "resources"),
    "measured": ("measurable", None),
    "outcome": ("relevant", "business_goal"),
    "time": ("achievable", "resources"),
}
_FILLS: dict[Asked, ContextField | None] = {
    "baseline": "baseline",
    "baseline_stock": "baseline",
    "baseline_flow": "baseline",
    "deadline": "deadline",
    "channel": "channel",
    "owner": "owner",
    "business_goal": "business_goal",
    "resources": "resources",
    "period": "period",
    "which_number": None,
    "which_measure": None,
    "private": None,
    "which_direction": None,
    "which_level": "baseline",
    "which_target": None,
}


_WORD = 3  # letters of a word that can be what a goal is about


class EmbeddedModel:
    """A `Model` that needs no network and no key.

    >>> from datetime import date
    >>> from rewriter.schemas import GoalContext
    >>> request = DraftRequest(
    ...     goal="more followers", context=GoalContext(), language="en", today=date(2026, 11, 22)
    ... )
    >>> EmbeddedModel().draft(request).goal.measurable.count("10%")
    1
    """

    name = "embedded"

    def draft(self, request: DraftRequest) -> Draft:
        """The letters that are asked for; None and questions where it can't honestly draft."""
        pack = load_pack(request.language)
        context, options = request.context, request.options
        reading = read_goal(request.goal, context, pack, request.today, options)
        if request.previous is not None:
            reading = keep_previous(reading, request, pack)
        facts = _facts(reading, context)
        if facts and not _belongs(reading, facts):
            reading = replace(reading, baseline=None)
        asked = _obstacle(reading, facts, context)
        given = reading.deadline
        plan: Plan | None = None
        composer: Composer | None = None
        if facts is not None:
            day = (
                given.date
                if given
                else propose_deadline(
                    facts, request.today, options.style, options.fiscal_year_start
                )
            )
            composer = Composer(pack, request, reading, facts, day, given)
            if asked is None:
                days = (day - request.today).days
                plan = plan_target(
                    reading, facts, context, days, options.style, period_days=composer.period_days
                )
                if plan is None:
                    asked = "which_level" if reading.direction == "keep" else "which_target"
        if asked is not None or plan is None or composer is None:
            return _ask(request, composer, asked or "which_number", reading.topic)
        composer.set_plan(plan)
        fields = {name: composer.field(name) for name in request.letters if name != "goal"}
        questions = _questions(composer, reading, request)
        goal = SmartGoal(
            **fields, assumptions=_assumptions(composer, reading, request), questions=questions
        )
        return Draft(goal=goal, questions=questions)


def _facts(reading: GoalReading, context: GoalContext) -> MetricFacts | None:
    """What is known of the metric; of leads where the user counts something of his own."""
    metrics = metric_table().metrics
    if reading.metric:
        return fit_scale(metrics[reading.metric], reading, context.history)
    if reading.launched:
        return metrics["customers"]
    if reading.spent:
        return metrics["response_time"]
    measured = reading.direction == "down" or (
        reading.target is not None
        and (reading.target.kind in ("percent", "points", "multiple") or reading.baseline)
    )
    if reading.noun or (reading.topic and measured):
        way = "down" if reading.direction == "down" else "up"
        facts = metrics["leads"].model_copy(update={"direction": way, "via": (), "trade": None})
        return fit_scale(facts, reading, context.history)
    return None


def _belongs(reading: GoalReading, facts: MetricFacts) -> bool:
    """Whether the starting point can be one of the metric: "five cooks left" is no share."""
    base = reading.baseline
    if base is None or reading.noun or reading.manner != "to":
        return True
    counted = base.kind == "count" and base.unit is not None and base.role is None
    return not (counted and facts.kind in ("percent", "score") and reading.target is None)


def _obstacle(
    reading: GoalReading, facts: MetricFacts | None, context: GoalContext
) -> Asked | None:
    """The question without whose answer a draft would be a guess."""
    if reading.private:
        return "private"
    if not reading.names_a_goal or facts is None:
        return "which_measure" if len(reading.topic) >= _WORD else "which_number"
    wrong_way = {"up": "down", "down": "up"}[facts.direction]
    if reading.metric and not reading.noun and reading.direction == wrong_way:
        return "which_direction"
    known = reading.target or reading.baseline or context.history
    if reading.direction == "keep" and not known:
        return "which_level"
    return None


def _ask(request: DraftRequest, composer: Composer | None, asked: Asked, topic: str) -> Draft:
    template = load_pack(request.language).drafts.questions[asked]
    text = composer.question(asked) if composer else template.format(topic=topic)
    return Draft(goal=None, questions=(Question(text=text, fills=_FILLS[asked]),))


def _assumptions(
    composer: Composer, reading: GoalReading, request: DraftRequest
) -> tuple[Assumption, ...]:
    made: list[Assumed] = []
    if composer.plan.proposal:
        made.append(composer.plan.proposal)
    if reading.guessed:
        made.append("metric")
    if composer.assumes_scale:
        made.append("scale")
    if reading.deadline is None:
        made.append("deadline_past" if reading.past_deadline else "deadline")
    if not reading.lever:
        made.append("lever")
    made.append("measured")
    if not request.context.business_goal and not reading.reason:
        made.append("outcome")
    if not request.context.resources:
        made.append("time")
    return tuple(
        Assumption(text=composer.assumption(name), about=about, fills=fills)
        for name in made
        for about, fills in [_ABOUT[name]]
        if about in request.letters
    )


def _questions(
    composer: Composer, reading: GoalReading, request: DraftRequest
) -> tuple[Question, ...]:
    context = request.context
    asked: list[Asked] = []
    if composer.plan.base is None and not reading.launched:
        asked.append(composer.baseline_question)
    if context.history and not context.period:
        asked.append("period")
    if reading.deadline is None:
        asked.append("deadline")
    if composer.facts.needs_channel and not (reading.channel or reading.place):
        asked.append("channel")
    if not context.owner:
        asked.append("owner")
    if not context.business_goal and not reading.reason:
        asked.append("business_goal")
    if not context.resources:
        asked.append("resources")
    return tuple(Question(text=composer.question(name), fills=_FILLS[name]) for name in asked)
