"""The cases: how the data files are read.

One YAML file is a list of cases.  ``python -m evals --write-schemas`` writes the JSON schemas that
editors complete and check the files by.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml  # type: ignore[import-untyped]
from pydantic import TypeAdapter, ValidationError

from evals.records import (
    AnswerCase,
    Breakage,
    FactCase,
    Flaw,
    Given,
    HostileCase,
    LetterCase,
    RatedAnswer,
    Record,
    RewritingCase,
    RobustCase,
    RobustGoal,
    SentenceCase,
    ValidatorCase,
)
from rewriter.languages.pack import available_languages

__all__ = [
    "DATASETS",
    "TODAY",
    "AnswerCase",
    "DataError",
    "FactCase",
    "Flaw",
    "Given",
    "HostileCase",
    "LetterCase",
    "Record",
    "RewritingCase",
    "RobustCase",
    "RobustGoal",
    "SentenceCase",
    "ValidatorCase",
    "held_out",
    "load_answers",
    "load_breakage",
    "load_facts",
    "load_hostile",
    "load_letters",
    "load_records",
    "load_rewriting",
    "load_robustness",
    "load_sentences",
    "load_validator",
    "schemas",
    "select",
    "write_schemas",
]

DATASETS: Final = Path(__file__).parent / "datasets"
TODAY: Final = date(2026, 10, 1)  # of all cases, so that a run next year gives the same figures

# The one in C is ten times as fast, and not in every build of PyYAML.
_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class DataError(Exception):
    """A data file that can't be read; says the file and the first thing that is wrong."""


R = TypeVar("R", bound=Record)
T = TypeVar("T")


def load_records(path: Path, record: type[R], language: str) -> list[R]:
    """The cases of a file, in its order.  Raises `DataError`."""
    return _check(_parse(path), record, language, path)


def load_rewriting(languages: Sequence[str] | None = None) -> list[RewritingCase]:
    """The rough goals, language by language.

    >>> {case.language for case in load_rewriting(["da", "sv"])} == {"da", "sv"}
    True
    """
    return _load_folder("rewriting", RewritingCase, languages)


def load_validator(languages: Sequence[str] | None = None) -> list[ValidatorCase]:
    """The labelled rewrites, language by language; a language without a file has none yet."""
    return _load_folder("validator", ValidatorCase, languages)


def load_letters(languages: Sequence[str] | None = None) -> list[LetterCase]:
    """The goals with good and bad letters that weights are learned from."""
    return _load_folder("letters", LetterCase, languages)


def load_answers(languages: Sequence[str] | None = None) -> list[AnswerCase]:
    """Answers of real models with a reader's labels."""
    return _load_folder("answers", AnswerCase, languages)


def load_sentences(languages: Sequence[str] | None = None) -> list[SentenceCase]:
    """The labelled plain sentences."""
    return _load_folder("sentences", SentenceCase, languages)


def load_hostile(languages: Sequence[str] | None = None) -> list[HostileCase]:
    """The attempts, language by language."""
    return _load_folder("hostile", HostileCase, languages)


def load_robustness() -> list[RobustGoal]:
    """The goals that are said in many ways.  Raises `DataError`."""
    return _load_whole("robustness", list[RobustGoal])


def load_breakage() -> dict[str, Breakage]:
    """What mutants are made with, by language.  Raises `DataError`."""
    return _load_whole("mutations", dict[str, Breakage])


def load_facts(languages: Sequence[str] | None = None) -> list[FactCase]:
    """The phrases with their values, language by language."""
    path = DATASETS / "facts.yaml"
    grouped = _parse(path)
    return [
        case
        for code in languages or available_languages()
        for case in _check(grouped.get(code), FactCase, code, path)
    ]


def held_out(record: Record) -> bool:
    """Whether a case is only counted and not looked at, so that nothing is fitted to it.

    Every third is, by the number in its id, so adding cases moves none.
    """
    return int(re.sub(r"\D", "", record.id) or 0) % 3 == 0


def select(records: Iterable[R], ids: Sequence[str] = (), limit: int | None = None) -> list[R]:
    """The cases with the given ids, or the first `limit` of each language, or all."""
    taken: Counter[str] = Counter()
    chosen = []
    for record in records:
        if ids and record.id not in ids:
            continue
        taken[record.language] += 1
        if limit is None or taken[record.language] <= limit:
            chosen.append(record)
    return chosen


def schemas() -> dict[Path, str]:
    """The JSON schema of each kind of data file, by the path where it is kept."""
    kinds: dict[str, Any] = {
        "rewriting": list[RewritingCase],
        "validator": list[ValidatorCase],
        "letters": list[LetterCase],
        "facts": dict[str, list[FactCase]],
        "answers": list[AnswerCase],
        "sentences": list[SentenceCase],
        "hostile": list[HostileCase],
        "robustness": list[RobustGoal],
        "mutations": dict[str, Breakage],
        "ratings": list[RatedAnswer],
    }
    return {
        DATASETS / f"{name}.schema.json": json.dumps(_schema(kind), indent=2, ensure_ascii=False)
        + "\n"
        for name, kind in kinds.items()
    }


def write_schemas() -> list[Path]:
    """Writes the schemas beside the data and returns where."""
    for path, text in schemas().items():
        path.write_text(text, encoding="utf-8")
    return list(schemas())


def _schema(kind: Any) -> dict[str, Any]:
    schema = TypeAdapter(kind).json_schema()
    goal = schema.get("$defs", {}).get("SmartGoal", {"properties": {}})
    for name in {"assumptions", "questions"} & set(goal["properties"]):
        items = goal["properties"][name]["items"]
        goal["properties"][name]["items"] = {"anyOf": [{"type": "string"}, items]}
    return schema


def _load_whole(name: str, kind: type[T]) -> T:
    path = DATASETS / f"{name}.yaml"
    try:
        return TypeAdapter(kind).validate_python(_parse(path))
    except ValidationError as error:
        raise DataError(f"{path.name}: {error}") from error


def _load_folder(name: str, record: type[R], languages: Sequence[str] | None) -> list[R]:
    paths = {code: DATASETS / name / f"{code}.yaml" for code in languages or available_languages()}
    return [
        case
        for code, path in paths.items()
        if path.exists()
        for case in load_records(path, record, code)
    ]


def _parse(path: Path) -> Any:
    """A file as mappings, lists and text.

    The base loader leaves every scalar as typed, so that `baseline: 1200` or a date in a free-text
    field needs no quotes; the models turn into numbers and dates what has to be one.
    """
    try:
        return _filled(yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER))  # noqa: S506
    except (OSError, yaml.YAMLError) as error:
        raise DataError(f"{path.parent.name}/{path.name}: {error}") from error


def _filled(node: Any) -> Any:
    """The node without the keys that were left empty."""
    if isinstance(node, dict):
        return {key: _filled(value) for key, value in node.items() if value != ""}
    return [_filled(entry) for entry in node] if isinstance(node, list) else node


def _check(entries: Any, record: type[R], language: str, path: Path) -> list[R]:
    where = f"{path.parent.name}/{path.name}"
    if not isinstance(entries or [], list):
        raise DataError(f"{where}: a list of cases is wanted")
    cases: list[R] = []
    for number, entry in enumerate(entries or [], 1):
        name = f"case {number}"
        try:
            name = f"{name} ({entry['id']})"
            cases.append(record.model_validate({"language": language, **entry}))
        except (TypeError, KeyError) as error:
            raise DataError(f"{where}: {name}: a mapping with an id is wanted") from error
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(map(str, first["loc"]))
            raise DataError(f"{where}: {name}: {place}: {first['msg']}") from error
    twice = [name for name, times in Counter(case.id for case in cases).items() if times > 1]
    if twice:
        raise DataError(f"{where}: these ids stand twice: {', '.join(twice)}")
    return cases
