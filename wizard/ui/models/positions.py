"""The positions of an offer as an editable table; the sizing stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QObject

from wizard.documents.words import Voice
from wizard.flow.positions import change_position
from wizard.model.offer import OfferLine
from wizard.model.project import Project
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.entry import MoneyEntry, NumberEntry, TextEntry
from wizard.ui.i18n import shown, tr
from wizard.ui.models.columns import Column, Option
from wizard.ui.models.edited import EditedModel
from wizard.ui.session import Session

KINDS: Final = {
    "normal": Text("yes"),
    "optional": Text("optional"),
    "alternative": Text("alternative"),
    "on-demand": Text("on demand"),
    "lump-sum": Text("lump sum"),
    "text": Text("text only"),
    "subtotal": Text("subtotal"),
}
EDITED: Final = ("text", "quantity", "unit_net", "discount_percent", "kind")


def _kinds(project: Project) -> list[Option]:
    return [(kind, shown(words)) for kind, words in KINDS.items()]


def columns() -> tuple[Column, ...]:
    """Return the columns; some are only shown."""
    return (
        Column("position", Text("Position"), TextEntry(), 72),
        Column("text", Text("What"), TextEntry(optional=True), 116),
        Column("quantity", Text("Quantity"), NumberEntry(), 68, numeric=True),
        Column("unit_net", Text("Each, net"), MoneyEntry(), 98, numeric=True),
        Column("net", Text("Sum, net"), MoneyEntry(), 98, numeric=True),
        Column("discount_percent", Text("Discount %"), NumberEntry("%"), 86, numeric=True),
        Column("kind", Text("Counted"), TextEntry(), 80, options=_kinds),
    )


class PositionsModel(EditedModel[OfferLine]):
    """Lines of an offer."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session, "offer.position", columns(), parent)
        self._voice = Voice(i18n.current(), "EUR")

    def show_lines(self, lines: Sequence[OfferLine], voice: Voice) -> None:
        """Show other lines."""
        self._voice = voice
        self.show(lines)

    def key(self, record: OfferLine) -> str:
        """Return the key of a position: its number may change."""
        return record.key

    def name(self, record: OfferLine, column: Column) -> Text:
        """Return the column and the number of the position."""
        return Text("{column}, position {n}", column=column.title, n=record.position)

    def changed(self, record: OfferLine, column: Column, value: Any) -> Project:
        """Change a position of the offer."""
        return change_position(self.session.project, record, **{column.key: value})

    def editable(self, record: OfferLine, column: Column) -> bool:
        """What a vendor may change can be edited, but for a position that is not offered any more."""
        return not record.dropped and column.key in EDITED

    def typed(self, record: OfferLine, column: Column) -> str:
        """Return what an editor starts from."""
        return shown(record.text) if column.key == "text" else super().typed(record, column)

    def hint(self, record: OfferLine, column: Column) -> str:
        """Say why a sized position is there."""
        return shown(record.because) if column.key == "text" else self.write(record, column)

    def ink(self, record: OfferLine, column: Column) -> str | None:
        """Write what the sum does not contain in a quieter colour; the last column says it in words."""
        return None if record.counted else "quiet"

    def write(self, record: OfferLine, column: Column) -> str:
        """Return what a cell shows."""
        key, voice = column.key, self._voice
        match key:
            case "position":
                return record.position
            case "text":
                yearly = tr("per year") if record.per == "year" and record.priced else ""
                gone = shown(record.because) if record.dropped else ""
                beside = (record.note, _base(record, voice), yearly, gone)
                return "\n".join(part for part in (shown(record.text), *beside) if part)
            case "quantity":
                return voice.number(record.quantity) if record.priced else ""
            case "unit_net" | "net":
                # The currency stands below, with the sums.
                known = record.priced or (record.kind == "subtotal" and key == "net")
                return voice.language.money(getattr(record, key)) if known else ""
            case "discount_percent":
                return "" if record.discount_percent is None else voice.number(record.discount_percent)
            case "kind":
                return tr("not offered any more") if record.dropped else shown(KINDS[record.kind])
        return ""


def _base(line: OfferLine, voice: Voice) -> str:
    """Say what an alternative stands for, and what it costs more."""
    if line.kind != "alternative" or line.base is None:
        return ""
    if line.difference_net is None:
        return tr("instead of {position}", position=line.base)
    more = voice.language.money(line.difference_net, signed=True)
    return tr("instead of {position}: {more}", position=line.base, more=more)
