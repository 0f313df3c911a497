"""The same totals in every file: PDF (as text), workbook (stored, and computed anew), CSV and JSON.

``RACKWRIGHT_EXAMPLES=10000`` runs as many random bills; without it there are few.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.documents import sample
from tests.documents.bills import assessed, offered, project_with, sized_lines, terms
from tests.documents.formulas import Calculator
from tests.documents.helpers import cells, pdf_text
from tests.documents.test_workbook import recalculated
from wizard.documents import fonts
from wizard.documents.bill_files import bill_csv, bill_json
from wizard.documents.blocks import Document, Table, cell_text
from wizard.documents.chapters_price import price_chapters
from wizard.documents.pdf import document_pdf
from wizard.documents.source import Source
from wizard.documents.words import Voice
from wizard.documents.workbook import workbook
from wizard.flow import positions
from wizard.flow.offers import make_offer
from wizard.model.assessment import BillLine
from wizard.model.commercial import OfferTerms
from wizard.model.offer import Offer
from wizard.model.text import ENGLISH
from wizard.persistence.languages import language

EXAMPLES = int(os.environ.get("RACKWRIGHT_EXAMPLES", "12"))
SETTINGS = settings(
    max_examples=EXAMPLES,
    derandomize="RACKWRIGHT_EXAMPLES" not in os.environ,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
FEW = settings(SETTINGS, max_examples=max(EXAMPLES // 50, 4))
NAMES = ("Once_net", "Per_year_net", "Total_net", "VAT", "Total_gross")


def totals(offer: Offer) -> tuple[Decimal, ...]:
    return offer.once_net, offer.per_year_net, offer.total_net, offer.vat.vat, offer.vat.gross


def blocks(offer: Offer) -> Document:
    source = Source(offer, Voice(ENGLISH, offer.currency), fonts.measure)
    return Document("t", "a", "s", "r", "f", "{page} {pages}", offer.date, ENGLISH, tuple(price_chapters(source)))


def shown(offer: Offer) -> list[str]:
    """What the price summary must say: label and amount."""
    money = ENGLISH.money
    vat = " ".join(money(line.vat) for line in offer.vat_lines)
    assert vat or not offer.vat_lines
    return [
        f"Once, net {money(offer.once_net)} Per year, net {money(offer.per_year_net)} "
        f"Total over {offer.years} years, net {money(offer.total_net)}",
        f"Total over {offer.years} years, gross {money(offer.vat.gross)}",
        *(money(line.vat) for line in offer.vat_lines),
    ]


def check_blocks(offer: Offer) -> None:
    """What the PDF prints, row by row."""
    table = [block for block in blocks(offer).blocks if isinstance(block, Table) and len(block.columns) == 2][-1]
    text = " ".join(cell_text(cell, column.kind, ENGLISH)
                    for row in table.rows for cell, column in zip(row.cells, table.columns, strict=True))  # fmt: skip
    assert all(part in text for part in shown(offer)), text


def check_csv(offer: Offer) -> None:
    rows = list(csv.reader(io.StringIO(bill_csv(offer, ENGLISH).decode("utf-8-sig"))))
    assert len({len(row) for row in rows}) == 1
    sums = {row[0]: Decimal(row[12]) for row in rows if row[0] in ("once_net", "per_year_net", "total_net", "gross")}
    assert (sums["once_net"], sums["per_year_net"], sums["total_net"], sums["gross"]) == (
        offer.once_net, offer.per_year_net, offer.total_net, offer.vat.gross,
    )  # fmt: skip
    counted = [row for row in rows if row[14] == "1"]
    for per, expected in (("once", offer.once_net), ("year", offer.per_year_net)):
        assert sum((Decimal(row[12]) for row in counted if row[8] == per), Decimal(0)) == expected
    for row in rows[1:]:
        if row[6] and row[11]:
            assert Decimal(row[12]) == (Decimal(row[6]) * Decimal(row[11])).quantize(Decimal("0.01"), "ROUND_HALF_UP")


def check_json(offer: Offer) -> None:
    data = json.loads(bill_json(offer, ENGLISH))
    found = (data["once_net"], data["per_year_net"], data["total_net"], data["total_vat"], data["total_gross"])
    assert found == tuple(f"{amount:.2f}" for amount in totals(offer))
    assert (
        sum(Decimal(group["once_net"]) for group in data["groups"])
        - sum(Decimal(one["once_net"]) for one in data["discounts"])
        == offer.once_net
    )


def check_workbook(offer: Offer) -> None:
    content = workbook(offer, ENGLISH)
    calculator = Calculator(content)
    assert tuple(calculator.named(name) for name in NAMES) == totals(offer)
    stored = cells(content)
    formulas = cells(content, values=False)
    for sheet in ("Bill", "Options", "Summary"):
        for address, formula in formulas[sheet].items():
            if isinstance(formula, str) and formula.startswith("="):
                value = stored[sheet][address]
                value = value if isinstance(value, str) else Decimal(repr(value))
                assert calculator.value(sheet, address) == value, (sheet, address, formula)


@SETTINGS
@given(lines=sized_lines(), said=terms())
def test_every_file_has_the_same_totals(lines: tuple[BillLine, ...], said: OfferTerms) -> None:
    offer = offered(lines, said)
    check_blocks(offer)
    check_csv(offer)
    check_json(offer)
    check_workbook(offer)


@FEW
@given(lines=sized_lines(), said=terms())
def test_the_pdf_prints_them(lines: tuple[BillLine, ...], said: OfferTerms) -> None:
    offer = offered(lines, said)
    text = pdf_text(document_pdf(blocks(offer)))
    assert all(part in text for part in shown(offer))


@FEW
@given(lines=sized_lines(), offer=terms(), data=st.data())
def test_typing_another_quantity_or_discount_changes_every_sum(lines, offer, data) -> None:  # type: ignore[no-untyped-def]
    project, assessment = project_with(offer.model_copy(update={"show_discounts": True})), assessed(lines)
    made = make_offer(project, assessment, on=sample.DAY)
    content = workbook(made, ENGLISH)
    bill = cells(content)["Bill"]
    line = data.draw(st.sampled_from([one for one in made.lines if one.counted and one.kind == "normal"] or [None]))
    if line is None:
        return
    row = next(re.sub(r"\D", "", address) for address, value in bill.items() if value == line.position)
    quantity = data.draw(st.integers(1, 999))
    calculator = Calculator(content)
    calculator.set("Bill", f"E{row}", quantity)
    changed = positions.change_position(project, line, quantity=Decimal(quantity))
    assert tuple(calculator.named(name) for name in NAMES) == totals(make_offer(changed, assessment, on=sample.DAY))
    if line.own:
        calculator.set("Bill", f"H{row}", 12.5)
        changed = positions.change_position(changed, line, discount_percent=Decimal("12.5"))
        assert tuple(calculator.named(name) for name in NAMES) == totals(make_offer(changed, assessment, on=sample.DAY))


def test_libreoffice_computes_a_bill_of_all_kinds(tmp_path: Path) -> None:
    offer = rich()
    again = cells(recalculated(workbook(offer, ENGLISH), tmp_path))
    before, formulas = cells(workbook(offer, ENGLISH)), cells(workbook(offer, ENGLISH), values=False)
    seen = 0
    for sheet in ("Bill", "Options", "Summary"):
        for address, formula in formulas[sheet].items():
            if isinstance(formula, str) and formula.startswith("="):
                found, expected = again[sheet].get(address, 0), before[sheet][address]
                seen += 1
                if isinstance(expected, str):
                    assert found == expected, (sheet, address, formula)
                    continue
                assert round(Decimal(str(found)), 2) == round(Decimal(str(expected)), 2), (sheet, address, formula)
    assert seen > 40


def rich() -> Offer:
    """An offer with every kind of position, two rates of VAT and discounts of every sort."""
    project = project_with(sample.project().offer)
    for number, kind in enumerate(("normal", "optional", "alternative", "on-demand", "lump-sum", "text", "subtotal")):
        project = positions.add_position(
            project, f"Position {number}", kind=kind, quantity=Decimal("2.25"), unit_net=Decimal("333.35"),
            unit="day", base="own-1", vat_percent=Decimal(10) if number % 2 else None,
            discount_percent=Decimal("12.5") if number != 1 else None, per="year" if number == 4 else "once",
        )  # fmt: skip
    project = positions.change_group(project, "nodes", discount_percent=Decimal("3.33"))
    project = positions.change_terms(project, discount_percent=Decimal("1.75"))
    return make_offer(project, sample.assessment(sample.design()), on=sample.DAY)


def test_a_subtotal_adds_up_what_recurs_apart_from_what_is_paid_once() -> None:
    project = positions.add_position(sample.project(), "Once", unit_net=Decimal(5))
    project = positions.add_position(project, "Yearly", unit_net=Decimal(7), per="year")
    project = positions.add_position(project, "Sum once", kind="subtotal")
    project = positions.add_position(project, "Sum yearly", kind="subtotal", per="year")
    offer = make_offer(project, sample.assessment(sample.design()), on=sample.DAY)
    assert [line.net for line in offer.lines if line.kind == "subtotal"] == [Decimal(5), Decimal(7)]
    check_workbook(offer)


def test_a_text_of_the_csv_is_never_a_formula() -> None:
    project = positions.add_position(sample.project(), "=HYPERLINK(1)", note="@SUM(A1)", unit_net=Decimal(1))
    offer = make_offer(project, sample.assessment(sample.design()), on=sample.DAY)
    rows = list(csv.reader(io.StringIO(bill_csv(offer, language("de")).decode("utf-8-sig")), delimiter=";"))
    own = next(row for row in rows if row[1] == "06.0010")
    assert own[4:6] == ["'=HYPERLINK(1)", "'@SUM(A1)"]
    assert own[11] == "1,00"
