"""Consistent: the goal agrees with itself and keeps what was given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import cache

from babel import Locale

from rewriter.checks.finding import evidence_of, finding
from rewriter.facts.derive import follows_from_change
from rewriter.facts.reading import Case, Passage, baselines, values_of
from rewriter.languages.metrics import metric_table
from rewriter.schemas import Deadline, Finding

_QUARTER = timedelta(days=80)  # a season is at least as long
_MARGIN = timedelta(days=62)  # that a season which is only named may begin or end elsewhere
_EARLY, _LATE = 31, 21  # days beside a feast or season that is only named
_NATION = 3  # letters that a country and its people share at the least
_STEM = 4  # letters from which a part of a word may stand for it


def check_given_kept(case: Case) -> Iterator[Finding]:
    """A number, deadline, channel or audience that the user gave and the goal lacks: error.

    >>> from rewriter.schemas import GoalContext, SmartGoal
    >>> from rewriter.validator import validate
    >>> goal = SmartGoal(statement="400 leads by 1 June 2027.")
    >>> report = validate(goal, source="500 leads", language="en")
    >>> [f.evidence[0].text for f in report.errors if f.code == "goal.dropped_given"]
    ['500']
    """
    if not case.fields:
        return
    passages = list(case.fields.values())
    kept = {value for passage in passages for value in passage.numbers()}
    # "30s" and "B2" hold numbers that measure nothing.
    kept |= {float(w) for p in passages for w in p.tokens.words if w.isdecimal() and len(w) < 10}
    days = [deadline for p in passages for deadline in p.deadlines]
    for given in _binding(case):
        for quantity in given.quantities:
            if not any(_kept(case, value, kept) for value in values_of(quantity)):
                yield finding(case, "goal.dropped_given", [evidence_of(given.where, quantity)])
    for given, ahead in _day_given(case):
        if not any(_covers(day, deadline) for deadline in ahead for day in days):
            yield finding(
                case,
                "goal.dropped_given",
                [evidence_of(given.where, ahead[-1])],
                field="time_bound",
            )
    yield from _dropped_words(case, passages)


def _kept(case: Case, value: float, kept: set[float]) -> bool:
    """Whether the number itself stands in the goal, or is the way from the start to its target."""
    if value in kept:
        return True
    ends = values_of(case.target[1]) if case.target else []
    return any(
        follows_from_change(value, start, end)
        for end in ends
        for start in {*case.given_values(), *baselines(case)}
        if start != value
    )


def _binding(case: Case) -> Iterator[Passage]:
    """What has to stand in the goal.  Other context may inform it without being repeated."""
    if case.source:
        yield case.source
    if deadline := case.context_texts.get("deadline"):
        yield deadline


def _day_given(case: Case) -> Iterator[tuple[Passage, list[Deadline]]]:
    """The deadlines that bind, where they were given: one named apart goes before the source's."""
    named = case.context_texts.get("deadline")
    for passage in [named] if named and named.deadlines else _binding(case):
        if ahead := [deadline for deadline in passage.deadlines if deadline.date > case.today]:
            yield passage, ahead


def _covers(day: Deadline, given: Deadline) -> bool:
    """The same last day, or a day inside the given period ("in 2027", "15 March 2027")."""
    late = (day.date - given.date).days
    if abs(late) <= 1:
        return True
    if not any(map(str.isdigit, given.text)) and -_EARLY <= late <= _LATE:
        return True  # "before Christmas": the Friday of the week before; summer begins in June
    if given.begins is not None:
        season = given.date - given.begins > _QUARTER and not any(map(str.isdigit, given.text))
        margin = _MARGIN if season else timedelta(0)  # "this winter": skiing lasts until Easter
        if given.begins - margin <= day.date <= given.date + margin:
            return True
    return day.begins is not None and day.begins <= given.date <= day.date


def _dropped_words(case: Case, passages: list[Passage]) -> Iterator[Finding]:
    said = {word for passage in passages for word in passage.content_words}
    for name, shortest in (("channel", 2), ("audience", 3), ("market", 3)):
        passage = case.context_texts.get(name)
        content = passage.content_words if passage else frozenset()
        words = {word for word in content if len(word) >= shortest}
        if name == "market" and _home(case.pack.locale) in words:
            continue  # the own country goes without saying
        stem = _NATION if name == "market" else _STEM  # "Danish" for Denmark
        if passage and words and not any(_said(word, said, stem) for word in words):
            yield finding(case, "goal.dropped_given", [passage.whole()])
    if case.source:
        channels = {mention.channel for passage in passages for mention in passage.channels()}
        table = metric_table().metrics
        # "Sign-ups" are for an event without saying so.
        channels |= {table[m.metric].home or "" for p in passages for m in p.metrics}
        kinds = metric_table().channels
        social = any(name in kinds and kinds[name].kind == "social" for name in channels)
        for mention in case.source.channels():
            if social and mention.channel == "social_media":  # any of them will do
                continue
            if mention.channel not in channels and not _said(mention.text.lower(), said):
                place = case.source.evidence(mention.start, mention.end)
                yield finding(case, "goal.dropped_given", [place])


@cache
def _home(locale: str) -> str:
    """The country of a locale, in its language."""
    return (Locale.parse(locale).territory_name or "").lower()


def _said(word: str, said: set[str], letters: int = _STEM) -> bool:
    """Whether a word or another form or compound of it stands among those said.

    `letters` of it are enough for another form, or all but two of a longer word.
    """
    stem = word[: max(letters, len(word) - 2)] if letters == _STEM else word[:letters]
    return word in said or (len(word) >= letters and any(stem in other for other in said))
