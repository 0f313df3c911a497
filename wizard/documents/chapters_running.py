"""What it costs over the years, against staying as it is, and what the next expansion costs."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from wizard.documents.blocks import Block, Cell, Column, Figure, Heading, Paragraph, Row, Table, cut
from wizard.documents.diagram_costs import costs_scene, costs_words
from wizard.documents.source import Source
from wizard.documents.words import Voice
from wizard.model.money import ZERO
from wizard.model.running import CostRow, Expansion, ExpansionPart, YearlyCosts, cost_key
from wizard.model.text import Text


def running_chapters(source: Source) -> Iterable[Block]:
    """Return the costs over the years, and the next expansion."""
    say, costs = source.voice.say, source.offer.costs
    if costs is not None:
        yield Heading(1, say(Text("Costs over {years} years", years=costs.years)), "running")
        yield _table(source, costs)
        yield Paragraph(" ".join(running_words(costs, source.voice)), "small")
        caption = say(Text("Costs until the end of each year, net"))
        scene = costs_scene(costs, source.voice, source.measure)
        yield Figure(scene, caption, costs_words(costs, source.voice))
    found = source.offer.expansion
    if found is not None and found.parts:
        yield Heading(1, say(Text("The next expansion")), "expansion")
        yield Paragraph(say(found.text))
        yield _parts(source, found)
        yield Paragraph(
            say(Text("What goes out is stated at today's price; nobody takes it back at that price.")), "small"
        )


def _table(source: Source, costs: YearlyCosts) -> Table:
    say = source.voice.say
    rows = [_row(source, row, cost_key(row)) for row in costs.rows]
    rows.append(_sum(say(Text("Sum")), costs, costs.rows))
    if costs.today:
        rows.append(Row((say(Text("Staying as it is")), *[""] * (costs.years + 1)), "group"))
        rows += [_row(source, row, cost_key(row, number)) for number, row in enumerate(costs.today)]
        rows.append(_sum(say(Text("Sum of staying as it is")), costs, costs.today))
        saved = [costs.in_year(costs.today, year) - costs.in_year(costs.rows, year) for year in range(costs.years)]
        rows.append(Row((say(Text("Saved")), *saved, sum(saved, ZERO)), "total"))
    columns = (
        Column(say(Text("Cost, net ({currency})", currency=source.offer.currency)), weight=2),
        *(Column(say(Text("Year {n}", n=year + 1)), "money") for year in range(costs.years)),
        Column(say(Text("Sum")), "money"),
    )
    return Table(columns, tuple(rows), keep=True)


def _row(source: Source, row: CostRow, key: str) -> Row:
    cells: tuple[Cell, ...] = (cut(source.sentence(row.text), 80), *row.amounts, row.total)
    return Row(cells, links=(None, *[source.link(key)] * (len(cells) - 1)))


def _sum(title: str, costs: YearlyCosts, rows: tuple[CostRow, ...]) -> Row:
    amounts = [costs.in_year(rows, year) for year in range(costs.years)]
    return Row((title, *amounts, sum(amounts, Decimal(0))), "total")


def running_words(costs: YearlyCosts, voice: Voice) -> Iterable[str]:
    """Yield what the costs were worked out with, and what staying as it is would save."""
    say = voice.say
    yield say(
        Text("The machines draw {watts} W, which is {kwh} kWh a year with the room.", watts=costs.watts,
             kwh=costs.kwh_per_year)
    )  # fmt: skip
    for words in costs.assumptions:
        yield say(words)
    balance = costs.today_total
    if balance is not None:
        saved = balance - costs.total
        amount = voice.exactly(abs(saved))
        text = (
            Text("Over {years} years this saves {amount}.", years=costs.years, amount=amount)
            if saved >= 0
            else Text("Over {years} years this costs {amount} more.", years=costs.years, amount=amount)
        )
        yield say(text)


_CHANGES = (("added", Text("Added")), ("replaced", Text("Goes out")))
_PERIODS: tuple[tuple[Literal["once", "year"], Text], ...] = (("once", Text("once")), ("year", Text("year")))


def _parts(source: Source, found: Expansion) -> Table:
    """List what is added and what goes out, and the difference of the two bills."""
    say = source.voice.say
    rows: list[Row] = []
    for change, title in _CHANGES:
        parts = [part for part in found.parts if part.change == change]
        if parts:
            rows.append(Row((say(title), "", "", "", ""), "group"))
            rows += [_part(source, part) for part in parts]
    for per, words in _PERIODS:
        rows += _balance(source, found, per, say(words))
    columns = (
        Column(say(Text("Part")), weight=3),
        Column(say(Text("Quantity")), "number"),
        Column(say(Text("Per"))),
        Column(say(Text("Unit price")), "money"),
        Column(say(Text("Net ({currency})", currency=source.offer.currency)), "money"),
    )
    return Table(columns, tuple(rows))


def _part(source: Source, part: ExpansionPart) -> Row:
    sign = 1 if part.change == "added" else -1
    per = source.voice.say(Text("year") if part.per == "year" else Text("once"))
    return Row((source.sentence(part.text), sign * part.quantity, per, part.unit_net, sign * part.net))


def _balance(source: Source, found: Expansion, per: Literal["once", "year"], words: str) -> Iterable[Row]:
    """Sum up one kind of payment: what is added, what goes out, and the difference where both are there."""
    say, added, replaced = source.voice.say, found.sum("added", per), found.sum("replaced", per)
    if added and replaced:
        yield Row((say(Text("Added")), "", words, "", added), "subtotal")
        yield Row((say(Text("Goes out")), "", words, "", -replaced), "subtotal")
    if added or replaced:
        yield Row((say(Text("Difference of the two bills")), "", words, "", found.difference(per)), "total")
