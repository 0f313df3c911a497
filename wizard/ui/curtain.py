"""What stands on the screen while the rest of the program is read: the name, on the ground of the window."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from wizard.ui import theme
from wizard.ui.guarding import guarded

SIZE = (1440, 900)
"""Of the window that comes after it."""


class Curtain(QWidget):
    """An empty window at the place of the coming one. It needs nothing of the program but its colours."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Rackwright")
        self.setAccessibleName("Rackwright")
        screen = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(SIZE[0], screen.width()), min(SIZE[1], screen.height()))

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the name."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.fillRect(QRectF(0, 0, self.width(), 52), theme.colour("paper"))
        painter.setPen(theme.colour("ink"))
        painter.setFont(theme.font(16, QFont.Weight.DemiBold))
        painter.drawText(QRectF(24, 0, 400, 52), Qt.AlignmentFlag.AlignVCenter, "Rackwright")
        painter.end()
