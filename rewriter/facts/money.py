"""Currencies as they stand beside an amount: signs, codes, names, and codes fused with a scale."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import product

from babel.numbers import get_currency_name, list_currencies

from rewriter.facts.phrases import Phrases
from rewriter.languages.pack import Pack, available_languages, load_pack


class Money:
    """The currency phrases of one language, and which ISO 4217 code each means.

    Signs and full names are Babel's, short names the pack's.
    """

    def __init__(self, pack: Pack) -> None:
        w = pack.numbers
        short = {name: code for code, names in w.currencies.items() for name in names.split()}
        self.own = pack.basics.currency
        self.codes = frozenset(list_currencies())
        # The codes that goals in the five languages name; any other counts in capitals only.
        known = {
            *w.currencies,
            *(load_pack(code).basics.currency for code in available_languages()),
        }
        codes = {code.lower(): code for code in known}
        coins = [word for word in short if word not in w.leading]
        self.coins = frozenset({*coins, *w.scaled_money})
        self.after: Phrases[str] = Phrases(
            [*_signs(pack).items(), *codes.items(), *short.items(), *_names(pack, short)]
        )
        leading = [(word + dot, short[word]) for word in w.leading for dot in ("", ".")]
        self.before: Phrases[str] = Phrases(
            [*_signs(pack).items(), *codes.items(), *leading], anchor=-1
        )
        self.marks: Phrases[str] = Phrases((mark, self.own) for mark in w.amount_marks)
        self.scaled = {word: (self.own, scale) for word, scale in w.scaled_money.items()}
        for (prefix, scale), code in product(w.money_prefixes.items(), known):
            self.scaled.setdefault(prefix + code.lower(), (code, scale))
        # "TSEK 600", "mnkr 12"
        self.scaled_before = {
            word: entry
            for word, entry in self.scaled.items()
            if word not in w.scaled_money or word.endswith((*w.leading, *codes))
        }
        self.prefixes = dict(w.money_prefixes)

    def code(self, word: str) -> str | None:
        """The code that a word of the original text is, if it stands in capitals."""
        return word if len(word) == 3 and word in self.codes else None


def _is_sign(char: str) -> bool:
    return unicodedata.category(char) == "Sc"


@cache
def _signs(pack: Pack) -> dict[str, str]:
    """Sign → code: as the own locale has it, else as those of the other packs do."""
    signs: dict[str, str] = {}
    others = [load_pack(code) for code in available_languages()]
    for locale in [pack.locale, *(other.locale for other in others)]:
        for code, sign in locale.currency_symbols.items():
            if _is_sign(sign[-1]) and code.isalpha() and sign != "¤":
                signs.setdefault(sign, code)
    for sign, code in list(signs.items()):  # "CA$" is written C$ and CAD$ as well
        if len(sign) > 1:
            signs.setdefault(code + sign[-1], code)
            signs.setdefault(code[0] + sign[-1], code)
    return signs


def _names(pack: Pack, short: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Names of more than one word, as Babel has them; "svenske kroner" is "svenske kr" as well.

    Names of a single word ("rand", "real") would be taken for other words too often.
    """
    mine = [name for name, code in short.items() if code == pack.basics.currency]
    for code in sorted(list_currencies()):
        names = {pack.locale.currencies.get(code, code)}
        names |= {get_currency_name(code, count, pack.locale) for count in (1, 2)}
        for name in names:
            adjective, _, noun = name.lower().rpartition(" ")
            if adjective and noun.isalpha():
                yield name, code
                if noun in mine:
                    for other in mine:
                        yield f"{adjective} {other}", code
