"""Reading, beside what is the least that it can take: the same bytes read by the library underneath."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.importers import books
from wizard.assets import Assets, folder
from wizard.importers import registry
from wizard.persistence.catalogues import BUNDLED, read_catalogue
from wizard.persistence.faults import FileFault
from wizard.persistence.projects import read_project

_ROUNDS = 5


def _least(function: Callable[[], Any]) -> float:
    times = []
    for _ in range(_ROUNDS):
        begin = time.perf_counter()
        function()
        times.append(time.perf_counter() - begin)
    return min(times)


def _told(benchmark: Any, function: Callable[[], Any], floor: Callable[[], Any]) -> float:
    """Measure, and say how many times the floor it takes."""
    benchmark.pedantic(function, rounds=_ROUNDS)
    times = _least(function) / _least(floor)
    benchmark.extra_info["times the floor"] = round(times, 1)
    print(f"\n{benchmark.name}: {times:.1f} times the floor")
    return times


def test_catalogue(benchmark: Any) -> None:
    """The bundled catalogue is checked field by field; the floor is the bare JSON."""
    path = folder(Assets.RESOURCES) / "catalogue" / BUNDLED
    assert _told(benchmark, lambda: read_catalogue(path), lambda: json.loads(path.read_bytes())) < 40


def test_ten_thousand_guests(benchmark: Any, tmp_path: Path) -> None:
    """An inventory of 10,000 guests and 70 columns; the floor is the bare workbook, in this process."""
    head = [*books.HEAD, *(f"Custom {n}" for n in range(62))]
    rows = [[*books.guest(f"vm{n}", 1 + n % 8, 1024, 2048 + n, n), *range(62)] for n in range(10_000)]
    path = books.workbook(tmp_path / "big.xlsx", {"vInfo": [head, *rows]})

    def floor() -> None:
        CalamineWorkbook.from_path(str(path)).get_sheet_by_name("vInfo").to_python()

    assert _told(benchmark, lambda: registry.import_files([path]), floor) < 10


def test_very_many_faults(benchmark: Any, tmp_path: Path) -> None:
    """A project in which every one of 20,000 groups is at fault; the floor is the same without a fault."""
    group = {"name": "web", "count": 1, "vcpus": 2, "memory": "8 GiB", "disk": "80 GiB"}
    right, wrong = tmp_path / "right.json", tmp_path / "wrong.json"
    for path, groups in ((right, [group] * 20_000), (wrong, [{**group, "memroy": 1}] * 20_000)):
        path.write_text(json.dumps({"format": "rackwright-project/1", "workload": {"groups": groups}}))

    def refused() -> None:
        with pytest.raises(FileFault):
            read_project(wrong)

    assert _told(benchmark, refused, lambda: read_project(right)) < 10
