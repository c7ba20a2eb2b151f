"""What the evaluations count with: intervals, agreement, variety."""

from __future__ import annotations

import pytest

from evals import run
from evals.datasets import RewritingCase
from evals.stats import Counts, kappa, ranked_above, wilson
from evals.variety import distinct, repeated, sentences
from rewriter.models.scripted import ScriptedModel
from rewriter.schemas import GoalContext
from tests.goals import BASELINES, GOOD, SOURCES, TODAY

CONTEXT = GoalContext(baseline=BASELINES["en"])


@pytest.mark.parametrize(
    ("part", "whole", "ends"),
    [
        pytest.param(0, 10, (0.0, 0.0, 0.278), id="none of ten"),
        pytest.param(10, 10, (1.0, 0.722, 1.0), id="all of ten"),
        pytest.param(81, 263, (0.308, 0.255, 0.366), id="Newcombe's example of 1998"),
    ],
)
def test_wilson(part: int, whole: int, ends: tuple[float, ...]) -> None:
    """The interval stays within 0 and 1 and is no point where all agree."""
    found = wilson(part, whole)
    assert found is not None
    assert tuple(round(end, 3) for end in found) == ends
    assert wilson(0, 0) is None


@pytest.mark.parametrize(
    ("counts", "value"),
    [
        pytest.param(Counts(10, 0, 0, 90), 1.0, id="perfect"),
        pytest.param(Counts(20, 5, 10, 15), 0.4, id="textbook"),
        pytest.param(Counts(25, 25, 25, 25), 0.0, id="chance"),
        pytest.param(Counts(0, 5, 5, 0), -1.0, id="contrary"),
        pytest.param(Counts(0, 0, 0, 9), None, id="nothing to agree on"),
    ],
)
def test_kappa(counts: Counts, value: float | None) -> None:
    """Agreement beyond chance; its interval holds the value and has a width."""
    found = kappa(counts)
    assert (round(found.value, 2) if found else None) == value
    if found:
        assert found.low <= found.value <= found.high
        assert found.low < found.high


def test_ranked_above() -> None:
    """Ties count half, and of nothing nothing is known."""
    assert ranked_above([2, 2], [2, 1]) == 0.75
    assert ranked_above([], [1]) is None


def test_variety() -> None:
    """Sentences that differ in their figures only are one; a phrase counts once a goal."""
    assert sentences("We win 40 leads by 1. mai 2027. Each is a chance.") == [
        "we win 0 leads by 0. mai 0.",
        "each is a chance.",
    ]
    (done,) = run(
        model=ScriptedModel([GOOD["en"]] * 3),
        cases=[
            RewritingCase(id=str(n), language="en", goal=SOURCES["en"], context=CONTEXT)
            for n in range(3)
        ],
        today=TODAY,
    )
    row = done.figures["en"]
    assert row["distinct %"] == 33.3
    assert row["repeated %"] == 100
    phrases = done.tables[1].rows
    assert phrases
    assert all(row[:2] == ["en", 3] for row in phrases)
    assert distinct([]) is None
    assert repeated([]) is None
