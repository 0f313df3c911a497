"""Costs over the years, and when a design is full: what the offer prints beside its price."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from wizard.model.text import Text

CostKey = Literal["hardware", "services", "subscriptions", "support", "energy", "replacement", "today"]


@dataclass(frozen=True, slots=True)
class CostRow:
    """One kind of cost: an amount for each year, net."""

    key: CostKey
    text: Text
    amounts: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal:
        """All years together."""
        return sum(self.amounts, Decimal("0.00"))


@dataclass(frozen=True, slots=True)
class YearlyCosts:
    """What the offer costs year by year, and what it costs to stay as it is, where the customer has said it."""

    years: int
    rows: tuple[CostRow, ...]
    today: tuple[CostRow, ...]
    watts: int
    kwh_per_year: int
    """With the PUE."""
    kwh_price: Decimal
    pue: Decimal
    rise_percent: Decimal
    today_watts: int | None
    assumptions: tuple[Text, ...]

    @property
    def total(self) -> Decimal:
        """All costs of all years."""
        return sum((row.total for row in self.rows), Decimal("0.00"))

    @property
    def today_total(self) -> Decimal | None:
        """All costs of staying as it is, or None where nobody has said them."""
        return sum((row.total for row in self.today), Decimal("0.00")) if self.today else None

    def in_year(self, rows: tuple[CostRow, ...], year: int) -> Decimal:
        """Return the costs of one year, counted from 0."""
        return sum((row.amounts[year] for row in rows), Decimal("0.00"))


@dataclass(frozen=True, slots=True)
class Runway:
    """When one resource is used up under the stated growth. ``months`` is None where it never is."""

    key: Literal["cores", "memory", "storage"]
    text: Text
    needed: int
    """At the horizon of the sizing."""
    available: int
    months: int | None


@dataclass(frozen=True, slots=True)
class ExpansionPart:
    """What has to be added."""

    text: Text
    quantity: int
    net: Decimal
    per: Literal["once", "year"]


@dataclass(frozen=True, slots=True)
class Expansion:
    """When the design is full, and the step after that."""

    growth_percent: Decimal
    runways: tuple[Runway, ...]
    first: Runway | None
    """What is used up first; None where nothing grows."""
    until: date | None
    next_years: int | None
    """Horizon that the next step is sized for."""
    parts: tuple[ExpansionPart, ...]
    once_net: Decimal
    per_year_net: Decimal
    text: Text
    """What the next step is, or why none is worked out."""
