"""Fills a partner's own workbook: cells that have a name we know, and a table of positions. Nothing else is touched.

A workbook with something that would be lost when it is written again (shapes, pivot tables, macros) is refused with
the name of what it is, so that no partner finds out by what is missing.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from datetime import datetime, time
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.formula.translate import Translator
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from wizard.documents.chapters_price import line_words, unit_words
from wizard.documents.source import Source
from wizard.model.offer import OfferLine
from wizard.model.text import Text

TABLE = "Bill"
"""Name of the table that gets the positions."""
_KEPT = re.compile(
    r"(\[Content_Types\]\.xml|_rels/.*|docProps/.*|xl/(workbook|styles|sharedStrings|calcChain|metadata)\.xml|xl/_rels/.*"
    r"|xl/worksheets/(sheet[^/]*\.xml|_rels/.*)|xl/theme/.*|xl/tables/.*|xl/media/.*|xl/printerSettings/.*"
    r"|xl/drawings/(drawing[^/]*\.xml|_rels/.*)|xl/charts/.*)"
)
_SHAPES = (b"<xdr:sp>", b"<xdr:sp ", b"<xdr:grpSp", b"<xdr:cxnSp")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LARGEST, _UNPACKED = 20_000_000, 200_000_000
_CELL = 32_000
Value = str | int | Decimal | datetime | None


class TemplateError(ValueError):
    """A workbook that cannot be filled; ``fault`` says why."""

    def __init__(self, fault: Text) -> None:
        self.fault = fault
        super().__init__(str(fault))


def fill_template(content: bytes, source: Source) -> bytes:
    """Return the workbook with the figures of an offer in it.

    Raises
    ------
    TemplateError
        If it is no workbook, holds what would be lost, has neither a known name nor the table, or too little room.
    """
    _check(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), rich_text=True)
    except Exception as error:
        raise TemplateError(Text("is no workbook that can be read: {reason}", reason=str(error)[:200])) from error
    filled = _fill_names(book, _values(source))
    filled += sum(_fill_table(sheet, sheet.tables[TABLE], source) for sheet in book.worksheets if TABLE in sheet.tables)
    if not filled:
        words = Text("has neither a cell with a known name nor a table {table}; known names: {names}", table=TABLE,
                     names=", ".join(_values(source)))  # fmt: skip
        raise TemplateError(words)
    # The library writes formulas without results; whoever opens the file computes them all.
    book.calculation.fullCalcOnLoad = True
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _check(content: bytes) -> None:
    """Refuse what is no workbook, pretends to be small, or would lose something."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if len(content) > _LARGEST or sum(part.file_size for part in package.infolist()) > _UNPACKED:
                raise TemplateError(Text("is too large for a template"))
            lost = [name for name in package.namelist() if not name.endswith("/") and not _KEPT.fullmatch(name)]
            drawings = [name for name in package.namelist() if name.startswith("xl/drawings/drawing")]
            lost += [name for name in drawings if any(shape in package.read(name) for shape in _SHAPES)]
    except zipfile.BadZipFile as error:
        raise TemplateError(Text("is no workbook that can be read: {reason}", reason=str(error))) from error
    if lost:
        raise TemplateError(Text("holds something that filling it would lose: {parts}", parts=", ".join(lost[:5])))


def _values(source: Source) -> Mapping[str, Value]:
    """Return what a name may stand for: nothing of it is for the vendor alone."""
    offer = source.offer
    return {
        "Offer_number": offer.number,
        "Offer_revision": offer.revision,
        "Offer_date": datetime.combine(offer.date, time()),
        "Valid_until": datetime.combine(offer.valid_until, time()),
        "Project_title": offer.project.title,
        "Customer": offer.project.customer.name,
        "Contact": offer.project.customer.contact,
        "Vendor": offer.vendor,
        "Vendor_contact": offer.contact.name,
        "Vendor_phone": offer.contact.phone,
        "Vendor_email": offer.contact.email,
        "Topology": source.topology_title(),
        "Currency": offer.currency,
        "Years": offer.years,
        "Once_net": offer.once_net,
        "Per_year_net": offer.per_year_net,
        "Total_net": offer.total_net,
        "VAT": offer.vat.vat,
        "Total_gross": offer.vat.gross,
        "Usable_bytes": offer.design.storage.usable_bytes,
        "Fingerprint": offer.assessment.fingerprint,
    }


def _fill_names(book: openpyxl.Workbook, values: Mapping[str, Value]) -> int:
    known = {name.casefold(): value for name, value in values.items()}
    filled = 0
    places = [
        *book.defined_names.values(),
        *(each for sheet in book.worksheets for each in sheet.defined_names.values()),
    ]
    for name in places:
        if str(name.name).casefold() not in known:
            continue
        for sheet, reference in name.destinations:
            if sheet not in book.sheetnames or ":" in reference:
                raise TemplateError(Text("the name {name} does not stand for one cell", name=str(name.name)[:60]))
            cell = book[sheet][reference.replace("$", "")]
            filled += _write(cell, known[str(name.name).casefold()])
    return filled


def _write(cell: Any, value: Value) -> int:
    """Write a value, a text as a text whatever it begins with; the format of the cell stays."""
    if isinstance(cell, MergedCell) or not isinstance(cell, Cell):
        return 0
    kept = cell.number_format
    if isinstance(value, str):
        cell.value = _CONTROL.sub("", value)[:_CELL]
        cell.data_type = "s"
    else:
        cell.value = value
    cell.number_format = kept
    return 1


_Column = Callable[[Source, OfferLine], Value]
_COLUMNS: tuple[tuple[Text, _Column], ...] = (
    (Text("Position"), lambda source, line: line.position),
    (Text("Description"), line_words),
    (Text("Part"), lambda source, line: line.part),
    (Text("Quantity"), lambda source, line: line.quantity),
    (Text("Unit"), unit_words),
    (Text("Unit price"), lambda source, line: line.unit_net),
    (Text("Net"), lambda source, line: line.net if line.counted else None),
    (Text("VAT"), lambda source, line: line.vat_percent),
    (Text("Because"), lambda source, line: source.voice.say(line.because)),
)
"""Columns of the table by their heading, in English or in the language of the document."""


def _fill_table(sheet: Worksheet, table: Table, source: Source) -> int:
    """Fill the table with the positions; it grows or shrinks, its own columns and formulas go along."""
    left, top, right, bottom = (int(edge or 1) for edge in range_boundaries(str(table.ref)))
    lines = [line for line in source.offer.lines if line.priced]
    needed = max(len(lines), 1)
    across, below = range(left, right + 1), range(bottom + 1, top + needed + 1)
    occupied = [row for row in below if any(sheet.cell(row, column).value is not None for column in across)]
    if occupied:
        room = occupied[0] - top - 1
        raise TemplateError(Text("the table {table} has room for {room} positions, {needed} are needed: leave the rows "
                                 "below it free", table=TABLE, room=room, needed=needed))  # fmt: skip
    heads = [str(sheet.cell(top, column).value or "").strip().casefold() for column in across]
    columns = _known(source, heads)
    if not columns:
        raise TemplateError(Text("the table {table} has no column with a known heading", table=TABLE))
    for offset, line in enumerate(lines):
        row = top + 1 + offset
        for column in across:
            cell = sheet.cell(row, column)
            if offset:
                _like(sheet.cell(top + 1, column), cell)
            if column - left in columns:
                _write(cell, columns[column - left](source, line))
    for row in range(top + 1 + needed, bottom + 1):
        for column in across:
            sheet.cell(row, column).value = None
    last = sheet.cell(top + needed, right).coordinate
    table.ref = f"{sheet.cell(top, left).coordinate}:{last}"
    if table.autoFilter is not None:
        table.autoFilter.ref = table.ref
    return len(lines)


def _known(source: Source, heads: Sequence[str]) -> dict[int, _Column]:
    titles = {str(title).casefold(): make for title, make in _COLUMNS}
    titles |= {source.voice.say(title).casefold(): make for title, make in _COLUMNS}
    return {number: titles[head] for number, head in enumerate(heads) if head in titles}


def _like(first: Any, cell: Any) -> None:
    """Make a cell of a further row like that of the first: its look, and its formula for the new row."""
    cell._style = copy(first._style)
    if isinstance(first.value, str) and first.data_type == "f":
        cell.value = Translator(first.value, first.coordinate).translate_formula(cell.coordinate)
