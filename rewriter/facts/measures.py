"""Which metric is meant where none is named, and how a number of the goal is meant."""

from __future__ import annotations

from typing import Final, Literal

from rewriter.facts.goalphrases import GoalPhrases
from rewriter.facts.goalwords import find_actions, find_hint
from rewriter.facts.metrics import MetricMention, find_metrics
from rewriter.facts.tokens import Tokens
from rewriter.languages.metrics import MetricFacts, Trade, metric_table
from rewriter.languages.pack import Pack
from rewriter.schemas import GoalContext, Quantity

# How a target is meant: the end, the change, so many on top, so many in all, or so many times.
Manner = Literal["to", "by", "gain", "total", "times"]
COUNTED: Final = frozenset({"count", "rating", "score", "ratio", "duration"})
# What a figure without a metric is usually said of.
_BY_KIND = {"rating": "rating", "money": "revenue"}


def guess_of(
    parts: GoalPhrases,
    context: GoalContext,
    pack: Pack,
    target: Quantity | None,
    at: int,
    trade: Trade | None,
) -> tuple[str | None, bool]:
    """The metric that may be meant where none is named, and whether it is but a guess.

    `at` is the last token of the direction, -1 without one, -2 where something is counted anyway.
    """
    table = metric_table()
    if context.wanted_action:
        actions = find_actions(Tokens(context.wanted_action), pack)
        if actions:
            return table.actions[actions[0][2]], False
    hint = find_hint(parts.tokens, pack)
    if hint and _fits(hint, parts, target, at):
        return hint, True
    said = find_metrics(Tokens(f"{context.baseline or ''} . {context.period or ''}"), pack)
    if said and at != -2 and not parts.noun(at, target):
        return said[0].metric, True
    if at == -2 or parts.noun(at, target):
        return None, False
    if target and target.kind in _BY_KIND:
        given = trade == "cause" and target.kind == "money"
        return "donations" if given else _BY_KIND[target.kind], True
    named = next(iter(parts.named_channels(None, "")), None)
    topic = parts.topic(at) if at >= 0 else ""
    if named and at >= 0 and target is None and not (topic and topic not in _spoken(parts)):
        shows = table.channels[named].shows
        return (shows, True) if shows else (None, False)
    return None, False


def losses_of(parts: GoalPhrases, metric: MetricMention, pack: Pack) -> str | None:
    """What is to be lost less, where a stock is named: "keep people from cancelling their plan"."""
    facts = metric_table().metrics
    if not facts[metric.metric].stock or any(way == "up" for _, _, way in parts.directions):
        return None
    hint = find_hint(parts.tokens, pack)
    return hint if hint and facts[hint].direction == "down" else None


def audience_of(parts: GoalPhrases) -> str:
    """Who is to be reached: behind "among", or behind words like "reach out to"."""
    words, lexicon = parts.tokens.words, parts.lexicon
    for i, word in enumerate(words[:-1]):
        if i and word in lexicon.among and parts.in_body(i):
            return parts.rest(i + 1)
    for hints in lexicon.hints.values():
        for first, last in hints.find(parts.tokens):
            if last > first and words[last] in lexicon.links and words[last] != lexicon.of:
                return parts.whole_phrase(last + 1)
            if last + 1 < len(words) and words[last + 1] in lexicon.toward:
                return parts.whole_phrase(last + 2)
    return ""


def whom_of(parts: GoalPhrases, detail: str) -> str:
    """Who is to get to know us, where the phrase says so: "contractors" in "to contractors"."""
    link, _, whom = detail.partition(" ")
    words = Tokens(whom).words
    lexicon = parts.lexicon
    known = link.lower() in lexicon.toward and words and words[0] not in lexicon.fillers
    return whom if known and words[-1].endswith(lexicon.plural_endings) else ""


def used_thing(parts: GoalPhrases, name: str, pack: Pack) -> str:
    """What the hint at the metric is said of: "of the online bank" in "use of the online bank".

    With the preposition that the metric's own name has, where it has one.
    """
    words, lexicon = parts.tokens.words, parts.lexicon
    said = pack.metrics.metrics[name].name.split()
    link = next((word for word in said[1:] if word in lexicon.links), lexicon.of)
    for _, last in lexicon.hints[name].find(parts.tokens) if name in lexicon.hints else ():
        at = last if words[last] == lexicon.of else last + 1
        if at < len(words) and words[at] == lexicon.of:
            thing = parts.whole_phrase(at + 1)
            return f"{link} {thing}" if thing else ""
    return ""


def _spoken(parts: GoalPhrases) -> set[str]:
    return {channel.text for channel in parts.channels}


def _fits(hint: str, parts: GoalPhrases, target: Quantity | None, at: int) -> bool:
    """Whether direction and number of the goal can be said of the metric that is hinted at."""
    facts = metric_table().metrics[hint]
    wrong = {"up": "down", "down": "up"}[facts.direction]
    if any(way == wrong and last == at for _, last, way in parts.directions):
        return False
    if target is None or target.kind in ("points", "multiple"):
        return True
    if target.kind == "percent":
        # "60% of the tenants report online" says nothing of what else is counted.
        after = parts.index(target.end)
        words = parts.tokens.words
        return facts.kind == "percent" or after >= len(words) or words[after] != parts.lexicon.of
    if target.kind == "count" and facts.kind in ("rating", "score"):
        return target.unit is None  # three minutes are no mark
    return target.kind == facts.kind or (target.kind == "count" and facts.kind in COUNTED)


def is_share(
    parts: GoalPhrases,
    facts: MetricFacts | None,
    target: Quantity | None,
    baseline: Quantity | None,
) -> bool:
    """Whether a count is given in per cent: "returns from 28% to 20%", "no-shows under 5%"."""
    if facts is not None and facts.kind != "count":
        return False
    if target is None:
        return baseline is not None and baseline.kind == "percent"
    if target.kind != "percent":
        return False
    if says_change(parts, target):
        return False
    after = parts.tokens.words[parts.index(target.end) :]
    if facts is None and after and after[0] == parts.lexicon.of:
        return True
    from_to = baseline is not None and (
        baseline.kind == "percent" or (baseline.kind == "count" and baseline.value <= 100)
    )
    return from_to or target.bound != "exact"


def says_change(parts: GoalPhrases, target: Quantity) -> bool:
    """Whether a word before the number, or its own first one ("by half"), makes it the change."""
    first = parts.index(target.start)
    return not parts.lexicon.change_by.isdisjoint(
        (parts.tokens.words[first - 1] if first else "", parts.tokens.words[first])
    )


def manner_of(
    parts: GoalPhrases,
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
    changes = says_change(parts, target) or target.kind == "points"
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
