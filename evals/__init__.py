"""Evaluations that run offline: cases, evaluators and reports kept apart.

::

    from evals import load_goals, run

    for done in run(model="openai/gpt-4o-mini", cases=load_goals("goals.csv")):
        print(done.figures, done.failing())
"""

from evals.own import load_goals
from evals.runner import SuiteRun, run

__all__ = ["SuiteRun", "load_goals", "run"]
