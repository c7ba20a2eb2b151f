"""Whether a model says each goal in words of its own, seen over all its goals together.

Figures are masked, so that a sentence that comes back with another number is the same sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic_evals.evaluators import ReportEvaluator, ReportEvaluatorContext
from pydantic_evals.reporting import TableResult

from evals.evaluators import Rewritten
from evals.tables import Cells, Column, Scored, language_of, percent, scored_cases
from rewriter.schemas import FIELDS

LONG: Final = 6  # words that make a phrase
OFTEN: Final = 3  # goals from which on a phrase counts as repeated
_LISTED: Final = 3  # phrases a language
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-zæøåäöéï])")
_NUMBER = re.compile(r"\d(?:[\d.,\u00a0\u202f]*\d)?")
_WORD = re.compile(r"\w[\w'-]*")


def sentences(text: str) -> list[str]:
    """The sentences of a text in lower case, figures masked.

    >>> sentences("By 1. mars we win 1,500 leads. Each is a chance.")
    ['by 0. mars we win 0 leads.', 'each is a chance.']
    """
    return [_NUMBER.sub("0", part).lower() for part in _SENTENCE.split(text.strip()) if part]


def distinct(cases: Sequence[Scored]) -> float | None:
    """Distinct sentences in per cent of all sentences in the fields of all goals."""
    said = [one for texts in _texts(cases) for text in texts for one in sentences(text)]
    return percent(len(set(said)), len(said))


def repeated(cases: Sequence[Scored]) -> float | None:
    """Phrases that stand in several goals, in per cent of all phrases, each counted once a goal."""
    counts = _phrases(cases)
    often = sum(times for times in counts.values() if times >= OFTEN)
    return percent(often, sum(counts.values()))


DISTINCT: Final = Column("distinct %", distinct)
REPEATED: Final = Column("repeated %", repeated)


@dataclass(repr=False)
class PhraseTable(ReportEvaluator[Any, Any, Any]):
    """The phrases of six words that stand in most goals, language by language."""

    title: str

    def evaluate(self, ctx: ReportEvaluatorContext[Any, Any, Any]) -> TableResult:
        """A row a phrase: language, the goals it stands in, the phrase."""
        scored = scored_cases(ctx)
        rows: list[Cells] = []
        for language in dict.fromkeys(language_of(one) for one in scored):
            counts = _phrases([one for one in scored if language_of(one) == language])
            often = [pair for pair in counts.most_common(40) if pair[1] >= OFTEN]
            seen: list[str] = []
            for phrase, times in often:
                # A longer repeated stretch gives a run of phrases: one of them tells it.
                if len(seen) < _LISTED and not any(_overlap(phrase, one) for one in seen):
                    seen.append(phrase)
                    rows.append([language, times, phrase])
        return TableResult(title=self.title, columns=["", "goals", "phrase"], rows=rows)


def _texts(cases: Sequence[Scored]) -> list[list[str]]:
    outputs = [one.case.output for one in cases if one.case]
    goals = [out.result.goal for out in outputs if isinstance(out, Rewritten) and out.result.goal]
    return [[getattr(goal, name) for name in FIELDS] for goal in goals]


def _phrases(cases: Sequence[Scored]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for texts in _texts(cases):
        own: set[str] = set()
        for text in texts:
            words = _WORD.findall(_NUMBER.sub("0", text).lower())
            own.update(" ".join(words[at : at + LONG]) for at in range(len(words) - LONG + 1))
        counts.update(sorted(own))
    return counts


def _overlap(one: str, two: str) -> bool:
    words, others = one.split(), two.split()
    return len(set(words) & set(others)) > LONG // 2
