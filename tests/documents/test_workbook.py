"""The workbook: live sums that equal the offer's to the cent, and no formula from outside."""

import io
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.documents import sample
from tests.documents.helpers import cells
from tests.documents.test_examples import DAY, EXAMPLES, assessed
from tests.heavy_tools import need_tool
from wizard.documents.workbook import workbook
from wizard.flow.offers import make_offer
from wizard.model.offer import Offer
from wizard.model.text import ENGLISH
from wizard.persistence.languages import language

_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>"""


def recalculated(content: bytes, folder: Path) -> bytes:
    """Return the workbook after LibreOffice has computed every formula anew."""
    office = need_tool("soffice")
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE)
    (folder / "offer.xlsx").write_bytes(content)
    out = folder / "out"
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", str(out), str(folder / "offer.xlsx")], check=True, capture_output=True, timeout=180
    )
    return (out / "offer.xlsx").read_bytes()


def shown_sums(content: bytes) -> dict[str, Decimal]:
    """Return the last amounts of the summary by their labels."""
    summary = cells(content)["Summary"]
    return {
        str(value): Decimal(str(summary[f"B{address[1:]}"])).quantize(Decimal("0.01"))
        for address, value in summary.items()
        if address.startswith("A") and isinstance(summary.get(f"B{address[1:]}"), int | float)
    }


def expected_sums(offer: Offer) -> dict[str, Decimal]:
    sums = {
        "Once, net": offer.once_net,
        "Per year, net": offer.per_year_net,
        "Total over 3 years, net": offer.total_net,
        "VAT": offer.vat.vat,
        "Total over 3 years, gross": offer.vat.gross,
        "Budget, net": Decimal("150000.00"),
        "Budget less total, net": Decimal("150000.00") - offer.total_net,
    }
    for group in offer.groups:
        title = f"{group.number}  {group.key.capitalize()}"
        if group.once_net:
            sums[f"{title}, once"] = group.once_net
        if group.per_year_net:
            sums[f"{title}, per year"] = group.per_year_net
    return sums


def test_stored_values_are_the_offers() -> None:
    assert shown_sums(workbook(sample.offer(), ENGLISH)) == expected_sums(sample.offer())


def test_libreoffice_computes_the_same_to_the_cent(tmp_path: Path) -> None:
    content = workbook(sample.offer(), ENGLISH)
    again = recalculated(content, tmp_path)
    assert shown_sums(again) == expected_sums(sample.offer())
    before, after = cells(content), cells(again)
    formulas = cells(content, values=False)
    for sheet, texts in formulas.items():
        for address, formula in texts.items():
            if str(formula).startswith("=") and sheet in ("Summary", "Bill"):
                assert after[sheet][address] == pytest.approx(before[sheet][address], abs=0.001), (sheet, address)


def test_the_sums_are_formulas() -> None:
    formulas = cells(workbook(sample.offer(), ENGLISH), values=False)
    bill = [value for value in formulas["Bill"].values() if isinstance(value, str) and value.startswith("=")]
    lines = sum(len(group.lines) for group in sample.offer().groups)
    assert sum("ROUND" in formula and "*" in formula and "/100" not in formula for formula in bill) == lines
    assert (
        formulas["Summary"][next(a for a, v in formulas["Summary"].items() if v == "VAT").replace("A", "B")] == "=VAT"
    )


@pytest.mark.parametrize("key", sample.HOSTILE)
def test_a_hostile_name_stays_a_text(key: str) -> None:
    name = sample.HOSTILE[key]
    content = workbook(sample.offer(name), ENGLISH)
    ours = cells(workbook(sample.offer(), ENGLISH), values=False)
    theirs = cells(content, values=False)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        count = sum(package.read(part).count(b"<f>") for part in package.namelist() if "worksheets/sheet" in part)
        assert not any("externalLink" in part or "comments" in part for part in package.namelist())
    assert count == sum(isinstance(v, str) and v.startswith("=") for sheet in ours.values() for v in sheet.values())
    shown = {str(value) for value in theirs["Summary"].values()}
    assert key == "control" or any(name[:50] in value for value in shown)


def test_the_same_offer_gives_the_same_bytes() -> None:
    assert workbook(sample.offer(), language("de")) == workbook(sample.offer(), language("de"))


@pytest.mark.parametrize("code", ["en", "de"])
def test_the_customer_gets_nothing_internal(code: str) -> None:
    def everything(content: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return b"".join(package.read(part) for part in package.namelist())

    assert b"SecretDistributor" not in everything(workbook(sample.offer(), language(code)))
    assert b"SecretDistributor" in everything(workbook(sample.offer(view="internal"), language(code)))
    assert b"4242" not in everything(workbook(sample.offer(), language(code)))


@pytest.mark.parametrize("code", ["en", "de"])
def test_every_formula_of_every_sheet_gives_the_stored_value(code: str, tmp_path: Path) -> None:
    example = next(path for path in EXAMPLES if path.stem == "two-sites")
    content = workbook(make_offer(*assessed(example), on=DAY), language(code))
    formulas, before = cells(content, values=False), cells(content)
    after = cells(recalculated(content, tmp_path))
    seen = 0
    for sheet, texts in formulas.items():
        for address, formula in texts.items():
            if str(formula).startswith("="):
                seen += 1
                found, expected = after[sheet].get(address), before[sheet][address]
                if not isinstance(expected, str):
                    expected = pytest.approx(expected, rel=1e-9, abs=0.001)
                assert found == expected, (sheet, address, formula)
    assert seen > 100


def test_sheets_can_be_filtered_printed_and_not_overwritten() -> None:
    example = next(path for path in EXAMPLES if path.stem == "two-sites")
    book = openpyxl.load_workbook(io.BytesIO(workbook(make_offer(*assessed(example), on=DAY), ENGLISH)))
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_area
    for name in ("Capacity", "Network", "Cabling", "Backup", "Assumptions", "Calculations", "Price dates"):
        assert book[name].protection.sheet, name
    for name in ("Network", "Cabling", "Assumptions", "Calculations", "Price dates"):
        assert book[name].auto_filter.ref, name
        assert book[name].freeze_panes, name
    assert not book["Capacity"][_cell(book, "Growth_per_year")].protection.locked
    assert {"Raw_bytes", "Usable_bytes", "Needed_bytes", "Cables", "Backup_typical_bytes"} <= set(book.defined_names)
    assert len(book["Capacity"]._charts) == 2
    assert len(book["Backup"]._charts) == 1
    assert book["Price dates"]["C4"].is_date


def _cell(book: openpyxl.Workbook, name: str) -> str:
    return str(book.defined_names[name].attr_text).split("!")[1].replace("$", "")


def test_numbers_follow_the_country() -> None:
    def formats(country: str) -> set[str]:
        book = openpyxl.load_workbook(io.BytesIO(workbook(sample.offer(), language("de", country))))
        return {cell.number_format for row in book["Kapazität"].iter_rows() for cell in row}

    assert "[$-807]#,##0" in formats("CH")
    assert "[$-C07]#,##0" in formats("AT")
    assert "#,##0" in formats("DE")
