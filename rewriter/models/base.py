"""What a model has to be able to do."""

from __future__ import annotations

from typing import Protocol

from rewriter.schemas import Draft, DraftRequest


class Model(Protocol):
    """Anything with a name that can draft.

    `draft` writes the fields named in ``request.letters`` and may leave the others empty.  It
    raises `ModelError` when no answer can be had; a poor draft is no error, the checks see to it.
    """

    @property
    def name(self) -> str:
        """As the user names it: 'embedded', 'openai/…'."""
        ...

    def draft(self, request: DraftRequest) -> Draft:
        """A draft in ``request.language``."""
        ...
