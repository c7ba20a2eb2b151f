"""What findings, errors and questions say."""

from __future__ import annotations

from rewriter.languages.section import Section
from rewriter.schemas import ContextField


class FindingWords(Section):
    """A finding's message and its cure; `str.format` slots in braces."""

    message: str
    hint: str


class Messages(Section):
    """Wording of all that is said about a goal.

    `findings` is keyed by finding code, `questions` by the context field that the answer fills,
    `errors` by the reason.
    """

    findings: dict[str, FindingWords]
    errors: dict[str, str]
    questions: dict[ContextField, str]
    no_goal: str  # asked when the text names nothing to reach
    language_names: dict[str, str]  # of all packs, in this language
