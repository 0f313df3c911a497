"""A workbook lives: another figure in an input cell gives what the program itself says of the changed project.

The file is edited with openpyxl, computed anew by LibreOffice, and read back.
"""

import io
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.documents.helpers import cells
from tests.documents.test_examples import DAY, EXAMPLES, assessed
from tests.documents.test_workbook import recalculated
from wizard.documents.workbook import workbook
from wizard.engine.ledger import evaluate
from wizard.flow import positions
from wizard.flow.offers import make_offer
from wizard.model.assessment import Assessment
from wizard.model.offer import Offer, View
from wizard.model.project import Project
from wizard.model.text import ENGLISH

D = Decimal
TODAY = [{"name": "Maintenance", "per_year_net": "4000.00"},
         {"name": "New disks", "once_net": "9000.00", "in_year": 3}]  # fmt: skip


@cache
def rich() -> tuple[Project, Assessment]:
    """A project with growth, backup, options, two rates of VAT, discounts, and the customer's own costs."""
    project, assessment = assessed(next(path for path in EXAMPLES if path.stem == "small-company-ha"))
    project = positions.change_terms(project, discount_percent=D("2.5"), costs={"today": TODAY, "today_watts": 1500})
    project = positions.add_position(project, "Work", unit_net=D("950.00"), quantity=D(3), vat_percent=D(10))
    project = positions.add_position(project, "Less work", kind="alternative", base="own-1", unit_net=D("700.00"))
    return positions.add_position(project, "More", kind="optional", unit_net=D("55.55"), quantity=D(7)), assessment


def made(project: Project, view: View = "customer") -> Offer:
    return make_offer(project, rich()[1], on=DAY, view=view)


class Edited:
    """A workbook in which somebody typed, computed anew by LibreOffice."""

    def __init__(self, content: bytes, edit: Callable[[openpyxl.Workbook], None], folder: Path) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(content))
        edit(self.book)
        target = io.BytesIO()
        self.book.save(target)
        self.values = cells(recalculated(target.getvalue(), folder))
        self.before = cells(content)

    def named(self, name: str) -> Decimal:
        sheet, cell = place(self.book, name)
        return money(self.values[sheet].get(cell, 0))

    def label(self, sheet: str, text: str, column: str = "B") -> Decimal:
        """Return the first figure of a sheet that stands beside a label."""
        row = next(address[1:] for address, value in self.values[sheet].items() if value == text)
        return money(self.values[sheet].get(f"{column}{row}", 0))


def money(value: Any) -> Decimal:
    return D(str(value)).quantize(D("0.01"))


def place(book: openpyxl.Workbook, name: str) -> tuple[str, str]:
    sheet, cell = book.defined_names[name].attr_text.rsplit("!", 1)
    return sheet.strip("'").replace("''", "'"), cell.replace("$", "")


def row_of(book: openpyxl.Workbook, sheet: str, text: str, column: int = 1) -> int:
    return next(row[0].row for row in book[sheet].iter_rows() if row[column - 1].value == text)


def check_offer(edited: Edited, expected: Offer) -> None:
    """Every sum of every sheet is the one that the program makes of the changed project."""
    assert edited.named("Once_net") == expected.once_net
    assert edited.named("Per_year_net") == expected.per_year_net
    assert edited.named("Total_net") == expected.total_net
    assert edited.named("VAT") == expected.vat.vat
    assert edited.named("Total_gross") == expected.vat.gross
    assert edited.label("Summary", f"Total over {expected.years} years, gross") == expected.vat.gross
    assert edited.label("Options", f"Total over {expected.years} years with all options, net", "J") == (
        expected.with_options_net
    )
    costs = expected.costs
    assert costs is not None
    letter = "BCDEFGHIJ"
    for row in costs.rows:
        for year, amount in enumerate(row.amounts):
            assert edited.label("Cost over the years", str(row.text), letter[year]) == amount, (row.key, year)
    if costs.today:
        assert edited.label("Cost over the years", "Sum of staying as it is", letter[costs.years]) == costs.today_total


def test_a_quantity_changes_bill_summary_options_and_costs(tmp_path: Path) -> None:
    project, _ = rich()
    offer = made(project)
    line = next(one for one in offer.lines if one.counted and one.group == "nodes")
    twice = Decimal(line.quantity) * 2

    def edit(book: openpyxl.Workbook) -> None:
        book["Bill"][f"E{row_of(book, 'Bill', line.position)}"] = int(twice)

    check_offer(Edited(workbook(offer, ENGLISH), edit, tmp_path),
                made(positions.change_position(project, line, quantity=twice)))  # fmt: skip


def test_a_discount_on_the_offer_changes_everything_below_it(tmp_path: Path) -> None:
    project, _ = rich()

    def edit(book: openpyxl.Workbook) -> None:
        for row in book["Bill"].iter_rows():
            if str(row[2].value).startswith('=CONCATENATE("Discount'):
                row[7].value = 7.5

    edited = Edited(workbook(made(project), ENGLISH), edit, tmp_path)
    check_offer(edited, made(positions.change_terms(project, discount_percent=D("7.5"))))
    assert any(str(value).startswith("Discount of 7.5 %") for value in edited.values["Summary"].values())


def test_a_discount_on_a_line_changes_its_price_and_all_sums(tmp_path: Path) -> None:
    project, _ = rich()
    line = next(one for one in made(project).lines if one.own and one.kind == "normal")

    def edit(book: openpyxl.Workbook) -> None:
        book["Bill"][f"H{row_of(book, 'Bill', line.position)}"] = 12.5

    check_offer(Edited(workbook(made(project), ENGLISH), edit, tmp_path),
                made(positions.change_position(project, line, discount_percent=D("12.5"))))  # fmt: skip


@pytest.mark.parametrize("rate", [13, 10])
def test_a_rate_of_vat_changes_every_position_that_has_it(rate: int, tmp_path: Path) -> None:
    project, _ = rich()
    offer = made(project)
    usual = offer.vat_lines[-1].percent

    def edit(book: openpyxl.Workbook) -> None:
        sheet, cell = place(book, f"VAT_rate_{len(offer.vat_lines)}")
        assert book[sheet][cell].value == float(usual or 0)
        book[sheet][cell] = rate

    edited = Edited(workbook(offer, ENGLISH), edit, tmp_path)
    expected = made(positions.change_terms(project, vat_percent=D(rate)))
    assert edited.named("Total_net") == expected.total_net
    assert edited.named("VAT") == expected.vat.vat
    assert edited.named("Total_gross") == expected.vat.gross
    assert f"VAT {rate} % ({expected.vat.country})" in edited.values["Bill"].values()


def test_energy_rise_and_life_change_the_costs(tmp_path: Path) -> None:
    project, _ = rich()

    def edit(book: openpyxl.Workbook) -> None:
        for name, value in (("price", 0.41), ("pue", 1.2), ("rise", 3), ("life", 3), ("today", 2000)):
            sheet, cell = place(book, f"Costs_{name}")
            book[sheet][cell] = value

    start = positions.change_terms(project, costs={"life_years": 4, "today": TODAY, "today_watts": 1500})
    said = {"kwh_price": "0.41", "pue": "1.2", "rise_percent": 3, "life_years": 3, "today": TODAY, "today_watts": 2000}
    edited = Edited(workbook(made(start), ENGLISH), edit, tmp_path)
    expected = made(positions.change_terms(project, costs=said))
    check_offer(edited, expected)
    energy = next(one for one in expected.costs.calculations if one.key == "costs.energy")  # type: ignore[union-attr]
    assert edited.named("Calc_costs_energy") == energy.result


def test_years_change_sums_and_their_names(tmp_path: Path) -> None:
    project, _ = rich()
    offer = made(project)

    def edit(book: openpyxl.Workbook) -> None:
        sheet, cell = place(book, "Years")
        book[sheet][cell] = 5

    edited = Edited(workbook(offer, ENGLISH), edit, tmp_path)
    net = offer.once_net + 5 * offer.per_year_net
    assert edited.label("Summary", "Total over 5 years, net") == net
    assert not any("over 3 years" in str(value) for sheet in ("Summary", "Bill", "Options")
                   for value in edited.values[sheet].values())  # fmt: skip


def test_growth_and_guests_change_demand_capacity_and_backup(tmp_path: Path) -> None:
    project, assessment = rich()
    offer = made(project)
    design = offer.design

    def edit(book: openpyxl.Workbook) -> None:
        sheet, cell = place(book, "Growth_per_year")
        book[sheet][cell] = 0.25

    edited = Edited(workbook(offer, ENGLISH), edit, tmp_path)
    disk = next(one for one in assessment.calculations if one.key == "demand.disk_bytes")
    grown = evaluate(disk.formula, {**disk.inputs, "growth": D("0.25")})
    assert edited.named("Needed_bytes") == grown
    stored = next(one for one in design.calculations if one.key == "backup.stored.typical_bytes")
    assert edited.named("Backup_typical_bytes") == evaluate(stored.formula, {**stored.inputs, "data": grown})
    assert edited.named("Calc_backup_stored_typical_bytes") == edited.named("Backup_typical_bytes")
    memory = next(one for one in assessment.calculations if one.key == "demand.memory_bytes")
    needed = evaluate(memory.formula, {**memory.inputs, "growth": D("0.25")})
    shown = edited.label("Capacity", "Memory (GiB)")
    assert shown == money(needed / 2**30)


def test_larger_drives_change_raw_nominal_usable_and_the_share_used(tmp_path: Path) -> None:
    project, assessment = assessed(next(path for path in EXAMPLES if path.stem == "vmware-replacement"))
    offer = make_offer(project, assessment, on=DAY)
    found = {one.key: one for one in offer.design.calculations}
    hosts = [size * 2 for size in found["storage.raw_bytes"].inputs["hosts"]]

    def edit(book: openpyxl.Workbook) -> None:
        sheet, cell = place(book, "Calc_storage_raw_bytes")
        row = int(cell[1:]) + 1
        for number, size in enumerate(hosts):
            book[sheet].cell(row, 7 + number).value = size

    edited = Edited(workbook(offer, ENGLISH), edit, tmp_path)
    raw = evaluate(found["storage.raw_bytes"].formula, {"hosts": hosts})
    nominal = found["storage.nominal_bytes"]
    assert edited.named("Raw_bytes") == raw
    assert edited.named("Nominal_bytes") == evaluate(nominal.formula, {**nominal.inputs, "raw": raw})
    usable = found["storage.usable_bytes"]
    balanced = found["storage.balanced"]
    again = evaluate(balanced.formula, {**balanced.inputs, "raw": raw})
    assert edited.named("Usable_bytes") == evaluate(usable.formula, {**usable.inputs, "balanced": again})


def test_ports_of_the_network_are_counted_from_its_sheet(tmp_path: Path) -> None:
    project, assessment = assessed(next(path for path in EXAMPLES if path.stem == "vmware-replacement"))
    offer = make_offer(project, assessment, on=DAY)

    def edit(book: openpyxl.Workbook) -> None:
        book["Network"]["B4"] = book["Network"]["B4"].value + 2

    edited = Edited(workbook(offer, ENGLISH), edit, tmp_path)
    assert edited.named("Ports_per_node") == offer.design.ports_per_node + 2


def test_the_vendors_margin_follows_the_bill(tmp_path: Path) -> None:
    project, _ = rich()
    line = next(one for one in made(project).lines if one.own and one.kind == "normal")
    project = positions.change_position(project, line, purchase_net=D("600.00"))

    def edit(book: openpyxl.Workbook) -> None:
        book["Bill"][f"E{row_of(book, 'Bill', line.position)}"] = 8

    edited = Edited(workbook(made(project, "internal"), ENGLISH), edit, tmp_path)
    costing = made(positions.change_position(project, line, quantity=D(8)), "internal").costing
    assert costing is not None
    assert edited.label("Internal costing", "after all discounts", "G") == costing.cost_net
    assert edited.label("Internal costing", "after all discounts", "H") == costing.net
    assert edited.label("Internal costing", "after all discounts", "I") == costing.margin_net


def test_no_sum_stands_as_a_constant() -> None:
    """What the sheets of sums and capacity show is a formula, or an input that can be typed over."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(made(rich()[0]), ENGLISH)))
    fixed = {
        (sheet, cell.coordinate)
        for sheet in ("Summary", "Capacity", "Backup", "Cost over the years")
        for row in book[sheet].iter_rows()
        for cell in row
        if isinstance(cell.value, int | float) and cell.protection.locked
    }
    years = {("Capacity", cell) for cell in (f"A{n}" for n in range(1, 99))}  # the years of the growth table
    rule = {("Backup", f"{column}{n}") for column in "BC" for n in range(1, 99)}  # the copy rule counts what there is
    budget = {("Summary", f"B{row_of(book, 'Summary', 'Budget, net')}")}
    assert fixed - years - rule - budget == set()
