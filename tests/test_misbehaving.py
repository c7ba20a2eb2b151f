"""Whole rewrites against a server that misbehaves: typed errors, the chain, and no secrets."""

from __future__ import annotations

import json
import logging
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from rewriter.cache import open_cache
from rewriter.cli import Exit, main
from rewriter.errors import (
    ModelAuthError,
    ModelBusyError,
    ModelError,
    ModelNotFoundError,
    ModelUnreachableError,
)
from rewriter.languages.pack import available_languages, load_pack
from rewriter.models.calls import MANNERS
from rewriter.models.hosted import HostedModel
from rewriter.models.retry import RetryPolicy
from rewriter.pipeline import rewrite
from rewriter.schemas import FIELDS, GoalContext, Options
from tests.goals import BASELINES, GOOD, SOURCES, TODAY
from tests.servers import ChatServer, Reply, chat_server, closed_port

KEY = "sk-test-9f8e7d6c5b4a"
SAYS_IT = f"Incorrect API key provided: {KEY}. Authorization: Bearer {KEY}"
GARBAGE = "Sure! As an AI I would love to help with your turtles."

Serve = Callable[..., ChatServer]

# What the server does, the exception if nothing is to fall back on, and its wording.
RAISED = [
    pytest.param(Reply(status=401, error=SAYS_IT), ModelAuthError, "auth", id="401"),
    pytest.param(Reply(status=403, error=SAYS_IT), ModelAuthError, "auth", id="403"),
    pytest.param(Reply(status=404, error=SAYS_IT), ModelNotFoundError, "not_found", id="404"),
    pytest.param(
        Reply(status=429, error=SAYS_IT, headers={"Retry-After": "0.01"}),
        ModelBusyError,
        "busy",
        id="429",
    ),
    pytest.param(
        Reply(status=429, error=SAYS_IT, headers={"Retry-After": "900"}),
        ModelBusyError,
        "busy",
        id="429 for long",
    ),
    pytest.param(Reply(status=500, error=SAYS_IT), ModelBusyError, "busy", id="500"),
    pytest.param(Reply(status=503, error=SAYS_IT), ModelBusyError, "busy", id="503"),
    pytest.param(Reply(status=400, error=SAYS_IT), ModelError, "other", id="400"),
    pytest.param(
        Reply(status=400, error=f"maximum context length is 10 tokens. {SAYS_IT}"),
        ModelError,
        "context",
        id="context overflow",
    ),
    pytest.param(Reply(delay=3), ModelUnreachableError, "timeout", id="time-out"),
    pytest.param(
        Reply({"specific": "x"}, drip=0.2, piece=8), ModelUnreachableError, "timeout", id="drip"
    ),
    pytest.param(Reply(hang_up="before"), ModelUnreachableError, "unreachable", id="hung up"),
]
# What can't be read is no exception: it is mended, and said.
MENDED = [
    pytest.param(Reply(GARBAGE), "answer", id="garbage"),
    pytest.param(Reply(""), "answer", id="empty"),
    pytest.param(Reply({}), "answer", id="empty object"),
    pytest.param(Reply('{"specific": "We', finish_reason="length"), "answer", id="truncated"),
    pytest.param(Reply(None, refusal=GARBAGE), "refused", id="refusal"),
    pytest.param(Reply(body=b"<html>502</html>"), "answer", id="a web page"),
]
languages = pytest.mark.parametrize("code", available_languages())


@pytest.fixture(autouse=True, scope="module")
def _warm() -> None:
    """A first call, so that LiteLLM's own beginnings don't count in the tests of time."""
    with chat_server(Reply({"specific": "x"})) as server:
        options = Options(max_attempts=1)
        rewrite("more leads", language="en", model=_model(server), today=TODAY, options=options)


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key in the environment, and nothing known of any model."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setattr(MANNERS, "_known", {})


def _model(server: ChatServer, cache: Path | None = None) -> HostedModel:
    return HostedModel(
        "openai/local",
        api_base=server.url,
        cache=open_cache(cache),
        retries=RetryPolicy(first_wait=0.01),
    )


def _assert_no_secret(said: str, folder: Path) -> None:
    assert KEY not in said
    for path in folder.rglob("*"):
        assert KEY not in path.name
        if path.is_file():
            assert KEY.encode() not in path.read_bytes()


def _all_said(error: BaseException) -> str:
    said = "".join(traceback.format_exception(error))
    link: BaseException | None = error
    while link is not None:
        said += repr(link) + repr(link.args) + repr(vars(link))
        link = link.__cause__ or link.__context__
    return said


@pytest.mark.parametrize(("reply", "error", "reason"), RAISED)
def test_raised_in_time_without_secrets(
    reply: Reply,
    error: type[ModelError],
    reason: str,
    serve: Serve,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Without a chain the typed error comes, within the time, and names the cure but no key."""
    caplog.set_level(logging.DEBUG)
    model = _model(serve(reply), tmp_path / "cache")
    started = time.monotonic()
    with pytest.raises(ModelError) as caught:
        rewrite(
            SOURCES["nb"], language="nb", model=model, today=TODAY, options=Options(seconds=3.0)
        )
    assert time.monotonic() - started < 10
    assert type(caught.value) is error
    wording = load_pack("nb").messages.errors[f"model_{reason}"]
    assert str(caught.value) == wording.format(model="openai/local")
    _assert_no_secret(_all_said(caught.value) + caplog.text, tmp_path)


@pytest.mark.parametrize(("reply", "error", "reason"), RAISED)
def test_falls_back_on_the_embedded_model(
    reply: Reply,
    error: type[ModelError],
    reason: str,
    serve: Serve,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """With a chain there is a proven goal, and the result says who wrote it and why."""
    caplog.set_level(logging.DEBUG)
    model = _model(serve(reply), tmp_path / "cache")
    options = Options(seconds=1.0, fallback=("embedded",))
    result = rewrite(SOURCES["sv"], language="sv", model=model, today=TODAY, options=options)
    assert (result.status, result.model, result.mended) == ("ok", "embedded", ())
    assert result.report is not None
    assert result.report.passed
    (gone,) = result.fell_back
    wording = load_pack("sv").messages.errors[f"model_{reason}"]
    assert (gone.model, gone.reason) == ("openai/local", wording.format(model="openai/local"))
    assert result.usage.calls > 0
    _assert_no_secret(result.model_dump_json() + repr(result) + caplog.text, tmp_path)


@pytest.mark.parametrize(("reply", "reason"), MENDED)
def test_what_can_not_be_read_is_mended(
    reply: Reply, reason: str, serve: Serve, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing of an unreadable answer gets through: the goal is ours, and the result says so."""
    caplog.set_level(logging.DEBUG)
    model = _model(serve(reply), tmp_path / "cache")
    result = rewrite(SOURCES["da"], language="da", model=model, today=TODAY)
    assert (result.status, result.model) == ("ok", "embedded")
    assert set(result.mended) == set(FIELDS)
    assert result.report is not None
    assert result.report.passed
    wording = load_pack("da").messages.errors[f"model_{reason}"]
    assert [gone.reason for gone in result.fell_back] == [wording.format(model="openai/local")]
    assert "turtles" not in result.model_dump_json()
    _assert_no_secret(result.model_dump_json() + caplog.text, tmp_path)


def test_refused_connection() -> None:
    """Nobody listens: unreachable, and with a chain the next one answers."""
    base = f"http://127.0.0.1:{closed_port()}/v1"
    model = HostedModel("openai/local", api_base=base, retries=RetryPolicy(first_wait=0.01))
    with pytest.raises(ModelUnreachableError):
        rewrite(SOURCES["en"], language="en", model=model, today=TODAY)
    options = Options(fallback=("embedded",))
    result = rewrite(SOURCES["en"], language="en", model=model, today=TODAY, options=options)
    assert result.model == "embedded"
    assert result.usage.calls == 3
    assert result.usage.prompt_tokens == 0, "nobody was there to work on it"


@languages
def test_falls_back_on_another_server(code: str, serve: Serve) -> None:
    """The chain may name another server; its answer is proven like any other."""
    texts = {name: getattr(GOOD[code], name) for name in FIELDS}
    second = serve(Reply(texts, usage=(900, 400)))
    options = Options(fallback=(f"openai/second@{second.url}", "embedded"))
    result = rewrite(
        SOURCES[code],
        language=code,
        context=GoalContext(baseline=BASELINES[code]),
        model=_model(serve(Reply(status=503))),
        today=TODAY,
        options=options,
    )
    assert (result.model, result.goal) == ("openai/second", GOOD[code])
    assert [gone.model for gone in result.fell_back] == ["openai/local"]
    assert (result.usage.calls, result.usage.prompt_tokens) == (4, 900)
    assert [attempt.model for attempt in result.attempts] == ["openai/second"]


def test_breaks_down_between_drafts(serve: Serve) -> None:
    """A server that fails at the second draft costs nothing of the first."""
    texts = {name: getattr(GOOD["nl"], name) for name in FIELDS}
    server = serve(Reply(texts | {"measurable": "Het groeit."}), Reply(status=401))
    result = rewrite(
        SOURCES["nl"],
        language="nl",
        context=GoalContext(baseline=BASELINES["nl"]),
        model=_model(server),
        today=TODAY,
    )
    assert result.model == "openai/local"
    assert "measurable" in result.mended
    assert result.goal is not None
    assert result.goal.specific == GOOD["nl"].specific
    assert len(result.fell_back) == 1
    assert result.report is not None
    assert result.report.passed


def test_truncated_answer_is_completed(serve: Serve) -> None:
    """Of a truncated answer the whole letters stand, and only the missing ones are asked for."""
    texts = {name: getattr(GOOD["en"], name) for name in FIELDS}
    whole = {name: texts[name] for name in FIELDS[:3]}
    rest = {name: texts[name] for name in FIELDS[3:]}
    cut = json.dumps(texts)[: len(json.dumps(whole)) + 10]
    server = serve(Reply(cut, finish_reason="length"), Reply(rest))
    result = rewrite(
        SOURCES["en"],
        language="en",
        context=GoalContext(baseline=BASELINES["en"]),
        model=_model(server),
        today=TODAY,
    )
    assert (result.goal, result.mended) == (GOOD["en"], ())
    assert server.requests[1].schema is not None
    asked = list(server.requests[1].schema["schema"]["properties"])
    assert asked == [*FIELDS[3:], "assumptions", "questions"]


@languages
def test_command_says_who_gave_up(
    code: str, serve: Serve, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command prints the reason and who wrote the goal instead, in the goal's language."""
    monkeypatch.setenv("REWRITER_API_BASE", serve(Reply(status=401, error=SAYS_IT)).url)
    args = [SOURCES[code], "--lang", code, "--model", "openai/local", "--today", "2026-10-01"]
    assert main(args) == Exit.MODEL_FAILED
    wording = load_pack(code).messages.errors["model_auth"].format(model="openai/local")
    said = capsys.readouterr()
    assert wording in " ".join(said.err.split())
    assert main([*args, "--fallback", "embedded"]) == Exit.PASSED
    out = capsys.readouterr().out
    document = load_pack(code).interface.document
    shown = " ".join(out.split())
    assert document.fell_back in out
    assert wording in shown
    assert document.written_by.format(model="embedded") in shown
    assert KEY not in out + said.out + said.err
