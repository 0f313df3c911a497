"""Sums of an offer: headings, discounts, VAT of each rate, and the vendor's own costing.

Every amount that is printed is rounded to cents, half up, and sums are of rounded amounts: quantity × unit price of a
line, a discount on the sum of one rate of VAT, VAT on the net sum of one rate over all years.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from wizard.flow.offer_lines import Priced
from wizard.model.commercial import OFFER_GROUPS, OfferTerms
from wizard.model.money import ZERO, to_cents
from wizard.model.offer import BillGroup, Costing, Discount, LineCost, OfferLine, VatLine

HUNDRED = Decimal(100)


def groups_of(lines: Sequence[OfferLine], terms: OfferTerms) -> tuple[BillGroup, ...]:
    """Put the lines under their headings."""
    groups = []
    for number, key in enumerate(OFFER_GROUPS, start=1):
        members = tuple(line for line in lines if line.group == key)
        if not members:
            continue
        said = next((one for one in terms.groups if one.group == key), None)
        discounts = discounts_on(_by_rate(members), None if said is None else said.discount_percent)
        once, year = (
            _sum(line.net for line in members if line.counted and line.per == per) for per in ("once", "year")
        )
        groups.append(
            BillGroup(
                number=f"{number:02}", key=key, lines=members, title="" if said is None else said.title,
                once_net=once - _sum(one.once_net for one in discounts),
                per_year_net=year - _sum(one.per_year_net for one in discounts), discounts=discounts,
            )
        )  # fmt: skip
    return tuple(groups)


Sums = dict[Decimal, tuple[Decimal, Decimal]]
"""By rate of VAT: once and per year."""


def _by_rate(lines: Iterable[OfferLine]) -> Sums:
    sums: Sums = {}
    for line in lines:
        if line.counted:
            once, year = sums.get(line.vat_percent, (ZERO, ZERO))
            sums[line.vat_percent] = (
                once + (line.net if line.per == "once" else ZERO), year + (line.net if line.per == "year" else ZERO)
            )  # fmt: skip
    return sums


def discounts_on(sums: Sums, percent: Decimal | None) -> tuple[Discount, ...]:
    """Return what a discount takes off, for each rate of VAT."""
    if not percent:
        return ()
    return tuple(
        Discount(percent, rate, to_cents(once * percent / HUNDRED), to_cents(year * percent / HUNDRED))
        for rate, (once, year) in sorted(sums.items())
    )


def sums_by_rate(groups: Iterable[BillGroup]) -> Sums:
    """Return the sums of all headings less their discounts, by rate of VAT."""
    sums: Sums = {}
    for group in groups:
        less = {one.vat_percent: one for one in group.discounts}
        for rate, (once, year) in _by_rate(group.lines).items():
            before = sums.get(rate, (ZERO, ZERO))
            off = less.get(rate)
            taken = (ZERO, ZERO) if off is None else (off.once_net, off.per_year_net)
            sums[rate] = (before[0] + once - taken[0], before[1] + year - taken[1])
    return sums


def less(sums: Sums, discounts: Iterable[Discount]) -> Sums:
    """Return sums less the discounts on them."""
    off = {one.vat_percent: one for one in discounts}
    return {
        rate: (once - off[rate].once_net, year - off[rate].per_year_net) if rate in off else (once, year)
        for rate, (once, year) in sums.items()
    }


def vat_lines(sums: Sums, years: int, country: str) -> tuple[VatLine, ...]:
    """Return VAT of each rate on its net sum over the years."""
    lines = []
    for rate, (once, year) in sorted(sums.items()):
        net = once + years * year
        vat = to_cents(net * rate / HUNDRED)
        lines.append(VatLine(rate, net, vat, net + vat, country))
    return tuple(lines)


def vat_together(lines: Sequence[VatLine], country: str, usual: Decimal) -> VatLine:
    """Return VAT of all rates together."""
    net, vat = _sum(line.net for line in lines), _sum(line.vat for line in lines)
    percent = usual if not lines else lines[0].percent if len(lines) == 1 else None
    return VatLine(percent, net, vat, net + vat, country)


def options_of(lines: Iterable[OfferLine]) -> tuple[Decimal, Decimal]:
    """Return the sums of the optional positions, once and per year."""
    members = [line for line in lines if line.kind == "optional" and line.priced]
    once, year = (_sum(line.net for line in members if line.per == per) for per in ("once", "year"))
    return once, year


def costing(lines: Sequence[Priced], total_net: Decimal, years: int, terms: OfferTerms) -> Costing:
    """Return the vendor's side: cost, margin and markup of each position and of all.

    Discounts on headings and on the offer lessen the margin of the whole, in the share of what is sold at known cost.
    """
    floor = terms.margin_floor_percent
    costs = tuple(_cost(one, floor) for one in lines if one.line.priced)
    counted = [(one, years if one.per == "year" else 1) for one in costs if one.counted]
    known = [(one, times) for one, times in counted if one.cost_net is not None]
    cost = _sum((one.cost_net or ZERO) * times for one, times in known)
    before = _sum(one.net * times for one, times in counted)
    share = _sum(one.net * times for one, times in known)
    net = to_cents(share * total_net / before) if before else ZERO
    return Costing(
        lines=costs, cost_net=cost, net=net, margin_net=net - cost, margin_percent=_percent(net - cost, net),
        floor_percent=floor, unknown=len(counted) - len(known),
    )  # fmt: skip


def _cost(one: Priced, floor: Decimal | None) -> LineCost:
    line, purchase = one.line, one.purchase_net
    cost = None if purchase is None else to_cents(line.quantity * purchase)
    margin = None if cost is None else line.net - cost
    share = None if margin is None else _percent(margin, line.net)
    below = margin is not None and (margin < 0 or (floor is not None and (share is None or share < floor)))
    return LineCost(
        position=line.position, text=line.text, quantity=line.quantity, list_net=one.list_net, purchase_net=purchase,
        unit_net=line.unit_net, cost_net=cost, net=line.net, margin_net=margin, margin_percent=share,
        markup_percent=None if margin is None or not cost else _percent(margin, cost), counted=line.counted,
        per=line.per, below_floor=below,
    )  # fmt: skip


def _percent(part: Decimal, whole: Decimal) -> Decimal | None:
    return to_cents(part * HUNDRED / whole) if whole else None


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)
