"""The article that a rough goal leaves out: "launch new app" → "launch a new app"."""

from __future__ import annotations

from collections.abc import Sequence

from rewriter.facts.tokens import Tokens
from rewriter.languages.drafts import ArticleRule


def with_article(phrase: str, rules: Sequence[ArticleRule], stops: frozenset[str]) -> str:
    """The phrase with the article of the first rule that fits it; names and mass words stay bare.

    `stops` are the words that end the noun phrase, such as prepositions.

    >>> rules = [ArticleRule(first=("new",), last=("s",), article=""),
    ...          ArticleRule(first=("new",), article="a")]
    >>> with_article("new app for vets", rules, frozenset({"for"}))
    'a new app for vets'
    >>> with_article("new lamps", rules, frozenset()), with_article("Bluebell", rules, frozenset())
    ('new lamps', 'Bluebell')
    """
    words = Tokens(phrase).words
    if not words:
        return phrase
    end = next((i for i, word in enumerate(words) if i and word in stops), len(words))
    first, last = words[0], words[end - 1]
    for rule in rules:
        if (
            (not rule.first or first in rule.first)
            and (not rule.starts or first.startswith(rule.starts))
            and (not rule.last or last.endswith(rule.last))
        ):
            return f"{rule.article} {phrase}".strip()
    return phrase
