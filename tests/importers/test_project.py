"""From an inventory to a project: the guests that were found, to the byte."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.importers import books
from wizard.flow.importing import MOST_GROUPS, Assumed, Basis, draft, read_inventory
from wizard.importers.problems import ImportProblem
from wizard.model.inventory import Excluded, Guest, Hosts, Inventory, SourceFile, Totals
from wizard.model.project import Project
from wizard.model.text import Language
from wizard.model.units import GIB, TIB


def _project(found: Inventory, **answers: Any) -> Project:
    return draft(found, **answers).project


def guest(name: str = "g", *, vcpus: int | None = 2, memory: int | None = 4 * GIB, disk: int | None = 10 * GIB,
          provisioned: int | None = None, used: int | None = None, power: str = "on") -> Guest:  # fmt: skip
    return Guest.model_validate({"name": name, "key": name, "power": power, "vcpus": vcpus, "memory_bytes": memory,
                                 "disk_bytes": disk, "provisioned_bytes": provisioned, "used_bytes": used})  # fmt: skip


def inventory(*guests: Guest) -> Inventory:
    totals = Totals(rows=len(guests), guests=len(guests), powered_on=0, powered_off=0, suspended=0, vcpus=None,
                    memory_bytes=None, provisioned_bytes=None, used_bytes=None)  # fmt: skip
    return Inventory(files=(SourceFile(name="estate.xlsx", format="RVTools"),), totals=totals, excluded=Excluded(),
                     hosts=Hosts(), audit=(), guests=guests)  # fmt: skip


def disk_sum(project: Project) -> int:
    return sum(group.count * group.disk for group in project.workload.groups)


def test_that_equal_guests_form_a_group_and_a_single_one_keeps_its_name() -> None:
    project = _project(inventory(guest("a"), guest("b"), guest("db", vcpus=8)))
    assert [(group.name, group.count) for group in project.workload.groups] == [("2 vCPU, 4 GiB", 2), ("db", 1)]
    assert project.title == "estate"


def test_that_groups_that_differ_in_disk_only_are_told_apart() -> None:
    project = _project(inventory(*(guest(f"a{n}", disk=(10 + n // 2) * GIB) for n in range(4))))
    assert [group.name for group in project.workload.groups] == [
        "2 vCPU, 4 GiB, 10 GiB disk",
        "2 vCPU, 4 GiB, 11 GiB disk",
    ]


def test_that_names_of_groups_follow_the_language() -> None:
    german = Language("de", {"{vcpus} vCPU, {memory:size}": "{vcpus} vCPU, {memory:size}"})
    guests = inventory(guest("a", memory=GIB * 3 // 2), guest("b", memory=GIB * 3 // 2))
    assert _project(guests, language=german).workload.groups[0].name == "2 vCPU, 1,5 GiB"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 2), st.integers(0, 10**13)), min_size=1, max_size=300))
def test_that_no_byte_and_no_guest_is_lost(sizes: list[tuple[int, int, int]]) -> None:
    found = inventory(*(guest(f"g{n}", vcpus=v, memory=m * GIB, disk=d) for n, (v, m, d) in enumerate(sizes)))
    project = _project(found)
    assert disk_sum(project) == sum(disk for _, _, disk in sizes)
    placed: Counter[tuple[int, int]] = Counter()
    for group in project.workload.groups:
        placed[group.vcpus, group.memory] += group.count
    assert placed == Counter((vcpus, memory * GIB) for vcpus, memory, _ in sizes)


def test_that_too_many_groups_are_merged_and_that_it_is_said() -> None:
    found = inventory(*(guest(f"g{n}", disk=GIB + n) for n in range(MOST_GROUPS + 1)))
    made = draft(found)
    assert len(made.project.workload.groups) <= 2
    assert disk_sum(made.project) == sum(GIB + n for n in range(MOST_GROUPS + 1))
    assert any("its sum is exact" in entry.text for entry in made.audit)


@pytest.mark.parametrize(("basis", "wanted"), [("disk", 10), ("provisioned", 20), ("used", 5)])
def test_that_the_basis_is_the_users_choice(basis: Basis, wanted: int) -> None:
    found = inventory(guest(provisioned=20 * GIB, used=5 * GIB))
    assert disk_sum(_project(found, basis=basis)) == wanted * GIB


@pytest.mark.parametrize(("figures", "basis", "wanted"), [
    ({"disk": None, "provisioned": 20 * GIB, "used": 5 * GIB}, "disk", 20 * GIB),
    ({"disk": None, "provisioned": 0, "used": 5 * GIB}, "disk", 5 * GIB),
    ({"disk": 10 * GIB, "provisioned": 0, "used": 0}, "used", 10 * GIB),
    ({"disk": 10 * GIB, "provisioned": 20_000 * TIB}, "provisioned", 10 * GIB),
    ({"disk": None, "provisioned": 200 * TIB}, "disk", 200 * TIB),
    ({"disk": 0, "provisioned": 5 * GIB}, "disk", 0),
])  # fmt: skip
def test_that_a_missing_or_impossible_figure_gives_way(
    figures: dict[str, int | None], basis: Basis, wanted: int
) -> None:
    made = draft(inventory(guest(**figures)), basis=basis)
    assert disk_sum(made.project) == wanted
    texts = [entry.text for entry in made.audit]
    if figures.get("disk") is None or basis != "disk":
        assert any("sized on" in text for text in texts)


def test_that_unknown_figures_are_estimated_by_the_median_and_said() -> None:
    known = [guest("a", vcpus=2), guest("b", vcpus=4), guest("c", vcpus=16)]
    made = draft(inventory(*known, guest("d", vcpus=None, memory=None)))
    assert [(group.vcpus, group.memory, group.count) for group in made.project.workload.groups] == [
        (2, 4 * GIB, 1), (4, 4 * GIB, 2), (16, 4 * GIB, 1),
    ]  # fmt: skip
    assert any(entry.text.startswith("unknown: vCPUs of guests, 1 in number; estimated as 4") for entry in made.audit)


def test_that_what_nobody_states_is_asked_and_the_answer_is_used() -> None:
    found = inventory(guest("a", disk=None), guest("b", disk=None))
    with pytest.raises(ImportProblem, match=r"estate\.xlsx: no guest states its storage: it must be asked"):
        _project(found)
    assert disk_sum(_project(found, assumed=Assumed(disk_bytes=40 * GIB))) == 80 * GIB


def test_that_guests_that_do_not_run_count_unless_switched_off() -> None:
    found = inventory(guest("a"), guest("b", power="off"), guest("c", power="suspended", disk=5 * GIB))
    assert disk_sum(_project(found)) == 25 * GIB
    made = draft(found, include_powered_off=False)
    assert disk_sum(made.project) == 10 * GIB
    assert any("not running: 2; their storage of 15 GiB" in entry.text for entry in made.audit)


def test_that_an_estate_without_running_guests_is_an_empty_project() -> None:
    assert _project(inventory(guest(power="off")), include_powered_off=False).workload.groups == ()
    assert _project(inventory()).workload.groups == ()


def test_that_memory_in_gib_is_converted_on_the_users_word() -> None:
    assert _project(inventory(guest(memory=4 * 2**20)), memory_in_gib=True).workload.groups[0].memory == 4 * GIB


def test_that_hostile_names_reach_a_project_that_can_be_saved(tmp_path: Path) -> None:
    names = ["<b>", "=cmd|' /C calc'!A0", "🖥️", "שרת", "x" * 10_000]
    path = books.workbook(
        tmp_path / "e.xlsx", {"vInfo": [books.HEAD, *(books.guest(name, n + 1) for n, name in enumerate(names))]}
    )
    project = _project(read_inventory([path]))
    assert [group.name for group in project.workload.groups] == [name[:200] for name in names]
    assert Project.model_validate_json(project.model_dump_json()) == project


def test_that_the_json_of_an_import_has_the_totals_and_no_guests(tmp_path: Path) -> None:
    path = books.workbook(tmp_path / "e.xlsx", {"vInfo": [books.HEAD, books.guest("secret-name")]})
    written = read_inventory([path]).model_dump_json()
    assert '"format":"rackwright-import/1"' in written
    assert "secret-name" not in written
