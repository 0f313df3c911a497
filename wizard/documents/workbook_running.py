"""The sheet with the costs over the years: what the bill sums up to, energy and the rise, all live."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from wizard.documents.diagram_costs import COST_COLOURS
from wizard.documents.scene import PALETTE
from wizard.documents.workbook_bill import Where
from wizard.documents.workbook_shares import Shares, write_shares
from wizard.documents.workbook_styles import INPUT, MONEY, NUMBER, Book, Worksheet, at
from wizard.model.commercial import CostItem
from wizard.model.money import ZERO
from wizard.model.running import BOUGHT, RECURRING, CostRow, YearlyCosts, cost_key
from wizard.model.text import Text

_LABEL, _FIRST = 0, 1
_INPUTS = 1
"""Row of the first input."""
_ALLOWED = {"format_columns": True, "format_rows": True}


class _Sheet:
    """The sheet while it is written."""

    def __init__(self, sheet: Worksheet, book: Book, costs: YearlyCosts, shares: Shares) -> None:
        self.sheet, self.book, self.costs, self.shares = sheet, book, costs, shares
        self.cells: dict[str, str] = {}
        """Inputs by name."""
        self.rows: dict[str, int] = {}
        """Rows of costs by their keys."""
        self.last = costs.years
        """Column of the last year; the sum stands right of it."""

    def years(self, row: int) -> str:
        """Return the cells of all years of a row."""
        return f"{at(row, _FIRST)}:{at(row, self.last)}"

    def sum_up(self, row: int, total: Decimal, **style: object) -> None:
        """Write the sum of all years of a row."""
        self.book.formula(self.sheet, row, self.last + 1, f"=SUM({self.years(row)})", total, **style)

    def feed(self, key: str, row: int) -> None:
        """Let the calculation of a row take its years from here."""
        name = self.book.quoted(self.sheet)
        cells = (f"{name}!{at(row, _FIRST + year, True, True)}" for year in range(self.costs.years))
        self.book.inputs[key, "years"] = tuple(cells)

    def feed_energy(self, key: str, watts: str) -> None:
        """Let the calculation of an energy row take its inputs from here."""
        name = self.book.quoted(self.sheet)
        for each in ("pue", "price"):
            self.book.inputs[key, each] = f"{name}!{self.cells[each]}"
        self.book.inputs[key, "rise"] = f"1+{name}!{self.cells['rise']}/100"
        self.book.inputs[key, "watts"] = f"{name}!{self.cells[watts]}"


def write_running(book: Book, where: Where) -> None:
    """Write inputs, a row for each kind of cost, sums and a chart."""
    costs = book.source.offer.costs
    if costs is None:
        return
    sheet = book.sheet(Text("Cost over the years"), (44, *[14] * (costs.years + 1), 3, 16, 16, 9))
    inputs = 6 if costs.today and costs.today_watts else 5
    head = _INPUTS + inputs + 1
    made = _Sheet(sheet, book, costs, write_shares(sheet, book, where, head, costs.years + 3))
    _write_inputs(made)
    titles = [book.say(Text("Cost, net ({currency})", currency=book.source.offer.currency))]
    titles += [book.say(Text("Year {n}", n=year + 1)) for year in range(costs.years)]
    for column, title in enumerate([*titles, book.say(Text("Sum"))]):
        book.text(sheet, head, column, title, book.head(right=column >= _FIRST))
    row = first = head + 1
    for one in costs.rows:
        _write_row(made, one, row)
        row += 1
    _write_sum(made, Text("Sum"), costs.rows, first, row)
    total, row = row, row + 1
    if costs.today:
        row = _write_today(made, row + 1, total)
    for words in costs.assumptions:
        book.text(sheet, row + 1, _LABEL, book.say(words), book.format(font_color=PALETTE["quiet"]))
        row += 1
    _write_chart(made, head, first, row + 2)
    sheet.print_area(0, 0, max(row + 20, head + len(where.sums) + 2), costs.years + 5)
    sheet.fit_to_pages(1, 1)
    sheet.freeze_panes(head + 1, 1)
    sheet.protect("", _ALLOWED)


def _write_inputs(made: _Sheet) -> None:
    costs, book, sheet = made.costs, made.book, made.sheet
    inputs: list[tuple[str, Text, Decimal | int]] = [
        ("watts", Text("Typical power (W)"), costs.watts),
        ("price", Text("Price of a kWh ({currency})", currency=book.source.offer.currency), costs.kwh_price),
        ("pue", Text("PUE of the room"), costs.pue),
        ("rise", Text("Rise of recurring costs per year (%)"), costs.rise_percent),
        ("life", Text("Life of the hardware (years)"), costs.life_years),
    ]
    if costs.today and costs.today_watts:
        inputs.append(("today", Text("Power of the present machines (W)"), costs.today_watts))
    for row, (name, label, value) in enumerate(inputs, start=_INPUTS):
        book.text(sheet, row, _LABEL, book.say(label))
        if name == "watts":
            anchor = book.source.link("power.typical_watts")
            book.calculated(sheet, row, _FIRST, anchor, value, NUMBER, **INPUT)
        else:
            book.figure(sheet, row, _FIRST, value, NUMBER, **INPUT)
        made.cells[name] = at(row, _FIRST, True, True)
        book.name(sheet, f"Costs_{name}", row, _FIRST)


def _write_row(made: _Sheet, one: CostRow, row: int) -> None:
    book, sheet, shares = made.book, made.sheet, made.shares
    made.rows[one.key] = row
    book.text(sheet, row, _LABEL, book.say(one.text))
    yearly = shares.sum(RECURRING.get(one.key, ()), "year")
    once = shares.sum(BOUGHT.get(one.key, ()), "once")
    if one.key == "energy":
        yearly = _energy(made, "watts")
        made.feed_energy(cost_key(one), "watts")
    else:
        made.feed(cost_key(one), row)
    for year, amount in enumerate(one.amounts):
        column = _FIRST + year
        if one.key == "replacement":
            bought = at(made.rows["hardware"], _FIRST) if "hardware" in made.rows else "0"
            formula = f"IF(MOD({year},{made.cells['life']})=0,{bought},0)" if year else "0"
        else:
            parts = [_rising(made, yearly, year)] if yearly else []
            parts += [once] if once and year == 0 else []
            formula = "+".join(parts) or "0"
        book.formula(sheet, row, column, f"={formula}", amount)
    made.sum_up(row, one.total)


def _rising(made: _Sheet, amount: str, year: int) -> str:
    return f"ROUND(({amount})*(1+{made.cells['rise']}/100)^{year},2)"


def _energy(made: _Sheet, watts: str) -> str:
    return f"{made.cells[watts]}*24*365/1000*{made.cells['pue']}*{made.cells['price']}"


def _write_sum(made: _Sheet, title: Text, rows: Sequence[CostRow], first: int, row: int) -> None:
    style = {"bold": True, "top": 1, "bg_color": PALETTE["accent-soft"]}
    book, sheet, costs = made.book, made.sheet, made.costs
    book.text(sheet, row, _LABEL, book.say(title), book.format(bold=True, indent=1, align="left"))
    for year in range(costs.years):
        column = _FIRST + year
        formula = f"=SUM({at(first, column)}:{at(row - 1, column)})" if row > first else "=0"
        book.formula(sheet, row, column, formula, costs.in_year(tuple(rows), year), **style)
    made.sum_up(row, sum((one.total for one in rows), ZERO), **style)


def _write_today(made: _Sheet, row: int, total: int) -> int:
    """Write the customer's own figures, and what is saved."""
    book, sheet, costs = made.book, made.sheet, made.costs
    strong = book.format(bold=True, indent=1, align="left")
    book.text(sheet, row, _LABEL, book.say(Text("Staying as it is")), strong)
    for number, title in enumerate((Text("Per year, net"), Text("Once, net"), Text("In year"))):
        book.text(sheet, row, made.last + 3 + number, book.say(title), book.head(right=True))
    first = row = row + 1
    said: Iterable[CostItem | None] = (*book.source.offer.project.offer.costs.today, None)
    for number, (one, item) in enumerate(zip(costs.today, said, strict=False)):
        book.text(sheet, row, _LABEL, book.say(one.text))
        _write_present(made, one, item, row, cost_key(one, number))
        made.sum_up(row, one.total)
        row += 1
    _write_sum(made, Text("Sum of staying as it is"), costs.today, first, row)
    book.text(sheet, row + 1, _LABEL, book.say(Text("Saved")), strong)
    saved = [costs.in_year(costs.today, year) - costs.in_year(costs.rows, year) for year in range(costs.years)]
    for year, amount in enumerate([*saved, sum(saved, ZERO)]):
        column = _FIRST + year
        book.formula(sheet, row + 1, column, f"={at(row, column)}-{at(total, column)}", amount, bold=True)
    return row + 2


def _write_present(made: _Sheet, one: CostRow, item: CostItem | None, row: int, key: str) -> None:
    """Write a row of the customer's own: what he pays every year and once stands right of it, to be changed."""
    book, sheet = made.book, made.sheet
    yearly, once, when = (at(row, made.last + 3 + number, False, True) for number in range(3))
    if item is None:
        made.feed_energy(key, "today")
    else:
        made.feed(key, row)
        book.figure(sheet, row, made.last + 3, item.per_year_net, MONEY, **INPUT)
        book.figure(sheet, row, made.last + 4, item.once_net, MONEY, **INPUT)
        book.figure(sheet, row, made.last + 5, item.in_year, NUMBER, **INPUT)
    for year, amount in enumerate(one.amounts):
        rising = _rising(made, _energy(made, "today") if item is None else yearly, year)
        formula = rising if item is None else f"{rising}+IF({when}={year + 1},{once},0)"
        book.formula(sheet, row, _FIRST + year, f"={formula}", amount)


def _write_chart(made: _Sheet, head: int, first: int, row: int) -> None:
    """Draw the rows as stacked columns: a real chart, which follows the cells."""
    book, sheet, costs = made.book, made.sheet, made.costs
    chart = book.file.add_chart({"type": "column", "subtype": "stacked"})
    name = sheet.get_name()
    for line, cost in enumerate(costs.rows, start=first):
        colour = PALETTE[COST_COLOURS[cost.key]]
        chart.add_series({
            "name": [name, line, _LABEL],
            "categories": [name, head, _FIRST, head, costs.years],
            "values": [name, line, _FIRST, line, costs.years], "gap": 70, "fill": {"color": colour},
        })  # fmt: skip
    chart.set_title({"name": book.say(Text("Cost over the years")), "name_font": {"size": 11}})
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis({"num_format": "#,##0"})
    chart.set_size({"width": 760, "height": 300})
    words = book.say(Text("Costs of each year by kind, stacked"))
    sheet.insert_chart(row, 0, chart, {"description": words, "object_position": 1})
