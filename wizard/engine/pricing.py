"""Sums of a bill: once, per year, and over the years of the subscriptions."""

from __future__ import annotations

from collections.abc import Iterable

from wizard.engine.ledger import Ledger
from wizard.model.assessment import BillLine, DesignPrice
from wizard.model.money import to_cents
from wizard.model.text import Text


def price(lines: Iterable[BillLine], currency: str, years: int, ledger: Ledger) -> DesignPrice:
    """Add up a bill.

    Parameters
    ----------
    lines
        The bill.
    currency
        Of all its prices.
    years
        Years that recurring lines are paid for.

    Returns
    -------
    DesignPrice
        Net of VAT; the sums are of amounts that were rounded line by line.
    """
    lines = tuple(lines)
    sums = {
        "once_net": [line.net for line in lines if line.per == "once"],
        "per_year_net": [line.net for line in lines if line.per == "year"],
    }
    once = ledger.figure("price.once_net", Text("Paid once"), "sum(lines)", currency, {"lines": sums["once_net"]})
    yearly = ledger.figure(
        "price.per_year_net", Text("Paid every year"), "sum(lines)", currency, {"lines": sums["per_year_net"]}
    )
    total = ledger.figure(
        "price.total_net",
        Text("Total over the years"),
        "once + years * per_year",
        currency,
        {"once": once, "years": years, "per_year": yearly},
    )
    return DesignPrice(currency, to_cents(once), to_cents(yearly), years, to_cents(total))
