"""A partner's own workbook: names and table are filled, everything else is as it was."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from tests.documents import sample
from tests.documents.helpers import cells
from tests.documents.test_workbook import recalculated
from wizard.documents.offer_blocks import offer_source
from wizard.documents.template_book import TemplateError, fill_template
from wizard.model.text import ENGLISH
from wizard.persistence.languages import language

Change = Callable[[openpyxl.Workbook], None]


def template(change: Change | None = None) -> bytes:
    """Return a workbook as a partner might have it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Quote"
    sheet["A1"], sheet["A1"].font = "Our quotation", Font(bold=True, size=20)
    sheet.merge_cells("A1:D1")
    sheet["A3"], sheet["A4"], sheet["A5"], sheet["A6"] = "To", "Total", "With our margin note", "Date"
    sheet["B4"].number_format = '#,##0.00" EUR"'
    sheet["B5"] = "=B4*1.0"
    sheet["B6"].number_format = "dd/mm/yyyy"
    for name, cell in (("Customer", "B3"), ("total_net", "B4"), ("Offer_date", "B6"), ("Ours", "B5")):
        book.defined_names[name] = DefinedName(name, attr_text=f"Quote!${cell[0]}${cell[1]}")
    for column, head in enumerate(("Position", "Description", "Quantity", "Unit price", "Net", "Check"), start=1):
        sheet.cell(9, column, head)
    sheet["F10"] = "=C10*D10-E10"
    sheet["E10"].number_format = "0.00"
    sheet.add_table(Table(displayName="Bill", ref="A9:F11"))
    sheet.freeze_panes = "A10"
    sheet.conditional_formatting.add(
        "E10:E60", CellIsRule(operator="greaterThan", formula=["9999"], fill=PatternFill("solid", bgColor="FFCCCC"))
    )
    choice = DataValidation(type="list", formula1='"yes,no"')
    choice.add("G3")
    sheet.add_data_validation(choice)
    other = book.create_sheet("Terms")
    other["A1"] = "Our terms, untouched"
    other.protection.sheet = True
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=5, min_row=9, max_row=20))
    other.add_chart(chart, "C3")
    if change is not None:
        change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def filled(content: bytes, name: str = "Musterwerk GmbH") -> openpyxl.Workbook:
    made = fill_template(content, offer_source(sample.offer(name), ENGLISH))
    return openpyxl.load_workbook(io.BytesIO(made))


def test_names_and_table_are_filled() -> None:
    offer, book = sample.offer(), filled(template(), "Musterwerk GmbH")
    sheet = book["Quote"]
    lines = [line for line in offer.lines if line.priced]
    assert sheet["B3"].value == "Musterwerk GmbH"
    assert sheet["B4"].value == float(offer.total_net)
    assert sheet["B6"].value.date() == offer.date
    assert sheet.tables["Bill"].ref == f"A9:F{9 + len(lines)}"
    for row, line in enumerate(lines, start=10):
        assert sheet.cell(row, 1).value == line.position
        assert sheet.cell(row, 5).value == float(line.net)
        # The partner's own column goes along, with its formula and its format.
        assert sheet.cell(row, 6).value == f"=C{row}*D{row}-E{row}"
        assert sheet.cell(row, 5).number_format == "0.00"


def test_nothing_else_is_disturbed() -> None:
    before, after = openpyxl.load_workbook(io.BytesIO(template())), filled(template())
    for sheet in before:
        same = after[sheet.title]
        for row in sheet.iter_rows():
            for cell in row:
                other = same[cell.coordinate]
                assert other._style == cell._style or other.number_format == cell.number_format
                if cell.coordinate not in ("B3", "B4", "B6") and (sheet.title != "Quote" or cell.row < 10):
                    assert other.value == cell.value, cell.coordinate
        assert str(same.merged_cells) == str(sheet.merged_cells)
        assert same.freeze_panes == sheet.freeze_panes
        assert same.protection.sheet == sheet.protection.sheet
        assert len(same._charts) == len(sheet._charts)
        assert len(same.data_validations.dataValidation) == len(sheet.data_validations.dataValidation)
        assert len(same.conditional_formatting) == len(sheet.conditional_formatting)
    assert set(before.defined_names) == set(after.defined_names)
    assert after["Quote"]["B4"].number_format == '#,##0.00" EUR"'
    assert after["Quote"]["A1"].font.size == 20


def test_german_headings_are_known_too() -> None:
    def german(book: openpyxl.Workbook) -> None:
        for column, head in enumerate(("Position", "Bezeichnung", "Menge", "Einzelpreis", "Netto", "Prüfung"), start=1):
            book["Quote"].cell(9, column, head)

    made = fill_template(template(german), offer_source(sample.offer(), language("de")))
    sheet = openpyxl.load_workbook(io.BytesIO(made))["Quote"]
    assert sheet["A10"].value == sample.offer().lines[0].position
    assert sheet["D10"].value == float(sample.offer().lines[0].unit_net)


@pytest.mark.parametrize("key", sample.HOSTILE)
def test_a_hostile_name_stays_a_text(key: str) -> None:
    cell = filled(template(), sample.HOSTILE[key])["Quote"]["B3"]
    assert cell.data_type in ("s", "inlineStr")


def test_the_customer_gets_nothing_internal() -> None:
    made = fill_template(template(), offer_source(sample.offer(), ENGLISH))
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert b"SecretDistributor" not in b"".join(package.read(part) for part in package.namelist())


def blocked(book: openpyxl.Workbook) -> None:
    book["Quote"]["A13"] = "Signature"


def nameless(book: openpyxl.Workbook) -> None:
    book.defined_names.clear()
    del book["Quote"].tables["Bill"]


def ranged(book: openpyxl.Workbook) -> None:
    book.defined_names["Customer"] = DefinedName("Customer", attr_text="Quote!$B$3:$B$4")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (blocked, "has room for 3 positions"),
        (nameless, "neither a cell with a known name"),
        (ranged, "Customer does not"),
    ],
)
def test_what_cannot_be_filled_is_said(change: Change, said: str) -> None:
    with pytest.raises(TemplateError, match=said):
        filled(template(change))


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/pivotTables/pivotTable1.xml", "xl/slicers/slicer1.xml"])
def test_what_would_be_lost_is_refused(part: str) -> None:
    target = io.BytesIO(template())
    with zipfile.ZipFile(target, "a") as package:
        package.writestr(part, "<x/>")
    with pytest.raises(TemplateError, match="would lose"):
        filled(target.getvalue())


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04 broken"])
def test_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(TemplateError, match="is no workbook"):
        filled(content)


def test_formulas_of_the_template_are_computed_when_it_is_opened(tmp_path: Path) -> None:
    """No old result is left in the file, and it asks to be computed."""
    book = openpyxl.load_workbook(io.BytesIO(template()))
    book.calculation.fullCalcOnLoad = False
    target = io.BytesIO()
    book.save(target)
    made = fill_template(target.getvalue(), offer_source(sample.offer(), ENGLISH))
    assert openpyxl.load_workbook(io.BytesIO(made)).calculation.fullCalcOnLoad
    values, formulas = cells(made), cells(made, values=False)
    found = [(sheet, address) for sheet, texts in formulas.items() for address, text in texts.items()
             if str(text).startswith("=")]  # fmt: skip
    assert found
    assert all(address not in values[sheet] for sheet, address in found)
    again = cells(recalculated(made, tmp_path))
    assert all(again[sheet].get(address) is not None for sheet, address in found)
