"""A supplier's price list: which column means what, its rows, and what was found wrong with them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from wizard.model.commercial import Markup
from wizard.model.text import Text

PriceField = Literal["part", "text", "list", "discount", "purchase", "selling", "currency", "date", "valid_until"]
"""What a column can mean; ``purchase`` is the net price that the vendor pays."""


class PriceMapping(BaseModel):
    """How lists with these headings are read; remembered, so that the next list of a supplier needs no questions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    headings: tuple[str, ...] = ()
    """All headings of the list, by which it is known again."""
    columns: dict[PriceField, str] = Field(default_factory=dict)
    """Heading of each field."""
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    """Where the list does not say."""
    valid_days: Annotated[int, Field(ge=1, le=730)] | None = None
    """How long a price holds where the list does not say."""
    markup_percent: Markup | None = None
    """Makes the selling price of the purchase price; unset takes the list's selling price or list price."""
    aliases: dict[str, str] = Field(default_factory=dict)
    """The supplier's numbers of our parts."""


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One row, as far as it could be read. ``problem`` says why a cell could not."""

    number: int
    part: str
    text: str
    list_net: Decimal | None
    discount_percent: Decimal | None
    purchase_net: Decimal | None
    selling_net: Decimal | None
    currency: str | None
    date: datetime.date | None
    valid_until: datetime.date | None
    problem: Text | None = None


@dataclass(frozen=True, slots=True)
class PriceList:
    """A list with the mapping that it was read by."""

    file: str
    mapping: PriceMapping
    rows: tuple[PriceRow, ...]
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class PriceTable:
    """A list as it was opened: its headings, its rows as they stand there, and what each column seems to mean."""

    file: str
    headings: tuple[str, ...]
    """As the list writes them; a column without one has none here."""
    cells: tuple[tuple[int, list[str | int | float | bool]], ...]
    """The rows with their numbers in the file."""
    proposed: PriceMapping
    remembered: bool = False
    """Whether the mapping is the one of an earlier list with the same headings."""
    notes: tuple[Text, ...] = ()


ProblemKind = Literal["unreadable", "unknown-part", "missing-price", "currency", "duplicate", "date", "contradiction"]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a row, and whether its price was taken all the same."""

    row: int
    part: str
    kind: ProblemKind
    text: Text
    taken: bool


@dataclass(frozen=True, slots=True)
class TakenPrice:
    """A price that was taken: from which row, for which part of ours, and what it was before."""

    row: int
    part: str
    id: str
    before: Decimal
    after: Decimal


@dataclass(frozen=True, slots=True)
class PriceReport:
    """What became of a list. ``changed`` counts the parts whose price is another one now."""

    file: str
    rows: int
    taken: int
    changed: int
    untouched: int
    """Parts of the catalogue that the list does not name."""
    problems: tuple[RowProblem, ...]
    notes: tuple[Text, ...] = ()
    prices: tuple[TakenPrice, ...] = ()
