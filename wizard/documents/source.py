"""What every chapter of a document is written from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wizard.documents.blocks import UNKNOWN, cut
from wizard.documents.scene import Measure
from wizard.documents.words import SENTENCE, Voice
from wizard.model.names import BILL_GROUPS, TOPOLOGIES
from wizard.model.offer import Offer, OfferLine
from wizard.model.text import Text

ESTIMATED, STALE = "†", "‡"


@dataclass(frozen=True)
class Source:
    """An offer, the voice that tells it, and the measure of its drawings."""

    offer: Offer
    voice: Voice
    measure: Measure

    @property
    def internal(self) -> bool:
        """Whether the vendor reads this, and not the customer."""
        return self.offer.view == "internal"

    def day(self, value: date | None) -> str:
        """Write a date as the language does; unknown is a dash."""
        if value is None:
            return UNKNOWN
        return value.strftime("%d.%m.%Y") if self.voice.language.code == "de" else f"{value.day} {value:%B %Y}"

    def sentence(self, text: Text) -> str:
        """Write a sentence of the assessment, which may hold foreign names of any length."""
        return cut(self.voice.say(text), SENTENCE)

    def topology_title(self) -> str:
        """Name the topology that is offered."""
        return self.voice.name(TOPOLOGIES, self.offer.topology)

    def group_title(self, key: str) -> str:
        """Name a group of the bill."""
        return self.voice.name(BILL_GROUPS, key)

    def marks(self, line: OfferLine) -> str:
        """Return the marks of a price: estimated, run out."""
        return (ESTIMATED if line.price_estimated else "") + (STALE if line.price_stale else "")
