"""Undo and redo over whole values such as projects: they are frozen, so a step of history is just the two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from wizard.model.text import Text

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Change(Generic[_Value]):
    """One step of history. ``key`` names the field, so that typing in one field undoes as one step."""

    before: _Value
    after: _Value
    name: Text
    key: str | None


class History(Generic[_Value]):
    """The value as it is, the changes that led here, and those that were taken back."""

    def __init__(self, value: _Value) -> None:
        self._value = value
        self._saved: _Value | None = value
        self._done: list[Change[_Value]] = []
        self._undone: list[Change[_Value]] = []
        self._sealed = True

    @property
    def value(self) -> _Value:
        """The value as it is now."""
        return self._value

    @property
    def dirty(self) -> bool:
        """Whether the value differs from what was last saved; undoing back to it makes it clean again."""
        return self._value is not self._saved

    @property
    def undo_name(self) -> Text | None:
        """What the next undo takes back."""
        return self._done[-1].name if self._done else None

    @property
    def redo_name(self) -> Text | None:
        """What the next redo brings back."""
        return self._undone[-1].name if self._undone else None

    def change(self, value: _Value, name: Text, key: str | None = None) -> bool:
        """Make ``value`` the current one; consecutive changes with the same ``key`` become one step.

        Returns whether anything changed.
        """
        if value == self._value:
            return False
        last = self._done[-1] if self._done else None
        before = self._value
        if last is not None and key is not None and last.key == key and not self._sealed:
            self._done.pop()
            before = last.before
        if value != before:
            self._done.append(Change(before, value, name, key))
            self._value = value
        else:
            # Typed back to where it began: the very value from before, so that a saved one is clean again.
            self._value = before
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
        self._value = change.before
        self._sealed = True
        return True

    def redo(self) -> bool:
        """Bring the last undone change back; whether there was one."""
        if not self._undone:
            return False
        change = self._undone.pop()
        self._done.append(change)
        self._value = change.after
        self._sealed = True
        return True

    def mark_saved(self) -> None:
        """Remember the current value as the one that the file holds."""
        self._saved = self._value
        self._sealed = True

    def mark_unsaved(self) -> None:
        """Say that no file holds this value, such as after an import."""
        self._saved = None
