"""Misspelt date words, set right where the words around them speak of a date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from string import ascii_lowercase

from rewriter.facts.dates.tables import DateTables, date_tables
from rewriter.facts.dates.templates import DIGITS
from rewriter.facts.tokens import Tokens
from rewriter.languages.pack import load_pack

_SHORTEST = 4  # letters of a word that can be misspelt and still be known
_SHORTEST_NAME = 6  # of months, weekdays and holidays
_VOWELS = "aeiou"
_BETWEEN = frozenset({".", "-"})


class Typos:
    """What a misspelt date word of a language means, and the words that may stand before it."""

    def __init__(self, code: str) -> None:
        tables = date_tables(code)
        words = load_pack(code).deadlines
        classes = words.classes
        units = _single(name for name, _ in tables.all_units)
        leading = [
            *classes.next, *classes.coming, *classes.this, *classes.end, *classes.middle,
            *classes.beginning,
        ]  # fmt: skip
        months = {word for word in tables.months.first if len(word) >= _SHORTEST_NAME}
        names = _single(chain(tables.weekdays.first, leading))
        known = {word for word in units if len(word) >= _SHORTEST} | months
        known.update(word for word in names if len(word) >= _SHORTEST_NAME)
        holidays = _single(chain(*words.holidays.values()))

        meant: dict[str, str] = {}
        unclear: set[str] = set()
        for word in known:
            letters = ascii_lowercase if word in months else {*word, *_VOWELS}
            replaced = _replaced(word) if word in months else ()
            _learn(meant, unclear, chain(_slips(word), _added(word, letters), replaced), word)
        for word in holidays:
            if len(word) >= _SHORTEST_NAME:
                _learn(meant, unclear, _slips(word), word)
        real = _real_words(code, tables)
        self.meant = {
            typo: word
            for typo, word in meant.items()
            if len(typo) >= _SHORTEST and typo not in unclear and typo not in real
        }
        before = [
            *leading, *classes.by, *classes.before, *classes.for_or_before, *classes.on,
            *classes.in_, *classes.until, *classes.around, *classes.within, *classes.of,
            *classes.early, *classes.late, *classes.the, *classes.during,
        ]  # fmt: skip
        self.before = frozenset(Tokens(phrase).words[-1] for phrase in before)
        self.before |= tables.number_starts


@cache
def date_typos(code: str) -> Typos:
    """The typos of a language, worked out once."""
    return Typos(code)


def corrected(words: list[str], typos: Typos) -> list[str]:
    """The words, the misspelt date words among them as they were meant.

    One letter too many or too few, or two in the wrong order, behind a word or figure that leads
    to a date.

    >>> corrected(["by", "the", "end", "of", "novmeber"], date_typos("en"))[-1]
    'november'
    """
    right = list(words)
    for i, word in enumerate(words):
        meant = typos.meant.get(word)
        if meant is None:
            continue
        at = i - 2 if i > 1 and words[i - 1] in _BETWEEN else i - 1
        before = words[at] if at >= 0 else "."
        after = words[i + 1] if i + 1 < len(words) else "."
        if before in typos.before or before[0] in DIGITS or after[0] in DIGITS:
            right[i] = meant
    return right


def _learn(meant: dict[str, str], unclear: set[str], typos: Iterable[str], word: str) -> None:
    """Adds the typos of a word; those of another word as well are unclear."""
    for typo in typos:
        if meant.setdefault(typo, word) != word:
            unclear.add(typo)


def _single(names: Iterable[str]) -> list[str]:
    return sorted({name.lower() for name in names if name.isalpha()})


def _slips(word: str) -> Iterator[str]:
    """The word with a letter left out or swapped with the next."""
    for i in range(1, len(word)):
        yield word[:i] + word[i + 1 :]
    for i in range(len(word) - 1):
        yield word[:i] + word[i + 1] + word[i] + word[i + 2 :]


def _added(word: str, letters: Iterable[str]) -> Iterator[str]:
    """The word with one letter more."""
    for letter in letters:
        for i in range(1, len(word) + 1):
            yield word[:i] + letter + word[i:]


def _replaced(word: str) -> Iterator[str]:
    """The word with another letter in place of one, whatever it is."""
    for i in range(1, len(word)):
        for letter in ascii_lowercase:
            yield word[:i] + letter + word[i + 1 :]


def _real_words(code: str, tables: DateTables) -> set[str]:
    """What the language's lists know as words of their own."""
    pack = load_pack(code)
    phrases = chain(
        *pack.deadlines.classes.model_dump().values(),
        *pack.deadlines.holidays.values(),
        *pack.deadlines.seasons.values(),
        pack.deadlines.followers,
        pack.deadlines.measuring,
        pack.deadlines.state,
        pack.deadlines.counted,
        pack.deadlines.lookalikes,
        pack.numbers.stop,
        pack.numbers.adjectives,
        (name for name, _ in tables.all_units),
    )
    names = chain(tables.months.first, tables.any_weekdays.first, tables.number_parts)
    words = {word for phrase in phrases for word in Tokens(phrase).words}
    # Endings make other forms of the same word, not typos: "Mondays", "månads".
    forms = {word + "s" for word in words} | {name + "s" for name in tables.months.first}
    return words | forms | set(names) | {name + "s" for name in tables.weekdays.first}
