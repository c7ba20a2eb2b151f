"""Rough goals in words of their own: private ones, deeds of others, clauses, guesses, slips."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rewriter.facts.goal import GoalReading, read_goal, split_goals
from rewriter.facts.goalwords import is_private
from rewriter.facts.spelling import correct_spelling
from rewriter.facts.tokens import Tokens
from rewriter.facts.trades import read_trade
from rewriter.languages.metrics import metric_table
from rewriter.languages.pack import available_languages, load_pack
from rewriter.schemas import GoalContext, Options

TODAY = date(2026, 10, 1)
TABLE = metric_table()


def read(text: str, language: str, **context: Any) -> GoalReading:
    """The reading of a goal with what else was given."""
    return read_goal(text, GoalContext(**context), load_pack(language), TODAY, Options())


@pytest.mark.parametrize(
    ("language", "text", "private"),
    [
        pytest.param("en", "lose 4 kilos before summer", True, id="en-weight"),
        pytest.param("en", "I want to learn Italian", True, id="en-language"),
        pytest.param("en", "fewer kilos of waste per order", False, id="en-waste"),
        pytest.param("en", "more people on our Italian courses", False, id="en-courses"),
        pytest.param("nb", "gå ned 3 kg", True, id="nb-weight"),
        pytest.param("nb", "lære litt fransk", True, id="nb-language"),
        pytest.param("nb", "kundene skal lære fransk hos oss", False, id="nb-customers"),
        pytest.param("da", "holde op med at ryge", True, id="da-smoke"),
        pytest.param("da", "løbe et marathon", True, id="da-run"),
        pytest.param("da", "flere løbere til vores marathon", False, id="da-organiser"),
        pytest.param("sv", "sova bättre om nätterna", True, id="sv-sleep"),
        pytest.param("sv", "lära mig tyska", True, id="sv-language"),
        pytest.param("sv", "fler anmälda till tyskakursen", False, id="sv-course"),
        pytest.param("nl", "3 kg afvallen", True, id="nl-weight"),
        pytest.param("nl", "Frans leren spreken", True, id="nl-language"),
        pytest.param("nl", "meer inschrijvingen voor de cursus Frans", False, id="nl-course"),
    ],
)
def test_private_goals(language: str, text: str, private: bool) -> None:
    """A goal of a private life is told from one about those who pay for the same."""
    assert read(text, language).private is private


def test_private_words_do_not_hide_a_business() -> None:
    """The words alone make it private; an audience at work does not."""
    en = load_pack("en")
    assert is_private(Tokens("quit smoking"), en)
    assert read("quit smoking", "en").private
    assert not read("quit smoking", "en", audience="patients of our clinics").private


@pytest.mark.parametrize(
    ("language", "text", "metric", "detail"),
    [
        pytest.param("en", "40 people should buy our lamps", "orders", "of our lamps", id="en-buy"),
        pytest.param("en", "guests should book again", "bookings", "", id="en-book"),
        pytest.param("en", "students must apply for our grants", "applicants", "", id="en-apply"),
        pytest.param(
            "nb", "60 personer skal kjøpe honningen vår", "orders", "av honningen vår", id="nb-buy"
        ),
        pytest.param("nb", "folk skal melde seg inn", "members", "", id="nb-join"),
        pytest.param(
            "da", "60 personer skal købe vores honning", "orders", "på vores honning", id="da-buy"
        ),
        pytest.param("da", "kunderne skal anbefale os", "referrals", "", id="da-recommend"),
        pytest.param(
            "sv", "60 personer ska köpa vår honung", "orders", "av vår honung", id="sv-buy"
        ),
        pytest.param("sv", "folk ska ladda ner appen", "app_downloads", "", id="sv-download"),
        pytest.param(
            "nl", "60 mensen moeten onze honing kopen", "orders", "van onze honing", id="nl-buy"
        ),
        pytest.param("nl", "mensen moeten vaker doneren", "donors", "", id="nl-give"),
    ],
)
def test_wished_actions(language: str, text: str, metric: str, detail: str) -> None:
    """What people are to do chooses the metric, and what they are to buy is kept."""
    found = read(text, language)
    assert (found.metric, found.detail) == (metric, detail)


@pytest.mark.parametrize("language", available_languages())
def test_every_action_is_known(language: str) -> None:
    """Each wished action has words in each language, and no word stands for two of them."""
    owner: dict[tuple[str, ...], str] = {}
    for name, phrases in load_pack(language).metrics.actions.items():
        assert len(phrases) >= 2
        for phrase in phrases:
            assert owner.setdefault(tuple(Tokens(phrase).words), name) == name, phrase


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        pytest.param(
            "en",
            "more pupils who eat lunch at school",
            {"noun": "pupils", "clause": "who eat lunch at school"},
            id="en-relative",
        ),
        pytest.param(
            "en",
            "get drivers to wear seat belts",
            {"noun": "drivers", "wished": "to wear seat belts"},
            id="en-wished",
        ),
        pytest.param(
            "nb",
            "få 80 elever til å sykle til skolen",
            {"noun": "elever", "wished": "til å sykle til skolen"},
            id="nb-wished",
        ),
        pytest.param(
            "da",
            "flere kolleger, der spiser frokost sammen",
            {"noun": "kolleger", "clause": "der spiser frokost sammen", "parted": True},
            id="da-comma",
        ),
        pytest.param(
            "sv",
            "fler grannar som sorterar sitt avfall",
            {"noun": "grannar", "clause": "som sorterar sitt avfall"},
            id="sv-relative",
        ),
        pytest.param(
            "sv",
            "30 procent av eleverna ska cykla till skolan",
            {"noun": "eleverna", "wished": "att cykla till skolan", "is_share": True},
            id="sv-share",
        ),
        pytest.param("en", "plant 90 hedges", {"verb": "plant", "noun": "hedges"}, id="en-verb"),
        pytest.param(
            "nl", "90 heggen planten", {"verb": "planten", "noun": "heggen"}, id="nl-verb"
        ),
        pytest.param("en", "cut packaging by 15%", {"topic": "packaging"}, id="en-topic"),
        pytest.param("nl", "verspilling met 15% verminderen", {"topic": "verspilling"}, id="nl"),
        pytest.param(
            "en",
            "sell 70 tickets to the quiz",
            {"metric": "tickets", "detail": "to the quiz"},
            id="en-object",
        ),
        pytest.param(
            "en",
            "returns from 12% to 9%",
            {"metric": "returns", "is_share": True, "manner": "to"},
            id="en-share-of-count",
        ),
        pytest.param(
            "en",
            "more followers on Instagram and TikTok",
            {"channel": "instagram", "more_channels": ("tiktok",)},
            id="en-channels",
        ),
        pytest.param(
            "en",
            "80 new members at a fee of $30",
            {"metric": "members", "remark": "at a fee of $30"},
            id="en-remark",
        ),
        pytest.param("en", "more guests over 60 years", {"target": None}, id="en-age"),
        pytest.param(
            "en",
            "launch the loyalty card in May",
            {"launched": "the loyalty card", "metric": None},
            id="en-launch-first",
        ),
        pytest.param(
            "nb", "mer bruk blant kunder over 70", {"target": None, "metric": None}, id="nb-among"
        ),
    ],
)
def test_phrases(language: str, text: str, words: dict[str, Any]) -> None:
    """Clauses, verbs and topics stay in the user's own words."""
    found = read(text, language)
    assert {name: getattr(found, name) for name in words} == words


@pytest.mark.parametrize(
    ("language", "text", "metric"),
    [
        pytest.param("en", "we want to be seen in our town", "brand_awareness", id="en-seen"),
        pytest.param("en", "improve the webshop", "orders", id="en-channel"),
        pytest.param("en", "a 4.7 star average", "rating", id="en-stars"),
        pytest.param("nb", "vokse i Bergen", "revenue", id="nb-grow"),
        pytest.param("da", "komme i avisen", "press_mentions", id="da-paper"),
        pytest.param("sv", "fulla grupper på simskolan", "occupancy", id="sv-full"),
        pytest.param("nl", "bekender worden in Gent", "brand_awareness", id="nl-known"),
    ],
)
def test_guesses(language: str, text: str, metric: str) -> None:
    """Where no metric is named, the one that is hinted at is taken and marked as a guess."""
    found = read(text, language)
    assert (found.metric, found.guessed) == (metric, metric != "brand_awareness" or found.guessed)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", "fewer hints of growth", id="en-wrong-way"),
        pytest.param("en", "60% of the desks by May", id="en-share-of-something"),
        pytest.param("nb", "bedre kaffe på jobben", id="nb-topic"),
        pytest.param("da", "mere ro", id="da-topic"),
    ],
)
def test_nothing_is_guessed(language: str, text: str) -> None:
    """A hint that goes the other way, or a share of something else, is no ground for a guess."""
    assert read(text, language).metric is None


@pytest.mark.parametrize("language", available_languages())
def test_hints_name_no_metric(language: str) -> None:
    """A hint is weaker than a name: none of them is the very name of another metric."""
    entries = load_pack(language).metrics.metrics
    names = {word: name for name, entry in entries.items() for word in (*entry.words, *entry.heads)}
    for name, entry in entries.items():
        for hint in entry.hints:
            assert names.get(hint, name) == name, hint


@pytest.mark.parametrize(
    ("text", "context", "trade"),
    [
        pytest.param("more leads from purchasing managers", {}, "business", id="business"),
        pytest.param("more visitors", {"audience": "families"}, "consumer", id="audience"),
        pytest.param("more followers for our animal shelter", {}, "cause", id="cause"),
        pytest.param("more visitors", {}, None, id="unsaid"),
        pytest.param("more families and companies", {}, None, id="both"),
    ],
)
def test_trades(text: str, context: dict[str, Any], trade: str | None) -> None:
    """Companies, people who buy for themselves, supporters; nobody where nothing says so."""
    assert read_trade(text, GoalContext(**context), load_pack("en")) == trade


@pytest.mark.parametrize(
    ("language", "text", "right"),
    [
        pytest.param("en", "lanch a new menu", "launch a new menu", id="en-short"),
        pytest.param("en", "more laeds", "more leads", id="en-swapped"),
        pytest.param("en", "fewer complants", "fewer complaints", id="en-lost"),
        pytest.param("nb", "lancer en ny meny", "lanser en ny meny", id="nb-neighbour"),
        pytest.param("da", "lanser en ny menu", "lancer en ny menu", id="da-neighbour"),
        pytest.param("sv", "fler bokninngar", "fler bokningar", id="sv-doubled"),
        pytest.param("nl", "mnder klachten", "minder klachten", id="nl-vowel"),
        pytest.param("en", "hire 4 bakers", "hire 4 bakers", id="en-no-backers"),
        pytest.param("nb", "mer ut av kaffen", "mer ut av kaffen", id="nb-no-till"),
        pytest.param("da", "medlemmer i foreningen", "medlemmer i foreningen", id="da-no-shop"),
        pytest.param("en", "guests at Ranch Brooks", "guests at Ranch Brooks", id="en-name"),
    ],
)
def test_slips(language: str, text: str, right: str) -> None:
    """Short slips are put right where they can mean one thing only; real words stay."""
    assert correct_spelling(text, load_pack(language)) == right


@pytest.mark.parametrize(
    ("language", "text", "goals"),
    [
        pytest.param(
            "en", "more leads, fewer returns", ("more leads", "fewer returns"), id="en-comma"
        ),
        pytest.param("en", "more and better leads", ("more and better leads",), id="en-one"),
        pytest.param("en", "churn down and NPS up", ("churn down", "NPS up"), id="en-behind"),
        pytest.param(
            "da",
            "flere kunder, færre klager, og bedre fotos",
            ("flere kunder", "færre klager", "bedre fotos"),
            id="da-three",
        ),
        pytest.param(
            "nb", "øke salget, gjerne med flere butikker", ("øke salget, gjerne med flere butikker",),
            id="nb-means",
        ),
    ],
)  # fmt: skip
def test_goals_in_a_row(language: str, text: str, goals: tuple[str, ...]) -> None:
    """Each part with a direction and an object of its own is a goal."""
    assert split_goals(text, load_pack(language)) == goals
