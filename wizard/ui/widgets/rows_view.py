"""A table view with the keys of a spreadsheet; what the keys mean is decided by who owns it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QEvent, QItemSelectionModel, QKeyCombination, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView
from shiboken6 import isValid

from wizard.ui.guarding import guarded
from wizard.ui.turns import Steps

ROW_HEIGHT: Final = 32
AT_ONCE: Final = 30
"""Rows whose words one turn of the event loop measures."""
_PADDING: Final = 19
_AIR: Final = 12
_MOST_LETTERS: Final = 2_000
_FILL_DOWN: Final = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_D)


def wrapping(view: QTableView, rows: Iterable[int]) -> Steps:
    """Make rows as high as their words, some in a turn; nothing is drawn before all have their height."""
    try:
        for number, row in enumerate(rows, start=1):
            if view.rowHeight(row) != (high := wrapped_height(view, row)):
                view.setRowHeight(row, high)
            if number % AT_ONCE == 0:
                view.viewport().setUpdatesEnabled(False)
                yield
    finally:
        if isValid(view):
            view.viewport().setUpdatesEnabled(True)


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


class RowsView(QTableView):
    """A table view with the keys of a spreadsheet."""

    pasted = Signal()
    copied = Signal()
    deleted = Signal()
    filled = Signal()
    resized = Signal()

    def __init__(self, *, pastes: bool) -> None:
        super().__init__()
        self._pastes = pastes
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

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show a model. The headers do not follow the selection: for it they would ask every cell of 10,000 rows."""
        super().setModel(model)
        if model is not None:
            for header in (self.horizontalHeader(), self.verticalHeader()):
                header.setSelectionModel(QItemSelectionModel(model, header))

    def rows(self) -> list[int]:
        """Return the selected rows that are shown, in order."""
        ranges = self.selectionModel().selection().toList()
        chosen = {row for part in ranges for row in range(part.top(), part.bottom() + 1)}
        return sorted(row for row in chosen if not self.isRowHidden(row))

    def columns(self) -> list[int]:
        """Return the selected columns that are shown, in order."""
        ranges = self.selectionModel().selection().toList()
        chosen = {number for part in ranges for number in range(part.left(), part.right() + 1)}
        return sorted(number for number in chosen if not self.isColumnHidden(number))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste, copy, delete and duplicate; everything else edits or moves."""
        if event.matches(QKeySequence.StandardKey.Paste) and self._pastes:
            self.pasted.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.deleted.emit()
        elif event.keyCombination() == _FILL_DOWN:
            self.filled.emit()
        elif event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
            event.ignore()
        else:
            super().keyPressEvent(event)

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the table as wide as its place."""
        super().resizeEvent(event)
        self.resized.emit()

    def event(self, event: QEvent) -> bool:
        """Ctrl+V and Ctrl+C belong to the table while it has the focus."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            keys = (QKeySequence.StandardKey.Paste, QKeySequence.StandardKey.Copy)
            if any(event.matches(key) for key in keys):
                event.accept()
                return True
        return super().event(event)
