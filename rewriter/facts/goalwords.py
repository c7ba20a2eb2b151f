"""What each word of a rough goal is there for, and whether a text names anything to reach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Literal

from rewriter.facts.lexicon import Lexicon
from rewriter.facts.metrics import find_channels, find_metrics
from rewriter.facts.tokens import Tokens
from rewriter.languages.pack import Pack, load_pack

Direction = Literal["up", "down", "better", "keep", "reach", "launch"]
DIRECTIONS: tuple[Direction, ...] = ("better", "down", "up", "keep", "launch", "reach")


class GoalLexicon:
    """A pack's `GoalWords`, ready to look up."""

    def __init__(self, pack: Pack) -> None:
        words = pack.metrics.goal
        self.directions = {name: Lexicon(getattr(words.directions, name)) for name in DIRECTIONS}
        self.countable = frozenset(words.countable)
        self.maybe_countable = frozenset(words.maybe_countable)
        self.plural_endings = words.plural_endings
        self.new = frozenset(words.new)
        self.change_by = frozenset(words.change_by)
        self.change_to = frozenset(words.change_to)
        self.links = frozenset(words.links)
        self.fillers = frozenset(words.fillers)
        self.present = Lexicon(words.present)
        self.aimed = frozenset(words.aimed)
        self.others = frozenset(words.others)
        self.relatives = frozenset(words.relatives)
        self.of = words.of
        self.periods = frozenset(
            word for spellings in pack.numbers.periods.values() for word in spellings.split()
        )
        self.joiners = Lexicon(words.joiners)
        self.levers = Lexicon(words.levers)
        self.openers = frozenset(word for phrase in words.levers for word in phrase.split())
        self.reasons = Lexicon(words.reasons)
        self.aims = Lexicon(words.aims)
        self.greetings = Lexicon(words.greetings)
        self.order_verbs = Lexicon(words.order_verbs)
        self.order_objects = Lexicon(words.order_objects)
        self.questions = Lexicon(words.question_words)
        self.program = Lexicon(words.program_words)
        self.actions = {name: Lexicon(phrases) for name, phrases in pack.metrics.actions.items()}
        self.known = frozenset(pack.basics.common_words) | self.fillers


@cache
def goal_lexicon(code: str) -> GoalLexicon:
    """The goal words of the pack `code`."""
    return GoalLexicon(load_pack(code))


def find_directions(tokens: Tokens, pack: Pack) -> list[tuple[int, int, Direction]]:
    """Token ranges of the words that say which way to go, left to right."""
    lexicon = goal_lexicon(pack.code)
    found: list[tuple[int, int, Direction]] = []
    taken: set[int] = set()
    for name in DIRECTIONS:
        for first, last in lexicon.directions[name].find(tokens):
            if taken.isdisjoint(range(first, last + 1)):
                taken.update(range(first, last + 1))
                found.append((first, last, name))
    return sorted(found)


def find_actions(tokens: Tokens, pack: Pack) -> list[tuple[int, int, str]]:
    """Token ranges of what people are to do, with the name of the action.

    Left to right, and of those that begin together the longest first: "sign up" is less than
    "sign up for the newsletter".
    """
    lexicon = goal_lexicon(pack.code)
    found = [
        (first, last, name)
        for name, words in lexicon.actions.items()
        for first, last in words.find(tokens)
    ]
    return sorted(found, key=lambda action: (action[0], -action[1]))


def names_a_goal(tokens: Tokens, pack: Pack, *, has_quantity: bool) -> bool:
    """Whether the text plausibly names something to reach.

    False for greetings, nonsense, orders to the program and questions about it.  A metric, a
    direction, an action, a measured number or a word of wanting speaks for a goal.

    >>> nb = load_pack("nb")
    >>> texts = ("flere leads", "hei!", "🎉")
    >>> [names_a_goal(Tokens(text), nb, has_quantity=False) for text in texts]
    [True, False, False]
    """
    lexicon = goal_lexicon(pack.code)
    words = [word for word in tokens.words if word[0].isalpha()]
    if not words:
        return False
    if lexicon.order_verbs.hits(tokens) and lexicon.order_objects.hits(tokens):
        return False
    if find_metrics(tokens, pack):
        return True
    questions = lexicon.questions.find(tokens)
    if questions and questions[0][0] == 0 and lexicon.program.hits(tokens):
        return False
    strong = bool(find_directions(tokens, pack) or find_actions(tokens, pack))
    if lexicon.order_objects.hits(tokens) and not strong:
        return False
    left = _without(words, tokens, lexicon.greetings.find(tokens))
    if not left:
        return False
    if strong or has_quantity or find_channels(tokens, pack):
        # A direction alone ("more!") still names a wish; nonsense beside it does not undo that.
        return True
    greeted = len(left) < len(words)
    return bool(lexicon.aims.hits(tokens)) and not greeted


def _without(words: Sequence[str], tokens: Tokens, ranges: Iterable[tuple[int, int]]) -> list[str]:
    dropped = {tokens.words[i] for first, last in ranges for i in range(first, last + 1)}
    return [word for word in words if word not in dropped]
