"""Undo and redo over whole projects: a project is frozen, so a step of history is just the two values."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.model.project import Project
from wizard.model.text import Text


@dataclass(frozen=True, slots=True)
class Change:
    """One step of history. ``key`` names the field, so that typing in one field undoes as one step."""

    before: Project
    after: Project
    name: Text
    key: str | None


class History:
    """The project as it is, the changes that led here, and those that were taken back."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._saved: Project | None = project
        self._done: list[Change] = []
        self._undone: list[Change] = []
        self._sealed = True

    @property
    def project(self) -> Project:
        """The project as it is now."""
        return self._project

    @property
    def dirty(self) -> bool:
        """Whether the project differs from what was last saved; undoing back to it makes it clean again."""
        return self._project is not self._saved

    @property
    def undo_name(self) -> Text | None:
        """What the next undo takes back."""
        return self._done[-1].name if self._done else None

    @property
    def redo_name(self) -> Text | None:
        """What the next redo brings back."""
        return self._undone[-1].name if self._undone else None

    def change(self, project: Project, name: Text, key: str | None = None) -> bool:
        """Make ``project`` the current one; consecutive changes with the same ``key`` become one step.

        Returns whether anything changed.
        """
        if project == self._project:
            return False
        last = self._done[-1] if self._done else None
        before = self._project
        if last is not None and key is not None and last.key == key and not self._sealed:
            self._done.pop()
            before = last.before
        if project != before:
            self._done.append(Change(before, project, name, key))
            self._project = project
        else:
            # Typed back to where it began: the very value from before, so that a saved project is clean again.
            self._project = before
        self._undone.clear()
        self._sealed = key is None
        return True

    def seal(self) -> None:
        """End the merging: the next change of the same field is a step of its own."""
        self._sealed = True

    def undo(self) -> bool:
        """Take the last change back; whether there was one."""
        if not self._done:
            return False
        change = self._done.pop()
        self._undone.append(change)
        self._project = change.before
        self._sealed = True
        return True

    def redo(self) -> bool:
        """Bring the last undone change back; whether there was one."""
        if not self._undone:
            return False
        change = self._undone.pop()
        self._done.append(change)
        self._project = change.after
        self._sealed = True
        return True

    def mark_saved(self) -> None:
        """Remember the current project as the one that the file holds."""
        self._saved = self._project
        self._sealed = True

    def mark_unsaved(self) -> None:
        """Say that no file holds this project, such as after an import."""
        self._saved = None
