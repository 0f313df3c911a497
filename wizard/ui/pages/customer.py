"""Step 1: who it is for."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from wizard.model.text import Text
from wizard.ui.entry import CodeEntry, TextEntry
from wizard.ui.i18n import tr
from wizard.ui.pages.page import Page
from wizard.ui.session import Session
from wizard.ui.widgets.base import Card
from wizard.ui.widgets.form import ChoiceField, Grid, LineField
from wizard.ui.widgets.open_questions import OpenQuestions

OFFER_LANGUAGES = (("en", Text("English")), ("de", Text("German")))


class CustomerPage(Page):
    """Names for the cover of the offer; nothing here changes the sizing."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            session, Text("Who is it for?"), Text("These names stand on the offer. Nothing here changes the sizing.")
        )

    def cards(self) -> Iterator[QWidget]:
        """Make the names, and what is still to be asked."""
        yield self._project_card()
        yield self._customer_card()
        self.questions = OpenQuestions(self.session)
        self.questions.step_chosen.connect(self.step_requested)
        self.follow(self.questions)
        yield self.questions

    def _project_card(self) -> Card:
        card, grid = Card(tr("Project")), Grid()
        title = LineField(
            self.session, "title", Text("Title"), TextEntry(), hint=Text("What this offer is about, in a few words.")
        )
        self.field(grid, title, span=2)
        card.add(grid)
        return card

    def _customer_card(self) -> Card:
        card, grid, session = Card(tr("Customer")), Grid(), self.session
        country_hint = Text("Two letters, such as AT or DE: decides the rate of VAT.")
        self.field(grid, LineField(session, "customer.name", Text("Customer"), TextEntry()))
        self.field(grid, LineField(session, "customer.contact", Text("Contact"), TextEntry()))
        country = LineField(session, "customer.country", Text("Country"), CodeEntry(), hint=country_hint)
        country.edit.setMaxLength(2)
        self.field(grid, country)
        language_hint = Text("The offer's own language; the window may speak another.")
        self.field(
            grid,
            ChoiceField(session, "customer.language", Text("Language of the offer"), OFFER_LANGUAGES, language_hint),
        )
        card.add(grid)
        return card
