"""From a row of a table to a goal and its context: headings in five languages, typed cells."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from babel.numbers import format_decimal

from rewriter.export import neutral_cell
from rewriter.intake import take_in
from rewriter.languages.pack import Pack, available_languages, load_pack
from rewriter.schemas import GoalContext, GoalRequest, Options
from rewriter.tables import Cell, Table, cell_text, plain_heading
from rewriter.typed import read_history

Fields = dict[str, Cell]


@cache
def known_headings() -> dict[str, str]:
    """What each understood heading means, in all languages: a context field, goal or language.

    >>> [known_headings()[name] for name in ("målgruppe", "doelgroep", "target audience")]
    ['audience', 'audience', 'audience']
    """
    known = {"goal": "goal", "language": "language"}
    known |= {plain_heading(name): name for name in GoalContext.model_fields}
    for code in available_languages():
        interface = load_pack(code).interface
        known[plain_heading(interface.document.source)] = "goal"
        for meant, names in interface.batch.columns.items():
            known |= {plain_heading(name): meant for name in names}
        for name in GoalContext.model_fields:
            known[plain_heading(getattr(interface.context, name).label)] = name
    return known


def fields_of(table: Table) -> dict[str, str]:
    """Columns that mean something, the first that means it; a list without headings is of goals."""
    if not table.heads:
        return dict.fromkeys(table.columns[:1], "goal")
    meant: dict[str, str] = {}
    for name in table.columns:
        field_name = known_headings().get(plain_heading(name))
        if field_name and field_name not in meant.values():
            meant[name] = field_name
    return meant


def known_cells(row: Mapping[str, Cell], meant: Mapping[str, str]) -> Fields:
    """The cells that mean something and hold something, by their meaning."""
    found = {meant[name]: cell for name, cell in row.items() if name in meant}
    return {name: cell for name, cell in found.items() if cell_text(cell)}


def row_key(fields: Fields) -> str:
    """The same for the same goal, language and context, read from the goals or the results."""
    plain = {name: neutral_cell(cell_text(cell)) for name, cell in fields.items()}
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:32]


def read_request(
    fields: Fields, language: str | None, context: GoalContext | None, options: Options
) -> GoalRequest:
    """The goal of a row; `language` and `context` count where the row has none of its own.

    Raises `RewriterError` for a row that can't be worked on.
    """
    goal = cell_text(fields.get("goal"))
    language = _language(cell_text(fields.get("language"))) or language
    known = {name: cell for name, cell in fields.items() if name in GoalContext.model_fields}
    if not known:
        return GoalRequest(goal=goal, context=context, language=language)
    pack = load_pack(take_in(goal, GoalContext(), language, options))
    given = context.model_dump() if context else {}
    given |= {name: _context_value(name, cell, pack) for name, cell in known.items()}
    return GoalRequest(goal=goal, context=GoalContext(**given), language=language)


def _language(text: str) -> str | None:
    """The code for a language as people name it, in any of the languages; or what they wrote."""
    names = {
        name.casefold(): code
        for told in available_languages()
        for code, name in load_pack(told).messages.language_names.items()
    }
    return names.get(text.casefold(), text) or None


def _context_value(name: str, cell: Cell, pack: Pack) -> Any:
    """A cell as the context takes it: figures for the past, else text in the goal's language."""
    numbers = cell if isinstance(cell, list) else [cell]
    if name == "history":
        if all(isinstance(number, int | float) for number in numbers):
            return tuple(numbers)
        return read_history(cell_text(cell), pack)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return format_decimal(cell, locale=pack.locale)
    return cell_text(cell)
