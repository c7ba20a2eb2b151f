"""The street: draft, validate, re-ask, mend."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rewriter.facts.goal import read_goal, split_goals
from rewriter.intake import take_in
from rewriter.judged import Judged, judge
from rewriter.languages.pack import load_pack
from rewriter.merged import merge
from rewriter.models.base import Model
from rewriter.models.choose import choose_models
from rewriter.models.embedded import EmbeddedModel
from rewriter.purse import Purse
from rewriter.schemas import (
    FIELDS,
    DraftRequest,
    FieldName,
    GoalContext,
    Options,
    Question,
    RewriteResult,
    SmartGoal,
)
from rewriter.settings import EMBEDDED
from rewriter.trail import Trail


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
    out, ``REWRITER_MODEL`` or the embedded model.  A model that fails is replaced by the next of
    ``options.fallback`` (left out, ``REWRITER_FALLBACK``), and `fell_back` says why.  What the
    model gets wrong after ``options.max_attempts`` drafts is mended by the embedded model and
    named in `mended`.  A text that names nothing to reach comes back with status 'needs_answer'
    and the question to answer.

    Raises `InputError` for text that can't be read, `UnknownLanguageError`, `SettingsError`, and
    `ModelError` when no model can be used.

    >>> result = rewrite("500 new newsletter subscribers by 1 March 2027", language="en",
    ...                  today=date(2026, 11, 22))
    >>> result.report.passed, result.report.facts.target.value
    (True, 500.0)
    """
    options = options or Options()
    return rewrite_with(
        choose_models(model, options.fallback),
        goal,
        language=language,
        context=context,
        today=today,
        options=options,
        purse=Purse.of(options.spending_limit),
    )


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
    import asyncio  # whoever awaits has it; nobody else has to wait for it

    return await asyncio.to_thread(
        rewrite,
        goal,
        language=language,
        context=context,
        model=model,
        today=today,
        options=options,
    )


def rewrite_with(
    models: Sequence[Model],
    goal: str,
    *,
    language: str | None,
    context: GoalContext | None,
    today: date | None,
    options: Options,
    purse: Purse | None,
) -> RewriteResult:
    """`rewrite` with models and purse at hand, which goals of a batch share."""
    context = context or GoalContext()
    code = take_in(goal, context, language, options)
    pack = load_pack(code)
    request = DraftRequest(
        goal=goal,
        context=context,
        language=code,
        today=today or date.today(),
        options=options,
        purse=purse,
    )
    first, *others = split_goals(goal, pack)
    trail = Trail(first if others else goal, tuple(others), pack, models)
    if not read_goal(first, context, pack, request.today, options).names_a_goal:
        return trail.needs((Question(text=pack.messages.no_goal),))
    return _draft_until_proven(request.model_copy(update={"goal": first}), trail)


def _draft_until_proven(request: DraftRequest, trail: Trail) -> RewriteResult:
    """Draft → validate → re-ask what failed → mend what still fails."""
    asked = request
    for _ in range(request.options.max_attempts):
        draft = trail.ask(asked)
        if draft is None:
            break
        if draft.goal is None:
            if trail.best:
                break
            return trail.needs(draft.questions)
        judged = judge(merge(asked, draft.goal), request, trail.model)
        again = trail.repeats(asked, judged.goal)
        trail.note(asked, draft, judged, _without_new_flaws(asked, judged, request))
        best = trail.best or judged
        if best.proven:
            return trail.give(best)
        if again:
            break  # a model that repeats itself has no more to say
        asked = request.model_copy(
            update={
                "letters": best.failing,
                "previous": best.goal,
                "findings": best.complaints(load_pack(request.language)),
            }
        )
    return _mend(request, trail)


def _without_new_flaws(asked: DraftRequest, new: Judged, request: DraftRequest) -> Judged:
    """The new goal, or the one before it with only those of its fields that are better."""
    good = [name for name in asked.letters if name not in new.failing]
    if asked.previous is None or new.proven or not good or len(good) == len(asked.letters):
        return new
    careful = judge(
        merge(asked.model_copy(update={"letters": tuple(good)}), new.goal), request, new.model
    )
    return min(new, careful, key=lambda judged: judged.flaws)


def _mend(request: DraftRequest, trail: Trail) -> RewriteResult:
    """The failing fields written anew by the embedded model; all of them if that is not enough."""
    start = trail.best or judge(SmartGoal(), request, EMBEDDED)
    mender = EmbeddedModel()
    tried: list[tuple[Judged, tuple[FieldName, ...]]] = [(start, ())]
    for letters in (start.failing, FIELDS):
        asked = request.model_copy(update={"letters": letters, "previous": start.goal})
        draft = mender.draft(asked)
        if draft.goal is None:
            break
        tried.append((judge(merge(asked, draft.goal), request, start.model), letters))
        if tried[-1][0].proven:
            break
    best, mended = min(tried, key=lambda pair: pair[0].flaws[0])
    own = trail.best is not None and trail.best.model == EMBEDDED
    return trail.give(best, () if own else mended)
