"""Results made by hand, for tests of what shows them."""

from __future__ import annotations

from collections.abc import Iterable

from rewriter.schemas import (
    FIELDS,
    Assumption,
    Evidence,
    Finding,
    Letter,
    Question,
    Report,
    RewriteResult,
    SmartGoal,
    Verdict,
)

TEXTS = {
    "specific": "The team posts four times a week instead of twice.",
    "measurable": "From 1,200 to 1,500 followers, read in the channel's own figures.",
    "achievable": "The account grew by 40 a month last year.",
    "relevant": "More parents find the shop, so that it sells more.",
    "time_bound": "30 June 2027.",
    "statement": "By 30 June 2027 we go from 1,200 to 1,500 followers so that the shop sells more.",
}
SPEAKS: dict[Letter, tuple[str, ...]] = {
    "specific": ("posts four times a week",),
    "measurable": ("From 1,200 to 1,500 followers", "from 1,200 to 1,500 followers"),
    "relevant": ("so that it sells more", "so that the shop sells more"),
    "time_bound": ("30 June 2027",),
}


def place(goal: SmartGoal, where: str, text: str) -> Evidence:
    """Where `text` stands in the field `where`."""
    start = str(getattr(goal, where)).index(text)
    return Evidence(where=where, start=start, end=start + len(text), text=text)


def make_report(goal: SmartGoal, language: str = "en", findings: Iterable[Finding] = ()) -> Report:
    """A report whose evidence is wherever the words of `SPEAKS` stand."""
    found = tuple(findings)
    verdicts: dict[Letter, Verdict] = dict.fromkeys(("specific", "measurable"), "pass")
    verdicts |= {"achievable": "unknown", "relevant": "warn", "time_bound": "fail"}
    evidence = [
        (letter, place(goal, field, text))
        for letter, texts in SPEAKS.items()
        for text in texts
        for field in FIELDS
        if text in getattr(goal, field)
    ]
    return Report(
        passed=not any(f.severity == "error" for f in found),
        language=language,
        findings=found,
        letters=verdicts,
        evidence=tuple(evidence),
    )


def make_result(
    source: str = "more followers",
    language: str = "en",
    *,
    findings: Iterable[Finding] = (),
    questions: Iterable[Question] = (),
    assumptions: Iterable[str] = (),
    other_goals: tuple[str, ...] = (),
    **texts: str,
) -> RewriteResult:
    """A finished rewrite with `TEXTS`, or what `texts` puts in their place."""
    goal = SmartGoal(
        **{**TEXTS, **texts}, assumptions=tuple(Assumption(text=text) for text in assumptions)
    )
    return RewriteResult(
        source=source,
        status="ok",
        language=language,
        model="embedded",
        goal=goal,
        report=make_report(goal, language, findings),
        questions=tuple(questions),
        other_goals=other_goals,
    )


def make_question(source: str = "hello", text: str = "What do you want to reach?") -> RewriteResult:
    """A result that needs an answer first."""
    return RewriteResult(
        source=source,
        status="needs_answer",
        language="en",
        model="embedded",
        questions=(Question(text=text),),
    )
