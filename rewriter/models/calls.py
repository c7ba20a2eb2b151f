"""One HTTP call to a provider and what belongs to it: time, money, retries, streaming, room.

A `Caller` is called as LiteLLM is, by us or by instructor, and gives back a reply that is complete,
or raises.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from typing import Any

from rewriter.models.answers import Answer
from rewriter.models.failures import (
    CutOffError,
    NoStreamError,
    RefusedError,
    is_lost,
    refuses_request,
)
from rewriter.models.manners import LARGE_ROOM, Identity, Manners
from rewriter.models.metering import Meter
from rewriter.models.retry import RetryPolicy
from rewriter.models.waiting import pieces, within
from rewriter.schemas import SmartGoal

# What every model is known to need, for all threads of the process.
MANNERS = Manners()

Watch = Callable[[SmartGoal], None]


class WatcherError(BaseException):
    """Carries what `Options.on_partial` raised past everything that handles models' failures."""


class Caller:
    """Makes the calls of one draft.

    `fixed` goes out with every call.  All calls, with their retries and waits, end before
    ``time.monotonic()`` is `until`.  Where there is a `watch`, replies are streamed, and it is
    told of the goal whenever more of it is written.
    """

    def __init__(
        self,
        litellm: Any,
        identity: Identity,
        fixed: dict[str, Any],
        form: type[Answer],
        *,
        meter: Meter,
        policy: RetryPolicy,
        until: float,
        watch: Watch | None,
    ) -> None:
        self.replied = False  # whether any reply came that was a chat completion
        self._litellm = litellm
        self._identity = identity
        self._fixed = fixed
        self._form = form
        self._meter = meter
        self._policy = policy
        self._until = until
        self._watch = watch

    def __call__(self, **asked: Any) -> Any:
        """A reply that ends of its own will, as LiteLLM gives it.

        A reply that was cut off is reduced to what is whole of it.  If nothing is, the model is
        asked once more with more room, and from then on.
        """
        while True:
            room = MANNERS.of(self._identity).room
            reply = self._patiently({**asked, "max_tokens": room})
            self.replied = True
            choice = reply.choices[0]
            if choice.finish_reason == "content_filter" or _refusal(choice.message):
                raise RefusedError
            if choice.finish_reason != "length":
                return reply
            whole = self._form.cut_off(choice.message.content or "")
            if whole is not None:
                choice.finish_reason = "stop"
                choice.message.content = whole.model_dump_json()
                return reply
            if room >= LARGE_ROOM:
                raise CutOffError
            MANNERS.learn(self._identity, room=LARGE_ROOM)

    def _patiently(self, asked: dict[str, Any]) -> Any:
        """A reply, retried and streamed as far as it goes."""
        for turn, (streams, tells_usage) in enumerate(self._ways(asked)):
            try:
                reply = self._policy.call(
                    lambda s=streams, t=tells_usage: self._once(asked, s, t),  # type: ignore[misc]
                    seconds=self._left(),
                )
            except Exception as error:
                failure = error
            else:
                if turn and reply.choices[0].message.content:
                    MANNERS.learn(self._identity, streams=streams, tells_usage=tells_usage)
                return reply
            if not refuses_request(failure):
                break
        raise failure

    def _ways(self, asked: dict[str, Any]) -> Iterator[tuple[bool, bool]]:
        """Whether to stream, and to ask for the usage: in the order in which it is tried."""
        manner = MANNERS.of(self._identity)
        if self._watch is not None and manner.streams and "tools" not in asked:
            if manner.tells_usage:
                yield True, True
            yield True, False
        yield False, manner.tells_usage

    def _once(self, asked: dict[str, Any], streams: bool, tells_usage: bool) -> Any:
        left = self._left()
        if left <= 0:
            raise TimeoutError
        put_aside = self._meter.begin(asked, left)
        # LiteLLM keeps one client, with its connections, for each time-out: so whole seconds.
        asked = {**asked, **self._fixed, "timeout": float(math.ceil(self._left()) or 1)}
        try:
            if streams:
                reply, tokens = self._streamed(asked, tells_usage)
            else:
                reply = within(lambda: self._litellm.completion(**asked), self._until)
                tokens = _tokens(getattr(reply, "usage", None))
        except BaseException as error:
            (self._meter.lost if is_lost(error) else self._meter.refused)(put_aside)
            raise
        name = self._identity[0]
        self._meter.replied(
            tokens,
            put_aside,
            lambda: self._litellm.completion_cost(completion_response=reply, model=name),
        )
        return reply

    def _streamed(
        self, asked: dict[str, Any], tells_usage: bool
    ) -> tuple[Any, tuple[int, int] | None]:
        """A reply put together from what is streamed, and its tokens where the server tells."""
        if tells_usage:
            asked = {**asked, "stream_options": {"include_usage": True}}
        told: list[Any] = []

        def text_pieces() -> Iterator[str]:
            stream = self._litellm.completion(**asked, stream=True)
            for chunk in stream:
                if chunk.choices and (piece := chunk.choices[0].delta.content):
                    yield piece
            told.append(stream)

        text = ""
        for piece in pieces(text_pieces, self._until):
            text += piece
            self._show(text)
        (stream,) = told
        # LiteLLM makes up a reason and the usage where the server sent none; these are its own.
        reason = stream.received_finish_reason or stream.intermittent_finish_reason
        usage = next((u for c in stream.chunks if (u := getattr(c, "usage", None))), None)
        if not text and reason in (None, "stop"):
            # The server answered, and not with a stream; or with what LiteLLM leaves out of one,
            # which is how OpenAI refuses.
            raise NoStreamError
        if reason is None and not self._form.is_whole(text):
            raise ConnectionResetError
        reply = self._litellm.ModelResponse(
            model=asked["model"],
            choices=[
                {
                    "index": 0,
                    "finish_reason": reason or "stop",
                    "message": {"role": "assistant", "content": text},
                }
            ],
        )
        reply.usage = usage
        return reply, _tokens(usage)

    def _show(self, text: str) -> None:
        if self._watch is None:
            return
        goal = self._form.so_far(text)
        if goal is None:
            return
        try:
            self._watch(goal)
        except Exception as error:
            raise WatcherError from error

    def _left(self) -> float:
        return self._until - time.monotonic()


def _refusal(message: Any) -> object:
    return (getattr(message, "provider_specific_fields", None) or {}).get("refusal")


def _tokens(usage: Any) -> tuple[int, int] | None:
    """Prompt and completion tokens; LiteLLM fills a missing usage with noughts."""
    if usage is None or not usage.total_tokens:
        return None
    return usage.prompt_tokens, usage.completion_tokens
