"""The pieces of a result as markup: each says the same with and without colour."""

from __future__ import annotations

from collections.abc import Sequence

from rewriter.export import READING
from rewriter.languages.pack import Pack
from rewriter.page.safe import Markup, marked, tag
from rewriter.schemas import Finding, Question, Report, RewriteResult, SmartGoal, Verdict
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


def before_and_after(result: RewriteResult, pack: Pack) -> Markup:
    """The picture that every guide shows: the rough goal beside its SMART rewrite."""
    words = pack.interface.document
    before = _card(words.source, tag("blockquote", result.source), "sg-before")
    if result.goal is None or result.report is None:
        wanting = result.error or words.needs_answer
        after = _card(words.statement, tag("p", wanting, class_="sg-wanting"), "sg-after")
    else:
        after = _card(
            words.statement,
            tag("p", text_with_marks(result.goal.statement, "statement", result.report, pack)),
            "sg-after",
            verdict(result.report, pack),
        )
    return tag("section", before, after, class_="sg-pair", lang=pack.code)


def sentence(text: str, report: Report, pack: Pack) -> Markup:
    """A sentence that somebody else wrote, its evidence marked."""
    body = tag("p", text_with_marks(text, "statement", report, pack))
    card = _card(pack.interface.document.checked, body, "sg-after", verdict(report, pack))
    return tag("section", card, class_="sg-pair sg-alone", lang=pack.code)


def verdict(report: Report, pack: Pack) -> Markup:
    """The verdict on the whole, as a badge."""
    kind: Verdict = "fail" if report.errors else "warn" if report.warnings else "pass"
    return _badge(kind, summary(report, pack))


def letters(goal: SmartGoal, report: Report, pack: Pack, *, headed: bool = True) -> Markup:
    """A card per letter: name, verdict, text with its evidence, and what there is to say."""
    rows = letter_rows(goal, report, pack, READING)
    cards = [_letter(row, _row_text(row, report, pack), goal, pack) for row in rows]
    return _letter_list(cards, goal, report, pack, headed=headed)


def checked_letters(goal: SmartGoal, report: Report, pack: Pack) -> Markup:
    """A card per letter of a plain sentence: what in it speaks for the letter, or what lacks."""
    cards = []
    for row in letter_rows(goal, report, pack, READING):
        seen = [visible(e.text) for e in row.evidence if e.where == "statement"]
        quotes = [
            _mark(text, Mark(0, len(text), row.content), row.initial, row.name) for text in seen
        ]
        hint = tag("p", pack.interface.holds.of(row.content), class_="sg-holds")
        cards.append(_letter(row, tag("p", *_spaced(quotes)) if quotes else hint, goal, pack))
    return _letter_list(cards, goal, report, pack, headed=True)


def _letter_list(
    cards: Sequence[Markup], goal: SmartGoal, report: Report, pack: Pack, *, headed: bool
) -> Markup:
    parts = [tag("h2", pack.interface.document.letters)] if headed else []
    parts.append(tag("ol", *cards, class_="sg-letters"))
    if whole := _findings(other_findings(report), goal, pack):
        parts.append(tag("div", whole, class_="sg-whole"))
    return tag("section", *parts, lang=pack.code)


def notes(result: RewriteResult, pack: Pack) -> Markup:
    """Assumptions, where the numbers come from, and which letters were mended."""
    words = pack.interface.document
    parts: list[Markup] = []
    if result.goal is not None and result.goal.assumptions:
        items = [tag("li", assumption.text) for assumption in result.goal.assumptions]
        parts += [tag("h2", words.assumptions), tag("ul", *items, class_="sg-assumptions")]
    if result.report is not None and result.report.facts.provenance:
        parts += [tag("h2", words.numbers), _numbers(result.report, pack)]
    if result.mended:
        names = letter_names(result.mended, pack, READING)
        parts.append(tag("p", words.mended.format(letters=names), class_="sg-quiet"))
    return tag("section", *parts, class_="sg-notes", lang=pack.code)


def questions_head(questions: Sequence[Question], pack: Pack) -> Markup:
    """The heading of the questions, and those that no field of the page answers."""
    loose = [tag("li", question.text) for question in questions if question.fills is None]
    return tag(
        "section",
        tag("h2", pack.interface.document.questions),
        *([tag("ul", *loose)] if loose else []),
        lang=pack.code,
    )


def text_with_marks(text: str, field: str, report: Report, pack: Pack) -> Markup:
    """`text` with what speaks for each letter marked in that letter's colour and line."""
    shown = visible(text)
    names = {letter.shows: letter for letter in pack.basics.readings[READING]}

    def wrap(part: str, mark: Mark) -> Markup:
        letter = names[mark.content]
        return _mark(part, mark, letter.initial, letter.name)

    return marked(shown, marks_in(shown, field, report), wrap)


def _mark(part: str, mark: Mark, initial: str, name: str) -> Markup:
    kind = mark.content.replace("_", "-")
    letter = initial if mark.closes else None
    return tag("mark", part, class_=f"sg-mark sg-{kind}", title=name, data_letter=letter)


def _spaced(parts: Sequence[Markup]) -> list[str]:
    return [piece for part in parts for piece in (part, Markup(" "))]


def _card(heading: str, body: Markup, kind: str, *more: Markup) -> Markup:
    head = tag("header", tag("h2", heading), *more)
    return tag("article", head, body, class_=f"sg-card {kind}")


def _row_text(row: Row, report: Report, pack: Pack) -> Markup:
    if not row.text:
        return tag("p", pack.interface.document.empty, class_="sg-holds")
    return tag("p", text_with_marks(row.text, row.content, report, pack))


def _letter(row: Row, body: Markup, goal: SmartGoal, pack: Pack) -> Markup:
    words = pack.interface.document.verdicts
    kind = row.content.replace("_", "-")
    head = tag("header", tag("h3", row.name), _badge(row.verdict, words.of(row.verdict)))
    findings = _findings(row.findings, goal, pack)
    return tag(
        "li",
        tag("span", row.initial, class_=f"sg-initial sg-{kind}", aria_hidden="true"),
        tag("div", head, body, *([findings] if findings else [])),
        class_=f"sg-letter sg-is-{row.verdict}",
    )


def _badge(kind: Verdict, text: str) -> Markup:
    sign = tag("span", _SIGNS[kind], aria_hidden="true")
    return tag("span", sign, f" {text}", class_=f"sg-badge sg-is-{kind}")


def _findings(findings: Sequence[Finding], goal: SmartGoal, pack: Pack) -> Markup | None:
    if not findings:
        return None
    cure = pack.interface.document.cure
    items = []
    for finding in findings:
        kind: Verdict = "fail" if finding.severity == "error" else "warn"
        parts = [tag("strong", finding.message)]
        if seen := [visible(place.text) for place in telling_evidence(finding, goal)]:
            parts.append(tag("span", " · ".join(seen), class_="sg-seen"))
        if finding.hint:
            parts.append(tag("span", f"{cure}: {finding.hint}", class_="sg-cure"))
        items.append(tag("li", *parts, class_=f"sg-is-{kind}"))
    return tag("ul", *items, class_="sg-findings")


def _numbers(report: Report, pack: Pack) -> Markup:
    words = pack.interface.document
    head = tag("tr", tag("th", words.number, scope="col"), tag("th", words.origin, scope="col"))
    seen: set[tuple[str, str | float]] = set()
    rows: list[Markup] = []
    for entry in report.facts.provenance:
        origin = str(getattr(words.origins, entry.origin))
        # A deadline is worded in many ways; a number is told apart by its unit.
        same = (origin, entry.value if entry.origin == "deadline" else entry.evidence.text)
        if same in seen:
            continue
        seen.add(same)
        said = f"{origin}: {entry.derivation}" if entry.derivation else origin
        rows.append(tag("tr", tag("td", entry.evidence.text), tag("td", said)))
    return tag("table", tag("thead", head), tag("tbody", *rows), class_="sg-numbers")
