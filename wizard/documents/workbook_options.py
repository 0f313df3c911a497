"""The sheet with what the sums of the bill do not contain: options, alternatives, positions on demand."""

from __future__ import annotations

from decimal import Decimal

from wizard.documents.chapters_price import kind_words, line_words
from wizard.documents.scene import PALETTE
from wizard.documents.workbook_bill import (
    ALLOWED,
    DESCRIPTION,
    DISCOUNT,
    HEAD,
    KIND,
    LIST,
    ONCE,
    POSITION,
    QUANTITY,
    UNIT,
    YEAR,
    Where,
    write_prices,
)
from wizard.documents.workbook_styles import Book, Worksheet, at
from wizard.model.offer import OfferLine
from wizard.model.text import Text

OPTION_WIDTHS = (11, 24, 52, 18, 9, 12, 12, 10, 13, 15, 15, 15)
_OPTION_ONCE, _OPTION_YEAR, _OPTION_BASE = 9, 10, 11


def write_options(sheet: Worksheet, book: Book, where: Where) -> None:
    """Write what the sums do not contain, and the total with all options."""
    offer, say, source = book.source.offer, book.say, book.source
    titles = (
        Text("Position"), Text("Kind"), Text("Description"), Text("Part"), Text("Quantity"), Text("Unit"),
        Text("Before discount"), Text("Discount %"), Text("Unit price"), Text("Once, net"), Text("Per year, net"),
        Text("Against the base"),
    )  # fmt: skip
    figures = (QUANTITY, LIST, DISCOUNT, UNIT, _OPTION_ONCE, _OPTION_YEAR, _OPTION_BASE)
    book.heads(sheet, HEAD, [say(title) for title in titles], figures)
    members = [line for line in offer.lines if line.priced and not line.counted]
    row = HEAD + 1
    for line in members:
        book.text(sheet, row, POSITION, line.position)
        book.text(sheet, row, KIND, kind_words(source, line))
        book.text(sheet, row, DESCRIPTION, line_words(source, line, columns=True))
        write_prices(sheet, book, line, row)
        column = _OPTION_YEAR if line.per == "year" else _OPTION_ONCE
        book.formula(sheet, row, column, f"=ROUND({at(row, QUANTITY)}*{at(row, UNIT)},2)", line.net)
        _write_difference(sheet, book, line, row, where)
        row += 1
    if not members:
        book.text(sheet, row, DESCRIPTION, say(Text("This offer has no options.")))
        row += 1
    _write_option_sums(sheet, book, where, [HEAD + 1 + n for n, line in enumerate(members) if line.kind == "optional"],
                       row + 1)  # fmt: skip
    sheet.print_area(0, 0, row + 4, _OPTION_BASE)
    sheet.protect("", ALLOWED)


def _write_difference(sheet: Worksheet, book: Book, line: OfferLine, row: int, where: Where) -> None:
    """Write what an alternative costs more than the position that it stands for."""
    if line.difference_net is None:
        return
    own = at(row, _OPTION_YEAR if line.per == "year" else _OPTION_ONCE)
    base = where.cell(line.base or "", YEAR if line.per == "year" else ONCE)
    counted = any(one.position == line.base and one.counted for one in book.source.offer.lines)
    if base is None or not counted:
        book.figure(sheet, row, _OPTION_BASE, line.difference_net, "#,##0.00")
    else:
        book.formula(sheet, row, _OPTION_BASE, f"={own}-{base}", line.difference_net)


def _with_options(years: int | Decimal) -> Text:
    return Text("Total over {years} years with all options, net", years=years)


def _write_option_sums(sheet: Worksheet, book: Book, where: Where, options: list[int], row: int) -> None:
    offer, say = book.source.offer, book.say
    label = book.format(bold=True, indent=1, align="left")
    cells = []
    sums: tuple[tuple[Text, int, Decimal], ...] = (
        (Text("Options, once, net"), _OPTION_ONCE, offer.optional_once_net),
        (Text("Options, per year, net"), _OPTION_YEAR, offer.optional_per_year_net),
    )
    for text, column, value in sums:
        book.text(sheet, row, DESCRIPTION, say(text), label)
        formula = "+".join(at(one, column) for one in options) or "0"
        book.formula(sheet, row, _OPTION_ONCE, f"={formula}", value, bold=True)
        cells.append(at(row, _OPTION_ONCE))
        row += 1
    book.live_words(sheet, row, DESCRIPTION, _with_options, [(where.years, offer.years)], label)
    formula = f"={where.total}+{cells[0]}+{cells[1]}*{where.years}"
    strong = {"bold": True, "top": 1, "bg_color": PALETTE["accent-soft"]}
    book.formula(sheet, row, _OPTION_ONCE, formula, offer.with_options_net, **strong)
