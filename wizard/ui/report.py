"""The report of a bug: what happened, what was kept, and a text to copy."""

from __future__ import annotations

import platform
import sys

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

import wizard
from wizard.ui.i18n import tr
from wizard.ui.theme import dress


def report_text(details: str) -> str:
    """Return the report: versions first, then the details. It names no customer and no file of the project."""
    version = getattr(wizard, "__version__", "?")
    head = f"Rackwright {version} · Python {platform.python_version()} · Qt {qVersion()} · {sys.platform}"
    return f"{head}\n\n{details}"


class ReportDialog(QDialog):
    """Shows a report and copies it."""

    def __init__(self, details: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle(tr("Something went wrong"))
        self.setMinimumSize(640, 420)
        self.text = QPlainTextEdit(report_text(details), self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("Report"))
        self.text.setObjectName("report")
        words = QLabel(tr("This is a fault of the program. Your project is kept. You can go on, or save it now."), self)
        words.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.copy_button = buttons.addButton(tr("Copy the report"), QDialogButtonBox.ButtonRole.ActionRole)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(tr("Close"))
        self.copy_button.clicked.connect(self._on_copy)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (words, self.text, buttons):
            layout.addWidget(widget)

    def _on_copy(self) -> None:
        QApplication.clipboard().setText(self.text.toPlainText())
