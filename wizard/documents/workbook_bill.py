"""The sheet with the bill: quantities times prices, discounts, sums, VAT, all as formulas.

What counts stands in the columns of the sums; options, alternatives and positions on demand have their amounts on a
sheet of their own (``workbook_options``), so that no sum can catch them by mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from wizard.documents.chapters_price import (
    counting_words,
    group_title,
    kind_words,
    line_words,
    mark_words,
    tax_words,
    unit_words,
)
from wizard.documents.scene import PALETTE
from wizard.documents.workbook_styles import INPUT, NUMBER, Book, Follow, Format, Worksheet, at
from wizard.model.money import ZERO
from wizard.model.offer import BillGroup, Discount, OfferLine
from wizard.model.text import Text

(
    POSITION, KIND, DESCRIPTION, PART, QUANTITY, UNIT_WORD, LIST, DISCOUNT, UNIT, ONCE, YEAR, VAT, BECAUSE, MARK,
) = range(14)  # fmt: skip
BILL_WIDTHS = (10, 13, 42, 15, 8, 10, 11, 8, 11, 13, 12, 6.5, 30, 8.5)
HEAD = 2
ALLOWED = {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True}
"""What protection leaves open: it keeps formulas from being overwritten by accident, and nothing secret."""


@dataclass(frozen=True)
class Where:
    """Cells of the bill that other sheets refer to, as formulas without the sign of equality."""

    sums: tuple[tuple[BillGroup, str, str], ...]
    """Each group with the cells of its sums, once and per year."""
    once: str
    per_year: str
    years: str
    total: str
    vat: str
    gross: str
    discounts: tuple[tuple[Discount, int], ...] = ()
    """Each discount on the offer with its row."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """Row of each position on the sheet."""
    sheet: str = ""
    """Name of the sheet, as formulas write it."""

    def cell(self, position: str, column: int) -> str | None:
        """Return a cell of a position for formulas of other sheets."""
        row = self.lines.get(position)
        return None if row is None else self.at(row, column)

    def at(self, row: int, column: int) -> str:
        """Return a cell of the sheet for formulas of other sheets."""
        return f"{self.sheet}!{at(row, column, True, True)}"


def rate_name(number: int) -> str:
    """Return the name of the cell with a rate of VAT, counted from 1."""
    return f"VAT_rate_{number}"


@dataclass
class _Rows:
    """Where things stand in the bill while it is written."""

    next: int
    sums: list[int]
    """Rows of the sums of headings."""
    first: int
    """First row of a position, for sums over whole columns."""
    rates: dict[Decimal, str]
    """Name of the cell of each rate of VAT."""
    lines: dict[str, int] = field(default_factory=dict)
    """Row of each position."""


def write_bill(sheet: Worksheet, book: Book) -> Where:
    """Write the bill; return where its sums are."""
    titles = (
        Text("Position"), Text("Kind"), Text("Description"), Text("Part"), Text("Quantity"), Text("Unit"),
        Text("Before discount"), Text("Discount %"), Text("Unit price"), Text("Once, net"), Text("Per year, net"),
        Text("VAT %"), Text("Because"), Text("Mark"),
    )  # fmt: skip
    source = book.source
    words = (book.say(Text("All prices in {currency}, net of VAT.", currency=source.offer.currency)),
             *counting_words(source, columns=True))  # fmt: skip
    book.text(sheet, 1, 0, " ".join(words), book.format())
    figures = (QUANTITY, LIST, DISCOUNT, UNIT, ONCE, YEAR, VAT)
    book.heads(sheet, HEAD, [book.say(title) for title in titles], figures)
    rates = {vat.percent: rate_name(number) for number, vat in enumerate(source.offer.vat_lines, start=1)
             if vat.percent is not None}  # fmt: skip
    rows = _Rows(HEAD + 1, [], HEAD + 1, rates)
    for group in source.offer.groups:
        _write_group(sheet, book, group, rows)
    where = _write_totals(sheet, book, rows)
    last = _write_marks(sheet, book, rows.next + 1)
    sheet.print_area(0, 0, last, MARK)
    sheet.protect("", ALLOWED)
    return where


def _write_group(sheet: Worksheet, book: Book, group: BillGroup, rows: _Rows) -> None:
    """Write heading, lines, discount and sum of a group."""
    band = book.format(bold=True, font_color=PALETTE["accent"], bg_color=PALETTE["accent-soft"], indent=1, align="left")
    _band(sheet, rows.next, band)
    book.text(sheet, rows.next, POSITION, group_title(book.source, group), band)
    first = rows.next + 1
    since = {"once": first, "year": first}
    for offset, line in enumerate(group.lines):
        row = first + offset
        _write_line(sheet, book, line, row, since[line.per], rows.rates)
        rows.lines[line.position] = row
        if line.kind == "subtotal" and not line.dropped:
            since[line.per] = row + 1
    last = first + len(group.lines) - 1
    for offset, one in enumerate(group.discounts, start=1):
        _write_discount(sheet, book, one, last + offset, (first, last, last + 1), rows.rates)
    row = last + len(group.discounts) + 1
    strong = {"bold": True, "top": 1}
    _band(sheet, row, book.format(**strong))
    label = book.format(**strong, indent=1, align="left")
    book.text(sheet, row, DESCRIPTION, book.say(Text("Sum {number}", number=group.number)), label)
    for column, value in ((ONCE, group.once_net), (YEAR, group.per_year_net)):
        book.formula(sheet, row, column, f"={_counted_sum(first, row - 1, column)}", value, **strong)
    rows.sums.append(row)
    rows.next = row + 1


def _counted_sum(first: int, last: int, column: int, rate: str = '">=0"') -> str:
    """Add up a column over some rows: only what has a rate of VAT is a position or a discount, sums have none."""
    area = f"{at(first, column, True, True)}:{at(last, column, True, True)}"
    return f"SUMIFS({area},{at(first, VAT, True, True)}:{at(last, VAT, True, True)},{rate})"


def _among(top: int, row: int) -> str:
    """Count in how many rows above, from ``top`` on, the rate of VAT is that of this row."""
    return f"COUNTIF({at(top, VAT, True, True)}:{at(row - 1, VAT, True, True)},{at(row, VAT)})"


def _band(sheet: Worksheet, row: int, style: object) -> None:
    for column in range(MARK + 1):
        sheet.write_blank(row, column, None, style)


def _write_line(
    sheet: Worksheet, book: Book, line: OfferLine, row: int, since: int, rates: Mapping[Decimal, str]
) -> None:
    source = book.source
    book.text(sheet, row, POSITION, line.position)
    book.text(sheet, row, KIND, "" if line.kind == "normal" else kind_words(source, line))
    book.text(sheet, row, DESCRIPTION, line_words(source, line, columns=True))
    if line.kind == "subtotal" and not line.dropped:
        column = YEAR if line.per == "year" else ONCE
        formula = f"={_counted_sum(since, row - 1, column)}" if row > since else "=0"
        book.formula(sheet, row, column, formula, line.net, italic=True)
    if line.priced:
        write_prices(sheet, book, line, row)
        if line.counted:
            column = YEAR if line.per == "year" else ONCE
            product = f"=ROUND({at(row, QUANTITY)}*{at(row, UNIT)},2)"
            book.formula(sheet, row, column, product, line.net)
            _write_rate(sheet, book, row, line.vat_percent, rates)
    grey = book.format(text_wrap=True, font_color=PALETTE["quiet"], indent=1, align="left")
    book.text(sheet, row, BECAUSE, source.voice.say(line.because), grey)
    book.text(sheet, row, MARK, source.marks(line))


def _write_rate(sheet: Worksheet, book: Book, row: int, percent: Decimal, rates: Mapping[Decimal, str]) -> None:
    """Write the rate of VAT of a row: it is that of one of the rows below the bill, and follows it."""
    if percent in rates:
        book.formula(sheet, row, VAT, f"={rates[percent]}", percent, num_format=NUMBER)
    else:
        book.figure(sheet, row, VAT, percent, NUMBER)


def write_prices(sheet: Worksheet, book: Book, line: OfferLine, row: int) -> None:
    """Write part, quantity and the prices of one, in the columns that bill and options share."""
    book.text(sheet, row, PART, line.part)
    book.figure(sheet, row, QUANTITY, line.quantity, NUMBER, **INPUT)
    book.text(sheet, row, UNIT_WORD, unit_words(book.source, line))
    before = line.unit_net if line.list_net is None else line.list_net
    book.figure(sheet, row, LIST, before, "#,##0.00")
    book.figure(sheet, row, DISCOUNT, line.discount_percent or ZERO, NUMBER, **INPUT)
    formula = f"=ROUND({at(row, LIST)}*(100-{at(row, DISCOUNT)})/100,2)"
    book.formula(sheet, row, UNIT, formula, line.unit_net)


def _discount(percent: int | Decimal) -> Text:
    return Text("Discount of {percent:number} %", percent=percent)


def _write_discount(
    sheet: Worksheet, book: Book, one: Discount, row: int, rows: tuple[int, int, int], rates: Mapping[Decimal, str]
) -> None:
    """Write a discount on what stands at one rate of VAT: from a row to another; the first discount has the third.

    Where two rates are made equal, the first discount is on the positions of both.
    """
    first, last, top = rows
    book.figure(sheet, row, DISCOUNT, one.percent, NUMBER, **INPUT)
    percent = at(row, DISCOUNT)
    book.live_words(sheet, row, DESCRIPTION, _discount, [(percent, one.percent)])
    _write_rate(sheet, book, row, one.vat_percent, rates)
    for column, value in ((ONCE, one.once_net), (YEAR, one.per_year_net)):
        formula = f"-ROUND({_counted_sum(first, last, column, at(row, VAT))}*{percent}/100,2)"
        if row > top:
            formula = f"IF({_among(top, row)}>0,0,{formula})"
        book.formula(sheet, row, column, f"={formula}", -value)


def _write_totals(sheet: Worksheet, book: Book, rows: _Rows) -> Where:
    """Write discount on the offer, once, per year, years, total, VAT of each rate and gross, with names."""
    offer, say = book.source.offer, book.say
    last = max(rows.next - 1, rows.first)
    discount_rows = range(rows.next, rows.next + len(offer.discounts))
    for one, row in zip(offer.discounts, discount_rows, strict=True):
        _write_discount(sheet, book, one, row, (rows.first, last, discount_rows.start), rows.rates)
    rows.next += len(offer.discounts)
    end = max(rows.next - 1, rows.first)
    sums = _Sums(sheet, book, rows.next + 1)
    once = sums.add(Text("Once, net"), _counted_sum(rows.first, end, ONCE), offer.once_net)
    year = sums.add(Text("Per year, net"), _counted_sum(rows.first, end, YEAR), offer.per_year_net)
    years = at(sums.row, ONCE)
    book.text(sheet, sums.row, DESCRIPTION, say(Text("Years")), sums.label)
    book.figure(sheet, sums.row, ONCE, offer.years, "#,##0", **INPUT)
    sums.row += 1
    follows = (years, offer.years)
    total = sums.add_live(total_net, follows, f"{once}+{year}*{years}", offer.total_net, strong=True)
    taxes = list(_write_taxes(sums, rows, end, years))
    tax = sums.add(Text("VAT"), "+".join(taxes) or "0", offer.vat.vat)
    gross = sums.add_live(total_gross, follows, f"{total}+{tax}", offer.vat.gross, strong=True)
    rows.next = sums.row
    cells = {"once": once, "year": year, "years": years, "total": total, "vat": tax, "gross": gross}
    return _name_cells(sheet, book, cells, rows, discount_rows)


def total_net(years: int | Decimal) -> Text:
    return Text("Total over {years} years, net", years=years)


def total_gross(years: int | Decimal) -> Text:
    return Text("Total over {years} years, gross", years=years)


def _tax(country: str, percent: int | Decimal) -> Text:
    return Text("VAT {percent} % ({country})", percent=percent, country=country)


def _write_taxes(sums: _Sums, rows: _Rows, end: int, years: str) -> Iterator[str]:
    """Write VAT of each rate, which can be changed there; two rates that are made equal are not counted twice."""
    sheet, book = sums.sheet, sums.book
    top = sums.row
    for number, vat in enumerate(book.source.offer.vat_lines, start=1):
        rate = at(sums.row, VAT)
        book.figure(sheet, sums.row, VAT, vat.percent, NUMBER, **INPUT)
        book.name(sheet, rate_name(number), sums.row, VAT)
        net = f"({_counted_sum(rows.first, end, ONCE, rate)}+{_counted_sum(rows.first, end, YEAR, rate)}*{years})"
        formula = f"ROUND({net}*{rate}/100,2)"
        if sums.row > top:
            formula = f"IF({_among(top, sums.row)}>0,0,{formula})"
        words = partial(_tax, vat.country)
        yield sums.add_live(words, (rate, vat.percent or ZERO), formula, vat.vat)


class _Sums:
    """The rows below the bill: a label and a formula each."""

    def __init__(self, sheet: Worksheet, book: Book, row: int) -> None:
        self.sheet, self.book, self.row = sheet, book, row
        self.label = book.format(indent=1, align="left")

    def add(self, words: Text, formula: str, value: Decimal, *, strong: bool = False) -> str:
        """Write one sum; return its cell."""
        self.book.text(self.sheet, self.row, DESCRIPTION, self.book.say(words), self._label(strong=strong))
        return self._sum(formula, value, strong=strong)

    def add_live(
        self, words: Callable[[int | Decimal], Text], follows: Follow, formula: str, value: Decimal, *,
        strong: bool = False,
    ) -> str:  # fmt: skip
        """Write one sum whose label follows a cell; return its cell."""
        self.book.live_words(self.sheet, self.row, DESCRIPTION, words, [follows], self._label(strong=strong))
        return self._sum(formula, value, strong=strong)

    def _label(self, *, strong: bool) -> Format:
        return self.book.format(bold=True, indent=1, align="left") if strong else self.label

    def _sum(self, formula: str, value: Decimal, *, strong: bool) -> str:
        style = {"bold": True, "top": 1, "bg_color": PALETTE["accent-soft"]} if strong else {}
        self.book.formula(self.sheet, self.row, ONCE, f"={formula}", value, **style)
        self.row += 1
        return str(at(self.row - 1, ONCE))


_NAMES = {"once": "Once_net", "year": "Per_year_net", "years": "Years", "total": "Total_net", "vat": "VAT",
          "gross": "Total_gross"}  # fmt: skip


def _name_cells(
    sheet: Worksheet, book: Book, cells: dict[str, str], rows: _Rows, discount_rows: Iterable[int]
) -> Where:
    name = book.quoted(sheet)

    def fixed(row: int, column: int) -> str:
        return f"{name}!{at(row, column, True, True)}"

    for key, defined in _NAMES.items():
        address = cells[key]
        column = address.rstrip("0123456789")
        book.file.define_name(defined, f"={name}!${column}${address[len(column) :]}")
    sums = tuple(
        (group, fixed(row, ONCE), fixed(row, YEAR))
        for group, row in zip(book.source.offer.groups, rows.sums, strict=True)
    )
    discounts = tuple((one, row) for one, row in zip(book.source.offer.discounts, discount_rows, strict=True))
    return Where(
        sums, once=_NAMES["once"], per_year=_NAMES["year"], years=_NAMES["years"], total=_NAMES["total"],
        vat=_NAMES["vat"], gross=_NAMES["gross"], discounts=discounts, lines=rows.lines, sheet=name,
    )  # fmt: skip


def _write_marks(sheet: Worksheet, book: Book, row: int) -> int:
    for words in (*tax_words(book.source), *mark_words(book.source)):
        book.text(sheet, row, DESCRIPTION, words, book.format(text_wrap=True, font_color=PALETTE["quiet"]))
        row += 1
    return row
