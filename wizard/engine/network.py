"""Ports, cards, switches and cables of a topology: the cheapest set that gives every network its ports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement, product
from typing import NamedTuple, Self, get_args

from wizard.engine.context import Context
from wizard.engine.switching import PortClass, Purchase, Racks, Stack, cable_for, covered
from wizard.engine.topologies.kind import Fabric, NetworkNeed, Shape
from wizard.model.catalogue import Adapter, Cable, Catalogue, Connector
from wizard.model.text import Text

BMC = "bmc"
"""Network of the ports for remote management: one on each board, plugged in where there is a management switch."""
PEER = "peer"
"""Network of the cables between switches."""
UPLINK = "uplink"
"""Network of the cables from new switches to what is there already."""


class _Slots(NamedTuple):
    """The slots that a set of cards takes."""

    only_pcie: int
    only_ocp: int
    either: int
    """All cards together, those of one sort of slot among them."""

    @classmethod
    def of(cls, cards: tuple[Adapter, ...]) -> Self:
        return cls(
            sum(card.slots == ("pcie",) for card in cards), sum(card.slots == ("ocp",) for card in cards), len(cards)
        )

    def within(self, other: _Slots) -> bool:
        """Whether they fit wherever the other ones do."""
        return (
            self.only_pcie <= other.only_pcie and self.only_ocp <= other.only_ocp and self.either <= other.either
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cards:
    """Network cards of one node. ``owners`` names for each card the one network that uses it, or nothing."""

    adapters: tuple[Adapter, ...]
    owners: tuple[str, ...]
    cents: int
    lanes: int
    slots: _Slots

    def fit(self, pcie: int, ocp: int) -> bool:
        """Whether so many free slots take them."""
        return self.slots.within(_Slots(pcie, ocp, pcie + ocp))


@dataclass(frozen=True, slots=True)
class Cabling:
    """One way to build the networks of a shape.

    Parameters
    ----------
    ports
        For each network its kind of port.
    cards
        Cards of one node.
    stacks
        The switches of each site, by kind of port.
    cables
        Bought once for the whole shape, by part.
    cents
        Price of cards for all nodes, switches and cables.
    """

    ports: tuple[tuple[NetworkNeed, PortClass], ...]
    cards: Cards
    stacks: tuple[Stack, ...]
    cables: tuple[Purchase, ...]
    cents: int

    @property
    def switches(self) -> tuple[Purchase, ...]:
        """Switches of all sites, by part and the networks they serve."""
        return tuple(stack.purchase for stack in self.stacks)

    def names(self, stack: Stack) -> tuple[str, ...]:
        """Return what the switches of a stack are called: their part and a number, counted over all sites."""
        before = self.stacks[: self.stacks.index(stack)]
        first = 1 + sum(one.switches for one in before if one.switch.id == stack.switch.id)
        return tuple(f"{stack.switch.id}-{number}" for number in range(first, first + stack.switches))

    def stack_of(self, network: str) -> Stack | None:
        """Return the switches that were bought for a network, if any were."""
        return next((stack for stack in self.stacks if network in stack.networks), None)


class Wiring:
    """The networks of a shape, for nodes with any number of slots.

    Parameters
    ----------
    shape
        Topology and node count.
    existing_gbps
        Speed of the switches that are there, or none.
    catalogue
        Parts.
    card_sets, racks
        The catalogue's cards and switches.
    """

    def __init__(
        self, shape: Shape, existing_gbps: int | None, catalogue: Catalogue, card_sets: CardSets, racks: Racks
    ) -> None:
        self._shape = shape
        self._existing_gbps = existing_gbps
        self._racks = racks
        self._options = [(ports, card_sets.sets(ports)) for ports in _assignments(shape, existing_gbps, catalogue)]
        self._bought: dict[int, _Bought | None] = {}
        self._known: dict[tuple[int, int], Cabling | None] = {}

    def cheapest(self, pcie: int, ocp: int) -> Cabling | None:
        """Return the cheapest cards, switches and cables for nodes with so many free slots.

        Returns
        -------
        Cabling or None
            None if no cards fit into the slots, or no switch has enough ports.
        """
        if (pcie, ocp) not in self._known:
            self._known[pcie, ocp] = self._search(pcie, ocp)
        return self._known[pcie, ocp]

    def _search(self, pcie: int, ocp: int) -> Cabling | None:
        best: Cabling | None = None
        for number, (ports, sets) in enumerate(self._options):
            cards = next((one for one in sets if one.fit(pcie, ocp)), None)
            if cards is None or (best is not None and self._shape.nodes * cards.cents >= best.cents):
                continue
            if number not in self._bought:
                self._bought[number] = _buy(self._shape, ports, self._existing_gbps, self._racks)
            bought = self._bought[number]
            if bought is None:
                continue
            cents = self._shape.nodes * cards.cents + bought.cents
            if best is None or cents < best.cents:
                best = Cabling(ports, cards, bought.stacks, bought.cables, cents)
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
        if ports.medium != need.medium or ports.gbps < need.gbps:
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
            if existing_gbps is not None and covered(need, existing_gbps):
                return gbps <= existing_gbps
            return any(ports.connector == connector and ports.gbps == gbps for switch in catalogue.switches
                       for ports in switch.ports)  # fmt: skip
    return True


@dataclass(frozen=True, slots=True)
class _Bought:
    """What is bought once for a shape and does not depend on the cards."""

    stacks: tuple[Stack, ...]
    cables: tuple[Purchase, ...]
    cents: int


def _buy(
    shape: Shape, ports: tuple[tuple[NetworkNeed, PortClass], ...], existing_gbps: int | None, racks: Racks
) -> _Bought | None:
    stacks = racks.stacks(shape, ports, existing_gbps)
    cables = None if stacks is None else _cables(shape, ports, stacks, racks)
    if stacks is None or cables is None:
        return None
    cents = sum(stack.switches * stack.switch.cents for stack in stacks) + sum(one.cents for one in cables)
    return _Bought(stacks, cables, cents)


class CardSets:
    """The cards for a node's ports, remembered: many shapes ask for the same."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.adapters = catalogue.adapters
        self.slots = max((one.pcie_slots + one.ocp_slots for one in catalogue.platforms), default=0)
        self._known: dict[tuple[object, ...], tuple[Cards, ...]] = {}

    def sets(self, ports: tuple[tuple[NetworkNeed, PortClass], ...]) -> tuple[Cards, ...]:
        """Return the sets of cards that give all the ports: the cheapest, then what fits where no earlier does."""
        wanted: dict[tuple[PortClass, str], int] = {}
        for need, kind in ports:
            owner = need.name if need.own_cards else ""
            wanted[kind, owner] = wanted.get((kind, owner), 0) + need.links
        key = tuple(sorted((kind.gbps, kind.connector, owner, links) for (kind, owner), links in wanted.items()))
        if key not in self._known:
            self._known[key] = tuple(self._search(wanted))
        return self._known[key]

    def _search(self, wanted: dict[tuple[PortClass, str], int]) -> Iterator[Cards]:
        groups = [
            list(_sets(kind, links, bool(owner), self.slots, self.adapters)) for (kind, owner), links in wanted.items()
        ]
        found = [(sum(card.cents for cards in chosen for card in cards), chosen) for chosen in product(*groups)]
        kept: list[_Slots] = []
        for cents, chosen in sorted(found, key=lambda one: one[0]):
            cards = tuple(card for group in chosen for card in group)
            taken = _Slots.of(cards)
            if not any(other.within(taken) for other in kept):
                kept.append(taken)
                owners = tuple(owner for (_, owner), group in zip(wanted, chosen, strict=True) for _ in group)
                yield Cards(cards, owners, cents, sum(card.lanes for card in cards), taken)


def _sets(
    kind: PortClass, number: int, each_its_own: bool, slots: int, adapters: tuple[Adapter, ...]
) -> Iterator[tuple[Adapter, ...]]:
    """Yield sets of cards with so many ports of a kind; with ``each_its_own`` one card for each."""
    same = [
        adapter for adapter in adapters
        if (adapter.ports.gbps, adapter.ports.connector) == (kind.gbps, kind.connector)
    ]  # fmt: skip
    if each_its_own:
        yield from combinations_with_replacement(same, number)
        return
    for size in range(1, slots + 1):
        found = False
        for cards in combinations_with_replacement(same, size):
            if sum(card.ports.count for card in cards) >= number:
                found = True
                yield cards
        if found and size * min((card.ports.count for card in same), default=1) >= number:
            return


ACTIVE_BACKUP = Text("active-backup bond over both switches: they are no LACP partner without MLAG")


def redundancy(need: NetworkNeed, network: Cabling) -> Text:
    """Return how a network survives a lost cable or switch, with the switches that were chosen.

    References
    ----------
    IEEE 802.3ad: a bond over two switches needs both to act as one partner. Proxmox VE Administration Guide, Network
    Configuration, Linux Bond: where the switch supports LACP it is recommended, otherwise active-backup.
    """
    stack = network.stack_of(need.name)
    if need.fabric is Fabric.PAIR and not need.own_cards and stack is not None and not stack.bonds:
        return ACTIVE_BACKUP
    return need.redundancy


def _cables(
    shape: Shape, ports: tuple[tuple[NetworkNeed, PortClass], ...], bought: tuple[Stack, ...], racks: Racks
) -> tuple[Purchase, ...] | None:
    """Return the cables by part: of every port, of the remote management, and between the switches."""
    counts: dict[str, dict[str, int]] = {}
    prices: dict[str, int] = {}
    for kind, network, number in _cable_needs(shape, ports, bought):
        cable = racks.cable(kind)
        if cable is None:
            return None
        prices[cable.id] = cable.cents
        networks = counts.setdefault(cable.id, {})
        networks[network] = networks.get(network, 0) + number
    return tuple(
        Purchase(part, sum(networks.values()), tuple(networks), sum(networks.values()) * prices[part])
        for part, networks in counts.items()
    )


def _cable_needs(
    shape: Shape, ports: tuple[tuple[NetworkNeed, PortClass], ...], bought: tuple[Stack, ...]
) -> Iterator[tuple[PortClass, str, int]]:
    for need, kind in ports:
        ends = shape.nodes * need.links
        # A cable between two nodes has a port of ours at both ends.
        yield kind, need.name, ends // 2 if need.fabric in (Fabric.DIRECT, Fabric.MESH) else ends
    for stack in bought:
        if stack.fabric is Fabric.MANAGEMENT:
            yield stack.kind, BMC, shape.nodes
        if stack.peer is not None and stack.joints:
            yield stack.peer, PEER, stack.sites * stack.joints
        for place, number in stack.outside:
            yield stack.kind, outside_network(place), stack.switches * number


def outside_network(place: str) -> str:
    """Return the network of the cables from a new switch to a place: the array's ports are the storage network's."""
    return "storage" if place in ("array", "pool") else UPLINK


def quorum_port(context: Context) -> PortClass:
    """Return the port of the machine for the QDevice: it speaks to the nodes over the customer's network."""
    return PortClass(context.rules.whole("network.corosync_gbps"), "RJ45")


def quorum_cable(context: Context) -> Cable | None:
    """Return the cable of the machine for the QDevice."""
    return cable_for(quorum_port(context), context.catalogue)
