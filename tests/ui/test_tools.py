"""A tool while it is made: what is typed, dropped or called off before its parts are there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QAccessible, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from tests.ui import fakes
from tests.ui.at_offer import EXAMPLE
from tests.ui.person import Person, in_turns
from tests.ui.tool_scenes import LIST, REQUIREMENTS
from wizard.app import services
from wizard.persistence.projects import read_project
from wizard.ui.dialogs import Unsaved
from wizard.ui.tools.branding import BrandingTool
from wizard.ui.tools.price_list import PriceListPage
from wizard.ui.tools.prices import PricesTool
from wizard.ui.tools.tender import TenderTool
from wizard.ui.tools.tool import Tool

OpenWindow = Callable[..., Person]
KEYS = {"P": "Prices and parts", "B": "Branding", "T": "Tender"}


def being_made(person: Person, letter: str) -> Tool:
    """Open a tool by its keys, and wait for no more than that it has the keyboard."""
    person.window.activateWindow()
    person.qtbot.waitUntil(person.window.isActiveWindow)
    person.window.setFocus()
    QTest.keyClick(person.focus(), letter, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    tool = person.window.tools.current
    assert tool is not None
    while not tool.isActiveWindow():
        QApplication.processEvents()
    assert not tool.made
    return tool


def rested(person: Person, tool: Tool) -> None:
    person.qtbot.waitUntil(lambda: not tool.busy and not tool.waiting, timeout=60_000)
    person.rest()


def drop(tool: Tool, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    tool.dropEvent(QDropEvent(QPoint(9, 9).toPointF(), Qt.DropAction.CopyAction, data, buttons, keys))


def test_what_is_typed_while_a_tool_is_made_is_typed_into_its_first_field(open_window: OpenWindow) -> None:
    person = open_window(answers=fakes.Answers(leaving=Unsaved.DISCARD))
    prices = cast("PricesTool", being_made(person, "P"))
    QTest.keyClicks(person.focus(), "4245")
    for _ in range(3):
        assert not prices.made
        QTest.keyClick(person.focus(), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(person.focus(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        QApplication.processEvents()
    QTest.keyClicks(person.focus(), "px")
    QTest.keyClick(person.focus(), Qt.Key.Key_Backspace)
    QTest.keyClick(person.focus(), Qt.Key.Key_Tab)
    rested(person, prices)
    assert prices.parts.search.text() == "4245p"
    assert prices.parts.model.rowCount() == 1
    assert person.focus() is prices.parts.states, "Tab leads on from the field"
    person.press("Esc")
    branding = cast("BrandingTool", being_made(person, "B"))
    QTest.keyClicks(person.focus(), "Example")
    QTest.keyClick(person.focus(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(person.focus(), "Ltd")
    rested(person, branding)
    assert branding.bench.brand.name == "Ltd", "undo comes in its order"
    assert person.focus() is branding.look.company


@pytest.mark.parametrize("letter", KEYS)
@pytest.mark.parametrize("turns", [0, 1, 3, 6])
def test_escape_closes_a_tool_that_is_being_made(open_window: OpenWindow, letter: str, turns: int) -> None:
    person = open_window()
    tool = being_made(person, letter)
    for _ in range(turns):
        QApplication.processEvents()
    QTest.keyClick(person.focus(), Qt.Key.Key_Escape)
    assert person.window.tools.current is None
    assert not tool.isVisible()
    assert person.answers.asked == 0
    person.wait()
    again = being_made(person, letter)
    rested(person, again)
    assert again.made
    person.press("Esc")
    assert person.window.tools.current is None
    assert not person.answers.reports


@pytest.mark.parametrize("letter", KEYS)
def test_the_window_closes_while_a_tool_is_made(open_window: OpenWindow, letter: str) -> None:
    person = open_window()
    tool = being_made(person, letter)
    QApplication.processEvents()
    person.window.close()
    assert not in_turns(person.window)
    assert not tool.made
    QApplication.processEvents()
    assert not person.answers.reports


@pytest.mark.parametrize(("letter", "title"), KEYS.items())
def test_a_screen_reader_hears_the_title_first_and_then_the_control_that_the_work_begins_with(
    open_window: OpenWindow, letter: str, title: str
) -> None:
    person = open_window()
    tool = being_made(person, letter)
    assert tool.windowTitle() == tool.accessibleName() == title
    heard = QAccessible.queryAccessibleInterface(person.focus())
    assert heard.text(QAccessible.Text.Name) == title
    rested(person, tool)
    assert person.focus() is tool.first
    assert tool.first.isVisible()


def test_a_list_that_is_dropped_on_prices_while_they_are_made_is_read(open_window: OpenWindow, tmp_path: Path) -> None:
    person, path = open_window(), tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    tool = cast("PricesTool", being_made(person, "P"))
    drop(tool, path)
    rested(person, tool)
    assert tool.price_list.isVisible()
    assert tool.price_list.report.table.model().rowCount() == 8
    tool.take([path])
    assert tool.busy
    person.press("Esc")
    assert person.window.tools.current is None


def test_a_list_that_is_dropped_on_a_tender_while_it_is_made_is_read(open_window: OpenWindow, tmp_path: Path) -> None:
    person, path = open_window(services()), tmp_path / "criteria.csv"
    person.session.open(read_project(EXAMPLE), None)
    person.wait()
    path.write_text(REQUIREMENTS, encoding="utf-8")
    tool = cast("TenderTool", being_made(person, "T"))
    drop(tool, path)
    person.qtbot.waitUntil(lambda: tool.opened is not None, timeout=20_000)
    person.rest()
    assert tool.model.rowCount() == 5
    tool.cancel()


def test_the_page_of_a_price_list_is_given_up_for_the_parts(open_window: OpenWindow) -> None:
    person = open_window()
    tool = cast("PricesTool", being_made(person, "P"))
    rested(person, tool)
    QTest.mouseClick(person.found(QPushButton, "tab-list"), Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert tool.parts.isVisible(), "it stays until the other one is made"
    QTest.keyClick(person.focus(), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    rested(person, tool)
    assert tool.pages.currentWidget() is tool.parts
    assert person.focus() is tool.parts.search
    assert not [page for page in tool.findChildren(PriceListPage) if page.isVisible()]
    person.click(person.found(QPushButton, "tab-list"))
    rested(person, tool)
    assert tool.price_list.invitation.isVisible()
