"""Draws a neutral scene with QPainter: the same shapes that the PDF shows, in the colours of the theme."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from wizard.documents.scene import Label, Line, Measure, Rect, Scene, Weight
from wizard.ui import theme
from wizard.ui.guarding import guarded

_WEIGHTS: Final = {"regular": QFont.Weight.Normal, "semibold": QFont.Weight.DemiBold}
_MEASURED_AT: Final = 100
_EDGE: Final = 1
"""Pixels left free at both sides: a line on the edge of a scene has half its width outside."""
SCALE: Final = 1.55
"""Pixels per point of a scene: 7 points are read as 11 pixels."""


@lru_cache(maxsize=4096)
def measure(text: str, size: float, weight: Weight) -> float:
    """Return the width of a text in points; measured large, because a font knows whole pixels only."""
    return QFontMetricsF(theme.font(_MEASURED_AT, _WEIGHTS[weight])).horizontalAdvance(text) * size / _MEASURED_AT


class Drawing(QWidget):
    """A scene that is made anew for the width that there is."""

    def __init__(self, description: str, least_height: int = 40) -> None:
        super().__init__()
        self.setAccessibleName(description)
        self.setMinimumHeight(least_height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._make: Callable[[Measure, float], Scene] | None = None
        self._scene: Scene | None = None

    def show_scene(self, make: Callable[[Measure, float], Scene] | None) -> None:
        """Draw what ``make`` returns for a width in points."""
        self._make = make
        self._compose()

    @property
    def scene(self) -> Scene | None:
        """What is drawn."""
        return self._scene

    def sizeHint(self) -> QSize:
        """Return the size of the scene."""
        height = self._scene.height * SCALE if self._scene else self.minimumHeight()
        return QSize(400, round(height))

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Compose the scene for the new width."""
        if event.oldSize().width() != event.size().width():
            self._compose()
        super().resizeEvent(event)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the shapes in their order."""
        if self._scene is None:
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.translate(_EDGE, 0)
        painter.scale(SCALE, SCALE)
        draw(painter, self._scene)
        painter.end()

    def _compose(self) -> None:
        width = (max(self.width(), 200) - 2 * _EDGE) / SCALE
        before, self._scene = self._scene, self._make(measure, width) if self._make else None
        if before == self._scene:
            return
        if self._scene is not None:
            self.setFixedHeight(max(round(self._scene.height * SCALE), self.minimumSizeHint().height()))
        self.updateGeometry()
        self.update()


def draw(painter: QPainter, scene: Scene, shown: QRectF | None = None) -> None:
    """Draw the shapes of a scene, in points; those that are surely outside of ``shown`` are left away."""
    for shape in scene.shapes:
        if shown is not None and not isinstance(shape, Line) and not _meets(shape, shown):
            continue
        if isinstance(shape, Rect):
            _draw_rect(painter, shape)
        elif isinstance(shape, Line):
            painter.setPen(_pen(theme.colour(shape.role), shape.width, shape.dash))
            painter.drawPolyline([QPointF(x, y) for x, y in shape.points])
        else:
            _draw_label(painter, shape)


def _meets(shape: Rect | Label, shown: QRectF) -> bool:
    if isinstance(shape, Rect):
        inside = shape.x <= shown.right() and shape.x + shape.width >= shown.left()
        return inside and shape.y <= shown.bottom() and shape.y + shape.height >= shown.top()
    return shown.top() - shape.size <= shape.y <= shown.bottom() + shape.size


def _pen(colour: QColor, width: float, dash: tuple[float, ...]) -> QPen:
    pen = QPen(colour, width)
    if dash:
        # Flat caps: square ones would fill the gaps. Qt counts a dash in widths of the pen.
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pattern = [length / width for length in dash]
        pen.setDashPattern(pattern if len(pattern) % 2 == 0 else pattern * 2)
    return pen


def _draw_rect(painter: QPainter, rect: Rect) -> None:
    painter.setPen(
        _pen(theme.colour(rect.stroke), rect.stroke_width, rect.dash) if rect.stroke else QPen(Qt.PenStyle.NoPen)
    )
    painter.setBrush(theme.colour(rect.fill) if rect.fill else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect.x, rect.y, rect.width, rect.height), rect.radius, rect.radius)


def _draw_label(painter: QPainter, label: Label) -> None:
    width = measure(label.text, label.size, label.weight)
    x = label.x - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    painter.save()
    painter.translate(x, label.y)
    factor = label.size / _MEASURED_AT
    painter.scale(factor, factor)
    painter.setFont(theme.font(_MEASURED_AT, _WEIGHTS[label.weight]))
    painter.setPen(theme.colour(label.role))
    painter.drawText(QPointF(0, 0), label.text)
    painter.restore()
