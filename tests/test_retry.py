"""The retry policy: how often, how far apart, and never past the time there is."""

from __future__ import annotations

import time

import httpx
import pytest

from rewriter.models.retry import RetryPolicy


def _refused(status: int, **headers: str) -> httpx.HTTPStatusError:
    request = httpx.Request("POST", "http://localhost/v1/chat/completions")
    response = httpx.Response(status, headers={k.replace("_", "-"): v for k, v in headers.items()})
    return httpx.HTTPStatusError("no", request=request, response=response)


class _Server:
    """Fails with these exceptions in turn, then answers; notes when it was asked."""

    def __init__(self, *failures: Exception) -> None:
        self.asked: list[float] = []
        self._failures = list(failures)

    def __call__(self) -> str:
        self.asked.append(time.monotonic())
        if self._failures:
            raise self._failures.pop(0)
        return "answer"

    @property
    def waits(self) -> list[float]:
        return [two - one for one, two in zip(self.asked, self.asked[1:], strict=False)]


def test_no_failure_no_wait() -> None:
    """What works at once is asked once."""
    server = _Server()
    assert RetryPolicy().call(server, seconds=60) == "answer"
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "failure",
    [
        pytest.param(_refused(429), id="rate limit"),
        pytest.param(_refused(502), id="5xx"),
        pytest.param(httpx.ReadTimeout("slow"), id="time-out"),
        pytest.param(ConnectionRefusedError(), id="refused connection"),
        pytest.param(httpx.RemoteProtocolError("gone"), id="broken connection"),
    ],
)
def test_again_after_what_passes(failure: Exception) -> None:
    """Each kind that passes is tried again."""
    server = _Server(failure, failure)
    assert RetryPolicy(first_wait=0.001).call(server, seconds=60) == "answer"
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    "failure",
    [
        pytest.param(_refused(400), id="400"),
        pytest.param(_refused(401), id="401"),
        pytest.param(_refused(404), id="404"),
        pytest.param(ValueError("no JSON"), id="unreadable answer"),
    ],
)
def test_not_after_the_rest(failure: Exception) -> None:
    """What would fail again the same way comes out as it is."""
    server = _Server(failure)
    with pytest.raises(type(failure)) as caught:
        RetryPolicy().call(server, seconds=60)
    assert caught.value is failure
    assert len(server.asked) == 1


def test_gives_up() -> None:
    """After `tries` the last failure comes out."""
    failures = [_refused(500), _refused(502), _refused(503)]
    with pytest.raises(httpx.HTTPStatusError) as caught:
        RetryPolicy(tries=3, first_wait=0.001).call(_Server(*failures), seconds=60)
    assert caught.value is failures[-1]


def test_waits_double_with_jitter() -> None:
    """The most that is waited doubles, up to the longest; how much of it is left to chance."""
    policy = RetryPolicy(tries=6, first_wait=0.02, longest_wait=0.08)
    most = [0.02, 0.04, 0.08, 0.08, 0.08]
    waits = []
    for _ in range(6):
        server = _Server(*[_refused(500)] * 5)
        policy.call(server, seconds=60)
        assert all(wait < top + 1 for wait, top in zip(server.waits, most, strict=True))
        waits.append(server.waits)
    assert len({round(one[-1], 4) for one in waits}) > 1


def test_as_long_as_told_and_not_all_at_once() -> None:
    """Nobody comes back before the time that a header names, and not all at the same moment."""
    policy = RetryPolicy(first_wait=0.2)
    waits = []
    for _ in range(4):
        server = _Server(_refused(429, retry_after="0.1"))
        policy.call(server, seconds=60)
        waits += server.waits
    assert all(wait >= 0.1 for wait in waits)
    assert len({round(wait, 4) for wait in waits}) > 1


def test_longer_than_the_longest_if_told() -> None:
    """The provider knows better than the policy how long to wait."""
    server = _Server(_refused(429, retry_after="0.3"))
    RetryPolicy(first_wait=0.001, longest_wait=0.002).call(server, seconds=60)
    assert server.waits[0] >= 0.3


@pytest.mark.parametrize(
    "failure",
    [
        pytest.param(_refused(429, retry_after="3"), id="told to wait too long"),
        pytest.param(_refused(503), id="no time for the wait"),
    ],
)
def test_never_past_the_time_there_is(failure: Exception) -> None:
    """A wait that would go past the time is not begun."""
    started = time.monotonic()
    with pytest.raises(httpx.HTTPStatusError):
        RetryPolicy(tries=50, first_wait=0.2).call(_Server(*[failure] * 50), seconds=0.5)
    assert time.monotonic() - started < 5
