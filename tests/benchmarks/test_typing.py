"""How long from a keystroke to the updated panel, and how long the GUI thread is held, in the real window.

``pytest tests/benchmarks/test_typing.py -s`` prints the figures; ``RACKWRIGHT_KEYS=400`` types more. They mean
something on a machine that does nothing else; nothing is asserted about seconds.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from wizard.app import services
from wizard.flow.steps import STEPS, StepId
from wizard.model.project import Project
from wizard.model.text import ENGLISH
from wizard.ui import i18n
from wizard.ui.pace import keep_pace
from wizard.ui.theme import Mode, Theme, load_fonts
from wizard.ui.widgets.form import Field
from wizard.ui.window import Window

GUESTS = 2_000
KEYS = int(os.environ.get("RACKWRIGHT_KEYS", "12"))
_PAUSE_MS = 120
"""Between two keys: a fast typist."""


def project(groups: int = GUESTS) -> Project:
    """Return 2,000 guests as an inventory gives them, each with a name and disk of its own."""
    draw = random.Random(4)
    rows = [
        {
            "name": f"vm{number:04}", "count": GUESTS // groups, "vcpus": draw.choice([1, 2, 2, 4, 4, 8]),
            "memory": f"{draw.choice([2, 4, 8, 8, 16, 32])} GiB", "disk": f"{draw.randint(20, 400)} GiB",
        }
        for number in range(groups)
    ]  # fmt: skip
    return Project.model_validate(
        {
            "format": "rackwright-project/1", "title": "2,000 guests",
            "workload": {"groups": rows, "growth_percent_per_year": 10, "years": 3},
            "availability": {"node_failures": 1}, "backup": {"wanted": True}, "budget": {"net": "2500000"},
        }
    )  # fmt: skip


@dataclass
class Pulse(QObject):
    """Beats in the event loop as often as it can; the longest pause between two beats is how long it was held."""

    gaps: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._last = perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(1)

    def _beat(self) -> None:
        now = perf_counter()
        self.gaps.append((now - self._last) * 1000)
        self._last = now

    def stop(self) -> None:
        self._timer.stop()


class Typist(QObject):
    """Presses keys in a running event loop, and measures until the panel has drawn the answer."""

    def __init__(self, window: Window, line: QLineEdit) -> None:
        super().__init__()
        self.window, self.line = window, line
        self.milliseconds: list[float] = []
        self._keys: Iterator[Qt.Key] = cycle([Qt.Key.Key_5, Qt.Key.Key_Backspace, Qt.Key.Key_7, Qt.Key.Key_Backspace])
        self._pressed = 0.0
        self._assessed = False
        self._loop = QEventLoop()
        self._guard = QTimer(self, singleShot=True, interval=10_000)
        self._guard.timeout.connect(self._loop.quit)
        window.session.assessed.connect(self._on_assessed)
        window.view.panel.time.installEventFilter(self)

    def press(self) -> None:
        """Press one key and stay in the event loop until its answer is on the screen."""
        self._assessed = False
        QTimer.singleShot(_PAUSE_MS, self._press)
        self._guard.start()
        self._loop.exec()
        self._guard.stop()

    def _press(self) -> None:
        self._pressed = perf_counter()
        QTest.keyClick(self.line, next(self._keys))

    def _on_assessed(self) -> None:
        self._assessed = self.window.session.assessed_project is self.window.session.project

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._assessed:
            self._assessed = False
            # The time always changes, and the rest of the panel is drawn in the same pass.
            QTimer.singleShot(0, self._on_drawn)
        return False

    def _on_drawn(self) -> None:
        self.milliseconds.append((perf_counter() - self._pressed) * 1000)
        self._loop.quit()


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    monkeypatch.setenv("RACKWRIGHT_CONFIG", str(tmp_path))
    load_fonts(qapp)
    i18n.use(ENGLISH)
    back = keep_pace()
    made = Window(services(), Theme(qapp, Mode.LIGHT))
    made.session.open(project(), None)
    made.show()
    yield made
    made.session.open(project(), None)
    made.session.finish()
    made.files.finish()
    made.close()
    made.deleteLater()
    QApplication.processEvents()
    back()


def settle(window: Window) -> None:
    while window.session.busy:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    QApplication.processEvents()


def at(values: list[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


@pytest.mark.benchmark(group=f"keystroke to the updated panel, {GUESTS} guests")
@pytest.mark.parametrize(
    ("step", "path"),
    [(StepId.WORKLOAD, "workload.growth_percent_per_year"), (StepId.BUDGET, "budget.net"),
     (StepId.AVAILABILITY, "availability.rto_minutes")],
)  # fmt: skip
def test_typing(benchmark, window, step, path):  # type: ignore[no-untyped-def]
    window.view.go_to([one.id for one in STEPS].index(step))
    line = window.findChild(Field, path).findChild(QLineEdit)
    line.setFocus()
    line.selectAll()
    settle(window)
    typist = Typist(window, line)
    for _ in range(4):
        typist.press()
    typist.milliseconds.clear()
    pulse = Pulse()
    benchmark.pedantic(typist.press, rounds=KEYS)
    pulse.stop()
    typist.deleteLater()
    figures = {
        "median [ms]": round(at(typist.milliseconds, 0.5), 1), "p95 [ms]": round(at(typist.milliseconds, 0.95), 1),
        "held at most [ms]": round(max(pulse.gaps), 1), "held, p99.9 [ms]": round(at(pulse.gaps, 0.999), 1),
    }  # fmt: skip
    benchmark.extra_info.update(figures)
    print(f"\n{path}: {figures}")
    assert len(typist.milliseconds) == KEYS
    assert window.view.panel.price.text() != "–"
