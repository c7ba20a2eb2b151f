"""People who are to do something, time that something takes, parts told in words, own words."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pytest

from rewriter.facts.goal import GoalReading, read_goal
from rewriter.languages.pack import load_pack
from rewriter.models.embedded import EmbeddedModel
from rewriter.schemas import Draft, DraftRequest, GoalContext, Options
from rewriter.validator import validate

TODAY = date(2026, 11, 22)


def read(text: str, language: str) -> GoalReading:
    """The reading of a goal on its own."""
    return read_goal(text, GoalContext(), load_pack(language), TODAY, Options())


def draft(goal: str, language: str) -> Draft:
    """The whole draft of a rough goal."""
    return EmbeddedModel().draft(
        DraftRequest(goal=goal, context=GoalContext(), language=language, today=TODAY)
    )


def statement(goal: str, language: str) -> str:
    """The closing sentence of the draft."""
    written = draft(goal, language).goal
    assert written is not None
    assert written.statement is not None
    return written.statement


@pytest.mark.parametrize(
    ("language", "text", "noun", "wished"),
    [
        pytest.param(
            "en",
            "more people should sing in our choir",
            "people",
            "to sing in our choir",
            id="en",
        ),
        pytest.param("en", "more must ride with us", "people", "to ride with us", id="en-more"),
        pytest.param(
            "nb",
            "flere skal synge i koret vårt",
            "personer",
            "til å synge i koret vårt",
            id="nb",
        ),
        pytest.param(
            "nb", "få flere til å låne ski", "personer", "til å låne ski", id="nb-infinitive"
        ),
        pytest.param(
            "da", "flere skal synge i vores kor", "personer", "til at synge i vores kor", id="da"
        ),
        pytest.param(
            "da", "få flere til at låne ski", "personer", "til at låne ski", id="da-infinitive"
        ),
        pytest.param(
            "sv", "fler ska sjunga i vår kör", "personer", "att sjunga i vår kör", id="sv"
        ),
        pytest.param(
            "sv", "få fler att låna skidor", "personer", "att låna skidor", id="sv-infinitive"
        ),
        pytest.param(
            "sv",
            "få fler i laget att springa",
            "personer i laget",
            "att springa",
            id="sv-among",
        ),
        pytest.param(
            "nb",
            "få flere i laget til å løpe",
            "personer i laget",
            "til å løpe",
            id="nb-among",
        ),
        pytest.param(
            "da",
            "flere af kunderne skal betale med kort",
            "personer blandt kunderne",
            "til at betale med kort",
            id="da-of",
        ),
        pytest.param(
            "en",
            "more of our clients should pay with a card",
            "people among our clients",
            "to pay with a card",
            id="en-of",
        ),
        pytest.param(
            "sv", "fler kunder ska betala i kassan", "kunder", "att betala i kassan", id="customers"
        ),
        pytest.param(
            "nl",
            "meer mensen moeten in ons koor zingen",
            "mensen",
            "om in ons koor te zingen",
            id="nl",
        ),
        pytest.param(
            "nl",
            "meer mensen moeten met ons meezingen",
            "mensen",
            "om met ons mee te zingen",
            id="nl-parted",
        ),
    ],
)
def test_people_who_are_to_do_it(language: str, text: str, noun: str, wished: str) -> None:
    """A verb behind "more" is what people are to do and never what is counted."""
    found = read(text, language)
    assert (found.metric, found.noun, found.wished) == (None, noun, wished)
    assert f"{noun} " in statement(text, language).replace(",", " ")
    assert wished in statement(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", "more to our fair in Lund", id="en"),
        pytest.param("nb", "flere på vårt torg i Lund", id="nb"),
        pytest.param("da", "flere på vores torv i Lund", id="da"),
        pytest.param("sv", "fler till vårt torg i Lund", id="sv"),
        pytest.param("en", "we want more to offer our guests", id="en-offer"),
        pytest.param("en", "more should be able to park", id="en-state"),
        pytest.param("nb", "flere bør ansettes i butikken", id="nb-passive"),
        pytest.param("nb", "flere skal vite om torget vårt", id="nb-state"),
        pytest.param("da", "flere skal have en cykel", id="da-state"),
        pytest.param("sv", "fler ska känna till torget", id="sv-state"),
        pytest.param("nl", "meer mensen moeten ons plein kennen", id="nl-state"),
        pytest.param("nl", "meer mensen hun jas bij ons laten wassen", id="nl"),
    ],
)
def test_no_noun_is_made_up(language: str, text: str) -> None:
    """Where it can't be read who does what, nothing is counted: better to ask."""
    assert read(text, language).noun == ""
    asked = draft(text, language)
    assert asked.goal is None
    assert asked.questions


@pytest.mark.parametrize(
    ("language", "text", "metric", "subject"),
    [
        pytest.param(
            "en",
            "cut the time we need to pack returns by half",
            None,
            "the time we need to pack returns",
            id="en",
        ),
        pytest.param(
            "nb",
            "kutte tiden vi bruker på å pakke returer med det halve",
            None,
            "tiden vi bruker på å pakke returer,",
            id="nb",
        ),
        pytest.param(
            "nb",
            "kutte tiden vi bruker på å svare på klager med det halve",
            "response_time",
            "svartiden på klager",
            id="nb-named",
        ),
        pytest.param(
            "da",
            "skære tiden vi bruger på at pakke returvarer ned med det halve",
            None,
            "tiden, vi bruger på at pakke returvarer,",
            id="da",
        ),
        pytest.param(
            "sv",
            "minska tiden vi behöver för att packa returer med hälften",
            None,
            "tiden vi behöver för att packa returer",
            id="sv",
        ),
        pytest.param(
            "nl",
            "de tijd die we nodig hebben om retouren te pakken met de helft verkorten",
            None,
            "de tijd die we nodig hebben om retouren te pakken",
            id="nl",
        ),
    ],
)
def test_time_that_something_takes(
    language: str, text: str, metric: str | None, subject: str
) -> None:
    """What is to be less is the time, not what it is needed for; half is fifty per cent."""
    found = read(text, language)
    assert found.metric == metric
    assert found.target is not None
    assert (found.target.kind, found.target.value, found.manner) == ("percent", 50.0, "by")
    written = draft(text, language).goal
    assert written is not None
    assert f"{subject} " in (written.statement or "")
    report = validate(written, source=text, language=language, today=TODAY)
    assert {"goal.dropped_given", "goal.number_mismatch"}.isdisjoint(
        finding.code for finding in report.findings
    )


@pytest.mark.parametrize(
    ("language", "text", "share"),
    [
        pytest.param("en", "cut complaints by half", 50, id="en"),
        pytest.param("en", "cut complaints by a third", 33, id="en-third"),
        pytest.param("nb", "redusere klagene med halvparten", 50, id="nb"),
        pytest.param("da", "reducere klagerne med det halve", 50, id="da"),
        pytest.param("sv", "minska klagomålen med hälften", 50, id="sv"),
        pytest.param("nl", "klachten met de helft verminderen", 50, id="nl"),
    ],
)
def test_parts_in_words(language: str, text: str, share: int) -> None:
    """Half as much is half as much, and not half a complaint."""
    assert f"{share}%" in statement(text, language).replace("\N{NO-BREAK SPACE}%", "%")
    found = read(text, language)
    assert found.target is not None
    assert (found.target.kind, found.target.value, found.manner) == ("percent", share, "by")


@pytest.mark.parametrize(
    ("language", "text", "piece"),
    [
        pytest.param("en", "raise awareness of our app in Kent", "of our app in Kent", id="en"),
        pytest.param(
            "nb", "øke kjennskapen til butikken vår i Bodø", "til butikken vår i Bodø", id="nb"
        ),
        pytest.param(
            "da", "øge kendskabet til vores app i Vejle", "til vores app i Vejle", id="da"
        ),
        pytest.param(
            "sv", "öka kännedomen om vår app i Luleå", "kännedomen om vår app i Luleå", id="sv"
        ),
        pytest.param(
            "nl", "de bekendheid van onze app in Breda vergroten", "van onze app in Breda", id="nl"
        ),
    ],
)
def test_what_is_to_be_known(language: str, text: str, piece: str) -> None:
    """The app that people are to know is no channel in which they know us."""
    found = read(text, language)
    assert (found.metric, found.channel) == ("brand_awareness", None)
    assert piece in statement(text, language)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        pytest.param("get the whole sales team on the CRM", "whole sales team", id="team"),
        pytest.param("get our older sales staff on the CRM", "older sales staff", id="staff"),
    ],
)
def test_longer_names_stay_whole(text: str, topic: str) -> None:
    """A team is not parted from its first name."""
    found = read(text, "en")
    assert topic in (found.noun, found.topic)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", "complaints are 40 a month, they should go down to 20", id="en"),
        pytest.param("nb", "antall klager er 40 i måneden, det skal ned til 20", id="nb"),
        pytest.param("da", "antallet af klager er 40 om måneden, det skal ned på 20", id="da"),
        pytest.param("sv", "antalet klagomål är 40 i månaden, det ska ner till 20", id="sv"),
        pytest.param("nl", "het aantal klachten is 40 per maand, dat moet naar 20", id="nl"),
    ],
)
def test_what_is_and_what_should_be(language: str, text: str) -> None:
    """Of two figures, the one before "should" is where things stand."""
    found = read(text, language)
    assert found.target is not None
    assert found.baseline is not None
    assert (found.baseline.value, found.target.value) == (40, 20)


@pytest.mark.parametrize(
    ("language", "text", "piece"),
    [
        pytest.param("en", "sell 90 more tickets", "90 more tickets", id="en"),
        pytest.param("nb", "selge 90 flere billetter", "90 flere billetter", id="nb"),
        pytest.param("da", "sælge 90 flere billetter", "90 flere billetter", id="da"),
        pytest.param("sv", "sälja 90 fler biljetter", "90 fler biljetter", id="sv"),
        pytest.param("nl", "90 extra kaarten verkopen", "90 extra kaarten", id="nl"),
        pytest.param("en", "grow market share by 3 points", "3 percentage points", id="points"),
        pytest.param("nb", "øke markedsandelen med 3 poeng", "3 prosentpoeng", id="nb-points"),
        pytest.param("da", "øge markedsandelen med 3 point", "3 procentpoint", id="da-points"),
        pytest.param("sv", "öka marknadsandelen med 3 poäng", "3 procentenheter", id="sv-points"),
        pytest.param(
            "nl", "het marktaandeel met 3 punten vergroten", "3 procentpunt", id="nl-points"
        ),
        pytest.param("en", "more downloads of our tide app", "of our tide app by", id="app"),
        pytest.param(
            "en",
            "raise revenue from £14,000 a month to £15,500 a month",
            "from £14,000 to £15,500 a month",
            id="per",
        ),
        pytest.param("en", "cheaper leads, down to £18", "cost per lead to £18", id="cheaper"),
        pytest.param("nb", "billigere leads, ned til 180 kr", "per lead til 180 kr", id="nb-cheap"),
        pytest.param(
            "da", "billigere leads, ned på 180 kr.", "pr. lead til 180 kr.", id="da-cheap"
        ),
        pytest.param(
            "sv", "billigare leads, ner till 180 kr", "per lead till 180 kr", id="sv-cheap"
        ),
        pytest.param(
            "nl", "goedkopere leads via Google Ads, naar 18 euro", "Ads naar € 18", id="nl-cheap"
        ),
    ],
)
def test_words_of_their_own(language: str, text: str, piece: str) -> None:
    """What was said is said again: more and not new, points and not per cent, whose app."""
    assert piece in statement(text, language).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("language", ["en", "nb", "da", "sv", "nl"])
def test_doubling_is_a_hundred_per_cent_more(language: str) -> None:
    """From 4,000 to 8,000 is an increase of 100 %, from there to 12,000 one of 200 %."""
    words = load_pack(language).metrics
    verbs = load_pack(language).drafts.verbs.times
    for times, share in (("2", "100"), ("3", "200")):
        goal = f"{verbs[times]} {words.metrics['leads'].many}"
        request = DraftRequest(
            goal=goal, context=GoalContext(baseline="4000"), language=language, today=TODAY
        )
        written = EmbeddedModel().draft(request).goal
        assert written is not None
        told = f"{written.achievable} {written.measurable}".replace("%", " ").split()
        assert share in told
        assert str(int(times) * 100) not in {*told} - {share}


@pytest.mark.parametrize(
    ("language", "text", "through"),
    [
        pytest.param("en", "keep occupancy at 80% in 2027", "through December 31", id="en"),
        pytest.param("nb", "holde belegget på 80 % i 2027", "til og med 31. desember", id="nb"),
        pytest.param(
            "da", "holde belægningen på 80 % i 2027", "til og med den 31. december", id="da"
        ),
        pytest.param(
            "sv", "hålla beläggningen på 80 % under 2027", "till och med den 31 december", id="sv"
        ),
        pytest.param("nl", "de bezetting in 2027 op 80% houden", "tot en met 31 december", id="nl"),
    ],
)
@pytest.mark.parametrize("tone", ["plain", "formal"])
def test_what_is_kept_is_kept_through_a_day(
    language: str, text: str, through: str, tone: Literal["plain", "formal"]
) -> None:
    """A figure that is to stay stays through the last day, and the validator reads that day."""
    request = DraftRequest(
        goal=text,
        context=GoalContext(),
        language=language,
        today=TODAY,
        options=Options(tone=tone),
    )
    written = EmbeddedModel().draft(request).goal
    assert written is not None
    assert through.lower() in (written.statement or "").lower()
    assert through in (written.time_bound or "")
    report = validate(written, source=text, language=language, today=TODAY)
    codes = {finding.code for finding in report.findings}
    assert {"time_bound.no_deadline", "time_bound.contradiction", "goal.dropped_given"}.isdisjoint(
        codes
    )
