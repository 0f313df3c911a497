"""What the headings of the bill come to after the discount on the whole offer: the costs over the years begin there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from wizard.documents.chapters_price import group_title
from wizard.documents.workbook_bill import Where
from wizard.documents.workbook_styles import Book, Worksheet, at
from wizard.model.money import ZERO, to_cents
from wizard.model.text import Text

Per = Literal["once", "year"]


@dataclass(frozen=True)
class Shares:
    """Cells of the headings' sums, by heading and by when they are paid."""

    cells: Mapping[tuple[str, Per], str]

    def sum(self, keys: Iterable[str], per: Per) -> str:
        """Return the formula that adds up some headings; empty if there are none."""
        return "+".join(self.cells[key, per] for key in keys if (key, per) in self.cells)


def write_shares(sheet: Worksheet, book: Book, where: Where, row: int, column: int) -> Shares:
    """Write the headings beside the costs: their sums, less their share of the discounts on the offer."""
    titles = (Text("After all discounts"), Text("Once, net"), Text("Per year, net"))
    for number, title in enumerate(titles):
        book.text(sheet, row, column + number, book.say(title), book.head(right=number > 0))
    cells: dict[tuple[str, Per], str] = {}
    for number, (group, *_) in enumerate(where.sums, start=row + 1):
        book.text(sheet, number, column, group_title(book.source, group))
    offer = book.source.offer
    pers: tuple[tuple[Per, int, str, Decimal], ...] = (
        ("once", 1, where.once, offer.once_net), ("year", 2, where.per_year, offer.per_year_net),
    )  # fmt: skip
    for per, offset, target, whole in pers:
        sums = [(group.once_net if per == "once" else group.per_year_net) for group, *_ in where.sums]
        ours = [at(row + 1 + number, column + offset, True, True) for number in range(len(sums))]
        values, largest = _shared(sums, whole)
        there = [once if per == "once" else year for _, once, year in where.sums]
        before = "+".join(there)
        for number, (group, formula) in enumerate(zip(offer.groups, there, strict=True)):
            if offer.discounts:
                others = "-".join([target, *(cell for n, cell in enumerate(ours) if n != largest)])
                formula = others if number == largest else f"IF(({before})=0,0,ROUND({formula}*{target}/({before}),2))"
            book.formula(sheet, row + 1 + number, column + offset, f"={formula}", values[number])
            cells[group.key, per] = ours[number]
    return Shares(cells)


def _shared(sums: list[Decimal], whole: Decimal) -> tuple[list[Decimal], int]:
    """Return each sum with its share of the discounts, and which one takes what rounding leaves over."""
    before = sum(sums, ZERO)
    shared = [to_cents(each * whole / before) if before else each for each in sums]
    largest = max(range(len(shared)), key=lambda number: abs(shared[number]), default=0)
    if shared and before:
        shared[largest] += whole - sum(shared, ZERO)
    return shared, largest
