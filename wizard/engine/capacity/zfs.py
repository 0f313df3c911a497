"""ZFS: from the drives of a pool to the guest data that it holds, with the allocation arithmetic of OpenZFS itself."""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from wizard.engine.capacity import zfs_report
from wizard.engine.capacity.zfs_layouts import Vdev, parse
from wizard.model.layout import ZfsCapacity, ZfsLayout
from wizard.model.rulebook import Rulebook
from wizard.model.units import KIB, SECTOR_BYTES, whole


@dataclass(frozen=True, slots=True)
class Pool:
    """The space of an empty pool, all in bytes unless named otherwise."""

    vdev_bytes: int
    metaslab_bytes: int
    metaslabs: int
    deflate: int
    """Visible bytes of each 512 bytes on disk, fixed for blocks of 128 KiB."""
    normal_bytes: int
    log_bytes: int
    slop_bytes: int
    pool_bytes: int


def block_bytes(vdev: Vdev, block: int, rules: Rulebook) -> int:
    """Return what a block occupies on disk, parity and padding included and mirror copies not.

    Parameters
    ----------
    vdev
        Shape of one vdev.
    block
        Size of the block after compression [bytes].
    rules
        Rulebook with the sector size.

    Notes
    -----
    OpenZFS 2.4: vdev_raidz.c ``vdev_raidz_psize_to_asize``, vdev_draid.c ``vdev_draid_psize_to_asize``, vdev.c.

    Examples
    --------
    A block of 16 KiB on raidz2 of five disks occupies nine sectors:

    >>> from wizard.persistence.rulebook import bundled_rulebook
    >>> block_bytes(parse("raidz2", 5), 16 * 1024, bundled_rulebook())
    36864
    """
    sector = rules.whole("zfs.sector")
    data = -(-block // sector)
    if vdev.kind == "mirror":
        return data * sector
    stripes = -(-data // vdev.data)
    if vdev.kind == "draid":
        return stripes * (vdev.data + vdev.parity) * sector
    total = data + vdev.parity * stripes
    padded = -(-total // (vdev.parity + 1)) * (vdev.parity + 1)
    return padded * sector


def _vdev_bytes(vdev: Vdev, disk_bytes: int, rules: Rulebook) -> int:
    """Return the space of one vdev: labels off each disk, for dRAID whole rows and whole groups."""
    align = rules.whole("zfs.label_alignment")
    disk = disk_bytes // align * align - rules.whole("zfs.labels")
    if disk <= 0:
        return 0
    if vdev.kind == "mirror":
        return disk
    if vdev.kind == "raidz":
        return disk * vdev.disks
    row = rules.whole("zfs.draid.row_height")
    rows = (disk - rules.whole("zfs.draid.expansion_reserve")) // row * row
    group = (vdev.data + vdev.parity) * row
    return max(0, rows * (vdev.disks - vdev.spares) // group * group)


def _metaslab_bytes(vdev_bytes: int, rules: Rulebook) -> int:
    """Return the size of a metaslab: a power of two, about two hundred of them, within bounds."""
    size = rules.whole("zfs.metaslab.default_bytes")
    fewest, most = rules.whole("zfs.metaslab.min_count"), rules.whole("zfs.metaslab.default_count")
    if vdev_bytes // size < fewest:
        size = _power_above(vdev_bytes // fewest)
    elif vdev_bytes // size > most:
        size = _power_above(vdev_bytes // most)
    largest, limit = rules.whole("zfs.metaslab.max_bytes"), rules.whole("zfs.metaslab.limit_count")
    if size > largest:
        size = largest
        if vdev_bytes // size > limit:
            size = _power_above(vdev_bytes // limit)
    return max(size, rules.whole("zfs.metaslab.min_bytes"))


def _power_above(amount: int) -> int:
    return 1 << amount.bit_length()


def _metaslab_space(vdev: Vdev, size: int, count: int, rules: Rulebook) -> tuple[int, int]:
    """Return what the first metaslab and all of them offer: dRAID aligns both ends of each to whole stripes."""
    if vdev.kind != "draid":
        return size if count else 0, size * count
    stripe = (vdev.data + vdev.parity) * rules.whole("zfs.sector")
    starts = (index * size for index in range(count))
    offered = [(size - (-start % stripe)) // stripe * stripe for start in starts]
    return sum(offered[:1]), sum(offered)


def pool(layout: str, disks: int, vdevs: int, disk_bytes: int, rules: Rulebook) -> Pool:
    """Return the space of an empty pool, exactly as ``zfs list`` shows it.

    Parameters
    ----------
    layout
        ``mirror``, ``raidz1``, ``raidz2``, ``raidz3`` or ``draid2:8d:24c:2s`` and its like.
    disks
        Disks of one vdev [count].
    vdevs
        Equal vdevs of the pool [count].
    disk_bytes
        Size of the part of each disk that the pool gets [bytes].
    rules
        Rulebook with the constants of OpenZFS.

    Raises
    ------
    ValueError
        If the layout is unknown or the vdev has fewer disks than parity and data need.

    Notes
    -----
    OpenZFS 2.4: vdev.c ``vdev_metaslab_set_size`` and ``vdev_set_deflate_ratio``, vdev_draid.c ``vdev_draid_open``,
    spa_misc.c ``spa_get_slop_space``. 119 pools made with OpenZFS 2.4.4 agree to the byte.

    Examples
    --------
    Six drives of 3.84 TB in three mirrors:

    >>> from wizard.persistence.rulebook import bundled_rulebook
    >>> pool("mirror", 2, 3, 3840755982336, bundled_rulebook()).pool_bytes
    11355893530624
    """
    return _pool(parse(layout, disks), vdevs, disk_bytes, rules)


@lru_cache(maxsize=4096)
def _pool(vdev: Vdev, vdevs: int, disk_bytes: int, rules: Rulebook) -> Pool:
    vdev_bytes = _vdev_bytes(vdev, disk_bytes, rules)
    size = _metaslab_bytes(vdev_bytes, rules)
    slabs = vdev_bytes // size
    first, every = _metaslab_space(vdev, size, slabs, rules)
    reference = rules.whole("zfs.deflate_block")
    deflate = reference // (block_bytes(vdev, reference, rules) // SECTOR_BYTES)
    # The first metaslab of a vdev holds the embedded intent log, unless the vdev has very few.
    has_log = slabs > rules.whole("zfs.embedded_log.min_metaslabs")
    log = (first if has_log else 0) // SECTOR_BYTES * deflate * vdevs
    normal = every // SECTOR_BYTES * deflate * vdevs - log
    slop = min(normal // rules.whole("zfs.slop.divisor"), rules.whole("zfs.slop.max_bytes"))
    slop = max(slop - min(log, slop // 2), min(normal // 2, rules.whole("zfs.slop.min_bytes")))
    return Pool(vdev_bytes, size, slabs, deflate, normal, log, slop, normal - slop)


def used_per_byte(vdev: Vdev, volblock: int, deflate: int, rules: Rulebook) -> Fraction:
    """Return what ``zfs list`` charges for one byte of a full zvol, metadata apart.

    Parameters
    ----------
    vdev
        Shape of one vdev.
    volblock
        volblocksize [bytes].
    deflate
        Reporting ratio of the pool [visible bytes per 512 bytes].

    Examples
    --------
    >>> from wizard.persistence.rulebook import bundled_rulebook
    >>> rules, vdev = bundled_rulebook(), parse("raidz1", 4)
    >>> round(float(used_per_byte(vdev, 16 * 1024, pool("raidz1", 4, 1, 10**12, rules).deflate, rules)), 3)
    1.09
    """
    return Fraction(block_bytes(vdev, volblock, rules) // SECTOR_BYTES * deflate, volblock)


def usable(
    layout: str, disks: int, vdevs: int, disk_bytes: int, volblocksize_kib: int, rules: Rulebook
) -> tuple[int, int, int, int]:
    """Return raw, pool, zvol and usable bytes of a pool: the fast path of the search.

    Parameters
    ----------
    layout, disks, vdevs, disk_bytes, rules
        As for :func:`pool`.
    volblocksize_kib
        Block size of the guests' volumes [KiB].

    Raises
    ------
    ValueError
        If the layout or the number of disks cannot be used.

    Examples
    --------
    Four drives of 3.84 TB in two mirrors show 6.844 TiB; 80 % of what fits in blocks of 16 KiB is promised:

    >>> from wizard.persistence.rulebook import bundled_rulebook
    >>> usable("mirror", 2, 2, 3840755982336, 16, bundled_rulebook())
    (15363023929344, 7524782702592, 7482878582529, 5986302866023)
    """
    return _usable(parse(layout, disks), vdevs, disk_bytes, volblocksize_kib, rules)


@lru_cache(maxsize=4096)
def _usable(
    vdev: Vdev, vdevs: int, disk_bytes: int, volblocksize_kib: int, rules: Rulebook
) -> tuple[int, int, int, int]:
    volblock = volblocksize_kib * KIB
    empty = _pool(vdev, vdevs, disk_bytes, rules)
    charged = used_per_byte(vdev, volblock, empty.deflate, rules) * (1 + metadata_share(volblocksize_kib, rules))
    zvol = whole(empty.pool_bytes / charged)
    return vdev.disks * vdevs * disk_bytes, empty.pool_bytes, zvol, whole(zvol * rules("zfs.fill_limit"))


def metadata_share(volblocksize_kib: int, rules: Rulebook) -> Fraction:
    """Return the metadata that a full zvol needs on top of its data [share of the data]."""
    return rules(f"zfs.metadata.{volblocksize_kib}k")


def tolerated(layout: str, disks: int) -> int:
    """Return how many drives of a pool may fail, wherever they are, without loss of data.

    Examples
    --------
    >>> tolerated("mirror", 2), tolerated("mirror", 3), tolerated("raidz2", 6), tolerated("mirror", 1)
    (1, 2, 2, 0)
    """
    return parse(layout, disks).tolerated


def minimum_disks(layout: str, rules: Rulebook) -> int:
    """Return the fewest disks of one vdev that the Proxmox VE installer and GUI accept [count].

    Examples
    --------
    >>> from wizard.persistence.rulebook import bundled_rulebook
    >>> [minimum_disks(layout, bundled_rulebook()) for layout in ("mirror", "raidz1", "raidz2", "raidz3")]
    [2, 3, 4, 5]
    """
    kind = layout.split(":")[0]
    if kind.startswith("draid"):
        vdev = parse(layout, None)
        return vdev.data + vdev.parity + vdev.spares + rules.whole("zfs.minimum.draid_extra")
    if f"zfs.minimum.{kind}" not in rules:
        raise ValueError(f'layout: "{layout[:40]}" is not a layout of ZFS')
    return rules.whole(f"zfs.minimum.{kind}")


def capacity(layout: ZfsLayout, rules: Rulebook) -> ZfsCapacity:
    """Return what a ZFS pool holds, with its calculation and what is to be said about it.

    Parameters
    ----------
    layout
        Layout, disks of one vdev [count], vdevs [count], size of a disk [bytes] and volblocksize [KiB].
    rules
        Rulebook.

    Raises
    ------
    ValueError
        ``field: reason`` if the layout is unknown or impossible.

    Notes
    -----
    Proxmox VE Administration Guide, "ZFS on Linux"; OpenZFS 2.4 allocation code as for :func:`pool`.

    Examples
    --------
    >>> from wizard.model.layout import LAYOUT
    >>> from wizard.persistence.rulebook import bundled_rulebook
    >>> six = {"format": "rackwright-layout/1", "storage": "zfs", "layout": "raidz2", "disks": 6, "disk": 3840755982336}
    >>> answer = capacity(LAYOUT.validate_python(six), bundled_rulebook())
    >>> round(answer.pool_bytes / 2**40, 3), round(answer.usable_bytes / 2**40, 2)
    (13.83, 11.01)
    """
    vdev = parse(layout.layout, layout.disks)
    if layout.boot_reserve >= layout.disk:
        raise ValueError("boot_reserve: it takes the whole disk")
    disk = layout.disk - layout.boot_reserve
    empty = _pool(vdev, layout.vdevs, disk, rules)
    _, pool_bytes, zvol, promised = _usable(vdev, layout.vdevs, disk, layout.volblocksize_kib, rules)
    block = block_bytes(vdev, layout.volblocksize_kib * KIB, rules)
    figures = zfs_report.Figures(
        vdev=vdev,
        vdevs=layout.vdevs,
        disk_bytes=layout.disk,
        boot_reserve=layout.boot_reserve,
        volblock=layout.volblocksize_kib * KIB,
        block_on_disk=block,
        metadata=metadata_share(layout.volblocksize_kib, rules),
        deflate=empty.deflate,
        normal=empty.normal_bytes,
        slop=empty.slop_bytes,
        pool=pool_bytes,
        zvol=zvol,
        usable=promised,
        minimum=minimum_disks(layout.layout, rules),
    )
    return ZfsCapacity(
        raw_bytes=vdev.disks * layout.vdevs * layout.disk,
        pool_bytes=pool_bytes,
        zvol_bytes=zvol,
        usable_bytes=promised,
        limited_by=zfs_report.limit(figures, rules),
        findings=zfs_report.findings(figures, rules),
        calculations=zfs_report.calculations(figures, rules),
    )
