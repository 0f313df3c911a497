"""The sheet of the internal workbook with cost, margin and markup of each position; no customer's workbook has it."""

from __future__ import annotations

from decimal import Decimal

from wizard.documents.scene import PALETTE
from wizard.documents.workbook_bill import QUANTITY, UNIT, Where
from wizard.documents.workbook_styles import INPUT, NUMBER, Book, Worksheet, at
from wizard.model.money import ZERO
from wizard.model.offer import Costing, LineCost
from wizard.model.text import Text

_POSITION, _TEXT, _QUANTITY, _LIST, _PURCHASE, _SELLING, _COST, _NET, _MARGIN, _SHARE, _MARKUP, _PER = range(12)
_WIDTHS = (11, 52, 9, 13, 14, 14, 15, 15, 15, 12, 12, 10)
_HEAD = 2


def write_costing(book: Book, where: Where) -> None:
    """Write the vendor's calculation, if this is the vendor's workbook."""
    costing = book.source.offer.costing
    if costing is None or not book.source.internal:
        return
    sheet = book.sheet(Text("Internal costing"), _WIDTHS)
    titles = (
        Text("Position"), Text("Description"), Text("Quantity"), Text("List price"), Text("Purchase price"),
        Text("Selling price"), Text("Cost, net"), Text("Sold for, net"), Text("Margin"), Text("Margin in %"),
        Text("Markup in %"), Text("Unit"),
    )  # fmt: skip
    book.heads(sheet, _HEAD, [book.say(title) for title in titles], range(_QUANTITY, _PER))
    for row, line in enumerate(costing.lines, start=_HEAD + 1):
        _write_line(sheet, book, line, row, where)
    row = _HEAD + len(costing.lines) + 2
    strong = {"bold": True, "top": 1, "bg_color": PALETTE["accent-soft"]}
    book.text(sheet, row, _TEXT, book.say(Text("after all discounts")), book.format(bold=True, indent=1, align="left"))
    times = [f"*{where.years}" if line.per == "year" else "" for line in costing.lines]
    counted = [(line, _HEAD + 1 + n, times[n]) for n, line in enumerate(costing.lines) if line.counted]
    known = [(at(row_, _COST), at(row_, _NET), each) for line, row_, each in counted if line.cost_net is not None]
    cost = "+".join(f"{cell}{each}" for cell, _, each in known) or "0"
    share = "+".join(f"{cell}{each}" for _, cell, each in known) or "0"
    before = "+".join(f"{at(row_, _NET)}{each}" for _, row_, each in counted) or "0"
    book.formula(sheet, row, _COST, f"={cost}", costing.cost_net, **strong)
    net = f"=IF(({before})=0,0,ROUND(({share})*{where.total}/({before}),2))"
    book.formula(sheet, row, _NET, net, costing.net, **strong)
    book.formula(sheet, row, _MARGIN, f"={at(row, _NET)}-{at(row, _COST)}", costing.margin_net, **strong)
    if costing.margin_percent is not None:
        book.formula(sheet, row, _SHARE, _percent(at(row, _MARGIN), at(row, _NET)), costing.margin_percent)
    _write_remarks(sheet, book, costing, row + 2)


def _write_line(sheet: Worksheet, book: Book, line: LineCost, row: int, where: Where) -> None:
    say = book.source.voice.say
    book.text(sheet, row, _POSITION, line.position)
    book.text(sheet, row, _TEXT, say(line.text))
    book.figure(sheet, row, _LIST, line.list_net, "#,##0.00")
    book.figure(sheet, row, _PURCHASE, line.purchase_net, "#,##0.00", **INPUT)
    live: tuple[tuple[int, int, Decimal, str], ...] = (
        (_QUANTITY, QUANTITY, line.quantity, NUMBER), (_SELLING, UNIT, line.unit_net, "#,##0.00"),
    )  # fmt: skip
    for column, there, value, number in live:
        cell = where.cell(line.position, there) if line.counted else None
        if cell is None:
            book.figure(sheet, row, column, value, number, **INPUT)
        else:
            book.formula(sheet, row, column, f"={cell}", value, num_format=number)
    net = f"=ROUND({at(row, _QUANTITY)}*{at(row, _SELLING)},2)"
    book.formula(sheet, row, _NET, net, line.net)
    book.text(sheet, row, _PER, say(Text("year") if line.per == "year" else Text("once")))
    if line.cost_net is None:
        return
    book.formula(sheet, row, _COST, f"=ROUND({at(row, _QUANTITY)}*{at(row, _PURCHASE)},2)", line.cost_net)
    book.formula(sheet, row, _MARGIN, f"={at(row, _NET)}-{at(row, _COST)}", line.margin_net or ZERO)
    for column, base, percent in ((_SHARE, _NET, line.margin_percent), (_MARKUP, _COST, line.markup_percent)):
        if percent is not None:
            book.formula(sheet, row, column, _percent(at(row, _MARGIN), at(row, base)), percent)


def _percent(part: str, whole: str) -> str:
    return f"=IF({whole}=0,0,ROUND({part}*100/{whole},2))"


def _write_remarks(sheet: Worksheet, book: Book, costing: Costing, row: int) -> None:
    """Write what has to be known before the offer goes out."""
    style = book.format(text_wrap=True, indent=1, align="left")
    if costing.unknown:
        words = Text("Positions without a known purchase price: {n}", n=costing.unknown)
        book.text(sheet, row, _TEXT, book.say(words), style)
        row += 1
    for remark in book.source.offer.remarks:
        book.text(sheet, row, _TEXT, book.say(remark.text), style)
        row += 1
    sheet.print_area(0, 0, row, _PER)
