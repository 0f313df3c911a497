"""The other sheets: summary, capacity, network, assumptions, calculations, prices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from wizard.documents.blocks import Cell
from wizard.documents.chapters_price import group_title, indicative_words, validity_words
from wizard.documents.naming import contact_words
from wizard.documents.scene import PALETTE
from wizard.documents.source import STALE
from wizard.documents.workbook_bill import DISCOUNT, ONCE, VAT, YEAR, Where, total_gross, total_net
from wizard.documents.workbook_styles import WHOLE, Book, Worksheet
from wizard.model.names import TOPOLOGIES, VERDICTS
from wizard.model.text import Text


def write_summary(sheet: Worksheet, book: Book, where: Where) -> None:
    """Write what the cover says; the sums refer to the bill."""
    offer, say, source = book.source.offer, book.say, book.source
    head = (
        (Text("Project"), offer.project.title),
        (Text("Customer"), offer.project.customer.name),
        (Text("Offered by"), offer.vendor),
        *(((Text("Your contact"), contact_words(source)),) if offer.contact.said else ()),
        (Text("Offer number"), offer.number),
        (Text("Date"), source.day(offer.date)),
        (Text("Valid until"), source.day(offer.valid_until)),
        (Text("Topology"), source.topology_title()),
        (Text("Fingerprint"), offer.assessment.fingerprint),
        (Text("Prices"), " ".join(indicative_words(source))),
    )
    row = 2
    for label, value in head:
        book.text(sheet, row, 0, say(label), book.format(font_color=PALETTE["quiet"], indent=1, align="left"))
        sheet.merge_range(row, 1, row, 2, "", book.wrapped)
        book.text(sheet, row, 1, value)
        sheet.set_row(row, min(12.5 * (len(value) // 80 + 1) + 4, 200))
        row += 1
    row = _summary_sums(sheet, book, where, row + 1)
    for words in validity_words(source):
        sheet.merge_range(row, 0, row, 2, "", book.wrapped)
        book.text(sheet, row, 0, words, book.format(font_color=PALETTE["quiet"], indent=1, align="left"))
        row += 1
    sheet.print_area(0, 0, row, 2)


def _summary_sums(sheet: Worksheet, book: Book, where: Where, row: int) -> int:
    say = book.say
    book.text(sheet, row, 0, say(Text("Sum")), book.head())
    book.text(
        sheet, row, 1, say(Text("Amount ({currency})", currency=book.source.voice.currency)), book.head(right=True)
    )
    row += 1
    for group, once, year in where.sums:
        title = group_title(book.source, group)
        for template, cell, value in (
            (Text("{group}, once", group=title), once, group.once_net),
            (Text("{group}, per year", group=title), year, group.per_year_net),
        ):
            if value:
                book.text(sheet, row, 0, say(template))
                book.formula(sheet, row, 1, f"={cell}", value)
                row += 1
    for one, place in where.discounts:
        for column, value, words in ((ONCE, one.once_net, _once), (YEAR, one.per_year_net, _yearly)):
            if value:
                follows = [(where.at(place, DISCOUNT), one.percent)]
                if book.source.several_rates:
                    follows.append((where.at(place, VAT), one.vat_percent))
                book.live_words(sheet, row, 0, words, follows)
                book.formula(sheet, row, 1, f"={where.at(place, column)}", -value)
                row += 1
    return _totals(sheet, book, where, row)


def _once(percent: Decimal, vat: Decimal | None = None) -> Text:
    return _with_rate(Text("Discount of {percent:number} %, once", percent=percent), vat)


def _yearly(percent: Decimal, vat: Decimal | None = None) -> Text:
    return _with_rate(Text("Discount of {percent:number} %, per year", percent=percent), vat)


def _with_rate(text: Text, vat: Decimal | None) -> Text:
    return text if vat is None else Text("{text} (VAT {vat:number} %)", text=text, vat=vat)


def _totals(sheet: Worksheet, book: Book, where: Where, row: int) -> int:
    """Write the sums of the bill; the years in their names follow the bill too."""
    offer = book.source.offer
    strong = {"bold": True, "bg_color": PALETTE["accent-soft"]}
    sums: list[tuple[Text | Callable[..., Text], str, Decimal, dict[str, Any]]] = [
        (Text("Once, net"), where.once, offer.once_net, {"top": 1}),
        (Text("Per year, net"), where.per_year, offer.per_year_net, {}),
        (total_net, where.total, offer.total_net, strong),
        (Text("VAT"), where.vat, offer.vat.vat, {}),
        (total_gross, where.gross, offer.vat.gross, strong),
    ]
    for label, cell, value, style in sums:
        shape = book.format(**style, indent=1, align="left")
        if isinstance(label, Text):
            book.text(sheet, row, 0, book.say(label), shape)
        else:
            book.live_words(sheet, row, 0, label, [(where.years, offer.years)], shape)
        book.formula(sheet, row, 1, f"={cell}", value, **style)
        row += 1
    return _budget(sheet, book, where, row) + 1


def _budget(sheet: Worksheet, book: Book, where: Where, row: int) -> int:
    """Compare with the budget, if there is one. The difference is the workbook's own; nothing prints it elsewhere."""
    budget = book.source.offer.assessment.budget_net
    if budget is None:
        return row
    book.text(sheet, row, 0, book.say(Text("Budget, net")))
    book.figure(sheet, row, 1, budget, "#,##0.00")
    book.file.define_name("Budget_net", f"='{sheet.get_name()}'!$B${row + 1}")
    book.text(sheet, row + 1, 0, book.say(Text("Budget less total, net")))
    left = budget - book.source.offer.total_net
    book.formula(sheet, row + 1, 1, f"=Budget_net-{where.total}", left)
    return row + 2


def _rows(
    book: Book,
    sheet: Worksheet,
    titles: Sequence[Text],
    rows: Sequence[Sequence[Cell | date]],
    number: str = "#,##0.####",
) -> None:
    figures = {column for cells in rows[:1] for column, cell in enumerate(cells) if not isinstance(cell, str | date)}
    book.heads(sheet, 2, [book.say(title) for title in titles], figures)
    for row, cells in enumerate(rows, start=3):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                book.text(sheet, row, column, cell)
            elif isinstance(cell, date):
                book.date(sheet, row, column, cell)
            else:
                book.figure(sheet, row, column, cell, number if not isinstance(cell, Decimal) else "#,##0.00")
    if rows:
        sheet.autofilter(2, 0, len(rows) + 2, len(titles) - 1)
    sheet.print_area(0, 0, max(len(rows) + 2, 3), len(titles) - 1)
    book.guard(sheet)


def write_assumptions(book: Book) -> None:
    """Write what was assumed and changed."""
    assessment, say = book.source.offer.assessment, book.say
    sheet = book.sheet(Text("Assumptions"), (18, 70, 24, 44))
    rows = [
        (say(kind), say(each.text), book.source.assumed(each.value), each.key)
        for kind, group in (
            (Text("Assumption"), assessment.assumptions),
            (Text("Changed rule"), assessment.rules_changed),
        )
        for each in group
    ]
    _rows(book, sheet, (Text("Kind"), Text("Assumption"), Text("Value"), Text("Answer")), rows)


def write_prices(book: Book) -> None:
    """When each price was found; where it was found is only in the internal copy."""
    source, say = book.source, book.say
    internal = source.internal
    sheet = book.sheet(Text("Price sources") if internal else Text("Price dates"), (12, 56, 18, 24, 18, 50, 12))
    rows: list[tuple[Cell | date, ...]] = []
    for line in (line for group in source.offer.groups for line in group.lines):
        kind = say(Text("estimated")) if line.price_estimated else say(Text("offered or listed"))
        kind += f" {STALE}" if line.price_stale else ""
        cells = (line.position, say(line.text), line.price_date, line.price_valid_until, kind)
        rows.append((*cells, line.price_source, line.price_confidence) if internal else cells)
    titles = [Text("Position"), Text("Part"), Text("Price of"), Text("Valid until"), Text("Kind of price")]
    _rows(book, sheet, [*titles, Text("Source"), Text("Confidence")] if internal else titles, rows)


def write_search(book: Book) -> None:
    """Write what the search did, for the vendor."""
    voice = book.source.voice
    sheet = book.sheet(Text("Internal search"), (40, 16, 10, 20, 24))
    rows = [
        (
            voice.name(TOPOLOGIES, each.id),
            voice.name(VERDICTS, each.verdict),
            each.rank,
            each.candidates,
            each.missing_net,
        )
        for each in book.source.offer.assessment.topologies
    ]
    titles = (Text("Topology"), Text("Verdict"), Text("Rank"), Text("Candidates judged"), Text("Short of the budget"))
    _rows(book, sheet, titles, rows, WHOLE)
