"""The columns of an editable table: how each cell is read, written and shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wizard.model.project import Project
from wizard.model.text import Language, Text
from wizard.ui.entry import Entry

Option = tuple[Any, str]


@dataclass(frozen=True)
class Column:
    """One column: how its cells are read, written and shown."""

    key: str
    title: Text
    entry: Entry
    width: int = 90
    numeric: bool = False
    options: Callable[[Project], list[Option]] | None = None
    brief: Callable[[Any, Language], str] | None = None
    get: Callable[[Any], Any] | None = None
    put: Callable[[Project, int, Any], Project] | None = None
    wanted: Callable[[Project], bool] | None = None

    field: str = ""
    """The field of the row, where it is not called like the column."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of a row that the column edits."""
        return (self.field or self.key,)

    def text(self, value: Any, project: Project, language: Language) -> str:
        """Return what a cell with a value shows."""
        if self.options is not None:
            return next((words for option, words in self.options(project) if option == value), "–")
        if value is None:
            return "–"
        return self.brief(value, language) if self.brief else self.entry.write(value, language)

    def value(self, row: Any) -> Any:
        """Return the value of this column in a row."""
        return self.get(row) if self.get else getattr(row, self.key)
