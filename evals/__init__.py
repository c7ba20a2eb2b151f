"""Evaluations that run offline: cases, evaluators and reports kept apart.

::

    from evals import run

    for done in run(model="openai/gpt-4o-mini", cases=["more leads", "meer omzet"]):
        print(done.figures, done.failing())
"""

from evals.runner import SuiteRun, run

__all__ = ["SuiteRun", "run"]
