"""A drawing as a list of shapes, free of any renderer: PDF, window and SVG draw the same scene.

Lengths are points with the origin at the top left. Colours are roles; each renderer maps them to its theme.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from typing import Literal

Weight = Literal["regular", "semibold"]
Anchor = Literal["start", "middle", "end"]
Role = Literal[
    "paper", "surface", "line", "ink", "quiet", "accent", "accent-mid", "accent-soft", "amber", "amber-soft", "red",
    "blue", "violet", "slate", "reserve", "copies",
]  # fmt: skip
Measure = Callable[[str, float, Weight], float]
"""Width of a text in points, from its size and weight."""

PALETTE: dict[Role, str] = {
    "paper": "#FFFFFF",
    "surface": "#F5F7F9",
    "line": "#C6CDD6",
    "ink": "#1B2430",
    "quiet": "#5B6675",
    "accent": "#0B6B63",
    "accent-mid": "#8FC5C0",
    "accent-soft": "#E3F1F0",
    "amber": "#9A5B00",
    "amber-soft": "#FCF3E0",
    "red": "#B3261E",
    "blue": "#2459A6",
    "violet": "#6D3FA0",
    "slate": "#56606E",
    "reserve": "#8FC5C0",
    "copies": "#E4E8EE",
}
"""The colours on paper."""


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle with rounded corners; ``None`` leaves fill or outline away."""

    x: float
    y: float
    width: float
    height: float
    fill: Role | None = None
    stroke: Role | None = None
    radius: float = 0.0
    stroke_width: float = 0.75
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line through several points."""

    points: tuple[tuple[float, float], ...]
    role: Role
    width: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text; ``y`` is its base line."""

    x: float
    y: float
    text: str
    size: float = 7.0
    role: Role = "ink"
    weight: Weight = "regular"
    anchor: Anchor = "start"


Shape = Rect | Line | Label


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a drawing that can be pointed at, and what it is."""

    x: float
    y: float
    width: float
    height: float
    words: str


@dataclass(frozen=True, slots=True)
class Scene:
    """Shapes in drawing order on an area of ``width`` × ``height`` points."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    areas: tuple[Area, ...] = ()


def fit(text: str, width: float, size: float, weight: Weight, measure: Measure) -> str:
    """Return ``text``, cut with an ellipsis where it is wider than ``width``."""
    text = " ".join(text[:400].split())
    if measure(text, size, weight) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle].rstrip() + "…", size, weight) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


def fit_first(texts: Iterable[str], width: float, size: float, weight: Weight, measure: Measure) -> str:
    """Return the first of ever shorter texts that is no wider than ``width``, or the last one cut."""
    shown = ""
    for text in texts:
        shown = " ".join(text[:400].split())
        if measure(shown, size, weight) <= width:
            return shown
    return fit(shown, width, size, weight, measure)


def svg(scene: Scene) -> str:
    """Write a scene as SVG: for export, and for tests to read."""
    shapes = "\n".join(_svg_shape(shape) for shape in scene.shapes)
    size = f'width="{scene.width:g}" height="{scene.height:g}" viewBox="0 0 {scene.width:g} {scene.height:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="Inter">\n{shapes}\n</svg>\n'


def _svg_shape(shape: Shape) -> str:
    if isinstance(shape, Label):
        weight = 600 if shape.weight == "semibold" else 400
        place = f'x="{shape.x:.2f}" y="{shape.y:.2f}" font-size="{shape.size:g}" font-weight="{weight}"'
        return f'<text {place} fill="{PALETTE[shape.role]}" text-anchor="{shape.anchor}">{escape(shape.text)}</text>'
    dash = f' stroke-dasharray="{" ".join(f"{d:g}" for d in shape.dash)}"' if shape.dash else ""
    if isinstance(shape, Line):
        points = " ".join(f"{x:.2f},{y:.2f}" for x, y in shape.points)
        stroke = f'stroke="{PALETTE[shape.role]}" stroke-width="{shape.width:g}"{dash}'
        return f'<polyline points="{points}" fill="none" {stroke}/>'
    fill = "none" if shape.fill is None else PALETTE[shape.fill]
    stroke = "none" if shape.stroke is None else PALETTE[shape.stroke]
    box = f'x="{shape.x:.2f}" y="{shape.y:.2f}" width="{shape.width:.2f}" height="{shape.height:.2f}"'
    edge = f'stroke="{stroke}" stroke-width="{shape.stroke_width:g}"{dash}'
    return f'<rect {box} rx="{shape.radius:g}" fill="{fill}" {edge}/>'
