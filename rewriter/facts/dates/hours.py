"""Opening hours and times of day: figures that are neither days nor amounts."""

from __future__ import annotations

from rewriter.facts.dates.reader import Reader
from rewriter.facts.dates.templates import Reading

_DASHES = frozenset("-–—")
_EARLIEST = 5  # hour at which anybody opens; "Monday 1-6" is a date


def read_hours(reader: Reader, i: int) -> Reading:
    """ "9-17", "09:00–16:30", "9 am to 5 pm" behind a weekday: the index past it.

    Plain figures before a noun count something: "Monday to Friday 3-5 posts".
    """
    found = _from_to(reader, i)
    if found is None:
        return None
    end, timely = found
    free = end >= len(reader.words) or not reader.words[end][0].isalnum()
    return (None, end) if timely or free or reader.words[end] in reader.tables.followers else None


def read_times(reader: Reader, i: int) -> Reading:
    """The same, where the words behind the last figure say that it is a time: "9.00 tot 17 uur"."""
    found = _from_to(reader, i)
    said = found is not None and not reader.words[found[0] - 1].isdecimal()
    return (None, found[0]) if found and said else None


def _from_to(reader: Reader, i: int) -> tuple[int, bool] | None:
    """The end of two times of day with a dash or "to" between, and whether they can be no sizes."""
    words = reader.words
    first = _time(reader, i)
    if first is None or first[0] >= len(words):
        return None
    at, timely = first
    if words[at] not in _DASHES and words[at] not in reader.tables.to:
        return None
    last = _time(reader, at + 1)
    if last is None or (not (timely or last[1]) and int(words[i]) < _EARLIEST):
        return None
    if words[at] not in _DASHES and int(words[i]) >= int(words[at + 1]):
        return None  # Dutch "van 8 naar 7 uur" is how long something takes
    return last[0], timely or last[1]


def _time(reader: Reader, i: int) -> tuple[int, bool] | None:
    """The end of a time of day, and whether minutes or a word make it plain that it is one."""
    words, tokens, n = reader.words, reader.tokens, len(reader.words)
    if i >= n or not words[i].isdecimal() or len(words[i]) > 2 or int(words[i]) > 24:
        return None
    end, timely = i + 1, False
    if end + 1 < n and words[end] in ".:" and tokens.glued(end) and tokens.glued(end + 1):
        minutes = words[end + 1]
        if len(minutes) != 2 or not minutes.isdecimal() or int(minutes) > 59:
            return None
        end, timely = end + 2, True
    behind = reader.tables.hours.read(reader, end) if end < n else None
    return (behind[1], True) if behind else (end, timely)
