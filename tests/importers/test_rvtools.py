"""RVTools exports made for one question each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.importers import books
from wizard.importers import registry
from wizard.importers.problems import ImportProblem
from wizard.model.inventory import Inventory
from wizard.model.units import GIB, MIB, TIB


def read(folder: Path, sheets: Mapping[str, books.Rows], name: str = "book.xlsx") -> Inventory:
    return registry.import_files([books.workbook(folder / name, sheets)])


def tabs(folder: Path, sheets: Mapping[str, books.Rows]) -> Inventory:
    """Read the same sheets as CSV files, which is quicker than a workbook."""
    for name, rows in sheets.items():
        books.tab(folder, name, rows)
    return registry.import_files([folder])


def says(inventory: Inventory, piece: str) -> bool:
    return any(piece in entry.text for entry in inventory.audit)


# --- headings and cells ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("head", [
    ["VM", "Power State", "Template", "CPUs", "Memory MB", "Provisioned MB", "In use MB"],
    [" vm ", "POWERSTATE", "template", "cpus ", "memory", "provisioned  mib", "in use mib"],
    ["vInfoVMName", "vInfoPowerstate", "vInfoTemplate", "vInfoCPUs", "vInfoMemory", "vInfoProvisioned", "vInfoInUse"],
])  # fmt: skip
def test_that_every_spelling_of_the_headings_is_understood(tmp_path: Path, head: list[str]) -> None:
    totals = read(tmp_path, {"Summary": [["nothing"]], "vInfo": [head, books.guest("web")]}).totals
    assert (totals.guests, totals.vcpus, totals.memory_bytes) == (1, 2, 4 * GIB)
    assert (totals.provisioned_bytes, totals.used_bytes) == (50 * GIB, 20 * GIB)


def test_that_own_columns_in_the_middle_change_nothing(tmp_path: Path) -> None:
    head = ["AppOwner", *books.HEAD[:3], "Memory Note", *books.HEAD[3:]]
    row = books.guest("web")
    inventory = tabs(tmp_path, {"vInfo": [head, ["me", *row[:3], "4 GB", *row[3:]]]})
    assert inventory.totals.memory_bytes == 4 * GIB


def test_that_a_german_desktop_is_understood(tmp_path: Path) -> None:
    rows = [books.HEAD, ["web", "poweredOn", "FALSCH", "2", "4.096", "51.200,5", "20.480"],
            ["muster", "poweredOff", "WAHR", "2", "8.192", "51.200,5", "20.480"]]  # fmt: skip
    (tmp_path / "vinfo.csv").write_bytes(books.csv_text(rows, ";").encode("cp1252"))
    inventory = registry.import_files([tmp_path / "vinfo.csv"])
    assert inventory.excluded.template == 1
    assert inventory.totals.memory_bytes == 4 * GIB
    assert inventory.totals.provisioned_bytes == 51200 * MIB + MIB // 2
    assert says(inventory, '"," is read as the decimal mark')


def test_that_unknown_is_not_zero(tmp_path: Path) -> None:
    inventory = tabs(tmp_path, {"vInfo": [["VM", "Powerstate", "CPUs", "Memory"], ["a", "poweredOn", "", "n/a"]]})
    assert inventory.totals.vcpus is None
    assert inventory.totals.memory_bytes is None
    assert inventory.totals.provisioned_bytes is None
    assert inventory.hosts.count is None
    assert says(inventory, '"Memory": not a number')


def test_that_rows_are_named_by_their_number_in_the_file(tmp_path: Path) -> None:
    blank: list[str] = []
    rows = [blank, blank, books.HEAD, blank, books.guest("a", "many"), blank, books.guest("b"), books.guest("c", "few")]
    for inventory in (read(tmp_path, {"vInfo": rows}), tabs(tmp_path, {"vInfo": rows})):
        assert says(inventory, '"CPUs": not a number, taken as unknown; rows 5, 8')


def test_that_impossible_figures_are_unknown_and_said(tmp_path: Path) -> None:
    rows = [books.guest("a", 0), books.guest("b", -2), books.guest("c", 1e9), books.guest("d", 2, -1, 1e30)]
    inventory = tabs(tmp_path, {"vInfo": [books.HEAD, *rows]})
    assert [guest.vcpus for guest in inventory.guests] == [None, None, None, 2]
    assert inventory.guests[3].memory_bytes is None
    assert inventory.guests[3].provisioned_bytes is None
    assert says(inventory, '"CPUs": not possible (zero, negative or beyond all limits), taken as unknown; rows 2, 3, 4')


def test_that_powerstates_differ_in_case_only(tmp_path: Path) -> None:
    states = ["poweredOn", "POWEREDON", "poweredoff", "Suspended", "", "unknown"]
    rows = [[f"g{n}", state, False, 1, 1024, 1, 1] for n, state in enumerate(states)]
    totals = tabs(tmp_path, {"vInfo": [books.HEAD, *rows]}).totals
    assert (totals.powered_on, totals.powered_off, totals.suspended, totals.guests) == (2, 1, 1, 6)


# --- what is left out ------------------------------------------------------------------------------------------------


def test_that_each_reason_to_leave_a_row_out_is_counted(tmp_path: Path) -> None:
    head = ["VM", "Powerstate", "Template", "SRM Placeholder", "FT Role", "Folder", "CPUs", "Memory"]
    rows = [
        ["tpl", "poweredOff", "True", "False", "", "", 1, 1024],
        ["srm", "poweredOff", "False", "1", "", "", 1, 1024],
        ["vCLS-12ab", "poweredOn", "False", "", "", "", 1, 1024],
        ["vCLS (3)", "poweredOn", "False", "", "", "", 1, 1024],
        ["agent", "poweredOn", "False", "", "", "/DC/vm/vCLS", 1, 1024],
        ["ft", "poweredOn", "False", "", 2, "", 1, 1024],
        ["", "poweredOn", "False", "", "", "", 1, 1024],
        ["vclsmart", "poweredOn", "False", "", "1", "", 1, 1024],
        ["", "", "", "", "", "", "", ""],
    ]
    inventory = tabs(tmp_path, {"vInfo": [head, *rows]})
    left = inventory.excluded
    assert (left.template, left.placeholder, left.vcls, left.ft_secondary, left.unnamed) == (1, 1, 3, 1, 1)
    assert (inventory.totals.rows, inventory.totals.guests) == (8, 1)
    assert says(inventory, "vCLS guests (3); VMware's cluster services stay behind; rows 4, 5, 6")


def test_that_a_repeated_row_counts_once_and_a_shared_uuid_identifies_nothing(tmp_path: Path) -> None:
    head = [*books.HEAD, "VM UUID"]
    rows = [[*books.guest("a"), "u1"], [*books.guest("a"), "u1"], [*books.guest("b"), "u2"], [*books.guest("c"), "u2"]]
    inventory = tabs(tmp_path, {"vInfo": [head, *rows]})
    assert [guest.name for guest in inventory.guests] == ["a", "b", "c"]
    assert says(inventory, "repeat an earlier one (1); rows 3")
    assert says(inventory, "share a UUID")


# --- the other sheets ------------------------------------------------------------------------------------------------


def test_that_vcpu_and_vmemory_fill_what_vinfo_lacks(tmp_path: Path) -> None:
    sheets = {
        "vInfo": [books.HEAD, books.guest("a", "", ""), books.guest("b", "", 2048), books.guest("c", 4, 1024)],
        "vCPU": [["VM", "CPUs", "Sockets", "Cores p/s"], ["a", 2, "", ""], ["b", "", 2, 3], ["c", 4, 1, 4]],
        "vMemory": [["VM", "Size MB"], ["a", 512], ["b", 2048], ["c", 1024]],
    }
    inventory = tabs(tmp_path, sheets)
    assert [guest.vcpus for guest in inventory.guests] == [2, 6, 4]
    assert [guest.memory_bytes for guest in inventory.guests] == [512 * MIB, 2 * GIB, GIB]
    assert says(inventory, "guests without vCPUs in vInfo, taken from vCPU: 2; rows 2, 3")


def test_that_memory_in_gib_is_suspected_and_converted_where_it_is_proved(tmp_path: Path) -> None:
    guests = [books.guest("a", 2, 4), books.guest("b", 2, 16)]
    assert says(tabs(tmp_path, {"vInfo": [books.HEAD, *guests]}), "is the column in GiB?")
    proof = {"vInfo": [books.HEAD, *guests], "vMemory": [["VM", "Size MiB"], ["a", 4096], ["b", 16384]]}
    assert tabs(tmp_path, proof).totals.memory_bytes == 20 * GIB


def test_that_disks_are_joined_by_uuid_then_by_name_and_place(tmp_path: Path) -> None:
    head = [*books.HEAD, "VM UUID", "Cluster"]
    vinfo = [head, [*books.guest("a"), "u1", "C1"], [*books.guest("a"), "u2", "C2"], [*books.guest("b"), "u3", "C1"]]
    vdisk = [["VM", "VM UUID", "Cluster", "Capacity MiB"],
             ["renamed", "u1", "", 1024], ["a", "", "C2", 2048], ["b", "", "", 4096],
             ["a", "", "", 1], ["z", "", "", 1]]  # fmt: skip
    inventory = tabs(tmp_path, {"vInfo": vinfo, "vDisk": vdisk})
    assert [guest.disk_bytes for guest in inventory.guests] == [GIB, 2 * GIB, 4 * GIB]
    assert says(inventory, "fit no guest of vInfo, or several, not counted: 2; rows 5, 6")


def test_that_a_shared_disk_counts_once_and_equal_local_paths_count_both(tmp_path: Path) -> None:
    head = ["VM", "Capacity MiB", "Path", "Sharing mode", "Shared Bus"]
    vdisk = [head, ["a", 1024, "[s] x.vmdk", "sharingMultiWriter", "noSharing"],
             ["b", 1024, "[S] X.vmdk", "sharingMultiWriter", "noSharing"],
             ["a", 2048, "[local] d.vmdk", "sharingNone", "noSharing"],
             ["b", 2048, "[local] d.vmdk", "sharingNone", "noSharing"],
             ["b", 2048, "[local] d.vmdk", "sharingNone", "noSharing"]]  # fmt: skip
    inventory = tabs(tmp_path, {"vInfo": [books.HEAD, books.guest("a"), books.guest("b")], "vDisk": vdisk})
    assert [guest.disk_bytes for guest in inventory.guests] == [3 * GIB, 2 * GIB]
    assert says(inventory, "already counted: 2 (3 GiB); a shared disk is counted once; rows 3, 6")


def test_that_shared_disks_are_taken_off_the_total_of_vinfo(tmp_path: Path) -> None:
    head = [*books.HEAD, "Total disk capacity MiB"]
    vinfo = [head, [*books.guest("a"), 3072], [*books.guest("b"), 3072]]
    vdisk = [
        ["VM", "Capacity MiB", "Path"],
        ["a", 1024, "[s] x"],
        ["b", 1024, "[s] x"],
        ["a", 2048, "[l] a"],
        ["b", 2048, "[l] b"],
    ]
    inventory = tabs(tmp_path, {"vInfo": vinfo, "vDisk": vdisk})
    assert [guest.disk_bytes for guest in inventory.guests] == [3 * GIB, 2 * GIB]


def test_that_zero_of_everything_is_unknown_and_a_guest_without_disks_has_none(tmp_path: Path) -> None:
    head = [*books.HEAD, "Disks", "Total disk capacity MiB"]
    vinfo = [
        head,
        [*books.guest("simulated", 1, 1024, 0, 0), 0, 0],
        [*books.guest("diskless", 1, 1024, 1100, 10), 0, 0],
    ]
    inventory = tabs(tmp_path, {"vInfo": vinfo})
    assert [guest.disk_bytes for guest in inventory.guests] == [None, 0]
    assert says(inventory, "guests that state no storage (empty or zero): 1; it is unknown and not zero; rows 2")


def test_that_bind_mounts_count_once(tmp_path: Path) -> None:
    vinfo = [["VM", "Powerstate", "CPUs", "Memory"], ["a", "poweredOn", 1, 1024]]
    part = [["VM", "Disk Key", "Disk", "Capacity MiB", "Consumed MiB"],
            ["a", 2000, "/", 10240, 2048], ["a", 2000, "/var", 10240, 2048],
            ["a", 2000, "/boot", 1024, 512]]  # fmt: skip
    inventory = tabs(tmp_path, {"vInfo": vinfo, "vPartition": part})
    assert inventory.guests[0].used_bytes == 2560 * MIB
    assert inventory.guests[0].disk_bytes == 11 * GIB
    assert inventory.totals.used_bytes is None, "what vInfo does not say is unknown in the totals"
    assert says(inventory, "file system a second time, not counted: 1; rows 3")


def test_that_snapshots_vsan_and_linked_clones_are_said(tmp_path: Path) -> None:
    sheets = {
        "vInfo": [books.HEAD, books.guest("a"), books.guest("b")],
        "vSnapshot": [["VM", "Size MiB (total)", "Size MiB (vmsn)"], ["a", 10240, 1]],
        "vDatastore": [["Name", "In Use MiB", "Type"], ["one", 1024, "vsan"]],
    }
    inventory = tabs(tmp_path, sheets)
    assert says(inventory, "snapshots hold 10 GiB")
    assert says(inventory, "vSAN datastores")
    assert says(inventory, "linked clones")


def test_that_hosts_are_counted_and_unknown_figures_stay_unknown(tmp_path: Path) -> None:
    head = ["Host", "# CPU", "Cores per CPU", "# Cores", "# Memory", "in Maintenance Mode"]
    rows = [["esx1.example.net", 2, 16, 32, 262109, "False"], ["esx2.example.net", 2, 16, "", "", "True"],
            ["esx3.example.net", 1, 8, 32, 2**38, ""], ["", 2, 2, 4, 5, ""]]  # fmt: skip
    vinfo = [[*books.HEAD, "Host"], [*books.guest("a"), "ESX1"], [*books.guest("b"), "esx9"]]
    inventory = tabs(tmp_path, {"vInfo": vinfo, "vHost": [head, *rows]})
    assert inventory.hosts.count == 3
    assert (inventory.hosts.sockets, inventory.hosts.cores) == (5, 96)
    assert inventory.hosts.memory_bytes == 262109 * MIB + 2**38
    assert says(inventory, "guests on hosts that vHost does not list, counted: 1; rows 3")
    assert says(inventory, "other cores than their sockets have together: 1")
    assert says(inventory, "hosts that do not state their memory: 1 of 3")


def test_that_a_cluster_is_read_from_the_resource_pool(tmp_path: Path) -> None:
    vinfo = [[*books.HEAD, "Resource pool"], [*books.guest("a"), "/DC/Prod/Resources/Web"]]
    assert tabs(tmp_path, {"vInfo": vinfo}).guests[0].cluster == "Prod"


# --- several files ---------------------------------------------------------------------------------------------------


def export(path: Path, created: str, *guests: tuple[str, str, str, int]) -> Path:
    """Write an export of (name, UUID, vCenter, vCPUs)."""
    head = [*books.HEAD, "VM UUID", "VI SDK UUID"]
    rows = [[*books.guest(name, cpus), uuid, vcenter] for name, uuid, vcenter, cpus in guests]
    meta = [["RVTools version", "xlsx creation datetime"], ["4.7.1", created]]
    return books.workbook(path, {"vInfo": [head, *rows], "vMetaData": meta})


def test_that_the_newer_of_two_exports_says_what_a_guest_is_like(tmp_path: Path) -> None:
    new = export(tmp_path / "new.xlsx", "2026-02-01T10:00:00", ("a", "u1", "v1", 8), ("c", "u3", "v1", 2))
    old = export(tmp_path / "old.xlsx", "2025-02-01T10:00:00", ("a", "u1", "v1", 4), ("b", "u2", "v1", 2))
    for order in ([new, old], [old, new]):
        inventory = registry.import_files(order)
        assert {guest.name: guest.vcpus for guest in inventory.guests} == {"a": 8, "b": 2, "c": 2}
        assert inventory.totals.rows == 4
        assert inventory.files[0].version == "4.7.1"


def test_that_one_uuid_in_two_vcenters_is_a_move_by_name_and_a_copy_otherwise(tmp_path: Path) -> None:
    one = export(tmp_path / "1.xlsx", "", ("a", "u1", "v1", 2), ("b", "u2", "v1", 2))
    two = export(tmp_path / "2.xlsx", "", ("A", "u1", "v2", 2), ("copy", "u2", "v2", 2))
    assert [guest.name for guest in registry.import_files([one, two]).guests] == ["a", "b", "copy"]


def test_that_equal_names_without_identity_are_all_counted_and_said(tmp_path: Path) -> None:
    one = books.workbook(tmp_path / "1.xlsx", {"vInfo": [books.HEAD, books.guest("web", 2)]})
    two = books.workbook(tmp_path / "2.xlsx", {"vInfo": [books.HEAD, books.guest("web", 4)]})
    inventory = registry.import_files([one, two])
    assert inventory.totals.vcpus == 6
    assert says(inventory, "names that several guests bear, all of them counted: 1 (web)")


def test_that_csv_files_given_one_by_one_complete_each_other(tmp_path: Path) -> None:
    paths = [books.tab(tmp_path, "vDisk", [["VM", "Capacity MiB"], ["web", 1024]]),
             books.tab(tmp_path, "vInfo", [books.HEAD, books.guest("web")])]  # fmt: skip
    inventory = registry.import_files(paths)
    assert inventory.guests[0].disk_bytes == GIB
    assert len(inventory.files) == 1


# --- what is recognised ----------------------------------------------------------------------------------------------


def test_that_another_collector_with_a_sheet_of_that_name_is_not_rvtools(tmp_path: Path) -> None:
    path = books.workbook(tmp_path / "nutanix.xlsx", {"vInfo": [["VM Name", "Power State", "MOID"], ["a", "On", "1"]]})
    with pytest.raises(ImportProblem, match="found vInfo; understood is RVTools"):
        registry.import_files([path])


def test_that_empty_sheets_and_headings_alone_are_no_failure_of_the_program(tmp_path: Path) -> None:
    with pytest.raises(ImportProblem, match="the sheet vInfo is empty"):
        read(tmp_path, {"vInfo": []})
    inventory = read(tmp_path, {"vInfo": [books.HEAD], "vHost": [["Host", "# CPU"]], "vDisk": []})
    assert (inventory.totals.guests, inventory.totals.vcpus, inventory.hosts.count) == (0, 0, 0)
    assert inventory.hosts.sockets is None
    assert says(inventory, "headings and no guests")


def test_that_the_name_of_a_file_does_not_matter(tmp_path: Path) -> None:
    path = books.workbook(tmp_path / "book.xlsx", {"tabvInfo": [books.HEAD, books.guest("web")]})
    renamed = path.rename(tmp_path / "export.csv")
    assert registry.import_files([renamed]).totals.guests == 1


# --- names, privacy, size --------------------------------------------------------------------------------------------

NAMES = [
    "<b>bold</b>",
    "=cmd|' /C calc'!A0",
    "🖥️ Büro",
    "שרת",
    "\u202egnp.exe",
    "x" * 10_000,
    "a\nb\tc",
    "{count} %s",
    "-1",
]


def test_that_hostile_names_are_only_names(tmp_path: Path) -> None:
    inventory = read(tmp_path, {"vInfo": [books.HEAD, *(books.guest(name) for name in [*NAMES, *NAMES])]})
    assert [guest.name for guest in inventory.guests[: len(NAMES)]] == [
        name.replace("\n", " ").replace("\t", " ") for name in NAMES
    ]
    assert all("\n" not in entry.text for entry in inventory.audit)
    inventory.model_dump_json()


def test_that_addresses_serials_and_annotations_are_not_kept(tmp_path: Path) -> None:
    secrets = ["srv.corp.example", "10.9.8.7", "pw=hunter2", "12345-67890", "192.0.2.1", "[ds] a/a.vmx"]
    head = [
        *books.HEAD,
        "DNS Name",
        "Primary IP Address",
        "Annotation",
        "Serial number",
        "Host",
        "Path",
        "VI SDK Server",
    ]
    row = [*books.guest("a"), *secrets, "vcenter.corp.example"]
    inventory = tabs(tmp_path, {"vInfo": [head, row], "vHost": [["Host", "# CPU"], ["192.0.2.1", 2]]})
    kept = repr(inventory)
    for secret in [*secrets, "vcenter.corp"]:
        assert secret not in kept


def test_that_ten_thousand_guests_are_read_exactly(tmp_path: Path) -> None:
    count, width = 10_000, 70
    head = [*books.HEAD, "VM UUID", *(f"Custom {n}" for n in range(width - 8))]
    rows = [
        [*books.guest(f"vm{n}", 1 + n % 8, 1024, 2048 + n, n), f"u{n}", *(n * k for k in range(width - 8))]
        for n in range(count)
    ]
    path = books.workbook(tmp_path / "big.xlsx", {"vInfo": [head, *rows]})
    inventory = registry.import_files([path])
    assert inventory.totals.guests == count
    assert inventory.totals.provisioned_bytes == sum(2048 + n for n in range(count)) * MIB
    assert inventory.totals.vcpus == sum(1 + n % 8 for n in range(count))


def test_that_petabytes_per_guest_are_doubted(tmp_path: Path) -> None:
    inventory = tabs(tmp_path, {"vInfo": [books.HEAD, books.guest("a", 2, 4096, 200 * TIB // MIB, 1)]})
    assert inventory.totals.provisioned_bytes == 200 * TIB
    assert says(inventory, "claim more than 100 TiB: 1")
