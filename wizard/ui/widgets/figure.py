"""A figure of the panel: its name, its value, what changed, and the way to its calculation."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from wizard.ui import theme
from wizard.ui.guarding import guarded
from wizard.ui.i18n import tip, tr
from wizard.ui.widgets.base import draw_ground, label

INSET: Final = 8
_MOVES: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class Bar(QWidget):
    """A share of one as a bar; what goes beyond is drawn in another colour and said beside it."""

    def __init__(self) -> None:
        super().__init__()
        self._share: Fraction | None = None
        self.setFixedHeight(8)

    def show_share(self, share: Fraction | None) -> None:
        """Show a share, or nothing."""
        self._share = share
        self.setVisible(share is not None)
        self.setAccessibleName("" if share is None else tr("{share:percent} of the budget", share=share))
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar."""
        if self._share is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("copies"))
        area = QRectF(self.rect())
        painter.drawRoundedRect(area, 4, 4)
        painter.setBrush(theme.colour("red" if self._share > 1 else "accent"))
        painter.drawRoundedRect(QRectF(0, 0, area.width() * float(min(self._share, Fraction(1))), area.height()), 4, 4)
        painter.end()


class Cut(QLabel):
    """A line that gives way to its neighbours: where there is no room it ends in an ellipsis."""

    def minimumSizeHint(self) -> QSize:
        """Ask for no width of its own."""
        return QSize(0, super().minimumSizeHint().height())

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much as there is room for."""
        if self.fontMetrics().horizontalAdvance(self.text()) <= self.width():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        cut = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), self.alignment(), cut)
        painter.end()


class Figure(QAbstractButton):
    """A name and its figure. A click, Enter or Space asks why; the arrow keys go to the next figure."""

    def __init__(self, key: str, name: str, role: str = "figure") -> None:
        super().__init__()
        self.key = key
        self.setObjectName(f"figure-{key}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # A button does not shrink by itself: its lines give way here, and are cut.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.name = label(name, "caption", made=Cut())
        self.value = label("–", role)
        self.remark = label("", "caption", made=Cut())
        self.change = label("", "change")
        right = Qt.AlignmentFlag.AlignRight
        self.remark.setAlignment(right | Qt.AlignmentFlag.AlignBottom)
        self.change.setAlignment(right)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(INSET, 6, INSET, 6)
        rows.setSpacing(1)
        # Each line shares its own width: a long name takes nothing from the remark below it.
        for left, beside in ((self.name, self.change), (self.value, self.remark)):
            row = QHBoxLayout()
            row.setSpacing(6)
            row.addWidget(left)
            row.addWidget(beside, 1)
            rows.addLayout(row)
        for part in (self.name, self.value, self.remark, self.change):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_figure(self, value: str, remark: str = "") -> None:
        """Show a figure."""
        self.value.setText(value)
        self.remark.setText(remark)
        self._say()

    def show_change(self, words: str) -> None:
        """Show how the figure changed, or nothing."""
        if words != self.change.text():
            self.change.setText(words)
            self._say()
            self.update()

    def _say(self) -> None:
        parts = (self.name.text(), self.value.text(), self.remark.text(), self.change.text())
        words = " ".join(part for part in parts if part)
        self.setAccessibleName(words)
        self.setAccessibleDescription(tr("Opens the calculation"))
        # Its lines may be cut.
        self.setToolTip(tip(f"{words}\n{tr('Opens the calculation')}"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask with Enter as with Space, and move with the arrow keys."""
        move = _MOVES.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif move is not None and self._go(move):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _go(self, move: int) -> bool:
        siblings = (self.parentWidget() or self).children()
        shown = [one for one in siblings if isinstance(one, Figure) and one.isVisible()]
        target = shown.index(self) + move if self in shown else -1
        if not 0 <= target < len(shown):
            return False
        shown[target].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground: tinted while a change is shown, lighter under the mouse, framed with the focus."""
        painter = QPainter(self)
        draw_ground(painter, self, "accent-soft" if self.change.text() else "hover" if self.underMouse() else None)
        painter.end()
