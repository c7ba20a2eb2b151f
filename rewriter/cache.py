"""Keeps the answers of hosted models on disk, and never stands in the way.

What is kept is text: the JSON that a model answered, before anything is judged or mended.  So a
better validator applies to old answers too, and an interrupted batch goes on for free.  A cache
that can't be used (damaged, unwritable, full, locked) is a cache that knows nothing: the rewrite
goes on without it, and one line in the log says so.
"""

from __future__ import annotations

import functools
import hashlib
import json
import logging
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import diskcache

_LOG = logging.getLogger(__name__)
_SIZE_LIMIT = 64 * 2**20  # bytes; an answer takes about 2 kB
_TEXT_LIMIT = 2**20  # characters; an answer beyond is nobody's goal


def cache_key(
    model: str,
    api_base: str | None,
    messages: Sequence[Mapping[str, str]],
    schema: Mapping[str, Any],
) -> str:
    """The key of an answer: SHA-256, in hex, of all that the model was asked.

    That is the model's name, the API base, the messages as sent (and so the templates, the date,
    the language, the goal, its context and the findings) and the JSON schema of the answer, as
    JSON with sorted keys.  Whatever changes one of them makes another key; API keys and
    the way of asking for the schema are not part of it.

    >>> key = cache_key("openai/x", None, [{"role": "user", "content": "hi"}], {})
    >>> len(key), key == cache_key("openai/x", None, [{"role": "user", "content": "ho"}], {})
    (64, False)
    """
    asked = json.dumps([model, api_base, list(messages), schema], sort_keys=True)
    return hashlib.sha256(asked.encode("ascii")).hexdigest()


@functools.cache
def text_only_disk() -> type[diskcache.Disk]:
    """The class by which diskcache writes and reads rows, made to hold text and nothing else.

    diskcache would unpickle a row that says it is a pickle, open the file that a row names and
    delete it later (CVE-2025-69872).  Whoever can write to the folder could so run code, read
    files or delete them.  Here a row is its own text or an error.
    """
    from diskcache.core import MODE_RAW, Disk

    class TextOnlyDisk(Disk):  # type: ignore[misc]
        def put(self, key: object) -> tuple[str, bool]:
            """The key as the database holds it."""
            if type(key) is not str:
                raise TypeError("keys are text")
            return key, True

        def get(self, key: object, raw: object) -> str:
            """The key from what the database holds."""
            if type(key) is not str or raw != 1:
                raise ValueError("a key in the cache is not text")
            return key

        def store(
            self, value: object, read: bool, key: object = None
        ) -> tuple[int, int, None, str]:
            """Size, mode, file name and value of the row for a text."""
            if type(value) is not str or read:
                raise TypeError("values are text")
            return 0, MODE_RAW, None, value

        def fetch(self, mode: int, filename: object, value: object, read: bool) -> str:
            """The text of a row."""
            if mode != MODE_RAW or filename is not None or type(value) is not str:
                raise ValueError("a value in the cache is not text")
            return value

        def remove(self, file_path: object) -> None:
            """Removes nothing: a row that names a file is none of ours."""

    return TextOnlyDisk


class Cache:
    """Texts by key.  Nothing here raises; a cache that fails has no answer.

    >>> cache = open_cache(None)
    >>> cache.put("key", "text")
    >>> print(cache.get("key"))
    None
    """

    def __init__(self, store: diskcache.Cache | None = None) -> None:
        self._store = store
        self._said = False

    def get(self, key: str) -> str | None:
        """The text that was put there, or None."""
        if self._store is None:
            return None
        try:
            value = self._store.get(key)
        except Exception as error:  # whatever a damaged database makes of SQLite and diskcache
            self._say_once("read from", error)
            return None
        return value if isinstance(value, str) else None

    def put(self, key: str, value: str) -> None:
        """Keeps a text, in place of the one that was there."""
        if self._store is None or len(value) > _TEXT_LIMIT:
            return
        try:
            self._store.set(key, value)
        except Exception as error:  # as above, and a full disk
            self._say_once("written to", error)

    def _say_once(self, what: str, error: Exception) -> None:
        if not self._said:
            self._said = True
            _LOG.warning("The cache can't be %s, going on without: %s", what, _reason(error))


@functools.cache
def open_cache(folder: Path | None) -> Cache:
    """The cache in this folder, one for the whole process; None: a cache that keeps nothing.

    The folder is made if need be, and private to its owner (0700): it is for the cache alone.
    """
    if folder is None:
        return Cache()
    # diskcache expands variables in the path itself; the folder made private has to be the same.
    folder = Path(os.path.expandvars(folder))
    try:
        import diskcache

        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        store = diskcache.Cache(
            str(folder),
            timeout=1,  # second to wait for another process's lock; then do without
            disk=text_only_disk(),
            size_limit=_SIZE_LIMIT,
            eviction_policy="least-recently-used",
            sqlite_mmap_size=0,  # a mapped file that is cut short kills the process
        )
    except Exception as error:  # sqlite3.Error, OSError, and what tampered settings lead to
        _LOG.warning("The cache can't be opened, going on without: %s", _reason(error))
        return Cache()
    return Cache(store)


def _reason(error: Exception) -> str:
    said = " ".join(str(error).split())
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
