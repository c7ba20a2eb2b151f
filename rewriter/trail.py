"""One rewrite on its way: the models there are to ask, what was tried, and what it took."""

from __future__ import annotations

import time
from collections.abc import Sequence

from rewriter.errors import ModelAnswerError, ModelError, ModelUnreachableError
from rewriter.judged import Judged
from rewriter.languages.pack import Pack
from rewriter.models.base import Model
from rewriter.models.failures import usage_of
from rewriter.schemas import (
    Attempt,
    Draft,
    DraftRequest,
    FellBack,
    FieldName,
    Question,
    RewriteResult,
    SmartGoal,
    Usage,
)
from rewriter.settings import EMBEDDED


class Trail:
    """Asks the models in their order, within the time of the rewrite, and keeps the account."""

    def __init__(
        self, source: str, others: tuple[str, ...], pack: Pack, models: Sequence[Model]
    ) -> None:
        self.best: Judged | None = None
        self.attempts: list[Attempt] = []
        self._source = source
        self._others = others
        self._pack = pack
        self._models = list(models)
        self._errors: list[ModelError] = []
        self._fell_back: list[FellBack] = []
        self._usage = Usage()
        self._fresh = 0
        self._began = time.monotonic()

    def ask(self, asked: DraftRequest) -> Draft | None:
        """A draft by the first model that gives one; a model that fails is not asked again.

        None when no model is left, and there is a draft to mend or an answer that could not be
        read; then the embedded model has the rest to do.  Where no model said anything at all,
        raises what the first one failed with.
        """
        while self._models:
            model = self._models[0]
            if model.name == EMBEDDED and self.best is not None:
                return None
            try:
                draft = model.draft(self._in_time(asked, model))
            except ModelError as error:
                self._give_up(error, usage_of(error))
                continue
            self._usage += draft.usage
            self._fresh += not draft.cached
            return draft
        unread = any(isinstance(error, ModelAnswerError) for error in self._errors)
        if self.best is None and not unread:
            first, *others = self._errors
            for other in others:
                first.add_note(str(other))
            raise first
        return None

    def note(self, asked: DraftRequest, draft: Draft, judged: Judged, better: Judged) -> None:
        """Takes down an attempt; `better` is the best that can be made of it."""
        self.attempts.append(
            Attempt(
                model=judged.model,
                goal=judged.goal,
                findings=judged.report.findings,
                letters=asked.letters,
                cached=draft.cached,
            )
        )
        if self.best is None or better.flaws < self.best.flaws:
            self.best = better

    def repeats(self, asked: DraftRequest, goal: SmartGoal) -> bool:
        """Whether the fields asked for were written so in an earlier attempt."""
        return any(
            all(getattr(goal, name) == getattr(earlier.goal, name) for name in asked.letters)
            for earlier in self.attempts
        )

    @property
    def model(self) -> str:
        """The name of the model that is being asked."""
        return self._models[0].name if self._models else EMBEDDED

    def _in_time(self, asked: DraftRequest, model: Model) -> DraftRequest:
        """The request with its share of the time that is left.

        Models that come after share what there is, so that a silent one does not use it up.
        """
        if model.name == EMBEDDED:
            return asked
        left = asked.options.seconds - (time.monotonic() - self._began)
        if left <= 0:
            wording = self._pack.messages.errors["model_timeout"]
            raise ModelUnreachableError(wording.format(model=model.name))
        hosted = sum(later.name != EMBEDDED for later in self._models)
        options = asked.options.model_copy(update={"seconds": left / hosted})
        return asked.model_copy(update={"options": options})

    def _give_up(self, error: ModelError, usage: Usage) -> None:
        gone = self._models.pop(0)
        self._errors.append(error)
        self._fell_back.append(FellBack(model=gone.name, reason=str(error)))
        self._usage += usage

    def needs(self, questions: tuple[Question, ...]) -> RewriteResult:
        """A result that needs an answer first."""
        return self._result("needs_answer", model=self.model, questions=questions)

    def give(self, judged: Judged, mended: tuple[FieldName, ...] = ()) -> RewriteResult:
        """A result with a goal."""
        return self._result(
            "ok",
            model=judged.model,
            goal=judged.goal,
            report=judged.report,
            questions=judged.goal.questions,
            mended=mended,
        )

    def _result(self, status: str, **fields: object) -> RewriteResult:
        return RewriteResult(
            source=self._source,
            status=status,
            language=self._pack.code,
            other_goals=self._others,
            attempts=tuple(self.attempts),
            fell_back=tuple(self._fell_back),
            usage=self._usage.model_copy(update={"seconds": time.monotonic() - self._began}),
            cached=bool(self.attempts) and not self._fresh,
            **fields,
        )
