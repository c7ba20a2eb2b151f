"""Deadlines in running text, in any language that has a pack."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError

# The rules are imported for their registration by name.
from rewriter.facts.dates import days, parts, periods, spans  # noqa: F401
from rewriter.facts.dates.calendar import Clock, Moment, add_days
from rewriter.facts.dates.moments import resolve
from rewriter.facts.dates.scan import Match, find_phrases
from rewriter.facts.tokens import Tokens, tokens_of
from rewriter.languages.pack import Pack, load_pack
from rewriter.schemas import Deadline

# Years further from today than this are rather amounts: "in 2000 shops".
_YEARS_BACK, _YEARS_AHEAD = 12, 60

# Names that come round again.
_ROUND = frozenset({"month", "season", "holiday", "quarter", "half", "week_no"})


def find_deadlines(
    text: str,
    language: str,
    today: date,
    *,
    locale: str | None = None,
    fiscal_year_start: int = 1,
) -> list[Deadline]:
    """The deadlines in a text, left to right, with offsets into it.

    `date` is the last day; `begins` the first one where a period is meant.  A date without a year
    is the next one from `today` on; "before" X is the day before X, or the last day of a period
    that X closes; "by" a season or holiday is the day it begins.  `locale` ("en_GB") orders
    03/04/2027; `fiscal_year_start` is the first month of the fiscal year, by which quarters and
    halves go, and which is named after the calendar year it ends in.  What is over ("last year"),
    what only begins ("from May") and mere durations ("for two years") are no deadlines.  A text
    with thousands of dates is read up to the 8,000th place where one might begin.

    Raises `UnknownLanguageError` for a language without a pack.

    >>> [(d.text, d.date) for d in find_deadlines("400 by the end of May", "en", date(2026, 3, 11))]
    [('by the end of May', datetime.date(2026, 5, 31))]
    """
    pack = load_pack(language)
    return read_deadlines(tokens_of(text), pack, today, locale, fiscal_year_start)


def read_deadlines(
    tokens: Tokens,
    pack: Pack,
    today: date,
    locale: str | None = None,
    fiscal_year_start: int = 1,
) -> list[Deadline]:
    """The same on tokens, for those who have a pack and read more than deadlines."""
    matches = find_phrases(tokens, pack)
    if not matches:
        return []
    clock = _clock(pack.code, today, locale, fiscal_year_start)
    found = []
    for match in matches:
        meant = _meaning(match, clock)
        if meant:
            start, end = tokens.starts[match.first], tokens.ends[match.last]
            begins, last, swappable = meant
            found.append(
                Deadline(
                    start=start,
                    end=end,
                    text=tokens.text[start:end],
                    date=last,
                    begins=begins,
                    ambiguous=swappable,
                )
            )
    return found


def deadline_spans(tokens: Tokens, pack: Pack) -> list[tuple[int, int]]:
    """Character spans of all dates, periods and durations: numbers in them measure nothing.

    >>> from rewriter.languages.pack import load_pack
    >>> deadline_spans(Tokens("a plan for 3 months"), load_pack("en"))
    [(7, 19)]
    """
    return [
        (tokens.starts[match.first], tokens.ends[match.last])
        for match in find_phrases(tokens, pack)
        if match.rule != "number"
    ]


@lru_cache(maxsize=64)
def _clock(code: str, today: date, locale: str | None, fiscal_year_start: int) -> Clock:
    pack = load_pack(code)
    spoken = pack.locale
    if locale:
        try:
            spoken = Locale.parse(locale.replace("-", "_"))
        except (ValueError, UnknownLocaleError):
            spoken = pack.locale
    pattern = spoken.date_formats["short"].pattern
    month_first = pattern.index("M") < pattern.index("d") and not pattern.startswith("y")
    return Clock(today, month_first, pack.deadlines.day_month_varies, fiscal_year_start)


def _meaning(match: Match, clock: Clock) -> tuple[date | None, date, bool] | None:
    """First day if a period is meant, last day, and whether day and month may be swapped."""
    if match.rule == "none" or (match.rule == "number" and match.time.rule != "year"):
        return None
    moment = resolve(match.time, clock)
    if moment is None or moment.past or not _plausible(match, moment, clock):
        return None
    if match.rule == "bare_year" and moment.last < clock.today:
        return None  # "sales 2024" tells what was
    if match.rule.startswith("before"):
        last = _day_before(match, _next_round(match, moment, clock), clock)
    elif match.rule in ("by", "until"):
        last = _arrival(match, _next_round(match, moment, clock))
    elif match.rule == "over":
        last = moment.last
    else:
        whole = moment.first < moment.last and moment.grain != "end"
        return (moment.first if whole else None), moment.last, moment.swappable
    return None, last, moment.swappable


def _next_round(match: Match, moment: Moment, clock: Clock) -> Moment:
    """ "Before the summer", said in July, is about the next one."""
    running = moment.first < moment.last and moment.first <= clock.today <= moment.last
    coming = match.rule == "before" or moment.grain in ("season", "holiday")
    begun = match.time.rule == "beginning_of" and moment.first < clock.today
    if running and begun and _is_long(moment):
        coming = True
    if running and coming and (begun or match.time.rule in _ROUND):
        return resolve(match.time, clock._replace(today=add_days(moment.last, 1))) or moment
    return moment


def _day_before(match: Match, moment: Moment, clock: Clock) -> date:
    running = moment.first <= clock.today < moment.last or moment.grain == "span"
    single = match.rule == "before_period" and moment.first == moment.last
    if moment.closing or running or single:
        return moment.last
    return add_days(moment.first, -1)


def _arrival(match: Match, moment: Moment) -> date:
    """By a period means by its end; by a season, by its beginning."""
    if moment.grain in ("season", "holiday"):
        return moment.first
    if moment.grain == "weekend":
        return add_days(moment.first, -1)
    if match.time.rule == "beginning_of" and _is_long(moment):
        return moment.first  # "by the start of the quarter"
    return moment.last


def _is_long(part: Moment) -> bool:
    """Whether the beginning of something is more than the first days of a month."""
    return (part.last - part.first).days > 10


def _plausible(match: Match, moment: Moment, clock: Clock) -> bool:
    if match.time.rule not in ("year", "range_years"):
        return True
    return -_YEARS_BACK <= moment.last.year - clock.today.year <= _YEARS_AHEAD
