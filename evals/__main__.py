"""``python -m evals``: run the suites, show the tables, compare with the baseline.

Exit codes: 0 no gated figure is worse than the baseline, 1 one is, 2 nothing could be run or
compared.  Goals of one's own (``--goals``) and ``--compare`` end with 0 whatever the figures are.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from evals.baseline import BASELINE, compare, load_baseline, update
from evals.compare import Side, Sides, changed_cases, difference, load_sides, pair, side_of
from evals.datasets import DataError, write_schemas
from evals.html import write_html
from evals.judge import Judge, agreement, hosted_judge
from evals.own import load_goals
from evals.report import REPORT, draw, make_console, show, write_report
from evals.runner import NothingToRunError, SuiteRun, run
from evals.suites import SUITES
from rewriter import RewriterError
from rewriter.models.failures import failure_reason
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
    try:
        _refuse(asked)
        return _compare(asked, console) if asked.compare else _evaluate(asked, console)
    except (NothingToRunError, DataError, RewriterError) as error:
        console.print(str(error), markup=False)
        return NOTHING


def _refuse(asked: argparse.Namespace) -> None:
    """Raises `NothingToRunError` for options that don't go together."""
    if asked.update_baseline and asked.goals:
        raise NothingToRunError("Goals of your own belong to no baseline.")
    if asked.update_baseline and (asked.case or asked.limit or asked.language):
        raise NothingToRunError(
            "A baseline is made of whole suites: leave out --case, --limit, --language."
        )
    if asked.goals and asked.suite:
        raise NothingToRunError("Goals of your own are a suite of their own: leave out --suite.")
    if asked.goals and asked.language and len(asked.language) > 1:
        raise NothingToRunError("With --goals, --language is the one of rows that name none.")


def _evaluate(asked: argparse.Namespace, console: Console) -> int:
    began = time.perf_counter()
    judge = None
    if asked.judge:
        judge = hosted_judge(asked.judge, asked.judge_base)
        if not _introduce(judge, asked, console):
            return NOTHING
    first, *others = dict.fromkeys(asked.model or (EMBEDDED,))
    runs = _run(asked, first, console, judge)
    further = [_run(asked, model, console, judge, asking=True) for model in others]
    everything = [done for some in (runs, *further) for done in some]
    broken = [done for done in everything if not done.report.cases]
    if asked.update_baseline and not broken:
        update(everything, asked.baseline)
    entries = load_baseline(asked.baseline)
    compared = [(done, compare(done, entries)) for done in everything]
    for done, against in compared:
        show(done, against, console, with_held_out=asked.held_out)
    pairs = [sides for some in further for sides in pair(_as_sides(runs), _as_sides(some))]
    for sides in pairs:
        _show_difference(sides, console)
    path = write_report(compared, asked.report, with_held_out=asked.held_out)
    models = ", ".join([first, *others])
    page = write_html(
        compared,
        path.with_suffix(".html"),
        made=f"{sum(done.count for done in everything):,} cases, model {models}",
        differences=[difference(sides) for sides in pairs],
        with_held_out=asked.held_out,
    )
    console.print(
        f"{time.perf_counter() - began:.1f} s; every case: {path.parent.name}/{path.name}; "
        f"to read and to attach: {page.name}"
    )
    if asked.update_baseline and not broken:
        console.print(f"written: {asked.baseline.name}")
    if any(against.regressed for _, against in compared):
        return WORSE
    missing = any(done.suite.agreed and against.entry is None for done, against in compared)
    return NOTHING if broken or missing else OK


def _run(
    asked: argparse.Namespace,
    model: str,
    console: Console,
    judge: Judge | None = None,
    *,
    asking: bool = False,
) -> list[SuiteRun]:
    """The suites that were asked for; with `asking` only those that a model has a part in."""
    cases = None
    if asked.goals:
        cases = load_goals(asked.goals, *(asked.language or ()))
    chosen = asked.suite or tuple(SUITES)
    if asking and not (chosen := [name for name in chosen if SUITES[name].uses_model]):
        raise NothingToRunError("No model has a part in these suites, so there is one run of them.")
    return run(
        suites=chosen,
        languages=asked.language or (),
        model=model,
        cases=cases,
        ids=asked.case or (),
        limit=asked.limit,
        workers=1 if model == EMBEDDED else _WORKERS,
        judge=judge,
        progress=console.is_terminal,
    )


def _introduce(judge: Judge, asked: argparse.Namespace, console: Console) -> bool:
    """Shows what the judge is worth, before anything that it says; False if it can't be asked."""
    try:
        table = agreement(judge, asked.language or (), progress=console.is_terminal)
    except Exception as error:  # whatever LiteLLM raises for a provider that can't be asked
        console.print(f"{judge.name} can't be asked: {failure_reason(error)}", markup=False)
        return False
    console.print(draw(table))
    return True


def _compare(asked: argparse.Namespace, console: Console) -> int:
    """Shows two runs side by side: two reports, or two models on the same cases."""
    one, two = (_sides(asked, name, console) for name in asked.compare)
    pairs = pair(one, two)
    for sides in pairs:
        _show_difference(sides, console)
    if not pairs:
        console.print("The two have no suite in common.")
    return OK if pairs else NOTHING


def _show_difference(sides: Sides, console: Console) -> None:
    table = difference(sides)
    title = table.title if table.rows else f"{table.title}: no figure differs"
    console.print(title, markup=False, soft_wrap=True)  # over a narrow table it would be broken
    if table.rows:
        console.print(draw(table.model_copy(update={"title": ""})))
    for line in changed_cases(sides):
        console.print(f"  {line}", markup=False, soft_wrap=True)


def _sides(asked: argparse.Namespace, name: str, console: Console) -> list[Side]:
    """A report's runs where `name` is a file, else those of the model of that name."""
    if name.endswith(".json"):
        return load_sides(Path(name))
    return _as_sides(_run(asked, name, console, asking=True))


def _as_sides(runs: Sequence[SuiteRun]) -> list[Side]:
    return [side_of(done) for done in runs]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evals",
        description="Runs the evaluations offline and compares them with the baseline.",
        epilog="Exit code 0: no worse than the baseline; 1: worse; 2: nothing to run or compare.",
    )
    parser.add_argument("--suite", action="append", choices=tuple(SUITES), help="(repeatable)")
    parser.add_argument("--language", action="append", help="code of a language (repeatable)")
    parser.add_argument(
        "--model",
        action="append",
        help="embedded, or a LiteLLM name (repeatable: then the models are compared)",
    )
    parser.add_argument(
        "--goals",
        metavar="FILE",
        help="a CSV, XLSX or JSONL file of your own goals, as for rewriter batch, instead of ours",
    )
    parser.add_argument("--case", action="append", help="id of a case (repeatable)")
    parser.add_argument("--limit", type=_positive, help="the first cases of each language only")
    parser.add_argument("--held-out", action="store_true", help="list held-out cases as well")
    parser.add_argument(
        "--compare",
        nargs=2,
        metavar=("A", "B"),
        help="two report.json files, or two models: show only what differs",
    )
    parser.add_argument("--baseline", type=Path, default=BASELINE, help="file to compare with")
    parser.add_argument(
        "--report", type=Path, default=REPORT, help="file for all results; the page goes beside it"
    )
    parser.add_argument(
        "--update-baseline", action="store_true", help="agree with the figures as they are now"
    )
    parser.add_argument(
        "--judge", metavar="MODEL", help="a LiteLLM model that rates the rewrites (off by default)"
    )
    parser.add_argument("--judge-base", metavar="URL", help="address of the judge's own server")
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
