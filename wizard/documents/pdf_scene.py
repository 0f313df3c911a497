"""Draws a scene on a PDF page."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable

from wizard.documents import fonts
from wizard.documents.look import Look
from wizard.documents.pdf_tags import Element, marked
from wizard.documents.pdf_words import Words
from wizard.documents.scene import Label, Line, Rect, Role, Scene

_HIGHEST = 620.0
_LARGEST = 1.2


class SceneFigure(Flowable):
    """A scene in the flow of a page, scaled to the width that there is, with its caption below."""

    def __init__(self, scene: Scene, look: Look, element: Element, caption: Words | None = None) -> None:
        super().__init__()
        self.scene, self.look, self.element, self.caption = scene, look, element, caption
        self.factor = 1.0
        self.below = 0.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take the width of the frame, but never more than the height of a page."""
        self.factor = min(width / self.scene.width, _HIGHEST / self.scene.height, _LARGEST)
        if self.caption is not None:
            space = self.caption.getSpaceBefore() + self.caption.getSpaceAfter()
            self.below = self.caption.wrap(width, height)[1] + space
        self.width, self.height = width, self.scene.height * self.factor + self.below
        return self.width, self.height

    def draw(self) -> None:
        """Draw every shape; the page's origin is at the bottom."""
        canvas: Any = self.canv
        x, y = canvas.absolutePosition(0, self.below)
        size = self.scene.width * self.factor, self.scene.height * self.factor
        self.element.box = (x, y, x + size[0], y + size[1])
        with marked(canvas, self.element):
            canvas.saveState()
            canvas.translate(0, self.below)
            canvas.scale(self.factor, self.factor)
            draw_scene(canvas, self.scene, self.look)
            canvas.restoreState()
        if self.caption is not None:
            self.caption.drawOn(canvas, 0, self.caption.getSpaceAfter())


def draw_scene(canvas: Any, scene: Scene, look: Look) -> None:
    """Draw the shapes of a scene, its lower left corner at the origin."""
    for shape in scene.shapes:
        if isinstance(shape, Label):
            place = shape.x, scene.height - shape.y
            draw_text(canvas, shape.text, *place, look.face(shape.weight), shape.size, look, shape.role, shape.anchor)
        elif isinstance(shape, Line):
            _line(canvas, shape, scene.height, look)
        else:
            _rect(canvas, shape, scene.height, look)


def _rect(canvas: Any, shape: Rect, height: float, look: Look) -> None:
    canvas.setDash(*([list(shape.dash)] if shape.dash else []))
    canvas.setLineWidth(shape.stroke_width)
    if shape.fill is not None:
        canvas.setFillColor(look.colour(shape.fill))
    if shape.stroke is not None:
        canvas.setStrokeColor(look.colour(shape.stroke))
    place = (shape.x, height - shape.y - shape.height, shape.width, shape.height)
    canvas.roundRect(*place, shape.radius, stroke=shape.stroke is not None, fill=shape.fill is not None)


def _line(canvas: Any, line: Line, height: float, look: Look) -> None:
    canvas.setStrokeColor(look.colour(line.role))
    canvas.setLineWidth(line.width)
    canvas.setDash(*([list(line.dash)] if line.dash else []))
    canvas.setLineJoin(1)
    path = canvas.beginPath()
    (x, y), *rest = line.points
    path.moveTo(x, height - y)
    for x, y in rest:
        path.lineTo(x, height - y)
    canvas.drawPath(path, stroke=1, fill=0)


def draw_text(
    canvas: Any, text: str, x: float, y: float, font: str, size: float, look: Look, role: Role, anchor: str = "start"
) -> None:
    """Draw one line of text, each stretch in a font that has its letters.

    A space behind it, which nobody sees, parts it from the next one for whoever reads out what was drawn.
    """
    text = fonts.visual(text)
    if anchor != "start":
        x -= fonts.width(text, font, size) / (2 if anchor == "middle" else 1)
    canvas.setFillColor(look.colour(role))
    for name, part in fonts.runs(f"{text} ", font):
        canvas.setFont(name, size)
        canvas.drawString(x, y, part)
        x += fonts.width(part, name, size)
