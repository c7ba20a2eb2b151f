"""The page as visitors meet it: served on a free port, seen with a real browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[2]
_ARGUMENTS = (
    "--no-sandbox",
    # A browser that nobody sits at has nothing to say to its maker.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
)


def chromium() -> str | None:
    """The browser: Debian's chromium, or the one named in CHROMIUM."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium")


@contextmanager
def served_page(
    settings: Mapping[str, str] | None = None, *options: str, path: str = ""
) -> Iterator[str]:
    """The address of the page, served for as long as the block runs.

    `settings` go into its environment, `options` onto Streamlit's command line; `path` is where
    it is served below the host, without strokes.  Raises `TimeoutError` if it does not start.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        f"--server.port={port}",
        *options,
    ]
    if path:
        command.append(f"--server.baseUrlPath={path}")
    quiet = subprocess.DEVNULL
    env = {**os.environ, **(settings or {})}
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=quiet, stderr=quiet)  # noqa: S603
    address = f"http://localhost:{port}" + (f"/{path}" if path else "")
    try:
        _wait(f"{address}/_stcore/health", process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310
                return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
    raise TimeoutError(f"The page did not start: nothing answers at {address}")


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless browser.  Raises `FileNotFoundError` where there is none."""
    found = chromium()
    if found is None:
        raise FileNotFoundError("No chromium: apt-get install chromium, or name one in CHROMIUM.")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=list(_ARGUMENTS))
        try:
            yield started
        finally:
            started.close()
