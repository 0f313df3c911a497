"""The offer page with the real commercial model: positions edited in cells, real pages, an export that is cancelled."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pypdfium2
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QProgressBar, QPushButton, QWidget

from tests.ui import fakes
from tests.ui.at_offer import page, tab
from tests.ui.person import Person
from wizard.checkpoint import checkpoint
from wizard.flow.ordering import Order
from wizard.flow.steps import StepId
from wizard.model.offer import Offer
from wizard.model.text import Language
from wizard.ui.models.positions import columns
from wizard.ui.offering.bill import BillTab
from wizard.ui.offering.positions import Positions
from wizard.ui.widgets.base import Combo

OpenWindow = Callable[..., Person]
COLUMNS = [column.key for column in columns()]


def bill(person: Person) -> Positions:
    shown = page(person).tabs["bill"]
    assert isinstance(shown, BillTab)
    return shown.bill


def cell(person: Person, row: int, key: str) -> str:
    model = bill(person).view.model()
    return str(model.index(row, COLUMNS.index(key)).data())


def edit(person: Person, row: int, key: str, text: str) -> None:
    """Click a cell, press F2, and type."""
    view = bill(person).view
    index = view.model().index(row, COLUMNS.index(key))
    person.qtbot.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, view.visualRect(index).center()
    )
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_F2)
    assert isinstance(person.focus(), QLineEdit)
    person.press("Ctrl+A")
    person.write(text)
    person.press("Return")
    person.wait()


def total(person: Person) -> str:
    return person.found(QLabel, "offer-total-2").text()


def amount(text: str) -> Decimal:
    return Decimal(text.replace(",", "").split("\xa0")[0])


def test_quantity_text_price_and_discount_are_edited_in_their_cells(person: Person) -> None:
    before, each = amount(total(person)), amount(cell(person, 0, "unit_net"))
    quantity = int(cell(person, 0, "quantity"))
    sized = person.session.assessment
    edit(person, 0, "quantity", str(quantity + 1))
    assert cell(person, 0, "quantity") == str(quantity + 1)
    assert amount(total(person)) == before + each
    edit(person, 0, "discount_percent", "10 %")
    assert cell(person, 0, "discount_percent") == "10"
    edit(person, 0, "text", "Server <b>& =cmd</b> 😀")
    assert cell(person, 0, "text").startswith("Server <b>& =cmd</b> 😀")
    # The sizing itself does not move.
    assert person.session.assessment is not None
    assert sized is not None
    assert person.session.assessment.best is not None
    assert sized.best is not None
    assert person.session.assessment.best.design == sized.best.design
    for _ in range(3):
        person.press("Ctrl+Z")
    person.wait()
    assert amount(total(person)) == before
    assert person.session.project.offer.edits == ()


def test_an_option_leaves_the_sum(person: Person) -> None:
    before, net = amount(total(person)), amount(cell(person, 0, "net"))
    view = bill(person).view
    view.setCurrentIndex(view.model().index(0, COLUMNS.index("kind")))
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_F2)
    combo = view.findChild(Combo)
    assert combo is not None
    QTest.keyClick(combo, Qt.Key.Key_Down)
    person.wait()
    assert cell(person, 0, "kind") == "optional"
    assert amount(total(person)) == before - net
    person.click(person.found(QPushButton, "position-reset"))
    person.wait()
    assert amount(total(person)) == before


def test_what_cannot_be_taken_stays_in_its_cell_with_the_reason(person: Person) -> None:
    before = cell(person, 0, "quantity")
    edit(person, 0, "quantity", "many")
    shown = person.found(QWidget, "refused")
    assert "“many” is not a number" in shown.accessibleName()
    assert cell(person, 0, "quantity") == "many"
    edit(person, 0, "discount_percent", "120")
    assert "“120”: at most 100" in shown.accessibleName()
    assert cell(person, 0, "discount_percent") == "120"
    # Mended, given up by hand, and taken back by undo: nothing of it is left.
    edit(person, 0, "quantity", "7")
    assert cell(person, 0, "quantity") == "7"
    person.click(person.found(QPushButton, "give-up"))
    assert not shown.isVisible()
    assert cell(person, 0, "discount_percent") == ""
    edit(person, 0, "quantity", "1e9")
    assert cell(person, 0, "quantity") == "1e9"
    person.press("Ctrl+Z")
    assert cell(person, 0, "quantity") == "7"
    person.press("Ctrl+Z")
    person.wait()
    assert cell(person, 0, "quantity") == before


def test_services_are_added_and_positions_removed(person: Person) -> None:
    shown = bill(person)
    rows = shown.view.model().rowCount()
    shown.add_button.menu().actions()[1].trigger()
    person.wait()
    assert shown.view.model().rowCount() == rows + 1
    row = next(n for n in range(rows + 1) if "Installation" in cell(person, n, "text"))
    edit(person, row, "quantity", "2")
    edit(person, row, "unit_net", "1,200.00")
    assert cell(person, row, "net") == "2,400.00"
    shown.view.setCurrentIndex(shown.view.model().index(row, 1))
    person.click(person.found(QPushButton, "position-remove"))
    person.wait()
    assert shown.view.model().rowCount() == rows
    person.press("Ctrl+Z")
    person.wait()
    assert cell(person, row, "net") == "2,400.00"


def shown_pages(person: Person) -> list[QLabel]:
    """Wait until the pages are drawn and stand in the window, and return them."""
    preview = page(person).preview

    def pages() -> list[QLabel]:
        return [label for label in preview.findChildren(QLabel, "preview-page") if label.isVisible()]

    person.qtbot.waitUntil(lambda: not preview.busy and bool(pages()), timeout=30_000)
    return pages()


def test_the_pages_beside_the_offer_are_those_of_the_pdf(person: Person) -> None:
    pages = shown_pages(person)
    tab(person, "files")
    person.click(person.found(QPushButton, "export"))
    person.wait()
    document = pypdfium2.PdfDocument(next((person.answers.directory or Path()).glob("*.pdf")))
    count = len(document)
    document.close()
    assert len(pages) == count
    assert page(person).preview.status.text() == f"{count} pages"
    before = pages[0].pixmap().toImage()
    width = pages[0].width()
    # What is edited is drawn anew.
    tab(person, "terms")
    person.fill("offer.vendor", "Muster Systemhaus GmbH")
    person.wait()
    person.qtbot.waitUntil(lambda: shown_pages(person)[0].pixmap().toImage() != before, timeout=30_000)
    person.click(person.found(QPushButton, "preview-larger"))
    person.qtbot.waitUntil(lambda: shown_pages(person)[0].width() > width, timeout=30_000)


def test_the_preview_stands_in_the_place_of_the_panel(person: Person) -> None:
    assert page(person).preview.isVisible()
    assert not person.window.view.panel.isVisible()
    person.window.resize(1200, 800)
    QApplication.processEvents()
    assert not page(person).preview.isVisible()
    assert person.window.view.panel.isVisible()
    person.window.resize(1440, 900)
    person.go(StepId.BUDGET)
    assert person.window.view.panel.isVisible()


def test_an_export_shows_its_progress_and_can_be_cancelled(open_window: OpenWindow, tmp_path: Path) -> None:
    seen: list[int] = []

    def write(
        offer: Offer, directory: Path, language: Language, order: Order, progress: Callable[[int], None]
    ) -> tuple[Path, ...]:
        for step in range(1000):
            checkpoint()
            progress(min(step, 99))
            seen.append(step)
            time.sleep(0.02)
        raise AssertionError("it was not cancelled")

    behind = replace(fakes.services(), write_order=write)
    person = open_window(behind, fakes.Answers(directory=tmp_path))
    person.session.open(fakes.sample.project(), None)
    person.go(StepId.OFFER)
    person.wait()
    tab(person, "files")
    person.click(person.found(QPushButton, "export"))
    progress = person.found(QProgressBar, "export-progress")
    person.qtbot.waitUntil(lambda: progress.value() >= 4, timeout=10_000)
    cancel = person.found(QPushButton, "export-cancel")
    cancel.setFocus()
    QTest.keyClick(cancel, Qt.Key.Key_Space)
    person.wait()
    assert not person.answers.reports
    assert not person.answers.shown_faults
    assert person.window.view.status.text().startswith("Cancelled.")
    assert not progress.isVisible()
    assert len(seen) < 1000
    assert person.window.exports.written is None
    assert list(tmp_path.iterdir()) == [] or all(path.name == "settings" for path in tmp_path.iterdir())
