"""Totals of public inventories, counted independently of this program."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from wizard.flow.importing import draft
from wizard.importers.problems import ImportProblem
from wizard.importers.registry import import_files
from wizard.model.inventory import Inventory

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
MIB = 2**20

FILES = (
    "rvtools/mjvincent_rvtools-small-complete.xlsx",
    "rvtools/deviseur_rvtools-sample.xlsx",
    "rvtools/neil1taylor_test-rvtools.xlsx",
    "rvtools/lrivallain_comprehensive_test_data.xlsx",
    "rvtools/crazy54_example_csv",
    "rvtools/crazy54_generated_csv",
)


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    path = DATA / "expected.json"
    if not path.is_file():
        message = "the public inventories (../shared/data/inventories) are not beside this checkout"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def read(*names: str) -> Inventory:
    return import_files([DATA / "inventories" / name for name in names])


def size(mebibytes: int | None) -> int | None:
    return None if mebibytes is None else mebibytes * MIB


def check_workload(inventory: Inventory, workload: dict[str, Any]) -> None:
    assert inventory.totals.guests == workload["vms"]
    assert inventory.totals.vcpus == workload["vcpu"]
    assert inventory.totals.memory_bytes == size(workload["ram_mib"])
    assert inventory.totals.provisioned_bytes == size(workload["provisioned_mib"])
    assert inventory.totals.used_bytes == size(workload["in_use_mib"])


@pytest.mark.parametrize("name", FILES)
def test_that_totals_are_those_counted_independently(expected: dict[str, Any], name: str) -> None:
    inventory = read(name)
    file = expected["files"][name]
    check_workload(inventory, file["workload"])
    assert inventory.totals.rows == file["vinfo_rows"]
    for field, block in (("powered_on", "powered_on"), ("powered_off", "powered_off"), ("suspended", "suspended")):
        assert getattr(inventory.totals, field) == file[block]["vms"], field
    left_out = inventory.excluded
    assert left_out.template == file["templates"]
    assert left_out.placeholder == file["srm_placeholders"]
    assert left_out.vcls == file["vcls"]
    assert left_out.ft_secondary == file["ft_secondaries"]
    assert left_out.unnamed == file["unnamed_rows"]
    hosts = file["hosts"]
    assert (inventory.hosts.count, inventory.hosts.sockets) == (hosts["count"], hosts["sockets"])
    assert (inventory.hosts.cores, inventory.hosts.memory_bytes) == (hosts["cores"], size(hosts["ram_mib"]))


@pytest.mark.parametrize("name", FILES)
def test_that_the_figures_of_each_power_state_are_right(expected: dict[str, Any], name: str) -> None:
    inventory = read(name)
    for state, block in (("on", "powered_on"), ("off", "powered_off"), ("suspended", "suspended")):
        guests = [guest for guest in inventory.guests if guest.power == state]
        wanted = expected["files"][name][block]
        assert sum(guest.vcpus or 0 for guest in guests) == wanted["vcpu"]
        assert sum(guest.memory_bytes or 0 for guest in guests) == size(wanted["ram_mib"])
        assert sum(guest.provisioned_bytes or 0 for guest in guests) == size(wanted["provisioned_mib"])


def test_that_rvtools_own_internal_headings_give_the_same_totals(expected: dict[str, Any]) -> None:
    derived = expected["derived_files"][0]
    assert read(derived["file"]).totals == read(derived["parent"]).totals


def test_that_two_management_servers_are_added(expected: dict[str, Any]) -> None:
    scenario = next(one for one in expected["merge_scenarios"] if one["id"].startswith("M1"))
    inventory = read(*scenario["files"])
    check_workload(inventory, scenario["expect"]["workload"])
    assert inventory.hosts.count == scenario["expect"]["hosts"]["count"]
    assert inventory.hosts.cores == scenario["expect"]["hosts"]["cores"]


def test_that_the_same_file_twice_counts_once(expected: dict[str, Any]) -> None:
    scenario = next(one for one in expected["merge_scenarios"] if one["id"].startswith("M4"))
    inventory = read(*scenario["files"])
    check_workload(inventory, scenario["expect"]["workload"])
    assert any("counted once" in entry.text for entry in inventory.audit)


def test_that_disks_shared_by_several_guests_count_once(expected: dict[str, Any]) -> None:
    name = "rvtools/lrivallain_comprehensive_test_data.xlsx"
    extra = expected["files"][name]["extra"]
    disks = sum(guest.disk_bytes or 0 for guest in read(name).guests)
    # The figure counted independently includes the one disk of the FT secondary, which is no guest of its own.
    secondary = expected["files"][name]["vdisk"]
    apart = secondary["capacity_mib_all_rows"] - secondary["capacity_mib_workload"]
    assert disks == size(extra["vdisk_capacity_mib_shared_paths_counted_once"] - apart)


def test_that_the_doubts_about_each_file_are_said(expected: dict[str, Any]) -> None:
    doubts = {
        "rvtools/lrivallain_comprehensive_test_data.xlsx": (
            "claim more than 100 TiB, which; rows 12, 13, 40", "physical mode", "suspended guests: 2"),
        "rvtools/crazy54_example_csv": ("state no storage (empty or zero): 4",),
        "rvtools/crazy54_generated_csv": ("templates (3)", "maintenance mode", "virtual mode"),
        "rvtools/mjvincent_rvtools-small-complete.xlsx": ("file systems in vPartition hold (320 GiB)",),
        "rvtools/neil1taylor_test-rvtools.xlsx": ("counts in MiB",),
    }  # fmt: skip
    for name, sentences in doubts.items():
        texts = [entry.text for entry in read(name).audit]
        for sentence in sentences:
            for piece in sentence.split(", which; "):
                assert any(piece in text for text in texts), (name, piece, texts)


def test_that_an_estate_without_storage_figures_is_not_sized_on_zero(expected: dict[str, Any]) -> None:
    with pytest.raises(ImportProblem, match="no guest states its storage: it must be asked"):
        draft(read("rvtools/crazy54_example_csv"))


def test_that_passwords_in_annotations_and_addresses_are_not_kept(expected: dict[str, Any]) -> None:
    inventory = read("rvtools/lrivallain_comprehensive_test_data.xlsx", "rvtools/crazy54_example_csv")
    kept = inventory.model_dump_json() + repr(inventory.guests)
    for secret in ("ServicePass456", "192.168.1.", "00000-00000", "abcc5d49"):
        assert secret not in kept
