"""Hardware RAID, LVM-thin, and shared storage that exists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.capacity.shapes import RULES, evaluated
from wizard.engine.capacity import external, lvm

GIB = 2**30
TB = 10**12


@pytest.mark.parametrize(
    ("level", "drives", "data", "tolerated"),
    [("raid0", 4, 4, 0), ("raid1", 2, 1, 1), ("raid5", 4, 3, 1), ("raid6", 8, 6, 2), ("raid10", 6, 3, 1)],
)
def test_raid_levels(level: str, drives: int, data: int, tolerated: int) -> None:
    found = lvm.raid(level, drives, TB, RULES)
    assert (found.raw_bytes, found.usable_bytes, found.tolerated) == (drives * TB, data * TB, tolerated)
    assert all(evaluated(step) == step.result for step in found.calculations)


def test_groups_and_spares() -> None:
    assert lvm.raid("raid50", 6, TB, RULES).usable_bytes == 4 * TB
    assert lvm.raid("raid60", 9, TB, RULES, spares=1).usable_bytes == 4 * TB


@pytest.mark.parametrize(("level", "drives"), [("raid5", 2), ("raid6", 3), ("raid10", 5), ("raid50", 7), ("raid7", 9)])
def test_impossible_sets_are_refused(level: str, drives: int) -> None:
    with pytest.raises(ValueError, match=r"drives: |level: "):
        lvm.raid(level, drives, TB, RULES)


@pytest.mark.parametrize(
    ("disk", "memory", "swap", "root", "free"),
    [(480, 64, 8, 96, 16), (480, 2, 4, 96, 16), (480, 6, 6, 96, 16), (100, 64, 8, 37, 12.5), (56, 64, 7, 26, 7)],
)
def test_layout_of_the_installer(disk: int, memory: int, swap: int, root: int, free: float) -> None:
    found = lvm.thin_pool(disk * GIB, memory * GIB, RULES)
    assert [size / GIB for size in (found.swap_bytes, found.root_bytes, found.free_bytes)] == [swap, root, free]


@given(st.integers(49 * GIB, 200 * TB), st.integers(0, 4096 * GIB))
def test_thin_pool_adds_up(disk: int, memory: int) -> None:
    found = lvm.thin_pool(disk, memory, RULES)
    assert GIB <= found.metadata_bytes <= 16 * GIB
    assert 0 < found.usable_bytes < found.pool_bytes < disk
    assert all(evaluated(step) == step.result for step in found.calculations)
    assert lvm.data_pool(disk, RULES).pool_bytes > found.pool_bytes


def test_a_small_disk_is_refused() -> None:
    with pytest.raises(ValueError, match="disk: "):
        lvm.thin_pool(48 * GIB, 8 * GIB, RULES)


@given(st.sampled_from(["nfs", "cifs", "ceph", "iscsi", "fc", "sas"]), st.integers(0, 100 * TB), st.integers(0, 5))
def test_shared_storage_holds_what_it_must_offer(kind: str, disks: int, snapshots: int) -> None:
    offered = external.needed(kind, disks, RULES, snapshots)
    found = external.usable(kind, offered, RULES, snapshots)
    assert disks <= found.usable_bytes <= disks + 1
    assert all(evaluated(step) == step.result for step in found.calculations)


def test_snapshots_on_a_lun_take_the_full_size_of_the_disk() -> None:
    assert external.needed("fc", 8 * TB, RULES, 2) == 30 * TB
    assert external.needed("nfs", 8 * TB, RULES, 2) == 10 * TB
