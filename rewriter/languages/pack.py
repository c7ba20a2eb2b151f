"""A language pack and how to get one.

A pack is a folder of TOML files.  Each file is a `Section`, read when it is first asked for, so
that a program which only reads dates never parses the draft sentences.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING

from babel import Locale

from rewriter.errors import UnknownLanguageError
from rewriter.languages.deadlines import DeadlineWords
from rewriter.languages.drafts import Drafts
from rewriter.languages.judging import JudgingWords
from rewriter.languages.learned import Learned
from rewriter.languages.messages import Messages
from rewriter.languages.metrics import MetricWords
from rewriter.languages.numbers import NumberWords
from rewriter.languages.section import HERE, Section, load_section
from rewriter.schemas import Reading

if TYPE_CHECKING:  # what no rewrite reads is imported when it is read
    from rewriter.languages.examples import Examples
    from rewriter.languages.interface import Interface
    from rewriter.languages.page import PageWords


class LetterName(Section):
    """One letter of the acronym as a reading shows it."""

    initial: str
    name: str
    shows: str


class Basics(Section):
    """What a language is called, where it is spoken and what it looks like."""

    rank: int  # place in lists; the first language is the one where nothing else decides
    name: str  # in the language itself
    locale: str  # the Babel locale that formats numbers and dates
    locales: tuple[str, ...]  # the locales whose users read this language
    aliases: tuple[str, ...]  # other codes that mean it
    currency: str  # ISO 4217, of `locale`
    common_words: tuple[str, ...]  # frequent words of goals and of the language
    own_letters: str  # letters that goals in this language hold, of those beyond a-z
    foreign_letters: str  # letters of the other packs that this language does not use
    endings: tuple[str, ...]  # of words, that few of the other packs share
    readings: dict[Reading, tuple[LetterName, ...]]


class Vocabulary(Section):
    """Words that texts in the language use; written by `python -m evals.vocabulary`."""

    words: str  # parted by blanks: one string is read far faster than a list


class Pack:
    """One language.  Sections load on first use and raise `PackError` if damaged.

    >>> load_pack("nb").basics.name
    'norsk bokmål'
    """

    def __init__(self, code: str) -> None:
        self.code = code

    def __repr__(self) -> str:
        return f"Pack({self.code!r})"

    @cached_property
    def basics(self) -> Basics:
        """Name, locales, letters, words for telling the language."""
        return load_section(Basics, self.code, "basics")

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Words by which the language is told from the others."""
        words = load_section(Vocabulary, self.code, "vocabulary").words
        return frozenset(words.split()).union(self.basics.common_words)

    @cached_property
    def numbers(self) -> NumberWords:
        """Number words and suffixes."""
        return load_section(NumberWords, self.code, "numbers")

    @cached_property
    def deadlines(self) -> DeadlineWords:
        """Deadline phrases."""
        return load_section(DeadlineWords, self.code, "deadlines")

    @cached_property
    def metrics(self) -> MetricWords:
        """Metrics, channels and directions, with their synonyms."""
        return load_section(MetricWords, self.code, "metrics")

    @cached_property
    def judging(self) -> JudgingWords:
        """Words by which checks judge."""
        return load_section(JudgingWords, self.code, "judging")

    @cached_property
    def learned(self) -> Learned:
        """Weights of words, for questions that word lists answer badly."""
        return load_section(Learned, self.code, "learned")

    @cached_property
    def drafts(self) -> Drafts:
        """The embedded model's sentences."""
        return load_section(Drafts, self.code, "drafts")

    @cached_property
    def messages(self) -> Messages:
        """Findings, errors and questions."""
        return load_section(Messages, self.code, "messages")

    @cached_property
    def interface(self) -> Interface:
        """What the command and the page say."""
        from rewriter.languages.interface import Interface

        return load_section(Interface, self.code, "interface")

    @cached_property
    def page(self) -> PageWords:
        """What the page alone says."""
        from rewriter.languages.page import PageWords

        return load_section(PageWords, self.code, "page")

    @cached_property
    def examples(self) -> Examples:
        """Positive and negative examples, for the tests of the packs."""
        from rewriter.languages.examples import Examples

        return load_section(Examples, self.code, "examples")

    @cached_property
    def locale(self) -> Locale:
        """The Babel locale, for month names, separators and formats."""
        return Locale.parse(self.basics.locale)


@cache
def available_languages() -> tuple[str, ...]:
    """The codes of the packs, in the packs' own order.

    >>> available_languages()
    ('en', 'nb', 'da', 'sv', 'nl')
    """
    codes = [path.parent.name for path in HERE.glob("*/basics.toml")]
    return tuple(sorted(codes, key=lambda code: load_section(Basics, code, "basics").rank))


@cache
def load_pack(code: str) -> Pack:
    """The pack for a language code; `no` and regional codes ('nb-NO') are understood.

    Raises `UnknownLanguageError`, which says which codes there are.
    """
    wanted = code.strip().replace("_", "-").lower()
    codes = available_languages()
    if wanted in codes:
        return Pack(wanted)
    stem = wanted.split("-")[0]
    for known in codes:
        basics = load_section(Basics, known, "basics")
        if stem in {known, *basics.aliases, *(locale.split("_")[0] for locale in basics.locales)}:
            return load_pack(known)
    raise UnknownLanguageError(f"Unknown language {code!r}. Choose one of: {', '.join(codes)}.")
