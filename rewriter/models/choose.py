"""From a name to a model."""

from __future__ import annotations

from rewriter.models.base import Model
from rewriter.settings import EMBEDDED, Settings, resolve_settings


def choose_model(model: str | Model | None) -> Model:
    """The model that is meant: one that can draft already, a name, or what the settings say.

    >>> choose_model("embedded").name
    'embedded'
    """
    if model is None or isinstance(model, str):
        return make_model(resolve_settings(model))
    return model


def make_model(settings: Settings) -> Model:
    """The model that the settings name.

    A hosted one comes with the cache, whose folder is made now; the embedded one needs neither
    network nor disk.  What a model needs is imported when it is chosen.

    >>> make_model(Settings()).name
    'embedded'
    """
    if settings.model == EMBEDDED:
        from rewriter.models.embedded import EmbeddedModel

        return EmbeddedModel()
    from rewriter.cache import open_cache
    from rewriter.models.hosted import HostedModel

    return HostedModel(settings.model, api_base=settings.api_base, cache=open_cache(settings.cache))
