"""The pieces of a result as markup: each says the same with and without colour."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rewriter.languages.pack import Pack
from rewriter.page import manner
from rewriter.page.safe import Markup, joined, marked, tag
from rewriter.schemas import (
    Evidence,
    Finding,
    Letter,
    Origin,
    Question,
    Report,
    RewriteResult,
    SmartGoal,
    Verdict,
)
from rewriter.validator import validate
from rewriter.worksheet import Mark, Row, letter_rows, marks_in, summary, telling_evidence, visible

SIGNS: dict[Verdict, str] = {"pass": "✓", "warn": "!", "fail": "✗", "unknown": "?"}


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
    parts = [before, after] if result.source.strip() else [after]
    kind = "sg-pair" if result.source.strip() else "sg-pair sg-alone"
    return tag("section", *parts, class_=kind, lang=pack.code)


def writing(source: str, goal: SmartGoal, pack: Pack) -> Markup:
    """What a hosted model has written so far."""
    words = pack.interface.document
    rows = [
        tag("li", tag("strong", letter.name), " ", str(getattr(goal, letter.shows)))
        for letter in manner.letters(pack)
        if getattr(goal, letter.shows)
    ]
    body = [tag("p", goal.statement or "…"), tag("ul", *rows, class_="sg-written")]
    before = _card(words.source, tag("blockquote", source), "sg-before")
    after = _card(words.statement, joined(body), "sg-after")
    return tag("section", before, after, class_="sg-pair sg-writing", lang=pack.code)


def sentence(text: str, report: Report, pack: Pack, heading: str | None = None) -> Markup:
    """A sentence that somebody else wrote, its evidence marked."""
    body = tag("p", text_with_marks(text, "statement", report, pack))
    named = heading or pack.interface.document.checked
    card = _card(named, body, "sg-after", verdict(report, pack))
    return tag("section", card, class_="sg-pair sg-alone", lang=pack.code)


def verdict(report: Report, pack: Pack) -> Markup:
    """The verdict on the whole, as a badge."""
    kind: Verdict = "fail" if report.errors else "warn" if report.warnings else "pass"
    return badge(kind, summary(report, pack))


def rows_of(goal: SmartGoal, report: Report, pack: Pack) -> tuple[Row, ...]:
    """The letters in their order."""
    return letter_rows(goal, report, pack, manner.reading())


def letter(row: Row, goal: SmartGoal, report: Report, pack: Pack) -> Markup:
    """One letter: name, verdict, text with its evidence, and what there is to say."""
    if row.text:
        body = tag("p", text_with_marks(row.text, row.content, report, pack))
    else:
        body = tag("p", pack.interface.document.empty, class_="sg-holds")
    return _letter(row, body, goal, pack)


def letter_head(row: Row, goal: SmartGoal, pack: Pack, *, judged: bool = True) -> Markup:
    """The same without the text, which stands in a box below."""
    return _letter(row, Markup(""), goal, pack, judged=judged)


def checked_letters(goal: SmartGoal, report: Report, pack: Pack) -> Markup:
    """A card per letter of a plain sentence: what in it speaks for the letter, or what lacks."""
    cards = []
    for row in rows_of(goal, report, pack):
        seen = [visible(e.text) for e in row.evidence if e.where == "statement"]
        quotes = [
            _mark(text, Mark(0, len(text), row.content), row.initial, row.name) for text in seen
        ]
        hint = tag("p", pack.interface.holds.of(row.content), class_="sg-holds")
        cards.append(_letter(row, tag("p", *_spaced(quotes)) if quotes else hint, goal, pack))
    heading = tag("h2", pack.interface.document.letters)
    return tag("section", heading, tag("div", *cards, class_="sg-letters"), lang=pack.code)


def whole(found: Sequence[Finding], goal: SmartGoal, pack: Pack) -> Markup | None:
    """What there is to say about the goal as a whole."""
    if not (listed := findings(found, goal, pack)):
        return None
    return tag("section", listed, class_="sg-whole", lang=pack.code)


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
    if field == "statement":
        report = _with_reason(shown, report)
    names = {letter.shows: letter for letter in manner.letters(pack)}
    origins = {
        entry.evidence.start: entry.origin
        for entry in report.facts.provenance
        if entry.evidence.where == field
    }

    def wrap(part: str, mark: Mark) -> Markup:
        letter = names[mark.content]
        return _mark(part, mark, letter.initial, _title(letter.name, origins.get(mark.start), pack))

    return marked(shown, marks_in(shown, field, report), wrap)


def _with_reason(sentence: str, report: Report) -> Report:
    """The report with the sentence's own reason, where the reason was proved in its letter."""
    if any(about == "relevant" and e.where == "statement" for about, e in report.evidence):
        return report
    found = _reasons(sentence, report.language)
    return report.model_copy(update={"evidence": (*report.evidence, *found)})


@lru_cache(maxsize=1024)
def _reasons(sentence: str, language: str) -> tuple[tuple[Letter, Evidence], ...]:
    evidence = validate(sentence, language=language).evidence
    return tuple((about, e) for about, e in evidence if about == "relevant")


def legend(report: Report, pack: Pack) -> Markup | None:
    """What the marks in the sentence mean."""
    present = {content for content, _ in report.evidence}
    keys = [
        tag("li", _mark(letter.name, Mark(0, 1, content), letter.initial, letter.name))
        for letter in manner.letters(pack)
        for content in present
        if content == letter.shows
    ]
    if not keys:
        return None
    head = tag("span", f"{pack.page.result.legend}:")
    return tag("div", head, tag("ul", *keys), class_="sg-legend", lang=pack.code)


def badge(kind: Verdict, text: str) -> Markup:
    """A verdict: sign, words and colour."""
    sign = tag("span", SIGNS[kind], aria_hidden="true")
    return tag("span", sign, f" {text}", class_=f"sg-badge sg-is-{kind}")


def _blank(pack: Pack) -> Markup:
    return tag("span", pack.page.guided.blank, class_="sg-badge sg-is-unknown")


def findings(found: Sequence[Finding], goal: SmartGoal, pack: Pack) -> Markup | None:
    """Findings in plain words, each with its place in the text and its cure."""
    if not found:
        return None
    cure = pack.interface.document.cure
    items = []
    for finding in found:
        kind: Verdict = "fail" if finding.severity == "error" else "warn"
        parts = [tag("strong", finding.message)]
        places = [visible(place.text) for place in telling_evidence(finding, goal)]
        if seen := [text for text in places if text not in finding.message]:
            parts.append(tag("span", " · ".join(dict.fromkeys(seen)), class_="sg-seen"))
        if finding.hint:
            parts.append(tag("span", f"{cure}: {finding.hint}", class_="sg-cure"))
        items.append(tag("li", *parts, class_=f"sg-is-{kind}"))
    return tag("ul", *items, class_="sg-findings")


def _title(name: str, origin: Origin | None, pack: Pack) -> str:
    if origin is None:
        return name
    return f"{name} – {getattr(pack.interface.document.origins, origin)}"


def _mark(part: str, mark: Mark, initial: str, title: str) -> Markup:
    kind = mark.content.replace("_", "-")
    letter = initial if mark.closes else None
    return tag("mark", part, class_=f"sg-mark sg-{kind}", title=title, data_letter=letter)


def _spaced(parts: Sequence[Markup]) -> list[str]:
    return [piece for part in parts for piece in (part, Markup(" "))]


def _card(heading: str, body: Markup, kind: str, *more: Markup) -> Markup:
    head = tag("header", tag("h2", heading), *more)
    return tag("article", head, body, class_=f"sg-card {kind}")


def _letter(row: Row, body: Markup, goal: SmartGoal, pack: Pack, *, judged: bool = True) -> Markup:
    words = pack.interface.document.verdicts
    kind = row.content.replace("_", "-")
    state: Verdict = row.verdict if judged else "unknown"
    shown = badge(state, words.of(state)) if judged else _blank(pack)
    head = tag("header", tag("h3", row.name), shown)
    listed = findings(row.findings, goal, pack) if judged else None
    return tag(
        "article",
        tag("span", row.initial, class_=f"sg-initial sg-{kind}", aria_hidden="true"),
        tag("div", head, body, *([listed] if listed else [])),
        class_=f"sg-letter sg-is-{state}",
        lang=pack.code,
    )
