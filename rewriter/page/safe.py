"""The one door through which text reaches the screen.

Streamlit's markdown fetches ``![](http://…)`` in the viewer's browser, and `st.html` takes any
tag.  So whatever a model or a user wrote is shown as text inside elements made by `tag`, which
knows no element that fetches or leads anywhere; widget labels, which are markdown, go through
`label`; and `show` takes nothing that was not made here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from typing import Literal

import streamlit as st

from rewriter.worksheet import Mark, visible

# None of these loads, links, submits or runs anything.
_TAGS = frozenset(
    {"article", "aside", "blockquote", "caption", "del", "div", "h1", "h2", "h3", "header", "ins"}
    | {"li", "mark", "ol", "p", "pre", "section", "small", "span", "strong", "table", "tbody"}
    | {"td", "th", "thead", "tr", "ul"}
)
_ATTRIBUTES = frozenset(
    {"class", "lang", "title", "role", "scope", "tabindex"}
    | {"aria-current", "aria-hidden", "aria-label", "data-letter"}
)
_MARKDOWN = re.compile(r"[\\`*_~\[\]<>$#|]|!(?=\[)|^\s*(?:[-+=]|\d+[.)])", re.MULTILINE)
# A colon before a word starts a directive, an emoji, an icon or an address; www and @ make links.
_LINKING = re.compile(r":(?=\S)|(?<=\bwww)(?=\.)|@", re.IGNORECASE)
_WORD_JOINER = "\u2060"  # breaks the pattern and is not seen


class Markup(str):
    """HTML made by this module: text that has been escaped, inside elements of our own."""

    __slots__ = ()


def escaped(text: str) -> Markup:
    """`text` as HTML that shows it; what would act unseen is made visible.

    >>> escaped("<img src=x>")
    '&lt;img src=x&gt;'
    """
    return Markup(html.escape(visible(text)))


def tag(name: str, *children: str, **attributes: str | None) -> Markup:
    """The element `name` around `children`; a child that is not `Markup` is escaped.

    Attributes are given as keywords (``class_``, ``data_letter``); None leaves one out.  Raises
    `ValueError` for an element or attribute that could fetch, link or run something.

    >>> tag("p", "a < b", tag("strong", "!"), class_="x")
    '<p class="x">a &lt; b<strong>!</strong></p>'
    """
    if name not in _TAGS:
        raise ValueError(f"{name!r} is no element of this page")
    parts = [f"<{name}"]
    for key, value in attributes.items():
        attribute = key.rstrip("_").replace("_", "-")
        if attribute not in _ATTRIBUTES:
            raise ValueError(f"{attribute!r} is no attribute of this page")
        if value is not None:
            parts.append(f' {attribute}="{html.escape(visible(value))}"')
    parts.append(">")
    parts += [child if isinstance(child, Markup) else escaped(child) for child in children]
    return Markup("".join([*parts, f"</{name}>"]))


def joined(parts: Iterable[Markup]) -> Markup:
    """Several pieces of markup in a row."""
    return Markup("".join(parts))


def marked(text: str, marks: Iterable[Mark], wrap: Callable[[str, Mark], Markup]) -> Markup:
    """`text` with each of `marks` (in order, not overlapping) put through `wrap`."""
    parts: list[Markup] = []
    at = 0
    for mark in marks:
        parts += [escaped(text[at : mark.start]), wrap(text[mark.start : mark.end], mark)]
        at = mark.end
    return joined([*parts, escaped(text[at:])])


def label(text: str) -> str:
    """`text` for a widget's label: markdown that shows it as it is, on one line.

    >>> label("How many? ![x](http://a.b)") == "How many? \\\\!\\\\[x\\\\](http:\\u2060//a.b)"
    True
    """
    line = " ".join(visible(text).split())
    line = _MARKDOWN.sub(lambda found: re.sub(r"([^0-9\s])", r"\\\1", found[0]), line)
    return _LINKING.sub(lambda found: found[0] + _WORD_JOINER, line)


def show(markup: Markup, width: Literal["stretch", "content"] = "stretch") -> None:
    """Put `markup` on the page.  Raises `TypeError` for anything that was not made here."""
    if not isinstance(markup, Markup):
        raise TypeError("only markup made by rewriter.page.safe goes onto the page")
    st.html(markup, width=width)
