"""What a rough goal and its context say: metric, direction, channel, numbers, deadline."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from rewriter.facts.deadlines import deadline_spans, read_deadlines
from rewriter.facts.deeds import (
    doers_of,
    is_others_deed,
    main_metric,
    object_of,
    tied_to,
    wished_action,
    wished_object,
)
from rewriter.facts.goalclauses import Clause, GoalClauses
from rewriter.facts.goalwords import Direction, goal_lexicon, is_private, names_a_goal
from rewriter.facts.measures import (
    COUNTED,
    Manner,
    audience_of,
    guess_of,
    is_share,
    losses_of,
    manner_of,
    used_thing,
    whom_of,
)
from rewriter.facts.metrics import MetricMention, find_channels
from rewriter.facts.numbers import read_quantities
from rewriter.facts.splitting import split_goals
from rewriter.facts.tokens import Tokens
from rewriter.facts.trades import read_trade, speaks_of_trade
from rewriter.languages.metrics import Trade, metric_table
from rewriter.languages.pack import Pack
from rewriter.schemas import Deadline, GoalContext, Options, Quantity

__all__ = ["GoalReading", "Manner", "read_goal", "split_goals"]


@dataclass(frozen=True, slots=True)
class GoalReading:
    """One goal, taken apart.  Phrases are the user's own words; empty where there are none."""

    names_a_goal: bool
    private: bool = False  # about a private life
    metric: str | None = None
    guessed: bool = False  # the metric is not named, only hinted at
    mention: str = ""  # the metric's name in the text, lower case
    gained: str = ""  # the user's own word for what comes on top: "more" in "200 more tickets"
    noun: str = ""  # what is counted, where it is no metric of the packs
    clause: str = ""  # what those do who are counted: "who recycle"
    parted: bool = False  # whether a comma parts the two
    wished: str = ""  # what those are to be moved to do: "to recycle"
    spent: bool = False  # whether the topic is the time that something takes
    topic: str = ""  # what is to change, where nothing is counted: "emissions"
    verb: str = ""  # the user's own verb for it: "plant"
    doers: str = ""  # who is to do what is wished
    first_part: str = ""  # of the metric's compound: "sko" in "skosalget"
    modifier: str = ""  # between direction and metric: "qualified"
    direction: Direction | None = None
    channel: str | None = None
    more_channels: tuple[str, ...] = ()
    place: str = ""  # a channel that is none of the packs'
    detail: str = ""  # phrase tied to the metric: "to the sales team"
    remark: str = ""  # phrase around a number that is neither target nor starting point
    launched: str = ""  # what is launched
    lever: str = ""  # means, with its connective
    reason: str = ""  # justification, with its connective
    target: Quantity | None = None
    manner: Manner = "to"
    baseline: Quantity | None = None
    is_share: bool = False  # a count of which a share is meant: returns from 28 % to 20 %
    trade: Trade | None = None  # whom it is about, as far as that is said
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
    return _read_goal(text, context, pack, today, options)


@lru_cache(maxsize=4)  # the pipeline asks whether there is a goal, and then the model reads it
def _read_goal(
    text: str, context: GoalContext, pack: Pack, today: date, options: Options
) -> GoalReading:
    parts = GoalClauses(text, pack, today, options)
    if not names_a_goal(parts.tokens, pack, has_quantity=bool(parts.quantities)):
        return GoalReading(names_a_goal=False)
    trade = read_trade(parts.tokens.text, context, pack)
    named = any(m.text.lower() not in parts.lexicon.studies for m in parts.metrics)
    if is_private(parts.tokens, pack) and not named and not speaks_of_trade(text, context, pack):
        return GoalReading(names_a_goal=True, private=True)
    stands = _baseline(context, pack)
    reading = replace(_read_text(parts, context, pack, stands, trade), trade=trade)
    if context.channel:
        found = find_channels(Tokens(context.channel), pack)
        alone = len(found) == 1 and not names_more(context.channel, pack)
        place = "" if alone else context.channel.strip()
        channel = found[0].channel if alone else None
        reading = replace(reading, channel=channel, more_channels=(), place=place)
        if found and reading.metric and not says_home(reading.mention, reading.metric, pack):
            others = metric_table().metrics[reading.metric].elsewhere
            reading = replace(reading, metric=others.get(found[0].channel, reading.metric))
    if context.deadline:
        days = read_deadlines(
            Tokens(context.deadline), pack, today, options.locale, options.fiscal_year_start
        )
        if days:
            reading = replace(reading, deadline=max(days, key=lambda day: day.date))
    if reading.deadline and reading.deadline.date < today:
        reading = replace(reading, deadline=None, past_deadline=reading.deadline)
    return reading


def says_home(mention: str, metric: str, pack: Pack) -> bool:
    """Whether the metric's name says where it is at home: "newsletter subscribers"."""
    home = metric_table().metrics[metric].home
    stems = pack.metrics.channels[home].words if home else ()
    return any(stem in mention for stem in stems)


def names_more(text: str, pack: Pack) -> bool:
    """Whether a text of the context lists several things."""
    return "," in text or goal_lexicon(pack.code).joiners.hits(Tokens(text))


def _baseline(context: GoalContext, pack: Pack) -> Quantity | None:
    """The starting point in the context; "one in five" is a share."""
    if not context.baseline:
        return None
    tokens = Tokens(context.baseline)
    found = read_quantities(tokens, pack, deadline_spans(tokens, pack))
    first = found[0] if found else None
    if first and first.kind == "ratio" and first.scale:
        share = round(100 * first.value / first.scale, 1)
        return first.model_copy(update={"value": share, "kind": "percent", "scale": None})
    return first


def _read_text(
    parts: GoalClauses,
    context: GoalContext,
    pack: Pack,
    stands: Quantity | None,
    trade: Trade | None,
) -> GoalReading:
    table = metric_table()
    target, baseline = parts.numbers()
    baseline = stands or baseline
    metric = main_metric(parts, target)
    if metric and is_others_deed(parts, metric):
        metric = None
    direction, at = parts.direction(metric)
    clause = _clause(parts, at, target, metric)
    action = wished_action(parts, metric)
    launched = ""
    if direction == "launch" and (metric is None or (target is None and clause is None)):
        launched = parts.launched(at)
    if launched or action or (clause and clause.wished):
        metric = None
    name = parts.elsewhere(metric.metric if metric else None)
    if launched:
        clause = action = None
    elif action:
        name = table.actions[action[2]]
        verbatim = clause and target and doers_of(parts, action, at, target)
        clause = clause if verbatim or (clause and not clause.wished) else None
    guessed = False
    part = target is not None and target.kind == "percent" and parts.parts_of(target)
    spent = parts.spent if metric is None and not launched and direction == "down" else ""
    if spent:
        name = clause = action = None
    elif name is None and not launched and not part:
        counts = clause is not None and (not clause.wished or target is not None)
        name, guessed = guess_of(parts, context, pack, target, -2 if counts else at, trade)
        clause = clause if counts or name is None else None
    elif metric and (hint := losses_of(parts, metric, pack)):
        name, metric, guessed = hint, None, True
    parts.keep_channels(name)
    parts.keep_named()
    facts = table.metrics.get(name or "")
    figure = target or baseline
    noun = verb = topic = detail = ""
    if clause:
        noun = clause.noun
    elif action:
        detail = wished_object(parts, action, pack)
    elif spent:
        topic = spent
    elif name is None and not launched and not part and not parts.in_time(target):
        noun, verb = parts.last_verb(parts.noun(at, target))
        verb = verb or (parts.own_verb(target, at) if target and noun else "")
        if not noun and direction and direction != "launch":
            topic = parts.topic(at)
    elif facts and facts.kind == "count" and metric:
        noun = object_of(parts, metric, target)
    if (
        facts
        and facts.kind not in COUNTED
        and not (clause or guessed or action)
        and figure
        and figure.kind == "count"
    ):
        noun = parts.counted(figure) if metric is None or facts.kind == "money" else ""
    if not clause and not action:
        tied = parts.span_of(noun or topic) if noun or topic else metric
        detail = parts.detail(tied) if tied and not spent else ""
        if noun and target is None and not detail and parts.is_unread(noun):
            noun = ""
        if metric and tied is metric:
            detail = detail or tied_to(parts, metric, target, baseline, pack)
        elif guessed and name:
            detail = used_thing(parts, name, pack)
    if facts and facts.kind == "money" and metric and not noun:
        sold = object_of(parts, metric, target)
        detail = f"{parts.lexicon.of} {sold} {detail}".strip() if sold else detail
    words = clause.words if clause else ""
    modifier = parts.modifier(metric) if metric and not clause else ""
    if figure and figure.unit:
        modifier = modifier.removeprefix(figure.unit).strip()  # "3 minutes' waiting time"
    doers = doers_of(parts, action, at, target) if action and not clause else ""
    if guessed:
        doers = audience_of(parts)
    elif facts and facts.surveyed and facts.crowd and (known_to := whom_of(parts, detail)):
        doers, detail = known_to, ""
    manner = manner_of(parts, facts, target, baseline, metric)
    if clause and clause.wished and manner == "gain":
        manner = "total"
    said = f"{noun} {launched} {words} {topic}"
    channels = parts.named_channels(facts.home if facts else None, f"{said} {detail}")
    subject = parts.span_of(noun or topic) if noun or topic else metric
    remark = parts.remark((target, baseline, subject), f"{said} {detail} {doers} {modifier}")
    share = part or is_share(parts, facts, target, baseline)
    return GoalReading(
        names_a_goal=True,
        metric=name,
        guessed=guessed,
        mention=metric.text.lower() if metric else "",
        noun=noun,
        clause=words if clause and not clause.wished else "",
        parted=clause.parted if clause else False,
        wished=words if clause and clause.wished else "",
        gained=parts.gained(target) if target and manner == "gain" else "",
        topic=topic,
        spent=bool(spent),
        verb=verb,
        doers=doers,
        first_part=metric.first_part if metric and not clause else "",
        modifier=modifier,
        direction=direction,
        channel=channels[0] if channels else None,
        more_channels=channels[1:],
        detail="" if detail and detail in remark else detail,
        remark=remark,
        launched=launched,
        lever=parts.lever,
        reason=parts.reason,
        target=target,
        manner="to" if share else manner,
        baseline=baseline,
        is_share=share,
        deadline=max(parts.deadlines, key=lambda d: d.date) if parts.deadlines else None,
    )


def _clause(
    parts: GoalClauses, at: int, target: Quantity | None, metric: MetricMention | None
) -> Clause | None:
    """What is counted by a clause of its own: "residents who recycle"."""
    clause = parts.clause(at, target)
    if clause is None:
        return None
    kind = metric_table().metrics[metric.metric].kind if metric else "count"
    before = metric is not None and metric.start < parts.tokens.starts[clause.first]
    if kind != "count" or before:
        return None
    if clause.wished and target and target.kind == "percent":
        return clause
    if clause.wished:
        reach = any(way == "reach" for _, _, way in parts.directions)
        moved = metric is None or reach or metric_table().metrics[metric.metric].people
        return clause if moved else None
    named = target is not None or parts.counts(at, clause.noun)
    return clause if named else None
