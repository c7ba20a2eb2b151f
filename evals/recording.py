"""Answers of real models, kept, and a model that gives them again.

A recording is one JSON file a model in ``recordings/``: what was asked, what the prompt templates
were like, and every draft that came back, so that a change of the validator, of the re-ask or of
the mending is seen on real answers without the model.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from pydantic import Field, ValidationError

from evals.datasets import DataError
from evals.records import RewritingCase
from rewriter.errors import ModelAnswerError
from rewriter.languages.pack import load_pack
from rewriter.prompts import fingerprint, render_messages
from rewriter.schemas import Draft, DraftRequest, FieldName, Frozen, Question, SmartGoal, Usage

RECORDINGS: Final = Path(__file__).parent / "recordings"


class Reply(Frozen):
    """One draft, or why there is none."""

    asked: str = Field(description="Fingerprint of the messages that it answers")
    letters: tuple[FieldName, ...]
    goal: SmartGoal | None = None
    questions: tuple[Question, ...] = ()
    failure: str = Field("", description="What the model failed with: its answer can't be read")
    usage: Usage = Usage()


class Recorded(Frozen):
    """A rough goal and all that the model said to it, in order."""

    case: RewritingCase
    replies: tuple[Reply, ...]


class Recording(Frozen):
    """All answers of one model."""

    model: str = Field(description="Short name, which the file is named by too")
    about: str = Field("", description="Exact model, file, quantisation, server")
    prompts: str = Field(description="Fingerprint of the templates")
    today: date
    goals: tuple[Recorded, ...] = ()


class RecordedCase(RewritingCase):
    """A rough goal with a model's recorded answers."""

    model: str
    today: date
    replies: tuple[Reply, ...]


class ReplayModel:
    """Gives recorded answers again, in their order.

    Asked for more than was recorded it repeats the last answer, which ends the re-asking.  It
    notes whether a request was worded as it was then (`as_recorded`) and whether it went on beyond
    what was recorded (`beyond`).
    """

    def __init__(self, name: str, replies: Sequence[Reply]) -> None:
        self.name = name
        self.as_recorded = True
        self.beyond = False
        self._replies = list(replies)
        self._turn = 0

    def draft(self, request: DraftRequest) -> Draft:
        """The next answer.  Raises `ModelAnswerError` where the model's could not be read."""
        if self._turn == 0:
            self.as_recorded = self._replies[0].asked == digest(request)
        self.beyond = self.beyond or self._turn >= len(self._replies)
        reply = self._replies[min(self._turn, len(self._replies) - 1)]
        self._turn += 1
        if reply.failure:
            raise ModelAnswerError(reply.failure)
        return Draft(goal=reply.goal, questions=reply.questions, usage=reply.usage)


def digest(request: DraftRequest) -> str:
    """Twelve hex digits of the messages that a request is sent as.

    They change with the templates, with the packs' words in them, and with the day.
    """
    messages = render_messages(request, load_pack(request.language))
    return hashlib.sha256(json.dumps(messages).encode("ascii")).hexdigest()[:12]


def path_of(model: str, folder: Path = RECORDINGS) -> Path:
    """Where a model's recording is kept.

    >>> path_of("openai/gpt-4o mini").name
    'openai-gpt-4o-mini.json'
    """
    return folder / f"{re.sub(r'[^a-z0-9.]+', '-', model.lower()).strip('-')}.json"


def load_recordings(folder: Path = RECORDINGS) -> list[Recording]:
    """All that is recorded, in the order of the files' names.  Raises `DataError`."""
    return [load_recording(path) for path in sorted(folder.glob("*.json"))]


def load_recording(path: Path) -> Recording:
    """One recording.  Raises `DataError`."""
    try:
        return Recording.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise DataError(f"{path.parent.name}/{path.name}: {error}") from error


def save_recording(recording: Recording, path: Path) -> None:
    """Writes it so that a difference can be read."""
    content = recording.model_dump(mode="json", exclude_defaults=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def load_recorded(languages: Sequence[str] | None, folder: Path = RECORDINGS) -> list[RecordedCase]:
    """A case for each recorded goal in these languages."""
    return [
        case
        for recording in load_recordings(folder)
        for case in replayable(recording)
        if not languages or case.language in languages
    ]


def replayable(recording: Recording) -> list[RecordedCase]:
    """A case for each recorded goal that the model said anything to."""
    return [
        RecordedCase(
            **dict(one.case) | {"id": f"{one.case.id}-{recording.model}"},
            model=recording.model,
            today=recording.today,
            replies=one.replies,
        )
        for one in recording.goals
        if one.replies
    ]


def spread(cases: Sequence[RewritingCase], number: int | None) -> list[RewritingCase]:
    """So many cases of each language, evenly spread over its file; all where no number is given.

    The files begin with one kind of goal and end with another: the first eight are all alike.
    """
    if number is None:
        return list(cases)
    by_language: dict[str, list[RewritingCase]] = {}
    for case in cases:
        by_language.setdefault(case.language, []).append(case)
    return [
        own[at * len(own) // taken]
        for own in by_language.values()
        for taken in (min(number, len(own)),)
        for at in range(taken)
    ]


def in_turn(cases: Sequence[RewritingCase]) -> list[RewritingCase]:
    """The first case of each language, then the second of each, and so on."""
    seen: Counter[str] = Counter()
    turns = []
    for case in cases:
        seen[case.language] += 1
        turns.append((seen[case.language], case))
    return [case for _, case in sorted(turns, key=lambda turn: turn[0])]


def stale(folder: Path = RECORDINGS) -> list[str]:
    """A line for each recording whose prompt templates were others than there are now."""
    now = fingerprint()
    return [
        f"{one.model}: the prompts have changed since it was recorded ({one.prompts}, now {now}); "
        "python -m evals.record makes it anew"
        for one in load_recordings(folder)
        if one.prompts != now
    ]
