"""Timing: the best of several readings, as what disturbs a reading only ever makes it slower."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence

_READINGS = 3


def per_second(call: Callable[[], object], seconds: float = 0.3) -> float:
    """How often `call` runs a second, warm, on one core; the best of three readings."""
    call()
    best = 0.0
    for _ in range(_READINGS):
        times, began = 0, time.perf_counter()
        while (passed := time.perf_counter() - began) < seconds / _READINGS or not times:
            call()
            times += 1
        best = max(best, times / passed)
    return best


def cold_start(arguments: Sequence[Sequence[str]], readings: int = 7) -> list[float]:
    """Milliseconds that a fresh interpreter takes with each list of arguments; the best reading.

    The command lines take turns, so that a busy moment hits all of them alike.
    """
    best = [float("inf")] * len(arguments)
    for _ in range(readings):
        for number, line in enumerate(arguments):
            began = time.perf_counter()
            subprocess.run([sys.executable, *line], capture_output=True, check=True)  # noqa: S603
            best[number] = min(best[number], (time.perf_counter() - began) * 1000)
    return best
