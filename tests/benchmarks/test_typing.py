"""How long from a keystroke to the updated panel, and how long the GUI thread is held, in the real window.

``pytest tests/benchmarks/test_typing.py -s`` prints the figures; ``RACKWRIGHT_KEYS=400`` types more. They mean
something on a machine that does nothing else, the processor's time for a key on any; nothing is asserted about seconds.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from time import perf_counter, process_time

import pytest
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from tests.benchmarks.gui import Pulse, at, settle
from tests.ui.person import come_to_rest
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
KEYS = int(os.environ.get("RACKWRIGHT_KEYS", "40"))
_MEMORY_COLUMN = 3
_PAUSE_MS = 120
"""Between two keys: a fast typist."""


def project(groups: int = GUESTS) -> Project:
    """Return 2,000 guests as an inventory gives them, each with a name and disk of its own."""
    draw = random.Random(4)
    rows = [
        {
            "name": f"vm{number:04}", "count": max(GUESTS // groups, 1), "vcpus": draw.choice([1, 2, 2, 4, 4, 8]),
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


class Typist(QObject):
    """Presses keys in a running event loop, and measures until the panel has drawn the answer.

    Every measured key leads to a project that was never sized before.
    """

    def __init__(self, window: Window, target: QWidget, start: str) -> None:
        super().__init__()
        self.window, self.target, self.start = window, target, start
        self.milliseconds: list[float] = []
        self.work: list[float] = []
        """Processor time of all threads for each key [ms]."""
        self.numbers = (number for number in count(11) if number % 10)
        self.key = Qt.Key.Key_0
        self._pressed = self._worked = 0.0
        self._assessed = self._armed = False
        self._loop = QEventLoop()
        self._guard = QTimer(self, singleShot=True, interval=10_000)
        self._guard.timeout.connect(self._loop.quit)
        window.session.assessed.connect(self._on_assessed)
        window.view.panel.time.installEventFilter(self)

    def press(self) -> None:
        """Type all but the last key, then that one, and stay in the event loop until its answer is on the screen."""
        self.prepare(next(self.numbers))
        settle(self.window)
        self._assessed = False
        QTimer.singleShot(_PAUSE_MS, self._press)
        self._guard.start()
        self._loop.exec()
        self._guard.stop()

    def prepare(self, number: int) -> None:
        assert isinstance(self.target, QLineEdit)
        self.target.selectAll()
        *first, last = f"{self.start}.{number}"
        self.write("".join(first))
        self.key = Qt.Key(ord(last))

    def write(self, words: str) -> None:
        """Type letter by letter: no hand has the next one ready before the window has its turn."""
        for letter in words:
            QTest.keyClicks(self.target, letter)
            QApplication.processEvents()

    def _press(self) -> None:
        self._armed, self._pressed, self._worked = True, perf_counter(), process_time()
        QTest.keyClick(self.target, self.key)

    def _on_assessed(self) -> None:
        self._assessed = self._armed and self.window.session.assessed_project is self.window.session.project

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._assessed:
            self._assessed = self._armed = False
            # The time always changes, and the rest of the panel is drawn in the same pass.
            QTimer.singleShot(0, self._on_drawn)
        return False

    def _on_drawn(self) -> None:
        self.milliseconds.append((perf_counter() - self._pressed) * 1000)
        self.work.append((process_time() - self._worked) * 1000)
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


class CellTypist(Typist):
    """Types memory into one row of the table after another; the measured key is Enter."""

    def __init__(self, window: Window) -> None:
        self.table = window.view.stack.currentWidget().table.view  # type: ignore[attr-defined]
        super().__init__(window, self.table, "")
        self.key = Qt.Key.Key_Return

    def prepare(self, number: int) -> None:
        self.table.setFocus()
        self.table.setCurrentIndex(self.table.model().index(number, _MEMORY_COLUMN))
        QTest.keyClick(self.table, Qt.Key.Key_F2)
        editor = next(line for line in self.table.findChildren(QLineEdit) if line.property("cell"))
        editor.selectAll()
        self.target = editor
        self.write(f"{number} GiB")


def typist_of(window: Window, step: StepId, path: str, start: str) -> Typist:
    window.view.go_to([one.id for one in STEPS].index(step))
    come_to_rest(window)
    if path == "workload.groups":
        return CellTypist(window)
    line = window.findChild(Field, path).findChild(QLineEdit)
    line.setFocus()
    return Typist(window, line, start)


@pytest.mark.benchmark(group=f"keystroke to the updated panel, {GUESTS} guests")
@pytest.mark.parametrize(
    ("step", "path", "start"),
    [(StepId.WORKLOAD, "workload.growth_percent_per_year", "3"), (StepId.BUDGET, "budget.net", "2500000"),
     (StepId.AVAILABILITY, "availability.rto_minutes", "60"), (StepId.WORKLOAD, "workload.groups", "")],
)  # fmt: skip
def test_typing(benchmark, window, step, path, start):  # type: ignore[no-untyped-def]
    typist = typist_of(window, step, path, start)
    settle(window)
    for _ in range(4):
        typist.press()
    typist.milliseconds.clear()
    typist.work.clear()
    pulse = Pulse()
    benchmark.pedantic(typist.press, rounds=KEYS)
    pulse.stop()
    typist.deleteLater()
    figures = {
        "median [ms]": round(at(typist.milliseconds, 0.5), 1), "p95 [ms]": round(at(typist.milliseconds, 0.95), 1),
        "processor, median [ms]": round(at(typist.work, 0.5), 1),
        "processor, p95 [ms]": round(at(typist.work, 0.95), 1),
        "held at most [ms]": round(max(pulse.gaps), 1), "held, p99.9 [ms]": round(at(pulse.gaps, 0.999), 1),
    }  # fmt: skip
    benchmark.extra_info.update(figures)
    print(f"\n{path}: {figures}")
    assert len(typist.milliseconds) == KEYS
    assert window.view.panel.price.text() != "–"
