"""What the rewriting view asks of the program: several goals in one text, progress, no surprises.

Knows nothing of Streamlit.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache
from queue import SimpleQueue
from threading import Thread

from rewriter.batch import rewrite_many
from rewriter.errors import SettingsError
from rewriter.languages.pack import load_pack
from rewriter.pipeline import rewrite
from rewriter.schemas import GoalContext, GoalRequest, Options, RewriteResult
from rewriter.settings import EMBEDDED, resolve_settings

# These say something about one metric, so they cannot serve a second goal.
_OF_ONE_GOAL = ("baseline", "history", "period", "wanted_action")


@dataclass(frozen=True)
class Entry:
    """One goal's rewrite and the context it was made with."""

    result: RewriteResult
    context: GoalContext | None


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


def rewrite_text(
    text: str,
    *,
    language: str | None,
    context: GoalContext | None,
    today: date,
    locale: str,
    on_progress: Callable[[int, int], None],
) -> tuple[Entry, ...]:
    """Every goal in `text`, rewritten in its order.

    Baseline, past results and wanted action are used for the first goal only.  `on_progress` is
    told how many of how many are done.  Raises `RewriterError` when the first cannot be done;
    what fails later stands in that result's `error`.
    """
    first = rewrite(
        text,
        language=language,
        context=context,
        today=today,
        options=Options(locale=locale),
    )
    entries = [Entry(first, context)]
    if not first.other_goals:
        return tuple(entries)
    total = 1 + len(first.other_goals)
    on_progress(1, total)
    shared = context.model_copy(update=dict.fromkeys(_OF_ONE_GOAL)) if context else None
    if shared:
        shared = shared.model_copy(update={"history": ()})
    # A goal that reads the same in two languages is most likely in that of its neighbour.
    spoken = load_pack(first.language).basics
    neighbour = locale if locale in spoken.locales else spoken.locale
    requests = [GoalRequest(goal=g, context=shared, language=language) for g in first.other_goals]
    # Results come in on threads of their own, and only this one may draw on the page.
    going_on: SimpleQueue[bool] = SimpleQueue()
    with ThreadPoolExecutor(max_workers=1) as pool:
        others = pool.submit(
            rewrite_many,
            requests,
            today=today,
            options=Options(locale=neighbour),
            on_result=lambda *_: going_on.put(True),
        )
        others.add_done_callback(lambda _: going_on.put(False))
        done = 1
        while going_on.get():
            done += 1
            on_progress(done, total)
    return (*entries, *(Entry(result, shared) for result in others.result()))


def used_once(context: GoalContext | None) -> bool:
    """Whether `context` holds something that only the first of several goals can use."""
    return context is not None and any(getattr(context, name) for name in _OF_ONE_GOAL)


def rewrite_again(entry: Entry, answers: GoalContext, *, today: date, locale: str) -> Entry:
    """The same goal with `answers` added to what was known."""
    known = entry.context.model_dump() if entry.context else {}
    given = {name: value for name, value in answers.model_dump().items() if value}
    context = GoalContext(**{**known, **given})
    result = rewrite(
        entry.result.source,
        language=entry.result.language,
        context=context,
        today=today,
        options=Options(locale=locale),
    )
    return Entry(result, context)
