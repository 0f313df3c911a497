"""Work beside the GUI thread: one function at a time, only the newest request is answered."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from time import perf_counter
from typing import Any, Final

from PySide6.QtCore import QObject, QThreadPool, Signal

from wizard.checkpoint import at_checkpoints
from wizard.ui.pace import await_others, give_way, take_turn

AT_ONCE: Final = 200
"""So many rows are worked on at once; more of them beside the GUI thread."""


class Cancelled(BaseException):
    """The person at the screen stopped it: no error, and nothing that handles errors may take it for one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a value, an expected fault, a bug with its traceback, or that it was stopped."""

    ticket: int
    value: Any = None
    fault: Exception | None = None
    report: str | None = None
    stopped: bool = False
    milliseconds: int = 0


class Worker(QObject):
    """Runs functions of frozen values on one thread. It lives in the GUI thread and outlives what it runs.

    At its checkpoints the work waits while the window is at something, and ends once nobody awaits its answer.
    """

    answered = Signal(object)
    busy_changed = Signal(bool)
    _finished = Signal(object)

    def __init__(self, faults: tuple[type[Exception], ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._faults = faults
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._ticket = 0
        self._running: Event | None = None
        """Of the work that is done now: set once it is to end."""
        self._waiting: Callable[[], Any] | None = None
        self._finished.connect(self._on_finished)

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._running is not None

    def ask(self, function: Callable[[], Any]) -> None:
        """Run ``function`` soon. What was asked before is dropped, or ends early; its answer is never shown."""
        self.cancel()
        self._waiting = function
        if self._running is None:
            self._start()

    def stop(self) -> None:
        """End what runs at its next checkpoint; the answer says whether it came to that."""
        if self._running is not None:
            self._running.set()

    def cancel(self) -> None:
        """End what was asked so far, and show no answer of it."""
        self._ticket += 1
        self._waiting = None
        self.stop()

    def wait(self) -> None:
        """Wait until what runs is done; no answer is shown any more."""
        self._ticket += 1
        self._waiting = None
        await_others()
        self._pool.waitForDone()

    def finish(self) -> None:
        """End what runs and wait for it, before the window goes."""
        self.cancel()
        self.wait()

    def _start(self) -> None:
        function, self._waiting = self._waiting, None
        if function is None:
            return
        self._running = end = Event()
        self.busy_changed.emit(True)
        ticket, faults, finished = self._ticket, self._faults, self._finished
        self._pool.start(lambda: finished.emit(_run(ticket, function, faults, end)))

    def _on_finished(self, answer: Answer) -> None:
        take_turn()
        self._running = None
        if self._waiting is not None:
            self._start()
            return
        self.busy_changed.emit(False)
        if answer.ticket == self._ticket:
            self.answered.emit(answer)


def _run(ticket: int, function: Callable[[], Any], faults: tuple[type[Exception], ...], end: Event) -> Answer:
    def go_on() -> None:
        if end.is_set():
            raise Cancelled
        give_way()

    began = perf_counter()
    try:
        with at_checkpoints(go_on):
            value = function()
    except Cancelled:
        return Answer(ticket, stopped=True)
    except faults as fault:
        return Answer(ticket, fault=fault)
    except Exception:  # noqa: BLE001 - whatever went wrong over there is shown as a report over here
        return Answer(ticket, report=traceback.format_exc())
    return Answer(ticket, value=value, milliseconds=round((perf_counter() - began) * 1000))
