"""How a language spells and abbreviates numbers."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from babel import Locale
from pydantic import Field

from rewriter.languages.section import Section

# One string a number; the spellings that mean the same are parted by spaces.
Spellings = str
Phrases = tuple[str, ...]
Period = Literal["day", "week", "month", "quarter", "year"]


class NumberWords(Section):
    """The words of `read_cardinal`, `read_ordinal` and `read_quantities`.

    A phrase is its words parted by spaces, in lower case.
    """

    locale: str  # the Babel locale whose separators, suffixes and currency names hold

    # Whole numbers
    small: Annotated[tuple[Spellings, ...], Field(min_length=20, max_length=20)]  # 0 to 19
    tens: Annotated[tuple[Spellings, ...], Field(min_length=8, max_length=8)]  # 20 to 90
    tens_order: Literal["tens_first", "units_first", "both"]
    articles: tuple[str, ...]  # words for one that mean "a": they count only in company
    joiners: tuple[str, ...]  # "hundred and six"
    fused_joiners: tuple[str, ...]  # the same inside one word
    scales: dict[float, Spellings]  # multiply what stands before: 100, 1000, ...
    couples: tuple[str, ...]  # two before a scale: "a couple hundred"
    bare_scales: tuple[str, ...]  # those that are a number by themselves
    fixed: dict[str, float]  # single words with a value of their own: "anderhalf" = 1.5
    tallies: tuple[str, ...]  # behind a number and a hyphen: "fifty-odd", "ett 30-tal"
    suffixes: dict[str, float]  # after figures, a space between or not: "mill" = 1e6
    glued_suffixes: dict[str, float]  # after figures, without a space: "M" = 1e6; case counts
    minus: tuple[str, ...]
    decimal_words: tuple[str, ...]  # "point", "komma"

    # Parts of a whole
    halves: tuple[str, ...]  # "two and a half", "half a million"
    denominators: dict[int, Spellings]  # "third thirds"
    fraction_phrases: dict[str, float]  # "halvparten" = 0.5
    of_words: Phrases  # "4.2 of 5"
    in_words: Phrases  # "one in five"
    every: tuple[str, ...]  # "every fifth customer"
    by_words: Phrases  # before a change: "by a quarter"

    # Ordinals
    ordinals: Annotated[tuple[Spellings, ...], Field(min_length=19, max_length=19)]  # 1 to 19
    ordinal_tens: dict[int, Spellings]  # 20, 30
    ordinal_suffixes: tuple[str, ...]  # "3rd", "3:e", "3de"; with what stands between
    ordinal_point: bool  # whether "3." before a lower-case word is an ordinal

    # Units
    percent: Phrases
    points: Phrases  # percentage points
    currencies: dict[str, Spellings]  # ISO 4217 code → short names; full ones come from Babel
    leading: tuple[str, ...]  # those of the short names that may stand before the figure
    scaled_money: dict[str, float]  # "tkr" = 1000 of the own currency
    money_prefixes: dict[str, float]  # before a code: the "m" of "MNOK" = 1e6
    amount_marks: Phrases  # after an amount of the own currency: ",-"
    stars: tuple[str, ...]  # what a rating counts
    times: tuple[str, ...]  # "three times"
    factors: Phrases  # "a factor of 3"
    short_ranges: bool  # whether "5-600" is five to six hundred
    multiples: dict[float, Spellings]  # 2 = "double doubled"
    multiple_stems: dict[str, float]  # each goes before ...
    multiple_endings: tuple[str, ...]  # ... each of these: "tre" + "doble"
    not_multiple_before: tuple[str, ...]  # "double" before these is no multiple: "opt-in"
    frequencies: dict[float, Spellings]  # 2 = "twice"

    # What stands around
    at_least: Phrases
    at_most: Phrases
    or_more: Phrases
    or_less: Phrases
    counting: Phrases  # of `at_least` and `at_most`, those before which an article counts as one
    about: Phrases
    between: Phrases
    from_words: Phrases
    to_words: Phrases
    now_before: Phrases  # "currently 400 followers": a baseline
    against: Phrases  # "520 instead of 400": a baseline behind another number
    standing: Phrases  # "our score stands at 22": a baseline where no deadline is named
    now_after: Phrases  # "400 followers today"
    periods: dict[Period, Spellings]
    per: Phrases  # before any word of a period: "per month"
    per_phrases: dict[Period, Phrases]  # "monthly", "om ugen"
    bridges: tuple[str, ...]  # between the noun and the period: "leads from the site per month"
    during: Phrases  # before a duration, which is no measure: "over three years"
    ago: Phrases  # behind one: "three years ago"
    clock: Phrases  # behind a time of day: "5 pm", "14.30 uur"

    # What is no measure
    idioms: Phrases  # hold a number word and count nothing
    labels: Phrases  # before the number of a name: "week 40", "no. 1"
    year_words: tuple[str, ...]  # before a year: "in 2027"
    vague: tuple[str, ...]  # before a bare scale word: "several hundred"
    weak_ones: tuple[str, ...]  # one-words that seldom count: "one"
    not_one_before: tuple[
        str, ...
    ]  # such a word counts nothing after these: "this one"; "" is the beginning
    not_one_after: tuple[str, ...]  # ... and before these: "one day"
    units_glued: tuple[str, ...]  # units of measure written to the figure: "10km"

    # The counted noun
    stop: tuple[str, ...]  # words that end the words after a number which may hold its noun
    adjectives: tuple[str, ...]
    adjective_endings: tuple[str, ...]
    head: Literal["last", "first"]  # open compounds end in their noun; closed ones are one word

    def __hash__(self) -> int:
        """One locale, one set of words: what lets tables built from them be cached."""
        return hash(self.locale)

    @cached_property
    def babel(self) -> Locale:
        """The Babel locale of `locale`."""
        return Locale.parse(self.locale)
