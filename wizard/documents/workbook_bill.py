"""The sheet with the bill: quantities times prices, sums of groups, totals, VAT, all as formulas."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.documents.chapters_price import mark_words
from wizard.documents.scene import PALETTE
from wizard.documents.workbook_styles import WHOLE, Book, Worksheet, at
from wizard.model.offer import BillGroup, OfferLine
from wizard.model.text import Text

POSITION, DESCRIPTION, PART, QUANTITY, PER, UNIT, ONCE, YEAR, BECAUSE, MARK = range(10)
_HEAD = 2


@dataclass(frozen=True)
class Where:
    """Cells of the bill that other sheets refer to, as formulas without the sign of equality."""

    sums: tuple[tuple[BillGroup, str, str], ...]
    """Each group with the cells of its sums, once and per year."""
    once: str
    per_year: str
    years: str
    total: str
    percent: str
    vat: str
    gross: str


def write_bill(sheet: Worksheet, book: Book) -> Where:
    """Write the bill; return where its sums are."""
    titles = (
        Text("Position"), Text("Description"), Text("Part"), Text("Quantity"), Text("Per"), Text("Unit price"),
        Text("Once, net"), Text("Per year, net"), Text("Because"), Text("Mark"),
    )  # fmt: skip
    book.text(
        sheet,
        1,
        0,
        book.say(Text("All prices in {currency}, net of VAT.", currency=book.source.voice.currency)),
        book.format(),
    )
    book.heads(sheet, _HEAD, [book.say(title) for title in titles], (QUANTITY, UNIT, ONCE, YEAR))
    row = _HEAD + 1
    sums = []
    sum_rows = []
    name = sheet.get_name().replace("'", "''")
    for group in book.source.offer.groups:
        row, total_row = _write_group(sheet, book, group, row)
        sum_rows.append(total_row)
        once, year = (f"'{name}'!{at(total_row, column, True, True)}" for column in (ONCE, YEAR))
        sums.append((group, once, year))
    where, row = _write_totals(sheet, book, sum_rows, tuple(sums), row + 1)
    row = _write_marks(sheet, book, row + 1)
    sheet.print_area(0, 0, row, MARK)
    return where


def _write_group(sheet: Worksheet, book: Book, group: BillGroup, row: int) -> tuple[int, int]:
    """Write heading, lines and sum of a group; return the next free row and the row of the sum."""
    band = book.format(bold=True, font_color=PALETTE["accent"], bg_color=PALETTE["accent-soft"], indent=1, align="left")
    for column in range(MARK + 1):
        sheet.write_blank(row, column, None, band)
    book.text(sheet, row, POSITION, group.number, band)
    book.text(sheet, row, DESCRIPTION, book.source.group_title(group.key), band)
    first = row + 1
    for offset, line in enumerate(group.lines):
        _write_line(sheet, book, line, first + offset)
    row = first + len(group.lines)
    strong = {"bold": True, "top": 1}
    for column in range(MARK + 1):
        sheet.write_blank(row, column, None, book.format(**strong))
    book.text(
        sheet,
        row,
        DESCRIPTION,
        book.say(Text("Sum {number}", number=group.number)),
        book.format(**strong, indent=1, align="left"),
    )
    for column, value in ((ONCE, group.once_net), (YEAR, group.per_year_net)):
        book.formula(sheet, row, column, f"=SUM({at(first, column)}:{at(row - 1, column)})", value, **strong)
    return row + 1, row


def _write_line(sheet: Worksheet, book: Book, line: OfferLine, row: int) -> None:
    say = book.source.voice.say
    book.text(sheet, row, POSITION, line.position)
    book.text(sheet, row, DESCRIPTION, say(line.text))
    book.text(sheet, row, PART, line.part)
    book.figure(sheet, row, QUANTITY, line.quantity, WHOLE)
    book.text(sheet, row, PER, say(Text("year") if line.per == "year" else Text("once")))
    book.figure(sheet, row, UNIT, line.unit_net, "#,##0.00")
    column, other = (YEAR, ONCE) if line.per == "year" else (ONCE, YEAR)
    book.formula(sheet, row, column, f"=ROUND({at(row, QUANTITY)}*{at(row, UNIT)},2)", line.net)
    sheet.write_blank(row, other, None, book.wrapped)
    book.text(
        sheet,
        row,
        BECAUSE,
        say(line.because),
        book.format(text_wrap=True, font_color=PALETTE["quiet"], indent=1, align="left"),
    )
    book.text(sheet, row, MARK, book.source.marks(line))


def _write_totals(
    sheet: Worksheet, book: Book, sum_rows: list[int], sums: tuple[tuple[BillGroup, str, str], ...], row: int
) -> tuple[Where, int]:
    """Write once, per year, years, total, VAT and gross; give each a name that formulas can use."""
    offer, say = book.source.offer, book.say
    once, year, years, total, percent, vat, gross = range(row, row + 7)
    cells = {name: at(r, ONCE) for name, r in zip(
        ("once", "year", "years", "total", "percent", "vat", "gross"), range(row, row + 7), strict=True)}  # fmt: skip
    plus_once = "+".join(at(r, ONCE) for r in sum_rows) or "0"
    plus_year = "+".join(at(r, YEAR) for r in sum_rows) or "0"
    labels = (
        (once, Text("Once, net")), (year, Text("Per year, net")), (years, Text("Years")),
        (total, Text("Total over {years} years, net", years=offer.years)), (percent, Text("VAT in percent")),
        (vat, Text("VAT")), (gross, Text("Total over {years} years, gross", years=offer.years)),
    )  # fmt: skip
    for r, label in labels:
        book.text(sheet, r, DESCRIPTION, say(label), book.format(bold=r in (total, gross), indent=1, align="left"))
    book.formula(sheet, once, ONCE, f"={plus_once}", offer.once_net)
    book.formula(sheet, year, ONCE, f"={plus_year}", offer.per_year_net)
    book.figure(sheet, years, ONCE, offer.years, WHOLE)
    strong = {"bold": True, "top": 1, "bg_color": PALETTE["accent-soft"]}
    book.formula(sheet, total, ONCE, f"={cells['once']}+{cells['year']}*{cells['years']}", offer.total_net, **strong)
    book.figure(sheet, percent, ONCE, offer.vat.percent)
    book.formula(sheet, vat, ONCE, f"=ROUND({cells['total']}*{cells['percent']}/100,2)", offer.vat.vat)
    book.formula(sheet, gross, ONCE, f"={cells['total']}+{cells['vat']}", offer.vat.gross, **strong)
    return _name_cells(sheet, book, row, sums), row + 7


def _name_cells(sheet: Worksheet, book: Book, row: int, sums: tuple[tuple[BillGroup, str, str], ...]) -> Where:
    name = sheet.get_name().replace("'", "''")
    cells = [f"'{name}'!{at(row + n, ONCE, True, True)}" for n in range(7)]
    names = ("Once_net", "Per_year_net", "Years", "Total_net", "VAT_percent", "VAT", "Total_gross")
    for defined, cell in zip(names, cells, strict=True):
        book.file.define_name(defined, f"={cell}")
    return Where(sums, *names)


def _write_marks(sheet: Worksheet, book: Book, row: int) -> int:
    for words in mark_words(book.source):
        book.text(sheet, row, DESCRIPTION, words, book.format(text_wrap=True, font_color=PALETTE["quiet"]))
        row += 1
    return row
