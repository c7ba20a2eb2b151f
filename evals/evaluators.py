"""What is asked of one answer: tiny evaluators that give a value and the reason for it.

For a rewrite the mission's three checks come first: a number, a deadline, a reason why it matters.
They rest on a fresh `validate` of what came back, not on the report that came with it.  What was
given is compared with what a person read from the goal, and the language with what lingua says of
the whole text, so that the validator does not vouch for itself alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from pydantic_evals.evaluators import EvaluationReason, Evaluator, EvaluatorContext

from evals.datasets import TODAY
from evals.records import AnswerCase, RewritingCase, SentenceCase, ValidatorCase
from rewriter import available_languages, find_deadlines, find_quantities
from rewriter.schemas import FIELDS, Finding, Letter, Report, RewriteResult, SmartGoal

if TYPE_CHECKING:
    from lingua import LanguageDetector


class Rewritten(NamedTuple):
    """A rewrite and what the validator says of it afterwards; None where there is no goal."""

    result: RewriteResult
    report: Report | None
    noted: Mapping[str, bool] = MappingProxyType({})  # by whoever made it, to be asked as it is


RewriteContext: TypeAlias = EvaluatorContext[RewritingCase, Rewritten, Any]
Labelled: TypeAlias = ValidatorCase | SentenceCase
ReportContext: TypeAlias = EvaluatorContext[Labelled, Report, Any]


@dataclass
class Proven(Evaluator[RewritingCase, Rewritten, Any]):
    """No error speaks against the letter; what speaks for it is the reason."""

    name: str
    letter: Letter

    def get_default_evaluation_name(self) -> str:
        """The name of the check."""
        return self.name

    def evaluate(self, ctx: RewriteContext) -> EvaluationReason:
        """True with the evidence, where a word could be marked, or False with the finding."""
        report = ctx.output.report
        if report is None:
            return _unanswered(ctx.output.result)
        against = [found for found in report.errors if found.field == self.letter]
        if against:
            return EvaluationReason(value=False, reason=_said(against))
        seen = [place.text for letter, place in report.evidence if letter == self.letter]
        return EvaluationReason(value=True, reason=seen[0] if seen else None)


@dataclass
class Passed(Evaluator[RewritingCase, Rewritten, Any]):
    """The validator finds no error."""

    def get_default_evaluation_name(self) -> str:
        """passed."""
        return "passed"

    def evaluate(self, ctx: RewriteContext) -> EvaluationReason:
        """False with all errors."""
        report = ctx.output.report
        if report is None:
            return _unanswered(ctx.output.result)
        return EvaluationReason(value=report.passed, reason=_said(report.errors) or None)


@dataclass
class Kept(Evaluator[RewritingCase, Rewritten, Any]):
    """Every number and the deadline that a person read from the goal stand in the rewrite."""

    def get_default_evaluation_name(self) -> str:
        """kept."""
        return "kept"

    def evaluate(self, ctx: RewriteContext) -> EvaluationReason:
        """False with what is missing."""
        result, given = ctx.output.result, ctx.inputs.keeps
        if result.goal is None:
            return _unanswered(result)
        texts = list(_texts(result.goal))
        numbers = {
            end
            for text in texts
            for found in find_quantities(text, result.language)
            for end in (found.value, found.value_hi)
        }
        missing = [f"{number:g}" for number in given.numbers if number not in numbers]
        if given.deadline:
            days = {
                found.date
                for text in texts
                for found in find_deadlines(text, result.language, TODAY)
            }
            if not days & set(given.deadline):
                missing.append(given.deadline[0].isoformat())
        return EvaluationReason(
            value=not missing, reason=f"missing: {', '.join(missing)}" if missing else None
        )


@dataclass
class NothingInvented(Evaluator[RewritingCase, Rewritten, Any]):
    """No figure about the present or past that the user did not give."""

    def get_default_evaluation_name(self) -> str:
        """nothing invented."""
        return "nothing invented"

    def evaluate(self, ctx: RewriteContext) -> EvaluationReason:
        """False with the figures."""
        report = ctx.output.report
        if report is None:
            return _unanswered(ctx.output.result)
        made_up = [one.evidence.text for one in report.facts.provenance if one.origin == "invented"]
        against = [found for found in report.errors if found.code == "achievable.invented_fact"]
        said = "; ".join(filter(None, [_said(against), ", ".join(made_up)]))
        return EvaluationReason(value=not said, reason=said or None)


@dataclass
class RightLanguage(Evaluator[RewritingCase, Rewritten, Any]):
    """The rewrite as a whole is in the language of the goal."""

    def get_default_evaluation_name(self) -> str:
        """language."""
        return "language"

    def evaluate(self, ctx: RewriteContext) -> EvaluationReason:
        """False with the language that it seems to be in, or the field that is not."""
        result, report = ctx.output.result, ctx.output.report
        if result.goal is None or report is None:
            return _unanswered(result)
        wanted = ctx.inputs.language or result.language
        foreign = [found for found in report.errors if found.code == "goal.wrong_language"]
        if foreign:
            return EvaluationReason(value=False, reason=_said(foreign))
        seems = language_of(" ".join(_texts(result.goal)))
        return EvaluationReason(value=seems == wanted, reason=f"seems to be {seems}")


@dataclass
class Effort(Evaluator[RewritingCase, Rewritten, Any]):
    """Whether there is a goal at all, how many drafts it took and how many fields were mended."""

    def evaluate(self, ctx: RewriteContext) -> dict[str, bool | int]:
        """Scores `attempts`, `mended`, `tokens`; assertions `answered`, `first try`, `unaided`.

        `unaided`: right at first or after re-asks, with no field mended.  `tokens` is left out
        where they are not known.
        """
        result, report = ctx.output.result, ctx.output.report
        first = result.attempts[0].findings if result.attempts else ()
        held = bool(result.attempts) and not any(found.severity == "error" for found in first)
        said: dict[str, bool | int] = {
            "answered": result.goal is not None,
            "attempts": len(result.attempts),
            "mended": len(result.mended),
            "first try": held,
            "unaided": bool(report and report.passed and result.attempts and not result.mended),
        }
        used = (result.usage.prompt_tokens, result.usage.completion_tokens)
        if used[0] is not None and used[1] is not None:
            said["tokens"] = used[0] + used[1]
        return said


@dataclass
class Verdict(Evaluator[Labelled, Report, Any]):
    """Whether the validator passes the good and finds the flaw of the bad."""

    def evaluate(self, ctx: ReportContext) -> dict[str, EvaluationReason]:
        """`good passed` for good ones; `field found` and `code found` where a flaw was planted.

        `fields right` for real answers: errors on the labelled fields and no others.  `warnings
        right` for sentences that label some.
        """
        report, case = ctx.output, ctx.inputs
        said = _said(report.errors) or "no error"
        fields = {found.field for found in report.errors}
        codes = {found.code for found in report.errors}
        verdict: dict[str, EvaluationReason] = {}
        if not case.expect:
            verdict["good passed"] = EvaluationReason(value=report.passed, reason=said)
        elif isinstance(case, AnswerCase):
            wanted = {flaw.field for flaw in case.expect}
            reason = f"errors expected in {', '.join(sorted(wanted))}; {said}"
            verdict["fields right"] = EvaluationReason(value=fields == wanted, reason=reason)
        else:
            planted = case.expect[0]
            reason = f"{planted.code} in {planted.field} expected; {said}"
            verdict["field found"] = EvaluationReason(value=planted.field in fields, reason=reason)
            verdict["code found"] = EvaluationReason(value=planted.code in codes, reason=reason)
        if isinstance(case, SentenceCase) and (case.warns or case.silent):
            given = {found.code for found in report.warnings}
            wrong = [f"{code} is missing" for code in case.warns if code not in given]
            wrong += [f"{code} is wrong" for code in case.silent if code in given]
            reason = f"{'; '.join(wrong)}: {case.text}" if wrong else ""
            verdict["warnings right"] = EvaluationReason(value=not wrong, reason=reason)
        return verdict


def language_of(text: str) -> str:
    """The code of the pack whose language lingua takes the text for.

    >>> language_of("Vi hever åpningsraten på nyhetsbrevet fordi det gir flere gjenkjøp.")
    'nb'
    """
    detector, codes = _lingua()
    likely = detector.detect_language_of(text)
    return codes[likely.name] if likely else ""


@cache
def _lingua() -> tuple[LanguageDetector, dict[str, str]]:
    from lingua import Language, LanguageDetectorBuilder

    codes = {
        language.name: code
        for language in Language.all()
        if (code := language.iso_code_639_1.name.lower()) in available_languages()
    }
    known = [language for language in Language.all() if language.name in codes]
    return LanguageDetectorBuilder.from_languages(*known).with_low_accuracy_mode().build(), codes


def _texts(goal: SmartGoal) -> Iterator[str]:
    for name in FIELDS:
        yield getattr(goal, name)


def _said(findings: tuple[Finding, ...] | list[Finding]) -> str:
    return "; ".join(
        f"{found.code} ({found.field}): {' | '.join(place.text for place in found.evidence)}"
        if found.evidence
        else f"{found.code} ({found.field})"
        for found in findings
    )


def _unanswered(result: RewriteResult) -> EvaluationReason:
    asked = " ".join(question.text for question in result.questions)
    return EvaluationReason(value=False, reason=f"no goal written; asked: {asked}")
