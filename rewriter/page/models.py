"""The sidebar: who writes the goals, with whose key, and what it has taken so far."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from functools import cache

import streamlit as st
from babel.numbers import format_currency, format_decimal

from rewriter.errors import InputError, RewriterError, SettingsError
from rewriter.languages.pack import Pack
from rewriter.models.base import Model
from rewriter.models.hosted import HostedModel
from rewriter.page import limits, safe
from rewriter.pipeline import rewrite
from rewriter.schemas import Options, Usage
from rewriter.settings import EMBEDDED, Settings, resolve_settings

CHOICE = "model_choice"
NAME = "model_name"
KEY = "model_key"
_USAGE = "model_usage"
_TESTED = "model_tested"
_OTHER = "other"
_TEST_SECONDS = 30.0

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Choice:
    """Who writes.  `model` is None where a name is missing; `own_key`: the visitor pays."""

    name: str
    model: str | Model | None
    own_key: bool = False
    fallback: tuple[str, ...] | None = None

    @property
    def hosted(self) -> bool:
        """Whether the text leaves this server."""
        return self.name != EMBEDDED


@cache
def _allowance(limit: int) -> limits.Allowance:
    return limits.Allowance(limit)


def _offered(settings: Settings) -> list[str]:
    names = [settings.model, *(name for name, _ in settings.fallback)]
    names += limits.offered_models() or ()
    return list(dict.fromkeys([EMBEDDED, *names]))


def chosen() -> Choice:
    """The model that the visitor chose, else the one that the settings name.

    Raises `SettingsError` for settings or a name that cannot be.
    """
    state = st.session_state
    settings = resolve_settings(cache_by_default=False)
    pick = state.get(CHOICE) or settings.model
    typed = pick == _OTHER
    name = (str(state.get(NAME) or "").strip() or EMBEDDED) if typed else pick
    key = str(state.get(KEY) or "").strip() if typed else ""
    if name == EMBEDDED:
        return Choice(EMBEDDED, EMBEDDED)
    # Whoever asks for a hosted model and gets none still gets a goal, and is told.
    fallback = None if settings.fallback else (EMBEDDED,)
    own = resolve_settings(name, cache="off")
    if key:
        base = settings.api_base if name == settings.model else None
        # The key is in this object alone: in the environment it would serve other visitors too.
        model = HostedModel(own.model, api_base=base, api_key=key)
        return Choice(name, model, True, fallback)
    return Choice(own.model, own.model, False, fallback)


def charge(goals: int, page: Pack) -> None:
    """Count `goals` against the visitor.  Raises `InputError` in the page's language."""
    choice = chosen()
    if not choice.hosted or choice.own_key:
        return
    words = page.page.models
    named = _offered(resolve_settings(cache_by_default=False))
    if limits.offered_models() is not None and choice.name not in named:
        raise InputError(words.not_offered.format(model=choice.name))
    limit = limits.goals_per_hour()
    allowance = _allowance(limit)
    if not allowance.take(_visitor(), goals):
        minutes = max(1, allowance.minutes(_visitor()))
        raise InputError(words.spent.format(limit=limit, minutes=minutes))


def spend(usage: Usage) -> None:
    """Add what a rewrite took to the account of this session."""
    if usage.calls:
        st.session_state[_USAGE] = st.session_state.get(_USAGE, Usage()) + usage


def _visitor() -> str:
    return st.context.ip_address or "localhost"


def sidebar(page: Pack) -> None:
    """Draw the sidebar."""
    words = page.page.models
    with st.sidebar:
        safe.show(safe.tag("h2", words.heading, class_="sg-side"))
        try:
            settings = resolve_settings(cache_by_default=False)
        except SettingsError as error:
            safe.show(safe.tag("p", str(error), class_="sg-quiet"))
            return
        options = [*_offered(settings), _OTHER]
        labels = {EMBEDDED: words.built_in, _OTHER: words.other}
        if st.session_state.get(CHOICE) not in options:
            st.session_state[CHOICE] = settings.model
        st.selectbox(
            words.choose,
            options,
            format_func=lambda name: labels.get(name) or safe.label(name),
            key=CHOICE,
            placeholder=words.choose,
            persist_state="session",
            on_change=_untested,
            filter_mode=None,
        )
        if st.session_state.get(CHOICE) == _OTHER:
            _own_model(page)
        _state(page)


def _own_model(page: Pack) -> None:
    words = page.page.models
    st.text_input(
        words.name, key=NAME, placeholder="openai/gpt-4o-mini", persist_state="session",
        on_change=_untested,
    )  # fmt: skip
    safe.show(safe.tag("p", words.name_help, class_="sg-quiet"))
    st.text_input(
        words.key, key=KEY, type="password", autocomplete="off", persist_state="session",
        on_change=_untested,
    )  # fmt: skip
    safe.show(safe.tag("p", words.key_help, class_="sg-quiet"))


def _state(page: Pack) -> None:
    words = page.page.models
    try:
        choice = chosen()
    except SettingsError as error:
        safe.show(safe.tag("div", str(error), class_="sg-alert", role="alert"))
        return
    if choice.hosted:
        if st.button(words.test, key="test_model"):
            with st.spinner(words.testing):
                st.session_state[_TESTED] = _test(choice, page)
        if told := st.session_state.get(_TESTED):
            good, text = told
            kind = "sg-good" if good else "sg-alert"
            safe.show(safe.tag("div", text, class_=kind, role="status"))
        if not choice.own_key:
            limit = limits.goals_per_hour()
            left = _allowance(limit).left(_visitor())
            safe.show(safe.tag("p", words.left.format(left=left, limit=limit), class_="sg-quiet"))
    usage: Usage | None = st.session_state.get(_USAGE)
    if usage:
        safe.show(_account(usage, page))


def _account(usage: Usage, page: Pack) -> safe.Markup:
    words = page.page.models
    where = page.locale

    def figure(value: int | None) -> str:
        return words.unknown if value is None else format_decimal(value, locale=where)

    cost = words.unknown
    if usage.cost is not None:
        cost = format_currency(
            usage.cost, "USD", "¤ #,##0.0000", locale=where, currency_digits=False
        )
    tokens = words.tokens.format(
        prompt=figure(usage.prompt_tokens), completion=figure(usage.completion_tokens)
    )
    lines = (words.calls.format(calls=figure(usage.calls)), tokens, words.cost.format(cost=cost))
    items = [safe.tag("li", line) for line in lines]
    return safe.tag("section", safe.tag("h3", words.session), safe.tag("ul", *items),
                    class_="sg-account")  # fmt: skip


def _untested() -> None:
    st.session_state[_TESTED] = None


def _test(choice: Choice, page: Pack) -> tuple[bool, str]:
    """Whether the model answers, and what to say of it."""
    words = page.page.models
    try:
        charge(1, page)
        result = rewrite(
            page.page.rewrite.placeholder,
            language=page.code,
            model=choice.model,
            options=Options(max_attempts=1, seconds=_TEST_SECONDS, fallback=()),
        )
    except RewriterError as error:
        return False, str(error)
    except Exception:
        log.exception("The test of a model failed")
        return False, page.page.unexpected
    spend(result.usage)
    if result.fell_back:
        return False, result.fell_back[0].reason
    seconds = format_decimal(round(result.usage.seconds, 1), locale=page.locale)
    return True, words.works.format(model=choice.name, seconds=seconds)


def where(page: Pack) -> None:
    """Where the text goes, said before anything is sent, and the way to choose otherwise."""
    with st.container(horizontal=True, vertical_alignment="center", key="sg-where"):
        told = safe.tag("p", where_to(page), class_="sg-quiet", lang=page.code)
        safe.show(told, width="content")
        # static/page.js opens the sidebar, which Streamlit lets nobody do from here.
        st.button(page.page.models.change, key="open-models", type="tertiary")


def where_to(page: Pack) -> str:
    """Where the text goes, in words."""
    words = page.page.rewrite
    try:
        choice = chosen()
        settings = resolve_settings(cache_by_default=False)
    except SettingsError as error:
        return str(error)
    if not choice.hosted:
        return words.embedded
    named = choice.name
    if settings.api_base and not choice.own_key:
        named = f"{named} ({settings.api_base})"
    return words.hosted.format(model=named)


def keep_nothing() -> None:
    """What visitors type stays in memory unless the owner of the installation names a folder."""
    if not os.environ.get("REWRITER_CACHE"):
        os.environ["REWRITER_CACHE"] = "off"
