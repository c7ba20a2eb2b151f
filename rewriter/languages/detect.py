"""Which of the packs' languages a text is in.

The packs' own words decide first: a word weighs more the fewer packs have it.  What they leave
open goes to lingua (low-accuracy mode, loaded on first need), and a goal that is the same in two
languages ("flere leads") to the user's locale.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from rewriter.errors import UnknownLanguageError
from rewriter.languages.pack import available_languages, load_pack

if TYPE_CHECKING:
    from lingua import LanguageDetector

SURE = 0.45  # a lead of this much is more than one word that two packs share
_ASTRAY = 0.2  # a lead of another language from which a field is looked at twice
_CLEAR = 1.5  # about two words that the own language does not have
_ENDING = 0.3  # an ending says less than a word
_LIKELY = 0.8  # lingua's confidence in a text of which the packs know no word
_FOREIGN = 1.0  # a letter that the language does not have speaks against it


def language_scores(words: Iterable[str]) -> dict[str, float]:
    """How much speaks for each pack, by lower-case words.

    >>> scores = language_scores("øge antallet af leads".split())
    >>> scores["da"] > scores["nb"] > scores["sv"]
    True
    """
    scores = dict.fromkeys(available_languages(), 0.0)
    for word in words:
        for code, weight in _word_scores(word):
            scores[code] += weight
    return scores


@lru_cache(maxsize=4_000)
def _word_scores(word: str) -> tuple[tuple[str, float], ...]:
    vocabulary, endings, foreign = _tables()
    found = []
    spoken = vocabulary.get(word)
    if spoken:
        found += [(code, 1 / len(spoken)) for code in spoken]
    elif len(word) > 5:
        codes = next((codes for ending, codes in endings if word.endswith(ending)), ())
        found += [(code, _ENDING / len(codes)) for code in codes]
    if not word.isascii():
        found += [(code, -_FOREIGN) for letter in word for code in foreign.get(letter, ())]
    return tuple(found)


def detect_language(text: str, locale: str | None = None) -> str:
    """The code of the pack whose language `text` is most likely in.

    `locale` ('da_DK', 'da-DK') decides between languages in which the text reads the same.

    >>> detect_language("öka försäljningen i webbshoppen")
    'sv'
    >>> detect_language("flere leads", locale="da-DK"), detect_language("flere leads", "nb_NO")
    ('da', 'nb')
    """
    scores = language_scores(_words(text))
    best = max(scores.values())
    close = [code for code, score in scores.items() if best - score < SURE]
    if len(close) == 1:
        return close[0]
    preferred = _language_of(locale)
    level = [code for code in close if best - scores[code] < 1e-9]
    if preferred in level and best > 0:
        return preferred
    likely = _lingua_confidence(text)
    if best > 0:
        return max(close, key=lambda code: likely.get(code, 0.0))
    code = max(likely, key=lambda code: likely[code], default=available_languages()[0])
    return code if likely.get(code, 0) > _LIKELY else preferred or available_languages()[0]


def foreign_language(text: str, words: list[str], own: str) -> str | None:
    """The other language that a text clearly speaks, or None where it may well be `own`.

    The packs' words have to point away from `own`; lingua, which knows no pack, has to agree, and
    the less the words say the surer it has to be.
    """
    scores = language_scores(words)
    best = max(scores, key=lambda code: scores[code])
    lead = scores[best] - scores[own]
    if lead < _ASTRAY:
        return None
    likely = _lingua_confidence(text)
    if max(likely, key=lambda code: likely[code]) != best:
        return None
    return best if lead >= _CLEAR or likely[best] > _LIKELY else None


def _words(text: str) -> list[str]:
    return [word.strip(".,:;!?()[]\"'«»„“”‘’*•–-") for word in text.lower().split()]


def _language_of(locale: str | None) -> str | None:
    if not locale:
        return None
    try:
        return load_pack(locale).code
    except UnknownLanguageError:
        return None


@cache
def _tables() -> tuple[
    dict[str, tuple[str, ...]], list[tuple[str, tuple[str, ...]]], dict[str, tuple[str, ...]]
]:
    vocabulary: dict[str, list[str]] = {}
    endings: dict[str, list[str]] = {}
    foreign: dict[str, list[str]] = {}
    for code in available_languages():
        pack = load_pack(code)
        for table, keys in (
            (vocabulary, pack.vocabulary),
            (endings, pack.basics.endings),
            (foreign, pack.basics.foreign_letters),
        ):
            for key in keys:
                table.setdefault(key, []).append(code)
    longest_first = sorted(endings.items(), key=lambda item: -len(item[0]))
    return (
        {word: tuple(codes) for word, codes in vocabulary.items()},
        [(ending, tuple(codes)) for ending, codes in longest_first],
        {letter: tuple(codes) for letter, codes in foreign.items()},
    )


def _lingua_confidence(text: str) -> dict[str, float]:
    """Lingua's confidence in each pack, 0 to 1."""
    detector, codes = _lingua()
    values = detector.compute_language_confidence_values(text)
    return {codes[value.language.name]: value.value for value in values}


@cache
def _lingua() -> tuple[LanguageDetector, dict[str, str]]:
    from lingua import Language, LanguageDetectorBuilder

    codes = {
        language.name: code
        for language in Language.all()
        if (code := language.iso_code_639_1.name.lower()) in available_languages()
    }
    languages = [language for language in Language.all() if language.name in codes]
    builder = LanguageDetectorBuilder.from_languages(*languages)
    return builder.with_low_accuracy_mode().build(), codes
