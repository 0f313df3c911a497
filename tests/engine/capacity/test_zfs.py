"""ZFS: pools made with OpenZFS, the published tables, and what must hold for every layout."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.capacity.shapes import RULES, TIB, evaluated, measured
from wizard.engine.capacity import layout as layouts
from wizard.engine.capacity import zfs
from wizard.engine.capacity.zfs_layouts import parse
from wizard.model.assessment import Level
from wizard.model.layout import LAYOUT, ZfsCapacity, ZfsLayout

DRIVE = 3840755982336


def zfs_layout(layout: str, disks: int, **more: Any) -> ZfsLayout:
    value = {"format": "rackwright-layout/1", "storage": "zfs", "layout": layout, "disks": disks, "disk": DRIVE, **more}
    found = LAYOUT.validate_python(value)
    assert isinstance(found, ZfsLayout)
    return found


def capacity(layout: str, disks: int, **more: Any) -> ZfsCapacity:
    return zfs.capacity(zfs_layout(layout, disks, **more), RULES)


def test_every_pool_made_with_openzfs_agrees_to_the_byte() -> None:
    for row in measured("zfs-capacity.json")["pools"]:
        pool = zfs.pool(row["kind"], row["ndisks_per_vdev"], row["nvdevs"], row["disk_bytes"], RULES)
        found = (pool.pool_bytes, pool.slop_bytes, pool.log_bytes, pool.deflate)
        wanted = ("zfs_total_bytes", "slop_bytes", "embedded_log_bytes", "deflate_ratio")
        assert found == tuple(row[name] for name in wanted), row


def test_usable_fractions_of_the_tables() -> None:
    data = measured("zfs-capacity.json")
    parity = [row for row in data["table"] if row["layout"].startswith("raidz")]
    for row in parity + data["draid"]:
        vdev, block = parse(row["layout"], row["ndisks"]), row["volblocksize_kib"] * 1024
        size = zfs.block_bytes(vdev, block, RULES)
        working = Fraction(vdev.disks - vdev.spares, vdev.disks)
        assert size == row["asize_bytes"], row
        assert float(working * Fraction(block, size)) == pytest.approx(row["usable_fraction"], abs=1e-6), row


def test_used_per_byte_of_the_tables() -> None:
    for row in measured("zfs-capacity.json")["table"]:
        if row["layout"].startswith("raidz"):
            vdev = parse(row["layout"], row["ndisks"])
            deflate = zfs.pool(row["layout"], row["ndisks"], 1, DRIVE, RULES).deflate
            charged = zfs.used_per_byte(vdev, row["volblocksize_kib"] * 1024, deflate, RULES)
            assert float(charged) == pytest.approx(row["zfs_used_per_volsize_byte"], abs=1e-6), row


@pytest.mark.parametrize(
    ("layout", "disks", "vdevs", "pool", "zvol"),
    [
        ("mirror", 2, 2, 6.844, None),
        ("mirror", 2, 3, 10.328, None),
        ("mirror", 2, 4, 13.812, None),
        ("raidz1", 4, 1, 10.024, 9.198),
        ("raidz1", 5, 1, 13.817, 11.531),
        ("raidz2", 6, 1, 13.830, 13.844),
        ("raidz2", 8, 1, 19.737, 18.508),
    ],
)
def test_published_pools(layout: str, disks: int, vdevs: int, pool: float, zvol: float | None) -> None:
    answer = capacity(layout, disks, vdevs=vdevs)
    assert answer.pool_bytes / TIB == pytest.approx(pool, abs=0.001)
    if zvol is not None:
        assert float(answer.zvol_bytes / TIB * (1 + RULES("zfs.metadata.16k"))) == pytest.approx(zvol, abs=0.001)


def test_draid_offers_less_than_its_disks_and_whole_stripes() -> None:
    pool = zfs.pool("draid2:8d:24c:2s", 24, 1, DRIVE, RULES)
    assert 0.70 < pool.pool_bytes / (24 * DRIVE) < 22 / 24 * 8 / 10
    assert pool.vdev_bytes % (10 * 16 * 2**20) == 0


@given(
    st.sampled_from(["mirror", "raidz1", "raidz2", "raidz3"]),
    st.integers(4, 12),
    st.integers(1, 4),
    st.sampled_from([4, 8, 16, 32, 64, 128]),
)
def test_formulas_give_the_figures_and_the_fast_path_agrees(layout: str, disks: int, vdevs: int, block: int) -> None:
    answer = capacity(layout, disks, vdevs=vdevs, volblocksize_kib=block)
    assert all(evaluated(step) == step.result for step in answer.calculations)
    figures = (answer.raw_bytes, answer.pool_bytes, answer.zvol_bytes, answer.usable_bytes)
    assert figures == zfs.usable(layout, disks, vdevs, DRIVE, block, RULES)
    assert capacity(layout, disks, vdevs=vdevs + 1, volblocksize_kib=block).usable_bytes > answer.usable_bytes
    assert answer.usable_bytes < answer.raw_bytes


def test_boot_partitions_come_off_every_disk() -> None:
    assert capacity("mirror", 2, boot_reserve="300 GB").pool_bytes < capacity("mirror", 2).pool_bytes
    with pytest.raises(ValueError, match="boot_reserve"):
        capacity("mirror", 2, boot_reserve=DRIVE)


@pytest.mark.parametrize(
    ("layout", "disks", "rule", "level"),
    [
        ("mirror", 1, "zfs.minimum.mirror", Level.WARNING),
        ("raidz1", 2, "zfs.minimum.raidz1", Level.BLOCKER),
        ("raidz2", 3, "zfs.minimum.raidz2", Level.BLOCKER),
        ("raidz3", 4, "zfs.minimum.raidz3", Level.BLOCKER),
        ("raidz2", 6, "zfs.mirror_ways", Level.WARNING),
        ("raidz2", 4, "zfs.sector", Level.WARNING),
        ("raidz2", 5, "zfs.sector", Level.WARNING),
        ("raidz1", 4, "zfs.sector", Level.ADVICE),
        ("draid1:4d:8c:1s", 8, "zfs.draid.advised_disks", Level.ADVICE),
    ],
)
def test_findings(layout: str, disks: int, rule: str, level: Level) -> None:
    found = {finding.rule: finding for finding in capacity(layout, disks).findings}
    assert found[rule].level is level
    assert found[rule].source == RULES[rule].source
    assert str(found[rule].text)


def test_mirrors_need_no_remark() -> None:
    assert capacity("mirror", 2, vdevs=3).findings == ()


@pytest.mark.parametrize(
    ("layout", "disks", "message"),
    [
        ("raidz4", 6, "layout: "),
        ("stripe", 2, "layout: "),
        ("raidz2", 2, "disks: "),
        ("draid2:8d:12c:1s", 14, "disks: "),
        ("draid2:8d:8c", 8, "layout: "),
        ("draid2:4d:4d", 12, "layout: "),
        ("draid2", 12, "layout: "),
    ],
)
def test_impossible_layouts_name_their_field(layout: str, disks: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        layouts.answer(zfs_layout(layout, disks), RULES)


def test_tiny_disks_hold_nothing_and_do_not_fail() -> None:
    answer = capacity("draid1:4d:8c:1s", 8, disk="10 MiB")
    assert answer.usable_bytes == 0
