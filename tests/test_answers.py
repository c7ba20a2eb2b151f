"""Answers: a strict schema out, a lenient reading back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from rewriter.models.answers import answer_model
from rewriter.schemas import FIELDS, FieldName, SmartGoal

FORM = answer_model(FIELDS)
ONE = '{"specific": "Ring 20 kunder", "assumptions": [], "questions": []}'


@pytest.mark.parametrize(
    "fields", [FIELDS, ("measurable",), ("statement", "relevant")], ids=["all", "one", "two"]
)
def test_schema_suits_strict_modes(fields: tuple[FieldName, ...]) -> None:
    """An object that allows nothing else, requires everything, and holds strings and lists."""
    schema = answer_model(fields).model_json_schema()
    assert set(schema) == {"type", "title", "properties", "required", "additionalProperties"}
    assert schema["additionalProperties"] is False
    assert list(schema["properties"]) == [*fields, "assumptions", "questions"]
    assert schema["required"] == list(schema["properties"])
    for name, part in schema["properties"].items():
        texts = {"type": "string"}
        assert part == (texts if name in fields else {"type": "array", "items": texts})


def test_schema_is_a_copy() -> None:
    """Whoever writes into the schema writes into his own."""
    FORM.model_json_schema()["properties"].clear()
    assert "specific" in FORM.model_json_schema()["properties"]


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(ONE, id="bare"),
        pytest.param(f"\n {ONE}\n", id="blanks around"),
        pytest.param(f"```json\n{ONE}\n```", id="fenced"),
        pytest.param(f"Here you are:\n{ONE}\nGood luck!", id="prose around"),
        pytest.param(f'<think>Say {{"specific": "no"}}?</think>{ONE}', id="thinking before"),
        pytest.param(f"I must use braces {{}} here.\n</think>\n{ONE}", id="end of thinking only"),
        pytest.param(f'You typed {{"specific": "mine"}}. {ONE}', id="the last object counts"),
        pytest.param(f'{ONE} {{"note": "done"}}', id="unless it is something else"),
        pytest.param('{"specific": "Ring 20 kunder"}', id="lists missing"),
        pytest.param('{"specific": "Ring 20 kunder", "confidence": 0.9}', id="a field too many"),
        pytest.param('{"specific": "Ring\\n  20\\tkunder "}', id="line breaks"),
        pytest.param('{"specific": "Ring \\u001b20 \\u202ekunder\\u0000"}', id="controls"),
        pytest.param('{"specific": "Ring 20 kunder", "relevant": null}', id="null"),
        pytest.param('{"specific": "Ring 20 kunder", "questions": null}', id="null for a list"),
        pytest.param('{"specific": "Ring 20 kunder", "questions": ["", null]}', id="blank entries"),
    ],
)
def test_reads(reply: str) -> None:
    """Wrappings fall off, nothing is added."""
    assert FORM.model_validate_json(reply).goal == SmartGoal(specific="Ring 20 kunder")


@pytest.mark.parametrize(
    ("answer", "goal"),
    [
        pytest.param(
            {"measurable": 500, "assumptions": "one thing", "questions": ["Who?", "What?"]},
            SmartGoal.model_validate(
                {"measurable": "500", "assumptions": ["one thing"], "questions": ["Who?", "What?"]}
            ),
            id="number for a text, text for a list",
        ),
        pytest.param(
            {"specific": "1\u00a0200 følgere – 20 % flere 🎯"},
            SmartGoal(specific="1\u00a0200 følgere – 20 % flere 🎯"),
            id="signs stay",
        ),
        pytest.param(
            {"specific": "", "questions": ["Hvilken kanal?"]},
            SmartGoal.model_validate({"questions": ["Hvilken kanal?"]}),
            id="a question alone",
        ),
    ],
)
def test_understands(answer: dict[str, Any], goal: SmartGoal) -> None:
    """Slips of form are understood as what they must mean."""
    assert FORM.model_validate_json(json.dumps(answer)).goal == goal


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param("", id="nothing"),
        pytest.param("I can't help with that.", id="refusal"),
        pytest.param("{}", id="empty object"),
        pytest.param('{"specific": " ", "questions": [" "]}', id="blank"),
        pytest.param('{"goal": "x"}', id="other fields"),
        pytest.param(json.dumps(FORM.model_json_schema()), id="the schema itself"),
        pytest.param('{"specific": ["a", "b"]}', id="list for a text"),
        pytest.param('{"specific": {"text": "a"}}', id="object for a text"),
        pytest.param('{"specific": "a", "questions": [{"q": 1}]}', id="objects in a list"),
        pytest.param('{"specific": "cut o', id="cut off"),
        pytest.param("[1, 2]", id="a list"),
        pytest.param("{" * 50_000, id="braces"),
        pytest.param('{"a":' * 50_000, id="depth"),
    ],
)
def test_refuses(reply: str) -> None:
    """What holds no answer is an error, and soon."""
    with pytest.raises(ValidationError):
        FORM.model_validate_json(reply)


def test_reads_back_what_it_writes() -> None:
    """An answer survives the cache."""
    answer = FORM.model_validate_json(f"```{ONE}```")
    assert FORM.model_validate_json(answer.model_dump_json()) == answer


def test_reads_only_what_was_asked() -> None:
    """A model that writes more letters than asked is not listened to."""
    goal = answer_model(("measurable",)).model_validate_json(
        '{"measurable": "40 leads", "specific": "something else"}'
    )
    assert goal.goal == SmartGoal(measurable="40 leads")
