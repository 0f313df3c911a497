"""Costs over the years, and when a design is full: what the offer prints beside its price."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from wizard.model.calculation import Calculation
from wizard.model.text import Text

CostKey = Literal["hardware", "services", "subscriptions", "support", "energy", "replacement", "today"]
BOUGHT: Mapping[CostKey, tuple[str, ...]] = {
    "hardware": ("nodes", "network", "quorum", "backup", "other"),
    "services": ("services", "training", "support"),
    "subscriptions": ("subscriptions",),
}
"""Headings of the bill whose positions are paid once, by the row of costs that they go into."""
RECURRING: Mapping[CostKey, tuple[str, ...]] = {
    "subscriptions": ("subscriptions",),
    "support": ("nodes", "network", "quorum", "backup", "services", "training", "support", "other"),
}
"""The same for what is paid every year."""


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
    life_years: int
    """Years after which the hardware is bought again."""
    today_watts: int | None
    assumptions: tuple[Text, ...]
    calculations: tuple[Calculation, ...] = ()
    """How each row came about, under :func:`cost_key`."""

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
    """A line of the difference of two bills: what comes in addition, or goes out because something replaces it."""

    text: Text
    change: Literal["added", "replaced"]
    quantity: int
    unit_net: Decimal
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
    parts: tuple[ExpansionPart, ...]
    text: Text
    """What the next step is, or why none is worked out."""
    calculations: tuple[Calculation, ...] = ()
    """How long each resource suffices, under :func:`runway_key`."""

    def sum(self, change: Literal["added", "replaced"], per: Literal["once", "year"]) -> Decimal:
        """Return what the parts that come, or that go out, cost together."""
        return sum((part.net for part in self.parts if (part.change, part.per) == (change, per)), Decimal("0.00"))

    def difference(self, per: Literal["once", "year"]) -> Decimal:
        """Return the bill of the next step less the present one, to the cent."""
        return self.sum("added", per) - self.sum("replaced", per)


def cost_key(row: CostRow, number: int | None = None) -> str:
    """Return the key of the calculation of a row of costs; ``number`` counts those of staying as it is."""
    return f"costs.{row.key}" if number is None else f"costs.today.{number}"


def runway_key(runway: Runway) -> str:
    """Return the key of the calculation of how long a resource suffices."""
    return f"expansion.{runway.key}_months"
