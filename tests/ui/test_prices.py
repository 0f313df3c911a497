"""Prices and parts at the window: a supplier's list is looked at before anything is kept, parts are edited in cells."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from tests.documents import sample
from tests.ui import fakes
from tests.ui.person import Person
from wizard import app
from wizard.flow.price_desk import PriceDesk
from wizard.flow.steps import StepId
from wizard.persistence import files
from wizard.persistence.catalogues import bundled_catalogue, read_catalogue
from wizard.persistence.languages import language
from wizard.persistence.projects import read_project
from wizard.persistence.settings import read_settings
from wizard.ui import i18n
from wizard.ui.dialogs import Unsaved
from wizard.ui.tools.prices import PricesTool
from wizard.ui.widgets.base import Combo

OpenWindow = Callable[..., Person]
PART = "epyc-4245p"
LIST = """Musterdistribution GmbH;;;;;;
Artikelnummer;Bezeichnung;Listenpreis;Rabatt %;EK netto;Währung;gültig bis
epyc-4245p;CPU;"1.234,50";20;;EUR;31.12.2026
4711;Modul;"1.000,00";10;"850,00";EUR;31.12.2026
am5-1u;Server;;;;EUR;31.12.2026
epyc-4245p;CPU;"1.234,50";20;;EUR;31.12.2026
boot-m2-480gb;M.2;"99,90 CHF";;;;31.12.2026
ssd-sata-ri-0.96tb;SSD;abc;;;EUR;31.12.2026
"""


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    path = tmp_path / "Preisliste Herbst <&>.csv"
    path.write_bytes(LIST.encode("cp1252"))
    return path


def tool(person: Person) -> PricesTool:
    return person.open_tool(PricesTool, "Ctrl+Shift+P")


def cell(person: Person, made: PricesTool, id: str, column: str, text: str) -> None:
    """Type into a cell, as in a spreadsheet."""
    view, model = made.parts.view, made.parts.model
    row = model.row_of(id)
    assert row is not None
    index = model.index(row, [one.key for one in model.columns].index(column))
    view.setFocus()
    view.setCurrentIndex(index)
    QTest.keyClick(view, Qt.Key.Key_F2)
    person.press("Ctrl+A")
    person.press("Del")
    person.write(text)
    person.press("Return")


def shown(made: PricesTool, id: str, column: str) -> str:
    model = made.parts.model
    row = model.row_of(id)
    assert row is not None
    return str(model.index(row, [one.key for one in model.columns].index(column)).data())


def rows(made: PricesTool) -> list[tuple[str, str]]:
    model = made.price_list.report.table.model()
    return [(model.index(row, 1).data(), model.index(row, 5).data()) for row in range(model.rowCount())]


def choose(combo: Combo, data: object) -> None:
    """Choose an entry with the keyboard."""
    combo.setFocus()
    move = combo.findData(data) - combo.currentIndex()
    for _ in range(abs(move)):
        QTest.keyClick(combo, Qt.Key.Key_Down if move > 0 else Qt.Key.Key_Up)
    QApplication.processEvents()


# --- a price list -----------------------------------------------------------------------------------------------------


def test_a_list_is_shown_row_by_row_before_anything_is_kept(open_window: OpenWindow, listing: Path) -> None:
    person = open_window(answers=fakes.Answers(listing=listing))
    made = tool(person)
    person.click(person.found(QPushButton, "tab-list"))
    person.click(person.found(QPushButton, "choose-list"))
    person.settle(made)
    assert made.price_list.form.combos["part"].currentText() == "Artikelnummer"
    assert made.price_list.form.combos["selling"].currentText() == "– not in the list –"
    assert rows(made) == [
        (PART, "Taken"), ("4711", "Unknown part"), ("am5-1u", "Price missing"), (PART, "Stands twice"),
        ("boot-m2-480gb", "Other currency"), ("ssd-sata-ri-0.96tb", "Cannot be read"),
    ]  # fmt: skip
    assert made.price_list.report.summary.text().startswith("1 of 6 rows taken, 1 prices change")
    choose(made.price_list.report.kind, "unknown-part")
    assert rows(made) == [("4711", "Unknown part")]
    choose(made.price_list.report.kind, "")
    made.price_list.report.search.setFocus()
    person.write("chf")
    assert rows(made) == [("boot-m2-480gb", "Other currency")]
    assert read_settings().catalogue is None
    assert read_settings().price_lists == ()
    assert made.bench.catalogue == bundled_catalogue()


def test_these_prices_are_used_at_once_and_given_back(open_window: OpenWindow, listing: Path) -> None:
    behind = app.services()
    person = open_window(behind, fakes.Answers(listing=listing))
    project = read_project(Path("templates/examples/branch-shop.json"))
    person.session.open(project, None)
    person.wait()
    assert person.session.assessment is not None
    assert person.session.assessment.catalogue_indicative
    cheapest = {line.part for line in person.session.assessment.best.design.bill}  # type: ignore[union-attr]
    cpu = next(iter(cheapest & {part.id for part in bundled_catalogue().cpus}))
    listing.write_text(f"SKU;Netto\n{cpu};1,00\n", encoding="utf-8")
    made = tool(person)
    made.take([listing])
    person.settle(made)
    person.click(person.found(QPushButton, "use-prices"))
    person.settle(made)
    person.wait()
    after = person.session.assessment
    assert after is not None
    assert not after.catalogue_indicative
    line = next(line for line in after.best.design.bill if line.part == cpu)  # type: ignore[union-attr]
    assert line.unit_net == Decimal("1.00")
    assert line.price_source == listing.name
    own = PriceDesk().proposal
    assert read_settings().catalogue == str(own)
    assert read_catalogue(own).parts[cpu].price.net == Decimal("1.00")
    assert read_settings().price_lists[0].columns == {"part": "SKU", "purchase": "Netto"}
    person.click(person.found(QPushButton, "use-bundled"))
    person.settle(made)
    person.wait()
    assert read_settings().catalogue is None
    assert person.session.assessment.catalogue_indicative  # type: ignore[union-attr]
    assert own.exists()


def test_columns_aliases_and_terms_are_answered_and_remembered(open_window: OpenWindow, listing: Path) -> None:
    person = open_window()
    made = tool(person)
    made.take([listing])
    person.settle(made)
    form = made.price_list.form
    choose(form.combos["list"], None)
    person.settle(made)
    assert (PART, "Price missing") in rows(made), "without the column of the list price there is no price"
    choose(form.combos["list"], "Listenpreis")
    form.lines["markup_percent"].control.setFocus()
    person.write("12.5x")
    assert "not a number" in form.lines["markup_percent"].message
    person.press("Backspace")
    person.settle(made)
    report = made.price_list.report
    report.table.selectRow(1)
    report.ours.setCurrentIndex(report.ours.findData("ram-udimm-48"))
    person.click(report.assign_button)
    person.settle(made)
    assert ("4711", "Contradiction") in rows(made)
    person.click(made.price_list.use_button)
    person.settle(made)
    kept = read_catalogue(PriceDesk().proposal)
    price = kept.parts["ram-udimm-48"].price
    assert (price.list_net, price.purchase_net, price.net) == (Decimal("1000.00"), Decimal("850.00"), Decimal("956.25"))
    (mapping,) = read_settings().price_lists
    assert mapping.aliases == {"4711": "ram-udimm-48"}
    assert mapping.markup_percent == Decimal("12.5")
    made.take([listing])
    person.settle(made)
    assert ("4711", "Contradiction") in rows(made), "the second list of this supplier needs no words"


def test_the_part_has_to_be_named_first(open_window: OpenWindow, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Their,Much\nepyc-4245p,100\n", encoding="utf-8")
    person = open_window()
    made = tool(person)
    made.take([path])
    person.settle(made)
    assert made.price_list.fault.isVisible()
    assert not made.price_list.use_button.isEnabled()
    choose(made.price_list.form.combos["part"], "Their")
    person.settle(made)
    choose(made.price_list.form.combos["selling"], "Much")
    person.settle(made)
    assert rows(made) == [(PART, "Taken")]
    assert made.price_list.use_button.isEnabled()


def test_a_dropped_list_is_read(open_window: OpenWindow, listing: Path) -> None:
    person = open_window()
    made = tool(person)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(listing))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    made.dropEvent(QDropEvent(QPoint(9, 9).toPointF(), Qt.DropAction.CopyAction, data, buttons, keys))
    person.settle(made)
    assert len(rows(made)) == 6


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("broken.xlsx", b"PK\x03\x04 no zip at all", "broken.xlsx: "),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old.xls: "),
        ("empty.csv", b"", "holds no rows"),
        ("noise.csv", bytes(range(256)) * 40, "noise.csv: "),
    ],
)
def test_a_hostile_file_gives_an_error_and_loses_nothing(
    open_window: OpenWindow, listing: Path, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    person = open_window()
    made = tool(person)
    made.take([listing])
    person.settle(made)
    before = rows(made)
    path = tmp_path / name
    path.write_bytes(content)
    made.take([path])
    person.settle(made)
    ((title, lines),) = person.answers.shown_faults
    assert title == "The price list cannot be read."
    assert words in lines[0]
    assert rows(made) == before
    made.take([tmp_path / "gone.csv"])
    person.settle(made)
    assert len(person.answers.shown_faults) == 2


def test_the_reason_is_said_in_the_language_of_the_window(open_window: OpenWindow, tmp_path: Path) -> None:
    path = tmp_path / "leer.csv"
    path.write_bytes(b"")
    i18n.use(language("de"))
    person = open_window()
    made = tool(person)
    made.take([path])
    person.settle(made)
    ((_, lines),) = person.answers.shown_faults
    assert lines == ("leer.csv: enthält keine Zeilen",)


def test_reading_can_be_cancelled_and_the_tool_closed_meanwhile(open_window: OpenWindow, listing: Path) -> None:
    gate = threading.Event()

    class Slow(PriceDesk):
        def open_list(self, path: Path) -> Any:
            gate.wait(10)
            return super().open_list(path)

    person = open_window(replace(fakes.services(), prices=Slow()))
    made = tool(person)
    made.take([listing])
    person.qtbot.waitUntil(made.busy_bar.isVisible)
    person.click(made.busy_bar.cancel_button)
    assert not made.busy_bar.isVisible()
    made.take([listing])
    person.press("Esc")
    assert person.window.tools.current is None
    gate.set()
    again = tool(person)
    again.show_page(1)
    person.settle(again)
    assert rows(again) == []
    again.take([listing])
    person.settle(again)
    assert len(rows(again)) == 6


def test_a_long_list_ends_where_its_reading_is_cancelled(open_window: OpenWindow, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    lines = "".join(f"x{n};{n},50\n" for n in range(60_000))
    path.write_text(f"SKU;Net price\n{lines}", encoding="utf-8")
    begun, read = threading.Event(), threading.Event()

    class Telling(PriceDesk):
        def take(self, opened: Any, mapping: Any, catalogue: Any, on: Any) -> Any:
            begun.set()
            made = super().take(opened, mapping, catalogue, on)
            read.set()
            return made

    person = open_window(replace(fakes.services(), prices=Telling()))
    made = tool(person)
    made.take([path])
    person.qtbot.waitUntil(begun.is_set, timeout=20_000)
    person.click(made.busy_bar.cancel_button)
    person.window.tools.finish()
    assert not read.is_set()


def test_names_of_any_length_are_shown_as_they_are(open_window: OpenWindow, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["<b>Part</b>" + "x" * 10_000, "SKU", "=Price & more 🚀", "Net price"])
        for row in range(1, 400):
            sheet.write_row(row, 0, ["<i>", f"{'n' * 10_000}{row}", "🚀" * 2_000, row])
    person = open_window()
    made = tool(person)
    made.take([path])
    person.settle(made)
    assert len(rows(made)) == 399
    assert made.width() <= person.window.width()


# --- parts ------------------------------------------------------------------------------------------------------------


def test_a_part_is_found_edited_undone_and_kept(open_window: OpenWindow) -> None:
    person = open_window()
    made = tool(person)
    made.parts.search.setFocus()
    person.write("4245p")
    assert made.parts.model.rowCount() == 1
    cell(person, made, PART, "list_net", "1,000.00")
    cell(person, made, PART, "discount_percent", "20")
    assert shown(made, PART, "purchase_net") == "800.00"
    assert shown(made, PART, "source") == "entered by hand"
    assert shown(made, PART, "state") == ""
    cell(person, made, PART, "net", "950")
    person.press("Ctrl+Z")
    assert shown(made, PART, "net") == i18n.current().money(bundled_catalogue().parts[PART].price.net)
    person.press("Ctrl+Y")
    assert shown(made, PART, "net") == "950.00"
    cell(person, made, PART, "valid_until", "2027-03-31")
    assert person.found(QPushButton, "save-catalogue").isEnabled()
    person.press("Ctrl+S")
    person.settle(made)
    price = read_catalogue(PriceDesk().proposal).parts[PART].price
    assert (price.net, price.purchase_net, price.valid_until) == (Decimal(950), Decimal(800), date(2027, 3, 31))
    assert not made.bench.dirty
    person.press("Esc")
    assert person.window.tools.current is None
    assert person.answers.asked == 0


def test_a_change_draws_its_own_row_only(open_window: OpenWindow) -> None:
    person = open_window(answers=fakes.Answers(leaving=Unsaved.DISCARD))
    made = tool(person)
    drawn: list[tuple[int, int]] = []
    model = made.parts.model
    model.dataChanged.connect(lambda first, last, *_: drawn.append((first.row(), last.row())))
    row = model.row_of(PART)
    # The first change makes a catalogue of its own of the bundled one, whose other prices remember what they were.
    for text in ("950", "abc", "960"):
        cell(person, made, PART, "net", text)
        assert shown(made, PART, "net") == {"950": "950.00", "960": "960.00"}.get(text, text)
    for _ in range(2):
        person.press("Ctrl+Z")
    assert shown(made, PART, "net") == i18n.current().money(bundled_catalogue().parts[PART].price.net)
    assert len(drawn) >= 5
    assert set(drawn) == {(row, row)}


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        ("net", "abc", "not a number"),
        ("net", "", "an answer is needed here"),
        ("net", "-5", "at least 0"),
        ("discount_percent", "140", "at most 100"),
        ("valid_until", "soon", "is not a date"),
        ("valid_until", "2001-01-01", "cannot end before it begins"),
        ("name", "", "needs a name"),
        ("net", "9" * 40, "too large"),
        ("net", "5000000000", "no price"),
    ],
)
def test_a_refused_value_stays_in_its_cell_with_the_reason(
    open_window: OpenWindow, column: str, text: str, reason: str
) -> None:
    person = open_window(answers=fakes.Answers(leaving=Unsaved.DISCARD))
    made = tool(person)
    before = made.bench.catalogue
    cell(person, made, PART, column, text)
    assert shown(made, PART, column) == text
    assert reason in made.parts.messages.text()
    model = made.parts.model
    index = model.index(model.row_of(PART) or 0, [one.key for one in model.columns].index(column))
    assert reason in str(index.data(Qt.ItemDataRole.AccessibleDescriptionRole))
    assert made.bench.catalogue == before
    person.press("Ctrl+Z")
    assert not made.parts.messages.isVisible()
    assert shown(made, PART, column) != text


def test_a_copy_is_added_renamed_and_removed(open_window: OpenWindow) -> None:
    person = open_window(answers=fakes.Answers(leaving=Unsaved.DISCARD))
    made = tool(person)
    made.parts.show_part(PART)
    assert not made.parts.remove_button.isEnabled(), "what travels with the program is not removed"
    person.click(made.parts.copy_button)
    new = f"{PART}-own"
    assert shown(made, new, "state").startswith("own part")
    cell(person, made, new, "name", "x" * 10_000)
    assert shown(made, new, "name") == "x" * 10_000
    made.parts.show_part(new)
    person.click(made.parts.remove_button)
    assert made.parts.model.row_of(new) is None
    assert made.bench.catalogue.parts.keys() == bundled_catalogue().parts.keys()


def test_a_part_is_taken_off_the_list_by_keyboard(open_window: OpenWindow) -> None:
    person = open_window(answers=fakes.Answers(leaving=Unsaved.DISCARD))
    made = tool(person)
    view, model = made.parts.view, made.parts.model
    column = [one.key for one in model.columns].index("available")
    view.setFocus()
    view.setCurrentIndex(model.index(model.row_of(PART) or 0, column))
    QTest.keyClick(view, Qt.Key.Key_F2)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    QApplication.processEvents()
    assert not made.bench.catalogue.parts[PART].available
    assert "not available" in shown(made, PART, "state")
    made.parts.states.setCurrentIndex(made.parts.states.findText("not available"))
    assert made.parts.model.rowCount() == 1


@pytest.mark.parametrize("answer", list(Unsaved))
def test_closing_asks_about_changes(open_window: OpenWindow, answer: Unsaved) -> None:
    person = open_window(answers=fakes.Answers(leaving=answer))
    made = tool(person)
    cell(person, made, PART, "net", "950")
    person.press("Esc")
    person.qtbot.waitUntil(lambda: (person.window.tools.current is None) is (answer is not Unsaved.CANCEL))
    assert person.answers.asked == 1
    assert (person.window.tools.current is None) is (answer is not Unsaved.CANCEL)
    assert PriceDesk().proposal.exists() is (answer is Unsaved.SAVE)
    person.answers.leaving = Unsaved.DISCARD


def test_a_full_disk_keeps_everything(open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    person = open_window(answers=fakes.Answers(leaving=Unsaved.DISCARD))
    made = tool(person)
    cell(person, made, PART, "net", "950")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files.os, "fsync", full)
        person.press("Ctrl+S")
        person.settle(made)
    ((title, lines),) = person.answers.shown_faults
    assert title == "The catalogue cannot be saved."
    assert "No space left on device" in lines[0]
    assert shown(made, PART, "net") == "950.00"
    assert made.bench.dirty
    assert read_settings().catalogue is None


def test_a_broken_catalogue_of_ones_own_is_said(open_window: OpenWindow, tmp_path: Path) -> None:
    broken = tmp_path / "own.json"
    broken.write_text("{", encoding="utf-8")
    person = open_window(answers=fakes.Answers(opening=broken))
    made = tool(person)
    person.click(made.open_button)
    person.settle(made)
    ((title, _),) = person.answers.shown_faults
    assert title == "The catalogue cannot be read."
    assert made.bench.catalogue == bundled_catalogue()


def test_the_pins_know_a_part_that_was_added(open_window: OpenWindow) -> None:
    person = open_window(app.services())
    person.session.open(sample.project(), None)
    person.wait()
    person.go(StepId.RECOMMENDATION)
    made = tool(person)
    made.parts.show_part(PART)
    person.click(made.parts.copy_button)
    person.press("Ctrl+S")
    person.settle(made)
    person.press("Esc")
    person.wait()
    combo = person.field("preferences.cpu").findChild(Combo)
    assert combo is not None
    assert any("(copy)" in combo.itemText(row) for row in range(combo.count()))
