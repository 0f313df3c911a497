"""An offer: an assessment, the topology that is offered, and what its cover says."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from wizard.model.assessment import Assessment, BillLine, Design
from wizard.model.project import Project, Topology

View = Literal["customer", "internal"]


@dataclass(frozen=True, slots=True)
class VatLine:
    """VAT of one rate on the net sum."""

    percent: Decimal
    net: Decimal
    vat: Decimal
    gross: Decimal
    country: str


@dataclass(frozen=True, slots=True)
class BillGroup:
    """The lines of the bill under one heading, with their sums."""

    number: str
    key: str
    lines: tuple[BillLine, ...]
    once_net: Decimal
    per_year_net: Decimal


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
    stale: bool
    """Whether a price of the bill has run out on the day of the offer."""
    estimated: bool
    program_version: str
