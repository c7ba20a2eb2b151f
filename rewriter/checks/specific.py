"""Specific: who changes what, where, and by which action."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from rewriter.checks.finding import finding
from rewriter.facts.reading import Case, Known, Passage, stem_shared, values_of
from rewriter.facts.weighing import scale
from rewriter.schemas import Finding

_COUNTED = 8  # new words that are counted
_MUCH = 5  # new words from which a text has to be plainly vague
_PLAINLY = -3.0  # the weight of such a text
_LEAST = 3  # words of content in a sentence that says who changes what
_RICH = 4  # words of content beyond which a sentence with a lever is taken to have an object


def check_vague(case: Case) -> Iterator[Finding]:
    """Nothing more than the rough goal, or no word that carries content: error.

    Source of the rule: every guide's picture is the vague goal beside its rewrite ("more
    followers" is not specific, "+20 % turnover by 31 December" is).  So a number that the rough
    goal did not have is enough to be more than an echo.

    >>> from rewriter.validator import validate
    >>> [f.code for f in validate("More followers", language="en").findings][:1]
    ['specific.vague']
    """
    passage = case.letter("specific")
    if not passage:
        yield finding(case, "specific.vague")
        return
    signs = concrete_signs(case, passage)
    vague = bool(signs[":echo"] or _is_elsewhere(case, passage, signs))
    plain = signs[":quantities"] and (signs[":means"] or signs[":counted"])
    if not vague and passage.where == "specific" and not plain:
        weight = scale(case.pack.code, "concrete").weigh(passage.tokens.words, signs)
        vague = weight <= (_PLAINLY if signs[":new"] >= _MUCH / _COUNTED else 0)
    elif not vague and passage.where != "specific":
        vague = bool(signs[":no object"])
    if vague:
        yield finding(case, "specific.vague", [passage.whole()])


def _is_elsewhere(case: Case, passage: Passage, signs: Mapping[str, float]) -> bool:
    """Whether it speaks of nothing that the goal is about: no metric, channel, number or action,
    and no word of what was asked.
    """
    named = (":metrics", ":channels", ":quantities", ":means")
    if passage.where != "specific" or not signs[":no object"] or any(signs[n] for n in named):
        return False
    asked = {word for given in case.given() for word in given.content_words}
    return not any(stem_shared(word, asked) for word in passage.content_words)


def concrete_signs(case: Case, passage: Passage) -> dict[str, float]:
    """What speaks for or against a concrete text beside its words; weighed with them."""
    content = passage.content_words
    for first, last in passage.hits("vague") + passage.hits("empty"):
        content = content.difference(passage.tokens.words[first : last + 1])
    known = Known(case.source.content_words if case.source else frozenset())
    new = {word for word in content if word not in known}
    said = set(case.source.numbers()) if case.source else set()
    counted = any(value not in said for q in passage.quantities for value in values_of(q))
    bare = not passage.quantities and not passage.has("means")
    echoes = (not new or (len(new) == 1 and bare)) if case.source else len(content) < _LEAST
    return {
        ":echo": float(echoes and not counted),
        ":no object": float(not _names_object(case, passage, content)),
        ":new": min(len(new), _COUNTED) / _COUNTED,
        ":counted": float(counted),
        ":means": float(min(len(passage.hits("means")), 2)),
        ":vague": float(min(len(passage.hits("vague")), 2)),
        ":empty": float(min(len(passage.hits("empty")), 2)),
        ":meta": float(passage.has("meta")),
        ":quantities": float(min(len(passage.quantities), 2)),
        ":deadlines": float(bool(passage.deadlines)),
        ":metrics": float(bool(passage.metrics)),
        ":channels": float(bool(passage.channels())),
    }


def _names_object(case: Case, passage: Passage, content: Set[str]) -> bool:
    """Whether a metric is named, or something that the other fields speak of too."""
    if passage.where == "statement" or (passage.has("means") and len(content) > _RICH):
        return bool(content)
    if any(metric.text.lower().split()[0] in content for metric in passage.metrics):
        return True
    spoken: set[str] = set()
    for other in (case.fields.get("measurable"), case.fields.get("statement")):
        if other:
            spoken |= other.content_words
    return not spoken or any(stem_shared(word, spoken) for word in content)


def check_action(case: Case) -> Iterator[Finding]:
    """No action or lever named: warning.

    >>> from rewriter.validator import validate
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

    >>> from rewriter.validator import validate
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
