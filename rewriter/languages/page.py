"""What only the page says: its views, its buttons, and the framework's own phrases."""

from __future__ import annotations

from typing import Literal

from rewriter.languages.section import Section
from rewriter.schemas import FieldName, Style, Tone

Way = Literal[Style, "rewritten", "answered", "edited", "guided", "fixed"]


class ViewWords(Section):
    """What every view has: its name in the menu, its heading, a sentence on what it is for."""

    tab: str
    headline: str
    lead: str


class RewriteWords(ViewWords):
    """The view that rewrites."""

    goal: str
    placeholder: str
    language: str
    automatic: str
    button: str
    context: str
    context_lead: str
    examples: str
    example_goals: tuple[str, ...]
    working: str
    progress: str  # {done} {total}
    stop: str
    stopped: str  # {done} {total}
    several: str  # {count}
    open: str
    chosen: str  # {number} {total}
    first_only: str
    answers: str
    answer_button: str
    hosted: str  # {model}, said before anything is sent
    embedded: str
    upload: str
    upload_lead: str  # {limit}
    from_file: str  # {count} {file}
    too_many: str  # {limit}


class LadderWords(Section):
    """The five levels from being seen to being paid."""

    heading: str
    levels: tuple[str, str, str, str, str]
    examples: tuple[str, str, str, str, str]
    on_the_way: str  # said of levels 1 to 3
    result: str  # said of levels 4 and 5


class ResultWords(Section):
    """Around a result: what can be done with it."""

    bolder: str
    safer: str
    sooner: str
    later: str
    vary: str
    edit: str  # {name}
    close: str
    edited: str  # {letters}
    use: str
    undo: str
    discard: str
    back: str
    changes: str
    before: str
    now: str
    settle: str
    legend: str
    ladder: LadderWords

    def of(self, style: Style) -> str:
        """The button for `style`."""
        return str(getattr(self, style))


class GuidedWords(ViewWords):
    """The view that helps to write letter by letter."""

    goal: str
    questions: dict[FieldName, str]
    suggest: str  # {name}
    join: str
    blank: str
    count: str  # {done}
    finish: str
    clear: str
    need: str
    upload: str
    upload_lead: str
    no_letters: str


class CheckWords(ViewWords):
    """The view that checks."""

    goal: str
    placeholder: str
    button: str
    examples: str
    example_goals: tuple[str, ...]
    fix: str
    fixed: str
    use: str
    rewrite: str


class HistoryWords(ViewWords):
    """The view that remembers."""

    empty: str
    star: str
    unstar: str
    starred: str
    restore: str
    compare: str
    first: str
    second: str
    forget: str
    ways: dict[Way, str]


class TakeWords(Section):
    """Copying and downloading."""

    heading: str
    download: str
    copy_text: str
    copied: str
    csv: str
    xlsx: str
    file_name: str
    link: str
    link_lead: str
    link_too_long: str
    as_text: str


class ModelWords(Section):
    """The sidebar, where a model is chosen."""

    heading: str
    change: str
    choose: str
    built_in: str
    other: str
    name: str
    name_help: str
    key: str
    key_help: str
    test: str
    testing: str
    works: str  # {model} {seconds}
    session: str
    calls: str  # {calls}
    tokens: str  # {prompt} {completion}
    cost: str  # {cost}
    unknown: str
    left: str  # {left} {limit}
    spent: str  # {limit} {minutes}
    not_offered: str  # {model}


class MannerWords(Section):
    """How goals are written and shown."""

    heading: str
    tone: str
    plain: str
    formal: str
    reading: str

    def of(self, tone: Tone) -> str:
        """The name of a tone."""
        return str(getattr(self, tone))


class FrameworkWords(Section):
    """What Streamlit has in English only, put right in the browser."""

    skip: str
    sidebar: str
    expand: str
    collapse: str
    notifications: str
    running: str
    open: str
    clear_value: str
    options: str
    no_results: str
    show_password: str
    hide_password: str
    upload: str
    add_files: str
    drop: str
    limit: str  # {size}
    remove: str  # {file}
    error: str
    too_large: str
    wrong_kind: str
    connecting: str
    lost: str
    close: str


class PageWords(Section):
    """All that the page says in one language, besides what it shares with the command."""

    title: str
    language: str
    unexpected: str
    needs_script: str
    rewrite: RewriteWords
    result: ResultWords
    guided: GuidedWords
    check: CheckWords
    history: HistoryWords
    take: TakeWords
    models: ModelWords
    manner: MannerWords
    framework: FrameworkWords
