"""Numbers in words and figures, and ordinals, at a given token."""

from __future__ import annotations

import pytest
from babel.numbers import get_decimal_symbol
from hypothesis import given
from hypothesis import strategies as st

from rewriter.facts.cardinals import read_cardinal, read_ordinal
from rewriter.facts.figures import read_figure
from rewriter.facts.numerals import numerals
from rewriter.facts.tokens import Tokens
from rewriter.languages.pack import available_languages, load_pack

SPELLED = {
    "en": [
        ("nought", 0), ("nineteen", 19), ("thirty-six", 36), ("thirty six", 36), ("thirtysix", 36),
        ("a hundred", 100), ("hundred", 100), ("six hundred and forty", 640),
        ("eighteen hundred", 1800), ("two thousand and three", 2003),
        ("four hundred sixteen thousand nine", 416_009), ("seven million two hundred thousand", 7.2e6),
        ("three point one four", 3.14), ("five point two million", 5.2e6), ("a billion", 1e9),
        ("two and a half", 2.5), ("one and a half thousand", 1500), ("half a million", 5e5),
        ("a dozen", 12), ("three dozen", 36), ("half a dozen", 6), ("six lakh", 6e5),
        ("8 thousand 2 hundred", 8200), ("40 hundred", 4000), ("12.5k", 12_500), ("3M", 3e6),
        ("3 M", 3e6), ("1.75 bn", 1.75e9), ("2½", 2.5), ("¾", 0.75), (".5", 0.5),
        ("million", None), ("a follower", None), ("seventh", None),
    ],
    "nb": [
        ("syv", 7), ("sju", 7), ("søtten", 17), ("tjuesju", 27), ("syvogtyve", 27),
        ("syv og tyve", 27), ("fire og tredve", 34), ("førti tre", 43), ("åttitre", 83),
        ("et hundre", 100), ("hundreogfjorten", 114), ("to hundre og én", 201),
        ("hundre og en", 101), ("tusen", 1000), ("ettusen", 1000), ("tretusen", 3000),
        ("fem tusen to hundre", 5200), ("førtitusen", 40_000), ("seks hundre tusen", 6e5),
        ("sekshundretusen", 6e5), ("to millioner", 2e6), ("en million to hundre tusen", 1.2e6),
        ("halvannen million", 1.5e6), ("en og en halv million", 1.5e6), ("en halv million", 5e5),
        ("tre og en halv", 3.5), ("fire komma to", 4.2), ("tre milliarder", 3e9),
        ("én billion", 1e12), ("1,5 mill.", 1.5e6), ("2 mrd", 2e9), ("70k", 70_000),
        ("12 500", 12_500), ("12.500", 12_500), ("12.500,50", 12_500.5), ("4,25", 4.25),
        ("eitt tusen", 1000), ("to dusin", 24), ("ei bok", None), ("millioner", None),
    ],
    "da": [
        ("fyrre", 40), ("halvtreds", 50), ("tres", 60), ("halvfjerds", 70), ("firs", 80),
        ("halvfems", 90), ("fireoghalvtreds", 54), ("seks og halvfems", 96),
        ("treogfirsindstyve", 83), ("enoghalvfjerds", 71), ("et hundrede", 100),
        ("hundrede og syv", 107), ("trehundredeogtooghalvtreds", 352),
        ("trehundredetooghalvtreds", 352), ("tusind", 1000), ("fire tusinde", 4000),
        ("tolvtusinde", 12_000), ("tre hundrede tusind", 3e5), ("halvanden", 1.5),
        ("halvandet hundrede", 150), ("to en halv", 2.5), ("syv en halv million", 7.5e6),
        ("en halv million", 5e5), ("otte komma fem", 8.5), ("en million", 1e6),
        ("fire milliarder", 4e9), ("2 t", 2000), ("1,5 mio.", 1.5e6), ("3 mia.", 3e9),
        ("fem mio", 5e6), ("1.250", 1250), ("1.250,75", 1250.75), ("en snes", 20), ("et mål", None),
    ],
    "sv": [
        ("sju", 7), ("arton", 18), ("tjugofyra", 24), ("tjugo fyra", 24), ("sextiotre", 63),
        ("etthundra", 100), ("tvåhundrafyrtio", 240), ("hundraen", 101), ("tusen", 1000),
        ("ettusen", 1000), ("tretusenfemhundra", 3500), ("tre tusen fem hundra", 3500),
        ("tjugofemtusen", 25_000), ("sexhundratusen", 6e5), ("nittonhundra", 1900),
        ("två miljoner", 2e6), ("en och en halv miljon", 1.5e6), ("en halv miljon", 5e5),
        ("ett halvt dussin", 6), ("två och en halv", 2.5), ("fyra komma fem", 4.5),
        ("tre miljarder", 3e9), ("en biljon", 1e12), ("1,5 mn", 1.5e6), ("2 md", 2e9),
        ("3 tn", 3000), ("80k", 80_000), ("4 hundra 12", 412), ("12 500,5", 12_500.5),
        ("ett mål", None),
    ],
    "nl": [
        ("acht", 8), ("veertien", 14), ("vierentwintig", 24), ("vier en twintig", 24),
        ("tweeëntachtig", 82), ("tweeentachtig", 82),
        ("drieëndertig", 33), ("zevenennegentig", 97), ("honderd", 100), ("honderdvijf", 105),
        ("honderdenvijf", 105), ("achthonderdzesendertig", 836), ("zestienhonderd", 1600),
        ("drieëntwintighonderdelf", 2311), ("duizend", 1000), ("negenduizend", 9000),
        ("negenduizend driehonderd", 9300), ("vijftigduizend", 50_000),
        ("zeshonderdduizend", 6e5), ("anderhalf", 1.5), ("anderhalf miljoen", 1.5e6),
        ("een half miljoen", 5e5), ("drieënhalf miljoen", 3.5e6), ("vier en een half", 4.5),
        ("vijf komma acht", 5.8), ("twee miljoen", 2e6), ("drie miljard", 3e9),
        ("een biljoen", 1e12), ("2,5 mln.", 2.5e6), ("1 mld", 1e9), ("15K", 15_000),
        ("3.750", 3750), ("3.750,25", 3750.25), ("een dozijn", 12), ("één", 1), ("een klant", None),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        pytest.param(code, text, value, id=f"{code}-{text}")
        for code, rows in SPELLED.items()
        for text, value in rows
    ],
)
def test_cardinals(language: str, text: str, value: float | None) -> None:
    """A number is read to its last token, whatever follows; other words are none."""
    words = load_pack(language).numbers
    tokens = Tokens(text)
    found = read_cardinal(tokens, 0, words)
    assert found == (None if value is None else (value, len(tokens) - text.endswith(".")))
    followed = read_cardinal(Tokens(f"{text} xq"), 0, words)
    assert (followed and followed[0]) == value


@pytest.mark.parametrize(
    ("language", "text", "value", "used"),
    [
        pytest.param("en", "four hundred and 5.5 hundred", 400, 2, id="no-fraction-after-and"),
        pytest.param("en", "3 m", 3, 1, id="metres"),
        pytest.param("en", "two six", 2, 1, id="two-units"),
        pytest.param("en", "6 thousand 0", 6000, 2, id="no-nought-behind"),
        pytest.param("en", "3, 4", 3, 1, id="list"),
        pytest.param("nb", "fem og katten", 5, 1, id="and-something-else"),
        pytest.param("nb", "hundre og en halv", 100.5, 4, id="and-a-half"),
        pytest.param("da", "to hundrede og to hundrede", 200, 2, id="two-hundreds"),
        pytest.param("sv", "2026 500", 2026, 1, id="year-then-number"),
        pytest.param("nl", "twee of drie", 2, 1, id="two-or-three"),
    ],
)
def test_where_a_number_ends(language: str, text: str, value: float, used: int) -> None:
    """What does not belong to the number is left for the next one."""
    assert read_cardinal(Tokens(text), 0, load_pack(language).numbers) == (value, used)


@pytest.mark.parametrize("language", available_languages())
def test_every_small_number_has_a_word(language: str) -> None:
    """The tables reach every whole number below a hundred, in every order of the language."""
    table = numerals(load_pack(language).numbers)
    assert set(table.small.values()) | {1} >= set(range(100))


@pytest.mark.parametrize("language", available_languages())
def test_locale_is_that_of_the_pack(language: str) -> None:
    """Numbers are spelled for the locale that the pack formats them in."""
    pack = load_pack(language)
    assert pack.numbers.locale == pack.basics.locale
    assert numerals(pack.numbers).decimal == get_decimal_symbol(pack.locale)


ORDINALS = [
    ("en", "1st", 1), ("en", "22nd", 22), ("en", "3rd", 3), ("en", "11th", 11), ("en", "fifth", 5),
    ("en", "twenty-eighth", 28), ("en", "thirtieth", 30), ("en", "3", None), ("en", "3x", None),
    ("nb", "1.", 1), ("nb", "31.", 31), ("nb", "fjerde", 4), ("nb", "tjuesjette", 26),
    ("nb", "trettiførste", 31), ("nb", "sjuande", 7), ("nb", "niogtyvende", 29),
    ("da", "5.", 5), ("da", "anden", 2), ("da", "ottende", 8), ("da", "toogtyvende", 22),
    ("da", "tredivte", 30), ("da", "enogtredivte", 31),
    ("sv", "1:a", 1), ("sv", "4:e", 4), ("sv", "sjätte", 6), ("sv", "tjugonionde", 29),
    ("sv", "trettioförsta", 31), ("sv", "4.", None),
    ("nl", "1e", 1), ("nl", "2de", 2), ("nl", "20ste", 20), ("nl", "derde", 3),
    ("nl", "eenentwintigste", 21), ("nl", "tweeëntwintigste", 22), ("nl", "dertigste", 30),
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "value"), [pytest.param(*row, id=f"{row[0]}-{row[1]}") for row in ORDINALS]
)
def test_ordinals(language: str, text: str, value: int | None) -> None:
    """Figures with their endings and words, up to the days of a month."""
    tokens = Tokens(text)
    found = read_ordinal(tokens, 0, load_pack(language).numbers)
    assert found == (None if value is None else (value, len(tokens)))


@pytest.mark.parametrize("language", available_languages())
def test_every_day_of_the_month_has_an_ordinal(language: str) -> None:
    """1 to 31 can be written in words, joined or apart."""
    assert set(numerals(load_pack(language).numbers).ordinals.values()) >= set(range(1, 32))


FIGURES = [
    ("1,234,567", ".", 1234567), ("1.234.567", ".", 1234567), ("1\u202f234\u00a0567", ",", 1234567),
    ("12,34,567", ".", 1234567), ("1,234.5", ",", 1234.5), ("1.234,5", ".", 1234.5),
    ("3,5", ".", 3.5), ("3.50", ",", 3.5), ("0.125", ",", 0.125), ("7.250", ".", 7250),
    ("7.255", ".", 7.255), ("7.255", ",", 7255), ("1'500", ".", 1500), ("3.1.4", ".", None),
    ("1.2.3.4", ",", None), ("007", ".", None), ("1" * 16, ".", None), ("12 34", ".", 12),
    ("1 23456", ",", 1), ("6,7,8", ".", 6),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [pytest.param(*row, id=f"{row[0]}-{row[1]}"[:40]) for row in FIGURES],
)
def test_figures(text: str, decimal: str, value: float | None) -> None:
    """Separators of the locale, and those of others where only one reading makes sense."""
    found = read_figure(text, 0, decimal)
    assert (found and found[0]) == value


@given(st.text(), st.sampled_from(available_languages()))
def test_any_text_is_survived(text: str, language: str) -> None:
    """No text makes the readers fail, and what they read lies inside it."""
    words = load_pack(language).numbers
    tokens = Tokens(text)
    for i in range(len(tokens) + 1):
        for found in (read_cardinal(tokens, i, words), read_ordinal(tokens, i, words)):
            assert found is None or i < found[1] <= len(tokens)
