"""What scrolls up and down, as wide as its place or as words are read well."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea


class ScrollPage(QScrollArea):
    """A page that scrolls. Its bar keeps its place: nothing moves aside when there is more than fits."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("scroll")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().rangeChanged.connect(self._on_range)
        self.verticalScrollBar().setEnabled(False)

    def keep_narrow(self, widest: int) -> None:
        """Stay in the middle of a window that is wider than this."""
        self.widget().setMaximumWidth(widest)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)

    def _on_range(self, least: int, most: int) -> None:
        # What has nothing to scroll is not drawn.
        self.verticalScrollBar().setEnabled(most > least)
