"""Records that are only read, as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from wizard.model.text import Text
from wizard.ui import theme
from wizard.ui.i18n import shown, tip

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
RECORD_ROLE = Qt.ItemDataRole.UserRole + 1
_Record = TypeVar("_Record")


@dataclass(frozen=True)
class Field(Generic[_Record]):
    """One column: its title and how a record is written in it."""

    title: Text
    write: Callable[[_Record], str]
    width: int = 100
    numeric: bool = False
    hint: Callable[[_Record], str] | None = None


class RecordsModel(QAbstractTableModel, Generic[_Record]):
    """Records in rows; a role gives the record behind a row."""

    def __init__(self, fields: Sequence[Field[_Record]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.fields = tuple(fields)
        self._records: tuple[_Record, ...] = ()

    def show(self, records: Sequence[_Record]) -> None:
        """Show other records."""
        self.beginResetModel()
        self._records = tuple(records)
        self.endResetModel()

    def shown(self) -> tuple[_Record, ...]:
        """Return the records that are shown."""
        return self._records

    def record(self, row: int) -> _Record | None:
        """Return the record of a row."""
        return self._records[row] if 0 <= row < len(self._records) else None

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the number of records."""
        return 0 if parent.isValid() else len(self._records)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.fields)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the title of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(self.fields[section].title)
        return self._alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        record = self._records[index.row()]
        field = self.fields[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip((field.hint or field.write)(record))
        if role == Qt.ItemDataRole.DisplayRole:
            return field.write(record)
        if role == RECORD_ROLE:
            return record
        if role == Qt.ItemDataRole.FontRole and self.fields[index.column()].numeric:
            return theme.font(theme.BASE_PIXELS, tabular=True)
        return self._alignment(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if self.fields[column].numeric else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
