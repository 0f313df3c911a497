"""The branding while it is changed: one history, whatever field the change was made in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from wizard.flow.history import History
from wizard.model.brand import Brand, BrandFile, Words
from wizard.model.text import Text


class BrandBench(QObject):
    """One branding being changed. Nothing of it is in a file or in use before it is kept."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.path: Path | None = None
        """Folder that holds it; None where no branding is in use."""
        self.refused: dict[str, tuple[str, str]] = {}
        """Texts of fields that are no values: what was typed, and why not."""
        self._history: History[Brand] = History(Brand())

    @property
    def brand(self) -> Brand:
        """The branding as it is now."""
        return self._history.value

    @property
    def dirty(self) -> bool:
        """Whether something would be lost."""
        return self._history.dirty or bool(self.refused)

    @property
    def undo_name(self) -> Text | None:
        """What the next undo takes back."""
        return self._history.undo_name

    @property
    def redo_name(self) -> Text | None:
        """What the next redo brings back."""
        return self._history.redo_name

    def open(self, brand: Brand, path: Path | None) -> None:
        """Work on another branding."""
        self._history, self.path = History(brand), path
        self.refused.clear()
        self.changed.emit()

    def take(self, brand: Brand, name: Text, key: str | None = None) -> None:
        """Make a changed branding the current one; ``key`` joins what is typed in one field."""
        if self._history.change(brand, name, key):
            self.changed.emit()

    def put(self, field: str, value: Any, name: Text, *, typed: bool = True) -> None:
        """Change one thing, typed letter by letter or chosen."""
        self.refused.pop(field, None)
        if getattr(self.brand, field) == value:
            self.changed.emit()
            return
        self.take(replace(self.brand, **{field: value}), name, field if typed else None)

    def refuse(self, field: str, typed: str, why: str) -> None:
        """Keep a text that is no value in its field."""
        self.refused[field] = (typed, why)
        self.changed.emit()

    def write(self, code: str, place: Words, text: str, name: Text) -> None:
        """Change the template of one place in one language; an empty one is none."""
        texts = dict(self.brand.texts)
        if text.strip():
            texts[code, place] = BrandFile(f"{place}.{code}.txt", text.encode("utf-8", "replace"))
        else:
            texts.pop((code, place), None)
        self.take(replace(self.brand, texts=texts), name, f"{code}.{place}")

    def mark_kept(self, path: Path) -> None:
        """Remember that a folder holds it."""
        self.path = path
        self._history.mark_saved()
        self.changed.emit()

    def undo(self) -> None:
        """Take back the last change, and the texts that are no values."""
        refused = bool(self.refused)
        self.refused.clear()
        if self._history.undo() or refused:
            self.changed.emit()

    def redo(self) -> None:
        """Bring back the last change that was undone."""
        if self._history.redo():
            self.changed.emit()
