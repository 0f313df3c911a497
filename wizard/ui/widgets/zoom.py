"""A drawing that is looked at closely: the wheel, the keys and the buttons make it larger; it is moved by dragging."""

from __future__ import annotations

import math
from collections.abc import Callable
from html import escape
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from wizard.documents.scene import Area, Measure, Scene
from wizard.ui import theme
from wizard.ui.guarding import guarded
from wizard.ui.i18n import tr
from wizard.ui.turns import Steps, Turns
from wizard.ui.widgets.drawing import SCALE, draw, measure

Make = Callable[[Measure, float], Scene]
_LEAST_HEIGHT, _MOST_HEIGHT = 180, 600
STEP: Final = 1.25
_MOST: Final = 8.0
_MOVE: Final = 60
_MOVES: Final = {
    Qt.Key.Key_Left: (1, 0), Qt.Key.Key_Right: (-1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1),
}  # fmt: skip


def hint() -> str:
    """Return how a drawing is used."""
    return tr("Arrow keys: from device to device. Plus, minus: zoom. Shift and arrows: move. 0: everything.")


class ZoomView(QWidget):
    """A scene, whole at first. Zooming keeps the point under the pointer where it is."""

    def __init__(self, description: str) -> None:
        super().__init__()
        self.setAccessibleName(description)
        self.setAccessibleDescription(hint())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._make: Make | None = None
        self._least_width = 0.0
        self._scene: Scene | None = None
        self._drawn: tuple[object, QPixmap] | None = None
        """The scene as it was painted last, and what that depended on."""
        self._dragged: QPointF | None = None
        self._chosen: Area | None = None
        self._at = QPointF(0, 0)
        self.zoom = 1.0
        self._turns = Turns(self)
        self.changed: Callable[[], None] = lambda: None
        self.pointed: Callable[[str], None] = lambda _: None
        """Is told what the chosen part of the drawing is."""

    def show_scene(self, make: Make | None, least_width: float = 0.0) -> None:
        """Draw what ``make`` returns for a width in points; a scene that needs more width is shown smaller at first."""
        self._make, self._least_width = make, least_width
        self._compose()

    @property
    def scene(self) -> Scene | None:
        """What is drawn."""
        return self._scene

    def sizeHint(self) -> QSize:
        """Return the size of the whole scene."""
        return QSize(400, self.height())

    def fit(self) -> None:
        """Show everything."""
        self.zoom, self._at = 1.0, QPointF(0, 0)
        self._update()

    def scale_by(self, factor: float, around: QPointF | None = None) -> None:
        """Zoom around a point of the widget, its middle if none is named."""
        centre = around or QPointF(self.width() / 2, self.height() / 2)
        zoom = min(max(self.zoom * factor, 1.0), _MOST)
        self._at = centre - (centre - self._at) * (zoom / self.zoom)
        self.zoom = zoom
        self._update()

    def move_by(self, x: float, y: float) -> None:
        """Move the drawing by pixels; its edge stays at the edge of the view."""
        self._at += QPointF(x, y)
        self._update()

    def _update(self) -> None:
        right, bottom = self.width() * (1 - self.zoom), self.height() * (1 - self.zoom)
        self._at = QPointF(min(max(self._at.x(), right), 0.0), min(max(self._at.y(), bottom), 0.0))
        self.changed()
        self.update()

    def _compose(self) -> None:
        self._turns.run(self._composing())

    def _composing(self) -> Steps:
        """Compose the scene in a turn of its own: that of a fleet is large."""
        yield
        width = max((max(self.width(), 200) - 4) / SCALE, self._least_width)
        self._scene = self._make(measure, width) if self._make else None
        self.choose(None)
        if self._scene is not None:
            height = self._scene.height * self._factor() + 8
            self.setFixedHeight(round(min(max(height, _LEAST_HEIGHT), _MOST_HEIGHT)))
        self._update()

    def _factor(self) -> float:
        """Return the pixels of a point when everything is shown."""
        if self._scene is None:
            return SCALE
        return min(SCALE, (self.width() - 4) / self._scene.width)

    def _placed(self) -> tuple[QPointF, float]:
        """Return where the scene begins in the widget, and the pixels of a point."""
        if self._scene is None:
            return self._at, SCALE
        factor = min(self._factor(), (self.height() - 8) / self._scene.height)
        start = QPointF((self.width() - self._scene.width * factor) / 2, 4)
        return self._at + start * self.zoom, factor * self.zoom

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the scene where it was zoomed and moved to."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._scene is not None:
            painter.drawPixmap(0, 0, self._picture(self._scene))
        if self._chosen is not None:
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRoundedRect(self._rect_of(self._chosen).adjusted(-3, -3, 3, 3), 5, 5)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def _picture(self, scene: Scene) -> QPixmap:
        """Return the scene as pixels: made once for a place, since it takes longer than all else on a page."""
        start, factor = self._placed()
        ratio = self.devicePixelRatioF()
        made_of = (scene, start.toTuple(), factor, self.size().toTuple(), ratio, self.palette().cacheKey())
        if self._drawn is not None and self._drawn[0] == made_of:
            return self._drawn[1]
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.translate(start)
        painter.scale(factor, factor)
        shown = QRectF(self.rect()).translated(-start)
        left, top = shown.left() / factor, shown.top() / factor
        draw(painter, scene, QRectF(left, top, shown.width() / factor, shown.height() / factor))
        painter.end()
        self._drawn = made_of, picture
        return picture

    # --- what is pointed at -----------------------------------------------------------------------------------------

    def _rect_of(self, area: Area) -> QRectF:
        start, factor = self._placed()
        return QRectF(start.x() + area.x * factor, start.y() + area.y * factor, area.width * factor,
                      area.height * factor)  # fmt: skip

    def area_at(self, place: QPointF) -> Area | None:
        """Return the part of the drawing at a point of the widget that can be named."""
        areas = self._scene.areas if self._scene else ()
        return next((area for area in areas if self._rect_of(area).contains(place)), None)

    def choose(self, area: Area | None) -> None:
        """Frame a part of the drawing and say what it is; it is moved into view."""
        self._chosen = area
        words = area.words if area else ""
        self.pointed(words)
        self.setAccessibleDescription(". ".join(filter(None, (words, hint()))))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        if area is not None:
            rect = self._rect_of(area)
            self.move_by(max(0.0, 8 - rect.left()) - max(0.0, rect.right() + 8 - self.width()),
                         max(0.0, 8 - rect.top()) - max(0.0, rect.bottom() + 8 - self.height()))  # fmt: skip
        self.update()

    def _choose_towards(self, x: int, y: int) -> None:
        """Choose the nearest part in a direction; the first one where none is chosen yet."""
        areas = self._scene.areas if self._scene else ()
        if self._chosen is None:
            self.choose(min(areas, key=lambda area: (area.y, area.x), default=None))
            return
        here = _middle(self._chosen)

        def away(area: Area) -> float:
            there = _middle(area) - here
            along = there.x() * x + there.y() * y
            aside = abs(there.x() * y) + abs(there.y() * x)
            return along + 3 * aside if along > 1 else math.inf

        best = min(areas, key=away, default=None)
        if best is not None and away(best) < math.inf:
            self.choose(best)

    def event(self, event: QEvent) -> bool:
        """Say what is under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_words(event)
            return True
        return super().event(event)

    @guarded
    def _show_words(self, event: QHelpEvent) -> None:
        area = self.area_at(QPointF(event.pos()))
        if area is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(event.globalPos(), escape(area.words).replace("\n", "<br>"), self)

    # --- by mouse and keyboard --------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, or with the focus; otherwise the page scrolls."""
        if not (event.modifiers() & Qt.KeyboardModifier.ControlModifier or self.hasFocus()):
            event.ignore()
            return
        turns = event.angleDelta().y() / 120
        self.scale_by(STEP**turns, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the drawing."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._dragged = event.position()
        self.choose(self.area_at(event.position()))
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move it."""
        if self._dragged is not None:
            moved = event.position() - self._dragged
            self._dragged = event.position()
            self.move_by(moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of it."""
        self._dragged = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Zoom in where it was clicked, or show everything again."""
        if self.zoom > 1:
            self.fit()
        else:
            self.scale_by(STEP**4, event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom with plus and minus, choose a part with the arrow keys, and move with Shift and those."""
        move = _MOVES.get(Qt.Key(event.key()))
        if event.text() in ("+", "="):
            self.scale_by(STEP)
        elif event.text() == "-":
            self.scale_by(1 / STEP)
        elif event.text() == "0":
            self.fit()
        elif move is not None and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.move_by(move[0] * _MOVE, move[1] * _MOVE)
        elif move is not None and self._scene is not None and self._scene.areas:
            self._choose_towards(-move[0], -move[1])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the frame of the focus."""
        super().focusInEvent(event)
        self.update()

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Compose the scene for the new width."""
        if event.oldSize().width() != event.size().width():
            self._compose()
        super().resizeEvent(event)


def _middle(area: Area) -> QPointF:
    return QPointF(area.x + area.width / 2, area.y + area.height / 2)
