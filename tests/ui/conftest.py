"""A window on the offscreen platform, with the shipped fonts, its own settings, and English words."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.at_offer import DAY, EXAMPLE
from tests.ui.fakes import Answers, services
from tests.ui.person import Person
from wizard import app
from wizard.flow.steps import StepId
from wizard.model.text import ENGLISH
from wizard.persistence.projects import read_project
from wizard.ui import i18n
from wizard.ui.services import Services
from wizard.ui.theme import Mode, Theme, load_fonts
from wizard.ui.window import Window


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("RACKWRIGHT_CONFIG", str(tmp_path / "settings"))
    yield
    i18n.use(ENGLISH)


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    load_fonts(qapp)
    return Theme(qapp, Mode.LIGHT)


@pytest.fixture
def open_window(qtbot: QtBot, theme: Theme) -> Iterator[Callable[..., Person]]:
    """Open a window and hand it to a person with keyboard and mouse."""
    opened: list[Window] = []

    def make(behind: Services | None = None, answers: Answers | None = None) -> Person:
        window = Window(behind or services(), theme, answers or Answers())
        opened.append(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        person = Person(qtbot, window)
        person.rest()
        return person

    yield make
    for window in opened:
        window.session.finish()
        window.files.finish()
        window.session.open(window.session.project, None)
        window.session.drafts.clear()
        window.session.finish()
        window.close()
        window.deleteLater()
    QApplication.sendPostedEvents(None, 0)
    QApplication.processEvents()


@pytest.fixture
def person(open_window: Callable[..., Person], tmp_path: Path) -> Iterator[Person]:
    """A person at the offer page, with the branch shop's project and the real program behind the window."""
    answers = Answers(directory=tmp_path / "out", saving=tmp_path / "project.rackwright.json")
    made = open_window(replace(app.services(), today=lambda: DAY), answers)
    made.session.open(read_project(EXAMPLE), None)
    made.go(StepId.OFFER)
    made.wait()
    yield made
    made.session.finish()
