"""A goal and all that was given with it, read once, for the checks to look at."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence, Set
from datetime import date
from functools import cache, cached_property
from statistics import fmean
from typing import TypeVar

from rewriter.facts.cardinals import read_cardinal
from rewriter.facts.deadlines import deadline_spans, read_deadlines
from rewriter.facts.lexicon import Lexicons
from rewriter.facts.metrics import ChannelMention, MetricMention, find_channels, find_metrics
from rewriter.facts.numbers import read_quantities
from rewriter.facts.shares import as_share
from rewriter.facts.tokens import Tokens, tokens_of
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

T = TypeVar("T")
_STEM = 4  # letters that two forms of a word share at the least


@cache
def _judging_lists(code: str) -> Lexicons:
    """The word lists of `languages.judging`, ready to look up."""
    return Lexicons(dict(load_pack(code).judging))


def _facts(
    tokens: Tokens, pack: Pack, today: date, options: Options
) -> tuple[list[Deadline], list[tuple[int, int]], list[Quantity]]:
    deadlines = read_deadlines(tokens, pack, today, options.locale, options.fiscal_year_start)
    spans = deadline_spans(tokens, pack)
    return deadlines, spans, read_quantities(tokens, pack, spans)


class Passage:
    """One text - a field, the source, a piece of context - and what was read from it."""

    def __init__(self, where: str, text: str, pack: Pack, today: date, options: Options) -> None:
        self.where = where
        self.text = text
        self.pack = pack
        self._today, self._options = today, options
        self._hits: dict[str, list[tuple[int, int]]] | None = None
        self.tokens = tokens_of(text)
        given = (pack.code, today, options.locale, options.fiscal_year_start)
        self.deadlines, self.time_spans, self.quantities = self._once(
            ("facts", *given), lambda: _facts(self.tokens, pack, today, options)
        )

    def _once(self, key: tuple[object, ...], work_out: Callable[[], T]) -> T:
        """What was worked out for another passage with the same text, or is now."""
        memo = self.tokens.memo
        found: T | None = memo.get(key)
        if found is None:
            found = memo[key] = work_out()
        return found

    @property
    def metrics(self) -> list[MetricMention]:
        """The metrics that the text names."""
        return self._once(("metrics", self.pack.code), lambda: find_metrics(self.tokens, self.pack))

    def channels(self) -> list[ChannelMention]:
        """The channels that the text names."""
        return self._once(
            ("channels", self.pack.code), lambda: find_channels(self.tokens, self.pack)
        )

    def hits(self, name: str) -> list[tuple[int, int]]:
        """Token ranges where words of the list `name` of `languages.judging` stand."""
        code = self.pack.code
        if self._hits is None:
            self._hits = self._once(("hits", code), lambda: _judging_lists(code).find(self.tokens))
        return self._hits.get(name, [])

    def has(self, name: str) -> bool:
        """Whether any word of the list stands in the text."""
        return bool(self.hits(name))

    def inside(self, start: int, end: int) -> list[Deadline]:
        """The deadlines that a part of the text would name on its own."""
        part = tokens_of(self.text[start:end])
        fiscal = self._options.fiscal_year_start
        return read_deadlines(part, self.pack, self._today, self._options.locale, fiscal)

    def evidence(self, start: int, end: int) -> Evidence:
        """Characters `start` to `end` of this text."""
        return Evidence(where=self.where, start=start, end=end, text=self.text[start:end])

    def evidence_of(self, hit: tuple[int, int]) -> Evidence:
        """A token range as evidence."""
        return self.evidence(self.tokens.starts[hit[0]], self.tokens.ends[hit[1]])

    def numbers(self) -> Sequence[float]:
        """Every number in the text, whatever it measures."""
        return self._numbers

    @cached_property
    def _numbers(self) -> tuple[float, ...]:
        measured = (value for quantity in self.quantities for value in values_of(quantity))
        return (*measured, *self.spans_of_time)

    @cached_property
    def spans_of_time(self) -> list[float]:
        """Numbers that belong to a date or duration: "in 7 months"."""
        return [value for value, *_ in self._numbers_in_time]

    def numbers_in_time(self) -> list[Evidence]:
        """Numbers that belong to a date or duration, and so measure nothing."""
        starts, ends = self.tokens.starts, self.tokens.ends
        return [self.evidence(starts[i], ends[end - 1]) for _, i, end in self._numbers_in_time]

    @cached_property
    def _numbers_in_time(self) -> list[tuple[float, int, int]]:
        """The first number of each time: its value, first token, and end."""
        found = []
        starts = self.tokens.starts
        for start, end in self.time_spans:
            for i in range(bisect_left(starts, start), bisect_left(starts, end)):
                number = read_cardinal(self.tokens, i, self.pack.numbers)
                if number:
                    found.append((float(number[0]), i, number[1]))
                    break
        return found

    def whole(self) -> Evidence:
        """All of the text."""
        return self.evidence(0, len(self.text))

    @property
    def content_words(self) -> frozenset[str]:
        """Words that carry content: no articles, pronouns, digits or signs."""
        return self._once(("content", self.pack.code), self._content_words)

    def _content_words(self) -> frozenset[str]:
        words = list(self.tokens.words)
        for first, last in self.hits("filler"):
            words[first : last + 1] = [""] * (last + 1 - first)
        return frozenset([word for word in set(words) if len(word) > 1 and word[0].isalpha()])


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

    @cached_property
    def written_values(self) -> set[float]:
        """All numbers of the goal's fields."""
        return {value for passage in self.fields.values() for value in passage.numbers()}

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
        return list(self._given_values)

    @cached_property
    def _given_values(self) -> list[float]:
        numbers = [value for passage in self.given() for value in passage.numbers()]
        numbers += [q.scale for passage in self.given() for q in passage.quantities if q.scale]
        history = self.context.history
        return [*numbers, *history, *([fmean(history), sum(history)] if history else [])]

    @cached_property
    def percents(self) -> frozenset[float]:
        """All percentages, given or written: only these can be taken of something."""
        passages = (*self.given(), *self.fields.values(), *self.assumptions)
        return frozenset(q.value for one in passages for q in one.quantities if q.kind == "percent")

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


def baselines(case: Case) -> Iterator[float]:
    """Where the metric stands now, as given or as the goal says."""
    if given := case.context_texts.get("baseline"):
        yield from given.numbers()
    for passage in case.fields.values():
        yield from (q.value for q in passage.quantities if q.role == "baseline")


class Known:
    """Words, ready to be asked whether one or another form of it is among them.

    >>> "kunder" in Known({"kundene"}), "kunst" in Known({"kundene"})
    (True, False)
    """

    def __init__(self, words: Set[str]) -> None:
        self._words = words
        self._stems = {_stem(word) for word in words if len(word) > _STEM}

    def __contains__(self, word: str) -> bool:
        return word in self._words or (len(word) > _STEM and _stem(word) in self._stems)


def _stem(word: str) -> str:
    return word[: max(_STEM, len(word) - 3)]


def stem_shared(word: str, words: Set[str]) -> bool:
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
    """The one or two numbers of a quantity; of a part told in words its per cent as well."""
    ends = [quantity.value]
    if quantity.value_hi is not None:
        ends.append(quantity.value_hi)
    if quantity.kind == "ratio" and (share := as_share(quantity).value) != quantity.value:
        ends.append(share)
    return ends


def main_target(quantities: Sequence[Quantity]) -> Quantity | None:
    """The quantity marked as target, else the first that is not a starting point."""
    for quantity in quantities:
        if quantity.role == "target":
            return quantity
    return next((quantity for quantity in quantities if quantity.role != "baseline"), None)
