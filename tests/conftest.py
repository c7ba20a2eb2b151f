"""What all tests share: no network but loopback, and nothing of this machine's settings."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import hypothesis
import pytest
import pytest_socket

from tests.servers import ChatServer, Reply, chat_server

# The same examples in every run, so that a failure is the change's own.  To look for new ones:
# pytest --hypothesis-profile=explore
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=2000)
hypothesis.settings.load_profile("repeatable")

_LOOPBACK = ["127.0.0.1", "::1"]
_FOREIGN_PREFIXES = ("REWRITER_", "LITELLM_", "OPENAI_", "ANTHROPIC_", "AZURE_", "STREAMLIT_")
_FOREIGN_SUFFIXES = ("_API_KEY", "_API_BASE", "_BASE_URL", "_PROXY", "_proxy")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Lets a test connect to loopback and to nothing else; pytest-socket lifts it afterwards."""
    pytest_socket.socket_allow_hosts(list(_LOOPBACK), allow_unix_socket=True)


@pytest.fixture(scope="session", autouse=True)
def _isolated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No key, no setting and no home folder of whoever runs the tests."""
    home = str(tmp_path_factory.mktemp("home"))
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(_FOREIGN_PREFIXES) or name.endswith(_FOREIGN_SUFFIXES):
                patch.delenv(name)
        for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
            patch.setenv(name, home)
        patch.setenv("REWRITER_CACHE", "off")
        yield


@pytest.fixture
def serve() -> Iterator[Callable[..., ChatServer]]:
    """Starts a chat-completions server that gives these replies in order, the last for ever."""
    with ExitStack() as running:

        def start(*replies: Reply) -> ChatServer:
            return running.enter_context(chat_server(*replies))

        yield start
