"""Metrics and channels named in a text, compounds included."""

from __future__ import annotations

from collections.abc import Iterable, Set
from functools import cache
from typing import Literal

from rewriter.facts.tokens import REMEMBERED, Tokens
from rewriter.languages.metrics import MetricKind, MetricNames, metric_table
from rewriter.languages.pack import Pack
from rewriter.schemas import Span

_APOSTROPHES = frozenset("'’")
_ENDING = 3  # letters of an ending behind an apostrophe, at most
_SHORTEST_FIRST_PART = 3  # letters before the head of a compound


class MetricMention(Span):
    """A metric named in a text.  `level` is its rung on the ladder, 1 to 5.

    `first_part` is what a compound begins with as typed ("sko" in "skosalget", "B2B-" in
    "B2B-leads"), unless that is a channel, and empty elsewhere.
    """

    metric: str
    level: int
    kind: MetricKind
    direction: Literal["up", "down"]  # which way is good
    first_part: str = ""


class ChannelMention(Span):
    """A channel named in a text."""

    channel: str


class _Phrases:
    """Phrases of one or more words, each with what it stands for."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        # By the first word and the second, which is empty where there is none.
        self.starts: dict[str, dict[str, list[tuple[list[str], str]]]] = {}
        known: set[tuple[str, ...]] = set()
        for phrase, meaning in pairs:
            words = Tokens(phrase).words
            if tuple(words) not in known:
                known.add(tuple(words))
                second = words[1] if len(words) > 1 else ""
                self.starts.setdefault(words[0], {}).setdefault(second, []).append((words, meaning))
        for by_second in self.starts.values():
            for choices in by_second.values():
                choices.sort(key=lambda choice: -len(choice[0]))

    def at(self, words: list[str], i: int) -> tuple[int, str] | None:
        """Length and meaning of the longest phrase that begins at `i`."""
        by_second = self.starts.get(words[i])
        if by_second is None:
            return None
        second = words[i + 1] if i + 1 < len(words) else ""
        for phrase, meaning in (*by_second.get(second, ()), *by_second.get("", ())):
            size = len(phrase)
            if words[i : i + size] == phrase:
                return size, meaning
        return None


class _Vocabulary:
    """A pack's metrics and channels, prepared for look-up."""

    def __init__(self, pack: Pack) -> None:
        metrics, channels = pack.metrics.metrics, pack.metrics.channels
        pairs = [
            (word, name)
            for name, entry in metrics.items()
            for word in (*entry.words, *entry.heads, entry.one, entry.many, *_names(entry))
            if word
        ]
        pairs += [
            (first + glue + last, name)
            for name, entry in metrics.items()
            for compound in entry.compounds
            for first in compound.first
            for last in compound.last
            for glue in ("", "-", " ")
        ]
        self.metrics = _Phrases(pairs)
        self.channels = _Phrases(
            (word, name) for name, entry in channels.items() for word in entry.words
        )
        self.heads = {head: name for name, entry in metrics.items() for head in entry.heads}
        self.shortest = min(map(len, self.heads), default=0) + _SHORTEST_FIRST_PART
        self.stems = sorted(
            ((stem, name) for name, entry in channels.items() for stem in entry.stems),
            key=lambda pair: -len(pair[0]),
        )
        self.facts = metric_table().metrics
        self._compounds: dict[str, tuple[str, str, int]] = {}
        self._seen: tuple[set[str], set[str]] = (set(), set())  # all; those that begin a name

    def beginning(self, tokens: Tokens) -> Set[str]:
        """Words that begin the name of a metric or channel; none if none of the text's does."""
        known = tokens.memo.get(self)
        if known is None:
            known = tokens.memo[self] = self._beginning(tokens)
        return known

    def _beginning(self, tokens: Tokens) -> Set[str]:
        seen, begin = self._seen
        if len(seen) >= REMEMBERED:
            seen, begin = self._seen = (set(), set())
        words = tokens.vocabulary
        for word in words - seen:
            listed = word in self.metrics.starts or word in self.channels.starts
            if listed or (len(word) >= self.shortest and self.compound(word)[0]):
                begin.add(word)
            seen.add(word)
        return words & begin

    def compound(self, word: str) -> tuple[str, str, int]:
        """Metric and channel that a compound names, and where its head begins.

        Empty strings where it names none.
        """
        found = self._compounds.get(word)
        if found is None:
            if len(self._compounds) >= REMEMBERED:
                self._compounds.clear()
            found = self._compounds[word] = self._take_apart(word)
        return found

    def _take_apart(self, word: str) -> tuple[str, str, int]:
        for cut in range(_SHORTEST_FIRST_PART, len(word) - 2):
            metric = self.heads.get(word[cut:])
            if metric:
                channel = next((name for stem, name in self.stems if word.startswith(stem)), "")
                return metric, channel, cut
        return "", "", 0


def _names(entry: MetricNames) -> Iterable[str]:
    """What drafts call the metric; a name may end in the comma of its relative clause."""
    return (name.rstrip(",") for name in (entry.name, *entry.also.values()))


@cache
def _vocabulary(code: str) -> _Vocabulary:
    return _Vocabulary(Pack(code))


def names_compound(word: str, pack: Pack) -> bool:
    """Whether the word, in lower case, is put together with the name of a metric at its end."""
    return bool(_vocabulary(pack.code).compound(word)[0])


def find_metrics(tokens: Tokens, pack: Pack) -> list[MetricMention]:
    """Metrics named in the text, left to right, the longest name at each place.

    >>> from rewriter.languages.pack import load_pack
    >>> found = find_metrics(Tokens("Flere Instagram-følgere"), load_pack("nb"))
    >>> [(mention.text, mention.metric) for mention in found]
    [('Instagram-følgere', 'followers')]
    """
    vocabulary = _vocabulary(pack.code)
    beginning = vocabulary.beginning(tokens)
    words = tokens.words
    found = []
    i, count = 0, len(words) if beginning else 0
    while i < count:
        if words[i] not in beginning:
            i += 1
            continue
        hit = vocabulary.metrics.at(words, i)
        first = i
        cut = 0
        if hit is None and len(words[i]) >= vocabulary.shortest:
            metric, channel, cut = vocabulary.compound(words[i])
            hit = (1, metric) if metric else None
            cut = 0 if channel else cut
        if hit:
            size, metric = hit
            if i > 1 and words[i - 1] == "-" and tokens.glued(i) and tokens.glued(i - 1):
                first = i - 2
                while tokens.glued(first) and words[first - 1].isalnum():
                    first -= 1  # the "B2" of "B2B-leads"
                cut = 0 if words[first] in vocabulary.channels.starts else tokens.starts[i]
                cut = cut and cut - tokens.starts[first]
            if _is_inflected(tokens, i + size):
                size += 2
            start, end = tokens.starts[first], tokens.ends[i + size - 1]
            found.append(
                MetricMention(
                    start=start,
                    end=end,
                    text=tokens.text[start:end],
                    metric=metric,
                    level=vocabulary.facts[metric].level,
                    kind=vocabulary.facts[metric].kind,
                    direction=vocabulary.facts[metric].direction,
                    first_part=tokens.text[start : start + cut],
                )
            )
            i += size
        else:
            i += 1
    return found


def _is_inflected(tokens: Tokens, i: int) -> bool:
    """Whether an ending stands behind an apostrophe from token `i` on: "CTR'en"."""
    return (
        i + 1 < len(tokens)
        and tokens.words[i] in _APOSTROPHES
        and tokens.glued(i)
        and tokens.glued(i + 1)
        and tokens.words[i + 1].isalpha()
        and len(tokens.words[i + 1]) <= _ENDING
    )


def find_channels(tokens: Tokens, pack: Pack) -> list[ChannelMention]:
    """Channels named in the text, left to right; in a compound the whole word is the span.

    >>> from rewriter.languages.pack import load_pack
    >>> found = find_channels(Tokens("öka webbutiksförsäljningen"), load_pack("sv"))
    >>> [(mention.text, mention.channel) for mention in found]
    [('webbutiksförsäljningen', 'webshop')]
    """
    vocabulary = _vocabulary(pack.code)
    beginning = vocabulary.beginning(tokens)
    words = tokens.words
    found = []
    i, count = 0, len(words) if beginning else 0
    while i < count:
        if words[i] not in beginning:
            i += 1
            continue
        hit = vocabulary.channels.at(words, i)
        if hit is None and len(words[i]) >= vocabulary.shortest:
            _, channel, _ = vocabulary.compound(words[i])
            hit = (1, channel) if channel else None
        if hit:
            size, channel = hit
            start, end = tokens.starts[i], tokens.ends[i + size - 1]
            found.append(
                ChannelMention(start=start, end=end, text=tokens.text[start:end], channel=channel)
            )
            i += size
        else:
            i += 1
    return found
