"""``python -m evals``: run the suites, show the tables, compare with the baseline.

Exit codes: 0 no gated figure is worse than the baseline, 1 one is, 2 nothing could be run or
compared.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from evals.baseline import BASELINE, compare, load_baseline, update
from evals.datasets import DataError, write_schemas
from evals.report import REPORT, make_console, show, write_report
from evals.runner import NothingToRunError, run
from evals.suites import SUITES
from rewriter import RewriterError
from rewriter.settings import EMBEDDED

OK, WORSE, NOTHING = 0, 1, 2
_WORKERS = 4  # rewrites at a time that a hosted model is asked for


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    asked = _parser().parse_args(argv)
    console = make_console()
    if asked.write_schemas:
        for path in write_schemas():
            console.print(f"written: {path.name}")
        return OK
    part = bool(asked.case or asked.limit or asked.language)
    if asked.update_baseline and part:
        console.print("A baseline is made of whole suites: leave out --case, --limit, --language.")
        return NOTHING
    began = time.perf_counter()
    try:
        runs = run(
            suites=asked.suite or tuple(SUITES),
            languages=asked.language or (),
            model=asked.model,
            ids=asked.case or (),
            limit=asked.limit,
            workers=1 if asked.model == EMBEDDED else _WORKERS,
            progress=console.is_terminal,
        )
    except (NothingToRunError, DataError, RewriterError) as error:
        console.print(str(error), markup=False)
        return NOTHING
    broken = [done for done in runs if not done.report.cases]
    if asked.update_baseline and not broken:
        update(runs, asked.baseline)
    entries = load_baseline(asked.baseline)
    compared = [(done, compare(done, entries)) for done in runs]
    for done, against in compared:
        show(done, against, console, with_held_out=asked.held_out)
    path = write_report(compared, asked.report, with_held_out=asked.held_out)
    console.print(
        f"{time.perf_counter() - began:.1f} s; every case: {path.parent.name}/{path.name}"
    )
    if asked.update_baseline and not broken:
        console.print(f"written: {asked.baseline.name}")
    if broken or any(against.entry is None for _, against in compared):
        return NOTHING
    return WORSE if any(against.regressed for _, against in compared) else OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evals",
        description="Runs the evaluations offline and compares them with the baseline.",
        epilog="Exit code 0: no worse than the baseline; 1: worse; 2: nothing to run or compare.",
    )
    parser.add_argument("--suite", action="append", choices=tuple(SUITES), help="(repeatable)")
    parser.add_argument("--language", action="append", help="code of a language (repeatable)")
    parser.add_argument("--model", default=EMBEDDED, help="embedded, or a LiteLLM name")
    parser.add_argument("--case", action="append", help="id of a case (repeatable)")
    parser.add_argument("--limit", type=_positive, help="the first cases of each language only")
    parser.add_argument("--held-out", action="store_true", help="list held-out cases as well")
    parser.add_argument("--baseline", type=Path, default=BASELINE, help="file to compare with")
    parser.add_argument("--report", type=Path, default=REPORT, help="file for all results")
    parser.add_argument(
        "--update-baseline", action="store_true", help="agree with the figures as they are now"
    )
    parser.add_argument(
        "--write-schemas", action="store_true", help="write the JSON schemas of the data files"
    )
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


if __name__ == "__main__":
    sys.exit(main())
