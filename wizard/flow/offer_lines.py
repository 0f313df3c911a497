"""The positions of an offer: what the sizing says, what the vendor changed of it, and what the vendor added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from wizard.flow.numbering import place_numbers
from wizard.model.assessment import BillLine
from wizard.model.commercial import (
    OFFER_GROUPS,
    GroupTerms,
    OfferTerms,
    OwnPosition,
    PositionTerms,
    Pricing,
    SentPosition,
    SizedEdit,
)
from wizard.model.money import ZERO, to_cents
from wizard.model.offer import OfferLine
from wizard.model.project import Project, Revision
from wizard.model.text import Text

ONE = Decimal(1)
_NO_EDIT = SizedEdit(key="-")


@dataclass(frozen=True, slots=True)
class Priced:
    """A position with what only the vendor knows of it."""

    line: OfferLine
    list_net: Decimal | None
    purchase_net: Decimal | None
    sized_quantity: int | None
    edit: PositionTerms
    unit_net: Decimal = ZERO
    """Selling price of one, before a lump sum is made of it."""
    from_purchase: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What every line is made with."""

    terms: OfferTerms
    vat_percent: Decimal
    rate: Decimal
    """Of the offer's currency in one of the catalogue's."""
    on: date

    def group(self, name: str) -> GroupTerms | None:
        """Return what was said about a heading."""
        return next((one for one in self.terms.groups if one.group == name), None)

    def converted(self, amount: Decimal | None) -> Decimal | None:
        """Return an amount of the catalogue in the offer's currency."""
        return None if amount is None else to_cents(amount * self.rate)


def line_keys(bill: Iterable[BillLine]) -> list[str]:
    """Return a name for each line of a bill that a resizing does not change: heading and part, counted where equal."""
    seen: Counter[str] = Counter()
    keys = []
    for line in bill:
        name = f"{line.group}/{line.part}"
        seen[name] += 1
        keys.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return keys


def priced_lines(project: Project, bill: Sequence[BillLine], setting: Setting) -> list[Priced]:
    """Return every position that is offered, numbered and in order, with those that a revision had and this has not."""
    edits = {edit.key: edit for edit in setting.terms.edits}
    sized = [
        _sized(key, line, edits.get(key, _NO_EDIT), setting)
        for key, line in zip(line_keys(bill), bill, strict=True)
        if not edits.get(key, _NO_EDIT).removed
    ]
    own = [_own(position, setting) for position in setting.terms.positions]
    found: list[Priced] = []
    for group in OFFER_GROUPS:
        members = _in_order([one for one in sized if one.line.group == group], own, setting.terms, group)
        found += _numbered(members, group, project.revisions)
    return _with_alternatives(found)


def _in_order(sized: list[Priced], own: list[Priced], terms: OfferTerms, group: str) -> list[Priced]:
    order = list(sized)
    behind = {position.id: position.after for position in terms.positions}
    for one in own:
        if one.line.group == group:
            after = behind[one.line.key]
            place = len(order)
            if after is not None:
                place = next((n for n, other in enumerate(order, start=1) if other.line.key == after), place)
            order.insert(place, one)
    return order


def _numbered(members: list[Priced], group: str, revisions: Sequence[Revision]) -> Iterator[Priced]:
    """Number the positions of a heading; those that were sent keep their number, and stay in sight when they go."""
    head = f"{OFFER_GROUPS.index(group) + 1:02}"
    sent: dict[str, SentPosition] = {
        position.key: position
        for revision in revisions
        for position in revision.positions
        if position.number.startswith(f"{head}.")
    }
    last = {position.key: revision.label for revision in revisions for position in revision.positions}
    known = {key: int(position.number[3:]) for key, position in sent.items()}
    numbers = place_numbers([one.line.key for one in members], known)
    kept = {one.line.key for one in members}
    numbered = [
        (numbers[one.line.key], replace(one, line=replace(one.line, position=f"{head}.{numbers[one.line.key]:04}")))
        for one in members
    ]
    numbered += [
        (known[key], _dropped(position, group, last[key])) for key, position in sent.items() if key not in kept
    ]
    yield from (one for _, one in _with_subtotals(sorted(numbered, key=lambda pair: pair[0])))


def _with_subtotals(numbered: list[tuple[int, Priced]]) -> Iterator[tuple[int, Priced]]:
    """Give each subtotal the sum of what counts since the one before it."""
    sums = {"once": ZERO, "year": ZERO}
    for number, one in numbered:
        line = one.line
        if line.kind == "subtotal" and not line.dropped:
            one = replace(one, line=replace(line, net=sums[line.per]))
            sums[line.per] = ZERO
        elif line.counted:
            sums[line.per] += line.net
        yield number, one


def _with_alternatives(lines: list[Priced]) -> list[Priced]:
    by_key = {one.line.key: one.line for one in lines}
    result = []
    for one in lines:
        base = by_key.get(one.edit.base or "")
        if one.line.kind == "alternative" and base is not None:
            difference = one.line.net - base.net if base.per == one.line.per and base.priced else None
            one = replace(one, line=replace(one.line, base=base.position, difference_net=difference))
        result.append(one)
    return result


def _dropped(sent: SentPosition, group: str, label: str) -> Priced:
    line = OfferLine(
        position=sent.number, key=sent.key, kind=sent.kind, group=group, part="", text=Text("{text}", text=sent.text),
        quantity=Decimal(0), unit=sent.unit, per=sent.per, unit_net=ZERO, net=ZERO, vat_percent=ZERO,
        because=Text("dropped since revision {label}", label=label), dropped=True,
    )  # fmt: skip
    return Priced(line, None, None, None, _NO_EDIT)


def _sized(key: str, line: BillLine, edit: SizedEdit, setting: Setting) -> Priced:
    list_net = edit.list_net if edit.list_net is not None else setting.converted(line.list_net)
    purchase = edit.purchase_net if edit.purchase_net is not None else setting.converted(line.purchase_net)
    net = setting.converted(line.unit_net)
    quantity = Decimal(line.quantity) if edit.quantity is None else edit.quantity
    unit, before, percent, made_of = _selling(edit, setting, line.group, list_net, purchase, net)
    support, years = _support(edit, setting, line.group)
    each = to_cents(unit or ZERO)
    by_hand = edit.unit_net is not None or edit.purchase_net is not None or edit.list_net is not None
    made = OfferLine(
        position="", key=key, kind=edit.kind or "normal", group=line.group, part=line.part,
        text=line.text if edit.text is None else Text("{text}", text=edit.text),
        quantity=quantity, unit="piece", per=line.per, unit_net=each,
        net=to_cents(quantity * each), vat_percent=_vat(edit, setting, line.group), because=line.because,
        note=edit.note, list_net=before, discount_percent=percent, support=support, support_years=years,
        lead_weeks=edit.lead_weeks, edited=edit is not _NO_EDIT, price_date=edit.price_date or line.price_date,
        price_valid_until=edit.valid_until or line.price_valid_until,
        price_source=edit.price_source or line.price_source, price_confidence=line.price_confidence,
        price_stale=setting.on > (edit.valid_until or line.price_valid_until),
        price_estimated=line.price_estimated and not by_hand,
        price_indicative=line.price_indicative and not by_hand,
    )  # fmt: skip
    return _finished(Priced(made, list_net, purchase, line.quantity, edit, unit or ZERO, made_of), setting)


def _own(position: OwnPosition, setting: Setting) -> Priced:
    unit, before, percent, made_of = _selling(
        position, setting, position.group, position.list_net, position.purchase_net, position.list_net
    )
    support, years = _support(position, setting, position.group)
    quantity, each = ONE if position.quantity is None else position.quantity, to_cents(unit or ZERO)
    made = OfferLine(
        position="", key=position.id, kind=position.kind or "normal", group=position.group, part="",
        text=Text("{text}", text=position.text), quantity=quantity, unit=position.unit, per=position.per,
        unit_net=each, net=to_cents(quantity * each),
        vat_percent=_vat(position, setting, position.group), because=Text("{nothing}", nothing=""),
        note=position.note, list_net=before, discount_percent=percent, support=support, support_years=years,
        lead_weeks=position.lead_weeks, own=True, price_date=position.price_date,
        price_valid_until=position.valid_until, price_source=position.price_source,
        price_stale=position.valid_until is not None and setting.on > position.valid_until,
    )  # fmt: skip
    priced = Priced(made, position.list_net, position.purchase_net, None, position, unit or ZERO, made_of)
    return _finished(priced, setting)


def _support(terms: PositionTerms, setting: Setting, group: str) -> tuple[str, int | None]:
    heading = setting.group(group)
    if heading is None:
        return terms.support, terms.support_years
    years = terms.support_years if terms.support_years is not None else heading.support_years
    return terms.support or heading.support, years


def _vat(terms: PositionTerms, setting: Setting, group: str) -> Decimal:
    if setting.terms.reverse_charge:
        return ZERO
    heading = setting.group(group)
    for percent in (terms.vat_percent, None if heading is None else heading.vat_percent, setting.terms.vat_percent):
        if percent is not None:
            return percent
    return setting.vat_percent


def _selling(
    terms: PositionTerms, setting: Setting, group: str, list_net: Decimal | None, purchase: Decimal | None,
    net: Decimal | None,
) -> tuple[Decimal | None, Decimal | None, Decimal | None, bool]:  # fmt: skip
    """Return the selling price of one, the price before a discount with the discount, and whether cost made it."""
    if terms.discount_percent is not None:
        before = next((price for price in (terms.unit_net, list_net, net) if price is not None), None)
        if before is None:
            return None, None, None, False
        return to_cents(before * (100 - terms.discount_percent) / 100), before, terms.discount_percent, False
    if terms.unit_net is not None:
        return terms.unit_net, None, None, False
    for pricing in (terms, setting.group(group), setting.terms):
        if pricing is not None and purchase is not None and (made := _from_purchase(pricing, purchase)) is not None:
            return made, None, None, True
    return net, None, None, False


def _from_purchase(pricing: Pricing, purchase: Decimal) -> Decimal | None:
    if pricing.markup_percent is not None:
        return to_cents(purchase * (100 + pricing.markup_percent) / 100)
    if pricing.margin_percent is not None:
        return to_cents(purchase * 100 / (100 - pricing.margin_percent))
    return None


def _finished(one: Priced, setting: Setting) -> Priced:
    """Take the price away from what has none, and make a lump sum one of its whole amount."""
    line = one.line
    if not setting.terms.show_discounts:
        line = replace(line, list_net=None, discount_percent=None)
    if not line.priced:
        empty = replace(
            line, quantity=Decimal(0), unit_net=ZERO, net=ZERO, list_net=None, discount_percent=None
        )  # fmt: skip
        return replace(one, line=empty, purchase_net=None, list_net=None)
    if line.kind != "lump-sum":
        return one if line is one.line else replace(one, line=line)

    def whole(amount: Decimal | None) -> Decimal | None:
        return None if amount is None else to_cents(amount * line.quantity)

    lump = replace(line, quantity=ONE, unit="lump", unit_net=line.net, list_net=None, discount_percent=None)
    return replace(one, line=lump, purchase_net=whole(one.purchase_net), list_net=whole(one.list_net))
