"""One good goal a language, to plant flaws in.  Read as on 1 October 2026."""

from __future__ import annotations

from datetime import date
from typing import Any

from rewriter.schemas import GoalContext, Report, SmartGoal
from rewriter.validator import validate

TODAY = date(2026, 10, 1)

SOURCES = {
    "en": "more subscribers to our newsletter",
    "nb": "flere abonnenter på nyhetsbrevet",
    "da": "flere abonnenter på nyhedsbrevet",
    "sv": "fler prenumeranter på nyhetsbrevet",
    "nl": "meer abonnees op de nieuwsbrief",
}

BASELINES = {
    "en": "1,200 subscribers",
    "nb": "1 200 abonnenter",
    "da": "1.200 abonnenter",
    "sv": "1 200 prenumeranter",
    "nl": "1.200 abonnees",
}

GOOD = {
    "en": SmartGoal(
        specific="The marketing team wins subscribers for the newsletter by offering a buying guide on every product page.",
        measurable="The list grows from 1,200 to 1,500 subscribers, counted in the email tool.",
        achievable="The guide is written already, and two hours a week are set aside for it.",
        relevant="Subscribers order more often than other visitors, so a longer list brings in more revenue.",
        time_bound="Reached by 31 March 2027, with a check at the end of December.",
        statement="By 31 March 2027 the newsletter grows from 1,200 to 1,500 subscribers through a buying guide on every product page, which brings in more orders.",
    ),
    "nb": SmartGoal(
        specific="Markedsteamet skaffer abonnenter til nyhetsbrevet ved å tilby en kjøpsguide på hver produktside.",
        measurable="Listen vokser fra 1 200 til 1 500 abonnenter, målt i e-postverktøyet.",
        achievable="Guiden er allerede skrevet, og to timer i uken er satt av til arbeidet.",
        relevant="Abonnentene handler oftere enn andre besøkende, så en lengre liste gir høyere omsetning.",
        time_bound="Nådd innen 31. mars 2027, med en sjekk i slutten av desember.",
        statement="Innen 31. mars 2027 vokser nyhetsbrevet fra 1 200 til 1 500 abonnenter gjennom en kjøpsguide på hver produktside, noe som gir flere bestillinger.",
    ),
    "da": SmartGoal(
        specific="Marketingteamet skaffer abonnenter til nyhedsbrevet ved at tilbyde en købsguide på hver produktside.",
        measurable="Listen vokser fra 1.200 til 1.500 abonnenter, målt i mailværktøjet.",
        achievable="Guiden er allerede skrevet, og der er sat to timer af om ugen til arbejdet.",
        relevant="Abonnenterne handler oftere end andre besøgende, så en længere liste giver højere omsætning.",
        time_bound="Nået senest den 31. marts 2027 med et tjek i slutningen af december.",
        statement="Senest den 31. marts 2027 vokser nyhedsbrevet fra 1.200 til 1.500 abonnenter gennem en købsguide på hver produktside, hvilket giver flere ordrer.",
    ),
    "sv": SmartGoal(
        specific="Marknadsteamet värvar prenumeranter till nyhetsbrevet genom att erbjuda en köpguide på varje produktsida.",
        measurable="Listan växer från 1 200 till 1 500 prenumeranter, mätt i e-postverktyget.",
        achievable="Guiden är redan skriven, och två timmar i veckan är avsatta för arbetet.",
        relevant="Prenumeranterna handlar oftare än andra besökare, så en längre lista ger högre omsättning.",
        time_bound="Uppnått senast den 31 mars 2027, med en avstämning i slutet av december.",
        statement="Senast den 31 mars 2027 växer nyhetsbrevet från 1 200 till 1 500 prenumeranter genom en köpguide på varje produktsida, vilket ger fler beställningar.",
    ),
    "nl": SmartGoal(
        specific="Het marketingteam werft abonnees voor de nieuwsbrief door op elke productpagina een koopgids aan te bieden.",
        measurable="De lijst groeit van 1.200 naar 1.500 abonnees, gemeten in de mailtool.",
        achievable="De gids is al geschreven en er is twee uur per week voor vrijgemaakt.",
        relevant="Abonnees bestellen vaker dan andere bezoekers, dus een langere lijst levert meer omzet op.",
        time_bound="Bereikt op uiterlijk 31 maart 2027, met een controle eind december.",
        statement="Uiterlijk 31 maart 2027 groeit de nieuwsbrief van 1.200 naar 1.500 abonnees via een koopgids op elke productpagina, wat meer bestellingen oplevert.",
    ),
}


def judged(code: str, *, context: dict[str, Any] | None = None, **fields: Any) -> Report:
    """The report on the good goal of a language with some fields replaced."""
    given = {"baseline": BASELINES[code], **(context or {})}
    return validate(
        GOOD[code].model_copy(update=fields),
        source=SOURCES[code],
        language=code,
        context=GoalContext(**given),
        today=TODAY,
    )


def codes(report: Report) -> set[str]:
    """The codes of all findings."""
    return {finding.code for finding in report.findings}
