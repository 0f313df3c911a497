"""The bill as other systems read it: ``rackwright-bill/1`` as JSON, and the rows of the same bill as CSV.

The schemas in ``resources/schemas`` are made of these models (``rackwright schema bill``, ``rackwright schema
bill-csv``). Fields may be added; the ones here keep their name, unit and meaning.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

from wizard.model.commercial import OfferMode, PositionKind, UnitWord

BILL_FORMAT: Literal["rackwright-bill/1"] = "rackwright-bill/1"
BILL_SCHEMA: Literal["urn:rackwright:schema:bill:1"] = "urn:rackwright:schema:bill:1"

_TWO_PLACES = r"^-?\d+\.\d{2}$"
Amount = Annotated[
    Decimal,
    PlainSerializer(lambda amount: f"{amount:.2f}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": _TWO_PLACES, "examples": ["1234.50"]}),
]
"""An amount, a quantity or a percentage: a text with two decimals, so that no program rounds it on the way."""
Per = Literal["once", "year"]
RowKind = (
    PositionKind
    | Literal[
        "dropped", "discount", "once_net", "per_year_net", "total_net", "options_once_net", "options_per_year_net",
        "vat", "gross",
    ]
)  # fmt: skip


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class BillDiscount(_Record):
    """A discount on what has one rate of VAT."""

    percent: Amount
    vat_percent: Amount | None
    once_net: Amount
    """What it takes off the sum that is paid once."""
    per_year_net: Amount
    """What it takes off the sum of a year."""


class BillPosition(_Record):
    """One position. ``net`` is ``quantity`` times ``unit_net``, rounded to the cent, halves away from zero."""

    position: str
    """Number of the position; it does not change between revisions."""
    kind: PositionKind
    dropped: bool
    """Whether a sent revision had it and this one has not."""
    part: str | None
    """The vendor's key of the part; null where there is none."""
    text: str
    note: str | None
    quantity: Amount
    unit: UnitWord
    per: Per
    list_net: Amount | None
    """Price before the discount, where one is shown."""
    discount_percent: Amount | None
    unit_net: Amount
    net: Amount
    vat_percent: Amount
    counted: bool
    """Whether the sums contain it; options, alternatives and positions on demand are not in them."""
    base: str | None
    """Number of the position that an alternative stands for."""
    difference_net: Amount | None
    """What the alternative costs more than its base."""
    support: str | None
    support_years: int | None
    lead_weeks: int | None
    valid_until: datetime.date | None
    """Last day of the price."""
    because: str | None
    """Why it is needed, in words."""


class BillHeading(_Record):
    """A heading with its positions; the sums are after its discounts."""

    number: str
    key: str
    title: str
    positions: tuple[BillPosition, ...]
    discounts: tuple[BillDiscount, ...]
    once_net: Amount
    per_year_net: Amount


class BillTax(_Record):
    """VAT of one rate, on the net sum over the years."""

    percent: Amount | None
    net: Amount
    vat: Amount


class BillFile(_Record):
    """A bill. The sums are the offer's: headings less discounts, over the years, with VAT of each rate."""

    dialect: Annotated[Literal["urn:rackwright:schema:bill:1"], Field(alias="$schema")] = BILL_SCHEMA
    """Names the schema of this file."""
    format: Literal["rackwright-bill/1"] = BILL_FORMAT
    """Name and version of the format."""
    number: str
    revision: str
    mode: OfferMode
    self_assessment: bool
    title: str
    customer: str
    vendor: str
    date: datetime.date
    valid_until: datetime.date
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    years: int
    """Years over which ``total_net`` adds up what is paid every year."""
    groups: tuple[BillHeading, ...]
    discounts: tuple[BillDiscount, ...]
    """Discounts on the whole offer."""
    options_once_net: Amount
    options_per_year_net: Amount
    once_net: Amount
    per_year_net: Amount
    total_net: Amount
    """``once_net`` and ``years`` times ``per_year_net``."""
    vat: tuple[BillTax, ...]
    total_vat: Amount
    total_gross: Amount
    fingerprint: str
    """Of the assessment that the bill comes from."""


class BillRow(_Record):
    """One row of the CSV, in the order of its columns. What does not belong to a kind of row is empty."""

    kind: RowKind
    """Kind of a position, ``discount``, or the name of a sum."""
    position: str | None = None
    heading: str | None = None
    part: str | None = None
    description: str | None = None
    note: str | None = None
    quantity: Decimal | None = None
    unit: UnitWord | None = None
    per: Per | None = None
    list_net: Decimal | None = None
    discount_percent: Decimal | None = None
    unit_net: Decimal | None = None
    net: Decimal | None = None
    """Amount of the row; a discount is negative."""
    vat_percent: Decimal | None = None
    counted: Literal["0", "1"] | None = None
    """1 where the sums contain the row."""
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
