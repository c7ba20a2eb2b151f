"""Reads the phrases of a grammar off tokens: the longest, each place and part once."""

from __future__ import annotations

from typing import Any

from rewriter.facts.dates.templates import DIGITS, Grammar, Node, Phrase
from rewriter.facts.tokens import Tokens

# No phrase that anybody writes is nested deeper; pasted nonsense is.
_DEEPEST = 9
_MOST_TAILS = 2
_MOST_KNOWN = 2_000  # readings kept; a long text would fill the memory and slow all down

_Best = tuple[int, str | None, tuple[Any, ...]]  # index past the end, rule, what the slots read


class Reader:
    """Reads parts of a grammar off the tokens of one text."""

    __slots__ = (
        "_amounts", "_count", "_depth", "_heads", "_known", "grammar", "tables", "tokens", "words",
    )  # fmt: skip

    def __init__(
        self, tokens: Tokens, grammar: Grammar, tables: Any, words: list[str] | None = None
    ) -> None:
        """`words` are those of the tokens, typos corrected."""
        self.tokens = tokens
        self.words = words or tokens.words
        self.grammar = grammar
        self._heads = grammar.heads(self.words)
        self.tables = tables  # of the language, for the slots
        self._count = len(tokens.words)
        self._known: dict[tuple[str, int], tuple[Phrase, int] | None] = {}
        self._amounts: dict[int, bool] = {}
        self._depth = 0

    def read(self, part: str, i: int) -> tuple[Phrase, int] | None:
        """The longest phrase of `part` at token `i`, and the index past its last token."""
        key = (part, i)
        if key in self._known:
            return self._known[key]
        grammar = self.grammar
        if self._depth >= _DEEPEST:
            return None
        if part in grammar.main_parts:
            amount = self._amounts.get(i)
            if amount is None:
                amount = self._amounts[i] = self._amount(i)
            if amount:
                return None
        if not self._depth and len(self._known) > _MOST_KNOWN:
            self._known.clear()
            self._amounts.clear()
        self._depth += 1
        if part == grammar.main:
            found = self.read_tailless(i)
            for _ in range(_MOST_TAILS):
                grown = self._tail(*found) if found and found[1] < self._count else None
                if grown is None:
                    break
                found = grown
        else:
            found = self._phrase(grammar.trees[part], i, ())
        self._depth -= 1
        self._known[key] = found
        return found

    def read_tailless(self, i: int) -> tuple[Phrase, int] | None:
        """The longest phrase of the main part at token `i` without what may come behind it."""
        key = ("", i)
        if key not in self._known:
            self._known[key] = None  # a phrase can't begin with itself
            self._known[key] = self._phrase(self.grammar.trees[self.grammar.main], i, ())
        return self._known[key]

    def _amount(self, i: int) -> bool:
        """Whether token `i` is a number before a word that follows no number in a date."""
        word = self.words[i]
        digits = word[0] in DIGITS
        if not digits and word not in self.tables.cardinal_starts:
            return False
        if digits and word in ("0", "00", "000"):
            return True
        if digits and (len(word) in (6, 8) or self._pointed(i)):
            return False
        behind = i + 1
        if digits and behind < self._count and self.words[behind] in ".,":
            if self._grouped(i):
                behind += 2
            elif behind + 1 < self._count and not self.tokens.glued(behind + 1):
                behind += 1
        if behind >= self._count:
            return len(word) != 4 or behind > i + 1
        after = self.words[behind]
        if after in "%‰$€£" or (digits and after[0] in DIGITS and not self.tokens.glued(behind)):
            return True
        if digits and (len(word) == 4 or self.tokens.glued(behind)):
            return False
        if not after[0].isalpha() or after in self.grammar.after_figure:
            return False
        return digits or after not in self.tables.number_parts

    def _pointed(self, i: int) -> bool:
        """Whether the digits of token `i` are the day of "15. 10. 2026"."""
        words = self.words
        return words[i + 1 : i + 4 : 2] == [".", "."] and words[i + 4 : i + 5] > ["1"]

    def _grouped(self, i: int) -> bool:
        """Whether 1,5 or 1.500 begins at the digits of token `i`: no date does."""
        words = self.words
        if i + 2 >= self._count or words[i + 2][0] not in DIGITS or not self.tokens.glued(i + 2):
            return False
        return words[i + 1] == "," or len(words[i + 2]) == 3

    def _phrase(self, tree: Node, i: int, args: tuple[Any, ...]) -> tuple[Phrase, int] | None:
        end, rule, values = self._walk(tree, i, args, (i, None, args))
        return (Phrase(rule, values), end) if rule else None

    def _walk(self, node: Node, i: int, args: tuple[Any, ...], best: _Best) -> _Best:
        """The farthest end that can be reached from a state; the first of several."""
        words = self.words
        word, head = words[i], self._heads[i]
        edges = node.at_head.get(head)
        if edges is None:
            edges = node.leading(head)
        for edge, after in edges:
            if edge.reads is None:
                for rest in edge.first[word]:
                    end = i + 1
                    if rest:
                        end += len(rest)
                        if words[i + 1 : end] != rest:
                            continue
                    if after.rule is not None and end > best[0]:
                        best = (end, after.rule, args)
                    if after.edges and end < self._count:
                        best = self._walk(after, end, args, best)
                continue
            value = edge.reads(self, i)
            if value is not None:
                end = value[1]
                values = (*args, value[0])
                if after.rule is not None and end > best[0]:
                    best = (end, after.rule, values)
                if after.edges and end < self._count:
                    best = self._walk(after, end, values, best)
        return best

    def _tail(self, phrase: Phrase, end: int) -> tuple[Phrase, int] | None:
        """The phrase grown by what may come behind it: "next week" + "on Friday"."""
        for tree in self.grammar.tails(phrase.rule):
            grown = self._phrase(tree, end, (phrase,))
            if grown:
                return grown
        return None
