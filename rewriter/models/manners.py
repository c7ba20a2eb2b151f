"""How a model has to be asked: found out by asking, once a process, and shared by its threads."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import Any

# In the order in which they are tried.  The schema as such; the schema in the prompt; the schema
# as the one tool that there is.
MODES = ("JSON_SCHEMA", "MD_JSON", "TOOLS")

# A goal takes 500 to 900 tokens, more in the languages whose letters tokenizers split.  Models
# that think before they write need the larger room.
ROOM = 2_000
LARGE_ROOM = 8_000

Identity = tuple[str, str | None]  # name and API base


@dataclass(frozen=True, slots=True)
class Manner:
    """How to ask one model."""

    mode: str = MODES[0]
    proved: bool = False  # an answer in this mode could be read
    streams: bool = True
    tells_usage: bool = True  # at the end of a stream, when asked to
    room: int = ROOM  # max_tokens of a call


class Manners:
    """What is known of each model.  A model that was never asked has the manners of most.

    >>> manners = Manners()
    >>> manners.learn(("openai/x", None), mode="MD_JSON")
    >>> manners.of(("openai/x", None)).mode, manners.of(("openai/y", None)).mode
    ('MD_JSON', 'JSON_SCHEMA')
    """

    def __init__(self) -> None:
        self._known: dict[Identity, Manner] = {}
        self._lock = threading.Lock()

    def of(self, model: Identity) -> Manner:
        """How to ask this model, as far as is known."""
        return self._known.get(model, _USUAL)

    def learn(self, model: Identity, **changes: Any) -> None:
        """Remembers `changes` to the fields of its `Manner`."""
        with self._lock:
            self._known[model] = replace(self.of(model), **changes)


_USUAL = Manner()
