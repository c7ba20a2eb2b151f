"""The design's import rules, read from the imports themselves."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import rewriter
from rewriter.languages.pack import available_languages

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "rewriter"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Lower number: deeper. A module imports from its own layer and from deeper ones.
LAYERS = {
    "errors": 0,
    "purse": 0,
    "schemas": 1,
    "settings": 2,
    "languages": 2,
    "cache": 2,
    "prompts": 3,
    "facts": 3,
    "checks": 4,
    "validator": 5,
    "models": 5,
    "intake": 5,
    "judged": 6,
    "merged": 6,
    "trail": 6,
    "pipeline": 6,
    "batch": 7,
    "worksheet": 8,
    "export": 8,
    "terminal": 8,
    "typed": 8,
    "tables": 9,
    "journal": 1,
    "goalrows": 9,
    "batchfile": 9,
    "cli": 10,
    "cli_batch": 10,
    "cli_parsers": 10,
    "page": 10,
    "__init__": 11,
    "__main__": 11,
}
HEAVY = ("litellm", "instructor", "streamlit", "pandas", "lingua", "diskcache")
AT_HOME = {
    "litellm": ("models/hosted.py", "models/failures.py"),
    "instructor": ("models/hosted.py", "models/failures.py"),
    "diskcache": ("cache.py",),
    "streamlit": ("page/",),
    "lingua": ("languages/detect.py",),
}


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Dotted names that a module imports, and whether at its top level."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    top = {id(node) for node in tree.body}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield name.name, id(node) in top
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, id(node) in top


def layer(dotted: str) -> str:
    """The part of the package that a dotted name belongs to."""
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def name_of(path: Path) -> str:
    """A module's path below the package."""
    return path.relative_to(PACKAGE).as_posix()


modules = pytest.mark.parametrize("path", MODULES, ids=name_of)


@modules
def test_imports_run_downwards(path: Path) -> None:
    """No module imports from a layer above its own."""
    own = layer("rewriter." + name_of(path).removesuffix(".py").replace("/", "."))
    above = [
        name
        for name, _ in imports(path)
        if name.split(".")[0] == "rewriter" and LAYERS[layer(name)] > LAYERS[own]
    ]
    assert above == []


@modules
def test_heavy_packages_stay_at_home(path: Path) -> None:
    """Each heavy package is imported in one place, and never at the top of a module but the page."""
    for name, top in imports(path):
        home = AT_HOME.get(name.split(".")[0])
        if home:
            assert name_of(path).startswith(home), name
            allowed = name.startswith("streamlit") or name_of(path) == "cache.py"
            assert allowed or not top or _typing_only(path, name), name


def _typing_only(path: Path, name: str) -> bool:
    """Whether the import stands below `if TYPE_CHECKING`."""
    return bool(
        re.search(rf"if TYPE_CHECKING:\n(?:    .*\n)*?    (?:from|import) {name}", path.read_text())
    )


@pytest.mark.parametrize("path", sorted((PACKAGE / "checks").glob("*.py")), ids=name_of)
def test_checks_never_see_models(path: Path) -> None:
    """Who judges does not know who wrote."""
    assert [name for name, _ in imports(path) if name.startswith("rewriter.models")] == []


@pytest.mark.parametrize("path", sorted((PACKAGE / "models").glob("*.py")), ids=name_of)
def test_models_never_see_checks(path: Path) -> None:
    """Who writes does not know the judge's rules, only its findings."""
    judging = ("rewriter.checks", "rewriter.validator")
    assert [name for name, _ in imports(path) if name.startswith(judging)] == []


@modules
def test_no_language_code_in_engines(path: Path) -> None:
    """What differs between languages is data: no code stands in a module as a string."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    codes = set(available_languages())
    found = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and id(node) not in docstrings and node.value in codes
    ]
    assert found == []


def test_modules_stay_small() -> None:
    """A module of over 320 lines has a second thing inside."""
    sizes = {name_of(path): len(path.read_text().splitlines()) for path in MODULES}
    assert {name: size for name, size in sizes.items() if size > 320} == {}


def test_every_public_thing_says_what_it_is() -> None:
    """Whatever is exported has a docstring of its own."""
    undocumented = [
        name for name in rewriter.__all__ if not (getattr(rewriter, name).__doc__ or "")
    ]
    assert undocumented == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import rewriter", id="import"),
        pytest.param("import rewriter.cli", id="command"),
        pytest.param("import rewriter.models.hosted", id="hosted models"),
        pytest.param(
            "import rewriter; rewriter.rewrite('more followers', language='en')", id="embedded"
        ),
        pytest.param(
            "import rewriter; rewriter.validate('500 leads', language='en')", id="validate"
        ),
    ],
)
def test_light_start(code: str) -> None:
    """Importing, the embedded model and the validator load nothing heavy."""
    script = f"{code}\nimport sys\nprint(*(name for name in {HEAVY!r} if name in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
