"""Costs over the years against staying as it is: what they are worked out with, as table and as picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from wizard.documents.chapters_running import running_words
from wizard.documents.diagram_costs import costs_scene, costs_words
from wizard.documents.scene import Measure, Scene
from wizard.documents.words import Voice
from wizard.flow.offers import running_defaults
from wizard.model.commercial import CostItem
from wizard.model.money import ZERO
from wizard.model.running import CostRow, YearlyCosts
from wizard.model.text import Text
from wizard.ui import i18n, theme
from wizard.ui.entry import DecimalEntry, Entry, MoneyEntry, NumberEntry, TextEntry
from wizard.ui.i18n import shown as said
from wizard.ui.i18n import tr
from wizard.ui.models.columns import Column
from wizard.ui.models.records import Field as Title
from wizard.ui.offering.tab import Shown, Tab
from wizard.ui.session import Session
from wizard.ui.turns import Steps
from wizard.ui.widgets.base import Card, label
from wizard.ui.widgets.drawing import Drawing
from wizard.ui.widgets.form import Grid, LineField
from wizard.ui.widgets.records import RecordsTable
from wizard.ui.widgets.table import RowsTable

_FIELDS: Final[tuple[tuple[str, Text, Entry, str], ...]] = (
    ("kwh_price", Text("Price of one kWh"), DecimalEntry(), "price"),
    ("pue", Text("PUE of the room"), DecimalEntry(), ""),
    ("rise_percent", Text("Rise of prices per year"), DecimalEntry(), "%"),
    ("life_years", Text("Hardware is bought again after"), NumberEntry(whole=True), "years"),
)


_PADDING: Final = 22
_LEAST: Final = 72
_NAMED: Final = 124


@dataclass(frozen=True)
class _Line:
    """One line of the table: a kind of cost, or a sum."""

    name: str
    amounts: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal:
        return sum(self.amounts, ZERO)


class RunningTab(Tab):
    """Inputs above, comparison below. An empty field says what is assumed."""

    title = Text("Costs over years")
    works_alone = True

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._voice = Voice(i18n.current(), "EUR")
        self._years = 0
        self.fields: dict[str, LineField] = {}

    def cards(self) -> Iterator[QWidget]:
        """Make what is put in, and what comes out."""
        yield self._input_card()
        yield self._today_card()
        self.result = self._result_card()
        yield self.result

    def _input_card(self) -> Card:
        card = Card(
            tr("What it is worked out with"), tr("What you do not know stays empty: then the value in grey is assumed.")
        )
        grid, session, language = Grid(), self.session, i18n.current()
        years = LineField(
            session, "offer.costs.years", Text("Years compared"), NumberEntry(whole=True), unit=tr("years")
        )
        self.field(grid, years)
        defaults = running_defaults()
        units = {"years": tr("years"), "price": _per_kwh(session.project.budget.currency)}
        for name, words, entry, unit in _FIELDS:
            usual = language.number(Decimal(str(defaults[name])), 4)
            field = LineField(
                session, f"offer.costs.{name}", words, entry, unit=units.get(unit, unit),
                empty=tr("assumed: {value}", value=usual),
            )  # fmt: skip
            self.field(grid, field)
            self.fields[name] = field
        card.add(grid)
        return card

    def _today_card(self) -> Card:
        card = Card(
            tr("Staying as it is"),
            tr("The customer’s own figures: licences, support, energy, hosting, a replacement that is due. "
               "Without any, nothing is compared."),
        )  # fmt: skip
        columns = (
            Column("name", Text("What"), TextEntry(), 200),
            Column("per_year_net", Text("Per year, net"), MoneyEntry(), 120, numeric=True),
            Column("once_net", Text("Once, net"), MoneyEntry(), 120, numeric=True),
            Column("in_year", Text("In year"), NumberEntry(whole=True), 80, numeric=True),
        )
        self.today = RowsTable(
            self.session, "offer.costs.today", Text("Costs of staying as it is"), columns,
            lambda: CostItem(name=tr("Licences and support")), pastes=True,
        )  # fmt: skip
        card.add(self.today)
        grid = Grid()
        watts = LineField(
            self.session, "offer.costs.today_watts", Text("What the present machines draw"), NumberEntry(whole=True),
            unit="W", empty=tr("unknown: left out"),
        )  # fmt: skip
        self.field(grid, watts)
        card.add(grid)
        return card

    def _result_card(self) -> Card:
        card = Card(tr("Comparison"))
        self.table: RecordsTable[_Line] | None = None
        self.picture = Drawing(tr("Costs until the end of each year, net"))
        self.words = label("", "caption", wrap=True)
        card.add(self.picture)
        card.add(self.words)
        return card

    def showing(self, shown: Shown | None) -> Steps:
        """Show inputs, and the comparison where there is an offer."""
        if shown is None:
            self.result.hide()
        self.today.refresh()
        yield from super().showing(shown)

    def show_offer(self, shown: Shown) -> None:
        """Show the comparison: the same record as in the documents."""
        costs, voice = shown.offer.costs, shown.voice
        self.fields["kwh_price"].say_unit(_per_kwh(shown.offer.currency))
        self.result.setVisible(costs is not None)
        if costs is None:
            return
        self._voice = voice
        if self.table is None or self._years != costs.years:
            self._build_table(costs.years)
        assert self.table is not None
        lines = _lines(costs)
        self.table.show_records(lines)
        self._fit(self.table, lines)

        def picture(measure: Measure, width: float) -> Scene:
            return costs_scene(costs, voice, measure, width)

        self.picture.show_scene(picture)
        self.picture.setAccessibleDescription(costs_words(costs, voice))
        self.words.setText(" ".join(running_words(costs, voice)))

    def _fit(self, table: RecordsTable[_Line], lines: list[_Line]) -> None:
        """Make the columns of the years as wide as their amounts: the names get the rest."""
        figures = QFontMetrics(theme.font(theme.BASE_PIXELS, tabular=True))
        for column in range(1, self._years + 2):
            amounts = (one.total if column > self._years else one.amounts[column - 1] for one in lines)
            widest = max(figures.horizontalAdvance(self._voice.language.money(one)) for one in amounts)
            table.setColumnWidth(column, max(widest + _PADDING, _LEAST))

    def _build_table(self, years: int) -> None:
        """Make the table anew: a column for each year."""
        self._years = years
        if self.table is not None:
            self.table.hide()
            self.table.deleteLater()

        def money(amount: Decimal) -> str:
            return self._voice.language.money(amount)

        def year(number: int) -> Title[_Line]:
            return Title(Text("Year {n}", n=number + 1), lambda one: money(one.amounts[number]), 95, numeric=True)

        titles: tuple[Title[_Line], ...] = (
            Title(Text("Kind of cost"), lambda one: one.name, 150), *(year(number) for number in range(years)),
            Title(Text("Sum"), lambda one: money(one.total), 98, numeric=True),
        )  # fmt: skip
        self.table = RecordsTable(tr("Costs over the years"), titles, stretch=0, most_rows=30, wrap=True, least=_NAMED)
        self.table.setObjectName("running-costs")
        self.table.horizontalHeader().setMinimumSectionSize(_LEAST)
        self.result.body.insertWidget(1, self.table)


def _per_kwh(currency: str) -> str:
    return tr("{currency} per kWh", currency=currency)


def _lines(costs: YearlyCosts) -> list[_Line]:
    """Return the table: what is offered, staying as it is, and what is saved."""
    years = range(costs.years)

    def total(name: str, rows: tuple[CostRow, ...]) -> _Line:
        return _Line(name, tuple(costs.in_year(rows, year) for year in years))

    lines = [_Line(said(row.text), row.amounts) for row in costs.rows]
    lines.append(total(tr("Sum of the offer"), costs.rows))
    if costs.today:
        lines += [_Line(said(row.text), row.amounts) for row in costs.today]
        lines.append(total(tr("Sum of staying as it is"), costs.today))
        saved = (costs.in_year(costs.today, year) - costs.in_year(costs.rows, year) for year in years)
        lines.append(_Line(tr("Saved"), tuple(saved)))
    return lines
