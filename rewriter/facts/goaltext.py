"""The text of a rough goal with each token put down to what it is there for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date

from rewriter.facts.deadlines import deadline_spans, read_deadlines
from rewriter.facts.goalwords import (
    Direction,
    clock_units,
    find_actions,
    find_directions,
    goal_lexicon,
)
from rewriter.facts.lexicon import Lexicon
from rewriter.facts.metrics import ChannelMention, MetricMention, find_channels, find_metrics
from rewriter.facts.numbers import read_quantities
from rewriter.facts.shares import as_share
from rewriter.facts.spelling import correct_spelling
from rewriter.facts.standing import stands
from rewriter.facts.timespent import find_time_spent
from rewriter.facts.tokens import tokens_of
from rewriter.languages.pack import Pack
from rewriter.schemas import Options, Quantity, Span

_SENTENCE_ENDS = frozenset(".!?")
_APOSTROPHES = frozenset("'’")
_COUNTED = 2  # tokens behind a number that may be what it counts
_OWNED = 3  # tokens from a genitive to what is had: "our users' average rating"
_NAMES = 2  # words in capitals that may stand for themselves
_BREAKS = frozenset(",:()–")


def _is_model(quantity: Quantity) -> bool:
    """Whether the multiple is part of a name: "Trek X2", but not "Double the leads"."""
    text = quantity.text
    return quantity.kind == "multiple" and text[0].isupper() and not text.isalpha()


class GoalText:
    """Deadlines, numbers, clauses, metrics and directions of one goal, in the user's own words.

    A token belongs to a time, a number, a reason ("so that …"), a means ("by …") or the body, in
    which metric, direction and channel are looked for.
    """

    def __init__(self, text: str, pack: Pack, today: date, options: Options) -> None:
        self._code = pack.code
        self.lexicon = goal_lexicon(pack.code)
        # Capitals throughout are shouted; a word or two may be names.
        text = text.lower() if text.isupper() and len(text.split()) > _NAMES else text
        self.tokens = tokens = tokens_of(correct_spelling(text, pack))
        initials = [tokens.text[i].isupper() for i in tokens.starts if tokens.text[i].isalpha()]
        self._is_title = sum(initials) * 2 > len(initials)  # "More Leads From Trade Fairs"
        self._today = today
        self.deadlines = read_deadlines(
            tokens, pack, today, options.locale, options.fiscal_year_start
        )
        time_spans = [*deadline_spans(tokens, pack), *((d.start, d.end) for d in self.deadlines)]
        self.quantities = [
            as_share(quantity)
            for quantity in read_quantities(tokens, pack, time_spans)
            if not _is_model(quantity)
        ]
        self._labels = [""] * len(tokens)
        for start, end in time_spans:
            self._label("time", start, end)
        for quantity in self.quantities:
            self._label("number", quantity.start, quantity.end)
        self.channels = find_channels(tokens, pack)
        self.metrics = find_metrics(tokens, pack)
        span = find_time_spent(tokens, self._labels, self.lexicon, self.metrics, pack)
        self.spent = tokens.slice(span[0], span[1] - 1) if span else ""
        if span:
            self._labels[slice(*span)] = ["spent"] * (span[1] - span[0])
        self.reason = self._clause("reason", self.lexicon.reasons)
        self.lever = self._clause("lever", self.lexicon.levers)
        self.metrics = [m for m in self.metrics if self._in_body(m.start)]
        self.actions = [a for a in find_actions(tokens, pack) if self._labels[a[0]] == ""]
        self.directions = [
            d
            for d in find_directions(tokens, pack)
            if self._labels[d[0]] == "" and not self._within(self.metrics, d[0])
        ]
        self.directions = sorted([*self.directions, *self._spoken_multiples()])
        if not self.directions and self.metrics:
            self.directions = [d for d in find_directions(tokens, pack) if d[2] in ("up", "down")]
        for quantity in self.quantities:
            if self._is_origin(quantity):
                self._label("", quantity.start, quantity.end)
        self.metrics = [m for m in self.metrics if not (self._is_longer(m) or self._is_beside(m))]

    def _spoken_multiples(self) -> Iterator[tuple[int, int, Direction]]:
        """Multiples that are verbs say which way, too: "double", "halve"."""
        for quantity in self.quantities:
            if quantity.kind == "multiple" and quantity.text.isalpha():
                i = self.index(quantity.start)
                if self._labels[i] == "number":
                    yield i, i, "up" if quantity.value > 1 else "down"

    def index(self, offset: int) -> int:
        """The first token that begins at or after `offset`."""
        return bisect_left(self.tokens.starts, offset)

    def numbers(self) -> tuple[Quantity | None, Quantity | None]:
        """Target and starting point among the numbers outside means and reasons."""
        body = [q for q in self.quantities if self._labels[self.index(q.start)] == "number"]
        body = [q for q in body if not self._is_beside(q) or q.kind != "count" or q.role]
        body = [q for q in body if not self._is_age(q)]
        tokens = self.tokens
        hits = self.lexicon.present.find(tokens)
        facts = [
            q
            for q in body
            if q.role == "baseline"
            or (q.role is None and self._starts(q))
            or (
                q.role is None
                and q.kind != "multiple"  # "twice as many as today"
                and stands(q, body, tokens, hits, self.lexicon)
            )
        ]
        loose = [q for q in body if q.role is None and q not in facts]
        if not facts and len(loose) == len(body) and self._is_followed(loose):
            facts = loose[:1]
        baseline = next((q for q in facts if q.role == "baseline"), facts[0] if facts else None)
        target = next((q for q in body if q.role == "target"), None)
        if target is None:
            target = next((q for q in body if q.role is None and q not in facts), None)
        others = [q for q in body if q is not target and q not in facts]
        relative = target is not None and target.kind in ("percent", "multiple")
        if baseline is None and relative and len(others) == 1:
            figure = others[0]  # "15% up from 289", and not "in 3 shops"
            counts = figure.kind == "count" and figure.unit is not None
            baseline = None if counts or figure.kind == "percent" else figure
        if (baseline is not None or relative) and hits:
            # "Only 4.1 today" says where things stand, as "twice today's" does, not by when.
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
        for first, end, way in [] if before else strong[1:]:
            if first == last + 1 and way in (direction, "up", "down"):
                last, direction = end, way  # "attract more"
        return direction, last

    def named_channels(self, home: str | None, taken: str) -> tuple[str, ...]:
        """The channels of the body, but for the metric's own where there are others.

        None of those inside the words `taken`.
        """
        named = dict.fromkeys(
            channel.channel
            for channel in self.channels
            if self._in_body(channel.start) and channel.text not in taken
        )
        return tuple(name for name in named if name != home) or tuple(named)

    def in_time(self, quantity: Quantity | None) -> bool:
        """Whether the number counts minutes or the like."""
        unit = quantity.unit if quantity and quantity.kind == "count" else None
        return unit is not None and unit.lower().strip(".") in clock_units(self._code)

    def is_direction(self, i: int) -> bool:
        """Whether token `i` says more or less."""
        return any(first <= i <= last and d in ("up", "down") for first, last, d in self.directions)

    def _starts(self, quantity: Quantity) -> bool:
        """Whether the number is where something comes from, without a "to": "down from $4.50"."""
        first = self.index(quantity.start)
        comes = first and self.tokens.words[first - 1] in self.lexicon.from_words
        return bool(comes) and (quantity.kind in ("money", "percent") or quantity.unit is None)

    def _is_followed(self, figures: list[Quantity]) -> bool:
        """Whether the first of two figures is left: "40 a month, it should go down to 20"."""
        if len(figures) != 2 or figures[0].kind != figures[1].kind or figures[1].unit:
            return False
        words, lexicon = self.tokens.words, self.lexicon
        first, after = self.index(figures[0].start), self.index(figures[0].end)
        last = self.index(figures[1].start)
        arrives = words[last - 1] in lexicon.change_to
        return (
            arrives
            and lexicon.modals.isdisjoint(words[:first])
            and not lexicon.modals.isdisjoint(words[after:last])
        )

    def _is_origin(self, quantity: Quantity) -> bool:
        """Whether the number counts those from whom it comes: "leads from 40 hotels"."""
        words, first = self.tokens.words, self.index(quantity.start)
        if quantity.kind != "count" or quantity.unit is None or self.in_time(quantity):
            return False
        before = first and words[first - 1] in self.lexicon.from_words
        after = self.index(quantity.end)
        counted = {*quantity.unit.split(), *words[after : after + _COUNTED]}
        ends = [m for m in self.metrics if m.end <= quantity.start]
        own = any(m.start >= quantity.start for m in self.metrics)
        alone = self.quantities[-1] is quantity
        return bool(before and ends and alone and not own) and self.lexicon.periods.isdisjoint(
            counted
        )

    def _is_age(self, quantity: Quantity) -> bool:
        """Whether the number says how old people are: "customers over 60 years"."""
        after = self.index(quantity.end)
        years = after < len(self.tokens) and self.tokens.words[after] in self.lexicon.periods
        return years and quantity.kind == "count" and quantity.role is None and quantity.value > 12

    def _is_longer(self, metric: MetricMention) -> bool:
        """Whether the metric is but the first part of another: "the sales team", "users' NPS"."""
        words, after = self.tokens.words, self.index(metric.end)
        if after >= len(words):
            return False
        if words[after] in _APOSTROPHES and self.tokens.glued(after):
            quoted = any(word in _APOSTROPHES for word in words[: self.index(metric.start)])
            near = range(after + 1, after + 1 + _OWNED)
            return not quoted and any(self.index(m.start) in near for m in self.metrics)
        return words[after] in self.lexicon.longer

    def _is_beside(self, span: Span) -> bool:
        """Whether the words only say among whom, or are the first part of a longer name.

        "The use of the app among customers over 60" is no goal about customers, nor about 60.
        """
        words, lexicon = self.tokens.words, self.lexicon
        first, after = self.index(span.start), self.index(span.end)
        if after + 1 < len(words) and words[after] == "-" and self.tokens.glued(after + 1):
            return True  # "trial-to-paid conversion"
        i = first - 1
        while i > 0 and words[i] not in lexicon.among and self._labels[i] in ("", "number"):
            if words[i] in _SENTENCE_ENDS or words[i] in _BREAKS:
                return False
            i -= 1
        if i <= 0 or words[i] not in lexicon.among:
            return False
        return any(
            self._labels[j] == ""
            and words[j].isalpha()
            and words[j] not in lexicon.fillers
            and not any(at <= j <= end for at, end, _ in self.directions)
            for j in range(i)
        )

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
            if first and tokens.words[first - 1] in self.lexicon.ends:
                continue  # "i stedet for at"
            if self._within(self.metrics, first):
                continue  # the "through" of "click-through rate"
            end = last + 1
            while end < len(tokens) and labels[end] in ("", "number") and not self._ends(end):
                if tokens.words[end] == "," and (first == 0 or self._arrives(end + 1)):
                    break
                end += 1
            while tokens.words[end - 1] in (",", "-", "–") or (
                end - 1 > last + 1 and tokens.words[end - 1] in self.lexicon.ends
            ):
                end -= 1  # "via our own site, that is"
            if all(self._is_channel(i) for i in range(last + 1, end)):
                continue
            labels[first:end] = [label] * (end - first)
            return tokens.slice(first, end - 1)
        return ""

    def _arrives(self, i: int) -> bool:
        """Whether token `i` leads to a figure that is to be reached: "…, down to £18"."""
        to = i + 1 < len(self.tokens) and self._labels[i + 1] == "number"
        return to and self.tokens.words[i] in self.lexicon.change_to

    def _is_channel(self, i: int) -> bool:
        return self._within(self.channels, i) or self.tokens.words[i] in self.lexicon.fillers
