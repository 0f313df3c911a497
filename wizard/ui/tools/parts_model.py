"""The parts of a catalogue as an editable table: list, discount, purchase and selling price in columns of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QObject, Qt

from wizard.model.catalogue import Part, Price
from wizard.model.project import Project
from wizard.model.text import Text
from wizard.ui import i18n, theme
from wizard.ui.entry import DateEntry, MoneyEntry, TextEntry
from wizard.ui.i18n import shown, tip, tr
from wizard.ui.models.columns import Column, Option
from wizard.ui.models.grid import RECORD_ROLE, SAID, GridModel, Index, of_draft
from wizard.ui.tools.bench import Bench

_STATE: Final = "state"
_SHOWN: Final = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_EDITABLE: Final = _SHOWN | Qt.ItemFlag.ItemIsEditable
CONFIDENCE: Final = {
    "A": Text("seen with a seller"),
    "B": Text("second-hand"),
    "C": Text("estimated"),
}
_YES_NO: Final = {True: Text("yes"), False: Text("no")}


def _confidences(project: Project) -> list[Option]:
    return [(level, shown(words)) for level, words in CONFIDENCE.items()]


def _availabilities(project: Project) -> list[Option]:
    return [(value, shown(words)) for value, words in _YES_NO.items()]


def columns() -> tuple[Column, ...]:
    """Return the columns; what is wrong with a price is only shown."""
    return (
        Column("vendor", Text("Vendor"), TextEntry(), 88),
        Column("name", Text("Part"), TextEntry(), 218),
        Column("list_net", Text("List, net"), MoneyEntry(), 92, numeric=True),
        Column("discount_percent", Text("Discount %"), MoneyEntry(), 86, numeric=True),
        Column("purchase_net", Text("Purchase, net"), MoneyEntry(), 106, numeric=True),
        Column("net", Text("Selling, net"), MoneyEntry(), 108, numeric=True),
        Column(_STATE, Text("Remark"), TextEntry(), 172),
        Column("valid_until", Text("Valid until"), DateEntry(), 100),
        Column("available", Text("Can be had"), TextEntry(), 90, options=_availabilities),
        Column("source", Text("Source of the price"), TextEntry(), 220),
        Column("date", Text("Price of"), DateEntry(), 92),
        Column("confidence", Text("Confidence"), TextEntry(), 128, options=_confidences),
        Column("number", Text("Manufacturer’s number"), TextEntry(), 160),
        Column("note", Text("Note"), TextEntry(), 260),
    )


def remarks(part: Part, on: date, *, indicative: bool, own: bool) -> list[str]:
    """Return what is to be said of a part and its price, in the words of the window."""
    price = part.price
    said = {
        tr("own part"): own,
        tr("not available"): not part.available,
        tr("run out"): price.stale(on),
        tr("indicative"): indicative or price.indicative,
        tr("estimated"): price.estimated,
    }
    return [words for words, is_so in said.items() if is_so]


class PartsModel(GridModel[Part, Column]):
    """Some parts of the catalogue on a bench. Texts that are no values stay in their cells."""

    def __init__(self, bench: Bench, on: date, parent: QObject | None = None) -> None:
        super().__init__(columns(), parent)
        self._bench, self._on = bench, on
        self._words: dict[tuple[int, int], str] = {}
        """What cells show: asked for with every painting."""
        self._indicative, self._drafts = bench.catalogue.indicative, dict(bench.drafts)
        """What cells say beside the values of their part."""

    def show(self, parts: Sequence[Part]) -> None:
        """Show other parts, or the same ones with other values."""
        self._words.clear()
        indicative, self._indicative = self._indicative, self._bench.catalogue.indicative
        drafts, self._drafts = self._drafts, dict(self._bench.drafts)
        if [part.id for part in parts] != [part.id for part in self._records]:
            self.beginResetModel()
            self._records = tuple(parts)
            self.endResetModel()
            return
        before, self._records = self._records, tuple(parts)
        keys = drafts.keys() | self._drafts.keys()
        drafted = {key[0] for key in keys if drafts.get(key) is not self._drafts.get(key)}
        # Only what shows something else is announced: drawing all of it takes longer than everything else.
        renewed = [
            row for row, (old, new) in enumerate(zip(before, self._records, strict=True))
            if new.id in drafted or self._look(old, indicative) != self._look(new, self._indicative)
        ]  # fmt: skip
        if renewed:
            self.dataChanged.emit(self.index(renewed[0], 0), self.index(renewed[-1], len(self.columns) - 1))

    def _look(self, part: Part, indicative: bool) -> tuple[Any, ...]:
        return indicative or part.price.indicative, *(_value(part, column.key) for column in self.columns)

    def row_of(self, id: str) -> int | None:
        """Return the row of a part, where it is shown."""
        return next((row for row, part in enumerate(self._records) if part.id == id), None)

    def remarks(self, part: Part) -> list[str]:
        """Return what is to be said of a part."""
        return remarks(part, self._on, indicative=self._bench.catalogue.indicative, own=self._bench.own(part.id))

    # --- what Qt asks -----------------------------------------------------------------------------------------------

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows, what its editor starts from, and what is wrong with it."""
        drafts = self._bench.drafts
        if (not drafts and role not in SAID) or not index.isValid():
            return None
        place = index.row(), index.column()
        part, column = self._records[place[0]], self.columns[place[1]]
        draft = drafts.get((part.id, column.key)) if drafts else None
        if draft is not None and (said := of_draft(draft, role)) is not None:
            return said
        match role:
            case Qt.ItemDataRole.DisplayRole:
                if place not in self._words:
                    self._words[place] = self._display(part, column)
                return self._words[place]
            case Qt.ItemDataRole.ForegroundRole:
                return theme.colour("quiet") if column.key == _STATE or not part.available else None
            case Qt.ItemDataRole.EditRole:
                return column.entry.write(_value(part, column.key), i18n.current())
            case Qt.ItemDataRole.UserRole:
                return _value(part, column.key)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(self._display(part, column))
        return part if role == RECORD_ROLE else super().data(index, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Everything but the remark can be edited."""
        if not index.isValid():
            return super().flags(index)
        return _SHOWN if self.columns[index.column()].key == _STATE else _EDITABLE

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Read what was typed or chosen; what cannot be read is kept as it is."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        part, column = self._records[index.row()], self.columns[index.column()]
        if column.options is None and value == self.data(index, role):
            return True

        def read() -> Any:
            return value if column.options is not None else column.entry.parse(value, i18n.current())

        self._bench.edit(part, column.key, column.title, str(value), read)
        return True

    def _display(self, part: Part, column: Column) -> str:
        if column.key == _STATE:
            return ", ".join(self.remarks(part))
        value = _value(part, column.key)
        if column.key == "available":
            return shown(_YES_NO[value])
        if column.key == "confidence":
            return shown(CONFIDENCE[value])
        return "–" if value is None else column.entry.write(value, i18n.current())


def _value(part: Part, key: str) -> Any:
    return getattr(part.price if key in Price.model_fields else part, key, None)
