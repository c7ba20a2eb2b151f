"""Several goals in one text: lines, bullets, numbering, semicolons, sentences, "and"."""

from __future__ import annotations

import re

from rewriter.facts.goalwords import find_actions, find_directions, goal_lexicon
from rewriter.facts.metrics import find_metrics
from rewriter.facts.tokens import Tokens
from rewriter.languages.pack import Pack

_BULLET = re.compile(r"^\s*(?:[-–—*•·‣▪●○◦✓✔➤→]+|\(?\d{1,2}[.)](?!\d)|\(?[a-zA-Z]\))\s+")
_LINES = re.compile(r"[\r\n\u2028\u2029]+|;(?:\s|$)")
# A capital has to follow, so that "pr. lead" and "1. mars" stay whole.
_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-z])")


def split_goals(text: str, pack: Pack) -> tuple[str, ...]:
    """The goals in a text, in order, without bullets and numbering; one element if it is one.

    Text that names nothing to reach stays with the goal beside it; headings that end in a colon
    are left out where goals follow.

    >>> from rewriter.languages.pack import load_pack
    >>> split_goals("Goals 2027:\\n- more followers\\n- fewer complaints", load_pack("en"))
    ('more followers', 'fewer complaints')
    >>> split_goals("Flere leads. Vi hadde 30 i oktober.", load_pack("nb"))
    ('Flere leads. Vi hadde 30 i oktober.',)
    """
    lines = [line for line in _LINES.split(text) if line.strip()]
    marked = [_BULLET.sub("", line).strip() for line in lines]
    listed = [bool(_BULLET.match(line)) for line in lines]
    goals: list[str] = []
    loose = ""  # stands before the first goal
    for line, is_item in zip(marked, listed, strict=True):
        for i, piece in enumerate(_SENTENCES.split(line)):
            if (is_item and i == 0) or _names_aim(piece, pack):
                goals += _split_joined(f"{loose} {piece}".strip(), pack)
                loose = ""
            elif goals:
                goals[-1] = f"{goals[-1]} {piece}"
            elif not piece.rstrip().endswith(":"):
                loose = f"{loose} {piece}".strip()
    if loose:
        goals.append(loose)
    distinct = tuple(dict.fromkeys(_without_joiner(goal, pack) for goal in goals))
    return distinct or (text.strip(),)


def _without_joiner(goal: str, pack: Pack) -> str:
    """ "And fewer complaints" begins with the complaints."""
    tokens = Tokens(goal)
    found = goal_lexicon(pack.code).joiners.find(tokens)
    if found and found[0][0] == 0 and found[0][1] + 1 < len(tokens):
        return goal[tokens.starts[found[0][1] + 1] :]
    return goal


def _names_aim(piece: str, pack: Pack) -> bool:
    """A direction, or an action that people are to take, and something that it applies to."""
    tokens = Tokens(piece)
    strong = [d for d in find_directions(tokens, pack) if d[2] != "reach"]
    if strong or find_actions(tokens, pack):
        return True
    # A metric with a figure may as well say where things stand; alone it is a goal in short.
    return bool(find_metrics(tokens, pack)) and not any(word.isdecimal() for word in tokens.words)


def _split_joined(piece: str, pack: Pack) -> list[str]:
    """ "More followers and fewer complaints" as two; each half needs its own aim and metric."""
    tokens = Tokens(piece)
    lexicon = goal_lexicon(pack.code)
    for first, last in lexicon.joiners.find(tokens):
        if first == 0 or last + 1 >= len(tokens):
            continue
        left = tokens.text[: tokens.ends[first - 1]].rstrip(" ,")
        right = tokens.text[tokens.starts[last + 1] :]
        sides = [Tokens(left), Tokens(right)]
        metrics = [find_metrics(side, pack) for side in sides]
        if lexicon.reasons.hits(sides[0]) or lexicon.levers.hits(sides[0]):
            break  # the "and" belongs to a reason or a means
        if (
            all(metrics)
            and all(find_directions(side, pack) for side in sides)
            and find_directions(sides[1], pack)[0][0] == 0
            and metrics[0][0].metric != metrics[1][0].metric
        ):
            return [left, *_split_joined(right, pack)]
    return [piece]
