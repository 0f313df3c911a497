"""What has to be said about a design: each check gives findings, each finding its rule and source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from wizard.engine.context import Context
from wizard.engine.extras import Extras
from wizard.engine.search import Candidate
from wizard.engine.topologies.kind import StorageKind
from wizard.engine.topologies.requirements import store
from wizard.engine.topologies.stretch import slowest_rtt
from wizard.model.assessment import Finding, Level
from wizard.model.project import Topology
from wizard.model.text import Text
from wizard.model.units import BITS_PER_BYTE, GB, SECONDS_PER_MINUTE, count

Check = Callable[[Candidate, Extras, Context], Iterator[Finding]]


def check(candidate: Candidate, extras: Extras, context: Context) -> tuple[Finding, ...]:
    """Return all findings of a design, the gravest first."""
    return graded(finding for one in _CHECKS for finding in one(candidate, extras, context))


def graded(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings in order, the gravest first."""
    order = list(Level)
    return tuple(sorted(findings, key=lambda finding: order.index(finding.level)))


def _redundancy(candidate: Candidate, extras: Extras, context: Context) -> Iterator[Finding]:
    if candidate.shape.nodes == 1:
        text = Text("There is one node: after its failure everything waits for repair and restore.")
        yield context.finding(Level.WARNING, "default.node_failures", text)
    if candidate.shape.storage is StorageKind.SINGLE:
        text = Text("There is one drive: after its failure everything is restored from backup.")
        yield context.finding(Level.WARNING, "default.disk_failures", text)
    if candidate.shape.nodes > 1 and candidate.shape.failures == 0:
        text = Text("No node failure is planned for: HA has no memory to restart guests in.")
        yield context.finding(Level.WARNING, "default.node_failures", text)


def _latency(candidate: Candidate, extras: Extras, context: Context) -> Iterator[Finding]:
    if candidate.shape.topology is not Topology.STRETCH_CEPH:
        return
    rtt, limit = slowest_rtt(context), context.rules("cluster.latency_supported_ms")
    if rtt is None:
        text = Text("The round-trip time between the sites is not known; it must be below {limit} ms.", limit=limit)
        yield context.finding(Level.WARNING, "cluster.latency_supported_ms", text)
    elif rtt > limit:
        text = Text("{rtt} ms between the sites is outside the documented {limit} ms.", rtt=rtt, limit=limit)
        yield context.finding(Level.WARNING, "cluster.latency_supported_ms", text)


def _replication(candidate: Candidate, extras: Extras, context: Context) -> Iterator[Finding]:
    if candidate.shape.storage is not StorageKind.ZFS or candidate.shape.nodes == 1:
        return
    text = Text("Replication is asynchronous: what came after the last run is lost on failover. Monitor the jobs.")
    yield context.finding(Level.WARNING, "replication.interval_minimum", text)
    if candidate.shape.nodes > context.rules("replication.two_nodes"):
        text = Text("Bind each guest with a strict node affinity rule to the nodes that hold its replica.")
        yield context.finding(Level.WARNING, "replication.two_nodes", text)


def _ceph(candidate: Candidate, extras: Extras, context: Context) -> Iterator[Finding]:
    shape, option, rules = candidate.shape, candidate.storage, context.rules
    if shape.storage is not StorageKind.CEPH or option.drive is None:
        return
    if shape.sites == 1 and shape.nodes == shape.copies:
        advised = rules("ceph.osds_advised_three_nodes")
        if option.drives < advised:
            text = Text("{drives} OSDs per node: with {advised} the loss of one costs less capacity.",
                        drives=option.drives, advised=advised)  # fmt: skip
            yield context.finding(Level.ADVICE, "ceph.osds_advised_three_nodes", text)
    per_25g = rules("network.ceph_nvme_per_25g")
    speed = next(kind.gbps for need, kind in candidate.network.ports if need.name == "ceph")
    if speed < rules("network.ceph_gbps_minimum"):
        text = Text("{speed} Gbit/s for Ceph is too slow.", speed=speed)
        yield context.finding(Level.BLOCKER, "network.ceph_gbps_minimum", text)
    elif option.drive.kind == "nvme":
        if speed < rules("network.ceph_gbps"):
            text = Text("{speed} Gbit/s for Ceph on NVMe: one drive can fill it.", speed=speed)
            yield context.finding(Level.WARNING, "network.ceph_gbps", text)
        elif speed == rules("network.ceph_gbps") and option.drives > per_25g:
            text = Text("{drives} NVMe OSDs per node can fill {speed} Gbit/s; 100 Gbit/s removes that limit.",
                        drives=option.drives, speed=speed)  # fmt: skip
            yield context.finding(Level.ADVICE, "network.ceph_nvme_per_25g", text)
    if shape.sites == 1 and shape.nodes > shape.copies:
        yield _rebuild(candidate, speed, context)


def _rebuild(candidate: Candidate, gbps: int, context: Context) -> Finding:
    """How long the copies of a lost node take, with clients at work."""
    rules, shape, option = context.rules, candidate.shape, candidate.storage
    kind = "nvme" if option.drive is not None and option.drive.kind == "nvme" else "sata"
    lost = Fraction(context.demand.disk_bytes * shape.copies, shape.nodes)
    links = (shape.nodes - 1) * rules("ceph.recovery_link_share") * gbps * GB / BITS_PER_BYTE
    drives = (shape.nodes - 1) * option.drives * rules(f"ceph.recovery_rate_{kind}")
    rate = min(links * rules("ceph.recovery_client_share"), drives)
    minutes = count((rules("ceph.recovery_out_s") + lost / rate) / SECONDS_PER_MINUTE)
    text = Text("The copies of a lost node are made again within about {minutes} minutes.", minutes=minutes)
    return context.finding(Level.ADVICE, "ceph.recovery_link_share", text)


def _mesh(candidate: Candidate, extras: Extras, context: Context) -> Iterator[Finding]:
    if candidate.shape.topology is not Topology.HCI_CEPH_MESH:
        return
    most = context.rules("cluster.mesh_nodes_recommended")
    if candidate.shape.nodes > most:
        text = Text("A mesh of {n} nodes; switches are recommended above {most}.", n=candidate.shape.nodes, most=most)
        yield context.finding(Level.WARNING, "cluster.mesh_nodes_recommended", text)
    if context.answers.growth and context.answers.years:
        text = Text("Growth is planned: each further node needs a port in every other one; switches do not.")
        yield context.finding(Level.WARNING, "cluster.mesh_nodes_recommended", text)


def _external(candidate: Candidate, extras: Extras, context: Context) -> Iterator[Finding]:
    existing = store(context)
    if candidate.shape.storage is not StorageKind.EXTERNAL or existing is None:
        return
    if existing.kind in ("fc", "sas", "iscsi"):
        text = Text(
            "LVM on a shared LUN: snapshots are a technology preview, take the full size of the disk, "
            "and do not cover containers; there are no linked clones."
        )
        yield context.finding(Level.WARNING, "lvm.chain.snapshots", text)
    if existing.redundant is not True and existing.kind != "ceph":
        text = Text(
            "The existing storage is not known to have redundant controllers: it may be a single point of failure."
        )
        yield context.finding(Level.WARNING, "external.controllers", text)


def _qdevice(candidate: Candidate, extras: Extras, context: Context) -> Iterator[Finding]:
    if not candidate.shape.qdevice:
        return
    port = context.rules.whole("cluster.qdevice_port")
    if extras.quorum_host is None and context.answers.backup_wanted:
        text = Text(
            "If the QDevice runs on the backup server, root of the cluster is root there: "
            "isolate it or remove the key after the set-up (TCP port {port}).",
            port=str(port),
        )
        yield context.finding(Level.WARNING, "cluster.qdevice_port", text)
    else:
        text = Text(
            "The QDevice host must be reachable from every node (TCP port {port}) and be none of them.", port=str(port)
        )
        yield context.finding(Level.ADVICE, "cluster.qdevice_port", text)


def _stretch(candidate: Candidate, extras: Extras, context: Context) -> Iterator[Finding]:
    shape = candidate.shape
    if not shape.tie_breaker:
        return
    text = Text(
        "After the loss of a site, each further host loss stops I/O. The sites must be alike, their paths redundant "
        "and apart; test link cuts before production."
    )
    yield context.finding(Level.WARNING, "cluster.stretch_copies", text)
    heal = context.rules("cluster.stretch_heal_nodes_per_site")
    if shape.nodes // shape.sites < heal:
        text = Text("With {n} nodes per site a lost node's copies are not made again at its site; {heal} can.",
                    n=shape.nodes // shape.sites, heal=heal)  # fmt: skip
        yield context.finding(Level.WARNING, "cluster.stretch_heal_nodes_per_site", text)


def _size(candidate: Candidate, extras: Extras, context: Context) -> Iterator[Finding]:
    nodes = candidate.shape.nodes
    if nodes > context.rules("cluster.nodes_token_warning"):
        text = Text("{n} nodes: check Corosync's token coefficient, or make several clusters.", n=nodes)
        yield context.finding(Level.WARNING, "cluster.nodes_token_warning", text)
    if nodes > 1 and context.demand.surviving_guests > context.rules("cluster.ha_guests_static"):
        text = Text("{n} HA guests: use the basic or dynamic scheduler, not the static one.",
                    n=context.demand.surviving_guests)  # fmt: skip
        yield context.finding(Level.WARNING, "cluster.ha_guests_static", text)


def _guests(candidate: Candidate, extras: Extras, context: Context) -> Iterator[Finding]:
    if candidate.shape.nodes > 1 and any(one.container for one in context.demand.classes):
        text = Text("Containers restart when they are moved (up to {seconds} s to shut down).",
                    seconds=context.rules("cluster.container_restart_s"))  # fmt: skip
        yield context.finding(Level.ADVICE, "cluster.container_restart_s", text)


def _evacuation(candidate: Candidate, extras: Extras, context: Context) -> Iterator[Finding]:
    if candidate.shape.nodes == 1:
        return
    fastest = max(kind.gbps for need, kind in candidate.network.ports if not need.fibre_channel)
    used = context.demand.memory_bytes / context.rules("host.memory_overcommit") / candidate.shape.nodes
    seconds = used * BITS_PER_BYTE / (fastest * GB * context.rules("network.link_share"))
    text = Text("A node is emptied by live migration in at least {minutes} minutes over {gbps} Gbit/s.",
                minutes=count(seconds / SECONDS_PER_MINUTE), gbps=fastest)  # fmt: skip
    yield context.finding(Level.ADVICE, "network.link_share", text)


def _backup(candidate: Candidate, extras: Extras, context: Context) -> Iterator[Finding]:
    if not context.answers.backup_wanted:
        text = Text("No backup is planned: neither copies of the data nor HA replace one.")
        yield context.finding(Level.WARNING, "recovery.backup_interval_minutes", text)
        return
    if extras.backup is None or extras.backup.server is None:
        text = Text("No machine of the catalogue holds the backups; plan several datastores.")
        yield context.finding(Level.BLOCKER, "backup.fill_limit", text)


_CHECKS: tuple[Check, ...] = (
    _redundancy, _latency, _replication, _ceph, _mesh, _external, _qdevice, _stretch, _size, _guests, _evacuation,
    _backup,
)  # fmt: skip
