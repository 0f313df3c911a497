"""Work beside the window: it waits while the window is at something, and ends once nobody awaits its answer."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from time import monotonic

import pytest
from pytestqt.qtbot import QtBot

from wizard.checkpoint import at_checkpoints, checkpoint, with_checkpoints
from wizard.ui.pace import await_others, give_way, keep_pace, take_turn
from wizard.ui.work import Answer, Worker


@pytest.fixture
def worker(qtbot: QtBot) -> Iterator[Worker]:
    made = Worker((ValueError,))
    yield made
    made.finish()


@pytest.fixture
def pace(qtbot: QtBot) -> Iterator[None]:
    back = keep_pace()
    yield
    back()


def answers_of(worker: Worker) -> list[Answer]:
    answers: list[Answer] = []
    worker.answered.connect(answers.append)
    return answers


def endless(begun: Event) -> int:
    while True:
        begun.set()
        checkpoint()


def test_a_checkpoint_is_heard_by_the_one_who_asked_last() -> None:
    heard: list[str] = []
    checkpoint()
    with at_checkpoints(lambda: heard.append("outer")):
        checkpoint()
        with at_checkpoints(lambda: heard.append("inner")):
            assert list(with_checkpoints("ab")) == ["a", "b"]
        checkpoint()
    checkpoint()
    assert heard == ["outer", "inner", "inner", "outer"]


def test_what_was_asked_before_ends_and_is_not_answered(qtbot: QtBot, worker: Worker) -> None:
    answers, begun = answers_of(worker), Event()
    worker.ask(lambda: endless(begun))
    assert begun.wait(5)
    worker.ask(lambda: 7)
    qtbot.waitUntil(lambda: bool(answers), timeout=5_000)
    assert [answer.value for answer in answers] == [7]


def test_what_is_stopped_answers_that_it_was(qtbot: QtBot, worker: Worker) -> None:
    answers, begun = answers_of(worker), Event()
    worker.ask(lambda: endless(begun))
    assert begun.wait(5)
    worker.stop()
    qtbot.waitUntil(lambda: bool(answers), timeout=5_000)
    assert [(answer.stopped, answer.fault, answer.report) for answer in answers] == [(True, None, None)]


def test_no_handler_of_errors_takes_the_end_for_one(qtbot: QtBot, worker: Worker) -> None:
    answers, begun = answers_of(worker), Event()

    def careful() -> str:
        try:
            endless(begun)
        except Exception:  # noqa: BLE001 - as careful code does it
            return "an error"
        return "done"

    worker.ask(careful)
    assert begun.wait(5)
    worker.stop()
    qtbot.waitUntil(lambda: bool(answers), timeout=5_000)
    assert answers[0].stopped


def test_work_waits_until_the_window_has_nothing_left_to_do(qtbot: QtBot, pace: None, worker: Worker) -> None:
    answers, begun, go, passed = answers_of(worker), Event(), Event(), Event()

    def work() -> int:
        begun.set()
        go.wait(5)
        checkpoint()
        passed.set()
        return 1

    worker.ask(work)
    assert begun.wait(5)
    take_turn()
    go.set()
    assert not passed.wait(0.1), "it went on although the window was at something"
    qtbot.waitUntil(lambda: bool(answers), timeout=5_000)
    assert passed.is_set()


def test_work_does_not_wait_for_ever(qtbot: QtBot, pace: None) -> None:
    take_turn()
    began = monotonic()
    give_way()
    give_way()
    assert 0.5 < monotonic() - began < 4, "a window that never rests would keep it for good"


def test_a_window_that_waits_for_work_lets_it_go_on(qtbot: QtBot, pace: None, worker: Worker) -> None:
    passed = Event()

    def work() -> None:
        checkpoint()
        passed.set()

    take_turn()
    await_others()
    worker.ask(work)
    assert passed.wait(0.5)
    worker.wait()
