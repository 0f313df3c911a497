"""Makes the workbooks and folders that the tests of the importers read."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

Rows = Sequence[Sequence[Any]]

HEAD = ["VM", "Powerstate", "Template", "CPUs", "Memory", "Provisioned MiB", "In Use MiB"]


def guest(name: str, cpus: Any = 2, memory: Any = 4096, provisioned: Any = 51200, used: Any = 20480) -> list[Any]:
    """Return a row of vInfo under ``HEAD``."""
    return [name, "poweredOn", False, cpus, memory, provisioned, used]


def workbook(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """Write sheets as they are: texts stay texts."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False,
                                           "strings_to_urls": False})  # fmt: skip
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return path


def csv_text(rows: Rows, delimiter: str = ",", newline: str = "\r\n") -> str:
    """Return rows as the text of a CSV file."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return text.getvalue()


def tab(folder: Path, sheet: str, rows: Rows) -> Path:
    """Write one CSV file as RVTools names it."""
    path = folder / f"RVTools_tab{sheet}.csv"
    path.write_bytes(csv_text(rows).encode())
    return path


def raw_workbook(path: Path, sheet: bytes, extra: Mapping[str, bytes] | None = None) -> Path:
    """Write a workbook whose only sheet, vInfo, is this XML."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "[Content_Types].xml": b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        b'content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/officeDocument" '
        f'Target="xl/workbook.xml"/></Relationships>'.encode(),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="vInfo" sheetId="1" '
        f'r:id="r1"/></sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'.encode(),
        "xl/worksheets/sheet1.xml": sheet,
    }  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts, **(extra or {})}.items():
            archive.writestr(name, content)
    return path


def sheet_xml(rows: bytes) -> bytes:
    """Return the XML of a sheet around its rows."""
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<?xml version="1.0"?><worksheet xmlns="' + main + b'"><sheetData>' + rows + b"</sheetData></worksheet>"


SPARSE = sheet_xml(b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
"""Two cells, and the rectangle around them has 17 thousand million."""
