"""A goal and all that was given with it, read once, for the checks to look at."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache, cached_property
from statistics import fmean

from rewriter.facts.cardinals import read_cardinal
from rewriter.facts.deadlines import deadline_spans, read_deadlines
from rewriter.facts.lexicon import Lexicon
from rewriter.facts.metrics import ChannelMention, MetricMention, find_channels, find_metrics
from rewriter.facts.numbers import read_quantities
from rewriter.facts.tokens import Tokens
from rewriter.languages.pack import Pack, load_pack
from rewriter.schemas import (
    FIELDS,
    Deadline,
    Evidence,
    FieldName,
    GoalContext,
    Letter,
    Options,
    Quantity,
    SmartGoal,
)

_STEM = 4  # letters that two forms of a word share at the least


@cache
def judging_lexicon(code: str, name: str) -> Lexicon:
    """One of the word lists of `languages.judging`, ready to look up."""
    return Lexicon(getattr(load_pack(code).judging, name))


class Passage:
    """One text - a field, the source, a piece of context - and what was read from it."""

    def __init__(self, where: str, text: str, pack: Pack, today: date, options: Options) -> None:
        self.where = where
        self.text = text
        self.pack = pack
        self.tokens = Tokens(text)
        self.deadlines: list[Deadline] = read_deadlines(
            self.tokens, pack, today, options.locale, options.fiscal_year_start
        )
        self.time_spans: list[tuple[int, int]] = deadline_spans(self.tokens, pack)
        self.quantities: list[Quantity] = read_quantities(self.tokens, pack, self.time_spans)
        self._metrics: list[MetricMention] | None = None
        self._hits: dict[str, list[tuple[int, int]]] = {}

    @property
    def metrics(self) -> list[MetricMention]:
        """The metrics that the text names."""
        if self._metrics is None:
            self._metrics = find_metrics(self.tokens, self.pack)
        return self._metrics

    def channels(self) -> list[ChannelMention]:
        """The channels that the text names."""
        return find_channels(self.tokens, self.pack)

    def hits(self, name: str) -> list[tuple[int, int]]:
        """Token ranges where words of the list `name` of `languages.judging` stand."""
        found = self._hits.get(name)
        if found is None:
            found = self._hits[name] = judging_lexicon(self.pack.code, name).find(self.tokens)
        return found

    def has(self, name: str) -> bool:
        """Whether any word of the list stands in the text."""
        return bool(self.hits(name))

    def evidence(self, start: int, end: int) -> Evidence:
        """Characters `start` to `end` of this text."""
        return Evidence(where=self.where, start=start, end=end, text=self.text[start:end])

    def evidence_of(self, hit: tuple[int, int]) -> Evidence:
        """A token range as evidence."""
        return self.evidence(self.tokens.starts[hit[0]], self.tokens.ends[hit[1]])

    def numbers(self) -> list[float]:
        """Every number in the text, whatever it measures."""
        found = [value for quantity in self.quantities for value in values_of(quantity)]
        for place in self.numbers_in_time():
            i = bisect_left(self.tokens.starts, place.start)
            if number := read_cardinal(self.tokens, i, self.pack.numbers):
                found.append(number[0])
        return found

    def numbers_in_time(self) -> list[Evidence]:
        """Numbers that belong to a date or duration, and so measure nothing."""
        found = []
        starts, ends = self.tokens.starts, self.tokens.ends
        for start, end in self.time_spans:
            for i in range(bisect_left(starts, start), bisect_left(starts, end)):
                number = read_cardinal(self.tokens, i, self.pack.numbers)
                if number:
                    found.append(self.evidence(starts[i], ends[number[1] - 1]))
                    break
        return found

    def whole(self) -> Evidence:
        """All of the text."""
        return self.evidence(0, len(self.text))

    def content_words(self) -> set[str]:
        """Words that carry content: no articles, pronouns, digits or signs."""
        filler: set[int] = set()
        for first, last in self.hits("filler"):
            filler.update(range(first, last + 1))
        return {
            word
            for i, word in enumerate(self.tokens.words)
            if i not in filler and word[0].isalpha() and len(word) > 1
        }


class Case:
    """What a check may look at."""

    def __init__(
        self,
        goal: SmartGoal,
        *,
        pack: Pack,
        today: date,
        source: str | None,
        context: GoalContext,
        options: Options,
    ) -> None:
        self.goal = goal
        self.pack = pack
        self.today = today
        self.context = context
        self.options = options
        self.fields: dict[FieldName, Passage] = {
            name: self._passage(name, text)
            for name in FIELDS
            if (text := getattr(goal, name)).strip()
        }
        self.source = self._passage("source", source) if source else None
        self.context_texts: dict[str, Passage] = {
            name: self._passage("context", text)
            for name, text in context
            if isinstance(text, str) and text.strip()
        }

    @cached_property
    def assumptions(self) -> list[Passage]:
        """What was taken for granted, as far as it holds a number."""
        return [
            self._passage("assumptions", assumption.text) for assumption in self.goal.assumptions
        ]

    def _passage(self, where: str, text: str) -> Passage:
        return Passage(where, text, self.pack, self.today, self.options)

    def letter(self, name: Letter) -> Passage | None:
        """The letter's own text, or the closing sentence where the letter is not written."""
        return self.fields.get(name) or self.fields.get("statement")

    def given(self) -> Iterator[Passage]:
        """What the user said."""
        if self.source:
            yield self.source
        yield from self.context_texts.values()

    @cached_property
    def own_words(self) -> set[str]:
        """Words of the goal's own metric, as source, specific and measurable name it."""
        own: set[str] = set()
        target = self.target
        for passage in (self.source, self.fields.get("specific"), target[0] if target else None):
            if passage:
                for metric in passage.metrics[:1]:
                    own.update(metric.text.lower().split())
        return own

    def given_values(self) -> list[float]:
        """All numbers that the user stated, past results and their mean and sum included."""
        numbers = [value for passage in self.given() for value in passage.numbers()]
        history = self.context.history
        return [*numbers, *history, *([fmean(history), sum(history)] if history else [])]

    @property
    def target(self) -> tuple[Passage, Quantity] | None:
        """The number to be reached: from the measurable letter, else the sentence."""
        for name in ("measurable", "statement", "specific"):
            passage = self.fields.get(name)
            if passage and (quantity := main_target(passage.quantities)):
                return passage, quantity
        return None

    @property
    def deadline(self) -> tuple[Passage, Deadline] | None:
        """The day by which: from the time-bound letter, else the sentence; the latest one there."""
        passage = self.letter("time_bound")
        if passage and passage.deadlines:
            return passage, max(passage.deadlines, key=lambda deadline: deadline.date)
        return None


def stem_known(word: str, words: set[str]) -> bool:
    """Whether the word or another form of it ("kunder", "kundene") is among the words."""
    if word in words:
        return True
    stem = word[: max(_STEM, len(word) - 3)]
    return len(word) > _STEM and any(
        len(one) > _STEM and one[: max(_STEM, len(one) - 3)] == stem for one in words
    )


def stem_shared(word: str, words: set[str]) -> bool:
    """Whether the word, another form or a compound of it ("svar", "svarstid") is among them."""
    if word in words:
        return True
    stem = word[: max(_STEM, len(word) - 2)]
    return len(word) >= _STEM and any(
        one.startswith(stem) or (len(stem) > _STEM and stem in one) or _holds(word, one)
        for one in words
    )


def _holds(word: str, one: str) -> bool:
    """Whether `one` is a part of the compound `word`."""
    stem = one[: max(_STEM, len(one) - 2)]
    return len(one) > _STEM and stem in word


def values_of(quantity: Quantity) -> list[float]:
    """The one or two numbers of a quantity."""
    ends = (quantity.value, quantity.value_hi)
    return [value for value in ends if value is not None]


def main_target(quantities: Sequence[Quantity]) -> Quantity | None:
    """The quantity marked as target, else the first that is not a starting point."""
    for quantity in quantities:
        if quantity.role == "target":
            return quantity
    return next((quantity for quantity in quantities if quantity.role != "baseline"), None)
