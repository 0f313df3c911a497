"""A drawing that is looked at closely: the wheel, the keys and the buttons make it larger; it is moved by dragging."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from wizard.documents.scene import Measure, Scene
from wizard.ui import theme
from wizard.ui.i18n import tr
from wizard.ui.widgets.base import button, label
from wizard.ui.widgets.drawing import SCALE, draw, measure

Make = Callable[[Measure, float], Scene]
_LEAST_HEIGHT, _MOST_HEIGHT = 180, 520
_STEP: Final = 1.25
_MOST: Final = 8.0
_MOVE: Final = 60
_MOVES: Final = {
    Qt.Key.Key_Left: (1, 0), Qt.Key.Key_Right: (-1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1),
}  # fmt: skip


class ZoomView(QWidget):
    """A scene, whole at first. Zooming keeps the point under the pointer where it is."""

    def __init__(self, description: str) -> None:
        super().__init__()
        self.setAccessibleName(description)
        self.setAccessibleDescription(tr("Plus and minus zoom, the arrow keys move, 0 shows everything"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._make: Make | None = None
        self._least_width = 0.0
        self._scene: Scene | None = None
        self._dragged: QPointF | None = None
        self._at = QPointF(0, 0)
        self.zoom = 1.0
        self.changed: Callable[[], None] = lambda: None

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
        width = max((max(self.width(), 200) - 4) / SCALE, self._least_width)
        self._scene = self._make(measure, width) if self._make else None
        if self._scene is not None:
            height = self._scene.height * self._factor() + 8
            self.setFixedHeight(round(min(max(height, _LEAST_HEIGHT), _MOST_HEIGHT)))
        self._update()

    def _factor(self) -> float:
        """Return the pixels of a point when everything is shown."""
        if self._scene is None:
            return SCALE
        return min(SCALE, (self.width() - 4) / self._scene.width)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the scene where it was zoomed and moved to."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        if self._scene is not None:
            painter.save()
            painter.translate(self._at)
            painter.scale(self.zoom, self.zoom)
            factor = min(self._factor(), (self.height() - 8) / self._scene.height)
            painter.translate((self.width() - self._scene.width * factor) / 2, 4)
            painter.scale(factor, factor)
            draw(painter, self._scene)
            painter.restore()
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    # --- by mouse and keyboard --------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, or with the focus; otherwise the page scrolls."""
        if not (event.modifiers() & Qt.KeyboardModifier.ControlModifier or self.hasFocus()):
            event.ignore()
            return
        turns = event.angleDelta().y() / 120
        self.scale_by(_STEP**turns, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the drawing."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._dragged = event.position()
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
            self.scale_by(_STEP**4, event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom with plus and minus, move with the arrow keys while it is larger than its place."""
        move = _MOVES.get(Qt.Key(event.key()))
        if event.text() in ("+", "="):
            self.scale_by(_STEP)
        elif event.text() == "-":
            self.scale_by(1 / _STEP)
        elif event.text() == "0":
            self.fit()
        elif move is not None and self.zoom > 1:
            self.move_by(move[0] * _MOVE, move[1] * _MOVE)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the frame of the focus."""
        super().focusInEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Compose the scene for the new width."""
        if event.oldSize().width() != event.size().width():
            self._compose()
        super().resizeEvent(event)


class Pictures(QWidget):
    """Several drawings of one thing behind a row of buttons, in one view that zooms."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._row = QHBoxLayout()
        self._row.setSpacing(4)
        column.addLayout(self._row)
        self.view = ZoomView("")
        self.view.changed = self._show_zoom
        self._percent = label("", "caption")
        self._makes: dict[str, tuple[str, Make, float]] = {}
        self._current = ""
        self.tabs = QHBoxLayout()
        self.tabs.setSpacing(4)
        self._row.addLayout(self.tabs)
        self._row.addStretch(1)
        self._row.addWidget(self._percent)
        for text, name, words, action in (
            ("−", "zoom-out", tr("Smaller (−)"), lambda: self.view.scale_by(1 / _STEP)),
            ("+", "zoom-in", tr("Larger (+)"), lambda: self.view.scale_by(_STEP)),
            (tr("Whole"), "zoom-fit", tr("Show everything (0)"), self.view.fit),
        ):
            made = button(text, "flat", name=name, hint=words)
            made.setAccessibleName(words)
            made.clicked.connect(action)
            self._row.addWidget(made)
        column.addWidget(self.view)
        self._buttons: dict[str, QPushButton] = {}

    def show_pictures(self, pictures: dict[str, tuple[str, str, Make, float]]) -> None:
        """Show drawings by key: their name, what they show, how they are made, and the least width in points."""
        self._makes = {key: (words, make, width) for key, (_, words, make, width) in pictures.items()}
        if list(self._buttons) != list(pictures):
            self._make_buttons({key: name for key, (name, *_) in pictures.items()})
        self._show(self._current if self._current in pictures else next(iter(pictures)))

    def _make_buttons(self, names: dict[str, str]) -> None:
        for old in self._buttons.values():
            old.hide()
            old.deleteLater()
        self._buttons = {}
        for key, name in names.items():
            made = button(name, "tab", name=f"picture-{key}")
            made.setCheckable(True)
            made.setAutoExclusive(True)
            made.setProperty("key", key)
            made.clicked.connect(self._on_tab)
            self.tabs.addWidget(made)
            self._buttons[key] = made

    def _on_tab(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.view.fit()
            self._show(str(sender.property("key")))

    def _show(self, key: str) -> None:
        self._current = key
        words, make, width = self._makes[key]
        self._buttons[key].setChecked(True)
        self.view.setAccessibleName(words)
        self.view.show_scene(make, width)

    def _show_zoom(self) -> None:
        self._percent.setText(tr("{percent} %", percent=round(self.view.zoom * 100)))
