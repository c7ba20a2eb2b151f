"""One target in the whole goal: what counts as the same number, the way there, or another one."""

from __future__ import annotations

from datetime import date

import pytest

from rewriter.schemas import GoalContext, SmartGoal
from rewriter.validator import validate

TODAY = date(2026, 10, 1)


def mismatch(language: str, measurable: str, statement: str, baseline: str = "") -> list[list[str]]:
    """The evidence of every finding that numbers differ."""
    report = validate(
        SmartGoal(measurable=measurable, statement=statement),
        source="more",
        context=GoalContext(baseline=baseline),
        language=language,
        today=TODAY,
    )
    found = [one for one in report.findings if one.code == "goal.number_mismatch"]
    return [[place.text for place in one.evidence] for one in found]


@pytest.mark.parametrize(
    ("language", "measurable", "statement", "places"),
    [
        pytest.param(
            "en",
            "48 site visits a month against 30 now, from the booking log.",
            "By 1 May 2027 we go from 30 to 78 site visits a month.",
            ["78", "48"],
            id="the start is shared",
        ),
        pytest.param(
            "en",
            "Twice as many tastings: 24 a month, compared to 12 now.",
            "By 1 May 2027 we'll have doubled tastings from 12 to 54 a month.",
            ["54", "24"],
            id="so is the multiple",
        ),
        pytest.param(
            "nb",
            "Omsetningen på kurs opp 15 %, fra 200 000 kr til 230 000 kr.",
            "Innen 1. mai 2027 øker kurssalget 45 %, fra 200 000 kr til 230 000 kr.",
            ["45 %", "15 %"],
            id="the percentage differs",
        ),
        pytest.param(
            "nb",
            "Uteblitte pasienter ned fra 40 til 25 i uka.",
            "Innen 1. mai 2027 får vi tallet på uteblitte ned fra 40 til 70 i uka.",
            ["70", "25"],
            id="down and up",
        ),
        pytest.param(
            "da",
            "Svartid på mail fra 6 til 2 timer, aflæst i systemet.",
            "Den 1. maj 2027 svarer vi på mail inden for 4 timer mod 6 nu.",
            ["4", "2"],
            id="a time that is read as a deadline's",
        ),
        pytest.param(
            "da",
            "90 solgte billetter, optalt i billetsystemet.",
            "Inden 1. maj 2027 sælger vi 50 billetter til tre aftener.",
            ["50", "90"],
            id="beside a participle",
        ),
        pytest.param(
            "sv",
            "12 anmälningar i veckan till kursen, mot 8 nu.",
            "Senast den 1 maj 2027 har kursen 12 anmälningar i månaden, mot 8 nu.",
            ["12", "12"],
            id="another period",
        ),
        pytest.param(
            "nl",
            "90 kerstpakketten, geteld in het bestelboek.",
            "Tot en met 21 december 2026 verkopen we 120 kerstpakketten in plaats van 60.",
            ["120", "90"],
            id="instead of",
        ),
    ],
)
def test_another_target(language: str, measurable: str, statement: str, places: list[str]) -> None:
    """Two targets are told apart, whatever else the texts share."""
    assert mismatch(language, measurable, statement) == [places]


@pytest.mark.parametrize(
    ("language", "measurable", "statement", "baseline"),
    [
        pytest.param(
            "en",
            "Nine dancers on the list now; eighteen is what we're after.",
            "By 1 May 2027 we double the class from nine to eighteen dancers.",
            "9 dancers",
            id="the start first",
        ),
        pytest.param(
            "en",
            "30 % more sign-ups than today's 400.",
            "By 1 May 2027 we reach 520 sign-ups.",
            "400 sign-ups",
            id="the way and its end",
        ),
        pytest.param(
            "nb",
            "Fra 20 til 26 befaringer i måneden.",
            "Innen 1. mai 2027 har vi seks flere befaringer i måneden enn nå, etter to kampanjer.",
            "20 befaringer",
            id="so many more",
        ),
        pytest.param(
            "da",
            "To tredjedele af medlemmerne bruger appen.",
            "Inden 1. maj 2027 bruger 66 % af medlemmerne appen.",
            "",
            id="a share in two ways",
        ),
        pytest.param(
            "sv",
            "40 deltagare per kväll, mot 28 i dag.",
            "Senast den 1 maj 2027 har vi 40 deltagare per kväll, sedan två affischer satts upp.",
            "28 deltagare",
            id="means are counted too",
        ),
        pytest.param(
            "nl",
            "Van 9 naar 15 leerlingen, geteld op de lijst.",
            "Op 1 mei 2027 hebben we 15 leerlingen van 7 tot 12 jaar, zes meer dan nu.",
            "9 leerlingen",
            id="ages are no targets",
        ),
    ],
)
def test_the_same_target(language: str, measurable: str, statement: str, baseline: str) -> None:
    """The same change may be told in other ways, and beside other numbers."""
    assert mismatch(language, measurable, statement, baseline) == []
