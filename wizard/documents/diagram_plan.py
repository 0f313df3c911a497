"""What a drawing of a topology shows, before it has any place: the sites, their machines and switches, the cables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Literal

from wizard.documents.words import NAME, Voice
from wizard.model.assessment import Design, NodeSet
from wizard.model.cabling import DiagramLink
from wizard.model.names import PLACES, ROLES, TOPOLOGIES
from wizard.model.text import Text

Kind = Literal["node", "extra", "switch", "given"]
_EXTRAS = ("tie-breaker", "backup", "qdevice")
_MACHINES = ("node", "compute", *_EXTRAS)
_ACROSS = "site"


@dataclass(eq=False)
class Device:
    """One machine, switch, or thing that is there already; of equal machines it may stand for several.

    ``units`` is the height in the rack; None is what nobody knows, or what is not ours. The rectangle is set when the
    drawing is laid out.
    """

    keys: tuple[str, ...]
    title: str
    kind: Kind
    units: int | None = None
    parts: tuple[str, ...] = ()
    drives: int = 0
    stands_for: int = 1
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0
    inset: float = 12.0
    """Room left at both sides, for the ports of cables that arrive there."""

    @property
    def machine(self) -> bool:
        """Whether it stands below, with the nodes."""
        return self.kind in ("node", "extra")


@dataclass(frozen=True)
class Wire:
    """Equal cables of one network between two devices."""

    start: Device
    end: Device
    network: str
    count: int
    gbps: int

    @property
    def ends(self) -> tuple[Device, Device]:
        """Both devices."""
        return self.start, self.end


@dataclass(eq=False)
class Ground:
    """A site with everything that stands there; without a name it is the only one."""

    name: str
    note: str = ""
    """What it is, where that differs from site to site."""
    sets: tuple[NodeSet, ...] = ()
    devices: list[Device] = field(default_factory=list)
    wires: list[Wire] = field(default_factory=list)
    alike: tuple[str, ...] = ()
    """Names of further sites that this one stands for."""

    @property
    def tops(self) -> list[Device]:
        """What machines are plugged into."""
        return [device for device in self.devices if not device.machine]

    @property
    def machines(self) -> list[Device]:
        """The nodes, and the machines beside them."""
        return [device for device in self.devices if device.machine]


@dataclass(frozen=True)
class Plan:
    """All sites of a design, and the cables from one site to another."""

    grounds: tuple[Ground, ...]
    across: tuple[Wire, ...] = ()

    @property
    def wires(self) -> Iterator[Wire]:
        """All cables."""
        for ground in self.grounds:
            yield from ground.wires
        yield from self.across


def plan(design: Design, voice: Voice) -> Plan:
    """Return what stands where and what is cabled to what; every machine by itself."""
    if design.per_site:
        return Plan(tuple(_fleet(design, voice)))
    heights = _heights(design)
    named = len({nodes.site for nodes in design.nodes}) > 1
    grounds: dict[str | None, Ground] = {}
    numbers: dict[str, Iterator[int]] = {}
    for nodes in design.nodes:
        ground = grounds.setdefault(nodes.site, Ground((nodes.site or "")[:NAME] if named else ""))
        ground.sets = (*ground.sets, nodes)
        ground.devices += _machines(nodes, numbers.setdefault(nodes.role, count(1)), design, heights, voice)
    for ground in grounds.values():
        ground.devices.sort(key=lambda device: device.kind != "node")
    return _cabled(design, list(grounds.values()) or [Ground("")], heights, voice)


def _heights(design: Design) -> dict[str, int]:
    return {line.part: line.rack_units for line in design.bill if line.rack_units}


def _machines(
    nodes: NodeSet, numbers: Iterator[int], design: Design, heights: dict[str, int], voice: Voice
) -> Iterator[Device]:
    """Yield one device per machine, named as in the cabling table."""
    role, parts = voice.name(ROLES, nodes.role), part_lines(nodes, voice)
    compute = nodes.role == "compute"
    alone = not compute and sum(each.count for each in design.nodes if each.role == nodes.role) == 1
    data = sum(drives.count for drives in nodes.drives if drives.use != "boot")
    units = heights.get(nodes.platform)
    for _ in range(nodes.count):
        number = next(numbers)
        keys: tuple[str, ...] = (f"{'node' if compute else nodes.role}-{number}",)
        if not compute and number == 1:
            keys = (*keys, nodes.role)
        title = role if alone else f"{role} {number}"
        yield Device(keys, title, "node" if compute else "extra", units, parts, data)


def part_lines(nodes: NodeSet, voice: Voice) -> tuple[str, ...]:
    """Return the parts of one machine, a short line each."""
    lines = []
    if nodes.cpu_text and nodes.sockets:
        lines.append(f"{nodes.sockets} × {nodes.cpu_text[:NAME]}")
    elif nodes.platform_text:
        lines.append(voice.part(nodes.platform_text)[:NAME])
    if nodes.cores and nodes.memory_bytes:
        lines.append(voice.say(Text("{cores} cores · {memory:size}", cores=nodes.cores, memory=nodes.memory_bytes)))
    data = [drives for drives in nodes.drives if drives.use != "boot"]
    lines += [f"{drives.count} × {voice.part(drives.text)[:NAME]}" for drives in data[:2]]
    return tuple(lines)


def _cabled(design: Design, grounds: list[Ground], heights: dict[str, int], voice: Voice) -> Plan:
    """Put switches and what is there already to the machines that are plugged into them, and lay the cables."""
    homes = {key: ground for ground in grounds for device in ground.devices for key in device.keys}
    by_key = {key: device for ground in grounds for device in ground.devices for key in device.keys}
    given: dict[tuple[str, int], Device] = {}
    for link in design.links:
        for end in link.ends:
            if end in by_key or end in PLACES:
                continue
            other = link.ends[end == link.ends[0]]
            home = homes.setdefault(end, homes.get(other, grounds[0]))
            by_key[end] = _other(end, design, heights, voice)
            home.devices.append(by_key[end])
    across: list[tuple[DiagramLink, Ground]] = []
    laid: list[Wire] = []
    for link in design.links:
        home = next((homes[end] for end in link.ends if end in homes), grounds[0])
        if _ACROSS in link.ends and len(grounds) > 1:
            across.append((link, home))
            continue
        ends = [by_key.get(end) or _given(end, home, given, voice) for end in link.ends]
        wire = Wire(ends[0], ends[1], link.network, link.count, link.gbps)
        same = all(homes.get(end, home) is home for end in link.ends)
        (home.wires if same else laid).append(wire)
    return Plan(tuple(grounds), (*laid, *_joined(across, by_key)))


def _given(end: str, home: Ground, given: dict[tuple[str, int], Device], voice: Voice) -> Device:
    """Return what is there already at a site: each site has its own."""
    place = (end, id(home))
    if place not in given:
        given[place] = Device((end,), voice.name(PLACES, end)[:NAME], "given")
        home.devices.append(given[place])
    return given[place]


def _other(end: str, design: Design, heights: dict[str, int], voice: Voice) -> Device:
    """Return a switch, named as in the cabling table and by its part in the bill; or a machine of the customer's."""
    if end in _EXTRAS:
        return Device((end,), voice.name(ROLES, end), "extra")
    line = next((line for line in design.bill if line.part in (end, _part(end))), None)
    parts = () if line is None else (voice.say(line.text)[:NAME],)
    return Device((end,), end, "switch", heights.get(_part(end)), parts)


def _part(end: str) -> str:
    part, _, number = end.rpartition("-")
    return part if part and number.isdigit() else end


def _joined(across: Sequence[tuple[DiagramLink, Ground]], by_key: dict[str, Device]) -> Iterator[Wire]:
    """Yield the cables between two sites: the first uplink of one meets the first of the other."""
    sides: dict[tuple[str, int], dict[int, list[DiagramLink]]] = {}
    for link, home in across:
        sides.setdefault((link.network, link.gbps), {}).setdefault(id(home), []).append(link)
    for (network, gbps), homes in sides.items():
        first, *others = homes.values()
        for other in others:
            for one, two in zip(first, other, strict=False):
                start, end = (next(by_key[key] for key in link.ends if key in by_key) for link in (one, two))
                yield Wire(start, end, network, one.count, gbps)


def _fleet(design: Design, voice: Voice) -> Iterator[Ground]:
    """Yield the sites of a fleet as designs of their own, each with what the fleet has there beside them."""
    own = Counter(nodes for site in design.per_site for nodes in site.design.nodes)
    shared = [nodes for nodes in design.nodes if nodes.role != "compute" and not own[nodes]]
    bought = any(nodes.role == "qdevice" for nodes in shared)
    heights = _heights(design)
    numbers: dict[str, Iterator[int]] = {}
    rest: dict[str | None, Ground] = {}
    for nodes in shared:
        ground = rest.setdefault(nodes.site, Ground(voice.say(Text("For all sites"))))
        ground.sets = (*ground.sets, nodes)
        ground.devices += _machines(nodes, numbers.setdefault(nodes.role, count(1)), design, heights, voice)
    parts = _cabled(design, list(rest.values()), heights, voice).grounds if rest else ()
    for site in design.per_site:
        ground, *_ = plan(site.design, voice).grounds
        ground.name, ground.note = site.site[:NAME], voice.name(TOPOLOGIES, site.topology)
        if bought:  # the machine that carries it stands with those for all sites
            ground.wires = [wire for wire in ground.wires if wire.network != "qdevice"]
            ground.devices = [device for device in ground.devices if "qdevice" not in device.keys]
        if (beside := rest.pop(site.site, None)) is not None:
            _add(ground, beside)
        yield ground
    yield from (ground for ground in parts if ground in rest.values())


def _add(ground: Ground, other: Ground) -> None:
    """Put the machines of another ground beside those of one; both share what is there already."""
    known = {device.keys: device for device in ground.devices if not device.machine}
    same = {device: known.get(device.keys, device) for device in other.devices}
    ground.sets += other.sets
    ground.devices += [device for device, kept in same.items() if kept is device]
    ground.wires += [Wire(same[w.start], same[w.end], w.network, w.count, w.gbps) for w in other.wires]
    ground.devices.sort(key=lambda device: not device.machine)


def merged(ground: Ground, voice: Voice) -> Ground:
    """Return a ground where one node stands for all that follow it with the same parts."""
    kept: dict[Device, Device] = {}
    last: Device | None = None
    for device in ground.devices:
        if last is None or device.kind != "node" or (last.parts, last.units) != (device.parts, device.units):
            last = replace(device) if device.kind == "node" else None
        kept[device] = last or device
    for device, stands in kept.items():
        if stands is not device and device.keys != stands.keys:
            stands.stands_for += 1
    for stands in kept.values():
        if stands.stands_for > 1:
            stands.title = voice.say(Text("{n} × {role}", n=stands.stands_for, role=voice.name(ROLES, "compute")))
    wires = dict.fromkeys(
        Wire(kept[wire.start], kept[wire.end], wire.network, wire.count, wire.gbps) for wire in ground.wires
    )
    between = [wire for wire in wires if wire.start is not wire.end]
    return replace(ground, devices=list(dict.fromkeys(kept.values())), wires=between)
