"""What a person does at the window: types, clicks, presses keys, and reads what is shown."""

from __future__ import annotations

from typing import TypeVar, cast

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.fakes import Answers
from wizard.flow.steps import STEPS, StepId
from wizard.ui.rail import StepButton
from wizard.ui.tools.branding import BrandingTool
from wizard.ui.tools.prices import PricesTool
from wizard.ui.turns import Turns
from wizard.ui.widgets.form import Field
from wizard.ui.widgets.rules import RulesCard
from wizard.ui.widgets.table import RowsTable
from wizard.ui.window import Window

_Widget = TypeVar("_Widget", bound=QWidget)


def in_turns(window: QWidget) -> bool:
    """Whether something of a window is made or shown in turns of the event loop."""
    return any(turns.busy for turns in window.findChildren(Turns))


def come_to_rest(window: QWidget) -> None:
    """Wait until all of a window is made and shown."""
    QApplication.processEvents()
    while in_turns(window):
        QApplication.processEvents()


_Tool = TypeVar("_Tool", BrandingTool, PricesTool)


class Person:
    """Drives the window through widgets and keys only."""

    def __init__(self, qtbot: QtBot, window: Window) -> None:
        self.qtbot, self.window = qtbot, window
        self.session = window.session
        self.answers = cast("Answers", window.dialogs)

    # --- doing --------------------------------------------------------------------------------------------------------

    def press(self, keys: str) -> None:
        """Press keys where the focus is."""
        QTest.keySequence(self.focus(), QKeySequence(keys))
        self.rest()

    def write(self, text: str) -> None:
        """Type where the focus is."""
        for letter in text:
            if letter.isascii():
                QTest.keyClick(self.focus(), letter)
            else:
                # QTest knows the keys of ASCII only and aborts on others.
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                    QApplication.sendEvent(self.focus(), event)
        self.rest()

    def click(self, widget: QWidget) -> None:
        """Click the middle of a widget that is on the screen."""
        assert widget.isVisible(), widget
        assert widget.isEnabled(), widget
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, widget.rect().center())
        self.rest()

    def go(self, step: StepId) -> None:
        """Click a step of the rail."""
        self.click(self.found(StepButton, f"step-{step}"))
        assert self.window.view.step is step

    def fill(self, path: str, text: str) -> None:
        """Replace what a field holds by typing."""
        line = self.line(path)
        line.setFocus()
        self.press("Ctrl+A")
        self.press("Del")
        self.write(text)

    def choose(self, path: str, words: str) -> None:
        """Choose an entry of a field with the keyboard."""
        combo = self.field(path).findChild(QComboBox)
        assert combo is not None
        combo.setFocus()
        rows = [combo.itemText(row) for row in range(combo.count())]
        move = rows.index(words) - combo.currentIndex()
        for _ in range(abs(move)):
            QTest.keyClick(combo, Qt.Key.Key_Down if move > 0 else Qt.Key.Key_Up)
        self.rest()

    def cell(self, path: str, row: int, column: int, text: str) -> None:
        """Type into a cell of a table, as in a spreadsheet."""
        view = self.table(path).view
        index = view.model().index(row, column)
        view.scrollTo(index)
        place = view.visualRect(index).center()
        # A click on the current cell opens its editor by itself a moment later, and F2 is not heard until then.
        if view.currentIndex() != index:
            self.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        view.setFocus()
        QTest.keyClick(view, Qt.Key.Key_F2)
        self.press("Ctrl+A")
        self.press("Del")
        self.write(text)
        self.press("Return")

    def select_row(self, path: str, row: int) -> None:
        """Click the first cell of a row."""
        view = self.table(path).view
        place: QPoint = view.visualRect(view.model().index(row, 0)).center()
        self.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)

    def rest(self) -> None:
        """Wait until what is shown is made."""
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not in_turns(self.window), timeout=20_000)
        QApplication.processEvents()

    def wait(self) -> None:
        """Wait until the shown figures are those of the project, and no file is being read or written."""
        self.qtbot.waitUntil(lambda: not self.session.busy and not self.window.files.busy, timeout=20_000)
        self.rest()

    def open_tool(self, kind: type[_Tool], keys: str) -> _Tool:
        """Open a tool by its keys and wait until it has read what it shows."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        self.window.setFocus()
        self.press(keys)
        tool = self.window.tools.current
        assert isinstance(tool, kind)
        self.settle(tool)
        return tool

    def settle(self, tool: BrandingTool | PricesTool) -> None:
        """Wait until a tool reads, draws and writes nothing."""
        self.qtbot.waitUntil(lambda: not tool.busy and not tool.waiting, timeout=30_000)
        self.rest()

    # --- looking ------------------------------------------------------------------------------------------------------

    def focus(self) -> QWidget:
        """Return the widget that has the keyboard."""
        return QApplication.focusWidget() or self.window

    def found(self, kind: type[_Widget], name: str) -> _Widget:
        """Return the visible widget of a name."""
        shown = [widget for widget in self.window.findChildren(kind, name) if widget.isVisible()]
        assert len(shown) == 1, (name, shown)
        return shown[0]

    def field(self, path: str) -> Field:
        """Return the field of an answer."""
        return self.found(Field, path)

    def line(self, path: str) -> QLineEdit:
        """Return the line in which an answer is typed."""
        line = self.field(path).findChild(QLineEdit)
        assert line is not None
        return line

    def table(self, path: str) -> RowsTable:
        """Return the visible table of rows."""
        tables = [table for table in self.window.findChildren(RowsTable) if table.path == path and table.isVisible()]
        assert len(tables) == 1
        return tables[0]

    def figure(self, key: str) -> str:
        """Return a figure of the panel."""
        return self.window.view.panel.figures[key].value.text()

    def step(self, step: StepId) -> StepButton:
        """Return a step of the rail."""
        return self.window.view.rail.buttons[[known.id for known in STEPS].index(step)]

    def paths(self) -> set[str]:
        """Return the fields of the project that the page edits: in fields, columns of tables, and lists of rules."""
        page = self.window.view.stack.currentWidget()
        found = {field.path for field in page.findChildren(Field)}
        for table in page.findChildren(RowsTable):
            found |= {f"{table.path}.{field}" for column in table.model.columns for field in column.fields}
        return found | {rules.path for rules in page.findChildren(RulesCard)}

    def words(self, inside: QWidget | None = None) -> str:
        """Return all visible words of the page."""
        labels = (inside or self.window.view.stack.currentWidget()).findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisible())
