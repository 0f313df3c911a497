"""A buyer's workbook with answers: no formula keeps an old result, and every other byte stays as it was."""

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.documents.helpers import cells
from tests.documents.test_workbook import recalculated
from wizard.documents.buyer_book import recalculating
from wizard.documents.buyer_file import fill_workbook
from wizard.documents.buyer_sheet import BuyerFileError

SHEET = "Answers & more"
STALE = {
    ("Answers & more", "D2"), ("Answers & more", "D3"),
    ("Points", "A1"), ("Points", "A2"), ("Points", "A3"), ("Points", "A4"), ("Points", "A5"), ("Points", "A8"),
}  # fmt: skip
"""Formulas that hang on the answers: beside them, through a name, a whole column, another formula, a text address."""
FRESH = {("Answers & more", "E2"), ("Points", "A6"), ("Points", "A7"), ("Points", "A9")}


@pytest.fixture
def book(tmp_path: Path) -> bytes:
    path = tmp_path / "buyer.xlsx"
    with xlsxwriter.Workbook(path) as file:
        sheet = file.add_worksheet(SHEET)
        points = file.add_worksheet("Points")
        sheet.write_row(0, 0, ["No", "Requirement", "Answer", "Points", "Twice"])
        for row in (1, 2):
            sheet.write_row(row, 0, [row, f"Requirement {row}"])
            sheet.write_formula(row, 3, f'=IF(C{row + 1}="yes",5,0)', None, 0)
        sheet.write_formula("E2", "=A2*2", None, 2)
        file.define_name("Reached", f"='{SHEET}'!$D$2:$D$3")
        for cell, formula, value in (
            ("A1", "=SUM(Reached)", 0), ("A2", f"=COUNTIF('{SHEET}'!C:C,\"yes\")", 0), ("A3", "=A1*10", 0),
            ("A4", "=INDIRECT(\"'Answers & more'!D2\")", 0), ("A5", "=IF(A3>0,\"won\",\"lost\")", "lost"),
            ("A6", f"=SUM('{SHEET}'!A2:A3)", 3), ("A7", "=A6+1", 4), ("A9", "=LOG10(100)+PI()", 5.14159265358979),
        ):  # fmt: skip
            points.write_formula(cell, formula, None, value)
        points.write_array_formula("A8:A8", f"{{=SUM(('{SHEET}'!C2:C3=\"yes\")*1)}}", None, 0)
        points.insert_chart("D2", _chart(file))
    return repacked(path.read_bytes(), {"xl/workbook.xml": (b' fullCalcOnLoad="1"', b"")})


def repacked(content: bytes, changes: dict[str, tuple[bytes, bytes]]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, held in parts(content).items():
            package.writestr(name, held.replace(*changes[name]) if name in changes else held)
    return target.getvalue()


def _chart(file: xlsxwriter.Workbook):  # type: ignore[no-untyped-def]
    chart = file.add_chart({"type": "column"})
    chart.add_series({"values": f"='{SHEET}'!$D$2:$D$3"})
    return chart


ANSWERS = {(2, 2): "yes", (3, 2): "no <&> 🚀"}


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_old_results_of_what_hangs_on_the_answers_are_gone_and_all_others_stay(book: bytes) -> None:
    filled = fill_workbook(book, SHEET, ANSWERS)
    before, after, formulas = cells(book), cells(filled.content), cells(filled.content, values=False)
    for sheet, address in STALE:
        assert address not in after[sheet], (sheet, address)
        assert formulas[sheet][address] is not None
    for sheet, address in FRESH:
        assert after[sheet][address] == before[sheet][address]
    assert filled.recalculated == len(STALE)
    theirs, ours = cells(book, values=False), formulas
    assert {key: value for key, value in ours["Points"].items() if key != "A8"} == {
        key: value for key, value in theirs["Points"].items() if key != "A8"
    }


def test_every_byte_stays_but_answers_results_and_the_wish_to_be_computed(book: bytes) -> None:
    old, new = parts(book), parts(fill_workbook(book, SHEET, ANSWERS).content)
    assert list(old) == list(new)
    assert {name for name in old if old[name] != new[name]} == {
        "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml",
    }  # fmt: skip
    assert new["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"") == old["xl/workbook.xml"]
    assert b'fullCalcOnLoad="1"' in new["xl/workbook.xml"]
    value = re.compile(rb"<v>[^<]*</v>")
    assert value.sub(b"", new["xl/worksheets/sheet2.xml"]) == value.sub(b"", old["xl/worksheets/sheet2.xml"])
    answers = re.compile(rb'<c r="C[23]"[^>]*?(?:/>|>.*?</c>)')
    theirs, ours = (value.sub(b"", answers.sub(b"", each["xl/worksheets/sheet1.xml"])) for each in (old, new))
    assert ours == theirs


def test_another_program_finds_the_new_results(book: bytes, tmp_path: Path) -> None:
    after = cells(recalculated(fill_workbook(book, SHEET, ANSWERS).content, tmp_path))
    assert [after["Points"].get(cell) for cell in ("A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8")] == [
        5, 1, 50, 5, "won", 3, 4, 1,
    ]  # fmt: skip


def test_without_an_answer_nothing_changes(book: bytes) -> None:
    assert parts(fill_workbook(book, SHEET, {}).content) == parts(book)


def test_shared_formulas_are_followed_in_every_cell(book: bytes) -> None:
    """Excel writes a formula that goes down a column once, and its further cells refer to it."""
    sheet = parts(book)["xl/worksheets/sheet1.xml"]
    made = re.sub(rb'(<c r="D2"[^>]*><f)>', rb'\1 t="shared" ref="D2:D3" si="0">', sheet)
    made = re.sub(rb'(<c r="D3"[^>]*><f)>[^<]*</f>', rb'\1 t="shared" si="0"/>', made)
    shared = repacked(book, {"xl/worksheets/sheet1.xml": (sheet, made)})
    filled = fill_workbook(shared, SHEET, {(3, 2): "yes"})
    after = cells(filled.content)[SHEET]
    assert "D3" not in after
    assert after["D2"] == 0, "it reads the other answer, which has not changed"


CALC = b'<calcPr fullCalcOnLoad="1"/>'


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (b'<workbook><calcPr calcId="1"/></workbook>', b'<workbook><calcPr calcId="1" fullCalcOnLoad="1"/></workbook>'),
        (b"<x:workbook><x:a/></x:workbook>", b'<x:workbook><x:a/><x:calcPr fullCalcOnLoad="1"/></x:workbook>'),
        (
            b'<workbook><sheets/><calcPr fullCalcOnLoad="0" calcMode="manual"></calcPr><extLst/></workbook>',
            b'<workbook><sheets/><calcPr calcMode="manual" fullCalcOnLoad="1"></calcPr><extLst/></workbook>',
        ),
        (b"<workbook><sheets/><extLst/></workbook>", b"<workbook><sheets/>" + CALC + b"<extLst/></workbook>"),
        (b"<workbook>" + CALC + b"</workbook>", b"<workbook>" + CALC + b"</workbook>"),
    ],
)
def test_the_wish_stands_where_the_format_wants_it(given: bytes, expected: bytes) -> None:
    assert recalculating(given) == expected


def test_a_sheet_that_is_not_there_is_said(book: bytes) -> None:
    with pytest.raises(BuyerFileError):
        fill_workbook(book, "nowhere", ANSWERS)


def test_thousands_of_formulas_are_followed_quickly(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    with xlsxwriter.Workbook(path) as file:
        sheet = file.add_worksheet("Long")
        for row in range(6_000):
            sheet.write_formula(row, 1, f"=A{row + 1}*2", None, 0)
            sheet.write_formula(row, 2, f"=B{row + 1}+C{row}" if row else "=B1", None, 0)
    filled = fill_workbook(path.read_bytes(), "Long", {(5_990, 0): "1"})
    assert filled.recalculated == 1 + 11
    assert openpyxl.load_workbook(io.BytesIO(filled.content))["Long"]["C6000"].value == "=B6000+C5999"
