"""The desktop program as it starts: its window, its memory, its last resort."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from tests.documents import sample
from wizard import app
from wizard.persistence.projects import write_project
from wizard.persistence.settings import read_settings
from wizard.ui.report import ReportDialog
from wizard.ui.window import Window


def _windows() -> list[Window]:
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, Window) and widget.isVisible()]


def test_the_program_opens_a_project_and_remembers_it(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "one.json"
    write_project(sample.project(), path)
    seen: list[str] = []

    def look() -> None:
        if not _windows():  # the curtain stands, the window comes
            QTimer.singleShot(50, look)
            return
        (window,) = _windows()
        if window.session.project.title and not window.session.busy:
            seen.extend([window.session.project.title, window.view.panel.topology.text()])
            window.session.set_language("de")
            # The last window ends the program. A second quit would come after it and end every later event loop.
            window.close()
        else:
            QTimer.singleShot(50, look)

    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    QTimer.singleShot(50, look)
    assert app.main(str(path)) == 0
    assert seen[0] == "VMware replacement 2027"
    assert seen[1]
    assert read_settings().recent == (str(path),)
    assert read_settings().language == "de"


def test_a_bug_ends_in_a_report_not_in_a_traceback(
    qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports: list[str] = []

    def look() -> None:
        if not _windows():
            QTimer.singleShot(50, look)
            return
        try:
            raise RuntimeError("a bug of the window")
        except RuntimeError as error:
            QTimer.singleShot(50, read)
            sys.excepthook(RuntimeError, error, error.__traceback__)
        for window in _windows():
            window.close()

    def read() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ReportDialog)
        reports.append(dialog.text.toPlainText())
        QDialog.reject(dialog)

    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    QTimer.singleShot(50, look)
    assert app.main() == 0
    assert "RuntimeError: a bug of the window" in reports[0]
    assert "Qt 6" in reports[0]
