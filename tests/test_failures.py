"""Failures: told by their kind, put into the goal's language, and rid of secrets."""

from __future__ import annotations

import traceback

import httpx
import pytest

from rewriter.errors import (
    ModelAnswerError,
    ModelAuthError,
    ModelBusyError,
    ModelError,
    ModelNotFoundError,
    ModelUnreachableError,
)
from rewriter.languages.pack import available_languages, load_pack
from rewriter.models.failures import (
    CutOffError,
    NoProviderError,
    NoStreamError,
    OverspentError,
    RefusedError,
    UnpricedError,
    blames_schema,
    failure_reason,
    http_status,
    is_lost,
    is_passing,
    model_error,
    refuses_request,
    retry_after,
    usage_of,
)
from rewriter.schemas import Usage

KINDS = {
    "model_auth": ModelAuthError,
    "model_not_found": ModelNotFoundError,
    "model_unreachable": ModelUnreachableError,
    "model_timeout": ModelUnreachableError,
    "model_busy": ModelBusyError,
    "model_answer": ModelAnswerError,
    "model_refused": ModelAnswerError,
    "model_spending": ModelError,
    "model_unpriced": ModelError,
    "model_context": ModelError,
    "model_other": ModelError,
}


class APIError(Exception):
    """Stands for what a library makes of any failure: a status of its own invention."""

    status_code = 500


def _refused(
    status: int, said: str = "no", headers: dict[str, str] | None = None
) -> httpx.HTTPStatusError:
    request = httpx.Request("POST", "http://localhost/v1/chat/completions")
    response = httpx.Response(status, headers=headers)
    return httpx.HTTPStatusError(said, request=request, response=response)


def _wrapped(cause: BaseException, said: str = "wrapped") -> Exception:
    """`cause` at the bottom of two others, as the libraries leave it."""
    try:
        try:
            raise cause
        except BaseException as error:
            raise APIError(said) from error
    except APIError as error:
        middle = error
    top = APIError(said)
    top.__context__ = middle
    return top


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        pytest.param(_wrapped(_refused(401)), "model_auth", id="401"),
        pytest.param(_wrapped(_refused(403)), "model_auth", id="403"),
        pytest.param(_wrapped(_refused(404)), "model_not_found", id="404"),
        pytest.param(_wrapped(_refused(408)), "model_timeout", id="408"),
        pytest.param(_wrapped(_refused(429)), "model_busy", id="429"),
        pytest.param(_wrapped(_refused(500)), "model_busy", id="500"),
        pytest.param(_wrapped(_refused(503)), "model_busy", id="503"),
        pytest.param(_wrapped(_refused(504)), "model_timeout", id="504"),
        pytest.param(_wrapped(_refused(529)), "model_busy", id="529"),
        pytest.param(_wrapped(_refused(400)), "model_other", id="400"),
        pytest.param(
            _wrapped(_refused(400), "the maximum context length is 4096 tokens"),
            "model_context",
            id="context of OpenAI",
        ),
        pytest.param(
            _wrapped(_refused(400), "request exceeds the available context size"),
            "model_context",
            id="context of llama.cpp",
        ),
        pytest.param(_wrapped(httpx.ReadTimeout("slow")), "model_timeout", id="read time-out"),
        pytest.param(_wrapped(httpx.ConnectTimeout("slow")), "model_timeout", id="no connection"),
        pytest.param(_wrapped(httpx.ConnectError("refused")), "model_unreachable", id="refused"),
        pytest.param(
            _wrapped(httpx.RemoteProtocolError("gone")), "model_unreachable", id="hung up"
        ),
        pytest.param(_wrapped(ConnectionResetError()), "model_unreachable", id="reset"),
        pytest.param(_wrapped(ValueError("no JSON")), "model_answer", id="unreadable"),
        pytest.param(APIError("choices is not a list"), "model_answer", id="reply of no shape"),
        pytest.param(NoProviderError(), "model_not_found", id="no provider"),
        pytest.param(
            type("NoCredentialsError", (Exception,), {})(), "model_auth", id="no AWS credentials"
        ),
        pytest.param(
            type("OpenAIError", (Exception,), {"__module__": "openai"})(), "model_auth", id="no key"
        ),
        pytest.param(_wrapped(CutOffError()), "model_answer", id="cut off"),
        pytest.param(_wrapped(RefusedError()), "model_refused", id="refusal"),
        pytest.param(_wrapped(OverspentError()), "model_spending", id="spending limit"),
        pytest.param(_wrapped(UnpricedError()), "model_unpriced", id="no price"),
        pytest.param(RuntimeError("?"), "model_other", id="anything else"),
    ],
)
def test_reason(error: Exception, reason: str) -> None:
    """The bottom of the chain counts, not what the wrappings claim."""
    assert failure_reason(error) == reason
    assert type(model_error(error, model="openai/x", language="en")) is KINDS[reason]


@pytest.mark.parametrize(
    ("error", "blamed"),
    [
        pytest.param(_wrapped(ValueError("no JSON")), True, id="unreadable answer"),
        pytest.param(_wrapped(_refused(400)), True, id="refused"),
        pytest.param(_wrapped(_refused(422)), True, id="not processed"),
        pytest.param(_wrapped(_refused(400), "context length exceeded"), False, id="too long"),
        pytest.param(_wrapped(_refused(401)), False, id="no key"),
        pytest.param(_wrapped(_refused(500)), False, id="server error"),
        pytest.param(_wrapped(httpx.ReadTimeout("slow")), False, id="time-out"),
        pytest.param(
            type("IncompleteOutputException", (Exception,), {})(), False, id="answer cut off"
        ),
        pytest.param(type("UnsupportedParamsError", (Exception,), {})(), True, id="unsupported"),
        pytest.param(_wrapped(CutOffError()), False, id="nothing whole"),
        pytest.param(_wrapped(RefusedError()), False, id="refusal"),
    ],
)
def test_blames_schema(error: Exception, blamed: bool) -> None:
    """Another way of asking is tried only where it can help."""
    assert blames_schema(error) is blamed


class QuotaError(APIError):
    """Stands for OpenAI's word that no money is left."""

    code = "insufficient_quota"


@pytest.mark.parametrize(
    ("error", "passing", "lost"),
    [
        pytest.param(_wrapped(_refused(429)), True, False, id="429"),
        pytest.param(_wrapped(_refused(500)), True, False, id="500"),
        pytest.param(_wrapped(_refused(501)), False, False, id="501"),
        pytest.param(_wrapped(_refused(503)), True, False, id="503"),
        pytest.param(_wrapped(_refused(504)), True, False, id="504"),
        pytest.param(_wrapped(_refused(529)), True, False, id="529"),
        pytest.param(_wrapped(QuotaError()), False, True, id="no money"),
        pytest.param(_wrapped(_refused(401)), False, False, id="401"),
        pytest.param(_wrapped(_refused(404)), False, False, id="404"),
        pytest.param(_wrapped(_refused(400)), False, False, id="400"),
        pytest.param(_wrapped(httpx.ReadTimeout("slow")), True, True, id="time-out"),
        pytest.param(_wrapped(httpx.ConnectTimeout("slow")), True, False, id="no connection"),
        pytest.param(_wrapped(httpx.ConnectError("refused")), True, False, id="refused"),
        pytest.param(_wrapped(httpx.RemoteProtocolError("gone")), True, True, id="hung up"),
        pytest.param(_wrapped(ValueError("no JSON")), False, True, id="unreadable"),
        pytest.param(_wrapped(RefusedError()), False, True, id="refusal"),
        pytest.param(NoProviderError(), False, True, id="no provider"),
        pytest.param(KeyboardInterrupt(), False, True, id="interrupted"),
    ],
)
def test_worth_another_try(error: BaseException, passing: bool, lost: bool) -> None:
    """Only what passes is tried again; what may have worked unheard has an unknown cost."""
    assert is_passing(error) is passing
    assert is_lost(error) is lost


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        pytest.param({}, None, id="nothing"),
        pytest.param({"Retry-After": ""}, None, id="empty"),
        pytest.param({"Retry-After": "12"}, 12.0, id="seconds"),
        pytest.param({"Retry-After": " 0.25 "}, 0.25, id="parts"),
        pytest.param({"Retry-After": "-3"}, None, id="negative"),
        pytest.param({"Retry-After": "inf"}, None, id="infinite"),
        pytest.param({"Retry-After": "a while"}, None, id="words"),
        pytest.param({"Retry-After": "12", "retry-after-ms": "300"}, 0.3, id="milliseconds"),
        pytest.param({"retry-after-ms": "nan"}, None, id="no number of milliseconds"),
        pytest.param(
            {
                "Retry-After": "Sun, 06 Jun 2027 10:00:30 GMT",
                "Date": "Sun, 06 Jun 2027 10:00:00 GMT",
            },
            30.0,
            id="date, by the server's clock",
        ),
        pytest.param(
            {
                "Retry-After": "Sun, 06 Jun 2027 09:00:00 GMT",
                "Date": "Sun, 06 Jun 2027 10:00:00 GMT",
            },
            0.0,
            id="date gone by",
        ),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    """The header as seconds from now, whichever of its forms it takes."""
    assert retry_after(_wrapped(_refused(429, headers=headers))) == seconds


def test_retry_after_without_a_reply() -> None:
    """Where nobody answered nobody said when to come back."""
    assert retry_after(_wrapped(httpx.ConnectError("refused"))) is None


def test_usage_travels_with_the_failure() -> None:
    """What a failed draft took is found on its exception; on another's there is none."""
    usage = Usage(calls=3, prompt_tokens=None)
    problem = model_error(ValueError("bad"), model="openai/x", language="en", usage=usage)
    assert usage_of(problem) == usage
    assert usage_of(ValueError("bad")) == Usage()


def test_what_the_caller_was_busy_with_does_not_count() -> None:
    """A failure while another exception is handled is judged by itself."""
    try:
        raise _refused(401)
    except httpx.HTTPStatusError:
        try:
            try:
                raise ConnectionRefusedError
            except ConnectionRefusedError as inner:
                error = inner
            assert error.__context__ is not None
        finally:
            assert http_status(error) is None
            assert failure_reason(error) == "model_unreachable"


@pytest.mark.parametrize("language", available_languages())
@pytest.mark.parametrize("reason", KINDS)
def test_wording(language: str, reason: str) -> None:
    """Each reason has words in each language, which name the model."""
    text = load_pack(language).messages.errors[reason].format(model="ollama_chat/x")
    assert "ollama_chat/x" in text
    assert "{" not in text


def test_cause_says_what_the_provider_said() -> None:
    """The first words of a refusal are kept, on one line."""
    problem = model_error(
        _wrapped(_refused(400), "unknown\nparameter: 'top_q' " + "x" * 900),
        model="openai/x",
        language="sv",
    )
    said = str(problem.__cause__)
    assert said.startswith("APIError, HTTP 400: unknown parameter: 'top_q'")
    assert len(said) < 300
    assert "top_q" not in str(problem)


def test_answers_are_not_quoted() -> None:
    """What the model said stays out of the exception."""
    error = _wrapped(ValueError("bad"), "completion: Øk salget av varmepumper")
    problem = model_error(error, model="openai/x", language="nb")
    assert "varmepumper" not in "".join(traceback.format_exception(problem))


@pytest.mark.parametrize(
    "secret",
    [
        pytest.param("sk-abc", id="short key"),
        pytest.param("sk-proj-AbCdEf-GhIjKl_MnOpQr", id="key without digits"),
        pytest.param("gsk_1234567890abcdefghij", id="key of another provider"),
        pytest.param("AIzaSyA-1234567890_abcdefgh", id="key of a third"),
        pytest.param("tofu-and-beans", id="key in the environment"),
    ],
)
def test_keys_are_not_quoted(secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider that repeats the key makes no difference."""
    monkeypatch.setenv("ODD_PROVIDER_API_KEY", "tofu-and-beans")
    error = _wrapped(_refused(401), f"Incorrect API key provided: {secret}. Get one.")
    problem = model_error(error, model="openai/x", language="en")
    text = "".join(traceback.format_exception(problem)) + repr(problem.__cause__)
    assert secret not in text
    assert "Incorrect API key provided: …" in text


def test_a_key_of_its_own_is_not_quoted() -> None:
    """Nor does it for a key that stands in no variable, however it looks."""
    error = _wrapped(_refused(401), "Incorrect API key provided: open sesame.")
    problem = model_error(error, model="openai/x", language="en", secrets=["open sesame"])
    text = "".join(traceback.format_exception(problem)) + repr(problem.__cause__)
    assert "sesame" not in text
    assert "Incorrect API key provided: …." in text


@pytest.mark.parametrize(
    ("error", "refused"),
    [
        pytest.param(NoStreamError(), True, id="no stream"),
        pytest.param(_wrapped(NoStreamError(), "gave up"), True, id="within another"),
        pytest.param(NotImplementedError(), False, id="somebody else's"),
        pytest.param(CutOffError(), False, id="cut off"),
    ],
)
def test_no_stream_is_a_wish_refused(error: Exception, refused: bool) -> None:
    """A server that does not stream is asked otherwise, by the name of what went wrong."""
    assert refuses_request(error) is refused
