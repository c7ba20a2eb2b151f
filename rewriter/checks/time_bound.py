"""Time-bound: a day by which, the same everywhere, ahead of us and within sight."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta

from rewriter.checks.finding import day, evidence_of, finding
from rewriter.facts.reading import Case, Passage
from rewriter.schemas import Deadline, Finding

TOO_FAR = 3 * 366  # days; guides ask for a review each quarter, plans rarely reach beyond 3 years
_SHORT = 31  # days of a period that may stand for any day in it
_LEADS = 3  # tokens between "begin" and its day
SAME = 3  # days: "before 1 April" and "by 31 March", "Friday of week 20" and "by week 20"


def check_deadline(case: Case) -> Iterator[Finding]:
    """No date: error, with the words that stand where it should ("soon", "på sikt").

    The closing sentence has to carry the deadline too.

    >>> from rewriter.validator import validate
    >>> report = validate("We gain 500 followers as soon as possible", language="en")
    >>> [f.evidence[0].text for f in report.findings if f.code == "time_bound.no_deadline"]
    ['as soon as possible']
    """
    passage = case.letter("time_bound")
    statement = case.fields.get("statement")
    if passage and statement and _takes_effect(passage, statement):
        return
    if not passage or all(_only_begins(passage, deadline) for deadline in passage.deadlines):
        hits = passage.hits("open_ended") if passage else []
        places = [passage.evidence_of(hit) for hit in hits] if passage else []
        if passage and not places:
            places = [passage.whole()]
        yield finding(case, "time_bound.no_deadline", places)
        return
    if statement and statement is not passage and not statement.deadlines:
        yield finding(case, "time_bound.no_deadline", [statement.whole()], field="statement")


def _takes_effect(passage: Passage, statement: Passage) -> bool:
    """ "As of 1 March", where the sentence says "by 1 March": the level is reached from then on."""
    if passage.deadlines or passage.has("starts") or passage.has("open_ended"):
        return False
    days = {deadline.date for deadline in statement.deadlines}
    tokens = passage.tokens
    for start, end in passage.time_spans:
        first = bisect_left(tokens.starts, start)
        for begin in tokens.starts[first + 1 : first + 1 + _LEADS]:
            inner = passage.inside(begin, end)
            if any(abs(one.date - day).days <= SAME for one in inner for day in days):
                return True
    return False


def _only_begins(passage: Passage, deadline: Deadline) -> bool:
    """ "We begin on 1 November": when the work starts, not by when it is done.

    "Before the holidays begin on 1 July" is by when.
    """
    first = bisect_left(passage.tokens.starts, deadline.start)
    return any(
        0 < first - last <= _LEADS
        and "," not in passage.tokens.words[last:first]
        and not any(before < begin for before, _ in passage.hits("before"))
        for begin, last in passage.hits("starts")
    )


def check_past(case: Case) -> Iterator[Finding]:
    """The deadline has passed: error.  It is today: warning.

    >>> from datetime import date
    >>> from rewriter.validator import validate
    >>> report = validate("300 leads by 1 May 2026", language="en", today=date(2026, 10, 1))
    >>> [f.code for f in report.findings if f.code == "time_bound.past"]
    ['time_bound.past']
    """
    found = case.deadline
    if not found:
        return
    passage, deadline = found
    place = [evidence_of(passage.where, deadline)]
    if deadline.date < case.today:
        yield finding(case, "time_bound.past", place, date=day(case, deadline))
    elif deadline.date == case.today:
        yield finding(case, "time_bound.today", place)


def check_contradiction(case: Case) -> Iterator[Finding]:
    """Another deadline in the sentence, or a later one in another letter: error.

    Earlier days in the letters are milestones and fine; a period there ("for 2027") names what is
    planned rather than when it is done.

    >>> from rewriter.schemas import GoalContext, SmartGoal
    >>> from rewriter.validator import validate
    >>> goal = SmartGoal(time_bound="By 1 May 2027.", statement="300 leads by 1 June 2027.")
    >>> report = validate(goal, language="en")
    >>> [[place.text for place in f.evidence] for f in report.errors if "contra" in f.code]
    [['By 1 May 2027', 'by 1 June 2027']]
    """
    found = case.deadline
    if not found:
        return
    passage, deadline = found
    for name in ("statement", "specific", "measurable"):
        other = case.fields.get(name)
        if not other or other is passage or not other.deadlines:
            continue
        if any(_same(one, two) for one in other.deadlines for two in passage.deadlines):
            continue
        last = max(other.deadlines, key=lambda one: one.date)
        if name == "statement" or (_is_day(last) and last.date > deadline.date):
            yield _contradiction(case, passage, deadline, other, last)


def _is_day(deadline: Deadline) -> bool:
    return deadline.begins is None and any(sign.isdecimal() for sign in deadline.text)


def _same(one: Deadline, two: Deadline) -> bool:
    return (
        abs((one.date - two.date).days) <= SAME or _inside(one.date, two) or _inside(two.date, one)
    )


def _inside(day: date, period: Deadline) -> bool:
    """Whether the day is in a short period: "in the autumn holidays" and "by" them."""
    begins = period.begins
    if begins is None or (period.date - begins).days > _SHORT:
        return False
    return begins - timedelta(days=1) <= day <= period.date


def _contradiction(
    case: Case, passage: Passage, deadline: Deadline, other: Passage, last: Deadline
) -> Finding:
    return finding(
        case,
        "time_bound.contradiction",
        [evidence_of(passage.where, deadline), evidence_of(other.where, last)],
        first=day(case, deadline),
        second=day(case, last),
    )


def check_far(case: Case) -> Iterator[Finding]:
    """More than three years away: warning.

    >>> from datetime import date
    >>> from rewriter.validator import validate
    >>> report = validate("300 leads by 1 May 2036", language="en", today=date(2026, 10, 1))
    >>> [f.code for f in report.findings if f.code == "time_bound.too_far"]
    ['time_bound.too_far']
    """
    found = case.deadline
    if found and (found[1].date - case.today).days > TOO_FAR:
        place = [evidence_of(found[0].where, found[1])]
        yield finding(case, "time_bound.too_far", place, date=day(case, found[1]))


def check_ambiguous(case: Case) -> Iterator[Finding]:
    """A date whose day and month may be swapped (03/04/2027 in English): warning.

    >>> from datetime import date
    >>> from rewriter.validator import validate
    >>> report = validate("300 leads by 03/04/2027", language="en", today=date(2026, 10, 1))
    >>> [f.code for f in report.findings if f.code == "time_bound.ambiguous"]
    ['time_bound.ambiguous']
    """
    found = case.deadline
    if found and found[1].ambiguous:
        yield finding(case, "time_bound.ambiguous", [evidence_of(found[0].where, found[1])])
