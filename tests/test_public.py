"""The public names: a change here is a change that users see."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import rewriter

NAMES = [
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


def test_exported_names() -> None:
    """Nothing more and nothing less is exported."""
    assert sorted(rewriter.__all__) == sorted(NAMES)


def test_signatures() -> None:
    """The three main functions take what the documentation says."""
    expected = {
        "rewrite": "goal language context model today options",
        "arewrite": "goal language context model today options",
        "rewrite_many": "goals language context model today options workers on_result",
        "rewrite_each": "goals language context model today options workers on_result",
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


def run(script: str) -> str:
    """What a fresh interpreter prints."""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.parametrize("name", NAMES)
def test_first_use_of_a_name(name: str) -> None:
    """Each name can be the first one that is used, and stands in the package from then on."""
    script = f"import rewriter\nprint({name!r} in dir(rewriter), rewriter.{name}.__name__)\n"
    script += f"print(vars(rewriter)[{name!r}] is rewriter.{name})"
    assert run(script).split() == ["True", name, "True"]


@pytest.mark.parametrize(
    "module", ["rewriter.pipeline", "rewriter.validator", "rewriter.batch", "rewriter.cli"]
)
def test_no_module_hides_a_name(module: str) -> None:
    """Whatever module is imported first, the names are those of the functions and classes."""
    found = run(
        f"import {module}, rewriter\n"
        "print(*(name for name in rewriter.__all__ if not callable(getattr(rewriter, name))))"
    )
    assert found.split() == []


def test_star() -> None:
    """`from rewriter import *` gives all public names and no other."""
    found = run("from rewriter import *\nprint(*(n for n in dir() if not n.startswith('_')))")
    assert found.split() == sorted(NAMES)


def test_unknown_names() -> None:
    """A slip is told as in any other module."""
    with pytest.raises(AttributeError, match="module 'rewriter' has no attribute 'rewrit'"):
        rewriter.rewrit  # noqa: B018
    with pytest.raises(ImportError, match="rewrit"):
        exec("from rewriter import rewrit")  # noqa: S102
    assert "rewrite" in dir(rewriter)
    assert set(rewriter.__all__) <= set(dir(rewriter))


def test_data_types_do_not_bring_the_rest() -> None:
    """Who only names a goal or an error loads neither models nor language packs."""
    found = run(
        "import sys\nfrom rewriter import GoalContext, ModelError, SmartGoal\n"
        "print(*(n for n in sys.modules if n.startswith('rewriter.')))"
    )
    assert set(found.split()) == {"rewriter.errors", "rewriter.purse", "rewriter.schemas"}
