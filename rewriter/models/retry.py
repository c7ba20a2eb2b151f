"""When a call to a provider is made again, and how long is waited first: all of it, in one place.

Calls are made again after a rate limit, a 5xx, a time-out and a broken or refused connection
(`failures.is_passing`), and after nothing else.  The wait doubles from try to try, with full
jitter, so that many workers don't come back at once; a Retry-After header, in seconds or as a
date, is kept to.  No wait goes past the time that the rewrite has left: then the failure is
raised at once.  LiteLLM's and the providers' own retries are switched off.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception,
    stop_after_attempt,
    stop_before_delay,
    wait_random_exponential,
)

from rewriter.models.failures import is_passing, retry_after

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often, and how far apart.

    >>> policy = RetryPolicy(tries=2, first_wait=0.001)
    >>> answers = iter([ConnectionRefusedError(), "there you are"])
    >>> def call():
    ...     answer = next(answers)
    ...     if isinstance(answer, Exception):
    ...         raise answer
    ...     return answer
    >>> policy.call(call, seconds=1.0)
    'there you are'
    """

    tries: int = 3
    first_wait: float = 0.5  # seconds; the most that is waited after the first failure
    longest_wait: float = 20.0  # seconds; a Retry-After may ask for more

    def call(self, work: Callable[[], T], *, seconds: float) -> T:
        """What `work` returns at last; its last exception if it never does.

        `seconds` is the time for all of it; the caller sees to it that `work` keeps within.
        """
        retrying = Retrying(
            retry=retry_if_exception(is_passing),
            wait=self._wait,
            stop=stop_after_attempt(self.tries) | stop_before_delay(seconds),
            reraise=True,
        )
        return retrying(work)

    def _wait(self, state: RetryCallState) -> float:
        failure = state.outcome.exception() if state.outcome else None
        told = retry_after(failure) if failure else None
        if told is None:
            return wait_random_exponential(self.first_wait, self.longest_wait)(state)
        # Never earlier than told, and not all workers at the same moment.
        return told + random.uniform(0, self.first_wait)  # noqa: S311
