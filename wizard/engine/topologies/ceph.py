"""Hyper-converged Ceph at one site: with switches, or as a full mesh."""

from __future__ import annotations

from collections.abc import Iterable

from wizard.engine.context import Context
from wizard.engine.quorum import fewest_nodes, wants_qdevice
from wizard.engine.topologies import networks
from wizard.engine.topologies.kind import Fabric, Kind, Shape, StorageKind
from wizard.engine.topologies.requirements import collect, fails_over_in_time, nodes_allowed, one_site
from wizard.model.assessment import Reason
from wizard.model.project import Topology
from wizard.model.text import Text


def copies(context: Context) -> int:
    """Return the copies that keep a pool writable through the planned failures.

    Writes need ``min_size`` copies, and each lost node may take one; lost drives must leave a copy to restore from:
    copies = max(min_size + node failures, drive failures + 1), and never fewer than the default of three.
    """
    answers, rules = context.answers, context.rules
    writable = rules.whole("ceph.min_size") + answers.node_failures
    return max(rules.whole("ceph.copies"), writable, answers.disk_failures + 1)


def fewest(context: Context) -> int:
    """Return the fewest nodes: one for each copy, and a majority of monitors after the planned failures.

    A QDevice votes for the cluster, not among the monitors, so it does not make an even count do.
    """
    return max(copies(context), 2 * context.answers.node_failures + 1, fewest_nodes(0, context.rules))


def _too_many_copies(context: Context) -> Reason | None:
    needed, most = copies(context), context.rules.whole("ceph.copies_maximum")
    if needed <= most:
        return None
    return context.reason(
        "ceph.copies_maximum",
        Text(
            "{needed} copies would be needed to stay writable; a pool keeps at most {most}.", needed=needed, most=most
        ),
    )


def _against(context: Context) -> tuple[Reason, ...]:
    return collect(
        _too_many_copies(context),
        nodes_allowed(context, fewest(context)),
        one_site(context),
        fails_over_in_time(context),
    )


def _against_mesh(context: Context) -> tuple[Reason, ...]:
    most = context.rules.whole("cluster.mesh_nodes_maximum")
    needed = fewest(context)
    too_many = None
    if needed > most:
        too_many = context.reason(
            "cluster.mesh_nodes_maximum",
            Text("At least {needed} nodes are needed; a full mesh has at most {most}.", needed=needed, most=most),
        )
    return collect(too_many, *_against(context))


def _shape(context: Context, topology: Topology, nodes: int) -> Shape:
    mesh = topology is Topology.HCI_CEPH_MESH
    return Shape(
        topology,
        nodes=nodes,
        sites=1,
        failures=context.answers.node_failures,
        storage=StorageKind.CEPH,
        copies=copies(context),
        networks=(
            networks.production(context, Fabric.LAN if mesh else Fabric.PAIR),
            networks.corosync(context, Fabric.MANAGEMENT),
            networks.mesh(context, nodes) if mesh else networks.ceph(context),
        ),
        qdevice=wants_qdevice(nodes),
    )


def _switched(context: Context) -> Iterable[Shape]:
    for nodes in range(fewest(context), context.answers.nodes_maximum + 1):
        yield _shape(context, Topology.HCI_CEPH, nodes)


def _mesh(context: Context) -> Iterable[Shape]:
    most = min(context.answers.nodes_maximum, context.rules.whole("cluster.mesh_nodes_maximum"))
    for nodes in range(fewest(context), most + 1):
        yield _shape(context, Topology.HCI_CEPH_MESH, nodes)


HCI = Kind(Topology.HCI_CEPH, _against, _switched)
MESH = Kind(Topology.HCI_CEPH_MESH, _against_mesh, _mesh)
