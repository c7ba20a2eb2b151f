"""Rows of a table, read as goals with context."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from rewriter.errors import InputError, UnknownLanguageError
from rewriter.goalrows import fields_of, known_cells, known_headings, read_request, row_key
from rewriter.languages.pack import available_languages, load_pack
from rewriter.schemas import GoalContext, Options
from rewriter.tables import Table, plain_heading

languages = pytest.mark.parametrize("code", available_languages())


def test_no_heading_means_two_things() -> None:
    """In no language does a heading mean one thing and in another one something else."""
    meant: dict[str, set[str]] = {}
    for code in available_languages():
        interface = load_pack(code).interface
        for field, names in interface.batch.columns.items():
            for name in names:
                meant.setdefault(plain_heading(name), set()).add(field)
        for field in GoalContext.model_fields:
            meant.setdefault(plain_heading(getattr(interface.context, field).label), set()).add(
                field
            )
            meant.setdefault(plain_heading(field), set()).add(field)
    assert {name: fields for name, fields in meant.items() if len(fields) > 1} == {}


@languages
def test_every_field_has_a_heading(code: str) -> None:
    """Each language names the goal, its language and each context field, in words of its own."""
    columns = load_pack(code).interface.batch.columns
    assert set(columns) == {"goal", "language", *GoalContext.model_fields}
    assert all(columns.values())
    counts = Counter(name for names in columns.values() for name in names)
    assert max(counts.values()) == 1


@languages
def test_labels_of_the_page_are_headings(code: str) -> None:
    """Whoever copies the page's labels into a table is understood, in any case."""
    interface = load_pack(code).interface
    names = [getattr(interface.context, field).label.upper() for field in GoalContext.model_fields]
    table = Table(Path("x.csv"), (interface.document.source, *names))
    assert list(fields_of(table).values()) == ["goal", *GoalContext.model_fields]


def test_english_field_names_always() -> None:
    """The program's own names do in every language, with blanks or without."""
    table = Table(Path("x.csv"), ("Goal", "Business goal", "wanted_action", "Campaign", "goal"))
    assert fields_of(table) == {
        "Goal": "goal",
        "Business goal": "business_goal",
        "wanted_action": "wanted_action",
    }


@pytest.mark.parametrize(
    ("row", "language", "expected"),
    [
        pytest.param({"goal": "more leads"}, None, (None, None), id="goal alone"),
        pytest.param({"goal": "more leads"}, "en", ("en", None), id="language for all"),
        pytest.param({"goal": "x", "language": "Norsk"}, "en", ("nb", None), id="named in nb"),
        pytest.param({"goal": "x", "language": "DANISH"}, "en", ("da", None), id="named in en"),
        pytest.param({"goal": "x", "language": "sv-SE"}, "en", ("sv-SE", None), id="code"),
        pytest.param(
            {"goal": "flere leads", "language": "da", "history": "30; 32,5"},
            None,
            ("da", {"history": (30.0, 32.5)}),
            id="history as typed",
        ),
        pytest.param(
            {"goal": "flere leads", "language": "da", "history": 30},
            None,
            ("da", {"history": (30.0,)}),
            id="history as a number",
        ),
        pytest.param(
            {"goal": "more leads", "language": "en", "history": [30, 32.5]},
            None,
            ("en", {"history": (30.0, 32.5)}),
            id="history as a list",
        ),
        pytest.param(
            {"goal": "flere leads", "language": "da", "baseline": 1200.5},
            None,
            ("da", {"baseline": "1.200,5"}),
            id="number in the goal's language",
        ),
        pytest.param(
            {"goal": "more leads", "language": "en", "deadline": datetime(2027, 6, 30)},
            None,
            ("en", {"deadline": "2027-06-30"}),
            id="day",
        ),
    ],
)
def test_requests(
    row: dict[str, Any], language: str | None, expected: tuple[str | None, dict[str, Any] | None]
) -> None:
    """A row's own language and context, each cell as the context takes it."""
    request = read_request(row, language, None, Options())
    code, context = expected
    assert request.language == code
    assert request.context == (GoalContext(**context) if context else None)


def test_context_for_all_gives_way() -> None:
    """What the row says counts before what was said for all; the rest stands."""
    shared = GoalContext(channel="LinkedIn", owner="Kim")
    request = read_request({"goal": "more leads", "channel": "Instagram"}, "en", shared, Options())
    assert request.context == GoalContext(channel="Instagram", owner="Kim")
    assert read_request({"goal": "more leads"}, "en", shared, Options()).context == shared


@pytest.mark.parametrize(
    ("row", "error"),
    [
        pytest.param({"goal": "flere leads", "history": "mange", "language": "nb"}, InputError, id="history"),
        pytest.param({"channel": "Instagram"}, InputError, id="no goal"),
        pytest.param({"goal": "x", "language": "Klingon", "channel": "y"}, UnknownLanguageError, id="language"),
    ],
)  # fmt: skip
def test_rows_that_will_not_do(row: dict[str, Any], error: type[Exception]) -> None:
    """A row that can't be worked on says why."""
    with pytest.raises(error):
        read_request(row, None, None, Options())


def test_key_is_the_same_for_the_same() -> None:
    """Key of goals and of results: other columns, types and guards against formulas don't count."""
    meant = {"Mål": "goal", "Nå": "baseline"}
    one = known_cells({"Mål": "=1 lead", "Nå": 1200, "Ref": 1}, meant)
    two = known_cells({"Mål": "'=1 lead", "Nå": "1200", "Ref": 2}, meant)
    other = known_cells({"Mål": "'=1 lead", "Nå": "1201"}, meant)
    assert row_key(one) == row_key(two) != row_key(other)
    assert known_headings()["mål"] == "goal"
