"""A table that is only read, as high as its rows up to a limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from wizard.ui.guarding import guarded
from wizard.ui.models.records import Field, RecordsModel
from wizard.ui.turns import Steps, Turns
from wizard.ui.widgets.rows_view import ROW_HEIGHT, wrapping

_Record = TypeVar("_Record")


class RecordsTable(QTableView, Generic[_Record]):
    """Shows records; Tab leaves it, the arrow keys move in it."""

    def __init__(
        self, name: str, fields: Sequence[Field[Any]], *, stretch: int = 0, most_rows: int = 10, wrap: bool = False,
        least: int = 60,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setAccessibleName(name)
        self.records: RecordsModel[_Record] = RecordsModel(fields, self)
        self._most_rows, self._stretch, self._least = most_rows, stretch, least
        self.setModel(self.records)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(wrap)
        self._wrap = wrap
        self._turns = Turns(self)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for number, field in enumerate(fields):
            self.setColumnWidth(number, field.width)
        # Long words wrap anew when their column has another width: once, after all columns have theirs.
        self._resized = QTimer(self, singleShot=True, interval=0)
        self._resized.timeout.connect(self._settle)
        header.sectionResized.connect(lambda *_: self._resized.start())

    def show_records(self, records: Sequence[_Record]) -> None:
        """Show other records; the row that was current stays so."""
        row = self.currentIndex().row()
        self.records.show(records)
        if records:
            self.selectRow(row if 0 <= row < len(records) else 0)
        self._fit_height()

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the table as wide as its place."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """Give one column what the others leave; where that is too little, the table scrolls."""
        columns = range(self.records.columnCount())
        others = sum(self.columnWidth(number) for number in columns if number != self._stretch)
        self.setColumnWidth(self._stretch, max(self.viewport().width() - others, self._least))

    def _settle(self) -> None:
        self._share()
        self._fit_height()

    def _fit_height(self) -> None:
        self._turns.run(self._fitting())

    def _fitting(self) -> Steps:
        shown = range(min(self.records.rowCount(), self._most_rows))
        if self._wrap:
            yield from wrapping(self, shown)
        rows = sum(self.rowHeight(row) for row in shown) if shown else ROW_HEIGHT
        header = self.horizontalHeader()
        bar = self.horizontalScrollBar().sizeHint().height() if header.length() > self.viewport().width() else 0
        self.setFixedHeight(header.sizeHint().height() + rows + bar + 4)
