"""Writes answers into a buyer's own file and leaves every other byte of it alone.

A workbook is never loaded and saved again: that would drop what the library does not know. The few cells that get an
answer are replaced inside the sheet's own text; every other part of the package is copied as it is. Locked cells,
cells with formulas and cells that are part of a merged area are not written; each is named.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape

from wizard.model.text import Text

Cells = Mapping[tuple[int, int], str]
"""Texts by row (from 1) and column (from 0)."""
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d+)")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LARGEST = 200 * 2**20


@dataclass
class Filled:
    """The file with its answers, and the cells that could not be written with the reason."""

    content: bytes
    refused: list[Text] = field(default_factory=list)
    written: int = 0
    formulas: int = 0
    """Formulas of the sheet: a program that opens the file computes them anew."""


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
class _Cell:
    start: int
    end: int
    style: str | None
    formula: bool


@dataclass
class _Row:
    number: int
    start: int
    content: int
    """Where its first cell may stand; -1 for a row that closes itself."""
    end: int
    cells: dict[int, _Cell] = field(default_factory=dict)


class _Sheet:
    """Where rows and cells stand in the text of a sheet."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.rows: dict[int, _Row] = {}
        self.protected = False
        self.merged: list[str] = []
        self.lists: list[tuple[str, str]] = []
        """Areas of choices with their formula."""
        self.columns: list[tuple[int, int, str]] = []
        self.data_end = -1
        self.formulas = 0
        self._row: _Row | None = None
        self._cell: tuple[int, _Cell] | None = None
        self._choice: list[str] | None = None
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
            self._row = self.rows[number] = _Row(number, here, -1 if closed else end, end)
        elif name == "c" and self._row is not None:
            match = _REFERENCE.fullmatch(attributes.get("r", ""))
            column = column_number(match[1]) if match else max(self._row.cells, default=-1) + 1
            self._cell = (column, _Cell(here, self._tag_end(), attributes.get("s"), False))
        elif name == "f":
            self.formulas += 1
            if self._cell is not None:
                self._cell[1].formula = True
        elif name == "sheetProtection":
            self.protected = attributes.get("sheet", "0") in ("1", "true")
        elif name == "mergeCell":
            self.merged.append(attributes.get("ref", ""))
        elif name == "col" and "style" in attributes:
            self.columns.append((int(attributes["min"]) - 1, int(attributes["max"]) - 1, attributes["style"]))
        elif name == "dataValidation" and attributes.get("type") == "list":
            self._area, self._choice = attributes.get("sqref", ""), None
        elif name == "formula1" and self._area:
            self._choice = []

    def _text(self, text: str) -> None:
        if self._choice is not None:
            self._choice.append(text)

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
        elif name == "formula1" and self._choice is not None:
            self.lists.append((self._area, "".join(self._choice)))
            self._choice, self._area = None, ""
        elif name == "sheetData":
            self.data_end = here

    def _closing(self, at: int) -> bytes:
        return self.content[at : self.content.index(b">", at) + 1]


def fill_workbook(content: bytes, sheet: str, cells: Cells) -> Filled:
    """Return a workbook with texts in some cells of a sheet.

    Raises
    ------
    BuyerFileError
        If the sheet is not there, or the file is damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            part = _part_of(package, sheet)
            if package.getinfo(part).file_size > _LARGEST:
                raise BuyerFileError(part)
            found = _Sheet(package.read(part))
            filled, replaced = _fill(found, cells, _locked_styles(package))
            filled.content = _repacked(package, part, replaced)
    except (zipfile.BadZipFile, KeyError) as error:
        raise BuyerFileError(str(error)) from error
    return filled


def choices(content: bytes, sheet: str, column: int) -> tuple[str, ...]:
    """Return the words that a buyer's list admits in a column, or none where anything may be written."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        found = _Sheet(package.read(_part_of(package, sheet)))
    name = column_name(column)
    for area, formula in found.lists:
        columns = {match[1] for match in _REFERENCE.finditer(area.replace("$", ""))}
        if name in columns and formula.startswith('"'):
            return tuple(word.strip() for word in formula.strip('"').split(","))
    return ()


def _part_of(package: zipfile.ZipFile, sheet: str) -> str:
    """Return the part of the package that holds a sheet."""
    ids: dict[str, str] = {}
    targets: dict[str, str] = {}

    def workbook_tag(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            key = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            ids[attributes.get("name", "")] = key

    def relation_tag(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    _each_tag(package.read("xl/workbook.xml"), workbook_tag)
    _each_tag(package.read("xl/_rels/workbook.xml.rels"), relation_tag)
    target = targets.get(ids.get(sheet, ""), "")
    if not target:
        raise BuyerFileError(sheet)
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _each_tag(content: bytes, handler: Any) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = handler
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise BuyerFileError(str(error)) from error


def _locked_styles(package: zipfile.ZipFile) -> list[bool]:
    """Return for each cell style whether protection locks it; without a word it does."""
    locked: list[bool] = []
    inside = False

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        name = name.rpartition(":")[2]
        if name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            locked.append(True)
        elif name == "protection" and inside and locked:
            locked[-1] = attributes.get("locked", "1") not in ("0", "false")
        elif name in ("cellStyles", "dxfs"):
            inside = False

    if "xl/styles.xml" in package.namelist():
        _each_tag(package.read("xl/styles.xml"), begin)
    return locked


def _fill(sheet: _Sheet, cells: Cells, locked: Sequence[bool]) -> tuple[Filled, bytes]:
    filled = Filled(b"", formulas=sheet.formulas)
    pieces: list[tuple[int, int, bytes]] = []
    """Start, end and what stands there instead."""
    added: dict[int, list[tuple[int, bytes]]] = {}
    for (row, column), text in sorted(cells.items()):
        name = f"{column_name(column)}{row}"
        known = sheet.rows[row].cells.get(column) if row in sheet.rows else None
        style = known.style if known is not None else _column_style(sheet, column)
        if (reason := _refusal(sheet, known, style, locked, row, column)) is not None:
            filled.refused.append(Text("{cell}: {reason}", cell=name, reason=reason))
            continue
        made = _cell_text(name, style, text)
        if known is not None:
            pieces.append((known.start, known.end, made))
        else:
            added.setdefault(row, []).append((column, made))
        filled.written += 1
    pieces += _additions(sheet, added)
    content = sheet.content
    for start, end, made in sorted(pieces, key=lambda piece: (piece[0], piece[1]), reverse=True):
        content = content[:start] + made + content[end:]
    return filled, content


def _refusal(
    sheet: _Sheet, known: _Cell | None, style: str | None, locked: Sequence[bool], row: int, column: int
) -> Text | None:
    if known is not None and known.formula:
        return Text("holds a formula")
    number = int(style or 0)
    if sheet.protected and (number >= len(locked) or locked[number]):
        return Text("is locked")
    for area in sheet.merged:
        left, _, right = area.partition(":")
        first, last = _REFERENCE.fullmatch(left), _REFERENCE.fullmatch(right or left)
        if first is None or last is None:
            continue
        inside = int(first[2]) <= row <= int(last[2])
        inside = inside and column_number(first[1]) <= column <= column_number(last[1])
        if inside and (int(first[2]), column_number(first[1])) != (row, column):
            return Text("is part of the merged cells {area}", area=area)
    return None


def _column_style(sheet: _Sheet, column: int) -> str | None:
    return next((style for first, last, style in sheet.columns if first <= column <= last), None)


def _cell_text(name: str, style: str | None, text: str) -> bytes:
    clean = escape(CONTROL.sub("", text)[:32_000])
    look = f' s="{style}"' if style is not None else ""
    return f'<c r="{name}"{look} t="inlineStr"><is><t xml:space="preserve">{clean}</t></is></c>'.encode()


def _additions(sheet: _Sheet, added: Mapping[int, list[tuple[int, bytes]]]) -> list[tuple[int, int, bytes]]:
    """Put cells where there were none: in their row by column, or in a new row by number."""
    pieces: list[tuple[int, int, bytes]] = []
    for row, cells in added.items():
        known = sheet.rows.get(row)
        if known is None:
            after = min((one.start for number, one in sheet.rows.items() if number > row), default=sheet.data_end)
            made = b"".join(made for _, made in cells)
            pieces.append((after, after, b'<row r="%d">%s</row>' % (row, made)))
        elif known.content < 0:
            head = sheet.content[known.start : known.end].removesuffix(b"/>")
            made = b"".join(made for _, made in cells)
            pieces.append((known.start, known.end, head + b">" + made + b"</row>"))
        else:
            for column, made in cells:
                later = [cell.start for place, cell in known.cells.items() if place > column]
                at = min(later, default=known.end)
                pieces.append((at, at, made))
    return pieces


def _repacked(package: zipfile.ZipFile, part: str, replaced: bytes) -> bytes:
    """Return the package with one part replaced; the others, their order and their dates stay."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.comment = package.comment
        for info in package.infolist():
            content = replaced if info.filename == part else package.read(info)
            made.writestr(info, content, compress_type=info.compress_type)
    return target.getvalue()
