"""For the vendor alone: cost, margin and markup of each position, and what stands against sending the offer."""

from __future__ import annotations

from collections.abc import Iterable

from wizard.documents.blocks import (
    UNKNOWN,
    Block,
    Cell,
    Column,
    Heading,
    KeyFigure,
    KeyFigures,
    Note,
    Row,
    Table,
    cut,
)
from wizard.documents.source import Source
from wizard.model.names import LEVELS
from wizard.model.offer import Costing, LineCost
from wizard.model.text import Text


def costing_chapters(source: Source) -> Iterable[Block]:
    """Return the vendor's chapter; a customer's offer has no costing, and nothing is written."""
    offer, say = source.offer, source.voice.say
    if not source.internal or offer.costing is None:
        return
    yield Heading(1, say(Text("Internal: cost and margin")), "costing")
    yield _figures(source, offer.costing)
    for remark in offer.remarks:
        if remark.level == "blocker":
            yield Note("blocker", source.voice.name(LEVELS, "blocker"), source.sentence(remark.text))
    yield _table(source, offer.costing)
    notes = tuple(Row((source.sentence(remark.text),)) for remark in offer.remarks if remark.level == "note")
    if notes:
        yield Heading(2, say(Text("To know before it goes out")), "remarks")
        yield Table((Column(say(Text("Remark"))),), notes)


def _figures(source: Source, costing: Costing) -> KeyFigures:
    say, voice = source.voice.say, source.voice
    margin = UNKNOWN if costing.margin_percent is None else f"{voice.number(costing.margin_percent)} %"
    floor = costing.floor_percent
    unknown = say(Text("Positions without a known purchase price: {n}", n=costing.unknown)) if costing.unknown else ""
    return KeyFigures(
        (
            KeyFigure(say(Text("Cost, net")), voice.money(costing.cost_net), unknown),
            KeyFigure(say(Text("Sold for, net")), voice.money(costing.net), say(Text("after all discounts"))),
            KeyFigure(
                say(Text("Margin")),
                voice.money(costing.margin_net),
                margin if floor is None else say(Text("{margin}, floor {floor:number} %", margin=margin, floor=floor)),
            ),
        )
    )


def _table(source: Source, costing: Costing) -> Table:
    say = source.voice.say
    rows = tuple(Row(_cells(source, line)) for line in costing.lines)
    columns = (
        Column(say(Text("Position"))),
        Column(say(Text("Description")), weight=1.7),
        Column(say(Text("Quantity")), "number"),
        Column(say(Text("List price")), "money"),
        Column(say(Text("Purchase price")), "money"),
        Column(say(Text("Selling price")), "money"),
        Column(say(Text("Margin")), "money"),
        Column(say(Text("Margin in %")), "number"),
        Column(say(Text("Markup in %")), "number"),
    )
    return Table(columns, rows)


def _cells(source: Source, line: LineCost) -> tuple[Cell, ...]:
    below = " ▼" if line.below_floor else ""
    return (
        line.position, f"{cut(source.sentence(line.text), 100)}{below}", line.quantity, line.list_net,
        line.purchase_net, line.unit_net, line.margin_net, line.margin_percent, line.markup_percent,
    )  # fmt: skip
