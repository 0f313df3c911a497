"""What the topology picture connects, from the chosen networks."""

from __future__ import annotations

from wizard.engine.context import Context
from wizard.engine.extras import Extras
from wizard.engine.network import outside_network
from wizard.engine.search import Candidate
from wizard.engine.topologies.kind import Fabric
from wizard.model.assessment import DiagramLink


def links(candidate: Candidate, extras: Extras, context: Context) -> tuple[DiagramLink, ...]:
    """Return every cable between a node, a switch, another node and the machines beside them.

    Nodes are ``node-1`` …, bought switches their part id and number, what is there already ``lan`` and ``array``, the
    others ``qdevice``, ``tie-breaker`` and ``backup``.
    """
    found: list[DiagramLink] = []
    nodes = [f"node-{number}" for number in range(1, candidate.shape.nodes + 1)]
    for need, kind in candidate.network.ports:
        if need.fabric in (Fabric.DIRECT, Fabric.MESH):
            each = need.links if need.fabric is Fabric.DIRECT else 1
            found += [
                DiagramLink((one, other), need.name, each, kind.gbps)
                for place, one in enumerate(nodes)
                for other in nodes[place + 1 :]
            ]
            continue
        targets = _targets(candidate, need.name, need.fabric)
        for place, node in enumerate(nodes):
            mine = _of_site(targets, place, candidate)
            for number, target in enumerate(mine):
                share = need.links // len(mine) + (number < need.links % len(mine))
                if share:
                    found.append(DiagramLink((node, target), need.name, share, kind.gbps))
    for stack in candidate.network.stacks:
        found += [
            DiagramLink((name, place), outside_network(place), number, stack.kind.gbps)
            for name in candidate.network.names(stack)
            for place, number in stack.outside
        ]
    if candidate.shape.qdevice:
        found.append(DiagramLink(("qdevice", "lan"), "qdevice", 1, 1))
    if candidate.shape.tie_breaker:
        found.append(DiagramLink(("tie-breaker", "lan"), "corosync", 1, 1))
    if extras.own_backup is not None:
        rules = context.rules
        speed, number = rules.whole("backup.gbps"), rules.whole("backup.links")
        found.append(DiagramLink(("backup", "lan"), "backup", number, speed))
    return tuple(found)


def _targets(candidate: Candidate, network: str, fabric: Fabric) -> list[str]:
    if fabric is Fabric.ARRAY:
        return ["array"]
    stack = candidate.network.stack_of(network)
    return ["lan"] if stack is None else list(candidate.network.names(stack))


def _of_site(targets: list[str], place: int, candidate: Candidate) -> list[str]:
    """Return the switches that a node is plugged into: those of its site, and not more than two."""
    sites = candidate.shape.sites
    per_site = max(1, len(targets) // sites)
    site = place * sites // candidate.shape.nodes
    mine = targets[site * per_site : (site + 1) * per_site] or targets
    return mine[:2]
