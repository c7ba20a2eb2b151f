"""One file of a language pack: read, checked, frozen."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from rewriter.errors import PackError

HERE = Path(__file__).parent


_BUILDING = Lock()


class Section(BaseModel):
    """Base of the models that pack files are read into.

    pydantic builds what checks a file when the first one is read, once for the file rather than for
    each of its parts, and so never for files that nobody reads.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


S = TypeVar("S", bound=Section)


def load_section(model: type[S], code: str, name: str) -> S:
    """The file `name`.toml of the pack `code` (or of all packs, where `code` is empty).

    Each file is read once.  Raises `PackError` with the file and the first key that does not fit.
    """
    section = _load(model, code, name)
    assert isinstance(section, model)  # noqa: S101 - says to the type checker what _load returns
    return section


@cache
def _load(model: type[Section], code: str, name: str) -> Section:
    path = HERE / code / f"{name}.toml"
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        with _BUILDING:  # pydantic does not expect several threads to ask first
            return model.model_validate(content)
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        if isinstance(error, ValidationError):
            first = error.errors(include_url=False, include_input=False)[0]
            reason = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        else:
            reason = str(error)
        raise PackError(f"{path.parent.name}/{path.name}: {reason}") from error
