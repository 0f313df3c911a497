"""The backup server: what it stores after a time, and the cheapest machine that does."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, DefaultContext, localcontext
from fractions import Fraction
from functools import lru_cache

from wizard.engine.capacity import zfs
from wizard.engine.context import Context
from wizard.engine.fittings import boot_mirror
from wizard.engine.ledger import Ledger
from wizard.engine.media import Media
from wizard.engine.memory import MemorySet
from wizard.engine.network import Cabling
from wizard.engine.parts import Variant
from wizard.engine.prune import daily_gaps
from wizard.engine.topologies.kind import Fabric, NetworkNeed, Shape, StorageKind
from wizard.engine.workshop import Workshop
from wizard.model.backup import BackupRange
from wizard.model.catalogue import BootDevice, Controller, Cpu, Drive
from wizard.model.project import Keep, Topology
from wizard.model.rulebook import Rulebook
from wizard.model.text import Text
from wizard.model.units import TIB, count, smallest, whole

_PLACES = Decimal("0.000001")
MEMORY = "max(minimum, base + ceil(pool / tib) * per_tib)"
CORES = "cores + max(0, streams - base) * per_stream"
SPECIAL = "domains * base + ceil(pool * share)"
STORED = "ceil(data / compression * (1 / max(1, dedup / domains) + sum(changed) + change * (gc_days + 1)))"


@dataclass(frozen=True, slots=True)
class BackupServer:
    """A machine with its datastore. ``special`` drives hold the metadata beside hard disks."""

    variant: Variant
    cpu: Cpu
    memory: MemorySet
    drive: Drive
    layout: str
    width: int
    groups: int
    special: Drive | None
    specials: int
    controller: Controller | None
    controllers: int
    boot: BootDevice
    boots: int
    network: Cabling
    pool: int
    usable: int
    cents: int

    @property
    def drives(self) -> int:
        """Drives of the datastore."""
        return self.width * self.groups


def snapshots_kept(keep: Keep) -> int:
    """Return the backups of a guest that are kept once the history is long enough.

    References
    ----------
    Proxmox Backup Server documentation, Maintenance Tasks, Pruning.
    """
    return keep.last + keep.hourly + keep.daily + keep.weekly + keep.monthly + keep.yearly


def gaps_days(keep: Keep, rules: Rulebook) -> tuple[int, ...]:
    """Return the days between each kept backup and the next older one, with one backup a day for long enough."""
    year = rules.whole("backup.days_per_year")
    # Every year after the second is like it: no need to live through them.
    lived = keep.model_copy(update={"yearly": min(keep.yearly, 2)})
    span = (
        1 + keep.last + keep.hourly + keep.daily
        + (1 + keep.weekly) * rules.whole("backup.days_per_week")
        + (1 + keep.monthly) * rules.whole("backup.days_per_month")
        + lived.yearly * year
    )  # fmt: skip
    return (*daily_gaps(lived, span), *(keep.yearly - lived.yearly) * (year,))


@lru_cache(maxsize=4096)
def changed_share(change: Fraction, days: int, spread: Fraction) -> Fraction:
    """Return the share of the data that differs between two backups, to six decimals.

    Parameters
    ----------
    change
        Share that changes in a day.
    days
        Days between the two.
    spread
        0 if the same blocks are written again each day, 1 if each day's changes are independent.

    Examples
    --------
    >>> [float(changed_share(Fraction(3, 100), 7, Fraction(spread))) for spread in (0, 1)]
    [0.03, 0.192017]
    """
    exponent = 1 + spread * (days - 1)
    with localcontext(DefaultContext):
        kept = (1 - Decimal(change.numerator) / Decimal(change.denominator)) ** (
            Decimal(exponent.numerator) / Decimal(exponent.denominator)
        )
    return Fraction((1 - kept).quantize(_PLACES))


def stored(context: Context, ledger: Ledger) -> BackupRange:
    """Estimate what the datastore holds at the horizon: with little, typical and much change [bytes].

    Returns
    -------
    BackupRange
        The retention with monthly backups makes the range wide; a measured change narrows it.
    """
    keep, change = context.answers.keep, context.answers.daily_change
    spans = gaps_days(keep, context.rules)
    figures = []
    for name, title in (
        ("low", Text("Stored backups with little change")),
        ("typical", Text("Stored backups, typically")),
        ("high", Text("Stored backups with much change")),
    ):
        spread = context.rules(f"backup.spread_{name}")
        changed = [changed_share(change, days, spread) for days in spans]
        data = count(context.demand.disk_bytes * context.rules("backup.used_share"))
        figures.append(
            ledger.figure(
                f"backup.stored.{name}_bytes", title, STORED, "bytes",
                {"data": data, "change": change, "changed": changed, "domains": context.answers.backup.domains},
                compression="backup.compression", gc_days="backup.gc_days", dedup="backup.dedup",
            )
        )  # fmt: skip
    return BackupRange(*figures)


def server_shape(context: Context) -> Shape:
    """Return the shape of a backup server: one node with a bonded pair of ports."""
    rules = context.rules
    need = NetworkNeed(
        name="backup",
        links=rules.whole("backup.links"),
        gbps=rules.whole("backup.gbps"),
        fabric=Fabric.LAN,
        dedicated=False,
        redundancy=Text("bond to the existing switches; active-backup if they are not one LACP partner"),
        because=Text("Backups and restores of all guests."),
    )
    return Shape(Topology.SINGLE_ZFS, 1, 1, 0, StorageKind.ZFS, 1, (need,))


def cheapest_server(typical_bytes: int, workshop: Workshop, media: Media | None = None) -> BackupServer | None:
    """Return the cheapest backup server that holds the typical amount within the fill limit.

    Parameters
    ----------
    typical_bytes
        Stored backups [bytes].
    workshop
        Parts and rules.
    media
        What takes slots, bays and space of it besides.
    """
    media = media or Media()
    rules = workshop.context.rules
    best: BackupServer | None = None
    pool = count((typical_bytes + media.cache) / rules("backup.fill_limit"))

    def beaten(variant: Variant, drives_cents: int = 0) -> bool:
        return best is not None and variant.least_cents + drives_cents >= best.cents

    for variant in workshop.backup:
        if beaten(variant):
            break
        for drive in workshop.context.catalogue.drives:
            bays = variant.bays(drive) - media.bays(drive)
            # A pool holds less than its drives: where they are too few or too dear, no layout has to be tried.
            least = -(-pool // drive.bytes)
            if least > bays or beaten(variant, least * drive.cents):
                continue
            for layout, width in _layouts(rules):
                groups = _groups(pool, layout, width, drive, bays // width, media, rules)
                if groups is None or beaten(variant, width * groups * drive.cents):
                    continue
                found = _server(variant, drive, layout, width, groups, media, workshop)
                if found is not None and (best is None or found.cents < best.cents):
                    best = found
    return best


def _layouts(rules: Rulebook) -> list[tuple[str, int]]:
    widths = range(rules.whole("backup.raidz_width_minimum"), rules.whole("backup.raidz_width_maximum") + 1)
    return [("mirror", 2), *(("raidz2", width) for width in widths)]


def _server(
    variant: Variant,
    drive: Drive,
    layout: str,
    width: int,
    groups: int,
    media: Media,
    workshop: Workshop,
) -> BackupServer | None:
    context, rules = workshop.context, workshop.context.rules
    if _full(media, variant):
        return None
    pool = zfs.pool(layout, width, groups, drive.bytes, rules).pool_bytes
    special = _special(pool, layout, drive, variant, context)
    cores = cores_needed(context.answers.backup.streams or 0, rules)
    if drive.kind == "hdd" and special is None:
        return None
    specials = 0 if special is None else _special_count(layout, rules)
    controllers = _controllers(drive, width * groups, context)
    processor = next((cpu for cpu in variant.cpus if cpu.cores * variant.sockets >= cores), None)
    memory = _memory(pool, variant, rules)
    if processor is None or memory is None or controllers is None:
        return None
    boot, boots = boot_mirror(context.catalogue)
    controller, number = controllers
    slots = variant.platform.pcie_slots - max(1, number + media.slots)
    network = workshop.wiring(server_shape(context)).cheapest(slots, variant.platform.ocp_slots) if slots >= 0 else None
    if network is None:
        return None
    price = (
        variant.cents + processor.cents * variant.sockets + memory.cents + width * groups * drive.cents
        + specials * (0 if special is None else special.cents) + boots * boot.cents + network.cents
        + number * (0 if controller is None else controller.cents)
    )  # fmt: skip
    usable = whole(pool * rules("backup.fill_limit"))
    return BackupServer(
        variant, processor, memory, drive, layout, width, groups, special, specials, controller, number, boot, boots,
        network, pool, usable, price,
    )  # fmt: skip


def chunk_rule(drive: Drive) -> str:
    """Return the rule of the rate at which a drive of a datastore reads or writes chunks."""
    return "backup.rate_chunk_hdd" if drive.kind == "hdd" else "backup.rate_chunk_flash"


def cores_needed(streams: int, rules: Rulebook) -> int:
    """Return the cores for so many simultaneous backups: the recommended ones, and more for each further stream."""
    more = max(0, streams - rules.whole("backup.streams_base"))
    return rules.whole("backup.cores") + more * rules.whole("backup.cores_per_stream")


def _full(media: Media, variant: Variant) -> bool:
    """Whether a platform has no bays for the removable disks."""
    removable = media.removable
    return removable is not None and variant.bays(removable.drive) < removable.per_set


def _groups(needed: int, layout: str, width: int, drive: Drive, most: int, media: Media, rules: Rulebook) -> int | None:
    """Return the fewest groups of drives whose pool is large enough and keeps tape drives busy."""
    if most < 1 or not (drive.power_loss_protection or drive.kind == "hdd"):
        return None

    def serves(groups: int) -> bool:
        fast = not media.feed or groups * width * rules(chunk_rule(drive)) >= media.feed
        return fast and zfs.pool(layout, width, groups, drive.bytes, rules).pool_bytes >= needed

    # A group holds less than its drives: where to begin.
    return smallest(max(1, -(-needed // (width * drive.bytes))), most, serves)


def _special_count(layout: str, rules: Rulebook) -> int:
    return 2 if layout == "mirror" else rules.whole("backup.special_drives")


def special_bytes(pool: int, domains: int, rules: Rulebook) -> int:
    """Return the size of the special device of a pool with so many datastores [bytes]."""
    return domains * rules.whole("backup.special_base") + count(pool * rules("backup.special_share"))


def _special(pool: int, layout: str, drive: Drive, variant: Variant, context: Context) -> Drive | None:
    """Return the cheapest flash drive that holds the metadata of hard disks, if there are bays for its mirror."""
    if drive.kind != "hdd":
        return None
    domains = context.answers.backup.domains
    needed, number = special_bytes(pool, domains, context.rules), _special_count(layout, context.rules)
    fitting = [
        one for one in context.catalogue.drives
        if one.kind != "hdd" and one.power_loss_protection and one.bytes >= needed and variant.bays(one) >= number
    ]  # fmt: skip
    return min(fitting, key=lambda one: (one.cents, one.id), default=None)


def _controllers(drive: Drive, drives: int, context: Context) -> tuple[Controller | None, int] | None:
    if drive.kind == "nvme":
        return None, 0
    offers = [
        (-(-drives // one.drives) * one.cents, one.id, one)
        for one in context.catalogue.controllers if one.mode == "hba" and "sata" in one.interfaces
    ]  # fmt: skip
    if not offers:
        return None
    chosen = min(offers, key=lambda offer: offer[:2])[2]
    return chosen, -(-drives // chosen.drives)


def _memory(pool: int, variant: Variant, rules: Rulebook) -> MemorySet | None:
    needed = max(
        rules.whole("backup.memory_minimum"),
        rules.whole("backup.memory_base") + -(-pool // TIB) * rules.whole("backup.memory_per_tib"),
    )
    return next((one for one in variant.memories if one.bytes >= needed), None)
