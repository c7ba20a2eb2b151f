"""The public names: a change here is a change that users see."""

from __future__ import annotations

import inspect

import rewriter

NAMES = [
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


def test_exported_names() -> None:
    """Nothing more and nothing less is exported."""
    assert sorted(rewriter.__all__) == sorted(NAMES)


def test_signatures() -> None:
    """The three main functions take what the documentation says."""
    expected = {
        "rewrite": "goal language context model today options",
        "arewrite": "goal language context model today options",
        "rewrite_many": "goals language context model today options workers on_result",
        "validate": "goal source language context today options",
        "find_quantities": "text language",
    }
    for name, parameters in expected.items():
        assert list(inspect.signature(getattr(rewriter, name)).parameters) == parameters.split()
    assert list(inspect.signature(rewriter.find_deadlines).parameters)[:3] == [
        "text",
        "language",
        "today",
    ]


def test_errors_form_a_tree() -> None:
    """One `except RewriterError` catches whatever is raised on purpose."""
    errors = [getattr(rewriter, name) for name in NAMES if name.endswith("Error")]
    assert all(issubclass(error, rewriter.RewriterError) for error in errors)
