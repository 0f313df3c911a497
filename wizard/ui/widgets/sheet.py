"""What is done with the rows of a table as in a spreadsheet: copy, paste, fill down, sort."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.models.columns import Column
from wizard.ui.models.rows import RowsModel
from wizard.ui.widgets.rows_view import RowsView
from wizard.ui.widgets.spreadsheet import Pasted, cells_of, filled, filled_down, named_columns, order
from wizard.ui.work import AT_ONCE, Answer, Worker

T = TypeVar("T")
Rows = tuple[BaseModel, ...]


class Sheet(QObject):
    """Changes the rows of a view's model; what many rows take long is made beside the GUI thread."""

    reading = Signal(int)
    """Many rows are being read."""
    changed = Signal()
    bug_found = Signal(str)

    def __init__(self, view: RowsView, model: RowsModel, name: Text, template: Callable[[], BaseModel | None]) -> None:
        super().__init__(view)
        self._view, self._model, self._name, self._template = view, model, name, template
        self._descending = False
        self._again: Callable[[], None] | None = None
        self._worker = Worker((), self)
        self._worker.answered.connect(self._on_answered)

    def copy(self) -> None:
        """Copy the selected cells as a spreadsheet does."""
        model, numbers, columns = self._model, self._view.rows(), self._columns()
        text = model.texts.reader(model.session.project, i18n.current())
        drafts = {key: draft.text for key, draft in model.session.drafts.items()}

        def cell(rows: Rows, row: int, column: Column) -> str:
            return drafts.get(f"{model.path}.{row}.{column.key}") or text(rows[row], column)

        def work(rows: Rows) -> str:
            return "\n".join("\t".join(cell(rows, row, column) for column in columns) for row in numbers)

        self._do(len(numbers), work, QApplication.clipboard().setText)

    def paste(self, text: str) -> None:
        """Fill cells from the current one on; rows past the end are added, and a line of titles names the columns."""
        lines = cells_of(text)
        if not lines:
            return
        model, current = self._model, self._view.currentIndex()
        row, first = (current.row(), current.column()) if current.isValid() else (model.rowCount(), 0)
        columns = named_columns(lines[0], model.columns)
        if columns is not None:
            lines, row = lines[1:], model.rowCount()
        else:
            columns = [column for at, column in enumerate(model.columns[first:], first) if not self._is_hidden(at)]
        template, read = self._template, model.reader()

        def work(rows: Rows) -> Pasted:
            return filled(rows, lines, row, columns, template, read)

        self._do(len(lines), work, self._take)
        if self._worker.busy:
            self.reading.emit(len(lines))

    def fill_down(self) -> None:
        """Repeat the topmost selected cells in those below; a single cell takes what stands above it."""
        numbers, columns = self._view.rows(), self._columns()
        if len(numbers) == 1:
            above = [row for row in range(numbers[0]) if not self._view.isRowHidden(row)]
            numbers = [*above[-1:], *numbers]

        def replace(rows: Rows) -> None:
            self._model.replace(rows, Text("{table}: filled down", table=self._name))

        if len(numbers) > 1:
            self._do(len(numbers), lambda rows: filled_down(rows, numbers, columns), replace)

    def sort(self, column: int, *, descending: bool | None = None) -> None:
        """Sort the rows of the project by a column; a second time the other way round."""
        if self._model.rowCount() < 2:
            return
        if descending is None:
            header = self._view.horizontalHeader()
            again = header.isSortIndicatorShown() and header.sortIndicatorSection() == column
            descending = again and not self._descending
        way, by = descending, self._model.columns[column]

        def take(numbers: list[int]) -> None:
            self._descending = way
            self._model.arrange(numbers, Text("Sorted by {column}", column=by.title))
            sign = Qt.SortOrder.DescendingOrder if way else Qt.SortOrder.AscendingOrder
            self._view.horizontalHeader().setSortIndicator(column, sign)
            self._view.horizontalHeader().setSortIndicatorShown(True)

        self._do(self._model.rowCount(), lambda rows: order(rows, by.value, descending=way), take)

    def _take(self, pasted: Pasted) -> None:
        self._model.replace(pasted.rows, Text("{table}: pasted", table=self._name))
        for (row, key), draft in pasted.drafts.items():
            self._model.session.keep_draft(f"{self._model.path}.{row}.{key}", draft)
        self.changed.emit()

    def _columns(self) -> Sequence[Column]:
        return [self._model.columns[number] for number in self._view.columns()]

    def _is_hidden(self, column: int) -> bool:
        return self._view.isColumnHidden(column)

    # --- beside the GUI thread ---------------------------------------------------------------------------------------

    def _do(self, size: int, work: Callable[[Rows], T], then: Callable[[T], Any]) -> None:
        """Work on the rows as they are, and once more where they were changed meanwhile; one thing at a time."""
        rows = self._model.rows
        if size <= AT_ONCE:
            then(work(rows))
        elif not self._worker.busy:
            self._again = lambda: self._do(size, work, then)
            self._worker.ask(lambda: (rows, then, work(rows)))

    def _on_answered(self, answer: Answer) -> None:
        again, self._again = self._again, None
        if answer.report is not None:
            self.bug_found.emit(answer.report)
            return
        rows, then, value = answer.value
        if rows is self._model.rows:
            then(value)
        elif again is not None:
            again()
