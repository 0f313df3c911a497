"""An editable table with its buttons: add, duplicate, delete, and paste from a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from pydantic import BaseModel
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from wizard.model.text import Text
from wizard.ui.i18n import shown, tr
from wizard.ui.models.columns import Column
from wizard.ui.models.rows import RowsModel
from wizard.ui.session import Session
from wizard.ui.widgets.base import button, label
from wizard.ui.widgets.cells import CellDelegate
from wizard.ui.widgets.row_filter import RowFilter
from wizard.ui.widgets.rows_view import ROW_HEIGHT, RowsView
from wizard.ui.widgets.sheet import Sheet

_MOST_MESSAGES: Final = 4
_LEAST_FIRST: Final = 190


class RowsTable(QWidget):
    """The rows at a path of the project, from the first ``refresh`` on: Qt looks at every row while it styles a table.

    ``template`` makes a new row, or none where no more fit.
    """

    def __init__(
        self, session: Session, path: str, name: Text, columns: Sequence[Column],
        template: Callable[[], BaseModel | None], *, pastes: bool = False, most_rows: int = 8,
        remove: Callable[[set[int]], None] | None = None, repeats: bool = True,
    ) -> None:  # fmt: skip
        super().__init__()
        self.session, self.path, self.name, self.pastes, self.repeats = session, path, name, pastes, repeats
        self._template, self._remove, self._most_rows = template, remove, most_rows
        self.model = RowsModel(session, path, columns, self)
        self.view = RowsView(pastes=pastes)
        self.view.setModel(self.model)
        self.view.setItemDelegate(CellDelegate(session, self.model.columns, self.view))
        self.view.setAccessibleName(shown(name))
        self.view.setObjectName(path)
        self.sheet = Sheet(self.view, self.model, name, template)
        self.filter_row = RowFilter(self.model, self.view)
        self.filter, self.count = self.filter_row.line, self.filter_row.count
        self.messages = label("", "error", wrap=True)
        self.empty = label("", "quiet", wrap=True)
        self.buttons = QHBoxLayout()
        self._lay_out()
        self._size_columns()
        self._connect()

    def _connect(self) -> None:
        view, sheet = self.view, self.sheet
        view.pasted.connect(self.paste_clipboard)
        view.copied.connect(sheet.copy)
        view.filled.connect(sheet.fill_down)
        view.deleted.connect(self.delete_rows)
        view.resized.connect(self.fit_first_column)
        view.horizontalHeader().sectionDoubleClicked.connect(self._on_title)
        sheet.reading.connect(self._on_reading)
        sheet.changed.connect(self.refresh)
        for part in (sheet, self.filter_row):
            part.bug_found.connect(self.session.bug_found)
        self.session.state_changed.connect(self._show_messages)

    def _lay_out(self) -> None:
        self.add_button = button(tr("Add"), hint=tr("Add a row at the end"))
        self.duplicate_button = button(tr("Duplicate"), hint=tr("Repeat the selected rows"))
        self.delete_button = button(tr("Delete"), hint=tr("Delete the selected rows (Del)"))
        self.sort_button = button(tr("Sort"), hint=tr("Sort by the current column; again: the other way round"))
        self.fill_button = button(tr("Fill down"), hint=tr("Repeat the topmost selected cell below (Ctrl+D)"))
        self.sort_button.clicked.connect(self._on_sort)
        self.fill_button.clicked.connect(self.sheet.fill_down)
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
        for part in (self.empty, self.filter_row, self.view, self.messages):
            column.addWidget(part)
        column.addLayout(self.buttons)
        # The first place to type is the table itself.
        QWidget.setTabOrder(self.view, self.filter)

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
        self.filter_row.setVisible(self.pastes and self.filter_row.useful)
        self.filter_row.apply()
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
        return self.view.rows()

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
        if self._remove is not None:
            self.model.move_drafts(kept)
            self._remove(gone)
        else:
            self.model.arrange(kept, Text("{table}: rows deleted", table=self.name))

    # --- as in a spreadsheet ----------------------------------------------------------------------------------------

    def paste_clipboard(self) -> None:
        """Fill cells with what the clipboard holds."""
        self.sheet.paste(QApplication.clipboard().text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste while the buttons have the focus: an empty table shows nothing else."""
        if self.pastes and event.matches(QKeySequence.StandardKey.Paste):
            self.paste_clipboard()
        else:
            super().keyPressEvent(event)

    def _on_sort(self) -> None:
        self.sheet.sort(max(self.view.currentIndex().column(), 0))

    def _on_title(self, column: int) -> None:
        if self.pastes:
            self.sheet.sort(column)

    def _on_reading(self, rows: int) -> None:
        self.empty.setText(tr("Reading {n:number} rows …", n=rows))
        self.empty.show()
