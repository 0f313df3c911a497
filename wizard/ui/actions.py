"""Everything that a key or a button of the window does, with its words and its shortcut in one place."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow

from wizard.flow.steps import STEPS
from wizard.ui import i18n
from wizard.ui.i18n import shown, tip, tr
from wizard.ui.session import Session
from wizard.ui.theme import icon

_KEYS = {
    "new": ("Ctrl+N",),
    "open": ("Ctrl+O",),
    "save": ("Ctrl+S",),
    "save_as": ("Ctrl+Shift+S",),
    "import": ("Ctrl+I",),
    "export": ("Ctrl+E",),
    "undo": ("Ctrl+Z",),
    "redo": ("Ctrl+Y", "Ctrl+Shift+Z"),
    "back": ("Alt+Left",),
    "next": ("Alt+Right",),
    "plain": ("Ctrl+M",),
    "prices": ("Ctrl+Shift+P",),
    "branding": ("Ctrl+Shift+B",),
    "tender": ("Ctrl+Shift+T",),
    "help": ("F1",),
    "keys": ("Ctrl+F1",),
    "quit": ("Ctrl+Q",),
}


class Actions(QObject):
    """The actions of the window by name, and one for each step."""

    def __init__(self, window: QMainWindow, session: Session) -> None:
        super().__init__(window)
        self._session = session
        self._all = {name: self._action(window, keys) for name, keys in _KEYS.items()}
        self.steps = [self._action(window, (f"Ctrl+{number}",)) for number, _ in enumerate(STEPS, 1)]
        for name in ("undo", "redo"):
            self._all[name].setIcon(icon(name))
        self.retranslate()
        session.state_changed.connect(self.refresh)

    def __getitem__(self, name: str) -> QAction:
        return self._all[name]

    def retranslate(self) -> None:
        """Say every action in the current language."""
        words = {
            "new": tr("New …"), "open": tr("Open …"), "save": tr("Save"), "save_as": tr("Save as …"),
            "import": tr("Import inventory …"), "export": tr("Export"), "undo": tr("Undo"), "redo": tr("Redo"),
            "back": tr("Back"), "next": tr("Next"), "quit": tr("Quit"),
        }  # fmt: skip
        words |= {"prices": tr("Prices and parts …"), "branding": tr("Branding …"), "tender": tr("Tender …")}
        words |= {"help": tr("User guide"), "keys": tr("Keyboard")}
        words["plain"] = tr("Expert mode") if self._session.plain else tr("Plain questions")
        for name, text in words.items():
            self._all[name].setText(text)
            self._hint(self._all[name], text)
        for action, step in zip(self.steps, STEPS, strict=True):
            action.setText(shown(step.plain if self._session.plain else step.title))
        self.refresh()

    def shortcuts(self) -> list[tuple[str, str]]:
        """Return what each action does and its keys, for the list of them."""
        return [
            (action.text().replace("&&", "&"), i18n.keys(*action.shortcuts()))
            for action in (*self._all.values(), *self.steps)
        ]

    def refresh(self) -> None:
        """Enable what can be done now, and name what undo and redo would do."""
        for name, text, change in (
            ("undo", tr("Undo"), self._session.undo_name),
            ("redo", tr("Redo"), self._session.redo_name),
        ):
            self._all[name].setEnabled(change is not None)
            self._hint(self._all[name], f"{text}: {shown(change)}" if change else text)

    def _hint(self, action: QAction, text: str) -> None:
        keys = i18n.keys(action.shortcut())
        action.setToolTip(tip(f"{text} ({keys})" if keys else text))

    def _action(self, window: QMainWindow, keys: tuple[str, ...]) -> QAction:
        action = QAction(self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        window.addAction(action)
        return action
