"""Many goals: threads, order kept, one failure never ends the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from rewriter.errors import RewriterError
from rewriter.languages.detect import detect_language
from rewriter.models.base import Model
from rewriter.models.choose import choose_model
from rewriter.pipeline import rewrite
from rewriter.schemas import GoalContext, GoalRequest, Options, RewriteResult


def rewrite_many(
    goals: Iterable[str | GoalRequest],
    *,
    language: str | None = None,
    context: GoalContext | None = None,
    model: str | Model | None = None,
    today: date | None = None,
    options: Options | None = None,
    workers: int = 8,
    on_result: Callable[[int, RewriteResult], None] | None = None,
) -> list[RewriteResult]:
    """`rewrite` for each goal, in the order given.

    A goal that fails has its reason in `RewriteResult.error`.  `on_result` is called with the
    goal's place and result as soon as it is there, in no fixed order.  A `GoalRequest` brings its
    own context and language; what it leaves out comes from the arguments.

    >>> [result.error is None for result in rewrite_many(["more leads", ""], language="en")]
    [True, False]
    """
    requests = [GoalRequest(goal=goal) if isinstance(goal, str) else goal for goal in goals]
    drafter = choose_model(model)
    today = today or date.today()

    def one(place: int) -> RewriteResult:
        request = requests[place]
        code = request.language or language
        try:
            result = rewrite(
                request.goal,
                language=code,
                context=request.context or context,
                model=drafter,
                today=today,
                options=options,
            )
        except RewriterError as error:
            locale = options.locale if options else None
            result = RewriteResult(
                source=request.goal,
                status="needs_answer",
                language=code or detect_language(request.goal[:1000], locale),
                model=drafter.name,
                error=str(error),
            )
        if on_result:
            on_result(place, result)
        return result

    with ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
        return list(pool.map(one, range(len(requests))))
