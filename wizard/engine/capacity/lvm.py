"""Hardware RAID and LVM-thin: what a RAID set offers, how the installer divides it, and what guests get of it."""

from dataclasses import dataclass

from wizard.model.calculation import Calculation
from wizard.model.rulebook import Rulebook
from wizard.model.text import Text
from wizard.model.units import whole

LEVELS = ("raid0", "raid1", "raid5", "raid6", "raid10", "raid50", "raid60")


@dataclass(frozen=True, slots=True)
class Raid:
    """A hardware RAID set; sizes in bytes."""

    raw_bytes: int
    usable_bytes: int
    tolerated: int
    """Drives that may fail, whichever they are."""
    minimum: int
    calculations: tuple[Calculation, ...]


@dataclass(frozen=True, slots=True)
class ThinPool:
    """The installer's layout of one disk or RAID set; sizes in bytes."""

    swap_bytes: int
    root_bytes: int
    free_bytes: int
    metadata_bytes: int
    """One of the metadata volumes."""
    pool_bytes: int
    usable_bytes: int
    calculations: tuple[Calculation, ...]


def minimum_drives(level: str, rules: Rulebook, groups: int = 2) -> int:
    """Return the fewest drives of a RAID level [count], hot spares apart.

    Raises
    ------
    ValueError
        If the level is unknown.

    Examples
    --------
    >>> from wizard.persistence.rulebook import bundled_rulebook
    >>> [minimum_drives(level, bundled_rulebook()) for level in LEVELS]
    [1, 2, 3, 4, 4, 6, 8]
    """
    if level == "raid0":
        return 1
    if level in ("raid50", "raid60"):
        return groups * rules.whole(f"raid.minimum.{level[:-1]}")
    if f"raid.minimum.{level}" not in rules:
        raise ValueError(f'level: "{level[:20]}" is not known: {", ".join(LEVELS)}')
    return rules.whole(f"raid.minimum.{level}")


def tolerated(level: str, drives: int) -> int:
    """Return how many drives may fail, whichever they are [count].

    Examples
    --------
    >>> [tolerated(level, 8) for level in LEVELS]
    [0, 7, 1, 2, 1, 1, 2]
    """
    if level == "raid1":
        return drives - 1
    return {"raid0": 0, "raid6": 2, "raid60": 2}.get(level, 1)


def data_drives(level: str, drives: int, groups: int = 2) -> int:
    """Return the drives' worth of data of a RAID set [count]."""
    parity = {"raid0": 0, "raid1": drives - 1, "raid5": 1, "raid6": 2, "raid50": groups, "raid60": 2 * groups}
    return drives // 2 if level == "raid10" else drives - parity[level]


def raid(level: str, drives: int, drive_bytes: int, rules: Rulebook, spares: int = 0, groups: int = 2) -> Raid:
    """Return what a hardware RAID set of equal drives offers.

    Parameters
    ----------
    level
        One of :data:`LEVELS`.
    drives
        Drives of the set, hot spares included [count].
    drive_bytes
        Size of one drive [bytes].
    rules
        Rulebook with the smallest sets.
    spares
        Hot spares among the drives [count].
    groups
        Groups of RAID 50 and RAID 60 [count].

    Raises
    ------
    ValueError
        If the level is unknown or the drives do not make such a set.

    Notes
    -----
    SNIA Common RAID Disk Data Format, RAID levels.

    Examples
    --------
    >>> from wizard.persistence.rulebook import bundled_rulebook
    >>> raid("raid6", 8, 10**12, bundled_rulebook()).usable_bytes
    6000000000000
    """
    minimum, working = minimum_drives(level, rules, groups), drives - spares
    if working < minimum:
        raise ValueError(f"drives: {level} needs {minimum} drives or more, and there are {working} without the spares")
    if (level == "raid10" and working % 2) or (level in ("raid50", "raid60") and working % groups):
        raise ValueError(f"drives: {working} drives do not divide into the equal groups of {level}")
    data = data_drives(level, working, groups)
    steps = (
        Calculation(
            "storage.raw",
            Text("Raw capacity"),
            "drives*drive",
            {"drives": drives, "drive": drive_bytes},
            drives * drive_bytes,
            "bytes",
        ),
        Calculation(
            "storage.raid",
            Text("Space of the RAID set: {data} drives' worth of data", data=data),
            "data*drive",
            {"data": data, "drive": drive_bytes},
            data * drive_bytes,
            "bytes",
            () if level == "raid0" else (f"raid.minimum.{level[:-1] if level in ('raid50', 'raid60') else level}",),
        ),
    )
    return Raid(drives * drive_bytes, data * drive_bytes, tolerated(level, working), minimum, steps)


def thin_pool(disk_bytes: int, memory_bytes: int, rules: Rulebook) -> ThinPool:
    """Return how the Proxmox VE installer divides a disk or RAID set, and what guests get of the thin pool.

    Parameters
    ----------
    disk_bytes
        Size of the disk or RAID set [bytes].
    memory_bytes
        Memory of the node [bytes]; swap follows it.
    rules
        Rulebook with the sizes of the installer and the fill limit.

    Raises
    ------
    ValueError
        If the disk is so small that the installer divides it in another way.

    Notes
    -----
    Proxmox VE Administration Guide, "Installation", Advanced LVM Configuration Options; pve-installer Install.pm.

    Examples
    --------
    >>> from wizard.persistence.rulebook import bundled_rulebook
    >>> layout = thin_pool(3840755982336, 256 * 2**30, bundled_rulebook())
    >>> [round(size / 2**30) for size in (layout.swap_bytes, layout.root_bytes, layout.free_bytes)]
    [8, 96, 16]
    """
    if disk_bytes <= rules.whole("lvm.installer.min_disk"):
        raise ValueError("disk: too small for the installer's usual layout with a thin pool for guests")
    swap = min(
        max(memory_bytes, rules.whole("lvm.installer.swap_min")),
        rules.whole("lvm.installer.swap_max"),
        disk_bytes // rules.whole("lvm.installer.swap_divisor"),
    )
    root = min(
        disk_bytes // rules.whole("lvm.installer.root_divisor") + rules.whole("lvm.installer.root_extra"),
        rules.whole("lvm.installer.root_max"),
    )
    large = disk_bytes > rules.whole("lvm.installer.free_from")
    free = rules.whole("lvm.installer.free") if large else disk_bytes // rules.whole("lvm.installer.free_divisor")
    volume = disk_bytes - rules.whole("lvm.boot.esp") - swap - root - free
    metadata = min(
        max(whole(volume * rules("lvm.thin.metadata_share")), rules.whole("lvm.thin.metadata_min")),
        rules.whole("lvm.thin.metadata_max"),
    )
    pool = volume - rules.whole("lvm.thin.metadata_volumes") * metadata
    usable = whole(pool * rules("lvm.fill_limit"))
    steps = (_pool_step(disk_bytes, swap, root, free, metadata, pool, rules), _usable_step(pool, usable, rules))
    return ThinPool(swap, root, free, metadata, pool, usable, steps)


def data_pool(disk_bytes: int, rules: Rulebook) -> ThinPool:
    """Return a thin pool that has a disk or RAID set of its own, with the metadata that the installer would make.

    Parameters
    ----------
    disk_bytes
        Size of the disk or RAID set [bytes].

    Examples
    --------
    >>> from wizard.persistence.rulebook import bundled_rulebook
    >>> data_pool(100 * 2**30, bundled_rulebook()).pool_bytes // 2**30
    98
    """
    metadata = min(
        max(whole(disk_bytes * rules("lvm.thin.metadata_share")), rules.whole("lvm.thin.metadata_min")),
        rules.whole("lvm.thin.metadata_max"),
    )
    pool = max(0, disk_bytes - rules.whole("lvm.thin.metadata_volumes") * metadata)
    usable = whole(pool * rules("lvm.fill_limit"))
    step = Calculation(
        "storage.pool",
        Text("Thin pool: the whole set less metadata and its spare"),
        "max(0, disk-volumes*metadata)",
        {"disk": disk_bytes, "volumes": rules.whole("lvm.thin.metadata_volumes"), "metadata": metadata},
        pool,
        "bytes",
        ("lvm.thin.metadata_share", "lvm.thin.metadata_min", "lvm.thin.metadata_max"),
    )
    return ThinPool(0, 0, 0, metadata, pool, usable, (step, _usable_step(pool, usable, rules)))


def _pool_step(disk: int, swap: int, root: int, free: int, metadata: int, pool: int, rules: Rulebook) -> Calculation:
    return Calculation(
        "storage.pool",
        Text("Thin pool of the installer: the disk less boot partitions, swap, root, free space and metadata"),
        "disk-boot-swap-root-free-volumes*metadata",
        {
            "disk": disk,
            "boot": rules.whole("lvm.boot.esp"),
            "swap": swap,
            "root": root,
            "free": free,
            "volumes": rules.whole("lvm.thin.metadata_volumes"),
            "metadata": metadata,
        },
        pool,
        "bytes",
        ("lvm.boot.esp", "lvm.installer.swap_max", "lvm.installer.root_max", "lvm.installer.free"),
    )


def _usable_step(pool: int, usable: int, rules: Rulebook) -> Calculation:
    return Calculation(
        "storage.usable",
        Text("Guest data within the fill limit"),
        "floor(pool*fill)",
        {"pool": pool, "fill": rules("lvm.fill_limit")},
        usable,
        "bytes",
        ("lvm.fill_limit",),
    )
