"""Settings: argument before environment before default, and errors that name the cure."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from rewriter.errors import SettingsError
from rewriter.settings import Settings, default_cache_folder, resolve_settings

HOSTED = "openai/gpt-4o-mini"


@pytest.mark.parametrize(
    ("arguments", "env", "expected"),
    [
        pytest.param({}, {}, Settings(), id="defaults"),
        pytest.param({}, {"REWRITER_MODEL": HOSTED}, Settings(HOSTED), id="model from environment"),
        pytest.param(
            {"model": "ollama_chat/x"},
            {"REWRITER_MODEL": HOSTED},
            Settings("ollama_chat/x"),
            id="argument beats environment",
        ),
        pytest.param({}, {"REWRITER_MODEL": "  "}, Settings(), id="blank variable is unset"),
        pytest.param({"model": ""}, {"REWRITER_MODEL": HOSTED}, Settings(), id="blank argument"),
        pytest.param({"model": " Embedded "}, {}, Settings("embedded"), id="embedded, capital"),
        pytest.param(
            {},
            {"REWRITER_API_BASE": "http://localhost:8080/v1/"},
            Settings(api_base="http://localhost:8080/v1"),
            id="API base without its last stroke",
        ),
        pytest.param(
            {"api_base": "https://models.example/v1"},
            {"REWRITER_API_BASE": "http://localhost:8080/v1"},
            Settings(api_base="https://models.example/v1"),
            id="API base as argument",
        ),
        pytest.param(
            {},
            {"REWRITER_FALLBACK": f"{HOSTED}, ollama_chat/x ,embedded,"},
            Settings(fallback=((HOSTED, None), ("ollama_chat/x", None), ("embedded", None))),
            id="fallback chain",
        ),
        pytest.param(
            {"fallback": ["openai/big@http://localhost:8081/v1/", "vertex_ai/claude@20240620"]},
            {"REWRITER_API_BASE": "http://localhost:8080/v1"},
            Settings(
                api_base="http://localhost:8080/v1",
                fallback=(
                    ("openai/big", "http://localhost:8081/v1"),
                    ("vertex_ai/claude@20240620", None),
                ),
            ),
            id="fallback on another server",
        ),
        pytest.param(
            {"fallback": []},
            {"REWRITER_FALLBACK": HOSTED},
            Settings(),
            id="no fallback, on purpose",
        ),
    ],
)
def test_precedence(arguments: dict[str, Any], env: dict[str, str], expected: Settings) -> None:
    """What is given nearest counts."""
    assert resolve_settings(**arguments, env=env, cache="off") == expected


@pytest.mark.parametrize(
    ("arguments", "env", "expected"),
    [
        pytest.param({}, {"REWRITER_CACHE": "off"}, None, id="off"),
        pytest.param({}, {"REWRITER_CACHE": "OFF"}, None, id="off in capitals"),
        pytest.param({}, {"REWRITER_CACHE": "/var/answers"}, Path("/var/answers"), id="folder"),
        pytest.param({"cache": "off"}, {"REWRITER_CACHE": "/var/x"}, None, id="argument off"),
        pytest.param(
            {"cache": Path("/var/a")}, {"REWRITER_CACHE": "off"}, Path("/var/a"), id="argument"
        ),
        pytest.param(
            {},
            {"REWRITER_CACHE": "~/answers", "HOME": "/home/kim"},
            Path("/home/kim/answers"),
            id="home folder",
        ),
        pytest.param({}, {"REWRITER_CACHE": "answers"}, Path.cwd() / "answers", id="relative"),
        pytest.param({"cache_by_default": False}, {}, None, id="nothing on disk unasked"),
        pytest.param(
            {"cache_by_default": False},
            {"REWRITER_CACHE": "/var/answers"},
            Path("/var/answers"),
            id="on disk as asked",
        ),
    ],
)
def test_cache_folder(
    arguments: dict[str, Any], env: dict[str, str], expected: Path | None
) -> None:
    """A folder, or off, or the default where there is one."""
    assert resolve_settings(**arguments, env=env).cache == expected


@pytest.mark.parametrize(
    ("platform", "env", "expected"),
    [
        pytest.param("linux", {"HOME": "/h"}, "/h/.cache/smart-goal-rewriter", id="linux"),
        pytest.param(
            "linux", {"HOME": "/h", "XDG_CACHE_HOME": "/x"}, "/x/smart-goal-rewriter", id="XDG"
        ),
        pytest.param(
            "linux",
            {"HOME": "/h", "XDG_CACHE_HOME": "x"},
            "/h/.cache/smart-goal-rewriter",
            id="relative XDG folder is ignored",
        ),
        pytest.param("darwin", {"HOME": "/h"}, "/h/Library/Caches/smart-goal-rewriter", id="macOS"),
        pytest.param("win32", {"LOCALAPPDATA": "/l"}, "/l/smart-goal-rewriter/Cache", id="Windows"),
        pytest.param(
            "win32",
            {"USERPROFILE": "/u"},
            "/u/AppData/Local/smart-goal-rewriter/Cache",
            id="Windows without LOCALAPPDATA",
        ),
    ],
)
def test_default_cache_folder(
    platform: str, env: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The platform's own place for caches."""
    monkeypatch.setattr("sys.platform", platform)
    assert default_cache_folder(env) == Path(expected)
    assert resolve_settings(env=env).cache == Path(expected)


def test_creates_nothing(tmp_path: Path) -> None:
    """Deciding on a folder doesn't make it."""
    settings = resolve_settings(env={}, cache=tmp_path / "answers")
    assert settings.cache == tmp_path / "answers"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "env", "names", "cure"),
    [
        pytest.param(
            {}, {"REWRITER_MODEL": "gpt 4"}, "REWRITER_MODEL", "embedded", id="model with a blank"
        ),
        pytest.param({"model": "a\nb"}, {}, "model", "openai/gpt-4o-mini", id="model, two lines"),
        pytest.param({"model": "a\x07b"}, {}, "model", "LiteLLM name", id="control character"),
        pytest.param({"model": "openai/"}, {}, "model", "LiteLLM name", id="provider alone"),
        pytest.param(
            {},
            {"REWRITER_FALLBACK": "embedded,gpt 4"},
            "REWRITER_FALLBACK",
            "embedded",
            id="one bad fallback",
        ),
        pytest.param({"fallback": [""]}, {}, "fallback", "embedded", id="empty fallback"),
        pytest.param(
            {"fallback": ["openai/x@http://"]},
            {},
            "fallback",
            "http://localhost",
            id="fallback without a host",
        ),
        pytest.param(
            {},
            {"REWRITER_API_BASE": "localhost:8080"},
            "REWRITER_API_BASE",
            "http://localhost",
            id="address without http",
        ),
        pytest.param({"api_base": "http://"}, {}, "api_base", "http://localhost", id="no host"),
        pytest.param(
            {"api_base": "http://h:99999/v1"}, {}, "api_base", "http://localhost", id="port"
        ),
        pytest.param({"api_base": "ftp://h/v1"}, {}, "api_base", "http://localhost", id="ftp"),
        pytest.param({}, {"REWRITER_CACHE": "yes"}, "REWRITER_CACHE", "off", id="cache yes"),
        pytest.param({}, {"REWRITER_CACHE": "0"}, "REWRITER_CACHE", "off", id="cache 0"),
        pytest.param({"cache": "a\0b"}, {}, "cache", "off", id="cache with a NUL"),
    ],
)
def test_bad_values(arguments: dict[str, Any], env: dict[str, str], names: str, cure: str) -> None:
    """A bad value is refused by the name under which it was given, with what to do."""
    with pytest.raises(SettingsError) as caught:
        resolve_settings(**arguments, env=env)
    assert str(caught.value).startswith(f"{names} ")
    assert cure in str(caught.value)


@pytest.mark.parametrize("address", ["https://kim:hunter2@h/v1", "kim:hunter2@h"])
def test_password_is_not_repeated(address: str) -> None:
    """A password in an address is refused, and not printed."""
    with pytest.raises(SettingsError) as caught:
        resolve_settings(api_base=address, env={})
    assert "hunter2" not in str(caught.value)


def test_reads_the_process_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without `env`, the process's own environment counts."""
    monkeypatch.setenv("REWRITER_MODEL", HOSTED)
    assert resolve_settings().model == HOSTED


def test_frozen() -> None:
    """Settings are decided once."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        resolve_settings(env={}).model = HOSTED  # type: ignore[misc]
