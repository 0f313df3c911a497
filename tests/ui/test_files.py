"""Files and faults at the window: nothing that was entered is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from tests.documents import sample
from tests.ui import fakes
from tests.ui.person import Person
from wizard.flow.steps import StepId
from wizard.model.assessment import Assessment
from wizard.model.project import Project
from wizard.persistence.projects import read_project, write_project
from wizard.ui.dialogs import Dialogs, Unsaved
from wizard.ui.report import ReportDialog

OpenWindow = Callable[..., Person]


def test_a_corrupt_file_shows_its_lines_and_keeps_the_project(open_window: OpenWindow, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"format": "rackwright-project/1", "workload": {"groups": [{"vcpu": 2}]}}', encoding="utf-8")
    person = open_window(answers=fakes.Answers(opening=broken, leaving=Unsaved.DISCARD))
    person.fill("customer.name", "Kept")
    person.press("Ctrl+O")
    person.wait()
    ((title, lines),) = person.answers.shown_faults
    assert "broken.json" in title
    assert any("vcpus" in line for line in lines)
    assert person.session.project.customer.name == "Kept"
    assert person.line("customer.name").text() == "Kept"


def test_open_save_and_recent(open_window: OpenWindow, tmp_path: Path) -> None:
    path = tmp_path / "one.rackwright.json"
    write_project(sample.project(), path)
    saved = tmp_path / "two"
    person = open_window(answers=fakes.Answers(opening=path, saving=saved))
    person.press("Ctrl+O")
    person.wait()
    assert person.session.project == sample.project()
    assert not person.session.dirty
    person.fill("title", "Other")
    person.press("Ctrl+Shift+S")
    assert read_project(tmp_path / "two.rackwright.json").title == "Other"
    assert not person.session.dirty
    person.fill("title", "Third")
    person.press("Ctrl+S")
    assert read_project(tmp_path / "two.rackwright.json").title == "Third"
    assert person.session.services.recent.paths()[0].name == "two.rackwright.json"
    person.press("Ctrl+N")
    person.click(person.found(QPushButton, "template-empty"))
    assert person.session.project.title == ""


@pytest.mark.parametrize(("answer", "closed"), [(Unsaved.CANCEL, False), (Unsaved.DISCARD, True), (Unsaved.SAVE, True)])
def test_closing_asks_about_changes(open_window: OpenWindow, tmp_path: Path, answer: Unsaved, closed: bool) -> None:
    person = open_window(answers=fakes.Answers(leaving=answer, saving=tmp_path / "kept.json"))
    person.fill("title", "Unsaved")
    assert person.window.close() is closed
    assert person.answers.asked == 1
    assert (tmp_path / "kept.json").exists() is (answer is Unsaved.SAVE)
    person.answers.leaving = Unsaved.DISCARD


def test_the_question_about_changes_is_answered_by_keyboard(open_window: OpenWindow) -> None:
    person = open_window()

    def escape() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        QTest.keyClick(box, Qt.Key.Key_Escape)

    QTimer.singleShot(50, escape)
    assert Dialogs().unsaved(person.window) is Unsaved.CANCEL


def test_a_bug_of_the_sizing_becomes_a_report(open_window: OpenWindow) -> None:
    def broken(project: Project, on: date) -> Assessment:
        raise ZeroDivisionError("a bug")

    person = open_window(fakes.services(broken))
    person.fill("title", "x")
    person.qtbot.waitUntil(lambda: bool(person.answers.reports))
    assert "ZeroDivisionError: a bug" in person.answers.reports[0]
    assert person.session.project.title == "x"
    person.write("y")
    person.wait()
    assert len(person.answers.reports) == 1
    dialog = ReportDialog(person.answers.reports[0], person.window)
    dialog.copy_button.click()
    assert "ZeroDivisionError" in QApplication.clipboard().text()
    dialog.deleteLater()


def test_faults_of_the_sizing_stand_at_their_step(open_window: OpenWindow) -> None:
    def refuse(project: Project, on: date) -> Assessment:
        raise fakes.InputFault("sites.1.name: this place cannot be used", "workload.years: too many")

    person = open_window(fakes.services(refuse))
    person.session.open(sample.project(), None)
    person.wait()
    assert person.step(StepId.SITES).state == "wrong"
    assert person.step(StepId.SITES).note == "sites.1.name: this place cannot be used"
    assert person.step(StepId.WORKLOAD).note == "workload.years: too many"
    assert "this place cannot be used" in person.window.view.panel.message.text()
    person.go(StepId.OFFER)
    assert "this place cannot be used" in person.words()


def test_a_recent_project_opens_from_the_menu(open_window: OpenWindow, tmp_path: Path) -> None:
    path = tmp_path / "earlier.json"
    write_project(sample.project(), path)
    behind = fakes.services()
    behind.recent.remember(path)
    person = open_window(behind)
    person.window.top.fill_recent()
    (action,) = person.window.top._recent.actions()
    action.trigger()
    person.wait()
    assert person.session.path == path
    assert "earlier.json" in person.window.top.title.text()


def test_a_folder_that_cannot_be_written_is_a_fault_not_a_bug(open_window: OpenWindow, tmp_path: Path) -> None:
    def full(offer: object, directory: Path, words: object, order: object, progress: object) -> tuple[Path, ...]:
        raise OSError(28, "No space left on device", str(directory))

    behind = replace(fakes.services(), write_order=full, faults=(fakes.InputFault, OSError))
    person = open_window(behind, fakes.Answers(directory=tmp_path))
    person.session.open(sample.project(), None)
    person.wait()
    person.press("Ctrl+E")
    person.wait()
    ((_, lines),) = person.answers.shown_faults
    assert lines == (f"{tmp_path}: No space left on device",)
    assert person.window.actions_["export"].isEnabled()


def test_what_is_typed_in_a_cell_is_saved_without_return(open_window: OpenWindow, tmp_path: Path) -> None:
    person = open_window(answers=fakes.Answers(saving=tmp_path / "one.json"))
    person.go(StepId.WORKLOAD)
    person.click(person.table("workload.groups").add_button)
    person.write("web")
    person.press("Ctrl+S")
    assert read_project(tmp_path / "one.json").workload.groups[0].name == "web"
    assert not person.session.dirty
