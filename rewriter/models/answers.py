"""The form in which a hosted model answers, and how an answer is read.

The schema that goes out is as strict as providers with a strict mode want it: an object, every
field required, no other field, nothing but strings and lists of strings, and only the fields that
were asked for.  The reading that comes back is as lenient as an honest reading can be: fences,
reasoning before the answer, commas too many, line breaks within a text, ``null`` for nothing and
single strings for lists are all understood, and of an answer that was cut off what is whole.
What the words are worth is for the validator to say.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Annotated, Any, Literal, Self, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, create_model, model_validator
from pydantic_core import from_json

from rewriter.schemas import FieldName, SmartGoal

# Closed thoughts; what comes before the end of one that the chat template opened; and, last, one
# that was never closed.
_THOUGHT = re.compile(
    r"<think(?:ing)?>.*?</think(?:ing)?>|\A.*</think(?:ing)?>|<think(?:ing)?>.*",
    re.DOTALL | re.IGNORECASE,
)
# A comma before a closing bracket, outside of strings.
_COMMA = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])', re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f]")
_BLANKS = re.compile(r"[ \t\r\n\v\f\x85\u2028\u2029]+")
# Marks that make a text look different from what it says; escape sequences are controls.
_REORDERING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def _clean(value: Any) -> Any:
    """A text on one line without invisible commands to the terminal; other things as they are."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    value = _BLANKS.sub(" ", value)
    if not value.isprintable():
        value = "".join(
            sign
            for sign in value
            if sign not in _REORDERING and unicodedata.category(sign) not in ("Cc", "Cs")
        )
        value = _BLANKS.sub(" ", value)  # of what stood on both sides of such a sign
    return value.strip()


def _entries(value: Any) -> Any:
    """A list for what models write where a list is meant: null, one string, blank entries."""
    if value is None:
        return []
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list):
        return value
    return [entry for entry in map(_clean, value) if str(entry).strip()]


_BESIDES = ("assumptions", "questions")
_TRIES = 50  # braces in a reply at which an object may begin; a bound on the work

Text = Annotated[str, BeforeValidator(_clean)]
Entries = Annotated[list[Text], BeforeValidator(_entries)]


def _strict(schema: dict[str, Any]) -> None:
    """Makes the schema what strict modes take, the goal's own fields first."""
    parts = schema["properties"]
    schema["properties"] = {
        name: {key: value for key, value in parts[name].items() if key not in ("title", "default")}
        for name in sorted(parts, key=_BESIDES.__contains__)
    }
    schema["required"] = list(schema["properties"])
    schema["additionalProperties"] = False


def _said(reply: str) -> str:
    """A reply without what the model thought before it."""
    return _THOUGHT.sub("", reply) if "think" in reply.lower() else reply


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """The JSON objects in a text, outermost and in order."""
    text = _COMMA.sub(lambda found: found[1] or "", text)
    read = json.JSONDecoder(strict=False).raw_decode
    start = text.find("{")
    for _ in range(_TRIES):
        if start < 0:
            return
        try:
            found, end = read(text, start)
        except (ValueError, RecursionError):
            end = start + 1
        else:
            yield found
        start = text.find("{", end)


class Answer(BaseModel):
    """Base of the answers; `answer_model` adds the fields that are asked for."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", coerce_numbers_to_str=True, json_schema_extra=_strict
    )

    assumptions: Entries = []
    questions: Entries = []

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.texts and not self.questions:
            raise ValueError("none of the fields asked for holds any text")
        return self

    @classmethod
    def model_json_schema(cls, *args: Any, **options: Any) -> dict[str, Any]:
        """The schema that goes out; a copy, for LiteLLM writes into it for some providers."""
        if args or options:
            return super().model_json_schema(*args, **options)
        return deepcopy(_schema(cls))

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """The answer in a reply: the last JSON object in it that is one.

        Raises `pydantic.ValidationError` for a reply without any.
        """
        text = json_data if isinstance(json_data, str) else bytes(json_data).decode()
        try:
            return super().model_validate_json(text, **options)
        except ValueError as error:
            for found in reversed(list(_objects(_said(text)))):
                try:
                    return cls.model_validate(found)
                except ValueError:
                    continue
            raise error

    @classmethod
    def cut_off(cls, reply: str) -> Self | None:
        """What is whole of a reply that ends in the middle; None if no text is."""
        try:
            found = cls.model_validate(_begun(reply, "off"))
        except ValueError:
            return None
        return found if found.texts else None

    @classmethod
    def is_whole(cls, reply: str) -> bool:
        """Whether a reply holds an answer from beginning to end."""
        try:
            cls.model_validate_json(reply)
        except ValueError:
            return False
        return True

    @classmethod
    def so_far(cls, reply: str) -> SmartGoal | None:
        """The goal as far as it is written, the last text unfinished; None before it begins."""
        try:
            found = cls.model_validate(_begun(reply, "trailing-strings"))
        except ValueError:
            return None
        return found.goal

    @property
    def goal(self) -> SmartGoal:
        """What was answered, as a goal; fields that were not asked for are empty."""
        return SmartGoal.model_validate(self.model_dump())

    @property
    def texts(self) -> dict[str, str]:
        """The fields of the goal that hold text."""
        return {name: text for name, text in self if text and name not in _BESIDES}


def _begun(reply: str, unfinished: Literal["off", "trailing-strings"]) -> Any:
    """The JSON object that a reply begins, with or without a text that has no end yet."""
    _, brace, rest = _said(reply).partition("{")
    text = _CONTROL.sub(" ", _COMMA.sub(lambda found: found[1] or "", brace + rest))
    return from_json(text, allow_partial=True if unfinished == "off" else unfinished)


@cache
def _schema(form: type[Answer]) -> dict[str, Any]:
    return super(Answer, form).model_json_schema()


@cache
def answer_model(fields: tuple[FieldName, ...]) -> type[Answer]:
    """The form for an answer with just these fields of the goal.

    >>> list(answer_model(("measurable",)).model_json_schema()["properties"])
    ['measurable', 'assumptions', 'questions']
    """
    asked: dict[str, Any] = dict.fromkeys(fields, (Text, ""))
    return cast(type[Answer], create_model("SmartGoalAnswer", __base__=Answer, **asked))
