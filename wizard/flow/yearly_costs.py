"""Costs over the years: what is bought, what recurs, energy, and what is bought again, against staying as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from wizard.engine.ledger import calculated
from wizard.model.calculation import Calculation
from wizard.model.commercial import RunningCosts
from wizard.model.money import ZERO, to_cents
from wizard.model.offer import Offer
from wizard.model.running import BOUGHT, RECURRING, CostRow, YearlyCosts, cost_key
from wizard.model.text import Text
from wizard.model.units import HOURS_PER_DAY

_DAYS = 365
_WATTS = 1000


def yearly_costs(offer: Offer, costs: RunningCosts, defaults: Mapping[str, object]) -> YearlyCosts:
    """Work out the costs of an offer year by year.

    Amounts are net and after all discounts; a discount on the whole offer is shared out by the sums of the headings.

    Parameters
    ----------
    offer
        With its positions and sums.
    costs
        What the project says about running costs.
    defaults
        What is taken where it says nothing (``running`` of the offer's terms).
    """
    price, pue, rise, life = _assumed(costs, defaults)
    kwh = Decimal(offer.design.power.typical_watts) * HOURS_PER_DAY * _DAYS / _WATTS * pue
    years = range(costs.years)
    factors = [(1 + rise / 100) ** year for year in years]
    once = _shared(offer, "once")
    yearly = _shared(offer, "year")
    hardware = _of(once, BOUGHT["hardware"])
    rows = [
        CostRow("hardware", Text("Hardware"), tuple(hardware if year == 0 else ZERO for year in years)),
        CostRow("services", Text("Services and training"),
                tuple(_of(once, BOUGHT["services"]) if year == 0 else ZERO for year in years)),
        CostRow("subscriptions", Text("Subscriptions"), _rising(_of(yearly, RECURRING["subscriptions"]), factors)),
        CostRow("support", Text("Support and maintenance"), _rising(_of(yearly, RECURRING["support"]), factors)),
        CostRow("energy", Text("Energy"), _rising(kwh * price, factors)),
        CostRow("replacement", Text("Replacement of the hardware"),
                tuple(hardware if year and year % life == 0 else ZERO for year in years)),
    ]  # fmt: skip
    # What is bought once under the heading of the subscriptions belongs to them.
    extra = _of(once, BOUGHT["subscriptions"])
    if extra:
        first = rows[2]
        rows[2] = CostRow(first.key, first.text, (first.amounts[0] + extra, *first.amounts[1:]))
    found = YearlyCosts(
        years=costs.years, rows=tuple(row for row in rows if row.total),
        today=tuple(_today(costs, factors, price, pue)), watts=offer.design.power.typical_watts,
        kwh_per_year=int(kwh.quantize(Decimal(1), ROUND_HALF_UP)), kwh_price=price, pue=pue, rise_percent=rise,
        life_years=life, today_watts=costs.today_watts, assumptions=tuple(_assumptions(costs, price, pue, rise, life)),
    )  # fmt: skip
    return replace(found, calculations=tuple(_explained(found, offer.currency)))


def _explained(costs: YearlyCosts, currency: str) -> Iterator[Calculation]:
    """Yield how the rows add up over the years."""
    for number, row in [(None, row) for row in costs.rows] + list(enumerate(costs.today)):
        watts = costs.watts if number is None else costs.today_watts
        if row.key == "energy":
            energy: dict[str, Any] = {
                "watts": watts, "hours": HOURS_PER_DAY, "days": _DAYS, "kilo": _WATTS, "pue": costs.pue,
                "price": costs.kwh_price, "rise": 1 + costs.rise_percent / 100,
            }  # fmt: skip
            base = "watts * hours * days / kilo * pue * price"
            formula = " + ".join(f"round(100 * {base} * rise ** {year})" for year in range(costs.years))
            yield calculated(cost_key(row, number), row.text, f"({formula}) / 100", currency, energy)
        else:
            yield calculated(cost_key(row, number), row.text, "sum(years)", currency, {"years": list(row.amounts)})


def _assumed(costs: RunningCosts, defaults: Mapping[str, object]) -> tuple[Decimal, Decimal, Decimal, int]:
    def taken(value: Decimal | int | None, name: str) -> Decimal:
        return Decimal(str(defaults[name])) if value is None else Decimal(value)

    return (
        taken(costs.kwh_price, "kwh_price"), taken(costs.pue, "pue"), taken(costs.rise_percent, "rise_percent"),
        int(taken(costs.life_years, "life_years")),
    )  # fmt: skip


def _shared(offer: Offer, per: str) -> dict[str, Decimal]:
    """Return the sums of the headings, less their share of the discount on the offer, adding up to the cent."""
    sums = {group.key: group.once_net if per == "once" else group.per_year_net for group in offer.groups}
    target = offer.once_net if per == "once" else offer.per_year_net
    before = sum(sums.values(), ZERO)
    if before == target or not before:
        return sums
    shared = {key: to_cents(amount * target / before) for key, amount in sums.items()}
    largest = max(shared, key=lambda key: abs(shared[key]))
    shared[largest] += target - sum(shared.values(), ZERO)
    return shared


def _of(sums: Mapping[str, Decimal], keys: Iterable[str]) -> Decimal:
    return sum((sums.get(key, ZERO) for key in keys), ZERO)


def _rising(amount: Decimal, factors: Iterable[Decimal]) -> tuple[Decimal, ...]:
    return tuple(to_cents(amount * factor) for factor in factors)


def _today(costs: RunningCosts, factors: list[Decimal], price: Decimal, pue: Decimal) -> Iterator[CostRow]:
    for item in costs.today:
        amounts = list(_rising(item.per_year_net, factors))
        if item.once_net and item.in_year <= costs.years:
            amounts[item.in_year - 1] += to_cents(item.once_net)
        yield CostRow("today", Text("{name}", name=item.name), tuple(amounts))
    if costs.today and costs.today_watts:
        kwh = Decimal(costs.today_watts) * HOURS_PER_DAY * _DAYS / _WATTS * pue
        yield CostRow("energy", Text("Energy"), _rising(kwh * price, factors))


def _assumptions(costs: RunningCosts, price: Decimal, pue: Decimal, rise: Decimal, life: int) -> Iterator[Text]:
    words = (
        Text("Energy costs {price} per kWh.", price=price)
        if costs.kwh_price is not None
        else Text("Energy is assumed to cost {price} per kWh.", price=price)
    )
    yield words
    yield Text("The room draws {pue:number} times what the machines draw (PUE); cooling is in it.", pue=pue)
    rising = Text("What recurs rises by {rise:number} % a year.", rise=rise)
    yield rising if rise else Text("What recurs stays the same.")
    if life < costs.years:
        yield Text("The hardware is bought again after {life} years, at today's price.", life=life)
    if costs.today:
        yield Text("The costs of staying as it is are the customer's own figures.")
        if costs.today_watts is None:
            yield Text("What the present machines draw is unknown: their energy is not in the comparison.")
