"""The cache keeps text, runs nothing, and never stands in the way."""

from __future__ import annotations

import errno
import logging
import os
import pickle
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from rewriter import cache as cache_module
from rewriter.cache import Cache, cache_key, open_cache, text_only_disk
from rewriter.models.hosted import HostedModel
from rewriter.schemas import Draft, DraftRequest, GoalContext
from tests.goals import GOOD, SOURCES, TODAY
from tests.servers import ChatServer, Reply

MESSAGES = [{"role": "system", "content": "s"}, {"role": "user", "content": "få flere følgere"}]
SCHEMA = {"type": "object", "properties": {"specific": {"type": "string"}}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the cache of a test is; not there yet."""
    return tmp_path / "cache" / "answers"


def _row(folder: Path, **columns: object) -> None:
    """Writes into the row of the key "k" as somebody with access to the file could."""
    with sqlite3.connect(folder / "cache.db") as database:
        assignments = ", ".join(f"{name} = ?" for name in columns)
        database.execute(
            f"UPDATE Cache SET {assignments} WHERE key = 'k'",  # noqa: S608
            tuple(columns.values()),
        )
    database.close()


def test_keeps_texts(folder: Path) -> None:
    """What was put comes back; the latest counts; what was not put is None."""
    cache = open_cache(folder)
    cache.put("a", '{"specific": "få 1 200 følgere på Instagram 🎯"}')
    cache.put("b", "first")
    cache.put("b", "second")
    assert cache.get("a") == '{"specific": "få 1 200 følgere på Instagram 🎯"}'
    assert cache.get("b") == "second"
    assert cache.get("c") is None


def test_keeps_long_texts_inside_the_database(folder: Path) -> None:
    """No text is long enough to become a file of its own; absurd ones are not kept."""
    cache = open_cache(folder)
    cache.put("long", "ø" * 200_000)
    cache.put("absurd", "ø" * 2_000_000)
    assert cache.get("long") == "ø" * 200_000
    assert cache.get("absurd") is None
    assert {path.name.split("-")[0] for path in folder.iterdir()} == {"cache.db"}


def test_outlives_the_process(folder: Path) -> None:
    """Another process finds what was kept."""
    open_cache(folder).put("k", "kept")
    code = "import sys, pathlib; from rewriter.cache import open_cache\n"
    code += "print(open_cache(pathlib.Path(sys.argv[1])).get('k'))"
    found = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(cache_module.__file__).parents[1],
    )
    assert found.stdout.strip() == "kept"


def test_no_folder_keeps_nothing() -> None:
    """Switched off, it is there and knows nothing."""
    cache = open_cache(None)
    cache.put("k", "text")
    assert cache.get("k") is None


@pytest.mark.parametrize("mode", [None, 0o755], ids=["new folder", "open folder"])
def test_folder_is_private(folder: Path, mode: int | None) -> None:
    """Nobody else may look at the goals, nor write answers."""
    if mode is not None:
        folder.mkdir(parents=True)
        folder.chmod(mode)
    open_cache(folder).put("k", "text")
    assert folder.stat().st_mode & 0o777 == 0o700


def test_one_cache_a_folder(folder: Path) -> None:
    """A folder is opened once in a process."""
    assert open_cache(folder) is open_cache(folder)


def test_many_threads(folder: Path) -> None:
    """Threads share a cache and lose nothing."""
    cache = open_cache(folder)

    def work(thread: int) -> list[str | None]:
        for turn in range(25):
            cache.put(f"{thread}-{turn}", f"text {thread} {turn}")
        return [cache.get(f"{thread}-{turn}") for turn in range(25)]

    with ThreadPoolExecutor(4) as pool:
        for thread, found in enumerate(pool.map(work, range(4))):
            assert found == [f"text {thread} {turn}" for turn in range(25)]


def test_forgets_what_was_used_longest_ago(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stays within its size; a text that is in use stays."""
    monkeypatch.setattr(cache_module, "_SIZE_LIMIT", 300_000)
    cache = open_cache(folder)
    for turn in range(200):
        cache.put(f"k{turn}", "x" * 4_000)
        cache.get("k0")
    assert cache.get("k0") is not None
    assert cache.get("k1") is None
    assert (folder / "cache.db").stat().st_size < 500_000


class _Harm:
    """Makes a file when unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return os.mkdir, (str(self.mark),)


@pytest.mark.parametrize("in_file", [False, True], ids=["in the row", "in a file"])
def test_pickles_are_not_run(folder: Path, tmp_path: Path, in_file: bool) -> None:
    """A row that claims to be a pickle has no value, and nothing happens."""
    cache = open_cache(folder)
    cache.put("k", "text")
    mark = tmp_path / "harm"
    harm = pickle.dumps(_Harm(mark))
    if in_file:
        (folder / "x.val").write_bytes(harm)
        _row(folder, mode=4, value=None, filename="x.val")
    else:
        _row(folder, mode=4, value=harm)
    assert cache.get("k") is None
    assert not mark.exists()
    pickle.loads(harm)  # noqa: S301
    assert mark.exists(), "the payload would have worked"


@pytest.mark.parametrize(
    "columns",
    [
        pytest.param({"mode": 3, "value": None, "filename": "../secret"}, id="text in a file"),
        pytest.param({"mode": 2, "value": None, "filename": "../secret"}, id="bytes in a file"),
        pytest.param({"filename": "../secret"}, id="value and file"),
        pytest.param({"value": b"bytes"}, id="bytes"),
        pytest.param({"value": 7}, id="number"),
        pytest.param({"value": None}, id="nothing"),
        pytest.param({"mode": 99}, id="unknown mode"),
    ],
)
def test_tampered_rows_are_no_answers(folder: Path, columns: dict[str, object]) -> None:
    """Rows that we don't write have no value, name no file to read and none to delete."""
    cache = open_cache(folder)
    cache.put("k", "text")
    secret = folder.parent / "secret"
    secret.write_text("not yours", encoding="utf-8")
    _row(folder, **columns)
    assert cache.get("k") is None
    cache.put("k", "anew")
    assert cache.get("k") == "anew"
    assert secret.read_text(encoding="utf-8") == "not yours"


@pytest.mark.parametrize(
    "value", [b"bytes", 1, None, {"a": 1}], ids=["bytes", "int", "none", "dict"]
)
def test_disk_takes_only_text(value: Any, tmp_path: Path) -> None:
    """Neither a key nor a value may be anything that diskcache would pickle."""
    disk = text_only_disk()(str(tmp_path))
    with pytest.raises(TypeError):
        disk.put(value)
    with pytest.raises(TypeError):
        disk.store(value, False)
    with pytest.raises(ValueError, match="not text"):
        disk.get(value, False)


def _damaged(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "cache.db").write_bytes(b"no database at all" * 500)


def _file_in_its_place(folder: Path) -> None:
    folder.parent.mkdir(parents=True)
    folder.write_text("a file", encoding="utf-8")


def _below_a_file(folder: Path) -> None:
    folder.parent.write_text("a file", encoding="utf-8")


def _tampered_settings(folder: Path) -> None:
    open_cache(folder)
    open_cache.cache_clear()
    with sqlite3.connect(folder / "cache.db") as database:
        database.execute("INSERT INTO Settings VALUES ('disk_unheard_of', 1)")
    database.close()


@pytest.mark.parametrize("spoil", [_damaged, _file_in_its_place, _below_a_file, _tampered_settings])
def test_carries_on_without(
    spoil: Callable[[Path], None], folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A cache that can't be opened knows nothing, raises nothing, and is spoken of once."""
    spoil(folder)
    cache = open_cache(folder)
    cache.put("k", "text")
    assert cache.get("k") is None
    assert open_cache(folder).get("k") is None
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "going on without" in caplog.text
    assert "Traceback" not in caplog.text


def test_full_disk(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What no longer fits is not kept; what is there is still found; it is said once."""
    cache = open_cache(folder)
    cache.put("k", "text")
    store = cache._store
    assert store is not None
    store._sql("PRAGMA max_page_count = 1").fetchall()
    for turn in range(20):
        cache.put(f"big{turn}", "x" * 50_000)
    assert cache.get("big19") is None
    assert cache.get("k") == "text"
    assert len(caplog.records) == 1
    assert "can't be written to" in caplog.text


def test_damaged_while_open(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A file that is overwritten under way is a cache that knows nothing, or what it knew."""
    cache = open_cache(folder)
    cache.put("k", "text")
    for name in ("cache.db", "cache.db-wal"):
        (folder / name).write_bytes(b"\xff" * 200)
    assert cache.get("k") in (None, "text")
    cache.put("k2", "text")
    assert len(caplog.records) <= 1


def test_locked_by_another(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Another process that holds the lock delays an answer by a second, no more."""
    cache = open_cache(folder)
    cache.put("k", "text")
    holder = sqlite3.connect(folder / "cache.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    assert cache.get("k") is None
    holder.execute("ROLLBACK")
    holder.close()
    assert cache.get("k") == "text"
    assert len(caplog.records) == 1


def _run(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Another process that runs this code, with the cache in `cache`."""
    start = "import pathlib, sys; from rewriter.cache import open_cache\n"
    start += "cache = open_cache(pathlib.Path(sys.argv[1]))\n"
    return subprocess.Popen(
        [sys.executable, "-c", start + code, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(cache_module.__file__).parents[1],
    )


def test_eight_processes(folder: Path) -> None:
    """Eight at once, from the making of the folder on, get what was put there or nothing."""
    code = """
for turn in range(60):
    for key in (f"all-{turn}", f"{sys.argv[2]}-{turn}"):
        cache.put(key, f"text of {key} " * 50)
        assert cache.get(key) in (f"text of {key} " * 50, None), key
"""
    running = [_run(code, folder, number) for number in range(8)]
    said = [process.communicate(timeout=120)[1] for process in running]
    assert [process.returncode for process in running] == [0] * 8, said
    cache = open_cache(folder)
    for number in ("all", *range(8)):
        # Whoever waited for a lock in vain said so, and lost that text alone.
        excused = any("going on without" in text for text in said)
        for key in (f"{number}-{turn}" for turn in range(60)):
            found = cache.get(key)
            assert found == f"text of {key} " * 50 or (found is None and excused), key


def test_killed_while_writing(folder: Path) -> None:
    """Of a process that is killed under way, all that it had put is there, and nothing in part."""
    code = """
for turn in range(100_000):
    cache.put(f"k{turn}", f"{turn} " * 2_000)
    print(turn, flush=True)
"""
    writer = _run(code, folder)
    assert writer.stdout is not None
    done = [int(writer.stdout.readline()) for _ in range(40)]
    writer.kill()
    done += [int(line) for line in writer.communicate(timeout=60)[0].split()]
    cache = open_cache(folder)
    assert [turn for turn in done if cache.get(f"k{turn}") != f"{turn} " * 2_000] == []
    under_way = done[-1] + 1
    assert cache.get(f"k{under_way}") in (None, f"{under_way} " * 2_000)
    cache.put("next", "text")
    assert cache.get("next") == "text"


def test_disk_that_takes_no_more(folder: Path) -> None:
    """A limit of the system on written bytes: what no longer fits is not kept, and it is said."""
    code = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
for turn in range(40):
    cache.put(f"k{turn}", f"{turn} " * 10_000)
    assert cache.get(f"k{turn}") in (f"{turn} " * 10_000, None), turn
print(cache.get("k39"))
"""
    out, said = (process := _run(code, folder)).communicate(timeout=60)
    assert (process.returncode, out) == (0, "None\n"), said
    assert said.count("going on without") == 1
    cache = open_cache(folder)
    found = {turn: cache.get(f"k{turn}") for turn in range(40)}
    assert {
        turn: text for turn, text in found.items() if text not in (None, f"{turn} " * 10_000)
    } == {}
    assert found[0] is not None
    cache.put("k39", "fits again")
    assert cache.get("k39") == "fits again"


@pytest.mark.parametrize(
    "number", [errno.ENOSPC, errno.EROFS, errno.EACCES], ids=errno.errorcode.get
)
@pytest.mark.parametrize("step", ["mkdir", "chmod"])
def test_folder_that_cannot_be_made(
    step: str,
    number: int,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A full or read-only disk at the start: no cache, and the reason is said."""

    def refuse(self: Path, *args: object, **options: object) -> None:
        raise OSError(number, os.strerror(number), str(self))

    monkeypatch.setattr(Path, step, refuse)
    cache = open_cache(folder)
    cache.put("k", "text")
    assert cache.get("k") is None
    assert os.strerror(number) in caplog.text
    assert len(caplog.records) == 1


def _pickle_in_a_row(cache: Cache, folder: Path) -> None:
    harm = pickle.dumps(_Harm(folder.parent / "harm"))
    _every_row(folder, mode=4, value=harm)


def _no_answer_in_a_row(cache: Cache, folder: Path) -> None:
    _every_row(folder, value='["orders"]')


def _read_only(cache: Cache, folder: Path) -> None:
    assert cache._store is not None
    cache._store._sql("PRAGMA query_only = 1").fetchall()


def _overwritten(cache: Cache, folder: Path) -> None:
    for name in ("cache.db", "cache.db-wal"):
        (folder / name).write_bytes(b"\xff" * 200)


def _every_row(folder: Path, **columns: object) -> None:
    with sqlite3.connect(folder / "cache.db") as database:
        assignments = ", ".join(f"{name} = ?" for name in columns)
        changed = database.execute(
            f"UPDATE Cache SET {assignments}",  # noqa: S608
            tuple(columns.values()),
        )
        assert changed.rowcount == 1
    database.close()


@pytest.mark.parametrize("spoil", [_pickle_in_a_row, _no_answer_in_a_row, _read_only, _overwritten])
def test_rewrites_the_same_without(
    spoil: Callable[[Cache, Path], None], folder: Path, serve: Callable[..., ChatServer]
) -> None:
    """Whatever becomes of the cache, the marketer gets the model's answer; nothing is executed."""
    server = serve(
        Reply(
            GOOD["nb"].model_dump(mode="json", exclude={"assumptions", "questions"})
            | {"assumptions": [], "questions": []}
        )
    )

    def ask() -> Draft:
        cache = open_cache(folder)
        model = HostedModel("openai/x", api_base=server.url, cache=cache)
        asked = DraftRequest(goal=SOURCES["nb"], context=GoalContext(), language="nb", today=TODAY)
        return model.draft(asked)

    first, kept = ask(), ask()
    assert (first.goal, first.cached, kept.goal, kept.cached) == (
        first.goal,
        False,
        first.goal,
        True,
    )
    spoil(open_cache(folder), folder)
    again = ask()
    assert again.goal == first.goal
    assert len(server.requests) == (1 if again.cached else 2)
    assert not (folder.parent / "harm").exists()


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(("openai/y", None, MESSAGES, SCHEMA), id="model"),
        pytest.param(("openai/x", "http://localhost/v1", MESSAGES, SCHEMA), id="API base"),
        pytest.param(("openai/x", None, MESSAGES[:1], SCHEMA), id="messages"),
        pytest.param(("openai/x", None, MESSAGES[::-1], SCHEMA), id="order of messages"),
        pytest.param(("openai/x", None, MESSAGES, {}), id="schema"),
    ],
)
def test_key_changes_with(other: tuple[Any, ...]) -> None:
    """Whatever the model is asked, and where, is part of the key."""
    assert cache_key("openai/x", None, MESSAGES, SCHEMA) != cache_key(*other)


def test_key_is_canonical() -> None:
    """The order of names doesn't count, and any text has a key."""
    turned = [dict(reversed(message.items())) for message in MESSAGES]
    assert cache_key("m", None, MESSAGES, SCHEMA) == cache_key("m", None, turned, SCHEMA)
    assert len(cache_key("m", None, [{"role": "user", "content": "\ud800"}], {})) == 64


def test_cache_without_store() -> None:
    """The bare class is a cache that keeps nothing."""
    assert Cache().get("k") is None
