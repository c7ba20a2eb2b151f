"""Templates of words and slots, merged into one tree per part of a grammar.

A template is written with spaces between its elements: a word or sign stands for itself,
``<end>`` for any phrase of the class `end`, ``{month}`` for whatever the slot `month` reads.
``a|b`` is either, and a ``?`` behind an element makes it optional.

    "<the>? <end> <of>? {month} {in_year}?"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from rewriter.facts.tokens import Tokens

if TYPE_CHECKING:
    from rewriter.facts.dates.reader import Reader

DIGITS = frozenset("0123456789")
_FIGURE = "0"  # stands for all figures that are no words of a phrase

_SEVERAL_CLASSES = re.compile(r"<[^>|]+\|[^>]+>")


class Phrase(NamedTuple):
    """What a template matched: its rule, and what its slots read."""

    rule: str
    args: tuple[Any, ...]


Reading = tuple[Any, int] | None  # a value and the index past its last token


class Slot:
    """A hole in a template, and the value that it takes from the text.

    `first` holds the words that it can begin with, so that most tokens cost one look-up.
    """

    __slots__ = ("digits", "first", "name", "reads")

    def __init__(self, name: str, read: Callable[[Reader, int], Reading]) -> None:
        self.name = name
        self.reads: Callable[[Reader, int], Reading] | None = read
        self.first: dict[str, tuple[list[str], ...]] = {}
        self.digits = False  # whether it can begin with a figure


class Words:
    """Any of several phrases; they give no value."""

    __slots__ = ("first",)

    digits = False
    reads: ClassVar[None] = None

    def __init__(self, phrases: Iterable[list[str]]) -> None:
        self.first: dict[str, list[list[str]]] = {}  # first word -> the words behind it
        for words in phrases:
            rests = self.first.setdefault(words[0], [])
            if words[1:] not in rests:
                rests.append(words[1:])


Edge = Slot | Words


class Node:
    """A state of the tree: what may come next, and the rule of the template that ends here."""

    __slots__ = ("at_head", "edges", "rule")

    def __init__(self) -> None:
        self.edges: dict[Edge, Node] = {}
        self.rule: str | None = None
        # The edges by what they can begin with, see `Grammar.heads`; filled by `leading` head by
        # head, as most states are never visited.
        self.at_head: dict[str, list[tuple[Edge, Node]]] = {}

    def add(self, template: str, rule: str, grammar: Grammar) -> None:
        """Grows the tree by a template; the first template to end in a state keeps it."""
        states = {id(self): self}
        spread = _SEVERAL_CLASSES.sub(lambda match: match[0].replace("|", ">|<"), template)
        for element in spread.split():
            optional = len(element) > 1 and element.endswith("?")
            grown = dict(states) if optional else {}
            for choice in element.removesuffix("?").split("|"):
                edge = grammar.edge(choice)
                for state in states.values():
                    after = state._after(edge)
                    grown[id(after)] = after
            states = grown
        for state in states.values():
            if state is not self:
                state.rule = state.rule or rule

    def rules(self) -> set[str]:
        """The rules of all templates in this state and behind it."""
        found = {self.rule} if self.rule else set()
        return found.union(*(node.rules() for node in self.edges.values()))

    def _after(self, edge: Edge) -> Node:
        known = self.edges.get(edge)
        if known is None:
            known = self.edges[edge] = Node()
        return known

    def leading(self, head: str) -> list[tuple[Edge, Node]]:
        """The edges that can begin with one of `Grammar.heads`, kept for the next time."""
        figure = head[:1] in DIGITS
        found = self.at_head[head] = [
            (edge, after)
            for edge, after in self.edges.items()
            if head in edge.first or (figure and edge.digits)
        ]
        return found


class Grammar:
    """The trees of all parts in one language.

    Every part is a slot, too.  `main` is the part that may have tails (the parts ``<main>_tail``
    and ``<kind>_tail``); a kind is a slot that takes the main part if certain rules made it.
    """

    def __init__(
        self,
        classes: Mapping[str, Iterable[str]],
        slots: Iterable[Slot],
        parts: Iterable[str],
        kinds: Mapping[str, Iterable[str]],
        main: str,
        main_parts: Iterable[str],
    ) -> None:
        """`main_parts` are those in which a figure is never the last token."""
        self._words = {f"<{name}>": Words(word_lists(phrases)) for name, phrases in classes.items()}
        self.trees: dict[str, Node] = {part: Node() for part in parts}
        self.slots: dict[str, Slot] = {slot.name: slot for slot in slots}
        self.main = main
        self.main_parts = frozenset(main_parts)
        self._kinds = {kind: frozenset(rules) for kind, rules in kinds.items()}
        self._tails: dict[str, list[Node]] = {}
        self.after_figure: set[str] = set()  # the words that may follow a figure
        self._first: frozenset[str] = frozenset()  # the words that an edge can begin with
        for part in self.trees:
            self.slots[part] = Slot(part, _part_reader(part))
        for kind, rules in self._kinds.items():
            self.slots[kind] = Slot(kind, _kind_reader(main, rules))
        self.slots["tailless"] = Slot("tailless", lambda reader, i: reader.read_tailless(i))

    def edge(self, choice: str) -> Edge:
        """What an element of a template stands for."""
        if choice.startswith("{"):
            return self.slots[choice[1:-1]]
        known = self._words.get(choice)
        if known is None:
            known = self._words[choice] = Words([Tokens(choice).words])
        return known

    def finish(self) -> None:
        """Works out what each part can begin with, once all templates are in."""
        changed = True
        while changed:
            changed = False
            for part, tree in self.trees.items():
                changed |= _widen(self.slots[part], tree.edges)
            for kind in (*self._kinds, "tailless"):
                changed |= _widen(self.slots[kind], [self.slots[self.main]])
        for tree in self.trees.values():
            self._collect(tree)
        edges: list[Edge] = [*self._words.values(), *self.slots.values()]
        self._first = frozenset(word for edge in edges for word in edge.first)

    def _collect(self, node: Node) -> None:
        for edge, after in node.edges.items():
            if edge.digits:
                for following in after.edges:
                    self.after_figure.update(following.first)
            self._collect(after)

    def heads(self, words: Iterable[str]) -> list[str]:
        """The words as far as the edges tell them apart: figures are one, and so are unknown words.

        There is no end of those, so that what they lead to could not be kept word by word.
        """
        first = self._first
        return [word if word in first else _FIGURE if word[0] in DIGITS else "" for word in words]

    def words(self) -> Iterator[str]:
        """The words of all classes and of the templates themselves."""
        for known in self._words.values():
            for first, rests in known.first.items():
                yield first
                for rest in rests:
                    yield from rest

    def tails(self, rule: str) -> list[Node]:
        """What may come behind a phrase of the main part that this rule made; no tail twice."""
        known = self._tails.get(rule)
        if known is None:
            kinds = [kind for kind, rules in self._kinds.items() if rule in rules]
            trees = [self.trees.get(f"{name}_tail") for name in (self.main, *kinds)]
            known = [tree for tree in trees if tree and rule not in tree.rules()]
            self._tails[rule] = known
        return known


def _widen(slot: Slot, edges: Iterable[Edge]) -> bool:
    before = len(slot.first), slot.digits
    for edge in edges:
        slot.first.update(dict.fromkeys(edge.first, ()))
        slot.digits |= edge.digits
    return before != (len(slot.first), slot.digits)


def word_lists(phrases: Iterable[str]) -> list[list[str]]:
    """Phrases cut into words; one with hyphens stands for the same with spaces, too.

    >>> word_lists(["year-end"])
    [['year', '-', 'end'], ['year', 'end']]
    """
    phrases = list(phrases)
    lists = [Tokens(phrase).words for phrase in phrases]
    spaced = [Tokens(phrase.replace("-", " ")).words for phrase in phrases if "-" in phrase]
    return lists + [words for words in spaced if words]


def _part_reader(part: str) -> Callable[[Reader, int], Reading]:
    return lambda reader, i: reader.read(part, i)


def _kind_reader(part: str, rules: frozenset[str]) -> Callable[[Reader, int], Reading]:
    def read(reader: Reader, i: int) -> Reading:
        found = reader.read(part, i)
        return found if found and found[0].rule in rules else None

    return read
