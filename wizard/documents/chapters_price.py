"""What it costs: bill, options, sums, validity, marks of the prices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from wizard.documents.blocks import (
    Block,
    Cell,
    Column,
    Heading,
    Paragraph,
    Row,
    Table,
    cut,
    group_anchor,
    price_anchor,
)
from wizard.documents.source import ESTIMATED, STALE, Source
from wizard.documents.words import NAME, NARROW
from wizard.model.money import ZERO
from wizard.model.names import POSITION_KINDS, SHORT_KINDS, UNITS_OF_SALE
from wizard.model.offer import BillGroup, Discount, OfferLine
from wizard.model.text import Text

_COLUMNS = 7
SUMS = "sums"
"""Where the summary of the prices stands."""
_TEXT = 400


def price_chapters(source: Source) -> Iterable[Block]:
    """Return bill, options and sums."""
    say = source.voice.say
    yield Heading(1, say(Text("Bill of materials")), "bill")
    words = (
        say(Text("All prices in {currency}, net of VAT.", currency=source.offer.currency)),
        *counting_words(source),
        *mark_words(source),
    )
    yield Paragraph(" ".join(words), "small")
    yield bill_table(source)
    yield from _options(source)
    yield Heading(1, say(Text("Price summary")), SUMS)
    yield sums_table(source, short=False)
    words = (*counting_words(source), *validity_words(source), *indicative_words(source), *tax_words(source))
    yield Paragraph(" ".join(words), "small")


def counting_words(source: Source, *, columns: bool = False) -> Iterable[str]:
    """Say which positions the sums contain, where there are some that they do not.

    With ``columns`` the rate of VAT has a column of its own, and is not said.
    """
    if any(line.priced and not line.counted for line in source.offer.lines):
        yield source.voice.say(
            Text(
                "The sums contain normal positions and lump sums. Options, alternatives and positions on demand are "
                "not in them; they are listed apart, with their prices."
            )
        )
    usual = source.usual_rate
    if source.several_rates and usual is not None and not columns:
        yield source.voice.say(
            Text("Where a position does not say otherwise, VAT is {percent:number} %.", percent=usual)
        )


def line_words(source: Source, line: OfferLine, *, columns: bool = False) -> str:
    """Describe a position: its text with the marks of its price, note, discount and support.

    With ``columns`` discount and VAT have columns of their own, and are not said.
    """
    say = source.voice.say
    parts = [f"{cut(source.sentence(line.text), 160)}{NARROW}{source.marks(line)}".rstrip(NARROW)]
    if line.dropped:
        parts.append(say(Text("(no longer offered)")))
    if line.note:
        parts.append(cut(line.note, _TEXT))
    if line.discount_percent is not None and line.list_net is not None and not columns:
        parts.append(
            say(Text("List price {price:money}, discount {percent:number} %", price=line.list_net,
                     percent=line.discount_percent))
        )  # fmt: skip
    if line.kind == "alternative" and line.base:
        parts.append(kind_words(source, line))
    if line.priced and line.vat_percent != source.usual_rate and not (columns and line.counted):
        parts.append(say(Text("VAT {percent:number} %", percent=line.vat_percent)))
    if not source.shared_support.get(line.group):
        parts += source.support_words(line)
    return " · ".join(part for part in parts if part)


def unit_words(source: Source, line: OfferLine) -> str:
    """Name what the quantity counts, and whether it is paid every year."""
    unit = source.voice.name(UNITS_OF_SALE, line.unit)
    if line.per == "once" or line.unit == "year":
        return unit
    return source.voice.say(Text("{unit}/year", unit=unit))


def kind_words(source: Source, line: OfferLine) -> str:
    """Name the kind of a position, and what an alternative stands for."""
    kind = source.voice.name(POSITION_KINDS, line.kind)
    if line.kind == "alternative" and line.base:
        return source.voice.say(Text("{kind} to {base}", kind=kind, base=line.base))
    return kind


def group_title(source: Source, group: BillGroup) -> str:
    """Name a heading with its number."""
    return f"{group.number}  {cut(group.title, NAME) or source.group_title(group.key)}"


def bill_table(source: Source) -> Table:
    """List every position under its heading, with discount and sum of the heading."""
    say = source.voice.say
    rows: list[Row] = []
    for group in source.offer.groups:
        title = " · ".join(filter(None, (group_title(source, group), source.shared_support.get(group.key))))
        rows.append(Row((title, *[""] * (_COLUMNS - 1)), "group", group_anchor(group.key)))
        rows += _line_rows(source, group)
        rows += discount_rows(source, group.discounts)
        sums = (
            (group.once_net, Text("Sum {number}, once", number=group.number)),
            (group.per_year_net, Text("Sum {number}, per year", number=group.number)),
        )
        rows += [Row(("", say(text), "", "", "", amount, ""), "subtotal") for amount, text in sums if amount]
    carried = say(Text("Carried over, once")), say(Text("Carried over, per year"))
    columns = (
        Column(say(Text("Position"))),
        Column(say(Text("Description")), weight=2.4),
        Column(say(Text("Quantity")), "number"),
        Column(say(Text("Unit"))),
        Column(say(Text("Unit price")), "money"),
        Column(say(Text("Net")), "money"),
        Column(say(Text("Because")), weight=1.7, quiet=True),
    )
    return Table(columns, tuple(rows), carry_labels=carried, carry_column=5)


def _line_rows(source: Source, group: BillGroup) -> Iterator[Row]:
    """List the positions of a heading; a reason that stands above already is not written again."""
    above = ""
    for line in group.lines:
        because = source.sentence(line.because) if line.priced else ""
        repeated = bool(because) and because == above
        yield _line_row(source, line, source.voice.say(Text("as above")) if repeated else because)
        above = because or above


def _line_row(source: Source, line: OfferLine, because: str) -> Row:
    words = line_words(source, line)
    if line.kind == "subtotal" and not line.dropped:
        return Row((line.position, words, "", "", "", line.net, ""), "subtotal")
    if not line.priced:
        return Row((line.position, words, "", "", "", "", ""))
    net: Cell = line.net if line.counted else source.voice.name(SHORT_KINDS, line.kind)
    cells = (line.position, words, line.quantity, unit_words(source, line), line.unit_net, net, because)
    links = (None,) * 4 + (price_anchor(line.position),)
    return Row(cells, links=links, adds=_adds(line.net if line.counted else ZERO, line.per))


def _adds(amount: Decimal, per: str) -> tuple[Decimal, Decimal]:
    """Return what a row adds to the two sums that are carried over: once, and per year."""
    return (amount, ZERO) if per == "once" else (ZERO, amount)


def discount_rows(source: Source, discounts: Iterable[Discount]) -> Iterator[Row]:
    """Write a discount on a sum as lines of their own."""
    for one in discounts:
        for amount, per in ((one.once_net, "once"), (one.per_year_net, "year")):
            if amount:
                words = discount_words(source, one, per)
                yield Row(("", words, "", "", "", -amount, ""), adds=_adds(-amount, per))


def discount_words(source: Source, one: Discount, per: str) -> str:
    """Name a discount on a sum; its rate of VAT only where there are several."""
    say = source.voice.say
    text = Text("Discount of {percent:number} %", percent=one.percent)
    if per == "once":
        text = Text("Discount of {percent:number} %, once", percent=one.percent)
    if per == "year":
        text = Text("Discount of {percent:number} %, per year", percent=one.percent)
    if not source.several_rates:
        return say(text)
    return say(Text("{text} (VAT {vat:number} %)", text=text, vat=one.vat_percent))


def _options(source: Source) -> Iterable[Block]:
    say = source.voice.say
    members = [line for line in source.offer.lines if line.priced and not line.counted]
    if not members:
        return
    yield Heading(2, say(Text("Options and alternatives")), "options")
    rows = tuple(
        Row((
            line.position, source.voice.name(SHORT_KINDS, line.kind), line_words(source, line), line.quantity,
            unit_words(source, line), line.unit_net, line.net,
            "" if line.difference_net is None else line.difference_net,
        ), links=(*[None] * 5, price_anchor(line.position)))
        for line in members
    )  # fmt: skip
    columns = (
        Column(say(Text("Position")), weight=1.4),
        Column(say(Text("Kind")), weight=1.6),
        Column(say(Text("Description")), weight=2.4),
        Column(say(Text("Quantity")), "number"),
        Column(say(Text("Unit")), weight=1.2),
        Column(say(Text("Unit price")), "money"),
        Column(say(Text("Net")), "money"),
        Column(say(Text("Against the base")), "money"),
    )
    yield Table(columns, rows)


def sums_table(source: Source, *, short: bool) -> Table:
    """Sum up: once, per year, over the years, VAT and gross. ``short`` leaves away what the cover says already."""
    offer, say = source.offer, source.voice.say
    rows = [] if short else list(_heading_sums(source))
    rows += [
        Row((say(Text("Once, net")), offer.once_net), "body" if short else "subtotal"),
        Row((say(Text("Per year, net")), offer.per_year_net), "body" if short else "subtotal"),
        Row((say(Text("Total over {years} years, net", years=offer.years)), offer.total_net), "total"),
        *(Row((words, amount)) for words, amount in vat_rows(source)),
        Row((say(Text("Total over {years} years, gross", years=offer.years)), offer.vat.gross), "total"),
    ]
    if short:
        rows = [replace(row, links=(None, SUMS)) for row in rows]
    if not short and (offer.optional_once_net or offer.optional_per_year_net):
        rows += [Row((words, amount)) for words, amount in option_rows(source)]
    columns = (
        Column(say(Text("Sum")), weight=3),
        Column(say(Text("Amount ({currency})", currency=offer.currency)), "money"),
    )
    return Table(columns, tuple(rows), keep=True)


def _heading_sums(source: Source) -> Iterator[Row]:
    say = source.voice.say
    for group in source.offer.groups:
        title, here = group_title(source, group), (None, group_anchor(group.key))
        if group.once_net:
            yield Row((say(Text("{group}, once", group=title)), group.once_net), links=here)
        if group.per_year_net:
            yield Row((say(Text("{group}, per year", group=title)), group.per_year_net), links=here)
    for one in source.offer.discounts:
        for amount, per in ((one.once_net, "once"), (one.per_year_net, "year")):
            if amount:
                yield Row((discount_words(source, one, per), -amount))


def option_rows(source: Source) -> Iterator[tuple[str, Decimal]]:
    """Return what the options cost and the total with all of them."""
    offer, say = source.offer, source.voice.say
    if offer.optional_once_net:
        yield say(Text("Options, once, net")), offer.optional_once_net
    if offer.optional_per_year_net:
        yield say(Text("Options, per year, net")), offer.optional_per_year_net
    yield say(Text("Total over {years} years with all options, net", years=offer.years)), offer.with_options_net


def vat_rows(source: Source) -> Iterator[tuple[str, Decimal]]:
    """Return VAT of each rate."""
    offer, say = source.offer, source.voice.say
    for vat in offer.vat_lines:
        words = Text("VAT {percent} % ({country})", percent=vat.percent, country=vat.country)
        if len(offer.vat_lines) > 1:
            words = Text("VAT {percent} % of {net:money} ({country})", percent=vat.percent, net=vat.net,
                         country=vat.country)  # fmt: skip
        yield say(words), vat.vat


def tax_words(source: Source) -> Iterable[str]:
    """Say who owes the VAT where it is not the vendor, and at which rate another currency was taken."""
    offer, say = source.offer, source.voice.say
    if offer.reverse_charge:
        yield say(Text("The recipient of the supply owes the VAT (reverse charge)."))
    if offer.exchange is not None:
        rate = source.voice.language.number(offer.exchange.rate, 8)
        day = source.day(offer.exchange.date)
        text = Text("Prices were converted at {rate} {currency} on {day}.", rate=rate, currency=offer.currency, day=day)
        yield say(text)


def changes_chapter(source: Source) -> Iterable[Block]:
    """What changed since the revision before, by cause."""
    offer, say = source.offer, source.voice.say
    if not offer.changes_since:
        return
    yield Heading(1, say(Text("Changes since revision {label}", label=offer.changes_since)), "changes")
    if not offer.changes:
        yield Paragraph(say(Text("Nothing that is offered has changed.")))
        return
    money = source.voice.language.money
    rows = [
        Row((_begun(source.sentence(one.cause)), source.sentence(one.effect), money(one.net, signed=True)))
        for one in offer.changes
    ]
    change = sum((one.net for one in offer.changes), Decimal(0))
    before = Text("Total of revision {label}", label=offer.changes_since)
    rows.insert(0, Row((say(before), "", source.voice.language.money(offer.total_net - change)), "subtotal"))
    total = Text("Total of revision {label}", label=offer.revision)
    rows.append(Row((say(total), "", source.voice.language.money(offer.total_net)), "total"))
    columns = (
        Column(say(Text("Cause")), weight=1.5),
        Column(say(Text("Effect")), weight=1.5),
        Column(say(Text("Total over {years} years, net", years=offer.years)), "money"),
    )
    yield Table(columns, tuple(rows))


def _begun(sentence: str) -> str:
    """Begin a line with a capital letter."""
    return sentence[:1].upper() + sentence[1:]


def validity_words(source: Source) -> Iterable[str]:
    """Say how long the offer is valid, what shortened that, and what kind of prices these are."""
    offer, say = source.offer, source.voice.say
    yield say(Text("Valid until {day}.", day=source.day(offer.valid_until)))
    limit = offer.validity_limited_by
    if limit is not None:
        line = next((line for line in offer.lines if limit in (line.part, line.key)), None)
        name = cut(limit if line is None else source.sentence(line.text), 120)
        yield say(Text("The validity ends with the first price that runs out from now on: {part}.", part=name))
        if offer.stale:
            yield say(Text("Prices that have run out already are marked with {mark} in the bill.", mark=STALE))
    if offer.self_assessment:
        yield say(Text("This is a self-assessment: no vendor has checked it, and it binds nobody."))
    elif offer.mode == "indication":
        yield say(Text("This is a budget indication: it shows the order of magnitude and is not an offer."))


def indicative_words(source: Source) -> Iterable[str]:
    """Say where indicative prices come from; how the catalogue is to be used is for the vendor alone."""
    offer, say = source.offer, source.voice.say
    if not offer.indicative:
        return
    whole = offer.assessment.catalogue_indicative
    if source.internal:
        label = cut(source.voice.language.translate(offer.assessment.catalogue_label), _TEXT)
        text = Text("Indicative prices. {label}", label=label)
        yield say(text if whole else Text("Partly indicative prices. {label}", label=label))
        return
    text = Text(
        "Indicative prices: they come from an example catalogue, most of them estimated, and not from suppliers' "
        "offers. They show the order of magnitude and bind nobody."
    )
    yield say(text if whole else Text("Some of these prices are indicative: they show the order of magnitude and bind "
                                      "nobody."))  # fmt: skip


def mark_words(source: Source) -> Iterable[str]:
    """Explain the marks that stand in the bill."""
    offer, say = source.offer, source.voice.say
    if offer.estimated:
        yield say(Text("{mark} estimated: nobody has offered this price yet.", mark=ESTIMATED))
    if offer.stale:
        yield say(Text("{mark} run out: this price was no longer valid on the day of the offer.", mark=STALE))
