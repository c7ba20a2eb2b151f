"""The parts that deadlines are read with: calendar, figures, grammar."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from datetime import date

import pytest

from rewriter.facts import deadlines
from rewriter.facts.dates import calendar
from rewriter.facts.dates.calendar import Clock, easter, holiday, holiday_rules, nth_weekday, period
from rewriter.facts.dates.figures import read_numeric_date
from rewriter.facts.dates.moments import rules
from rewriter.facts.dates.reader import Reader
from rewriter.facts.dates.templates import Phrase
from rewriter.facts.tokens import Tokens
from rewriter.languages.deadlines import CalendarRules, DeadlineWords
from rewriter.languages.pack import available_languages, load_pack
from rewriter.languages.section import load_section

TODAY = date(2026, 4, 15)


@pytest.mark.parametrize(
    ("year", "wanted"),
    [
        pytest.param(1961, date(1961, 4, 2), id="early April"),
        pytest.param(2008, date(2008, 3, 23), id="as early as it gets"),
        pytest.param(2038, date(2038, 4, 25), id="as late as it gets"),
        pytest.param(2026, date(2026, 4, 5), id="this year"),
    ],
)
def test_easter(year: int, wanted: date) -> None:
    """Easter Sunday of the Gregorian calendar."""
    assert easter(year) == wanted


@pytest.mark.parametrize(
    ("name", "year", "first", "last"),
    [
        pytest.param("norway_day", 2027, "5-17", "5-17", id="a fixed date"),
        pytest.param("ascension", 2027, "5-6", "5-6", id="days from Easter"),
        pytest.param("mothers_day_last_may", 2026, "5-31", "5-31", id="a last Sunday"),
        pytest.param("thanksgiving", 2026, "11-26", "11-26", id="a fourth Thursday"),
        pytest.param("black_friday", 2024, "11-29", "11-29", id="the day after"),
        pytest.param("midsummer_eve", 2026, "6-19", "6-19", id="a Friday from a date on"),
        pytest.param("kings_day", 2025, "4-26", "4-26", id="never on a Sunday"),
        pytest.param("kings_day", 2026, "4-27", "4-27", id="else on its date"),
        pytest.param("common_holidays_nb", 2026, "7-6", "7-26", id="whole weeks"),
        pytest.param("holiday_season", 2026, "11-20", "12-31", id="a season"),
        pytest.param("christmas_holidays", 2026, "12-20", "2027-1-4", id="over the new year"),
    ],
)
def test_holiday_rules(name: str, year: int, first: str, last: str) -> None:
    """Each kind of rule gives the day or span that it says."""

    def on(text: str) -> date:
        parts = [int(part) for part in text.split("-")]
        return date(*parts) if len(parts) == 3 else date(year, *parts)

    found = holiday(name, year)
    assert (found.first, found.last) == (on(first), on(last))


def test_every_holiday_rule_can_be_read() -> None:
    """No rule is misspelt, in any year."""
    for name in holiday_rules():
        for year in range(2024, 2036):
            found = holiday(name, year)
            assert found.first <= found.last
            assert found.first.year == year


def test_a_misspelt_rule_is_refused() -> None:
    """A rule that nobody can read raises instead of giving some day."""
    with pytest.raises(ValueError, match="No rule"):
        calendar._on("the day of days", 2026)


@pytest.mark.parametrize(
    ("unit", "shift", "fiscal", "first", "last"),
    [
        pytest.param("week", 0, 1, date(2026, 4, 13), date(2026, 4, 19), id="this week"),
        pytest.param("weekend", 1, 1, date(2026, 4, 25), date(2026, 4, 26), id="next weekend"),
        pytest.param("month", -4, 1, date(2025, 12, 1), date(2025, 12, 31), id="back over a year"),
        pytest.param("quarter", 1, 1, date(2026, 7, 1), date(2026, 9, 30), id="next quarter"),
        pytest.param("quarter", 0, 2, date(2026, 2, 1), date(2026, 4, 30), id="fiscal quarter"),
        pytest.param("half", 0, 7, date(2026, 1, 1), date(2026, 6, 30), id="fiscal half"),
        pytest.param("fiscal_year", 0, 9, date(2025, 9, 1), date(2026, 8, 31), id="fiscal year"),
        pytest.param("year", 1, 9, date(2027, 1, 1), date(2027, 12, 31), id="calendar year"),
        pytest.param("decade", 0, 1, date(2020, 1, 1), date(2029, 12, 31), id="decade"),
        pytest.param("workday", 3, 1, date(2026, 4, 20), date(2026, 4, 20), id="over a weekend"),
    ],
)
def test_periods(unit: str, shift: int, fiscal: int, first: date, last: date) -> None:
    """Weeks are ISO weeks; quarters, halves and fiscal years follow the option."""
    found = period(unit, Clock(TODAY, fiscal=fiscal), shift)
    assert (found.first, found.last) == (first, last)


def test_there_is_no_fifth_friday_in_every_month() -> None:
    """The fifth weekday is None where the month has four."""
    assert nth_weekday(4, 5, date(2026, 5, 1), date(2026, 5, 31)) == date(2026, 5, 29)
    assert nth_weekday(4, 5, date(2026, 6, 1), date(2026, 6, 30)) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("2026-09-01", Phrase("ymd", (2026, 9, 1)), id="ISO"),
        pytest.param("2026/9/1", Phrase("ymd", (2026, 9, 1)), id="year first, slashes"),
        pytest.param("1.9.2026", Phrase("figures", (1, 9, 2026, ".")), id="points"),
        pytest.param("1-9-26", Phrase("figures", (1, 9, 2026, "-")), id="two-digit year"),
        pytest.param("1/9-26", Phrase("figures", (1, 9, 2026, "/")), id="slash and hyphen"),
        pytest.param("1 / 9", Phrase("figures", (1, 9, None, "/")), id="spaces"),
        pytest.param("9/2026", Phrase("year_month", (2026, 9)), id="month and year"),
        pytest.param("2026-09", Phrase("year_month", (2026, 9)), id="year and month"),
        pytest.param("29/2/2028", Phrase("figures", (29, 2, 2028, "/")), id="leap day"),
        pytest.param("30/2/2028", None, id="30 February"),
        pytest.param("13/13/2026", None, id="two thirteenths"),
        pytest.param("1.9.2026.4", None, id="an address"),
        pytest.param("2026-13-01", None, id="no such month"),
        pytest.param("1-2-3", None, id="a sequence"),
        pytest.param("123-12-1234", None, id="a code"),
        pytest.param("1/9/", Phrase("figures", (1, 9, None, "/")), id="a slash behind"),
    ],
)
def test_numeric_dates(text: str, wanted: Phrase | None) -> None:
    """Possible dates in figures are read, the order left open; others are not."""
    found = read_numeric_date(Tokens(text), 0, dotted=True)
    assert (found[0] if found else None) == wanted


def _templates() -> Iterator[tuple[str, str, str]]:
    shared = load_section(CalendarRules, "", "calendar")
    for part, by_rule in shared.grammar.items():
        for rule, templates in by_rule.items():
            for template in templates:
                yield part, rule, template
    for language in available_languages():
        for name, templates in load_pack(language).deadlines.phrases.items():
            part, _, rule = name.partition(".")
            for template in templates:
                yield part, rule, template


def test_every_template_gives_its_rule_what_it_takes() -> None:
    """The slots of a template, with and without its options, fit the rule's function."""
    functions = rules()
    for part, rule, template in _templates():
        if part not in ("time", "span") and not part.endswith("_tail"):
            continue
        slots = [element for element in template.split() if "{" in element]
        behind = int(part.endswith("_tail"))
        fewest = behind + sum(not slot.endswith("?") for slot in slots)
        for count in (fewest, behind + len(slots)):
            bound = inspect.signature(functions[rule]).bind(Clock(TODAY), *range(count))
            assert len(bound.args) == count + 1, template


def test_every_rule_has_a_template() -> None:
    """No function is left without a phrase that calls it; figures make `ymd` themselves."""
    assert set(rules()) == {rule for _, rule, _ in _templates()} & set(rules()) | {"ymd"}


@pytest.mark.parametrize("language", available_languages())
def test_pack_names_known_holidays_and_all_seasons(language: str) -> None:
    """A holiday without a rule would have no date; a season or unit left out could not be read."""
    words: DeadlineWords = load_pack(language).deadlines
    assert set(words.holidays) <= set(holiday_rules())
    assert set(words.seasons) == {"spring", "summer", "autumn", "winter"}
    assert set(words.units) >= {"day", "week", "month", "quarter", "half", "year", "fiscal_year"}
    assert {name.split(".")[0] for name in words.phrases} <= set(
        load_section(CalendarRules, "", "calendar").grammar
    )


@pytest.mark.parametrize("language", available_languages())
def test_no_name_stands_for_two_holidays(language: str) -> None:
    """The same words twice in a pack would hide one of the holidays."""
    names = [
        name for names in load_pack(language).deadlines.holidays.values() for name in set(names)
    ]
    assert sorted(names) == sorted(set(names))


HOSTILE = [
    "1/", "next ", "march ", "end of ", "from 1 to ", "1 day ", "3 months after ", "12.", "the ",
    "Q1-", "2027 ", "first monday of ", "by the end of the ", "may to ", "31-12-", "half a ",
    "in 3 ", "week 40 ", "two hundred ", "1. ", "two weeks after ", "between May and ",
]  # fmt: skip


@pytest.mark.parametrize("piece", [pytest.param(piece, id=piece.strip()) for piece in HOSTILE])
def test_work_grows_with_the_text_and_no_faster(
    piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four times the text takes at most about four times the steps, however it repeats."""
    steps = 0
    walk = Reader._walk

    def counted(self, *args):  # type: ignore[no-untyped-def]
        nonlocal steps
        steps += 1
        return walk(self, *args)

    monkeypatch.setattr(Reader, "_walk", counted)
    taken = []
    for repeats in (100, 400):
        steps = 0
        deadlines.find_deadlines(piece * repeats, "en", TODAY)
        taken.append(steps)
    assert taken[1] <= 4.5 * taken[0] + 50
    assert taken[1] <= 60 * len(Tokens(piece * 400))
