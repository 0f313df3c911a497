"""One Ceph cluster over two sites, with a tie-breaker at a third."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from wizard.engine.context import Context
from wizard.engine.topologies import networks
from wizard.engine.topologies.kind import Fabric, Kind, Shape, StorageKind
from wizard.engine.topologies.requirements import collect, fails_over_in_time, nodes_allowed
from wizard.model.assessment import Reason
from wizard.model.project import Topology
from wizard.model.text import Text

_SITES = 2


def slowest_rtt(context: Context) -> Fraction | None:
    """Return the longest stated round-trip time between the sites [ms], or nothing if none is stated."""
    times = [link.rtt_ms for link in context.answers.links if link.rtt_ms is not None]
    return max(times, default=None)


def _two_sites(context: Context) -> Reason | None:
    sites = len(context.answers.sites)
    if sites == _SITES:
        return None
    return context.reason(
        "cluster.stretch_nodes_per_site",
        Text("A stretch cluster has 2 sites with guests; the project has {sites}.", sites=sites),
    )


def _third_place(context: Context) -> Reason | None:
    if context.answers.witnesses:
        return None
    return context.reason(
        "cluster.stretch_monitors",
        Text("A tie-breaker at a third location is needed; the project names 0: two places alone have no majority."),
    )


def _near_enough(context: Context) -> Reason | None:
    rtt = slowest_rtt(context)
    supported = context.rules("cluster.latency_supported_ms")
    brittle = context.rules("cluster.latency_maximum_ms")
    limit = brittle if context.answers.pinned is Topology.STRETCH_CEPH else supported
    if rtt is None or rtt <= limit:
        return None
    return context.reason(
        "cluster.latency_maximum_ms" if rtt > brittle else "cluster.latency_supported_ms",
        Text("The sites are {rtt} ms apart; Corosync is documented for up to {limit} ms.", rtt=rtt, limit=supported),
    )


def _failures_at_once(context: Context) -> Reason | None:
    """After the loss of a site two copies are left, and each further host takes one of them."""
    asked = context.answers.node_failures
    if asked <= 1:
        return None
    return context.reason(
        "cluster.stretch_copies",
        Text("{asked} node failures at one site have to be survived; with 2 copies per site 1 is.", asked=asked),
    )


def against(context: Context) -> tuple[Reason, ...]:
    """Return what speaks against a stretch cluster."""
    return collect(
        _two_sites(context),
        _third_place(context),
        _near_enough(context),
        _failures_at_once(context),
        nodes_allowed(context, context.rules.whole("cluster.stretch_nodes_per_site")),
        fails_over_in_time(context),
    )


def _shapes(context: Context) -> Iterable[Shape]:
    fewest = context.rules.whole("cluster.stretch_nodes_per_site")
    most = min(context.answers.nodes_maximum, context.rules.whole("cluster.nodes_reported") // _SITES)
    for per_site in range(fewest, most + 1):
        yield Shape(
            Topology.STRETCH_CEPH,
            nodes=_SITES * per_site,
            sites=_SITES,
            failures=per_site,
            storage=StorageKind.CEPH,
            copies=context.rules.whole("cluster.stretch_copies"),
            networks=(
                networks.production(context, Fabric.PAIR),
                networks.corosync(context, Fabric.MANAGEMENT),
                networks.ceph(context),
            ),
            tie_breaker=True,
        )


STRETCH = Kind(Topology.STRETCH_CEPH, against, _shapes)
