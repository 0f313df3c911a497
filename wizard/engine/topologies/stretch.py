"""One Ceph cluster over two sites, with a tie-breaker at a third."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from wizard.engine.context import Context
from wizard.engine.topologies import networks
from wizard.engine.topologies.kind import Fabric, Kind, Shape, StorageKind
from wizard.engine.topologies.pairs import data_pairs, link_between, witness_pairs
from wizard.engine.topologies.requirements import collect, fails_over_in_time, nodes_allowed
from wizard.model.assessment import Reason
from wizard.model.project import Topology
from wizard.model.text import Text

_SITES = 2


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
        Text("A tie-breaker at a third location is needed; the project names 0 of these, and two places alone have no "
             "majority."),
    )  # fmt: skip


def _near_enough(context: Context) -> Reason | None:
    """Corosync's limit holds between all nodes, so it holds for the tie-breaker too."""
    supported = context.rules("cluster.latency_supported_ms")
    brittle = context.rules("cluster.latency_maximum_ms")
    limit = brittle if context.answers.pinned is Topology.STRETCH_CEPH else supported
    far = [pair for pair in data_pairs(context) if pair.rtt is not None and pair.rtt > limit]
    if far:
        worst = max(pair.rtt for pair in far if pair.rtt is not None)
        return context.reason(
            "cluster.latency_maximum_ms" if worst > brittle else "cluster.latency_supported_ms",
            Text("The sites are {rtt} ms apart; Corosync is documented for up to {limit} ms.",
                 rtt=worst, limit=supported),
        )  # fmt: skip
    return _witness_near_enough(limit, context)


def _witness_near_enough(limit: Fraction, context: Context) -> Reason | None:
    times = [pair.rtt for pair in witness_pairs(context) if pair.rtt is not None]
    if not times or max(times) <= limit:
        return None
    monitor = context.rules("cluster.tie_breaker_latency_ms")
    supported = context.rules("cluster.latency_supported_ms")
    if max(times) <= monitor:
        text = Text(
            "The tie-breaker's place is {rtt} ms away; Corosync is documented for up to {limit} ms between all nodes. "
            "A QDevice and a monitor outside the cluster there (up to {monitor} ms) are possible, to be agreed with "
            "Proxmox.",
            rtt=max(times), limit=supported, monitor=monitor,
        )  # fmt: skip
    else:
        text = Text(
            "The tie-breaker's place is {rtt} ms away; Corosync is documented for up to {limit} ms between all nodes, "
            "and even a Ceph monitor alone for up to {monitor} ms.",
            rtt=max(times), limit=supported, monitor=monitor,
        )  # fmt: skip
    return context.reason("cluster.tie_breaker_latency_ms", text)


def _wide_enough(context: Context) -> Reason | None:
    """A line that is known to be slower than Ceph's least is no link of a cluster, unless the customer insists."""
    link, least = link_between(context), context.rules("network.ceph_gbps_minimum")
    if link is None or link.gbps is None or link.gbps >= least or context.answers.pinned is Topology.STRETCH_CEPH:
        return None
    return context.reason(
        "network.ceph_gbps_minimum",
        Text("The link between the sites has {stated:number} Gbit/s; Ceph is documented for {least} Gbit/s or more.",
             stated=link.gbps, least=least),
    )  # fmt: skip


def _guests_restart(context: Context) -> Reason | None:
    """Where no guest restarts elsewhere, the other site keeps no room and the loss of one is not survived."""
    demand, answers = context.demand, context.answers
    if not answers.survive_site_loss or (answers.ha and demand.surviving_guests):
        return None
    text = Text("The loss of a site has to be survived; without HA 0 guests restart at the other site.")
    if answers.ha:
        text = Text(
            "The loss of a site has to be survived; 0 of {n} guests may be restarted at the other site.",
            n=demand.guests,
        )
    return context.reason("cluster.stretch_nodes_per_site", text)


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
        _wide_enough(context),
        _failures_at_once(context),
        _guests_restart(context),
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
                networks.corosync(context, Fabric.MANAGEMENT, leads_to=("lan", "site")),
                networks.ceph(context, leads_to=("site",)),
            ),
            tie_breaker=True,
        )


STRETCH = Kind(Topology.STRETCH_CEPH, against, _shapes)
