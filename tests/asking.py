"""Asks one evaluator about one answer, without a dataset around them."""

from __future__ import annotations

from typing import Any

from pydantic_evals.evaluators import EvaluationReason, Evaluator, EvaluatorContext
from pydantic_evals.otel import SpanTree


def ask(
    evaluator: Evaluator[Any, Any, Any], inputs: object, output: object
) -> dict[str, EvaluationReason]:
    """What an evaluator says of an answer, by name."""
    context = EvaluatorContext[Any, Any, Any](
        name="case",
        inputs=inputs,
        metadata=None,
        expected_output=None,
        output=output,
        duration=0.0,
        _span_tree=SpanTree(),
        attributes={},
        metrics={},
    )
    said = evaluator.evaluate_sync(context)
    named = said if isinstance(said, dict) else {evaluator.get_default_evaluation_name(): said}
    return {
        name: one if isinstance(one, EvaluationReason) else EvaluationReason(value=one)
        for name, one in named.items()
    }
