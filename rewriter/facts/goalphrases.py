"""The user's own phrases in a rough goal: what is counted, what is tied to it, what is launched."""

from __future__ import annotations

from collections.abc import Sequence

from rewriter.facts.goaltext import GoalText
from rewriter.facts.metrics import MetricMention
from rewriter.facts.tokens import Tokens
from rewriter.schemas import Quantity, Span

_MEMBER = 4  # words of a member of a list, at most
_CLAUSE = 3  # words of a relative clause at least: "som mulig" is none
_BREAKS = frozenset(",:()–")


class GoalPhrases(GoalText):
    """Noun phrases and clauses of one goal, in the user's own words."""

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
        if self.is_unsaid(at):
            return ""
        noun = self.phrase(at + 1)
        return noun if self.counts(at, noun) else ""

    def is_unsaid(self, at: int) -> bool:
        """Whether token `at` is a "more" of people of whom no noun tells who they are.

        So it is before a preposition or a verb: "more to the fair", "more should know".
        """
        words, lexicon = self.tokens.words, self.lexicon
        behind = words[at + 1] if at + 1 < len(words) else ""
        unsaid = (lexicon.links - {lexicon.of}) | lexicon.infinitive | lexicon.modals
        return words[at] in lexicon.people and behind in unsaid

    def counts(self, at: int, noun: str) -> bool:
        """Whether the direction that ends with token `at` makes a number of the noun."""
        word = self.tokens.words[at]
        maybe = word in self.lexicon.maybe_countable or self._labels[at] == "number"
        if word in self.lexicon.countable or not maybe or not noun:
            return word in self.lexicon.countable
        *_, head = [w for w in noun.lower().split() if not self._is_participle(w)] or [""]
        return head.endswith(self.lexicon.plural_endings)

    def _is_participle(self, word: str) -> bool:
        return bool(self.lexicon.participles) and word.endswith(self.lexicon.participles)

    def counted(self, target: Quantity) -> str:
        """The words behind a number, else what the number's reader took for its unit."""
        return self.phrase(self.index(target.end)) or (target.unit or "")

    def gained(self, target: Quantity) -> str:
        """The word of growing behind a number: "more" in "200 more tickets", but no "new"."""
        after = self.index(target.end)
        said = after < len(self.tokens) and self.is_direction(after)
        return self.tokens.words[after] if said and target.value != 1 else ""

    def phrase(self, first: int) -> str:
        """The user's own words from token `first` to the next preposition, filler or sign."""
        first, end = self._phrase(first)
        return self.tokens.slice(first, end - 1) if end > first else ""

    def whole_phrase(self, first: int) -> str:
        """The same with "our" and "the" before it."""
        end = self._phrase(first)[1]
        words = self.tokens.words
        if first < end < len(words) and words[end] in self.lexicon.possessives:
            end += 1
        return self.tokens.slice(first, end - 1) if end > first else ""

    def remark(self, used: Sequence[Span | None], taken: str) -> str:
        """The phrase around the first number that is no part of the goal: "at a CPM below $5"."""
        for quantity in self.quantities:
            at = self.index(quantity.start)
            if self._labels[at] == "number" and quantity not in used and quantity.text not in taken:
                return self._around_number(at, [span for span in used if span])
        return ""

    def _around_number(self, at: int, used: Sequence[Span]) -> str:
        words, lexicon = self.tokens.words, self.lexicon
        fixed = {i for s in used for i in range(self.index(s.start), self.index(s.end))}
        signs = _BREAKS | frozenset(";.!?")

        def is_free(i: int) -> bool:
            if self._labels[i] == "number":
                return i not in fixed
            joins = words[i] in lexicon.ends or lexicon.joiners.hits(Tokens(words[i]))
            return self._labels[i] == "" and i not in fixed and words[i] not in signs and not joins

        first = last = at
        while first and is_free(first - 1):
            first -= 1
        while last + 1 < len(words) and is_free(last + 1):
            last += 1
        return self.tokens.slice(first, last)

    def in_body(self, i: int) -> bool:
        """Whether token `i` belongs to no time, number, means or reason."""
        return self._labels[i] == ""

    def rest(self, first: int) -> str:
        """The words from token `first` on, numbers included, to where the phrase ends."""
        words, end = self.tokens.words, first
        while end < len(words) and self._labels[end] in ("", "number"):
            if words[end] in _BREAKS or self._ends(end) or self._ends_phrase(end):
                break
            end += 1
        return self._trimmed(first, end) or self.whole_phrase(first)

    def behind(self, last: int) -> str:
        """The phrase that a preposition ties to token `last`."""
        start, end = self.tokens.starts[last], self.tokens.ends[last]
        return self.detail(Span(start=start, end=end, text=self.tokens.text[start:end]))

    def marks_infinitive(self, i: int) -> bool:
        """Whether token `i` is the "to" of an infinitive, and not that of "to the team"."""
        words, lexicon = self.tokens.words, self.lexicon
        if words[i] not in lexicon.infinitive or i + 1 >= len(words):
            return False
        after = self.tokens.text[self.tokens.starts[i + 1]]
        endings = lexicon.infinitive_endings
        if words[i] not in lexicon.links or (endings and words[i + 1].endswith(endings)):
            return True
        named = words[i + 1].endswith(lexicon.plural_endings) and not words[i + 1].endswith("ss")
        return not (named or words[i + 1] in lexicon.fillers or not after.islower())

    def topic(self, at: int) -> str:
        """What is to change, where nothing that can be counted was named: "emissions"."""
        behind = self.phrase(at + 1)
        if behind:
            return behind
        words, first = self.tokens.words, 0
        loose = self.lexicon.fillers | self.lexicon.new
        while first < len(words) and (
            words[first] in loose or any(i <= first <= j for i, j, _ in self.directions)
        ):
            first += 1
        return self.phrase(first)

    def detail(self, after: Span) -> str:
        """The phrase that a preposition ties to what stands before it, less the channel."""
        words, links = self.tokens.words, self.lexicon.links
        openers = links | self.lexicon.relatives
        first = self.index(after.end)
        loose = (self.lexicon.fillers | self.lexicon.new) - openers
        while first < len(words) and self._labels[first] == "" and words[first] in loose:
            first += 1
        if first >= len(words) or self._labels[first] or words[first] not in openers:
            return ""
        if first < len(words) and self.marks_infinitive(first):
            return ""
        end = first
        while end < len(words) and self._labels[end] == "":
            listed = self._list_end(end) if words[end] == "," else 0
            if listed:
                end = listed
                continue
            if words[end] in _BREAKS or self._ends(end):
                break
            if end > first and (self._ends_phrase(end) or self._is_modal(first, end)):
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

    def _is_modal(self, first: int, i: int) -> bool:
        """Whether token `i` is the verb of a sentence whose phrase began at `first`."""
        words, lexicon = self.tokens.words, self.lexicon
        verbs = (lexicon.others | lexicon.asking) - lexicon.links - lexicon.infinitive
        return words[i] in verbs and lexicon.relatives.isdisjoint(words[first:i])

    def _list_end(self, comma: int) -> int:
        """The last joiner of a list that goes on behind a comma: "owners, officials and the"; or 0.

        Its members are short and have no verb of their own, as far as the packs' words tell.
        """
        words, lexicon = self.tokens.words, self.lexicon
        other = lexicon.ends | lexicon.relatives | lexicon.infinitive | lexicon.others
        size, i = 0, comma + 1
        while i < len(words) and self._labels[i] == "" and not self._ends(i):
            if size and lexicon.joiners.hits(Tokens(words[i])):
                follows = i + 1 < len(words) and self._labels[i + 1] == ""
                ways = any(at in (i + 1, i + 2) for at, _, _ in self.directions)
                return i + 1 if follows and not ways else 0
            if words[i] == ",":
                size = 0
            elif not words[i].isalpha() or words[i] in other or self._ends_phrase(i):
                return 0
            else:
                size += 1
            if size > _MEMBER:
                return 0
            i += 1
        return 0

    def span_of(self, phrase: str) -> Span:
        """Where a phrase of the user's own stands."""
        start = self.tokens.text.find(phrase)
        if start < 0:  # a word of the pack's, for people that nobody named
            return Span(start=0, end=0, text="")
        return Span(start=start, end=start + len(phrase), text=phrase)

    def is_unread(self, noun: str) -> bool:
        """Whether `noun` only says "people", and words about them follow that could not be read."""
        if not self.lexicon.people.issuperset(noun.lower().split()):
            return False
        after = self.index(self.span_of(noun).end)
        return (
            after < len(self.tokens) and self.in_body(after) and self.tokens.words[after].isalpha()
        )

    def launched(self, at: int) -> str:
        """What stands behind a word of launching, up to a time or a number."""
        words = self.tokens.words
        while at + 1 < len(words) and words[at + 1] in self.lexicon.links:
            at += 1  # "launch of", "lancering af"
        end = at + 1
        while end < len(words) and self._labels[end] == "" and not self._ends(end):
            joins = words[end] in ("-", "'", "&") and self.tokens.glued(end)
            if not (words[end].isalnum() or joins) or self._ends_phrase(end):
                break
            end += 1
        while end > at + 1 and words[end - 1] in self.lexicon.links:
            end -= 1
        return self.tokens.slice(at + 1, end - 1) if end > at + 1 else ""

    def _phrase(self, first: int) -> tuple[int, int]:
        words, lexicon = self.tokens.words, self.lexicon
        skipped = lexicon.fillers | lexicon.new
        while first < len(words) and self._labels[first] == "" and words[first] in skipped:
            first += 1
        end = first
        stops = lexicon.links | lexicon.fillers | lexicon.relatives | lexicon.infinitive
        while end < len(words) and self._labels[end] == "":
            if words[end] in stops and not (end > first and words[end] in lexicon.longer):
                break
            if not (words[end].isalnum() or (words[end] == "-" and self.tokens.glued(end))):
                break
            if self._ends_phrase(end):
                break
            end += 1
        return first, end

    def _ends_phrase(self, i: int) -> bool:
        """Whether the phrase is over before token `i`: "without …", a verb behind its object."""
        if self.tokens.words[i] in self.lexicon.ends:
            return True
        return any(first == i and way in ("up", "down") for first, _, way in self.directions)

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
        words, lexicon = self.tokens.words, self.lexicon
        loose = lexicon.links | lexicon.infinitive | lexicon.change_to
        while end > first and words[end - 1] in loose:
            end -= 1
        return self.tokens.slice(first, end - 1) if end - first > 1 else ""

    def _is_content(self, i: int) -> bool:
        word = self.tokens.words[i]
        joined = self.tokens.glued(i) or (i + 1 < len(self.tokens) and self.tokens.glued(i + 1))
        return (
            self._labels[i] == ""
            and (word.isalpha() or (joined and word.isalnum()))
            and word not in self.lexicon.fillers
            and word not in self.lexicon.links
            and not any(first <= i <= last for first, last, _ in self.directions)
            and not any(first <= i <= last for first, last, _ in self.actions)
            and not self._within(self.channels, i)
            and not self._within(self.metrics, i)
        )
