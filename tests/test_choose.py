"""From settings to a model."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rewriter.models import choose
from rewriter.models.base import Model
from rewriter.models.choose import choose_models, make_model
from rewriter.models.hosted import HostedModel
from rewriter.models.scripted import ScriptedModel
from rewriter.settings import Settings

HOSTED = "openai/gpt-4o-mini"


@pytest.mark.parametrize(
    ("model", "fallback", "env", "names"),
    [
        pytest.param(None, None, "", ["embedded"], id="nothing said"),
        pytest.param(HOSTED, None, "", [HOSTED], id="one name"),
        pytest.param(HOSTED, None, f"{HOSTED},embedded", [HOSTED, HOSTED, "embedded"], id="env"),
        pytest.param(HOSTED, ["embedded"], "ollama_chat/x", [HOSTED, "embedded"], id="argument"),
        pytest.param(HOSTED, [], "embedded", [HOSTED], id="none on purpose"),
        pytest.param("embedded", [HOSTED], "", ["embedded"], id="needs none"),
        pytest.param(HOSTED, ["embedded", HOSTED], "", [HOSTED, "embedded"], id="ends there"),
        pytest.param(ScriptedModel([]), ["embedded"], "", ["scripted", "embedded"], id="object"),
    ],
)
def test_chain(
    model: str | Model | None,
    fallback: list[str] | None,
    env: str,
    names: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The model that is meant comes first, then those to fall back on, up to the embedded one."""
    monkeypatch.setenv("REWRITER_FALLBACK", env)
    assert [found.name for found in choose_models(model, fallback)] == names


def test_address_is_the_first_models_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model to fall back on is asked at its provider, unless it names a server itself."""
    monkeypatch.setenv("REWRITER_API_BASE", "http://localhost:1/v1")
    chain = choose_models("openai/a", ["openai/b", "openai/c@http://localhost:2/v1"])
    bases = [model.api_base for model in chain if isinstance(model, HostedModel)]
    assert bases == ["http://localhost:1/v1", None, "http://localhost:2/v1"]


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
