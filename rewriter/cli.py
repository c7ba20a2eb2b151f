"""The command: ``rewriter "more followers"`` and ``rewriter check "a goal that is written"``.

Help is in English; whatever is said about a goal is in the goal's language.  Exit codes stand in
`Exit` and in ``--help``.  Any text that is printed has gone through `terminal`, so that a goal
cannot drive the terminal it is shown on.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from enum import IntEnum
from importlib.metadata import version
from typing import get_args

from rewriter.errors import (
    InputError,
    ModelError,
    RewriterError,
    SettingsError,
    UnknownLanguageError,
)
from rewriter.export import READING
from rewriter.intake import take_in
from rewriter.languages.pack import Pack, load_pack
from rewriter.pipeline import rewrite
from rewriter.schemas import GoalContext, Options, Reading, SmartGoal
from rewriter.terminal import Style, draw_check, draw_rewrite
from rewriter.typed import locale_of_environment, pack_for, read_context
from rewriter.validate import validate
from rewriter.worksheet import visible

_MOST_BYTES = 1 << 20  # of standard input; goals that are too long are refused further in
_WIDEST = 100  # columns; longer lines read badly


class Exit(IntEnum):
    """What the command's exit code says."""

    PASSED = 0
    ERRORS = 1
    BAD_INPUT = 2
    NEEDS_ANSWER = 3
    MODEL_FAILED = 4
    INTERNAL = 70
    INTERRUPTED = 130


_EPILOG = """\
exit codes:
  0  the goal passes every check (warnings aside)
  1  the goal has errors
  2  bad usage or input
  3  an answer is needed before the goal can be written
  4  the model failed
 70  a fault of the program

examples:
  rewriter "more followers"
  rewriter "flere leads" --lang da --history "30; 32; 35" --period måned
  rewriter check "We grow the newsletter from 800 to 1,000 subscribers by 30 June."
  rewriter - --json < goal.txt
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; never raises but for `SystemExit` on bad usage.

    `argv` is without the program's name; by default what the shell gave.
    """
    given = list(sys.argv[1:] if argv is None else argv)
    checking = given[:1] == ["check"]
    parser = _check_parser() if checking else _rewrite_parser()
    args = parser.parse_args(given[1:] if checking else given)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    speaks = pack_for(args.lang, locale_of_environment())
    try:
        code = (_check if checking else _rewrite)(args, speaks)
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


def _options(args: argparse.Namespace) -> Options:
    return Options(reading=args.reading, locale=locale_of_environment())


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


def _rewrite_parser() -> argparse.ArgumentParser:
    parser = _parser(
        "rewriter",
        "Turn a rough marketing goal into a checked SMART goal in its own language: English,\n"
        "Norwegian, Danish, Swedish or Dutch. `rewriter check` judges a goal that is written.",
    )
    parser.add_argument("goal", nargs="+", help="the rough goal, or - to read it from stdin")
    parser.add_argument("--model", help="embedded (default) or a LiteLLM name: openai/gpt-4o-mini")
    _add_common(parser)
    return parser


def _check_parser() -> argparse.ArgumentParser:
    parser = _parser("rewriter check", "Say which letters a written goal has, and which it lacks.")
    parser.add_argument("goal", nargs="+", help="the sentence, or - to read it from stdin")
    parser.add_argument("--source", help="the rough goal that the sentence was made from")
    _add_common(parser)
    return parser


def _parser(name: str, description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=name,
        description=description,
        epilog=_EPILOG,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    return parser


class _Version(argparse.Action):
    """Looks the version up only when asked: that reads the disk."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        parser.exit(message=f"{version('smart-goal-rewriter')}\n")


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", help="language of the goal; left out, it is detected")
    parser.add_argument("--today", metavar="YYYY-MM-DD", help="reckon dates from this day")
    parser.add_argument(
        "--reading",
        choices=get_args(Reading),
        default=READING,
        help="what A and R stand for (default: %(default)s)",
    )
    parser.add_argument("--json", action="store_true", help="print the whole result as JSON")
    context = parser.add_argument_group("what you know besides (all optional, free text)")
    for name, field in GoalContext.model_fields.items():
        option = f"--{name.replace('_', '-')}"
        context.add_argument(option, metavar="TEXT", help=field.description)
