"""Specific: who changes what, where, and by which action."""

from __future__ import annotations

from collections.abc import Iterator

from rewriter.checks.finding import finding
from rewriter.facts.reading import Case, Passage, stem_known, stem_shared
from rewriter.schemas import Finding

_LEAST = 3  # words of content in a sentence that says who changes what
_RICH = 4  # words of content beyond which a sentence with a lever is taken to have an object


def check_vague(case: Case) -> Iterator[Finding]:
    """Nothing more than the rough goal, or no word that carries content: error.

    Source of the rule: every guide's picture is the vague goal beside its rewrite ("more
    followers" is not specific, "+20 % turnover by 31 December" is).  So a number that the rough
    goal did not have is enough to be more than an echo.

    >>> from rewriter.validate import validate
    >>> [f.code for f in validate("More followers", language="en").findings][:1]
    ['specific.vague']
    """
    passage = case.letter("specific")
    if not passage:
        yield finding(case, "specific.vague")
        return
    content = passage.content_words()
    for first, last in passage.hits("vague") + passage.hits("empty"):
        content.difference_update(passage.tokens.words[first : last + 1])
    known = case.source.content_words() if case.source else set()
    new = {word for word in content if not stem_known(word, known)}
    bare = not passage.quantities and not passage.has("means")
    echoes = (not new or (len(new) == 1 and bare)) if case.source else len(content) < _LEAST
    if (echoes and not passage.quantities) or not _names_object(case, passage, content):
        yield finding(case, "specific.vague", [passage.whole()])


def _names_object(case: Case, passage: Passage, content: set[str]) -> bool:
    """Whether a metric is named, or something that the other fields speak of too."""
    if passage.where == "statement" or (passage.has("means") and len(content) > _RICH):
        return bool(content)
    if any(metric.text.lower().split()[0] in content for metric in passage.metrics):
        return True
    spoken: set[str] = set()
    for other in (case.fields.get("measurable"), case.fields.get("statement")):
        if other:
            spoken |= other.content_words()
    return not spoken or any(stem_shared(word, spoken) for word in content)


def check_action(case: Case) -> Iterator[Finding]:
    """No action or lever named: warning.

    >>> from rewriter.validate import validate
    >>> report = validate("We want 300 more leads by 1 May 2027", language="en")
    >>> [f.code for f in report.findings if f.code == "specific.no_action"]
    ['specific.no_action']
    """
    passage = case.fields.get("specific")
    statement = case.fields.get("statement")
    if (passage and passage.has("means")) or (statement and statement.has("means")):
        return
    if passage or statement:
        yield finding(case, "specific.no_action")


def check_vague_words(case: Case) -> Iterator[Finding]:
    """Words that can mean anything: a warning each, once.

    They are no test of the letter: on 266 human-labelled coaching goals "has no vague word"
    agreed with "specific" at a kappa of 0.16 only.

    >>> from rewriter.validate import validate
    >>> report = validate("We write better posts as much as possible", language="en")
    >>> [f.evidence[0].text for f in report.findings if f.code == "specific.vague_word"]
    ['better', 'as much as possible']
    """
    passage = case.letter("specific")
    if not passage:
        return
    seen = set()
    for hit in passage.hits("vague"):
        evidence = passage.evidence_of(hit)
        if evidence.text.lower() not in seen:
            seen.add(evidence.text.lower())
            yield finding(case, "specific.vague_word", [evidence])
