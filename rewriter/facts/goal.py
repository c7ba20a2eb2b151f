"""What a rough goal and its context say: metric, direction, channel, numbers, deadline."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from rewriter.facts.deadlines import deadline_spans, read_deadlines
from rewriter.facts.deeds import is_others_deed, object_of
from rewriter.facts.goaltext import GoalText
from rewriter.facts.goalwords import Direction, find_actions, names_a_goal
from rewriter.facts.metrics import MetricMention, find_channels
from rewriter.facts.numbers import read_quantities
from rewriter.facts.splitting import split_goals
from rewriter.facts.tokens import Tokens
from rewriter.languages.metrics import MetricFacts, metric_table
from rewriter.languages.pack import Pack
from rewriter.schemas import Deadline, GoalContext, Options, Quantity

__all__ = ["GoalReading", "Manner", "read_goal", "split_goals"]

# How a target is meant: the end, the change, so many on top, so many in all, or so many times.
Manner = Literal["to", "by", "gain", "total", "times"]
_COUNTED = frozenset({"count", "rating", "score", "ratio", "duration"})


@dataclass(frozen=True, slots=True)
class GoalReading:
    """One goal, taken apart.  Phrases are the user's own words; empty where there are none."""

    names_a_goal: bool
    metric: str | None = None
    mention: str = ""  # the metric's name in the text, lower case
    noun: str = ""  # what is counted, where it is no metric of the packs
    first_part: str = ""  # of the metric's compound: "sko" in "skosalget"
    modifier: str = ""  # between direction and metric: "qualified"
    direction: Direction | None = None
    channel: str | None = None
    place: str = ""  # a channel that is none of the packs'
    detail: str = ""  # phrase tied to the metric: "to the sales team"
    launched: str = ""  # what is launched
    lever: str = ""  # means, with its connective
    reason: str = ""  # justification, with its connective
    target: Quantity | None = None
    manner: Manner = "to"
    baseline: Quantity | None = None
    deadline: Deadline | None = None
    past_deadline: Deadline | None = None  # given, and over


def read_goal(
    text: str, context: GoalContext, pack: Pack, today: date, options: Options
) -> GoalReading:
    """What `text` and `context` say about one goal.

    Nothing is added: what was not said stays empty.  A field of the context goes before what the
    text says of the same.

    >>> from rewriter.languages.pack import load_pack
    >>> reading = read_goal(
    ...     "500 new newsletter subscribers by 1 March 2027",
    ...     GoalContext(), load_pack("en"), date(2026, 11, 22), Options(),
    ... )
    >>> reading.metric, reading.target.value, reading.manner, reading.deadline.date.isoformat()
    ('newsletter_subscribers', 500.0, 'gain', '2027-03-01')
    """
    parts = GoalText(text, pack, today, options)
    if not names_a_goal(parts.tokens, pack, has_quantity=bool(parts.quantities)):
        return GoalReading(names_a_goal=False)
    reading = _read_text(parts)
    if context.wanted_action and reading.metric is None:
        actions = find_actions(Tokens(context.wanted_action), pack)
        if actions:
            reading = replace(reading, metric=metric_table().actions[actions[0][2]])
    if context.channel:
        found = find_channels(Tokens(context.channel), pack)
        place = "" if found else context.channel.strip()
        reading = replace(reading, channel=found[0].channel if found else None, place=place)
        if found and reading.metric:
            others = metric_table().metrics[reading.metric].elsewhere
            reading = replace(reading, metric=others.get(found[0].channel, reading.metric))
    if context.baseline:
        stands = _read_numbers(context.baseline, pack)
        if stands:
            reading = replace(reading, baseline=stands[0])
    if context.deadline:
        days = read_deadlines(
            Tokens(context.deadline), pack, today, options.locale, options.fiscal_year_start
        )
        if days:
            reading = replace(reading, deadline=max(days, key=lambda day: day.date))
    if reading.deadline and reading.deadline.date < today:
        reading = replace(reading, deadline=None, past_deadline=reading.deadline)
    return reading


def _read_numbers(text: str, pack: Pack) -> list[Quantity]:
    tokens = Tokens(text)
    return read_quantities(tokens, pack, deadline_spans(tokens, pack))


def _read_text(parts: GoalText) -> GoalReading:
    metric = parts.metrics[0] if parts.metrics else None
    name = metric.metric if metric else None
    if parts.actions and (name is None or (name == "customers" and len(parts.metrics) == 1)):
        name, metric = metric_table().actions[parts.actions[0]], None
    name = parts.elsewhere(name)
    if metric and is_others_deed(parts, metric):
        name, metric = None, None
    parts.keep_channels(name)
    target, baseline = parts.numbers()
    direction, at = parts.direction(metric)
    noun = "" if name else parts.noun(at, target)
    facts = metric_table().metrics.get(name or "")
    figure = target or baseline
    if facts and facts.kind == "count" and metric:
        noun = object_of(parts, metric, target)
    if facts and figure and figure.kind == "count" and facts.kind not in _COUNTED:
        noun = parts.counted(figure) if metric is None or facts.kind == "money" else ""
    launched = parts.launched(at) if direction == "launch" and metric is None else ""
    counted = (target or parts.span_of(noun)) if noun else metric
    detail = parts.detail(counted) if counted else ""
    if facts and facts.kind == "money" and metric and not noun:
        sold = object_of(parts, metric, target)
        detail = f"{parts.lexicon.of} {sold} {detail}".strip() if sold else detail
    return GoalReading(
        names_a_goal=True,
        metric=name,
        mention=metric.text.lower() if metric else "",
        noun=noun,
        first_part=metric.first_part if metric else "",
        modifier=parts.modifier(metric) if metric else "",
        direction=direction,
        channel=parts.channel(facts.home if facts else None, f"{noun} {launched}"),
        detail=detail,
        launched=launched,
        lever=parts.lever,
        reason=parts.reason,
        target=target,
        manner=_manner(parts, facts, target, baseline, metric),
        baseline=baseline,
        deadline=max(parts.deadlines, key=lambda d: d.date) if parts.deadlines else None,
    )


def _manner(
    parts: GoalText,
    facts: MetricFacts | None,
    target: Quantity | None,
    baseline: Quantity | None,
    metric: MetricMention | None,
) -> Manner:
    """Whether the number is the end or the change, by the words around it."""
    if target is None:
        return "to"
    if target.kind == "multiple":
        return "times"
    words, lexicon = parts.tokens.words, parts.lexicon
    first, after = parts.index(target.start), parts.index(target.end)
    before = words[first - 1] if first else ""
    end = parts.index(metric.start) if metric else min(after + 2, len(words))
    is_new = not lexicon.new.isdisjoint(words[after : max(end, after + 1)])
    changes = before in lexicon.change_by or target.kind == "points"
    if target.kind == "percent":
        of_whole = facts is not None and (
            facts.kind == "percent"
            or (facts.kind in ("rating", "score") and (baseline or before in lexicon.change_to))
        )
        compared = is_new or (after < len(words) and parts.is_direction(after))
        return "to" if of_whole and not (changes or compared) else "by"
    if changes:
        return "by"
    if target.kind == "count" and (facts is None or facts.kind in ("count", "money", "percent")):
        if is_new:
            return "gain"
        if before not in lexicon.change_to and not (facts and facts.stock):
            return "total"
    return "to"
