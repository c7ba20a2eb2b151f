"""Relevant: what the business or its customers gain."""

from __future__ import annotations

from collections.abc import Iterator

from rewriter.checks.finding import finding
from rewriter.facts.reading import Case, Known, Passage, stem_shared
from rewriter.facts.weighing import scale
from rewriter.schemas import Finding, Letter

_LEAST = 2  # words of content in the shortest reason
_NEW = 4  # words of content that the rest of the goal does not have: fewer say nothing new


def check_justification(case: Case) -> Iterator[Finding]:
    """No consequence for the business or its customers: error.

    Good writers state a consequence with and without connectives, and share few words doing so.
    So the letter's own text is weighed: its words against those of labelled reasons, and whether it
    says anything that the rest of the goal does not.  A sentence alone needs a reason or an effect,
    and something new after it.  Nothing new, or mere praise ("this is important"): circular.

    >>> from rewriter.validator import validate
    >>> good = "By 1 May 2027 we win 300 followers through weekly posts, which brings in orders."
    >>> [f.code for f in validate(good, language="en").errors]
    []
    """
    letter, statement = case.fields.get("relevant"), case.fields.get("statement")
    if statement and _clause_justifies(case, statement):
        return
    if not letter:
        yield finding(case, "relevant.no_justification", [statement.whole()] if statement else [])
        return
    signs = reason_signs(case, letter)
    echo = signs[":nothing new"] and signs[":hardly new"]
    empty = len(letter.content_words) < _LEAST
    weight = scale(case.pack.code, "consequence").weigh(letter.tokens.words, signs)
    if weight > 0 and not (echo or empty):
        return
    code = "relevant.circular" if signs[":nothing new"] else "relevant.no_justification"
    yield finding(case, code, [letter.whole()])


def reason_signs(case: Case, letter: Passage) -> dict[str, float]:
    """What speaks for or against a reason beside its words; weighed with them.

    Counts of the word lists, the share of words that the goal holds already, and what the two
    plain rules say: nothing new, and more results than practicalities.
    """
    new = _new_words(case, letter)
    results = _other_results(case, letter)
    content = letter.content_words
    known = Known(_goal_words(case, "measurable"))
    signs = {f":{name}": float(min(len(letter.hits(name)), 2)) for name in _LISTS}
    return signs | {
        ":results": float(min(results, 3)),
        ":own results": float(min(len(letter.hits("results")) - results, 2)),
        ":hardly new": float(len(new) < _NEW // 2),
        ":little new": float(_NEW // 2 <= len(new) < _NEW),
        ":much new": float(len(new) > _NEW + _NEW // 2),
        ":known": sum(word in known for word in content) / max(len(content), 1),
        ":nothing new": float(not results and _says_nothing_new(letter, new)),
        ":says consequence": float(_says_consequence(letter, new, results)),
        ":question": float("?" in letter.tokens.words),
        ":quantities": float(min(len(letter.quantities), 2)),
        ":deadlines": float(bool(letter.deadlines)),
    }


_LISTS = ("reasons", "effects", "practical", "praise", "generic", "meta")


def _says_nothing_new(letter: Passage, new: set[str]) -> bool:
    """Whether it praises the goal and gives no reason, or sounds like a reason and is none."""
    if len(new) >= _NEW:
        return letter.has("praise") and not letter.has("reasons")
    return letter.has("praise") or letter.has("reasons") or letter.has("effects")


def _says_consequence(letter: Passage, new: set[str], results: int) -> bool:
    for_it = results + len(letter.hits("reasons")) + len(letter.hits("effects"))
    against = len(letter.hits("practical"))
    return for_it > against or (len(new) >= _NEW and not against)


def _clause_justifies(case: Case, statement: Passage) -> bool:
    """Whether a reason stands in the sentence with another result behind it.

    Where there is no letter of its own, an effect will do for the reason, and anything new for the
    result.
    """
    alone = "relevant" not in case.fields
    reasons = [last for _, last in statement.hits("reasons")]
    marks = reasons + [last for _, last in statement.hits("effects")] if alone else reasons
    if not marks:
        return False
    own = Known(case.own_words)
    words = statement.tokens.words
    if any(
        first > min(marks) and words[first] not in own for first, _ in statement.hits("results")
    ):
        return True
    if not alone or not reasons:
        return False
    fresh = statement.content_words & set(words[min(reasons) + 1 :])
    return len({word for word in fresh if word not in own}) > 1


def _other_results(case: Case, letter: Passage) -> int:
    """How often a result is named that the goal is not about anyway."""
    own = _goal_words(case, "measurable")
    return sum(
        not stem_shared(letter.tokens.words[first], own) for first, _ in letter.hits("results")
    )


def _new_words(case: Case, letter: Passage) -> set[str]:
    """Words of content that the rough goal, the metric and the change do not hold already."""
    known = Known(_goal_words(case, "measurable", "specific"))
    spoken = set()
    for name in ("effects", "reasons", "praise", "vague", "empty"):
        for first, last in letter.hits(name):
            spoken.update(letter.tokens.words[first : last + 1])
    return {word for word in letter.content_words if word not in spoken and word not in known}


def _goal_words(case: Case, *letters: Letter) -> set[str]:
    """Words of content of the rough goal, its metric and the letters named."""
    words = set(case.own_words)
    for passage in (case.source, *(case.fields.get(letter) for letter in letters)):
        if passage:
            words |= passage.content_words
    return words


def justifications(case: Case) -> Iterator[tuple[Passage, tuple[int, int]]]:
    """The token ranges that speak for relevance, in the letter and in the sentence.

    In the letter from the first connective, effect or result to the last result; in the sentence
    the clause behind its last connective.
    """
    letter, statement = case.fields.get("relevant"), case.fields.get("statement")
    if letter and (results := letter.hits("results")):
        marks = letter.hits("reasons") + letter.hits("effects") + results
        yield letter, (min(first for first, _ in marks), results[-1][1])
    if statement and _clause_justifies(case, statement):
        marks = statement.hits("reasons") or statement.hits("effects")
        words = statement.tokens.words
        last = max(i for i, word in enumerate(words) if word.isalnum())
        first = marks[-1][0] + (words[marks[-1][0]] in ",;")
        yield statement, (first, last)


def check_generic(case: Case) -> Iterator[Finding]:
    """A reason that would fit any goal: warning.

    >>> from rewriter.schemas import GoalContext, SmartGoal
    >>> from rewriter.validator import validate
    >>> goal = SmartGoal(relevant="It helps us grow and brings in revenue.")
    >>> report = validate(goal, language="en")
    >>> [f.evidence[0].text for f in report.findings if f.code == "relevant.generic"]
    ['helps us grow']
    """
    passage = case.letter("relevant")
    if passage:
        for hit in passage.hits("generic")[:1]:
            yield finding(case, "relevant.generic", [passage.evidence_of(hit)])


def check_business_goal(case: Case) -> Iterator[Finding]:
    """The given business goal is not taken up: warning.

    >>> from rewriter.schemas import GoalContext, SmartGoal
    >>> from rewriter.validator import validate
    >>> goal = SmartGoal(relevant="Each lead may become an order, which brings in revenue.")
    >>> wanted = GoalContext(business_goal="open a shop in Leeds")
    >>> report = validate(goal, language="en", context=wanted)
    >>> [f.evidence[0].text for f in report.findings if f.code == "relevant.misses_business_goal"]
    ['open a shop in Leeds']
    """
    wanted = case.context_texts.get("business_goal")
    passage = case.letter("relevant")
    if not wanted or not passage:
        return
    words = wanted.content_words
    statement = case.fields.get("statement")
    said = Known(passage.content_words | (statement.content_words if statement else set()))
    if words and not any(word in said for word in words):
        yield finding(case, "relevant.misses_business_goal", [wanted.whole()])
