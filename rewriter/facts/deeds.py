"""Who does what in a rough goal: verbs that name a metric, and those who are to do it."""

from __future__ import annotations

from rewriter.facts.goaltext import GoalText
from rewriter.facts.metrics import MetricMention
from rewriter.facts.tokens import Tokens
from rewriter.languages.metrics import metric_table
from rewriter.schemas import Quantity


def is_others_deed(parts: GoalText, metric: MetricMention) -> bool:
    """Whether others are to do it: "40 restaurants are to sell our beer" sells no restaurants.

    So it is where a verb stands behind what is counted, with words in between.
    """
    lexicon = parts.lexicon
    if metric_table().metrics[metric.metric].kind != "money":
        return False
    counts = [q for q in parts.quantities if q.kind == "count" and q.end < metric.start]
    if not counts or not lexicon.directions["up"].hits(Tokens(metric.text)):
        return False
    between = parts.tokens.words[parts.index(counts[-1].end) : parts.index(metric.start)]
    return not (lexicon.others | lexicon.relatives).isdisjoint(between[1:])


def object_of(parts: GoalText, metric: MetricMention, target: Quantity | None) -> str:
    """What a verb that names the metric applies to: "hire 3 developers", "sell more shoes"."""
    after = parts.index(metric.end)
    if target and target.kind == "count":
        between = parts.tokens.words[after : parts.index(target.start)]
        behind = metric.end <= target.start and parts.lexicon.fillers.issuperset(between)
        return parts.phrase(parts.index(target.end)) if behind else ""
    ways = [last for first, last, way in parts.directions if first == after and way == "up"]
    return parts.phrase(ways[0] + 1) if ways and target is None else ""
