"""Reads a supplier's price list, a workbook or CSV: finds its heading, its columns, and every row's prices.

A cell that cannot be read is a problem of its row, never of the file. Amounts are exact.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from wizard.importers import tables
from wizard.importers.columns import Row, Sheet, squash
from wizard.importers.problems import ImportProblem
from wizard.importers.tables import Cell, Table
from wizard.model.money import to_cents
from wizard.model.price_list import PriceField, PriceList, PriceMapping, PriceRow, PriceTable
from wizard.model.text import Text

HEADINGS: Mapping[PriceField, tuple[str, ...]] = {
    "part": (
        "partid", "id", "part", "mpn", "manufacturerpartnumber", "partnumber", "partno", "herstellerartikelnummer",
        "herstellernummer", "herstellerartikelnr", "artikelnummer", "artikelnr", "artnr", "articlenumber", "articleno",
        "itemnumber", "itemno", "sku", "bestellnummer", "artikel", "item", "teil", "teilenummer",
    ),
    "text": ("description", "bezeichnung", "artikelbezeichnung", "productname", "product", "produkt", "name", "text"),
    "list": ("listprice", "listenpreis", "list", "listnet", "lp", "uvp", "msrp", "rrp", "bruttolistenpreis"),
    "discount": ("discount", "discount%", "rabatt", "rabatt%", "rabattin%", "ekrabatt%", "dealerdiscount"),
    "purchase": (
        "purchaseprice", "purchasenet", "purchase", "netprice", "net", "nettopreis", "netto", "einkaufspreis", "ek",
        "eknetto", "hek", "dealerprice", "yourprice", "ihrpreis", "price", "preis", "unitprice", "einzelpreis",
    ),
    "selling": ("sellingprice", "selling", "verkaufspreis", "vk", "vknetto", "streetprice", "endkundenpreis"),
    "currency": ("currency", "währung", "waehrung", "curr", "whg"),
    "date": ("date", "pricedate", "datum", "preisdatum", "stand", "gültigab", "gueltigab", "validfrom"),
    "valid_until": ("validuntil", "gültigbis", "gueltigbis", "validto", "expires", "bis", "valid"),
}  # fmt: skip
_HEAD_ROWS = 40
"""Titles and addresses may stand above the heading."""
_CURRENCIES = {"€": "EUR", "$": "USD", "£": "GBP", "SFR.": "CHF", "FR.": "CHF"}
_CURRENCY = re.compile(r"(€|\$|£|sfr\.|fr\.|\b[a-z]{3}\b)", re.IGNORECASE)
_MONEY: tuple[PriceField, ...] = ("list", "purchase", "selling")
_DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%Y/%m/%d")


def read_price_list(path: Path, known: Sequence[PriceMapping] = (), given: PriceMapping | None = None) -> PriceList:
    """Read a price list.

    Parameters
    ----------
    path
        A workbook or a CSV file.
    known
        Mappings that are remembered; one with the same headings is used.
    given
        What the user says now: it goes before what is remembered and what is guessed.

    Raises
    ------
    ImportProblem
        If the file cannot be read, or no column holds parts or prices.
    """
    opened = open_price_list(path, known, given)
    return read_prices(opened, opened.proposed)


def open_price_list(path: Path, known: Sequence[PriceMapping] = (), given: PriceMapping | None = None) -> PriceTable:
    """Open a price list and propose what its columns mean; see :func:`read_price_list`.

    Raises
    ------
    ImportProblem
        If the file cannot be read, or holds no rows.
    """
    table = _headed(_table(path))
    if not table.header:
        raise ImportProblem(path.name, Text("holds no rows"))
    headings = tuple(squash(heading) for heading in table.header)
    remembered = next((one for one in known if one.headings == headings), None)
    mapping = _mapping(table, headings, remembered, given or PriceMapping())
    return PriceTable(path.name, table.header, table.rows, mapping, remembered is not None, table.notes)


def read_prices(opened: PriceTable, mapping: PriceMapping) -> PriceList:
    """Read the rows of an opened list by a mapping.

    Raises
    ------
    ImportProblem
        If no column names the parts, or none holds a price.
    """
    table = Table(opened.file, opened.headings, opened.cells, opened.notes)
    if "part" not in mapping.columns:
        listed = ", ".join(heading.strip() for heading in table.header if heading.strip())[:300]
        raise ImportProblem(opened.file, Text("no column names the part; the headings are {listed}", listed=listed))
    if not any(field in mapping.columns for field in _MONEY):
        raise ImportProblem(opened.file, Text("no column holds a price"))
    table, currencies = _without_currency_signs(table, mapping)
    fields: dict[str, tuple[str, ...]] = {field: (squash(heading),) for field, heading in mapping.columns.items()}
    sheet = Sheet(table, fields, "\0")
    rows = tuple(_row(sheet, row, currencies.get(row.number) or mapping.currency) for row in sheet)
    return PriceList(opened.file, mapping, rows, tuple(sheet.notes))


def _table(path: Path) -> Table:
    with path.open("rb") as file:
        zipped = file.read(4) in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
    if not zipped:
        return tables.read_csv(path, path.stem)
    names = tables.read_workbook(path, frozenset()).sheets
    for name in names:
        found = tables.read_workbook(path, frozenset({tables.fold_name(name)})).tables.values()
        for table in found:
            if table.rows:
                return table
    raise ImportProblem(path.name, Text("holds no rows"))


def _headed(table: Table) -> Table:
    """Begin the table at its heading: the row among the first ones that most known headings stand in."""
    every = [(0, list[Cell](table.header)), *table.rows[:_HEAD_ROWS]]
    known = {name for names in HEADINGS.values() for name in names}
    scores = [sum(squash(str(cell)) in known for cell in row) for _, row in every]
    best = scores.index(max(scores))
    if best == 0:
        return table
    header = tuple(str(cell) for cell in every[best][1])
    return Table(table.name, header, table.rows[best:], table.notes)


def _mapping(
    table: Table, headings: tuple[str, ...], remembered: PriceMapping | None, given: PriceMapping
) -> PriceMapping:
    by_squashed = {squash(heading): heading for heading in reversed(table.header)}
    columns: dict[PriceField, str] = {}
    for field, names in HEADINGS.items():
        wanted = given.columns.get(field) or (remembered.columns.get(field) if remembered else None)
        # A column that was left out of a known list stays left out.
        choices = (squash(wanted),) if wanted else () if remembered else names
        used = set(columns.values())
        found = next((by_squashed[name] for name in choices if by_squashed.get(name, "") not in used | {""}), None)
        if found is not None:
            columns[field] = found
    before = remembered or PriceMapping()
    return PriceMapping(
        headings=headings, columns=columns, currency=given.currency or before.currency,
        valid_days=given.valid_days or before.valid_days,
        markup_percent=before.markup_percent if given.markup_percent is None else given.markup_percent,
        aliases={**before.aliases, **given.aliases},
    )  # fmt: skip


def _without_currency_signs(table: Table, mapping: PriceMapping) -> tuple[Table, dict[int, str]]:
    """Take ``€`` and ``EUR`` out of the cells of prices; they are the currency of their row."""
    columns = [i for i, heading in enumerate(table.header) if heading in {mapping.columns.get(f) for f in _MONEY}]
    percents = [i for i, heading in enumerate(table.header) if heading == mapping.columns.get("discount")]
    found: dict[int, str] = {}
    rows = []
    for number, cells in table.rows:
        cells = list(cells)
        for index in columns:
            cell = cells[index] if index < len(cells) else ""
            if isinstance(cell, str) and any(map(str.isdigit, cell)) and (match := _CURRENCY.search(cell)):
                found[number] = _CURRENCIES.get(match[0].upper(), match[0].upper())
                cells[index] = cell.replace(match[0], "").strip()
        for index in percents:
            if index < len(cells) and isinstance(cell := cells[index], str):
                cells[index] = cell.replace("%", "").strip()
        rows.append((number, cells))
    return Table(table.name, table.header, tuple(rows), table.notes), found


def _row(sheet: Sheet, row: Row, currency: str | None) -> PriceRow:
    problems: list[Text] = []

    def amount(field: PriceField) -> Decimal | None:
        value = sheet.number(row, field)
        written = sheet.text(row, field)
        if value is None and written is not None:
            problems.append(Text('"{written}" is no amount', written=written[:40]))
        if value is not None and (value < 0 or value > 10**9):
            problems.append(Text('"{written}" is no price', written=(written or "")[:40]))
            return None
        return None if value is None else to_cents(value)

    def day(field: PriceField) -> date | None:
        written = sheet.text(row, field)
        found = None if written is None else read_date(written)
        if written is not None and found is None:
            problems.append(Text('"{written}" is no date', written=written[:40]))
        return found

    discount = amount("discount")
    if discount is not None and 0 < discount < 1 and isinstance(sheet.cell(row, "discount"), float):
        discount *= 100  # a cell formatted as percent holds the share
    stated = (sheet.text(row, "currency") or currency or "").upper()
    return PriceRow(
        number=row.number, part=(sheet.text(row, "part") or "")[:300], text=(sheet.text(row, "text") or "")[:300],
        list_net=amount("list"), discount_percent=None if discount is None else to_cents(discount),
        purchase_net=amount("purchase"), selling_net=amount("selling"),
        currency=_CURRENCIES.get(stated, stated) or None, date=day("date"), valid_until=day("valid_until"),
        problem=problems[0] if problems else None,
    )  # fmt: skip


def read_date(written: str) -> date | None:
    """Return a date as people and workbooks write it, or None."""
    for form in _DATES:
        try:
            return datetime.strptime(written.strip()[:10], form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
