"""``python -m evals.record``: asks a model for the rough goals and keeps its answers.

    python -m evals.record --model openai/local --api-base http://127.0.0.1:8080/v1 \\
        --name qwen2.5-1.5b --about "Qwen2.5-1.5B-Instruct Q4_K_M, llama.cpp" --spread 8

It writes after each goal and ends with the shares that were valid after one, two and three
attempts and after mending.  Started again, it goes on where it was stopped; what was recorded with
other prompts is asked anew.  ``--check`` asks nothing and says whose prompts have changed since;
``--replay`` asks nothing either and shows those shares for all that is recorded.

Exit codes: 0 recorded, or nothing has changed; 1 some prompts have changed; 2 the model can't be
asked.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import date
from pathlib import Path

from tqdm import tqdm

from evals.datasets import TODAY, DataError, held_out, load_rewriting
from evals.datasets import select as choose
from evals.recording import (
    RECORDINGS,
    Recorded,
    Recording,
    Reply,
    digest,
    in_turn,
    load_recording,
    load_recordings,
    path_of,
    save_recording,
    spread,
    stale,
)
from evals.records import RewritingCase
from evals.report import draw, make_console
from evals.suites.recorded import stages
from rewriter import ModelError, RewriterError, rewrite
from rewriter.errors import ModelAnswerError
from rewriter.models.base import Model
from rewriter.models.failures import usage_of
from rewriter.models.hosted import HostedModel
from rewriter.prompts import fingerprint
from rewriter.schemas import Draft, DraftRequest, Options
from rewriter.settings import resolve_settings

RECORDED, CHANGED, FAILED = 0, 1, 2


class Recorder:
    """A model that keeps what another one answers."""

    def __init__(self, inner: Model) -> None:
        self.name = inner.name
        self.replies: list[Reply] = []
        self._inner = inner

    def draft(self, request: DraftRequest) -> Draft:
        """The other model's draft.  Raises what that raises."""
        asked = {"asked": digest(request), "letters": request.letters}
        try:
            draft = self._inner.draft(request)
        except ModelAnswerError as error:
            reply = Reply(**asked, failure=str(error), usage=usage_of(error))
            self.replies.append(reply)
            raise
        kept = Reply(**asked, goal=draft.goal, questions=draft.questions, usage=draft.usage)
        self.replies.append(kept)
        return draft


def record_case(model: Model, case: RewritingCase, today: date, seconds: float) -> Recorded:
    """All that a model says to a rough goal, through every re-ask.

    Raises `ModelError` where it can't be reached; an answer that can't be read is recorded.
    """
    recorder = Recorder(model)
    rewrite(
        case.goal,
        language=case.language,
        context=case.context,
        model=recorder,
        today=today,
        options=Options(seconds=seconds, fallback=()),
    )
    return Recorded(case=case, replies=tuple(recorder.replies))


def record(
    model: Model,
    cases: Sequence[RewritingCase],
    path: Path,
    *,
    name: str,
    about: str = "",
    seconds: float = 600.0,
    today: date = TODAY,
    workers: int = 1,
    progress: bool = False,
) -> Recording:
    """Records a model's answers to `cases` into `path` and returns them all.

    Goals that stand there already, asked with the prompts of now, are kept as they are.  `workers`
    is how many goals are asked at a time, the languages in turn, so that a recording that was cut
    short has some of each; they are kept in the order of `cases`.
    """
    kept = load_recording(path) if path.exists() else None
    prompts = fingerprint()  # once: the templates are read once as well
    current = kept is not None and kept.prompts == prompts and kept.today == today
    done = {one.case.id: one for one in kept.goals if one.case in cases} if kept and current else {}

    def keep() -> Recording:
        goals = tuple(done[case.id] for case in cases if case.id in done)
        made = Recording(model=name, about=about, prompts=prompts, today=today, goals=goals)
        save_recording(made, path)
        return made

    left = [case for case in in_turn(cases) if case.id not in done]
    with ThreadPoolExecutor(workers) as pool:
        asked = [pool.submit(record_case, model, case, today, seconds) for case in left]
        try:
            for one in tqdm(as_completed(asked), total=len(asked), disable=not progress):
                done[one.result().case.id] = one.result()
                keep()
        finally:
            for one in asked:
                one.cancel()  # or leaving the pool would wait for every goal still to be asked
    return keep()


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    asked = _parser().parse_args(argv)
    if asked.check:
        lines = stale(asked.folder)
        print("\n".join(lines) or "Nothing has changed since the recordings.")
        return CHANGED if lines else RECORDED
    if asked.replay:
        try:
            make_console().print(draw(stages(load_recordings(asked.folder))))
        except DataError as error:
            print(error)
            return FAILED
        return RECORDED
    if not asked.model:
        print("--model is missing: a LiteLLM name such as openai/local")
        return FAILED
    try:
        settings = resolve_settings(asked.model, api_base=asked.api_base, cache="off")
        model = HostedModel(settings.model, api_base=settings.api_base, timeout=asked.seconds)
        listed = [case for case in load_rewriting(asked.language) if not held_out(case)]
        cases = spread(choose(listed, asked.case or (), asked.limit), asked.spread)
        if not cases:
            print("No rough goal fits; held-out ones are not recorded.")
            return FAILED
        path = path_of(asked.name or asked.model, asked.folder)
        made = record(
            model,
            cases,
            path,
            name=path.stem,
            about=asked.about or asked.model,
            seconds=asked.seconds,
            workers=asked.workers,
            progress=sys.stderr.isatty(),
        )
    except (ModelError, RewriterError, DataError) as error:
        print(error)
        return FAILED
    replies = [reply for one in made.goals for reply in one.replies]
    unread = sum(bool(reply.failure) for reply in replies)
    print(
        f"{path.name}: {len(made.goals)} goals, {len(replies)} answers, {unread} of them unreadable"
    )
    make_console().print(draw(stages([made])))
    return RECORDED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evals.record",
        description="Records a model's answers to the rough goals that are not held out.",
        epilog="Exit code 0: recorded, or unchanged; 1: prompts have changed; 2: can't be asked.",
    )
    parser.add_argument("--model", help="a LiteLLM name: openai/local, ollama_chat/llama3.2")
    parser.add_argument("--api-base", help="address of a server of your own")
    parser.add_argument("--name", help="what to call it in the tables and the file name")
    parser.add_argument("--about", default="", help="exact model, file and server, for readers")
    parser.add_argument("--language", action="append", help="code of a language (repeatable)")
    parser.add_argument("--case", action="append", help="id of a goal (repeatable)")
    parser.add_argument("--limit", type=int, help="the first goals of each language only")
    parser.add_argument("--spread", type=int, help="so many goals of each language, evenly spread")
    parser.add_argument("--workers", type=int, default=1, help="goals that are asked at a time")
    parser.add_argument("--seconds", type=float, default=600.0, help="time limit of a goal")
    parser.add_argument("--folder", type=Path, default=RECORDINGS, help="where to keep it")
    parser.add_argument("--check", action="store_true", help="say whose prompts have changed")
    parser.add_argument("--replay", action="store_true", help="show the shares of what is recorded")
    return parser


if __name__ == "__main__":
    sys.exit(main())
