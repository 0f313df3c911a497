"""What rows show, as text: for the filter and the clipboard. Nothing of Qt, so that it is read beside the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pydantic import BaseModel

from wizard.model.project import Project
from wizard.model.text import Language
from wizard.ui.models.columns import Column

CellText = Callable[[BaseModel, Column], str]


class RowTexts:
    """The lines of rows, remembered. Among ten thousand rows most values stand more than once."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = tuple(columns)
        self._lines: dict[int, tuple[BaseModel, str]] = {}

    def reader(self, project: Project, language: Language) -> CellText:
        """Return what says the text of a cell, with the choices of this moment."""
        known: dict[tuple[str, Any], str] = {}

        def text(row: BaseModel, column: Column) -> str:
            key = (column.key, column.value(row))
            if key not in known:
                known[key] = column.text(key[1], project, language)
            return known[key]

        return text

    def hidden(self, rows: Sequence[BaseModel], words: Sequence[str], text: CellText) -> list[bool]:
        """Return for each row whether one of some words is in none of its cells."""
        return [not all(word in self._line(row, text) for word in words) for row in rows]

    def forget(self) -> None:
        """Forget the lines: their rows may be gone."""
        self._lines.clear()

    def _line(self, row: BaseModel, text: CellText) -> str:
        # Rows are frozen: what one shows stays so. Keyed by the row itself, so that an edited one is read anew.
        entry = self._lines.get(id(row))
        if entry is None or entry[0] is not row:
            line = " ".join(text(row, column) for column in self._columns).casefold()
            entry = self._lines[id(row)] = (row, line)
        return entry[1]
