"""Who does what in a rough goal: verbs that name a metric, and those who are to do it."""

from __future__ import annotations

from rewriter.facts.goalphrases import GoalPhrases
from rewriter.facts.goalties import GoalTies
from rewriter.facts.metrics import MetricMention
from rewriter.facts.tokens import Tokens
from rewriter.languages.metrics import metric_table
from rewriter.languages.pack import Pack
from rewriter.schemas import Quantity

Action = tuple[int, int, str]  # first and last token, name
_DOERS = 3  # words that say who is to do something, at most


def main_metric(parts: GoalPhrases, target: Quantity | None) -> MetricMention | None:
    """The metric that the goal is about: of "sell 400 tickets" the tickets, not the sales."""
    named = parts.metrics
    if parts.in_time(target):
        people = metric_table().metrics
        named = [m for m in named if not people[m.metric].people]  # nobody wins two minutes
    if not named:
        return None
    if target and target.kind == "count":
        after = parts.index(target.end)
        for mention in named:
            near = 0 <= parts.index(mention.start) - after <= 1
            if near and mention.kind == "count":
                return mention
    return named[0]


def is_others_deed(parts: GoalPhrases, metric: MetricMention) -> bool:
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


def object_of(parts: GoalPhrases, metric: MetricMention, target: Quantity | None) -> str:
    """What a verb that names the metric applies to: "hire 3 developers", "sell more shoes"."""
    after = parts.index(metric.end)
    if target and target.kind == "count":
        between = parts.tokens.words[after : parts.index(target.start)]
        behind = metric.end <= target.start and parts.lexicon.fillers.issuperset(between)
        return parts.phrase(parts.index(target.end)) if behind else ""
    ways = [last for first, last, way in parts.directions if first == after and way == "up"]
    return parts.phrase(ways[0] + 1) if ways and target is None else ""


def tied_to(
    parts: GoalTies,
    metric: MetricMention,
    target: Quantity | None,
    baseline: Quantity | None,
    pack: Pack,
) -> str:
    """What the metric is said of, where that does not stand right behind it."""
    of = parts.lexicon.of
    at = parts.index(metric.end)
    said = {channel.text.lower() for channel in parts.channels}
    name = parts.named(at)
    words = metric.text.lower().split()
    if name and words[-1] in said:  # "downloads of the app Turvenn"
        link = next((word for word in words[1:] if word in parts.lexicon.links), of)
        return f"{link} {name}"
    sold = pack.metrics.metrics[metric.metric].sold
    if sold and (name := parts.name_before(metric)):
        return f"{sold} {name}"
    if metric.kind == "money" and (thing := parts.subject_of(metric)):
        return f"{of} {thing}"
    return parts.farther(metric, target, baseline)


def wished_action(parts: GoalPhrases, metric: MetricMention | None) -> Action | None:
    """What people are to do, where that decides what is counted.

    A metric that is named goes first, but for people ("customers should buy more") and for words
    of the action itself ("ask for a quote").
    """
    if not parts.actions:
        return None
    if metric is None:
        return parts.actions[0]
    table = metric_table()
    people = table.metrics[metric.metric].people
    at = parts.index(metric.start)
    for first, last, name in parts.actions:
        asked = not (parts.lexicon.others | parts.lexicon.infinitive).isdisjoint(
            parts.tokens.words[:first]
        )
        within = first <= at <= last
        if within and table.actions[name] != metric.metric:
            # "People to hire our bikes", but "we want to hire a developer".
            asked = has_doer(parts, first)
        if asked and (within or (at > last and not people)):
            return first, last, name
        counted = {m.metric for m in parts.metrics if m is not metric}
        if people and at < first and counted <= {table.actions[name]}:
            return first, last, name
    return None


def doers_of(parts: GoalPhrases, action: Action, at: int, target: Quantity | None) -> str:
    """Who is to do it, in the user's words; empty for anybody: "people", "customers"."""
    first = action[0]
    if target and target.kind == "count" and parts.index(target.end) < first:
        said = parts.counted(target)
    elif 0 <= at < first - 1:
        said = parts.phrase(at + 1)
    else:
        return ""
    words = Tokens(said).words
    start = parts.span_of(said).start
    if not words or len(words) > _DOERS or not 0 <= start < parts.tokens.starts[first]:
        return ""
    # "More talk about us" names no one who talks.
    counted = target is not None or words[-1].endswith(parts.lexicon.plural_endings)
    if not counted and not any(way == "reach" for _, _, way in parts.directions):
        return ""
    general = parts.lexicon.people.issuperset(words) or "customers" in {
        mention.metric for mention in parts.metrics if mention.start >= start
    }
    return "" if general else said


def has_doer(parts: GoalPhrases, first: int) -> bool:
    """Whether somebody is named who does what token `first` says: "companies that hire"."""
    words, lexicon = parts.tokens.words, parts.lexicon
    i = first - 1
    while i > 0 and words[i] in lexicon.others | lexicon.relatives | lexicon.infinitive:
        i -= 1
    whom = words[i] if 0 <= i < first - 1 else ""
    people = whom in lexicon.people or whom.endswith(lexicon.plural_endings)
    return bool(whom) and people and not parts.is_direction(i) and parts.in_body(i)


def wished_object(parts: GoalPhrases, action: Action, pack: Pack) -> str:
    """What is bought, with its preposition; else the phrase that is tied to the action."""
    first, last, name = action
    words, lexicon = parts.tokens.words, parts.lexicon
    entry = pack.metrics.metrics[metric_table().actions[name]]
    if not entry.sold or name == "book":
        return parts.behind(last)
    begin = last + 1
    if name == "rent" and begin < len(words) and words[begin] in lexicon.links:
        return parts.behind(last)
    while begin < len(words) and (
        words[begin] in lexicon.links or words[begin] in lexicon.new or parts.is_direction(begin)
    ):
        begin += 1
    thing = parts.whole_phrase(begin)
    asked = [i for i in range(first) if words[i] in lexicon.others]
    if not thing and asked and asked[-1] + 1 < first:
        thing = parts.tokens.slice(asked[-1] + 1, first - 1)
    return f"{entry.sold} {thing}" if thing else ""
