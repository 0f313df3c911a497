"""The vendor's side of the offer: how prices are made, what it costs, and what it earns. For the internal view only."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from wizard.documents.words import Voice
from wizard.flow.answers import answered
from wizard.model.offer import Costing, LineCost
from wizard.model.project import Project
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.entry import DecimalEntry, TextEntry
from wizard.ui.i18n import shown as said
from wizard.ui.i18n import tr
from wizard.ui.models.records import Field as Column
from wizard.ui.offering.by_heading import ByHeading
from wizard.ui.offering.tab import Shown, Tab
from wizard.ui.widgets.base import Card
from wizard.ui.widgets.form import Grid, LineField, Place
from wizard.ui.widgets.notice import Notice
from wizard.ui.widgets.records import RecordsTable
from wizard.ui.widgets.sums import Sum, Sums


def _instead(name: str, other: str) -> Place:
    """Say one way to make prices, which takes the place of the other."""

    def put(project: Project, value: Decimal | None) -> Project:
        if value is not None:
            project = answered(project, f"offer.{other}", None)
        return answered(project, f"offer.{name}", value)

    return Place(lambda project: getattr(project.offer, name), put)


def _sums(costing: Costing, voice: Voice) -> tuple[Sum, ...]:
    percent = costing.margin_percent
    return (
        Sum("cost", tr("Purchase, net"), voice.money(costing.cost_net)),
        Sum("sold", tr("Sold for, net"), voice.money(costing.net)),
        Sum("margin", tr("Margin, net"), voice.money(costing.margin_net), chief=True),
        Sum("share", tr("Margin of the selling price"), "–" if percent is None else f"{voice.number(percent)} %"),
        Sum("unknown", tr("Positions without a known purchase price"), str(costing.unknown)),
    )


class CalculationTab(Tab):
    """Markup or margin with its floor, and the cost of each position."""

    title = Text("Calculation")

    def cards(self) -> Iterator[QWidget]:
        """Make how prices come about, and what they earn."""
        yield self._making_card()
        self.earning = self._earning_card()
        yield self.earning

    def _making_card(self) -> Card:
        card = Card(
            tr("How prices are made"),
            tr("From the purchase price, where it is known and no selling price is said. No customer sees it."),
        )  # fmt: skip
        grid, session = Grid(), self.session
        for name, words, other in (
            ("markup_percent", Text("Markup on the purchase price"), "margin_percent"),
            ("margin_percent", Text("Margin of the selling price"), "markup_percent"),
        ):
            place = _instead(name, other)
            self.field(grid, LineField(session, f"offer.{name}", words, DecimalEntry(), unit="%", place=place))
        floor = LineField(session, "offer.margin_floor_percent", Text("Floor of the margin"), DecimalEntry(), unit="%")
        self.field(grid, floor)
        reason = LineField(session, "offer.margin_reason", Text("Reason to go below the floor"), TextEntry())
        self.field(grid, reason)
        card.add(grid)
        self.headings = ByHeading(session, tr("By heading: markup or margin"), "internal", name="headings-internal")
        card.add(self.headings)
        return card

    def _earning_card(self) -> Card:
        card = Card(
            tr("What it earns"), tr("Over all years, after all discounts, of the positions whose cost is known.")
        )
        self._figures = Sums("costing")
        card.add(self._figures)
        self.warning = Notice()
        self.warning.setObjectName("below-floor")
        card.add(self.warning)
        self._voice = Voice(i18n.current(), "EUR")
        self.lines: RecordsTable[LineCost] = RecordsTable(
            tr("Cost of each position"), self._columns(), stretch=1, most_rows=200, wrap=True
        )
        card.add(self.lines)
        return card

    def _columns(self) -> tuple[Column[LineCost], ...]:
        def money(amount: Decimal | None) -> str:
            return "–" if amount is None else self._voice.language.money(amount)

        def percent(one: LineCost) -> str:
            share = "–" if one.margin_percent is None else self._voice.number(one.margin_percent)
            return f"{share}\n{tr('below the floor')}" if one.below_floor else share

        def what(one: LineCost) -> str:
            return said(one.text) if one.counted else f"{said(one.text)}\n{tr('not in the sum')}"

        return (
            Column(Text("Position"), lambda one: one.position, 80),
            Column(Text("What"), what, 150),
            Column(Text("Cost, net"), lambda one: money(one.cost_net), 100, numeric=True),
            Column(Text("Sum, net"), lambda one: money(one.net), 100, numeric=True),
            Column(Text("Margin, net"), lambda one: money(one.margin_net), 100, numeric=True),
            Column(Text("Margin %"), percent, 104, numeric=True),
        )

    def show_offer(self, shown: Shown) -> None:
        """Show what the offer earns."""
        costing, self._voice = shown.offer.costing, shown.voice
        self.headings.show_offer(shown)
        self.earning.setVisible(costing is not None)
        if costing is None:
            return
        self._figures.show_sums(_sums(costing, shown.voice))
        self._warn(costing, shown.voice)
        self.lines.show_records(costing.lines)

    def _warn(self, costing: Costing, voice: Voice) -> None:
        below = [one.position for one in costing.lines if one.below_floor and one.counted]
        self.warning.setVisible(bool(below))
        if below:
            floor = (
                tr("without a margin") if costing.floor_percent is None else f"{voice.number(costing.floor_percent)} %"
            )
            words = ", ".join(below)
            self.warning.tell("warning", tr("Positions below the floor ({floor})", floor=floor), words)
