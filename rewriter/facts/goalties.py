"""What a rough goal's metric is said of, where that does not stand right behind it."""

from __future__ import annotations

from rewriter.facts.goalphrases import GoalPhrases
from rewriter.facts.metrics import ChannelMention, MetricMention
from rewriter.facts.tokens import Tokens
from rewriter.languages.metrics import metric_table
from rewriter.languages.pack import load_pack
from rewriter.schemas import Quantity, Span

# Kinds of channel that are named for where people come from, or not at all.
_PASSING = frozenset({"search", "ads"})
# Kinds of channel whose words are common nouns, and may have a word of their own before them.
_COMMON = frozenset({"app", "mail", "site", "shop"})
_BREAKS = frozenset(",:()–")
_PARTICLE = 2  # tokens from a direction to what it applies to: "sell out Fjordfest"


class GoalTies(GoalPhrases):
    """Places, things and names that belong to the metric from farther off."""

    def farther(
        self, metric: MetricMention, target: Quantity | None, baseline: Quantity | None
    ) -> str:
        """What is tied to the metric from behind its figures, or behind those whom it is done to.

        "Sick leave down from 9% to 6% in the warehouse", "answer all customers in the chat".
        """
        words, lexicon = self.tokens.words, self.lexicon
        figures = [q for q in (target, baseline) if q and q.start >= metric.end]
        if figures:
            last = max(figures, key=lambda figure: figure.end)
            after = self.index(last.end)
            if after < len(words) and words[after] == lexicon.of:
                return ""  # "5% of the visitors"
            tied = self.detail(last)
            if tied and not lexicon.present.hits(Tokens(tied)):
                return tied
        first, end = self._phrase(self.index(metric.end))
        whom = words[first:end]
        if not whom or not lexicon.people.issuperset(whom):
            return ""
        start = self.tokens.starts[first]
        span = Span(
            start=start,
            end=self.tokens.ends[end - 1],
            text=self.tokens.text[start : self.tokens.ends[end - 1]],
        )
        return self.detail(span)

    def keep_channels(self, name: str | None) -> None:
        """Drop the channels that are none for the metric `name`: its event, a rating's Google.

        What they are called then stays among the user's own words.
        """
        if name is None:
            return
        facts, table = metric_table().metrics[name], metric_table().channels
        own = [m for m in self.metrics if m.metric == name]
        known = self._known_things(own) if facts.crowd and facts.surveyed else set()
        self.channels = [
            channel
            for channel in self.channels
            for kind in [table[channel.channel].kind]
            if not (kind == "event" and facts.home == "event")
            and self.index(channel.start) not in known
            and (
                kind not in _PASSING
                or kind in (*facts.via, *facts.inside)
                or facts.home == "website"
            )
            and not (kind == "search" and self._within(own, self.index(channel.start)))
        ]

    def _known_things(self, own: list[MetricMention]) -> set[int]:
        """Tokens of what is to be known: "our new app" in "awareness of our new app"."""
        words, lexicon = self.tokens.words, self.lexicon
        ties = lexicon.links - lexicon.toward - lexicon.among
        found: set[int] = set()
        for metric in own:
            i = self.index(metric.end)
            name = load_pack(self._code).metrics.metrics[metric.metric].name
            if i >= len(words) or words[i] not in ({*name.split()} & ties) | {lexicon.of}:
                continue
            i += 1
            while i < len(words) and words[i] not in lexicon.links and words[i] not in _BREAKS:
                found.add(i)
                i += 1
        return found

    def elsewhere(self, name: str | None) -> str | None:
        """The metric that is meant where the text names a channel: visitors, but of a shop."""
        others = metric_table().metrics[name].elsewhere if name else {}
        named = [c.channel for c in self.channels if self._in_body(c.start)]
        return next((others[channel] for channel in named if channel in others), name)

    def named(self, i: int) -> str:
        """The proper name that begins with token `i`; empty where there is none."""
        end = i
        while end < len(self.tokens) and self._is_name(end):
            end += 1
        return self.tokens.slice(i, end - 1) if end > i else ""

    def keep_named(self) -> None:
        """Leave a channel that has a name of its own to the user's words: "the app Turvenn"."""
        self.channels = [
            channel
            for channel in self.channels
            if not channel.text.islower()
            or self._within(self.metrics, self.index(channel.start))
            or not (self.named(self.index(channel.end)) or self._is_told(channel))
        ]

    def _is_told(self, channel: ChannelMention) -> bool:
        """Whether a word says which one of its like it is: "our tide app"."""
        at = self.index(channel.start)
        told = at > 1 and self._is_content(at - 1) and not self.tokens.glued(at)
        before = self.tokens.words[at - 2] if told else ""
        opens = before in self.lexicon.fillers or before in self.lexicon.links
        return opens and metric_table().channels[channel.channel].kind in _COMMON

    def name_before(self, metric: MetricMention) -> str:
        """A proper name between a direction and the metric: "sell out Fjordfest, 400 tickets"."""
        words, last_verbs = self.tokens.words, self.lexicon.verbs_last
        if last_verbs and self.index(metric.start) > 1 and words[1].endswith(last_verbs):
            return self.tokens.slice(0, 0) if self._is_content(0) else ""
        ways = [last for _, last, _ in self.directions]
        for i in range(1, self.index(metric.start)):
            if any(0 < i - last <= _PARTICLE for last in ways) and (name := self.named(i)):
                return name
        return ""

    def subject_of(self, metric: MetricMention) -> str:
        """Who or what does what the metric's verb says: "gift cards" that sell themselves."""
        words, lexicon = self.tokens.words, self.lexicon
        at = self.index(metric.start)
        near = [i for i in (at - 1, at - 2) if i > 0 and words[i] in lexicon.relatives]
        if not near:
            return ""
        end = first = near[0]
        while first and self._is_content(first - 1):
            first -= 1
        return self.tokens.slice(first, end - 1) if first < end else ""

    def _is_name(self, i: int) -> bool:
        """Whether token `i` is written as a name, in a text whose words are not all so written."""
        tokens = self.tokens
        if i == 0 or self._ends(i - 1) or not self._is_content(i):
            return False
        return tokens.text[tokens.starts[i]].isupper() and not self._is_title
