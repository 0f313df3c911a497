"""Ports, cards, switches and cables of a topology: the cheapest set that gives every network its ports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement, product
from typing import get_args

from wizard.engine.topologies.kind import Fabric, NetworkNeed, Shape
from wizard.model.catalogue import Adapter, Cable, Catalogue, Connector, Switch
from wizard.model.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class PortClass:
    """Ports that are alike."""

    gbps: int
    connector: Connector


@dataclass(frozen=True, slots=True)
class Cards:
    """Network cards of one node."""

    adapters: tuple[Adapter, ...]
    cents: int
    lanes: int

    def fit(self, pcie: int, ocp: int) -> bool:
        """Whether so many free slots take them."""
        return _fits(self.adapters, pcie, ocp)


@dataclass(frozen=True, slots=True)
class Purchase:
    """A number of equal parts and the networks they serve."""

    part: str
    count: int
    networks: tuple[str, ...]
    cents: int


@dataclass(frozen=True, slots=True)
class Cabling:
    """One way to build the networks of a shape.

    Parameters
    ----------
    ports
        For each network its kind of port.
    cards
        Cards of one node.
    switches, cables
        Bought once for the whole shape.
    cents
        Price of cards for all nodes, switches and cables.
    """

    ports: tuple[tuple[NetworkNeed, PortClass], ...]
    cards: Cards
    switches: tuple[Purchase, ...]
    cables: tuple[Purchase, ...]
    cents: int


def cabling(
    shape: Shape,
    pcie: int,
    ocp: int,
    existing_gbps: int | None,
    catalogue: Catalogue,
    rules: Rulebook,
    card_sets: CardSets,
) -> Cabling | None:
    """Return the cheapest cards, switches and cables for a shape.

    Parameters
    ----------
    shape
        Topology and node count.
    pcie, ocp
        Free slots of one node.
    existing_gbps
        Speed of the switches that are there, or none.
    catalogue, rules
        Parts and rules.
    card_sets
        The catalogue's cards.

    Returns
    -------
    Cabling or None
        None if no cards fit into the slots, or no switch has enough ports.
    """
    best: Cabling | None = None
    for ports in _assignments(shape, existing_gbps, catalogue):
        cards = card_sets.cheapest(ports, pcie, ocp)
        if cards is None or (best is not None and shape.nodes * cards.cents >= best.cents):
            continue
        option = _build(shape, ports, cards, existing_gbps, catalogue, rules)
        if option is not None and (best is None or option.cents < best.cents):
            best = option
    return best


def _assignments(
    shape: Shape, existing_gbps: int | None, catalogue: Catalogue
) -> Iterator[tuple[tuple[NetworkNeed, PortClass], ...]]:
    """Every way to give each network a kind of port that is fast enough and fits what it is plugged into."""
    choices = [_classes(need, existing_gbps, catalogue) for need in shape.networks]
    for chosen in product(*choices):
        yield tuple(zip(shape.networks, chosen, strict=True))


def _classes(need: NetworkNeed, existing_gbps: int | None, catalogue: Catalogue) -> list[PortClass]:
    found = set()
    for adapter in catalogue.adapters:
        ports = adapter.ports
        if (ports.connector == "FC") is not need.fibre_channel or ports.gbps < need.gbps:
            continue
        if _plugs(need, ports.connector, existing_gbps, catalogue, ports.gbps):
            found.add((ports.gbps, ports.connector))
    by_speed = sorted(found, key=lambda one: (one[0], get_args(Connector).index(one[1])))
    # Twice the speed that is asked for is the most that can pay, by sharing a card or a switch with another network.
    fastest = sorted({gbps for gbps, _ in by_speed})[:2]
    return [PortClass(gbps, connector) for gbps, connector in by_speed if gbps in fastest]


def _plugs(need: NetworkNeed, connector: str, existing_gbps: int | None, catalogue: Catalogue, gbps: int) -> bool:
    match need.fabric:
        case Fabric.LAN:
            # Copper ports negotiate down to what is there; a known fast LAN is taken as what its speed usually has.
            return connector == "RJ45" or (existing_gbps is not None and gbps <= existing_gbps)
        case Fabric.MANAGEMENT:
            return connector == "RJ45"
        case Fabric.PAIR:
            if existing_gbps is not None and existing_gbps >= need.gbps:
                return gbps <= existing_gbps
            return any(ports.connector == connector and ports.gbps == gbps for switch in catalogue.switches
                       for ports in switch.ports)  # fmt: skip
    return True


def _build(
    shape: Shape,
    ports: tuple[tuple[NetworkNeed, PortClass], ...],
    cards: Cards,
    existing_gbps: int | None,
    catalogue: Catalogue,
    rules: Rulebook,
) -> Cabling | None:
    switches = _switches(shape, ports, existing_gbps, catalogue, rules)
    cables = None if switches is None else _cables(shape, ports, switches, catalogue, rules)
    if switches is None or cables is None:
        return None
    once = sum(one.cents for one in (*switches, *cables))
    return Cabling(ports, cards, switches, cables, shape.nodes * cards.cents + once)


class CardSets:
    """The cheapest cards for a node's ports, remembered: many shapes ask for the same."""

    def __init__(self, adapters: tuple[Adapter, ...]) -> None:
        self.adapters = adapters
        self._known: dict[tuple[object, ...], Cards | None] = {}

    def cheapest(self, ports: tuple[tuple[NetworkNeed, PortClass], ...], pcie: int, ocp: int) -> Cards | None:
        """Return the cheapest cards that give all the ports and fit into the slots."""
        wanted: dict[PortClass, int] = {}
        for need, kind in ports:
            wanted[kind] = wanted.get(kind, 0) + need.links
        key = (tuple(sorted((kind.gbps, kind.connector, links) for kind, links in wanted.items())), pcie, ocp)
        if key not in self._known:
            self._known[key] = self._search(wanted, pcie, ocp)
        return self._known[key]

    def _search(self, wanted: dict[PortClass, int], pcie: int, ocp: int) -> Cards | None:
        best: Cards | None = None
        for chosen in product(*(list(_sets(kind, links, pcie + ocp, self.adapters)) for kind, links in wanted.items())):
            cards = tuple(card for group in chosen for card in group)
            price = sum(card.cents for card in cards)
            if (best is None or price < best.cents) and _fits(cards, pcie, ocp):
                best = Cards(cards, price, sum(card.lanes for card in cards))
        return best


def _sets(kind: PortClass, number: int, slots: int, adapters: tuple[Adapter, ...]) -> Iterator[tuple[Adapter, ...]]:
    same = [
        adapter for adapter in adapters
        if (adapter.ports.gbps, adapter.ports.connector) == (kind.gbps, kind.connector)
    ]  # fmt: skip
    for size in range(1, slots + 1):
        found = False
        for cards in combinations_with_replacement(same, size):
            if sum(card.ports.count for card in cards) >= number:
                found = True
                yield cards
        if found and size * min((card.ports.count for card in same), default=1) >= number:
            return


def _fits(cards: tuple[Adapter, ...], pcie: int, ocp: int) -> bool:
    only_pcie = sum(card.slots == ("pcie",) for card in cards)
    only_ocp = sum(card.slots == ("ocp",) for card in cards)
    return only_pcie <= pcie and only_ocp <= ocp and len(cards) <= pcie + ocp


def _switches(
    shape: Shape,
    ports: tuple[tuple[NetworkNeed, PortClass], ...],
    existing_gbps: int | None,
    catalogue: Catalogue,
    rules: Rulebook,
) -> tuple[Purchase, ...] | None:
    """Return the switches of every site: a pair per kind of port, and one for Corosync and the BMC ports."""
    per_site = shape.nodes // shape.sites
    purchases: list[Purchase] = []
    for fabric, number in (
        (Fabric.PAIR, rules.whole("network.switches")),
        (Fabric.MANAGEMENT, rules.whole("network.management_switches")),
    ):
        groups: dict[PortClass, list[NetworkNeed]] = {}
        for need, kind in ports:
            covered = existing_gbps is not None and existing_gbps >= need.gbps
            if need.fabric is fabric and not covered:
                groups.setdefault(kind, []).append(need)
        for kind, needs in groups.items():
            links = sum(need.links for need in needs) + (fabric is Fabric.MANAGEMENT)
            chosen = _cheapest_switch(kind, -(-links * per_site // number), number, catalogue.switches)
            if chosen is None:
                return None
            switch, sets = chosen
            bought = sets * number * shape.sites
            names = tuple(need.name for need in needs)
            purchases.append(Purchase(switch.id, bought, names, bought * switch.cents))
    return tuple(purchases)


def _cheapest_switch(
    kind: PortClass, ports_each: int, number: int, switches: tuple[Switch, ...]
) -> tuple[Switch, int] | None:
    """Return the switch model, and how many sets of ``number`` of it, that give the ports at the least price."""
    best: tuple[int, Switch, int] | None = None
    for switch in switches:
        offered = sum(
            ports.count for ports in switch.ports if (ports.gbps, ports.connector) == (kind.gbps, kind.connector)
        )
        if not offered or (number > 1 and not switch.mlag and switch.role == "ethernet"):
            continue
        sets = -(-ports_each // offered)
        price = sets * number * switch.cents
        if best is None or price < best[0]:
            best = (price, switch, sets)
    return None if best is None else (best[1], best[2])


def _cables(
    shape: Shape,
    ports: tuple[tuple[NetworkNeed, PortClass], ...],
    switches: tuple[Purchase, ...],
    catalogue: Catalogue,
    rules: Rulebook,
) -> tuple[Purchase, ...] | None:
    counts: dict[PortClass, dict[str, int]] = {}
    for need, kind in ports:
        ends = shape.nodes * need.links
        # A cable between two nodes has a port of ours at both ends.
        number = ends // 2 if need.fabric in (Fabric.DIRECT, Fabric.MESH) else ends
        names = counts.setdefault(kind, {})
        names[need.name] = names.get(need.name, 0) + number
    peers = sum(
        one.count // rules.whole("network.switches") * rules.whole("network.peer_links")
        for one in switches if _paired(one, ports)
    )  # fmt: skip
    purchases = []
    for kind, names in counts.items():
        cable = _cable(kind, catalogue.cables)
        if cable is None:
            return None
        number = sum(names.values()) + (peers if kind == _fastest_pair(ports) else 0)
        purchases.append(Purchase(cable.id, number, tuple(names), number * cable.cents))
    return tuple(purchases)


def _paired(purchase: Purchase, ports: tuple[tuple[NetworkNeed, PortClass], ...]) -> bool:
    return any(need.name in purchase.networks and need.fabric is Fabric.PAIR for need, _ in ports)


def _fastest_pair(ports: tuple[tuple[NetworkNeed, PortClass], ...]) -> PortClass | None:
    return max((kind for need, kind in ports if need.fabric is Fabric.PAIR), key=lambda kind: kind.gbps, default=None)


def _cable(kind: PortClass, cables: tuple[Cable, ...]) -> Cable | None:
    same = [cable for cable in cables if cable.connector == kind.connector and cable.gbps >= kind.gbps]
    return min(same, key=lambda cable: (cable.cents, cable.id), default=None)
