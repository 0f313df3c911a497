"""Rows of the project as an editable table: each cell is typed and read like a field of a form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError
from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from wizard.flow.answers import answer, answered
from wizard.flow.glossary import terms_in
from wizard.model.project import Project
from wizard.model.text import Text
from wizard.ui import i18n, theme
from wizard.ui.entry import EntryError, explain
from wizard.ui.i18n import shown, tip, tr
from wizard.ui.models.columns import Column
from wizard.ui.models.grid import NO_INDEX, Index, alignment, of_draft
from wizard.ui.models.row_texts import RowTexts
from wizard.ui.session import Session
from wizard.ui.undoing import Draft

_ALWAYS = frozenset(
    (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.UserRole,
     Qt.ItemDataRole.TextAlignmentRole, Qt.ItemDataRole.FontRole)
)  # fmt: skip
_EDITABLE = (
    Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
    | Qt.ItemFlag.ItemIsEditable
)  # fmt: skip


class RowsModel(QAbstractTableModel):
    """The rows at ``path``. Texts that cannot be read stay in their cells as drafts of the session."""

    def __init__(self, session: Session, path: str, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session, self.path, self.columns = session, path, tuple(columns)
        self._rows: tuple[BaseModel, ...] = ()
        self._drafts: dict[str, Draft] = {}
        self.texts = RowTexts(self.columns)
        self._alignments = [alignment(column) for column in self.columns]
        self._figures = theme.font(theme.BASE_PIXELS, tabular=True)

    @property
    def rows(self) -> tuple[BaseModel, ...]:
        """The rows that are shown."""
        return self._rows

    def refresh(self) -> None:
        """Show the rows of the project as it is now."""
        rows: tuple[BaseModel, ...] = answer(self.session.project, self.path)
        if len(rows) != len(self._rows):
            self.texts.forget()
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        before, self._rows = self._rows, rows
        drafts = {key: draft for key, draft in self.session.drafts.items() if key.startswith(f"{self.path}.")}
        if rows is before and drafts == self._drafts:
            return
        # Only what changed is announced: a view reloads the editor of an announced cell, and typed text would go.
        renewed = [row for row, (old, new) in enumerate(zip(before, rows, strict=True)) if old is not new]
        if drafts != self._drafts:
            self._drafts, renewed = drafts, list(range(len(rows)))
        if renewed:
            self.dataChanged.emit(self.index(renewed[0], 0), self.index(renewed[-1], len(self.columns) - 1))

    # --- what Qt asks -----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the title of a column, or the number of a row."""
        if orientation is Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(column.title)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip("\n".join(term.text(i18n.current()) for term in terms_in(column.title.template)))
        return alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows, what its editor starts from, and what is wrong with it."""
        drafts = self.session.drafts
        # Asked seven times for each cell that is painted, mostly for what only a draft has.
        if (not drafts and role not in _ALWAYS) or not index.isValid():
            return None
        row, place = index.row(), index.column()
        draft = drafts.get(self.draft_key(row, place)) if drafts else None
        if draft is not None and (said := of_draft(draft, role)) is not None:
            return said
        column = self.columns[place]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._display(row, column)
            case Qt.ItemDataRole.EditRole:
                return column.entry.write(self._value(row, column), i18n.current())
            case Qt.ItemDataRole.UserRole:
                return self._value(row, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._alignments[place]
            case Qt.ItemDataRole.FontRole:
                return self._figures if column.numeric else None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be edited."""
        return _EDITABLE if index.isValid() else super().flags(index)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Read what was typed or chosen; what cannot be read is kept as it is."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        row, column = index.row(), self.columns[index.column()]
        key = self.draft_key(row, index.column())
        try:
            read = column.entry.parse(value, i18n.current()) if column.options is None else value
            project = self._put(row, column, read)
        except ValidationError as error:
            self._keep(key, row, column, str(value), explain(error))
        except EntryError as error:
            self._keep(key, row, column, str(value), str(error))
        else:
            self.session.drop_draft(key)
            self.session.change(project, self._name(row, column))
        self.dataChanged.emit(index, index)
        return True

    # --- rows -------------------------------------------------------------------------------------------------------

    def draft_key(self, row: int, column: int) -> str:
        """Return the path of a cell."""
        return f"{self.path}.{row}.{self.columns[column].key}"

    def replace(self, rows: Sequence[BaseModel], name: Text) -> None:
        """Show and keep other rows."""
        self.session.change(answered(self.session.project, self.path, tuple(rows)), name)

    def arrange(self, numbers: Sequence[int], name: Text) -> None:
        """Keep the rows with these numbers, in their order; the drafts go with them."""
        self.move_drafts(numbers)
        self.replace([self._rows[number] for number in numbers], name)

    def move_drafts(self, numbers: Sequence[int]) -> None:
        """Let the drafts follow rows that are about to stand in this order; those of other rows go."""
        if self.session.drafts:
            moved: dict[int, int | None] = dict.fromkeys(range(len(self._rows)))
            moved.update({old: new for new, old in enumerate(numbers)})
            self.session.move_drafts(self.path, moved)

    def reader(self) -> Callable[[Column, str], Any]:
        """Return what reads a pasted cell, with the choices of this moment; it raises EntryError where it cannot."""
        project, language = self.session.project, i18n.current()
        known: dict[str, dict[str, Any]] = {}
        for column in self.columns:
            if column.options is not None:
                options = column.options(project)
                known[column.key] = {str(value).casefold(): value for value, _ in options}
                known[column.key] |= {words.casefold(): value for value, words in options}

        def read(column: Column, text: str) -> Any:
            if column.key not in known:
                return column.entry.parse(text, language)
            word = text.strip().casefold()
            if word not in known[column.key]:
                raise EntryError(tr("“{text}” is not one of the choices", text=text.strip()[:40]))
            return known[column.key][word]

        return read

    def _put(self, row: int, column: Column, value: Any) -> Project:
        if column.put is not None:
            return column.put(self.session.project, row, value)
        return answered(self.session.project, f"{self.path}.{row}.{column.key}", value)

    def _keep(self, key: str, row: int, column: Column, text: str, message: str) -> None:
        self.session.keep_draft(key, Draft(text, message, self._name(row, column)))

    def _name(self, row: int, column: Column) -> Text:
        return Text("{column}, row {row}", column=column.title, row=row + 1)

    def _value(self, row: int, column: Column) -> Any:
        return column.value(self._rows[row])

    def _display(self, row: int, column: Column) -> str:
        return column.text(self._value(row, column), self.session.project, i18n.current())


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
