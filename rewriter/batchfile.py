"""A file of goals in, a file of results out: what `rewriter batch` does.

Each result is written to a journal beside the results as soon as it is there.  At the end, or when
the batch is stopped, the results file is put together from it, in the order of the goals; the next
run reads both and asks only for what is missing or failed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from babel.numbers import get_decimal_symbol

from rewriter.batch import rewrite_each
from rewriter.errors import InputError, RewriterError
from rewriter.export import neutral_cell
from rewriter.goalrows import fields_of, known_cells, known_headings, read_request, row_key
from rewriter.journal import Journal
from rewriter.languages.pack import Pack, load_pack
from rewriter.models.base import Model
from rewriter.schemas import LETTERS, GoalContext, GoalRequest, Options, RewriteResult, Usage
from rewriter.tables import (
    KINDS,
    Cell,
    Table,
    UnreadableError,
    cell_text,
    read_table,
    write_table,
)
from rewriter.worksheet import letter_names, summary

Progress = Callable[[int, int], None]  # how many of how many


@dataclass
class Tally:
    """How a batch went.  `total` counts the rows of goals, the others what this run did."""

    total: int = 0
    kept: int = 0
    passed: int = 0
    errors: int = 0
    asks: int = 0
    failed: int = 0
    stopped: bool = False
    usage: Usage = field(default_factory=Usage)

    def count(self, result: RewriteResult) -> None:
        """Takes in one result."""
        self.usage += result.usage
        if result.error is not None:
            self.failed += 1
        elif result.report is None:
            self.asks += 1
        elif result.report.passed:
            self.passed += 1
        else:
            self.errors += 1

    @property
    def done(self) -> int:
        """Results of this run, whatever they are."""
        return self.passed + self.errors + self.asks + self.failed


@dataclass(frozen=True)
class Job:
    """The goals in `source`, the results in `out`, and how the rest is wanted.

    `language` and `context` are for rows that have none of their own; `speaks` words the headings
    and errors.
    """

    source: Path
    out: Path
    speaks: Pack
    options: Options
    language: str | None = None
    context: GoalContext | None = None
    model: str | Model | None = None
    today: date | None = None
    workers: int = 8

    def run(self, on_progress: Progress = lambda done, of: None) -> Tally:
        """Does what is not done yet; `on_progress` hears of how many of how many.

        Ctrl-C ends it early: what is done is in the results file then.  Raises `InputError` for
        files that won't do, and `OSError` as the disk does.
        """
        table = self._table()
        journal = Journal(self.out.with_name(f"{self.out.name}.part"))
        try:
            self._adopt(table, journal)
            return self._work(table, journal, on_progress)
        finally:
            journal.close() if len(journal) else journal.remove()

    def _table(self) -> Table:
        words = self.speaks.interface.batch
        for path in (self.source, self.out):
            if path.suffix.lower() not in KINDS:
                raise InputError(words.kinds.format(file=path.name))
        if self.out.exists() and self.out.samefile(self.source):
            raise InputError(words.same_file.format(file=self.out.name))
        try:
            table = read_table(self.source, frozenset(known_headings()))
        except UnreadableError as error:
            raise InputError(words.unreadable.format(file=self.source.name)) from error
        if table.columns and "goal" not in fields_of(table).values():
            names = ", ".join(self.speaks.interface.batch.columns["goal"])
            raise InputError(words.no_goals.format(file=self.source.name, names=names))
        return table

    def _adopt(self, table: Table, journal: Journal) -> None:
        """Takes the results that are there already over into the journal."""
        if not self.out.exists():
            return
        words = self.speaks.interface.batch
        try:
            earlier = read_table(self.out, frozenset(known_headings()))
            for key, record in _earlier(earlier, table):
                if key not in journal:
                    journal.put(key, record)
        except (UnreadableError, ValueError) as error:
            raise InputError(words.foreign.format(file=self.out.name)) from error

    def _work(self, table: Table, journal: Journal, on_progress: Progress) -> Tally:
        tally = Tally()
        failures: dict[str, Any] = {}  # kept out of the journal: to be tried again
        under_way: dict[int, str] = {}
        todo: dict[str, None] = {}
        for _, key in self._keyed(table):
            tally.total += 1
            if key in journal:
                tally.kept += 1
            else:
                todo[key] = None
        wanted = len(todo)

        def requests() -> Iterator[GoalRequest]:
            place = 0
            for fields, key in self._keyed(table):
                if key not in todo:
                    continue
                del todo[key]
                try:
                    request = read_request(fields, self.language, self.context, self.options)
                except RewriterError as error:
                    result = _refused(cell_text(fields.get("goal")), error, self.speaks)
                    failures[key] = self._record(result)
                    tally.count(result)
                    continue
                under_way[place] = key
                place += 1
                yield request

        def told(place: int, result: RewriteResult) -> None:
            key = under_way.pop(place)
            if result.error is None:
                journal.put(key, self._record(result))
            else:
                failures[key] = self._record(result)
            tally.count(result)
            on_progress(tally.done, wanted)

        try:
            for _ in rewrite_each(
                requests(),
                model=self.model,
                today=self.today,
                options=self.options,
                workers=self.workers,
                on_result=told,
            ):
                pass
        except KeyboardInterrupt:
            tally.stopped = True
        self._write(table, journal, failures)
        journal.remove()
        return tally

    def _keyed(self, table: Table) -> Iterator[tuple[dict[str, Cell], str]]:
        """What each row knows, and its key."""
        meant = fields_of(table)
        for row in table.rows():
            fields = known_cells(row, meant)
            yield fields, row_key(fields)

    def _write(self, table: Table, journal: Journal, failures: Mapping[str, Any]) -> None:
        lines = self.out.suffix.lower() == ".jsonl"
        meant = fields_of(table)
        first = self.speaks.interface.document.source
        columns = [*(name or first for name in table.columns), *self._headings()]
        with write_table(self.out, columns, delimiter=_delimiter(table, self.speaks)) as writer:
            for row in table.rows():
                key = row_key(known_cells(row, meant))
                record = journal.get(key) or failures.get(key)
                if record is None:
                    continue
                if lines:
                    writer.row((), {**row, "result": record})
                else:
                    writer.row([*(row.get(name) for name in table.columns), *record], None)

    def _record(self, result: RewriteResult) -> Any:
        """A result as the journal keeps it: JSON for JSON lines, else the cells."""
        if self.out.suffix.lower() == ".jsonl":
            return result.model_dump(mode="json")
        return result_cells(result, load_pack(result.language), self.options)

    def _headings(self) -> list[str]:
        words, document = self.speaks.interface.batch.results, self.speaks.interface.document
        names = {n.shows: n.name for n in self.speaks.basics.readings[self.options.reading]}
        return [
            words.language,
            document.statement,
            *(names[letter] for letter in LETTERS),
            words.result,
            document.findings,
            words.target,
            words.deadline,
            document.assumptions,
            document.questions,
            document.others,
            words.model,
            words.cost,
            words.failed,
        ]


def _refused(goal: str, error: RewriterError, speaks: Pack) -> RewriteResult:
    return RewriteResult(
        source=goal, status="needs_answer", language=speaks.code, model="", error=str(error)
    )


def result_cells(result: RewriteResult, pack: Pack, options: Options) -> list[Cell]:
    """A result as one row, in the goal's language; the reason of a failure stands last."""
    words = pack.interface.document
    goal, report = result.goal, result.report
    verdict = words.needs_answer if result.error is None else ""
    if report is not None:
        verdict = summary(report, pack)
        if result.mended:
            names = letter_names(result.mended, pack, options.reading)
            verdict += f". {words.mended.format(letters=names)}"
    facts = report.facts if report else None
    found = report.findings if report else ()
    return [
        result.language,
        goal.statement if goal else "",
        *(getattr(goal, letter) if goal else "" for letter in LETTERS),
        verdict,
        "\n".join(f"{finding.message} {finding.hint}".strip() for finding in found),
        facts.target.text if facts and facts.target else "",
        facts.deadline.date.isoformat() if facts and facts.deadline else "",
        "\n".join(entry.text for entry in goal.assumptions) if goal else "",
        "\n".join(question.text for question in result.questions),
        "\n".join(result.other_goals),
        result.model,
        result.usage.cost if result.usage.calls else None,
        result.error or "",
    ]


def _earlier(earlier: Table, table: Table) -> Iterator[tuple[str, Any]]:
    """Keys and records of the results of an earlier run, but for failed ones.

    Raises `ValueError` where these are no results of the goals in `table`.
    """
    meant = fields_of(table)
    if earlier.path.suffix.lower() == ".jsonl":
        for row in earlier.rows():
            record = row.pop("result", None)
            if not isinstance(record, dict):
                raise ValueError
            if record.get("error") is None:
                yield row_key(known_cells(row, meant)), record
        return
    width = len(table.columns)
    own = [neutral_cell(name) for name in earlier.columns[:width]]
    wanted = [neutral_cell(name) for name in table.columns]
    if (table.heads and own != wanted) or len(earlier.columns) <= width:
        raise ValueError
    for row in earlier.rows():
        cells = [row.get(name) for name in earlier.columns]
        if not cell_text(cells[-1]):
            own_row = dict(zip(table.columns, cells, strict=False))
            yield row_key(known_cells(own_row, meant)), cells[width:]


def _delimiter(table: Table, speaks: Pack) -> str:
    """The goals' own; else what spreadsheets expect where the language is spoken."""
    if table.path.suffix.lower() == ".csv" and table.heads:
        return table.delimiter
    return ";" if get_decimal_symbol(speaks.locale) == "," else ","
