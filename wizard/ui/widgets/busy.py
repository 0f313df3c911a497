"""A bar at the bottom of the window while a file is read or written."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from wizard.ui.i18n import tr
from wizard.ui.widgets.base import button, label


class BusyBar(QWidget):
    """Says what is done, shows that it goes on, and can end it."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("footer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 6, 24, 6)
        row.setSpacing(12)
        self.words = label("", "caption")
        # How long a foreign file takes is not known beforehand.
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(8)
        self.progress.setAccessibleName(tr("Work in progress"))
        self.cancel_button = button(tr("Cancel"), name="cancel-work")
        self.cancel_button.clicked.connect(self.cancelled)
        row.addWidget(self.words)
        row.addWidget(self.progress, 1)
        row.addWidget(self.cancel_button)
        self.hide()

    def show_work(self, words: str, *, can_cancel: bool) -> None:
        """Show what is done; no words: nothing."""
        self.words.setText(words)
        self.cancel_button.setVisible(can_cancel)
        self.setVisible(bool(words))
