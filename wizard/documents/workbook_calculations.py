"""The sheet with every calculation, live: change an input, and the figures that follow from it change everywhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from wizard.documents.chapters_annex import used_rules
from wizard.documents.scene import PALETTE
from wizard.documents.words import unit_of
from wizard.documents.workbook_formulas import cell_formula
from wizard.documents.workbook_plan import HEAD, RESULT, SHEET, Place
from wizard.documents.workbook_styles import INPUT, NUMBER, WHOLE, Book, Worksheet, at
from wizard.model.text import Text

_TITLE, _UNIT, _FORMULA, _RULES, _LIST = 0, 2, 3, 4, 6
"""Columns; from the last one on stand the values of lists."""
_WIDTHS = (46, 20, 10, 60, 44, 3)
_MOST = 4_000
"""Longest list that is written value by value."""


def write_calculations(sheet: Worksheet, book: Book) -> None:
    """Write each calculation with its inputs below it, and name the cell of its result."""
    titles = (Text("Figure"), Text("Result"), Text("Unit"), Text("Formula"), Text("Rules"))
    book.heads(sheet, HEAD, [book.say(title) for title in titles], (RESULT,))
    for place in book.plan.places:
        _write(sheet, book, place)
        book.progress.step()
    last = max(book.plan.end - 1, HEAD + 1)
    sheet.autofilter(HEAD, 0, last, _RULES)
    sheet.print_area(0, 0, last, _RULES)
    book.guard(sheet)


def calculation_sheet(book: Book) -> Worksheet:
    """Add the sheet; it is filled when the other sheets have said which cells are inputs of calculations."""
    return book.sheet(SHEET, _WIDTHS)


def write_rules(book: Book) -> None:
    """Write the rules with their sources."""
    sheet = book.sheet(Text("Rules"), (46, 90))
    book.heads(sheet, HEAD, [book.say(title) for title in (Text("Rule"), Text("Source"))])
    rows = used_rules(book.source)
    for row, words in enumerate(rows, start=HEAD + 1):
        for column, text in enumerate(words):
            book.text(sheet, row, column, text)
    last = HEAD + max(len(rows), 1)
    sheet.autofilter(HEAD, 0, last, 1)
    sheet.print_area(0, 0, last, 1)
    book.guard(sheet)


def _write(sheet: Worksheet, book: Book, place: Place) -> None:
    each = place.calculation
    strong = book.format(bold=True, text_wrap=True, align="left", indent=1, top=4)
    book.text(sheet, place.row, _TITLE, book.say(each.title), strong)
    book.text(sheet, place.row, _UNIT, book.source.voice.unit(each.unit))
    book.text(sheet, place.row, _FORMULA, each.formula)
    book.text(sheet, place.row, _RULES, ", ".join(each.rules))
    cells = {
        name: _write_input(sheet, book, place, row, name, value)
        for row, (name, value) in enumerate(each.inputs.items(), start=place.row + 1)
    }
    style = {"bold": True, "top": 4, "num_format": _number(each.result)}
    if isinstance(each.result, str) or each.result is None:
        book.text(sheet, place.row, RESULT, each.result or "–")
    elif (formula := _formula(each.formula, cells)) is None:
        book.figure(sheet, place.row, RESULT, each.result, _number(each.result), bold=True)
    else:
        book.formula(sheet, place.row, RESULT, f"={formula}", each.result, **style)
    if book.plan.first(place):
        book.name(sheet, "Calc_" + re.sub(r"\W", "_", each.key), place.row, RESULT)


def _formula(formula: str, cells: dict[str, str | None]) -> str | None:
    """Return a formula over cells, if every name of it has one."""
    try:
        return cell_formula(formula, {name: cell for name, cell in cells.items() if cell is not None})
    except KeyError:
        return None


def _write_input(sheet: Worksheet, book: Book, place: Place, row: int, name: str, value: Any) -> str | None:
    """Write an input: as what another cell says, or as a figure that can be changed. Return where it stands."""
    quiet = book.format(indent=3, align="left", font_color=PALETTE["quiet"])
    book.text(sheet, row, _TITLE, name, quiet)
    sheet.set_row(row, None, None, {"level": 1})
    said = book.inputs.get((place.calculation.key, name))
    if isinstance(value, list | tuple):
        return _write_list(sheet, book, row, value, said if isinstance(said, tuple) else ())
    if isinstance(value, bool) or not isinstance(value, int | Fraction | Decimal | float):
        book.text(sheet, row, RESULT, str(value))
        return None
    unit = unit_of(name, value)
    book.text(sheet, row, _UNIT, unit)
    refers = said if isinstance(said, str) else book.plan.origin(place, name, value)
    number = Fraction(value) if isinstance(value, float) else value
    if refers is None:
        book.figure(sheet, row, RESULT, number, _number(number), **INPUT)
    else:
        book.formula(sheet, row, RESULT, f"={refers}", number, num_format=_number(number))
    return str(at(row, RESULT))


def _write_list(sheet: Worksheet, book: Book, row: int, values: Sequence[Any], said: Sequence[str]) -> str | None:
    """Write the values of a list side by side, and how many there are."""
    known = [value for value in values if isinstance(value, int | Fraction | Decimal) and not isinstance(value, bool)]
    if not values or len(known) < len(values) or len(values) > _MOST:
        book.text(sheet, row, RESULT, "; ".join(str(value) for value in values[:12]))
        return None
    area = f"{at(row, _LIST)}:{at(row, _LIST + len(known) - 1)}"
    words = Text("{n} values", n=len(known))
    book.text(sheet, row, RESULT, book.say(words), book.format(align="right", font_color=PALETTE["quiet"]))
    for number, value in enumerate(known):
        if len(said) == len(known):
            book.formula(sheet, row, _LIST + number, f"={said[number]}", value, num_format=_number(value))
        else:
            book.figure(sheet, row, _LIST + number, value, _number(value), **INPUT)
    return area


def _number(value: Any) -> str:
    """Choose the format of a number: whole, or with as many places as it has."""
    return WHOLE if isinstance(value, int) else "#,##0.00" if isinstance(value, Decimal) else NUMBER
