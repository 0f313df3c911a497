"""Switches of a site: how many of which part give a kind of port to every node, and how they are joined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wizard.engine.topologies.kind import Fabric, NetworkNeed, Shape
from wizard.model.catalogue import Cable, Catalogue, Connector, Switch
from wizard.model.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class PortClass:
    """Ports that are alike."""

    gbps: int
    connector: Connector


@dataclass(frozen=True, slots=True)
class Purchase:
    """A number of equal parts and the networks they serve."""

    part: str
    count: int
    networks: tuple[str, ...]
    cents: int


@dataclass(frozen=True, slots=True)
class Stack:
    """Equal switches that give one kind of port to the nodes of each site.

    Parameters
    ----------
    width
        Switches that stand beside each other, each with a path to every node it serves: two of a redundant pair.
    sets
        Such pairs (or single switches) at each site, where one has too few ports.
    nodes_per_set
        Nodes that are plugged into one of them.
    peer, peers
        Kind and number of the ports that join the two switches of a pair.
    joints
        Cables at one site that join switches: those of each pair, and between the pairs.
    """

    switch: Switch
    fabric: Fabric
    kind: PortClass
    networks: tuple[str, ...]
    width: int
    sets: int
    sites: int
    nodes_per_set: int
    peer: PortClass | None
    peers: int
    joint_cents: int
    outside: tuple[tuple[str, int], ...]
    """Ports of each switch that lead beyond the nodes, by place."""

    @property
    def switches(self) -> int:
        """Number of switches at all sites."""
        return self.sites * self.sets * self.width

    @property
    def purchase(self) -> Purchase:
        """What the bill says of them."""
        return Purchase(self.switch.id, self.switches, self.networks, self.switches * self.switch.cents)

    @property
    def joints(self) -> int:
        """Cables that join the switches of one site."""
        return self.sets * self.peers + (self.sets - 1) * self.width

    def gbps_to(self, place: str) -> int:
        """Return what the ports of one site for a place carry together [Gbit/s]."""
        return self.sets * self.width * self.kind.gbps * sum(number for name, number in self.outside if name == place)

    @property
    def cents(self) -> int:
        """Price of the switches and of the cables that join them [cents]."""
        return self.switches * self.switch.cents + self.sites * self.joints * self.joint_cents

    @property
    def bonds(self) -> bool:
        """Whether both switches of a pair act as one partner of an LACP bond."""
        return self.switch.mlag


def covered(need: NetworkNeed, existing_gbps: int | None) -> bool:
    """Whether the customer's own switches carry a network.

    Fast ones carry the guests, and Corosync belongs on another physical network; switches of its own speed are that.
    """
    if existing_gbps is None:
        return False
    return existing_gbps == need.gbps if need.fabric is Fabric.MANAGEMENT else existing_gbps >= need.gbps


class Racks:
    """The switches for a number of nodes, remembered: many shapes and ways to choose ports ask for the same."""

    def __init__(self, catalogue: Catalogue, rules: Rulebook) -> None:
        self.catalogue = catalogue
        self.widths = (
            (Fabric.PAIR, rules.whole("network.switches")),
            (Fabric.MANAGEMENT, rules.whole("network.management_switches")),
        )
        self.peers = rules.whole("network.peer_links")
        uplinks = rules.whole("network.uplinks_per_switch")
        self._outside = {
            "lan": uplinks, "site": uplinks, "pool": uplinks, "array": rules.whole("network.array_ports_per_switch"),
        }  # fmt: skip
        self._known: dict[tuple[object, ...], Stack | None] = {}
        self._cables: dict[PortClass, Cable | None] = {}

    def stacks(
        self, shape: Shape, ports: tuple[tuple[NetworkNeed, PortClass], ...], existing_gbps: int | None
    ) -> tuple[Stack, ...] | None:
        """Return the switches: a pair per kind of port, and one for Corosync and the BMC ports.

        Returns
        -------
        tuple of Stack or None
            None if no switch of the catalogue has the ports.
        """
        found: list[Stack] = []
        for fabric, width in self.widths:
            groups: dict[PortClass, list[NetworkNeed]] = {}
            for need, kind in ports:
                if need.fabric is fabric and not covered(need, existing_gbps):
                    groups.setdefault(kind, []).append(need)
            for kind, needs in groups.items():
                stack = self._cheapest(shape, fabric, kind, needs, width)
                if stack is None:
                    return None
                found.append(stack)
        return tuple(found)

    def cable(self, kind: PortClass) -> Cable | None:
        """Return the cheapest cable that fits a kind of port and carries its speed."""
        if kind not in self._cables:
            self._cables[kind] = cable_for(kind, self.catalogue)
        return self._cables[kind]

    def _cheapest(
        self, shape: Shape, fabric: Fabric, kind: PortClass, needs: list[NetworkNeed], width: int
    ) -> Stack | None:
        """Return the switches that need the fewest joints, and of these the cheapest.

        Cables between pairs would be a bottleneck, so a larger switch goes before a second pair.
        """
        # A single management switch also takes the port of each board's remote management.
        links = sum(need.links for need in needs) + (fabric is Fabric.MANAGEMENT)
        names = tuple(need.name for need in needs)
        places = dict.fromkeys(place for need in needs for place in need.leads_to)
        outside = tuple((place, self._outside[place]) for place in places)
        key = (shape.nodes, shape.sites, fabric, kind, names, links, outside)
        if key not in self._known:
            each = -(-links // width)
            peers = self.peers if width > 1 else 0
            ways = (
                stack
                for switch in self.catalogue.switches
                if switch.role == "ethernet" and _offered(switch, kind)
                for stack in self._ways(shape, fabric, kind, names, width, each, peers, outside, switch)
            )
            self._known[key] = min(ways, key=lambda one: (one.sets, one.cents, not one.bonds), default=None)
        return self._known[key]

    def _ways(
        self,
        shape: Shape,
        fabric: Fabric,
        kind: PortClass,
        names: tuple[str, ...],
        width: int,
        each: int,
        peers: int,
        outside: tuple[tuple[str, int], ...],
        switch: Switch,
    ) -> Iterator[Stack]:
        """Yield the ways to use a switch: its joints on ports of the nodes' kind, or on faster ones that it has."""
        per_site = shape.nodes // shape.sites
        free = _offered(switch, kind) - sum(number for _, number in outside)
        for joint in dict.fromkeys(PortClass(one.gbps, one.connector) for one in switch.ports):
            cable = self.cable(joint)
            if cable is None or joint.gbps < kind.gbps:
                continue
            # Between two pairs each switch has a cable to one of the pair before and one of the pair after.
            for neighbours in (0, 2):
                taken = peers + neighbours
                room = free - (taken if joint == kind else 0)
                if room < each or _offered(switch, joint) < taken:
                    continue
                nodes_per_set = room // each
                sets = -(-per_site // nodes_per_set)
                if (sets > 1) == (neighbours > 0):
                    yield Stack(
                        switch, fabric, kind, names, width, sets, shape.sites, nodes_per_set,
                        joint if taken else None, peers, cable.cents, outside,
                    )  # fmt: skip


def _offered(switch: Switch, kind: PortClass) -> int:
    return sum(ports.count for ports in switch.ports if (ports.gbps, ports.connector) == (kind.gbps, kind.connector))


def cable_for(kind: PortClass, catalogue: Catalogue) -> Cable | None:
    """Return the cheapest cable that fits a kind of port and carries its speed."""
    same = [cable for cable in catalogue.cables if cable.connector == kind.connector and cable.gbps >= kind.gbps]
    return min(same, key=lambda cable: (cable.cents, cable.id), default=None)
