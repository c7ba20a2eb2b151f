"""The benchmark: that it reads answers fairly.  What it measures is asserted nowhere."""

from __future__ import annotations

import sys
from datetime import date
from types import SimpleNamespace

import pytest

from evals.bench import facts, growth, hosted, peers, speed
from evals.bench.clock import Rate, cold_start, per_second
from evals.datasets import FactCase, load_facts
from rewriter import available_languages
from rewriter.languages.pack import load_pack

PEERS = ["dateparser", "parsedatetime", "text2num + digits", "quantulum3"]


@pytest.fixture
def no_peers(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if no peer was installed."""
    for name in ("dateparser", "dateparser.search", "parsedatetime", "text_to_num", "quantulum3"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delitem(sys.modules, "quantulum3.parser", raising=False)


@pytest.mark.parametrize(
    ("value", "value_hi", "found", "right"),
    [
        pytest.param(40, None, {40.0, 7.0}, True, id="among others"),
        pytest.param(40, None, {4.0}, False, id="another"),
        pytest.param(2, 3, {2.0, 3.0}, True, id="both ends"),
        pytest.param(2, 3, {3.0}, False, id="one end"),
        pytest.param(40, None, set(), False, id="nothing"),
    ],
)
def test_number_right(value: float, value_hi: float | None, found: set[float], right: bool) -> None:
    """A number is right when its value was found; a range needs both ends."""
    case = FactCase(id="x", text="…", value=value, value_hi=value_hi)
    assert facts.number_right(case, lambda text: found) is right


@pytest.mark.parametrize(
    ("found", "right"),
    [
        pytest.param({date(2027, 6, 30)}, True, id="first choice"),
        pytest.param({date(2027, 6, 29)}, True, id="second choice"),
        pytest.param({date(2027, 6, 1)}, False, id="first day"),
        pytest.param(set(), False, id="nothing"),
    ],
)
def test_date_right(found: set[date], right: bool) -> None:
    """A deadline is right when one of the accepted last days was found."""
    case = FactCase(id="x", text="…", deadline=(date(2027, 6, 30), date(2027, 6, 29)))
    assert facts.date_right(case, lambda text: found) is right


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        pytest.param("en", "1,350.5 of 20", {1350.5, 20.0}, id="en"),
        pytest.param("nb", "1 350,5 av 20", {1350.5, 20.0}, id="nb"),
        pytest.param("da", "1.350,5 af 20", {1350.5, 20.0}, id="da"),
        pytest.param("sv", "1 350,5 av 20", {1350.5, 20.0}, id="sv"),
        pytest.param("nl", "1.350,5 van 20", {1350.5, 20.0}, id="nl"),
    ],
)
@pytest.mark.usefixtures("no_peers")
def test_digits_beside_number_words(
    language: str, text: str, values: set[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """text2num gets digits with local separators for free, in languages that it lacks too."""

    def alpha2digit(text: str, code: str) -> str:
        if code != "en":
            raise ValueError(code)
        return text.replace("twenty", "20")

    monkeypatch.setitem(sys.modules, "text_to_num", SimpleNamespace(alpha2digit=alpha2digit))
    find = facts.make_finders(language).numbers["text2num + digits"]
    assert find(text) == values
    assert find("twenty") == ({20.0} if language == "en" else set())


@pytest.mark.usefixtures("no_peers")
def test_missing_peers_are_left_out_and_named() -> None:
    """Without its package a peer has no row, and the command can say so."""
    assert sorted(facts.missing_peers()) == sorted(PEERS)
    for language in available_languages():
        finders = facts.make_finders(language)
        assert [*finders.dates, *finders.numbers] == [peers.OURS, peers.OURS]


@pytest.mark.usefixtures("no_peers")
def test_facts_tables() -> None:
    """Deadlines, numbers and both: a row a language, ours compared with itself at 1."""
    tables = list(facts.measure(seconds=0.001))
    assert [len(table.rows) for table in tables] == [5, 5, 5]
    for table in tables:
        assert [row[0] for row in table.rows] == list(available_languages())
        assert {tuple(row[-2:]) for row in table.rows} == {(1.0, 1.0)}


@pytest.mark.usefixtures("no_peers")
@pytest.mark.parametrize("language", available_languages())
def test_our_finders_see_both_parts(language: str) -> None:
    """Our finders give both the number and the day of sentences that hold both."""
    finders = facts.make_finders(language)
    both = [case for case in load_facts([language]) if case.deadline and case.value is not None]
    for case in both:
        assert facts.date_right(case, finders.dates[peers.OURS]), case.id
        assert facts.number_right(case, finders.numbers[peers.OURS]), case.id


def test_clock() -> None:
    """Calls are counted against real time; a start takes some milliseconds."""
    calls: list[int] = []
    rate = per_second(lambda: calls.append(1), 0.003)
    assert min(rate) > 0
    assert Rate(2.0, 3.0).times(4) == (8.0, 12.0)
    assert len(calls) > 3
    assert cold_start([("-c", "pass")], readings=1)[0] > 1


def test_speed_tables() -> None:
    """Starts beside pydantic's, and goals a second in each language."""
    starts = speed.measure_starts(readings=1)
    assert {row[0]: row[2] for row in starts.rows}["from pydantic import BaseModel"] == 1
    throughput = speed.measure_throughput(seconds=0.001)
    assert [row[0] for row in throughput.rows] == list(available_languages())
    figures = [figure for row in throughput.rows for figure in row[1:]]
    assert all(isinstance(figure, int | float) and figure > 0 for figure in figures)


def test_growth_table() -> None:
    """A row a language; the texts are as long as is said, and hold what the language offers."""
    (table,) = growth.measure(long=2_000, only=lambda name: name in ("1.", "mixture"))
    assert [row[0] for row in table.rows] == list(available_languages())
    assert all(isinstance(row[1], float) and row[1] > 0 for row in table.rows)
    assert len(growth.filled("é ", 1_000).encode()) == 999
    assert "mai til " in growth.shapes(load_pack("nb"))
    assert "mai til " not in growth.shapes(load_pack("da"))


def test_hosted_tables() -> None:
    """Ours beside the bare calls, from the same server; the first row is what is compared with."""
    calls = hosted.measure_calls(pairs=2)
    many = hosted.measure_many(goals=4, workers=2, seconds=0.01)
    hits = hosted.measure_hits(readings=2)
    for table, rows in ((calls, 3), (many, 2), (hits, 2)):
        assert len(table.rows) == rows
        assert table.rows[0][3:] == [1.0, 1.0]
        assert all(isinstance(row[1], float) and row[1] > 0 for row in table.rows)


def test_memory_table() -> None:
    """A fresh process for each number of goals."""
    table = hosted.measure_memory(counts=(2, 4))
    assert [row[0] for row in table.rows] == [2, 4]
    assert all(isinstance(row[1], float) and row[1] > 10 for row in table.rows)
