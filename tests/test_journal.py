"""Results on disk as they come."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rewriter.journal import Journal


def test_survives_its_program(tmp_path: Path) -> None:
    """What was put down before a program was killed is there for the next one."""
    path = tmp_path / "results.part"
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from rewriter.journal import Journal\n"
        "journal = Journal(Path(sys.argv[1]))\n"
        "for number in range(50):\n"
        "    journal.put(str(number), ['målet', number])\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    journal = Journal(path)
    assert len(journal) == 50
    assert journal.get("49") == ["målet", 49]
    journal.close()


@pytest.mark.parametrize(
    "torn",
    [
        pytest.param(b'["b", {"x": 1', id="no end"),
        pytest.param(b'["b"', id="no record"),
        pytest.param(b'{"b": 1}\n', id="no pair"),
        pytest.param(b"[1, 2]\n", id="no key"),
        pytest.param(b"\x00\xff\n", id="no text"),
    ],
)
def test_torn_line(torn: bytes, tmp_path: Path) -> None:
    """A line that is not whole counts as never written, and the next one is."""
    path = tmp_path / "results.part"
    path.write_bytes(b'["a", {"x": 1}]\n' + torn)
    journal = Journal(path)
    assert (len(journal), journal.get("b")) == (1, None)
    journal.put("c", 3)
    journal.close()
    again = Journal(path)
    assert [again.get(key) for key in "abc"] == [{"x": 1}, None, 3]
    again.close()


def test_many_at_once(tmp_path: Path) -> None:
    """Threads that write and read at the same time get each their own."""
    journal = Journal(tmp_path / "results.part")

    def work(number: int) -> object:
        journal.put(str(number), number)
        return journal.get(str(number))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, range(200))) == list(range(200))
    journal.close()


def test_private_and_gone_when_done(tmp_path: Path) -> None:
    """Nobody else may read it, and when its content is elsewhere it is no more."""
    path = tmp_path / "results.part"
    journal = Journal(path)
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0
    journal.remove()
    assert not path.exists()


def test_the_last_word_counts(tmp_path: Path) -> None:
    """What is put down again is what is read."""
    journal = Journal(tmp_path / "results.part")
    journal.put("a", 1)
    journal.put("a", 2)
    assert journal.get("a") == 2
    journal.close()
    again = Journal(tmp_path / "results.part")
    assert (again.get("a"), len(again)) == (2, 1)
    again.close()
