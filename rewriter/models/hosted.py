"""Models behind an API: any provider or local server that LiteLLM knows.

A draft is one structured answer, asked for with LiteLLM and, where a plain JSON schema does not
do, instructor.  Both are slow to import (3 s) and so only imported when a model is asked.  How a
call is made, timed, paid for and streamed stands in `calls`, when it is made again in `retry`, what
is remembered of a model in `manners`.
"""

from __future__ import annotations

import importlib
import logging
import os
import time
import warnings
from functools import cache
from typing import Any

from pydantic import SecretStr, ValidationError

from rewriter.cache import Cache, cache_key
from rewriter.languages.pack import load_pack
from rewriter.models.answers import Answer, answer_model
from rewriter.models.calls import MANNERS, Caller, Watch, WatcherError
from rewriter.models.failures import NoProviderError, blames_schema, http_status, model_error
from rewriter.models.manners import MODES
from rewriter.models.metering import Meter, Price
from rewriter.models.retry import RetryPolicy
from rewriter.prompts import render_messages
from rewriter.schemas import Draft, DraftRequest, SmartGoal, Usage

_CORRECT = "Correct your JSON ONLY RESPONSE, based on the following errors:\n{wrong}"


class HostedModel:
    """A model by its LiteLLM name, at its provider or at `api_base`.

    The answer's JSON schema goes out with the request (`JSON_SCHEMA` mode, strict).  An answer
    that can't be read is sent back once with what is wrong with it.  If that doesn't help, or the
    server refuses the schema, the schema is put into the prompt instead (`MD_JSON` mode), and if
    the model can't follow that either, it is given as a tool to call (`TOOLS` mode).  What works
    is remembered.  That makes one call as a rule, four at most, each with its retries.

    `timeout` limits a draft in seconds, as ``request.options.seconds`` does; the lesser counts,
    and it counts all calls and the waits between them, whatever the server sends meanwhile.  Only
    importing LiteLLM, at the first draft of a process, is not counted.

    `api_key` goes out with the calls of this object alone; left out, LiteLLM reads the provider's
    variable (OPENAI_API_KEY, ...).  No repr, message, log, cache or pickle ever holds it.

    Raises `ModelError` of the fitting kind, in the goal's language.

    >>> HostedModel("openai/gpt-4o-mini").name
    'openai/gpt-4o-mini'
    >>> HostedModel("openai/gpt-4o-mini", api_key="for your eyes only")
    HostedModel('openai/gpt-4o-mini')
    """

    def __init__(
        self,
        name: str,
        *,
        api_base: str | None = None,
        api_key: str | None = None,
        cache: Cache | None = None,
        timeout: float = 60.0,
        retries: RetryPolicy | None = None,
    ) -> None:
        self.name = name
        self.api_base = api_base
        self._key = SecretStr(api_key.strip()) if api_key and api_key.strip() else None
        self._cache = cache if cache is not None else Cache()
        self._timeout = timeout
        self._retries = retries or RetryPolicy()

    def __repr__(self) -> str:
        return f"HostedModel({self.name!r})"

    def __getstate__(self) -> dict[str, Any]:
        """All but the key, without which a copy would ask in somebody else's name: so no copy."""
        if self._key is not None:
            raise TypeError("A model with a key of its own can be neither pickled nor copied.")
        return vars(self)

    def draft(self, request: DraftRequest) -> Draft:
        """The model's answer, from the cache if the same was asked before.

        Fields that were not asked for are empty.  `goal` is None if the model, at its first
        attempt, wrote nothing but questions.
        """
        started = time.monotonic()
        form = answer_model(request.letters)
        messages = render_messages(request, load_pack(request.language))
        key = cache_key(self.name, self.api_base, messages, form.model_json_schema())
        answer = self._kept(key, form)
        if answer is not None:
            # Known to be nothing, not unknown: no call was made.
            usage = Usage(prompt_tokens=0, completion_tokens=0, cost=0.0)
            return _draft(answer, request, usage, started, cached=True)
        answer, usage = self._ask(request, messages, form)
        self._cache.put(key, answer.model_dump_json())
        return _draft(answer, request, usage, started, cached=False)

    def _kept(self, key: str, form: type[Answer]) -> Answer | None:
        kept = self._cache.get(key)
        if kept is None:
            return None
        try:
            answer = form.model_validate_json(kept)
        except ValueError:
            return None
        # The reading is lenient, for models.  A row that says it otherwise than we write it was
        # not written by us, or by an older version: as good as nothing.
        return answer if answer.model_dump_json() == kept else None

    def _ask(
        self, request: DraftRequest, messages: list[dict[str, str]], form: type[Answer]
    ) -> tuple[Answer, Usage]:
        litellm = load_litellm()
        meter = Meter(self._price(litellm), request.purse)
        try:
            # What goes out, a key perhaps, gets no name here: tracebacks may show what names hold.
            caller = Caller(
                litellm,
                (self.name, self.api_base),
                self._fixed(litellm),
                form,
                meter=meter,
                policy=self._retries,
                # Only now, for it is not the model that takes long over imports.
                until=time.monotonic() + min(self._timeout, request.options.seconds),
                watch=_watch(request),
            )
            return self._answer(messages, form, caller), meter.usage()
        except WatcherError as error:
            failure = error.__cause__ or error
        except Exception as error:
            failure = model_error(
                error,
                model=self.name,
                language=request.language,
                usage=meter.usage(),
                secrets=[self._key.get_secret_value()] if self._key else (),
            )
        # Out here, so that the original, with its secrets, is no context of what is raised.
        raise failure

    def _answer(self, messages: list[dict[str, str]], form: type[Answer], caller: Caller) -> Answer:
        """The answer in the first mode that gives one that can be read."""
        manner = MANNERS.of((self.name, self.api_base))
        modes = MODES[MODES.index(manner.mode) :]
        failure: Exception | None = None
        for mode in modes:
            try:
                answer = _structured(caller, mode, form, messages, repairs=mode == modes[0])
            except Exception as error:
                # The last resort is asked for nothing but that: its failure explains least.
                failure = failure if failure and mode == MODES[-1] else error
            else:
                if not manner.proved:
                    MANNERS.learn((self.name, self.api_base), mode=mode, proved=True)
                return answer
            if not blames_schema(failure):
                break
            if mode == MODES[1] and not (caller.replied and http_status(failure) is None):
                break  # no model said anything yet, so a tool would not make it say more
        raise failure or NoProviderError

    def _fixed(self, litellm: Any) -> dict[str, Any]:
        """What goes out with every call."""
        try:
            provider = litellm.get_llm_provider(self.name, api_base=self.api_base)[1]
        except Exception as error:
            raise NoProviderError from error
        if provider == "openai":
            # A second's work, which the first call would do otherwise, on the model's time.
            importlib.import_module("openai.resources.chat")
        # `tools=` fails in this LiteLLM on a look for a package that it doesn't require, unless
        # told not to look.
        fixed: dict[str, Any] = {
            "model": self.name,
            "max_retries": 0,
            "_skip_mcp_handler": True,
        }
        if self.api_base is not None:
            fixed["api_base"] = self.api_base
        if self._key is not None:
            fixed["api_key"] = self._key.get_secret_value()
        elif (
            self.api_base is not None
            and provider == "openai"
            and not os.environ.get("OPENAI_API_KEY")
        ):
            # Servers of one's own want no key, and OpenAI's client wants one to send.
            fixed["api_key"] = "none"
        return fixed

    def _price(self, litellm: Any) -> Price | None:
        """What tokens cost, where the name tells: at a server of one's own it doesn't."""
        if self.api_base is not None:
            return None

        def price(prompt: int, completion: int) -> float:
            both = litellm.cost_per_token(
                model=self.name, prompt_tokens=prompt, completion_tokens=completion
            )
            return float(sum(both))

        return price


@cache
def load_litellm() -> Any:
    """The litellm module, imported (3 s the first time) and made quiet.

    A program with a face may call this early, in a thread, so that its first draft doesn't wait.
    """
    # Or else the import fetches a price list, reads a .env file from the working folder, and
    # counting tokens looks for tokenizers on the network.
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    os.environ.setdefault("LITELLM_MODE", "PRODUCTION")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import litellm

    # Pieces of a reply are built at first use, with warnings about LiteLLM's own types.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        litellm.types.utils.Delta(content="")
        litellm.types.utils.Message(content="")
    litellm.suppress_debug_info = True
    litellm.disable_streaming_logging = True
    # What these two log of a failure holds keys, prompts and completions.
    for name in ("LiteLLM", "instructor"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    return litellm


def _structured(
    caller: Caller,
    mode: str,
    form: type[Answer],
    messages: Any,
    *,
    repairs: int,
) -> Answer:
    """The answer, read; sent back up to `repairs` times if it can't be."""
    if mode != MODES[0]:
        import instructor

        client = instructor.from_litellm(caller, mode=instructor.Mode[mode])
        return client.chat.completions.create(
            response_model=_prepared(form), messages=messages, max_retries=repairs, strict=False
        )
    # The way of nearly all calls.  instructor would do the same in twice the time.
    schema = {"name": form.__name__, "strict": True, "schema": form.model_json_schema()}
    wanted = {"type": "json_schema", "json_schema": schema}
    while True:
        reply = caller(messages=messages, response_format=wanted)
        said = reply.choices[0].message.content or ""
        try:
            return form.model_validate_json(said)
        except ValidationError as error:
            if not repairs:
                raise
            found = error.errors(include_url=False, include_input=False)
        repairs -= 1
        wrong = "\n".join(f"{'.'.join(map(str, each['loc']))} {each['msg']}" for each in found)
        messages = [
            *messages,
            {"role": "assistant", "content": said},
            {"role": "user", "content": _CORRECT.format(wrong=wrong)},
        ]


@cache
def _prepared(form: type[Answer]) -> type[Answer]:
    """The form as instructor wants it, which would else derive a new class from it every call."""
    import instructor

    return instructor.response_schema(form)


def _watch(request: DraftRequest) -> Watch | None:
    """Who is told of the goal while it is written: the whole goal, whatever was asked for."""
    told = request.options.on_partial
    if told is None:
        return None
    last: list[SmartGoal] = []

    def watch(written: SmartGoal) -> None:
        goal = written
        if request.previous is not None:
            texts = {str(name): getattr(written, name) for name in request.letters}
            new = {name: text for name, text in texts.items() if text}
            goal = request.previous.model_copy(update=new)
        if last != [goal]:
            last[:] = [goal]
            told(goal)

    return watch


def _draft(
    answer: Answer, request: DraftRequest, usage: Usage, started: float, *, cached: bool
) -> Draft:
    goal = answer.goal
    asks_first = not answer.texts and request.previous is None
    return Draft(
        goal=None if asks_first else goal,
        questions=goal.questions if asks_first else (),
        usage=usage.model_copy(update={"seconds": time.monotonic() - started}),
        cached=cached,
    )
