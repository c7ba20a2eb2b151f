"""What native editors say of the embedded model's texts: sheets to rate, and their totals.

    python -m evals.ratings                          # totals of the ratings that are committed
    python -m evals.ratings --sheet nb --half fresh  # a sheet to fill in, with today's texts

Rough goals with an odd number are those that the model was mended against, the even ones are
fresh.  Each field of an answer is rated `natural` (as a good marketer would write it),
`understandable` (right, yet nobody would put it so) or `wrong` (grammar, sense or facts).  A field
that the model writes differently today than when it was rated is counted apart.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, Literal, TypeAlias

import yaml  # type: ignore[import-untyped]
from rich.console import Console
from rich.table import Table

from evals.datasets import DATASETS, TODAY, load_records, load_rewriting
from evals.records import RatedAnswer, Record, RewritingCase
from evals.tables import percent
from rewriter import available_languages, rewrite
from rewriter.schemas import FIELDS, FieldName

Half: TypeAlias = Literal["mended against", "fresh"]
RATINGS: Final = DATASETS / "ratings"
_FIRST: Final = 101  # goals below were written along with the model


def half_of(record: Record) -> Half:
    """Whether the model was mended against the goal, by the number in its id.

    >>> half_of(Record(id="nb-104")), half_of(Record(id="nb-105"))
    ('fresh', 'mended against')
    """
    return "mended against" if _number(record) % 2 else "fresh"


def load_ratings(language: str) -> list[RatedAnswer]:
    """The ratings of a language, those of both halves; none where no sheet was filled in.

    Raises `DataError`.
    """
    paths = sorted(RATINGS.glob(f"{language}*.yaml"))
    return [rated for path in paths for rated in load_records(path, RatedAnswer, language)]


def sheet(language: str, half: Half) -> str:
    """A YAML sheet with what the model answers today, every field still to be rated."""
    entries = []
    for case in load_rewriting([language]):
        if _number(case) < _FIRST or half_of(case) != half:
            continue
        if written := _written(case):
            context = case.context.model_dump(mode="json", exclude_defaults=True)
            entries.append(
                {
                    "id": case.id,
                    "goal": case.goal,
                    **({"context": context} if context else {}),
                    "fields": written,
                    "ratings": dict.fromkeys(written, ""),
                }
            )
    text: str = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=98)
    return text


def totals(rated: Sequence[RatedAnswer]) -> dict[str, int | float | None]:
    """Answers, fields, the share of each rating in percent, and of texts that still stand.

    >>> one = RatedAnswer(id="en-102", goal="x", fields={"specific": "y"},
    ...                   ratings={"specific": "natural"}, language="en")
    >>> totals([one])["natural %"]
    100.0
    """
    said = Counter(rating for answer in rated for rating in answer.ratings.values())
    now = [_written(answer) for answer in rated]
    stands = sum(
        text == today.get(name)
        for answer, today in zip(rated, now, strict=True)
        for name, text in answer.fields.items()
    )
    fields = said.total()
    return {
        "answers": len(rated),
        "fields": fields,
        "natural %": percent(said["natural"], fields),
        "understandable": said["understandable"],
        "wrong": said["wrong"],
        "unchanged %": percent(stands, sum(len(answer.fields) for answer in rated)),
    }


def _number(record: Record) -> int:
    return int(re.sub(r"\D", "", record.id) or 0)


def _written(case: RewritingCase | RatedAnswer) -> dict[FieldName, str]:
    """What the model writes today, by field; empty where it asks."""
    answer = rewrite(case.goal, language=case.language, context=case.context, today=TODAY)
    if answer.status != "ok":
        return {}
    return {name: getattr(answer.goal, name) for name in FIELDS if getattr(answer.goal, name)}


def _rows() -> Iterator[tuple[str, Half, dict[str, int | float | None]]]:
    for language in available_languages():
        rated = load_ratings(language)
        for half in ("mended against", "fresh"):
            if mine := [answer for answer in rated if half_of(answer) == half]:
                yield language, half, totals(mine)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 1 where nothing was rated."""
    parser = argparse.ArgumentParser(prog="python -m evals.ratings", description=__doc__)
    parser.add_argument("--sheet", choices=available_languages(), metavar="LANGUAGE")
    parser.add_argument("--half", choices=("mended", "fresh"), default="fresh")
    options = parser.parse_args(arguments)
    if options.sheet:
        sys.stdout.write(
            sheet(options.sheet, "fresh" if options.half == "fresh" else "mended against")
        )
        return 0
    rows = list(_rows())
    if not rows:
        return 1
    table = Table("language", "half", *rows[0][2], title="Native editors' ratings")
    for language, half, figures in rows:
        table.add_row(language, half, *("" if v is None else f"{v:g}" for v in figures.values()))
    Console().print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
