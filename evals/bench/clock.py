"""Timing: the best of several readings, as what disturbs a reading only ever makes it slower."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

_READINGS = 3


class Rate(NamedTuple):
    """How often a second: by the clock on the wall, and by the time that the process had a core.

    The two are alike on a calm machine; on a busy one only the second means anything.
    """

    wall: float
    cpu: float

    def times(self, number: int) -> Rate:
        """The rate of what happens so often in each call."""
        return Rate(self.wall * number, self.cpu * number)


def per_second(call: Callable[[], object], seconds: float = 0.3) -> Rate:
    """How often `call` runs a second, warm, on one core; the best of three readings."""
    call()
    best = Rate(0.0, 0.0)
    for _ in range(_READINGS):
        times, began, used = 0, time.perf_counter(), time.process_time()
        while (passed := time.perf_counter() - began) < seconds / _READINGS or not times:
            call()
            times += 1
        spent = max(time.process_time() - used, 1e-9)
        best = Rate(max(best.wall, times / passed), max(best.cpu, times / spent))
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
