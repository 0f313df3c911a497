"""The catalogue while it is changed: its history, and the texts in its cells that are no values yet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from PySide6.QtCore import QObject, Signal

from wizard.flow.catalogue_edits import EditRefused, copied, edited, removed
from wizard.flow.history import History
from wizard.model.catalogue import Catalogue, Part
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.entry import EntryError, explain
from wizard.ui.i18n import shown
from wizard.ui.session import Session
from wizard.ui.undoing import Draft, Undoable


class Bench(Undoable[Catalogue, tuple[str, str]], QObject):
    """One catalogue being changed. Nothing of it is in a file or in use before it is kept."""

    changed = Signal()

    def __init__(self, session: Session, catalogue: Catalogue, path: Path | None, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.path = path
        """The user's own file that holds it; None: the bundled one."""
        self.drafts = {}
        self._history = History(catalogue)

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue as it is now."""
        return self._history.value

    def open(self, catalogue: Catalogue, path: Path | None) -> None:
        """Work on another catalogue."""
        self._history = History(catalogue)
        self.path = path
        self.drafts.clear()
        self.changed.emit()

    def mark_kept(self, path: Path) -> None:
        """Remember that a file holds the catalogue, and that it is in use."""
        self.path = path
        self._history.mark_saved()
        self.changed.emit()

    def own(self, id: str) -> bool:
        """Whether a part was added by the user."""
        return id not in self._session.services.prices.bundled().parts

    # --- changes -----------------------------------------------------------------------------------------------------

    def take(self, catalogue: Catalogue, name: Text) -> None:
        """Make a changed catalogue the current one."""
        if self._history.change(catalogue, name):
            self.changed.emit()

    def edit(self, part: Part, field: str, title: Text, written: str, read: Callable[[], Any]) -> None:
        """Give a field of a part what ``read`` makes of a text; one that is no value stays, with the reason."""
        name = Text("{column} of {part}", column=title, part=part.name[:60])
        key = (part.id, field)
        self.drafts.pop(key, None)
        try:
            made = edited(self.catalogue, part.id, field, read(), self._session.services.today(), i18n.current())
        except (EntryError, EditRefused, ValidationError) as error:
            self.drafts[key] = Draft(written, _why(error), name)
        else:
            self._history.change(made, name)
        self.changed.emit()

    def copy(self, id: str) -> str:
        """Add a copy of a part and return its id."""
        part = self.catalogue.parts[id]
        made, new = copied(self.catalogue, id, self._session.services.today(), i18n.current())
        self.take(made, Text("Copy of {part}", part=part.name[:60]))
        return new

    def remove(self, id: str) -> None:
        """Remove a part that the user added."""
        part = self.catalogue.parts[id]
        self.drafts = {key: draft for key, draft in self.drafts.items() if key[0] != id}
        self.take(removed(self.catalogue, id), Text("{part} removed", part=part.name[:60]))

    def undo(self) -> None:
        """Take back the last change, or first the last text that could not be read."""
        if self.drafts:
            self.drafts.popitem()
            self.changed.emit()
        elif self._history.undo():
            self.changed.emit()

    def redo(self) -> None:
        """Bring back the last change that was undone."""
        if self._history.redo():
            self.changed.emit()


def _why(error: Exception) -> str:
    match error:
        case EditRefused():
            return shown(error.reason)
        case ValidationError():
            return explain(error)
    return str(error)
