"""What the offer promises: its kind, how long it holds, discounts, VAT and currency."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from wizard.model.names import OFFER_MODES
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.entry import CodeEntry, DateEntry, DecimalEntry, NumberEntry, TextEntry
from wizard.ui.i18n import tr
from wizard.ui.offering.by_heading import ByHeading
from wizard.ui.offering.currency import CurrencyField
from wizard.ui.offering.tab import Shown, Tab
from wizard.ui.turns import Steps
from wizard.ui.widgets.base import Card, label
from wizard.ui.widgets.form import CheckField, ChoiceField, Grid, LineField, Option

_LANGUAGES: tuple[Option, ...] = (("en", Text("English")), ("de", Text("German")))


class TermsTab(Tab):
    """Everything that the customer may read. How prices are made stands in another tab."""

    title = Text("Terms")
    works_alone = True

    def cards(self) -> Iterator[QWidget]:
        """Make the cover, how long it holds, discounts and VAT."""
        yield self._cover_card()
        yield self._validity_card()
        self.discounts = self._discount_card()
        yield self.discounts
        yield self._tax_card()

    def _cover_card(self) -> Card:
        card, grid, session = Card(tr("Cover")), Grid(), self.session
        self.field(grid, ChoiceField(session, "offer.mode", Text("Kind of offer"), tuple(OFFER_MODES.items())))
        self.field(grid, ChoiceField(session, "customer.language", Text("Language of the offer"), _LANGUAGES))
        self.field(grid, LineField(session, "offer.vendor", Text("Your company"), TextEntry()))
        contact = LineField(
            session, "offer.contact.name", Text("Your contact person"), TextEntry(),
            hint=Text("Whom the customer asks: stands on the cover, with phone and e-mail."),
        )  # fmt: skip
        self.field(grid, contact)
        self.field(grid, LineField(session, "offer.contact.phone", Text("Phone"), TextEntry()))
        self.field(grid, LineField(session, "offer.contact.email", Text("E-mail"), TextEntry()))
        number = LineField(
            session, "offer.number", Text("Offer number"), TextEntry(optional=True), empty=tr("made by the program")
        )
        self.field(grid, number)
        self.self_assessment = CheckField(
            session, "offer.self_assessment", Text("Self-assessment of the customer"),
            Text("It can only be an indication. Take it over by removing this."),
        )  # fmt: skip
        self.field(grid, self.self_assessment, span=2)
        card.add(grid)
        return card

    def _validity_card(self) -> Card:
        card, grid, session = Card(tr("How long it holds")), Grid(), self.session
        valid = LineField(
            session, "offer.valid_days", Text("Valid for"), NumberEntry(whole=True), unit=tr("days"),
            empty=tr("as usual"), hint=Text("Never longer than the first price of the bill, but for a reason."),
        )  # fmt: skip
        self.field(grid, valid)
        self.binding = LineField(
            session, "offer.binding_until", Text("End of the binding period"), DateEntry(),
            hint=Text("Of a tender: it takes the place of the days."),
        )  # fmt: skip
        self.field(grid, self.binding)
        reason = LineField(
            session, "offer.validity_reason", Text("Reason to hold longer than the shortest price"), TextEntry(),
            hint=Text("Recorded, and shown to nobody outside."),
        )  # fmt: skip
        self.field(grid, reason, span=2)
        card.add(grid)
        self.until = label("", "caption", wrap=True)
        self.until.setObjectName("valid-until")
        card.add(self.until)
        return card

    def _discount_card(self) -> Card:
        card, grid, session = Card(tr("Discounts")), Grid(), self.session
        self.field(
            grid, LineField(session, "offer.discount_percent", Text("Discount on the offer"), DecimalEntry(), unit="%")
        )
        shows = Text("Show list price and discount of a line")
        self.field(grid, CheckField(session, "offer.show_discounts", shows), span=2)
        card.add(grid)
        self.headings = ByHeading(
            session, tr("By heading: words, support, VAT and discount"), "customer", name="headings"
        )
        card.add(self.headings)
        return card

    def _tax_card(self) -> Card:
        card, grid, session = Card(tr("VAT and currency")), Grid(), self.session
        country = LineField(
            session, "customer.country", Text("Country"), CodeEntry(),
            hint=Text("Two letters, such as AT or DE: decides the rate of VAT and the legal words."),
        )  # fmt: skip
        country.edit.setMaxLength(2)
        self.field(grid, country)
        self.vat = LineField(
            session, "offer.vat_percent", Text("Other rate of VAT"), DecimalEntry(), unit="%",
            empty=tr("that of the country"),
        )  # fmt: skip
        self.field(grid, self.vat)
        owed = Text("The recipient owes the VAT (reverse charge)")
        self.field(grid, CheckField(session, "offer.reverse_charge", owed), span=2)
        self.field(grid, CurrencyField(session), span=2)
        card.add(grid)
        rounding = tr(
            "Rounded half up to cents: each price, each line, each discount, and VAT on the sum of each rate."
        )
        card.add(label(rounding, "caption", wrap=True))
        return card

    def showing(self, shown: Shown | None) -> Steps:
        """Show the terms; some of them only where they are of use."""
        yield from super().showing(shown)
        terms = self.session.project.offer
        self.binding.setVisible(terms.mode == "tender" or terms.binding_until is not None)
        self.self_assessment.setVisible(terms.self_assessment)
        self.headings.table.setVisible(shown is not None)
        self.until.setVisible(shown is not None)

    def show_offer(self, shown: Shown) -> None:
        """Show until when it holds, and the headings."""
        offer = shown.offer
        until = i18n.day(offer.valid_until)
        words = tr("Valid until {day}.", day=until)
        if offer.validity_limited_by is not None:
            first = next((one for one in offer.lines if offer.validity_limited_by in (one.part, one.key)), None)
            place = "" if first is None else first.position
            words = tr("Valid until {day}: the price of position {n} ends then.", day=until, n=place)
        self.until.setText(words)
        self.headings.show_offer(shown)
