"""The table of an offer's positions with its buttons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QMenu, QTableView, QVBoxLayout, QWidget

from wizard.documents.words import Voice
from wizard.flow.positions import SERVICES, add_service, remove_position, reset_position
from wizard.model.offer import OfferLine
from wizard.model.text import Text
from wizard.ui.i18n import shown, tr
from wizard.ui.models.positions import PositionsModel
from wizard.ui.session import Session
from wizard.ui.widgets.base import button
from wizard.ui.widgets.notice import Notice
from wizard.ui.widgets.table import ROW_HEIGHT, CellDelegate

_TEXT: Final = 1
_AIR: Final = 6
_SURE: Final = 40
"""So much less than the width of its column takes a text that has one line, whatever the style sets around it."""


class PositionsView(QTableView):
    """Cells are edited by typing, F2 or a double click; words wrap."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setAccessibleName(tr("Bill"))
        self.positions = PositionsModel(session, self)
        self._heights: dict[tuple[str, int, bool], int] = {}
        self.setModel(self.positions)
        self.setItemDelegate(CellDelegate(session, self.positions.columns, self))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for number, column in enumerate(self.positions.columns):
            self.setColumnWidth(number, column.width)
        header.setSectionResizeMode(_TEXT, QHeaderView.ResizeMode.Stretch)

    def show_lines(self, lines: Sequence[OfferLine], voice: Voice) -> None:
        """Show the lines of an offer; the current cell stays."""
        at = self.currentIndex()
        self.positions.show(lines, voice)
        if not self.currentIndex().isValid() and lines:
            row = min(max(at.row(), 0), len(lines) - 1)
            self.setCurrentIndex(self.positions.index(row, max(at.column(), _TEXT)))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap long words anew."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def _fit(self) -> None:
        """Be as high as all rows: the page scrolls, not the table in it."""
        rows = [self._height(row) for row in range(self.positions.rowCount())]
        for row, height in enumerate(rows):
            if self.rowHeight(row) != height:
                self.setRowHeight(row, height)
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + (sum(rows) or ROW_HEIGHT) + 4)

    def _height(self, row: int) -> int:
        """Return the height of a row. Of hundreds most have one line: only what wraps is laid out to measure it."""
        line = self.positions.line(row)
        words, width = str(self.positions.index(row, _TEXT).data()), self.columnWidth(_TEXT)
        if "\n" not in words and self.fontMetrics().horizontalAdvance(words) < width - _SURE:
            words = ""
        key = (words, width, line is not None and line.dropped)  # what is dropped says so in a column that wraps
        if key not in self._heights:
            self._heights[key] = max(self.sizeHintForRow(row) + _AIR, ROW_HEIGHT)
        return self._heights[key]


class Positions(QWidget):
    """The positions, and what can be done with them beside editing their cells."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.view = PositionsView(session)
        self.refused = Notice()
        self.refused.setObjectName("position-refused")
        self.refused.hide()
        self.view.positions.refused.connect(self._on_refused)
        self.view.selectionModel().currentChanged.connect(self._on_current)
        column.addWidget(self.view)
        column.addWidget(self.refused)
        row = QHBoxLayout()
        self.add_button = button(tr("Add service"), name="position-add")
        menu = QMenu(self.add_button)
        for number, (_, _, words) in enumerate(SERVICES):
            action = menu.addAction(shown(words))
            action.setData(number)
        menu.triggered.connect(lambda action: self._add(action.data()))
        self.add_button.setMenu(menu)
        self.remove_button = button(tr("Remove"), name="position-remove")
        self.remove_button.clicked.connect(self._on_remove)
        self.reset_button = button(tr("As sized"), name="position-reset", hint=tr("Take back what was changed of it"))
        self.reset_button.clicked.connect(self._on_reset)
        for made in (self.add_button, self.remove_button, self.reset_button):
            row.addWidget(made)
        row.addStretch(1)
        column.addLayout(row)

    def show_lines(self, lines: Sequence[OfferLine], voice: Voice) -> None:
        """Show the positions of an offer."""
        self.view.show_lines(lines, voice)
        self._on_current()

    def _line(self) -> OfferLine | None:
        return self.view.positions.line(self.view.currentIndex().row())

    def _on_current(self) -> None:
        line = self._line()
        self.remove_button.setEnabled(line is not None and not line.dropped)
        edited = {edit.key for edit in self._session.project.offer.edits}
        self.reset_button.setEnabled(line is not None and line.key in edited)

    def _add(self, number: int) -> None:
        language = self._session.services.language(self._session.project.customer.language)
        project = add_service(self._session.project, number, language)
        self._session.change(project, Text("Service added"))

    def _on_remove(self) -> None:
        line = self._line()
        if line is not None:
            project = remove_position(self._session.project, line)
            self._session.change(project, Text("Position {n} removed", n=line.position))

    def _on_reset(self) -> None:
        line = self._line()
        if line is not None:
            project = reset_position(self._session.project, line.key)
            self._session.change(project, Text("Position {n} as sized", n=line.position))

    def _on_refused(self, words: str) -> None:
        self.refused.setVisible(bool(words))
        if words:
            self.refused.tell("blocker", tr("Nothing was changed"), words)
