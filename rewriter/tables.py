"""Tables as marketers keep them: CSV in whatever form Excel saved it, XLSX, JSON lines.

Cells keep their type (text, number, day); every row keeps all its columns, known or not.
"""

from __future__ import annotations

import codecs
import csv
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Protocol

from rewriter.export import neutral_cell

KINDS = (".csv", ".xlsx", ".jsonl")
_DELIMITERS = ";,\t|"
_LONGEST_CELL = 10**6  # characters; the csv module's own limit is lower than a long goal's

Cell = str | int | float | date | list[Any] | None


class UnreadableError(ValueError):
    """The file is no table of the kind that its name says."""


@dataclass(frozen=True)
class Table:
    """A table on disk: its columns, and its rows whenever they are asked for.

    `heads` tells whether the first row names the columns; a plain list of goals has none, and one
    column without a name.
    """

    path: Path
    columns: tuple[str, ...]
    heads: bool = True
    delimiter: str = ","
    encoding: str = "utf-8-sig"

    def rows(self) -> Iterator[dict[str, Cell]]:
        """The rows that hold anything, by column."""
        for row in _ROWS[self.path.suffix.lower()](self):
            if any(cell_text(cell) for cell in row.values()):
                yield row


def read_table(path: Path, known: frozenset[str]) -> Table:
    """The table in a file; `known` are headings (`plain_heading`) by which to tell a CSV's comma.

    Raises `UnreadableError`, and `OSError` as the disk does.
    """
    kind = path.suffix.lower()
    with _translated():
        if kind == ".csv":
            return _csv_table(path, known)
        if kind == ".xlsx":
            first = next(_sheet_rows(path), ())
            return Table(path, _distinct(cell_text(cell) for cell in first))
        columns: dict[str, None] = {}
        for line in _json_lines(path):
            columns.update(dict.fromkeys(line))
        return Table(path, tuple(columns))


def plain_heading(text: str) -> str:
    """A heading without what people write now so and now otherwise.

    >>> plain_heading(" Business-goal "), plain_heading("business_goal")
    ('business goal', 'business goal')
    """
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())


def cell_text(cell: Cell) -> str:
    """A cell as text, the same for the same content wherever it was read.

    >>> cell_text(1200.0), cell_text(date(2027, 6, 30)), cell_text([30, 32.5]), cell_text(None)
    ('1200', '2027-06-30', '30; 32.5', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, list):
        return "; ".join(cell_text(part) for part in cell)
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, int | float):
        return f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).replace("\r\n", "\n").strip()


class Writer(Protocol):
    """Writes rows, in order."""

    def row(self, cells: Sequence[Cell], record: Any) -> None:
        """One row: its cells, or in JSON lines the record."""


@contextmanager
def write_table(path: Path, columns: Sequence[str], *, delimiter: str = ",") -> Iterator[Writer]:
    """A writer of the kind that the name says; the file is there, whole, when the block ends.

    Until then, and if the block fails, what was there before stays.  Text goes out as text: no
    cell can start a formula.
    """
    fresh = path.with_name(f".{path.name}.new")
    try:
        with _WRITERS[path.suffix.lower()](fresh, columns, delimiter) as writer:
            yield writer
        os.replace(fresh, path)  # noqa: PTH105 - one step on every system
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OSError:
        raise
    except Exception as error:  # zip, XML, csv, JSON, Unicode: each has exceptions of its own
        raise UnreadableError(type(error).__name__) from error


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    """The names, with a number where one comes again or is missing."""
    taken: dict[str, None] = {}
    for place, name in enumerate(names, 1):
        wanted, turn = name or f"#{place}", 1
        name = wanted
        while name in taken:
            turn += 1
            name = f"{wanted} ({turn})"
        taken[name] = None
    while taken and next(reversed(taken)) == f"#{len(taken)}":
        taken.popitem()  # empty columns at the end, which spreadsheets like to keep
    return tuple(taken)


def _encoding(path: Path) -> str:
    """UTF-8, or what Excel writes instead: UTF-16 with a mark, else Western European."""
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk := file.read(1 << 16):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _csv_table(path: Path, known: frozenset[str]) -> Table:
    encoding = _encoding(path)
    csv.field_size_limit(_LONGEST_CELL)

    def first(delimiter: str) -> tuple[str, ...]:
        return _distinct(cell.strip() for cell in next(_csv_rows(path, encoding, delimiter), []))

    def told(delimiter: str) -> tuple[int, int]:
        try:
            columns = first(delimiter)
        except csv.Error:  # quotes where none can be: not this one
            return -1, 0
        return sum(plain_heading(name) in known for name in columns), len(columns)

    best = max(_DELIMITERS, key=told)
    if not told(best)[0]:
        # No heading that is known: a list of goals, if it can be one.
        alone = len(first(best)) == 1
        return Table(path, ("",) if alone else first(best), not alone, "\x1f" if alone else best,
                     encoding)  # fmt: skip
    return Table(path, first(best), True, best, encoding)


def _csv_rows(path: Path, encoding: str, delimiter: str) -> Iterator[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        rows = csv.reader(file, delimiter=delimiter, strict=True)
        yield from (row for row in rows if any(cell.strip() for cell in row))


def _rows_of_csv(table: Table) -> Iterator[dict[str, Cell]]:
    with _translated():
        rows = _csv_rows(table.path, table.encoding, table.delimiter)
        if table.heads:
            next(rows, None)
        for row in rows:
            yield dict(zip(table.columns, row, strict=False))


def _sheet_rows(path: Path) -> Iterator[tuple[Any, ...]]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    try:
        for row in book.active.iter_rows():
            cells = tuple(_sheet_cell(cell) for cell in row)
            if any(cell_text(cell) for cell in cells):
                yield cells
    finally:
        book.close()


def _sheet_cell(cell: Any) -> Cell:
    value: Cell = cell.value
    if isinstance(value, int | float) and "%" in str(getattr(cell, "number_format", "")):
        return f"{value * 100:.10g} %"  # shown so, and meant so
    return value


def _rows_of_xlsx(table: Table) -> Iterator[dict[str, Cell]]:
    with _translated():
        rows = _sheet_rows(table.path)
        next(rows, None)
        for row in rows:
            yield dict(zip(table.columns, row, strict=False))


def _json_lines(path: Path) -> Iterator[dict[str, Cell]]:
    with path.open(encoding="utf-8-sig") as file:
        for line in file:
            if not line.strip():
                continue
            said = json.loads(line)
            if isinstance(said, str):
                said = {"goal": said}
            if not isinstance(said, dict):
                raise UnreadableError("neither an object nor a text")
            context = said.pop("context", None)
            yield {**said, **(context if isinstance(context, dict) else {})}


def _rows_of_jsonl(table: Table) -> Iterator[dict[str, Cell]]:
    with _translated():
        yield from _json_lines(table.path)


_ROWS = {".csv": _rows_of_csv, ".xlsx": _rows_of_xlsx, ".jsonl": _rows_of_jsonl}


class _CsvWriter:
    def __init__(self, file: Any, delimiter: str) -> None:
        self._rows = csv.writer(
            file, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n"
        )

    def row(self, cells: Sequence[Cell], record: Any) -> None:
        self._rows.writerow([neutral_cell(cell_text(cell)) for cell in cells])


class _SheetWriter:
    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet

    def row(self, cells: Sequence[Cell], record: Any) -> None:
        kept = (int, float, date)
        self._sheet.append(
            [
                cell if isinstance(cell, kept) else neutral_cell(cell_text(cell)) or None
                for cell in cells
            ]
        )


class _LineWriter:
    def __init__(self, file: Any) -> None:
        self._file = file

    def row(self, cells: Sequence[Cell], record: Any) -> None:
        self._file.write(json.dumps(record, ensure_ascii=False, default=cell_text) + "\n")


@contextmanager
def _csv_writer(path: Path, columns: Sequence[str], delimiter: str) -> Iterator[Writer]:
    # With a byte order mark, or Excel shows foreign letters wrongly.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = _CsvWriter(file, delimiter)
        writer.row(columns, None)
        yield writer


@contextmanager
def _sheet_writer(path: Path, columns: Sequence[str], delimiter: str) -> Iterator[Writer]:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    writer = _SheetWriter(sheet)
    writer.row(columns, None)
    yield writer
    book.save(path)


@contextmanager
def _line_writer(path: Path, columns: Sequence[str], delimiter: str) -> Iterator[Writer]:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        yield _LineWriter(file)


_WRITERS = {".csv": _csv_writer, ".xlsx": _sheet_writer, ".jsonl": _line_writer}
