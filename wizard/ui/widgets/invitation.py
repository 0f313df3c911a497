"""What stands in an empty place: what can be dropped there, and what becomes of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout

from wizard.ui.widgets.base import label


class Invitation(QFrame):
    """A dashed frame that fills its place. It takes nothing itself: the window around it does."""

    def __init__(self, heading: str, words: str) -> None:
        super().__init__()
        self.setProperty("role", "invitation")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(6)
        column.addStretch(1)
        for text, role in ((heading, "heading"), (words, "quiet")):
            made = label(text, role, wrap=True)
            made.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(made)
        column.addStretch(1)
