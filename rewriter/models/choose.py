"""From names to models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rewriter.models.base import Model
from rewriter.settings import EMBEDDED, Settings, resolve_settings


def choose_models(
    model: str | Model | None, fallback: Sequence[str] | None = None
) -> tuple[Model, ...]:
    """The models to ask, in order: the one that is meant, and those to fall back on.

    `model` is one that can draft already, a name, or None for what the settings say; `fallback`
    are names, or None for REWRITER_FALLBACK.  The embedded model ends the chain, for it always
    answers.

    >>> [model.name for model in choose_models("openai/gpt-4o-mini", ["embedded", "openai/gpt-4o"])]
    ['openai/gpt-4o-mini', 'embedded']
    """
    if model is None or isinstance(model, str):
        settings = resolve_settings(model, fallback=fallback)
        models = [make_model(settings)]
    else:
        settings = resolve_settings(fallback=fallback)
        models = [model]
    for name, api_base in settings.fallback:
        if models[-1].name == EMBEDDED:
            break
        models.append(make_model(replace(settings, model=name, api_base=api_base)))
    return tuple(models)


def make_model(settings: Settings) -> Model:
    """The first model that the settings name.

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
