"""A tool that edits something and keeps it: undo and redo, save and use, and a question before changes are lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from wizard.model.text import Text
from wizard.ui.dialogs import Dialogs, Unsaved
from wizard.ui.i18n import shown, tip, tr
from wizard.ui.session import Session
from wizard.ui.tools.tool import Tool
from wizard.ui.widgets.base import button, label
from wizard.ui.widgets.commit import commit_cell


class Workpiece(Protocol):
    """What is edited, with its history."""

    changed: SignalInstance

    @property
    def dirty(self) -> bool:
        """Whether something would be lost."""

    @property
    def undo_name(self) -> Text | None:
        """What the next undo takes back."""

    @property
    def redo_name(self) -> Text | None:
        """What the next redo brings back."""

    def undo(self) -> None:
        """Take back the last change."""

    def redo(self) -> None:
        """Bring it back."""


class EditingTool(Tool):
    """Footer, keys and the question at the end. ``kept`` says that the program now uses what was edited."""

    kept = Signal()

    def __init__(self, session: Session, dialogs: Dialogs, parent: QWidget, title: str) -> None:
        super().__init__(session, dialogs, parent, title)
        self._keeping = self.job()
        self._then: Callable[[], None] | None = None

    @property
    def workpiece(self) -> Workpiece:
        """What is edited."""
        raise NotImplementedError

    def keep(self) -> None:
        """Write what is edited and use it from now on; :meth:`done_keeping` and :meth:`not_kept` follow."""
        raise NotImplementedError

    def unreadable(self) -> Sequence[str]:
        """Return the texts that no file can hold."""
        return ()

    def forget_unreadable(self) -> None:
        """Give up the texts that no file can hold."""

    # --- building ----------------------------------------------------------------------------------------------------

    def footer(self, save: QPushButton, *more: QPushButton) -> QHBoxLayout:
        """Return undo, redo and what was done at the left; the buttons that keep, and the closing one, at the right."""
        piece = self.workpiece
        self.undo_button, self.redo_button = button(tr("Undo"), name="tool-undo"), button(tr("Redo"), name="tool-redo")
        self.undo_button.clicked.connect(piece.undo)
        self.redo_button.clicked.connect(piece.redo)
        self.status = label("", "caption", wrap=True)
        self.status.setObjectName("tool-status")
        self.save_button = save
        save.clicked.connect(self.keep)
        self.close_button = button(tr("Close"), name="close-tool")
        self.close_button.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.undo_button)
        row.addWidget(self.redo_button)
        row.addWidget(self.status, 1)
        for made in (*more, save, self.close_button):
            row.addWidget(made)
        for keys, act in (
            ("Ctrl+Z", piece.undo), ("Ctrl+Y", piece.redo), ("Ctrl+Shift+Z", piece.redo), ("Ctrl+S", self._on_save_key),
        ):  # fmt: skip
            self.on_keys(keys, act)
        piece.changed.connect(self.show_state)
        self.show_state()
        return row

    def show_state(self) -> None:
        """Show what can be undone, and whether something is not in use yet."""
        piece = self.workpiece
        for made, words, name in (
            (self.undo_button, tr("Undo"), piece.undo_name), (self.redo_button, tr("Redo"), piece.redo_name)
        ):  # fmt: skip
            made.setEnabled(name is not None)
            made.setToolTip(tip(f"{words}: {shown(name)}") if name is not None else words)
        self.save_button.setEnabled(piece.dirty)
        self.status.setText(tr("Changed, not in use yet.") if piece.dirty else "")

    # --- keeping and leaving -----------------------------------------------------------------------------------------

    def done_keeping(self, words: str) -> None:
        """Say that it is in use, and go on with what waited for it."""
        self.status.setText(words)
        self.kept.emit()
        then, self._then = self._then, None
        if then is not None:
            then()

    def not_kept(self) -> None:
        """Forget what waited for it."""
        self._then = None

    def leave(self, then: Callable[[], None]) -> None:
        """Ask about changes that are not in use; what is being written is waited for."""
        if self._keeping.busy:
            return
        if not self.workpiece.dirty:
            then()
            return
        match self.dialogs.unsaved(self, self.unreadable(), tr("There are changes that are not saved.")):
            case Unsaved.SAVE:
                self.forget_unreadable()
                self._then = then
                self.keep()
            case Unsaved.DISCARD:
                then()

    def _on_save_key(self) -> None:
        # A key does not take the focus from a cell, and what is typed there would be left out.
        commit_cell()
        if self.workpiece.dirty:
            self.keep()
