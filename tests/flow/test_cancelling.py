"""Writing can be ended inside a file, at any moment, within a second; the folder stays as it was."""

import threading
import time
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from wizard.flow.offers import make_offer
from wizard.flow.quoting import write_files
from wizard.flow.sizing import bundled_sizer
from wizard.model.offer import Offer
from wizard.model.text import ENGLISH
from wizard.persistence.projects import read_project

DAY = date(2026, 11, 22)
WITHIN = 1.0
"""Seconds of this process's own time; the machine may be busy with others."""


@pytest.fixture(scope="module")
def long_offer() -> Offer:
    """An offer whose annex has some three hundred pages."""
    project = read_project(Path("templates/examples/fleet.json"))
    offer = make_offer(project, bundled_sizer().size(project, DAY), on=DAY)
    design = offer.design
    many = tuple(replace(each, key=f"{n}.{each.key}") for n in range(14) for each in design.calculations)
    return replace(offer, design=replace(design, calculations=many))


class StoppedError(Exception):
    pass


def before(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("at", [0, 3, 20, 44, 49, 55, 62, 64, 70, 80, 95])
def test_it_ends_where_it_is_told_to_and_leaves_the_folder_alone(long_offer: Offer, tmp_path: Path, at: int) -> None:
    small = replace(long_offer, design=replace(long_offer.design, calculations=long_offer.design.calculations[:20]))
    for path in write_files(small, tmp_path, ENGLISH, ("pdf", "xlsx", "csv")):
        path.write_bytes(b"what was sent before")
    kept = before(tmp_path)

    def progress(percent: int) -> None:
        if percent >= at:
            raise StoppedError

    with pytest.raises(StoppedError):
        write_files(small, tmp_path, ENGLISH, ("pdf", "xlsx", "csv"), progress)
    assert before(tmp_path) == kept


def test_three_hundred_pages_are_ended_within_a_second(long_offer: Offer, tmp_path: Path) -> None:
    """The longest time between two questions whether to go on is the longest that anybody waits."""
    asked: list[tuple[float, int]] = []
    write_files(long_offer, tmp_path, ENGLISH, ("pdf", "xlsx"), lambda percent: asked.append(
        (time.thread_time(), percent)))  # fmt: skip
    waits = [later[0] - sooner[0] for sooner, later in pairwise(asked)]
    print(f"{len(asked)} questions in {asked[-1][0] - asked[0][0]:.2f} s, the longest wait {max(waits):.2f} s")
    assert max(waits) < WITHIN
    percents = [percent for _, percent in asked]
    assert percents == sorted(percents)
    assert (percents[0], percents[-1]) == (0, 100)
    # It says what is done: nowhere is the percentage far from the time that has gone by.
    whole = asked[-1][0] - asked[0][0]
    assert max(abs((at - asked[0][0]) / whole - percent / 100) for at, percent in asked) < 0.25


def test_somebody_else_can_end_it_while_pages_are_drawn(long_offer: Offer, tmp_path: Path) -> None:
    stop, drawing = threading.Event(), threading.Event()
    ended: list[float] = []

    def progress(percent: int) -> None:
        if percent > 10:
            drawing.set()
        if stop.is_set():
            raise StoppedError

    def write() -> None:
        with pytest.raises(StoppedError):
            write_files(long_offer, tmp_path, ENGLISH, ("pdf",), progress)
        ended.append(time.monotonic())

    worker = threading.Thread(target=write)
    worker.start()
    assert drawing.wait(120)
    begin = time.monotonic()
    stop.set()
    worker.join(30)
    assert ended
    assert ended[0] - begin < WITHIN
    assert list(tmp_path.iterdir()) == []
