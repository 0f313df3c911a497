"""What every chapter of a document is written from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from wizard.documents.blocks import UNKNOWN, calculation_anchor, cut
from wizard.documents.editions import Edition
from wizard.documents.scene import Measure
from wizard.documents.words import NAME, SENTENCE, Voice
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
    edition: Edition = "complete"

    def amount(self, value: Decimal | None) -> Decimal | str | None:
        """Return an amount for a column of money: exact, or about, as the document promises."""
        return self.voice.money(value) if value is not None and self.voice.coarse else value

    @property
    def self_assessed(self) -> bool:
        """Whether this is a report that the customer made himself: it promises nothing."""
        return self.edition == "self-assessment" or self.offer.self_assessment

    def link(self, key: str) -> str:
        """Return where the calculation of a figure stands; a document without it has no link."""
        return calculation_anchor(key)

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

    @cached_property
    def usual_rate(self) -> Decimal | None:
        """The rate of VAT that most positions have."""
        rates = Counter(line.vat_percent for line in self.offer.lines if line.priced)
        return rates.most_common(1)[0][0] if rates else None

    @cached_property
    def several_rates(self) -> bool:
        """Whether positions have different rates of VAT."""
        return len({line.vat_percent for line in self.offer.lines if line.priced}) > 1

    @cached_property
    def shared_support(self) -> dict[str, str]:
        """What is promised for every position of a heading alike, by the heading's key."""
        shared = {}
        for group in self.offer.groups:
            members = [line for line in group.lines if line.priced]
            said = {" · ".join(self.support_words(line)) for line in members}
            if len(said) == 1 and len(members) > 1:
                shared[group.key] = said.pop()
        return shared

    def support_words(self, line: OfferLine) -> Iterator[str]:
        """Say what is promised for a position: support, its years, when it comes."""
        say = self.voice.say
        if line.support:
            yield say(Text("Support: {support}", support=cut(line.support, NAME)))
        if line.support_years == 1:
            yield say(Text("1 year of support"))
        elif line.support_years:
            yield say(Text("{n} years of support", n=line.support_years))
        if line.lead_weeks:
            yield say(Text("Delivery after {n} weeks", n=line.lead_weeks))
