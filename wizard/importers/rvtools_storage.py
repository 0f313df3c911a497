"""What the sheets vDisk, vPartition, vSnapshot and vDatastore say about the storage of the guests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from wizard.importers.columns import Row, Sheet, truth
from wizard.importers.merging import Level
from wizard.importers.rvtools_rows import PLACE, Audit, Index, Record, mib
from wizard.model.text import Text

VDISK = PLACE | {
    "capacity": ("capacitymib", "capacitymb", "capacity"),
    "path": ("path", "diskpath"),
    "raw": ("raw",),
    "raw_mode": ("rawcompmode", "rawcommode"),
    "mode": ("diskmode", "mode"),
    "sharing": ("sharingmode",),
    "bus": ("sharedbus",),
}
VPARTITION = PLACE | {
    "disk_key": ("diskkey",),
    "capacity": ("capacitymib", "capacitymb", "capacity"),
    "consumed": ("consumedmib", "consumedmb", "consumed"),
}
VSNAPSHOT = PLACE | {"size": ("sizemibtotal", "sizembtotal", "sizemib", "sizemb", "sizemibvmsn", "sizembvmsn")}
VDATASTORE: Mapping[str, tuple[str, ...]] = {
    "used": ("inusemib", "inusemb", "inuse"),
    "type": ("type",),
}

_SNAPSHOTS_WORTH_A_WORD = 20
"""Snapshots above one part in this many of what is in use."""


@dataclass
class _Disks:
    """What is found while the rows of vDisk are added up: bytes and rows by what is worth a note."""

    bytes: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    rows: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    owners: dict[tuple[str, ...], tuple[Record, bool]] = field(default_factory=dict)

    def note(self, what: str, row: Row, capacity: int = 0) -> None:
        self.rows[what].append(row.number)
        self.bytes[what] += capacity


def add_disks(sheet: Sheet, records: list[Record], audit: Audit) -> None:
    """Add the virtual disks to their guests, a disk that several guests share to the first of them only."""
    found = _Disks()
    index = Index(records)
    for row in sheet:
        record = index.find(sheet, row)
        capacity = mib(sheet.number(row, "capacity"))
        if record is None:
            found.note("stranger", row)
        elif capacity is None:
            found.note("unknown", row)
        elif record.excluded is not None:
            found.note("left_out", row, capacity)
        else:
            _add_disk(sheet, row, record, capacity, found)
    for what, template in _DISK_NOTES.items():
        if rows := found.rows[what]:
            audit.add(_DISK_LEVELS.get(what, "warning"), "vDisk",
                      Text(template, count=len(rows), amount=found.bytes[what]), rows)  # fmt: skip


_DISK_NOTES = {
    "repeated": "rows that name a disk already counted: {count} ({amount:size}); a shared disk is counted once",
    "same_path": "disks with the path of another guest's disk, though not shared: {count}; all are counted",
    "physical": "raw device mappings in physical mode, LUNs of an array: {count} ({amount:size}); they are counted,"
    " decide whether they move",
    "virtual": "raw device mappings in virtual mode: {count} ({amount:size}); they are counted like disks",
    "independent": "independent disks: {count} ({amount:size}); they stand outside snapshots, check their backup",
    "left_out": "disks of rows that are left out: {count} ({amount:size}); templates have to be moved as well",
    "unknown": "disks without a readable capacity, not counted: {count}",
    "stranger": "rows that fit no guest of vInfo, or several, not counted: {count}",
}
_DISK_LEVELS: dict[str, Level] = {"virtual": "info", "independent": "info", "left_out": "info"}


def _add_disk(sheet: Sheet, row: Row, record: Record, capacity: int, found: _Disks) -> None:
    if record.disk_rows is None:
        record.disk_rows = 0
    if path := (sheet.text(row, "path") or "").casefold():
        shared = _is_shared(sheet, row)
        place = (record.vcenter, record.datacenter, path)
        owner, owner_shares = found.owners.setdefault(place, (record, shared))
        # Local datastores of two hosts may bear one name, so an equal path alone proves one disk only where
        # nothing says that it is not shared.
        mine = (*place, str(record.row))
        if mine in found.owners or (owner is not record and (shared or owner_shares)):
            found.note("repeated", row, capacity)
            if owner is not record:
                record.disk_repeated += capacity
            return
        found.owners[mine] = (record, shared)
        if owner is not record:
            found.note("same_path", row)
    record.disk_rows += capacity
    if truth(sheet.cell(row, "raw")):
        physical = "physical" in (sheet.text(row, "raw_mode") or "").casefold()
        found.note("physical" if physical else "virtual", row, capacity)
    if (sheet.text(row, "mode") or "").casefold().startswith("independent"):
        found.note("independent", row, capacity)


def _is_shared(sheet: Sheet, row: Row) -> bool:
    if not (sheet.has("sharing") or sheet.has("bus")):
        return True
    mode, bus = ((sheet.text(row, field) or "").casefold() for field in ("sharing", "bus"))
    return "multi" in mode or bus.startswith(("physical", "virtual"))


def add_partitions(sheet: Sheet, records: list[Record], audit: Audit) -> None:
    """Add the file systems to their guests; bind mounts show one file system under several paths."""
    index = Index(records)
    seen: set[tuple[int, str, int | None, int | None]] = set()
    repeated: list[int] = []
    for row in sheet:
        record = index.find(sheet, row)
        if record is None:
            continue
        capacity, consumed = mib(sheet.number(row, "capacity")), mib(sheet.number(row, "consumed"))
        disk = sheet.text(row, "disk_key")
        if disk is not None:
            one = (record.row, disk, capacity, consumed)
            if one in seen:
                repeated.append(row.number)
                continue
            seen.add(one)
        if capacity is not None:
            record.partitions = (record.partitions or 0) + capacity
        if consumed is not None:
            record.consumed = (record.consumed or 0) + consumed
    if repeated:
        text = Text("rows that show a file system a second time, not counted: {count}", count=len(repeated))
        audit.add("info", "vPartition", text, repeated)


def disk_bytes(record: Record) -> int | None:
    """Return the virtual disks of a guest, or None where nothing is known of them.

    Zero counts only for a guest without disks that has some other file: simulators write zero for everything.
    """
    if record.total_disk:
        rest = record.total_disk - record.disk_repeated
        return rest if rest >= 0 else record.total_disk
    if record.disk_rows or record.disk_repeated:
        return record.disk_rows
    if record.disks == 0 and (record.provisioned or record.used):
        return 0
    return None if record.provisioned else record.partitions or None


def used_bytes(record: Record) -> int | None:
    """Return what a guest has written: what vInfo says, else what its file systems hold."""
    return record.used or record.consumed or record.used


_STAND_INS: dict[str, Callable[[Record], bool]] = {
    "guests whose disks vInfo does not state: {count}; the rows of vDisk are added up":
        lambda one: not one.total_disk and bool(one.disk_rows),
    "guests without stated disks: {count}; the file systems of vPartition stand in, which is the least it can be":
        lambda one: not one.total_disk and not one.disk_rows and not one.provisioned and bool(one.partitions),
    "guests without stated space in use: {count}; what their file systems in vPartition hold ({amount:size}) stands in":
        lambda one: not one.used and bool(one.consumed),
}  # fmt: skip


def note_storage(sized: list[Record], audit: Audit) -> None:
    """Note which figures were missing and what stands in for them."""
    for template, applies in _STAND_INS.items():
        if those := [one for one in sized if applies(one)]:
            amount = sum(one.consumed or 0 for one in those)
            audit.add("info", "vInfo", Text(template, count=len(those), amount=amount))
    both = [one for one in sized if one.total_disk and one.disk_rows]
    total = sum(one.total_disk or 0 for one in both)
    rows = sum((one.disk_rows or 0) + one.disk_repeated for one in both)
    if abs(total - rows) * 100 > total:
        text = Text(
            "the disks add up to {rows:size} and vInfo states {total:size}; vInfo is used", rows=rows, total=total
        )
        audit.add("warning", "vDisk", text)


def note_snapshots(sheet: Sheet, records: list[Record], audit: Audit) -> None:
    """Warn of snapshots that weigh: they are no permanent capacity, and have to go before a migration."""
    index = Index(records)
    size = 0
    for row in sheet:
        record = index.find(sheet, row)
        if record is not None and record.excluded is None:
            size += mib(sheet.number(row, "size")) or 0
    used = sum(used_bytes(record) or 0 for record in records if record.excluded is None)
    if size * _SNAPSHOTS_WORTH_A_WORD > used:
        audit.add(
            "warning",
            "vSnapshot",
            Text("snapshots hold {size:size}; they are not sized: remove them before moving", size=size),
        )


def note_datastores(sheet: Sheet, sized: list[Record], audit: Audit) -> None:
    """Warn where the guests' figures contain copies or share blocks."""
    if any((sheet.text(row, "type") or "").casefold() == "vsan" for row in sheet):
        text = Text("there are vSAN datastores: Provisioned and In Use contain the copies that vSAN keeps")
        audit.add("warning", "vDatastore", text)
    held = [size for row in sheet if (size := mib(sheet.number(row, "used"))) is not None]
    used = sum(record.used or 0 for record in sized)
    if held and sum(held) and used > sum(held):
        text = Text("the guests claim {used:size} in use, the datastores hold {held:size}: linked clones share a base",
                    used=used, held=sum(held))  # fmt: skip
        audit.add("warning", "vDatastore", text)
