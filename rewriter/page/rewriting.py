"""The view that rewrites: a box for the goals, what is known besides, and the results."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from itertools import zip_longest

import streamlit as st
from streamlit.navigation.page import Page as View

from rewriter.errors import RewriterError, SettingsError
from rewriter.languages.pack import Pack, available_languages, load_pack
from rewriter.page import cards, desk, frame, many, models, result, safe, sheets, work
from rewriter.page.take import LONGEST_LINK
from rewriter.schemas import GoalContext, SmartGoal
from rewriter.typed import read_context

GOAL = desk.GOAL
LANGUAGE = "goal_language"
_AUTOMATIC = ""
_SHARED = "goal"  # the parameter of an address that somebody shared
_OPENED = "address_read"
_UPLOAD = "goals_file"
_PAUSE = 0.08  # seconds between two pictures of what is being written

log = logging.getLogger(__name__)


def view() -> None:
    """The whole view, top to bottom."""
    pack = frame.page_pack()
    words = pack.page.rewrite
    _read_address()
    todo = desk.take_todo()
    fresh = not (todo or desk.job() or desk.opened())
    frame.head(words.headline, words.lead if fresh else None)
    _form(pack)
    if todo:
        _attempt(pack, lambda: _begin(todo, pack))
    if desk.job():
        _attempt(pack, lambda: _go_on(pack))
    with st.container(key="sg-slot-said"):
        if message := desk.said():
            frame.alert(message)
    opened = desk.opened()
    if not opened:
        _examples(pack)
    elif len(opened) == 1:
        with st.container(key="sg-result-0"):
            result.show(opened[0], pack)
    else:
        many.show(opened, pack)


def page() -> View:
    """The view as a place to go to."""
    title = frame.page_pack().page.rewrite.tab
    return st.Page(view, title=title, url_path="rewrite", default=True)


def ask(goal: str | None = None) -> None:
    """Have the goal in the box, or `goal` instead of it, rewritten in the coming run."""
    if goal is not None:
        st.session_state[GOAL] = goal
    desk.keep_job(None)
    desk.plan(desk.Todo("text"))


def language_menu(label: str, automatic: str, key: str) -> None:
    """A menu of the goal's language, automatic first."""
    st.selectbox(
        label,
        (_AUTOMATIC, *available_languages()),
        format_func=lambda code: frame.language_name(code) if code else automatic,
        key=key,
        placeholder=label,
        persist_state="session",
        width=230,
        filter_mode=None,
    )


def _read_address() -> None:
    """A goal that came with the address is put into the box, once, and not acted upon."""
    state = st.session_state
    if state.get(_OPENED):
        return
    state[_OPENED] = True
    if goal := st.query_params.get(_SHARED):
        state[GOAL] = goal[:LONGEST_LINK]
        del st.query_params[_SHARED]


def _form(pack: Pack) -> None:
    words = pack.page.rewrite
    with st.container(border=True, key="sg-form"):
        st.text_area(
            words.goal,
            key=GOAL,
            height=110,
            placeholder=words.placeholder,
            persist_state="session",
            on_change="ignore",
        )
        folded = st.expander(words.context, key="sg-context", on_change="rerun")
        if folded.open:
            with folded:
                _context(pack)
        lists = st.expander(words.upload, key="sg-upload", on_change="rerun")
        if lists.open:
            with lists:
                _upload(pack)
        with st.container(horizontal=True, vertical_alignment="bottom", key="sg-submit"):
            language_menu(words.language, words.automatic, LANGUAGE)
            st.button(
                words.button, key="rewrite", type="primary", on_click=ask, shortcut="Ctrl+Enter"
            )
    models.where(pack)


def _context(pack: Pack) -> None:
    safe.show(safe.tag("p", pack.page.rewrite.context_lead, class_="sg-quiet"))
    # Row by row, so that a phone, which stacks the columns, keeps the order.
    fields = list(GoalContext.model_fields)
    for row in zip_longest(fields[::2], fields[1::2]):
        for column, field in zip(st.columns(2), row, strict=True):
            if field:
                with column:
                    _context_input(field, pack)


def _context_input(field: str, pack: Pack) -> None:
    words = getattr(pack.interface.context, field)
    st.text_input(
        words.label,
        key=desk.context_key(field),
        placeholder=words.example,
        persist_state="session",
        on_change="ignore",
    )


def _upload(pack: Pack) -> None:
    words = pack.page.rewrite
    lead = words.upload_lead.format(limit=sheets.MOST_GOALS)
    safe.show(safe.tag("p", lead, class_="sg-quiet"))
    st.file_uploader(
        words.upload,
        type=list(sheets.KINDS),
        key=_UPLOAD,
        label_visibility="collapsed",
        on_change=_uploaded,
    )


def _uploaded() -> None:
    if st.session_state.get(_UPLOAD) is not None:
        desk.keep_job(None)
        desk.plan(desk.Todo("file"))


def _examples(pack: Pack) -> None:
    words = pack.page.rewrite
    safe.show(safe.tag("p", words.examples, class_="sg-quiet", lang=pack.code))
    with st.container(horizontal=True, key="sg-examples"):
        for number, goal in enumerate(words.example_goals):
            st.button(goal, key=f"example_{number}", on_click=ask, args=(goal,), wrap=True)


def _attempt(pack: Pack, action: Callable[[], None]) -> None:
    """Run `action`; where it fails, keep the reason."""
    desk.say(None)
    try:
        action()
    except (RewriterError, SettingsError) as error:
        desk.keep_job(None)
        desk.say(str(error))
    except Exception:
        log.exception("The rewrite failed")
        desk.keep_job(None)
        desk.say(pack.page.unexpected)


def _typed_context(pack: Pack) -> GoalContext | None:
    state = st.session_state
    typed = {field: state.get(desk.context_key(field)) for field in GoalContext.model_fields}
    return read_context(typed, pack)


def _begin(todo: desk.Todo, pack: Pack) -> None:
    state = st.session_state
    if todo.kind == "again":
        _again(todo, pack)
        return
    desk.open_versions([])
    wishes = desk.wishes()
    language = state.get(LANGUAGE) or None
    context = _typed_context(pack)
    if todo.kind == "text":
        job = work.job_for(state.get(GOAL) or "", language, context, wishes)
    else:
        file = state[_UPLOAD]
        requests = sheets.goals_in(
            file.getvalue(), file.name, pack, language=language, context=context, wishes=wishes
        )
        job = work.several(requests, wishes)
    models.charge(job.total, pack)
    desk.keep_job(job)


def _go_on(pack: Pack) -> None:
    """Do what is left of the goals under way; a click on Stop keeps what is done."""
    job = desk.job()
    if job is None:
        return
    words = pack.page.rewrite
    slot = st.empty()
    with slot.container(key="sg-working"):
        with st.container(horizontal=True, vertical_alignment="center", key="sg-progress"):
            told = st.empty()
            st.button(words.stop, key="stop", on_click=_stop)
        written = st.empty()
    with told:
        safe.show(safe.tag("p", words.working, class_="sg-quiet", role="status", lang=pack.code))
    last = 0.0

    def partial(goal: SmartGoal) -> None:
        nonlocal last
        if time.monotonic() - last > _PAUSE:
            last = time.monotonic()
            request = job.requests[0]
            speaks = load_pack(request.language) if request.language else pack
            with written:
                safe.show(cards.writing(request.goal, goal, speaks))

    if job.total == 1:
        job.wishes = desk.wishes(partial)
    for done, entry in enumerate(job.run(), len(job.entries) + 1):
        models.spend(entry.result.usage)
        if job.total > 1 and (time.monotonic() - last > _PAUSE or done == job.total):
            last = time.monotonic()
            text = words.progress.format(done=done, total=job.total)
            told.progress(done / job.total, text=text)
    _finish(job)
    slot.empty()


def _stop() -> None:
    """Keep what is done.  Called before the run that the click starts."""
    job = desk.job()
    if job:
        words = frame.page_pack().page.rewrite
        done = len(job.entries)
        _finish(job)
        desk.say(words.stopped.format(done=done, total=job.total))


def _finish(job: work.Job) -> None:
    desk.keep_job(None)
    desk.open_versions([desk.put(entry, "rewritten") for entry in job.entries])


def _again(todo: desk.Todo, pack: Pack) -> None:
    """A better version of one goal."""
    version = desk.shelf().get(todo.version)
    if version is None:
        return
    models.charge(1, pack)
    answers = read_context(dict(todo.answers), pack)
    with st.spinner(pack.page.rewrite.working):
        entry = work.rewrite_again(version.entry, desk.wishes(), answers, todo.style)
    models.spend(entry.result.usage)
    way = todo.style or "answered"
    desk.replace_opened(version.number, desk.put(entry, way, version.number))
