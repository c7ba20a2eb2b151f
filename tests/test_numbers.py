"""Quantities, read in five languages."""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from typing import Any

import pytest
from babel.numbers import format_compact_decimal, format_currency, format_decimal, format_percent
from hypothesis import example, given
from hypothesis import strategies as st

from rewriter.errors import UnknownLanguageError
from rewriter.facts.numbers import find_quantities, read_quantities
from rewriter.facts.tokens import Tokens
from rewriter.languages.pack import available_languages, load_pack
from rewriter.schemas import Quantity

LANGUAGES = available_languages()


def q(value: float, hi: float | None = None, **fields: Any) -> dict[str, Any]:
    """What is expected of a quantity; what is not said is not looked at."""
    return {"value": value, "value_hi": hi, **fields}


def count(value: float, unit: str | None, hi: float | None = None, **fields: Any) -> dict[str, Any]:
    """Something that is counted."""
    return q(value, hi, kind="count", unit=unit, **fields)


def percent(value: float, hi: float | None = None, **fields: Any) -> dict[str, Any]:
    """A percentage."""
    return q(value, hi, kind="percent", unit="%", **fields)


def money(value: float, code: str, hi: float | None = None, **fields: Any) -> dict[str, Any]:
    """An amount."""
    return q(value, hi, kind="money", unit=code, **fields)


# The text, with each quantity in brackets, and what they are
READ: dict[str, list[tuple[str, list[dict[str, Any]]]]] = {
    "en": [
        ("[a quarter more] visits", [q(0.25, kind="ratio")]),
        ("from [2 million] to [3 million] views", [q(2e6), q(3e6)]),
        ("score from [3.9] to [4.4]", [q(3.9, role="baseline"), q(4.4, role="target")]),
        ("this quarter [35] demos", [count(35, "demos")]),
        ("[two-thirds] of members", [q(2 / 3, kind="ratio")]),
        ("[a couple of thousand] fans", [count(2000, "fans")]),
        ("[a million and a half]", [q(1.5e6)]),
        ("[sixty-odd] partners", [count(60, "partners")]),
        ("our score stands at [31]", [q(31, role="baseline")]),
        ("from [900] fans to many more", [count(900, "fans", role="baseline")]),
        ("win [45] trial users", [count(45, "users", bound="exact", per=None, role=None)]),
        ("reach [7,500] site visits a month", [count(7500, "visits", per="month")]),
        ("host [four] webinars each quarter", [count(4, "webinars", per="quarter")]),
        ("[60] weekly sign-ups", [count(60, "sign-ups", per="week")]),
        ("mail the list [twice] a month", [q(2, per="month")]),
        ("call [five times] a day", [count(5, "times", per="day")]),
        ("[one] case study per month", [count(1, "study", per="month")]),
        ("publish at least [a] video per week", [q(1, bound="min", per="week")]),
        ("lift margin by [3.5%]", [percent(3.5)]),
        ("lift margin by [twelve percent]", [percent(12)]),
        ("gain [2 percentage points]", [q(2, kind="points", unit="%")]),
        ("spend [$4,200] on search", [money(4200, "USD")]),
        ("book [£1.2m] in orders", [money(1.2e6, "GBP")]),
        ("book [EUR 90k]", [money(90_000, "EUR")]),
        ("a budget of [30 thousand euros]", [money(30_000, "EUR")]),
        ("[US$ 2bn] in sales", [money(2e9, "USD")]),
        ("[800 CHF] per event", [money(800, "CHF")]),
        ("keep refunds under [4 %]", [percent(4, bound="max")]),
        ("no more than [nine] complaints", [count(9, "complaints", bound="max")]),
        ("[250+] guests", [count(250, "guests", bound="min")]),
        ("[40 or more] partners", [count(40, "partners", bound="min")]),
        ("answer in [3] hours or less", [count(3, "hours", bound="max")]),
        ("between [20 and 35] new clients", [count(20, "clients", 35)]),
        ("[6-9%] churn", [percent(6, 9)]),
        ("[2–3k] downloads", [count(2000, "downloads", 3000)]),
        ("[$5 to $8 million]", [money(5e6, "USD", 8e6)]),
        (
            "from [80] to [130] bookings",
            [count(80, "bookings", role="baseline"), count(130, "bookings", role="target")],
        ),
        (
            "to [6%], up from [4.5%]",
            [percent(6, role="target"), percent(4.5, role="baseline")],
        ),
        (
            "from [2] to [2.5 million] users",
            [count(2e6, "users", role="baseline"), count(2.5e6, "users", role="target")],
        ),
        ("CTR [1%] → [2%]", [percent(1, role="baseline"), percent(2, role="target")]),
        (
            "currently [90] members, aim for [140]",
            [count(90, "members", role="baseline"), q(140, role=None)],
        ),
        ("[Triple] our trial users", [q(3, kind="multiple")]),
        ("a [tenfold] rise", [q(10, kind="multiple")]),
        ("[three times] as many calls", [q(3, kind="multiple")]),
        ("[2x] more demos", [q(2, kind="multiple")]),
        ("[halve] the drop-out", [q(0.5, kind="multiple")]),
        ("[half of] all orders", [q(0.5, kind="ratio")]),
        ("[a fifth] of visitors", [q(0.2, kind="ratio")]),
        ("[three quarters] of readers", [q(0.75, kind="ratio")]),
        ("by [a quarter]", [q(0.25, kind="ratio")]),
        ("a score of [4.4 out of 5]", [q(4.4, kind="rating", scale=5)]),
        ("a score of [9/10]", [q(9, kind="rating", scale=10)]),
        ("[4.6 stars]", [q(4.6, kind="rating", unit="stars")]),
        ("[one in eight] visitors buys", [q(1, kind="ratio", scale=8)]),
        ("[every fourth] visitor buys", [q(1, kind="ratio", scale=4)]),
        ("a return of [5:1]", [q(5, kind="ratio", scale=1)]),
        ("[forty (40)] interviews", [count(40, "interviews")]),
        ("[2000] fans in the year 2026", [count(2000, "fans")]),
        ("a [4.5-star] average", [q(4.5, kind="rating")]),
        ("get [20] five-star reviews", [q(20)]),
    ],
    "nb": [
        ("[5-600] besøk", [count(500, "besøk", 600)]),
        ("[10-15 000] besøk", [count(10_000, "besøk", 15_000)]),
        ("[to- til trehundre] gjester", [count(200, "gjester", 300)]),
        ("en [3-dobling]", [q(3, kind="multiple")]),
        ("[100-200] leads", [count(100, "leads", 200)]),
        ("[et par tusen] visninger", [count(2000, "visninger")]),
        ("[en komma åtte millioner]", [q(1.8e6)]),
        ("det [dobbelte]", [q(2, kind="multiple")]),
        ("[15 %] mot [18 %] nå", [percent(15), percent(18, role="baseline")]),
        ("[MNOK 14]", [money(14e6, "NOK")]),
        ("vår NPS ligger på [31]", [q(31, role="baseline")]),
        ("skaff [35] nye medlemmer", [count(35, "medlemmer")]),
        ("[1\u00a0500] lesere i uka", [count(1500, "lesere", per="week")]),
        ("[4] webinarer per kvartal", [count(4, "webinarer", per="quarter")]),
        ("post [tre ganger] i uken", [count(3, "ganger", per="week")]),
        ("minst [ett] innlegg om dagen", [count(1, "innlegg", bound="min", per="day")]),
        ("øk med [femten prosent]", [percent(15)]),
        ("opp [1,5 prosentpoeng]", [q(1.5, kind="points", unit="%")]),
        ("bruk inntil [40 000 kr] i måneden", [money(40_000, "NOK", bound="max", per="month")]),
        ("selg for [2,3 mill. kroner]", [money(2.3e6, "NOK")]),
        ("selg for [kr 75.000,-] i mai", [money(75_000, "NOK")]),
        ("[3 MNOK] i omsetning", [money(3e6, "NOK")]),
        ("[90 tkr] til annonser", [money(90_000, "NOK")]),
        ("[500 svenske kroner] per kunde", [money(500, "SEK")]),
        ("[€ 1 200] på reklame", [money(1200, "EUR")]),
        ("under [5 %] avmeldinger", [percent(5, bound="max")]),
        ("[80 eller flere] gjester", [count(80, "gjester", bound="min")]),
        ("mellom [12 og 18] avtaler", [count(12, "avtaler", 18)]),
        ("[to-tre] saker i uka", [count(2, "saker", 3, per="week")]),
        (
            "fra [60] til [95] bestillinger",
            [count(60, "bestillinger", role="baseline"), count(95, "bestillinger", role="target")],
        ),
        (
            "fra [3] til [4 MNOK]",
            [money(3e6, "NOK", role="baseline"), money(4e6, "NOK", role="target")],
        ),
        ("vi har [220] kunder i dag", [count(220, "kunder", role="baseline")]),
        ("[Tredoble] salget", [q(3, kind="multiple")]),
        ("[femdobling] av salget", [q(5, kind="multiple")]),
        ("[dobbelt] så mange", [q(2, kind="multiple")]),
        ("[halvere] svinnet", [q(0.5, kind="multiple")]),
        ("[halvparten] av leserne", [q(0.5, kind="ratio")]),
        ("med [en fjerdedel]", [q(0.25, kind="ratio")]),
        ("[4,6 av 5]", [q(4.6, kind="rating", scale=5)]),
        ("[en av ti] kjøper", [q(1, kind="ratio", scale=10)]),
        ("[hver femte] gjest kommer igjen", [q(1, kind="ratio", scale=5)]),
        ("auke til [tjue prosent]", [percent(20)]),
        ("få [hundre] nye kundar i månaden", [count(100, "kundar", per="month")]),
        ("[fem hundre] nye", [count(500, None)]),
    ],
    "da": [
        ("[to-trehundrede] gæster", [count(200, "gæster", 300)]),
        ("[5-600] besøg", [count(500, "besøg", 600)]),
        ("[TDKK 850]", [money(850_000, "DKK")]),
        ("fra [1.900] følgere til mange flere", [count(1900, "følgere", role="baseline")]),
        ("skaf [35] nye medlemmer", [count(35, "medlemmer")]),
        ("[1.500] læsere om ugen", [count(1500, "læsere", per="week")]),
        ("[halvtreds] kunder", [count(50, "kunder")]),
        ("[femogtres procent]", [percent(65)]),
        ("[3 pct.] højere", [percent(3)]),
        ("[2,5 procentpoint]", [q(2.5, kind="points", unit="%")]),
        ("højst [40.000 kr.] om måneden", [money(40_000, "DKK", bound="max", per="month")]),
        ("[2,3 mio. kr]", [money(2.3e6, "DKK")]),
        ("[kr. 75.000] til annoncer", [money(75_000, "DKK")]),
        ("[4.500,-] pr. lead", [money(4500, "DKK")]),
        ("[1,5 MDKK]", [money(1.5e6, "DKK")]),
        ("[halvanden million] visninger", [count(1.5e6, "visninger")]),
        ("mindst [ét] opslag om dagen", [count(1, "opslag", bound="min", per="day")]),
        ("mellem [12 og 18] aftaler", [count(12, "aftaler", 18)]),
        ("[5-7 %] frafald", [percent(5, 7)]),
        (
            "fra [tyve] til [tredive] ordrer",
            [count(20, "ordrer", role="baseline"), count(30, "ordrer", role="target")],
        ),
        ("vi har [220] kunder i dag", [count(220, "kunder", role="baseline")]),
        ("[firdoble] salget", [q(4, kind="multiple")]),
        ("[tre gange] så mange", [q(3, kind="multiple")]),
        ("skriv [to gange] om ugen", [count(2, "gange", per="week")]),
        ("[halvdelen] af læserne", [q(0.5, kind="ratio")]),
        ("[to tredjedele] af læserne", [q(2 / 3, kind="ratio")]),
        ("[4,6 ud af 5]", [q(4.6, kind="rating", scale=5)]),
        ("[4,7 stjerner]", [q(4.7, kind="rating")]),
        ("[80+] gæster", [count(80, "gæster", bound="min")]),
    ],
    "sv": [
        ("[två- till trehundra] gäster", [count(200, "gäster", 300)]),
        ("[12-1500] besök", [count(1200, "besök", 1500)]),
        ("ha [fördubblats]", [q(2, kind="multiple")]),
        ("en [30-procentig] ökning", [percent(30)]),
        ("ett [40-tal] butiker", [count(40, "butiker")]),
        ("[TSEK 700]", [money(700_000, "SEK")]),
        ("skaffa [35] nya medlemmar", [count(35, "medlemmar")]),
        ("[1 500] läsare i veckan", [count(1500, "läsare", per="week")]),
        ("[tvåhundrafemtio] kunder", [count(250, "kunder")]),
        ("[sextiofem procent]", [percent(65)]),
        ("[2,5 procentenheter]", [q(2.5, kind="points", unit="%")]),
        ("högst [40 000 kr] i månaden", [money(40_000, "SEK", bound="max", per="month")]),
        ("[2,3 mkr]", [money(2.3e6, "SEK")]),
        ("[75 tkr] till annonser", [money(75_000, "SEK")]),
        ("[4 500:-] per lead", [money(4500, "SEK")]),
        ("[1,5 MSEK]", [money(1.5e6, "SEK")]),
        ("[300 norska kronor]", [money(300, "NOK")]),
        ("[en och en halv miljon] visningar", [count(1.5e6, "visningar")]),
        ("minst [ett] inlägg om dagen", [count(1, "inlägg", bound="min", per="day")]),
        ("mellan [12 och 18] avtal", [count(12, "avtal", 18)]),
        ("[20] st nya butiker", [count(20, "butiker")]),
        (
            "från [tjugo] till [trettio] ordrar",
            [count(20, "ordrar", role="baseline"), count(30, "ordrar", role="target")],
        ),
        ("[fyrdubbla] försäljningen", [q(4, kind="multiple")]),
        ("[tre gånger] så många", [q(3, kind="multiple")]),
        ("[två gånger] i veckan", [count(2, "gånger", per="week")]),
        ("[halvera] svinnet", [q(0.5, kind="multiple")]),
        ("[hälften] av läsarna", [q(0.5, kind="ratio")]),
        ("[fyra femtedelar] av läsarna", [q(0.8, kind="ratio")]),
        ("[4,6 av 5]", [q(4.6, kind="rating", scale=5)]),
        ("[var tionde] kund", [q(1, kind="ratio", scale=10)]),
        ("fler än [80] gäster", [count(80, "gäster", bound="min")]),
    ],
    "nl": [
        ("[twee- tot driehonderd] gasten", [count(200, "gasten", 300)]),
        ("[5 à 600] gasten", [count(500, "gasten", 600)]),
        ("van [twee] naar [driehonderd] leads", [count(200, "leads"), count(300, "leads")]),
        ("bestellingen [verdriedubbelen]", [q(3, kind="multiple")]),
        ("een [vijftigtal] gasten", [count(50, "gasten")]),
        ("[7 mille]", [q(7000)]),
        ("volgende week [5] posts", [count(5, "posts")]),
        ("[80%] tegenover [75%] nu", [percent(80), percent(75, role="baseline")]),
        ("werf [35] nieuwe leden", [count(35, "leden")]),
        ("[1.500] lezers per week", [count(1500, "lezers", per="week")]),
        ("[tweehonderdvijftig] klanten", [count(250, "klanten")]),
        ("[vijfenzestig procent]", [percent(65)]),
        ("[2,5 procentpunt]", [q(2.5, kind="points", unit="%")]),
        ("hooguit [€ 40.000] per maand", [money(40_000, "EUR", bound="max", per="month")]),
        ("[€ 2,3 mln] omzet", [money(2.3e6, "EUR")]),
        ("[€ 75,-] per lead", [money(75, "EUR")]),
        ("[2 ton] omzet", [money(2e5, "EUR")]),
        ("[anderhalf miljoen] weergaven", [count(1.5e6, "weergaven")]),
        ("minstens [één] bericht per dag", [count(1, "bericht", bound="min", per="day")]),
        ("tussen de [12 en 18] afspraken", [count(12, "afspraken", 18)]),
        ("[twee à drie] blogs per maand", [count(2, "blogs", 3, per="month")]),
        (
            "van [20] naar [30] orders",
            [count(20, "orders", role="baseline"), count(30, "orders", role="target")],
        ),
        ("van [5] tot [8 %]", [percent(5, role="baseline"), percent(8, role="target")]),
        ("[verviervoudigen] van de omzet", [q(4, kind="multiple")]),
        ("[drie keer] zoveel", [q(3, kind="multiple")]),
        ("[twee keer] per week", [count(2, "keer", per="week")]),
        ("[3x] per week", [q(3, per="week")]),
        ("de uitval [halveren]", [q(0.5, kind="multiple")]),
        ("[de helft] van de lezers", [q(0.5, kind="ratio")]),
        ("[een derde] van de lezers", [q(1 / 3, kind="ratio")]),
        ("[4,6 van de 5]", [q(4.6, kind="rating", scale=5)]),
        ("[een op de tien] klanten", [q(1, kind="ratio", scale=10)]),
        ("meer dan [80] gasten", [count(80, "gasten", bound="min")]),
    ],
}


def _marked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its brackets, and where they stood."""
    spans, text = [], ""
    for piece in re.split(r"(\[[^\]]*\])", marked):
        if piece.startswith("["):
            spans.append((len(text), len(text) + len(piece) - 2))
            piece = piece[1:-1]
        text += piece
    return text, spans


@pytest.mark.parametrize(
    ("language", "marked", "expected"),
    [
        pytest.param(code, marked, expected, id=f"{code}-{marked}")
        for code, rows in READ.items()
        for marked, expected in rows
    ],
)
def test_quantities(language: str, marked: str, expected: list[dict[str, Any]]) -> None:
    """Value, unit, kind, bound, rate, role and the exact place."""
    text, spans = _marked(marked)
    found = find_quantities(text, language)
    assert [(item.start, item.end) for item in found] == spans
    for item, wanted in zip(found, expected, strict=True):
        assert text[item.start : item.end] == item.text
        for name, value in wanted.items():
            assert getattr(item, name) == (pytest.approx(value) if name == "value" else value)


NOTHING = {
    "en": [
        "the Route 66 tour", "help 24 hours a day", "Mon-Fri 9-17", "a show in Studio 54",
        "more leads <b onclick=show(1)>",
        "a half-hearted try",
        "tell it one more time",
        "6x6 tiles",
        "the 1980s",
        "one of our main aims", "this one matters", "be number one", "the second round of talks",
        "GA4, Web3 and B2B", "a 24/7 chat", "our Q3 review", "version 3.2.1", "a 90-day trial",
        "in 2026 we grow", "sales of 2025", "call +44 20 7946 0018", "the 3rd store", "at 9:45",
        "at 5 pm", "several hundred guests", "a few thousand", "thousands of people", "a 16:9 film",
        "five-star reviews", "double opt-in", "double-digit growth", "a third party", "per quarter",
        "every third month", "three years ago", "over two years", "Room 12", "step 4", "COVID-19",
        "a 50/50 split", "Web 2.0", "a one-off", "on 4 March 2026", "by 7 May", "MP3 and 5G", "a day",
    ],
    "nb": [
        "man-fre 9-17", "kl. 9–17", "åpent 24 timer i døgnet",
        "møtet er kl. 14.00",
        "en av våre viktigste saker", "nummer én i byen", "det ene og det andre", "24/7 på chat",
        "B2B og K3", "uke 12", "kl. 15.30", "2. kvartal", "den 4. juni", "i 2026", "tusen takk",
        "flere hundre gjester", "noen tusen", "tusenvis av folk", "et par gode saker",
        "ring 22 15 43 98", "90-dagers prøve", "for tre år siden", "versjon 3.2.1", "hvert kvartal",
        "hver tredje uke", "tre inn i nye markeder", "på andre plass", "en ny nettside", "dobbel opt-in",
    ],
    "da": [
        "hverdage 9-17", "åbent 24 timer i døgnet",
        "en af vores vigtigste sager", "nummer ét i byen", "det ene og det andet", "24/7 på chat",
        "B2B og K3", "uge 12", "kl. 15.30", "2. kvartal", "den 4. juni", "i 2026", "tusind tak",
        "flere hundrede gæster", "nogle tusinde", "tusindvis af folk", "et par gode sager",
        "ring 33 15 43 98", "90-dages prøve", "for tre år siden", "version 3.2.1", "hvert kvartal",
        "på anden plads", "en ny hjemmeside", "hver tredje uge",
    ],
    "sv": [
        "mån-fre 10-18", "öppet 24 timmar om dygnet",
        "en av våra viktigaste frågor", "nummer ett i stan", "det ena och det andra", "24/7 i chatten",
        "B2B och K3", "vecka 12", "kl. 15.30", "2:a kvartalet", "den 4 juni", "under 2026",
        "tusen tack", "flera hundra gäster", "några tusen", "tusentals människor", "ett par frågor",
        "ring 08-123 45 67", "90-dagars test", "för tre år sedan", "version 3.2.1", "varje kvartal",
        "en ny webbplats", "var tredje vecka", "ni vill ha fler kunder",
    ],
    "nl": [
        "van 9.00 tot 17.00 uur", "24 uur per dag open",
        "de jaren tachtig",
        "een van onze doelen", "nummer één in de stad", "het ene en het andere", "24/7 chat",
        "B2B en Q3", "week 12", "om 15.30 uur", "het 2e kwartaal", "op 4 juni", "in 2026",
        "enkele honderden gasten", "een paar duizend", "duizenden mensen", "een nieuwe site",
        "bel 020-123 45 67", "90-dagentest", "drie jaar geleden", "versie 3.2.1", "elk kwartaal",
        "vier je succes", "de tweede ronde", "elke derde week", "over zes maanden",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param(code, text, id=f"{code}-{text}")
        for code, rows in NOTHING.items()
        for text in rows
    ],
)
def test_no_quantities(language: str, text: str) -> None:
    """Names, dates, times, ordinals, articles and vague words measure nothing."""
    assert find_quantities(text, language) == []


def test_list_marks_measure_nothing() -> None:
    """Numbered lines keep the numbers of their content only."""
    text = "1. Win 30 clients\n2) Keep 90 %\nGoal 3: host 4 events"
    assert [found.value for found in find_quantities(text, "en")] == [30, 90, 4]


def test_spans_to_skip_are_left_out() -> None:
    """Numbers in the spans that belong to a deadline are not read, and none reaches into them."""
    text = "Get 40 leads in 30 days, 12 500 visits"
    start = text.index("30")
    found = read_quantities(Tokens(text), load_pack("en"), [(start, start + 7)])
    assert [item.value for item in found] == [40, 12_500]
    found = read_quantities(Tokens("200 500 a"), load_pack("en"), [(4, 7)])
    assert [item.value for item in found] == []


def test_unknown_language() -> None:
    """A language without a pack is said so."""
    with pytest.raises(UnknownLanguageError, match="xx"):
        find_quantities("5", "xx")


_AMOUNTS = st.one_of(
    st.integers(0, 10**9),
    *(st.decimals(0, 10**9, places=places, allow_nan=False) for places in (1, 2)),
)


def _single(text: str, language: str) -> Quantity:
    found = find_quantities(text, language)
    assert len(found) == 1, (text, found)
    assert found[0].start == 0
    assert found[0].end >= len(text.rstrip("."))
    return found[0]


@given(st.sampled_from(LANGUAGES), _AMOUNTS)
def test_numbers_of_babel_are_read_back(language: str, amount: Any) -> None:
    """A number in the format of the locale keeps its value."""
    locale = load_pack(language).locale
    assert _single(format_decimal(amount, locale=locale), language).value == float(amount)
    share = _single(format_percent(amount / 100, format="#,##0.## %", locale=locale), language)
    assert (share.value, share.unit) == (float(amount), "%")


@given(
    st.sampled_from(LANGUAGES),
    _AMOUNTS,
    st.sampled_from(["NOK", "SEK", "DKK", "EUR", "USD", "GBP"]),
    st.sampled_from(["standard", "name"]),
)
def test_amounts_of_babel_are_read_back(language: str, amount: Any, code: str, style: Any) -> None:
    """An amount with the sign, code or name of its currency keeps its value and currency."""
    text = format_currency(amount, code, locale=load_pack(language).locale, format_type=style)
    found = _single(text, language)
    assert (found.value, found.unit, found.kind) == (float(amount), code, "money")


@given(
    st.sampled_from(LANGUAGES),
    st.integers(1, 999),
    st.sampled_from([10**3, 10**6, 10**9]),
    st.sampled_from(["short", "long"]),
)
def test_short_forms_of_babel_are_read_back(
    language: str, number: int, scale: int, style: Any
) -> None:
    """Suffixes and scale words of the locale keep their value."""
    locale = load_pack(language).locale
    text = format_compact_decimal(number * scale, format_type=style, locale=locale)
    assert _single(text, language).value == number * scale


@given(
    st.sampled_from(LANGUAGES),
    st.integers(10_000, 10**9),
    st.sampled_from([" ", "\u00a0", "\u202f", "\u2009", "\u2007"]),
)
def test_any_space_between_groups_is_read(language: str, number: int, space: str) -> None:
    """Groups of three may be parted by any of the spaces that programs put there."""
    text = f"{number:,}".replace(",", space)
    assert _single(f"{text}", language).value == number


_PLAIN = {
    "en": "Our customers tell friends about the brand. More people visit the shop and stay longer",
    "nb": "Kundene forteller venner om merkevaren. Flere besøker butikken og blir lenger",
    "da": "Kunderne fortæller venner om brandet. Flere besøger butikken og bliver længere",
    "sv": "Kunderna berättar för vänner om varumärket. Fler besöker butiken och stannar längre",
    "nl": "Klanten vertellen vrienden over het merk. Meer mensen bezoeken de winkel en blijven",
}


@given(st.sampled_from(LANGUAGES), st.data())
def test_text_without_numbers_adds_no_quantity(language: str, data: st.DataObject) -> None:
    """Words around a sentence change neither how many quantities it holds nor their values."""
    marked, _ = data.draw(st.sampled_from(READ[language]))
    text, _ = _marked(marked)
    words = st.lists(st.sampled_from(_PLAIN[language].split()), max_size=8).map(" ".join)
    clauses = st.sampled_from([row for row in NOTHING[language] if not re.search(r"\d", row)])
    before = data.draw(words)
    after = data.draw(st.lists(words | clauses, max_size=3).map("; ".join))
    alone = [item.value for item in find_quantities(text, language)]
    amid = find_quantities(f"{before}: {text}; {after}", language)
    assert [item.value for item in amid] == alone


@example("².", "nb")
@example(f"{'1' * 5_000} {'1' * 5_000}.", "nb")
@example("\ud800 ٣ 1/²", "nl")
@given(st.text(), st.sampled_from(LANGUAGES))
def test_any_text_is_survived(text: str, language: str) -> None:
    """No text makes the reader fail, and every offset points at what it says."""
    for found in find_quantities(text, language):
        assert text[found.start : found.end] == found.text != ""


_BITS = ["5", "0", ".", ",", " ", "-", "–", "/", ":", "%", "$", "kr", "one", "a", "half", "en", "og",
         "hundre", "tusen", "million", "of", "in", "per", "to", "x", "k", "+", "(", ")", "\n", "fra"]  # fmt: skip


@given(st.lists(st.sampled_from(_BITS), max_size=30).map("".join), st.sampled_from(LANGUAGES))
def test_any_mixture_is_survived(text: str, language: str) -> None:
    """Neither does any heap of numbers, signs and number words; spans never overlap."""
    found = find_quantities(text, language)
    assert all(text[item.start : item.end] == item.text for item in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    "bit",
    ["1.1", "1,", "1 ", "1$", "$1", "one ", "hundre ", "hundre", "1-", "1:1 ", "0 0 ", "5 of ", "a ",
     "1 million ", "en og ", "from 1 to 2 ", "½", "9/", "tusen millioner ", "minst ", "22 33 "],
)  # fmt: skip
def test_time_grows_with_the_length_only(bit: str) -> None:
    """Twice the text takes twice the steps, not more: no pattern blows up."""
    read_quantities(Tokens(bit), load_pack("nb"))  # the tables of the pack are built once

    def steps(length: int) -> int:
        count = 0

        def tick(*_: object) -> None:
            nonlocal count
            count += 1

        tokens = Tokens((bit * length)[:length])
        sys.setprofile(tick)
        try:
            read_quantities(tokens, load_pack("nb"))
        finally:
            sys.setprofile(None)
        return count

    assert steps(8_000) < 2.5 * steps(4_000) + 100
