"""Work of the GUI thread in turns: a little of it, then the event loop, then a little more.

Widgets can only be made in the GUI thread. What takes longer than a person notices is therefore written as steps with a
``yield`` between them, and whoever clicks or types meanwhile is answered between two steps.
"""

from __future__ import annotations

from collections.abc import Generator
from inspect import GEN_RUNNING, getgeneratorstate
from typing import TypeAlias

from PySide6.QtCore import QObject, QRect, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from wizard.ui.pace import take_turn

Steps: TypeAlias = Generator[None, None, None]


class Turns(QObject):
    """Runs the steps of one piece of work; another piece takes the place of one that is not done."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: Steps | None = None
        # Begun anew for each step: one that repeats would come before the timers that are due since.
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._turn)

    @property
    def busy(self) -> bool:
        """Whether steps are left."""
        return self._steps is not None

    def run(self, steps: Steps) -> None:
        """Do the first step now, and one in each of the next turns of the event loop."""
        self.stop()
        self._steps = steps
        self._turn()

    def finish(self) -> None:
        """Do all that is left at once."""
        while self.busy:
            self._turn()

    def stop(self) -> None:
        """Leave undone what is left; the steps clean up behind them."""
        self._timer.stop()
        steps, self._steps = self._steps, None
        if steps is not None and getgeneratorstate(steps) != GEN_RUNNING:
            steps.close()

    def _turn(self) -> None:
        steps = self._steps
        if steps is None:
            return
        take_turn()
        try:
            next(steps)
        except BaseException as end:
            # What they end with may have begun something else.
            if self._steps is steps:
                self.stop()
            if not isinstance(end, StopIteration):
                raise
        else:
            if self._steps is steps:
                self._timer.start()
            else:
                steps.close()


def set_stage(part: QWidget, place: QRect) -> None:
    """Let a part be made in its place behind what is shown: Qt styles and lays out what is visible only."""
    part.setUpdatesEnabled(False)
    part.setGeometry(place)
    part.lower()
    part.show()


def made_behind(part: QWidget, place: QRect, steps: Steps) -> Steps:
    """Make a part behind what is shown; one that something else took the place of goes."""
    set_stage(part, place)
    try:
        yield
        yield from steps
        yield
    except BaseException:
        discard(part)
        raise


def discard(made: QWidget) -> None:
    """Delete what was made for nothing, unless it went with the window."""
    if isValid(made):
        made.hide()
        made.deleteLater()
