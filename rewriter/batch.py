"""Many goals: threads, order kept, duplicates asked once, one failure never ends the rest."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Condition, Thread

from rewriter.errors import RewriterError
from rewriter.languages.detect import detect_language
from rewriter.languages.pack import load_pack
from rewriter.models.base import Model
from rewriter.models.choose import choose_models
from rewriter.pipeline import rewrite_with
from rewriter.purse import Purse
from rewriter.schemas import GoalContext, GoalRequest, Options, RewriteResult, Usage

_LOG = logging.getLogger(__name__)
_REMEMBERED = 256  # results, for goals that come again
_AHEAD = 8  # results a worker may be ahead of the one that is waited for: so memory stays flat

OnResult = Callable[[int, RewriteResult], None]


def rewrite_many(
    goals: Iterable[str | GoalRequest],
    *,
    language: str | None = None,
    context: GoalContext | None = None,
    model: str | Model | None = None,
    today: date | None = None,
    options: Options | None = None,
    workers: int = 8,
    on_result: OnResult | None = None,
) -> list[RewriteResult]:
    """`rewrite` for each goal, in the order given.

    A goal that fails has its reason in `RewriteResult.error`.  `on_result` is called with the
    goal's place and result as soon as it is there, in no fixed order and from other threads; what
    it was told before an interruption is done.  A `GoalRequest` brings its own context and
    language; what it leaves out comes from the arguments.  The same goal with the same context
    and language is rewritten once, and costs nothing where it comes again.
    ``options.spending_limit`` is for all together.

    >>> results = rewrite_many(["more leads", "", "more leads"], language="en")
    >>> [result.error is None for result in results]
    [True, False, True]
    >>> sum((result.usage for result in results), Usage()).calls
    0
    """
    wishes = (language, context, model, today, options)
    return list(_start(goals, wishes, workers, on_result, remember=None))


def rewrite_each(
    goals: Iterable[str | GoalRequest],
    *,
    language: str | None = None,
    context: GoalContext | None = None,
    model: str | Model | None = None,
    today: date | None = None,
    options: Options | None = None,
    workers: int = 8,
    on_result: OnResult | None = None,
) -> Iterator[RewriteResult]:
    """`rewrite_many`, result by result: for more goals than fit into memory.

    Goals are read as they are needed, and not far ahead; the results come in their order.  What
    comes again is known as long as it is among the last 256 different goals.  Leaving the loop
    ends the work.

    >>> [result.source for result in rewrite_each(["more leads", "more sales"], language="en")]
    ['more leads', 'more sales']
    """
    wishes = (language, context, model, today, options)
    return _start(goals, wishes, workers, on_result, remember=_REMEMBERED)


def _start(
    goals: Iterable[str | GoalRequest],
    wishes: tuple[str | None, GoalContext | None, str | Model | None, date | None, Options | None],
    workers: int,
    on_result: OnResult | None,
    *,
    remember: int | None,
) -> Iterator[RewriteResult]:
    language, context, model, day, wanted = wishes
    options = (wanted or Options()).model_copy(update={"on_partial": None})
    models = choose_models(model, options.fallback)
    purse = Purse.of(options.spending_limit)
    today = day or date.today()
    logged: set[str] = set()
    requests = (
        GoalRequest(
            goal=getattr(goal, "goal", goal),
            context=getattr(goal, "context", None) or context,
            language=getattr(goal, "language", None) or language,
        )
        for goal in goals
    )

    def work(request: GoalRequest) -> RewriteResult:
        try:
            return rewrite_with(
                models,
                request.goal,
                language=request.language,
                context=request.context,
                today=today,
                options=options,
                purse=purse,
            )
        except RewriterError as error:
            return _failed(request, str(error), models, options)
        except Exception as error:
            if repr(error) not in logged:  # ten thousand goals may all run into the same
                logged.add(repr(error))
                _LOG.exception("A rewrite failed")
            return _failed(request, None, models, options)

    return _Crew(requests, work, on_result, remember).results(workers)


def _failed(
    request: GoalRequest, reason: str | None, models: Sequence[Model], options: Options
) -> RewriteResult:
    try:
        code = load_pack(request.language).code if request.language else None
    except RewriterError:
        code = None
    code = code or detect_language(request.goal[:1000], options.locale)
    return RewriteResult(
        source=request.goal,
        status="needs_answer",
        language=code,
        model=models[0].name,
        error=reason or load_pack(code).messages.errors["unexpected"],
    )


@dataclass
class _Entry:
    """A request that is or was worked on, and the places it stands at."""

    places: list[int] = field(default_factory=list)
    result: RewriteResult | None = None


class _Crew:
    """Workers who take the requests in order, never far ahead of the result that is wanted.

    They are daemons: a program that is interrupted does not wait for them.
    """

    def __init__(
        self,
        requests: Iterator[GoalRequest],
        work: Callable[[GoalRequest], RewriteResult],
        on_result: OnResult | None,
        remember: int | None,
    ) -> None:
        self._requests = requests
        self._work = work
        self._on_result = on_result
        self._remember = remember
        self._entries: dict[GoalRequest, _Entry] = {}
        self._changed = Condition()
        self._done: dict[int, RewriteResult] = {}
        self._taken = 0
        self._wanted = 0
        self._over = False  # no more requests, or nobody wants them
        self._failure: BaseException | None = None

    def results(self, workers: int) -> Iterator[RewriteResult]:
        """The results in the order of the requests."""
        for _ in range(max(1, workers)):
            Thread(target=self._run, args=(max(1, workers) * _AHEAD,), daemon=True).start()
        try:
            while (result := self._wait_for(self._wanted)) is not None:
                yield result
                with self._changed:
                    self._wanted += 1
                    self._changed.notify_all()
        finally:
            with self._changed:
                self._over = True
                self._changed.notify_all()

    def _wait_for(self, place: int) -> RewriteResult | None:
        with self._changed:
            while place not in self._done and self._failure is None:
                if self._over and place >= self._taken:
                    return None
                self._changed.wait(1)  # or else Windows would not hear Ctrl-C
            if self._failure is not None:
                raise self._failure
            return self._done.pop(place)

    def _run(self, ahead: int) -> None:
        try:
            while (taken := self._next(ahead)) is not None:
                request, entry = taken
                result = entry.result or self._work(request)
                with self._changed:
                    known, entry.result = entry.result, result
                    places, entry.places = entry.places, []
                told = _again(result) if known else result
                for place in places:
                    self._finish(place, told)
                    told = _again(result)
        except BaseException as error:  # of `on_result` and the requests: for the caller's eyes
            with self._changed:
                self._failure = error
                self._changed.notify_all()

    def _next(self, ahead: int) -> tuple[GoalRequest, _Entry] | None:
        """The next request to see to, once it is not too far ahead."""
        with self._changed:
            while True:
                while self._taken - self._wanted > ahead and not self._over:
                    self._changed.wait()
                request = None if self._over else next(self._requests, None)
                if request is None:
                    self._over = True
                    self._changed.notify_all()
                    return None
                entry = self._entries.pop(request, None)
                under_way = entry is not None and entry.result is None
                entry = self._entries[request] = entry or _Entry()
                entry.places.append(self._taken)
                self._taken += 1
                if not under_way:  # else whoever works on it sees to this place too
                    self._forget()
                    return request, entry

    def _forget(self) -> None:
        """Lets go of the result that was asked for longest ago, if there are too many."""
        if self._remember is None or len(self._entries) <= self._remember:
            return
        old = next((request for request, entry in self._entries.items() if entry.result), None)
        if old is not None:
            del self._entries[old]

    def _finish(self, place: int, result: RewriteResult) -> None:
        if self._on_result is not None:
            self._on_result(place, result)
        with self._changed:
            self._done[place] = result
            self._changed.notify_all()


def _again(result: RewriteResult) -> RewriteResult:
    """The result of a request that was made before: it took nothing."""
    paid = bool(result.usage.calls) or result.cached
    return result.model_copy(update={"usage": Usage(), "cached": paid})
