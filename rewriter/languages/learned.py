"""Weights of words, learned from labelled texts by ``python -m evals.training``."""

from __future__ import annotations

from functools import cached_property

from rewriter.languages.section import Section


class Weights(Section):
    """What a question's signs weigh: above zero they speak for yes, below for no."""

    bias: float
    text: str  # a line each: sign, blank, weight in thousandths; one string is read fast

    @cached_property
    def table(self) -> dict[str, float]:
        """Weight of each sign."""
        lines = (line.rpartition(" ") for line in self.text.splitlines())
        return {sign: int(weight) / 1000 for sign, _, weight in lines if sign}


class Learned(Section):
    """One table per question that no word list answers well enough."""

    consequence: Weights  # does this reason name something that the business or customers gain?
    claim: Weights  # is this number said to be so now or to have been so?
    concrete: Weights  # does this text say what is done to what?
