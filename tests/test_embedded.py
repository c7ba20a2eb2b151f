"""The embedded model: every combination renders, proves itself and keeps what was given."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from rewriter.facts.deadlines import find_deadlines
from rewriter.facts.numbers import find_quantities
from rewriter.languages.detect import foreign_language
from rewriter.languages.metrics import metric_table
from rewriter.languages.pack import available_languages, load_pack
from rewriter.models.embedded import EmbeddedModel
from rewriter.schemas import (
    FIELDS,
    Draft,
    DraftRequest,
    FieldName,
    Finding,
    GoalContext,
    Options,
    Quantity,
    SmartGoal,
)
from rewriter.validator import validate

TODAY = date(2026, 11, 22)
LANGUAGES = available_languages()
TABLE = metric_table()
MODEL = EmbeddedModel()


def draft(goal: str, language: str, options: Options | None = None, **context: Any) -> Draft:
    """The whole draft of a rough goal."""
    return MODEL.draft(
        DraftRequest(
            goal=goal,
            context=GoalContext(**context),
            language=language,
            today=TODAY,
            options=options or Options(),
        )
    )


def rough(language: str, name: str) -> str:
    """A rough goal for a metric: its direction and its name."""
    words, facts = load_pack(language).metrics, TABLE.metrics[name]
    directions, entry = words.goal.directions, words.metrics[name]
    if entry.name:
        return f"{directions.better[0]} {entry.name}"
    return f"{(directions.up if facts.direction == 'up' else directions.down)[0]} {entry.many}"


def _target(text: str, language: str) -> tuple[float, str]:
    found: list[Quantity] = find_quantities(text, language)
    target = next(q for q in found if q.role == "target" or q.role is None)
    return target.value, target.kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_fields_speak_the_language(language: str) -> None:
    """No field is taken for another of the five languages."""
    for name in TABLE.metrics:
        goal = draft(rough(language, name), language).goal
        assert goal is not None
        for field in FIELDS:
            words = re.findall(r"\w+", getattr(goal, field).lower())
            assert foreign_language(getattr(goal, field), words, language) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_plans_vary(language: str) -> None:
    """Goals in a row do not read alike, and the same goal always reads the same."""
    openings = set()
    for name in TABLE.metrics:
        first, again = (draft(rough(language, name), language).goal for _ in range(2))
        assert first == again
        assert first is not None
        openings.add(first.time_bound[:12])
    assert len(openings) >= 3


@pytest.mark.parametrize(
    ("language", "goal", "context", "pieces"),
    [
        pytest.param(
            "en",
            "500 new newsletter subscribers by 1 March 2027",
            {},
            {"statement": ["500 new newsletter subscribers", "1 March 2027"]},
            id="en-day-first",
        ),
        pytest.param(
            "en",
            "grow web traffic 20% by March 1, 2027",
            {"audience": "architects"},
            {"statement": ["20%", "March 1, 2027", "architects"], "measurable": ["20%"]},
            id="en-audience",
        ),
        pytest.param(
            "nb",
            "flere følgere på Instagram",
            {"baseline": "1 240 følgere", "owner": "Kari", "business_goal": "øke bordbookingen"},
            {
                "specific": ["1\xa0240", "på Instagram", "Kari"],
                "measurable": ["1\xa0240", "Instagram"],
                "relevant": ["øke bordbookingen"],
            },
            id="nb-context",
        ),
        pytest.param(
            "nb",
            "øke salget av fiskekaker til 2 mill. kr",
            {},
            {"statement": ["salget av fiskekaker", "2\xa0000\xa0000\xa0kr"]},
            id="nb-money",
        ),
        pytest.param(
            "da",
            "flere leads til salgsteamet ved at ringe til tidligere kunder",
            {"market": "Jylland"},
            {
                "specific": [
                    "leads til salgsteamet",
                    "ved at ringe til tidligere kunder",
                    "Jylland",
                ],
                "statement": ["ved at ringe til tidligere kunder"],
            },
            id="da-lever",
        ),
        pytest.param(
            "sv",
            "fler provkörningar senast den 15 april 2027",
            {"resources": "två säljare"},
            {
                "measurable": ["antalet provkörningar"],
                "achievable": ["två säljare"],
                "time_bound": ["15 april 2027"],
            },
            id="sv-unknown",
        ),
        pytest.param(
            "nl",
            "meer klanten in Gent zodat we een tweede zaak kunnen openen",
            {"channel": "de weekmarkt"},
            {
                "specific": ["in Gent", "de weekmarkt"],
                "relevant": ["een tweede zaak kunnen openen"],
                "statement": ["een tweede zaak kunnen openen"],
            },
            id="nl-reason",
        ),
    ],
)
def test_keeps_what_was_given(
    language: str, goal: str, context: dict[str, Any], pieces: dict[str, list[str]]
) -> None:
    """Numbers, deadline, channel, audience, product, owner and reasons stand in the draft."""
    written = draft(goal, language, **context).goal
    assert written is not None
    for field, texts in pieces.items():
        for text in texts:
            assert text.lower() in getattr(written, field).lower()


@pytest.mark.parametrize(
    ("goal", "context", "target"),
    [
        pytest.param("more leads", {"history": (30, 32)}, 40, id="history-stretch"),
        pytest.param(
            "more leads", {"history": (200, 80, 82)}, 100, id="history-not-back-to-the-best"
        ),
        pytest.param("better reviews", {"baseline": "4.9 stars"}, 4.95, id="rating-below-limit"),
        pytest.param("higher open rate", {"baseline": "69%"}, 69.5, id="share-below-limit"),
        pytest.param("less churn", {"baseline": "4%"}, 3.4, id="churn-down"),
        pytest.param("faster response time", {"baseline": "10 hours"}, 8.5, id="time-down"),
        pytest.param("more followers", {"baseline": "1,200 followers"}, 1350, id="count-up"),
        pytest.param("fewer complaints", {"baseline": "90"}, 80, id="complaints-down"),
    ],
)
def test_proposed_targets(goal: str, context: dict[str, Any], target: float) -> None:
    """From the user's own figures: a stretch that they support, the right way, inside limits."""
    written = draft(goal, "en", **context).goal
    assert written is not None
    value = _target(written.measurable, "en")[0]
    assert value == pytest.approx(target, rel=0.04)
    if "rating" in written.measurable or "out of 5" in written.measurable:
        assert value <= 5


@pytest.mark.parametrize(
    ("language", "goal", "piece"),
    [
        pytest.param(
            "en", "60 trials a month, we have 35 now", "from 35 to 60 a month", id="en-to"
        ),
        pytest.param("en", "80 new members, currently 300", "from 300 to 380", id="en-on-top"),
        pytest.param("nb", "flere gjester, nå 60 i snitt", "fra 60 til 68", id="nb-whole"),
        pytest.param("da", "flere demoer, lige nu 6 om ugen", "fra 6 til 7 om ugen", id="da-rate"),
        pytest.param(
            "sv", "sälja fler cyklar, nu 40 i veckan", "från 40 till 42 i veckan", id="sv"
        ),
        pytest.param("nl", "NPS omhoog, we staan op 31", "van 31 naar 37", id="nl-score"),
    ],
)
def test_from_where_things_stand(language: str, goal: str, piece: str) -> None:
    """The user's own figure is where the goal begins, and people come in whole numbers."""
    written = draft(goal, language).goal
    assert written is not None
    assert piece in written.statement
    report = validate(written, source=goal, language=language, today=TODAY)
    assert report.passed


def test_proposals_are_declared() -> None:
    """What was not given is listed, with the letter it stands in and the field that settles it."""
    bare = draft("more followers", "en").goal
    assert bare is not None
    assert [(a.about, a.fills) for a in bare.assumptions] == [
        ("measurable", "baseline"),
        ("time_bound", "deadline"),
        ("specific", "resources"),
        ("measurable", None),
        ("relevant", "business_goal"),
        ("achievable", "resources"),
    ]
    assert {q.fills for q in bare.questions} == {
        "baseline", "deadline", "channel", "owner", "business_goal", "resources",
    }  # fmt: skip


def test_answers_settle_assumptions() -> None:
    """Answered questions are asked no more, and what they settle is assumed no more."""
    goal = draft(
        "more followers by 1 June 2027",
        "en",
        baseline="1,200 followers",
        channel="Instagram",
        owner="Ada",
        business_goal="more table bookings",
        resources="four hours a week",
    ).goal
    assert goal is not None
    assert goal.questions == ()
    assert {a.about for a in goal.assumptions} == {"measurable", "specific"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_asks_rather_than_guesses(language: str) -> None:
    """No goal, nothing to count, the wrong way round or no level to keep: a question, no draft."""
    words = load_pack(language).metrics
    up, down, keep = (getattr(words.goal.directions, way)[0] for way in ("up", "down", "keep"))
    for text in (
        words.goal.greetings[0],
        words.goal.directions.better[0],
        f"{down} {words.metrics['leads'].many}",
        f"{up} {words.metrics['complaints'].many}",
        f"{keep} {words.metrics['website_traffic'].many}",
    ):
        answer = draft(text, language)
        assert answer.goal is None, text
        assert len(answer.questions) == 1
        assert answer.questions[0].text.rstrip().endswith((".", "?"))
        assert "{" not in answer.questions[0].text


@pytest.mark.parametrize(
    ("goal", "context"),
    [
        pytest.param("more followers", {"baseline": "0 followers"}, id="baseline"),
        pytest.param("more leads", {"history": (2, 0)}, id="history"),
    ],
)
def test_nought_is_no_start_for_a_share(goal: str, context: dict[str, Any]) -> None:
    """From nothing no share can be worked out: the number to reach is asked for."""
    answer = draft(goal, "en", **context)
    assert answer.goal is None
    assert answer.questions[0].text == load_pack("en").drafts.questions["which_target"]


@pytest.mark.parametrize(
    ("goal", "context", "piece", "scale"),
    [
        pytest.param(
            "betere beoordeling", {"baseline": "8,2"}, "van 8,2 naar 8,", "van 10", id="ten"
        ),
        pytest.param(
            "klanttevredenheid omhoog", {"baseline": "64"}, "van 64 naar 6", "van 100", id="hundred"
        ),
        pytest.param(
            "betere beoordeling", {"baseline": "4,1"}, "van 4,1 naar 4,", "van 5", id="five"
        ),
        pytest.param(
            "betere beoordeling",
            {"baseline": "7,5 van 10"},
            "naar 7,8 op een schaal van 10",
            "",
            id="said",
        ),
        pytest.param(
            "klanttevredenheid omhoog", {"baseline": "71%"}, "van 71% naar", "", id="share"
        ),
    ],
)
def test_scale_of_marks(goal: str, context: dict[str, Any], piece: str, scale: str) -> None:
    """The mark rises on the scale that it fits; a scale nobody named is an assumption."""
    written = draft(goal, "nl", **context).goal
    assert written is not None
    assert piece in written.statement
    # Those that begin with the mark itself propose the target.
    assumed = " ".join(a.text for a in written.assumptions if not a.text[0].isdigit())
    assert ("schaal" in assumed) == bool(scale)
    assert scale in assumed
    report = validate(
        written, source=goal, language="nl", context=GoalContext(**context), today=TODAY
    )
    assert report.passed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_for_a_metric(language: str) -> None:
    """Whatever word the user takes for a metric, the draft is proven and keeps its channel."""
    words = load_pack(language).metrics
    failed = []
    for name, entry in words.metrics.items():
        ways = words.goal.directions
        way = (ways.up if TABLE.metrics[name].direction == "up" else ways.down)[0]
        for word in dict.fromkeys((*entry.words, *entry.heads)):
            goal = draft(f"{way} {word}", language).goal
            assert goal is not None, word
            report = validate(goal, source=f"{way} {word}", language=language, today=TODAY)
            failed += [(word, found.code) for found in report.errors]
    assert failed == []


@pytest.mark.parametrize(
    ("language", "goal", "piece"),
    [
        pytest.param("en", "launch new app", "launch a new app", id="en"),
        pytest.param("en", "launch online course", "launch an online course", id="en-vowel"),
        pytest.param("en", "launch of our new range", "launch our new range", id="en-of"),
        pytest.param("nb", "lansere nytt nettsted", "lansere et nytt nettsted", id="nb-neuter"),
        pytest.param("da", "lancere nye sko", "lancere nye sko", id="da-plural"),
        pytest.param("da", "lancere ny kampagne", "lancere en ny kampagne", id="da"),
        pytest.param("sv", "lansera nya appen", "lansera den nya appen", id="sv-definite"),
        pytest.param("nl", "lanceren nieuwe website", "de nieuwe website", id="nl-de"),
        pytest.param("nl", "lanceren nieuwe platform", "het nieuwe platform", id="nl-het"),
        pytest.param("nl", "lanceren Bluebell", " Bluebell ", id="nl-name"),
    ],
)
def test_articles(language: str, goal: str, piece: str) -> None:
    """What is launched gets the article that the rough goal left out."""
    written = draft(goal, language).goal
    assert written is not None
    assert piece in written.statement


@pytest.mark.parametrize("language", LANGUAGES)
def test_unknown_things_have_their_own_means(language: str) -> None:
    """What is counted and is no metric gets means and results that fit its kind."""
    drafts = load_pack(language).drafts
    up = load_pack(language).metrics.goal.directions.up[0]
    means = set()
    for kind in drafts.unknown:
        assert len({lever.text for lever in kind.levers}) >= 3
        assert len({reason.why for reason in kind.reasons}) >= 2
        if kind.nouns:
            goal = draft(f"{up} {kind.nouns[0]}", language).goal
            assert goal is not None
            texts = [lever.text for lever in kind.levers]
            means.add(next(text for text in texts if text[3:] in goal.specific))
    assert len(means) == sum(bool(kind.nouns) for kind in drafts.unknown)
    assert not drafts.unknown[-1].nouns


@pytest.mark.parametrize("language", LANGUAGES)
def test_enough_plans(language: str) -> None:
    """Every letter can be written in at least three ways."""
    drafts = load_pack(language).drafts
    plans = [drafts.specific, drafts.time_bound, drafts.statement, drafts.relevant]
    plans += [drafts.relevant_business, drafts.relevant_reason]
    plans += [*drafts.measurable.values(), *drafts.achievable.values()]
    assert min(len(set(texts)) for texts in plans) >= 3


def test_double_of_nought() -> None:
    """A multiple needs no starting figure to be kept."""
    goal = draft("double our followers", "en", baseline="0 followers").goal
    assert goal is not None
    assert "double" in goal.statement


def test_mending_keeps_what_stands() -> None:
    """New letters agree with the target and deadline of those that stand."""
    previous = SmartGoal(
        specific="more",
        measurable="We go from 1,200 to 1,430 followers, read in Instagram's own statistics.",
        statement="By May 14, 2027, we will increase the number of followers from 1,200 to 1,430.",
    )
    letters: tuple[FieldName, ...] = ("specific", "achievable", "time_bound")
    mended = MODEL.draft(
        DraftRequest(
            goal="more followers on Instagram",
            context=GoalContext(),
            language="en",
            today=TODAY,
            letters=letters,
            previous=previous,
        )
    ).goal
    assert mended is not None
    assert "from 1,200 to 1,430" in mended.specific
    assert "May 14, 2027" in mended.time_bound
    assert "1,430" in mended.achievable
    assert (mended.measurable, mended.relevant, mended.statement) == ("", "", "")
    assert {a.about for a in mended.assumptions} <= set(letters)


def test_user_goes_before_previous() -> None:
    """A figure of the user's own is never replaced by that of an earlier draft."""
    mended = MODEL.draft(
        DraftRequest(
            goal="300 new customers by June 30, 2027",
            context=GoalContext(),
            language="en",
            today=TODAY,
            letters=("measurable", "time_bound"),
            previous=SmartGoal(statement="By May 1, 2028, we will win 900 new customers."),
        )
    ).goal
    assert mended is not None
    assert "300 new customers" in mended.measurable
    assert "June 30, 2027" in mended.time_bound


@pytest.mark.parametrize(
    ("style", "locale", "piece"),
    [
        pytest.param("bolder", None, "15%", id="bolder"),
        pytest.param("safer", None, "5%", id="safer"),
        pytest.param("sooner", None, "January 31, 2027", id="sooner"),
        pytest.param("later", None, "June 30, 2027", id="later"),
        pytest.param(None, "en_GB", "31 March 2027", id="british"),
        pytest.param(None, "en_US", "March 31, 2027", id="american"),
    ],
)
def test_options_change_what_they_name(style: Any, locale: str | None, piece: str) -> None:
    """Styles move target or deadline; the locale writes the date."""
    goal = draft("more followers", "en", Options(style=style, locale=locale)).goal
    assert goal is not None
    assert piece in goal.statement


def test_beyond_the_history_is_said() -> None:
    """A target far beyond the past is kept, and not called within reach."""
    goal = draft("2,000 leads by 31 January 2027", "en", history=(9, 10, 11)).goal
    assert goal is not None
    assert "2,000" in goal.statement
    assert "far beyond" in goal.achievable


@pytest.mark.parametrize("language", LANGUAGES)
def test_launch_names_a_result(language: str) -> None:
    """A launch gets a figure to measure it by, declared as a proposal."""
    verb = load_pack(language).metrics.goal.directions.launch[0]
    goal = draft(f"{verb} Bluebell", language).goal
    assert goal is not None
    assert "Bluebell" in goal.statement
    assert _target(goal.statement, language)[0] == 50
    assert goal.assumptions[0].fills == "business_goal"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["leads", "churn", "customer_satisfaction", "followers"])
def test_formal_tone(language: str, name: str) -> None:
    """The formal tone says the same figures and days in other sentences."""
    plain, formal = (
        draft(rough(language, name), language, Options(tone=tone)).goal
        for tone in ("plain", "formal")
    )
    assert plain is not None
    assert formal is not None
    for field in ("specific", "measurable", "achievable", "time_bound", "statement"):
        assert getattr(plain, field) != getattr(formal, field)
    for field in ("specific", "measurable", "statement"):
        targets = {_target(getattr(goal, field), language) for goal in (plain, formal)}
        assert len(targets) == 1
    assert plain.assumptions == formal.assumptions


@pytest.mark.parametrize("language", LANGUAGES)
def test_results_fit_those_whom_it_is_about(language: str) -> None:
    """Companies, consumers and supporters are won for different reasons; a cause sells nothing."""
    words = load_pack(language).metrics.goal.trades
    drafts = load_pack(language).drafts
    crowd = {trade: {r.why for r in reasons} for trade, reasons in drafts.crowd.items()}
    assert set(crowd) == {"business", "consumer", "cause"}
    name = "website_traffic"
    for trade in ("business", "consumer", "cause"):
        audience = next(w for w in words[trade] if "*" not in w)
        goal = draft(rough(language, name), language, audience=audience).goal
        assert goal is not None
        strange = {why for other, whys in crowd.items() if other != trade for why in whys}
        assert not any(why in goal.relevant for why in strange)
        if trade == "cause":
            assert any(why in goal.relevant for why in crowd[trade])


@pytest.mark.parametrize("name", ["leads", "revenue", "conversion_rate", "complaints", "churn"])
@pytest.mark.parametrize("base", ["", "40"])
def test_styles(name: str, base: str) -> None:
    """Bolder asks for more and safer for less; sooner ends earlier and later ends later."""
    context = {"baseline": base} if base else {}
    goals = {
        style: draft(rough("en", name), "en", Options(style=style), **context).goal
        for style in (None, "bolder", "safer", "sooner", "later")
    }
    figures, days = {}, {}
    for style, goal in goals.items():
        assert goal is not None
        figures[style] = _target(goal.specific, "en")[0]
        days[style] = find_deadlines(goal.time_bound, "en", TODAY)[0].date
    falls = base and TABLE.metrics[name].direction == "down"
    order = [figures["safer"], figures[None], figures["bolder"]]
    assert order == sorted(order, reverse=bool(falls))
    assert len(set(order)) == 3
    assert days["sooner"] < days[None] < days["later"]


def test_styles_leave_what_was_given() -> None:
    """A target and a deadline of the user's own stand, whatever the style."""
    for style in ("bolder", "safer", "sooner", "later"):
        goal = draft("60 new leads by 31 March 2027", "en", Options(style=style)).goal
        assert goal is not None
        assert "60 new leads" in goal.statement or "60 leads" in goal.statement
        assert "31 March 2027" in goal.statement


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_settles_something(language: str) -> None:
    """Each question that is answered is asked no more, and no answer adds an assumption."""
    answers = {
        "baseline": "1240",
        "deadline": "2027-05-31",
        "channel": "LinkedIn",
        "owner": "Kim",
        "business_goal": "Malta",
        "resources": "Kim",
    }
    text, context = rough(language, "followers"), {}
    before = draft(text, language).goal
    assert before is not None
    for question in before.questions:
        assert question.fills is not None
        context[question.fills] = answers[question.fills]
        after = draft(text, language, **context).goal
        assert after is not None
        assert len(after.questions) < len(before.questions)
        assert len(after.assumptions) <= len(before.assumptions)
        assert question.fills not in {left.fills for left in after.questions}
        before = after
    assert before.questions == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_private_goals_are_asked_about(language: str) -> None:
    """A private goal is not dressed up: it is asked what it should bring at work."""
    pack = load_pack(language)
    for phrase in pack.metrics.goal.private:
        answer = draft(phrase, language)
        assert answer.goal is None, phrase
        assert answer.questions[0].text == pack.drafts.questions["private"], phrase


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_understood_is_named(language: str) -> None:
    """The question names the word for which no figure was found."""
    better = load_pack(language).metrics.goal.directions.better[0]
    answer = draft(f"{better} zwiebel", language)
    assert answer.goal is None
    assert "zwiebel" in answer.questions[0].text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guessed_metric_is_declared(language: str) -> None:
    """The assumptions say by which figure a goal without one is told."""
    pack = load_pack(language)
    hint = next(h for h in pack.metrics.metrics["press_mentions"].hints if "*" not in h)
    goal = draft(hint, language).goal
    assert goal is not None
    named = pack.drafts.assumptions["metric"].split("{name}")[0]
    assert any(assumption.text.startswith(named) for assumption in goal.assumptions)


@pytest.mark.parametrize(
    ("goal", "piece"),
    [
        pytest.param("grow sales to £90,000", "30 June 2027", id="pounds"),
        pytest.param("grow sales to $90,000", "June 30, 2027", id="dollars"),
    ],
)
def test_dates_follow_the_currency(goal: str, piece: str) -> None:
    """Who counts in pounds writes the day before the month."""
    written = draft(goal, "en").goal
    assert written is not None
    assert piece in written.time_bound


def test_asked_again_it_is_put_another_way() -> None:
    """A letter that was found wanting comes back in another sentence, with the same figures."""
    first = draft("more leads", "en").goal
    assert first is not None
    again = MODEL.draft(
        DraftRequest(
            goal="more leads",
            context=GoalContext(),
            language="en",
            today=TODAY,
            letters=("specific",),
            previous=first,
            findings=(
                Finding(code="specific.vague", field="specific", severity="error", message="."),
            ),
        )
    ).goal
    assert again is not None
    assert again.specific != first.specific
    assert _target(again.specific, "en") == _target(first.specific, "en")
