"""Native editors' ratings: what is committed, and how it is totalled."""

from __future__ import annotations

import pytest
import yaml

from evals.datasets import load_rewriting
from evals.ratings import half_of, load_ratings, main, sheet, totals
from evals.records import RatedAnswer
from rewriter import available_languages

LANGUAGES = available_languages()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_committed(language: str) -> None:
    """Every field of every answer is rated once, and the goals are those of the data."""
    rated = load_ratings(language)
    goals = {case.id: case for case in load_rewriting([language])}
    assert rated
    assert len({answer.id for answer in rated}) == len(rated)
    for answer in rated:
        assert answer.goal == goals[answer.id].goal
        assert answer.context == goals[answer.id].context
        assert set(answer.ratings) == set(answer.fields)
        assert set(answer.remarks) <= set(answer.fields)


@pytest.mark.parametrize("half", ["fresh", "mended against"])
def test_sheet(half: str) -> None:
    """A sheet holds one half, each field once with its text and an empty rating."""
    entries = yaml.safe_load(sheet("sv", half))  # type: ignore[arg-type]
    assert entries
    for entry in entries:
        assert half_of(RatedAnswer(**{**entry, "ratings": {}}, language="sv")) == half
        assert list(entry["ratings"]) == list(entry["fields"])
        assert not any(entry["ratings"].values())


def test_totals() -> None:
    """Shares are of fields; a text that the model no longer writes is told."""
    answer = RatedAnswer(
        id="en-102",
        language="en",
        goal="more followers on Instagram",
        fields={"specific": "More.", "measurable": "Ten."},
        ratings={"specific": "wrong", "measurable": "natural"},
    )
    figures = totals([answer])
    assert (figures["fields"], figures["natural %"], figures["wrong"]) == (2, 50.0, 1)
    assert figures["unchanged %"] == 0


def test_command(capsys: pytest.CaptureFixture[str]) -> None:
    """It prints a row a language and half."""
    assert main([]) == 0
    printed = capsys.readouterr().out
    assert all(f" {language} " in printed for language in LANGUAGES)
