"""Results on disk as they come, so that an interrupted batch has lost and paid for nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path
from threading import Lock
from typing import Any


class Journal:
    """Records by key, appended to a file line by line; in memory is only where each begins.

    A line that was being written when the program was killed counts as not written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "results.part"
    ...     journal = Journal(path)
    ...     journal.put("a", {"answer": 42})
    ...     journal.close()
    ...     again = Journal(path)
    ...     found = again.get("a"), again.get("b"), "a" in again
    ...     again.remove()
    ...     found, path.exists()
    (({'answer': 42}, None, True), False)
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._begins: dict[str, int] = {}
        self._file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
        end = 0
        for line in self._file:
            key = _key(line)
            if key is None:
                break
            self._begins[key] = end
            end += len(line)
        self._file.truncate(end)

    def __contains__(self, key: str) -> bool:
        return key in self._begins

    def __len__(self) -> int:
        return len(self._begins)

    def put(self, key: str, record: Any) -> None:
        """Writes a record down; it survives the program, whatever ends it."""
        line = json.dumps([key, record], ensure_ascii=False).encode() + b"\n"
        with self._lock:
            begin = self._file.seek(0, os.SEEK_END)
            self._file.write(line)
            self._file.flush()
            self._begins[key] = begin

    def get(self, key: str) -> Any:
        """The record of this key; None if there is none."""
        with self._lock:
            begin = self._begins.get(key)
            if begin is None:
                return None
            self._file.seek(begin)
            return json.loads(self._file.readline())[1]

    def close(self) -> None:
        """Leaves the file as it is, for the next time."""
        self._file.close()

    def remove(self) -> None:
        """Ends the journal: what it held is elsewhere now."""
        self.close()
        self._path.unlink(missing_ok=True)


def _key(line: bytes) -> str | None:
    """The key of a line; None for one that is not whole, or no line of a journal."""
    if not line.endswith(b"\n"):
        return None
    try:
        key, _ = json.loads(line)
    except ValueError:  # a JSON text of another shape too
        return None
    return key if isinstance(key, str) else None
