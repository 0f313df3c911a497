"""Step 7: what it may cost, and choices that narrow the search."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from wizard.model.text import Text
from wizard.ui.entry import CodeEntry, MoneyEntry, NumberEntry
from wizard.ui.i18n import tr
from wizard.ui.pages.page import Page
from wizard.ui.session import Session
from wizard.ui.widgets.base import Card
from wizard.ui.widgets.form import ChoiceField, Grid, LineField, Option
from wizard.ui.widgets.pins import TOPOLOGY_OPTIONS, part_fields
from wizard.ui.widgets.rules import RulesCard

_SUBSCRIPTIONS: tuple[Option, ...] = (
    (None, Text("as usual")),
    ("community", Text("Community")),
    ("basic", Text("Basic")),
    ("standard", Text("Standard")),
    ("premium", Text("Premium")),
)
_VENDORS: tuple[Option, ...] = ((None, Text("no preference")), ("AMD", Text("AMD")), ("Intel", Text("Intel")))


class BudgetPage(Page):
    """Budget, subscription and preferences."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            Text("What may it cost?"),
            Text("Net of VAT, with the subscriptions of all years. Without an amount there is no limit."),
        )

    def cards(self) -> Iterator[QWidget]:
        """Make the questions, and the rules that differ here."""
        yield self._budget_card()
        yield self._preferences_card()
        yield self._pins_card()
        rules = RulesCard(self.session, self.session.services.rulebook())
        self.follow(rules)
        yield rules

    def _budget_card(self) -> Card:
        card, grid, session = Card(tr("Budget")), Grid(), self.session
        self.field(grid, LineField(session, "budget.net", Text("Budget, net"), MoneyEntry(), empty=tr("no limit")))
        currency = LineField(session, "budget.currency", Text("Currency"), CodeEntry(), hint=Text("Such as EUR."))
        currency.edit.setMaxLength(3)
        self.field(grid, currency)
        self.field(grid, ChoiceField(session, "preferences.subscription", Text("Subscription"), _SUBSCRIPTIONS))
        years = LineField(
            session, "budget.subscription_years", Text("Years of subscription"), NumberEntry(whole=True),
            unit=tr("years"), empty=tr("as usual"),
        )  # fmt: skip
        self.field(grid, years)
        card.add(grid)
        return card

    def _pins_card(self) -> Card:
        card = Card(tr("Fixed parts"), tr("What is fixed here is not searched for; if nothing fits it, you see why."))
        grid = Grid()
        for field in part_fields(self.session):
            self.field(grid, field)
        card.add(grid)
        return card

    def _preferences_card(self) -> Card:
        card = Card(tr("Preferences"), tr("Each of these narrows the search. Leave them open for the cheapest design."))
        grid, session = Grid(), self.session
        pinned = ChoiceField(
            session, "preferences.topology", Text("Topology"), TOPOLOGY_OPTIONS,
            Text("A chosen topology is offered even where another would be cheaper."),
        )  # fmt: skip
        most = LineField(
            session, "preferences.max_nodes_per_site", Text("Most nodes per site"), NumberEntry(whole=True),
            empty=tr("no limit"), hint=Text("Such as the free places in the rack."),
        )  # fmt: skip
        self.field(grid, pinned)
        self.field(grid, ChoiceField(session, "preferences.cpu_vendor", Text("Processor vendor"), _VENDORS))
        self.field(grid, most)
        card.add(grid)
        return card
