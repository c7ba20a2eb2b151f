"""The street: draft, validate, re-ask, mend."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from datetime import date

from rewriter.errors import ModelAnswerError, ModelError
from rewriter.facts.goal import read_goal, split_goals
from rewriter.intake import take_in
from rewriter.languages.pack import Pack, load_pack
from rewriter.models.base import Model
from rewriter.models.choose import choose_model
from rewriter.models.embedded import EmbeddedModel
from rewriter.schemas import (
    FIELDS,
    Attempt,
    DraftRequest,
    FieldName,
    GoalContext,
    Options,
    Question,
    Report,
    RewriteResult,
    SmartGoal,
    Usage,
)
from rewriter.validate import validate


def rewrite(
    goal: str,
    *,
    language: str | None = None,
    context: GoalContext | None = None,
    model: str | Model | None = None,
    today: date | None = None,
    options: Options | None = None,
) -> RewriteResult:
    """A rough goal as a checked SMART goal, in the goal's language.

    `model` is a name ('embedded', or any LiteLLM name) or an object with a `draft` method; left
    out, ``REWRITER_MODEL`` or the embedded model.  What the model gets wrong after
    ``options.max_attempts`` drafts is mended by the embedded model and named in `mended`.  A text
    that names nothing to reach comes back with status 'needs_answer' and the question to answer.

    Raises `InputError` for text that can't be read, `UnknownLanguageError`, `SettingsError`, and
    `ModelError` when a hosted model can't be used.

    >>> result = rewrite("500 new newsletter subscribers by 1 March 2027", language="en",
    ...                  today=date(2026, 11, 22))
    >>> result.report.passed, result.report.facts.target.value
    (True, 500.0)
    """
    options = options or Options()
    context = context or GoalContext()
    code = take_in(goal, context, language, options)
    pack = load_pack(code)
    today = today or date.today()
    drafter = choose_model(model)
    first, *others = split_goals(goal, pack)
    answer = _Answer(goal if not others else first, pack, drafter, tuple(others))
    if not read_goal(first, context, pack, today, options).names_a_goal:
        return answer.ask((Question(text=pack.messages.no_goal),))
    request = DraftRequest(goal=first, context=context, language=code, today=today, options=options)
    return _draft_until_proven(request, answer)


async def arewrite(
    goal: str,
    *,
    language: str | None = None,
    context: GoalContext | None = None,
    model: str | Model | None = None,
    today: date | None = None,
    options: Options | None = None,
) -> RewriteResult:
    """`rewrite`, awaitable: the same in a thread."""
    return await asyncio.to_thread(
        rewrite,
        goal,
        language=language,
        context=context,
        model=model,
        today=today,
        options=options,
    )


def _draft_until_proven(request: DraftRequest, answer: _Answer) -> RewriteResult:
    """Draft → validate → re-ask what failed → mend what still fails."""
    best: tuple[SmartGoal, Report] | None = None
    asked = request
    for _ in range(request.options.max_attempts):
        try:
            draft = answer.model.draft(answer.in_time(asked))
        except ModelAnswerError:
            continue  # an unreadable answer is a failed attempt
        except ModelError:
            if best is None:
                raise
            break  # what there is can be mended
        answer.count(draft.usage, draft.cached)
        if draft.goal is None:
            if best:
                break
            return answer.ask(draft.questions)
        goal = _merge(asked, draft.goal)
        report = _judge(goal, request)
        answer.attempts.append(
            Attempt(
                model=answer.model.name,
                goal=goal,
                findings=report.findings,
                letters=asked.letters,
                cached=draft.cached,
            )
        )
        if best is None or len(report.errors) < len(best[1].errors):
            best = goal, report
        if report.passed or goal == asked.previous:
            break  # proven, or the model repeats itself
        asked = request.model_copy(
            update={
                "letters": failing_fields(best[1]),
                "previous": best[0],
                "findings": best[1].errors,
            }
        )
    goal, report = best or (SmartGoal(), _judge(SmartGoal(), request))
    if report.passed:
        return answer.give(goal, report)
    return _mend(request, goal, report, answer)


def _mend(request: DraftRequest, goal: SmartGoal, report: Report, answer: _Answer) -> RewriteResult:
    """The failing fields written anew by the embedded model; all of them if that is not enough."""
    mender = EmbeddedModel()
    for letters in (failing_fields(report), FIELDS):
        asked = request.model_copy(update={"letters": letters, "previous": goal})
        draft = mender.draft(asked)
        if draft.goal is None:
            break
        mended = _merge(asked, draft.goal)
        verdict = _judge(mended, request)
        if verdict.passed:
            return answer.give(mended, verdict, mended=letters)
    return answer.give(goal, report)


def failing_fields(report: Report) -> tuple[FieldName, ...]:
    """The fields that have to be written anew, in their order.

    What fails the goal as a whole fails the fields that its evidence stands in, or all of them.
    """
    failing: set[str] = set()
    for found in report.errors:
        places = {place.where for place in found.evidence if place.where in FIELDS}
        if found.field in FIELDS:
            failing.add(found.field)
        else:
            failing |= places or set(FIELDS)
    return tuple(name for name in FIELDS if name in failing)


def _judge(goal: SmartGoal, request: DraftRequest) -> Report:
    return validate(
        goal,
        source=request.goal,
        language=request.language,
        context=request.context,
        today=request.today,
        options=request.options,
    )


def _merge(asked: DraftRequest, new: SmartGoal) -> SmartGoal:
    """The fields that were asked for from the new draft, the others as they were."""
    if asked.previous is None:
        return new
    update: dict[str, object] = {name: getattr(new, name) for name in asked.letters}
    for name in ("assumptions", "questions"):
        both: Iterable[object] = (*getattr(asked.previous, name), *getattr(new, name))
        update[name] = tuple(dict.fromkeys(both))
    return asked.previous.model_copy(update=update)


class _Answer:
    """The result in the making: what has been tried and what it took."""

    def __init__(self, source: str, pack: Pack, model: Model, others: tuple[str, ...]) -> None:
        self.source = source
        self.pack = pack
        self.model = model
        self.others = others
        self.attempts: list[Attempt] = []
        self._usage = Usage()
        self._fresh = 0
        self._began = time.monotonic()

    def count(self, usage: Usage, cached: bool) -> None:
        """Adds up what the drafts took."""
        self._usage += usage
        self._fresh += not cached

    def in_time(self, asked: DraftRequest) -> DraftRequest:
        """The request with no more time than the rewrite has left."""
        left = max(asked.options.seconds - (time.monotonic() - self._began), 1.0)
        options = asked.options.model_copy(update={"seconds": left})
        return asked.model_copy(update={"options": options})

    def ask(self, questions: tuple[Question, ...]) -> RewriteResult:
        """A result that needs an answer first."""
        return self._result("needs_answer", questions=questions)

    def give(
        self, goal: SmartGoal, report: Report, mended: tuple[FieldName, ...] = ()
    ) -> RewriteResult:
        """A result with a goal."""
        return self._result("ok", goal=goal, report=report, questions=goal.questions, mended=mended)

    def _result(self, status: str, **fields: object) -> RewriteResult:
        return RewriteResult(
            source=self.source,
            status=status,
            language=self.pack.code,
            model=self.model.name,
            other_goals=self.others,
            attempts=tuple(self.attempts),
            usage=self._usage.model_copy(update={"seconds": time.monotonic() - self._began}),
            cached=bool(self.attempts) and not self._fresh,
            **fields,
        )
