"""The table of guests as a spreadsheet: fill, sort, filter, paste, delete, undo; 10,000 rows; after an import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QItemSelection, QItemSelectionModel, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel

from tests.documents import sample
from tests.ui import fakes
from tests.ui.person import Person
from wizard.flow.answers import answered
from wizard.flow.steps import StepId
from wizard.model.project import GuestGroup, Project
from wizard.model.text import Text
from wizard.model.units import GIB
from wizard.ui.widgets.base import Combo

OpenWindow = Callable[..., Person]
PATH = "workload.groups"


def project_of(*names: str, **fields: object) -> Project:
    groups = [GuestGroup(name=name, vcpus=number, memory=GIB, disk=GIB) for number, name in enumerate(names, 1)]
    return Project.model_validate({"format": "rackwright-project/1", "workload": {"groups": groups}, **fields})


@pytest.fixture
def person(open_window: OpenWindow) -> Person:
    person = open_window()
    person.session.open(project_of("delta", "alpha", "echo", "bravo", "charlie", "alphabet", "golf"), None)
    person.go(StepId.WORKLOAD)
    return person


def names(person: Person) -> list[str]:
    return [group.name for group in person.session.project.workload.groups]


def select(person: Person, top: int, bottom: int, left: int, right: int) -> None:
    """Drag over cells."""
    view = person.table(PATH).view
    model = view.model()
    area = QItemSelection(model.index(top, left), model.index(bottom, right))
    view.setCurrentIndex(model.index(top, left))
    view.selectionModel().select(area, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    view.setFocus()


def test_cells_are_filled_down(person: Person) -> None:
    person.cell(PATH, 0, 1, "12")
    select(person, 0, 3, 1, 2)
    person.press("Ctrl+D")
    groups = person.session.project.workload.groups
    assert [(group.count, group.vcpus) for group in groups[:5]] == [(12, 1), (12, 1), (12, 1), (12, 1), (1, 5)]
    assert person.window.actions_["undo"].toolTip() == "Undo: Guests: filled down (Ctrl+Z)"
    person.press("Ctrl+Z")
    assert [group.vcpus for group in person.session.project.workload.groups[:4]] == [1, 2, 3, 4]
    select(person, 4, 4, 1, 1)
    person.cell(PATH, 3, 1, "7")
    select(person, 4, 4, 1, 1)
    person.press("Ctrl+D")
    assert person.session.project.workload.groups[4].count == 7


def test_rows_are_sorted_and_what_is_unknown_stands_last(person: Person) -> None:
    table = person.table(PATH)
    person.cell(PATH, 2, 5, "300")
    person.cell(PATH, 4, 5, "100")
    person.cell(PATH, 0, 3, "plenty")
    select(person, 0, 0, 0, 0)
    person.click(table.sort_button)
    assert names(person) == sorted(["delta", "alpha", "echo", "bravo", "charlie", "alphabet", "golf"])
    # The text that could not be read moved with its row.
    assert table.model.index(names(person).index("delta"), 3).data() == "plenty"
    person.click(table.sort_button)
    assert names(person)[0] == "golf"
    header = table.view.horizontalHeader()
    middle = QPoint(header.sectionViewportPosition(5) + 10, header.height() // 2)
    QTest.mouseDClick(header.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    assert names(person)[:2] == ["charlie", "echo"]
    person.session.drop_draft(f"{PATH}.{names(person).index('delta')}.memory")
    for _ in range(3):
        person.press("Ctrl+Z")
    assert names(person)[0] == "delta"


def test_a_filter_hides_rows_and_protects_them(person: Person) -> None:
    table = person.table(PATH)
    table.filter.setFocus()
    person.write("alph")
    assert table.count.text() == "2 of 7 rows"
    assert [row for row in range(7) if not table.view.isRowHidden(row)] == [1, 5]
    table.view.setFocus()
    table.view.selectAll()
    QTest.keyClick(table.view, Qt.Key.Key_Delete)
    assert names(person) == ["delta", "echo", "bravo", "charlie", "golf"]
    assert person.found(QLabel, "total-guests").text() == "5"
    table.filter.setFocus()
    person.press("Ctrl+A")
    person.press("Del")
    assert table.count.text() == ""
    assert not any(table.view.isRowHidden(row) for row in range(5))


def test_a_copy_is_what_a_spreadsheet_takes(person: Person) -> None:
    select(person, 0, 1, 0, 2)
    person.press("Ctrl+C")
    assert QApplication.clipboard().text() == "delta\t1\t1\nalpha\t1\t2"


def test_ten_thousand_rows_are_pasted_scrolled_and_filtered(open_window: OpenWindow) -> None:
    person = open_window()
    person.go(StepId.WORKLOAD)
    lines = [f"vm{n}\t{n % 5 + 1}\t4\t{n % 32 + 1} GiB\t100 GiB" for n in range(10_000)]
    QApplication.clipboard().setText(
        "\n".join(["Name\tCount\tvCPU\tMemory\tDisk", *lines, "bad\tmany\t1\t1 GiB\t1 GiB"])
    )
    person.press("Ctrl+V")
    # So much is read beside the window, which goes on.
    assert not person.session.project.workload.groups
    person.qtbot.waitUntil(lambda: len(person.session.project.workload.groups) == 10_001, timeout=20_000)
    person.wait()
    table = person.table(PATH)
    assert "Count, row 10,001: “many” is not a number" in table.messages.text()
    assert table.model.index(9_999, 0).data() == "vm9999"
    for row in (160, 5_000, 10_000):
        table.view.verticalScrollBar().setValue(row)
        table.view.viewport().repaint()
        top = table.view.rowAt(0)
        bottom = table.view.rowAt(table.view.viewport().height() - 1)
        assert top <= row <= (bottom if bottom >= 0 else 10_000)
    table.filter.setFocus()
    person.write("vm99")
    person.qtbot.waitUntil(lambda: table.count.text() == "111 of 10,001 rows")
    person.press("Ctrl+Z")
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)


def test_thousands_of_rows_are_copied_filled_and_sorted_beside_the_window(open_window: OpenWindow) -> None:
    person = open_window()
    person.session.open(project_of(*(f"vm{number}" for number in range(2_000))), None)
    person.go(StepId.WORKLOAD)
    table = person.table(PATH)
    person.cell(PATH, 3, 3, "plenty")
    table.view.setFocus()
    person.press("Ctrl+A")
    person.press("Ctrl+C")
    person.qtbot.waitUntil(lambda: QApplication.clipboard().text().count("\n") == 1_999)
    lines = QApplication.clipboard().text().splitlines()
    assert [line.split("\t")[0] for line in (lines[0], lines[-1])] == ["vm0", "vm1999"]
    assert lines[3].split("\t")[3] == "plenty", "what cannot be read is copied as it stands there"
    select(person, 0, 1_999, 2, 2)
    person.press("Ctrl+D")
    # What is typed meanwhile is not lost: the work is done once more on the rows as they are by then.
    person.session.change(answered(person.session.project, f"{PATH}.5.name", "typed"), Text("Name"))
    person.qtbot.waitUntil(lambda: {group.vcpus for group in person.session.project.workload.groups} == {1})
    assert names(person)[5] == "typed"
    table.sheet.sort(0, descending=True)
    person.qtbot.waitUntil(lambda: names(person)[0] == "vm999")
    assert names(person)[-2:] == ["vm0", "typed"]
    # The text that could not be read moved with its row.
    assert table.model.index(names(person).index("vm3"), 3).data() == "plenty"


def test_after_an_import_the_guests_are_counted_in_another_way(open_window: OpenWindow, tmp_path: Path) -> None:
    person = open_window(answers=fakes.Answers(importing=[tmp_path / "rv.xlsx"]))
    person.session.open(sample.project(), None)
    person.go(StepId.WORKLOAD)
    person.press("Ctrl+I")
    person.wait()
    words = person.words()
    assert "12 rows, 10 guests sized." in words
    assert "Left out: 2 templates: they never run." in words
    off = person.found(QCheckBox, "include-off")
    assert off.text() == "With the 1 guests that are off"
    off.setFocus()
    person.press("Space")
    person.wait()
    assert person.session.project.workload.groups[0].count == 9
    assert not person.found(QCheckBox, "include-off").isChecked()
    assert person.found(Combo, "storage-basis").currentText() == "virtual disks"
    person.press("Ctrl+Z")
    # Undo leads back to the other way of counting, and to the time before.
    assert person.session.project.workload.groups[0].count == 10
    assert person.found(QCheckBox, "include-off").isChecked()
    person.press("Ctrl+Z")
    assert "guests sized" not in person.words()
    assert person.session.project == sample.project()


def test_only_sums_are_entered_where_there_is_no_list(open_window: OpenWindow) -> None:
    person = open_window()
    person.go(StepId.WORKLOAD)
    sums = person.window.view.stack.currentWidget().sums_card
    lines = {line.objectName(): line for line in sums.findChildren(type(person.table(PATH).filter))}
    for name, text in (("sum-guests", "40"), ("sum-vcpus", "160"), ("sum-memory", "640 GiB"), ("sum-disk", "4 TB")):
        lines[name].setFocus()
        person.write(text)
    person.press("Return")
    (group,) = person.session.project.workload.groups
    assert (group.count, group.vcpus, group.memory, group.disk) == (40, 4, 16 * GIB, 10**11)
    assert not sums.isVisible()
    person.press("Ctrl+Z")
    assert sums.isVisible()
