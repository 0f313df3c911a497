"""Look at a workbook before it is opened: is it what it says, and how much memory would it take?

A workbook is a zip of XML. One that says "a value in A1 and one in XFD1048576" is 1.4 kB on the disk and 16 thousand
million cells in memory, and a zip entry of 1 MB may expand to 1 GB. Both are recognised here while reading
as a stream. This runs in the child process, before the reader does.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from wizard.importers import limits


class RefusedError(Exception):
    """A workbook that is not read: an English template and its values, as ``model.text.Text`` takes them."""

    def __init__(self, template: str, **values: str | int) -> None:
        super().__init__(template)
        self.template = template
        self.values = values


DAMAGED = "the workbook is damaged or incomplete ({detail})"

_END_OF_DIRECTORY = b"PK\x05\x06"
_END_BYTES, _LONGEST_COMMENT = 22, 65_535
_CHUNK = 1 << 20
_ENCRYPTED_FLAG = 0x1

# A row or a cell: its kind, column letters and row number where it names them, whether it closes itself, and
# whether it closes at once. The reader keeps only cells with content, so only these count.
_ELEMENT = re.compile(
    rb"""<(?:[\w.-]+:)?(row|c)(?=[\s/>])(?:\s(?:[^<>]*?\s)?r\s*=\s*["']([A-Za-z]{0,3})(\d{1,7})["'])?[^<>]*?(/?)>(</)?"""
)
# The way in which every common program writes a cell.
_PLAIN_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def check(path: Path) -> None:
    """Refuse a file that is not a sound workbook of a bearable size.

    Raises
    ------
    RefusedError
        With the reason.
    """
    _check_directory(path)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            for entry in entries:
                _check_entry(archive, entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise RefusedError(DAMAGED, detail=str(error)[:120]) from error


def _check_directory(path: Path) -> None:
    """Limit the zip directory before ``zipfile`` loads it as a whole."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _END_BYTES - _LONGEST_COMMENT))
        tail = file.read()
    found = tail.rfind(_END_OF_DIRECTORY)
    if found < 0 or len(tail) - found < _END_BYTES:
        raise RefusedError(DAMAGED, detail="no zip directory at its end")
    entries = int.from_bytes(tail[found + 10 : found + 12], "little")
    directory = int.from_bytes(tail[found + 12 : found + 16], "little")
    if entries > limits.ENTRIES or directory > limits.DIRECTORY_BYTES:
        raise RefusedError("the workbook holds {entries} parts, more than any inventory has", entries=entries)


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = {entry.filename.casefold() for entry in entries}
    if len(entries) > limits.ENTRIES:
        raise RefusedError("the workbook holds {entries} parts, more than any inventory has", entries=len(entries))
    if any(name.endswith("workbook.bin") for name in names):
        raise RefusedError("is a binary workbook (.xlsb): save it as .xlsx and import that")
    if "content.xml" in names and "[content_types].xml" not in names:
        raise RefusedError("is an OpenDocument file: save it as .xlsx and import that")
    if not any(name.endswith("workbook.xml") for name in names):
        raise RefusedError("is a zip archive and not a workbook: unpack it and import the folder or the files in it")
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise RefusedError("is protected by a password: save it without one")
    expanded = sum(entry.file_size for entry in entries)
    if expanded > limits.EXPANDED_BYTES:
        raise RefusedError("would unpack to {expanded:size}, more than the {limit:size} that are read",
                      expanded=expanded, limit=limits.EXPANDED_BYTES)  # fmt: skip


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Read an entry to its end, which also proves its checksum, and measure it when it is XML."""
    with archive.open(entry) as stream:
        if not entry.filename.casefold().endswith((".xml", ".rels")):
            while stream.read(_CHUNK):
                pass
            return
        box = _Box()
        for text in _pieces(stream):
            if b"<!" in text and _DECLARATION.search(text):
                raise RefusedError("the workbook declares entities of its own, which no inventory does")
            box.add_quickly(text)
    if box.cells() > limits.SHEET_CELLS:
        # The quick look counts empty cells too, and people format whole columns: look again.
        with archive.open(entry) as stream:
            box = _Box()
            for text in _pieces(stream):
                box.add(text)
        box.judge()


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield the text in pieces that do not cut a tag."""
    rest = b""
    first = True
    while chunk := stream.read(_CHUNK):
        if first and chunk[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<"):
            raise RefusedError("the workbook is not written in UTF-8")
        first = False
        chunk = rest + chunk
        # A cell is judged with the two characters behind its tag, so a piece ends before a tag that opens something.
        cut = chunk.rfind(b"<")
        while cut > 0 and chunk[cut + 1 : cut + 2] in (b"/", b""):
            cut = chunk.rfind(b"<", 0, cut)
        if cut <= 0 or len(chunk) - cut > _CHUNK:
            if cut >= 0 and b">" not in chunk[cut:]:
                raise RefusedError(DAMAGED, detail="a tag without an end")
            cut = len(chunk)
        yield chunk[:cut]
        rest = chunk[cut:]
    yield rest


class _Box:
    """The rectangle from A1 around the filled cells of a sheet: the reader walks all of it."""

    def __init__(self) -> None:
        self.bottom = self.right = self.row = self.column = 0
        self.columns: dict[bytes, int] = {}

    def add_quickly(self, text: bytes) -> None:
        """Include the cells of a piece, empty ones as well: a box that is at least as large as the real one."""
        found = _PLAIN_CELL.findall(text)
        if len(found) != text.count(b"<c") or b":c" in text or b":row" in text:
            self.add(text)
        elif found:
            letters, digits = zip(*found, strict=True)
            columns, rows = [self._number(one) for one in set(letters)], [int(one) for one in set(digits)]
            self._include(max(rows), max(columns))
            self.row, self.column = int(digits[-1]), self._number(letters[-1])

    def add(self, text: bytes) -> None:
        """Include the cells of a piece that hold something."""
        for kind, letters, digits, closed, closes in _ELEMENT.findall(text):
            if kind == b"row":
                self.row = int(digits) if digits else self.row + 1
                self.column = 0
                continue
            if letters:
                self.row, self.column = int(digits), self._number(letters)
            else:
                self.column += 1
            if closed or closes:
                continue
            self._include(self.row, self.column)

    def _include(self, row: int, column: int) -> None:
        if row > self.bottom:
            self.bottom = row
        if column > self.right:
            self.right = column

    def _number(self, letters: bytes) -> int:
        number = self.columns.get(letters)
        if number is None:
            number = 0
            for letter in letters.upper():
                number = number * 26 + letter - 64
            self.columns[letters] = number
        return number

    def cells(self) -> int:
        """Return how many cells the rectangle has."""
        return self.bottom * self.right

    def judge(self) -> None:
        """Refuse a sheet whose rectangle is too large."""
        cells = self.cells()
        if cells > limits.SHEET_CELLS:
            raise RefusedError("a sheet spreads its values over {cells} cells, more than the {limit} that are read",
                          cells=cells, limit=limits.SHEET_CELLS)  # fmt: skip
