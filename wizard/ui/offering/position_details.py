"""Everything about one position that its row has no room for: folded until somebody wants it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.flow.positions import change_position, position_terms
from wizard.model.names import UNITS_OF_SALE
from wizard.model.offer import Offer, OfferLine
from wizard.model.project import Project
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.entry import DateEntry, DecimalEntry, Entry, MoneyEntry, NumberEntry, TextEntry
from wizard.ui.i18n import tr
from wizard.ui.session import Session
from wizard.ui.widgets.base import clear
from wizard.ui.widgets.fold import Fold
from wizard.ui.widgets.form import ChoiceField, Field, Grid, LineField, Option, Place

_PER: tuple[Option, ...] = (("once", Text("once")), ("year", Text("per year")))


class PositionDetails(QWidget):
    """The fields of the position that is current in the table."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._line: OfferLine | None = None
        self._offer: Offer | None = None
        self._built: object = None
        self._fields: list[Field] = []
        self.fold = Fold("", name="position-details")
        self.fold.body.setContentsMargins(0, 0, 0, 10)
        self.fold.toggled.connect(self._show)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.fold)

    def show_line(self, line: OfferLine | None, offer: Offer | None = None) -> None:
        """Be about another position, or the same one as it is now."""
        self._line, self._offer = line, offer or self._offer
        self.setVisible(line is not None and not line.dropped)
        if line is not None:
            self.fold.say(tr("More about position {n}", n=line.position))
        self._show()

    def _show(self) -> None:
        line, offer = self._line, self._offer
        if line is None or line.dropped or offer is None or not self.fold.is_open:
            return
        needed = (line.key, line.kind, offer.view, tuple((one.key, one.position) for one in offer.lines))
        if needed != self._built:
            self._built = needed
            clear(self.fold.body)
            grid = Grid()
            self._fields = list(self._made(line, offer))
            for field in self._fields:
                grid.add(field)
            self.fold.body.addWidget(grid)
        for field in self._fields:
            field.refresh()

    # --- the fields -------------------------------------------------------------------------------------------------

    def _made(self, line: OfferLine, offer: Offer) -> Iterator[Field]:
        language, net = i18n.current(), tr("net of VAT")
        if line.kind == "alternative":
            bases: list[Option] = [(None, Text("no other position"))]
            bases += [(one.key, Text("{n}", n=one.position)) for one in offer.lines if one.priced and one != line]
            yield self._choice(line, "base", Text("Stands for"), bases)
        yield self._typed(line, "note", Text("Note below the description"), TextEntry(optional=True))
        if line.own:
            yield self._choice(line, "unit", Text("Unit"), tuple(UNITS_OF_SALE.items()))
            yield self._choice(line, "per", Text("Paid"), _PER)
        if not line.priced:
            return
        yield self._typed(line, "list_net", Text("List price"), MoneyEntry(), net)
        if offer.view == "internal":
            yield from self._of_cost(line, net)
        vat = language.number(line.vat_percent)
        yield self._typed(line, "vat_percent", Text("VAT"), DecimalEntry(), "%", vat)
        yield self._typed(line, "support", Text("Support"), TextEntry(optional=True), "", line.support)
        years = "" if line.support_years is None else str(line.support_years)
        yield self._typed(line, "support_years", Text("Years of support"), NumberEntry(whole=True), tr("years"), years)
        yield self._typed(line, "lead_weeks", Text("Lead time"), NumberEntry(whole=True), tr("weeks"))
        until = DateEntry().write(line.price_valid_until, language)
        yield self._typed(line, "valid_until", Text("Price holds until"), DateEntry(), "", until)

    def _of_cost(self, line: OfferLine, net: str) -> Iterator[Field]:
        """Yield what only the vendor may know."""
        yield self._typed(line, "purchase_net", Text("Purchase price"), MoneyEntry(), net)
        for name, title, other in (
            ("markup_percent", Text("Markup on the purchase price"), "margin_percent"),
            ("margin_percent", Text("Margin of the selling price"), "markup_percent"),
        ):
            yield self._typed(line, name, title, DecimalEntry(), "%", other=other)
        yield self._typed(line, "price_source", Text("Source of the price"), TextEntry(optional=True))
        yield self._typed(line, "price_date", Text("Day of the price"), DateEntry())

    def _place(self, line: OfferLine, name: str, other: str = "") -> Place:
        def read(project: Project) -> Any:
            # Undo may have taken the position away before the table shows it.
            gone = line.own and line.key not in {own.id for own in project.offer.positions}
            value = None if gone else getattr(position_terms(project, line), name)
            return None if value == "" else value

        def put(project: Project, value: Any) -> Project:
            # One way to make a price takes the place of the other.
            instead = {other: None} if other and value is not None else {}
            return change_position(project, line, **{name: value, **instead})

        return Place(read, put)

    def _typed(
        self, line: OfferLine, name: str, title: Text, entry: Entry, unit: str = "", empty: str = "", other: str = ""
    ) -> Field:
        path = f"offer.position.{line.key}.{name}"
        return LineField(
            self._session, path, title, entry, unit=unit, empty=empty, place=self._place(line, name, other)
        )

    def _choice(self, line: OfferLine, name: str, title: Text, options: Any) -> Field:
        path = f"offer.position.{line.key}.{name}"
        return ChoiceField(self._session, path, title, options, place=self._place(line, name))
