"""One goal said in many ways and five languages: what is read must not change.

Each wording is typed by hand (plain, with slips, politely, in other words) or made from the plain
one by rule (capitals, no punctuation, emoji).  Asked are metric, direction, numbers, deadline and
language, and whether the finished goal has the target and the day that the plain wording gives.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final, NamedTuple

from pydantic_evals.evaluators import EvaluationReason, Evaluator, EvaluatorContext

from evals.datasets import load_robustness
from evals.records import Record, RobustCase
from evals.suites.base import AnyModel, Suite, Task, asked_tables
from rewriter import available_languages, rewrite
from rewriter.facts.goal import GoalReading, read_goal
from rewriter.languages.detect import detect_language
from rewriter.languages.metrics import metric_table
from rewriter.languages.pack import load_pack
from rewriter.schemas import GoalContext, Options
from rewriter.settings import EMBEDDED

# A mark of punctuation that is no part of a number, a date or a word.
_MARKS = re.compile(r"(?<!\d)[.!?](?=\s|$)|[,;:!?](?=\s|$)|[()\"]")
WAYS: Final[dict[str, Callable[[str], str]]] = {
    "capitals": str.upper,
    "small letters": str.lower,
    "no punctuation": lambda text: _MARKS.sub("", text).strip(),
    "shouted": lambda text: text.rstrip(".!? ") + "!!!",
    "emoji": lambda text: f"🚀 {text} 📈🙏",
    "blanks": lambda text: "\n  " + re.sub(r" (?!\d)", "  ", text) + " \n",
}


class Reading(NamedTuple):
    """What was read in a wording and what came of it."""

    reading: GoalReading
    language: str
    outcome: tuple[float, date] | None  # target and day of the finished goal


def load_wordings(languages: Sequence[str] | None) -> list[Record]:
    """Every wording of every goal in these languages, a case each."""
    codes = languages or available_languages()
    return [case for code in codes for case in _wordings(code)]


def _wordings(code: str) -> Iterator[RobustCase]:
    for goal in load_robustness():
        sayings = goal.said.get(code)
        if sayings is None:
            continue
        ways = dict(sayings) | {name: change(sayings.plain) for name, change in WAYS.items()}
        for way, text in ways.items():
            yield RobustCase(
                id=f"{code}-{goal.id}-{way.replace(' ', '-')}",
                language=code,
                way=way,
                goal=text,
                plain=sayings.plain,
                means=goal.means,
            )


def robustness_task(model: AnyModel, today: date) -> Task:
    """Reads a wording and writes the goal with the embedded model."""

    @cache
    def outcome(goal: str, language: str) -> tuple[float, date] | None:
        done = rewrite(goal, language=language, model=EMBEDDED, today=today)
        if done.report is None or not (done.report.facts.target and done.report.facts.deadline):
            return None
        return done.report.facts.target.value, done.report.facts.deadline.date

    def run(case: RobustCase) -> tuple[Reading, tuple[float, date] | None]:
        pack = load_pack(case.language)
        reading = read_goal(case.goal, GoalContext(), pack, today, Options())
        said = Reading(reading, detect_language(case.goal), outcome(case.goal, case.language))
        return said, outcome(case.plain, case.language)

    return run


@dataclass
class SameMeaning(Evaluator[RobustCase, tuple[Reading, Any], Any]):
    """Whether a wording was read as what it means."""

    def evaluate(
        self, ctx: EvaluatorContext[RobustCase, tuple[Reading, Any], Any]
    ) -> dict[str, EvaluationReason]:
        """An assertion for each part of the meaning, and `same goal`."""
        case, (said, plain) = ctx.inputs, ctx.output
        means, reading = case.means, said.reading
        quantities = [one for one in (reading.target, reading.baseline) if one]
        numbers = {end for q in quantities for end in (q.value, q.value_hi) if end is not None}
        day = reading.deadline.date if reading.deadline else None
        pairs = {
            "metric": (reading.metric == means.metric, reading.metric),
            "direction": (_sense(reading) == means.direction, reading.direction),
            "numbers": (numbers == set(means.numbers), sorted(numbers)),
            "deadline": (day in means.deadline if means.deadline else day is None, day),
            "detected": (said.language == case.language, said.language),
            "same goal": (_agree(said.outcome, plain), said.outcome),
        }
        return {
            name: EvaluationReason(value=met, reason=f"{read}: {case.goal.strip()}")
            for name, (met, read) in pairs.items()
        }


def _agree(one: tuple[float, date] | None, two: tuple[float, date] | None) -> bool:
    """The same target, and the same day give or take one: "before 1 May" may end on 30 April."""
    if one is None or two is None:
        return False
    return one[0] == two[0] and abs((one[1] - two[1]).days) <= 1


def _sense(reading: GoalReading) -> str | None:
    """Up, down or keep; what only says "better", or just a number, goes the metric's good way."""
    if reading.direction in ("up", "down", "keep"):
        return reading.direction
    metric = metric_table().metrics.get(reading.metric or "")
    return metric.direction if metric else None


_ASKED: Final = ("metric", "direction", "numbers", "deadline", "detected", "same goal")
ROBUSTNESS: Final = Suite(
    name="robustness",
    load=load_wordings,
    make_task=robustness_task,
    evaluators=(SameMeaning(),),
    tables=asked_tables(
        _ASKED,
        "by way of saying",
        lambda record: record.way if isinstance(record, RobustCase) else "",
    ),
    gates={f"{name} %": 1 for name in _ASKED},
    passing=_ASKED,
)
