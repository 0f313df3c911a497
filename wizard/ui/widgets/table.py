"""An editable table with its buttons: add, duplicate, delete, and paste from a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from pydantic import BaseModel
from PySide6.QtCore import QEvent, QKeyCombination, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from wizard.model.text import Language, Text
from wizard.ui.i18n import shown, tr
from wizard.ui.models.rows import Column, RowsModel
from wizard.ui.session import Session
from wizard.ui.widgets.base import Combo, button, label
from wizard.ui.widgets.form import Line
from wizard.ui.widgets.spreadsheet import Pasted, cells_of, filled, filled_down, named_columns, order
from wizard.ui.work import Answer, Worker

ROW_HEIGHT: Final = 32
_PADDING: Final = 20
_AIR: Final = 12
_MOST_LETTERS: Final = 2_000
_MOST_MESSAGES: Final = 4
_LEAST_FIRST: Final = 132
_AT_ONCE: Final = 200
"""More lines than this are read beside the GUI thread."""
_FILTER_FROM: Final = 6
"""With so many rows there is something to filter."""


def wrapped_height(view: QTableView, row: int) -> int:
    """Return how high a row must be for all its words; Qt's own hint forgets the padding of the style sheet."""
    high = ROW_HEIGHT
    model = view.model()
    for column in range(model.columnCount()):
        text = str(model.index(row, column).data() or "")
        if text and not view.isColumnHidden(column):
            place = QRect(0, 0, max(view.columnWidth(column) - _PADDING, 24), 100_000)
            words = view.fontMetrics().boundingRect(place, Qt.TextFlag.TextWordWrap, text[:_MOST_LETTERS])
            high = max(high, words.height() + _AIR)
    return high


class CellDelegate(QStyledItemDelegate):
    """Edits a cell as a line of text or as a choice."""

    def __init__(self, session: Session, columns: Sequence[Column], parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._columns = session, columns

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        """Return the editor of a cell."""
        column = self._columns[index.column()]
        if column.options is None:
            line = Line(parent)
            line.setProperty("cell", True)
            line.setAccessibleName(shown(column.title))
            return line
        combo = Combo(parent)
        combo.setProperty("cell", True)
        combo.setAccessibleName(shown(column.title))
        for value, words in column.options(self._session.project):
            combo.addItem(words, value)
        combo.activated.connect(self._on_activated)
        return combo

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Show what the cell holds."""
        if isinstance(editor, Combo):
            editor.setCurrentIndex(max(editor.findData(index.data(Qt.ItemDataRole.UserRole)), 0))
        elif isinstance(editor, Line):
            editor.setText(index.data(Qt.ItemDataRole.EditRole))

    def setModelData(self, editor: QWidget, model: Any, index: QModelIndex | QPersistentModelIndex) -> None:
        """Give the cell what was typed or chosen."""
        value = editor.currentData() if isinstance(editor, Combo) else editor.text() if isinstance(editor, Line) else ""
        model.setData(index, value, Qt.ItemDataRole.EditRole)

    def _on_activated(self) -> None:
        editor = self.sender()
        if isinstance(editor, QWidget):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)


_FILL_DOWN: Final = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_D)


class RowsView(QTableView):
    """A table view with the keys of a spreadsheet."""

    def __init__(self, owner: RowsTable) -> None:
        super().__init__()
        self._owner = owner
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(True)
        self.horizontalHeader().setSortIndicatorShown(False)
        self.horizontalHeader().sectionDoubleClicked.connect(owner.sort)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste, copy, delete and duplicate; everything else edits or moves."""
        if event.matches(QKeySequence.StandardKey.Paste) and self._owner.pastes:
            self._owner.paste_clipboard()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._owner.copy()
        elif event.key() == Qt.Key.Key_Delete:
            self._owner.delete_rows()
        elif event.keyCombination() == _FILL_DOWN:
            self._owner.fill_down()
        elif event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the table as wide as its place."""
        super().resizeEvent(event)
        self._owner.fit_first_column()

    def event(self, event: QEvent) -> bool:
        """Ctrl+V and Ctrl+C belong to the table while it has the focus."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            keys = (QKeySequence.StandardKey.Paste, QKeySequence.StandardKey.Copy)
            if any(event.matches(key) for key in keys):
                event.accept()
                return True
        return super().event(event)


class RowsTable(QWidget):
    """The rows at a path of the project. ``template`` makes a new row, or none where no more fit."""

    def __init__(
        self, session: Session, path: str, name: Text, columns: Sequence[Column],
        template: Callable[[], BaseModel | None], *, pastes: bool = False, most_rows: int = 8,
        remove: Callable[[set[int]], None] | None = None, repeats: bool = True,
    ) -> None:  # fmt: skip
        super().__init__()
        self.session, self.path, self.name, self.pastes, self.repeats = session, path, name, pastes, repeats
        self._template, self._remove, self._most_rows = template, remove, most_rows
        self._descending = self._filtered = False
        self._worker = Worker((), self)
        self._worker.answered.connect(self._on_pasted)
        self.model = RowsModel(session, path, columns, self)
        self.view = RowsView(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(CellDelegate(session, self.model.columns, self.view))
        self.view.setAccessibleName(shown(name))
        self.view.setObjectName(path)
        self.messages = label("", "error", wrap=True)
        self.empty = label("", "quiet", wrap=True)
        self.buttons = QHBoxLayout()
        self._lay_out()
        self._size_columns()
        session.state_changed.connect(self._show_messages)
        self.refresh()

    def _lay_out(self) -> None:
        self.add_button = button(tr("Add"), hint=tr("Add a row at the end"))
        self.duplicate_button = button(tr("Duplicate"), hint=tr("Repeat the selected rows"))
        self.delete_button = button(tr("Delete"), hint=tr("Delete the selected rows (Del)"))
        self.sort_button = button(tr("Sort"), hint=tr("Sort by the current column; again: the other way round"))
        self.fill_button = button(tr("Fill down"), hint=tr("Repeat the topmost selected cell below (Ctrl+D)"))
        self.sort_button.clicked.connect(self._on_sort)
        self.fill_button.clicked.connect(self.fill_down)
        self.add_button.clicked.connect(self.add_row)
        self.duplicate_button.clicked.connect(self.duplicate_rows)
        self.delete_button.clicked.connect(self.delete_rows)
        self.buttons.setSpacing(8)
        for widget in (self.add_button, self.duplicate_button, self.delete_button, self.fill_button, self.sort_button):
            self.buttons.addWidget(widget)
        self.buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in (self.empty, self._filter_row(), self.view, self.messages):
            column.addWidget(part)
        column.addLayout(self.buttons)
        # The first place to type is the table itself.
        QWidget.setTabOrder(self.view, self.filter)

    def _filter_row(self) -> QWidget:
        self.filter_row = QWidget()
        row = QHBoxLayout(self.filter_row)
        row.setContentsMargins(0, 0, 0, 0)
        self.filter = Line()
        self.filter.setPlaceholderText(tr("Filter: rows that contain …"))
        self.filter.setAccessibleName(tr("Filter"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self.apply_filter)
        self.count = label("", "caption")
        self.count.hide()
        row.addWidget(self.filter, 1)
        row.addWidget(self.count)
        return self.filter_row

    def _size_columns(self) -> None:
        header = self.view.horizontalHeader()
        for number, column in enumerate(self.model.columns):
            self.view.setColumnWidth(number, column.width)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(48)

    def fit_first_column(self) -> None:
        """Give the first column what the others leave; where that is too little, the table scrolls."""
        others = sum(self.view.columnWidth(number) for number in range(1, len(self.model.columns)))
        self.view.setColumnWidth(0, max(self.view.viewport().width() - others, _LEAST_FIRST))

    # --- showing ----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the rows of the project, and what is wrong in them."""
        current = self.view.currentIndex()
        place = (current.row(), current.column())
        self.model.refresh()
        count = self.model.rowCount()
        if count and not self.view.currentIndex().isValid() and place[0] >= 0:
            self.view.setCurrentIndex(self.model.index(min(place[0], count - 1), place[1]))
        for number, column in enumerate(self.model.columns):
            if column.wanted is not None:
                self.view.setColumnHidden(number, not column.wanted(self.session.project))
        self.fit_first_column()
        self._fit_height(count)
        self.view.setVisible(count > 0)
        self.empty.setVisible(count == 0 and bool(self.empty.text()))
        self.duplicate_button.setVisible(count > 0 and self.repeats)
        self.delete_button.setVisible(count > 0)
        for widget in (self.fill_button, self.sort_button):
            widget.setVisible(count > 1 and self.pastes)
        self.filter_row.setVisible(self.pastes and (count >= _FILTER_FROM or bool(self.filter.text())))
        self.apply_filter()
        self.add_button.setEnabled(self._template() is not None)
        self._show_messages()

    def _fit_height(self, count: int) -> None:
        rows = min(max(count, 1), self._most_rows)
        bar = self.view.horizontalScrollBar()
        extra = bar.sizeHint().height() if bar.maximum() > 0 else 0
        self.view.setFixedHeight(self.view.horizontalHeader().sizeHint().height() + rows * ROW_HEIGHT + 4 + extra)

    def _show_messages(self) -> None:
        drafts = [draft for key, draft in self.session.drafts.items() if key.startswith(f"{self.path}.")]
        lines = [f"{shown(draft.name)}: {draft.message}" for draft in drafts[:_MOST_MESSAGES]]
        if len(drafts) > _MOST_MESSAGES:
            lines.append(tr("and {n} more", n=len(drafts) - _MOST_MESSAGES))
        self.messages.setText("\n".join(lines))
        self.messages.setVisible(bool(lines))

    # --- rows -------------------------------------------------------------------------------------------------------

    def selected(self) -> list[int]:
        """Return the selected rows that are shown, in order."""
        ranges = self.view.selectionModel().selection().toList()
        rows = {row for part in ranges for row in range(part.top(), part.bottom() + 1)}
        return sorted(row for row in rows if not self.view.isRowHidden(row))

    def _selected_columns(self) -> list[Column]:
        ranges = self.view.selectionModel().selection().toList()
        numbers = sorted({number for part in ranges for number in range(part.left(), part.right() + 1)})
        return [self.model.columns[number] for number in numbers if not self.view.isColumnHidden(number)]

    def add_row(self) -> None:
        """Add a row and begin to edit it."""
        row = self._template()
        if row is None:
            return
        self.model.replace((*self.model.rows, row), Text("{table}: row added", table=self.name))
        self.refresh()
        last = self.model.index(self.model.rowCount() - 1, 0)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.view.setCurrentIndex(last)
        self.view.edit(last)

    def duplicate_rows(self) -> None:
        """Repeat the selected rows at the end."""
        rows = [self.model.rows[row] for row in self.selected()]
        if rows:
            self.model.replace((*self.model.rows, *rows), Text("{table}: rows repeated", table=self.name))

    def delete_rows(self) -> None:
        """Delete the selected rows; the drafts below move up with theirs."""
        gone = set(self.selected())
        if not gone:
            return
        kept = [row for row in range(self.model.rowCount()) if row not in gone]
        moved: dict[int, int | None] = dict.fromkeys(gone)
        moved.update({old: new for new, old in enumerate(kept)})
        self.session.move_drafts(self.path, moved)
        if self._remove is not None:
            self._remove(gone)
        else:
            self.model.replace([self.model.rows[row] for row in kept], Text("{table}: rows deleted", table=self.name))

    # --- the clipboard ----------------------------------------------------------------------------------------------

    def copy(self) -> None:
        """Copy the selected cells as a spreadsheet does."""
        numbers = [self.model.columns.index(column) for column in self._selected_columns()]
        lines = ("\t".join(str(self.model.index(row, at).data()) for at in numbers) for row in self.selected())
        QApplication.clipboard().setText("\n".join(lines))

    def paste_clipboard(self) -> None:
        """Fill cells with what the clipboard holds."""
        self.paste(QApplication.clipboard().text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste while the buttons have the focus: an empty table shows nothing else."""
        if self.pastes and event.matches(QKeySequence.StandardKey.Paste):
            self.paste_clipboard()
        else:
            super().keyPressEvent(event)

    def paste(self, text: str) -> None:
        """Fill cells from the current one on; rows past the end are added, and a line of titles names the columns."""
        lines = cells_of(text)
        if not lines or self._worker.busy:
            return
        current = self.view.currentIndex()
        row, first = (current.row(), current.column()) if current.isValid() else (self.model.rowCount(), 0)
        columns = named_columns(lines[0], self.model.columns)
        if columns is not None:
            lines, row = lines[1:], self.model.rowCount()
        else:
            columns = [column for at, column in enumerate(self.model.columns[first:], first) if not self._is_hidden(at)]
        rows, template, read = self.model.rows, self._template, self.model.reader()

        def work() -> Pasted:
            return filled(rows, lines, row, columns, template, read)

        if len(lines) <= _AT_ONCE:
            self._take_pasted(work())
        else:
            self.empty.setText(tr("Reading {n:number} rows …", n=len(lines)))
            self.empty.show()
            self._worker.ask(work)

    def finish(self) -> None:
        """Wait for what is being read."""
        self._worker.finish()

    def _is_hidden(self, column: int) -> bool:
        return self.view.isColumnHidden(column)

    def _on_pasted(self, answer: Answer) -> None:
        if isinstance(answer.value, Pasted):
            self._take_pasted(answer.value)
        elif answer.report is not None:
            self.session.bug_found.emit(answer.report)

    def _take_pasted(self, pasted: Pasted) -> None:
        self.model.replace(pasted.rows, Text("{table}: pasted", table=self.name))
        for (row, key), draft in pasted.drafts.items():
            self.session.keep_draft(f"{self.path}.{row}.{key}", draft)
        self.refresh()

    # --- as in a spreadsheet ----------------------------------------------------------------------------------------

    def fill_down(self) -> None:
        """Repeat the topmost selected cells in those below; a single cell takes what stands above it."""
        rows = self.selected()
        if len(rows) == 1:
            above = [row for row in range(rows[0]) if not self.view.isRowHidden(row)]
            rows = [*above[-1:], *rows]
        if len(rows) > 1:
            made = filled_down(self.model.rows, rows, self._selected_columns())
            self.model.replace(made, Text("{table}: filled down", table=self.name))

    def sort(self, column: int, *, descending: bool | None = None) -> None:
        """Sort the rows of the project by a column; a second time the other way round."""
        if not self.pastes or self.model.rowCount() < 2:
            return
        if descending is None:
            header = self.view.horizontalHeader()
            again = header.isSortIndicatorShown() and header.sortIndicatorSection() == column
            descending = again and not self._descending
        self._descending = descending
        by = self.model.columns[column]
        rows = self.model.rows
        numbers = order(rows, by.value, descending=descending)
        self.session.move_drafts(self.path, {old: new for new, old in enumerate(numbers)})
        self.model.replace([rows[number] for number in numbers], Text("Sorted by {column}", column=by.title))
        way = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.view.horizontalHeader().setSortIndicator(column, way)
        self.view.horizontalHeader().setSortIndicatorShown(True)

    def _on_sort(self) -> None:
        self.sort(max(self.view.currentIndex().column(), 0))

    def apply_filter(self) -> None:
        """Hide the rows that do not contain the words of the filter; they stay in the project."""
        words = self.filter.text().casefold().split()
        count = self.model.rowCount()
        if not words and not self._filtered:
            self.count.setText("")
            return
        self._filtered = bool(words)
        shown_rows = 0
        self.view.setUpdatesEnabled(False)
        for row in range(count):
            hidden = bool(words) and not self.model.contains(row, words)
            if self.view.isRowHidden(row) != hidden:
                self.view.setRowHidden(row, hidden)
            shown_rows += not hidden
        self.view.setUpdatesEnabled(True)
        self.count.setText(tr("{n:number} of {all:number} rows", n=shown_rows, all=count) if words else "")
        self.count.setVisible(bool(words))


def brief_size(value: int, language: Language) -> str:
    """Return a size in few figures, for a cell that is only read."""
    return language.size(value)
