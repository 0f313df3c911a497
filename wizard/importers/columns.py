"""The columns of a table by what they mean, and their cells as numbers, truths and texts.

Headings differ between versions and tools, and numbers may be text with the separators of the country where
the file was saved again. How a column writes its numbers is decided once per column, from all of its cells.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from wizard.checkpoint import with_checkpoints
from wizard.importers.tables import Cell, Table
from wizard.model.text import Text

_TRUE = frozenset(
    {"true", "1", "1.0", "yes", "y", "x", "wahr", "ja", "vrai", "oui", "verdadero", "sí", "si", "vero", "prawda"}
)
_FALSE = frozenset({"false", "0", "0.0", "no", "n", "", "falsch", "nein", "faux", "non", "falso", "fałsz"})

# Spaces of every width and the apostrophes of Swiss thousands.
_FILLERS = dict.fromkeys(map(ord, " \t\u00a0\u2007\u2009\u202f'’"))
_THOUSANDS_OR_PLAIN = re.compile(r"-?\d{1,3}(?:[.,]\d{3})*")
_DECIMAL = re.compile(r"-?\d*[.,]\d+")

ROWS_SHOWN = 12

Number = int | Fraction
"""Exact; whole numbers, which most are, without the weight of a fraction."""


def squash(heading: str) -> str:
    """Return a heading by which spellings meet: ``Free % `` and ``free %``, ``In Use MiB`` and ``InUse MiB``."""
    return "".join(sign for sign in heading.casefold() if sign.isalnum() or sign in "#%")


def rows_text(numbers: Iterable[int]) -> str:
    """Return row numbers for an audit entry, the first few of them."""
    listed = sorted(numbers)
    shown = ", ".join(map(str, listed[:ROWS_SHOWN]))
    return shown if len(listed) <= ROWS_SHOWN else f"{shown} … (+{len(listed) - ROWS_SHOWN})"


def truth(cell: Cell) -> bool | None:
    """Return a cell as a truth in the languages Excel writes them in, or None where it is neither."""
    if isinstance(cell, bool):
        return cell
    folded = str(cell).strip().casefold()
    return True if folded in _TRUE else False if folded in _FALSE else None


@dataclass(frozen=True)
class Row:
    """One row of a sheet: its number in the file and its cells."""

    number: int
    cells: list[Cell]


class Sheet:
    """A table whose columns are found by meaning.

    Parameters
    ----------
    table
        The cells.
    fields
        Field name to the headings that carry it, the preferred one first, as :func:`squash` writes them.
        An internal heading (``vInfoCPUs`` on the sheet ``vInfo``) is matched without the name of the sheet.
    """

    def __init__(self, table: Table, fields: Mapping[str, tuple[str, ...]], prefix: str) -> None:
        self.table = table
        self.notes: list[Text] = list(table.notes)
        self.headings: dict[str, int] = {}
        twice: list[str] = []
        for index, heading in enumerate(table.header):
            key = squash(heading)
            if key.startswith(prefix) and key != prefix:
                key = key.removeprefix(prefix)
            if key and self.headings.setdefault(key, index) != index:
                twice.append(heading)
        self.columns = {field: [self.headings[name] for name in names if name in self.headings]
                        for field, names in fields.items()}  # fmt: skip
        known = {index for columns in self.columns.values() for index in columns}
        if doubled := sorted({heading for heading in twice if self.headings.get(squash(heading)) in known}):
            self.notes.append(
                Text("the heading {headings} occurs twice: the first column is read", headings=", ".join(doubled)[:200])
            )
        self._marks: dict[int, str] = {}

    def __iter__(self) -> Iterator[Row]:
        for number, cells in with_checkpoints(self.table.rows):
            yield Row(number, cells)

    def __len__(self) -> int:
        return len(self.table.rows)

    def has(self, field: str) -> bool:
        """Whether the table has a column for this field."""
        return bool(self.columns.get(field))

    def heading(self, field: str) -> str:
        """Return the heading that carries a field, as the file writes it."""
        return self.table.header[self.columns[field][0]].strip() if self.has(field) else ""

    def cell(self, row: Row, field: str) -> Cell:
        """Return the first cell of this field that is not empty."""
        for index in self.columns.get(field, ()):
            if index < len(row.cells) and row.cells[index] != "":
                return row.cells[index]
        return ""

    def text(self, row: Row, field: str) -> str | None:
        """Return a cell as text; a whole number, as Excel makes of an identifier, without a decimal point."""
        cell = self.cell(row, field)
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        return str(cell).strip() or None

    def number(self, row: Row, field: str) -> Number | None:
        """Return a cell as an exact number, or None where it is empty or none."""
        for index in self.columns.get(field, ()):
            if index < len(row.cells) and row.cells[index] != "":
                return _number(row.cells[index], self._mark(index))
        return None

    def unreadable(self, field: str) -> list[int]:
        """Return the rows whose cell holds something that is no number."""
        return [row.number for row in self if self.cell(row, field) != "" and self.number(row, field) is None]

    def _mark(self, index: int) -> str:
        """Return the decimal mark of a column."""
        if index not in self._marks:
            column = (cells[index] for _, cells in self.table.rows if index < len(cells))
            written = [cell.translate(_FILLERS) for cell in column if isinstance(cell, str) and cell]
            mark, sure = decimal_mark(written)
            self._marks[index] = mark
            heading = self.table.header[index].strip()[:60] if index < len(self.table.header) else ""
            if not sure:
                example = next(one for one in written if "." in one or "," in one)[:30]
                self.notes.append(Text('"{heading}": {example} can be a fraction or thousands; read as thousands',
                                       heading=heading, example=example))  # fmt: skip
            elif any("." in one or "," in one for one in written):
                self.notes.append(Text('"{heading}": numbers are text; "{mark}" is read as the decimal mark',
                                       heading=heading, mark=mark))  # fmt: skip
        return self._marks[index]


def decimal_mark(written: list[str]) -> tuple[str, bool]:
    """Return the decimal mark of a column of numbers written as text, and whether it is certain.

    Examples
    --------
    >>> decimal_mark(["1.234", "16.384", "512"]), decimal_mark(["1.234,5"]), decimal_mark(["8192.5"])
    ((',', True), (',', True), ('.', True))
    >>> decimal_mark(["1.234"])
    (',', False)
    """
    marked = [one for one in written if "." in one or "," in one]
    for one in marked:
        point, comma = one.rfind("."), one.rfind(",")
        if point >= 0 and comma >= 0:
            return ("." if point > comma else ","), True
        mark = "." if point >= 0 else ","
        other = "," if mark == "." else "."
        if one.count(mark) > 1:
            return other, True
        if _DECIMAL.fullmatch(one) and not _THOUSANDS_OR_PLAIN.fullmatch(one):
            return mark, True
        if one.lstrip("-").startswith("0"):
            return mark, True
    if not marked:
        return ".", True
    mark = "." if "." in marked[0] else ","
    # Every marked number looks like thousands; where another of the column is long and unmarked they are none.
    if any(len(one) > 3 and one.lstrip("-").isdigit() for one in written):
        return mark, True
    return ("," if mark == "." else "."), len(marked) > 1


def _number(cell: Cell, mark: str) -> Number | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int):
        return cell
    if isinstance(cell, float):
        if cell.is_integer():
            return int(cell)
        return Fraction(str(cell)) if math.isfinite(cell) else None
    plain = cell.translate(_FILLERS)
    plain = plain.replace("," if mark == "." else ".", "").replace(mark, ".")
    if len(plain) > 40 or not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", plain, re.ASCII):
        return None
    return Fraction(plain)
