"""A control with its name above it, and below it a hint or what is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wizard.ui.widgets.base import label, set_property


class Labelled(QWidget):
    """What a form of a tool is made of; the fields of the project have their own (:mod:`wizard.ui.widgets.form`)."""

    def __init__(self, name: str, control: QWidget, hint: str = "", beside: Sequence[QWidget] = ()) -> None:
        super().__init__()
        self.control, self._hint = control, hint
        head = label(name, "label")
        head.setBuddy(control)
        control.setAccessibleName(name)
        self.setFocusProxy(control)
        self._message = label("", "caption", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(control, 1)
        for widget in beside:
            row.addWidget(widget)
        column.addWidget(head)
        column.addLayout(row)
        column.addWidget(self._message)
        column.addStretch(1)
        self.say("")

    def say(self, message: str) -> None:
        """Show what is wrong, or the hint again."""
        self._message.setText(message or self._hint)
        self._message.setVisible(bool(message or self._hint))
        set_property(self._message, "role", "error" if message else "caption")
        set_property(self.control, "invalid", bool(message))
        self.control.setAccessibleDescription(message or self._hint)

    def hint(self, words: str) -> None:
        """Show another hint."""
        self._hint = words
        self.say("")

    @property
    def message(self) -> str:
        """What is shown below the control."""
        return self._message.text()
