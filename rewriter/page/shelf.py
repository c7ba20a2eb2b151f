"""What was made in this browser session: versions, their stars, what each was made from.

Lives in the session's memory and goes with it.  Knows nothing of Streamlit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import SequenceMatcher
from typing import Literal

from rewriter.languages.page import Way
from rewriter.page.work import Entry
from rewriter.schemas import FIELDS, FieldName, SmartGoal

LONGEST = 300  # versions; the oldest without a star go first

_ALIKE = 0.4  # texts with less in common are told apart as a whole, or nobody could read it

Kind = Literal["same", "gone", "new"]


@dataclass(frozen=True)
class Version:
    """A rewrite as it was at one time; `parent` is the version that it was made from."""

    number: int
    at: datetime
    way: Way
    entry: Entry
    parent: int | None = None
    starred: bool = False


@dataclass
class Shelf:
    """All versions, oldest first."""

    versions: dict[int, Version] = field(default_factory=dict)
    _next: int = 1

    def put(self, entry: Entry, way: Way, at: datetime, parent: int | None = None) -> Version:
        """A new version.  It replaces nothing."""
        version = Version(self._next, at, way, entry, parent)
        self.versions[version.number] = version
        self._next += 1
        if len(self.versions) > LONGEST:
            plain = [n for n, v in self.versions.items() if not v.starred]
            for number in plain[: len(self.versions) - LONGEST]:
                del self.versions[number]
        return version

    def get(self, number: int | None) -> Version | None:
        """The version, if it is still there."""
        return self.versions.get(number) if number is not None else None

    def star(self, number: int) -> None:
        """Give the version a star, or take it away."""
        if version := self.versions.get(number):
            self.versions[number] = replace(version, starred=not version.starred)

    def parent_of(self, number: int) -> Version | None:
        """What the version was made from."""
        version = self.get(number)
        return self.get(version.parent) if version else None

    def newest_first(self, *, starred: bool = False) -> list[Version]:
        """The versions that have something to show."""
        kept = [v for v in reversed(self.versions.values()) if v.entry.result.goal is not None]
        return [v for v in kept if v.starred] if starred else kept


@dataclass(frozen=True)
class Edit:
    """Changes that are not yet a version: the goal as it stands, and how it stood before."""

    version: int
    goal: SmartGoal
    past: tuple[SmartGoal, ...] = ()
    open: FieldName | None = None

    def changed(self, name: FieldName, text: str) -> Edit:
        """The edit after `name` was given another text; the same where it was not."""
        if getattr(self.goal, name) == text:
            return self
        return replace(
            self,
            goal=self.goal.model_copy(update={name: text}),
            past=(*self.past, self.goal),
        )

    def undone(self) -> Edit:
        """The edit before the last change."""
        return replace(self, goal=self.past[-1], past=self.past[:-1]) if self.past else self

    def changes(self, since: SmartGoal) -> tuple[FieldName, ...]:
        """The fields that read otherwise than in `since`."""
        return changed_fields(since, self.goal)


def changed_fields(before: SmartGoal, now: SmartGoal) -> tuple[FieldName, ...]:
    """The fields in which two goals differ."""
    return tuple(name for name in FIELDS if getattr(before, name) != getattr(now, name))


def word_changes(before: str, now: str) -> list[tuple[Kind, str]]:
    """How `before` became `now`, in whole words.

    >>> word_changes("by 10 % in May", "by 15 % in May")
    [('same', 'by'), ('gone', '10'), ('new', '15'), ('same', '% in May')]
    """
    old, new = before.split(), now.split()
    matcher = SequenceMatcher(None, old, new, False)
    if matcher.ratio() < _ALIKE:
        whole: tuple[tuple[Kind, str], ...] = (("gone", before.strip()), ("new", now.strip()))
        return [(kind, text) for kind, text in whole if text]
    parts: list[tuple[Kind, str]] = []
    for step, low, high, start, end in matcher.get_opcodes():
        if step == "equal":
            parts.append(("same", " ".join(old[low:high])))
            continue
        if low < high:
            parts.append(("gone", " ".join(old[low:high])))
        if start < end:
            parts.append(("new", " ".join(new[start:end])))
    return parts


def names(versions: Sequence[Version]) -> list[int]:
    """The numbers of `versions`."""
    return [version.number for version in versions]
