"""The goal as a whole: the right language, nothing left open, no markup, and a goal at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rewriter.checks.finding import finding
from rewriter.facts.reading import Case, Passage
from rewriter.languages.detect import foreign_language
from rewriter.prompts import RUN, WORD, runs_of_words
from rewriter.schemas import Evidence, FieldName, Finding

# Linear patterns only: a bounded stretch between two signs.
_PLACEHOLDER = re.compile(
    r"\[[^\[\]\n]{0,60}\](?!\()|<[^\W\d_][^<>\n/=]{0,60}>|\{[^{}\n]{1,60}\}"
    r"|(?<!\w)X{2,}(?!\w)|(?<!\w)[XYN] ?%|_{3,}|\?{3,}|#{2,}(?!#* )"
    r"|(?<!\w)(?:TODO|FIXME|TBA|TBC|N/A)(?!\w)"
)
# What programs, and models that are used to them, write where there is nothing to say.
_NOTHING = frozenset(
    ("todo", "n", "a", "na", "tba", "tbc", "none", "null", "nil", "nan", "undefined", "string")
)
_MARKUP = re.compile(
    r"https?://\S+|www\.\S+|!?\[[^\[\]\n]{0,200}\]\([^()\n]{0,500}\)"
    r"|</?(?:a|b|i|u|p|br|hr|em|h[1-6]|li|ul|ol|div|img|svg|code|font|form|html|body|head|link"
    r"|meta|span|style|table|td|tr|input|button|script|strong|iframe|object|embed|video|audio)"
    r"\b[^<>]{0,500}>|<[^<>\n]{0,200}[/=][^<>\n]{0,200}>|\{\{|\}\}|\{%|\$\{|```|\*\*[^*\n]{1,200}\*\*"
    # Formulas of spreadsheets.
    r"|^\s*=\S+|^\s*[-+@][^\s|!]*(?:\||!\w)",
    re.IGNORECASE,
)
LONG_FIELD = 60  # words; two long sentences
LONG_STATEMENT = 70


def check_language(case: Case) -> Iterator[Finding]:
    """A field that clearly speaks another of the five languages: error.

    >>> from rewriter.schemas import GoalContext, SmartGoal
    >>> from rewriter.validator import validate
    >>> goal = SmartGoal(relevant="Elke nieuwe klant levert omzet op en vertelt het verder.")
    >>> report = validate(goal, language="en")
    >>> [(f.field, f.message) for f in report.errors if f.code == "goal.wrong_language"]
    [('relevant', 'This is written in Dutch.')]
    """
    for name, passage in case.fields.items():
        language = foreign_language(passage.text, passage.tokens.words, case.pack.code)
        if language:
            spoken = case.pack.messages.language_names[language]
            yield finding(
                case, "goal.wrong_language", [passage.whole()], field=name, language=spoken
            )


def check_placeholder(case: Case) -> Iterator[Finding]:
    """A gap that was never filled ('[X] %', 'XX', '<number>', 'TBD', a mere '-'): error.

    >>> from rewriter.validator import validate
    >>> report = validate("[X] leads by 1 June 2027", language="en")
    >>> [f.evidence[0].text for f in report.errors if f.code == "goal.placeholder"]
    ['[X]']
    >>> [f.evidence[0].text for f in validate("None.", language="en").errors][:1]
    ['None.']
    """
    for name, passage in case.fields.items():
        match = _PLACEHOLDER.search(passage.text)
        if match and not _MARKUP.match(passage.text, match.start()):
            place = passage.evidence(*match.span())
        elif hits := passage.hits("placeholders"):
            place = passage.evidence_of(hits[0])
        elif _is_blank(passage):
            place = passage.whole()
        else:
            continue
        yield finding(case, "goal.placeholder", [place], field=name)


def _is_blank(passage: Passage) -> bool:
    """Whether a text says nothing: signs alone, or nothing but words that leave it open."""
    words = passage.tokens.words
    left_open = {i for first, last in passage.hits("blanks") for i in range(first, last + 1)}
    return all(
        i in left_open or word in _NOTHING or not any(map(str.isalnum, word))
        for i, word in enumerate(words)
    )


def check_markup(case: Case) -> Iterator[Finding]:
    """Links, tags, template braces, formulas: error.  A goal is plain text.

    >>> from rewriter.validator import validate
    >>> report = validate("300 leads <b>now</b>", language="en")
    >>> [f.evidence[0].text for f in report.errors if f.code == "goal.markup"]
    ['<b>']
    """
    for name, passage in case.fields.items():
        if match := _MARKUP.search(passage.text):
            yield finding(case, "goal.markup", [passage.evidence(*match.span())], field=name)


def check_meta(case: Case) -> Iterator[Finding]:
    """Text about the goal instead of the goal ("this goal is measurable because…"): error.

    >>> from rewriter.validator import validate
    >>> report = validate("This goal is measurable because it has a number.", language="en")
    >>> [f.evidence[0].text for f in report.errors if f.code == "goal.meta"]
    ['This goal is']
    """
    for name, passage in case.fields.items():
        if hits := passage.hits("meta"):
            yield finding(case, "goal.meta", [passage.evidence_of(hits[0])], field=name)
        elif echo := _echo_of_prompt(passage):
            yield finding(case, "goal.meta", [echo], field=name)


def _echo_of_prompt(passage: Passage) -> Evidence | None:
    """What a text repeats of the instructions that models are given."""
    places = list(WORD.finditer(passage.text))
    words = [place[0].lower() for place in places]
    told = runs_of_words()
    for i, run in enumerate(zip(*(words[k:] for k in range(RUN)), strict=False)):
        if run in told:
            return passage.evidence(places[i].start(), places[i + RUN - 1].end())
    return None


def check_repeats(case: Case) -> Iterator[Finding]:
    """One sentence in several fields: error, in the later field.

    >>> from rewriter.schemas import GoalContext, SmartGoal
    >>> from rewriter.validator import validate
    >>> goal = SmartGoal(specific="300 leads by May.", statement="300 leads by May!")
    >>> [f.field for f in validate(goal, language="en").errors if f.code == "goal.repeats"]
    ['statement']
    """
    seen: dict[tuple[str, ...], tuple[FieldName, Passage]] = {}
    for name, passage in case.fields.items():
        words = tuple(word for word in passage.tokens.words if word.isalnum())
        if words in seen:
            first = seen[words][1]
            yield finding(case, "goal.repeats", [first.whole(), passage.whole()], field=name)
        else:
            seen[words] = (name, passage)


def check_vanity(case: Case) -> Iterator[Finding]:
    """The metric is an indicator on the way (ladder levels 1-3): warning with the result to reach.

    Source: the five-level ladder of social-media goals in Nordic marketing guides; a main goal
    sits at level 4 (interaction) or 5 (transaction).

    >>> from rewriter.validator import validate
    >>> report = validate("300 followers by 1 June 2027", language="en")
    >>> [f.evidence[0].text for f in report.findings if f.code == "goal.vanity"]
    ['followers']
    """
    found = ladder(case)
    if found and found[0] <= 3:
        yield finding(case, "goal.vanity", [found[1]])


def ladder(case: Case) -> tuple[int, Evidence] | None:
    """The ladder level of the goal's metric and where the metric is named.

    Where a text names several, the one that is closest to a sale is taken to be meant.
    """
    for name in ("measurable", "specific", "statement"):
        passage = case.fields.get(name)
        if passage and passage.metrics:
            best = max(passage.metrics, key=lambda mention: mention.level)
            return best.level, passage.evidence(best.start, best.end)
    return None


def check_length(case: Case) -> Iterator[Finding]:
    """More than two long sentences in one field: warning.

    >>> from rewriter.validator import validate
    >>> report = validate("300 leads " + "and more " * 60, language="en")
    >>> [f.field for f in report.findings if f.code == "goal.too_long"]
    ['statement']
    """
    for name, passage in case.fields.items():
        limit = LONG_STATEMENT if name == "statement" else LONG_FIELD
        if len(passage.tokens) > limit:
            yield finding(case, "goal.too_long", [passage.whole()], field=name)
