"""From raw to what is promised, for the storage of a chosen design, with its calculations."""

from __future__ import annotations

from dataclasses import replace

from wizard.engine import storage as choice
from wizard.engine.capacity import ceph, external, lvm, zfs
from wizard.engine.compute import osd_threads_rule
from wizard.engine.context import Context
from wizard.engine.ledger import Ledger
from wizard.engine.search import Candidate
from wizard.engine.topologies.kind import StorageKind
from wizard.engine.topologies.requirements import store
from wizard.model.assessment import Finding, Storage
from wizard.model.calculation import Calculation
from wizard.model.layout import CephHost, CephLayout, ReplicatedPool, ZfsLayout
from wizard.model.rulebook import Rulebook
from wizard.model.text import Text


def storage(candidate: Candidate, context: Context, ledger: Ledger) -> tuple[Storage, tuple[Finding, ...]]:
    """Return the storage of a design and what its layout gives cause to say."""
    kind = candidate.shape.storage
    needed = ledger.figure(
        "storage.needed_bytes", Text("Guest data to hold"), "disks", "bytes", {"disks": context.demand.disk_bytes}
    )
    findings: tuple[Finding, ...] = ()
    match kind:
        case StorageKind.CEPH:
            found, findings = _ceph(candidate, context, ledger, needed)
        case StorageKind.EXTERNAL:
            found = _external(context, ledger, needed)
        case StorageKind.RAID:
            found = _raid(candidate, context, ledger, needed)
        case _:
            found, findings = _zfs(candidate, context, ledger, needed)
    return replace(found, iops=_iops(candidate, context, ledger)), findings


_CEPH_IOPS = (
    "floor(1 / ((1 - writes) / (nodes * osds * min(read, threads * read_thread)) "
    "+ writes * copies / (nodes * osds * min(write, threads * write_thread))))"
)
_LOCAL_IOPS = "floor(1 / ((1 - writes) / (readers * read * planned) + writes / (writers * write * planned)))"


def _iops(candidate: Candidate, context: Context, ledger: Ledger) -> int | None:
    """Return the operations per second that the drives are planned to serve, where the project asks for some."""
    shape, option, drive = candidate.shape, candidate.storage, candidate.storage.drive
    if drive is None or not context.demand.iops:
        return None
    title = Text("Operations per second that are planned for")
    given = {"writes": context.demand.write_share, "nodes": shape.nodes, "osds": option.drives, "copies": shape.copies}
    if shape.storage is StorageKind.CEPH:
        return int(ledger.figure(
            "storage.iops", title, _CEPH_IOPS, "iops", given,
            read=choice.iops_rule(drive, "read"), write=choice.iops_rule(drive, "write"),
            threads=osd_threads_rule(drive), read_thread="ceph.iops_read_thread", write_thread="ceph.iops_write_thread",
        ))  # fmt: skip
    readers, writers = choice.readers_and_writers(shape, option, context.rules)
    return int(ledger.figure(
        "storage.iops", title, _LOCAL_IOPS, "iops",
        {"writes": context.demand.write_share, "readers": readers, "writers": writers, "read": drive.read_iops,
         "write": drive.write_iops},
        planned="local.iops_share",
    ))  # fmt: skip


def ceph_layout(candidate: Candidate, rules: Rulebook) -> CephLayout:
    """Return the layout of a hyper-converged design, as the capacity command takes it."""
    shape, option = candidate.shape, candidate.storage
    size = 0 if option.drive is None else option.drive.bytes
    sites = [chr(ord("A") + site) for site in range(shape.sites)]
    hosts = tuple(
        CephHost(name=f"node-{node + 1}", site=sites[node % shape.sites] if shape.sites > 1 else None,
                 osds=(size,) * option.drives)
        for node in range(shape.nodes)
    )  # fmt: skip
    per_site = shape.copies // shape.sites if shape.sites > 1 else None
    return CephLayout(
        format="rackwright-layout/1", storage="ceph", hosts=hosts,
        pool=ReplicatedPool(copies=shape.copies, min_size=rules.whole("ceph.min_size"), copies_per_site=per_site),
        host_failures=shape.host_failures,
    )  # fmt: skip


def _ceph(candidate: Candidate, context: Context, ledger: Ledger, needed: int) -> tuple[Storage, tuple[Finding, ...]]:
    held = ceph.capacity(ceph_layout(candidate, context.rules), context.rules)
    ledger.add(_prefixed(held.calculations))
    result = Storage(
        kind="ceph-replicated",
        copies=candidate.shape.copies,
        min_size=context.rules.whole("ceph.min_size"),
        layout=f"{candidate.shape.nodes} × {candidate.storage.drives} OSD",
        raw_bytes=held.raw_bytes,
        nominal_bytes=held.nominal_bytes,
        usable_bytes=held.usable_bytes,
        needed_bytes=needed,
        limited_by=held.limited_by,
    )
    findings = held.findings
    if candidate.shape.sites > 1:
        # How a stretch cluster heals is said of the sites, not of the hosts of one.
        findings = tuple(one for one in findings if one.rule != "ceph.capacity.spare_hosts")
    return result, findings


def _zfs(candidate: Candidate, context: Context, ledger: Ledger, needed: int) -> tuple[Storage, tuple[Finding, ...]]:
    shape, option, rules = candidate.shape, candidate.storage, context.rules
    if option.drive is None:
        raise ValueError("ZFS needs drives")
    single = shape.storage is StorageKind.SINGLE
    size = option.drive.bytes - (rules.whole("zfs.boot.reserve") if single else 0)
    ways = option.drives // option.groups
    layout = ZfsLayout.model_validate({
        "format": "rackwright-layout/1", "storage": "zfs", "layout": "mirror", "disks": ways, "vdevs": option.groups,
        "disk": size, "volblocksize_kib": rules.whole("zfs.volblocksize_kib"),
    })  # fmt: skip
    held = zfs.capacity(layout, rules)
    ledger.add(tuple(replace(one, key=f"storage.node.{one.key.split('.')[-1]}") for one in held.calculations))
    raw = ledger.figure(
        "storage.raw_bytes", Text("Raw capacity of all nodes"), "nodes * drives * drive", "bytes",
        {"nodes": shape.nodes, "drives": option.drives, "drive": option.drive.bytes},
    )  # fmt: skip
    nominal = ledger.figure(
        "storage.nominal_bytes", Text("Raw capacity divided by the copies"), "floor(raw / (ways * replicas))", "bytes",
        {"raw": raw, "ways": ways, "replicas": shape.copies},
    )  # fmt: skip
    usable = ledger.figure(
        "storage.usable_bytes", Text("Guest data that is promised"), "floor(nodes * pool / held)", "bytes",
        {"nodes": shape.nodes, "pool": held.usable_bytes, "held": choice.replica_factor(shape, context)},
    )  # fmt: skip
    kind = "single-disk" if single else "zfs"
    arrangement = "1 × single" if single else f"{option.groups} × mirror ({ways})"
    # A single disk was asked for; that it has no redundancy is a finding of the topology, not a fault of the layout.
    findings = () if single else held.findings
    return Storage(kind, shape.copies, None, arrangement, raw, nominal, usable, needed, held.limited_by), findings


def _raid(candidate: Candidate, context: Context, ledger: Ledger, needed: int) -> Storage:
    option, rules = candidate.storage, context.rules
    if option.drive is None:
        raise ValueError("RAID needs drives")
    data = lvm.data_drives(option.layout, option.drives)
    pool = lvm.data_pool(data * option.drive.bytes, rules)
    raw = ledger.figure(
        "storage.raw_bytes", Text("Raw capacity"), "drives * drive", "bytes",
        {"drives": option.drives, "drive": option.drive.bytes},
    )  # fmt: skip
    nominal = ledger.figure(
        "storage.nominal_bytes", Text("Space of the RAID set"), "data * drive", "bytes",
        {"data": data, "drive": option.drive.bytes},
    )  # fmt: skip
    ledger.add(_prefixed(pool.calculations))
    layout = f"{option.layout.upper()} ({option.drives})"
    limited = Text("the thin pool is filled to {fill:percent}", fill=rules("lvm.fill_limit"))
    return Storage("lvm-thin", 1, None, layout, raw, nominal, pool.usable_bytes, needed, limited)


def _external(context: Context, ledger: Ledger, needed: int) -> Storage:
    existing = store(context)
    if existing is None:
        raise ValueError("there is no external storage")
    held = external.usable(existing.kind, existing.usable, context.rules)
    for key, title in (
        ("storage.raw_bytes", Text("Usable size that its owner states")),
        ("storage.nominal_bytes", Text("Nominal size: the redundancy is taken off already")),
    ):
        ledger.figure(key, title, "stated", "bytes", {"stated": existing.usable})
    ledger.add(_prefixed(held.calculations))
    return Storage(
        "external", 1, None, existing.kind, existing.usable, existing.usable, held.usable_bytes, needed, held.limited_by
    )


def _prefixed(calculations: tuple[Calculation, ...]) -> tuple[Calculation, ...]:
    """Name the calculations of a capacity module by the fields of the design that they give."""
    names = {"raw": "raw_bytes", "nominal": "nominal_bytes", "usable": "usable_bytes"}

    def renamed(key: str) -> str:
        last = key.split(".")[-1].removesuffix("_bytes")
        return f"storage.{names.get(last, last)}"

    return tuple(replace(one, key=renamed(one.key)) for one in calculations)
