"""The sheet with the costs over the years: prices of energy and the rise can be changed, and everything follows."""

from __future__ import annotations

from decimal import Decimal

from wizard.documents.scene import PALETTE
from wizard.documents.workbook_styles import NUMBER, Book, Worksheet, at
from wizard.model.money import ZERO
from wizard.model.running import CostRow, YearlyCosts
from wizard.model.text import Text

_LABEL, _FIRST = 0, 1
_INPUT = {"bg_color": "#FFF8E1", "locked": False}
_INPUTS = 2
"""Row of the first input."""
_RECURRING = ("subscriptions", "support", "energy")


def write_running(book: Book) -> None:
    """Write inputs, a row for each kind of cost, sums and a chart."""
    costs = book.source.offer.costs
    if costs is None:
        return
    widths = (44, *[14] * (costs.years + 1))
    sheet = book.sheet(Text("Cost over the years"), widths)
    cells = _write_inputs(sheet, book, costs)
    head = _INPUTS + 5
    titles = [book.say(Text("Cost, net ({currency})", currency=book.source.offer.currency))]
    titles += [book.say(Text("Year {n}", n=year + 1)) for year in range(costs.years)]
    book.heads(sheet, head, [*titles, book.say(Text("Sum"))], range(_FIRST, costs.years + 2))
    row = head + 1
    first = row
    for one in costs.rows:
        _write_row(sheet, book, costs, one, row, cells)
        row += 1
    total = row
    _write_sum(sheet, book, costs, Text("Sum"), costs.rows, first, row)
    row += 1
    if costs.today:
        row = _write_today(sheet, book, costs, row + 1, total, cells)
    for words in costs.assumptions:
        book.text(sheet, row + 1, _LABEL, book.say(words), book.format(font_color=PALETTE["quiet"]))
        row += 1
    _write_chart(sheet, book, costs, head, first, row + 2)
    sheet.print_area(0, 0, row + 20, costs.years + 1)
    sheet.fit_to_pages(1, 1)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _write_inputs(sheet: Worksheet, book: Book, costs: YearlyCosts) -> dict[str, str]:
    say = book.say
    inputs: tuple[tuple[str, Text, Decimal | int], ...] = (
        ("watts", Text("Typical power (W)"), costs.watts),
        ("price", Text("Price of a kWh ({currency})", currency=book.source.offer.currency), costs.kwh_price),
        ("pue", Text("PUE of the room"), costs.pue),
        ("rise", Text("Rise of recurring costs per year (%)"), costs.rise_percent),
    )
    cells = {}
    for row, (name, label, value) in enumerate(inputs, start=_INPUTS - 1):
        book.text(sheet, row, _LABEL, say(label))
        book.figure(sheet, row, _FIRST, value, NUMBER, **_INPUT)
        cells[name] = at(row, _FIRST, True, True)
    return cells


def _write_row(sheet: Worksheet, book: Book, costs: YearlyCosts, one: CostRow, row: int, cells: dict[str, str]) -> None:
    book.text(sheet, row, _LABEL, book.say(one.text))
    for year, amount in enumerate(one.amounts):
        column = _FIRST + year
        base = _base(one, row, cells)
        if one.key in _RECURRING and (year or one.key == "energy"):
            formula = f"=ROUND({base}*(1+{cells['rise']}/100)^{year},2)"
            book.formula(sheet, row, column, formula, amount)
        else:
            book.figure(sheet, row, column, amount, "#,##0.00")
    last = costs.years
    book.formula(sheet, row, last + 1, f"=SUM({at(row, _FIRST)}:{at(row, last)})", one.total)


def _base(one: CostRow, row: int, cells: dict[str, str]) -> str:
    if one.key == "energy":
        return f"{cells['watts']}*24*365/1000*{cells['pue']}*{cells['price']}"
    return str(at(row, _FIRST, False, True))


def _write_sum(
    sheet: Worksheet, book: Book, costs: YearlyCosts, title: Text, rows: tuple[CostRow, ...], first: int, row: int
) -> None:
    style = {"bold": True, "top": 1, "bg_color": PALETTE["accent-soft"]}
    book.text(sheet, row, _LABEL, book.say(title), book.format(bold=True, indent=1, align="left"))
    for year in range(costs.years):
        column = _FIRST + year
        formula = f"=SUM({at(first, column)}:{at(row - 1, column)})" if row > first else "=0"
        book.formula(sheet, row, column, formula, costs.in_year(rows, year), **style)
    total = sum((one.total for one in rows), ZERO)
    last = costs.years
    book.formula(sheet, row, last + 1, f"=SUM({at(row, _FIRST)}:{at(row, last)})", total, **style)


def _write_today(sheet: Worksheet, book: Book, costs: YearlyCosts, row: int, total: int, cells: dict[str, str]) -> int:
    """Write the customer's own figures, and what is saved."""
    book.text(sheet, row, _LABEL, book.say(Text("Staying as it is")), book.format(bold=True, indent=1, align="left"))
    first = row = row + 1
    for one in costs.today:
        book.text(sheet, row, _LABEL, book.say(one.text))
        for year, amount in enumerate(one.amounts):
            book.figure(sheet, row, _FIRST + year, amount, "#,##0.00", **_INPUT)
        last = costs.years
        book.formula(sheet, row, last + 1, f"=SUM({at(row, _FIRST)}:{at(row, last)})", one.total)
        row += 1
    _write_sum(sheet, book, costs, Text("Sum of staying as it is"), costs.today, first, row)
    book.text(sheet, row + 1, _LABEL, book.say(Text("Saved")), book.format(bold=True, indent=1, align="left"))
    saved = [costs.in_year(costs.today, year) - costs.in_year(costs.rows, year) for year in range(costs.years)]
    for year, amount in enumerate([*saved, sum(saved, ZERO)]):
        column = _FIRST + year
        book.formula(sheet, row + 1, column, f"={at(row, column)}-{at(total, column)}", amount, bold=True)
    return row + 2


def _write_chart(sheet: Worksheet, book: Book, costs: YearlyCosts, head: int, first: int, row: int) -> None:
    """Draw the rows as stacked columns: a real chart, which follows the cells."""
    chart = book.file.add_chart({"type": "column", "subtype": "stacked"})
    name = sheet.get_name()
    for offset, _ in enumerate(costs.rows):
        line = first + offset
        chart.add_series({
            "name": [name, line, _LABEL],
            "categories": [name, head, _FIRST, head, costs.years],
            "values": [name, line, _FIRST, line, costs.years],
        })  # fmt: skip
    chart.set_title({"name": book.say(Text("Cost over the years")), "name_font": {"size": 11}})
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis({"num_format": "#,##0"})
    chart.set_size({"width": 760, "height": 300})
    words = book.say(Text("Costs of each year by kind, stacked"))
    sheet.insert_chart(row, 0, chart, {"description": words, "object_position": 1})
