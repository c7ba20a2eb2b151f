"""Numbers that follow from given ones."""

from __future__ import annotations

import pytest

from rewriter.facts.derive import derivation


@pytest.mark.parametrize(
    ("value", "given", "sum_"),
    [
        pytest.param(520, [400, 520], "520", id="given"),
        pytest.param(120, [400, 520], "520 - 400", id="difference"),
        pytest.param(62, [30, 32], "30 + 32", id="sum"),
        pytest.param(30, [400, 520], "(520 - 400) / 400", id="percentage of change"),
        pytest.param(1440, [1200, 20], "1200 + 20 %", id="raised by a percentage"),
        pytest.param(80, [100, 20], "100 - 20", id="lowered"),
        pytest.param(100, [1200], "1200 / 12", id="a month of a year"),
        pytest.param(2.5, [40, 100], "100 / 40", id="ratio"),
        pytest.param(1000, [400, 520], None, id="out of the air"),
        pytest.param(7, [], None, id="nothing given"),
    ],
)
def test_derivation(value: float, given: list[float], sum_: str | None) -> None:
    """The sum is found, or there is none."""
    assert derivation(value, given, frozenset({20})) == sum_
