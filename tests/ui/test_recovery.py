"""Nothing is lost: a killed program, a full disk, texts that are no answers yet, undo that says what it did."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from tests.documents import sample
from tests.ui import fakes
from tests.ui.person import Person
from wizard.flow.steps import StepId
from wizard.model.assessment import Assessment
from wizard.model.project import Project
from wizard.persistence.faults import SaveFault
from wizard.persistence.projects import read_project, write_project
from wizard.persistence.recovery import Recovery, read_recovery, recovery_folder
from wizard.ui import autosave
from wizard.ui.dialogs import Unsaved

OpenWindow = Callable[..., Person]
_TYPES = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from wizard.app import main
from wizard.ui.window import Window

def type_():
    window = next((w for w in QApplication.topLevelWidgets() if isinstance(w, Window)), None)
    if window is None:
        QTimer.singleShot(100, type_)
        return
    window.show_steps()
    window.view.go_to(0)
    QTest.keyClicks(window.focusWidget(), sys.argv[1])
    window.view.go_to(6)
    QTest.keyClicks(window.focusWidget(), "about a lot")

app = QApplication([])
QTimer.singleShot(300, type_)
main()
"""


def copies() -> list[Path]:
    return sorted(recovery_folder().glob("*.json"))


def wait_for_copy(holds: str) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if any(holds in path.read_text(encoding="utf-8") for path in copies()):
            return
        time.sleep(0.1)
    raise AssertionError("no copy was written")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that cannot be caught")
def test_a_killed_program_loses_nothing(open_window: OpenWindow) -> None:
    title = "Typed before the crash"
    process = subprocess.Popen([sys.executable, "-c", _TYPES, title], env={**os.environ, "PYTHONPATH": str(Path.cwd())})
    try:
        wait_for_copy("about a lot")
        # Another window of the program is alive: its copy is nobody's loss.
        assert open_window().window.autosave.left() == []
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    person = open_window()
    person.window.show_start()
    assert title in person.words(person.window.start)
    person.click(person.found(QPushButton, "recover"))
    person.qtbot.waitUntil(lambda: not person.window.at_start)
    assert person.session.project.title == title
    assert person.session.dirty
    person.go(StepId.BUDGET)
    assert person.line("budget.net").text() == "about a lot"
    # The old copy is gone, the own one has taken its place.
    assert [read_recovery(path).project.title for path in copies()] == [title]
    person.answers.leaving = Unsaved.DISCARD
    assert person.window.close()
    assert copies() == []


def test_a_copy_is_written_while_there_is_something_to_lose(
    open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autosave, "SECONDS", 0)
    person = open_window(answers=fakes.Answers(saving=tmp_path / "kept.json"))
    person.fill("title", "Work")
    person.qtbot.waitUntil(lambda: bool(copies()))
    person.qtbot.waitUntil(lambda: "Autosaved at" in person.window.view.rail.saved.text())
    assert read_recovery(copies()[0]).project.title == "Work"
    person.press("Ctrl+S")
    person.qtbot.waitUntil(lambda: not copies())
    assert person.window.view.rail.saved.text() == ""


def test_the_copy_waits_for_the_sizing_of_what_is_typed(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autosave, "SECONDS", 1)
    go_on = threading.Event()

    def slow(project: Project, on: date) -> Assessment:
        go_on.wait(30)
        return fakes.size(project, on)

    person = open_window(fakes.services(slow))
    try:
        person.fill("title", "Work")
        assert person.session.busy
        person.qtbot.wait(1_300)
        assert copies() == [], "one second is over, and the sizing still runs"
        go_on.set()
        # Long before the second is over again.
        person.qtbot.waitUntil(lambda: bool(copies()), timeout=600)
    finally:
        go_on.set()


def test_a_copy_of_the_named_file_is_offered_first(open_window: OpenWindow, tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    write_project(sample.project(), path)
    first = open_window()
    first.window.open_path(path)
    first.wait()
    first.fill("title", "Changed since")
    first.window.autosave.save()
    first.qtbot.waitUntil(lambda: bool(copies()))
    # What a crash does to the lock: its process is gone.
    first.window.autosave._lock.unlock()
    second = open_window()
    second.window.open_path(path)
    assert second.window.at_start
    second.click(second.found(QPushButton, "recover"))
    second.qtbot.waitUntil(lambda: not second.window.at_start)
    assert second.session.path == path
    assert second.session.project.title == "Changed since"
    second.press("Ctrl+S")
    assert read_project(path).title == "Changed since"


def test_a_discarded_copy_is_gone(open_window: OpenWindow) -> None:
    first = open_window()
    first.fill("title", "Not wanted")
    first.window.autosave.save()
    first.qtbot.waitUntil(lambda: bool(copies()))
    first.window.autosave._lock.unlock()
    second = open_window()
    second.window.show_start()
    second.click(second.found(QPushButton, "discard"))
    second.qtbot.waitUntil(lambda: not copies())
    assert "Not wanted" not in second.words(second.window.start)


def test_a_full_disk_is_said_and_stops_nothing(open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(recovery: Recovery, path: Path) -> None:
        raise SaveFault(path, "No space left on device")

    monkeypatch.setattr(autosave, "write_recovery", full)
    person = open_window()
    person.fill("title", "Work")
    person.window.autosave.save()
    person.qtbot.waitUntil(lambda: "No space left" in person.window.view.rail.saved.text())
    person.fill("title", "More work")
    assert person.session.project.title == "More work"


def test_closing_names_the_texts_that_no_file_can_hold(open_window: OpenWindow) -> None:
    person = open_window(answers=fakes.Answers(leaving=Unsaved.CANCEL))
    person.go(StepId.BUDGET)
    person.fill("budget.net", "about a lot")
    assert not person.window.close()
    assert person.answers.unreadable == ("Budget, net: about a lot",)


def test_undo_says_what_it_took_back(open_window: OpenWindow) -> None:
    person = open_window()
    person.go(StepId.WORKLOAD)
    person.fill("workload.growth_percent_per_year", "12")
    assert person.window.actions_["undo"].toolTip() == "Undo: Growth per year (Ctrl+Z)"
    person.go(StepId.BUDGET)
    person.press("Ctrl+Z")
    assert person.window.view.status.text() == "Undone: Growth per year"
    assert person.session.project.workload.growth_percent_per_year is None
    person.press("Ctrl+Y")
    assert person.window.view.status.text() == "Done again: Growth per year"
