"""What is shown with the figures of a ZFS pool: the limit in words, findings, and the calculation."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from wizard.engine.capacity.zfs_layouts import Vdev
from wizard.model.assessment import Finding, Level
from wizard.model.calculation import Calculation
from wizard.model.rulebook import Rulebook
from wizard.model.text import Text
from wizard.model.units import KIB, SECTOR_BYTES


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that the report of one pool prints; sizes in bytes."""

    vdev: Vdev
    vdevs: int
    disk_bytes: int
    boot_reserve: int
    volblock: int
    block_on_disk: int
    metadata: Fraction
    deflate: int
    normal: int
    slop: int
    pool: int
    zvol: int
    usable: int
    minimum: int

    @property
    def efficiency(self) -> Fraction:
        """Guest data per byte of disk at this block size, before metadata and fill limit."""
        if self.vdev.kind == "mirror":
            return Fraction(1, self.vdev.disks)
        working = Fraction(self.vdev.disks - self.vdev.spares, self.vdev.disks)
        return working * Fraction(self.volblock, self.block_on_disk)

    @property
    def ideal(self) -> Fraction:
        """The same without padding."""
        if self.vdev.kind == "mirror":
            return self.efficiency
        working = Fraction(self.vdev.disks - self.vdev.spares, self.vdev.disks)
        return working * Fraction(self.vdev.data, self.vdev.data + self.vdev.parity)


def limit(figures: Figures, rules: Rulebook) -> Text:
    """Return what keeps the usable capacity below the raw one, in figures."""
    if figures.efficiency < figures.ideal:
        return Text(
            "a block of {block:size} occupies {disk:size} with parity and padding, "
            "and the pool is filled to {fill:percent}",
            block=figures.volblock,
            disk=figures.block_on_disk,
            fill=rules("zfs.fill_limit"),
        )
    return Text(
        "{efficiency:percent} of the disks hold data, and the pool is filled to {fill:percent}",
        efficiency=figures.efficiency,
        fill=rules("zfs.fill_limit"),
    )


def findings(figures: Figures, rules: Rulebook) -> tuple[Finding, ...]:
    """Return what is to be said about the layout."""
    return tuple(Finding(level, rule, text, rules[rule].source) for level, rule, text in _remarks(figures, rules))


def _remarks(figures: Figures, rules: Rulebook) -> Iterator[tuple[Level, str, Text]]:
    vdev = figures.vdev
    if vdev.kind == "mirror" and vdev.disks == 1:
        yield (
            Level.WARNING,
            "zfs.minimum.mirror",
            Text("A single drive without redundancy: when it fails, everything on the pool is restored from backup"),
        )
    elif vdev.disks < figures.minimum:
        yield (
            Level.BLOCKER,
            _minimum_rule(vdev),
            Text("{disks} disks in a vdev; this layout needs {minimum}", disks=vdev.disks, minimum=figures.minimum),
        )
    if vdev.kind != "mirror":
        yield from _parity_remarks(figures, rules)
    if vdev.kind == "draid":
        yield from _draid_remarks(vdev, rules)


def _minimum_rule(vdev: Vdev) -> str:
    return "zfs.minimum.draid_extra" if vdev.kind == "draid" else f"zfs.minimum.raidz{vdev.parity}"


def _parity_remarks(figures: Figures, rules: Rulebook) -> Iterator[tuple[Level, str, Text]]:
    mirror = 1 / rules("zfs.mirror_ways")
    yield (
        Level.WARNING,
        "zfs.mirror_ways",
        Text(
            "A parity vdev of {disks} disks does about as many random operations as one disk: "
            "for virtual machines mirrors are advised",
            disks=figures.vdev.disks,
        ),
    )
    if figures.efficiency < mirror:
        yield (
            Level.WARNING,
            "zfs.sector",
            Text(
                "With blocks of {block:size} only {efficiency:percent} of the disks hold data: "
                "mirrors hold {mirror:percent} and are faster",
                block=figures.volblock,
                efficiency=figures.efficiency,
                mirror=mirror,
            ),
        )
    elif figures.efficiency < figures.ideal:
        yield (
            Level.ADVICE,
            "zfs.sector",
            Text(
                "With blocks of {block:size} {efficiency:percent} of the disks hold data, not {ideal:percent}: "
                "the rest is parity of short stripes and padding",
                block=figures.volblock,
                efficiency=figures.efficiency,
                ideal=figures.ideal,
            ),
        )


def _draid_remarks(vdev: Vdev, rules: Rulebook) -> Iterator[tuple[Level, str, Text]]:
    if vdev.spares == 0:
        yield (
            Level.ADVICE,
            "zfs.draid.advised_disks",
            Text("dRAID without distributed spares rebuilds no faster than raidz"),
        )
    if vdev.disks < rules("zfs.draid.advised_disks"):
        yield (
            Level.ADVICE,
            "zfs.draid.advised_disks",
            Text(
                "dRAID is meant for {advised} disks and more; here are {disks}",
                advised=rules.whole("zfs.draid.advised_disks"),
                disks=vdev.disks,
            ),
        )


def calculations(figures: Figures, rules: Rulebook) -> tuple[Calculation, ...]:
    """Return how raw, pool, zvol and usable bytes came about."""
    vdev = figures.vdev
    fill = rules("zfs.fill_limit")
    return (
        Calculation(
            "storage.raw",
            Text("Raw capacity"),
            "vdevs*disks*disk",
            {"vdevs": figures.vdevs, "disks": vdev.disks, "disk": figures.disk_bytes},
            figures.vdevs * vdev.disks * figures.disk_bytes,
            "bytes",
        ),
        Calculation(
            "storage.pool",
            Text("Empty pool, as ZFS shows it: whole metaslabs without parity, less the reserve of ZFS"),
            "metaslabs-slop",
            {"metaslabs": figures.normal, "slop": figures.slop},
            figures.pool,
            "bytes",
            ("zfs.deflate_block", "zfs.metaslab.default_count", "zfs.slop.divisor", "zfs.slop.max_bytes"),
        ),
        _zvol(figures),
        Calculation(
            "storage.usable",
            Text("Guest data within the fill limit"),
            "floor(zvol*fill)",
            {"zvol": figures.zvol, "fill": fill},
            figures.usable,
            "bytes",
            ("zfs.fill_limit",),
        ),
    )


def _zvol(figures: Figures) -> Calculation:
    return Calculation(
        "storage.zvol",
        Text("Guest data in blocks of this size, metadata off"),
        "floor(pool*block*sector/(block_on_disk*visible_per_sector)/(1+metadata))",
        {
            "pool": Fraction(figures.pool),
            "block": figures.volblock,
            "sector": SECTOR_BYTES,
            "block_on_disk": figures.block_on_disk,
            "visible_per_sector": figures.deflate,
            "metadata": figures.metadata,
        },
        figures.zvol,
        "bytes",
        ("zfs.sector", f"zfs.metadata.{figures.volblock // KIB}k"),
    )
