"""From whatever goes wrong between here and a provider to the exceptions of this package.

The libraries below wrap each other's exceptions, and hold keys, prompts and completions in them.
So an exception is told by its kind alone, wherever in the chain it stands, and is left behind:
what is raised in its place carries a message in the goal's language, and as its cause a
`ProviderError` of one short line without secrets.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any

from rewriter.errors import (
    ModelAnswerError,
    ModelAuthError,
    ModelBusyError,
    ModelError,
    ModelNotFoundError,
    ModelUnreachableError,
)
from rewriter.languages.pack import load_pack
from rewriter.schemas import Usage

_CLASSES: dict[str, type[ModelError]] = {
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

_CONTEXT = re.compile(r"context[ _](length|window|size)|too many tokens", re.IGNORECASE)
# A run of letters and digits as long as that is no word: a key, or a number of a request.
_KEY = re.compile(r"\bsk-\S+|(?=[\w-]*\d)[\w-]{16,}")
_KEY_VARIABLE = re.compile(r"(KEY|TOKEN|SECRET|PASSWORD|CREDENTIALS)$")


class NoProviderError(LookupError):
    """The name fits no provider, so there is nobody to ask."""


class CutOffError(Exception):
    """The answer ends in the middle, and nothing of it is whole."""


class NoStreamError(Exception):
    """The server was asked for a stream, and what came is none, or one that says nothing."""


class RefusedError(Exception):
    """The model, or a filter around it, declines to answer."""


class OverspentError(Exception):
    """A call could cost more than there is left to spend."""


class UnpricedError(Exception):
    """A spending limit is set, and nobody knows what the model costs."""


_FIGURE = re.compile(r"\d+(\.\d+)?")
# Told by the kind alone; what was raised here says best what it is.
_OURS = {
    "NoProviderError": "model_not_found",
    "CutOffError": "model_answer",
    "RefusedError": "model_refused",
    "OverspentError": "model_spending",
    "UnpricedError": "model_unpriced",
}


class ProviderError(Exception):
    """What the provider's side said, in one line without secrets: the cause of a `ModelError`.

    `usage` is what the failed draft took all the same.
    """

    def __init__(self, said: str, usage: Usage | None = None) -> None:
        super().__init__(said)
        self.usage = usage or Usage()


def usage_of(error: BaseException) -> Usage:
    """What a draft took that ended in `error`."""
    return error.__cause__.usage if isinstance(error.__cause__, ProviderError) else Usage()


def model_error(
    error: BaseException,
    *,
    model: str,
    language: str,
    usage: Usage | None = None,
    secrets: Iterable[str] = (),
) -> ModelError:
    """The exception to raise for what came out of the libraries below.

    `secrets` are keys that stand in no variable of the environment; they are not repeated either.
    Raise it outside the ``except`` block that caught `error`, lest the original, keys and all,
    hang on to it as its context.
    """
    reason = failure_reason(error)
    wording = load_pack(language).messages.errors[reason]
    problem = _CLASSES[reason](wording.format(model=model))
    problem.__cause__ = ProviderError(_one_line(error, secrets), usage)
    return problem


def failure_reason(error: BaseException) -> str:
    """Which message fits: a key of `Messages.errors`.

    >>> failure_reason(TimeoutError())
    'model_timeout'
    """
    chain = list(_chain(error))
    kinds = _kinds(error)
    status = http_status(error)
    for kind, reason in _OURS.items():
        if kind in kinds:
            return reason
    if status in (401, 403) or kinds & {"AuthenticationError", "PermissionDeniedError"}:
        return "model_auth"
    if status is not None or kinds & {"NotFoundError", "RateLimitError"}:
        return _refusal(status, chain, kinds)
    if any(_lacks_key(link) for link in chain):
        return "model_auth"
    if kinds & {"TimeoutError", "TimeoutException", "APITimeoutError", "Timeout"}:
        return "model_timeout"
    if kinds & {"TransportError", "ConnectionError"}:
        return "model_unreachable"
    if "ServiceUnavailableError" in kinds:
        return "model_busy"
    # No sign of trouble on the way: so a reply came, and it holds no answer.
    if kinds & {"APIError", "ValueError", "IncompleteOutputException", "ResponseParsingError"}:
        return "model_answer"
    return "model_other"


def blames_schema(error: BaseException) -> bool:
    """Whether the model might do better with the schema in the prompt.

    It might if its reply holds no answer, and if the request was refused for what it asks; not if
    the request never arrived, was too long or came back cut off.
    """
    if refuses_request(error):
        return True
    incomplete = "IncompleteOutputException" in _kinds(error)
    return (
        failure_reason(error) == "model_answer" and not incomplete and not _is(CutOffError, error)
    )


def refuses_request(error: BaseException) -> bool:
    """Whether the request was turned down for something that it asks for."""
    kinds = _kinds(error)
    if "UnsupportedParamsError" in kinds or http_status(error) in (400, 422):
        return failure_reason(error) == "model_other"
    return _is(NoStreamError, error)


def _is(kind: type[Exception], error: BaseException) -> bool:
    """Whether something of that kind, of ours, stands anywhere in the chain."""
    return any(isinstance(link, kind) for link in _chain(error))


def is_passing(error: BaseException) -> bool:
    """Whether the same call may well succeed a little later.

    >>> is_passing(ConnectionRefusedError()), is_passing(ValueError("no JSON"))
    (True, False)
    """
    if not isinstance(error, Exception):  # an interruption
        return False
    if "insufficient_quota" in _codes(_chain(error)) or http_status(error) == 501:
        return False
    return failure_reason(error) in ("model_busy", "model_timeout", "model_unreachable")


def is_lost(error: BaseException) -> bool:
    """Whether the model may have worked on the call, unheard or not understood."""
    if http_status(error) is not None or _kinds(error) & {
        "ConnectError",
        "ConnectTimeout",
        "ConnectionRefusedError",
    }:
        return False
    return failure_reason(error) != "model_auth"


def retry_after(error: BaseException) -> float | None:
    """How many seconds the provider asks to wait; None if it doesn't say so.

    A date is reckoned from the reply's own Date, so that no clock here has to be right.
    """
    from email.utils import parsedate_to_datetime  # slow to import, and seldom needed

    response = _response(error)
    if response is None:
        return None
    told = response.headers.get("retry-after", "").strip()
    finer = response.headers.get("retry-after-ms", "").strip()  # OpenAI's and Azure's
    try:
        if _FIGURE.fullmatch(finer):
            return float(finer) / 1000
        if _FIGURE.fullmatch(told):
            return float(told)
        if not told:
            return None
        then = parsedate_to_datetime(told).timestamp()
        date = response.headers.get("date")
        now = parsedate_to_datetime(date).timestamp() if date else time.time()
        return max(0.0, then - now)
    except (ValueError, TypeError, OverflowError):  # a header that says nothing we understand
        return None


def http_status(error: BaseException) -> int | None:
    """The status of the reply that refused the request; None if no such reply came.

    The libraries put statuses of their own invention on their exceptions, 500 for a refused
    connection; the only honest one is that of the HTTP reply at the bottom.
    """
    status = getattr(_response(error), "status_code", None)
    return status if isinstance(status, int) else None


def _response(error: BaseException) -> Any:
    for link in _chain(error):
        if type(link).__name__.endswith("HTTPStatusError"):
            response = getattr(link, "response", None)
            if isinstance(getattr(response, "status_code", None), int):
                return response
    return None


def _codes(chain: Iterable[BaseException]) -> set[object]:
    """What the provider calls the failure, beside the status."""
    return {code for link in chain if isinstance(code := getattr(link, "code", None), str | int)}


def _refusal(status: int | None, chain: list[BaseException], kinds: set[str]) -> str:
    if status == 404 or "NotFoundError" in kinds or "model_not_found" in _codes(chain):
        return "model_not_found"
    if status == 429 or "RateLimitError" in kinds:
        return "model_busy"
    if status in (408, 504):
        return "model_timeout"
    if status is not None and status >= 500:
        return "model_busy"
    if any(_CONTEXT.search(str(link)) for link in chain):
        return "model_context"
    return "model_other"


def _lacks_key(error: BaseException) -> bool:
    """No request went out, for want of a key: OpenAI's client, AWS's, Google's."""
    kind = type(error)
    bare = kind.__name__ == "OpenAIError" and kind.__module__.startswith("openai")
    return bare or "Credentials" in kind.__name__


def _kinds(error: BaseException) -> set[str]:
    return {kind.__name__ for link in _chain(error) for kind in type(link).__mro__}


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The exception and what led to it, but for what the caller was busy with before."""
    before = sys.exception()
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen and (link is error or link is not before):
        seen.add(id(link))
        yield link
        link = link.__cause__ or link.__context__


def _one_line(error: BaseException, secrets: Iterable[str]) -> str:
    """The kind of failure and, of a refusal, the beginning of what the provider said.

    Nothing is quoted of other failures: their text may hold the model's answer.
    """
    status = http_status(error)
    kind = next((type(link).__name__ for link in _chain(error) if not _wraps(link)), "")
    if status is None:
        return kind
    said = " ".join(str(error).split())
    known = (
        value
        for variable, value in os.environ.items()
        if len(value) >= 6 and _KEY_VARIABLE.search(variable)
    )
    for secret in (*secrets, *known):
        said = said.replace(secret, "…")
    return f"{kind}, HTTP {status}: {_KEY.sub('…', said)[:200]}"


def _wraps(error: BaseException) -> bool:
    return type(error).__module__.startswith("instructor") and error.__cause__ is not None
