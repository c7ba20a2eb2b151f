"""The rows that command, page and exports share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewriter.languages.pack import available_languages, load_pack
from rewriter.schemas import LETTERS, Evidence, Finding, Letter, Report, SmartGoal
from rewriter.worksheet import (
    Mark,
    letter_names,
    letter_rows,
    marks_in,
    other_findings,
    summary,
    telling_evidence,
    visible,
)
from tests.results import make_report, make_result

TEXT = "We go from 10 to 20 leads by May, so that sales grow."


def report_on(text: str, *spans: tuple[Letter, int, int]) -> Report:
    """A report whose evidence stands at these places of the sentence."""
    return Report(
        passed=True,
        language="en",
        evidence=tuple(
            (letter, Evidence(where="statement", start=start, end=end, text=text[start:end]))
            for letter, start, end in spans
        ),
    )


@pytest.mark.parametrize(
    ("spans", "marks"),
    [
        pytest.param(
            [("time_bound", 26, 32), ("measurable", 11, 25)],
            [Mark(11, 25, "measurable"), Mark(26, 32, "time_bound")],
            id="in the order of the text",
        ),
        pytest.param(
            [("relevant", 3, 52), ("measurable", 11, 13), ("measurable", 17, 19)],
            [
                Mark(3, 10, "relevant", closes=False),
                Mark(11, 13, "measurable"),
                Mark(14, 16, "relevant", closes=False),
                Mark(17, 19, "measurable"),
                Mark(20, 52, "relevant"),
            ],
            id="numbers inside a reason",
        ),
        pytest.param(
            [("measurable", 3, 25), ("time_bound", 20, 32)],
            [Mark(3, 19, "measurable"), Mark(20, 32, "time_bound")],
            id="half over each other",
        ),
        pytest.param(
            [("measurable", 11, 13), ("specific", 11, 13)],
            [Mark(11, 13, "measurable")],
            id="the same place twice",
        ),
        pytest.param([("measurable", 50, 60)], [], id="beyond the end"),
    ],
)
def test_marks(spans: list[tuple[Letter, int, int]], marks: list[Mark]) -> None:
    """Evidence becomes marks that follow one another."""
    assert list(marks_in(TEXT, "statement", report_on(TEXT, *spans))) == marks


def test_marks_that_do_not_fit() -> None:
    """Evidence of another text or another field marks nothing."""
    report = report_on(TEXT, ("measurable", 11, 13))
    assert marks_in("Something else entirely here", "statement", report) == ()
    assert marks_in(TEXT, "specific", report) == ()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(LETTERS), st.integers(0, len(TEXT) - 1), st.integers(1, len(TEXT))
        ),
        max_size=6,
    )
)
def test_marks_never_overlap(spans: list[tuple[Letter, int, int]]) -> None:
    """Whatever the evidence, marks are in order, apart, not blank, and inside the text."""
    marks = marks_in(TEXT, "statement", report_on(TEXT, *(s for s in spans if s[1] < s[2])))
    ends = [0]
    for mark in marks:
        assert ends[-1] <= mark.start < mark.end <= len(TEXT)
        assert TEXT[mark.start : mark.end].strip() == TEXT[mark.start : mark.end]
        ends.append(mark.end)


@pytest.mark.parametrize("code", available_languages())
def test_rows_follow_the_reading(code: str) -> None:
    """Each reading shows all five contents once, in its own order and under its own names."""
    pack = load_pack(code)
    made = make_result(language=code)
    assert made.goal is not None
    assert made.report is not None
    for reading, names in pack.basics.readings.items():
        rows = letter_rows(made.goal, made.report, pack, reading)
        assert [(row.initial, row.name) for row in rows] == [(n.initial, n.name) for n in names]
        assert sorted(row.content for row in rows) == sorted(LETTERS)
        for row in rows:
            assert row.text == getattr(made.goal, row.content)
            assert row.verdict == made.report.letters[row.content]


def finding(field: str, severity: str = "error", **more: object) -> Finding:
    """A finding about `field`."""
    return Finding.model_validate(
        {"code": f"{field}.x", "field": field, "severity": severity, "message": "m", **more}
    )


def test_findings_are_shown_once() -> None:
    """A finding stands either at its letter or with the whole."""
    findings = [finding("specific"), finding("goal"), finding("statement", "warning")]
    goal = SmartGoal(statement=TEXT)
    report = make_report(goal, findings=findings)
    rows = letter_rows(goal, report, load_pack("en"), "achievable/relevant")
    assert [f for row in rows for f in row.findings] == findings[:1]
    assert list(other_findings(report)) == findings[1:]


@pytest.mark.parametrize("code", available_languages())
def test_summary(code: str) -> None:
    """One line says how it stands, errors before warnings, singular and plural."""
    pack = load_pack(code)
    words = pack.interface.document
    error, warning = finding("goal"), finding("goal", "warning")
    for findings, expected in (
        ([], words.passed),
        ([warning], words.warning),
        ([warning, warning], words.warnings.format(count=2)),
        ([error, warning], words.error),
        ([error, error, error], words.errors.format(count=3)),
    ):
        assert summary(make_report(SmartGoal(), code, findings), pack) == expected


def test_telling_evidence() -> None:
    """A place that is a whole field is not worth quoting; a part of it is, and the source is."""
    whole = Evidence(where="statement", start=0, end=len(TEXT), text=TEXT)
    part = Evidence(where="statement", start=11, end=13, text=TEXT[11:13])
    source = Evidence(where="source", start=0, end=5, text="leads")
    found = finding("goal", evidence=(whole, part, source))
    assert telling_evidence(found, SmartGoal(statement=TEXT)) == (part, source)


def test_letter_names() -> None:
    """Fields are named as the reading names them, the sentence by its heading."""
    names = letter_names(("achievable", "statement"), load_pack("nb"), "attractive/realistic")
    assert names == "Realistisk, SMART-mål"


@given(st.text())
def test_visible_keeps_places(text: str) -> None:
    """Making text harmless moves nothing, and is done in one go."""
    assert len(visible(text)) == len(text)
    assert visible(visible(text)) == visible(text)
