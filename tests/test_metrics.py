"""Metrics and channels: the tables that describe them, and finding them in texts."""

from __future__ import annotations

from datetime import date

import pytest

from rewriter.facts.deadlines import deadline_spans, read_deadlines
from rewriter.facts.metrics import find_channels, find_metrics
from rewriter.facts.numbers import read_quantities
from rewriter.facts.tokens import Tokens
from rewriter.languages.metrics import metric_table
from rewriter.languages.pack import available_languages, load_pack

TODAY = date(2026, 11, 22)
LANGUAGES = available_languages()
TABLE = metric_table()
PAIRS = [
    pytest.param(code, name, id=f"{code}-{name}") for code in LANGUAGES for name in TABLE.metrics
]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        pytest.param("en", "Grow our fan base and followers", ["followers"], id="en-word"),
        pytest.param("en", "A higher click count", [], id="en-none"),
        pytest.param(
            "en",
            "newsletter subscribers and subscribers",
            ["newsletter_subscribers"] * 2,
            id="en-two",
        ),
        pytest.param("nb", "Instagram-følgerne våre", ["followers"], id="nb-hyphen"),
        pytest.param("nb", "nyhetsbrevabonnenter", ["newsletter_subscribers"], id="nb-compound"),
        pytest.param("nb", "nyhetsbrev abonnenter", ["newsletter_subscribers"], id="nb-parted"),
        pytest.param("nb", "julesalget", ["sales"], id="nb-head"),
        pytest.param("da", "Facebookfølgere", ["followers"], id="da-glued"),
        pytest.param("da", "websitetrafikken", ["website_traffic"], id="da-definite"),
        pytest.param("da", "prisen pr. lead", ["cost_per_lead"], id="da-longest"),
        pytest.param("sv", "webbutiksförsäljningen", ["sales"], id="sv-compound"),
        pytest.param("sv", "kundtjänstens svarstider", ["response_time"], id="sv-plural"),
        pytest.param("nl", "nieuwsbriefabonnees", ["newsletter_subscribers"], id="nl-compound"),
        pytest.param(
            "nl", "kosten per lead en klantverloop", ["cost_per_lead", "churn"], id="nl-two"
        ),
        pytest.param("nl", "", [], id="empty"),
    ],
)
def test_find_metrics(language: str, text: str, found: list[str]) -> None:
    """Words, compounds and the longest of overlapping names are found, with their level."""
    mentions = find_metrics(Tokens(text), load_pack(language))
    assert [mention.metric for mention in mentions] == found
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text
        assert mention.level == TABLE.metrics[mention.metric].level


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        pytest.param(
            "en", "on LinkedIn and our landing page", ["linkedin", "landing_page"], id="en"
        ),
        pytest.param("nb", "Instagram-følgere", ["instagram"], id="nb-hyphen"),
        pytest.param("da", "webshopsalget", ["webshop"], id="da-stem"),
        pytest.param("sv", "butiksförsäljningen", ["store"], id="sv-stem"),
        pytest.param("sv", "appetit på mer", [], id="sv-no-metric-behind-stem"),
        pytest.param("nl", "verkoop in de webwinkel", ["webshop"], id="nl"),
    ],
)
def test_find_channels(language: str, text: str, found: list[str]) -> None:
    """Channels are found as words, and as first parts of a metric's compound only."""
    mentions = find_channels(Tokens(text), load_pack(language))
    assert [mention.channel for mention in mentions] == found


@pytest.mark.parametrize(
    ("language", "text", "first_part"),
    [
        pytest.param("nb", "skosalget", "sko", id="glued"),
        pytest.param("nb", "B2B-leads", "B2B-", id="hyphen"),
        pytest.param("nb", "Instagram-følgere", "", id="channel"),
        pytest.param("sv", "försäljningen", "", id="bare"),
    ],
)
def test_first_part_of_compound(language: str, text: str, first_part: str) -> None:
    """What a compound begins with is kept unless it is a channel."""
    assert find_metrics(Tokens(text), load_pack(language))[0].first_part == first_part


@pytest.mark.parametrize("language", LANGUAGES)
def test_packs_cover_the_table(language: str) -> None:
    """Each pack speaks of the same metrics, channels and actions as the neutral table."""
    words = load_pack(language).metrics
    assert set(words.metrics) == set(TABLE.metrics)
    assert set(words.channels) == set(TABLE.channels)
    assert set(words.actions) == set(TABLE.actions)
    assert set(TABLE.actions.values()) <= set(TABLE.metrics)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_names_two_metrics(language: str) -> None:
    """A word stands for one metric, or the order of the file would decide."""
    owner: dict[tuple[str, ...], str] = {}
    for name, entry in load_pack(language).metrics.metrics.items():
        for word in (*entry.words, *entry.heads):
            assert owner.setdefault(tuple(Tokens(word).words), name) == name, word


@pytest.mark.parametrize("language", LANGUAGES)
def test_own_names_are_recognised(language: str) -> None:
    """What the drafts call a metric is found again as that metric."""
    pack = load_pack(language)
    for name, entry in pack.metrics.metrics.items():
        for said in (entry.name or entry.many, *entry.also.values()):
            found = [mention.metric for mention in find_metrics(Tokens(said), pack)]
            assert name in found, (name, said, found)


@pytest.mark.parametrize(("language", "name"), PAIRS)
def test_texts_hold_no_number_and_no_date(language: str, name: str) -> None:
    """Means, reasons and measuring points hold no figure or date that a goal could contradict."""
    pack = load_pack(language)
    entry = pack.metrics.metrics[name]
    texts = [*(lever.text for lever in entry.levers), entry.measured, entry.name]
    texts += [text for reason in entry.reasons for text in (reason.why, reason.so)]
    for text in texts:
        tokens = Tokens(text)
        spans = deadline_spans(tokens, pack)
        assert not read_deadlines(tokens, pack, TODAY, None, 1), text
        assert not read_quantities(tokens, pack, spans), text


@pytest.mark.parametrize(("language", "name"), PAIRS)
def test_texts_are_complete(language: str, name: str) -> None:
    """Two means and two reasons at least; what is counted has both numbers, the rest a name."""
    entry = load_pack(language).metrics.metrics[name]
    assert len({lever.text for lever in entry.levers}) >= 2
    assert len({reason.why for reason in entry.reasons}) >= 2
    assert bool(entry.many) == bool(entry.one)
    assert entry.many or entry.name
    for reason in entry.reasons:
        assert reason.why[0].isupper(), reason.why
        assert reason.why.endswith("."), reason.why
        assert reason.so[0].islower(), reason.so
        assert not reason.so.endswith("."), reason.so


@pytest.mark.parametrize("language", LANGUAGES)
def test_levers_begin_with_a_connective(language: str) -> None:
    """A means can stand behind a clause: it brings its own preposition."""
    words = load_pack(language).metrics
    openers = {lever.split()[0] for lever in words.goal.levers} | set(words.goal.links)
    for entry in words.metrics.values():
        for lever in entry.levers:
            assert lever.text.split()[0] in openers, lever


@pytest.mark.parametrize("name", TABLE.metrics)
def test_rates_can_be_defended(name: str) -> None:
    """Each rate names its source and stays within what limits allow."""
    facts = TABLE.metrics[name]
    assert len(facts.source) > 40
    assert facts.per_quarter <= 0.25
    if facts.proposal is not None and facts.limit is not None:
        assert facts.proposal < facts.limit
    assert facts.home is None or facts.home in TABLE.channels
