"""What every chapter of a document is written from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from wizard.documents.blocks import UNKNOWN, calculation_anchor, cut
from wizard.documents.editions import Edition
from wizard.documents.same_sites import first_alike, members, site_key
from wizard.documents.scene import Measure
from wizard.documents.words import NAME, SENTENCE, Voice
from wizard.model.calculation import Calculation, Figure
from wizard.model.names import BILL_GROUPS, TOPOLOGIES
from wizard.model.offer import Offer, OfferLine
from wizard.model.text import Text

ESTIMATED, STALE = "†", "‡"
PRICE = "price.total_net"
"""Key of the calculation of what a design costs over the years."""


@dataclass(frozen=True)
class Source:
    """An offer, the voice that tells it, and the measure of its drawings."""

    offer: Offer
    voice: Voice
    measure: Measure
    edition: Edition = "complete"
    says_once: bool = False
    """Whether sites that are built alike share one calculation; in a workbook each has its own, to be changed."""
    site: int | None = None
    """Number of the site of a fleet that this is about, and whose calculations its figures lead to."""

    def amount(self, value: Decimal | None) -> Decimal | str | None:
        """Return an amount for a column of money: exact, or about, as the document promises."""
        return self.voice.money(value) if value is not None and self.voice.coarse else value

    @property
    def self_assessed(self) -> bool:
        """Whether this is a report that the customer made himself: it promises nothing."""
        return self.edition == "self-assessment" or self.offer.self_assessment

    @cached_property
    def calculations(self) -> tuple[Calculation, ...]:
        """The calculations of the demand, of the design that is offered, and of what the offer says beside it."""
        offer = self.offer
        beside = () if offer.costs is None else offer.costs.calculations
        ahead = () if offer.expansion is None else offer.expansion.calculations
        found = offer.assessment.exploration
        around = () if found is None else found.calculations
        own = (*offer.assessment.calculations, *offer.design.calculations)
        return (*own, *beside, *ahead, *self._other_prices(), *around)

    def _other_prices(self) -> Iterator[Calculation]:
        """Yield how the prices of the other topologies came about."""
        for judged in self.offer.assessment.topologies:
            if judged.design is not None and judged.id != self.offer.topology:
                title = Text("{topology}: total over the years", topology=TOPOLOGIES.get(judged.id, ""))
                yield from (
                    replace(each, key=f"{judged.id}.{each.key}", title=title)
                    for each in judged.design.calculations
                    if each.key == PRICE
                )

    @cached_property
    def _results(self) -> dict[str, dict[str, Figure]]:
        """Results by the key, then by the key with the number of the site before it, as in a fleet."""
        found: dict[str, dict[str, Figure]] = {}
        for each in self.calculations:
            number, _, rest = each.key.partition(".")
            key = rest if number.isdecimal() else each.key
            found.setdefault(key, {}).setdefault(each.key, each.result)
        return found

    def link(self, key: str, value: Figure | None = None) -> str:
        """Return where the calculation of a figure stands; a document without it has no link.

        What a fleet says of all its sites together is the figure of one of them: the one with this ``value``.
        """
        if self.site is not None:
            return calculation_anchor(f"{self.site}.{key}")
        found = self._results.get(key, {})
        if key not in found and found:
            key = next((name for name, result in found.items() if result == value), next(iter(found)))
        number, rest = site_key(key)
        return calculation_anchor(key if number is None else f"{self.alike.get(number, number)}.{rest}")

    @cached_property
    def alike(self) -> dict[int, int]:
        """For each site, by number, the one whose calculations and cables stand for its own."""
        design = self.offer.design
        return first_alike(design) if self.says_once else {n: n for n in range(1, len(design.per_site) + 1)}

    def at(self, number: int) -> Source:
        """Return what is written from about one site of a fleet."""
        design = self.offer.design.per_site[number - 1].design
        return replace(self, offer=replace(self.offer, design=design), site=self.alike.get(number, number))

    def alike_names(self, first: int) -> list[str]:
        """Return the names of the sites that one stands for."""
        return members(self.alike, first, [site.site for site in self.offer.design.per_site])

    def alike_words(self, names: list[str]) -> str:
        """List sites that are the same."""
        return self.voice.say(Text("The same at each of these sites: {sites}.", sites=cut(", ".join(names), SENTENCE)))

    @property
    def plans_failure(self) -> bool:
        """Whether the design has to carry guests after a node has failed."""
        return self.offer.design.compute.plans_failure

    @property
    def internal(self) -> bool:
        """Whether the vendor reads this, and not the customer."""
        return self.offer.view == "internal"

    def day(self, value: date | None) -> str:
        """Write a date as the language does; unknown is a dash."""
        return UNKNOWN if value is None else self.voice.language.day(value)

    def sentence(self, text: Text) -> str:
        """Write a sentence of the assessment, which may hold foreign names of any length."""
        return cut(self.voice.say(text), SENTENCE)

    def assumed(self, value: str) -> str:
        """Write the value of an assumption in the reader's language."""
        words = {"true": Text("yes"), "false": Text("no"), "unknown": Text("not known"), "none": Text("not known")}
        return self.voice.say(words[value]) if value in words else value

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
        if line.support_years:
            yield say(Text("{years} of support", years=self.voice.counted(line.support_years, "years")))
        if line.lead_weeks:
            yield say(Text("Delivery after {weeks}", weeks=self.voice.counted(line.lead_weeks, "weeks")))
