"""Files that visitors upload: lists of goals, and worksheets with a row per letter.

What is uploaded is read at once.  The readers want a file, so it lies in a folder of its own for
that moment, and is gone when this returns.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path

from rewriter.errors import InputError, RewriterError
from rewriter.export import neutral_cell
from rewriter.goalrows import fields_of, known_cells, known_headings, read_request
from rewriter.languages.pack import Pack, available_languages, load_pack
from rewriter.page.work import Wishes
from rewriter.schemas import LETTERS, FieldName, GoalContext, GoalRequest, SmartGoal
from rewriter.tables import Table, UnreadableError, cell_text, plain_heading, read_table

KINDS = ("csv", "xlsx")
MOST_GOALS = 500
_MOST_ROWS = 400  # of a worksheet


def goals_in(
    data: bytes,
    name: str,
    page: Pack,
    *,
    language: str | None,
    context: GoalContext | None,
    wishes: Wishes,
) -> list[GoalRequest]:
    """The goals in an uploaded list, with what their rows say besides.

    Raises `InputError` in the page's language for a file that has none.
    """
    words = page.interface.batch
    with _table(data, name, page) as table:
        meant = fields_of(table)
        if "goal" not in meant.values():
            names = ", ".join(words.columns["goal"])
            raise InputError(words.no_goals.format(file=name, names=names))
        requests: list[GoalRequest] = []
        for row in table.rows():
            fields = known_cells(row, meant)
            if not cell_text(fields.get("goal")):
                continue
            if len(requests) == MOST_GOALS:
                raise InputError(page.page.rewrite.too_many.format(limit=MOST_GOALS))
            try:
                requests.append(read_request(fields, language, context, wishes.options()))
            except RewriterError:  # the row is rewritten alone, and says itself what is wrong
                requests.append(GoalRequest(goal=cell_text(fields.get("goal")), language=language))
    if not requests:
        raise InputError(words.no_goals.format(file=name, names=", ".join(words.columns["goal"])))
    return requests


def letters_in(data: bytes, name: str, page: Pack) -> tuple[SmartGoal, str]:
    """The first goal in an uploaded worksheet, and its rough goal where the sheet has that.

    A row belongs to a letter by the first cell that is the letter or its name in any language;
    the text is the longest cell after that one, but for the verdict.  Raises `InputError` in the
    page's language for a file without letters.
    """
    found: dict[FieldName, str] = {}
    source = ""
    with _table(data, name, page) as table:
        heads = [tuple(column for column in table.columns)] if table.heads else []
        rows = (tuple(cell_text(cell) for cell in row.values()) for row in table.rows())
        for cells in islice([*heads, *rows], _MOST_ROWS):
            if not (read := _letter_row(cells)):
                continue
            content, place, text = read
            if content in found:
                break  # the next goal begins
            found[content] = text
            if not source and place:
                source = _as_written(cells[0])
    if not any(letter in found for letter in LETTERS):
        raise InputError(page.page.guided.no_letters)
    return SmartGoal(**found), source


def _letter_row(cells: tuple[str, ...]) -> tuple[FieldName, int, str] | None:
    names = _letter_names()
    for place, cell in enumerate(cells):
        key = plain_heading(cell)
        if key not in names:
            continue
        after = [text for text in cells[place + 1 :] if plain_heading(text) not in names]
        verdicts = _verdicts()
        text = next((text for text in after if text and plain_heading(text) not in verdicts), "")
        return names[key], place, _as_written(text)
    return None


def _as_written(text: str) -> str:
    """A cell without the apostrophe that keeps it from being a formula."""
    return text[1:] if text[:1] == "'" and neutral_cell(text[1:]) == text else text


@cache
def _letter_names() -> dict[str, FieldName]:
    """Letters and their names in all languages, and what each stands for in the usual reading."""
    known: dict[str, FieldName] = {}
    for code in available_languages():
        pack = load_pack(code)
        known[plain_heading(pack.interface.document.statement)] = "statement"
        for number, letters in enumerate(pack.basics.readings.values()):
            for letter in letters:
                for content in LETTERS:
                    if content == letter.shows:
                        known.setdefault(plain_heading(letter.name), content)
                        if not number:
                            known.setdefault(plain_heading(letter.initial), content)
    return known


@cache
def _verdicts() -> frozenset[str]:
    words = [load_pack(code).interface.document.verdicts for code in available_languages()]
    return frozenset(plain_heading(text) for verdicts in words for _, text in verdicts)


@contextmanager
def _table(data: bytes, name: str, page: Pack) -> Iterator[Table]:
    words = page.interface.batch
    kind = Path(name).suffix.lower().lstrip(".")
    if kind not in KINDS:
        raise InputError(words.kinds.format(file=name))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"upload.{kind}"
        path.write_bytes(data)
        try:
            yield read_table(path, frozenset(known_headings()))
        except UnreadableError as error:
            raise InputError(words.unreadable.format(file=name)) from error
