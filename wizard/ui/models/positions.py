"""The positions of an offer as an editable table: each change is a step of undo, and the sizing stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from wizard.documents.words import Voice
from wizard.flow.positions import change_position
from wizard.model.faults import InputFault
from wizard.model.offer import OfferLine
from wizard.model.project import Project
from wizard.model.text import Text
from wizard.ui import i18n, theme
from wizard.ui.entry import EntryError, MoneyEntry, NumberEntry, TextEntry
from wizard.ui.i18n import shown, tip, tr
from wizard.ui.models.records import RECORD_ROLE, Index
from wizard.ui.models.rows import Column, Option
from wizard.ui.services import fault_lines
from wizard.ui.session import Session

_NO_INDEX = QModelIndex()
_KINDS: Final = {
    "normal": Text("yes"),
    "optional": Text("optional"),
    "on-demand": Text("on demand"),
    "text": Text("text only"),
}
_OTHER_KINDS: Final = {
    "alternative": Text("alternative"), "lump-sum": Text("lump sum"), "subtotal": Text("subtotal"),
}  # fmt: skip
EDITED: Final = ("text", "quantity", "unit_net", "discount_percent", "kind")


def _kinds(project: Project) -> list[Option]:
    return [(kind, shown(words)) for kind, words in _KINDS.items()]


def columns() -> tuple[Column, ...]:
    """Return the columns; some are only shown."""
    return (
        Column("position", Text("Position"), TextEntry(), 80),
        Column("text", Text("What"), TextEntry(optional=True), 200),
        Column("quantity", Text("Quantity"), NumberEntry(), 66, numeric=True),
        Column("unit_net", Text("Each, net"), MoneyEntry(), 104, numeric=True),
        Column("net", Text("Sum, net"), MoneyEntry(), 98, numeric=True),
        Column("discount_percent", Text("Discount %"), NumberEntry("%"), 78, numeric=True),
        Column("kind", Text("Counted"), TextEntry(), 96, options=_kinds),
    )


class PositionsModel(QAbstractTableModel):
    """Lines of an offer. What cannot be taken is refused with a sentence, and the line stays as it was."""

    refused = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.columns = columns()
        self._lines: tuple[OfferLine, ...] = ()
        self._voice = Voice(i18n.current(), "EUR")

    def show(self, lines: Sequence[OfferLine], voice: Voice) -> None:
        """Show other lines; where their number stays, an open editor does too."""
        self._voice = voice
        if len(lines) != len(self._lines):
            self.beginResetModel()
            self._lines = tuple(lines)
            self.endResetModel()
        elif tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(self.columns) - 1))

    def line(self, row: int) -> OfferLine | None:
        """Return the line of a row."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    # --- what Qt asks -----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the title of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(column.title)
        return _alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What a vendor may change can be edited, but for a position that is not offered any more."""
        base = super().flags(index)
        line = self.line(index.row()) if index.isValid() else None
        if line is None or line.dropped or self.columns[index.column()].key not in EDITED:
            return base
        return base | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows, and what its editor starts from."""
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        column = self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._display(line, column.key)
            case Qt.ItemDataRole.EditRole:
                return self._edited(line, column)
            case Qt.ItemDataRole.UserRole:
                return getattr(line, column.key)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(shown(line.because) if column.key == "text" else self._display(line, column.key))
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.FontRole:
                return theme.font(theme.BASE_PIXELS, tabular=True) if column.numeric else None
            case Qt.ItemDataRole.ForegroundRole:
                return None if line.counted else theme.colour("quiet")
        return line if role == RECORD_ROLE else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Change a position; nothing typed takes the change back."""
        line = self.line(index.row()) if index.isValid() else None
        if line is None or role != Qt.ItemDataRole.EditRole:
            return False
        column = self.columns[index.column()]
        if value == self._edited(line, column):
            return True
        try:
            read = column.entry.parse(value, i18n.current()) if column.options is None else value
            project = change_position(self._session.project, line, **{column.key: _plain(read)})
        except (EntryError, InputFault) as fault:
            lines = fault_lines(fault, i18n.current()) if isinstance(fault, InputFault) else (str(fault),)
            typed = f"“{str(value)[:60]}”: " if column.options is None else ""
            self.refused.emit(f"{line.position}, {shown(column.title)}: {typed}{' '.join(lines)}")
            return False
        self.refused.emit("")
        self._session.change(project, Text("{column}, position {n}", column=column.title, n=line.position))
        return True

    def _display(self, line: OfferLine, key: str) -> str:
        voice = self._voice
        match key:
            case "position":
                return line.position
            case "text":
                yearly = tr("per year") if line.per == "year" and line.priced else ""
                return "\n".join(part for part in (shown(line.text), line.note, yearly) if part)
            case "quantity":
                return voice.number(line.quantity) if line.priced else ""
            case "unit_net" | "net":
                # The currency stands below, with the sums.
                return voice.language.money(getattr(line, key)) if line.priced or line.kind == "subtotal" else ""
            case "discount_percent":
                return "" if line.discount_percent is None else voice.number(line.discount_percent)
            case "kind":
                known = {**_KINDS, **_OTHER_KINDS}[line.kind]
                return tr("not offered any more") if line.dropped else shown(known)
        return ""

    def _edited(self, line: OfferLine, column: Column) -> str:
        if column.key == "text":
            return shown(line.text)
        return column.entry.write(getattr(line, column.key), i18n.current())


def _plain(value: Any) -> Any:
    """Return a number as the commercial model takes it: exact, or refused by the model itself."""
    if not isinstance(value, Fraction):
        return value
    return Decimal(value.numerator) / Decimal(value.denominator)


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
