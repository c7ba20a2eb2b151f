"""What we add to a hosted model: beside LiteLLM with instructor alone, over a loopback server."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic_evals.reporting import TableResult

from evals.datasets import TODAY
from rewriter import Options, RewriteResult, rewrite, rewrite_many, validate
from rewriter.cache import open_cache, text_only_disk
from rewriter.languages.pack import load_pack
from rewriter.models.answers import answer_model
from rewriter.models.hosted import HostedModel, load_litellm
from rewriter.prompts import render_messages
from rewriter.schemas import FIELDS, DraftRequest, GoalContext, GoalRequest, SmartGoal

_MODEL = "openai/bench"
_GOAL = "more subscribers to our newsletter"
_LANGUAGE = "en"

# The server is a process of its own, so that its work is on nobody's account.
_SERVER = """
import json, sys, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
delay, said = float(sys.argv[1]), sys.argv[2]
message = {"role": "assistant", "content": said}
choice = {"index": 0, "message": message, "finish_reason": "stop"}
usage = {"prompt_tokens": 700, "completion_tokens": 300, "total_tokens": 1000}
answer = {"id": "1", "object": "chat.completion", "created": 1, "model": "bench"}
body = json.dumps(answer | {"choices": [choice], "usage": usage}).encode()
class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(delay)
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *args):
        pass
class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
server = Server(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
"""

# A process takes over the peak of the one that starts it, and this one is large by now: so a small
# one stands between.
_BETWEEN = (
    "import subprocess, sys; subprocess.run([sys.executable, '-c', *sys.argv[1:]], check=True)"
)
_BATCH = """
import json, resource, sys
from datetime import date
from rewriter import rewrite_each
count, today = int(sys.argv[1]), date.fromisoformat(sys.argv[2])
goals = (f"{number} more leads from the website" for number in range(10, 10 + count))
with open(sys.argv[3], "w", encoding="utf-8") as file:
    for result in rewrite_each(goals, language="en", model="embedded", today=today, workers=2):
        file.write(result.model_dump_json() + "\\n")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


@contextmanager
def slow_server(seconds: float) -> Iterator[str]:
    """The API base of a server in another process that always gives the same good goal."""
    goal = rewrite(_GOAL, language=_LANGUAGE, model="embedded", today=TODAY).goal
    said = _answer(goal or SmartGoal())
    command = [sys.executable, "-c", _SERVER, str(seconds), said]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}/v1"
        finally:
            process.terminate()


def measure_calls(pairs: int = 60) -> TableResult:
    """Milliseconds of one call, the median of so many, made in turns.

    *draft* is what `rewrite` does with the model; reading and judging the goal come on top.
    """
    with slow_server(0.0) as base:
        ours, bare = _ours(base), _bare(base)
        turns: dict[str, Callable[[], object]] = {
            "instructor + LiteLLM": bare,
            "draft": ours,
            "rewrite": lambda: _rewrite(base),
        }
        for call in turns.values():
            call()
        taken = _in_turns(list(turns.values()), pairs)
    return _beside("one call", dict(zip(turns, taken, strict=True)))


def measure_many(goals: int = 500, workers: int = 32, seconds: float = 0.2) -> TableResult:
    """Seconds for that many goals at a server that takes its time, with so many workers."""
    owners = [f"Team {number}" for number in range(goals)]  # by which no two are the same
    requests = [GoalRequest(goal=_GOAL, context=GoalContext(owner=owner)) for owner in owners]
    with slow_server(seconds) as base:
        bare = _bare(base)
        bare()
        _rewrite(base)

        def bare_calls() -> None:
            with ThreadPoolExecutor(workers) as pool:
                list(pool.map(bare, owners))

        def ours() -> None:
            model = HostedModel(_MODEL, api_base=base)
            once = Options(max_attempts=1)
            rewrite_many(
                requests,
                language=_LANGUAGE,
                model=model,
                today=TODAY,
                options=once,
                workers=workers,
            )

        taken = _in_turns([bare_calls, ours], 1)
    names = ("instructor + LiteLLM", "rewrite_many")
    title = f"{goals} goals, a server of {seconds * 1000:.0f} ms, {workers} workers"
    return _beside(title, dict(zip(names, taken, strict=True)))


def measure_hits(readings: int = 200) -> TableResult:
    """Milliseconds of a `rewrite` from the cache, beside a bare read and a `validate`."""
    import diskcache

    with TemporaryDirectory() as folder, slow_server(0.0) as base:
        cache = open_cache(Path(folder))
        model = HostedModel(_MODEL, api_base=base, cache=cache)
        goal = _with(model).goal
        store = diskcache.Cache(folder, disk=text_only_disk())
        (key,) = store

        def bare() -> None:
            store.get(key)
            validate(goal or SmartGoal(), source=_GOAL, language=_LANGUAGE, today=TODAY)

        taken = _in_turns([bare, lambda: _with(model)], readings)
        store.close()
    names = ("diskcache read, validate", "rewrite from the cache")
    return _beside("a cache hit", dict(zip(names, taken, strict=True)))


def measure_memory(counts: Sequence[int] = (1_000, 10_000)) -> TableResult:
    """Peak memory of embedded batches whose results are streamed to a file."""
    rows: list[list[str | int | float | bool | None]] = []
    for count in counts:
        with TemporaryDirectory() as folder:
            target = str(Path(folder) / "results.jsonl")
            command = [
                sys.executable,
                "-c",
                _BETWEEN,
                _BATCH,
                str(count),
                TODAY.isoformat(),
                target,
            ]
            done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
        peak = float(done.stdout)
        first = rows[0][1] if rows else peak
        rows.append([count, round(peak, 1), round(peak / float(first or peak), 2)])
    return TableResult(
        title="peak memory of an embedded batch",
        columns=["goals", "MB", f"× {counts[0]} goals"],
        rows=rows,
    )


def measure() -> Iterator[TableResult]:
    """All tables of this module: some minutes."""
    yield measure_calls()
    yield measure_many()
    yield measure_hits()
    yield measure_memory()


def _request(owner: str | None = None) -> DraftRequest:
    context = GoalContext(owner=owner)
    return DraftRequest(goal=_GOAL, context=context, language=_LANGUAGE, today=TODAY)


def _answer(goal: SmartGoal) -> str:
    form = answer_model(FIELDS)
    fields = {name: getattr(goal, name) for name in FIELDS}
    return form(assumptions=[], questions=[], **fields).model_dump_json()


def _with(model: HostedModel) -> RewriteResult:
    once = Options(max_attempts=1)
    return rewrite(_GOAL, language=_LANGUAGE, model=model, today=TODAY, options=once)


def _rewrite(base: str) -> RewriteResult:
    return _with(HostedModel(_MODEL, api_base=base))


def _ours(base: str) -> Callable[[], object]:
    model = HostedModel(_MODEL, api_base=base)
    return lambda: model.draft(_request())


def _bare(base: str) -> Callable[..., object]:
    """What somebody would write without us: the same messages and form, and nothing around."""
    import instructor

    litellm = load_litellm()
    client = instructor.from_litellm(litellm.completion, mode=instructor.Mode.JSON_SCHEMA)
    form = answer_model(FIELDS)
    pack = load_pack(_LANGUAGE)

    def call(owner: str | None = None) -> object:
        messages: Any = render_messages(_request(owner), pack)
        return client.chat.completions.create(
            model=_MODEL,
            api_base=base,
            api_key="none",
            messages=messages,
            response_model=form,
            max_retries=0,
            strict=False,
        )

    return call


def _in_turns(calls: Sequence[Callable[[], object]], times: int) -> list[tuple[float, float]]:
    """For each call the medians of its seconds by the clock and of the process's core time."""
    readings: list[list[tuple[float, float]]] = [[] for _ in calls]
    for _ in range(times):
        for call, own in zip(calls, readings, strict=True):
            began, used = time.perf_counter(), time.process_time()
            call()
            own.append((time.perf_counter() - began, time.process_time() - used))
    return [
        (statistics.median(wall for wall, _ in own), statistics.median(cpu for _, cpu in own))
        for own in readings
    ]


def _beside(title: str, taken: dict[str, tuple[float, float]]) -> TableResult:
    wall, cpu = next(iter(taken.values()))
    return TableResult(
        title=title,
        columns=["", "ms", "CPU ms", "× first", "× first, CPU"],
        rows=[
            [
                name,
                round(own[0] * 1000, 2),
                round(own[1] * 1000, 2),
                round(own[0] / wall, 2),
                round(own[1] / max(cpu, 1e-9), 2),
            ]
            for name, own in taken.items()
        ],
    )
