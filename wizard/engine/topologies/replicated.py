"""Clusters with ZFS replication between the nodes: two with a QDevice, or a few more."""

from __future__ import annotations

from collections.abc import Iterable

from wizard.engine.context import Context
from wizard.engine.quorum import fewest_nodes, wants_qdevice
from wizard.engine.replication import interval_minutes, shortest_loss_minutes, transfer_minutes
from wizard.engine.topologies import networks
from wizard.engine.topologies.kind import Fabric, Kind, Shape, StorageKind
from wizard.engine.topologies.requirements import (
    collect,
    fails_over_in_time,
    node_failures_at_most,
    nodes_allowed,
    one_site,
)
from wizard.model.assessment import Reason
from wizard.model.project import Topology
from wizard.model.text import Text

_PAIR = 2


def _loses_too_much(context: Context) -> Reason | None:
    """Replication is asynchronous: what came after the last run is lost."""
    asked, rules = context.answers.rpo_minutes, context.rules
    if interval_minutes(context) is not None:
        return None
    if asked is None:
        interval = rules("replication.interval_default")
        return context.reason(
            "replication.interval_default",
            Text("A replication run takes {minutes:number} min; it has to end within its interval of {interval} min.",
                 minutes=transfer_minutes(context, interval), interval=interval),
        )  # fmt: skip
    return context.reason(
        "replication.interval_minimum",
        Text(
            "At most {asked} minutes of data may be lost; replication loses at least {least}.",
            asked=asked,
            least=shortest_loss_minutes(context),
        ),
    )


def _against_two(context: Context) -> tuple[Reason, ...]:
    return collect(
        node_failures_at_most(context, 1),
        nodes_allowed(context, _PAIR),
        one_site(context),
        _loses_too_much(context),
        fails_over_in_time(context),
    )


def _most_nodes(context: Context) -> int:
    return min(context.answers.nodes_maximum, context.rules.whole("cluster.replicated_nodes_maximum"))


def _against_cluster(context: Context) -> tuple[Reason, ...]:
    fewest = fewest_nodes(context.answers.node_failures, context.rules)
    most = context.rules.whole("cluster.replicated_nodes_maximum")
    too_many = None
    if fewest > most:
        too_many = context.reason(
            "cluster.replicated_nodes_maximum",
            Text(
                "{failures} node failures need {fewest} nodes; replication is planned for up to {most}.",
                failures=context.answers.node_failures,
                fewest=fewest,
                most=most,
            ),
        )
    return collect(
        too_many,
        nodes_allowed(context, fewest),
        one_site(context),
        _loses_too_much(context),
        fails_over_in_time(context),
    )


def _shape(context: Context, topology: Topology, nodes: int) -> Shape:
    two = nodes == _PAIR
    return Shape(
        topology,
        nodes=nodes,
        sites=1,
        failures=context.answers.node_failures,
        storage=StorageKind.ZFS,
        copies=max(1, context.answers.node_failures) + 1,
        networks=(
            networks.production(context, Fabric.LAN if two else Fabric.PAIR),
            networks.corosync(context, Fabric.DIRECT if two else Fabric.MANAGEMENT),
            networks.replication(context, Fabric.DIRECT if two else Fabric.PAIR),
        ),
        qdevice=wants_qdevice(nodes),
    )


def _two(context: Context) -> Iterable[Shape]:
    yield _shape(context, Topology.TWO_NODE_REPLICATED, _PAIR)


def _cluster(context: Context) -> Iterable[Shape]:
    for nodes in range(fewest_nodes(context.answers.node_failures, context.rules), _most_nodes(context) + 1):
        yield _shape(context, Topology.CLUSTER_REPLICATED, nodes)


TWO_NODES = Kind(Topology.TWO_NODE_REPLICATED, _against_two, _two)
CLUSTER = Kind(Topology.CLUSTER_REPLICATED, _against_cluster, _cluster)
