"""Clusters on storage that is there already: two nodes with a QDevice, or three and more."""

from __future__ import annotations

from collections.abc import Iterable

from wizard.engine.context import Context
from wizard.engine.quorum import fewest_nodes, wants_qdevice
from wizard.engine.topologies import networks
from wizard.engine.topologies.kind import Fabric, Kind, Shape, StorageKind
from wizard.engine.topologies.requirements import (
    collect,
    fails_over_in_time,
    node_failures_at_most,
    nodes_allowed,
    one_site,
    storage_is_there,
    store,
)
from wizard.model.assessment import Reason
from wizard.model.project import Topology

_PAIR = 2


def _against_two(context: Context) -> tuple[Reason, ...]:
    return collect(
        node_failures_at_most(context, 1),
        nodes_allowed(context, _PAIR),
        one_site(context),
        storage_is_there(context),
        fails_over_in_time(context),
    )


def _against_cluster(context: Context) -> tuple[Reason, ...]:
    return collect(
        nodes_allowed(context, fewest_nodes(context.answers.node_failures, context.rules)),
        one_site(context),
        storage_is_there(context),
        fails_over_in_time(context),
    )


def _shape(context: Context, topology: Topology, nodes: int) -> Shape:
    existing = store(context)
    if existing is None:
        raise ValueError(f"{topology} has no shape without existing storage")
    two = nodes == _PAIR
    production = networks.production(context, Fabric.LAN if two else Fabric.PAIR)
    return Shape(
        topology,
        nodes=nodes,
        sites=1,
        failures=context.answers.node_failures,
        storage=StorageKind.EXTERNAL,
        copies=1,
        networks=(
            production,
            networks.corosync(context, Fabric.DIRECT if two else Fabric.MANAGEMENT),
            networks.storage(context, existing, production.fabric),
        ),
        qdevice=wants_qdevice(nodes),
    )


def _two(context: Context) -> Iterable[Shape]:
    yield _shape(context, Topology.TWO_NODE_SHARED, _PAIR)


def _cluster(context: Context) -> Iterable[Shape]:
    fewest = fewest_nodes(context.answers.node_failures, context.rules)
    for nodes in range(fewest, context.answers.nodes_maximum + 1):
        yield _shape(context, Topology.CLUSTER_SHARED, nodes)


TWO_NODES = Kind(Topology.TWO_NODE_SHARED, _against_two, _two)
CLUSTER = Kind(Topology.CLUSTER_SHARED, _against_cluster, _cluster)
