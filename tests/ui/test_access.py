"""For everyone: names and roles of all controls, tables for a screen reader, no word cut or left in English."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QPushButton, QWidget

from tests.documents import sample
from tests.ui import fakes
from tests.ui.look import faults_of_look
from tests.ui.person import Person
from tests.ui.tool_scenes import scenes
from tests.ui.window_scenes import views
from wizard.flow.steps import STEPS, StepId
from wizard.model.inventory import Inventory

OpenWindow = Callable[..., Person]
_NAMED = {
    QAccessible.Role.Button, QAccessible.Role.PushButton, QAccessible.Role.CheckBox, QAccessible.Role.RadioButton,
    QAccessible.Role.ComboBox, QAccessible.Role.EditableText, QAccessible.Role.Table, QAccessible.Role.List,
    QAccessible.Role.ButtonMenu, QAccessible.Role.ProgressBar, QAccessible.Role.Tree,
}  # fmt: skip


def interfaces(widget: QWidget) -> Iterator[Any]:
    """Yield what a screen reader is told, from a widget downwards; rows of tables and lists are asked for apart."""
    waiting = [QAccessible.queryAccessibleInterface(widget)]
    while waiting:
        one = waiting.pop()
        if one is None or not one.isValid() or one.state().invisible:
            continue
        yield one
        if one.role() not in (QAccessible.Role.Table, QAccessible.Role.List, QAccessible.Role.ComboBox):
            waiting += [one.child(number) for number in range(one.childCount())]


@pytest.mark.parametrize("plain", [False, True])
def test_every_control_tells_its_name_and_role(open_window: OpenWindow, plain: bool) -> None:
    person = open_window()
    person.session.set_plain(plain=plain)
    person.session.open(sample.project(), None)
    person.wait()
    seen = set()
    for step in STEPS:
        person.go(step.id)
        person.wait()
        for view in views(person.window):
            for one in interfaces(person.window):
                seen.add(one.role())
                if one.role() in _NAMED:
                    owner = one.object()
                    inner = owner is not None and owner.objectName().startswith("qt_")
                    name = one.text(QAccessible.Text.Name)
                    assert name or inner, (step.id, view, one.role(), owner)
    assert len(seen & _NAMED) >= 4
    for name, tool in scenes(person.window):
        for one in interfaces(tool):
            if one.role() in _NAMED:
                owner = one.object()
                inner = owner is not None and owner.objectName().startswith("qt_")
                assert one.text(QAccessible.Text.Name) or inner, (name, one.role(), owner)
    person.window.show_start()
    names = [one.text(QAccessible.Text.Name) for one in interfaces(person.window.start) if one.role() in _NAMED]
    assert {"Self-assessment", "Shop", "Fleet"} <= set(names)
    assert all(names)


def test_a_table_is_read_cell_by_cell_with_its_titles(open_window: OpenWindow) -> None:
    person = open_window()
    person.session.open(sample.project(), None)
    person.go(StepId.WORKLOAD)
    view = person.table("workload.groups").view
    table = QAccessible.queryAccessibleInterface(view)
    assert table.role() is QAccessible.Role.Table
    assert table.text(QAccessible.Text.Name) == "Guests"
    parts = [table.child(number) for number in range(table.childCount())]
    titles = [one.text(QAccessible.Text.Name) for one in parts if one.role() is QAccessible.Role.ColumnHeader]
    assert titles[:4] == ["Name", "Count", "vCPU", "Memory / guest"]
    cells = [one for one in parts if one.role() is QAccessible.Role.Cell]
    columns = len(titles)
    assert len(cells) == 6 * columns
    assert cells[2 * columns + 1].text(QAccessible.Text.Name) == "42"


def test_no_word_is_cut_and_none_stays_english(open_window: OpenWindow) -> None:
    person = open_window()
    assert faults_of_look(person.window, 1366, 768) == []


@pytest.mark.parametrize(("scale", "width", "height"), [("1.5", 1280, 720), ("2", 1024, 700)])
def test_nor_on_a_screen_of_higher_scale(scale: str, width: int, height: int, tmp_path: Path) -> None:
    """150 % of Full HD leaves 1280×720 for the window, 200 % of a laptop's screen less."""
    code = f"import sys; from tests.ui.look import main; sys.exit(main({width}, {height}))"
    environment = {**os.environ, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen",
                   "PYTHONPATH": str(Path.cwd()), "RACKWRIGHT_CONFIG": str(tmp_path)}  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]


def test_reading_shows_progress_and_can_be_cancelled(open_window: OpenWindow, tmp_path: Path) -> None:
    gate = threading.Event()

    def slow(paths: Any, words: Any) -> Inventory:
        gate.wait(10)
        return fakes.read_inventory(paths, words)

    behind = replace(fakes.services(), read_inventory=slow)
    person = open_window(behind, fakes.Answers(importing=[tmp_path / "large.xlsx"]))
    person.fill("title", "Kept")
    person.press("Ctrl+I")
    assert person.window.busy.isVisible()
    assert person.window.busy.progress.maximum() == 0
    person.click(person.found(QPushButton, "cancel-work"))
    assert not person.window.busy.isVisible()
    assert person.window.view.status.text() == "Cancelled. Nothing was changed."
    gate.set()
    person.wait()
    person.qtbot.wait(50)
    assert person.session.project.workload.groups == ()
    assert person.session.project.title == "Kept"
    person.press("Ctrl+I")
    person.wait()
    assert person.session.project.workload.groups[0].name == "imported"


def test_the_recommendation_begins_with_its_picture(open_window: OpenWindow) -> None:
    person = open_window()
    person.session.open(sample.project(), None)
    person.wait()
    person.window.show_steps(StepId.RECOMMENDATION)
    person.wait()
    person.window.show_steps(StepId.RECOMMENDATION)
    names = []
    for _ in range(6):
        names.append(person.focus().accessibleName())
        person.press("Tab")
    assert names[:5] == ["Networks", "Racks", "Smaller (−)", "Larger (+)", "Show everything (0)"]
