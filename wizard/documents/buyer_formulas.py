"""Which formulas of a buyer's workbook hang on the cells that got an answer, directly or through other formulas.

A formula that cannot be followed to its cells (an indirect reference, a table, another file) counts as one that does:
its old result is taken away rather than believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.formula.translate import Translator

from wizard.documents.buyer_sheet import BuyerSheet, column_name, column_number

_AREA = re.compile(
    r"(?:(?P<sheet>'(?:[^']|'')+'|[^'!]+)!)?"
    r"\$?(?P<left>[A-Z]{1,3})?\$?(?P<top>\d+)?(?::\$?(?P<right>[A-Z]{1,3})?\$?(?P<bottom>\d+)?)?",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"'?[^\[\]!]*\[\d+\][^!]*!")
_INDIRECT = ("INDIRECT(", "OFFSET(", "CELL(", "GETPIVOTDATA(")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_FEW = 64
"""Cells up to which a formula is found by each of them."""
_DEEPEST = 20
"""How far names that stand for names are followed."""
Place = tuple[int, int]
"""Row (from 1) and column (from 0)."""


@dataclass(frozen=True, slots=True)
class _Area:
    sheet: str
    top: int
    bottom: int
    left: int
    right: int

    @property
    def size(self) -> int:
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    def places(self) -> Iterator[Place]:
        yield from ((row, column) for row in range(self.top, self.bottom + 1)
                    for column in range(self.left, self.right + 1))  # fmt: skip

    def holds(self, place: Place) -> bool:
        return self.top <= place[0] <= self.bottom and self.left <= place[1] <= self.right


@dataclass(frozen=True, slots=True)
class _Reader:
    """A cell with a formula, and the areas that it reads; None where nobody can say which."""

    sheet: str
    place: Place
    fills: _Area | None
    areas: tuple[_Area, ...] | None

    def reads(self, sheet: str, place: Place) -> bool:
        return any(area.sheet == sheet and area.holds(place) for area in self.areas or ())


def stale_formulas(
    sheets: Mapping[str, BuyerSheet], names: Mapping[str, str], changed: str, cells: Iterable[Place]
) -> dict[str, list[Place]]:
    """Return the cells whose formula has to be computed anew, by sheet.

    Parameters
    ----------
    sheets
        Every sheet by its name.
    names
        What each defined name stands for, by the name in small letters.
    changed, cells
        The sheet that was written, and its cells.
    """
    index = _Index(reader for name, sheet in sheets.items() for reader in _readers(name, sheet, names))
    news = [(changed.casefold(), place) for place in cells]
    stale: dict[str, list[Place]] = {}
    for reader in index.found(news):
        stale.setdefault(reader.sheet, []).append(reader.place)
    return stale


class _Index:
    """Finds the formulas that read a cell: those of few cells by the cell, those of large areas one by one."""

    def __init__(self, readers: Iterable[_Reader]) -> None:
        self._unknown: list[_Reader] = []
        self._wide: list[_Reader] = []
        self._by_place: dict[tuple[str, Place], list[_Reader]] = {}
        for reader in readers:
            if reader.areas is None:
                self._unknown.append(reader)
            elif sum(area.size for area in reader.areas) > _FEW:
                self._wide.append(reader)
            else:
                for area in reader.areas:
                    for place in area.places():
                        self._by_place.setdefault((area.sheet, place), []).append(reader)

    def found(self, news: list[tuple[str, Place]]) -> Iterator[_Reader]:
        """Yield each formula that reads one of the cells, or what follows from them."""
        seen: set[int] = set()
        waiting = list(news)
        for reader in self._unknown:
            seen.add(id(reader))
            yield reader
            waiting += ((reader.sheet.casefold(), place) for place in _filled(reader))
        while waiting:
            sheet, place = waiting.pop()
            wide = (each for each in self._wide if id(each) not in seen and each.reads(sheet, place))
            for reader in (*self._by_place.get((sheet, place), ()), *wide):
                if id(reader) not in seen:
                    seen.add(id(reader))
                    yield reader
                    waiting += ((reader.sheet.casefold(), filled) for filled in _filled(reader))


def _filled(reader: _Reader) -> Iterator[Place]:
    yield reader.place
    if reader.fills is not None:
        yield from reader.fills.places()


def _readers(name: str, sheet: BuyerSheet, names: Mapping[str, str]) -> Iterator[_Reader]:
    """Yield the formulas of a sheet; those that are shared are written out for each cell."""
    shared: dict[str, tuple[str, str]] = {}
    for number, row in sheet.rows.items():
        for column, cell in row.cells.items():
            formula = cell.formula
            if formula is None:
                continue
            here, text = f"{column_name(column)}{number}", f"={formula.text}"
            if formula.shared is not None and formula.text:
                shared[formula.shared] = (text, here)
            elif formula.shared is not None:
                text = _translated(*shared.get(formula.shared, ("", here)), here)
            fills = _area(formula.array, name) if formula.array else None
            yield _Reader(name, (number, column), fills, _areas(text, name, names))


def _translated(text: str, origin: str, here: str) -> str:
    try:
        return str(Translator(text, origin).translate_formula(here)) if text else ""
    except Exception:  # noqa: BLE001 - a formula that the library cannot shift is one that nobody can follow
        return ""


def _areas(formula: str, sheet: str, names: Mapping[str, str], depth: int = 0) -> tuple[_Area, ...] | None:
    """Return the areas that a formula reads, or None where it cannot be followed."""
    if len(formula) < 2 or depth > _DEEPEST:
        return None
    try:
        tokens = Tokenizer(formula).items
    except Exception:  # noqa: BLE001 - whatever cannot be taken apart cannot be followed
        return None
    found: list[_Area] = []
    for token in tokens:
        if token.type == Token.FUNC and token.value.upper().endswith(_INDIRECT):
            return None
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            areas = _of_operand(token.value, sheet, names, depth)
            if areas is None:
                return None
            found += areas
    return tuple(found)


def _of_operand(value: str, sheet: str, names: Mapping[str, str], depth: int) -> tuple[_Area, ...] | None:
    if _ELSEWHERE.match(value):
        return ()  # another file: no answer changes it, and its last result is all that there is
    area = _area(value, sheet)
    if area is not None:
        return (area,)
    name = value.rpartition("!")[2].casefold()
    return _areas(f"={names[name]}", sheet, names, depth + 1) if name in names else None


def _area(reference: str, sheet: str) -> _Area | None:
    """Return the area of a reference; whole rows and columns reach to the edge of the sheet."""
    match = _AREA.fullmatch(reference)
    if match is None or not (match["left"] or match["top"]) or ":" in (match["sheet"] or ""):
        return None
    whole = not (match["left"] and match["top"])
    if whole and not (match["right"] or match["bottom"]):
        return None  # a word or a number, no reference
    named = (match["sheet"] or sheet).strip("'").replace("''", "'").casefold()
    top = int(match["top"] or 1)
    left = column_number(match["left"].upper()) if match["left"] else 0
    single = ":" not in reference.rpartition("!")[2]
    bottom = top if single else int(match["bottom"] or _LAST_ROW)
    right = left if single else column_number(match["right"].upper()) if match["right"] else _LAST_COLUMN
    return _Area(named, min(top, bottom), max(top, bottom), min(left, right), max(left, right))
