"""What keeps the window awake while others work beside it: whose turn it is, and when garbage is looked for."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from threading import Event
from time import monotonic

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

_SWITCH_SECONDS = 0.000_05
"""What the window waits for the interpreter at most. Most calls of Qt give it away and have to get it back: with a
hundred of them in an action, two milliseconds each would be a fifth of a second."""
_YOUNG, _MIDDLE, _OLD = 2_000, 2, 100_000
_PATIENCE_SECONDS = 1.0
"""So long the work beside waits for the window at most, however much that has to do at once."""


class _Turn(QObject):
    """The window's turn: from a click or a key until nothing is left of what it led to."""

    def __init__(self) -> None:
        super().__init__()
        self._over = Event()
        self._over.set()
        self._until = 0.0
        # It fires when the event loop has nothing else to do.
        self._rest = QTimer(self, singleShot=True, interval=0)
        self._rest.timeout.connect(self._over.set)

    def begin(self) -> None:
        if self._over.is_set():
            self._until = monotonic() + _PATIENCE_SECONDS
            self._over.clear()
        self._rest.start()

    def end(self) -> None:
        self._rest.stop()
        self._over.set()

    def wait(self) -> None:
        if not self._over.is_set() and (left := self._until - monotonic()) > 0:
            self._over.wait(left)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin with whatever a window is told: a click, a key, that it has to be drawn."""
        self.begin()
        return False

    def watch(self) -> None:
        """Listen to all windows: to what the window system sees of them, and to what the program does."""
        for window in (*QGuiApplication.allWindows(), *QApplication.topLevelWidgets()):
            window.installEventFilter(self)


_turns: list[_Turn] = []


def take_turn() -> None:
    """Say that the window is at something: two that want the interpreter at once would take twice as long."""
    for turn in _turns:
        turn.begin()


def give_way() -> None:
    """Wait while the window is at something; work beside it calls this at its checkpoints."""
    for turn in _turns:
        turn.wait()


def await_others() -> None:
    """Say that the window itself waits for work beside it now."""
    for turn in _turns:
        turn.end()


def keep_pace() -> Callable[[], None]:
    """Let the window have its turn first, and look through old objects only when asked; returns the way back.

    A full collection looks at every object there is, for about a tenth of a second in which nothing else happens; one
    of the middle looks at two young ones' worth. What a sizing leaves behind is young and is found without either.
    """
    before = sys.getswitchinterval(), gc.get_threshold()
    turn, app = _Turn(), QGuiApplication.instance()
    assert isinstance(app, QGuiApplication)
    app.focusWindowChanged.connect(turn.watch)
    _turns.append(turn)
    sys.setswitchinterval(_SWITCH_SECONDS)
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)

    def back() -> None:
        app.focusWindowChanged.disconnect(turn.watch)
        _turns.remove(turn)
        turn.end()
        sys.setswitchinterval(before[0])
        gc.set_threshold(*before[1])

    return back


def tidy(state: Qt.ApplicationState) -> None:
    """Look through everything when another program came to the front: nobody waits for this one then."""
    if state is Qt.ApplicationState.ApplicationInactive:
        gc.collect()
