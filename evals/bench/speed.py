"""How long a start takes, and how many goals a second are validated and rewritten."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic_evals.reporting import TableResult

from evals.bench.clock import cold_start, per_second
from evals.datasets import TODAY, RewritingCase, load_rewriting
from rewriter import available_languages, rewrite, validate
from rewriter.facts.tokens import forget_texts
from rewriter.schemas import RewriteResult
from rewriter.settings import EMBEDDED

_STARTS = {
    "python -c pass": ("-c", "pass"),
    "from pydantic import BaseModel": ("-c", "from pydantic import BaseModel"),
    "import rewriter": ("-c", "import rewriter"),
    "from rewriter import rewrite": ("-c", "from rewriter import rewrite"),
    'rewrite("more followers")': (
        "-c",
        "from rewriter import rewrite; rewrite('more followers', language='en', model='embedded')",
    ),
    'rewriter "more followers"': ("-m", "rewriter", "more followers"),
}


def measure_starts(readings: int = 7) -> TableResult:
    """Milliseconds from nothing, beside what Python and pydantic take by themselves."""
    taken = cold_start(list(_STARTS.values()), readings)
    reference = taken[1]
    return TableResult(
        title="cold start",
        columns=["", "ms", "× pydantic"],
        rows=[
            [name, round(ms), round(ms / reference, 2)]
            for name, ms in zip(_STARTS, taken, strict=True)
        ],
    )


def measure_throughput(seconds: float = 1.0) -> TableResult:
    """Goals a second on one core, and what each takes: `validate` of six fields, and `rewrite`."""
    return TableResult(
        title="goals a second, one core",
        columns=["", "validate/s", "CPU ms each", "rewrite/s", "CPU ms each "],
        rows=[_row(language, seconds) for language in available_languages()],
    )


def measure(seconds: float = 1.0, readings: int = 7) -> Iterator[TableResult]:
    """All tables of this module."""
    yield measure_starts(readings)
    yield measure_throughput(seconds)


def _row(language: str, seconds: float) -> list[str | int | float | bool | None]:
    cases = load_rewriting([language])
    written = [(case, _rewrite(case)) for case in cases]

    def validate_all() -> None:
        forget_texts()  # as if each goal came for the first time
        for case, result in written:
            if result.goal is not None:
                validate(
                    result.goal,
                    source=case.goal,
                    language=language,
                    context=case.context,
                    today=TODAY,
                )

    def rewrite_all() -> None:
        forget_texts()
        for case in cases:
            _rewrite(case)

    goals = sum(result.goal is not None for _, result in written)
    checked = per_second(validate_all, seconds).times(goals)
    rewritten = per_second(rewrite_all, seconds).times(len(cases))
    return [
        language,
        round(checked.wall),
        round(1000 / checked.cpu, 2),
        round(rewritten.wall),
        round(1000 / rewritten.cpu, 2),
    ]


def _rewrite(case: RewritingCase) -> RewriteResult:
    return rewrite(
        case.goal, language=case.language, context=case.context, model=EMBEDDED, today=TODAY
    )
