"""Models behind an API: any provider or local server that LiteLLM knows.

A draft is one structured answer, asked for with instructor over LiteLLM.  Both are slow to import
(3 s) and are so only imported when a model is asked.  Nothing is retried in hiding: a request that
fails is an exception, and what happens then is for the pipeline to say.  The one repair made here
is of answers that can't be read; see `HostedModel`.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from functools import cache
from typing import Any

from rewriter.cache import Cache, cache_key
from rewriter.languages.pack import load_pack
from rewriter.models.answers import Answer, answer_model
from rewriter.models.failures import NoProviderError, blames_schema, model_error
from rewriter.prompts import render_messages
from rewriter.schemas import Draft, DraftRequest, Usage

# Models that can't be asked with a JSON schema, by name and API base: found out once a process.
_NO_SCHEMA: set[tuple[str, str | None]] = set()


class HostedModel:
    """A model by its LiteLLM name, at its provider or at `api_base`.

    The answer's JSON schema goes out with the request (`JSON_SCHEMA` mode, strict).  An answer
    that can't be read is sent back once with what is wrong with it.  If that doesn't help, or the
    server refuses the schema, the schema is put into the prompt instead (`MD_JSON` mode); where
    that works, the model is asked so from then on.  That makes one call as a rule, three at most.

    `timeout` limits a draft in seconds, as ``request.options.seconds`` does; the lesser counts.
    It is a limit on silence: a server that goes on sending is listened to.  Importing LiteLLM, at
    the first draft of a process, is not counted.

    Raises `ModelError` of the fitting kind, in the goal's language.

    >>> HostedModel("openai/gpt-4o-mini").name
    'openai/gpt-4o-mini'
    """

    def __init__(
        self,
        name: str,
        *,
        api_base: str | None = None,
        cache: Cache | None = None,
        timeout: float = 60.0,
    ) -> None:
        self.name = name
        self.api_base = api_base
        self._cache = cache if cache is not None else Cache()
        self._timeout = timeout

    def __repr__(self) -> str:
        return f"HostedModel({self.name!r})"

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
        meter = _Meter(priced=self.api_base is None)
        answer = self._ask(request, messages, form, meter)
        self._cache.put(key, answer.model_dump_json())
        return _draft(answer, request, meter.usage(), started, cached=False)

    def _kept(self, key: str, form: type[Answer]) -> Answer | None:
        kept = self._cache.get(key)
        if kept is None:
            return None
        try:
            return form.model_validate_json(kept)
        except ValueError:  # not written by us: as good as nothing
            return None

    def _ask(
        self,
        request: DraftRequest,
        messages: list[dict[str, str]],
        form: type[Answer],
        meter: _Meter,
    ) -> Answer:
        seconds = min(self._timeout, request.options.seconds)
        load_litellm()  # before the clock starts: it is not the model that takes this long
        try:
            return self._answer(messages, form, meter, time.monotonic() + seconds)
        except Exception as error:
            failure = error
        # Out here, so that the original, with its secrets, is no context of what is raised.
        raise model_error(failure, model=self.name, language=request.language)

    def _answer(
        self, messages: list[dict[str, str]], form: type[Answer], meter: _Meter, until: float
    ) -> Answer:
        ask = _asker(self.name, self.api_base, meter, until)
        identity = (self.name, self.api_base)
        schema_helps = identity not in _NO_SCHEMA
        if schema_helps:
            try:
                return _structured(ask, "JSON_SCHEMA", form, messages, repairs=1)
            except Exception as error:
                failure = error
            if not blames_schema(failure):
                raise failure
        answer = _structured(ask, "MD_JSON", form, messages, repairs=0 if schema_helps else 1)
        _NO_SCHEMA.add(identity)
        return answer


class _Meter:
    """Counts what the calls of one draft take."""

    def __init__(self, *, priced: bool) -> None:
        self._priced = priced  # whether the name tells the price: at a server of one's own, no
        self._calls = 0
        self._tokens: list[tuple[int, int] | None] = []
        self._costs: list[float | None] = []

    def call(self) -> None:
        self._calls += 1

    def reply(self, reply: Any) -> None:
        """Counts what a reply says of itself; a reply without usage makes the sums unknown."""
        said = getattr(reply, "usage", None)
        if said is None or not said.total_tokens:  # LiteLLM fills a missing usage with noughts
            self._tokens.append(None)
            self._costs.append(None)
        else:
            self._tokens.append((said.prompt_tokens, said.completion_tokens))
            self._costs.append(_price(reply) if self._priced else None)

    def usage(self) -> Usage:
        tokens = [pair for pair in self._tokens if pair is not None]
        costs = [cost for cost in self._costs if cost is not None]
        known = len(tokens) == len(self._tokens)
        return Usage(
            calls=self._calls,
            prompt_tokens=sum(pair[0] for pair in tokens) if known else None,
            completion_tokens=sum(pair[1] for pair in tokens) if known else None,
            cost=sum(costs) if len(costs) == len(self._costs) else None,
        )


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

    litellm.suppress_debug_info = True
    # What these two log of a failure holds keys, prompts and completions.
    for name in ("LiteLLM", "instructor"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    return litellm


def _asker(name: str, api_base: str | None, meter: _Meter, until: float) -> Callable[..., Any]:
    """A function that makes one HTTP call, for instructor to call."""
    litellm = load_litellm()
    try:
        provider = litellm.get_llm_provider(name, api_base=api_base)[1]
    except Exception as error:
        raise NoProviderError from error
    fixed: dict[str, Any] = {"model": name, "max_retries": 0}
    if api_base is not None:
        fixed["api_base"] = api_base
        if provider == "openai" and not os.environ.get("OPENAI_API_KEY"):
            # Servers of one's own want no key, and OpenAI's client wants one to send.
            fixed["api_key"] = "none"

    def ask(**asked: Any) -> Any:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        wanted = asked.get("response_format")
        if wanted is not None:
            wanted["json_schema"]["strict"] = True
        meter.call()
        # LiteLLM keeps one client, with its connections, for each time-out: so whole seconds.
        timeout = float(int(left + 0.05)) or left
        reply = litellm.completion(**asked, **fixed, timeout=timeout)
        meter.reply(reply)
        return reply

    return ask


def _structured(
    ask: Callable[..., Any],
    mode: str,
    form: type[Answer],
    messages: Any,
    *,
    repairs: int,
) -> Answer:
    """The answer, read; sent back up to `repairs` times if it can't be."""
    import instructor

    client = instructor.from_litellm(ask, mode=instructor.Mode[mode])
    return client.chat.completions.create(
        response_model=_prepared(form), messages=messages, max_retries=repairs, strict=False
    )


@cache
def _prepared(form: type[Answer]) -> type[Answer]:
    """The form as instructor wants it, which would else derive a new class from it every call."""
    import instructor

    return instructor.response_schema(form)


def _price(reply: Any) -> float | None:
    """US dollars, where LiteLLM knows the model's price."""
    try:
        return float(load_litellm().completion_cost(completion_response=reply))
    except Exception:  # LiteLLM raises bare exceptions for what it doesn't know
        return None


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
