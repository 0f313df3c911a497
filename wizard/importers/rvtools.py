"""RVTools: a workbook with up to 27 sheets, or a CSV file for each of them.

Only vInfo is needed. Columns are found by their headings and never by position, and nothing is kept of names,
addresses, serial numbers, licence keys and annotations beyond what sizing needs.
"""

from __future__ import annotations

from collections.abc import Mapping

from wizard.importers import rvtools_checks, rvtools_hosts, rvtools_rows, rvtools_storage
from wizard.importers.columns import Sheet, squash
from wizard.importers.merging import FoundGuest, FoundHost, Part, key
from wizard.importers.problems import ImportProblem
from wizard.importers.rvtools_rows import Audit, Record
from wizard.importers.tables import Source, Table
from wizard.model.inventory import Guest, SourceFile
from wizard.model.text import Text

FORMAT = "RVTools"

_LONGEST_NAME = 10_000

_META = {"version": ("rvtoolsversion",), "created": ("xlsxcreationdatetime",)}
_FIELDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "vinfo": rvtools_rows.VINFO,
    "vcpu": rvtools_rows.VCPU,
    "vmemory": rvtools_rows.VMEMORY,
    "vdisk": rvtools_storage.VDISK,
    "vpartition": rvtools_storage.VPARTITION,
    "vsnapshot": rvtools_storage.VSNAPSHOT,
    "vdatastore": rvtools_storage.VDATASTORE,
    "vhost": rvtools_hosts.VHOST,
    "vmetadata": _META,
}
SHEETS = frozenset(_FIELDS)

# What a CSV file without a telling name must have among its headings to be one of the sheets.
_SIGNATURES = (
    ("vinfo", {"vm", "powerstate", "cpus", "memory"}),
    ("vdisk", {"vm", "disk", "capacitymib"}),
    ("vhost", {"host", "#cpu", "#cores"}),
)


def csv_sheet(path_name: str, headings: tuple[str, ...]) -> str | None:
    """Return the sheet that a CSV file holds, by the name that RVTools gives it or by its headings."""
    stem = path_name.casefold().removesuffix(".csv").rpartition("tab")[2]
    if "tab" in path_name.casefold() and stem.startswith(("v", "dv")) and stem.isidentifier():
        return stem
    squashed = {squash(heading) for heading in headings}
    if "vinfovmname" in squashed:
        return "vinfo"
    return next((sheet for sheet, signs in _SIGNATURES if signs <= squashed), None)


def recognises(source: Source) -> bool:
    """Whether these tables are an RVTools export; Nutanix Collector has a sheet vInfo as well, with other headings."""
    table = source.tables.get("vinfo")
    if table is None:
        return False
    headings = {squash(heading) for heading in table.header}
    if not headings:
        return True  # Named like RVTools' own sheet; reading it says that it is empty.
    return bool(headings & {"vm", "vinfovmname"}) or ({"vmname", "powerstate"} <= headings and "moid" not in headings)


def read(source: Source) -> Part:
    """Return what an RVTools export says.

    Raises
    ------
    ImportProblem
        If vInfo has no heading for the name of the guests.
    """
    audit = Audit(source.name)
    sheets = {name: _sheet(source.tables[name], name) for name in _FIELDS if name in source.tables}
    vinfo = sheets["vinfo"]
    if not vinfo.has("name"):
        raise ImportProblem(source.name, Text("the sheet vInfo is empty: it has no heading for the guests' names"))
    records, unnamed = rvtools_rows.read_rows(vinfo, audit)
    rvtools_checks.note_left_out(records, audit)
    rvtools_rows.fill_compute(records, sheets.get("vcpu"), sheets.get("vmemory"), audit)
    sized = [record for record in records if record.excluded is None]
    _add_storage(sheets, records, sized, audit)
    hosts = _hosts(sheets, sized, audit)
    rvtools_checks.note_doubts(sized, audit)
    _note_sheets(sheets, audit)
    version, created = _meta(sheets.get("vmetadata"))
    return Part(
        file=SourceFile(name=source.name, format=FORMAT, version=version),
        digest=source.digest,
        created=created,
        rows=len(vinfo),
        unnamed=unnamed,
        guests=tuple(_guest(record, source.digest) for record in records),
        hosts=hosts,
        notes=tuple(audit.notes),
    )


def _sheet(table: Table, name: str) -> Sheet:
    return Sheet(table, _FIELDS[name], name)


def _add_storage(sheets: Mapping[str, Sheet], records: list[Record], sized: list[Record], audit: Audit) -> None:
    if "vdisk" in sheets:
        rvtools_storage.add_disks(sheets["vdisk"], records, audit)
    if "vpartition" in sheets:
        rvtools_storage.add_partitions(sheets["vpartition"], records, audit)
    rvtools_storage.note_storage(sized, audit)
    if "vsnapshot" in sheets:
        rvtools_storage.note_snapshots(sheets["vsnapshot"], records, audit)
    if "vdatastore" in sheets:
        rvtools_storage.note_datastores(sheets["vdatastore"], sized, audit)


def _hosts(sheets: Mapping[str, Sheet], sized: list[Record], audit: Audit) -> tuple[FoundHost, ...] | None:
    if "vhost" not in sheets:
        return None
    hosts = rvtools_hosts.read_hosts(sheets["vhost"], audit)
    if hosts:
        rvtools_hosts.note_missing_hosts(sheets["vhost"], sized, audit)
    return hosts


def _note_sheets(sheets: Mapping[str, Sheet], audit: Audit) -> None:
    for sheet in sheets.values():
        audit.take(sheet)
    missing = [_SPELLED[name] for name in ("vdisk", "vhost") if not len(sheets.get(name, ()))]
    if missing:
        audit.add("info", "", Text("the export has no rows in {sheets}", sheets=", ".join(missing)))
    if not len(sheets["vinfo"]):
        audit.add("warning", "vInfo", Text("the sheet has headings and no guests"))
    sizes = ("memory", "provisioned", "used", "total_disk", "capacity")
    headings = {sheet.heading(name) for sheet in sheets.values() for name in sizes}
    megabytes = sorted(heading for heading in headings if squash(heading).endswith("mb"))
    if megabytes:
        audit.add("info", "", Text("{headings}: RVTools writes MB and counts in MiB", headings=", ".join(megabytes)))


_SPELLED = {"vdisk": "vDisk", "vhost": "vHost"}


def _meta(sheet: Sheet | None) -> tuple[str | None, str | None]:
    for row in sheet or ():
        return (sheet.text(row, "version"), sheet.text(row, "created")) if sheet else (None, None)
    return None, None


def _plain(name: str) -> str:
    """Return a name without control characters, and no longer than a project accepts."""
    return "".join(" " if ord(sign) < 32 or ord(sign) == 127 else sign for sign in name)[:_LONGEST_NAME].strip()


def _guest(record: Record, digest: str) -> FoundGuest:
    identity = None
    if record.uuid:
        identity = key("uuid", record.uuid)
    elif record.vcenter and record.vm_id:
        identity = key("id", record.vcenter, record.vm_id)
    guest = Guest(
        name=_plain(record.name),
        key=key("guest", record.vcenter, record.uuid or record.vm_id or f"{digest}/{record.row}"),
        power=record.power,
        vcpus=record.vcpus,
        memory_bytes=record.memory,
        provisioned_bytes=record.provisioned,
        used_bytes=rvtools_storage.used_bytes(record),
        disk_bytes=rvtools_storage.disk_bytes(record),
        os=record.os,
        cluster=record.cluster or None,
        host=rvtools_hosts.short_name(record.host) or None,
    )
    return FoundGuest(guest, record.row, record.excluded, record.used, identity, record.vcenter)
