"""What each word of a rough goal is there for, and whether a text names anything to reach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Literal

from babel.units import format_unit

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
        moved = self.change_to | self.change_by | frozenset((*words.infinitive, *words.links))
        self.modals = self.aimed - moved  # words of wanting, without those that say how far
        self.others = frozenset(words.others)
        self.relatives = frozenset(words.relatives)
        self.of = words.of
        self.people = frozenset(words.people)
        self.anybody = words.anybody
        self.states = frozenset(words.states)
        self.spent = Lexicon(words.spent)
        self.possessives = frozenset(words.possessives)
        self.among = frozenset(words.among)
        self.toward = frozenset(words.toward)
        self.longer = frozenset(words.longer)
        self.ends = frozenset(words.ends)
        self.infinitive = frozenset(words.infinitive)
        self.wish = words.wish
        self.infinitive_endings = words.infinitive_endings
        self.wish_last = words.wish_last
        self.separable = words.separable
        self.inseparable = words.inseparable
        self.verbs_last = words.verbs_last
        self.adjectives = words.adjectives
        self.participles = words.participles
        self.clause_commas = words.clause_commas
        # What one word is left of has to stand there as it is: "get fit".
        bared = {phrase: self.bare(Tokens(phrase)) for phrase in words.private}
        self.private = Lexicon(bare for bare in bared.values() if " " in bare)
        self.private_words = {word for phrase in words.private for word in Tokens(phrase).words}
        self.private_whole = Lexicon(p for p, bare in bared.items() if " " not in bare)
        self.studies = frozenset(words.studies)
        self.trades = {name: Lexicon(phrases) for name, phrases in words.trades.items()}
        self.hints = {
            name: Lexicon(entry.hints)
            for name, entry in pack.metrics.metrics.items()
            if entry.hints
        }
        self.from_words = frozenset(pack.numbers.from_words)
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
        self.asking = frozenset(words.question_words)
        self.program = Lexicon(words.program_words)
        self.actions = {name: Lexicon(phrases) for name, phrases in pack.metrics.actions.items()}
        self.known = frozenset(pack.basics.common_words) | self.fillers

    def bare(self, tokens: Tokens) -> str:
        """The words alone, without numbers and fillers."""
        loose = self.fillers - self.links
        return " ".join(w for w in tokens.words if w[0].isalpha() and w not in loose)


@cache
def goal_lexicon(code: str) -> GoalLexicon:
    """The goal words of the pack `code`."""
    return GoalLexicon(load_pack(code))


@cache
def clock_units(code: str) -> frozenset[str]:
    """What CLDR calls seconds, minutes and hours in the language of the pack, short and long.

    >>> "minutter" in clock_units("nb")
    True
    """
    locale = load_pack(code).locale
    return frozenset(
        word.strip(".").lower()
        for unit in ("duration-second", "duration-minute", "duration-hour")
        for length in ("long", "short")
        for count in (1, 2)
        for word in format_unit(count, unit, length, locale=locale).split()
        if word[0].isalpha()
    )


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


def find_hint(tokens: Tokens, pack: Pack) -> str | None:
    """The metric that is hinted at first, where none is named; the longest of those words."""
    hits = [
        (first, first - last, name)
        for name, words in goal_lexicon(pack.code).hints.items()
        for first, last in words.find(tokens)
    ]
    return min(hits)[2] if hits else None


def is_private(tokens: Tokens, pack: Pack) -> bool:
    """Whether the text is about a private life: weight, sleep, a language for oneself.

    >>> en = load_pack("en")
    >>> [is_private(Tokens(text), en) for text in ("lose 5 kg", "learn Spanish", "more leads")]
    [True, True, False]
    """
    lexicon = goal_lexicon(pack.code)
    bare = lexicon.bare(tokens)
    if lexicon.private_whole.hits(tokens) or lexicon.private.hits(Tokens(bare)):
        return True
    words = bare.split()
    spoken = _language_names(pack.code)
    return any(
        words[i] in lexicon.studies and not spoken.isdisjoint(words[max(0, i - 2) : i + 3])
        for i in range(len(words))
    )


@cache
def _language_names(code: str) -> frozenset[str]:
    names = load_pack(code).locale.languages.values()
    return frozenset(name.lower() for name in names if " " not in name)


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
    if find_metrics(tokens, pack) or is_private(tokens, pack):
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
    if strong or has_quantity or find_channels(tokens, pack) or find_hint(tokens, pack):
        # A direction alone ("more!") still names a wish; nonsense beside it does not undo that.
        return True
    greeted = len(left) < len(words)
    return bool(lexicon.aims.hits(tokens)) and not greeted


def _without(words: Sequence[str], tokens: Tokens, ranges: Iterable[tuple[int, int]]) -> list[str]:
    dropped = {tokens.words[i] for first, last in ranges for i in range(first, last + 1)}
    return [word for word in words if word not in dropped]
