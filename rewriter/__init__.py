"""Rough marketing goals in, checked SMART goals out.

>>> import rewriter
>>> rewriter.rewrite("more followers", language="en").report.passed
True
"""

from rewriter.batch import rewrite_many
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
from rewriter.facts.deadlines import find_deadlines
from rewriter.facts.numbers import find_quantities
from rewriter.languages.pack import available_languages
from rewriter.models.scripted import ScriptedModel
from rewriter.pipeline import arewrite, rewrite
from rewriter.schemas import (
    Assumption,
    Attempt,
    Deadline,
    Draft,
    DraftRequest,
    Evidence,
    Facts,
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
from rewriter.validate import validate

__all__ = [
    "Assumption",
    "Attempt",
    "Deadline",
    "Draft",
    "DraftRequest",
    "Evidence",
    "Facts",
    "Finding",
    "GoalContext",
    "GoalRequest",
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
    "rewrite_many",
    "validate",
]
