"""Proof that a goal is SMART: facts once, every check, one report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from rewriter.checks import (
    achievable,
    agreeing,
    consistent,
    invented,
    measurable,
    relevant,
    specific,
    time_bound,
    whole,
)
from rewriter.checks.finding import evidence_of
from rewriter.facts.derive import derivation
from rewriter.facts.reading import Case, Passage
from rewriter.languages.detect import detect_language
from rewriter.languages.pack import load_pack
from rewriter.schemas import (
    LETTERS,
    Deadline,
    Evidence,
    Facts,
    Finding,
    GoalContext,
    Letter,
    Options,
    Origin,
    Provenance,
    Quantity,
    Report,
    SmartGoal,
    Verdict,
)

Check = Callable[[Case], Iterator[Finding]]
_Place = tuple[Passage, Quantity | Deadline, Evidence]

# In the order in which people read a goal; the first finding of a field is the one to cure first.
CHECKS: Final[tuple[Check, ...]] = (
    specific.check_vague,
    specific.check_action,
    specific.check_vague_words,
    measurable.check_number,
    measurable.check_unit,
    measurable.check_baseline,
    measurable.check_source,
    achievable.check_within_reach,
    achievable.check_grounds,
    invented.check_invented,
    relevant.check_justification,
    relevant.check_generic,
    relevant.check_business_goal,
    time_bound.check_deadline,
    time_bound.check_past,
    time_bound.check_contradiction,
    time_bound.check_far,
    time_bound.check_ambiguous,
    agreeing.check_numbers_agree,
    consistent.check_given_kept,
    whole.check_language,
    whole.check_placeholder,
    whole.check_markup,
    whole.check_meta,
    whole.check_repeats,
    whole.check_vanity,
    whole.check_length,
)


def validate(
    goal: SmartGoal | str,
    *,
    source: str | None = None,
    language: str | None = None,
    context: GoalContext | None = None,
    today: date | None = None,
    options: Options | None = None,
) -> Report:
    """What is proven and what is lacking in a goal, letter by letter, with the evidence.

    `goal` is a `SmartGoal`, a partly filled one, or a plain sentence, whose letters are then read
    from the sentence.  `source` is the rough goal and `context` what else was given: with them the
    check also covers what was dropped or invented.  Offsets point into the texts as they stand.

    Raises `UnknownLanguageError`; never fails on any text.

    >>> report = validate("By 1 March 2027 we win 500 newsletter subscribers through a weekly "
    ...     "guide, because subscribers buy more often.", language="en", today=date(2026, 11, 22))
    >>> report.passed, report.facts.deadline.date.isoformat(), report.facts.target.value
    (True, '2027-03-01', 500.0)
    """
    options = options or Options()
    smart = SmartGoal(statement=goal) if isinstance(goal, str) else goal
    pack = load_pack(language or _language_of(smart, source, options))
    case = Case(
        smart,
        pack=pack,
        today=today or date.today(),
        source=source,
        context=context or GoalContext(),
        options=options,
    )
    findings = tuple(found for check in CHECKS for found in check(case))
    places = list(_places(case))
    return Report(
        passed=not any(found.severity == "error" for found in findings),
        language=pack.code,
        findings=findings,
        letters={letter: _verdict(letter, findings) for letter in LETTERS},
        facts=_facts(case, places),
        evidence=tuple(_speaking(case, places)),
    )


def _language_of(goal: SmartGoal, source: str | None, options: Options) -> str:
    texts = [source or "", goal.statement, *(getattr(goal, letter) for letter in LETTERS)]
    return detect_language(" ".join(texts), options.locale)


def _verdict(letter: Letter, findings: tuple[Finding, ...]) -> Verdict:
    own = [found for found in findings if found.field == letter]
    if any(found.severity == "error" for found in own):
        return "fail"
    if any(found.code.endswith(".unknown") for found in own):
        return "unknown"
    return "warn" if own else "pass"


def _places(case: Case) -> Iterator[_Place]:
    """Every number and deadline of the fields and where it stands."""
    for passage in case.fields.values():
        facts: list[Quantity | Deadline] = [*passage.quantities, *passage.deadlines]
        for fact in facts:
            yield passage, fact, evidence_of(passage.where, fact)


def _facts(case: Case, places: list[_Place]) -> Facts:
    target, due, level = case.target, case.deadline, whole.ladder(case)
    return Facts(
        target=target[1] if target else None,
        deadline=due[1] if due else None,
        provenance=tuple(_provenance(case, places)),
        metric=target[0].metrics[0].metric if target and target[0].metrics else None,
        ladder_level=level[0] if level else None,
    )


def _speaking(case: Case, places: list[_Place]) -> Iterator[tuple[Letter, Evidence]]:
    """What speaks for the letters, wherever it stands: number, deadline, reason."""
    for _, fact, place in places:
        yield ("measurable" if isinstance(fact, Quantity) else "time_bound"), place
    for passage, reason in relevant.justifications(case):
        yield "relevant", passage.evidence_of(reason)


def _provenance(case: Case, places: list[_Place]) -> Iterator[Provenance]:
    """Where each number comes from."""
    given = case.given_values()
    assumed = [quantity.value for passage in case.assumptions for quantity in passage.quantities]
    for passage, fact, place in places:
        if isinstance(fact, Quantity):
            origin, sum_ = _origin(case, passage, fact, given, assumed)
            yield Provenance(evidence=place, value=fact.value, origin=origin, derivation=sum_)
        else:
            yield Provenance(evidence=place, value=fact.date.toordinal(), origin="deadline")


def _origin(
    case: Case, passage: Passage, quantity: Quantity, given: list[float], assumed: list[float]
) -> tuple[Origin, str]:
    share = quantity.kind == "percent"
    sum_ = derivation(quantity.value, given, case.percents, share=share)
    if sum_:
        return ("derived", sum_) if " " in sum_ else ("given", "")
    if invented.claims_fact(passage, quantity):
        return "invented", ""
    return ("assumed" if quantity.value in assumed else "proposed"), ""
