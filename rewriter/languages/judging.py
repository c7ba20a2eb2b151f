"""Words by which checks judge.  `*` stands for the rest of a word (see `facts.lexicon`)."""

from __future__ import annotations

from rewriter.languages.section import Section


class JudgingWords(Section):
    """Word lists, one per question that a check asks of a text."""

    vague: tuple[str, ...]  # can mean anything: "better", "more visibility"
    empty: tuple[str, ...]  # say nothing of what changes, harmless beside words that do: "whole"
    reasons: tuple[str, ...]  # tie a consequence to its cause: "so that", "because"
    effects: tuple[str, ...]  # verbs that state a consequence: "leads to", "frees"
    results: tuple[str, ...]  # what a business or its customers gain: "revenue", "loyal customers"
    practical: tuple[str, ...]  # who, where and how, where a reason should stand: "in charge"
    praise: tuple[str, ...]  # call the goal important and stop there
    generic: tuple[str, ...]  # reasons that would fit any goal
    open_ended: tuple[str, ...]  # stand where a date should: "soon", "as fast as possible"
    placeholders: tuple[str, ...]  # were meant to be replaced: "TBD"
    blanks: tuple[str, ...]  # leave a field open where nothing else stands in it: "unknown"
    meta: tuple[str, ...]  # talk about the goal: "this goal is measurable"
    means: tuple[str, ...]  # name an action or lever
    sources: tuple[str, ...]  # where figures are read
    grounds: tuple[str, ...]  # why it can be reached
    present_or_past: tuple[str, ...]  # claim how things are or were: "today", "last year"
    starts: tuple[str, ...]  # before a date: it is when the work begins
    before: tuple[str, ...]  # ahead of such a word: it is by when the work is done after all
    none: tuple[str, ...]  # at the beginning of what is measured: nothing shall be left
    change: tuple[str, ...]  # behind a number: it is how far it goes, not where
    lasting: tuple[str, ...]  # name how long something takes
    proposals: tuple[str, ...]  # say that a figure is proposed, not known
    definite: tuple[str, ...]  # before a number: what is counted is there already
    filler: tuple[str, ...]  # carry no content: articles, pronouns, prepositions, auxiliaries
