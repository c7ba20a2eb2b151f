"""Which model answers, where it is, and where its answers are kept: decided once, in one place.

An argument beats the environment, the environment beats the default::

    REWRITER_MODEL      embedded (default), or a LiteLLM name such as openai/gpt-4o-mini
    REWRITER_API_BASE   address of a server of your own: http://localhost:8080/v1
    REWRITER_FALLBACK   models to ask when the first one fails, in order, separated by commas; a
                        server of your own goes behind an @: openai/big@http://localhost:8081/v1
    REWRITER_CACHE      folder for the answers of hosted models, or off

An empty variable counts as unset.  API keys are no settings: LiteLLM reads them from the
environment itself (OPENAI_API_KEY, ANTHROPIC_API_KEY, ...), so that no object here ever holds one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from rewriter.errors import SettingsError

EMBEDDED = "embedded"

# What people write when they mean yes or no; none of them is a folder that anybody wants.
_SWITCHES = frozenset({"on", "true", "yes", "1", "false", "no", "0", "none", "never", "disabled"})


@dataclass(frozen=True, slots=True)
class Settings:
    """What was decided.  `cache` is None where nothing shall be kept."""

    model: str = EMBEDDED
    api_base: str | None = None
    fallback: tuple[tuple[str, str | None], ...] = ()  # names with their API bases
    cache: Path | None = None


def resolve_settings(
    model: str | None = None,
    *,
    api_base: str | None = None,
    fallback: Sequence[str] | None = None,
    cache: str | Path | None = None,
    cache_by_default: bool = True,
    env: Mapping[str, str] | None = None,
) -> Settings:
    """The settings for these arguments in this environment (`env`, by default the process's own).

    REWRITER_API_BASE is the first model's alone.  `cache` is a folder or ``"off"``.  With
    ``cache_by_default=False`` answers are kept only where an argument or REWRITER_CACHE names a
    folder.  No folder is created here.

    Raises `SettingsError`, which names the argument or variable and what it may hold.

    >>> resolve_settings(env={}, cache="off")
    Settings(model='embedded', api_base=None, fallback=(), cache=None)
    >>> resolve_settings(env={"REWRITER_MODEL": "openai/gpt-4o-mini"}, cache="off").model
    'openai/gpt-4o-mini'
    >>> resolve_settings("openai/gpt 4", env={})
    Traceback (most recent call last):
    rewriter.errors.SettingsError: model is 'openai/gpt 4': a model's name has no blanks. Use \
embedded, or a LiteLLM name such as openai/gpt-4o-mini.
    """
    env = os.environ if env is None else env
    chain: list[str] | None = None if fallback is None else list(fallback)
    chain_source = "fallback"
    if chain is None:
        chain_source = "REWRITER_FALLBACK"
        chain = [name for name in env.get(chain_source, "").split(",") if name.strip()]
    name, source = _first(model, "model", env, "REWRITER_MODEL")
    base, base_source = _first(api_base, "api_base", env, "REWRITER_API_BASE")
    folder, folder_source = _first(cache, "cache", env, "REWRITER_CACHE")
    return Settings(
        model=_model_name(name, source) if name else EMBEDDED,
        api_base=_address(base, base_source) if base else None,
        fallback=tuple(_model_at(entry, chain_source) for entry in chain),
        cache=(
            _folder(folder, folder_source, env)
            if folder
            else (default_cache_folder(env) if cache_by_default else None)
        ),
    )


def default_cache_folder(env: Mapping[str, str] | None = None) -> Path:
    """The folder for answers in the platform's place for caches.  It may not exist yet."""
    env = os.environ if env is None else env
    if sys.platform == "win32":
        parent = Path(env.get("LOCALAPPDATA") or _home(env) / "AppData" / "Local")
        return parent / "smart-goal-rewriter" / "Cache"
    if sys.platform == "darwin":
        return _home(env) / "Library" / "Caches" / "smart-goal-rewriter"
    # The XDG base directory specification tells us to ignore a relative XDG_CACHE_HOME.
    parent = Path(env.get("XDG_CACHE_HOME", ""))
    return (parent if parent.is_absolute() else _home(env) / ".cache") / "smart-goal-rewriter"


def _home(env: Mapping[str, str]) -> Path:
    """The home folder, or the working folder for an account that has none (some containers)."""
    named = env.get("HOME") or env.get("USERPROFILE")
    if named:
        return Path(named)
    try:
        return Path.home()
    except RuntimeError:
        return Path.cwd()


def _first(
    argument: str | Path | None, name: str, env: Mapping[str, str], variable: str
) -> tuple[str, str]:
    """The value that counts, and what to call it in a message."""
    if argument is not None:
        return str(argument).strip(), name
    return env.get(variable, "").strip(), variable


def _model_at(value: str, source: str) -> tuple[str, str | None]:
    # Names may hold an @ of their own: vertex_ai/claude@20240620.
    name, _, scheme_and_rest = value.strip().partition("@http")
    base = _address(f"http{scheme_and_rest}", source) if scheme_and_rest else None
    return _model_name(name, source), base


def _model_name(value: str, source: str) -> str:
    name = value.strip()
    if name.lower() == EMBEDDED:
        return EMBEDDED
    if not name:
        complaint = "a model's name can't be empty"
    elif any(sign.isspace() for sign in name):
        complaint = "a model's name has no blanks"
    elif not name.isprintable():
        complaint = "a model's name has no control characters"
    elif name.startswith("/") or name.endswith("/"):
        complaint = "a provider and a name belong around the stroke"
    else:
        return name
    raise SettingsError(
        f"{source} is {value!r}: {complaint}. "
        f"Use {EMBEDDED}, or a LiteLLM name such as openai/gpt-4o-mini."
    )


def _address(value: str, source: str) -> str:
    cure = "Use the address of the server's API, such as http://localhost:8080/v1."
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
        usable = usable and parts.port != 0 and not any(sign.isspace() for sign in value)
    except ValueError:
        usable = False
    if not usable:
        # An address may carry a password before its @: then it is not repeated.
        shown = "not usable" if "@" in value else repr(value)
        raise SettingsError(f"{source} is {shown}: that is no http or https address. {cure}")
    if parts.username or parts.password:
        raise SettingsError(
            f"{source} holds a user name or password. Put the key into the provider's variable "
            f"(OPENAI_API_KEY for openai/... names). {cure}"
        )
    return value.rstrip("/")


def _folder(value: str, source: str, env: Mapping[str, str]) -> Path | None:
    if value.lower() == "off":
        return None
    if value.lower() in _SWITCHES or not value.isprintable():
        raise SettingsError(f"{source} is {value!r}: give a folder, or off to keep nothing.")
    if value == "~" or value.startswith(("~/", "~\\")):
        return _home(env) / value[2:]
    return Path(value).absolute()
