"""Learns the weights of ``languages.learned`` from labelled letters and rewrites.

    make train

reads ``datasets/letters`` and the listed part of ``datasets/validator``, never its held-out part,
prints how well goals are judged that were left out of the learning, and writes ``learned.toml``
into each pack.  It is a logistic regression over the signs of `rewriter.facts.weighing`, for all
languages at once: a sign has a weight that all share and one of the language's own on top.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from evals.datasets import (
    TODAY,
    LetterCase,
    ValidatorCase,
    held_out,
    load_letters,
    load_validator,
)
from rewriter.checks.invented import claim_signs, clause_around, figures_of_unknown_origin
from rewriter.checks.relevant import reason_signs
from rewriter.checks.specific import concrete_signs
from rewriter.facts.reading import Case
from rewriter.facts.weighing import text_signs
from rewriter.languages.learned import Learned
from rewriter.languages.pack import available_languages, load_pack
from rewriter.languages.section import HERE
from rewriter.schemas import GoalContext, Options, SmartGoal

QUESTIONS: Final = tuple(Learned.model_fields)
_SHARED: Final = 2.0  # how readily a sign is weighed alike in all languages, beside its own weight
_OWN_PLAIN: Final = 0.5  # the same of a language's own weight for signs that are no words
_STRENGTH: Final = 2.0  # inverse of the penalty on large weights
_FOLDS: Final = 4
_SMALLEST: Final = 0.1  # weights below are dropped
# Which share of the good texts of goals that were left out may be failed: the bias follows from it.
_MAY_FAIL: Final = {"consequence": 0.04, "claim": 0.02, "concrete": 0.004}
# Errors of a field that tell nothing about what it says.
_OTHER: Final = {"goal.wrong_language", "goal.meta", "goal.placeholder", "goal.repeats"}


@dataclass(frozen=True)
class Example:
    """One text with the right answer to a question."""

    question: str
    language: str
    group: str  # the goal: all texts of one are learned from or left out together
    answer: bool
    text: dict[str, float]
    signs: dict[str, float]


def main() -> None:
    """Learns, prints and writes."""
    examples = list(read_examples())
    tables: dict[str, dict[str, tuple[float, dict[str, float]]]] = defaultdict(dict)
    for question in QUESTIONS:
        asked = [example for example in examples if example.question == question]
        biases = _left_out(question, asked)
        for code, weights in _weights(asked).items():
            tables[code][question] = biases[code], weights
    for code, questions in tables.items():
        text = "".join(_section(name, *weights) for name, weights in questions.items())
        (HERE / code / "learned.toml").write_text(text, encoding="utf-8")


def read_examples(languages: Sequence[str] | None = None) -> Iterator[Example]:
    """All that there is to learn from, language by language."""
    for goal in load_letters(languages):
        yield from _of_letters(goal)
    for rewrite in load_validator(languages):
        if not held_out(rewrite):
            yield from _of_rewrite(rewrite)


def _of_letters(record: LetterCase) -> Iterator[Example]:
    for kind, texts in record.relevant:
        for text in texts:
            goal = SmartGoal(
                relevant=text,
                measurable=record.measurable,
                specific="".join(record.specific.good[:1]),
            )
            yield from _reason(record, _case(record, goal), kind == "good")
    for kind, texts in record.specific:
        for text in texts:
            goal = SmartGoal(specific=text, measurable=record.measurable)
            yield from _concrete(record, _case(record, goal), kind == "good")
    for kind, texts in record.figures:
        for text in texts:
            for where in ({"achievable": text}, {"relevant": text}, {"assumptions": (text,)}):
                case = _case(record, SmartGoal(measurable=record.measurable, **where))
                yield from _claims(record, case, {*where} if kind == "invented" else set())


def _of_rewrite(record: ValidatorCase) -> Iterator[Example]:
    case = _case(record, record.goal)
    flaws: dict[str, set[str]] = defaultdict(set)
    for flaw in record.expect:
        flaws[flaw.field].add(flaw.code)
    told = {name for name, codes in flaws.items() if codes & _OTHER}
    if "relevant" not in told:
        bad = {"relevant.no_justification", "relevant.circular"} & flaws["relevant"]
        yield from _reason(record, case, not bad)
    if "specific" not in told:
        yield from _concrete(record, case, "specific.vague" not in flaws["specific"])
    invented = {name for name, codes in flaws.items() if "achievable.invented_fact" in codes}
    if invented == {"achievable"} and _claims_in(case, "assumptions"):
        invented = {"assumptions"}  # labelled by where the cure goes
    yield from _claims(record, case, invented)


def _claims_in(case: Case, where: str) -> bool:
    return any(
        passage.where == where and claim_signs(case, passage, quantity)[":by the rule"]
        for passage, quantity in figures_of_unknown_origin(case)
    )


def _case(record: LetterCase | ValidatorCase, goal: SmartGoal) -> Case:
    return Case(
        goal,
        pack=load_pack(record.language),
        today=TODAY,
        source=record.source,
        context=record.context or GoalContext(),
        options=Options(),
    )


def _reason(record: LetterCase | ValidatorCase, case: Case, answer: bool) -> Iterator[Example]:
    letter = case.fields.get("relevant")
    if letter:
        signs = reason_signs(case, letter)
        yield _example("consequence", record, answer, letter.tokens.words, signs)


def _concrete(record: LetterCase | ValidatorCase, case: Case, answer: bool) -> Iterator[Example]:
    letter = case.fields.get("specific")
    if letter:
        signs = concrete_signs(case, letter)
        yield _example("concrete", record, answer, letter.tokens.words, signs)


def _claims(
    record: LetterCase | ValidatorCase, case: Case, invented: set[str]
) -> Iterator[Example]:
    for passage, quantity in figures_of_unknown_origin(case):
        signs = claim_signs(case, passage, quantity)
        words = clause_around(passage, quantity)
        yield _example("claim", record, passage.where in invented, words, signs)


def _example(
    question: str,
    record: LetterCase | ValidatorCase,
    answer: bool,
    words: Sequence[str],
    signs: dict[str, float],
) -> Example:
    return Example(question, record.language, record.id, answer, text_signs(words), signs)


def _row(example: Example) -> dict[str, float]:
    own = example.language + "/"
    row = {sign: share * _SHARED for sign, share in example.text.items()}
    row |= example.signs
    row |= {own + sign: share for sign, share in example.text.items()}
    row |= {own + sign: value * _OWN_PLAIN for sign, value in example.signs.items()}
    return row


def _fit(examples: Sequence[Example]) -> tuple[Any, Any]:
    # Installed by `make train` only: 45 MB that nobody needs who does not learn anew.
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    rows = DictVectorizer()
    model = LogisticRegression(C=_STRENGTH, max_iter=3000, class_weight="balanced")
    model.fit(rows.fit_transform(map(_row, examples)), [example.answer for example in examples])
    return rows, model


def _left_out(question: str, examples: Sequence[Example]) -> dict[str, float]:
    """The bias of each language, from judging goals that were left out of the learning."""
    groups = sorted({example.group for example in examples})
    fold = {group: place % _FOLDS for place, group in enumerate(groups)}
    judged: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for left in range(_FOLDS):
        rows, model = _fit([example for example in examples if fold[example.group] != left])
        asked = [example for example in examples if fold[example.group] == left]
        scores = model.decision_function(rows.transform(map(_row, asked))) - model.intercept_[0]
        for example, score in zip(asked, scores, strict=True):
            judged[example.language].append((float(score), example.answer))
    everything = [pair for pairs in judged.values() for pair in pairs]
    bias = _bias(question, everything)
    for code, pairs in judged.items():
        _print(question, code, pairs, bias)
    return dict.fromkeys(judged, bias)


def _bias(question: str, judged: Sequence[tuple[float, bool]]) -> float:
    """What has to be added to the scores so that few good texts fail."""
    good_answer = question != "claim"
    good = sorted(score for score, answer in judged if answer == good_answer)
    share = _MAY_FAIL[question]
    return -good[int(len(good) * (share if good_answer else 1 - share))]


def _print(question: str, code: str, judged: Sequence[tuple[float, bool]], bias: float) -> None:
    good_answer = question != "claim"
    failed = sum((s + bias > 0) != good_answer for s, answer in judged if answer == good_answer)
    found = sum((s + bias > 0) != good_answer for s, answer in judged if answer != good_answer)
    good = sum(answer == good_answer for _, answer in judged)
    print(
        f"{question:12} {code}: good failed {failed / good:6.1%} of {good}, "
        f"flaws found {found / (len(judged) - good):6.1%} of {len(judged) - good}",
        flush=True,
    )


def _weights(examples: Sequence[Example]) -> dict[str, dict[str, float]]:
    """Each language's weight of each sign, the shared part added to its own."""
    rows, model = _fit(examples)
    learned = dict(zip(rows.feature_names_, map(float, model.coef_[0]), strict=True))
    tables: dict[str, dict[str, float]] = {}
    for code in available_languages():
        own = f"{code}/"
        texts = {sign for example in examples for sign in example.text}
        plain = {sign for example in examples for sign in example.signs}
        weights = {
            sign: learned.get(sign, 0.0) * _SHARED + learned.get(own + sign, 0.0)
            for sign in texts - plain
        } | {
            sign: learned.get(sign, 0.0) + learned.get(own + sign, 0.0) * _OWN_PLAIN
            for sign in plain
        }
        tables[code] = {s: w for s, w in weights.items() if abs(w) >= _SMALLEST}
    return tables


def _section(name: str, bias: float, weights: dict[str, float]) -> str:
    lines = "\n".join(f"{sign} {round(weight * 1000)}" for sign, weight in sorted(weights.items()))
    return f"[{name}]\nbias = {bias:.3f}\ntext = '''\n{lines}\n'''\n\n"


if __name__ == "__main__":
    main()
