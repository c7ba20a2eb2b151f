"""What the README shows is what happens."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path

import pytest

from rewriter.cli import main

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
FENCES = re.findall(r"^```(\w*)\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
BLOCKS = [text for kind, text in FENCES if kind == "python"]
COMMANDS = [
    line
    for kind, text in FENCES
    for line in text.splitlines()
    if not kind and line.startswith("rewriter ") and "--model" not in line
]


@pytest.mark.parametrize("block", BLOCKS, ids=[block.splitlines()[0] for block in BLOCKS])
def test_python_blocks_run(block: str) -> None:
    """Each Python example runs as it stands."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(block, "README", "exec"), {})  # noqa: S102 - our own README
    assert bool(output.getvalue()) == ("print" in block)


@pytest.mark.parametrize("command", COMMANDS, ids=COMMANDS)
def test_commands_run(
    command: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each command of the README is understood and prints a goal, or writes the file it names."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "goals.csv").write_text("goal\nmore followers\n", encoding="utf-8")
    if " batch " in command:
        assert main(shlex.split(command)[1:]) == 0
        assert (tmp_path / shlex.split(command)[-1]).stat().st_size
        return
    code = main(shlex.split(command)[1:])
    assert code == (1 if " check " in command else 0)
    assert capsys.readouterr().out


def test_names_what_is_there() -> None:
    """Linked files exist."""
    root = Path(__file__).parent.parent
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]
    assert links
    assert [link for link in links if not (root / link).exists()] == []
