"""The cabling table: every cable of the bill once, from port to port.

Ports of one network are spread over the cards of a node, and its links over the two switches of a pair, so that
neither a card nor a switch takes all of them away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from wizard.engine.context import Context
from wizard.engine.extras import BackupPlan, Extras
from wizard.engine.lately import Lately
from wizard.engine.network import BMC, PEER, Cabling, Cards, outside_network, quorum_cable, quorum_port
from wizard.engine.search import Candidate
from wizard.engine.switching import PortClass, Stack, cable_for
from wizard.engine.topologies.kind import Fabric, NetworkNeed, Shape
from wizard.engine.topologies.pairs import tie_breaker_site
from wizard.model.cabling import CableRun, PortEnd
from wizard.model.catalogue import Catalogue
from wizard.model.text import Text

_CUSTOMERS = {Fabric.ARRAY: "array"}


class _Node:
    """Hands out the ports of one node's cards, each once."""

    def __init__(self, device: str, cards: Cards) -> None:
        self.device = device
        self.adapters = cards.adapters
        self.owners = cards.owners
        self.used = [0] * len(cards.adapters)

    def port(self, kind: PortClass, need: NetworkNeed) -> PortEnd:
        """Return the next port of a kind, on the card of its network that has the most of them left."""
        owner = need.name if need.own_cards else ""
        fitting = [
            place for place, card in enumerate(self.adapters)
            if (card.ports.gbps, card.ports.connector, self.owners[place]) == (kind.gbps, kind.connector, owner)
        ]  # fmt: skip
        place = max(fitting, key=lambda place: (self.adapters[place].ports.count - self.used[place], -place))
        self.used[place] += 1
        if self.used[place] > self.adapters[place].ports.count:
            raise ValueError(f"{self.device} has no port of {kind.gbps} Gbit/s left")
        return PortEnd(self.device, place + 1, self.used[place])


class _Switch:
    """Hands out the ports of one switch by kind: nodes from the first one up, joints from the last one down."""

    def __init__(self, device: str, stack: Stack) -> None:
        self.device = device
        self.free: dict[PortClass, list[int]] = {}
        number = 1
        for ports in stack.switch.ports:
            kind = PortClass(ports.gbps, ports.connector)
            self.free.setdefault(kind, []).extend(range(number, number + ports.count))
            number += ports.count

    def port(self, kind: PortClass) -> PortEnd:
        """Return the first free port of a kind."""
        return PortEnd(self.device, None, self.free[kind].pop(0))

    def last(self, kind: PortClass) -> PortEnd:
        """Return the last free port of a kind."""
        return PortEnd(self.device, None, self.free[kind].pop())


_LATELY = Lately[tuple[Shape, Cabling, tuple[str | None, ...], Catalogue], tuple[CableRun, ...]](maxsize=8)
"""The cables of the nodes: what most letters that are typed leave as they are."""


def cable_runs(candidate: Candidate, extras: Extras, context: Context) -> tuple[CableRun, ...]:
    """Return the cabling of a design: nodes by number, then tie-breaker and backup servers.

    Raises
    ------
    ValueError
        If a card or a switch has fewer ports than it was bought for.
    """
    sites = tuple(site.name or None for site in context.answers.sites)
    asked = candidate.shape, candidate.network, sites, context.catalogue
    runs = list(_LATELY.answer(asked, lambda: numbered(_cluster(*asked))))
    if candidate.shape.tie_breaker and extras.tie_breaker is not None:
        place = tie_breaker_site(context)
        name = None if place is None else place.name or None
        runs += _alone("tie-breaker", extras.tie_breaker.network, name, context)
    if candidate.shape.qdevice and extras.quorum_host is not None:
        runs += quorum_runs(context)
    if extras.own_backup is not None:
        runs += backup_runs(extras.own_backup, context)
    return numbered(runs)


def numbered(runs: Iterable[CableRun]) -> tuple[CableRun, ...]:
    """Return the rows with their numbers, from one."""
    return tuple(
        run if run.number == number else replace(run, number=number) for number, run in enumerate(runs, start=1)
    )


def quorum_runs(context: Context) -> Iterator[CableRun]:
    """Yield the cable of a machine that is bought for the QDevice, if the catalogue has one."""
    if quorum_cable(context) is not None:
        yield _run(
            "qdevice", quorum_port(context), PortEnd("qdevice", port=1), PortEnd("lan", path=1), None, context.catalogue
        )


def backup_runs(plan: BackupPlan, context: Context) -> list[CableRun]:
    """Return the cables of the backup servers, named as in the bill."""
    if plan.server is None:
        return []
    sites = [site.name or None for site in context.answers.sites]
    runs: list[CableRun] = []
    for number in range(plan.servers):
        device = "backup" if plan.servers == 1 else f"backup-{number + 1}"
        place = number // plan.each
        runs += _alone(device, plan.server.network, sites[place] if place < len(sites) else None, context)
    return runs


def _alone(device: str, network: Cabling, site: str | None, context: Context) -> Iterator[CableRun]:
    """Yield the cables of a machine that is plugged into the customer's own switches."""
    node = _Node(device, network.cards)
    for need, kind in network.ports:
        for link in range(need.links):
            yield _run(need.name, kind, node.port(kind, need), PortEnd("lan", path=link + 1), site, context.catalogue)


def _cluster(shape: Shape, network: Cabling, sites: Sequence[str | None], catalogue: Catalogue) -> Iterator[CableRun]:
    nodes = [_Node(f"node-{number}", network.cards) for number in range(1, shape.nodes + 1)]
    per_site = shape.nodes // shape.sites
    racks = {stack.networks: _Rack(stack, network.names(stack)) for stack in network.stacks}
    for place, node in enumerate(nodes):
        at, inside = divmod(place, per_site)
        for need, kind in network.ports:
            stack = network.stack_of(need.name)
            for link in range(need.links):
                if need.fabric in (Fabric.DIRECT, Fabric.MESH):
                    end = _other_end(place, link, need, kind, nodes)
                elif stack is not None:
                    end = racks[stack.networks].port(at, inside, kind)
                else:
                    end = PortEnd(_CUSTOMERS.get(need.fabric, "lan"), path=link + 1)
                if end is not None:
                    yield _run(need.name, kind, node.port(kind, need), end, sites[at], catalogue)
        for stack in network.stacks:
            if stack.fabric is Fabric.MANAGEMENT:
                board = PortEnd(node.device)
                yield _run(
                    BMC, stack.kind, board, racks[stack.networks].port(at, inside, stack.kind), sites[at], catalogue
                )
    for stack in network.stacks:
        yield from _joints(racks[stack.networks], sites, catalogue)
        yield from _outside(racks[stack.networks], sites, catalogue)


def _other_end(place: int, link: int, need: NetworkNeed, kind: PortClass, nodes: list[_Node]) -> PortEnd | None:
    """Return the other node's port of a cable without a switch; None where that node has it in its own rows."""
    if need.fabric is Fabric.DIRECT:
        return nodes[-1].port(kind, need) if place == 0 else None
    others = [number for number in range(len(nodes)) if number != place]
    return nodes[others[link]].port(kind, need) if others[link] > place else None


class _Rack:
    """The switches of one stack at all sites, and the next one that a node's link goes to."""

    def __init__(self, stack: Stack, names: tuple[str, ...]) -> None:
        self.stack = stack
        self.switches = [_Switch(name, stack) for name in names]
        self.links: dict[tuple[int, int], int] = {}

    def at(self, site: int, number: int) -> list[_Switch]:
        """Return one set of switches of a site."""
        first = (site * self.stack.sets + number) * self.stack.width
        return self.switches[first : first + self.stack.width]

    def port(self, site: int, inside: int, kind: PortClass) -> PortEnd:
        """Return the port for the next link of a node, its links in turn over the switches of its set."""
        link = self.links.get((site, inside), 0)
        self.links[site, inside] = link + 1
        mine = self.at(site, inside // self.stack.nodes_per_set)
        return mine[link % self.stack.width].port(kind)


def _joints(rack: _Rack, sites: Sequence[str | None], catalogue: Catalogue) -> Iterator[CableRun]:
    """Yield the cables between the switches of a pair, and from pair to pair."""
    stack, peer = rack.stack, rack.stack.peer
    if peer is None:
        return
    for site in range(stack.sites):
        for number in range(stack.sets):
            mine = rack.at(site, number)
            for _ in range(stack.peers):
                yield _run(PEER, peer, mine[0].last(peer), mine[-1].last(peer), sites[site], catalogue)
            if number:
                for before, switch in zip(rack.at(site, number - 1), mine, strict=True):
                    yield _run(PEER, peer, before.last(peer), switch.last(peer), sites[site], catalogue)


def _outside(rack: _Rack, sites: Sequence[str | None], catalogue: Catalogue) -> Iterator[CableRun]:
    """Yield the cables from the new switches to what is there already."""
    stack = rack.stack
    for place, number in stack.outside:
        for count, switch in enumerate(rack.switches):
            site = sites[count // (stack.sets * stack.width)]
            for port in range(number):
                # Each storage switch reaches every controller of the array; an uplink meets the switch of its side.
                end = PortEnd(place, path=1 + (port if place == "array" else count % stack.width))
                yield _run(outside_network(place), stack.kind, switch.port(stack.kind), end, site, catalogue)


def _run(
    network: str, kind: PortClass, start: PortEnd, end: PortEnd, site: str | None, catalogue: Catalogue
) -> CableRun:
    cable = cable_for(kind, catalogue)
    if cable is None:
        raise ValueError(f"no cable carries {kind.gbps} Gbit/s")
    return CableRun(0, network, kind.gbps, cable.id, Text("{name:part}", name=cable.name), start, end, site)
