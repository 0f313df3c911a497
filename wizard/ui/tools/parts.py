"""The page of the parts: by kind, searched, edited in their cells, copied and removed."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from wizard.flow.catalogue_edits import KINDS
from wizard.model.catalogue import Part
from wizard.model.text import Text
from wizard.ui.i18n import shown, tr
from wizard.ui.models.grid import RECORD_ROLE
from wizard.ui.session import Session
from wizard.ui.tools.bench import Bench
from wizard.ui.tools.parts_model import PartsModel
from wizard.ui.turns import Steps
from wizard.ui.widgets.base import Combo, button, label
from wizard.ui.widgets.cells import CellDelegate
from wizard.ui.widgets.form import Line
from wizard.ui.widgets.rows_view import ROW_HEIGHT

_MOST_MESSAGES: Final = 3
_ALL: Final = ""
_STATES: Final = (
    Text("All parts"), Text("indicative"), Text("estimated"), Text("run out"), Text("not available"), Text("own part"),
)  # fmt: skip
"""What the table can be narrowed to: everything, or the parts with one of the remarks."""


class PartsView(QTableView):
    """A table whose cells are edited by typing; Tab leaves it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("parts")
        self.setAccessibleName(tr("Parts"))
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed | triggers.SelectedClicked
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy a cell; leave undo to the window."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QApplication.clipboard().setText(str(self.currentIndex().data() or ""))
        elif event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
            event.ignore()
        else:
            super().keyPressEvent(event)


class PartsPage(QWidget):
    """Kinds at the left, the parts of one at the right."""

    def __init__(self, session: Session, bench: Bench) -> None:
        super().__init__()
        self._session, self._bench = session, bench
        self.model = PartsModel(bench, session.services.today(), self)
        self._row, self._column = QHBoxLayout(self), QVBoxLayout()
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(14)
        self._column.setSpacing(10)

    def build(self) -> Steps:
        """Put the parts of the page in their places, one in each turn."""
        self._row.addWidget(self._kinds())
        self._row.addLayout(self._column, 1)
        yield
        self._column.addLayout(self._head())
        yield
        self._column.addWidget(self._table(), 1)
        yield
        self.messages = label("", "error", wrap=True)
        self.messages.setObjectName("refused")
        self._column.addWidget(self.messages)
        self._column.addLayout(self._buttons())
        yield
        self.view.selectionModel().currentChanged.connect(self._on_current)
        self._bench.changed.connect(self.refresh)
        self.refresh()
        yield

    def _table(self) -> PartsView:
        self.view = PartsView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(CellDelegate(self._session, self.model.columns, self.view))
        for number, column in enumerate(self.model.columns):
            self.view.setColumnWidth(number, column.width)
        return self.view

    def _kinds(self) -> QListWidget:
        self.kinds = QListWidget()
        self.kinds.setObjectName("kinds")
        self.kinds.setAccessibleName(tr("Kinds of parts"))
        self.kinds.setFixedWidth(212)
        # Before its first polish a list lays its rows out too low.
        self.kinds.ensurePolished()
        for kind in (_ALL, *KINDS):
            entry = QListWidgetItem(self.kinds)
            entry.setData(Qt.ItemDataRole.UserRole, kind)
        self.kinds.setCurrentRow(0)
        self.kinds.currentRowChanged.connect(self._show)
        return self.kinds

    def _head(self) -> QHBoxLayout:
        self.search = Line()
        self.search.setObjectName("search-parts")
        self.search.setPlaceholderText(tr("Search: name, number, vendor, source …"))
        self.search.setAccessibleName(tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._show)
        self.states = Combo()
        self.states.setObjectName("states")
        self.states.setAccessibleName(tr("Which parts"))
        for words in _STATES:
            self.states.addItem(shown(words))
        self.states.setMinimumWidth(150)
        self.states.currentIndexChanged.connect(self._show)
        self.count = label("", "caption")
        head = QHBoxLayout()
        head.addWidget(self.search, 1)
        head.addWidget(self.states)
        head.addWidget(self.count)
        return head

    def _buttons(self) -> QHBoxLayout:
        self.copy_button = button(tr("Copy the part"), name="copy-part", hint=tr("Add a copy below the selected part"))
        self.remove_button = button(
            tr("Remove own part"), name="remove-part", hint=tr("Bundled parts can be set to not available")
        )  # fmt: skip
        self.copy_button.clicked.connect(self._on_copy)
        self.remove_button.clicked.connect(self._on_remove)
        self.about = label("", "caption", wrap=True)
        row = QHBoxLayout()
        row.addWidget(self.copy_button)
        row.addWidget(self.remove_button)
        row.addWidget(self.about, 1)
        return row

    # --- showing -----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the catalogue of the bench as it is now."""
        groups = self._bench.catalogue.groups
        for row in range(self.kinds.count()):
            entry = self.kinds.item(row)
            kind = entry.data(Qt.ItemDataRole.UserRole)
            name, count = (shown(KINDS[kind]), len(groups[kind])) if kind else (tr("All kinds"), self._all())
            entry.setText(tr("{name} ({n})", name=name, n=count))
        self._show()

    def _all(self) -> int:
        return len(self._bench.catalogue.parts)

    def _show(self) -> None:
        current = self.view.currentIndex()
        part: Part | None = current.data(RECORD_ROLE) if current.isValid() else None
        found = self._found()
        self.model.show(found)
        if (
            part is not None
            and (row := self.model.row_of(part.id)) is not None
            and not self.view.currentIndex().isValid()
        ):
            self.view.setCurrentIndex(self.model.index(row, current.column()))
        self.count.setText(tr("{n:number} of {all:number}", n=len(found), all=self._all()))
        drafts = list(self._bench.drafts.values())
        lines = [f"{shown(draft.name)}: {draft.message}" for draft in drafts[-_MOST_MESSAGES:]]
        if len(drafts) > _MOST_MESSAGES:
            lines.append(tr("and {n} more", n=len(drafts) - _MOST_MESSAGES))
        self.messages.setText("\n".join(lines))
        self.messages.setVisible(bool(lines))
        self._on_current(self.view.currentIndex())

    def _found(self) -> list[Part]:
        groups = self._bench.catalogue.groups
        kind = self.kinds.currentItem().data(Qt.ItemDataRole.UserRole)
        parts = groups[kind] if kind else tuple(self._bench.catalogue.parts.values())
        words = self.search.text().casefold().split()
        state = self.states.currentText() if self.states.currentIndex() > 0 else ""
        return [
            part
            for part in parts
            if all(word in _searched(part) for word in words) and (not state or state in self.model.remarks(part))
        ]

    def show_part(self, id: str) -> None:
        """Show a part and put the focus on it."""
        row = self.model.row_of(id)
        if row is None:
            self.search.clear()
            self.states.setCurrentIndex(0)
            row = self.model.row_of(id) or 0
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.view.setCurrentIndex(self.model.index(row, 1))

    # --- acting ------------------------------------------------------------------------------------------------------

    def _part(self) -> Part | None:
        part: Any = self.view.currentIndex().data(RECORD_ROLE)
        return part if isinstance(part, Part) else None

    def _on_current(self, current: QModelIndex) -> None:
        part = self._part()
        self.copy_button.setEnabled(part is not None)
        self.remove_button.setEnabled(part is not None and self._bench.own(part.id))
        self.about.setText("" if part is None else part.note[:200])

    def _on_copy(self) -> None:
        if (part := self._part()) is not None:
            self.show_part(self._bench.copy(part.id))

    def _on_remove(self) -> None:
        if (part := self._part()) is not None and self._bench.own(part.id):
            self._bench.remove(part.id)


def _searched(part: Part) -> str:
    return f"{part.id} {part.vendor} {part.name} {part.number} {part.price.source} {part.note}".casefold()
