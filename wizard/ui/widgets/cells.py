"""The editor of a cell: a line of text, or a choice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemDelegate, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from wizard.ui.i18n import shown
from wizard.ui.models.columns import Column
from wizard.ui.session import Session
from wizard.ui.widgets.base import Combo
from wizard.ui.widgets.form import Line


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
