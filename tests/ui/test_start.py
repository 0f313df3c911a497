"""The start page: templates, recent projects with their preview, and files dropped onto the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
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
from wizard.ui.tools.prices import PricesTool

OpenWindow = Callable[..., Person]


def drop(person: Person, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    actions, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(200, 200), actions, data, buttons, keys)
    QApplication.sendEvent(person.window, enter)
    assert enter.isAccepted()
    overlay = person.window.drop
    assert overlay.isVisible()
    assert overlay.size() == person.window.size()
    # What covers the window takes the rest of the drag.
    QApplication.sendEvent(person.window, QDragLeaveEvent())
    QApplication.sendEvent(overlay, QDragEnterEvent(QPoint(200, 200), actions, data, buttons, keys))
    QApplication.sendEvent(overlay, QDropEvent(QPoint(200, 200), actions, data, buttons, keys))
    assert not overlay.isVisible()
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


def said(person: Person, *paths: Path) -> str:
    """What stands over the window while files are dragged over it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    actions, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(person.window, QDragEnterEvent(QPoint(9, 9), actions, data, buttons, keys))
    overlay = person.window.drop
    words = f"{overlay.title.text()} {overlay.text.text()}"
    assert overlay.title.text() in overlay.accessibleName()
    assert not person.window.grab().isNull()
    QApplication.sendEvent(person.window, QDragLeaveEvent())
    person.qtbot.waitUntil(lambda: not overlay.isVisible())
    return words


@pytest.mark.parametrize("at_start", [True, False])
def test_over_the_window_stands_what_will_happen_by_kind_of_file(
    open_window: OpenWindow, tmp_path: Path, at_start: bool
) -> None:
    person = open_window()
    if at_start:
        person.window.show_start()
    project, prices, inventory = tmp_path / "one.json", tmp_path / "prices.csv", tmp_path / "RVTools_tabvInfo.csv"
    write_project(sample.project(), project)
    prices.write_text("Artikelnummer;Bezeichnung;EK netto\nA-1;Server;100,00\n", encoding="utf-8")
    inventory.write_text("VM,Powerstate,CPUs\nweb,poweredOn,2\n", encoding="utf-8")
    book, listing, photo = tmp_path / "rv.xlsx", tmp_path / "list.xlsx", tmp_path / "<b>photo & co.png"
    for path, sheet, cells in ((book, "vInfo", ("VM", "CPUs")), (listing, "Tabelle1", ("MPN", "List price"))):
        made = Workbook()
        made.active.title = sheet
        made.active.append(cells)
        made.save(path)
    photo.write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    offer, _ = write_quote(sample.offer(), tmp_path, ENGLISH)
    assert said(person, project).startswith("Open this project one.json")
    assert said(person, offer).startswith("Open the project in this PDF")
    assert said(person, prices).startswith("Read this price list prices.csv")
    assert said(person, listing).startswith("Read this price list list.xlsx")
    inventories = said(person, book), said(person, inventory)
    assert inventories[0].startswith("Read this inventory")
    assert ("A new project" in inventories[0]) == at_start
    assert inventories[1].startswith("Read this inventory")
    assert said(person, book, inventory).startswith("Read 2 files as one inventory")
    for unreadable in (photo, tmp_path / "missing.xlsx"):
        assert said(person, unreadable).startswith("This cannot be read Understood are")
    assert said(person, project, prices).startswith("This cannot be read")


def test_a_dropped_price_list_opens_the_prices(open_window: OpenWindow, tmp_path: Path) -> None:
    prices = tmp_path / "prices.csv"
    prices.write_text("Artikelnummer;Bezeichnung;EK netto\nA-1;Server;100,00\n", encoding="utf-8")
    person = open_window()
    person.window.show_start()
    drop(person, prices)
    tool = person.window.tools.current
    assert isinstance(tool, PricesTool)
    person.qtbot.waitUntil(lambda: not tool.busy)
    tool.reject()
    assert person.window.at_start


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
    person.rest()
    assert person.window.at_start
    assert "Was soll bemessen werden?" in person.words(person.window.start)
