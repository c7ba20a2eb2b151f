"""The options of the command, and its help."""

from __future__ import annotations

import argparse
from importlib.metadata import version
from typing import get_args

from rewriter.export import READING
from rewriter.schemas import GoalContext, Options, Reading, Style, Tone

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
  rewriter batch goals.xlsx --out results.xlsx
  rewriter - --json < goal.txt
"""


def rewrite_parser() -> argparse.ArgumentParser:
    """The options of `rewriter GOAL`."""
    parser = _parser(
        "rewriter",
        "Turn a rough marketing goal into a checked SMART goal in its own language: English,\n"
        "Norwegian, Danish, Swedish or Dutch. `rewriter check` judges a goal that is written.",
    )
    parser.add_argument("goal", nargs="+", help="the rough goal, or - to read it from stdin")
    parser.add_argument("--json", action="store_true", help="print the whole result as JSON")
    _add_model(parser)
    _add_manner(parser)
    _add_common(parser)
    return parser


def batch_parser() -> argparse.ArgumentParser:
    """The options of `rewriter batch`."""
    parser = _parser(
        "rewriter batch",
        "Rewrite a table of goals: CSV, XLSX or JSON lines, one goal a row, with context in\n"
        "columns of their own. Stopped and run again, it goes on where it was.",
    )
    parser.add_argument("goals", metavar="IN", help="the goals: .csv, .xlsx or .jsonl")
    parser.add_argument("--out", required=True, help="the results: .csv, .xlsx or .jsonl")
    parser.add_argument("--workers", type=int, default=8, help="goals at a time (%(default)s)")
    _add_model(parser)
    _add_manner(parser)
    _add_common(parser)
    return parser


def check_parser() -> argparse.ArgumentParser:
    """The options of `rewriter check`."""
    parser = _parser("rewriter check", "Say which letters a written goal has, and which it lacks.")
    parser.add_argument("goal", nargs="+", help="the sentence, or - to read it from stdin")
    parser.add_argument("--source", help="the rough goal that the sentence was made from")
    parser.add_argument("--json", action="store_true", help="print the whole result as JSON")
    _add_common(parser)
    return parser


def _add_model(parser: argparse.ArgumentParser) -> None:
    models = parser.add_argument_group("who writes")
    models.add_argument("--model", help="embedded (default) or a LiteLLM name: openai/gpt-4o-mini")
    models.add_argument(
        "--fallback",
        action="append",
        metavar="MODEL",
        help="a model to ask when the one before fails; may be given more than once",
    )
    models.add_argument("--seconds", type=amount, help="time limit of one rewrite (default: 60)")
    models.add_argument(
        "--spending-limit", type=amount, metavar="USD", help="stop asking before this"
    )


def _add_manner(parser: argparse.ArgumentParser) -> None:
    manner = parser.add_argument_group("how it is written")
    manner.add_argument(
        "--tone",
        choices=get_args(Tone),
        help=f"how the embedded model speaks (default: {Options().tone})",
    )
    manner.add_argument(
        "--style", choices=get_args(Style), help="reach further or less far, end sooner or later"
    )


def amount(text: str) -> float:
    """A number above nought; argparse names it so where it is none."""
    number = float(text)
    if not 0 < number < float("inf"):
        raise ValueError
    return number


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", help="language of the goal; left out, it is detected")
    parser.add_argument("--today", metavar="YYYY-MM-DD", help="reckon dates from this day")
    parser.add_argument(
        "--reading",
        choices=get_args(Reading),
        default=READING,
        help="what A and R stand for (default: %(default)s)",
    )
    context = parser.add_argument_group("what you know besides (all optional, free text)")
    for name, field in GoalContext.model_fields.items():
        option = f"--{name.replace('_', '-')}"
        context.add_argument(option, metavar="TEXT", help=field.description)


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
