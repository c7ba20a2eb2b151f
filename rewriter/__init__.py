"""Rough marketing goals in, checked SMART goals out.

>>> import rewriter
>>> rewriter.rewrite("more followers", language="en").report.passed
True

The data types and errors are here at once; what does the work is imported when it is first named
(PEP 562), so that nobody waits for the part of the package that he doesn't use.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from rewriter.errors import (
    InputError,
    ModelAnswerError,
    ModelAuthError,
    ModelBusyError,
    ModelError,
    ModelNotFoundError,
    ModelUnreachableError,
    PackError,
    RewriterError,
    SettingsError,
    UnknownLanguageError,
)
from rewriter.schemas import (
    Assumption,
    Attempt,
    Deadline,
    Draft,
    DraftRequest,
    Evidence,
    Facts,
    FellBack,
    Finding,
    GoalContext,
    GoalRequest,
    Options,
    Provenance,
    Quantity,
    Question,
    Report,
    RewriteResult,
    SmartGoal,
    Usage,
)

if TYPE_CHECKING:
    from rewriter.batch import rewrite_each, rewrite_many
    from rewriter.facts.deadlines import find_deadlines
    from rewriter.facts.numbers import find_quantities
    from rewriter.languages.pack import available_languages
    from rewriter.models.hosted import HostedModel
    from rewriter.models.scripted import ScriptedModel
    from rewriter.pipeline import arewrite, rewrite
    from rewriter.validator import validate

# Where the names stand that are imported when they are first used.
_HOMES = {
    "HostedModel": "models.hosted",
    "ScriptedModel": "models.scripted",
    "arewrite": "pipeline",
    "available_languages": "languages.pack",
    "find_deadlines": "facts.deadlines",
    "find_quantities": "facts.numbers",
    "rewrite": "pipeline",
    "rewrite_each": "batch",
    "rewrite_many": "batch",
    "validate": "validator",
}

__all__ = [
    "Assumption",
    "Attempt",
    "Deadline",
    "Draft",
    "DraftRequest",
    "Evidence",
    "Facts",
    "FellBack",
    "Finding",
    "GoalContext",
    "GoalRequest",
    "HostedModel",
    "InputError",
    "ModelAnswerError",
    "ModelAuthError",
    "ModelBusyError",
    "ModelError",
    "ModelNotFoundError",
    "ModelUnreachableError",
    "Options",
    "PackError",
    "Provenance",
    "Quantity",
    "Question",
    "Report",
    "RewriteResult",
    "RewriterError",
    "ScriptedModel",
    "SettingsError",
    "SmartGoal",
    "UnknownLanguageError",
    "Usage",
    "arewrite",
    "available_languages",
    "find_deadlines",
    "find_quantities",
    "rewrite",
    "rewrite_each",
    "rewrite_many",
    "validate",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found  # found without us from now on
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
