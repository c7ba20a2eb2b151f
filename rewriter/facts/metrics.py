"""Metrics and channels named in a text, compounds included."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Literal

from rewriter.facts.tokens import Tokens
from rewriter.languages.metrics import MetricKind, MetricNames, metric_table
from rewriter.languages.pack import Pack
from rewriter.schemas import Span

_SEEN = 20_000  # words remembered per pack; pasted text must not fill the memory
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
        self.starts: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        known: set[tuple[str, ...]] = set()
        for phrase, meaning in pairs:
            words = tuple(Tokens(phrase).words)
            if words not in known:
                known.add(words)
                self.starts.setdefault(words[0], []).append((words, meaning))
        for choices in self.starts.values():
            choices.sort(key=lambda choice: -len(choice[0]))

    def at(self, words: list[str], i: int) -> tuple[int, str] | None:
        """Length and meaning of the longest phrase that begins at `i`."""
        for phrase, meaning in self.starts.get(words[i], ()):
            size = len(phrase)
            if size == 1 or tuple(words[i : i + size]) == phrase:
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

    def compound(self, word: str) -> tuple[str, str, int]:
        """Metric and channel that a compound names, and where its head begins.

        Empty strings where it names none.
        """
        found = self._compounds.get(word)
        if found is None:
            if len(self._compounds) > _SEEN:
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
    words = tokens.words
    found = []
    i, count = 0, len(words)
    while i < count:
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


def find_channels(tokens: Tokens, pack: Pack) -> list[ChannelMention]:
    """Channels named in the text, left to right; in a compound the whole word is the span.

    >>> from rewriter.languages.pack import load_pack
    >>> found = find_channels(Tokens("öka webbutiksförsäljningen"), load_pack("sv"))
    >>> [(mention.text, mention.channel) for mention in found]
    [('webbutiksförsäljningen', 'webshop')]
    """
    vocabulary = _vocabulary(pack.code)
    words = tokens.words
    found = []
    i, count = 0, len(words)
    while i < count:
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
