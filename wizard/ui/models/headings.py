"""The headings of an offer as an editable table: own words, discount, and how their prices are made."""

from __future__ import annotations

from typing import Any, get_args

from PySide6.QtCore import QObject

from wizard.documents.words import Voice
from wizard.flow.positions import change_group, group_terms
from wizard.model.commercial import OfferGroup
from wizard.model.names import BILL_GROUPS
from wizard.model.offer import BillGroup, View
from wizard.model.project import Project
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.entry import DecimalEntry, Entry, TextEntry
from wizard.ui.models.columns import Column
from wizard.ui.models.edited import EditedModel
from wizard.ui.session import Session

_SHOWN = ("heading", "net")
_GROUPS: tuple[OfferGroup, ...] = get_args(OfferGroup)
_OTHER_WAY = {"markup_percent": "margin_percent", "margin_percent": "markup_percent"}


def _columns(view: View) -> tuple[Column, ...]:
    def said(key: str, title: Text, entry: Entry, width: int, *, numeric: bool = True) -> Column:
        return Column(key, title, entry, width, numeric=numeric)

    own = said("title", Text("Own words"), TextEntry(optional=True), 112, numeric=False)
    theirs = (
        said("heading", Text("Heading"), TextEntry(), 104, numeric=False), own,
        said("support", Text("Support of all"), TextEntry(optional=True), 114, numeric=False),
        said("vat_percent", Text("VAT %"), DecimalEntry(), 74),
        said("discount_percent", Text("Discount %"), DecimalEntry(), 94),
        said("net", Text("Sum, net"), TextEntry(), 136),
    )  # fmt: skip
    ours = (
        said("heading", Text("Heading"), TextEntry(), 104, numeric=False),
        said("markup_percent", Text("Markup %"), DecimalEntry(), 104),
        said("margin_percent", Text("Margin %"), DecimalEntry(), 90),
        said("net", Text("Sum, net"), TextEntry(), 136),
    )
    return ours if view == "internal" else theirs


class HeadingsModel(EditedModel[BillGroup]):
    """One row for each heading that the offer has. The internal view is about how prices are made."""

    def __init__(self, session: Session, view: View, parent: QObject | None = None) -> None:
        super().__init__(session, f"offer.heading-{view}", _columns(view), parent)
        self._voice = Voice(i18n.current(), "EUR")

    def speak(self, voice: Voice) -> None:
        """Write sums in another way."""
        self._voice = voice

    def key(self, record: BillGroup) -> str:
        """Return the heading."""
        return record.key

    def name(self, record: BillGroup, column: Column) -> Text:
        """Return the column and the heading."""
        heading = BILL_GROUPS.get(record.key) or Text("{name}", name=record.key)
        return Text("{column}, {heading}", column=column.title, heading=heading)

    def changed(self, record: BillGroup, column: Column, value: Any) -> Project:
        """Change what holds for a heading; one way to make a price takes the place of the other."""
        changes = {column.key: value}
        if column.key in _OTHER_WAY and value is not None:
            changes[_OTHER_WAY[column.key]] = None
        return change_group(self.session.project, _group(record), **changes)

    def editable(self, record: BillGroup, column: Column) -> bool:
        """What is said by hand can be edited."""
        return column.key not in _SHOWN and record.key in _GROUPS

    def typed(self, record: BillGroup, column: Column) -> str:
        """Return what an editor starts from."""
        if record.key not in _GROUPS or column.key in _SHOWN:
            return ""
        value = getattr(group_terms(self.session.project, _group(record)), column.key)
        return column.entry.write(value, i18n.current())

    def write(self, record: BillGroup, column: Column) -> str:
        """Return what a cell shows."""
        if column.key == "heading":
            return self._voice.name(BILL_GROUPS, record.key)
        if column.key == "net":
            sums = [record.once_net] if record.once_net or not record.per_year_net else []
            money = [self._voice.language.money(amount) for amount in sums]
            if record.per_year_net:
                # The words stand below the figure: figures stand in one line with those above.
                money += [self._voice.language.money(record.per_year_net), self._voice.say(Text("per year"))]
            return "\n".join(money)
        return self.typed(record, column)


def _group(record: BillGroup) -> OfferGroup:
    return next(group for group in _GROUPS if group == record.key)
