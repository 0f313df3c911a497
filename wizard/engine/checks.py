"""What has to be said about a design: each check gives findings, each finding its rule and source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from wizard.engine.apart import labels
from wizard.engine.context import Context
from wizard.engine.extras import Extras
from wizard.engine.quorum import reform_seconds
from wizard.engine.search import Candidate
from wizard.engine.switching import Stack
from wizard.engine.topologies.kind import StorageKind
from wizard.engine.topologies.pairs import pairs
from wizard.engine.topologies.requirements import store
from wizard.model.assessment import Finding, Level
from wizard.model.names import listed
from wizard.model.project import Topology
from wizard.model.text import Text
from wizard.model.units import BITS_PER_BYTE, GB

Check = Callable[[Candidate, Extras, Context], Iterator[Finding]]


def check(candidate: Candidate, extras: Extras, context: Context) -> tuple[Finding, ...]:
    """Return all findings of a design, the gravest first."""
    return by_gravity(finding for one in _CHECKS for finding in one(candidate, extras, context))


def by_gravity(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings, the gravest first."""
    order = list(Level)
    return tuple(sorted(findings, key=lambda finding: order.index(finding.level)))


def _redundancy(candidate: Candidate, extras: Extras, context: Context) -> Iterator[Finding]:
    if candidate.shape.nodes == 1:
        text = Text("There is one node: after its failure everything waits for repair and restore.")
        yield context.finding(Level.WARNING, "default.node_failures", text)
    if candidate.shape.storage is StorageKind.SINGLE:
        text = Text("There is one drive: after its failure everything is restored from backup.")
        yield context.finding(Level.WARNING, "default.disk_failures", text)
    if candidate.shape.nodes > 1 and context.answers.ha and candidate.shape.failures == 0:
        text = Text("No node failure is planned for: HA has no memory to restart guests in.")
        yield context.finding(Level.WARNING, "default.node_failures", text)


def _latency(candidate: Candidate, extras: Extras, context: Context) -> Iterator[Finding]:
    if candidate.shape.topology is not Topology.STRETCH_CEPH:
        return
    limit = context.rules("cluster.latency_supported_ms")
    for pair in pairs(context):
        between = {"one": pair.one.name, "other": pair.other.name, "limit": limit}
        if pair.rtt is None:
            text = Text("The round-trip time between {one} and {other} is not known; it must be below {limit} ms.",
                        **between)  # fmt: skip
            yield context.finding(Level.WARNING, "cluster.latency_supported_ms", text)
        elif pair.rtt > limit:
            text = Text("{rtt} ms between {one} and {other} are outside the documented {limit} ms: test latency and "
                        "jitter over days, and record them.", rtt=pair.rtt, **between)  # fmt: skip
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
    speed = next(kind.gbps for need, kind in candidate.network.ports if need.name == "ceph")
    if speed < rules("network.ceph_gbps_minimum"):
        text = Text("{speed} Gbit/s for Ceph is too slow.", speed=speed)
        yield context.finding(Level.BLOCKER, "network.ceph_gbps_minimum", text)
    elif option.drive.kind == "nvme" and speed < rules("network.ceph_gbps"):
        text = Text("{speed} Gbit/s for Ceph on NVMe: one drive can fill it.", speed=speed)
        yield context.finding(Level.WARNING, "network.ceph_gbps", text)


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
    if context.demand.iops:
        text = Text("Whether the existing storage serves {iops} operations per second is not known: measure it.",
                    iops=context.demand.iops)  # fmt: skip
        yield context.finding(Level.WARNING, "external.controllers", text)
    if existing.kind in ("fc", "sas", "iscsi"):
        text = Text(
            "LVM on a shared LUN: snapshots are a technology preview, take the full size of the disk, "
            "and do not cover containers; there are no linked clones."
        )
        yield context.finding(Level.WARNING, "lvm.chain.snapshots", text)
    if existing.redundant is False:
        text = Text("The existing storage has no redundant controllers: it is a single point of failure.")
        yield context.finding(Level.WARNING, "external.controllers", text)
    elif existing.redundant is None and existing.kind != "ceph":
        text = Text(
            "The existing storage is not known to have redundant controllers: it may be a single point of failure."
        )
        yield context.finding(Level.WARNING, "external.controllers", text)


def _corosync(candidate: Candidate, extras: Extras, context: Context) -> Iterator[Finding]:
    if candidate.shape.nodes == 1:
        return
    text = Text(
        "Corosync's second link runs over the bonded production network: use LACP rate fast on nodes and switches, "
        "which notices a lost port within {seconds} s.",
        seconds=context.rules("network.lacp_fast_s"),
    )
    yield context.finding(Level.WARNING, "network.lacp_fast_s", text)


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
    text = Text("Keep guests off the tie-breaker: HA places them on any node, so give every HA guest a strict node "
                "affinity rule for the {nodes} nodes of the two sites.", nodes=shape.nodes)  # fmt: skip
    yield context.finding(Level.WARNING, "cluster.tie_breaker_memory", text)
    text = Text("Corosync's links need two ways between the sites that share no equipment: the port of its own switch "
                "for the other site is one, the guests' network the other.")  # fmt: skip
    yield context.finding(Level.WARNING, "network.corosync_links", text)
    text = Text("The tie-breaker's monitor needs a route to Ceph's network at both sites, and they to it.")
    yield context.finding(Level.ADVICE, "cluster.stretch_monitors", text)


def _size(candidate: Candidate, extras: Extras, context: Context) -> Iterator[Finding]:
    nodes = candidate.shape.nodes + candidate.shape.tie_breaker
    if nodes > context.rules("cluster.nodes_token_warning"):
        text = Text(
            "{n} nodes: check Corosync's token coefficient, or make several clusters. A lost node is agreed upon after "
            "{now:number} s; in a cluster that was created before pve-cluster 9.1.0 after {before:number} s, and the "
            "watchdog waits {watchdog} s.",
            n=nodes,
            now=reform_seconds(nodes, "cluster.token_coefficient_s", context.rules),
            before=reform_seconds(nodes, "cluster.token_coefficient_before_s", context.rules),
            watchdog=context.rules("cluster.watchdog_s"),
        )
        yield context.finding(Level.WARNING, "cluster.nodes_token_warning", text)
    if nodes > 1 and context.demand.surviving_guests > context.rules("cluster.ha_guests_static"):
        text = Text("{n} HA guests: use the basic or dynamic scheduler, not the static one.",
                    n=context.demand.surviving_guests)  # fmt: skip
        yield context.finding(Level.WARNING, "cluster.ha_guests_static", text)


def _guests(candidate: Candidate, extras: Extras, context: Context) -> Iterator[Finding]:
    classes = context.demand.classes
    if candidate.shape.nodes == 1:
        return
    waiting = context.demand.guests - context.demand.surviving_guests
    if context.answers.ha and waiting > 0:
        text = Text("Guests without HA stay down until their node is repaired; number of them: {n}.", n=waiting)
        yield context.finding(Level.ADVICE, "recovery.repair_minutes", text)
    containers = [one.name for one in classes if one.container]
    if containers:
        text = Text("Containers restart when they are moved (up to {seconds} s to shut down): {names}.",
                    seconds=context.rules("cluster.container_restart_s"), names=listed(containers))  # fmt: skip
        yield context.finding(Level.ADVICE, "cluster.container_restart_s", text)
    fixed = [one for one in classes if not one.migratable]
    if fixed:
        text = Text("Devices that are passed through are not planned: check their slot, lanes, space and power in the "
                    "node that they go into.")  # fmt: skip
        yield context.finding(Level.WARNING, "cluster.local_resources", text)
    if lost := [one.name for one in fixed if not one.ha]:
        text = Text("Bound to their node: no live migration, and after its failure no restart elsewhere: {names}.",
                    names=listed(lost))  # fmt: skip
        yield context.finding(Level.WARNING, "cluster.local_resources", text)
    if stated := [one.name for one in fixed if one.ha]:
        text = Text("No live migration; HA restarts them only where every node has the same device, mapped by the "
                    "same name: {names}.", names=listed(stated))  # fmt: skip
        yield context.finding(Level.WARNING, "cluster.local_resources", text)
    yield from _apart(candidate, context)
    yield from _give_way(candidate, context)


def _apart(candidate: Candidate, context: Context) -> Iterator[Finding]:
    for label in labels(context):
        text = Text("Make a negative resource affinity rule for {label}: {guests} guests on {nodes} nodes.",
                    label=label.name, guests=label.guests, nodes=candidate.shape.nodes)  # fmt: skip
        yield context.finding(Level.ADVICE, "cluster.apart_guests_per_node", text)


def _give_way(candidate: Candidate, context: Context) -> Iterator[Finding]:
    """Guests without HA go on running on the nodes that are left, and take room there."""
    left = candidate.shape.survivors * candidate.guest_memory
    if candidate.shape.failures and context.demand.memory_bytes > left:
        text = Text("After the planned failure {left:size} are left for {all:size} of guests: those without HA may "
                    "have to be stopped to make room.", left=left, all=context.demand.memory_bytes)  # fmt: skip
        yield context.finding(Level.WARNING, "default.node_failures", text)


def _backup(candidate: Candidate, extras: Extras, context: Context) -> Iterator[Finding]:
    if not context.answers.backup_wanted:
        text = Text("No backup is planned: neither copies of the data nor HA replace one.")
        yield context.finding(Level.WARNING, "recovery.backup_interval_minutes", text)
        asked = context.answers.backup
        if asked.tape or asked.removable or asked.s3 or context.answers.offsite != "none":
            text = Text("Copies of backups are asked for, backups are not: nothing of it is planned.")
            yield context.finding(Level.WARNING, "backup.copies", text)
        return
    if extras.backup is None or extras.backup.server is None:
        stored = 0 if extras.backup is None else extras.backup.stored.typical_bytes
        text = Text(
            "{stored:size} of backups are more than {n} servers of the catalogue hold: none is in this bill.",
            stored=stored, n=context.rules("backup.servers_of_a_place"),
        )  # fmt: skip
        yield context.finding(Level.WARNING, "backup.servers_of_a_place", text)


def _uplinks(candidate: Candidate, extras: Extras, context: Context) -> Iterator[Finding]:
    for stack in candidate.network.stacks:
        for place, number in stack.outside:
            if place == "lan":
                continue  # counted with all others that the existing network has to have free
            rule = "network.array_ports_per_switch" if place == "array" else "network.uplinks_per_switch"
            yield context.finding(Level.ADVICE, rule, _outside(stack, place, number))
            if place != "site":
                yield from _narrow(stack, place, rule, context)


def _narrow(stack: Stack, place: str, rule: str, context: Context) -> Iterator[Finding]:
    """Yield a warning where the ports of new switches to the storage carry less than the guests' operations are."""
    rules = context.rules
    load = (context.demand.iops or 0) * rules("network.operation_bytes") * BITS_PER_BYTE / GB
    needed, ports = load / rules("network.link_share"), stack.gbps_to(place)
    if needed > ports:
        text = Text("The new switches have {ports} Gbit/s of ports for the existing storage; the guests' operations "
                    "need {needed:number} Gbit/s: use more of their free ports.",
                    ports=ports, needed=needed)  # fmt: skip
        yield context.finding(Level.WARNING, rule, text)


def _outside(stack: Stack, place: str, number: int) -> Text:
    switch, kind = Text("{name:part}", name=stack.switch.name), stack.kind
    count = stack.switches * number
    if place == "array":
        return Text(
            "Cables from the new switches to the existing storage: {n}, as {gbps} Gbit/s with {connector} "
            "({switches} × {switch}). Check that such ports are free there, and the distance.",
            n=count, switches=stack.switches, switch=switch, gbps=kind.gbps, connector=kind.connector,
        )  # fmt: skip
    if place == "pool":
        return Text(
            "Uplinks from the new switches to the network of the existing Ceph cluster: {n}, as {gbps} Gbit/s with "
            "{connector} ({switches} × {switch}), together {total} Gbit/s. All nodes share them: measure the load.",
            n=count, switches=stack.switches, switch=switch, gbps=kind.gbps, connector=kind.connector,
            total=stack.gbps_to(place),
        )  # fmt: skip
    return Text(
            "Ports of the new switches for the other site: {n}, as {gbps} Gbit/s with {connector} "
            "({switches} × {switch}). The cables in the bill reach the equipment of the line; transceivers for the "
            "distance are not in it.",
            n=count, switches=stack.switches, switch=switch, gbps=kind.gbps, connector=kind.connector,
        )  # fmt: skip


_CHECKS: tuple[Check, ...] = (
    _redundancy, _latency, _replication, _ceph, _mesh, _external, _corosync, _qdevice, _stretch, _size, _guests,
    _uplinks, _backup,
)  # fmt: skip
