"""Guesses in a moment what a file is, from its first bytes: for what is said while it is still being dragged.

It never decides: whoever reads the file judges it by all that is in it.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from wizard.importers import rvtools
from wizard.importers.columns import squash
from wizard.importers.price_list import HEADINGS
from wizard.importers.tables import fold_name

Kind = Literal["inventory", "prices", "project", "offer", "unreadable"]
_HEAD, _LINES = 1 << 14, 40
_STRINGS = 1 << 16
_SHEET = re.compile(rb"""<(?:[\w.-]+:)?sheet\s[^>]*?\bname\s*=\s*["']([^"']{1,80})""")
_STRING = re.compile(rb"<(?:[\w.-]+:)?t(?:\s[^>]*)?>([^<]{1,60})</")
_CELL = re.compile(r"[;,\t]")
_MONEY = ("list", "purchase", "selling")


def kind_of(path: Path) -> Kind:
    """Return what a file or a folder seems to be."""
    try:
        if path.is_dir():
            return "inventory" if any(one.suffix.casefold() == ".csv" for one in path.iterdir()) else "unreadable"
        with path.open("rb") as file:
            head = file.read(_HEAD)
        return _workbook(path) if head.startswith(b"PK") else _text(path, head)
    except (OSError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError):
        return "unreadable"


def _text(path: Path, head: bytes) -> Kind:
    if b"%PDF-" in head[:1024]:
        return "offer"
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return "project"
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in head and not wide:
        return "unreadable"
    words = head.decode("utf-16" if wide else "utf-8-sig", errors="replace")
    rows = [[cell.strip(' "') for cell in _CELL.split(line)] for line in words.splitlines()[:_LINES]]
    rows = [row for row in rows if len(row) > 1]
    if not rows:
        return "unreadable"
    if rvtools.csv_sheet(path.name, tuple(rows[0])):
        return "inventory"
    return "prices" if any(_has_prices(row) for row in rows) else "unreadable"


def _workbook(path: Path) -> Kind:
    with zipfile.ZipFile(path) as book:
        names = set(book.namelist())
        if "xl/workbook.xml" not in names:
            return "unreadable"
        sheets = _SHEET.findall(_begin(book, "xl/workbook.xml"))
        if any(fold_name(name.decode("utf-8", errors="replace")) in rvtools.SHEETS for name in sheets):
            return "inventory"
        strings = [_begin(book, name) for name in ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml") if name in names]
    found = (word.decode("utf-8", errors="replace") for part in strings for word in _STRING.findall(part))
    return "prices" if _has_prices(found) else "unreadable"


def _begin(book: zipfile.ZipFile, name: str) -> bytes:
    with book.open(name) as entry:
        return entry.read(_STRINGS)


def _has_prices(headings: Iterable[str]) -> bool:
    """Whether some of these words name a part and a price."""
    found = {squash(heading) for heading in headings}
    money = any(found & set(HEADINGS[field]) for field in _MONEY)  # type: ignore[index]
    return money and bool(found & set(HEADINGS["part"]))
