"""The rows of vInfo, what is left out of them, and how rows of the other sheets find theirs."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from wizard.importers.columns import Number, Row, Sheet, rows_text, truth
from wizard.importers.merging import Level, Note, Reason
from wizard.model.text import Text
from wizard.model.units import MIB

# Headings as columns.squash() writes them, the preferred one first. RVTools wrote MB and meant MiB until 4.1.2.
PLACE = {
    "name": ("vm", "vmname"),
    "uuid": ("vmuuid", "uuid", "instanceuuid", "smbiosuuid", "biosuuid"),
    "vm_id": ("vmid",),
    "vcenter": ("visdkuuid", "vcenteruuid", "visdkserver"),
    "datacenter": ("datacenter",),
    "cluster": ("cluster",),
    "host": ("host",),
}
VINFO = PLACE | {
    "power": ("powerstate",),
    "template": ("template",),
    "placeholder": ("srmplaceholder",),
    "ft_role": ("ftrole",),
    "vcpus": ("cpus", "numcpu", "vcpus", "vcpu"),
    "memory": ("memory", "memorymib", "memorymb"),
    "provisioned": ("provisionedmib", "provisionedmb", "provisioned"),
    "used": ("inusemib", "inusemb", "inuse"),
    "unshared": ("unsharedmib", "unsharedmb", "unshared"),
    "total_disk": ("totaldiskcapacitymib", "totaldiskcapacitymb", "totaldiskcapacity"),
    "disks": ("disks", "numvirtualdisks"),
    "pool": ("resourcepool",),
    "folder": ("folder",),
    "os": (
        "osaccordingtothevmwaretools", "osaccordingtovmwaretools", "ostools",
        "osaccordingtotheconfigurationfile", "osaccordingtoconfigurationfile", "guestos", "os",
    ),
}  # fmt: skip
VCPU = PLACE | {"vcpus": ("cpus",), "sockets": ("sockets",), "cores": ("coresps", "corespersocket")}
VMEMORY = PLACE | {"memory": ("sizemib", "sizemb", "size")}

MOST_VCPUS = 4_096
MOST_BYTES = 1 << 60
"""More than this is a broken number and not a guest."""

_VCLS = re.compile(r"vcls([-_ (]|$)", re.IGNORECASE)
_POWER: dict[str, Literal["on", "off", "suspended"]] = {
    "poweredon": "on", "on": "on", "poweredoff": "off", "off": "off", "suspended": "suspended",
}  # fmt: skip
_FT_SECONDARY = frozenset({"2", "secondary"})


@dataclass
class Record:
    """One named row of vInfo while the other sheets add to it."""

    row: int
    name: str
    uuid: str
    vm_id: str
    vcenter: str
    datacenter: str
    cluster: str
    host: str
    power: Literal["on", "off", "suspended"] | None
    excluded: Reason | None
    vcpus: int | None
    memory: int | None
    provisioned: int | None
    used: int | None
    unshared: int | None
    total_disk: int | None
    disks: int | None
    os: str | None
    disk_rows: int | None = None
    """Sum of its rows in vDisk, a shared disk counted with its first guest only."""
    disk_repeated: int = 0
    """Shared disks that are counted with another guest."""
    partitions: int | None = None
    consumed: int | None = None


@dataclass
class Audit:
    """Collects what the reader of the import has to know."""

    file: str
    notes: list[Note] = field(default_factory=list)

    def add(self, level: Level, sheet: str, template: Text, rows: Iterable[int] = ()) -> None:
        """Note something about a sheet, and about some of its rows."""
        listed = rows_text(rows)
        where = ", ".join(filter(None, (self.file, sheet)))
        self.notes.append(
            Note(level, Text("{text}; rows {rows}", text=template, rows=listed) if listed else template, where)
        )

    def take(self, sheet: Sheet) -> None:
        """Note what was decided about the columns of a sheet."""
        for text in sheet.notes:
            self.add("warning", sheet.table.name, text)


def mib(value: Number | None) -> int | None:
    """Return a number of MiB in bytes; None where it cannot be a size."""
    if value is None or value < 0:
        return None
    amount = round(value * MIB)
    return amount if amount <= MOST_BYTES else None


def read_rows(sheet: Sheet, audit: Audit) -> tuple[list[Record], int]:
    """Return the named rows of vInfo and the number of rows without a name."""
    records: list[Record] = []
    unnamed: list[int] = []
    for row in sheet:
        name = sheet.text(row, "name")
        if name is None:
            unnamed.append(row.number)
        else:
            records.append(_record(sheet, row, name))
    if unnamed:
        audit.add("warning", "vInfo", Text("left out: rows without a name ({count})", count=len(unnamed)), unnamed)
    _note_cells(sheet, audit)
    return _without_repeats(records, audit), len(unnamed)


def _record(sheet: Sheet, row: Row, name: str) -> Record:
    def text(field: str) -> str:
        return sheet.text(row, field) or ""

    def size(field: str) -> int | None:
        return mib(sheet.number(row, field))

    disks = sheet.number(row, "disks")
    return Record(
        row=row.number,
        name=name,
        uuid=text("uuid").casefold(),
        vm_id=text("vm_id").casefold(),
        vcenter=text("vcenter").casefold(),
        datacenter=text("datacenter"),
        cluster=text("cluster") or _cluster_of_pool(text("pool")),
        host=text("host"),
        power=_POWER.get(text("power").casefold().replace(" ", "")),
        excluded=_excluded(sheet, row, name),
        vcpus=_vcpus(sheet.number(row, "vcpus")),
        memory=size("memory") or None,
        provisioned=size("provisioned"),
        used=size("used"),
        unshared=size("unshared"),
        total_disk=size("total_disk"),
        disks=int(disks) if disks is not None else None,
        os=sheet.text(row, "os"),
    )


def _vcpus(value: Number | None) -> int | None:
    if value is None or value.denominator != 1 or not 0 < value <= MOST_VCPUS:
        return None
    return int(value)


def _cluster_of_pool(pool: str) -> str:
    """Return the cluster out of ``/Datacenter/Cluster/Resources``, which names it even where its column is empty."""
    steps = pool.strip("/").split("/")
    return steps[1] if len(steps) > 2 and steps[2].casefold() == "resources" else ""


def _excluded(sheet: Sheet, row: Row, name: str) -> Reason | None:
    if truth(sheet.cell(row, "template")):
        return "template"
    if truth(sheet.cell(row, "placeholder")):
        return "placeholder"
    folder = (sheet.text(row, "folder") or "").rstrip("/").rpartition("/")[2]
    if _VCLS.match(name) or folder.casefold() == "vcls":
        return "vcls"
    if (sheet.text(row, "ft_role") or "").casefold() in _FT_SECONDARY:
        return "ft_secondary"
    return None


def _note_cells(sheet: Sheet, audit: Audit) -> None:
    """Note cells that hold something else than their column promises."""
    for name in ("vcpus", "memory", "provisioned", "used", "total_disk"):
        heading = sheet.heading(name)
        if rows := sheet.unreadable(name):
            audit.add("warning", "vInfo", Text('"{heading}": not a number, taken as unknown', heading=heading), rows)
        wrong = [row.number for row in sheet if _implausible(name, sheet.number(row, name))]
        if wrong:
            text = Text(
                '"{heading}": not possible (zero, negative or beyond all limits), taken as unknown', heading=heading
            )
            audit.add("warning", "vInfo", text, wrong)
    for name in ("template", "placeholder"):
        if rows := [row.number for row in sheet if truth(sheet.cell(row, name)) is None]:
            text = Text('"{heading}": neither true nor false, taken as false', heading=sheet.heading(name))
            audit.add("warning", "vInfo", text, rows)


def _implausible(name: str, value: Number | None) -> bool:
    if value is None:
        return False
    if name == "vcpus":
        return _vcpus(value) is None
    return mib(value) is None or (name == "memory" and mib(value) == 0)


def _without_repeats(records: list[Record], audit: Audit) -> list[Record]:
    """Drop a row that stands twice, and forget identifiers that several guests share: they identify nothing."""
    kept: dict[tuple[str, ...], Record] = {}
    repeats: list[int] = []
    for record in records:
        own = record.vm_id if record.uuid or record.vm_id else f"row {record.row}"
        identity = (record.vcenter, record.uuid, own, record.name)
        if kept.setdefault(identity, record) is not record:
            repeats.append(record.row)
    if repeats:
        audit.add(
            "warning", "vInfo", Text("left out: rows that repeat an earlier one ({count})", count=len(repeats)), repeats
        )
    uses = Counter((record.vcenter, record.uuid) for record in kept.values() if record.uuid)
    shared = [record for record in kept.values() if uses[record.vcenter, record.uuid] > 1]
    for record in shared:
        record.uuid = ""
    if shared:
        text = Text("guests that share a UUID with another one, all of them counted: {count}", count=len(shared))
        audit.add("warning", "vInfo", text, (record.row for record in shared))
    return list(kept.values())


class Index:
    """Finds the guest that a row of another sheet belongs to: by UUID, then by VM ID, then by name and place."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._by_uuid: dict[tuple[str, str], Record] = {}
        self._by_id: dict[tuple[str, str], Record] = {}
        self._by_name: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            if record.uuid:
                self._by_uuid[record.vcenter, record.uuid] = record
            if record.vm_id:
                self._by_id[record.vcenter, record.vm_id] = record
            self._by_name[record.name].append(record)

    def find(self, sheet: Sheet, row: Row) -> Record | None:
        """Return the guest of a row, or None where there is none or it is not certain which one."""
        vcenter = (sheet.text(row, "vcenter") or "").casefold()
        found = self._by_uuid.get((vcenter, (sheet.text(row, "uuid") or "").casefold()))
        found = found or self._by_id.get((vcenter, (sheet.text(row, "vm_id") or "").casefold()))
        if found is not None:
            return found
        candidates = self._by_name.get(sheet.text(row, "name") or "", [])
        for place in ("datacenter", "cluster", "host"):
            if len(candidates) > 1 and (value := sheet.text(row, place)):
                candidates = [one for one in candidates if getattr(one, place) == value]
        return candidates[0] if len(candidates) == 1 else None


def fill_compute(records: list[Record], vcpu: Sheet | None, vmemory: Sheet | None, audit: Audit) -> None:
    """Fill vCPUs and memory that vInfo lacks from vCPU and vMemory; where both speak, vInfo is right."""
    index = Index(records)
    if vcpu is not None:
        stated = {}
        for row in vcpu:
            if (record := index.find(vcpu, row)) is not None:
                stated[id(record)] = _vcpus(vcpu.number(row, "vcpus")) or _vcpus(_product(vcpu, row))
        _fill(records, "vcpus", stated, "vCPU", audit)
    if vmemory is not None:
        stated = {}
        for row in vmemory:
            if (record := index.find(vmemory, row)) is not None:
                stated[id(record)] = mib(vmemory.number(row, "memory")) or None
        _recognise_gib(records, stated, audit)
        _fill(records, "memory", stated, "vMemory", audit)


def _product(sheet: Sheet, row: Row) -> Number | None:
    sockets, cores = sheet.number(row, "sockets"), sheet.number(row, "cores")
    return sockets * cores if sockets is not None and cores is not None else None


def _recognise_gib(records: list[Record], stated: dict[int, int | None], audit: Audit) -> None:
    pairs = [(record.memory, other) for record in records if record.memory and (other := stated.get(id(record)))]
    if pairs and all(other == memory * 1024 for memory, other in pairs):
        for record in records:
            record.memory = record.memory * 1024 if record.memory else None
        audit.add("warning", "vInfo", Text("the memory is in GiB, as vMemory proves; it was converted"))


def _fill(records: list[Record], name: str, stated: dict[int, int | None], sheet: str, audit: Audit) -> None:
    filled = [record for record in records if getattr(record, name) is None and stated.get(id(record))]
    both = [record for record in records if getattr(record, name) is not None and stated.get(id(record))]
    own, other = sum(getattr(record, name) for record in both), sum(stated[id(record)] or 0 for record in both)
    if abs(own - other) * 100 > own:
        audit.add("warning", sheet, Text("the sheet differs from vInfo by more than 1 %; vInfo is used"))
    for record in filled:
        setattr(record, name, stated[id(record)])
    if filled:
        text = Text("guests without {what} in vInfo, taken from {sheet}: {count}",
                    count=len(filled), what=_WHAT[name], sheet=sheet)  # fmt: skip
        audit.add("info", "vInfo", text, (record.row for record in filled))


_WHAT = {"vcpus": Text("vCPUs"), "memory": Text("memory")}
