"""Templates of words and slots, merged into one tree per part of a grammar.

A template is written with spaces between its elements: a word or sign stands for itself,
``<end>`` for any phrase of the class `end`, ``{month}`` for whatever the slot `month` reads.
``a|b`` is either, and a ``?`` behind an element makes it optional.

    "<the>? <end> <of>? {month} {in_year}?"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from rewriter.facts.tokens import Tokens

if TYPE_CHECKING:
    from rewriter.facts.dates.reader import Reader

DIGITS = frozenset("0123456789")

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
_FEW = 3  # edges that are sooner tried one by one than looked up


class Node:
    """A state of the tree: what may come next, and the rule of the template that ends here."""

    __slots__ = ("at_digit", "at_word", "edges", "rule")

    def __init__(self) -> None:
        self.edges: list[tuple[Edge, Node]] = []
        self.rule: str | None = None
        # The edges by the token that they can begin with; filled by `index` at the first visit,
        # as most states are never visited.
        self.at_word: dict[str, list[tuple[Edge, Node]]] | None = None
        self.at_digit: list[tuple[Edge, Node]] = []

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
        return found.union(*(node.rules() for _, node in self.edges))

    def _after(self, edge: Edge) -> Node:
        for known, node in self.edges:
            if known is edge:
                return node
        node = Node()
        self.edges.append((edge, node))
        return node

    def index(self) -> dict[str, list[tuple[Edge, Node]]]:
        """Sorts the edges of this state by first token, where they are many; else nothing."""
        table: dict[str, list[tuple[Edge, Node]]] = {}
        if len(self.edges) > _FEW:
            self.at_digit = [entry for entry in self.edges if entry[0].digits]
            for entry in self.edges:
                for word in entry[0].first:
                    table.setdefault(word, []).append(entry)
            for word in table:
                if word[0] in DIGITS:
                    table[word] = [
                        entry for entry in self.edges if word in entry[0].first or entry[0].digits
                    ]
        self.at_word = table
        return table


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
                changed |= _widen(self.slots[part], [edge for edge, _ in tree.edges])
            for kind in (*self._kinds, "tailless"):
                changed |= _widen(self.slots[kind], [self.slots[self.main]])
        for tree in self.trees.values():
            self._collect(tree)

    def _collect(self, node: Node) -> None:
        for edge, after in node.edges:
            if edge.digits:
                for following, _ in after.edges:
                    self.after_figure.update(following.first)
            self._collect(after)

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
