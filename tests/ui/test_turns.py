"""Work in turns: between two steps the event loop runs."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wizard.ui.turns import Steps, Turns


def counted(done: list[str], name: str, number: int) -> Steps:
    try:
        for step in range(number):
            done.append(f"{name}{step}")
            yield
    finally:
        done.append(f"{name} left")


def test_the_first_step_is_done_at_once_and_each_other_in_a_turn_of_its_own(qtbot: QtBot) -> None:
    turns, done = Turns(), []
    turns.run(counted(done, "a", 3))
    assert done == ["a0"]
    QApplication.processEvents()
    assert done == ["a0", "a1"]
    qtbot.waitUntil(lambda: not turns.busy)
    assert done == ["a0", "a1", "a2", "a left"]


def test_something_else_takes_the_place_of_what_is_not_done(qtbot: QtBot) -> None:
    turns, done = Turns(), []
    turns.run(counted(done, "a", 3))
    turns.run(counted(done, "b", 2))
    turns.finish()
    assert done == ["a0", "a left", "b0", "b1", "b left"]
    assert not turns.busy


def test_a_step_may_begin_something_else(qtbot: QtBot) -> None:
    turns, done = Turns(), []

    def first() -> Steps:
        yield
        turns.run(counted(done, "b", 2))
        yield
        done.append("never")

    turns.run(first())
    qtbot.waitUntil(lambda: not turns.busy)
    assert done == ["b0", "b1", "b left"]


def test_a_fault_ends_the_steps_and_is_reported(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    turns, reported = Turns(), []

    def wrong() -> Steps:
        yield
        raise RuntimeError("no page")

    turns.run(wrong())
    with monkeypatch.context() as patch:
        patch.setattr(sys, "excepthook", lambda kind, error, trace: reported.append(str(error)))
        qtbot.waitUntil(lambda: reported == ["no page"])
    assert not turns.busy
