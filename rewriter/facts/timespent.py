"""The time that something takes, told by a clause: "the time we need to pack a box"."""

from __future__ import annotations

from collections.abc import Sequence

from rewriter.facts.goalwords import GoalLexicon, find_directions
from rewriter.facts.metrics import MetricMention
from rewriter.facts.tokens import Tokens
from rewriter.languages.pack import Pack

_NEEDED = 6  # tokens between a time and the verb that tells what it is needed for
_VERB = 2  # tokens of an infinitive with its marker
_SIGNS = frozenset(".!?,:;()–")


def find_time_spent(
    tokens: Tokens,
    labels: Sequence[str],
    lexicon: GoalLexicon,
    metrics: Sequence[MetricMention],
    pack: Pack,
) -> tuple[int, int] | None:
    """The first token of a time that is to be less and the token behind its clause.

    None where a metric inside the clause tells a time itself: "svare" is the response time.
    `labels` are those of a `GoalText`; what has one is no part of the clause.

    >>> from rewriter.facts.goalwords import goal_lexicon
    >>> from rewriter.languages.pack import load_pack
    >>> tokens = Tokens("halve the time we need to pack a box by May")
    >>> find_time_spent(tokens, [""] * len(tokens), goal_lexicon("en"), [], load_pack("en"))
    (1, 9)
    """
    words = tokens.words
    found = lexicon.spent.find(tokens)
    ways = find_directions(tokens, pack) if found else []
    if not found or labels[found[0][0]] or not any(way == "down" for _, _, way in ways):
        return None
    first, last = found[0]
    verb = next((i for i in range(last + 1, len(words)) if words[i] in lexicon.infinitive), None)
    if verb is None or verb - last > _NEEDED:
        return None
    stops = {i for openers in (lexicon.levers, lexicon.reasons) for i, _ in openers.find(tokens)}
    stops = {i for i in stops if i > verb} | {i for i, _, _ in ways if i > last}
    end = verb
    while end < len(words) and not labels[end] and end not in stops:
        if words[end] in _SIGNS or words[end] in lexicon.ends:
            break
        end += 1
    if end < len(words) and labels[end] == "number":
        while words[end - 1] in lexicon.change_by | lexicon.change_to | lexicon.from_words:
            end -= 1
    start, stop = tokens.starts[first], tokens.ends[end - 1]
    told = any(m.kind == "duration" and start <= m.start < stop for m in metrics)
    if told or end - verb < _VERB or any(labels[first:end]):
        return None
    return first, end
