"""Tables as people save them, read and written."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from rewriter.tables import Cell, UnreadableError, cell_text, read_table, write_table

KNOWN = frozenset({"goal", "mål", "kanal", "målgruppe"})
ROWS = [["Mål", "Kanal", "Ref"], ["flere følgere", "Instagram", "7"], ["økt salg; nå", "", "8"]]


def _csv(rows: list[list[str]], delimiter: str, quote: bool = False) -> str:
    def cell(text: str) -> str:
        return f'"{text}"' if quote or delimiter in text else text

    return "\r\n".join(delimiter.join(map(cell, row)) for row in rows) + "\r\n"


def _cells(path: Path) -> list[list[Cell]]:
    table = read_table(path, KNOWN)
    return [list(table.columns), *(list(row.values()) for row in table.rows())]


@pytest.mark.parametrize(
    "delimiter", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("quote", [False, True], ids=["bare", "quoted"])
def test_csv_however_it_was_saved(
    delimiter: str, encoding: str, quote: bool, tmp_path: Path
) -> None:
    """The separator and the encoding are found out."""
    path = tmp_path / "goals.csv"
    path.write_bytes(_csv(ROWS, delimiter, quote).encode(encoding))
    assert _cells(path) == ROWS


def test_line_breaks_and_quotes_in_cells(tmp_path: Path) -> None:
    """A cell may hold whatever quotes can hold."""
    path = tmp_path / "goals.csv"
    path.write_text('goal;kanal\n"flere ""gode""\nfølgere; nå";"a,b"\n', encoding="utf-8")
    assert _cells(path)[1:] == [['flere "gode"\nfølgere; nå', "a,b"]]


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        pytest.param("more leads\nmore sales\n", ["more leads", "more sales"], id="plain"),
        pytest.param(
            "more leads\nmore, and better\n", ["more leads", "more, and better"], id="comma"
        ),
        pytest.param('more leads\n\n"more; better"\n', ["more leads", "more; better"], id="quotes"),
    ],
)
def test_list_without_headings(text: str, goals: list[str], tmp_path: Path) -> None:
    """A file of one column whose first row is no heading is a list of goals."""
    path = tmp_path / "goals.csv"
    path.write_text(text, encoding="utf-8")
    table = read_table(path, KNOWN)
    assert not table.heads
    assert [row[""] for row in table.rows()] == goals


def test_odd_headings(tmp_path: Path) -> None:
    """Headings that come twice or are missing are told apart; empty columns at the end go."""
    path = tmp_path / "goals.csv"
    path.write_text("goal,Ref,,Ref,,\na,1,2,3,,\n", encoding="utf-8")
    assert _cells(path) == [["goal", "Ref", "#3", "Ref (2)"], ["a", "1", "2", "3"]]


def test_rows_of_all_lengths(tmp_path: Path) -> None:
    """Short rows lack their last cells; what stands beyond the headings is dropped; blanks go."""
    path = tmp_path / "goals.csv"
    path.write_text("goal,kanal\na\n,\n b ,c,d\n", encoding="utf-8")
    rows = list(read_table(path, KNOWN).rows())
    assert rows == [{"goal": "a"}, {"goal": " b ", "kanal": "c"}]


def _book(path: Path, rows: list[list[Any]]) -> None:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.active["C2"].number_format = "0%"
    book.save(path)


def test_xlsx_keeps_types(tmp_path: Path) -> None:
    """Numbers are numbers and days are days; a share is read as it is shown."""
    path = tmp_path / "goals.xlsx"
    day = datetime(2027, 6, 30)
    _book(path, [["Mål", "Frist", "Nå", "Tall"], ["mer salg", day, 0.125, 1200]])
    assert _cells(path)[1:] == [["mer salg", day, "12.5 %", 1200]]


def test_xlsx_begins_where_something_stands(tmp_path: Path) -> None:
    """Empty rows before, between and after are none."""
    path = tmp_path / "goals.xlsx"
    _book(path, [[], ["Mål", None], [None, None], ["mer salg", None], []])
    assert _cells(path) == [["Mål"], ["mer salg"]]


def test_jsonl(tmp_path: Path) -> None:
    """Objects, texts, and a context of its own or beside the goal."""
    path = tmp_path / "goals.jsonl"
    lines = [
        {"goal": "more leads", "context": {"history": [30, 32]}, "id": 7},
        "more sales",
        {"goal": "more", "channel": "Instagram"},
    ]
    path.write_text("\n\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    table = read_table(path, KNOWN)
    assert table.columns == ("goal", "id", "history", "channel")
    assert list(table.rows()) == [
        {"goal": "more leads", "history": [30, 32], "id": 7},
        {"goal": "more sales"},
        {"goal": "more", "channel": "Instagram"},
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("goals.xlsx", b"goal\nmore leads\n", id="no workbook"),
        pytest.param("goals.xlsx", b"PK\x03\x04 broken", id="broken workbook"),
        pytest.param("goals.csv", b'goal,kanal\n"more leads,x\n', id="quote without end"),
        pytest.param("goals.csv", b"goal,kanal\na\x00b,c\n\xff\x81", id="no text"),
        pytest.param("goals.jsonl", b"more leads\n", id="no JSON"),
        pytest.param("goals.jsonl", b"[1, 2]\n", id="list"),
        pytest.param("goals.jsonl", b"\xff\xfe{", id="no UTF-8"),
    ],
)
def test_unreadable(name: str, content: bytes, tmp_path: Path) -> None:
    """What is no table says so, whatever went wrong inside."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableError):
        list(read_table(path, KNOWN).rows())


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is the disk's matter."""
    with pytest.raises(FileNotFoundError):
        read_table(tmp_path / "goals.csv", KNOWN)


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_reads_what_it_writes(name: str, tmp_path: Path) -> None:
    """What goes out comes back; in a workbook with its types."""
    path = tmp_path / name
    cells: list[Cell] = ["økt\nsalg", 1200, 0.5, None, "a;b,c"]
    with write_table(path, ["Mål", "a", "b", "c", "d"], delimiter=";") as writer:
        writer.row(cells, None)
    (row,) = read_table(path, KNOWN).rows()
    read = [cell_text(cell) for cell in row.values()]
    assert read == ["økt\nsalg", "1200", "0.5", "", "a;b,c"]
    if name.endswith("xlsx"):
        assert row["a"] == 1200


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@x", " =1", "\u202e=1", '=HYPERLINK("http://a.b")', "＝1"]
)
@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_no_cell_starts_a_formula(cell: str, name: str, tmp_path: Path) -> None:
    """Text from users and models is text in any spreadsheet, in headings too."""
    path = tmp_path / name
    with write_table(path, ["goal", cell]) as writer:
        writer.row(["more leads", cell], None)
    if name.endswith("csv"):
        for line in path.read_text(encoding="utf-8-sig").splitlines():
            assert (
                not line.split(",", 1)[1].strip('"').lstrip().startswith(("=", "+", "-", "@", "＝"))
            )
    else:
        sheet = load_workbook(path).active
        found = [sheet["B1"], sheet["B2"]]
        assert {each.data_type for each in found} == {"s"}
        assert not any(each.value.lstrip().startswith(("=", "+", "-", "@")) for each in found)


def test_what_was_there_stays_until_all_is_written(tmp_path: Path) -> None:
    """A failure on the way leaves the old file and no half of a new one."""
    path = tmp_path / "out.csv"
    path.write_text("old", encoding="utf-8")

    def write() -> None:
        with write_table(path, ["goal"]) as writer:
            writer.row(["more leads"], None)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write()
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        pytest.param(True, "True", id="truth"),
        pytest.param(1234567.0, "1234567", id="whole"),
        pytest.param(0.1 + 0.2, "0.3", id="rounding"),
        pytest.param(datetime(2027, 1, 2, 3, 4), "2027-01-02 03:04:00", id="moment"),
        pytest.param(date(2027, 1, 2), "2027-01-02", id="day"),
        pytest.param(" a\r\nb ", "a\nb", id="line ends"),
        pytest.param([30, None, "x"], "30; ; x", id="list"),
    ],
)
def test_cell_text(cell: Cell, text: str) -> None:
    """A cell as text."""
    assert cell_text(cell) == text
