"""What a vendor says about an offer beside the sizing: own positions, edits of sized ones, discounts, margins.

Nothing of it changes the sizing. A sized position is named by its key (``nodes/dimm-64``), so that an edit finds it
again after a resizing; what the edit does not say stays as the sizing and the catalogue say.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from wizard.model.money import Hundredths, Money

Words = Annotated[str, Field(max_length=10_000)]
Key = Annotated[str, Field(min_length=1, max_length=300)]
Percent = Annotated[Hundredths, Field(ge=0, le=100)]
Markup = Annotated[Hundredths, Field(ge=0, le=10_000)]
Margin = Annotated[Hundredths, Field(ge=0, lt=100)]
Quantity = Annotated[Hundredths, Field(ge=0, le=1_000_000)]
Amount = Annotated[Money, Field(ge=-(10**9), le=10**9)]

PositionKind = Literal["normal", "optional", "alternative", "on-demand", "lump-sum", "text", "subtotal"]
OfferMode = Literal["indication", "binding", "tender"]
UnitWord = Literal["piece", "day", "hour", "month", "year", "metre", "lump"]
OfferGroup = Literal[
    "nodes", "network", "quorum", "backup", "subscriptions", "services", "training", "support", "other"
]
OFFER_GROUPS: tuple[OfferGroup, ...] = (
    "nodes", "network", "quorum", "backup", "subscriptions", "services", "training", "support", "other",
)  # fmt: skip
"""Headings of an offer in order; the number of a position begins with that of its heading."""
COUNTED: tuple[PositionKind, ...] = ("normal", "lump-sum")
"""What the sum contains; the other kinds stand beside it."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Pricing(_Frozen):
    """How a selling price is made from the purchase price: by markup (a share of it) or margin (of the result)."""

    markup_percent: Markup | None = None
    margin_percent: Margin | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Pricing:
        if self.markup_percent is not None and self.margin_percent is not None:
            raise ValueError("a markup and a margin at once: give one of them")
        return self


class PositionTerms(Pricing):
    """What can be said of any position. Unset leaves what the sizing or the catalogue says.

    The selling price is ``unit_net``, or list less ``discount_percent``, or purchase with markup or margin.
    """

    kind: PositionKind | None = None
    base: Key | None = None
    """Key of the position that an alternative stands for."""
    quantity: Quantity | None = None
    note: Words = ""
    """Printed below the description."""
    list_net: Amount | None = None
    purchase_net: Amount | None = None
    unit_net: Amount | None = None
    discount_percent: Percent | None = None
    vat_percent: Percent | None = None
    support: Words = ""
    """What is promised when it fails, such as ``5 × 9, next business day, on site``."""
    support_years: Annotated[int, Field(ge=0, le=20)] | None = None
    lead_weeks: Annotated[int, Field(ge=0, le=200)] | None = None
    price_source: Words = ""
    price_date: datetime.date | None = None
    valid_until: datetime.date | None = None


class SizedEdit(PositionTerms):
    """A change of a position that the sizing made."""

    key: Key
    text: Words | None = None
    removed: bool = False
    sized_quantity: Annotated[int, Field(ge=0)] | None = None
    """What the sizing said when the quantity was set by hand."""


class OwnPosition(PositionTerms):
    """A position that the sizing does not know, such as a service."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,100}$")]
    """Without a slash, which the keys of sized positions have."""
    text: Words
    group: OfferGroup = "services"
    per: Literal["once", "year"] = "once"
    unit: UnitWord = "piece"
    after: Key | None = None
    """Key of the position that it stands behind; unset is the end of its heading."""


class GroupTerms(Pricing):
    """What holds for all positions of a heading that say nothing else."""

    group: OfferGroup
    title: Words = ""
    discount_percent: Percent | None = None
    """Discount on the sum of the heading, shown as a line of its own."""
    vat_percent: Percent | None = None
    support: Words = ""
    support_years: Annotated[int, Field(ge=0, le=20)] | None = None


class OfferCurrency(_Frozen):
    """Another currency than the catalogue's: how many of it one unit of the catalogue's currency is, on which day."""

    code: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    rate: Annotated[Decimal, Field(gt=0, le=10**6, max_digits=18, decimal_places=8)]
    date: datetime.date


class CostItem(_Frozen):
    """A cost of staying as it is, in the customer's own figures."""

    name: Words
    per_year_net: Amount = Decimal("0.00")
    once_net: Amount = Decimal("0.00")
    in_year: Annotated[int, Field(ge=1, le=10)] = 1
    """Year of the amount that comes once, such as a replacement that is due."""


class RunningCosts(_Frozen):
    """What the costs over the years are worked out with. Unset is the program's default, which the offer states."""

    years: Annotated[int, Field(ge=1, le=10)] = 5
    kwh_price: Annotated[Decimal, Field(ge=0, le=100, max_digits=8, decimal_places=4)] | None = None
    pue: Annotated[Decimal, Field(ge=1, le=5, max_digits=4, decimal_places=2)] | None = None
    """What the room draws for each kWh of the machines; cooling is in it, and counted nowhere else."""
    rise_percent: Annotated[Hundredths, Field(ge=0, le=50)] | None = None
    """Rise per year of everything that recurs."""
    life_years: Annotated[int, Field(ge=1, le=20)] | None = None
    """After so many years the hardware is bought again."""
    today: Annotated[tuple[CostItem, ...], Field(max_length=100)] = ()
    """What it costs to stay as it is; empty means that nothing is compared."""
    today_watts: Annotated[int, Field(ge=0, le=10_000_000)] | None = None
    """What the present machines draw."""


class VendorContact(_Frozen):
    """Whom the customer asks: each is empty where the vendor names nobody."""

    name: Words = ""
    phone: Words = ""
    email: Words = ""

    @property
    def said(self) -> tuple[str, ...]:
        """What is known of it, in the order in which one writes it."""
        return tuple(part.strip() for part in (self.name, self.phone, self.email) if part.strip())


class OfferTerms(Pricing):
    """What the vendor says about the offer; nothing of it changes the sizing."""

    number: Words | None = None
    vendor: Words = ""
    contact: VendorContact = VendorContact()
    valid_days: Annotated[int, Field(ge=1, le=365)] | None = None
    mode: OfferMode = "indication"
    self_assessment: bool = False
    """Whether the customer made it without a vendor: then it can only be an indication."""
    binding_until: datetime.date | None = None
    """End of the binding period that a tender sets."""
    validity_reason: Words = ""
    """Why the offer promises longer than its shortest price; without a reason it does not."""
    discount_percent: Percent | None = None
    """Discount on the whole offer, shown as a line of its own."""
    margin_floor_percent: Margin | None = None
    margin_reason: Words = ""
    """Why the margin may be below its floor."""
    show_discounts: bool = True
    """Whether the customer sees list price and discount of a line."""
    vat_percent: Percent | None = None
    """Instead of the rate of the customer's country."""
    reverse_charge: bool = False
    """Whether the recipient owes the VAT."""
    currency: OfferCurrency | None = None
    costs: RunningCosts = RunningCosts()
    groups: Annotated[tuple[GroupTerms, ...], Field(max_length=9)] = ()
    edits: Annotated[tuple[SizedEdit, ...], Field(max_length=10_000)] = ()
    positions: Annotated[tuple[OwnPosition, ...], Field(max_length=10_000)] = ()

    @model_validator(mode="after")
    def _each_once(self) -> OfferTerms:
        for place, names in (
            ("groups", [one.group for one in self.groups]),
            ("edits", [one.key for one in self.edits]),
            ("positions", [one.id for one in self.positions]),
        ):
            twice = next((name for number, name in enumerate(names) if name in names[:number]), None)
            if twice is not None:
                raise ValueError(f'{place}: "{twice[:40]}" stands twice')
        if self.self_assessment and self.mode != "indication":
            raise ValueError("mode: a self-assessment can only be an indication")
        return self


class SentPosition(_Frozen):
    """A position as it was sent. Its number belongs to its key for good."""

    number: Annotated[str, Field(pattern=r"^\d{2}\.\d{4,6}$")]
    key: Key
    kind: PositionKind
    text: Words
    quantity: Quantity
    unit: UnitWord = "piece"
    per: Literal["once", "year"]
    unit_net: Money
    net: Money
    counted: bool


class SentOffer(_Frozen):
    """The offer of a revision as it was sent."""

    label: Annotated[str, Field(pattern=r"^[A-Z]{1,3}$")]
    date: datetime.date
    number: Words
    mode: OfferMode
    topology: str
    """The one that was offered."""
    currency: str
    years: Annotated[int, Field(ge=1)]
    once_net: Money
    per_year_net: Money
    total_net: Money
    valid_until: datetime.date
    fingerprint: str
    positions: tuple[SentPosition, ...]
