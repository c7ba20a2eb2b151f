"""A result as lines for a terminal: evidence underlined, verdicts in words, nothing that acts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rewriter.languages.pack import Pack
from rewriter.schemas import (
    Evidence,
    Finding,
    Question,
    Reading,
    Report,
    RewriteResult,
    SmartGoal,
    Verdict,
)
from rewriter.worksheet import (
    Mark,
    Row,
    letter_names,
    letter_rows,
    marks_in,
    other_findings,
    summary,
    telling_evidence,
    visible,
)

_SIGNS: dict[Verdict, str] = {"pass": "✓", "warn": "!", "fail": "✗", "unknown": "?"}
_COLOURS: dict[Verdict, str] = {"pass": "32", "warn": "33", "fail": "31", "unknown": "36"}
_WORD = re.compile(r"[^ \t\n]+")  # not \S: a fixed blank holds a number and its unit together
_EXCERPT = 60  # characters shown on either side of a finding's evidence


@dataclass(frozen=True)
class Style:
    """How to draw: `ansi` with escape sequences, else with a line of tildes below."""

    ansi: bool
    width: int


def draw_rewrite(
    result: RewriteResult, pack: Pack, reading: Reading, style: Style
) -> Iterator[str]:
    """The lines for a rewrite, without line ends."""
    words = pack.interface.document
    yield _bold(words.source, style)
    yield from _text(result.source, (), style, "  ")
    if result.goal is not None and result.report is not None:
        yield ""
        yield _bold(words.statement, style)
        statement = visible(result.goal.statement)
        yield from _text(statement, marks_in(statement, "statement", result.report), style, "  ")
        yield ""
        yield from _letters(result.goal, result.report, pack, reading, style, result.source)
    yield from _notes(result, pack, reading, style)


def draw_check(
    goal: SmartGoal, report: Report, pack: Pack, reading: Reading, style: Style
) -> Iterator[str]:
    """The lines for a sentence that was checked: its text, and what each letter has or lacks."""
    words = pack.interface.document
    statement = visible(goal.statement)
    yield _bold(words.checked, style)
    yield from _text(statement, marks_in(statement, "statement", report), style, "  ")
    yield ""
    rows = letter_rows(goal, report, pack, reading)
    for row in rows:
        yield _head(row, pack, style)
        shown = [e.text for e in row.evidence if e.where == "statement"]
        if shown:
            yield from _text(" · ".join(visible(text) for text in shown), (), style, "     ")
        elif row.verdict in ("fail", "unknown"):
            yield from _text(pack.interface.holds.of(row.content), (), style, "     ")
        yield from _findings(row.findings, goal, "", pack, style, "     ")
    yield ""
    names = {
        "has": [row.name for row in rows if row.verdict in ("pass", "warn")],
        "lacks": [row.name for row in rows if row.verdict == "fail"],
    }
    if names["has"]:
        yield words.has.format(letters=", ".join(names["has"]))
    if names["lacks"]:
        yield words.lacks.format(letters=", ".join(names["lacks"]))
    yield from _findings(other_findings(report), goal, "", pack, style, "")
    yield _verdict_line(report, pack, style)


def draw_questions(questions: Iterable[Question], pack: Pack, style: Style) -> Iterator[str]:
    """One line or more per question, with the option that answers it."""
    for question in questions:
        text = question.text
        if question.fills:
            option = f"--{question.fills.replace('_', '-')}"
            text = f"{text} ({pack.interface.command.answer.format(option=option)})"
        yield from _text(text, (), style, "  ", first="- ")


def _notes(result: RewriteResult, pack: Pack, reading: Reading, style: Style) -> Iterator[str]:
    words = pack.interface.document
    if result.goal is not None and result.goal.assumptions:
        yield ""
        yield _bold(words.assumptions, style)
        for assumption in result.goal.assumptions:
            yield from _text(assumption.text, (), style, "  ", first="- ")
    if result.questions:
        yield ""
        yield _bold(words.needs_answer if result.goal is None else words.questions, style)
        yield from draw_questions(result.questions, pack, style)
    if result.other_goals:
        yield ""
        yield _bold(words.others, style)
        yield from _text(pack.interface.command.others, (), style, "  ")
        for other in result.other_goals:
            yield from _text(other, (), style, "  ", first="- ")
    if result.mended:
        yield ""
        letters = letter_names(result.mended, pack, reading)
        yield from _text(words.mended.format(letters=letters), (), style, "")
    if result.fell_back:
        yield ""
        yield _bold(words.fell_back, style)
        for gone in result.fell_back:
            yield from _text(gone.reason, (), style, "  ", first="- ")
        if result.goal is not None:
            yield from _text(words.written_by.format(model=result.model), (), style, "  ")


def _letters(
    goal: SmartGoal, report: Report, pack: Pack, reading: Reading, style: Style, source: str
) -> Iterator[str]:
    for row in letter_rows(goal, report, pack, reading):
        yield _head(row, pack, style)
        text = row.text or pack.interface.document.empty
        yield from _text(text, marks_in(row.text, row.content, report), style, "     ")
        yield from _findings(row.findings, goal, source, pack, style, "     ")
    yield ""
    yield from _findings(other_findings(report), goal, source, pack, style, "")
    yield _verdict_line(report, pack, style)


def _head(row: Row, pack: Pack, style: Style) -> str:
    verdict = f"{_SIGNS[row.verdict]} {pack.interface.document.verdicts.of(row.verdict)}"
    return f"  {_bold(f'{row.initial}  {row.name}', style)}  {_paint(verdict, row.verdict, style)}"


def _verdict_line(report: Report, pack: Pack, style: Style) -> str:
    verdict: Verdict = "fail" if report.errors else "warn" if report.warnings else "pass"
    return _paint(f"{_SIGNS[verdict]} {summary(report, pack)}", verdict, style)


def _findings(
    findings: Sequence[Finding],
    goal: SmartGoal,
    source: str,
    pack: Pack,
    style: Style,
    indent: str,
) -> Iterator[str]:
    for finding in findings:
        verdict: Verdict = "fail" if finding.severity == "error" else "warn"
        lines = list(_text(finding.message, (), style, indent, first=f"{_SIGNS[verdict]} "))
        yield from (_paint(line, verdict, style) for line in lines)
        for evidence in telling_evidence(finding, goal):
            yield from _quote(evidence, goal, source, style, f"{indent}    ")
        if finding.hint:
            hint = f"{pack.interface.document.cure}: {finding.hint}"
            yield from _text(hint, (), style, f"{indent}  ")


def _quote(
    evidence: Evidence, goal: SmartGoal, source: str, style: Style, indent: str
) -> Iterator[str]:
    whole = visible(source if evidence.where == "source" else getattr(goal, evidence.where, ""))
    start, end = evidence.start, evidence.end
    if not whole or whole[start:end] != visible(evidence.text):
        whole, start, end = visible(evidence.text), 0, len(evidence.text)
    low, high = max(0, start - _EXCERPT), min(len(whole), end + _EXCERPT)
    before, after = "…" * (low > 0), "…" * (high < len(whole))
    shift = len(before) - low
    quoted = before + whole[low:high].replace("\n", " ") + after
    yield from _text(quoted, (Mark(start + shift, end + shift, "specific"),), style, indent)


def _text(
    text: str, marks: Sequence[Mark], style: Style, indent: str, first: str = ""
) -> Iterator[str]:
    """`text` wrapped and indented, `first` before its first line, its marks underlined."""
    hang = " " * len(first)
    room = max(20, style.width - len(indent) - len(first))
    lead = first
    text = visible(text)
    for start, end in _wrap(text, room):
        spans = [(max(m.start, start), min(m.end, end)) for m in marks]
        spans = [(low, high) for low, high in spans if low < high]
        yield indent + lead + _inline(text, start, end, spans, style)
        if spans and not style.ansi:
            yield (indent + hang + _below(text, start, spans)).rstrip()
        lead = hang


def _wrap(text: str, room: int) -> Iterator[tuple[int, int]]:
    """Where the lines of `text` start and end when it is broken at spaces."""
    start = end = None
    for word in _WORD.finditer(text):
        breaks = start is not None and "\n" in text[end : word.start()]
        if start is None:
            start = word.start()
        elif breaks or _columns(text[start : word.end()]) > room:
            yield start, end or start
            start = word.start()
        end = word.end()
    if start is not None and end is not None:
        yield start, end


def _inline(text: str, start: int, end: int, spans: Sequence[tuple[int, int]], style: Style) -> str:
    if not style.ansi:
        return text[start:end]
    parts, at = [], start
    for low, high in spans:
        parts += [text[at:low], "\x1b[4m", text[low:high], "\x1b[24m"]
        at = high
    return "".join([*parts, text[at:end]])


def _below(text: str, start: int, spans: Sequence[tuple[int, int]]) -> str:
    line = ""
    for low, high in spans:
        line += " " * (_columns(text[start:low]) - len(line))
        line += "~" * _columns(text[low:high])
    return line


def _columns(text: str) -> int:
    """How many columns `text` takes: none for combining marks, two for wide characters."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) > 0 for c in text)


def _bold(text: str, style: Style) -> str:
    return f"\x1b[1m{text}\x1b[22m" if style.ansi else text


def _paint(text: str, verdict: Verdict, style: Style) -> str:
    return f"\x1b[{_COLOURS[verdict]}m{text}\x1b[39m" if style.ansi else text
