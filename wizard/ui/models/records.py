"""Records that are only read, as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt

from wizard.model.text import Text
from wizard.ui.i18n import tip
from wizard.ui.models.grid import RECORD_ROLE, GridModel, Index

_Record = TypeVar("_Record")


@dataclass(frozen=True)
class Field(Generic[_Record]):
    """One column: its title and how a record is written in it."""

    title: Text
    write: Callable[[_Record], str]
    width: int = 100
    numeric: bool = False
    hint: Callable[[_Record], str] | None = None


class RecordsModel(GridModel[_Record, Field[_Record]]):
    """Records in rows; a role gives the record behind a row."""

    def show(self, records: Sequence[_Record]) -> None:
        """Show other records."""
        self.beginResetModel()
        self._records = tuple(records)
        self.endResetModel()

    def shown(self) -> tuple[_Record, ...]:
        """Return the records that are shown."""
        return self._records

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        record = self._records[index.row()]
        field = self.columns[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip((field.hint or field.write)(record))
        if role == Qt.ItemDataRole.DisplayRole:
            return field.write(record)
        if role == RECORD_ROLE:
            return record
        return super().data(index, role)
