"""From settings to a model."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from rewriter.models import choose
from rewriter.models.choose import make_model
from rewriter.models.hosted import HostedModel
from rewriter.settings import Settings


def test_embedded_is_the_default() -> None:
    """Without a name, the embedded model answers."""
    assert make_model(Settings()).name == "embedded"


def test_hosted_by_name(tmp_path: Path) -> None:
    """Any other name is a hosted model at its address; only now is the cache folder made."""
    folder = tmp_path / "answers"
    model = make_model(Settings("openai/local", api_base="http://localhost:1/v1", cache=folder))
    assert isinstance(model, HostedModel)
    assert (model.name, model.api_base) == ("openai/local", "http://localhost:1/v1")
    assert folder.is_dir()


def test_embedded_makes_no_folder(tmp_path: Path) -> None:
    """The embedded model needs no cache."""
    make_model(Settings(cache=tmp_path / "answers"))
    assert list(tmp_path.iterdir()) == []


def test_embedded_imports_nothing_of_the_hosted() -> None:
    """Choosing the embedded model imports neither the hosted one nor the cache."""
    code = (
        "import sys\n"
        "from rewriter.models.choose import make_model\n"
        "from rewriter.settings import Settings\n"
        "make_model(Settings())\n"
        "heavy = {'rewriter.models.hosted', 'rewriter.cache', 'diskcache', 'litellm'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    root = Path(choose.__file__).parents[2]
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root
    )
    assert found.stdout.strip() == "[]"
