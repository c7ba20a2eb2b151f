"""Each check on a good goal with one flaw planted, in five languages."""

from __future__ import annotations

from typing import Any

import pytest

from rewriter.checks.finding import SEVERITY
from rewriter.languages.pack import available_languages
from rewriter.schemas import FieldName, GoalContext, Options
from rewriter.validator import validate
from tests.goals import GOOD, SOURCES, TODAY, codes, judged

languages = pytest.mark.parametrize("code", available_languages())

# What is planted, by code: the fields to replace, in each language.
PLANTED: dict[str, dict[str, dict[str, Any]]] = {
    "specific.vague": {
        "en": {"specific": "We want more newsletter subscribers."},
        "nb": {"specific": "Vi ønsker flere abonnenter på nyhetsbrevet."},
        "da": {"specific": "Vi ønsker flere abonnenter på nyhedsbrevet."},
        "sv": {"specific": "Vi vill ha fler prenumeranter på nyhetsbrevet."},
        "nl": {"specific": "We willen meer abonnees op de nieuwsbrief."},
    },
    "specific.vague_word": {
        "en": {
            "specific": "The marketing team writes better mails by testing as much as possible."
        },
        "nb": {"specific": "Markedsteamet skriver bedre e-poster ved å teste mest mulig."},
        "da": {"specific": "Marketingteamet skriver bedre mails ved at teste mest muligt."},
        "sv": {
            "specific": "Marknadsteamet skriver bättre mejl genom att testa så mycket som möjligt."
        },
        "nl": {
            "specific": "Het marketingteam schrijft betere mails door zoveel mogelijk te testen."
        },
    },
    "measurable.no_number": {
        "en": {"measurable": "The list grows clearly, as counted in the email tool."},
        "nb": {"measurable": "Listen vokser tydelig, målt i e-postverktøyet."},
        "da": {"measurable": "Listen vokser tydeligt, målt i mailværktøjet."},
        "sv": {"measurable": "Listan växer tydligt, mätt i e-postverktyget."},
        "nl": {"measurable": "De lijst groeit duidelijk, gemeten in de mailtool."},
    },
    "measurable.only_date_number": {
        "en": {"measurable": "The list grows within six months, as counted in the email tool."},
        "nb": {"measurable": "Listen vokser i løpet av seks måneder, målt i e-postverktøyet."},
        "da": {"measurable": "Listen vokser i løbet af seks måneder, målt i mailværktøjet."},
        "sv": {"measurable": "Listan växer inom sex månader, mätt i e-postverktyget."},
        "nl": {"measurable": "De lijst groeit binnen zes maanden, gemeten in de mailtool."},
    },
    "measurable.no_source": {
        "en": {"measurable": "The list grows from 1,200 to 1,500 subscribers."},
        "nb": {"measurable": "Listen vokser fra 1 200 til 1 500 abonnenter."},
        "da": {"measurable": "Listen vokser fra 1.200 til 1.500 abonnenter."},
        "sv": {"measurable": "Listan växer från 1 200 till 1 500 prenumeranter."},
        "nl": {"measurable": "De lijst groeit van 1.200 naar 1.500 abonnees."},
    },
    "achievable.invented_fact": {
        "en": {"achievable": "Last year we won 640 subscribers with the same guide."},
        "nb": {"achievable": "I fjor fikk vi 640 abonnenter med den samme guiden."},
        "da": {"achievable": "Sidste år fik vi 640 abonnenter med den samme guide."},
        "sv": {"achievable": "I fjol fick vi 640 prenumeranter med samma guide."},
        "nl": {"achievable": "Vorig jaar kregen we 640 abonnees met dezelfde gids."},
    },
    "achievable.no_grounds": {
        "en": {"achievable": "We are sure of it."},
        "nb": {"achievable": "Det er vi sikre på."},
        "da": {"achievable": "Det er vi sikre på."},
        "sv": {"achievable": "Det är vi säkra på."},
        "nl": {"achievable": "Daar zijn we zeker van."},
    },
    "relevant.circular": {
        "en": {
            "relevant": "More subscribers give us more subscribers.",
            "statement": GOOD["en"].statement.split(", which")[0] + ".",
        },
        "nb": {
            "relevant": "Flere abonnenter gir oss flere abonnenter.",
            "statement": GOOD["nb"].statement.split(", noe")[0] + ".",
        },
        "da": {
            "relevant": "Flere abonnenter giver os flere abonnenter.",
            "statement": GOOD["da"].statement.split(", hvilket")[0] + ".",
        },
        "sv": {
            "relevant": "Fler prenumeranter ger oss fler prenumeranter.",
            "statement": GOOD["sv"].statement.split(", vilket")[0] + ".",
        },
        "nl": {
            "relevant": "Meer abonnees levert ons meer abonnees op.",
            "statement": GOOD["nl"].statement.split(", wat")[0] + ".",
        },
    },
    "time_bound.no_deadline": {
        "en": {"time_bound": "As soon as possible."},
        "nb": {"time_bound": "Så snart som mulig, og deretter løpende."},
        "da": {"time_bound": "Hurtigst muligt og derefter løbende."},
        "sv": {"time_bound": "Så snart som möjligt, sedan löpande."},
        "nl": {"time_bound": "Zo snel mogelijk en daarna doorlopend."},
    },
    "time_bound.past": {
        "en": {
            "time_bound": "Reached by 31 March 2026.",
            "statement": GOOD["en"].statement.replace("2027", "2026"),
        },
        "nb": {
            "time_bound": "Nådd innen 31. mars 2026.",
            "statement": GOOD["nb"].statement.replace("2027", "2026"),
        },
        "da": {
            "time_bound": "Nået senest den 31. marts 2026.",
            "statement": GOOD["da"].statement.replace("2027", "2026"),
        },
        "sv": {
            "time_bound": "Uppnått senast den 31 mars 2026.",
            "statement": GOOD["sv"].statement.replace("2027", "2026"),
        },
        "nl": {
            "time_bound": "Bereikt op uiterlijk 31 maart 2026.",
            "statement": GOOD["nl"].statement.replace("2027", "2026"),
        },
    },
    "time_bound.contradiction": {
        "en": {"time_bound": "Reached by 30 June 2027."},
        "nb": {"time_bound": "Nådd innen 30. juni 2027."},
        "da": {"time_bound": "Nået senest den 30. juni 2027."},
        "sv": {"time_bound": "Uppnått senast den 30 juni 2027."},
        "nl": {"time_bound": "Bereikt op uiterlijk 30 juni 2027."},
    },
    "goal.number_mismatch": {
        "en": {"statement": GOOD["en"].statement.replace("1,500", "1,900")},
        "nb": {"statement": GOOD["nb"].statement.replace("1 500", "1 900")},
        "da": {"statement": GOOD["da"].statement.replace("1.500", "1.900")},
        "sv": {"statement": GOOD["sv"].statement.replace("1 500", "1 900")},
        "nl": {"statement": GOOD["nl"].statement.replace("1.500", "1.900")},
    },
    "goal.dropped_given": {
        code: {"context": {"deadline": when}}
        for code, when in {
            "en": "30 June 2027",
            "nb": "30. juni 2027",
            "da": "30. juni 2027",
            "sv": "30 juni 2027",
            "nl": "30 juni 2027",
        }.items()
    },
    "goal.wrong_language": {
        "en": {"relevant": GOOD["nl"].relevant},
        "nb": {"relevant": GOOD["da"].relevant},
        "da": {"relevant": GOOD["nb"].relevant},
        "sv": {"relevant": GOOD["nb"].relevant},
        "nl": {"relevant": GOOD["en"].relevant},
    },
    "goal.placeholder": {
        "en": {
            "measurable": "The list grows by [number] to 1,500 subscribers, counted in the email tool."
        },
        "nb": {
            "measurable": "Listen vokser med XX % til 1 500 abonnenter, målt i e-postverktøyet."
        },
        "da": {
            "measurable": "Listen vokser med <antal> til 1.500 abonnenter, målt i mailværktøjet."
        },
        "sv": {
            "measurable": "Listan växer med ___ till 1 500 prenumeranter, mätt i e-postverktyget."
        },
        "nl": {"measurable": "De lijst groeit met X% naar 1.500 abonnees, gemeten in de mailtool."},
    },
    "goal.meta": {
        "en": {
            "specific": "This goal is specific because it names the newsletter and the buying guide."
        },
        "nb": {
            "specific": "Dette målet er spesifikt fordi det nevner nyhetsbrevet og kjøpsguiden."
        },
        "da": {"specific": "Målet er specifikt, fordi det nævner nyhedsbrevet og købsguiden."},
        "sv": {
            "specific": "Det här målet är specifikt eftersom det nämner nyhetsbrevet och köpguiden."
        },
        "nl": {"specific": "Dit doel is specifiek omdat het de nieuwsbrief en de koopgids noemt."},
    },
    "specific.no_action": {
        "en": {
            "specific": "The list has 1,500 subscribers.",
            "statement": "1,500 subscribers, up from 1,200, on 31 March 2027, which brings in more orders.",
        },
        "nb": {
            "specific": "Listen har 1 500 abonnenter.",
            "statement": "1 500 abonnenter, opp fra 1 200, den 31. mars 2027, noe som gir flere bestillinger.",
        },
        "da": {
            "specific": "Listen har 1.500 abonnenter.",
            "statement": "1.500 abonnenter, op fra 1.200, den 31. marts 2027, hvilket giver flere ordrer.",
        },
        "sv": {
            "specific": "Listan har 1 500 prenumeranter.",
            "statement": "1 500 prenumeranter, upp från 1 200, den 31 mars 2027, vilket ger fler beställningar.",
        },
        "nl": {
            "specific": "De lijst heeft 1.500 abonnees.",
            "statement": "1.500 abonnees, tegenover 1.200 nu, op 31 maart 2027, wat meer bestellingen oplevert.",
        },
    },
    "relevant.no_justification": {
        "en": {
            "relevant": "The marketing team is in charge and reports every Monday.",
            "statement": GOOD["en"].statement.split(", which")[0] + ".",
        },
        "nb": {
            "relevant": "Markedsteamet har ansvaret og rapporterer hver mandag.",
            "statement": GOOD["nb"].statement.split(", noe")[0] + ".",
        },
        "da": {
            "relevant": "Marketingteamet har ansvaret og rapporterer hver mandag.",
            "statement": GOOD["da"].statement.split(", hvilket")[0] + ".",
        },
        "sv": {
            "relevant": "Marknadsteamet har ansvaret och rapporterar varje måndag.",
            "statement": GOOD["sv"].statement.split(", vilket")[0] + ".",
        },
        "nl": {
            "relevant": "Het marketingteam is verantwoordelijk en rapporteert elke maandag.",
            "statement": GOOD["nl"].statement.split(", wat")[0] + ".",
        },
    },
    "relevant.generic": {
        "en": {"relevant": "It helps us grow, and orders bring in revenue."},
        "nb": {"relevant": "Det hjelper oss å vokse, og bestillinger gir omsetning."},
        "da": {"relevant": "Det hjælper os med at vokse, og ordrer giver omsætning."},
        "sv": {"relevant": "Det hjälper oss att växa, och beställningar ger omsättning."},
        "nl": {"relevant": "Het helpt ons groeien, en bestellingen leveren omzet op."},
    },
    "relevant.misses_business_goal": {
        code: {"context": {"business_goal": wish}}
        for code, wish in {
            "en": "open a showroom in Leeds",
            "nb": "åpne utstilling i Bodø",
            "da": "åbne showroom i Odense",
            "sv": "öppna showroom i Umeå",
            "nl": "showroom openen in Gent",
        }.items()
    },
    "time_bound.today": {
        code: {"time_bound": day, "statement": GOOD[code].specific + " 1500."}
        for code, day in {
            "en": "1 October 2026.",
            "nb": "1. oktober 2026.",
            "da": "1. oktober 2026.",
            "sv": "1 oktober 2026.",
            "nl": "1 oktober 2026.",
        }.items()
    },
    "time_bound.too_far": {
        code: {"time_bound": day}
        for code, day in {
            "en": "By 31 March 2036.",
            "nb": "Innen 31. mars 2036.",
            "da": "Senest den 31. marts 2036.",
            "sv": "Senast den 31 mars 2036.",
            "nl": "Uiterlijk 31 maart 2036.",
        }.items()
    },
    "achievable.steep": {
        "en": {
            "achievable": "We are sure of it.",
            "measurable": "The list grows by 200% in the email tool.",
            "time_bound": "By 30 November 2026.",
            "statement": "By 30 November 2026 the list grows by 200%.",
        },
        "nb": {
            "achievable": "Det er vi sikre på.",
            "measurable": "Listen vokser med 200 % i e-postverktøyet.",
            "time_bound": "Innen 30. november 2026.",
            "statement": "Innen 30. november 2026 vokser listen med 200 %.",
        },
        "da": {
            "achievable": "Det er vi sikre på.",
            "measurable": "Listen vokser med 200 % i mailværktøjet.",
            "time_bound": "Senest den 30. november 2026.",
            "statement": "Senest den 30. november 2026 vokser listen med 200 %.",
        },
        "sv": {
            "achievable": "Det är vi säkra på.",
            "measurable": "Listan växer med 200 % i e-postverktyget.",
            "time_bound": "Senast den 30 november 2026.",
            "statement": "Senast den 30 november 2026 växer listan med 200 %.",
        },
        "nl": {
            "achievable": "Daar zijn we zeker van.",
            "measurable": "De lijst groeit met 200% in de mailtool.",
            "time_bound": "Uiterlijk 30 november 2026.",
            "statement": "Uiterlijk 30 november 2026 groeit de lijst met 200%.",
        },
    },
    "measurable.no_unit": {
        "en": {"measurable": "It goes up to 1,500, as the email tool shows."},
        "nb": {"measurable": "Det øker til 1 500, målt i e-postverktøyet."},
        "da": {"measurable": "Det stiger til 1.500, målt i mailværktøjet."},
        "sv": {"measurable": "Det ökar till 1 500, mätt i e-postverktyget."},
        "nl": {"measurable": "Het stijgt naar 1.500, gemeten in de mailtool."},
    },
    "goal.vanity": {
        "en": {"measurable": "Followers grow to 1,500, as the channel's statistics show."},
        "nb": {"measurable": "Antall følgere øker til 1 500, målt i kanalens statistikk."},
        "da": {"measurable": "Antallet af følgere stiger til 1.500, målt i kanalens statistik."},
        "sv": {"measurable": "Antalet följare ökar till 1 500, mätt i kanalens statistik."},
        "nl": {"measurable": "Het aantal volgers stijgt naar 1.500, gemeten in de kanaalcijfers."},
    },
    "goal.too_long": {
        code: {"achievable": " ".join([GOOD[code].achievable] * 5)}
        for code in available_languages()
    },
    "goal.markup": {
        code: {"specific": f"{GOOD[code].specific} ![x](http://example.org/x.png)"}
        for code in available_languages()
    },
    "goal.repeats": {code: {"statement": GOOD[code].measurable} for code in available_languages()},
}


@languages
def test_good_goal_passes(code: str) -> None:
    """The good goal has no error, and says its number, day and reason."""
    report = judged(code)
    assert [(f.code, f.evidence) for f in report.errors] == []
    assert report.facts.target is not None
    assert (report.facts.target.value_hi or report.facts.target.value) == 1500
    assert report.facts.deadline is not None
    assert report.facts.deadline.date.isoformat() == "2027-03-31"
    assert {letter for letter, _ in report.evidence} >= {"measurable", "time_bound", "relevant"}


@pytest.mark.parametrize("planted", PLANTED)
@languages
def test_planted_flaw_is_found(planted: str, code: str) -> None:
    """The flaw is found, in its severity, with evidence that stands in the text."""
    report = judged(code, **PLANTED[planted][code])
    found = [finding for finding in report.findings if finding.code == planted]
    assert found, codes(report)
    assert found[0].severity == SEVERITY[planted]
    assert report.passed is not any(f.severity == "error" for f in report.findings)
    fields = GOOD[code].model_copy(
        update={k: v for k, v in PLANTED[planted][code].items() if k != "context"}
    )
    for place in found[0].evidence:
        if place.where not in {"source", "context", "assumptions"}:
            assert getattr(fields, place.where)[place.start : place.end] == place.text


@pytest.mark.parametrize("planted", PLANTED)
@languages
def test_good_goal_is_free_of_it(planted: str, code: str) -> None:
    """The same check has nothing to say of the good goal."""
    assert planted not in codes(judged(code))


# What leaves a field open wherever it is written, and in a language's own words.
NOTHING = ("!", "-", "–", "...", "…", "?", "«»", "🎯", "TODO", "Todo.", "TBD", "tbc", "N/A", "n/a",
           "n.a.", "XX", "None", "null", "string", "Lorem ipsum dolor", "N/A - TODO")  # fmt: skip
UNFILLED = {
    "en": ("To be filled in.", "Not applicable", "(unknown)", "Coming soon!", "To be added later."),
    "nb": ("Fylles inn.", "Må fylles ut", "(ukjent)", "Kommer snart!", "Fylles inn senere."),
    "da": ("Udfyldes.", "Skal udfyldes", "(ukendt)", "Kommer snart!", "Udfyldes senere."),
    "sv": ("Fylls i.", "Ska fyllas i", "(okänt)", "Kommer snart!", "Fylls i senare."),
    "nl": ("In te vullen.", "N.v.t.", "(onbekend)", "Volgt nog!", "Wordt later ingevuld."),
}
# The same words where something is said with them.
FILLED = {
    "en": "Visitors fill in a form in our todo app, unknown to most, and nothing goes missing.",
    "nb": "Ingen kunder mangler lenger svar når skjemaet i todo-appen fylles ut.",
    "da": "Ingen kunder mangler længere svar, når formularen i todo-appen udfyldes.",
    "sv": "Inga kunder saknar längre svar när formuläret i todo-appen fylls i.",
    "nl": "Geen klant wacht nog op antwoord, want het formulier in de todo-app is snel in te vullen.",
}


@pytest.mark.parametrize(
    ("code", "text"),
    [
        pytest.param(code, text, id=f"{code}-{text}")
        for code in available_languages()
        for text in (*NOTHING, *UNFILLED[code])
    ],
)
@pytest.mark.parametrize("field", ["specific", "achievable", "relevant", "statement"])
def test_nothing_said(field: FieldName, code: str, text: str) -> None:
    """A field that is filled with nothing is a gap: an error in that field, in the text's place."""
    found = [f for f in judged(code, **{field: text}).errors if f.code == "goal.placeholder"]
    assert [finding.field for finding in found] == [field]
    assert found[0].evidence[0].text in text


@pytest.mark.parametrize("field", ["specific", "achievable", "relevant"])
@languages
def test_something_said(field: FieldName, code: str) -> None:
    """Words that leave a field open when they stand alone do no harm among others."""
    assert "goal.placeholder" not in codes(judged(code, **{field: FILLED[code]}))


@languages
def test_figures_and_dates_are_no_gaps(code: str) -> None:
    """A text of digits and signs says something, little as it is."""
    report = judged(code, measurable="1 200 → 1 500", time_bound="31.03.2027")
    assert "goal.placeholder" not in codes(report)


@languages
def test_no_baseline(code: str) -> None:
    """Without a starting point anywhere, it is asked for."""
    bare = {
        "measurable": GOOD[code].specific + " 1500.",
        "statement": GOOD[code].specific + " 1500.",
    }
    assert "measurable.no_baseline" in codes(judged(code, context={"baseline": None}, **bare))
    assert "achievable.unknown" in codes(judged(code, context={"baseline": None}, **bare))


def test_every_code_is_planted() -> None:
    """No check goes untested: each code stands in a table here or has a test of its own."""
    own_test = {
        "measurable.no_baseline", "achievable.unknown", "achievable.unrealistic",
        "time_bound.ambiguous",  # English only
    }  # fmt: skip
    assert set(PLANTED) | own_test == set(SEVERITY)


@pytest.mark.parametrize(
    ("text", "locale", "day"),
    [
        pytest.param("500 leads by 03/04/2027", "en_US", "2027-03-04", id="month first"),
        pytest.param("500 leads by 03/04/2027", "en_GB", "2027-04-03", id="day first"),
    ],
)
def test_ambiguous_date(text: str, locale: str, day: str) -> None:
    """An English 03/04 is read by locale, and said to be readable in two ways."""
    report = validate(text, language="en", today=TODAY, options=Options(locale=locale))
    assert report.facts.deadline is not None
    assert report.facts.deadline.date.isoformat() == day
    assert "time_bound.ambiguous" in codes(report)


@languages
def test_given_words_kept(code: str) -> None:
    """A given channel that the goal does not name was dropped."""
    report = judged(code, context={"channel": "TikTok"})
    assert "goal.dropped_given" in codes(report)


@languages
@pytest.mark.parametrize(
    ("target", "found"),
    [
        pytest.param("40", None, id="a stretch"),
        pytest.param("100", "achievable.unrealistic", id="out of reach"),
    ],
)
def test_history(code: str, target: str, found: str | None) -> None:
    """Thirty and thirty-two: forty can be met this month, a hundred can't."""
    words = {"en": "leads by 31 October 2026", "nb": "leads innen 31. oktober 2026",
             "da": "leads inden 31. oktober 2026", "sv": "leads senast 31 oktober 2026",
             "nl": "leads voor 31 oktober 2026"}[code]  # fmt: skip
    report = validate(
        f"{target} {words}", language=code, context=GoalContext(history=(30, 32)), today=TODAY
    )
    severe = {c for c in codes(report) if c in {"achievable.unrealistic", "achievable.steep"}}
    assert severe == ({found} if found else set())


@languages
def test_plain_sentence(code: str) -> None:
    """A sentence alone is judged letter by letter."""
    report = judged_sentence(code, GOOD[code].statement)
    assert report.passed, codes(report)
    lacking = judged_sentence(code, SOURCES[code])
    assert {letter for letter, verdict in lacking.letters.items() if verdict == "fail"} == {
        "specific",
        "measurable",
        "relevant",
        "time_bound",
    }


def judged_sentence(code: str, text: str) -> Any:
    """The report on a sentence, with nothing else given."""
    return validate(text, language=code, today=TODAY)
