"""What Qt calls while it paints and lays out never ends the program, whatever is raised in it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import wizard.ui
from tests.documents import sample
from tests.ui.person import Person
from wizard.flow.steps import StepId
from wizard.ui.guarding import guarded
from wizard.ui.pages.budget import BudgetPage

OpenWindow = Callable[..., Person]
_CALLED_BY_QT = ("showEvent", "hideEvent", "paintEvent", "resizeEvent")


def test_each_handler_that_qt_calls_while_it_paints_or_lays_out_is_guarded() -> None:
    folder = Path(wizard.ui.__file__).parent
    bare, found = [], 0
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name in _CALLED_BY_QT:
                found += 1
                names = [each.id for each in node.decorator_list if isinstance(each, ast.Name)]
                if "guarded" not in names:
                    bare.append(f"{path.name}: {node.name}")
    assert found > 10
    assert bare == []


class Broken(QWidget):
    """Raises where Qt does not expect it."""

    @guarded
    def showEvent(self, event: QShowEvent) -> None:
        raise ValueError("while it is shown")

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        raise ValueError("while it is resized")

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawLine(0, 0, 9, 9)
        raise ValueError("while it is painted")


def test_a_fault_is_reported_once_and_the_widget_lives_on(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    reported: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: reported.append(str(error)))
    widget = Broken()
    qtbot.addWidget(widget)
    widget.show()
    for width in (200, 300, 400):
        widget.resize(width, 100)
        widget.repaint()
        QApplication.processEvents()
    qtbot.waitUntil(lambda: len(reported) == 3)
    assert set(reported) == {"while it is shown", "while it is resized", "while it is painted"}
    assert not widget.grab().isNull()


def test_a_page_that_cannot_be_shown_is_reported_and_the_window_stays(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[str] = []
    person = open_window()
    person.session.open(sample.project(), None)
    person.wait()

    def refuses(self: Any) -> None:
        raise RuntimeError("no figures")

    with monkeypatch.context() as patch:
        patch.setattr(sys, "excepthook", lambda kind, error, trace: reported.append(str(error)))
        person.fill("customer.name", "Other Ltd")
        patch.setattr(BudgetPage, "showing", refuses)
        person.window.view.go_to(list(StepId).index(StepId.BUDGET))
        QApplication.processEvents()
        person.qtbot.waitUntil(lambda: "no figures" in reported)
    person.go(StepId.CUSTOMER)
    assert person.line("customer.name").text() == "Other Ltd"
