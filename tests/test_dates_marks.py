"""The places at which a date phrase is looked for."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from rewriter import available_languages
from rewriter.facts.dates.scan import _marks, date_grammar
from rewriter.facts.dates.tables import Names, date_tables
from rewriter.facts.dates.templates import Edge, Node, Words


class _Unmarked:
    """Looks for a phrase of a grammar that holds neither a mark nor a figure."""

    def __init__(self, code: str) -> None:
        tables = date_tables(code)
        self.grammar = date_grammar(code)
        self.marks = _marks(code)
        self.readable: dict[str, list[str]] = {}  # part -> an unmarked phrase of it
        every = [value for value in vars(tables).values() if isinstance(value, Names)]
        self.names = [*every, *tables.owners.values()]

    def phrases(self) -> dict[str, list[str]]:
        """An unmarked phrase of each part that has one; parts are made of each other."""
        before = -1
        while len(self.readable) > before:
            before = len(self.readable)
            for part, tree in self.grammar.trees.items():
                found = self._behind(tree, begun=False)
                if found is not None:
                    self.readable.setdefault(part, found)
        return self.readable

    def _behind(self, node: Node, *, begun: bool = True) -> list[str] | None:
        if begun and node.rule:
            return []
        for edge, after in node.edges.items():
            words = self._edge(edge)
            rest = None if words is None else self._behind(after)
            if words is not None and rest is not None:
                return words + rest
        return None

    def _edge(self, edge: Edge) -> list[str] | None:
        if isinstance(edge, Words):
            return self._first(
                [first, *rest] for first, rests in edge.first.items() for rest in rests
            )
        if edge.name in self.grammar.trees:
            return self.readable.get(edge.name)
        if edge.name in (*self.grammar._kinds, "tailless"):
            return self.readable.get(self.grammar.main)
        for names in self.names:
            if names.first == set(edge.first) and not edge.digits:
                return self._first(
                    words for entries in names._by_first.values() for words, _ in entries
                )
        # A number begins with one of these words or a figure; only years stand behind a dash.
        return self._first([word] for word in edge.first if word not in "-–")

    def _first(self, phrases: Iterable[list[str]]) -> list[str] | None:
        for words in phrases:
            if self.marks.isdisjoint(words) and not any(word[0].isdigit() for word in words):
                return words
        return None


@pytest.mark.parametrize("code", available_languages())
def test_every_phrase_holds_a_mark(code: str) -> None:
    """Phrases are read only where a mark or figure can be reached; one without would be missed."""
    assert _Unmarked(code).phrases() == {}
