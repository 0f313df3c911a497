"""A buyer's requirement list and our answers to it. The buyer's text is kept as it stands, to the letter."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from wizard.model.text import Text

RequirementField = Literal["id", "text", "class", "weight", "answer", "comment", "value", "evidence"]
"""What a column of the list can mean; the last four are the bidder's."""
ANSWER_FIELDS: tuple[RequirementField, ...] = ("answer", "comment", "value", "evidence")
RequirementClass = Literal["exclusion", "evaluated", "information"]
AnswerStatus = Literal["fulfilled", "equivalent", "partly", "not", "not-applicable"]
MET: tuple[AnswerStatus, ...] = ("fulfilled", "equivalent")
"""What an exclusion criterion must be answered with."""


class TenderAnswer(BaseModel):
    """What the bidder says to one requirement, in place of what the program proposes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    row: Annotated[int, Field(ge=1)]
    """Row of the buyer's list."""
    requirement: Annotated[str, Field(max_length=10_000)]
    """Its text when it was answered: an answer to another text does not count."""
    status: AnswerStatus | None = None
    comment: Annotated[str, Field(max_length=10_000)] | None = None
    value: Annotated[str, Field(max_length=1000)] | None = None
    evidence: Annotated[str, Field(max_length=1000)] | None = None


class RequirementMapping(BaseModel):
    """Which heading of a buyer's list means what, remembered for the next list with the same headings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    headings: tuple[str, ...]
    columns: dict[RequirementField, str]


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement as the buyer wrote it, and where the answers belong: column of each field, from 0."""

    row: int
    id: str
    text: str
    klass: RequirementClass
    weight: str = ""


@dataclass(frozen=True, slots=True)
class RequirementList:
    """A buyer's list: the sheet, its columns, its requirements."""

    file: str
    sheet: str
    columns: dict[RequirementField, int]
    headings: dict[RequirementField, str]
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it goes out: proposed from the design, or the bidder's own. No status means unanswered."""

    requirement: Requirement
    status: AnswerStatus | None
    comment: Text | None = None
    value: Text | None = None
    evidence: str = ""
    anchor: str | None = None
    """Chapter of the offer that proves it."""
    own: bool = False
    target: Decimal | None = None
    reached: Decimal | None = None

    @property
    def blocks(self) -> bool:
        """Whether it keeps the bid from going out: an exclusion criterion that is not met, or not answered."""
        return self.requirement.klass == "exclusion" and self.status not in MET
