"""Records in rows under titled columns: what every table of the window answers in the same way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from wizard.model.text import Text
from wizard.ui import theme
from wizard.ui.i18n import shown, tip
from wizard.ui.undoing import Draft

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
RECORD_ROLE = Qt.ItemDataRole.UserRole + 1
SAID = frozenset(
    (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.UserRole, Qt.ItemDataRole.ToolTipRole,
     Qt.ItemDataRole.TextAlignmentRole, Qt.ItemDataRole.FontRole, Qt.ItemDataRole.ForegroundRole, RECORD_ROLE)
)  # fmt: skip
"""What cells without a draft answer. Each is asked seven times whenever it is painted, mostly for something else."""
_ALIGNMENT, _FONT = Qt.ItemDataRole.TextAlignmentRole, Qt.ItemDataRole.FontRole


class Titled(Protocol):
    """A column, as far as its head is concerned."""

    @property
    def title(self) -> Text:
        """What stands in the head."""

    @property
    def numeric(self) -> bool:
        """Whether its cells are figures, which stand at the right."""


_Record = TypeVar("_Record")
_Column = TypeVar("_Column", bound=Titled)


class GridModel(QAbstractTableModel, Generic[_Record, _Column]):
    """A subclass says what a cell shows."""

    def __init__(self, columns: Sequence[_Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._records: tuple[_Record, ...] = ()
        self._alignments = [alignment(column) for column in self.columns]
        self._figures = theme.font(theme.BASE_PIXELS, tabular=True)

    def record(self, row: int) -> _Record | None:
        """Return the record of a row."""
        return self._records[row] if 0 <= row < len(self._records) else None

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Return the number of records."""
        return 0 if parent.isValid() else len(self._records)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return how the words of a cell stand; a subclass says the words."""
        if role == _ALIGNMENT:
            return self._alignments[index.column()]
        return self._figures if role == _FONT and self.columns[index.column()].numeric else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the title of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(self.columns[section].title)
        return self._alignments[section] if role == _ALIGNMENT else None


def alignment(column: Titled) -> Qt.AlignmentFlag:
    """Return where the words of a column stand."""
    side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def of_draft(draft: Draft, role: int) -> Any:
    """Return what a cell says of a text that could not be taken; None where it has nothing to do with it."""
    match role:
        case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
            return draft.text
        case Qt.ItemDataRole.ToolTipRole:
            return tip(draft.message)
        case Qt.ItemDataRole.AccessibleDescriptionRole:
            return draft.message
        case Qt.ItemDataRole.ForegroundRole:
            return theme.colour("red")
        case Qt.ItemDataRole.BackgroundRole:
            return theme.colour("red-soft")
    return None
