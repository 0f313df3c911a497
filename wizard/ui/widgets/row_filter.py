"""The filter above a table: rows that do not contain its words are hidden, and stay in the project."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QTableView, QWidget
from shiboken6 import isValid

from wizard.ui import i18n
from wizard.ui.i18n import tr
from wizard.ui.models.rows import RowsModel
from wizard.ui.turns import Steps, Turns
from wizard.ui.widgets.base import label
from wizard.ui.widgets.form import Line
from wizard.ui.work import AT_ONCE, Answer, Worker

_FILTER_FROM: Final = 6
"""With so many rows there is something to filter."""
_AT_ONCE: Final = 500


class RowFilter(QWidget):
    """A line for words, and how many rows are left. Of many rows it is found out beside the GUI thread."""

    bug_found = Signal(str)

    def __init__(self, model: RowsModel, view: QTableView) -> None:
        super().__init__()
        self._model, self._view = model, view
        self._filtered = False
        self._turns = Turns(self)
        self._worker = Worker((), self)
        self._worker.answered.connect(self._on_answered)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.line = Line()
        self.line.setPlaceholderText(tr("Filter: rows that contain …"))
        self.line.setAccessibleName(tr("Filter"))
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(self.apply)
        self.count = label("", "caption")
        self.count.hide()
        row.addWidget(self.line, 1)
        row.addWidget(self.count)

    @property
    def useful(self) -> bool:
        """Whether there is something to filter."""
        return self._model.rowCount() >= _FILTER_FROM or bool(self.line.text())

    def apply(self) -> None:
        """Hide what does not contain the words."""
        words = self.line.text().casefold().split()
        rows, texts = self._model.rows, self._model.texts
        if not words:
            self._worker.cancel()
            if self._filtered:
                self._hide([False] * len(rows))
            self._filtered = False
            self.count.setText("")
            self.count.hide()
            return
        self._filtered = True
        text = texts.reader(self._model.session.project, i18n.current())
        if len(rows) <= AT_ONCE:
            self._show(texts.hidden(rows, words, text))
        else:
            self._worker.ask(lambda: (rows, texts.hidden(rows, words, text)))

    def _on_answered(self, answer: Answer) -> None:
        if answer.report is not None:
            self.bug_found.emit(answer.report)
            return
        rows, hidden = answer.value
        if rows is self._model.rows:
            self._show(hidden)
        else:
            self.apply()

    def _show(self, hidden: list[bool]) -> None:
        self._hide(hidden)
        self.count.setText(tr("{n:number} of {all:number} rows", n=hidden.count(False), all=len(hidden)))
        self.count.show()

    def _hide(self, hidden: list[bool]) -> None:
        self._turns.run(self._hiding(hidden))

    def _hiding(self, hidden: list[bool]) -> Steps:
        """Hide rows, some in a turn; what is left of them is seen when all are done."""
        view, changed = self._view, 0
        view.setUpdatesEnabled(False)
        try:
            for row, hide in enumerate(hidden):
                if view.isRowHidden(row) != hide:
                    view.setRowHidden(row, hide)
                    changed += 1
                    if changed % _AT_ONCE == 0:
                        yield
        finally:
            if isValid(view):
                # Scrolled to where no row is left, the header would draw every row there is.
                view.updateGeometries()
                view.setUpdatesEnabled(True)
