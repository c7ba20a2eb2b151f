"""How far a metric can be moved in the time there is."""

from __future__ import annotations

import pytest

from rewriter.facts.pace import Feasibility, judge, pace, pace_from_baseline

SEASONAL = [20, 20, 22, 25, 30, 40, 60, 50, 30, 25, 60, 90]


@pytest.mark.parametrize(
    ("history", "periods", "target", "verdict"),
    [
        pytest.param([30, 32], 1, 40, "fine", id="a stretch that can be met"),
        pytest.param([30, 32], 1, 100, "unrealistic", id="three times as much in a month"),
        pytest.param([10], 1, 2000, "unrealistic", id="single month, two hundred times"),
        pytest.param([10], 1, 12, "fine", id="single month, a little more"),
        pytest.param([100, 100, 100, 100], 3, 130, "fine", id="flat, a quarter ahead"),
        pytest.param([100, 100, 100, 100], 1, 220, "unrealistic", id="flat, doubled in a month"),
        pytest.param([100, 120, 140, 160], 3, 230, "fine", id="growing"),
        pytest.param([100, 160, 90, 150, 95], 2, 170, "fine", id="noisy"),
        pytest.param(SEASONAL, 12, 100, "fine", id="the same season a year on"),
        pytest.param(SEASONAL, 1, 500, "unrealistic", id="seasonal, out of reach"),
    ],
)
def test_judge(history: list[float], periods: float, target: float, verdict: Feasibility) -> None:
    """Flat, growing, noisy, seasonal and single histories."""
    supported = pace(history, periods)
    assert supported is not None
    assert judge(target, supported) == verdict


@pytest.mark.parametrize(
    ("history", "periods", "target", "verdict"),
    [
        pytest.param([40, 38], 1, 32, "fine", id="fewer complaints"),
        pytest.param([40, 38], 1, 2, "unrealistic", id="hardly any complaints next month"),
    ],
)
def test_judge_downwards(
    history: list[float], periods: float, target: float, verdict: Feasibility
) -> None:
    """Metrics that are to fall are judged the other way round."""
    supported = pace(history, periods, down=True)
    assert supported is not None
    assert judge(target, supported, down=True) == verdict


@pytest.mark.parametrize("history", [[], [0], [0, 0, 0]], ids=str)
def test_no_level(history: list[float]) -> None:
    """Nothing can be judged by nothing."""
    assert pace(history, 3) is None
    assert pace_from_baseline(0, 3) is None
