"""A large button with a heading and a sentence, as high as its words."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout

from wizard.ui.guarding import guarded
from wizard.ui.widgets.base import label


class Tile(QPushButton):
    """A choice that is explained on itself."""

    def __init__(self, title: str, text: str, *, name: str = "", role: str = "tile") -> None:
        super().__init__()
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty("role", role)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(3)
        for words, kind in ((title, "tile-title"), (text, "caption")):
            made = label(words, kind, wrap=True)
            made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(made)
        column.addStretch(1)

    def sizeHint(self) -> QSize:
        """Return the size of the words."""
        return QSize(160, self._height_for(max(self.width(), 160)))

    def minimumSizeHint(self) -> QSize:
        """Return the least size: all words can be read."""
        return QSize(120, self._height_for(max(self.width(), 120)))

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Become as high as the words need in the new width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.setMinimumHeight(self._height_for(event.size().width()))

    def _height_for(self, width: int) -> int:
        layout = self.layout()
        return layout.heightForWidth(width) if layout is not None else 0
