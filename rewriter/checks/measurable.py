"""Measurable: a number with its unit, against a starting point, and where it is read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from rewriter.checks.finding import evidence_of, finding
from rewriter.facts.reading import Case, Passage, main_target
from rewriter.languages.metrics import metric_table
from rewriter.schemas import Finding, Quantity


def check_number(case: Case) -> Iterator[Finding]:
    """No number, or none but that of a date: error.

    "Launch within three months" has a deadline and no measure.  The closing sentence has to carry
    the number too: it is what people paste into their plan.

    >>> from rewriter.validator import validate
    >>> report = validate("We launch the shop within three months", language="en")
    >>> [f.evidence[0].text for f in report.findings if f.code == "measurable.only_date_number"]
    ['three']
    """
    passage = case.letter("measurable")
    if passage and _measures_time(passage):
        return
    wanted_none = passage is not None and _wants_none(passage)
    if not passage or (
        not wanted_none and all(_starting_point(passage, q) for q in passage.quantities)
    ):
        yield _no_number(case, passage)
        return
    statement = case.fields.get("statement")
    if statement and statement is not passage and not statement.quantities and not wanted_none:
        yield finding(case, "measurable.no_number", [statement.whole()], field="statement")


def _measures_time(passage: Passage) -> bool:
    """Whether the metric is a time itself, so that "within three days" measures.

    A number beside each word for the present ("from 5 now") is the starting point.  What takes time
    and is no metric of ours ("training: six weeks instead of ten") has to tell both ends.
    """
    facts = metric_table().metrics
    if passage.has("lasting") and len({*passage.numbers()}) > 1:
        return True
    named = any(facts[metric.metric].kind == "duration" for metric in passage.metrics)
    return named and len({*passage.numbers()}) > len(passage.hits("present_or_past"))


def _wants_none(passage: Passage) -> bool:
    """ "No open requests, against 47 now": the number that is left is none."""
    return any(first == 0 for first, _ in passage.hits("none")) and bool(passage.quantities)


def _starting_point(passage: Passage, quantity: Quantity) -> bool:
    """ "Well above the present 14": where it stands, not where it shall be."""
    if quantity.role is not None:
        return quantity.role == "baseline"
    first = bisect_left(passage.tokens.starts, quantity.start)
    return any(last == first - 1 for _, last in passage.hits("present_or_past"))


def _no_number(case: Case, passage: Passage | None) -> Finding:
    if not passage:
        return finding(case, "measurable.no_number")
    dated = passage.numbers_in_time()
    if dated:
        return finding(case, "measurable.only_date_number", dated[:1])
    return finding(case, "measurable.no_number", [passage.whole()])


def check_unit(case: Case) -> Iterator[Finding]:
    """A target that does not say what it counts: warning.

    >>> from rewriter.validator import validate
    >>> report = validate("We reach 300 by 1 May 2027", language="en")
    >>> [f.evidence[0].text for f in report.findings if f.code == "measurable.no_unit"]
    ['300']
    """
    found = case.target
    if found and found[1].kind == "count" and not found[1].unit and not found[0].metrics:
        yield finding(case, "measurable.no_unit", [evidence_of(found[0].where, found[1])])


def check_baseline(case: Case) -> Iterator[Finding]:
    """No starting point, neither in the goal nor given: warning, with the question.

    >>> from rewriter.schemas import GoalContext, SmartGoal
    >>> from rewriter.validator import validate
    >>> known = GoalContext(baseline="200 leads")
    >>> [
    ...     any(f.code == "measurable.no_baseline" for f in report.findings)
    ...     for report in (
    ...         validate("300 leads by 1 May 2027", language="en"),
    ...         validate("300 leads by 1 May 2027", language="en", context=known),
    ...     )
    ... ]
    [True, False]
    """
    if case.context.baseline or case.context.history:
        return
    passages = [*case.fields.values(), *case.given()]
    if any(q.role == "baseline" for passage in passages for q in passage.quantities):
        return
    passage = case.letter("measurable")
    if passage and main_target(passage.quantities):
        yield finding(case, "measurable.no_baseline")


def check_source(case: Case) -> Iterator[Finding]:
    """Nothing says where the figure is read: warning.

    >>> from rewriter.validator import validate
    >>> [
    ...     any(f.code == "measurable.no_source" for f in validate(text, language="en").findings)
    ...     for text in ("300 leads by 1 May 2027", "300 leads in the CRM by 1 May 2027")
    ... ]
    [True, False]
    """
    passage = case.letter("measurable")
    if passage and passage.quantities and not passage.has("sources"):
        yield finding(case, "measurable.no_source")
