"""The report: evidence that points, facts that were read, nothing that raises."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewriter.languages.pack import available_languages
from rewriter.schemas import FIELDS, LETTERS, GoalContext, Report, SmartGoal
from rewriter.validator import CHECKS, validate
from tests.goals import BASELINES, GOOD, SOURCES, TODAY, judged

languages = pytest.mark.parametrize("code", available_languages())
# Words and signs that the readers care about, besides any text at all.
SPICE = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "by",
                "innen",
                "inden",
                "senast",
                "uiterlijk",
                "31",
                "mars",
                "2027",
                "1.500",
                "1",
                "500",
                "%",
                "kr",
                "from",
                "to",
                "fra",
                "til",
                "4,5",
                "av",
                "5",
                "because",
                "fordi",
                "eftersom",
                "omdat",
                "[X]",
                "http://x",
                "<b>",
                "{{",
                "}}",
                "12/31/2027",
                "Q3",
                "double",
                "halvdel",
            ]
        ),
        st.text(max_size=8),
    ),
    max_size=30,
).map(" ".join)


def places(report: Report) -> list[tuple[str, int, int, str]]:
    """All evidence of a report."""
    found = [place for finding in report.findings for place in finding.evidence]
    found += [place for _, place in report.evidence]
    found += [entry.evidence for entry in report.facts.provenance]
    return [(place.where, place.start, place.end, place.text) for place in found]


@settings(max_examples=300, deadline=None)
@given(SPICE, st.sampled_from(available_languages()))
def test_any_sentence(text: str, code: str) -> None:
    """Validation never raises, and its offsets always point at the evidence."""
    report = validate(text, source=text[::2], language=code, today=TODAY)
    for where, start, end, found in places(report):
        assert found == {"statement": text, "source": text[::2]}[where][start:end]
    assert report.passed is (not report.errors)


@settings(max_examples=150, deadline=None)
@given(st.lists(SPICE, min_size=6, max_size=6), st.sampled_from(available_languages()), SPICE)
def test_any_goal(texts: list[str], code: str, baseline: str) -> None:
    """The same for a whole goal with context."""
    fields = dict(zip(FIELDS, texts, strict=True))
    report = validate(
        SmartGoal(**fields),  # type: ignore[arg-type]
        source="more leads",
        language=code,
        context=GoalContext(baseline=baseline, history=(30, 32)),
        today=TODAY,
    )
    for where, start, end, found in places(report):
        if where in fields:
            assert found == fields[where][start:end]


@languages
def test_partial_goal(code: str) -> None:
    """Letters that are not written fail or stay open; those that are written are judged."""
    partial = SmartGoal(specific=GOOD[code].specific, measurable=GOOD[code].measurable)
    context = GoalContext(baseline=BASELINES[code])
    report = validate(partial, source=SOURCES[code], language=code, context=context, today=TODAY)
    assert report.letters["specific"] == "pass"
    assert report.letters["measurable"] in ("pass", "warn")
    assert report.letters["relevant"] == report.letters["time_bound"] == "fail"
    assert report.facts.deadline is None
    assert not report.passed


@languages
def test_every_letter_has_a_verdict(code: str) -> None:
    """A report speaks of all five letters, whatever was written."""
    for goal in (SmartGoal(), "", GOOD[code]):
        assert tuple(validate(goal, language=code, today=TODAY).letters) == LETTERS


@languages
def test_provenance(code: str) -> None:
    """Each number says where it comes from."""
    report = judged(code, statement=GOOD[code].statement + " 25 %. 7.")
    origins = {entry.value: entry.origin for entry in report.facts.provenance}
    assert origins[1200] == "given"
    assert origins[1500] == "proposed"
    assert origins[float(date(2027, 3, 31).toordinal())] == "deadline"


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_each_check_has_a_rule_and_an_example(check: object) -> None:
    """A check's docstring says its rule and shows it at work."""
    assert ">>>" in (check.__doc__ or "")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1.1." * 25_000, id="dotted digits"),
        pytest.param("[" * 100_000, id="open brackets"),
        pytest.param("<a " * 33_000, id="open tags"),
        pytest.param("by the end of " * 7_000, id="half a deadline"),
        pytest.param("because " * 12_000, id="reasons"),
        pytest.param("more followers " * 6_500, id="metrics"),
    ],
)
def test_long_text_is_read_to_the_end(text: str) -> None:
    """100 kB of the worst comes back; a pattern that blows up would hang here."""
    report = validate(text, language="en", today=TODAY)
    assert report.passed is False
