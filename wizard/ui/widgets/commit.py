"""The end of editing a cell, for whoever does not take the focus from it. The start page needs no editor of cells."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QTableView


def commit_cell() -> None:
    """End the editing of a cell as if the focus had left it."""
    editor = QApplication.focusWidget()
    if editor is None or not editor.property("cell"):
        return
    table = editor.parentWidget()
    while table is not None and not isinstance(table, QTableView):
        table = table.parentWidget()
    if table is not None:
        table.setFocus()
