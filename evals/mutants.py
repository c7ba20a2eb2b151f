"""Breaks good rewrites, one way at a time, so that a check has to notice.

A mutant is made of a good rewrite that is not held out and that the validator passes.  It names
the fields on one of which an error must fall, and no error fell on before.  Where a way of
breaking does not apply (no target in the sentence to alter), there is no mutant; never because the
validator would miss it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from babel.dates import format_date

from evals.datasets import TODAY, held_out, load_breakage, load_validator
from evals.records import Breakage, Record, ValidatorCase
from rewriter import available_languages, find_deadlines, find_quantities, validate
from rewriter.languages.pack import load_pack
from rewriter.schemas import FIELDS, FieldName, GoalContext, Quantity, SmartGoal

_FIGURE = re.compile(r"\d(?:[\d.,\u00a0\u202f ]*\d)?")
_FREE_FIGURE = re.compile(rf"(?<![\w-]){_FIGURE.pattern}(?![\w-])")  # not that of "under-30s"
_SWAPPED: Final[tuple[FieldName, ...]] = ("relevant", "achievable", "specific", "statement")
_YEARS_BACK: Final = 2


class Mutant(Record):
    """A broken rewrite and where an error has to fall."""

    kind: str
    goal: SmartGoal
    source: str
    context: GoalContext
    fields: tuple[FieldName, ...]


@dataclass(frozen=True)
class Ground:
    """What a mutation has to work with."""

    case: ValidatorCase
    turn: int  # the place of the case among those of its language
    words: Breakage
    others: Mapping[str, Sequence[ValidatorCase]]  # good rewrites by language

    def texts(self) -> dict[str, str]:
        """The fields of the goal."""
        return {name: getattr(self.case.goal, name) for name in FIELDS}


# The texts that change and the fields one of which must be caught; None: does not apply.
Broken = tuple[dict[str, str], tuple[FieldName, ...]] | None


def drop_number(ground: Ground) -> Broken:
    """No figure is left in the measurable letter and in the sentence."""
    texts = ground.texts()
    changed = {name: _without_figures(texts[name], ground) for name in ("measurable", "statement")}
    if changed["measurable"] == texts["measurable"]:
        return None
    return changed, ("measurable",)


def blur_deadline(ground: Ground) -> Broken:
    """The day becomes "soon" in the time-bound letter and in the sentence."""
    soon = ground.words.soon[ground.turn % len(ground.words.soon)]
    statement = ground.case.goal.statement
    for found in reversed(find_deadlines(statement, ground.case.language, TODAY)):
        statement = statement[: found.start] + soon.rstrip(".").lower() + statement[found.end :]
    return {"time_bound": soon, "statement": statement}, ("time_bound",)


def cut_justification(ground: Ground) -> Broken:
    """Praise in place of the reason, and a sentence that gives none."""
    goal = ground.case.goal
    praise = ground.words.praise[ground.turn % len(ground.words.praise)]
    return {"relevant": praise, "statement": f"{goal.measurable} {goal.time_bound}"}, ("relevant",)


def swap_language(ground: Ground) -> Broken:
    """One field is that of a good rewrite in another language."""
    name = _SWAPPED[ground.turn % len(_SWAPPED)]
    codes = [code for code in available_languages() if code != ground.case.language]
    pool = ground.others[codes[ground.turn // len(_SWAPPED) % len(codes)]]
    return {name: getattr(pool[ground.turn % len(pool)].goal, name)}, (name,)


def alter_figure(ground: Ground) -> Broken:
    """The sentence names another target than the measurable letter, and one that nobody gave.

    The target is a figure of both texts that counts the same thing in both.  It is neither where
    things stand, nor a number of the context, which may say whom or what the goal is about ("the
    over-60s"), nor a range.  Of several the one said to be the target is taken, else the first that
    the rough goal does not name.  Nothing is altered where no figure is all that.
    """
    goal, code = ground.case.goal, ground.case.language
    told = find_quantities(goal.statement, code)
    taken = _figures([*ground.texts().values(), ground.case.source, *_given(ground.case.context)])
    for found in _targets(ground):
        places = [q for q in told if (q.value, q.kind) == (found.value, found.kind)]
        figure = _FIGURE.search(places[0].text) if len(places) == 1 else None
        if figure and places[0].role != "baseline":
            start, end = (places[0].start + at for at in figure.span())
            other = _another(figure[0], taken)
            statement = f"{goal.statement[:start]}{other}{goal.statement[end:]}"
            return {"statement": statement}, ("goal", "statement")
    return None


def leave_gap(ground: Ground) -> Broken:
    """The first figure of the measurable letter becomes a placeholder."""
    text, times = _FREE_FIGURE.subn("XX", ground.case.goal.measurable, count=1)
    return ({"measurable": text}, ("measurable",)) if times else None


def add_link(ground: Ground) -> Broken:
    """An address behind the grounds."""
    text = f"{ground.case.goal.achievable} https://example.org/{ground.turn}"
    return {"achievable": text}, ("achievable",)


def back_date(ground: Ground) -> Broken:
    """The day lies two years back."""
    day = TODAY.replace(year=TODAY.year - _YEARS_BACK, day=1 + ground.turn % 28)
    said = format_date(day, "long", load_pack(ground.case.language).locale)
    text = ground.words.until.format(date=said)
    return {"time_bound": text}, ("time_bound",)


def repeat_field(ground: Ground) -> Broken:
    """The specific letter once more, as a reason."""
    return {"relevant": ground.case.goal.specific}, ("relevant",)


MUTATIONS: Final[dict[str, Callable[[Ground], Broken]]] = {
    "drop the number": drop_number,
    "blur the deadline": blur_deadline,
    "cut the justification": cut_justification,
    "swap the language": swap_language,
    "alter a figure": alter_figure,
}
# Ways that no check should ever miss: one rewrite in four will do, or they would hide the others.
PLAIN_MUTATIONS: Final[dict[str, Callable[[Ground], Broken]]] = {
    "leave a gap": leave_gap,
    "add a link": add_link,
    "date it back": back_date,
    "repeat a field": repeat_field,
}


def load_mutants(languages: Sequence[str] | None) -> list[Record]:
    """The mutants of all sound rewrites in these languages."""
    return [mutant for code in languages or available_languages() for mutant in _mutants(code)]


def _mutants(code: str) -> Iterator[Mutant]:
    good = {other: _sound(other) for other in available_languages()}
    words = load_breakage()[code]
    for turn, case in enumerate(good[code]):
        ground = Ground(case, turn, words, good)
        plain = PLAIN_MUTATIONS if turn % 4 == 0 else {}
        for kind, mutate in (MUTATIONS | plain).items():
            broken = mutate(ground)
            if broken:
                texts, fields = broken
                yield Mutant(
                    id=f"{case.id}-{kind.split()[-1]}",
                    language=code,
                    kind=kind,
                    goal=case.goal.model_copy(update=texts),
                    source=case.source,
                    context=case.context,
                    fields=fields,
                )


@cache
def _sound(code: str) -> tuple[ValidatorCase, ...]:
    """The good, listed rewrites of a language that the validator passes."""
    return tuple(
        case
        for case in load_validator([code])
        if not case.expect and not held_out(case) and case.goal.measurable and _passes(case)
    )


def _passes(case: ValidatorCase) -> bool:
    report = validate(
        case.goal,
        source=case.source,
        language=case.language,
        context=case.context,
        today=TODAY,
    )
    return report.passed


def _without_figures(text: str, ground: Ground) -> str:
    spans = [match.span() for match in _FIGURE.finditer(text)]
    spans += [(q.start, q.end) for q in find_quantities(text, ground.case.language)]
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return re.sub(r"\s{2,}", " ", text).strip()


def _targets(ground: Ground) -> list[Quantity]:
    """What may be the target in the measurable letter, likeliest first."""
    case = ground.case
    told = _given(case.context, "business_goal", "deadline", "period")
    beside = _figures(told)
    stood = {q.value for text in told for q in find_quantities(text, case.language)}
    stood.update(case.context.history)
    typed = _figures([case.source])
    fit = [
        q
        for q in find_quantities(case.goal.measurable, case.language)
        if q.role != "baseline" and q.value_hi is None and q.value not in stood
        if beside.isdisjoint(_figures([q.text]))
    ]
    fit.sort(key=lambda q: (q.role != "target", not typed.isdisjoint(_figures([q.text]))))
    return fit


def _figures(texts: Iterable[str]) -> set[str]:
    return {figure for text in texts for figure in _FIGURE.findall(text)}


def _given(context: GoalContext, *but: str) -> list[str]:
    """The texts of the context."""
    return [text for name, text in context if isinstance(text, str) and name not in but]


def _another(figure: str, taken: Container[str] = ()) -> str:
    """A figure of the same length that is another one and not `taken`: its first digit moved on.

    >>> _another("1,500"), _another("90"), _another("90", {"30", "40"})
    ('4,500', '30', '50')
    """
    first = int(figure[0])
    moved = [f"{(first + step - 1) % 9 + 1}{figure[1:]}" for step in range(3, 11)]
    return next((other for other in moved if other not in taken), moved[0])
