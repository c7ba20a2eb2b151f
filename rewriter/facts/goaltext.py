"""The text of a rough goal with each token put down to what it is there for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date

from rewriter.facts.deadlines import deadline_spans, read_deadlines
from rewriter.facts.goalwords import Direction, find_actions, find_directions, goal_lexicon
from rewriter.facts.lexicon import Lexicon
from rewriter.facts.metrics import ChannelMention, MetricMention, find_channels, find_metrics
from rewriter.facts.numbers import read_quantities
from rewriter.facts.spelling import correct_spelling
from rewriter.facts.standing import stands
from rewriter.facts.tokens import Tokens
from rewriter.languages.metrics import metric_table
from rewriter.languages.pack import Pack
from rewriter.schemas import Options, Quantity, Span

_SENTENCE_ENDS = frozenset(".!?")
_CLAUSE = 3  # words of a relative clause at least: "som mulig" is none
_BREAKS = frozenset(",:()–")
# Kinds of channel that are named for where people come from, or not at all.
_PASSING = frozenset({"search", "ads"})


class GoalText:
    """Deadlines, numbers, clauses, metrics and directions of one goal, in the user's own words.

    A token belongs to a time, a number, a reason ("so that …"), a means ("by …") or the body, in
    which metric, direction and channel are looked for.
    """

    def __init__(self, text: str, pack: Pack, today: date, options: Options) -> None:
        self.lexicon = goal_lexicon(pack.code)
        self.tokens = tokens = Tokens(correct_spelling(text, pack))
        self._today = today
        self.deadlines = read_deadlines(
            tokens, pack, today, options.locale, options.fiscal_year_start
        )
        time_spans = [*deadline_spans(tokens, pack), *((d.start, d.end) for d in self.deadlines)]
        self.quantities = read_quantities(tokens, pack, time_spans)
        self._labels = [""] * len(tokens)
        for start, end in time_spans:
            self._label("time", start, end)
        for quantity in self.quantities:
            self._label("number", quantity.start, quantity.end)
        self.channels = find_channels(tokens, pack)
        self.metrics = find_metrics(tokens, pack)
        self.reason = self._clause("reason", self.lexicon.reasons)
        self.lever = self._clause("lever", self.lexicon.levers)
        self.metrics = [m for m in self.metrics if self._in_body(m.start)]
        self.actions = [a[2] for a in find_actions(tokens, pack) if self._labels[a[0]] == ""]
        self.directions = [
            d
            for d in find_directions(tokens, pack)
            if self._labels[d[0]] == "" and not self._within(self.metrics, d[0])
        ]
        if not self.directions and self.metrics:
            self.directions = [d for d in find_directions(tokens, pack) if d[2] in ("up", "down")]

    def index(self, offset: int) -> int:
        """The first token that begins at or after `offset`."""
        return bisect_left(self.tokens.starts, offset)

    def numbers(self) -> tuple[Quantity | None, Quantity | None]:
        """Target and starting point among the numbers outside means and reasons."""
        body = [q for q in self.quantities if self._labels[self.index(q.start)] == "number"]
        tokens = self.tokens
        hits = self.lexicon.present.find(tokens)
        facts = [
            q
            for q in body
            if q.role == "baseline"
            or (q.role is None and stands(q, body, tokens, hits, self.lexicon))
        ]
        baseline = next((q for q in facts if q.role == "baseline"), facts[0] if facts else None)
        target = next((q for q in body if q.role == "target"), None)
        if target is None:
            target = next((q for q in body if q.role is None and q not in facts), None)
        if baseline is not None and hits:
            # "Only 4.1 today" says where things stand, and not by when.
            self.deadlines = [
                d
                for d in self.deadlines
                if d.date > self._today
                or not any(tokens.starts[i] < d.end and d.start < tokens.ends[j] for i, j in hits)
            ]
        return target, baseline

    def direction(self, metric: MetricMention | None) -> tuple[Direction | None, int]:
        """The direction nearest before the metric, else the first; and its last token."""
        if not self.directions:
            return None, -1
        strong = [d for d in self.directions if d[2] != "reach"] or self.directions
        before = [d for d in strong if metric and self.tokens.starts[d[0]] < metric.start]
        _, last, direction = before[-1] if before else strong[0]
        return direction, last

    def keep_channels(self, name: str | None) -> None:
        """Drop the channels that are none for the metric `name`: its event, a rating's Google.

        What they are called then stays among the user's own words.
        """
        if name is None:
            return
        facts, table = metric_table().metrics[name], metric_table().channels
        own = [m for m in self.metrics if m.metric == name]
        self.channels = [
            channel
            for channel in self.channels
            for kind in [table[channel.channel].kind]
            if not (kind == "event" and facts.home == "event")
            and (kind not in _PASSING or kind in facts.via or facts.home == "website")
            and not (kind == "search" and self._within(own, self.index(channel.start)))
        ]

    def channel(self, home: str | None, taken: str) -> str | None:
        """The channel of the body, rather not the metric's own; none inside the words `taken`."""
        named = [
            channel.channel
            for channel in self.channels
            if self._in_body(channel.start) and channel.text not in taken
        ]
        return next((name for name in named if name != home), named[0] if named else None)

    def modifier(self, metric: MetricMention) -> str:
        """Words right before the metric that belong to it: "qualified" in "qualified leads"."""
        stop = first = self.index(metric.start)
        while first and self._is_content(first - 1):
            first -= 1
        return self.tokens.slice(first, stop - 1) if first < stop else ""

    def noun(self, at: int, target: Quantity | None) -> str:
        """What is counted, where it is no known metric: "podcast listeners".

        `at` is the last token of the direction, -1 where there is none.
        """
        if target and target.kind == "count":
            return self.counted(target)
        if at < 0:
            return ""
        word, noun = self.tokens.words[at], self.phrase(at + 1)
        if word in self.lexicon.countable:
            return noun
        plural = noun.lower().endswith(self.lexicon.plural_endings)
        return noun if plural and word in self.lexicon.maybe_countable else ""

    def counted(self, target: Quantity) -> str:
        """The words behind a number, else what the number's reader took for its unit."""
        return self.phrase(self.index(target.end)) or (target.unit or "")

    def phrase(self, first: int) -> str:
        """The user's own words from token `first` to the next preposition, filler or sign."""
        words, lexicon = self.tokens.words, self.lexicon
        skipped = lexicon.fillers | lexicon.new
        while first < len(words) and self._labels[first] == "" and words[first] in skipped:
            first += 1
        end = first
        stops = lexicon.links | lexicon.fillers | lexicon.relatives
        while end < len(words) and self._labels[end] == "" and words[end] not in stops:
            if not (words[end].isalnum() or (words[end] == "-" and self.tokens.glued(end))):
                break
            end += 1
        return self.tokens.slice(first, end - 1) if end > first else ""

    def detail(self, after: Span) -> str:
        """The phrase that a preposition ties to what stands before it, less the channel."""
        words, links = self.tokens.words, self.lexicon.links
        openers = links | self.lexicon.relatives
        first = self.index(after.end)
        while first < len(words) and self._labels[first] == "" and words[first] not in openers:
            if not words[first][0].isalpha():
                return ""
            first += 1
        end = first
        while end < len(words) and self._labels[end] == "" and words[end] not in _BREAKS:
            if self._ends(end):
                break
            end += 1
        if end <= first:
            return ""
        if first + 1 < len(words) and words[first + 1] in self.lexicon.periods:
            first += 2  # "per week": the number has taken it
        if end <= first or (end - first < _CLAUSE and words[first] not in links):
            return ""
        named = [(self.index(c.start), self.index(c.end)) for c in self.channels]
        for at, past in named:
            if first <= at < end:
                return self._around(first, at, past, end)
        return self._trimmed(first, end)

    def span_of(self, phrase: str) -> Span:
        """Where a phrase of the user's own stands."""
        start = self.tokens.text.find(phrase)
        return Span(start=start, end=start + len(phrase), text=phrase)

    def elsewhere(self, name: str | None) -> str | None:
        """The metric that is meant where the text names a channel: visitors, but of a shop."""
        others = metric_table().metrics[name].elsewhere if name else {}
        named = [c.channel for c in self.channels if self._in_body(c.start)]
        return next((others[channel] for channel in named if channel in others), name)

    def launched(self, at: int) -> str:
        """What stands behind a word of launching, up to a time or a number."""
        while at + 1 < len(self.tokens) and self.tokens.words[at + 1] in self.lexicon.links:
            at += 1  # "launch of", "lancering af"
        end = at + 1
        while (
            end < len(self.tokens) and self._labels[end] == "" and self.tokens.words[end].isalpha()
        ):
            end += 1
        return self.tokens.slice(at + 1, end - 1) if end > at + 1 else ""

    def is_direction(self, i: int) -> bool:
        """Whether token `i` says more or less."""
        return any(first <= i <= last and d in ("up", "down") for first, last, d in self.directions)

    def _around(self, first: int, at: int, past: int, end: int) -> str:
        """What is tied to the metric before and behind the channel at tokens `at` to `past`."""
        words, lexicon = self.tokens.words, self.lexicon
        before = at
        loose = lexicon.fillers | lexicon.links | lexicon.openers
        while before > first and words[before - 1] in loose:
            before -= 1
        head = self._trimmed(first, before)
        tail = ""
        if past < end and words[past] in lexicon.links:
            rest = [c for c in self.channels if past <= self.index(c.start) < end]
            tail = "" if rest else self._trimmed(past, end)
        return " ".join(filter(None, (head, tail)))

    def _trimmed(self, first: int, end: int) -> str:
        words, links = self.tokens.words, self.lexicon.links
        while end > first and words[end - 1] in links:
            end -= 1
        return self.tokens.slice(first, end - 1) if end - first > 1 else ""

    def _label(self, label: str, start: int, end: int) -> None:
        for i in range(max(0, self.index(start + 1) - 1), self.index(end)):
            if self.tokens.ends[i] > start:
                self._labels[i] = label

    def _in_body(self, offset: int) -> bool:
        return self._labels[max(0, self.index(offset + 1) - 1)] in ("", "number")

    def _within(self, spans: list[MetricMention] | list[ChannelMention], i: int) -> bool:
        # The spans are in order and apart: only the last that begins before can hold the token.
        start = self.tokens.starts[i]
        at = bisect_right(spans, start, key=lambda span: span.start) - 1
        return at >= 0 and start < spans[at].end

    def _ends(self, i: int) -> bool:
        """Whether a sentence ends with token `i`."""
        word = self.tokens.words[i]
        if word not in _SENTENCE_ENDS:
            return False
        after = self.tokens.text[self.tokens.starts[i + 1]] if i + 1 < len(self.tokens) else ""
        return word != "." or not after or after.isupper()

    def _clause(self, label: str, openers: Lexicon) -> str:
        """The first clause that begins with one of the openers; its tokens get the label."""
        tokens, labels = self.tokens, self._labels
        for first, last in openers.find(tokens):
            if labels[first] or last + 1 >= len(tokens) or labels[last + 1]:
                continue
            if self._within(self.metrics, first):
                continue  # the "through" of "click-through rate"
            end = last + 1
            while end < len(tokens) and labels[end] in ("", "number") and not self._ends(end):
                if first == 0 and tokens.words[end] == ",":
                    break
                end += 1
            while tokens.words[end - 1] in (",", "-", "–"):
                end -= 1
            if all(self._is_channel(i) for i in range(last + 1, end)):
                continue
            labels[first:end] = [label] * (end - first)
            return tokens.slice(first, end - 1)
        return ""

    def _is_channel(self, i: int) -> bool:
        return self._within(self.channels, i) or self.tokens.words[i] in self.lexicon.fillers

    def _is_content(self, i: int) -> bool:
        word = self.tokens.words[i]
        joined = self.tokens.glued(i) or (i + 1 < len(self.tokens) and self.tokens.glued(i + 1))
        return (
            self._labels[i] == ""
            and (word.isalpha() or (joined and word.isalnum()))
            and word not in self.lexicon.fillers
            and word not in self.lexicon.links
            and not any(first <= i <= last for first, last, _ in self.directions)
            and not self._within(self.channels, i)
            and not self._within(self.metrics, i)
        )
