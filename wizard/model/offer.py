"""An offer: an assessment, the topology that is offered, its positions and sums, and what its cover says.

The customer's offer and the vendor's are separate values. Only the vendor's has ``costing``; in the customer's no
purchase price, margin or source of a price stands anywhere, the project and the assessment included.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from wizard.model.assessment import Assessment, Design
from wizard.model.catalogue import Confidence
from wizard.model.commercial import COUNTED, OfferCurrency, OfferMode, PositionKind, UnitWord, VendorContact
from wizard.model.money import ZERO
from wizard.model.project import Project, Topology
from wizard.model.running import Expansion, YearlyCosts
from wizard.model.text import Text

View = Literal["customer", "internal"]
_NOBODY = VendorContact()
RemarkLevel = Literal["blocker", "note"]


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One position, as the customer may see it. ``net`` is quantity × ``unit_net``, to the cent."""

    position: str
    key: str
    """Names the position whatever its number is; edits refer to it."""
    kind: PositionKind
    group: str
    part: str
    text: Text
    quantity: Decimal
    unit: UnitWord
    per: Literal["once", "year"]
    unit_net: Decimal
    net: Decimal
    vat_percent: Decimal
    because: Text
    note: str = ""
    list_net: Decimal | None = None
    """Price before the discount, where there is one to show."""
    discount_percent: Decimal | None = None
    base: str | None = None
    """Number of the position that this alternative stands for."""
    difference_net: Decimal | None = None
    """What the alternative costs more than its base; negative where it costs less."""
    support: str = ""
    support_years: int | None = None
    lead_weeks: int | None = None
    own: bool = False
    """Whether it was added by hand; the others come from the sizing."""
    edited: bool = False
    dropped: bool = False
    """Whether a sent revision had it and this one has not."""
    price_date: datetime.date | None = None
    price_valid_until: datetime.date | None = None
    price_source: str = ""
    price_confidence: Confidence | None = None
    price_stale: bool = False
    price_estimated: bool = False
    price_indicative: bool = False

    @property
    def counted(self) -> bool:
        """Whether the sum contains it."""
        return self.kind in COUNTED and not self.dropped

    @property
    def priced(self) -> bool:
        """Whether it has a price at all."""
        return self.kind not in ("text", "subtotal") and not self.dropped


@dataclass(frozen=True, slots=True)
class Discount:
    """A discount on a sum, for one rate of VAT: a line of its own. The amounts are what is taken off."""

    percent: Decimal
    vat_percent: Decimal
    once_net: Decimal
    per_year_net: Decimal


@dataclass(frozen=True, slots=True)
class VatLine:
    """VAT of one rate on the net sum over the years."""

    percent: Decimal | None
    """None for the sum of several rates."""
    net: Decimal
    vat: Decimal
    gross: Decimal
    country: str


@dataclass(frozen=True, slots=True)
class BillGroup:
    """The lines under one heading, with the sums of those that count, less the discount of the heading."""

    number: str
    key: str
    lines: tuple[OfferLine, ...]
    once_net: Decimal
    per_year_net: Decimal
    title: str = ""
    """The heading's own words, where it has some."""
    discounts: tuple[Discount, ...] = ()


@dataclass(frozen=True, slots=True)
class LineCost:
    """What one position costs the vendor and what is left of it. Unknown is None."""

    position: str
    text: Text
    quantity: Decimal
    list_net: Decimal | None
    purchase_net: Decimal | None
    """Of one."""
    unit_net: Decimal
    cost_net: Decimal | None
    net: Decimal
    margin_net: Decimal | None
    margin_percent: Decimal | None
    markup_percent: Decimal | None
    counted: bool
    per: Literal["once", "year"]
    below_floor: bool


@dataclass(frozen=True, slots=True)
class Costing:
    """The vendor's side of an offer, over its years. ``unknown`` counts positions without a purchase price."""

    lines: tuple[LineCost, ...]
    cost_net: Decimal
    net: Decimal
    """Selling price of the positions whose purchase price is known, less all discounts."""
    margin_net: Decimal
    margin_percent: Decimal | None
    floor_percent: Decimal | None
    unknown: int


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that the vendor has to know before the offer goes out. A ``blocker`` means: not sendable as it is."""

    level: RemarkLevel
    text: Text
    key: str | None = None
    """Key of the position that is meant."""


@dataclass(frozen=True, slots=True)
class OfferChange:
    """One cause of a change since the revision before: what it brought, and how the total over the years moved."""

    cause: Text
    effect: Text
    net: Decimal


@dataclass(frozen=True, slots=True)
class Offer:
    """What a document is made of. ``total_net`` covers everything once and ``years`` years of what recurs."""

    number: str
    vendor: str
    project: Project
    assessment: Assessment
    topology: Topology
    design: Design
    view: View
    date: datetime.date
    valid_until: datetime.date
    validity_limited_by: str | None
    """The part whose price ends first, if that shortened the validity."""
    groups: tuple[BillGroup, ...]
    once_net: Decimal
    per_year_net: Decimal
    years: int
    total_net: Decimal
    vat: VatLine
    """VAT of all rates together."""
    stale: bool
    """Whether a price of the bill has run out on the day of the offer."""
    estimated: bool
    program_version: str
    currency: str = "EUR"
    exchange: OfferCurrency | None = None
    """Where the catalogue has another currency."""
    mode: OfferMode = "indication"
    self_assessment: bool = False
    revision: str = "A"
    changes_since: str = ""
    """Letter of the revision that ``changes`` compare with."""
    changes: tuple[OfferChange, ...] = ()
    vat_lines: tuple[VatLine, ...] = ()
    reverse_charge: bool = False
    discounts: tuple[Discount, ...] = ()
    """Discount on the whole offer, one for each rate of VAT."""
    optional_once_net: Decimal = ZERO
    optional_per_year_net: Decimal = ZERO
    """Sums of the optional positions, which the total does not contain."""
    costs: YearlyCosts | None = None
    """Costs over the years; None only in offers made by hand."""
    expansion: Expansion | None = None
    """When it is full and what comes next, where it was worked out."""
    as_sized: bool = True
    """Whether the bill is the sizing's own, without a position, price or discount set by hand."""
    remarks: tuple[Remark, ...] = ()
    """For the vendor's screen; no document of the customer prints them. Those of cost are in the internal view only."""
    sendable: bool = True
    """Whether nothing stands against sending it as what it is."""
    costing: Costing | None = None
    contact: VendorContact = _NOBODY
    """Whom the customer asks at the vendor's."""

    @property
    def lines(self) -> tuple[OfferLine, ...]:
        """All positions in order."""
        return tuple(line for group in self.groups for line in group.lines)

    @property
    def indicative(self) -> bool:
        """Whether a price of it shows no more than the order of magnitude."""
        return self.assessment.catalogue_indicative or any(line.price_indicative for line in self.lines if line.priced)

    @property
    def with_options_net(self) -> Decimal:
        """Total over the years if every option is taken."""
        return self.total_net + self.optional_once_net + self.years * self.optional_per_year_net
