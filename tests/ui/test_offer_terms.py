"""What an offer promises, earns and costs, driven like a person: the sums on the page are those of the JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QTableView, QWidget

from tests.documents.test_signing import PHRASE, certificate  # noqa: F401 - a fixture
from tests.ui.at_offer import DAY, page, tab
from tests.ui.person import Person
from wizard.app import services
from wizard.documents.signing import Certificate
from wizard.flow.answers import changed
from wizard.flow.preparing import whole_offer
from wizard.flow.quoting import file_content
from wizard.flow.sizing import bundled_sizer
from wizard.model.offer import View
from wizard.model.project import Project
from wizard.model.text import Text
from wizard.persistence.languages import language
from wizard.persistence.projects import read_project
from wizard.ui.offering.bill import BillTab
from wizard.ui.widgets.sums import Sums

OpenWindow = Callable[..., Person]


def internal(person: Person) -> None:
    combo = page(person).view_choice
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    person.wait()


def read(person: Person, name: str) -> str:
    return person.found(QLabel, name).text()


def amount(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace("−", "-").split("\xa0")[0])


def truth(project: Project, view: View = "customer", words: str = "en") -> dict[str, Any]:
    """What the JSON of the same project says."""
    sizer = bundled_sizer()
    offer = whole_offer(project, sizer.size(project, DAY), sizer.size, on=DAY, view=view)
    found: dict[str, Any] = json.loads(file_content(offer, "json", language(words)))
    return found


def edit(person: Person, view: QTableView, row: int, column: int, text: str) -> None:
    view.setFocus()
    view.setCurrentIndex(view.model().index(row, column))
    QTest.keyClick(view, Qt.Key.Key_F2)
    assert isinstance(person.focus(), QLineEdit)
    person.press("Ctrl+A")
    person.write(text)
    person.press("Return")
    person.wait()


def sums_agree(person: Person) -> dict[str, Any]:
    """Compare the sums below the bill with the JSON of the project, to the cent."""
    tab(person, "bill")
    said = truth(person.session.project)
    for key, name in (("0", "once_net"), ("1", "per_year_net"), ("2", "total_net"), ("4", "total_gross")):
        assert amount(read(person, f"offer-total-{key}")) == Decimal(said[name]), name
    return said


def test_terms_change_the_sums_as_they_change_the_json(person: Person) -> None:
    before = sums_agree(person)
    tab(person, "terms")
    person.fill("offer.discount_percent", "7.5")
    person.choose("offer.mode", "Binding offer")
    person.fill("customer.country", "GB")
    person.click(person.found(QPushButton, "headings"))
    view = next(one for one in page(person).findChildren(QTableView) if one.isVisible())
    edit(person, view, 0, 4, "3")
    edit(person, view, 0, 1, "Server <b>& =cmd</b>")
    edit(person, view, 0, 4, "lots")
    assert "“lots” is not a number" in person.found(QWidget, "refused").accessibleName()
    after = sums_agree(person)
    assert after["mode"] == "binding"
    assert Decimal(after["total_net"]) < Decimal(before["total_net"])
    assert person.session.project.offer.groups[0].title == "Server <b>& =cmd</b>"
    person.press("Ctrl+Z")
    assert not person.session.drafts
    for _ in range(5):
        person.press("Ctrl+Z")
    person.wait()
    assert sums_agree(person) == before


def test_whom_the_customer_asks_is_kept_and_taken_back(person: Person) -> None:
    tab(person, "terms")
    known = {"name": "Erika <b>& Beispiel", "phone": "+43 1 234 56", "email": "erika@example.org"}
    for field, text in known.items():
        person.fill(f"offer.contact.{field}", text)
    assert person.session.project.offer.contact.model_dump() == known
    for _ in known:
        person.press("Ctrl+Z")
    assert person.session.project.offer.contact.said == ()


def test_another_currency_needs_its_three_answers(person: Person) -> None:
    tab(person, "terms")
    lines = {name: person.found(QLineEdit, f"currency-{name}") for name in ("code", "rate", "date")}
    for name, text in (("code", "chf"), ("rate", "0.9345")):
        lines[name].setFocus()
        person.write(text)
    assert person.session.project.offer.currency is None
    assert "needed together" in person.words()
    lines["date"].setFocus()
    person.write("20.11.2026")
    person.wait()
    assert person.session.project.offer.currency is not None
    assert not person.session.drafts
    said = sums_agree(person)
    assert "CHF" in json.dumps(said)
    assert read(person, "offer-total-2").endswith("CHF")


@pytest.mark.parametrize("width", [1024, 1366])
def test_names_of_sums_are_whole(person: Person, width: int) -> None:
    person.window.resize(width, 768)
    person.session.set_language("de")
    person.rest()
    internal(person)
    for key in ("bill", "calculation"):
        tab(person, key)
        person.rest()
        for sums in page(person).findChildren(Sums):
            for label in sums.findChildren(QLabel):
                cut = label.isVisible() and label.heightForWidth(label.width()) > label.height()
                assert not cut, label.text()


def test_the_calculation_is_seen_in_the_internal_view_alone(person: Person) -> None:
    assert page(person).tab_buttons["calculation"].isHidden()
    internal(person)
    tab(person, "bill")
    person.click(person.found(QPushButton, "position-details"))
    bill = page(person).tabs["bill"]
    assert isinstance(bill, BillTab)
    key = bill.bill.view.current().key
    person.fill(f"offer.position.{key}.purchase_net", "100")
    person.wait()
    tab(person, "calculation")
    person.fill("offer.markup_percent", "25")
    person.wait()
    quantity = bill.bill.view.current().quantity
    assert amount(read(person, "costing-cost")) == 100 * quantity
    assert amount(read(person, "costing-margin")) == 25 * quantity
    assert read(person, "costing-share") == "20 %"
    person.fill("offer.margin_percent", "50")
    person.wait()
    # One way to make prices takes the place of the other.
    assert person.session.project.offer.markup_percent is None
    assert read(person, "costing-share") == "50 %"
    person.fill("offer.margin_floor_percent", "60")
    person.wait()
    assert bill.bill.view.current().position in person.found(QWidget, "below-floor").accessibleName()
    person.fill("offer.margin_floor_percent", "100")
    assert "less than 100" in person.words()
    page(person).view_choice.setFocus()
    QTest.keyClick(page(person).view_choice, Qt.Key.Key_Up)
    person.wait()
    assert page(person).tab == "bill"
    assert "Purchase" not in person.words()


def test_positions_of_every_kind_are_added_behind_the_selected_one(person: Person) -> None:
    bill = page(person).tabs["bill"]
    assert isinstance(bill, BillTab)
    before = truth(person.session.project)
    kinds = {"optional", "alternative", "on-demand", "lump-sum", "text", "subtotal", "normal"}
    for kind in sorted(kinds):
        bill.bill.view.setCurrentIndex(bill.bill.model.index(0, 1))
        action = next(one for one in bill.bill.add_button.menu().actions() if one.data() == kind)
        action.trigger()
        person.wait()
        line = bill.bill.view.current()
        assert (line.kind, line.own) == (kind, True)
        if kind in ("lump-sum", "normal", "optional"):
            edit(person, bill.bill.view, bill.bill.view.currentIndex().row(), 3, "500.00")
    own = {one.kind: one for one in person.session.project.offer.positions}
    assert own.keys() == kinds
    assert own["alternative"].base == own["text"].after
    after = sums_agree(person)
    assert Decimal(after["total_net"]) - Decimal(before["total_net"]) == 1000
    assert amount(read(person, "offer-total-options")) == Decimal(after["total_net"]) + 500
    # Everything about one of them stands below its row, and is a step of undo each.
    service = next(one for one in bill.bill.model._records if one.kind == "normal" and one.own)
    bill.bill.view.setCurrentIndex(bill.bill.model.index(bill.bill.model._records.index(service), 1))
    person.click(person.found(QPushButton, "position-details"))
    person.choose(f"offer.position.{service.key}.unit", "day")
    person.fill(f"offer.position.{service.key}.support", "5 × 9, next business day")
    person.fill(f"offer.position.{service.key}.vat_percent", "10")
    person.fill(f"offer.position.{service.key}.valid_until", "31.12.2026")
    person.wait()
    (said,) = [one for one in person.session.project.offer.positions if one.id == service.key]
    assert (said.unit, said.support, said.vat_percent) == ("day", "5 × 9, next business day", Decimal(10))
    assert said.valid_until == date(2026, 12, 31)
    sums_agree(person)


def test_a_sent_revision_is_frozen_and_the_next_lists_its_changes(person: Person) -> None:
    tab(person, "files")
    assert read(person, "revision-state") == "Revision A is in work."
    person.click(person.found(QPushButton, "send"))
    person.wait()
    assert not person.answers.shown_faults
    ((title, lines),) = person.answers.confirmed
    assert "revision A" in title
    assert any("net over" in line for line in lines)
    assert len(list((person.answers.directory or Path()).iterdir())) == 2
    saved = read_project(person.answers.saving or Path())
    assert saved == person.session.project
    (sent,) = saved.revisions
    assert not person.session.dirty
    assert person.session.undo_name is None, "no undo takes back what went out"
    assert not person.found(QPushButton, "send").isEnabled()
    assert read(person, "revision-state").startswith("Revision A is sent")
    # What was sent is read, and cannot be edited.
    person.click(person.found(QPushButton, "sent-figures"))
    table = person.found(QTableView, "sent-positions")
    assert table.editTriggers() == QTableView.EditTrigger.NoEditTriggers
    nets = [amount(str(table.model().index(row, 4).data())) for row in range(table.model().rowCount())]
    assert sum(nets) == sum(one.net for one in sent.positions)
    assert str(sent.total_net) in read(person, "sent-sums").replace(",", "")
    # Another answer makes the next revision, with its changes by cause.
    more = changed(person.session.project.workload, growth_percent_per_year=60)
    person.session.change(changed(person.session.project, workload=more), Text("Growth"))
    tab(person, "terms")
    person.fill("offer.discount_percent", "5")
    person.wait()
    tab(person, "files")
    person.qtbot.waitUntil(lambda: not person.session.changes_worker.busy, timeout=60_000)
    person.wait()
    assert read(person, "revision-state") == "Revision B is in work."
    expected = services().changes(person.session.project, DAY, None)
    for row, change in enumerate(expected):
        shown = read(person, f"change-{row}")
        sign = 1 if shown.startswith("+") else -1
        assert sign * amount(shown.lstrip("+−")) == change.net
    assert "discount on the offer" in person.words()
    total = Decimal(truth(person.session.project)["total_net"])
    assert total - sent.total_net == sum(one.net for one in expected)
    assert person.session.project.revisions == saved.revisions


def test_what_stands_against_sending_is_listed_and_blocks_it(person: Person) -> None:
    tab(person, "terms")
    person.choose("offer.mode", "Binding offer")
    person.wait()
    tab(person, "files")
    words = person.words()
    assert "Stands against sending it:" in words
    assert "✕ The prices are indicative" in words
    assert not person.found(QPushButton, "send").isEnabled()


def test_whatever_quote_writes_the_window_writes(
    person: Person,
    certificate: Certificate,  # noqa: F811
    tmp_path: Path,
) -> None:
    own = tmp_path / "own.p12"
    own.write_bytes(certificate.content)
    person.answers.picking, person.answers.phrase = own, PHRASE
    tab(person, "files")
    for kind in ("csv", "json"):
        person.click(person.found(QCheckBox, f"kind-{kind}"))
    person.click(person.found(QPushButton, "files-more"))
    person.click(person.found(QPushButton, "pick-certificate"))
    combos = {one.accessibleName(): one for one in page(person).findChildren(QComboBox) if one.isVisible()}
    combos["Document"].setFocus()
    QTest.keyClick(combos["Document"], Qt.Key.Key_Down)
    combos["PDF"].setFocus()
    QTest.keyClick(combos["PDF"], Qt.Key.Key_Down)
    person.click(person.found(QPushButton, "export"))
    person.wait()
    assert not person.answers.shown_faults
    written = {path.suffix: path for path in person.window.exports.written or ()}
    assert written.keys() == {".pdf", ".xlsx", ".csv", ".json"}
    content = written[".pdf"].read_bytes()
    assert b"ETSI.CAdES.detached" in content
    assert b"rackwright.json" not in content
    assert json.loads(written[".json"].read_bytes()) == truth(person.session.project, words="de")
    assert person.session.order.passphrase == ""
    # A wrong passphrase writes nothing new; no passphrase at all begins nothing.
    before = {path: path.stat().st_mtime_ns for path in written.values()}
    person.answers.phrase = "wrong"
    person.click(person.found(QPushButton, "export"))
    person.wait()
    assert "passphrase is wrong" in str(person.answers.shown_faults[-1])
    person.answers.phrase = None
    person.click(person.found(QPushButton, "export"))
    person.wait()
    assert {path: path.stat().st_mtime_ns for path in written.values()} == before


def test_costs_over_the_years_are_those_of_the_documents(person: Person) -> None:
    tab(person, "running")
    assert "assumed: 0.28" in [line.placeholderText() for line in page(person).findChildren(QLineEdit)]
    person.fill("offer.costs.kwh_price", "0.41")
    person.fill("offer.costs.pue", "0.5")
    assert "at least 1" in person.words()
    person.fill("offer.costs.pue", "1.3")
    person.click(person.table("offer.costs.today").add_button)
    person.press("Ctrl+A")
    person.write("VMware, support & hosting")
    person.press("Return")
    person.cell("offer.costs.today", 0, 1, "48,000.00")
    person.wait()
    costs = page(person)._shown.offer.costs  # type: ignore[union-attr]
    assert costs is not None
    table = person.found(QTableView, "running-costs")
    rows = {str(table.model().index(row, 0).data()): row for row in range(table.model().rowCount())}

    def cell(name: str, column: int) -> Decimal:
        return amount(str(table.model().index(rows[name], column).data()))

    last = table.model().columnCount() - 1
    assert cell("Sum of the offer", last) == costs.total
    assert cell("VMware, support & hosting", last) == 5 * 48_000 == costs.today_total
    assert cell("Saved", last) == 240_000 - costs.total
    assert costs.kwh_price == Decimal("0.41")
    person.fill("offer.costs.years", "3")
    person.wait()
    assert person.found(QTableView, "running-costs").model().columnCount() == 5
