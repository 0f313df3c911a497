"""Put a supplier's price list into a catalogue: row by row, with a report of what could not be taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Literal

from wizard.model.catalogue import Catalogue, Part, Price
from wizard.model.money import to_cents
from wizard.model.price_list import (
    PriceList,
    PriceMapping,
    PriceReport,
    PriceRow,
    ProblemKind,
    RowProblem,
    TakenPrice,
)
from wizard.model.text import Language, Text

VALID_DAYS = 30
_CENT = Decimal("0.01")


@dataclass
class _Taking:
    """A list being put into a catalogue."""

    catalogue: Catalogue
    prices: PriceList
    on: date
    taken: dict[str, Price] = field(default_factory=dict)
    rows: list[TakenPrice] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)

    def problem(self, row: PriceRow, kind: ProblemKind, text: Text, *, taken: bool = False) -> None:
        """Note what is wrong with a row."""
        self.problems.append(RowProblem(row.number, row.part, kind, text, taken))


def take_price_list(
    path: Path, catalogue: Catalogue, on: date, known: Sequence[PriceMapping] = (), given: PriceMapping | None = None
) -> tuple[Catalogue, PriceReport, PriceMapping]:
    """Read a price list and put its prices into a catalogue.

    Parameters
    ----------
    path
        A workbook or a CSV file.
    catalogue
        What the prices are put into.
    on
        Day of the import: the date of a price where the list has none.
    known, given
        Remembered mappings, and what the user says now.

    Returns
    -------
    tuple
        The new catalogue, the report, and the mapping to remember.

    Raises
    ------
    ImportProblem
        If the file cannot be read as a list of prices.
    """
    from wizard.importers.price_list import read_price_list  # slow to import, and not needed by every window

    prices = read_price_list(path, known, given)
    made, report = apply_price_list(catalogue, prices, on)
    return made, report, prices.mapping


def apply_price_list(catalogue: Catalogue, prices: PriceList, on: date) -> tuple[Catalogue, PriceReport]:
    """Return a catalogue with the prices of a list, and what became of each row."""
    taking = _Taking(catalogue, prices, on)
    names = _names(catalogue, prices.mapping.aliases)
    for row in prices.rows:
        _take(taking, row, names)
    changed = sum(_amounts(catalogue.parts[id].price) != _amounts(price) for id, price in taking.taken.items())
    report = PriceReport(
        prices.file, len(prices.rows), len(taking.taken), changed, len(catalogue.parts) - len(taking.taken),
        tuple(taking.problems), prices.notes, tuple(taking.rows),
    )  # fmt: skip
    return with_prices(catalogue, taking.taken, f"{prices.file}, {on.isoformat()}"), report


def with_prices(catalogue: Catalogue, prices: Mapping[str, Price], label: str) -> Catalogue:
    """Return a catalogue with other prices of some parts.

    It is no longer the indicative one: what it keeps of that one is marked at each price.
    """
    if not prices:
        return catalogue
    groups = {name: tuple(priced(catalogue, part, prices.get(part.id)) for part in parts)
              for name, parts in catalogue.groups.items()}  # fmt: skip
    return catalogue.replaced(groups, label=label, indicative=False)


def priced(catalogue: Catalogue, part: Part, price: Price | None) -> Part:
    """Return a part with a price, or with its own one that remembers whether it was indicative."""
    if price is None:
        if not catalogue.indicative or part.price.indicative:
            return part
        price = part.price.model_copy(update={"indicative": True})
    return with_fields(part, price=price)


def with_fields(part: Part, **changes: object) -> Part:
    """Return a part with other values, checked anew.

    Raises
    ------
    ValidationError
        If the model refuses one.
    """
    fields = {name: getattr(part, name) for name in type(part).model_fields}
    return type(part).model_validate({**fields, **changes})


def _names(catalogue: Catalogue, aliases: Mapping[str, str]) -> dict[str, str]:
    """Return ids of parts by everything that a list may call them."""
    names: dict[str, str] = {}
    for id, part in catalogue.parts.items():
        for name in (id, part.number, part.name, f"{part.vendor} {part.name}"):
            if name:
                names.setdefault(_folded(name), id)
    names |= {_folded(theirs): ours for theirs, ours in aliases.items() if ours in catalogue.parts}
    return names


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _take(taking: _Taking, row: PriceRow, names: Mapping[str, str]) -> None:
    id = names.get(_folded(row.part)) or names.get(_folded(row.text))
    if row.problem is not None:
        taking.problem(row, "unreadable", row.problem)
    elif id is None:
        taking.problem(row, "unknown-part", Text('the catalogue has no part "{part}"', part=row.part or row.text))
    elif row.currency not in (None, taking.catalogue.currency):
        words = Text("the price is in {theirs}, the catalogue in {ours}",
                     theirs=row.currency, ours=taking.catalogue.currency)  # fmt: skip
        taking.problem(row, "currency", words)
    elif (price := _price(taking, row, taking.catalogue.parts[id])) is not None:
        before = taking.taken.get(id)
        if before is None:
            taking.taken[id] = price
            name = row.part or row.text
            taking.rows.append(TakenPrice(row.number, name, id, taking.catalogue.parts[id].price.net, price.net))
        elif _amounts(before) == _amounts(price):
            taking.problem(row, "duplicate", Text("stands twice with the same price"))
        else:
            taking.problem(row, "duplicate", Text("stands twice with different prices; the first one was taken"))


def _price(taking: _Taking, row: PriceRow, part: Part) -> Price | None:
    """Return the price of a row, or None with its problem noted."""
    purchase = row.purchase_net
    if row.list_net is not None and row.discount_percent is not None:
        made = to_cents(row.list_net * (100 - row.discount_percent) / 100)
        if purchase is not None and abs(made - purchase) > _CENT:
            words = Text("list price less discount is {made:money}, but the net price says {net:money}; net is taken",
                         made=made, net=purchase)  # fmt: skip
            taking.problem(row, "contradiction", words, taken=True)
        purchase = made if purchase is None else purchase
    selling = _selling(taking.prices.mapping, row, purchase)
    if not selling:
        taking.problem(row, "missing-price", Text("there is no price"))
        return None
    days = taking.prices.mapping.valid_days or VALID_DAYS
    until = row.valid_until or max(row.date or taking.on, taking.on) + timedelta(days=days)
    since = row.date or min(taking.on, until)
    for words in _day_problems(row, since, until, taking.on):
        taking.problem(row, "date", words, taken=until >= since)
    if until < since:
        return None
    return Price(
        net=selling, source=taking.prices.file, date=since, valid_until=until, confidence="A", list_net=row.list_net,
        discount_percent=row.discount_percent, purchase_net=purchase,
    )  # fmt: skip


def _selling(mapping: PriceMapping, row: PriceRow, purchase: Decimal | None) -> Decimal | None:
    if row.selling_net is not None:
        return row.selling_net
    if mapping.markup_percent is not None and purchase is not None:
        return to_cents(purchase * (100 + mapping.markup_percent) / 100)
    return row.list_net if row.list_net is not None else purchase


def _day_problems(row: PriceRow, since: date, until: date, on: date) -> Iterator[Text]:
    if until < since:
        yield Text("the price ends on {until} before it begins on {since}", until=until, since=since)
    elif until < on:
        yield Text("the price ended on {until}", until=until)
    elif since > on:
        yield Text("the price begins on {since}", since=since)


def _amounts(price: Price) -> tuple[Decimal | None, ...]:
    return price.net, price.list_net, price.discount_percent, price.purchase_net


def report_lines(report: PriceReport, language: Language) -> Iterator[str]:
    """Write a report on lines for a terminal."""
    yield Text(
        "{file}: {rows} rows, prices of {taken} parts taken ({changed} changed), {untouched} parts not in the list",
        file=report.file, rows=report.rows, taken=report.taken, changed=report.changed, untouched=report.untouched,
    ).render(language)  # fmt: skip
    for note in report.notes:
        yield note.render(language)
    for problem in report.problems:
        words = Text("row {row}, {part}: {text}", row=str(problem.row), part=problem.part[:60], text=problem.text)
        taken = Text("{words} (taken)", words=words) if problem.taken else Text("{words} (not taken)", words=words)
        yield taken.render(language)


RowKind = Literal["taken"] | ProblemKind


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row of a list as its reader sees it: what it was, what became of it, and why."""

    row: int
    part: str
    kind: RowKind
    text: Text
    id: str = ""
    before: Decimal | None = None
    after: Decimal | None = None


def report_rows(report: PriceReport) -> tuple[ReportRow, ...]:
    """Return what became of every row, in the order of the list; a row with a remark that was taken stands once."""
    remarks = {problem.row: problem for problem in report.problems if problem.taken}
    rows = [
        ReportRow(one.row, one.part, remarks[one.row].kind if one.row in remarks else "taken",
                  remarks[one.row].text if one.row in remarks else _became(one), one.id, one.before, one.after)
        for one in report.prices
    ]  # fmt: skip
    rows += [
        ReportRow(problem.row, problem.part, problem.kind, problem.text)
        for problem in report.problems
        if not problem.taken
    ]
    return tuple(sorted(rows, key=lambda row: row.row))


def _became(taken: TakenPrice) -> Text:
    if taken.before == taken.after:
        return Text("taken, as before")
    return Text("taken, dearer") if taken.after > taken.before else Text("taken, cheaper")
