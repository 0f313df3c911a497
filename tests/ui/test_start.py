"""The start page: templates, recent projects with their preview, and files dropped onto the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton

from tests.documents import sample
from tests.ui import fakes
from tests.ui.person import Person
from wizard.flow.quoting import write_quote
from wizard.flow.steps import StepId
from wizard.flow.templates import TEMPLATES, Template, from_template
from wizard.model.text import ENGLISH
from wizard.persistence.languages import language
from wizard.persistence.projects import write_project
from wizard.ui.dialogs import Unsaved

OpenWindow = Callable[..., Person]


def drop(person: Person, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    actions, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(200, 200), actions, data, buttons, keys)
    QApplication.sendEvent(person.window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(person.window, QDropEvent(QPoint(200, 200), actions, data, buttons, keys))
    person.wait()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.id)
def test_each_template_opens_without_its_customer(open_window: OpenWindow, template: Template) -> None:
    person = open_window()
    person.window.show_start()
    person.click(person.found(QPushButton, f"template-{template.id}"))
    assert not person.window.at_start
    assert person.window.view.step is StepId.CUSTOMER
    project = person.session.project
    assert project.workload.groups
    assert project.customer.name == ""
    assert not person.session.dirty
    person.wait()
    assert person.session.assessment is not None


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.id)
def test_a_template_speaks_german(template: Template) -> None:
    english, german = from_template(template, ENGLISH), from_template(template, language("de"))
    assert german.customer.language == "de"
    known = set(language("de").messages)
    names = [group.name for group in english.workload.groups] + [english.title]
    assert [name for name in names if name not in known] == []
    assert english.workload.groups[0].name != german.workload.groups[0].name
    assert len(english.site_links) == len(german.site_links)


def test_nothing_of_an_open_project_is_lost_on_the_way(open_window: OpenWindow) -> None:
    person = open_window(answers=fakes.Answers(leaving=Unsaved.CANCEL))
    person.fill("title", "Mine")
    person.press("Ctrl+N")
    assert person.window.at_start
    person.click(person.found(QPushButton, "template-fleet"))
    assert person.answers.asked == 1
    assert person.session.project.title == "Mine"
    person.click(person.found(QPushButton, "back-to-project"))
    assert not person.window.at_start
    assert person.line("title").text() == "Mine"
    person.answers.leaving = Unsaved.DISCARD
    person.press("Ctrl+N")
    person.click(person.found(QPushButton, "template-empty"))
    assert person.session.project.title == ""


def test_a_recent_project_is_shown_before_it_is_opened(open_window: OpenWindow, tmp_path: Path) -> None:
    path, gone = tmp_path / "one.rackwright.json", tmp_path / "gone.json"
    write_project(sample.project(), path)
    behind = fakes.services()
    behind.recent.remember(path)
    behind.recent.remember(gone)
    person = open_window(behind)
    person.window.show_start()
    start = person.window.start
    person.qtbot.waitUntil(lambda: "cannot be opened" in person.words(start))
    person.click(person.found(QPushButton, "forget"))
    person.qtbot.waitUntil(lambda: "255 guests" in person.words(start))
    assert behind.recent.paths() == [path]
    words = person.words(start)
    assert "Musterwerk GmbH" in words
    assert "Sites: 3 sites" in words
    assert person.session.project.title == ""
    person.click(person.found(QPushButton, "open-recent"))
    person.wait()
    assert person.session.project == sample.project()
    assert not person.window.at_start


def test_a_dropped_inventory_becomes_a_project(open_window: OpenWindow, tmp_path: Path) -> None:
    person = open_window()
    person.window.show_start()
    drop(person, tmp_path / "rv.xlsx")
    assert not person.window.at_start
    assert person.window.view.step is StepId.WORKLOAD
    assert person.session.project.workload.groups[0].name == "imported"
    person.fill("workload.years", "5")
    drop(person, tmp_path / "rv.xlsx")
    # Dropped onto an open project, only its guests change.
    assert person.session.project.workload.years == 5


def test_a_dropped_project_opens_and_a_broken_one_changes_nothing(open_window: OpenWindow, tmp_path: Path) -> None:
    path, broken = tmp_path / "one.json", tmp_path / "broken.json"
    write_project(sample.project(), path)
    broken.write_text("{", encoding="utf-8")
    person = open_window()
    person.window.show_start()
    drop(person, path)
    assert person.session.project == sample.project()
    drop(person, broken)
    assert person.session.project == sample.project()
    assert "broken.json" in person.answers.shown_faults[0][0]


def test_the_dropped_pdf_of_an_offer_opens_its_project_and_is_never_replaced(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    offer = sample.offer()
    path, _ = write_quote(offer, tmp_path, ENGLISH)
    before = path.read_bytes()
    person = open_window()
    person.window.show_start()
    drop(person, path)
    assert person.session.project == offer.project
    assert person.session.path is None
    person.answers.saving = tmp_path / "saved.json"
    assert person.window.files.save()
    assert path.read_bytes() == before


def test_the_start_page_changes_its_language(open_window: OpenWindow) -> None:
    person = open_window()
    person.window.show_start()
    person.session.set_language("de")
    QApplication.processEvents()
    assert person.window.at_start
    assert "Was soll bemessen werden?" in person.words(person.window.start)
