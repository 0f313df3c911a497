"""What it costs: bill, sums, validity, marks of the prices."""

from __future__ import annotations

from collections.abc import Iterable

from wizard.documents.blocks import Block, Column, Heading, Paragraph, Row, Table, cut
from wizard.documents.source import ESTIMATED, STALE, Source
from wizard.model.text import Text


def price_chapters(source: Source) -> Iterable[Block]:
    """Return bill and sums."""
    say = source.voice.say
    yield Heading(1, say(Text("Bill of materials")), "bill")
    words = (say(Text("All prices in {currency}, net of VAT.", currency=source.voice.currency)), *mark_words(source))
    yield Paragraph(" ".join(words), "small")
    yield bill_table(source)
    yield Heading(1, say(Text("Price summary")), "sums")
    yield sums_table(source, short=False)
    yield Paragraph(" ".join(validity_words(source)), "small")


def bill_table(source: Source) -> Table:
    """List every position under the heading of its group, with the sum of the group."""
    say = source.voice.say
    rows = []
    for group in source.offer.groups:
        title = f"{group.number}  {source.group_title(group.key)}"
        rows.append(Row((title, *[""] * 6), "group"))
        for line in group.lines:
            unit = say(Text("year")) if line.per == "year" else say(Text("once"))
            text = f"{cut(source.sentence(line.text), 160)} {source.marks(line)}".rstrip()
            because = source.sentence(line.because)
            rows.append(Row((line.position, text, line.quantity, unit, line.unit_net, line.net, because)))
        sums = (
            (group.once_net, Text("Sum {number}, once", number=group.number)),
            (group.per_year_net, Text("Sum {number}, per year", number=group.number)),
        )
        rows += [Row(("", say(text), None, "", None, amount, ""), "subtotal") for amount, text in sums if amount]
    rows = [Row(tuple("" if cell is None else cell for cell in row.cells), row.role) for row in rows]
    columns = (
        Column(say(Text("Position"))),
        Column(say(Text("Description")), weight=2.4),
        Column(say(Text("Quantity")), "number"),
        Column(say(Text("Per"))),
        Column(say(Text("Unit price")), "money"),
        Column(say(Text("Net")), "money"),
        Column(say(Text("Because")), weight=1.7, quiet=True),
    )
    return Table(columns, tuple(rows))


def sums_table(source: Source, *, short: bool) -> Table:
    """Sum up: once, per year, over the years, VAT and gross. ``short`` leaves away what the cover says already."""
    offer, say = source.offer, source.voice.say
    rows = []
    if not short:
        for group in offer.groups:
            title = f"{group.number}  {source.group_title(group.key)}"
            if group.once_net:
                rows.append(Row((say(Text("{group}, once", group=title)), group.once_net)))
            if group.per_year_net:
                rows.append(Row((say(Text("{group}, per year", group=title)), group.per_year_net)))
    rows += [
        Row((say(Text("Once, net")), offer.once_net), "body" if short else "subtotal"),
        Row((say(Text("Per year, net")), offer.per_year_net), "body" if short else "subtotal"),
        Row((say(Text("Total over {years} years, net", years=offer.years)), offer.total_net), "total"),
        Row((_vat_words(source), offer.vat.vat)),
        Row((say(Text("Total over {years} years, gross", years=offer.years)), offer.vat.gross), "total"),
    ]
    columns = (
        Column(say(Text("Sum")), weight=3),
        Column(say(Text("Amount ({currency})", currency=source.voice.currency)), "money"),
    )
    return Table(columns, tuple(rows), keep=True)


def _vat_words(source: Source) -> str:
    vat = source.offer.vat
    return source.voice.say(Text("VAT {percent} % ({country})", percent=vat.percent, country=vat.country))


def validity_words(source: Source) -> Iterable[str]:
    """Say how long the offer is valid, what shortened that, and what kind of prices these are."""
    offer, say = source.offer, source.voice.say
    yield say(Text("Valid until {day}.", day=source.day(offer.valid_until)))
    limit = offer.validity_limited_by
    if limit is not None:
        line = next((line for group in offer.groups for line in group.lines if line.part == limit), None)
        name = cut(limit if line is None else source.sentence(line.text), 120)
        yield say(Text("The validity ends with the first price that runs out: {part}.", part=name))
    if offer.assessment.catalogue_indicative:
        yield say(Text("These prices are indicative: they show the order of magnitude and bind nobody."))


def mark_words(source: Source) -> Iterable[str]:
    """Explain the marks that stand in the bill."""
    offer, say = source.offer, source.voice.say
    if offer.estimated:
        yield say(Text("{mark} estimated: nobody has offered this price yet.", mark=ESTIMATED))
    if offer.stale:
        yield say(Text("{mark} run out: this price was no longer valid on the day of the offer.", mark=STALE))
