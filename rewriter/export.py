"""A result to take away: plain text, Markdown, a worksheet as CSV or XLSX, JSON.

Everything that a model or a user wrote goes out as data.  Markdown is escaped, so that a viewer
fetches no image and shows no link; no cell of a worksheet can start a formula.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence

from babel.numbers import get_decimal_symbol

from rewriter.languages.pack import Pack, load_pack
from rewriter.schemas import Finding, Reading, RewriteResult
from rewriter.worksheet import Row, letter_names, letter_rows, other_findings, summary, visible

READING: Reading = "achievable/relevant"

# Markdown that acts anywhere in a line, that acts at its start, and what GitHub turns into a link.
_ANYWHERE = re.compile(r"([\\`*_\[\]<>|~$])|&(?=#?\w+;)")
_AT_START = re.compile(r"^(\s*)([#+=-]|\d+(?=[.)]))")
_LINKS = re.compile(r"(?<=\w)(?=://)|(?<=\bwww)(?=\.)|(?=@)", re.IGNORECASE)
# What Excel, LibreOffice and Google Sheets take for the start of a formula, full-width forms too.
_FORMULA = re.compile(r"\s*[=+\-@\uff0b\uff0d\uff1d\uff20]|[\t\r\n]")
_WIDTHS = (28, 8, 18, 70, 18, 60)  # of the worksheet's columns, in characters


def render_text(results: Sequence[RewriteResult], *, reading: Reading = READING) -> str:
    """Plain text to paste into a plan: the sentence, the letters, assumptions and questions."""
    return "\n\n\n".join(_text(result, load_pack(result.language), reading) for result in results)


def render_markdown(results: Sequence[RewriteResult], *, reading: Reading = READING) -> str:
    """Markdown with one table per goal."""
    parts = (_markdown(result, load_pack(result.language), reading) for result in results)
    return "\n\n".join(parts) + "\n"


def render_csv(results: Sequence[RewriteResult], *, reading: Reading = READING) -> str:
    """The worksheet: a row per letter and the closing sentence, for each goal.

    `results` holds at least one.  The separator is the one that spreadsheets expect where the
    language is spoken: a semicolon where the comma is the decimal sign.  Save it as UTF-8 with a
    byte order mark, or Excel shows foreign letters wrongly.
    """
    out = io.StringIO()
    first = load_pack(results[0].language)
    separator = ";" if get_decimal_symbol(first.locale) == "," else ","
    writer = csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows(_sheet(results, reading))
    return out.getvalue()


def render_xlsx(results: Sequence[RewriteResult], *, reading: Reading = READING) -> bytes:
    """The same worksheet as an Excel file, its columns as wide as what people write in them.

    `results` holds at least one.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.active
    sheet.title = load_pack(results[0].language).interface.document.statement[:31]
    for cells in _sheet(results, reading):
        sheet.append(cells)
    for column, width in zip("ABCDEF", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=cell.row == 1)
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(results: Sequence[RewriteResult], reading: Reading) -> Iterator[list[str]]:
    """The rows of the worksheet, headings first; no cell can be taken for a formula."""
    words = load_pack(results[0].language).interface.document
    heads = (words.source, words.letter, words.name, words.text, words.verdict, words.remarks)
    yield list(heads)
    for result in results:
        for row in _csv_rows(result, load_pack(result.language), reading):
            yield [neutral_cell(cell) for cell in row]


def render_json(results: Sequence[RewriteResult]) -> str:
    """The results as JSON: one object for one result, else a list."""
    plain = [result.model_dump(mode="json") for result in results]
    return json.dumps(plain[0] if len(plain) == 1 else plain, ensure_ascii=False, indent=2) + "\n"


def neutral_cell(text: str) -> str:
    """`text` as a cell that no spreadsheet takes for a formula: an apostrophe is put before it.

    >>> neutral_cell("=1+1"), neutral_cell("20 %")
    ("'=1+1", '20 %')
    """
    text = visible(text)
    return f"'{text}" if _FORMULA.match(text) else text


def escape_markdown(text: str) -> str:
    """`text` as one line of Markdown that shows it as it is.

    >>> print(escape_markdown("![x](http://a.b/c) *now*"))
    !\\[x\\](http\\://a.b/c) \\*now\\*
    """
    line = " ".join(visible(text).split())
    line = _ANYWHERE.sub(lambda found: "\\" + found[0], line)
    line = _LINKS.sub(r"\\", line)
    return _AT_START.sub(_guard_start, line)


def _guard_start(found: re.Match[str]) -> str:
    mark = found[2]
    return f"{found[1]}{mark}\\" if mark[0].isdecimal() else f"{found[1]}\\{mark}"


def _remarks(findings: Sequence[Finding]) -> str:
    return " ".join(f"{finding.message} {finding.hint}".strip() for finding in findings)


def _rows(result: RewriteResult, pack: Pack, reading: Reading) -> tuple[Row, ...]:
    if result.goal is None or result.report is None:
        return ()
    return letter_rows(result.goal, result.report, pack, reading)


def _csv_rows(result: RewriteResult, pack: Pack, reading: Reading) -> list[tuple[str, ...]]:
    words = pack.interface.document
    if result.goal is None or result.report is None:
        asked = " ".join(question.text for question in result.questions)
        return [(result.source, "", words.questions, asked or result.error or "", "", "")]
    rows = [
        (
            result.source,
            row.initial,
            row.name,
            row.text,
            words.verdicts.of(row.verdict),
            _remarks(row.findings),
        )
        for row in _rows(result, pack, reading)
    ]
    closing = (
        result.source,
        "",
        words.statement,
        result.goal.statement,
        summary(result.report, pack),
        _remarks(other_findings(result.report)),
    )
    return [*rows, closing]


def _notes(result: RewriteResult, pack: Pack, reading: Reading) -> list[tuple[str, list[str]]]:
    words = pack.interface.document
    notes: list[tuple[str, list[str]]] = []
    if result.goal is not None and result.goal.assumptions:
        notes.append((words.assumptions, [entry.text for entry in result.goal.assumptions]))
    if result.questions:
        notes.append((words.questions, [entry.text for entry in result.questions]))
    if result.report is not None and result.report.findings:
        found = [_remarks([finding]) for finding in result.report.findings]
        notes.append((words.findings, found))
    if result.mended:
        names = letter_names(result.mended, pack, reading)
        notes.append((words.mended.format(letters=names), []))
    if result.error:
        notes.append((result.error, []))
    return notes


def _text(result: RewriteResult, pack: Pack, reading: Reading) -> str:
    words = pack.interface.document
    lines = [f"{words.source}: {result.source}"]
    if result.goal is None:
        if not result.error:
            lines += ["", words.needs_answer]
    else:
        lines += ["", words.statement, result.goal.statement, ""]
        for row in _rows(result, pack, reading):
            lines.append(f"{row.initial} – {row.name}: {row.text or words.empty}")
    for heading, entries in _notes(result, pack, reading):
        lines += ["", heading, *(f"- {entry}" for entry in entries)]
    return visible("\n".join(lines))


def _markdown(result: RewriteResult, pack: Pack, reading: Reading) -> str:
    words = pack.interface.document
    if result.goal is None or result.report is None:
        lines = [f"## {words.source}", "", escape_markdown(result.source)]
        if not result.error:
            lines += ["", f"**{words.needs_answer}**"]
    else:
        lines = [
            f"## {words.statement}",
            "",
            f"> {escape_markdown(result.goal.statement)}",
            "",
            f"**{words.source}:** {escape_markdown(result.source)}",
            "",
            f"| {words.letter} | {words.name} | {words.text} | {words.verdict} |",
            "|---|---|---|---|",
        ]
        for row in _rows(result, pack, reading):
            text = escape_markdown(row.text or words.empty)
            verdict = words.verdicts.of(row.verdict)
            lines.append(f"| **{row.initial}** | {row.name} | {text} | {verdict} |")
    for heading, entries in _notes(result, pack, reading):
        lines += ["", f"### {escape_markdown(heading)}", ""]
        lines += [f"- {escape_markdown(entry)}" for entry in entries]
    return "\n".join(lines).rstrip()
