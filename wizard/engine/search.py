"""The cheapest design of a topology, exactly.

Price adds up and the constraints couple through few variables, so the optimum is found by elimination: for a node
count the drives decide what the host keeps of memory and threads; that decides the least memory and cores; each of
these then has a cheapest part. A candidate counts only after the real guests were placed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wizard.checkpoint import with_checkpoints
from wizard.engine import rebuild, storage, storage_floor
from wizard.engine.compute import NodeNeed, node_need
from wizard.engine.context import Context
from wizard.engine.memory import MemorySet
from wizard.engine.network import Cabling, Wiring, quorum_cable
from wizard.engine.parts import Variant
from wizard.engine.placement import Unplaced
from wizard.engine.storage import StorageOption
from wizard.engine.topologies.kind import Shape
from wizard.engine.workshop import Workshop
from wizard.model.catalogue import Cpu


@dataclass(frozen=True, slots=True)
class Candidate:
    """A shape with every part chosen. ``cents`` covers nodes, networks and their subscriptions over the years."""

    shape: Shape
    variant: Variant
    cpu: Cpu
    memory: MemorySet
    storage: StorageOption
    network: Cabling
    cents: int

    @property
    def guest_cores(self) -> int:
        """Physical cores that one node gives to guests."""
        threads = self.cpu.threads * self.variant.sockets
        return (threads - self.storage.threads) * self.cpu.cores // self.cpu.threads

    @property
    def guest_memory(self) -> int:
        """Memory that one node gives to guests [bytes]."""
        return self.memory.bytes - self.storage.reserve.of(self.memory.bytes)


@dataclass(frozen=True, slots=True)
class Found:
    """The cheapest candidate, if any; how many were judged; the guest that found no place, if that stood in the way."""

    candidate: Candidate | None
    judged: int
    unplaced: Unplaced | None
    nodes_tried: int


@dataclass(slots=True)
class _State:
    best: Candidate | None = None
    judged: int = 0
    unplaced: Unplaced | None = None
    nodes: int = 0

    def beats(self, cents: int, nodes: int) -> bool:
        return self.best is None or (cents, nodes) < (self.best.cents, self.best.shape.nodes)


def cheapest(shapes: Iterable[Shape], workshop: Workshop, once_cents: int = 0) -> Found:
    """Find the cheapest design among the shapes of a topology.

    Parameters
    ----------
    shapes
        By rising node count.
    workshop
        Parts, demand and rules.
    once_cents
        Price of what every shape needs besides, such as a tie-breaker [cents]; it does not change the choice.

    Returns
    -------
    Found
        Of equally cheap designs the one with fewer nodes, then the one whose platform comes first.
    """
    state = _State()
    context = workshop.context
    qdevice = qdevice_cents(context)
    for plain in with_checkpoints(shapes):
        state.nodes = plain.nodes
        shape = rebuild.in_time(plain, context)
        if shape is None:
            continue
        extra = once_cents + (qdevice if shape.qdevice else 0)
        need = node_need(shape, context.demand)
        floors = _floors(shape, need, workshop)
        if not floors:
            continue
        least = shape.nodes * min(floors) + storage_floor.floor_cents(shape, context) + extra
        if not state.beats(least, shape.nodes):
            continue
        network = workshop.roomiest_cabling(shape)
        if network is not None and state.beats(least + network.cents, shape.nodes):
            _search_shape(shape, need, floors, workshop, extra, state)
    return Found(state.best, state.judged, state.unplaced, state.nodes)


def qdevice_cents(context: Context) -> int:
    """Return the price of a machine for the QDevice and its cable, if the customer has none [cents]."""
    if context.answers.quorum_host or not context.catalogue.quorum_hosts:
        return 0
    cable = quorum_cable(context)
    return min(host.cents for host in context.catalogue.quorum_hosts) + (0 if cable is None else cable.cents)


def _floors(shape: Shape, need: NodeNeed, workshop: Workshop) -> list[int]:
    """Return for each platform the least price of a node that meets the need, without drives and cards [cents]."""
    memory = need.memory + storage_floor.least_reserve(shape, workshop.context)
    return [variant.cents_with(need.cores, memory) for variant in workshop.compute]


def _search_shape(
    shape: Shape, need: NodeNeed, floors: list[int], workshop: Workshop, extra: int, state: _State
) -> None:
    """Try every platform with every set of drives."""
    context, nodes = workshop.context, shape.nodes
    roomiest = workshop.roomiest_cabling(shape)
    least_extra = extra + (0 if roomiest is None else roomiest.cents)
    dearest = None if state.best is None else (state.best.cents - least_extra) // nodes - min(floors)
    choices = storage.options(shape, context, storage.most_drives(context.catalogue), dearest)
    if not choices:
        return
    faster: Shape | None = None
    # What can be cheapest comes first: the sooner a good design is known, the less is left to look at.
    cheap_first = sorted(zip(floors, workshop.compute, strict=True), key=lambda pair: pair[0])
    for floor, variant in with_checkpoints(cheap_first):
        for option in choices:
            if not state.beats(nodes * (floor + option.cents) + least_extra, nodes):
                break
            if not _fits(variant, option):
                continue
            mine = shape
            if rebuild.many_nvme(option.drive, option.drives, context):
                mine = faster = faster or rebuild.for_many_nvme(shape, context)
            network = _network(workshop.wiring(mine), variant, option)
            if network is None:
                continue
            fixed = nodes * (variant.cents + option.cents) + network.cents + extra
            if state.beats(fixed + nodes * (floor - variant.cents), nodes):
                _complete(mine, need, variant, option, network, fixed, workshop, state)


def _fits(variant: Variant, option: StorageOption) -> bool:
    drive = option.drive
    if drive is not None and variant.bays(drive) < option.drives:
        return False
    if option.boot is not None and not option.boot.mirrored and variant.platform.boot != "m.2":
        return False
    return option.lanes <= variant.lanes


def _network(wiring: Wiring, variant: Variant, option: StorageOption) -> Cabling | None:
    platform = variant.platform
    taken = 0 if option.controller is None else 1
    if platform.pcie_slots < taken:
        return None
    found = wiring.cheapest(platform.pcie_slots - taken, platform.ocp_slots)
    if found is None or option.lanes + found.cards.lanes > variant.lanes:
        return None
    return found


def _complete(
    shape: Shape,
    need: NodeNeed,
    variant: Variant,
    option: StorageOption,
    network: Cabling,
    fixed: int,
    workshop: Workshop,
    state: _State,
) -> None:
    """Add processors and memory in the order of their price until the guests fit, or it costs more than the best."""
    for cents, cpu, memory in _pairs(shape, need, variant, option, fixed, state):
        if not state.beats(cents, shape.nodes):
            return
        candidate = Candidate(shape, variant, cpu, memory, option, network, cents)
        left = unplaced(candidate, workshop)
        if left is None:
            state.best = candidate
            return
        state.unplaced = left


def _pairs(
    shape: Shape, need: NodeNeed, variant: Variant, option: StorageOption, fixed: int, state: _State
) -> Iterator[tuple[int, Cpu, MemorySet]]:
    """Yield processors with memory that meet the sums, cheapest first."""
    enough = [one for one in variant.memories if one.bytes - option.reserve.of(one.bytes) >= need.memory]
    cpus = [cpu for cpu in variant.cpus if _serves(cpu, variant.sockets, need, option)]
    state.judged += len(enough) * len(cpus)
    if not enough or not cpus:
        return
    nodes, sockets = shape.nodes, variant.sockets
    first = min(
        ((nodes * (memory.cents + sockets * cpu.cents), cpu, memory) for memory in enough[:1] for cpu in cpus[:1]),
        key=lambda pair: pair[0],
    )
    if first[2].bytes <= first[1].maximum_memory * sockets:
        yield fixed + first[0], first[1], first[2]
    pairs = [
        (nodes * (memory.cents + sockets * cpu.cents), cpu, memory)
        for memory in enough for cpu in cpus
        if memory.bytes <= cpu.maximum_memory * sockets
    ]  # fmt: skip
    for cents, cpu, memory in sorted(pairs, key=lambda pair: (pair[0], pair[1].id, pair[2].bytes)):
        yield fixed + cents, cpu, memory


def _serves(cpu: Cpu, sockets: int, need: NodeNeed, option: StorageOption) -> bool:
    threads = cpu.threads * sockets
    if threads < need.threads:
        return False
    return (threads - option.threads) * cpu.cores // cpu.threads >= need.cores


def unplaced(candidate: Candidate, workshop: Workshop) -> Unplaced | None:
    """Place all guests on all nodes, and the surviving ones on the nodes that are left; return who found no place.

    Where everyone survives, a place on the nodes that are left is one on all nodes too: they come first.
    """
    shape, memory = candidate.shape, candidate.guest_memory
    vcpus = candidate.guest_cores * workshop.context.demand.vcpus_per_core
    after = workshop.survivors.unplaced(shape.survivors, memory, vcpus) if shape.failures else None
    return workshop.everyone.unplaced(shape.nodes, memory, vcpus) or after
