"""How long until the first window stands, beside a bare window of Qt, in processes of their own and in turn.

The first frame is a curtain, drawn before the program is read; what can be used is the start page. Both are told.
``RACKWRIGHT_STARTS=15 pytest tests/benchmarks/test_start.py -s`` prints the ratios of the medians; nothing is asserted
about seconds.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

import pytest

STARTS = int(os.environ.get("RACKWRIGHT_STARTS", "3"))
_LOOK = """
import os, sys
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
class Look(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and watched.isWindow() and {what}:
            os._exit(0)
        return False
app = QApplication([])
look = Look()
app.installEventFilter(look)
"""
_BARE = """
from PySide6.QtWidgets import QMainWindow
window = QMainWindow()
window.resize(1440, 900)
window.show()
app.exec()
"""
_OURS = """
from wizard.app import main
main()
"""
_FIRST, _WHOLE = _LOOK.format(what="True"), _LOOK.format(what="type(watched).__name__ == 'Window'")
"""The process ends as soon as any window, or the one that can be used, has been drawn."""


def _start(code: str, folder: Path) -> float:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "RACKWRIGHT_CONFIG": str(folder)}
    began = perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, timeout=60)
    return (perf_counter() - began) * 1000


@pytest.mark.benchmark(group="first window")
def test_first_window(benchmark, tmp_path):  # type: ignore[no-untyped-def]
    ways = {"bare": _FIRST + _BARE, "first window": _FIRST + _OURS, "start page": _WHOLE + _OURS}
    times: dict[str, list[float]] = {name: [] for name in ways}

    def each() -> None:
        for name, code in ways.items():
            times[name].append(_start(code, tmp_path))

    each()
    for taken in times.values():
        taken.clear()
    benchmark.pedantic(each, rounds=STARTS)
    figures = {f"{name} [ms]": round(median(taken)) for name, taken in times.items()}
    ratios = {name: round(median(taken) / median(times["bare"]), 2) for name, taken in times.items() if name != "bare"}
    benchmark.extra_info.update(figures, **{f"{name} to bare": ratio for name, ratio in ratios.items()})
    print(f"\n{figures}, to the bare window: {ratios}")
    assert all(len(taken) == STARTS for taken in times.values())
