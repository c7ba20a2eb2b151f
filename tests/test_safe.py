"""Whatever is shown on the page is data."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rewriter.page import safe
from rewriter.worksheet import Mark, visible

TRICKY = st.text(alphabet=st.sampled_from("![]()<>*_`~|#+-=&$\\:/.@\"' \nabhtpw1"), max_size=40)


class Texts(HTMLParser):
    """The tags and the text of some HTML."""

    def __init__(self, html: str) -> None:
        """Read `html`."""
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the name."""
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text += data


@given(st.text())
def test_text_stays_text(text: str) -> None:
    """Inside an element, and inside an attribute, any text comes out as it went in."""
    parsed = Texts(safe.tag("p", text, title=text))
    assert parsed.tags == ["p"]
    assert parsed.text == visible(text)


@pytest.mark.parametrize("name", ["img", "a", "script", "iframe", "svg", "form", "style", "link"])
def test_no_element_that_fetches(name: str) -> None:
    """Elements that load, link or run cannot be made."""
    with pytest.raises(ValueError, match=name):
        safe.tag(name, "x")


@pytest.mark.parametrize("attribute", ["src", "href", "style", "onclick"])
def test_no_attribute_that_fetches(attribute: str) -> None:
    """Nor can attributes."""
    with pytest.raises(ValueError, match=attribute):
        safe.tag("p", "x", **{attribute: "x"})


def test_only_markup_is_shown() -> None:
    """A plain string does not get onto the page unescaped by mistake."""
    with pytest.raises(TypeError):
        safe.show("<p>x</p>")  # type: ignore[arg-type]


def test_marks() -> None:
    """Marks wrap their stretch, and the text around them is escaped."""
    marks = [Mark(4, 5, "measurable"), Mark(8, 9, "time_bound")]
    html = safe.marked("a < 5 & 7", marks, lambda part, mark: safe.tag("mark", part))
    assert html == "a &lt; <mark>5</mark> &amp; <mark>7</mark>"
    assert Texts(html).text == "a < 5 & 7"


@given(TRICKY)
def test_labels_show_what_they_were_given(text: str) -> None:
    """A label renders to its text: no element, and but for what is unseen, no change."""
    html = MarkdownIt("commonmark").enable("strikethrough").render(f"{safe.label(text)} x")
    assert re.findall(r"<(?!/?p>)", html) == []
    body = unescape(html.removeprefix("<p>").removesuffix("</p>\n")).replace("\u2060", "")
    assert " ".join(body.split()) == " ".join(f"{text} x".split())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("http://evil.example", id="address"),
        pytest.param("see www.evil.example", id="www"),
        pytest.param("me@evil.example", id="mail"),
        pytest.param(":material/home: :red[x] :smile:", id="directives"),
    ],
)
def test_labels_link_nothing(text: str) -> None:
    """What Streamlit turns into links, icons and colours by pattern does not match any more."""
    assert not re.search(r"://|www\.|@\w|:\w", safe.label(text))
