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
    """ "More followers and fewer complaints" as two; each half needs an aim of its own."""
    tokens = Tokens(piece)
    lexicon = goal_lexicon(pack.code)
    joints = lexicon.joiners.find(tokens)
    joints += [(i, i) for i, word in enumerate(tokens.words) if word == ","]
    for first, last in sorted(joints):
        behind = next((end for at, end in joints if at == last + 1), last)  # ", and"
        if first == 0 or behind + 1 >= len(tokens):
            continue
        left = tokens.text[: tokens.ends[first - 1]].rstrip(" ,")
        right = tokens.text[tokens.starts[behind + 1] :]
        sides = Tokens(left), Tokens(right)
        if lexicon.reasons.hits(sides[0]) or lexicon.levers.hits(sides[0]):
            break  # the "and" belongs to a reason or a means
        if _is_joint(sides[0], sides[1], pack):
            return [left, *_split_joined(right, pack)]
    return [piece]


def _is_joint(left: Tokens, right: Tokens, pack: Pack) -> bool:
    """Whether the two sides are goals of their own.

    Both say which way and what; the right one says so at once ("fewer complaints"), or both at
    their end ("churn down and upsell up").
    """
    lexicon = goal_lexicon(pack.code)
    aims = [
        [d for d in find_directions(side, pack) if d[2] in ("up", "down", "better")]
        for side in (left, right)
    ]
    if not all(aims):
        return False
    for side, found in zip((left, right), aims, strict=True):
        taken = {i for first, last, _ in found for i in range(first, last + 1)}
        loose = lexicon.fillers | lexicon.new | lexicon.links
        if all(
            i in taken or word in loose or not word[0].isalpha()
            for i, word in enumerate(side.words)
        ):
            return False
    begin = aims[1][0][0]
    loose = (lexicon.fillers | lexicon.new) - lexicon.links
    at_once = all(word in loose for word in right.words[:begin])
    at_end = aims[0][-1][1] == len(left) - 1 and aims[1][0][1] <= len(right) - 1
    metrics = [find_metrics(side, pack) for side in (left, right)]
    same = all(metrics) and metrics[0][0].metric == metrics[1][0].metric
    return not same and (at_once or (at_end and all(metrics)))
