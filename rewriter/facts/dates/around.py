"""What stands beside a figure or name, and whether it leaves it a date of its own."""

from __future__ import annotations

from rewriter.facts.dates.reader import Reader
from rewriter.facts.tokens import Tokens


def stands_free(tokens: Tokens, i: int) -> bool:
    """Whether the figure at `i` is no part of a longer code, decimal or number before it."""
    if not tokens.glued(i):
        return True
    before = tokens.words[i - 1]
    if before in "'(\"[<>~*–—=:;":
        return True
    if before in "-/." and i > 1:
        return not (tokens.glued(i - 1) and tokens.words[i - 2][-1].isdecimal())
    return before.isalpha()


def goes_on(tokens: Tokens, end: int) -> bool:
    """Whether digits follow after a point, comma or colon: it was half a number or a time."""
    return (
        end + 1 < len(tokens)
        and tokens.words[end] in ".,:"
        and tokens.glued(end)
        and tokens.glued(end + 1)
        and tokens.words[end + 1][0].isdecimal()
    )


def is_hyphenated(reader: Reader, end: int) -> bool:
    """Whether the word before `end` is the first half of a compound, or of a range of amounts."""
    words, tokens = reader.words, reader.tokens
    if end + 1 >= len(words) or words[end] not in "-–" or not tokens.glued(end):
        return False
    if words[end + 1][0].isdecimal():  # "in May 20-30 leads"
        return not may_stand_before(reader, end + 2)
    return tokens.glued(end + 1) and words[end + 1].isalpha()


def may_stand_before(reader: Reader, end: int) -> bool:
    """Whether the token at `end` leaves the figure or name before it a date of its own."""
    words = reader.words
    if end >= len(words):
        return True
    word = words[end]
    if word in "%‰°$€£¥+×":
        return False
    return not word[0].isalpha() or word in reader.tables.followers
