"""What the benchmarks that drive the real window have in common: how long it was held, and when it is at rest."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import perf_counter, thread_time

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from wizard.ui.window import Window


@dataclass
class Pulse(QObject):
    """Beats in the event loop as often as it can; the longest pause between two beats is how long it was held.

    ``work`` is the processor time of the GUI thread in each pause: what others on the machine take is not in it.
    """

    gaps: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._last, self._worked = perf_counter(), thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(1)

    def _beat(self) -> None:
        now, worked = perf_counter(), thread_time()
        self.gaps.append((now - self._last) * 1000)
        self.work.append((worked - self._worked) * 1000)
        self._last, self._worked = now, worked

    def stop(self) -> None:
        self._timer.stop()


def settle(window: Window) -> None:
    while window.session.busy:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    QApplication.processEvents()


def at(values: list[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]
