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
from collections.abc import Iterator

from rewriter.errors import (
    ModelAnswerError,
    ModelAuthError,
    ModelBusyError,
    ModelError,
    ModelNotFoundError,
    ModelUnreachableError,
)
from rewriter.languages.pack import load_pack

_CLASSES: dict[str, type[ModelError]] = {
    "model_auth": ModelAuthError,
    "model_not_found": ModelNotFoundError,
    "model_unreachable": ModelUnreachableError,
    "model_timeout": ModelUnreachableError,
    "model_busy": ModelBusyError,
    "model_answer": ModelAnswerError,
    "model_context": ModelError,
    "model_other": ModelError,
}

_CONTEXT = re.compile(r"context[ _](length|window|size)|too many tokens", re.IGNORECASE)
# A run of letters and digits as long as that is no word: a key, or a number of a request.
_KEY = re.compile(r"\bsk-\S+|(?=[\w-]*\d)[\w-]{16,}")
_KEY_VARIABLE = re.compile(r"(KEY|TOKEN|SECRET|PASSWORD|CREDENTIALS)$")


class NoProviderError(LookupError):
    """The name fits no provider, so there is nobody to ask."""


class ProviderError(Exception):
    """What the provider's side said, in one line without secrets: the cause of a `ModelError`."""


def model_error(error: BaseException, *, model: str, language: str) -> ModelError:
    """The exception to raise for what came out of the libraries below.

    Raise it outside the ``except`` block that caught `error`, lest the original, keys and all,
    hang on to it as its context.
    """
    reason = failure_reason(error)
    wording = load_pack(language).messages.errors[reason]
    problem = _CLASSES[reason](wording.format(model=model))
    problem.__cause__ = ProviderError(_one_line(error))
    return problem


def failure_reason(error: BaseException) -> str:
    """Which message fits: a key of `Messages.errors`.

    >>> failure_reason(TimeoutError())
    'model_timeout'
    """
    chain = list(_chain(error))
    kinds = _kinds(error)
    status = http_status(error)
    if "NoProviderError" in kinds:
        return "model_not_found"
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
    kinds = _kinds(error)
    reason = failure_reason(error)
    if "UnsupportedParamsError" in kinds or http_status(error) in (400, 422):
        return reason == "model_other"
    return reason == "model_answer" and "IncompleteOutputException" not in kinds


def http_status(error: BaseException) -> int | None:
    """The status of the reply that refused the request; None if no such reply came.

    The libraries put statuses of their own invention on their exceptions, 500 for a refused
    connection; the only honest one is that of the HTTP reply at the bottom.
    """
    for link in _chain(error):
        if type(link).__name__.endswith("HTTPStatusError"):
            status = getattr(getattr(link, "response", None), "status_code", None)
            if isinstance(status, int):
                return status
    return None


def _refusal(status: int | None, chain: list[BaseException], kinds: set[str]) -> str:
    codes = {getattr(link, "code", None) for link in chain}
    if status == 404 or "NotFoundError" in kinds or "model_not_found" in codes:
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


def _one_line(error: BaseException) -> str:
    """The kind of failure and, of a refusal, the beginning of what the provider said.

    Nothing is quoted of other failures: their text may hold the model's answer.
    """
    status = http_status(error)
    kind = next((type(link).__name__ for link in _chain(error) if not _wraps(link)), "")
    if status is None:
        return kind
    said = " ".join(str(error).split())
    for variable, value in os.environ.items():
        if len(value) >= 6 and _KEY_VARIABLE.search(variable):
            said = said.replace(value, "…")
    return f"{kind}, HTTP {status}: {_KEY.sub('…', said)[:200]}"


def _wraps(error: BaseException) -> bool:
    return type(error).__module__.startswith("instructor") and error.__cause__ is not None
