"""What stands beside the letters: sources of the numbers, the ladder, what has changed."""

from __future__ import annotations

from collections.abc import Sequence

from rewriter.languages.pack import Pack
from rewriter.page import manner
from rewriter.page.cards import SIGNS, text_with_marks, verdict
from rewriter.page.safe import Markup, tag
from rewriter.page.shelf import changed_fields, word_changes
from rewriter.schemas import FellBack, FieldName, Report, RewriteResult, SmartGoal
from rewriter.worksheet import letter_names


def numbers(report: Report, pack: Pack) -> Markup | None:
    """Where each number comes from, as a table."""
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
    if not rows:
        return None
    table = tag("table", tag("thead", head), tag("tbody", *rows), class_="sg-numbers")
    return tag("section", tag("h2", words.numbers), table, class_="sg-notes", lang=pack.code)


def ladder(report: Report, pack: Pack) -> Markup | None:
    """The five steps from being seen to being paid, and the one that the goal stands on."""
    level = report.facts.ladder_level
    if level is None:
        return None
    words = pack.page.result.ladder
    steps = []
    for step, (name, example) in enumerate(zip(words.levels, words.examples, strict=True), 1):
        here = step == level
        steps.append(
            tag(
                "li",
                tag("span", str(step), class_="sg-rung", aria_hidden="true"),
                tag("span", tag("strong", name), tag("small", example)),
                class_="sg-here" if here else None,
                aria_current="step" if here else None,
            )
        )
    meaning = words.result if level > 3 else words.on_the_way
    return tag(
        "section",
        tag("h2", words.heading),
        tag("ol", *reversed(steps), class_="sg-ladder"),
        tag("p", meaning, class_="sg-quiet"),
        class_="sg-notes",
        lang=pack.code,
    )


def mended(result: RewriteResult, pack: Pack) -> Markup | None:
    """Which letters the model did not write itself."""
    if not result.mended:
        return None
    names = letter_names(result.mended, pack, manner.reading())
    text = pack.interface.document.mended.format(letters=names)
    return tag("p", text, class_="sg-quiet", lang=pack.code)


def fell_back(failed: Sequence[FellBack], model: str, pack: Pack) -> Markup | None:
    """Which models gave up, why, and who wrote the goal instead."""
    if not failed:
        return None
    words = pack.interface.document
    items = [tag("li", tag("strong", one.model), f": {one.reason}") for one in failed]
    wrote = words.written_by.format(model=model)
    return tag(
        "div",
        tag("strong", words.fell_back),
        tag("ul", *items),
        tag("p", wrote),
        class_="sg-warning",
        role="status",
        lang=pack.code,
    )


def changes(before: SmartGoal, now: SmartGoal, pack: Pack, page: Pack) -> Markup | None:
    """What reads otherwise than before, word by word."""
    fields = changed_fields(before, now)
    ordered: list[FieldName] = [name for name in ("statement", *fields) if name in fields]
    items = []
    for name in dict.fromkeys(ordered):
        parts: list[str] = []
        for kind, text in word_changes(getattr(before, name), getattr(now, name)):
            shown = {"gone": "del", "new": "ins"}.get(kind)
            parts += [tag(shown, text) if shown else text, " "]
        title = letter_names((name,), pack, manner.reading())
        items.append(tag("li", tag("strong", title), tag("p", *parts)))
    if not items:
        return None
    heading = tag("h2", page.page.result.changes)
    listed = tag("ul", *items, class_="sg-changes")
    return tag("section", heading, listed, class_="sg-notes", lang=pack.code)


def row(number: int, result: RewriteResult, pack: Pack, *, here: bool = False) -> Markup:
    """One goal among many, on one line where there is room."""
    words = pack.interface.document
    place = tag("span", str(number), class_="sg-place", aria_hidden="true")
    source = tag("blockquote", result.source)
    if result.goal is None or result.report is None:
        asked = " ".join(question.text for question in result.questions)
        said = tag("p", result.error or asked or words.needs_answer, class_="sg-wanting")
        return _row(place, source, said, pack, here=here)
    text = text_with_marks(result.goal.statement, "statement", result.report, pack)
    body = tag("div", tag("p", text), verdict(result.report, pack))
    return _row(place, source, body, pack, here=here)


def _row(place: Markup, source: Markup, body: Markup, pack: Pack, *, here: bool) -> Markup:
    return tag(
        "article",
        place,
        source,
        body,
        class_="sg-row sg-now" if here else "sg-row",
        aria_current="true" if here else None,
        lang=pack.code,
    )


def side_by_side(
    heads: tuple[str, str], results: tuple[RewriteResult, RewriteResult], pack: Pack
) -> Markup:
    """Two versions of a goal, letter beside letter, with their verdicts."""
    words = pack.interface.document
    names = {letter.shows: letter for letter in manner.letters(pack)}
    head = tag(
        "tr", tag("th", words.letter, scope="col"), *(tag("th", h, scope="col") for h in heads)
    )
    body: list[Markup] = []
    old, new = results
    for field in ("statement", *names):
        title = words.statement if field == "statement" else names[field].name
        texts = [str(getattr(r.goal, field)) if r.goal else "" for r in (old, new)]
        gone, fresh = _halves(*texts)
        cells = [
            tag("td", _sign(result, field, pack), *half)
            for result, half in zip((old, new), (gone, fresh), strict=True)
        ]
        body.append(tag("tr", tag("th", title, scope="row"), *cells))
    return tag(
        "table", tag("thead", head), tag("tbody", *body), class_="sg-compare", lang=pack.code
    )


def _sign(result: RewriteResult, field: str, pack: Pack) -> Markup:
    verdicts = (
        {str(name): kind for name, kind in result.report.letters.items()} if result.report else {}
    )
    kind = verdicts.get(field)
    if kind is None:
        return Markup("")
    said = pack.interface.document.verdicts.of(kind)
    return tag("small", f"{SIGNS[kind]} {said}", class_=f"sg-badge sg-is-{kind}")


def _halves(before: str, now: str) -> tuple[list[str], list[str]]:
    left: list[str] = [" "]
    right: list[str] = [" "]
    for kind, text in word_changes(before, now):
        if kind != "new":
            left += [tag("del", text) if kind == "gone" else text, " "]
        if kind != "gone":
            right += [tag("ins", text) if kind == "new" else text, " "]
    return left, right
