"""A table whose cells change the project, as high as all its rows, and the texts of it that could not be taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from wizard.ui.guarding import guarded
from wizard.ui.i18n import shown, tr
from wizard.ui.models.edited import EditedModel
from wizard.ui.session import Session
from wizard.ui.turns import Steps, Turns
from wizard.ui.widgets.base import button
from wizard.ui.widgets.cells import CellDelegate
from wizard.ui.widgets.notice import Notice
from wizard.ui.widgets.rows_view import AT_ONCE, ROW_HEIGHT, wrapping

_MOST_MESSAGES: Final = 4
_MANY: Final = 400


class EditedView(QTableView):
    """Cells are edited by typing, F2 or a double click; words wrap."""

    def __init__(self, session: Session, name: str, model: EditedModel[Any], *, stretch: int, whole: bool = True):
        super().__init__()
        self.setAccessibleName(name)
        self.edited, self._stretch, self._whole = model, stretch, whole
        self._turns = Turns(self)
        model.setParent(self)
        self.setModel(model)
        self.setItemDelegate(CellDelegate(session, model.columns, self))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        if whole:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        else:
            self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for number, column in enumerate(model.columns):
            self.setColumnWidth(number, column.width)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def show_records(self, records: Sequence[Any]) -> None:
        """Show other records; the current cell stays."""
        at = self.currentIndex()
        self.edited.show(records)
        if not self.currentIndex().isValid() and records:
            row = min(max(at.row(), 0), len(records) - 1)
            self.setCurrentIndex(self.edited.index(row, max(at.column(), self._stretch)))
        self._fit()

    def current(self) -> Any:
        """Return the record of the current cell, or None."""
        return self.edited.record(self.currentIndex().row())

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give one column what the others leave; where that is too little, the table scrolls."""
        super().resizeEvent(event)
        columns = self.edited.columns
        others = sum(self.columnWidth(number) for number in range(len(columns)) if number != self._stretch)
        width = max(self.viewport().width() - others, columns[self._stretch].width)
        if width != self.columnWidth(self._stretch):
            self.setColumnWidth(self._stretch, width)
            self._fit()

    def _fit(self) -> None:
        self._turns.run(self._fitting())

    def _fitting(self) -> Steps:
        """Make each row as high as its words, some in a turn, and the table as high as all where the page scrolls."""
        rows = range(self.edited.rowCount())
        if len(rows) > _MANY:
            # Nobody would wait until every row of a long list is measured.
            self.verticalHeader().setDefaultSectionSize(2 * ROW_HEIGHT)
            rows = range(0)
        if len(rows) > AT_ONCE:
            self._fit_table()
            # What else changes now comes first.
            yield
        yield from wrapping(self, rows)
        self._fit_table()

    def _fit_table(self) -> None:
        if self._whole:
            every = self.verticalHeader().length() or ROW_HEIGHT
            bar = self.horizontalScrollBar()
            extra = bar.sizeHint().height() if self.horizontalHeader().length() > self.viewport().width() else 0
            self.setFixedHeight(self.horizontalHeader().sizeHint().height() + every + extra + 4)


class Refusals(QWidget):
    """What was typed into a table and could not be taken, each with its reason, and the way to give it up."""

    def __init__(self, session: Session, path: str) -> None:
        super().__init__()
        self._session, self._path = session, path
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.notice = Notice()
        self.notice.setObjectName("refused")
        give_up = button(tr("Give these words up"), "link", name="give-up")
        give_up.clicked.connect(self._on_give_up)
        row = QHBoxLayout()
        row.addWidget(give_up)
        row.addStretch(1)
        column.addWidget(self.notice)
        column.addLayout(row)
        session.state_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is refused now."""
        drafts = [one for key, one in self._session.drafts.items() if key.startswith(f"{self._path}.")]
        self.setVisible(bool(drafts))
        lines = [f"{shown(one.name)}: “{one.text[:60]}”: {one.message}" for one in drafts[:_MOST_MESSAGES]]
        if len(drafts) > _MOST_MESSAGES:
            lines.append(tr("and {n} more", n=len(drafts) - _MOST_MESSAGES))
        if lines:
            self.notice.tell("blocker", tr("Not taken; the offer is as before"), "\n".join(lines))

    def _on_give_up(self) -> None:
        self._session.drop_drafts(self._path)
