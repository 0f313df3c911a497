"""What can be taken back: changes with names, and before them the texts that are no answers yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from wizard.flow.history import History
from wizard.model.text import Text

_Value = TypeVar("_Value")
_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that cannot be read as an answer yet: it stays as it was typed, with what is wrong about it."""

    text: str
    message: str
    name: Text


class Undoable(Generic[_Value, _Key]):
    """Whoever holds a history, and beside it texts at places that hold no value yet."""

    drafts: dict[_Key, Draft]
    _history: History[_Value]

    @property
    def dirty(self) -> bool:
        """Whether something would be lost if the program ended now."""
        return self._history.dirty or bool(self.drafts)

    @property
    def undo_name(self) -> Text | None:
        """What the next undo takes back."""
        return next(reversed(self.drafts.values())).name if self.drafts else self._history.undo_name

    @property
    def redo_name(self) -> Text | None:
        """What the next redo brings back."""
        return self._history.redo_name
