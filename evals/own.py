"""Goals of one's own, out of a file as people keep them."""

from __future__ import annotations

from pathlib import Path

from evals.datasets import DataError
from rewriter import RewriterError
from rewriter.goalrows import Fields, fields_of, known_cells, known_headings, read_request
from rewriter.languages.pack import load_pack
from rewriter.schemas import GoalRequest, Options
from rewriter.tables import KINDS, Table, UnreadableError, read_table


def load_goals(path: str | Path, language: str | None = None) -> list[GoalRequest]:
    """The goals of a CSV, Excel or JSON Lines file, with what its columns say of each.

    The file is understood as `rewriter batch` understands it: columns for the goal, its language
    and the fields of the context, named in any of the languages; or a plain list of goals.
    `language` counts where a row has none; left out, it is told by the goal.

    Raises `DataError` for a file that can't be read, holds no goals, or has a row that can't be
    worked on; the message names the file and the row.
    """
    path = Path(path)
    if path.suffix.lower() not in KINDS:
        raise DataError(f"{path.name}: goals are read from {', '.join(KINDS)}")
    if language is not None:
        load_pack(language)  # the option is wrong then, and no row
    try:
        table = read_table(path, frozenset(known_headings()))
        return _requests(table, path.name, language)
    except OSError as error:
        raise DataError(f"{path.name}: {error.strerror or error}") from error
    except UnreadableError as error:
        raise DataError(f"{path.name}: not a table of the kind that its name says") from error


def _requests(table: Table, name: str, language: str | None) -> list[GoalRequest]:
    meant = fields_of(table)
    if "goal" not in meant.values():
        there = ", ".join(table.columns) or "nothing"
        raise DataError(f"{name}: no column is named goal, in any language; there is: {there}")
    rows = (known_cells(row, meant) for row in table.rows())
    requests = [_request(fields, f"{name}, goal {n}", language) for n, fields in enumerate(rows, 1)]
    if not requests:
        raise DataError(f"{name}: no goals in it")
    return requests


def _request(fields: Fields, where: str, language: str | None) -> GoalRequest:
    if "goal" not in fields:
        raise DataError(f"{where}: the row has no goal")
    try:
        request = read_request(fields, language, None, Options())
        if request.language is not None:
            load_pack(request.language)
    except (RewriterError, ValueError) as error:
        raise DataError(f"{where}: {error}") from error
    return request
