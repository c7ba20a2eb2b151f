"""Whom a goal is about: companies, people who buy for themselves, or supporters of a cause."""

from __future__ import annotations

from rewriter.facts.goalwords import goal_lexicon
from rewriter.facts.tokens import Tokens
from rewriter.languages.metrics import Trade
from rewriter.languages.pack import Pack
from rewriter.schemas import GoalContext


def read_trade(text: str, context: GoalContext, pack: Pack) -> Trade | None:
    """What the words of goal and context speak for; None where none does, or two alike.

    >>> from rewriter.languages.pack import load_pack
    >>> en = load_pack("en")
    >>> read_trade("more leads", GoalContext(audience="purchasing managers"), en)
    'business'
    >>> read_trade("more leads", GoalContext(), en) is None
    True
    """
    hits = _hits(text, context, pack)
    most = max(hits.values(), default=0)
    leading = [trade for trade, count in hits.items() if count == most]
    return leading[0] if most and len(leading) == 1 else None


def speaks_of_trade(text: str, context: GoalContext, pack: Pack) -> bool:
    """Whether anything is said of whom it is about, be it of several.

    Words of private goals do not count in the text: one's own children are no target group.
    """
    private = goal_lexicon(pack.code).private_words
    kept = " ".join(word for word in Tokens(text).words if word not in private)
    return any(_hits(kept, context, pack).values())


def _hits(text: str, context: GoalContext, pack: Pack) -> dict[Trade, int]:
    said = (text, context.audience, context.business_goal, context.wanted_action, context.channel)
    tokens = Tokens(" . ".join(filter(None, said)))
    words = goal_lexicon(pack.code).trades
    return {trade: len(lexicon.find(tokens)) for trade, lexicon in words.items()}
