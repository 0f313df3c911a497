"""Records that were worked out, in a table whose cells change the project: each change is a step of undo.

What cannot be taken stays in its cell as a draft of the session, with its reason, until it is mended or given up.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt

from wizard.model.project import Project
from wizard.model.text import Text
from wizard.ui import i18n, theme
from wizard.ui.entry import REFUSALS, refusal
from wizard.ui.i18n import tip
from wizard.ui.models.columns import Column
from wizard.ui.models.grid import RECORD_ROLE, SAID, GridModel, Index, of_draft
from wizard.ui.session import Session
from wizard.ui.undoing import Draft

_Record = TypeVar("_Record")


class EditedModel(GridModel[_Record, Column]):
    """Records in rows. A subclass says what names a record, how it is written, and what a change of it makes."""

    def __init__(self, session: Session, path: str, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        self.session, self.path = session, path
        self._drafts: dict[str, Draft] = {}

    # --- what a subclass says ---------------------------------------------------------------------------------------

    def key(self, record: _Record) -> str:
        """Return what names a record, wherever it stands."""
        raise NotImplementedError

    def name(self, record: _Record, column: Column) -> Text:
        """Return what undo calls a change."""
        raise NotImplementedError

    def changed(self, record: _Record, column: Column, value: Any) -> Project:
        """Return the project with a record changed; None takes the change back. Raises one of REFUSALS."""
        raise NotImplementedError

    def editable(self, record: _Record, column: Column) -> bool:
        """Whether a cell can be edited."""
        raise NotImplementedError

    def write(self, record: _Record, column: Column) -> str:
        """Return what a cell shows."""
        raise NotImplementedError

    def typed(self, record: _Record, column: Column) -> str:
        """Return what an editor starts from."""
        return column.entry.write(column.value(record), i18n.current())

    def raw(self, record: _Record, column: Column) -> Any:
        """Return which of the choices of a column a record has."""
        return column.value(record)

    def hint(self, record: _Record, column: Column) -> str:
        """Return what is said about a cell."""
        return self.write(record, column)

    def ink(self, record: _Record, column: Column) -> str | None:
        """Return the role of the colour of a cell's words, or None for the usual one."""
        return None

    # --- records ----------------------------------------------------------------------------------------------------

    def show(self, records: Sequence[_Record]) -> None:
        """Show other records; where their number stays, an open editor does too."""
        before, self._records = self._records, tuple(records)
        drafts = {key: one for key, one in self.session.drafts.items() if key.startswith(f"{self.path}.")}
        if len(before) != len(self._records):
            self.beginResetModel()
            self.endResetModel()
        elif before != self._records or drafts != self._drafts:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._records) - 1, len(self.columns) - 1))
        self._drafts = drafts

    def draft_key(self, record: _Record, column: Column) -> str:
        """Return under what the session keeps a text of a cell that could not be taken."""
        return f"{self.path}.{self.key(record)}.{column.key}"

    # --- what Qt asks -----------------------------------------------------------------------------------------------

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Some cells can be edited."""
        base = super().flags(index)
        record = self.record(index.row()) if index.isValid() else None
        if record is None or not self.editable(record, self.columns[index.column()]):
            return base
        return base | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows, what its editor starts from, and what is wrong with it."""
        drafts = self.session.drafts
        if not drafts and role not in SAID:
            return None
        record = self.record(index.row()) if index.isValid() else None
        if record is None:
            return None
        column = self.columns[index.column()]
        draft = drafts.get(self.draft_key(record, column)) if drafts else None
        if draft is not None and (said := of_draft(draft, role)) is not None:
            return said
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.write(record, column)
            case Qt.ItemDataRole.EditRole:
                return self.typed(record, column)
            case Qt.ItemDataRole.UserRole:
                return None if column.options is None else self.raw(record, column)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(self.hint(record, column))
            case Qt.ItemDataRole.ForegroundRole:
                ink = self.ink(record, column)
                return None if ink is None else theme.colour(ink)
        return record if role == RECORD_ROLE else super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Change a record; nothing typed takes the change back, and the old words give a refused text up."""
        record = self.record(index.row()) if index.isValid() else None
        if record is None or role != Qt.ItemDataRole.EditRole:
            return False
        column = self.columns[index.column()]
        key, name = self.draft_key(record, column), self.name(record, column)
        old = self.raw(record, column) if column.options is not None else self.typed(record, column)
        try:
            if value != old:
                read = column.entry.parse(value, i18n.current()) if column.options is None else value
                project = self.changed(record, column, exact(read))
        except REFUSALS as error:
            self.session.keep_draft(key, Draft(str(value), refusal(error), name))
        else:
            self.session.drop_draft(key)
            if value != old:
                self.session.change(project, name)
        self.dataChanged.emit(index, index)
        return True


def exact(value: Any) -> Any:
    """Return a number as the commercial model takes it: exact, or refused by the model itself."""
    if not isinstance(value, Fraction):
        return value
    return Decimal(value.numerator) / Decimal(value.denominator)
