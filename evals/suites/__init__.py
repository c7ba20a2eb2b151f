"""The suites: which cases, what is done with each, what is asked of the answer, which totals.

A further suite is a further `Suite` in `SUITES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from evals.suites.base import LANGUAGES, AnyModel, Suite, Task
from evals.suites.facts import FACTS
from evals.suites.hostile import HOSTILE
from evals.suites.mutations import MUTATIONS
from evals.suites.recorded import RECORDED
from evals.suites.rewriting import OWN, REWRITING
from evals.suites.robustness import ROBUSTNESS
from evals.suites.validator import VALIDATOR

__all__ = [
    "FACTS",
    "HOSTILE",
    "LANGUAGES",
    "MUTATIONS",
    "OWN",
    "RECORDED",
    "REWRITING",
    "ROBUSTNESS",
    "SUITES",
    "VALIDATOR",
    "AnyModel",
    "Suite",
    "Task",
]

_ALL = (REWRITING, VALIDATOR, FACTS, ROBUSTNESS, HOSTILE, RECORDED, MUTATIONS)
SUITES: Final[Mapping[str, Suite]] = {suite.name: suite for suite in _ALL}
