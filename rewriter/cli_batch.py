"""``rewriter batch``: a table of goals in, a table of results out, progress on a terminal."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from babel.numbers import format_currency, format_decimal

from rewriter.batchfile import Job, Progress, Tally
from rewriter.errors import InputError
from rewriter.languages.pack import Pack
from rewriter.schemas import GoalContext, Options
from rewriter.worksheet import visible


def run_batch(
    args: argparse.Namespace,
    speaks: Pack,
    *,
    options: Options,
    context: GoalContext | None,
    today: date,
) -> Tally:
    """Do what the command line asks for, and say on standard error how it went.

    Raises `InputError` for files that won't do, in the language of `speaks`.
    """
    job = Job(
        Path(args.goals),
        Path(args.out),
        speaks,
        options,
        language=args.lang,
        context=context,
        model=args.model,
        today=today,
        workers=args.workers,
    )
    try:
        with _bar(speaks) as progress:
            tally = job.run(progress)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(f"{Path(error.filename or args.goals).name}: {reason}") from error
    for line in draw_tally(tally, job.out.name, speaks):
        print(visible(line), file=sys.stderr)
    return tally


def draw_tally(tally: Tally, out: str, speaks: Pack) -> Iterator[str]:
    """How a batch went, in lines."""
    words = speaks.interface.batch
    if tally.kept:
        yield words.kept.format(count=tally.kept)
    if tally.done or not tally.kept:
        yield words.summary.format(
            total=tally.done,
            passed=tally.passed,
            errors=tally.errors,
            asks=tally.asks,
            failed=tally.failed,
        )
    usage = tally.usage
    if usage.calls:
        known = usage.prompt_tokens is not None and usage.completion_tokens is not None
        tokens = (usage.prompt_tokens or 0) + (usage.completion_tokens or 0)
        yield words.spent.format(
            calls=format_decimal(usage.calls, locale=speaks.locale),
            tokens=format_decimal(tokens, locale=speaks.locale) if known else words.unknown,
            cost=(
                words.unknown
                if usage.cost is None
                else format_currency(
                    usage.cost, "USD", locale=speaks.locale, decimal_quantization=False
                )
            ),
        )
    if tally.stopped:
        yield words.stopped.format(done=tally.kept + tally.done, total=tally.total, file=out)


@contextmanager
def _bar(speaks: Pack) -> Iterator[Progress]:
    """A progress bar on standard error, if that is a terminal."""
    from tqdm import tqdm

    with tqdm(
        desc=speaks.interface.batch.progress, disable=None, file=sys.stderr, leave=False, unit=""
    ) as bar:

        def progress(done: int, of: int) -> None:
            bar.total = of
            bar.update(done - bar.n)

        yield progress
