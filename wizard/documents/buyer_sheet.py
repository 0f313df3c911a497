"""Where rows, cells and formulas stand in the text of a buyer's sheet, byte by byte."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

REFERENCE = re.compile(r"([A-Z]{1,3})(\d+)")


class BuyerFileError(Exception):
    """The buyer's file is not of the form that was read."""


def column_name(column: int) -> str:
    """Return the letters of a column, counted from 0.

    Examples
    --------
    >>> column_name(0), column_name(25), column_name(26)
    ('A', 'Z', 'AA')
    """
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def column_number(letters: str) -> int:
    """Return the column of its letters, counted from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


@dataclass
class Formula:
    """A formula as the file has it: of a shared one only the first cell has the words."""

    text: str
    shared: str | None
    array: str
    """Cells that an array formula fills."""


@dataclass
class SheetCell:
    """A cell: where its text begins and ends, and where its value stands in it."""

    start: int
    end: int
    style: str | None
    formula: Formula | None = None
    value: tuple[int, int] | None = None


@dataclass
class SheetRow:
    """A row and its cells by column."""

    number: int
    start: int
    content: int
    """Where its first cell may stand; -1 for a row that closes itself."""
    end: int
    cells: dict[int, SheetCell] = field(default_factory=dict)


class BuyerSheet:
    """Where rows and cells stand in the text of a sheet."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.rows: dict[int, SheetRow] = {}
        self.protected = False
        self.merged: list[str] = []
        self.lists: list[tuple[str, str]] = []
        """Areas of choices with their formula."""
        self.columns: list[tuple[int, int, str]] = []
        self.data_end = -1
        self.formulas = 0
        self._row: SheetRow | None = None
        self._cell: tuple[int, SheetCell] | None = None
        self._words: list[str] | None = None
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._area = ""
        try:
            self._parser.Parse(content, True)
        except expat.ExpatError as error:
            raise BuyerFileError(str(error)) from error

    def _tag_end(self) -> int:
        """Return where the tag ends that begins here."""
        at, quote = self._parser.CurrentByteIndex, b""
        while True:
            sign = self.content[at : at + 1]
            if quote:
                quote = b"" if sign == quote else quote
            elif sign in (b'"', b"'"):
                quote = sign
            elif sign == b">" or not sign:
                return at + 1
            at += 1

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        here = self._parser.CurrentByteIndex
        if name == "row":
            number = int(attributes.get("r", max(self.rows, default=0) + 1))
            end = self._tag_end()
            closed = self.content[end - 2 : end] == b"/>"
            self._row = self.rows[number] = SheetRow(number, here, -1 if closed else end, end)
        elif name == "c" and self._row is not None:
            match = REFERENCE.fullmatch(attributes.get("r", ""))
            column = column_number(match[1]) if match else max(self._row.cells, default=-1) + 1
            self._cell = (column, SheetCell(here, self._tag_end(), attributes.get("s")))
        elif name == "f":
            self.formulas += 1
            if self._cell is not None:
                array = attributes.get("ref", "") if attributes.get("t") in ("array", "dataTable") else ""
                self._cell[1].formula = Formula("", attributes.get("si"), array)
                self._words = []
        elif name == "v" and self._cell is not None:
            self._cell[1].value = (here, here)
        elif name == "sheetProtection":
            self.protected = attributes.get("sheet", "0") in ("1", "true")
        elif name == "mergeCell":
            self.merged.append(attributes.get("ref", ""))
        elif name == "col" and "style" in attributes:
            self.columns.append((int(attributes["min"]) - 1, int(attributes["max"]) - 1, attributes["style"]))
        elif name == "dataValidation" and attributes.get("type") == "list":
            self._area, self._words = attributes.get("sqref", ""), None
        elif name == "formula1" and self._area:
            self._words = []

    def _text(self, text: str) -> None:
        if self._words is not None:
            self._words.append(text)

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        here = self._parser.CurrentByteIndex
        if name == "c" and self._cell is not None and self._row is not None:
            column, cell = self._cell
            closed = self.content[cell.end - 2 : cell.end] == b"/>"
            cell.end = cell.end if closed else here + len(self._closing(here))
            self._row.cells[column] = cell
            self._cell = None
        elif name == "row" and self._row is not None:
            if self._row.content >= 0:
                self._row.end = here
            self._row = None
        elif name == "f" and self._cell is not None and self._cell[1].formula is not None:
            self._cell[1].formula.text = "".join(self._words or ())
            self._words = None
        elif name == "v" and self._cell is not None and self._cell[1].value is not None:
            start = self._cell[1].value[0]
            closed = here == start
            self._cell[1].value = (start, self._closed(start) if closed else here + len(self._closing(here)))
        elif name == "formula1" and self._words is not None and self._area:
            self.lists.append((self._area, "".join(self._words)))
            self._words, self._area = None, ""
        elif name == "sheetData":
            self.data_end = here

    def _closed(self, at: int) -> int:
        """Return the end of an element without content that begins here."""
        return self.content.index(b">", at) + 1

    def _closing(self, at: int) -> bytes:
        return self.content[at : self.content.index(b">", at) + 1]
