"""The command: ``rewriter "more followers"``, ``rewriter check "a goal that is written"`` and
``rewriter batch goals.csv --out results.csv`` (in `cli_batch`).

Help is in English; whatever is said about a goal is in the goal's language.  Exit codes stand in
`Exit` and in ``--help``.  Any text that is printed has gone through `terminal`, so that a goal
cannot drive the terminal it is shown on.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import IntEnum

from rewriter.cli_parsers import batch_parser, check_parser, rewrite_parser
from rewriter.errors import (
    InputError,
    ModelError,
    RewriterError,
    SettingsError,
    UnknownLanguageError,
)
from rewriter.intake import take_in
from rewriter.languages.pack import Pack, load_pack
from rewriter.pipeline import rewrite
from rewriter.schemas import GoalContext, Options, SmartGoal
from rewriter.terminal import Style, draw_check, draw_rewrite
from rewriter.typed import locale_of_environment, pack_for, read_context
from rewriter.validator import validate
from rewriter.worksheet import visible

_MOST_BYTES = 1 << 20  # of standard input; goals that are too long are refused further in
_WIDEST = 100  # columns; longer lines read badly


Command = Callable[[argparse.Namespace, Pack], "Exit"]


class Exit(IntEnum):
    """What the command's exit code says."""

    PASSED = 0
    ERRORS = 1
    BAD_INPUT = 2
    NEEDS_ANSWER = 3
    MODEL_FAILED = 4
    INTERNAL = 70
    INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; never raises but for `SystemExit` on bad usage.

    `argv` is without the program's name; by default what the shell gave.
    """
    given = list(sys.argv[1:] if argv is None else argv)
    make_parser, run = _COMMANDS.get(given[0] if given else "", (rewrite_parser, _rewrite))
    args = make_parser().parse_args(given[1:] if run is not _rewrite else given)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    speaks = pack_for(args.lang, locale_of_environment())
    try:
        code = run(args, speaks)
        sys.stdout.flush()
    except (InputError, SettingsError, UnknownLanguageError) as error:
        return _fail(str(error), Exit.BAD_INPUT)
    except ModelError as error:
        return _fail(str(error), Exit.MODEL_FAILED)
    except RewriterError as error:
        return _fail(str(error), Exit.INTERNAL)
    except BrokenPipeError:
        # The reader, `head` for one, has seen enough; Python's own flush at exit must not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.PASSED
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except Exception as error:
        words = speaks.interface.command
        return _fail(words.internal.format(kind=type(error).__name__), Exit.INTERNAL)
    return code


def _rewrite(args: argparse.Namespace, speaks: Pack) -> Exit:
    goal = _goal(args)
    options = _options(args)
    result = rewrite(
        goal,
        language=args.lang,
        context=_context(args, goal, options),
        model=args.model,
        today=_today(args, speaks),
        options=options,
    )
    if args.json:
        print(result.model_dump_json(indent=2))
    else:
        pack = load_pack(result.language)
        _print(draw_rewrite(result, pack, options.reading, _style()))
    if result.goal is None or result.report is None:
        return Exit.NEEDS_ANSWER
    return Exit.PASSED if result.report.passed else Exit.ERRORS


def _batch(args: argparse.Namespace, speaks: Pack) -> Exit:
    from rewriter.cli_batch import run_batch

    tally = run_batch(
        args,
        speaks,
        options=_options(args),
        context=_shared_context(args, speaks),
        today=_today(args, speaks),
    )
    if tally.stopped:
        return Exit.INTERRUPTED
    if tally.failed:
        return Exit.MODEL_FAILED
    if tally.asks:
        return Exit.NEEDS_ANSWER
    return Exit.ERRORS if tally.errors else Exit.PASSED


def _check(args: argparse.Namespace, speaks: Pack) -> Exit:
    goal = _goal(args)
    options = _options(args)
    context = _context(args, goal, options)
    report = validate(
        goal,
        source=args.source,
        language=take_in(goal, context or GoalContext(), args.lang, options),
        context=context,
        today=_today(args, speaks),
        options=options,
    )
    if args.json:
        print(report.model_dump_json(indent=2))
    else:
        sentence = SmartGoal(statement=goal)
        pack = load_pack(report.language)
        _print(draw_check(sentence, report, pack, options.reading, _style()))
    return Exit.PASSED if report.passed else Exit.ERRORS


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _fail(message: str, code: Exit) -> Exit:
    print(visible(f"rewriter: {message}"), file=sys.stderr)
    return code


def _goal(args: argparse.Namespace) -> str:
    if args.goal != ["-"]:
        return " ".join(args.goal)
    # What is not UTF-8 goes on as surrogates, as it does from the command line, and is refused
    # where all input is looked at.
    text = sys.stdin.buffer.read(_MOST_BYTES).decode("utf-8-sig", errors="surrogateescape")
    return text.replace("\r\n", "\n")


def _context(args: argparse.Namespace, goal: str, options: Options) -> GoalContext | None:
    fields = {name: getattr(args, name) for name in GoalContext.model_fields}
    if not any(fields.values()):
        return None
    # Figures are read, and complained of, in the language that the goal is in.
    return read_context(fields, load_pack(take_in(goal, GoalContext(), args.lang, options)))


def _shared_context(args: argparse.Namespace, speaks: Pack) -> GoalContext | None:
    fields = {name: getattr(args, name) for name in GoalContext.model_fields}
    return read_context(fields, load_pack(args.lang) if args.lang else speaks)


def _options(args: argparse.Namespace) -> Options:
    names = ("fallback", "seconds", "spending_limit", "tone", "style")
    wishes = {name: getattr(args, name, None) for name in names}
    given = {name: wish for name, wish in wishes.items() if wish is not None}
    if chain := given.get("fallback"):
        given["fallback"] = [
            name.strip() for names in chain for name in names.split(",") if name.strip()
        ]
    return Options(reading=args.reading, locale=locale_of_environment(), **given)


def _today(args: argparse.Namespace, speaks: Pack) -> date:
    if args.today is None:
        return date.today()
    try:
        return date.fromisoformat(args.today)
    except ValueError as error:
        raise InputError(speaks.interface.command.today.format(text=args.today)) from error


def _style() -> Style:
    terminal = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    # Only the newer of Windows' consoles obeys escape sequences without being asked to.
    obeys = os.environ.get("TERM") != "dumb" and (
        sys.platform != "win32" or "WT_SESSION" in os.environ
    )
    width = shutil.get_terminal_size((_WIDEST, 24)).columns
    return Style(ansi=terminal and obeys, width=min(width, _WIDEST))


_COMMANDS: dict[str, tuple[Callable[[], argparse.ArgumentParser], Command]] = {
    "check": (check_parser, _check),
    "batch": (batch_parser, _batch),
}
