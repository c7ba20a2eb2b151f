"""What the views ask of the program: goals one by one or many, better versions, suggestions.

Knows nothing of Streamlit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from threading import Thread

from rewriter.batch import rewrite_each
from rewriter.errors import RewriterError, SettingsError
from rewriter.export import READING
from rewriter.facts.goal import split_goals
from rewriter.intake import take_in
from rewriter.languages.pack import available_languages, load_pack
from rewriter.models.base import Model
from rewriter.models.choose import choose_models
from rewriter.pipeline import rewrite
from rewriter.schemas import (
    LETTERS,
    DraftRequest,
    FieldName,
    GoalContext,
    GoalRequest,
    Options,
    Reading,
    Report,
    RewriteResult,
    SmartGoal,
    Style,
    Tone,
)
from rewriter.settings import EMBEDDED, resolve_settings
from rewriter.validator import validate

# These say something about one metric, so they cannot serve a second goal.
_OF_ONE_GOAL = ("baseline", "history", "period", "wanted_action")

Partial = Callable[[SmartGoal], None]


@dataclass(frozen=True)
class Entry:
    """One goal's rewrite and the context it was made with."""

    result: RewriteResult
    context: GoalContext | None = None


@dataclass(frozen=True)
class Wishes:
    """What holds for all goals of a visitor: who writes, the day, how ties are broken."""

    today: date
    locale: str
    model: str | Model | None = None
    fallback: tuple[str, ...] | None = None
    tone: Tone = "plain"
    reading: Reading = READING
    on_partial: Partial | None = field(default=None, compare=False)

    def options(self, style: Style | None = None) -> Options:
        """The same as the pipeline wants it."""
        return Options(
            locale=self.locale,
            style=style,
            tone=self.tone,
            reading=self.reading,
            fallback=self.fallback,
            on_partial=self.on_partial,
        )


@dataclass
class Job:
    """Goals to rewrite and those that are done; what is interrupted goes on where it was."""

    requests: tuple[GoalRequest, ...]
    wishes: Wishes
    entries: list[Entry] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many goals there are."""
        return len(self.requests)

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        return len(self.entries) >= self.total

    def run(self) -> Iterator[Entry]:
        """Each entry as it is done.  Raises `RewriterError` where a single goal cannot be done.

        What fails among several stands in that result's `error`.
        """
        if self.total == 1:
            [request] = self.requests
            made = rewrite(
                request.goal,
                language=request.language,
                context=request.context,
                model=self.wishes.model,
                today=self.wishes.today,
                options=self.wishes.options(),
            )
            self.entries.append(Entry(made, request.context))
            yield self.entries[-1]
            return
        left = self.requests[len(self.entries) :]
        results = rewrite_each(
            left,
            model=self.wishes.model,
            today=self.wishes.today,
            options=self.wishes.options(),
        )
        for request, result in zip(left, results, strict=True):
            self.entries.append(Entry(result, request.context))
            yield self.entries[-1]


def job_for(text: str, language: str | None, context: GoalContext | None, wishes: Wishes) -> Job:
    """Every goal in `text`, to be rewritten in its order.

    Baseline, past results and wanted action are used for the first goal only.  Raises
    `RewriterError` for text that cannot be read.
    """
    code = take_in(text, context or GoalContext(), language, wishes.options())
    pack = load_pack(code)
    goals = split_goals(text, pack)
    if len(goals) < 2:
        return Job((GoalRequest(goal=text, context=context, language=language),), wishes)
    # A goal that reads the same in two languages is most likely in that of its neighbours.
    near = wishes.locale if wishes.locale in pack.basics.locales else pack.basics.locale
    shared = _for_all(context)
    requests = [
        GoalRequest(goal=goal, context=shared if number else context, language=language)
        for number, goal in enumerate(goals)
    ]
    return Job(tuple(requests), replace(wishes, locale=near))


def _for_all(context: GoalContext | None) -> GoalContext | None:
    """What of `context` can serve any goal."""
    if context is None:
        return None
    shared = context.model_copy(update={**dict.fromkeys(_OF_ONE_GOAL), "history": ()})
    return shared if any(value for _, value in shared) else None


def used_once(context: GoalContext | None) -> bool:
    """Whether `context` holds something that only the first of several goals can use."""
    return context is not None and any(getattr(context, name) for name in _OF_ONE_GOAL)


def rewrite_again(
    entry: Entry, wishes: Wishes, answers: GoalContext | None = None, style: Style | None = None
) -> Entry:
    """The same goal with `answers` added to what was known, or in another `style`.

    Raises `RewriterError` as `rewrite` does.
    """
    known = entry.context.model_dump() if entry.context else {}
    given = {name: value for name, value in (answers or GoalContext()) if value}
    context = GoalContext(**{**known, **given}) if known or given else None
    result = rewrite(
        entry.result.source,
        language=entry.result.language,
        context=context,
        model=wishes.model,
        today=wishes.today,
        options=wishes.options(style),
    )
    return Entry(result, context)


def judged(
    goal: SmartGoal,
    language: str,
    wishes: Wishes,
    *,
    source: str | None = None,
    context: GoalContext | None = None,
) -> Report:
    """What the checks say of a goal that a person wrote or changed."""
    return validate(
        goal,
        source=source,
        language=language,
        context=context,
        today=wishes.today,
        options=Options(locale=wishes.locale),
    )


def with_goal(entry: Entry, goal: SmartGoal, wishes: Wishes) -> Entry:
    """The entry with the goal as its reader changed it, checked anew."""
    result = entry.result
    report = judged(
        goal, result.language, wishes, source=result.source or None, context=entry.context
    )
    kept = tuple(
        name
        for name in result.mended
        if result.goal is not None and getattr(goal, name) == getattr(result.goal, name)
    )
    changed = result.model_copy(update={"goal": goal, "report": report, "mended": kept})
    return Entry(changed, entry.context)


def suggested(
    name: FieldName, goal: SmartGoal, source: str, language: str, wishes: Wishes
) -> tuple[SmartGoal, str]:
    """`goal` with the field `name` written by the model, or a question that has to come first.

    What stands in the other fields is kept to.  Raises `RewriterError` when nobody can write it.
    """
    written = [text for letter in LETTERS if (text := getattr(goal, letter).strip())]
    about = source.strip() or goal.statement.strip() or " ".join(written)
    take_in(about, GoalContext(), language, Options())
    request = DraftRequest(
        goal=about,
        context=GoalContext(),
        language=language,
        today=wishes.today,
        letters=(name,),
        previous=goal,
        options=wishes.options(),
    )
    failure: RewriterError | None = None
    for model in choose_models(wishes.model, wishes.fallback):
        try:
            draft = model.draft(request)
        except RewriterError as error:
            failure = error
            continue
        if draft.goal is not None:
            return goal.model_copy(update={name: getattr(draft.goal, name)}), ""
        asked = " ".join(question.text for question in draft.questions)
        return goal, asked or load_pack(language).messages.no_goal
    assert failure is not None  # noqa: S101 - there is at least one model
    raise failure


def prepare() -> None:
    """Read what the first visitor needs; the rest, and hosted models' libraries, in a thread."""
    for code in available_languages():
        pack = load_pack(code)
        _ = pack.page, pack.interface, pack.basics
    Thread(target=_warm, daemon=True).start()


def _warm() -> None:
    for code in available_languages():
        pack = load_pack(code)
        rewrite(pack.page.rewrite.placeholder, language=code, model=EMBEDDED)
    warm_up()


@cache
def warm_up() -> None:
    """Load a hosted model's libraries in the background, once, where the settings name one.

    They take seconds, so call this when the first view stands.
    """
    try:
        hosted = resolve_settings(cache="off").model != EMBEDDED
    except SettingsError:  # said where somebody asks for a rewrite
        hosted = False
    if hosted:
        from rewriter.models.hosted import load_litellm

        Thread(target=load_litellm, daemon=True).start()


def several(requests: Sequence[GoalRequest], wishes: Wishes) -> Job:
    """A job for goals that come from a file."""
    return Job(tuple(requests), wishes)


def one(text: str, language: str, wishes: Wishes) -> Job:
    """A job for a single goal, whatever it looks like, in a language that is known."""
    return Job((GoalRequest(goal=text, language=language),), wishes)
