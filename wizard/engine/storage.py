"""Guest drives of a node: of each kind the fewest that hold the data, survive the failures and serve the load."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from wizard.checkpoint import with_checkpoints
from wizard.engine.capacity import ceph, lvm, zfs
from wizard.engine.compute import osd_threads_rule, reserved_threads
from wizard.engine.context import Context
from wizard.engine.fittings import boot_of, controller_of, wants_controller
from wizard.engine.memory import Reserve, reserve
from wizard.engine.rebuild import fewest_osds
from wizard.engine.topologies.kind import Shape, StorageKind
from wizard.model.catalogue import BootDevice, Catalogue, Controller, Drive
from wizard.model.rulebook import Rulebook
from wizard.model.units import MB, count, smallest, whole

NVME_LANES = "network.lanes_per_nvme"


@dataclass(frozen=True, slots=True)
class StorageOption:
    """One way to store the guests on a node.

    Parameters
    ----------
    drive, drives
        Guest drives of one node; none on external storage.
    layout
        Such as ``mirror-2`` (and the number of groups in ``groups``), ``raid10``, ``osd``.
    usable
        Guest data that all nodes together hold safely [bytes].
    pool
        ZFS pool of one node [bytes]; 0 without ZFS.
    reserve, threads
        Memory and threads that a node's host keeps.
    cents
        Price of drives, controller and boot drives of one node.
    """

    drive: Drive | None
    drives: int
    layout: str
    groups: int
    usable: int
    pool: int
    reserve: Reserve
    threads: int
    controller: Controller | None
    boot: BootDevice | None
    boots: int
    lanes: int
    cents: int


def needed(shape: Shape, context: Context) -> int:
    """Return what all nodes together must hold [bytes]: with replicas, every copy and the snapshots that it keeps."""
    factor = replica_factor(shape, context)
    return context.demand.disk_bytes if factor == 1 else count(context.demand.disk_bytes * factor)


def least_raw(shape: Shape, context: Context) -> int:
    """Return the bytes that the guest drives of all nodes cannot be below, whichever they are."""
    wanted = needed(shape, context)
    if shape.storage is not StorageKind.CEPH:
        return wanted
    share = ceph.usable_share(shape.nodes, shape.copies, shape.sites, context.rules, shape.host_failures)
    return count(wanted / share) if share else sys.maxsize


def replica_factor(shape: Shape, context: Context) -> Fraction:
    """Return the bytes held for each byte of guest data, before the redundancy of drives."""
    if shape.storage is not StorageKind.ZFS or shape.nodes == 1:
        return Fraction(1)
    held = context.answers.daily_change * context.rules("replication.snapshot_days")
    return shape.copies * (1 + held)


def options(shape: Shape, context: Context, most: int, limit: int | None = None) -> list[StorageOption]:
    """Return for each kind of drive the smallest set that serves, the dominated ones left out.

    Parameters
    ----------
    shape
        Topology and node count.
    context
        Demand, parts and rules.
    most
        Most drives that any platform has bays for.
    limit
        Price that nothing may be above [cents]; most of what is dearer is not even worked out.
    """
    boot = boot_of(shape, context.catalogue)
    if shape.storage is StorageKind.EXTERNAL:
        return [_option(shape, context, None, _Set(0, "external", 0, 0, 0), None, boot)]
    found, asked = [], _Asked(shape, context, needed(shape, context), least_raw(shape, context), most)
    left = sys.maxsize if limit is None or boot is None else limit - boot[0].cents * boot[1]
    for drive in with_checkpoints(context.catalogue.drives):
        if drive.kind == "hdd" or not drive.power_loss_protection or context.answers.drive not in (None, drive.id):
            continue
        if asked.least(drive) > most or asked.least(drive) * drive.cents > left:
            continue
        for one in _SETS[shape.storage](asked, drive):
            if one.drives * drive.cents > left:
                continue
            controller = controller_of(shape.storage, drive, one.drives, context.catalogue)
            if controller is not None or not wants_controller(shape.storage, drive):
                found.append(_option(shape, context, drive, one, controller, boot))
    return _undominated(found)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What drives are looked for: ``wanted`` [bytes] is held by all nodes, which takes ``raw`` [bytes] at least."""

    shape: Shape
    context: Context
    wanted: int
    raw: int
    most: int

    def least(self, drive: Drive) -> int:
        """Return the drives that a node cannot do with fewer than."""
        return -(-self.raw // (self.shape.nodes * drive.bytes))


@dataclass(frozen=True, slots=True)
class _Set:
    drives: int
    layout: str
    groups: int
    usable: int
    pool: int


def _option(
    shape: Shape,
    context: Context,
    drive: Drive | None,
    chosen: _Set,
    controller: Controller | None,
    boot: tuple[BootDevice, int] | None,
) -> StorageOption:
    size = 0 if drive is None else drive.bytes
    lanes = 0 if controller is None else controller.lanes
    if drive is not None and drive.kind == "nvme":
        lanes += chosen.drives * context.rules.whole(NVME_LANES)
    price = 0 if drive is None else chosen.drives * drive.cents
    price += (0 if controller is None else controller.cents) + (0 if boot is None else boot[0].cents * boot[1])
    return StorageOption(
        drive=drive,
        drives=chosen.drives,
        layout=chosen.layout,
        groups=chosen.groups,
        usable=chosen.usable,
        pool=chosen.pool,
        reserve=reserve(shape.storage, chosen.drives, size, chosen.pool, context.rules),
        threads=reserved_threads(shape.storage, drive, chosen.drives, context.rules),
        controller=controller,
        boot=None if boot is None else boot[0],
        boots=0 if boot is None else boot[1],
        lanes=lanes,
        cents=price,
    )


def _undominated(found: list[StorageOption]) -> list[StorageOption]:
    """Leave out what is no better than a cheaper one in anything that the rest of the node depends on."""
    kept: list[StorageOption] = []
    for one in sorted(found, key=lambda option: (option.cents, option.drives)):
        if not any(_covers(other, one) for other in kept):
            kept.append(one)
    return kept


def _covers(other: StorageOption, one: StorageOption) -> bool:
    same_bays = other.drive is not None and one.drive is not None and (
        other.drive.kind == one.drive.kind and other.drive.form == one.drive.form
    )  # fmt: skip
    return (
        same_bays
        and other.cents <= one.cents
        and other.drives <= one.drives
        and other.lanes <= one.lanes
        and (other.controller is None or one.controller is not None)
        and other.threads <= one.threads
        and other.reserve.fixed <= one.reserve.fixed
        and other.reserve.cache <= one.reserve.cache
    )


def _single(asked: _Asked, drive: Drive) -> Iterator[_Set]:
    context, rules = asked.context, asked.context.rules
    size = drive.bytes - rules.whole("zfs.boot.reserve")
    _, pool, _, usable = zfs.usable("mirror", 1, 1, size, rules.whole("zfs.volblocksize_kib"), rules)
    if usable >= asked.wanted and _local_iops(context, drive, 1, 1) and asked.most:
        yield _Set(1, "single", 1, usable, pool)


def _raid(asked: _Asked, drive: Drive) -> Iterator[_Set]:
    context, rules = asked.context, asked.context.rules
    for level in lvm.LEVELS:

        def usable(drives: int, level: str = level) -> int:
            return lvm.data_pool(lvm.data_drives(level, drives) * drive.bytes, rules).usable_bytes

        counts = _raid_counts(level, context.answers.disk_failures, asked.most, rules)

        def serves(place: int, level: str = level, counts: range = counts) -> bool:
            drives = counts[place]
            writers = raid_writers(level, drives, rules)
            return usable(drives, level) >= asked.wanted and _local_iops(context, drive, drives, writers)

        place = smallest(0, len(counts) - 1, serves)
        if place is not None:
            yield _Set(counts[place], level, 1, usable(counts[place]), 0)


def raid_writers(level: str, drives: int, rules: Rulebook) -> Fraction:
    """Return the drives' worth of small random writes of a RAID set."""
    if level == "raid6":
        return drives / rules("raid.write_penalty_raid6")
    return Fraction(lvm.data_drives(level, drives))


def _raid_counts(level: str, asked: int, most: int, rules: Rulebook) -> range:
    """Return the numbers of drives of a level that survive the failures asked for; mirrors only just."""
    # A set of several drives survives one failure at least; single parity is not planned: a rebuild that meets an
    # unreadable sector loses data, and small writes cost four operations.
    if level in ("raid0", "raid5", "raid50", "raid60"):
        return range(0)
    fewest = lvm.minimum_drives(level, rules)
    if level == "raid1":
        return range(max(fewest, asked + 1), max(fewest, asked + 1) + 1)
    if lvm.tolerated(level, fewest) < asked:
        return range(0)
    return range(fewest, most + 1, 2 if level == "raid10" else 1)


def _zfs(asked: _Asked, drive: Drive) -> Iterator[_Set]:
    shape, context, rules = asked.shape, asked.context, asked.context.rules
    # A set of several drives is a mirror at least, even where a failed drive may cost a restore.
    ways = max(2, context.answers.disk_failures + 1)
    per_node = -(-asked.wanted // shape.nodes)
    block = rules.whole("zfs.volblocksize_kib")
    # A mirror holds less than one of its drives: where to begin.
    fewest = max(1, asked.least(drive))
    if context.demand.iops:
        rates = local_iops(context, drive, ways * shape.nodes, shape.nodes)
        if rates is None:
            return
        fewest = max(fewest, count(context.demand.iops * _time_of_one(*rates, context.demand.write_share)))

    def figures(groups: int) -> tuple[int, int, int, int]:
        return zfs.usable("mirror", ways, groups, drive.bytes, block, rules)

    groups = smallest(fewest, asked.most // ways, lambda groups: figures(groups)[-1] >= per_node)
    if groups is not None:
        _, pool, _, usable = figures(groups)
        yield _Set(ways * groups, f"mirror-{ways}", groups, usable * shape.nodes, pool)


def _ceph(asked: _Asked, drive: Drive) -> Iterator[_Set]:
    shape, context, rules, nodes = asked.shape, asked.context, asked.context.rules, asked.shape.nodes
    in_time = fewest_osds(shape, drive, context)
    if in_time is None:
        return
    fewest = max(fewest_drives(shape, context), in_time, asked.least(drive))
    if context.demand.iops:
        rates = ceph_iops(context, drive, shape, 1)
        fewest = max(fewest, count(context.demand.iops * _time_of_one(*rates, context.demand.write_share)))

    def usable(osds: int) -> int:
        return ceph.homogeneous(nodes, osds, drive.bytes, shape.copies, shape.sites, rules, shape.host_failures).usable

    osds = smallest(fewest, asked.most, lambda osds: usable(osds) >= asked.wanted)
    if osds is not None:
        yield _Set(osds, "osd", 1, usable(osds), 0)


_SETS: dict[StorageKind, Callable[[_Asked, Drive], Iterator[_Set]]] = {
    StorageKind.SINGLE: _single,
    StorageKind.RAID: _raid,
    StorageKind.ZFS: _zfs,
    StorageKind.CEPH: _ceph,
}


def _time_of_one(read: Fraction, write: Fraction, write_share: Fraction) -> Fraction:
    """Return the seconds that one operation of a mix takes at these rates [operations per second]."""
    return (1 - write_share) / read + write_share / write


def ceph_iops(context: Context, drive: Drive, shape: Shape, osds: int) -> tuple[Fraction, Fraction]:
    """Return the planned client reads and writes of a pool [operations per second]."""
    total = shape.nodes * osds
    read, write = (_osd_iops(context.rules, drive, operation) for operation in ("read", "write"))
    return total * read, total * write / shape.copies


def _osd_iops(rules: Rulebook, drive: Drive, operation: str) -> Fraction:
    """Return what one OSD is planned to do: as its drive allows, and the threads that are kept for it."""
    by_drive = rules(iops_rule(drive, operation))
    return min(by_drive, rules(osd_threads_rule(drive)) * rules(f"ceph.iops_{operation}_thread"))


def iops_rule(drive: Drive, operation: str) -> str:
    """Return the rule that says what a drive is planned to do as an OSD; ``operation`` is read or write."""
    return f"ceph.iops_{operation}_{'nvme' if drive.kind == 'nvme' else 'sata'}"


def local_iops(
    context: Context, drive: Drive, readers: int, writers: Fraction | int
) -> tuple[Fraction, Fraction] | None:
    """Return the planned reads and writes of local drives, or nothing where the data sheet is silent."""
    if drive.read_iops is None or drive.write_iops is None:
        return None
    planned = context.rules("local.iops_share")
    return readers * drive.read_iops * planned, writers * drive.write_iops * planned


def readers_and_writers(shape: Shape, option: StorageOption, rules: Rulebook) -> tuple[int, Fraction]:
    """Return the drives' worth of reads and of writes that local storage has in all nodes."""
    if shape.storage is StorageKind.RAID:
        return option.drives, raid_writers(option.layout, option.drives, rules)
    return shape.nodes * option.drives, Fraction(shape.nodes * option.groups)


def write_rate(shape: Shape, option: StorageOption, rules: Rulebook) -> int | None:
    """Return what all guest drives take in one stream of new data [bytes/s]; None where it is not known."""
    drive = option.drive
    if drive is None or drive.write_mb_s is None:
        return None
    if shape.storage is StorageKind.CEPH:
        return whole(Fraction(shape.nodes * option.drives * drive.write_mb_s * MB, shape.copies))
    if shape.storage is StorageKind.RAID:
        return lvm.data_drives(option.layout, option.drives) * drive.write_mb_s * MB
    return shape.nodes * option.groups * drive.write_mb_s * MB


def _local_iops(context: Context, drive: Drive, readers: int, writers: Fraction | int) -> bool:
    asked = context.demand.iops
    if not asked:
        return True
    offered = local_iops(context, drive, readers, writers)
    return offered is not None and asked * _time_of_one(*offered, context.demand.write_share) <= 1


def fewest_drives(shape: Shape, context: Context) -> int:
    """Return the fewest guest drives that a node of the shape may have, however little they hold."""
    if shape.storage is StorageKind.EXTERNAL:
        return 0
    if shape.storage is not StorageKind.CEPH:
        return 1
    return _fewest_of_ceph(shape.nodes, context.rules)


@lru_cache(maxsize=1024)
def _fewest_of_ceph(nodes: int, rules: Rulebook) -> int:
    return max(count(rules("ceph.osds_minimum") / nodes), count(1 / rules("ceph.osd_share_maximum")))


def most_drives(catalogue: Catalogue) -> int:
    """Return the most equal guest drives that any platform takes."""
    return max(sum(bay.count for bay in platform.bays) for platform in catalogue.platforms)
