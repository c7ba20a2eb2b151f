"""``python -m evals.bench``: all measurements, or one part."""

from __future__ import annotations

import argparse
import json
import platform
import sys
from collections.abc import Callable, Iterable, Sequence

from pydantic_evals.reporting import TableResult

from evals.bench import facts, growth, hosted, speed
from evals.report import REPORT, draw, make_console

_PARTS: dict[str, Callable[[], Iterable[TableResult]]] = {
    "facts": facts.measure,
    "speed": speed.measure,
    "growth": growth.measure,
    "hosted": hosted.measure,
}
_WHEN_ASKED = ("hosted",)  # minutes of work, and of waiting


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print tables, write ``bench.json``; always 0."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench", description=main.__doc__)
    parser.add_argument("--only", choices=tuple(_PARTS), help="one part")
    asked = parser.parse_args(argv)
    console = make_console()
    missing = facts.missing_peers()
    if missing:
        console.print(f"Not installed, so not measured: {', '.join(missing)} (make bench has them)")
    tables = []
    for part in [asked.only] if asked.only else [p for p in _PARTS if p not in _WHEN_ASKED]:
        for table in _PARTS[part]():
            console.print(draw(table))
            tables.append(table.model_dump(mode="json"))
    path = REPORT.parent / "bench.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"python": platform.python_version(), "machine": platform.machine(), "tables": tables}
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
