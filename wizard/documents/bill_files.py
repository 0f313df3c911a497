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
from wizard.model.offer import Discount, Offer, OfferLine
from wizard.model.text import Language, Text

BILL_FORMAT = "rackwright-bill/1"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SEPARATOR = {"en": ",", "de": ";"}
_POINT = {"en": ".", "de": ","}


def bill_csv(offer: Offer, language: Language) -> bytes:
    """Return the bill as CSV: UTF-8 with a mark, separators and decimal sign as the language's spreadsheets expect.

    The first column says what a row is: the kind of a position, ``discount``, or the name of a sum.
    """
    source = _source(offer, language)
    say = source.voice.say
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=_SEPARATOR[language.code], lineterminator="\r\n")
    titles = (
        Text("Kind"), Text("Position"), Text("Heading"), Text("Part"), Text("Description"), Text("Note"),
        Text("Quantity"), Text("Unit"), Text("Per"), Text("List price"), Text("Discount %"), Text("Unit price"),
        Text("Net"), Text("VAT %"), Text("In the sum"), Text("Currency"),
    )  # fmt: skip
    writer.writerow([say(title) for title in titles])
    for row in _rows(source):
        writer.writerow([_cell(value, language) for value in row] + [offer.currency])
    return b"\xef\xbb\xbf" + target.getvalue().encode("utf-8", "replace")


def _source(offer: Offer, language: Language) -> Source:
    return Source(offer, Voice(language, offer.currency), lambda text, size, weight: 0.0)


def _cell(value: object, language: Language) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", _POINT[language.code])
    text = str(value).replace("\x00", "")
    return f"'{text}" if text.startswith(_FORMULA) else text


def _rows(source: Source) -> Iterator[tuple[object, ...]]:
    offer, say = source.offer, source.voice.say
    for group in offer.groups:
        title = group.title or source.group_title(group.key)
        for line in group.lines:
            yield _line_row(source, line, title)
        for one in group.discounts:
            yield from _discount_rows(one, title)
    for one in offer.discounts:
        yield from _discount_rows(one, "")
    for name, amount in _sums(offer):
        yield (name, *[None] * 11, amount, None, None)
    for vat in offer.vat_lines:
        yield ("vat", *[None] * 3, say(Text("VAT")), *[None] * 7, vat.vat, vat.percent, None)
    yield ("gross", *[None] * 11, offer.vat.gross, None, None)


def _line_row(source: Source, line: OfferLine, title: str) -> tuple[object, ...]:
    kind = "dropped" if line.dropped else line.kind
    head = (kind, line.position, title, line.part, source.voice.say(line.text), line.note)
    if not line.priced:
        net = line.net if line.kind == "subtotal" and not line.dropped else None
        return (*head, *[None] * 6, net, None, None)
    counted = "1" if line.counted else "0"
    prices = (line.list_net, line.discount_percent, line.unit_net, line.net, line.vat_percent)
    return (*head, line.quantity, line.unit, line.per, *prices, counted)


def _discount_rows(one: Discount, title: str) -> Iterator[tuple[object, ...]]:
    for per, amount in (("once", one.once_net), ("year", one.per_year_net)):
        if amount:
            yield ("discount", "", title, *[None] * 5, per, None, one.percent, None, -amount, one.vat_percent, "1")


def _sums(offer: Offer) -> Iterator[tuple[str, Decimal]]:
    yield "once_net", offer.once_net
    yield "per_year_net", offer.per_year_net
    yield "total_net", offer.total_net
    if offer.optional_once_net or offer.optional_per_year_net:
        yield "options_once_net", offer.optional_once_net
        yield "options_per_year_net", offer.optional_per_year_net


def bill_json(offer: Offer, language: Language) -> bytes:
    """Return the bill as JSON: amounts are texts with two decimals, as in every file of the program."""
    source = _source(offer, language)
    data: dict[str, Any] = {
        "format": BILL_FORMAT,
        "number": offer.number,
        "revision": offer.revision,
        "mode": offer.mode,
        "self_assessment": offer.self_assessment,
        "title": offer.project.title,
        "customer": offer.project.customer.name,
        "vendor": offer.vendor,
        "date": offer.date.isoformat(),
        "valid_until": offer.valid_until.isoformat(),
        "currency": offer.currency,
        "years": offer.years,
        "groups": [
            {
                "number": group.number,
                "key": group.key,
                "title": cut(group.title, NAME) or source.group_title(group.key),
                "positions": [_position(source, line) for line in group.lines],
                "discounts": [_discount(one) for one in group.discounts],
                "once_net": _money(group.once_net),
                "per_year_net": _money(group.per_year_net),
            }
            for group in offer.groups
        ],
        "discounts": [_discount(one) for one in offer.discounts],
        "options_once_net": _money(offer.optional_once_net),
        "options_per_year_net": _money(offer.optional_per_year_net),
        "once_net": _money(offer.once_net),
        "per_year_net": _money(offer.per_year_net),
        "total_net": _money(offer.total_net),
        "vat": [
            {"percent": _money(vat.percent), "net": _money(vat.net), "vat": _money(vat.vat)} for vat in offer.vat_lines
        ],
        "total_vat": _money(offer.vat.vat),
        "total_gross": _money(offer.vat.gross),
        "fingerprint": offer.assessment.fingerprint,
    }
    return json.dumps(data, ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n"


def _position(source: Source, line: OfferLine) -> dict[str, Any]:
    return {
        "position": line.position, "kind": line.kind, "dropped": line.dropped, "part": line.part or None,
        "text": source.voice.say(line.text), "note": line.note or None, "quantity": _money(line.quantity),
        "unit": line.unit, "per": line.per, "list_net": _money(line.list_net),
        "discount_percent": _money(line.discount_percent), "unit_net": _money(line.unit_net), "net": _money(line.net),
        "vat_percent": _money(line.vat_percent), "counted": line.counted, "base": line.base,
        "difference_net": _money(line.difference_net), "support": line.support or None,
        "support_years": line.support_years, "lead_weeks": line.lead_weeks,
        "valid_until": None if line.price_valid_until is None else line.price_valid_until.isoformat(),
        "because": source.voice.say(line.because) or None,
    }  # fmt: skip


def _discount(one: Discount) -> dict[str, str | None]:
    return {
        "percent": _money(one.percent), "vat_percent": _money(one.vat_percent), "once_net": _money(one.once_net),
        "per_year_net": _money(one.per_year_net),
    }  # fmt: skip


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"
