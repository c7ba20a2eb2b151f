"""Every metric, direction, channel, sentence plan and tone of the embedded model, in each language.

The full product would take hours.  Each metric is rendered in eight combinations that step
through all other choices at different paces, so that each value of each choice meets each value of
every other one somewhere; sentence plans are walked through one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from babel.dates import format_date, get_month_names

from rewriter.facts.deadlines import find_deadlines
from rewriter.facts.numbers import find_quantities
from rewriter.languages.detect import foreign_language
from rewriter.languages.drafts import Letters
from rewriter.languages.metrics import MetricFacts, metric_table
from rewriter.languages.pack import Pack, available_languages, load_pack
from rewriter.models.embedded import EmbeddedModel
from rewriter.models.texts import Chooser, tidy
from rewriter.schemas import (
    FIELDS,
    DraftRequest,
    GoalContext,
    Options,
    Reading,
    SmartGoal,
    Style,
    Tone,
)
from rewriter.validator import validate

TODAY = date(2026, 10, 1)
LANGUAGES = available_languages()
TABLE = metric_table()
EACH = 8  # combinations of one metric

WAYS = ("better", "way", "keep", "reach", "by")
GIVEN = ("", "baseline", "history", "both")
TONES: tuple[Tone, ...] = ("plain", "formal")
STYLES: tuple[Style | None, ...] = (None, "bolder", "safer", "sooner", "later")
READINGS: tuple[Reading, ...] = (
    "achievable/relevant", "attractive/realistic", "attractive/relevant", "accepted/realistic",
)  # fmt: skip
CHANNELS = ("", *TABLE.channels)
# Figures of each kind: past results, and what a goal up or down from them may be.
FIGURES: dict[str, tuple[tuple[float, ...], float, float]] = {
    "count": ((1180, 1210, 1240), 1300, 1150),
    "percent": ((17, 18), 19.5, 16.5),
    "rating": ((4, 4.1), 4.3, 3.9),
    "score": ((25, 28), 31, 25),
    "money": ((48000, 50000), 52000, 47500),
    "duration": ((9, 8), 9, 7),
    "ratio": ((3.6, 4.0), 4.4, 3.8),
}
MINUTES = {"en": "minutes", "nb": "minutter", "da": "minutter", "sv": "minuter", "nl": "minuten"}


# Words that the neighbours have and a language has not, to catch what was copied.
FOREIGN = {
    "nb": {
        "øge",
        "gør",
        "virksomhed",
        "annoncer",
        "også af",
        "the",
        "och",
        "hver uge",
        "uge",
        "efter",
        "mere",
        "af",
    },
    "da": {
        "øke",
        "gjør",
        "bedrift",
        "annonser",
        "uke",
        "etter",
        "mer",
        "av",
        "the",
        "och",
        "slik",
        "måned etter",
    },
    "sv": {"øke", "og", "ikke", "the", "hver", "av at"},
    "en": {"og", "och", "het", "een", "ikke"},
    "nl": {"the", "og", "och", "with", "by"},
}


@dataclass(frozen=True)
class Case:
    """One combination."""

    goal: str
    context: dict[str, Any]
    options: Options
    plan: int


def combinations(language: str, metric: str) -> Iterator[Case]:
    """The combinations of a metric."""
    at = list(TABLE.metrics).index(metric)
    for i in range(EACH):
        n = at * EACH + i
        way, given = WAYS[n % len(WAYS)], GIVEN[(n // 3) % len(GIVEN)]
        channel = CHANNELS[n % len(CHANNELS)]
        if way == "keep" and not given:
            given = "baseline"
        context = context_of(language, metric, given, channel, n)
        options = Options(
            tone=TONES[(n // 2) % 2],
            style=STYLES[(n // 5) % len(STYLES)],
            reading=READINGS[(n // 7) % len(READINGS)],
        )
        yield Case(rough(load_pack(language), metric, way), context, options, i)


def rough(pack: Pack, metric: str, way: str) -> str:
    """A rough goal as its words would be typed."""
    goal, entry, facts = pack.metrics.goal, pack.metrics.metrics[metric], TABLE.metrics[metric]
    name = entry.many or entry.name
    good = goal.directions.up if facts.direction == "up" else goal.directions.down
    if way == "better":
        return f"{goal.directions.better[0]} {name}"
    if way == "keep":
        return f"{goal.directions.keep[0]} {name}"
    if way == "by":
        return f"{good[1]} {name} {goal.change_by[0]} 8 %"
    if way == "reach" and facts.kind != "count":
        target = FIGURES[facts.kind][1 if facts.direction == "up" else 2]
        return f"{name} {goal.change_to[0]} {figure(pack, facts, target)}"
    if way == "reach":
        return f"{FIGURES['count'][1 if facts.direction == 'up' else 2]:g} {name}"
    return f"{good[0]} {name}"


def figure(pack: Pack, facts: MetricFacts, value: float) -> str:
    """A figure as a user types it."""
    number = f"{value:g}" if pack.code == "en" else f"{value:g}".replace(".", ",")
    if facts.kind == "duration":
        return f"{number} {MINUTES[pack.code]}"
    return number + {"percent": " %", "money": f" {pack.basics.currency}"}.get(facts.kind, "")


def context_of(language: str, metric: str, given: str, channel: str, n: int) -> dict[str, Any]:
    """What the user adds."""
    pack, facts = load_pack(language), TABLE.metrics[metric]
    past = FIGURES[facts.kind][0]
    context: dict[str, Any] = {}
    if given in ("baseline", "both"):
        context["baseline"] = figure(pack, facts, past[-1])
    if given in ("history", "both"):
        context["history"] = past
        context["period"] = next(iter(pack.numbers.periods["month"].split()))
    if channel:
        context["channel"] = pack.metrics.channels[channel].name
    if n % 3 == 0:
        context["deadline"] = format_date(date(2027, 5, 31), "long", locale=pack.locale)
    trades = pack.metrics.goal.trades
    audience = (None, trades["business"][1], trades["consumer"][1], None)[n % 4]
    if audience and not audience.endswith("*"):
        context["audience"] = audience
    if n % 5 == 0:
        context |= {"owner": "Kim", "market": "Malta", "resources": "Kim"}
    return context


@pytest.fixture
def plan(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sentence plan to take at each choice, in place of the one that the goal decides."""
    chosen = [0]
    monkeypatch.setattr(Chooser, "index", lambda _self, count, _purpose: chosen[0] % count)
    return chosen


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("metric", TABLE.metrics)
def test_every_metric(language: str, metric: str, plan: list[int]) -> None:
    """Clean native sentences that say the same thing, and a validator that finds no error."""
    for case in combinations(language, metric):
        plan[0] = case.plan
        context = GoalContext(**case.context)
        draft = EmbeddedModel().draft(
            DraftRequest(
                goal=case.goal,
                context=context,
                language=language,
                today=TODAY,
                options=case.options,
            )
        )
        assert draft.goal is not None, case
        check_texts(draft.goal, language, case)
        check_meaning(draft.goal, language, case)
        report = validate(
            draft.goal,
            source=case.goal,
            language=language,
            context=context,
            today=TODAY,
            options=case.options,
        )
        found = [(f.code, f.field, [e.text for e in f.evidence]) for f in report.errors]
        assert report.passed, (case, found)


def check_texts(goal: SmartGoal, language: str, case: Case) -> None:
    """Spacing, signs, slots, doubled words, figures, dates."""
    pack = load_pack(language)
    texts = [getattr(goal, field) for field in FIELDS]
    said = [*texts, *(a.text for a in goal.assumptions), *(q.text for q in goal.questions)]
    months = set(get_month_names("wide", locale=pack.locale).values())
    for text in said:
        for sentence in re.split(r"(?<=[^\d.][.?!]) (?<!\b[pk]r\. )(?=\S)", text):
            first = sentence.lstrip("“«»”‘'")[0]
            assert first.isupper() or first.isdigit() or first in "$€£", (case, text)
        assert text[-1] in ".?", (case, text)
        assert not set(re.findall(r"\w+", text.lower())) & FOREIGN[language], (case, text)
        assert tidy(text) == text, (case, text)
        assert not re.search(r"[{}\[\]<>_|]|\bNone\b|\bnan\b|,,|\.\.| [.,;]|  ", text), (case, text)
        assert not re.search(r"\b(\w+) \1\b", text), (case, text)
        for number in re.findall(r"(?<![\d.,\xa0])\d{4,}", text):
            assert 2026 <= int(number) <= 2030, (case, text)
        decimal = r"\d,\d{1,2}(?!\d)" if pack.locale.number_symbols["latn"]["decimal"] == "." else (
            r"\d\.\d{1,2}(?!\d)"
        )  # fmt: skip
        assert not re.search(decimal, text), (case, text)
        assert not re.search(r"\d%", text) or "%" in format_percent_of(pack), (case, text)
        for month in months:
            for day in re.findall(rf"\b(\d{{1,2}})\S? {month} (\d{{4}})", text):
                number = list(get_month_names("wide", locale=pack.locale).values()).index(month)
                right = format_date(date(int(day[1]), number + 1, int(day[0])), "long", pack.locale)
                assert right in text, (case, text)
    assert len(set(texts)) == len(FIELDS), case


def format_percent_of(pack: Pack) -> str:
    """How a share is written where no space stands before the sign, else empty."""
    pattern = pack.locale.percent_formats[None].pattern
    return pattern if pattern.endswith("0%") else ""


def check_meaning(goal: SmartGoal, language: str, case: Case) -> None:
    """One target and one day throughout, in the language of the goal."""
    days = {
        found.date
        for field in ("time_bound", "statement")
        for found in find_deadlines(getattr(goal, field), language, TODAY)
    }
    assert len(days) == 1, (case, goal)
    assert min(days) > TODAY, (case, goal)
    targets = set()
    for field in ("specific", "measurable", "statement"):
        found = find_quantities(getattr(goal, field), language)
        target = next(q for q in found if q.role == "target" or q.role is None)
        targets.add((target.value, target.kind))
    assert len(targets) == 1, (case, goal)
    for field in FIELDS:
        text = getattr(goal, field)
        assert foreign_language(text, re.findall(r"\w+", text.lower()), language) is None, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plan_is_taken(language: str) -> None:
    """No letter has more sentence plans than the combinations walk through, and all have several."""
    drafts = load_pack(language).drafts
    letters: tuple[Letters, ...] = (drafts, drafts.formal)
    for tone in letters:
        plans = [
            tone.specific,
            tone.relevant,
            tone.relevant_business,
            tone.relevant_reason,
            tone.time_bound,
            tone.statement,
            *tone.measurable.values(),
            *tone.achievable.values(),
        ]
        assert all(2 <= len(set(plan)) <= EACH for plan in plans)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_is_met(language: str) -> None:
    """The combinations hold each channel, way, tone, style and reading, and each with each tone."""
    cases = [case for metric in TABLE.metrics for case in combinations(language, metric)]
    names = {pack_channel.name for pack_channel in load_pack(language).metrics.channels.values()}
    assert {case.context["channel"] for case in cases if "channel" in case.context} == names
    assert {(case.options.tone, case.options.style) for case in cases} == {
        (tone, style) for tone in TONES for style in STYLES
    }
    assert {(case.options.tone, case.options.reading) for case in cases} == {
        (tone, reading) for tone in TONES for reading in READINGS
    }
    for name in names:
        tones = {case.options.tone for case in cases if case.context.get("channel") == name}
        assert tones == set(TONES), name
