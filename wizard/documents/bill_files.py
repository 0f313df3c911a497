"""The bill for other systems: as CSV for spreadsheets and ERP, as JSON for programs. The sums are the offer's.

A text from outside never becomes a formula: in CSV it gets an apostrophe where it begins like one.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from wizard.documents.blocks import cut
from wizard.documents.source import Source
from wizard.documents.words import NAME, Voice
from wizard.model.bill_file import (
    BILL_FORMAT,
    BILL_SCHEMA,
    BillDiscount,
    BillFile,
    BillHeading,
    BillPosition,
    BillRow,
    BillTax,
    Per,
)
from wizard.model.offer import BillGroup, Discount, Offer, OfferLine
from wizard.model.text import ENGLISH, Language, Text

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SEPARATOR = {"en": ",", "de": ";"}
_POINT = {"en": ".", "de": ","}
_TITLES: dict[str, Text] = {
    "kind": Text("Kind"), "position": Text("Position"), "heading": Text("Heading"), "part": Text("Part"),
    "description": Text("Description"), "note": Text("Note"), "quantity": Text("Quantity"), "unit": Text("Unit"),
    "per": Text("Per"), "list_net": Text("List price"), "discount_percent": Text("Discount %"),
    "unit_net": Text("Unit price"), "net": Text("Net"), "vat_percent": Text("VAT %"), "counted": Text("In the sum"),
    "currency": Text("Currency"),
}  # fmt: skip
"""Headings of the columns of the CSV."""


def bill_csv(offer: Offer, language: Language) -> bytes:
    """Return the bill as CSV: UTF-8 with a mark, separators and decimal sign as the language's spreadsheets expect.

    The columns are the fields of :class:`wizard.model.bill_file.BillRow`.
    """
    source = _source(offer, language)
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=_SEPARATOR[language.code], lineterminator="\r\n")
    names = tuple(BillRow.model_fields)
    writer.writerow([source.voice.say(_TITLES[name]) for name in names])
    for row in _rows(source):
        writer.writerow([_cell(getattr(row, name), language) for name in names])
    return b"\xef\xbb\xbf" + target.getvalue().encode("utf-8", "replace")


def csv_schema(german: Language) -> dict[str, Any]:
    """Return the columns of the CSV as a Table Schema, with how each language writes them."""
    known = BillRow.model_json_schema()["properties"]
    fields = [
        {
            "name": name,
            "type": "number" if field.annotation == Decimal | None else "string",
            "title": {"en": str(_TITLES[name]), "de": _TITLES[name].render(german)},
            **{key: known[name][key] for key in ("description",) if key in known[name]},
            "constraints": {"required": field.is_required(), **_choices(known[name])},
        }
        for name, field in BillRow.model_fields.items()
    ]
    dialects = {
        code: {"delimiter": _SEPARATOR[code], "decimalChar": _POINT[code], "lineTerminator": "\r\n"}
        for code in (ENGLISH.code, german.code)
    }
    return {"name": BILL_FORMAT, "encoding": "utf-8-sig", "fields": fields, "dialects": dialects, "missingValues": [""]}


def _choices(said: dict[str, Any]) -> dict[str, list[str]]:
    """Return the words that a column may hold, where they are known."""
    found = [word for one in said.get("anyOf", [said]) for word in one.get("enum", ())]
    return {"enum": found} if found else {}


def bill_schema() -> dict[str, Any]:
    """Return the JSON Schema of :func:`bill_json`."""
    made = BillFile.model_json_schema(mode="serialization")
    return {"$id": BILL_SCHEMA, **made, "required": list(made["properties"])}


def _source(offer: Offer, language: Language) -> Source:
    return Source(offer, Voice(language, offer.currency), lambda text, size, weight: 0.0)


def _cell(value: object, language: Language) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", _POINT[language.code])
    text = str(value).replace("\x00", "")
    return f"'{text}" if text.startswith(_FORMULA) else text


def _rows(source: Source) -> Iterator[BillRow]:
    offer, say, currency = source.offer, source.voice.say, source.offer.currency
    for group in offer.groups:
        title = group.title or source.group_title(group.key)
        for line in group.lines:
            yield _line_row(source, line, title)
        for one in group.discounts:
            yield from _discount_rows(one, title, currency)
    for one in offer.discounts:
        yield from _discount_rows(one, "", currency)
    yield from _sums(offer)
    for vat in offer.vat_lines:
        yield BillRow(kind="vat", description=say(Text("VAT")), net=vat.vat, vat_percent=vat.percent, currency=currency)
    yield BillRow(kind="gross", net=offer.vat.gross, currency=currency)


def _line_row(source: Source, line: OfferLine, title: str) -> BillRow:
    row = BillRow(
        kind="dropped" if line.dropped else line.kind, position=line.position, heading=title, part=line.part,
        description=source.voice.say(line.text), note=line.note, currency=source.offer.currency,
    )  # fmt: skip
    if not line.priced:
        return row.model_copy(update={"net": line.net if line.kind == "subtotal" and not line.dropped else None})
    return row.model_copy(update={
        "quantity": line.quantity, "unit": line.unit, "per": line.per, "list_net": line.list_net,
        "discount_percent": line.discount_percent, "unit_net": line.unit_net, "net": line.net,
        "vat_percent": line.vat_percent, "counted": "1" if line.counted else "0",
    })  # fmt: skip


def _discount_rows(one: Discount, title: str, currency: str) -> Iterator[BillRow]:
    pers: tuple[tuple[Per, Decimal], ...] = (("once", one.once_net), ("year", one.per_year_net))
    for per, amount in pers:
        if amount:
            yield BillRow(
                kind="discount", position="", heading=title, per=per, discount_percent=one.percent, net=-amount,
                vat_percent=one.vat_percent, counted="1", currency=currency,
            )  # fmt: skip


def _sums(offer: Offer) -> Iterator[BillRow]:
    currency = offer.currency
    yield BillRow(kind="once_net", net=offer.once_net, currency=currency)
    yield BillRow(kind="per_year_net", net=offer.per_year_net, currency=currency)
    yield BillRow(kind="total_net", net=offer.total_net, currency=currency)
    if offer.optional_once_net or offer.optional_per_year_net:
        yield BillRow(kind="options_once_net", net=offer.optional_once_net, currency=currency)
        yield BillRow(kind="options_per_year_net", net=offer.optional_per_year_net, currency=currency)


def bill_json(offer: Offer, language: Language) -> bytes:
    """Return the bill as JSON: amounts are texts with two decimals, as in every file of the program."""
    source = _source(offer, language)
    made = BillFile(
        number=offer.number, revision=offer.revision, mode=offer.mode, self_assessment=offer.self_assessment,
        title=offer.project.title, customer=offer.project.customer.name, vendor=offer.vendor, date=offer.date,
        valid_until=offer.valid_until, currency=offer.currency, years=offer.years,
        groups=tuple(_heading(source, group) for group in offer.groups),
        discounts=tuple(_discount(one) for one in offer.discounts), options_once_net=offer.optional_once_net,
        options_per_year_net=offer.optional_per_year_net, once_net=offer.once_net, per_year_net=offer.per_year_net,
        total_net=offer.total_net,
        vat=tuple(BillTax(percent=vat.percent, net=vat.net, vat=vat.vat) for vat in offer.vat_lines),
        total_vat=offer.vat.vat, total_gross=offer.vat.gross, fingerprint=offer.assessment.fingerprint,
    )  # fmt: skip
    data = made.model_dump(mode="json", by_alias=True)
    return json.dumps(data, ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n"


def _heading(source: Source, group: BillGroup) -> BillHeading:
    return BillHeading(
        number=group.number, key=group.key, title=cut(group.title, NAME) or source.group_title(group.key),
        positions=tuple(_position(source, line) for line in group.lines),
        discounts=tuple(_discount(one) for one in group.discounts), once_net=group.once_net,
        per_year_net=group.per_year_net,
    )  # fmt: skip


def _position(source: Source, line: OfferLine) -> BillPosition:
    return BillPosition(
        position=line.position, kind=line.kind, dropped=line.dropped, part=line.part or None,
        text=source.voice.say(line.text), note=line.note or None, quantity=line.quantity, unit=line.unit,
        per=line.per, list_net=line.list_net, discount_percent=line.discount_percent, unit_net=line.unit_net,
        net=line.net, vat_percent=line.vat_percent, counted=line.counted, base=line.base,
        difference_net=line.difference_net, support=line.support or None, support_years=line.support_years,
        lead_weeks=line.lead_weeks, valid_until=line.price_valid_until, because=source.voice.say(line.because) or None,
    )  # fmt: skip


def _discount(one: Discount) -> BillDiscount:
    return BillDiscount(
        percent=one.percent, vat_percent=one.vat_percent, once_net=one.once_net, per_year_net=one.per_year_net
    )
