"""The hosts of vHost, and whether the guests fit to them."""

from __future__ import annotations

from collections.abc import Iterable

from wizard.importers.columns import Number, Row, Sheet, truth
from wizard.importers.merging import FoundHost, key
from wizard.importers.rvtools_rows import Audit, Record, mib
from wizard.model.text import Text

VHOST = {
    "name": ("host", "name"),
    "vcenter": ("visdkuuid", "vcenteruuid", "visdkserver"),
    "cluster": ("cluster",),
    "sockets": ("#cpu", "numcpu", "cpusockets", "#sockets"),
    "per_socket": ("corespercpu", "corespersocket"),
    "cores": ("#cores", "numcpucores", "cores"),
    "memory": ("#memory", "memory", "memorysize", "memorymib", "memorymb"),
    "maintenance": ("inmaintenancemode",),
}
_BYTES_NOT_MIB = 1 << 27
"""A host with that many MiB would have 128 TiB of memory; some exports write bytes here."""


def read_hosts(sheet: Sheet, audit: Audit) -> tuple[FoundHost, ...]:
    """Return every listed host, those without guests or in maintenance too."""
    hosts: list[FoundHost] = []
    notes: dict[str, list[int]] = {name: [] for name in _NOTES}
    for row in sheet:
        name = sheet.text(row, "name")
        if name is None:
            continue
        hosts.append(_host(sheet, row, name, notes))
        if truth(sheet.cell(row, "maintenance")):
            notes["maintenance"].append(row.number)
    for what, rows in notes.items():
        if rows:
            level = "info" if what == "maintenance" else "warning"
            audit.add(level, "vHost", Text(_NOTES[what], count=len(rows)), rows)  # type: ignore[arg-type]
    return tuple(hosts)


_NOTES = {
    "maintenance": "hosts in maintenance mode, counted: {count}",
    "product": "hosts that state other cores than their sockets have together: {count}; the stated cores are used",
    "bytes": "hosts that state their memory in bytes: {count}; it was converted",
}


def _host(sheet: Sheet, row: Row, name: str, notes: dict[str, list[int]]) -> FoundHost:
    sockets, cores = _whole(sheet.number(row, "sockets")), _whole(sheet.number(row, "cores"))
    each = _whole(sheet.number(row, "per_socket"))
    product = sockets * each if sockets and each else None
    if cores and product and cores != product:
        notes["product"].append(row.number)
    stated = sheet.number(row, "memory")
    memory = mib(stated) or None
    if stated is not None and stated >= _BYTES_NOT_MIB:
        memory = int(stated)
        notes["bytes"].append(row.number)
    vcenter = (sheet.text(row, "vcenter") or "").casefold()
    return FoundHost(key("host", vcenter, name.casefold()), sockets, cores or product, memory)


def _whole(value: Number | None) -> int | None:
    """Return a number of things; a host that is not connected states zero of everything, which is unknown."""
    return int(value) if value is not None and value.denominator == 1 and 0 < value < _BYTES_NOT_MIB else None


def note_missing_hosts(sheet: Sheet, sized: Iterable[Record], audit: Audit) -> None:
    """Note guests whose host is not listed: the sheet may be partial. They stay guests all the same."""
    names = {(sheet.text(row, "name") or "").casefold() for row in sheet}
    short = {short_name(name).casefold() for name in names}
    strangers = [record.row for record in sized if record.host and record.host.casefold() not in names
                 and short_name(record.host).casefold() not in short]  # fmt: skip
    if strangers:
        text = Text("guests on hosts that vHost does not list, counted: {count}", count=len(strangers))
        audit.add("warning", "vInfo", text, strangers)


def short_name(host: str) -> str:
    """Return a host name without its domain; nothing of an address."""
    first = host.partition(".")[0]
    return "" if first.isdigit() or ":" in host else first
