"""A control with its name above it, and below it a hint or what is wrong."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.ui.widgets.base import label, set_property


class Labelled(QWidget):
    """What a form of a tool is made of; the fields of the project have their own (:mod:`wizard.ui.widgets.form`)."""

    def __init__(self, name: str, control: QWidget, hint: str = "") -> None:
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
        for part in (head, control, self._message):
            column.addWidget(part)
        column.addStretch(1)
        self.say("")

    def say(self, message: str) -> None:
        """Show what is wrong, or the hint again."""
        self._message.setText(message or self._hint)
        self._message.setVisible(bool(message or self._hint))
        set_property(self._message, "role", "error" if message else "caption")
        set_property(self.control, "invalid", bool(message))
        self.control.setAccessibleDescription(message or self._hint)

    @property
    def message(self) -> str:
        """What is shown below the control."""
        return self._message.text()
