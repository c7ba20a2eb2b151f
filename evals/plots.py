"""Plots as inline SVG: nothing is loaded, and every text in them is escaped."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from markupsafe import Markup, escape

_CELL: Final = (116, 26)  # width and height of a cell of a heat map
_LABEL: Final = 230  # room for row labels
_BAR: Final = (420, 20)  # longest bar and height of a row
_COLOURS: Final = ("#2a7f62", "#7fb069", "#e6aa68", "#d1603d", "#8d99ae", "#50514f")


def heat_map(
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    values: Mapping[tuple[str, str], float | None],
    low_is_good: Collection[str] = (),
) -> Markup:
    """Per cent by row and column, from red (50 and below) to green (100); grey where not known.

    In columns or rows of which little is good, the colours run the other way.
    """
    parts = []
    for x, column in enumerate(columns):
        parts.append(_text(_LABEL + (x + 0.5) * _CELL[0], 16, column, anchor="middle"))
    for y, row in enumerate(rows):
        top = 24 + y * _CELL[1]
        parts.append(_text(_LABEL - 8, top + 17, row, anchor="end"))
        for x, column in enumerate(columns):
            value = values.get((row, column))
            left = _LABEL + x * _CELL[0]
            turned = value is not None and not {row, column}.isdisjoint(low_is_good)
            colour = _shade(100 - value if turned and value is not None else value)
            parts.append(_rect(left + 1, top + 1, _CELL[0] - 2, _CELL[1] - 2, colour))
            said = "–" if value is None else f"{value:g}"
            parts.append(_text(left + _CELL[0] / 2, top + 17, said, anchor="middle"))
    height = 30 + len(rows) * _CELL[1]
    return _svg(title, _LABEL + len(columns) * _CELL[0], height, parts)


def stacked_bars(title: str, bars: Mapping[str, Mapping[str, int]], kinds: Sequence[str]) -> Markup:
    """A bar a row, parted by kind, each as long as the others; the counts stand in the parts."""
    parts = []
    at = float(_LABEL)
    for number, kind in enumerate(kinds):
        parts.append(_rect(at, 4, 12, 12, _COLOURS[number % len(_COLOURS)]))
        parts.append(_text(at + 16, 15, kind))
        at += 28 + 7 * len(kind)
    for y, (row, counts) in enumerate(bars.items()):
        top, left = 28 + y * (_BAR[1] + 6), float(_LABEL)
        total = sum(counts.values()) or 1
        parts.append(_text(_LABEL - 8, top + 15, row, anchor="end"))
        for number, kind in enumerate(kinds):
            width = _BAR[0] * counts.get(kind, 0) / total
            if width:
                parts.append(_rect(left, top, width, _BAR[1], _COLOURS[number % len(_COLOURS)]))
                if width > 18:
                    middle = left + width / 2
                    parts.append(_text(middle, top + 15, str(counts[kind]), "middle", "#fff"))
            left += width
    width = max(_LABEL + _BAR[0] + 20, int(at))
    return _svg(title, width, 34 + len(bars) * (_BAR[1] + 6), parts)


def bars(title: str, values: Mapping[str, float], unit: str) -> Markup:
    """A bar a row, in proportion to the longest, with its value behind."""
    longest = max([*values.values(), 0.0]) or 1.0
    parts = []
    for y, (row, value) in enumerate(values.items()):
        top = 6 + y * (_BAR[1] + 4)
        width = _BAR[0] * value / longest
        parts.append(_text(_LABEL - 8, top + 15, row, anchor="end"))
        parts.append(_rect(_LABEL, top, max(width, 1), _BAR[1], _COLOURS[0]))
        parts.append(_text(_LABEL + width + 6, top + 15, f"{value:,.4g} {unit}"))
    return _svg(title, _LABEL + _BAR[0] + 110, 12 + len(values) * (_BAR[1] + 4), parts)


def intervals(title: str, values: Mapping[str, tuple[float, float, float]]) -> Markup:
    """A dot on a line from the lower to the upper end, on an axis from 0 to 1."""
    parts = []
    for tick in range(0, 11, 2):
        x = _LABEL + _BAR[0] * tick / 10
        parts.append(_line(x, 20, x, 26 + len(values) * _BAR[1], "#ddd"))
        parts.append(_text(x, 14, f"{tick / 10:g}", anchor="middle"))
    for y, (row, (value, low, high)) in enumerate(values.items()):
        middle = 34 + y * _BAR[1]
        start, end = (_LABEL + _BAR[0] * max(0.0, side) for side in (low, high))
        parts.append(_text(_LABEL - 8, middle + 5, row, anchor="end"))
        parts.append(_line(start, middle, end, middle, _COLOURS[4]))
        at = _LABEL + _BAR[0] * max(0.0, value)
        parts.append(
            Markup('<circle cx="{:.1f}" cy="{}" r="4.5" fill="{}"/>').format(
                at, middle, _COLOURS[0]
            )
        )
    return _svg(title, _LABEL + _BAR[0] + 30, 40 + len(values) * _BAR[1], parts)


def _svg(title: str, width: float, height: float, parts: Sequence[Markup]) -> Markup:
    shape = f"{width:.0f} {height:.0f}"
    head = Markup('<svg role="img" viewBox="0 0 {}" width="{:.0f}"><title>{}</title>').format(
        shape, width, title
    )
    return head + Markup("").join(parts) + Markup("</svg>")


def _text(x: float, y: float, text: str, anchor: str = "start", colour: str = "#222") -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}" fill="{}">{}</text>').format(
        x, y, anchor, colour, escape(text)
    )


def _rect(x: float, y: float, width: float, height: float, colour: str) -> Markup:
    return Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="{}"/>').format(
        x, y, width, height, colour
    )


def _line(x: float, y: float, to_x: float, to_y: float, colour: str) -> Markup:
    return Markup(
        '<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" stroke="{}" stroke-width="2"/>'
    ).format(x, y, to_x, to_y, colour)


def _shade(value: float | None) -> str:
    """Pale red at 50 and below, pale green at 100; grey where there is nothing."""
    if value is None:
        return "#f0f0f0"
    share = min(max((value - 50) / 50, 0.0), 1.0)
    return f"hsl({round(8 + 122 * share)} 62% 78%)"
