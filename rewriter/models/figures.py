"""Numbers, money and dates as they are written in the goal's language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import (
    format_currency,
    format_decimal,
    format_percent,
    get_currency_precision,
    get_territory_currencies,
)

from rewriter.languages.pack import Pack
from rewriter.schemas import Deadline, Options

_DECIMALS = 2  # more would claim a precision that no marketing figure has


class Figures:
    """Writes figures for one language and one set of options."""

    def __init__(self, pack: Pack, options: Options, given_currency: str | None = None) -> None:
        spoken = {name.lower(): name for name in pack.basics.locales}
        wanted = (options.locale or "").replace("-", "_").lower()
        known_locale = _locale(spoken[wanted]) if wanted in spoken else None
        self.locale = known_locale or pack.locale
        self._locales = [known for name in pack.basics.locales if (known := _locale(name))]
        if known_locale is None and given_currency:
            # Pounds are written about where days stand before months.
            at_home = [loc for loc in self._locales if _currency(loc, "") == given_currency]
            if at_home and self.locale not in at_home:
                self.locale = at_home[0]
        self.currency = options.currency or _currency(self.locale, pack.basics.currency)

    def number(self, value: float, decimals: int = 0) -> str:
        """1200 → 1,200 · 1 200 · 1.200; with `decimals` digits behind the point at the least."""
        text = format_decimal(
            round(value, _DECIMALS), locale=self.locale, decimal_quantization=False
        )
        whole = value == round(value)
        if not (decimals and whole):
            return text
        return format_decimal(value, f"#,##0.{'0' * decimals}", locale=self.locale)

    def percent(self, value: float) -> str:
        """12.5 → 12.5% · 12,5 %"""
        share = Decimal(str(round(value, _DECIMALS))) / 100
        return format_percent(share, locale=self.locale, decimal_quantization=False)

    def money(self, value: float, currency: str | None = None) -> str:
        """Whole amounts without decimals."""
        currency = currency or self.currency
        digits = 0 if value == round(value) else get_currency_precision(currency)
        pattern = self.locale.currency_formats["standard"].pattern
        pattern = pattern.replace("0.00", "0." + "0" * digits if digits else "0")
        return format_currency(value, currency, pattern, locale=self.locale, currency_digits=False)

    def listed(self, texts: list[str]) -> str:
        """ "30 and 32" """
        return format_list(texts, locale=self.locale)

    def day(self, day: date) -> str:
        """March 31, 2027 · 31. mars 2027"""
        return format_date(day, "long", locale=self.locale)

    def given_day(self, deadline: Deadline) -> str:
        """A day in the order of day and month that the user typed it in, so that he knows it."""
        typed = deadline.text.lower()
        for locale in self._locales:
            text = format_date(deadline.date, "long", locale=locale)
            if text.lower() in typed:
                return text
        return self.day(deadline.date)


@cache
def _locale(name: str) -> Locale | None:
    """The locale, or None for one that CLDR does not keep, such as no_NO."""
    try:
        return Locale.parse(name)
    except UnknownLocaleError:
        return None


@cache
def _currency(locale: Locale, default: str) -> str:
    if not locale.territory:
        return default
    return next(iter(get_territory_currencies(locale.territory)), default)
