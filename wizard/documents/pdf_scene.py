"""Draws a scene on a PDF page."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.platypus import Flowable

from wizard.documents import fonts
from wizard.documents.scene import PALETTE, Label, Line, Role, Scene


def colour(role: Role) -> Color:
    """Return the colour of a role on paper."""
    return HexColor(PALETTE[role])


class SceneFigure(Flowable):
    """A scene in the flow of a page, scaled to the width that there is."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self.scene = scene
        self.factor = 1.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take the width of the frame, but never more than the height of a page."""
        self.factor = min(width / self.scene.width, 640 / self.scene.height, 1.2)
        return self.scene.width * self.factor, self.scene.height * self.factor

    def draw(self) -> None:
        """Draw every shape; the page's origin is at the bottom."""
        canvas: Any = self.canv
        canvas.saveState()
        canvas.scale(self.factor, self.factor)
        for shape in self.scene.shapes:
            if isinstance(shape, Label):
                self._label(canvas, shape)
            elif isinstance(shape, Line):
                self._line(canvas, shape)
            else:
                canvas.setDash(*([list(shape.dash)] if shape.dash else []))
                canvas.setLineWidth(shape.stroke_width)
                if shape.fill is not None:
                    canvas.setFillColor(colour(shape.fill))
                if shape.stroke is not None:
                    canvas.setStrokeColor(colour(shape.stroke))
                place = (shape.x, self.scene.height - shape.y - shape.height, shape.width, shape.height)
                canvas.roundRect(*place, shape.radius, stroke=shape.stroke is not None, fill=shape.fill is not None)
        canvas.restoreState()

    def _line(self, canvas: Any, line: Line) -> None:
        canvas.setStrokeColor(colour(line.role))
        canvas.setLineWidth(line.width)
        canvas.setDash(*([list(line.dash)] if line.dash else []))
        canvas.setLineJoin(1)
        path = canvas.beginPath()
        (x, y), *rest = line.points
        path.moveTo(x, self.scene.height - y)
        for x, y in rest:
            path.lineTo(x, self.scene.height - y)
        canvas.drawPath(path, stroke=1, fill=0)

    def _label(self, canvas: Any, label: Label) -> None:
        font = fonts.SEMIBOLD if label.weight == "semibold" else fonts.REGULAR
        draw_text(canvas, label.text, label.x, self.scene.height - label.y, font, label.size, label.role, label.anchor)


def draw_text(
    canvas: Any, text: str, x: float, y: float, font: str, size: float, role: Role, anchor: str = "start"
) -> None:
    """Draw one line of text, each stretch in a font that has its letters."""
    text = fonts.visual(text)
    if anchor != "start":
        x -= fonts.width(text, font, size) / (2 if anchor == "middle" else 1)
    canvas.setFillColor(colour(role))
    for name, part in fonts.runs(text, font):
        canvas.setFont(name, size)
        canvas.drawString(x, y, part)
        x += fonts.width(part, name, size)
