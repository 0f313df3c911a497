"""Something that is made and shown when it is asked for."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wizard.ui.widgets.base import button


class Fold(QWidget):
    """A line of words that opens what stands below it, and closes it again."""

    toggled = Signal(bool)

    def __init__(self, words: str, *, name: str = "") -> None:
        super().__init__()
        self.button = button("", "link", name=name)
        self.button.setCheckable(True)
        self.button.toggled.connect(self._on_toggled)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.inner = QWidget()
        self.body = QVBoxLayout(self.inner)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(10)
        self.inner.hide()
        self.column.addWidget(self.inner)
        self._words = ""
        self.say(words)

    @property
    def is_open(self) -> bool:
        """Whether its content is shown."""
        return self.button.isChecked()

    def say(self, words: str) -> None:
        """Say something else about what is in it."""
        self._words = words
        self.button.setText(f"{'▾' if self.is_open else '▸'} {words}")
        self.button.setAccessibleName(words)

    def _on_toggled(self, opened: bool) -> None:
        self.inner.setVisible(opened)
        self.say(self._words)
        self.toggled.emit(opened)
