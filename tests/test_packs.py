"""All packs against the same tables: nothing missing, nothing left in another language."""

from __future__ import annotations

import string
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel

from rewriter.checks.finding import SEVERITY
from rewriter.errors import PackError, UnknownLanguageError
from rewriter.facts.deadlines import find_deadlines
from rewriter.facts.goal import read_goal
from rewriter.facts.numbers import find_quantities
from rewriter.languages import section
from rewriter.languages.detect import detect_language
from rewriter.languages.messages import Messages
from rewriter.languages.pack import available_languages, load_pack
from rewriter.languages.section import load_section
from rewriter.schemas import GoalContext, Options
from rewriter.validator import validate

TODAY = date(2026, 10, 1)
LANGUAGES = available_languages()
FIRST = load_pack(LANGUAGES[0])
SECTIONS = [
    "basics",
    "numbers",
    "deadlines",
    "metrics",
    "judging",
    "drafts",
    "messages",
    "interface",
    "examples",
]

languages = pytest.mark.parametrize("code", LANGUAGES)
others = pytest.mark.parametrize("code", LANGUAGES[1:])
sections = pytest.mark.parametrize("name", SECTIONS)


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a section that is no container, with its path; lists count as one."""
    if isinstance(value, BaseModel):
        value = {name: getattr(value, name) for name in type(value).model_fields}
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}".strip("."))
    else:
        yield path, value


def slots(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@languages
@sections
def test_loads_and_is_not_empty(code: str, name: str) -> None:
    """Each file fits its schema, and says something."""
    assert dict(leaves(getattr(load_pack(code), name)))


@others
@pytest.mark.parametrize("name", ["messages", "interface"])
def test_same_keys_and_slots(code: str, name: str) -> None:
    """A language says what the first one says, with the same slots to fill."""
    ours = dict(leaves(getattr(load_pack(code), name)))
    theirs = dict(leaves(getattr(FIRST, name)))
    assert ours.keys() == theirs.keys()
    for key, text in theirs.items():
        if isinstance(text, str):
            assert slots(ours[key]) == slots(text), key


@others
@pytest.mark.parametrize("name", ["messages", "interface"])
def test_nothing_left_in_the_first_language(code: str, name: str) -> None:
    """No sentence of several words stands untranslated."""
    ours = dict(leaves(getattr(load_pack(code), name)))
    left = [
        key
        for key, text in leaves(getattr(FIRST, name))
        if isinstance(text, str)
        and text.count(" ") > 1
        and not text[0].isdigit()
        and ours[key] == text
    ]
    assert left == []


@others
def test_same_metrics(code: str) -> None:
    """Every language knows the same metrics, channels and actions."""
    ours, theirs = load_pack(code).metrics, FIRST.metrics
    assert ours.metrics.keys() == theirs.metrics.keys()
    assert ours.channels.keys() == theirs.channels.keys()
    assert ours.actions.keys() == theirs.actions.keys()


@languages
def test_every_finding_has_words(code: str) -> None:
    """Each code that a check may give is worded, and no wording is left over."""
    assert load_pack(code).messages.findings.keys() == SEVERITY.keys()


@languages
def test_messages_are_in_their_language(code: str) -> None:
    """Wording reads as the language that it is filed under."""
    words = load_pack(code).messages
    text = " ".join(
        [*words.questions.values(), *words.errors.values(), words.no_goal]
        + [finding.message for finding in words.findings.values()]
    )
    assert detect_language(text) == code


@languages
def test_readings_show_all_five_contents(code: str) -> None:
    """Each reading of the acronym spells SMART and hides nothing."""
    for names in load_pack(code).basics.readings.values():
        assert "".join(name.initial for name in names) == "SMART"
        shown = {name.shows for name in names}
        assert shown == {"specific", "measurable", "achievable", "relevant", "time_bound"}


@languages
def test_good_examples(code: str) -> None:
    """Good sentences pass, and number and deadline are read from them."""
    for good in load_pack(code).examples.good:
        report = validate(good.text, language=code, today=TODAY)
        assert report.errors == (), good.text
        values = {v for q in find_quantities(good.text, code) for v in (q.value, q.value_hi)}
        assert good.number in values
        found = find_deadlines(good.text, code, TODAY)
        # "before Christmas" is the day itself or the one before
        assert any(abs((d.date - good.deadline).days) <= 1 for d in found)
        assert detect_language(good.text) == code


@languages
def test_flawed_examples(code: str) -> None:
    """Flawed sentences get the finding that they are filed under, with evidence that points."""
    for flawed in load_pack(code).examples.flawed:
        report = validate(flawed.text, language=code, today=TODAY)
        found = [f for f in report.findings if f.code == flawed.code]
        assert found, (flawed.text, [f.code for f in report.errors])
        for place in found[0].evidence:
            assert flawed.text[place.start : place.end] == place.text


@languages
def test_no_goals(code: str) -> None:
    """Greetings, thanks and orders to the program name nothing to reach; rough goals do."""
    pack = load_pack(code)

    def names_a_goal(text: str) -> bool:
        return read_goal(text, GoalContext(), pack, TODAY, Options()).names_a_goal

    assert [text for text in pack.examples.no_goals if names_a_goal(text)] == []
    assert [text for text in pack.examples.rough if not names_a_goal(text)] == []


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        pytest.param("nb-NO", "nb", id="regional"),
        pytest.param("no", "nb", id="macro language"),
        pytest.param("nn", "nb", id="nynorsk"),
        pytest.param("EN_gb", "en", id="underscore and case"),
    ],
)
def test_names_of_languages(asked: str, code: str) -> None:
    """Regional codes find their pack."""
    assert load_pack(asked).code == code


def test_unknown_language() -> None:
    """An unknown code names the known ones."""
    with pytest.raises(UnknownLanguageError, match="en, nb, da, sv, nl"):
        load_pack("tlh")


def test_damaged_pack(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that does not fit says which file and which key."""
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "messages.toml").write_text('no_goal = "?"\nsurprise = 1\n')
    monkeypatch.setattr(section, "HERE", tmp_path)
    with pytest.raises(PackError, match=r"xx/messages\.toml: "):
        load_section(Messages, "xx", "messages")
