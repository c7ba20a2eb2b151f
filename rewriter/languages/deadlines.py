"""How a language speaks of dates, periods and durations, and the grammar that all share."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from rewriter.languages.section import Section

Phrases = tuple[str, ...]

Unit = Literal[
    "hour", "day", "workday", "week", "weekend", "fortnight", "month", "quarter", "third", "half",
    "year",
    "fiscal_year", "decade",
]  # fmt: skip
Season = Literal["spring", "summer", "autumn", "winter"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Classes(Section):
    """Words by what they do; `<name>` in a template stands for any of them."""

    # Articles and joints
    the: Phrases
    the_many: Phrases  # of these, the ones before a plural
    a: Phrases
    of: Phrases
    and_: Phrases = Field(alias="and")
    # Which one
    this: Phrases
    next: Phrases
    coming: Phrases  # "upcoming": like next, but of weekdays the very next
    past: Phrases
    final: Phrases  # the last of several: "the last Friday in May"
    after_next: Phrases  # behind the period: "the week after next"
    every: Phrases
    # Parts of a period
    end: Phrases
    middle: Phrases
    midpoint: Phrases  # business words for the very middle: "medio"
    beginning: Phrases
    late: Phrases  # before a period, of its end: "later this week"
    early: Phrases  # before a period, of its beginning: "early next week"
    rest: Phrases
    is_over: Phrases  # behind a period: "before the year is out"
    # How a deadline is introduced
    by: Phrases
    before: Phrases
    for_or_before: Phrases  # before a period, but by a day: Dutch "voor"
    on: Phrases
    in_: Phrases = Field(alias="in")  # introduces periods
    goal_for: Phrases  # introduces what a goal is for: "for 2027", but not "gifts for Christmas"
    during: Phrases  # with a definite period: "during the year"
    whole: Phrases  # before a period: "all of 2027"
    until: Phrases
    around: Phrases
    # What is no deadline
    after: Phrases
    since: Phrases
    for_: Phrases = Field(alias="for")  # with a duration, how long something lasts
    ago_before: Phrases  # Scandinavian "for ... siden"
    ago: Phrases
    # Ranges and durations
    from_: Phrases = Field(alias="from")
    to: Phrases
    or_: Phrases = Field(alias="or")
    between: Phrases
    within: Phrases  # with a duration: today and so much
    roughly: Phrases  # between "within" and a duration
    from_now: Phrases  # behind a duration
    counted_from: Phrases  # between a duration and the date that it counts from
    starting: Phrases  # between a duration and its first day
    counted_before: Phrases
    half_a: Phrases  # "half a year"
    and_a_half: Phrases  # "a year and a half"
    # Nouns beside a figure or a name
    day_word: Phrases
    month_word: Phrases
    year_word: Phrases
    week_word: Phrases
    week_of: Phrases
    quarter_word: Phrases
    quarter_letter: Phrases
    half_word: Phrases
    third_word: Phrases  # of the year: "tertial"
    third_letter: Phrases
    half_letter: Phrases
    half_of: Phrases
    fiscal_letter: Phrases
    school_year: Phrases  # and other years from summer to summer: before "2026/27"
    clock: Phrases  # before a time of day: "kl. 9-17"
    # Days and moments with a name of their own
    now: Phrases  # only as one end of a range
    today: Phrases
    day_end: Phrases  # of today, or of the day named behind it
    tomorrow: Phrases
    overmorrow: Phrases
    past_day: Phrases
    this_weekend: Phrases
    this_year: Phrases
    next_year: Phrases
    week_end: Phrases
    new_year: Phrases  # the weeks after the turn of the year
    month_end: Phrases
    mid_year: Phrases
    quarter_end: Phrases
    year_end: Phrases


class UnitForms(Section):
    """The forms of a unit's name.  One that is both singular and plural stands in both."""

    one: Phrases
    many: Phrases = ()
    definite: Phrases = ()  # "måneden": alone it means this one
    genitive: Phrases = ()  # "månedens", "month's"


class DeadlineWords(Section):
    """Deadline phrases.  Month, weekday and quarter names come from Babel on top of these."""

    classes: Classes
    units: dict[Unit, UnitForms]
    months: dict[int, Phrases]  # spellings beside Babel's
    weekdays: dict[Weekday, Phrases]
    genitive_ending: str  # of names: "junis", "summer's"; empty where there is none
    weekday_endings: Phrases = ()  # "fredag" + "en"
    seasons: dict[Season, Phrases]
    holidays: dict[str, Phrases]  # by the names in calendar.toml
    phrases: dict[str, Phrases]  # templates of this language alone, by "part.rule"
    # Names that are common words too: alone they need a preposition, a year or a day.
    shy: Phrases
    # Words that may come right after a lone name or figure without making it an attribute.
    followers: Phrases
    # Words that are no misspelt date words though they look like some: "eastern", "moths".
    lookalikes: Phrases
    # Words after which a fraction or a bare figure is rather a measure: "by 3/4", "by 2027".
    measuring: Phrases
    # Verbs and the like that make "today" the present, not the deadline: "today we have 400".
    state: Phrases
    # What follows a month that opens a sentence and is a person: "August wants", "May from sales".
    people: Phrases
    # Words that compare: what follows them is no deadline ("more than in May").
    than: Phrases
    # Words after a figure that make it an amount: "under 2027 kr".
    counted: Phrases
    bare_years: bool = False  # whether a year without a preposition is a time: "öppna butik 2027"
    day_month_varies: bool = False  # whether readers disagree about 03/04/2027


class CalendarRules(Section):
    """What holds for every language: when holidays are, and how date phrases are built."""

    holidays: dict[str, str]
    grammar: dict[str, dict[str, Phrases]]  # part → rule → templates
    kinds: dict[str, Phrases]  # slot → the rules of `time` that it takes
