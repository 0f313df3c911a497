"""Writes answers into a buyer's own file and leaves every other byte of it alone.

A workbook is never loaded and saved again: that would drop what the library does not know. The few cells that get an
answer are replaced inside the sheet's own text; every other part of the package is copied as it is. Locked cells,
cells with formulas and cells that are part of a merged area are not written; each is named.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from wizard.documents.buyer_book import WORKBOOK, defined_names, each_tag, recalculating, sheet_parts
from wizard.documents.buyer_formulas import stale_formulas
from wizard.documents.buyer_sheet import REFERENCE, BuyerFileError, BuyerSheet, SheetCell, column_name, column_number
from wizard.model.text import Text

Piece = tuple[int, int, bytes]
"""Start, end and what stands there instead."""
Cells = Mapping[tuple[int, int], str]
"""Texts by row (from 1) and column (from 0)."""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LARGEST = 200 * 2**20


@dataclass
class Filled:
    """The file with its answers, and the cells that could not be written with the reason."""

    content: bytes
    refused: list[Text] = field(default_factory=list)
    cells: list[tuple[int, int]] = field(default_factory=list)
    """Cells that were written, by row and column."""
    recalculated: int = 0
    """Formulas that hang on those cells, on any sheet: a program that opens the file computes them anew."""

    @property
    def written(self) -> int:
        """How many cells were written."""
        return len(self.cells)


def fill_workbook(content: bytes, sheet: str, cells: Cells) -> Filled:
    """Return a workbook with texts in some cells of a sheet.

    What a formula said of the cells before is taken away with them, and the file asks to be computed when it is
    opened: whoever reads it finds the new result or none, but never the old one.

    Raises
    ------
    BuyerFileError
        If the sheet is not there, or the file is damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = sheet_parts(package)
            if sheet not in parts:
                raise BuyerFileError(sheet)
            sheets = {name: _read(package, part) for name, part in parts.items() if part in package.namelist()}
            filled, pieces = _fill(sheets[sheet], cells, _locked_styles(package))
            changes = {sheet: pieces}
            if filled.written:
                stale = stale_formulas(sheets, defined_names(package), sheet, filled.cells)
                for name, places in stale.items():
                    changes[name] = [*changes.get(name, []), *_without_values(sheets[name], places)]
                filled.recalculated = sum(len(places) for places in stale.values())
            replaced = {parts[name]: _changed(sheets[name].content, each) for name, each in changes.items() if each}
            if filled.recalculated:
                replaced[WORKBOOK] = recalculating(package.read(WORKBOOK))
            filled.content = _repacked(package, replaced)
    except (zipfile.BadZipFile, KeyError) as error:
        raise BuyerFileError(str(error)) from error
    return filled


def _read(package: zipfile.ZipFile, part: str) -> BuyerSheet:
    if package.getinfo(part).file_size > _LARGEST:
        raise BuyerFileError(part)
    return BuyerSheet(package.read(part))


def _without_values(sheet: BuyerSheet, places: Iterable[tuple[int, int]]) -> list[Piece]:
    """Take away what formulas said when the file was written."""
    values = (sheet.rows[row].cells[column].value for row, column in places)
    return [(*value, b"") for value in values if value is not None]


def _changed(content: bytes, pieces: Sequence[Piece]) -> bytes:
    for start, end, made in sorted(pieces, key=lambda piece: (piece[0], piece[1]), reverse=True):
        content = content[:start] + made + content[end:]
    return content


def choices(content: bytes, sheet: str, column: int) -> tuple[str, ...]:
    """Return the words that a buyer's list admits in a column, or none where anything may be written."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = sheet_parts(package)
        if sheet not in parts:
            raise BuyerFileError(sheet)
        found = BuyerSheet(package.read(parts[sheet]))
    name = column_name(column)
    for area, formula in found.lists:
        columns = {match[1] for match in REFERENCE.finditer(area.replace("$", ""))}
        if name in columns and formula.startswith('"'):
            return tuple(word.strip() for word in formula.strip('"').split(","))
    return ()


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
        each_tag(package.read("xl/styles.xml"), begin)
    return locked


def _fill(sheet: BuyerSheet, cells: Cells, locked: Sequence[bool]) -> tuple[Filled, list[Piece]]:
    filled = Filled(b"")
    pieces: list[Piece] = []
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
        filled.cells.append((row, column))
    return filled, [*pieces, *_additions(sheet, added)]


def _refusal(
    sheet: BuyerSheet, known: SheetCell | None, style: str | None, locked: Sequence[bool], row: int, column: int
) -> Text | None:
    if known is not None and known.formula is not None:
        return Text("holds a formula")
    number = int(style or 0)
    if sheet.protected and (number >= len(locked) or locked[number]):
        return Text("is locked")
    for area in sheet.merged:
        left, _, right = area.partition(":")
        first, last = REFERENCE.fullmatch(left), REFERENCE.fullmatch(right or left)
        if first is None or last is None:
            continue
        inside = int(first[2]) <= row <= int(last[2])
        inside = inside and column_number(first[1]) <= column <= column_number(last[1])
        if inside and (int(first[2]), column_number(first[1])) != (row, column):
            return Text("is part of the merged cells {area}", area=area)
    return None


def _column_style(sheet: BuyerSheet, column: int) -> str | None:
    return next((style for first, last, style in sheet.columns if first <= column <= last), None)


def _cell_text(name: str, style: str | None, text: str) -> bytes:
    clean = escape(CONTROL.sub("", text)[:32_000])
    look = f' s="{style}"' if style is not None else ""
    return f'<c r="{name}"{look} t="inlineStr"><is><t xml:space="preserve">{clean}</t></is></c>'.encode()


def _additions(sheet: BuyerSheet, added: Mapping[int, list[tuple[int, bytes]]]) -> list[Piece]:
    """Put cells where there were none: in their row by column, or in a new row by number."""
    pieces: list[Piece] = []
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


def _repacked(package: zipfile.ZipFile, replaced: Mapping[str, bytes]) -> bytes:
    """Return the package with some parts replaced; the others, their order and their dates stay."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.comment = package.comment
        for info in package.infolist():
            content = replaced.get(info.filename) or package.read(info)
            made.writestr(info, content, compress_type=info.compress_type)
    return target.getvalue()
