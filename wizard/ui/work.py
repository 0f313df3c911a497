"""Work beside the GUI thread: one function at a time, only the newest request is answered."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Final

from PySide6.QtCore import QObject, QThreadPool, Signal

AT_ONCE: Final = 200
"""So many rows are worked on at once; more of them beside the GUI thread."""


class Cancelled(Exception):  # noqa: N818 - it is no error
    """The person at the screen stopped it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a value, an expected fault, or a bug with its traceback."""

    ticket: int
    value: Any = None
    fault: Exception | None = None
    report: str | None = None
    milliseconds: int = 0


class Worker(QObject):
    """Runs functions of frozen values on one thread. It lives in the GUI thread and outlives what it runs."""

    answered = Signal(object)
    busy_changed = Signal(bool)
    _finished = Signal(object)

    def __init__(self, faults: tuple[type[Exception], ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._faults = faults
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._ticket = 0
        self._running = False
        self._waiting: Callable[[], Any] | None = None
        self._finished.connect(self._on_finished)

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._running

    def ask(self, function: Callable[[], Any]) -> None:
        """Run ``function`` soon. What was asked before and has not begun is dropped; its answer is never shown."""
        self._ticket += 1
        self._waiting = function
        if not self._running:
            self._start()

    def cancel(self) -> None:
        """Show no answer of what was asked so far."""
        self._ticket += 1
        self._waiting = None

    def finish(self) -> None:
        """Wait for the thread, before the window goes."""
        self.cancel()
        self._pool.waitForDone()

    def _start(self) -> None:
        function, self._waiting = self._waiting, None
        if function is None:
            return
        self._running = True
        self.busy_changed.emit(True)
        ticket, faults, finished = self._ticket, self._faults, self._finished
        self._pool.start(lambda: finished.emit(_run(ticket, function, faults)))

    def _on_finished(self, answer: Answer) -> None:
        self._running = False
        if self._waiting is not None:
            self._start()
            return
        self.busy_changed.emit(False)
        if answer.ticket == self._ticket:
            self.answered.emit(answer)


def _run(ticket: int, function: Callable[[], Any], faults: tuple[type[Exception], ...]) -> Answer:
    began = perf_counter()
    try:
        value = function()
    except faults as fault:
        return Answer(ticket, fault=fault)
    except Exception:  # noqa: BLE001 - whatever went wrong over there is shown as a report over here
        return Answer(ticket, report=traceback.format_exc())
    return Answer(ticket, value=value, milliseconds=round((perf_counter() - began) * 1000))
