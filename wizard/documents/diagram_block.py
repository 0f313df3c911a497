"""One site of a topology picture: switches above, a line for each network of each switch, machines below.

Every rack unit has the same height, whatever stands in it. Few machines stand side by side; many stand in columns, with
the cables to both sides of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from wizard.documents.diagram_devices import draw_device, name_height, name_width
from wizard.documents.diagram_lines import LEADING, SMALL, TITLE, Style, ports, shared_widths, two_lines, wrapped
from wizard.documents.diagram_plan import Device, Ground, Wire
from wizard.documents.diagram_words import device_words, span_words
from wizard.documents.scene import Area, Label, Line, Measure, Rect, Role, Shape, fit
from wizard.documents.words import Voice

UNIT = 14.0
"""Height of a rack unit in points."""
_LANE, _GAP, _HEAD = 4.6, 8.0, 13.0
_CLOSE = 5.0
"""Gap between devices whose names need the room."""
_NARROW, _WIDEST = 66.0, 168.0
"""Width of a machine that stands beside others."""
_NAMED = 58.0
"""Least width of a machine beside others that shows its name."""
_DENSE = 46.0
"""Width of a machine in a column where many must have room: enough for its name."""
_DETAILED = 88.0
"""Width from which the parts of each machine stand below it."""
_MOST_DIRECT = 16
_ARC = 12


@dataclass(eq=False)
class _Lane:
    """The cables of one network that end at one switch."""

    top: Device
    network: str
    machines: dict[Device, int] = field(default_factory=dict)
    y: float = 0.0
    port: float = 0.0


@dataclass
class Block:
    """A site while it is laid out; what it draws lies in layers, words on top."""

    ground: Ground
    voice: Voice
    measure: Measure
    look: dict[str, Style]
    detailed: bool = True
    dense: bool = False
    below: list[Shape] = field(default_factory=list)
    lines: list[Shape] = field(default_factory=list)
    boxes: list[Shape] = field(default_factory=list)
    above: list[Shape] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)

    def wanted(self) -> float:
        """Return the width that shows the names of machines with cables among them, which stand side by side."""
        among = any(wire.start.machine and wire.end.machine for wire in self.ground.wires)
        machines = len(self.ground.machines)
        return machines * (_NAMED + _GAP) - _GAP if among and machines <= _MOST_DIRECT else 0.0

    def lay_out(self, x: float, y: float, width: float) -> float:
        """Give everything its place from ``x`` and ``y`` on, draw it, and return where it ends."""
        if self.ground.name:
            y = self._head(x, y, width)
        lanes = self._lanes()
        y = self._tops(x, y, width, lanes)
        for number, lane in enumerate(lanes):
            lane.y = y + _LANE * (number + 1)
        y += _LANE * (len(lanes) + 1) + 3 if lanes else 4
        direct = [wire for wire in self.ground.wires if wire.start.machine and wire.end.machine]
        slots = self._columns(width, direct)
        if all(len(column) == 1 for column in slots):
            y = self._row(x, y, width, lanes, [column[0] for column in slots])
            y = self._direct(direct, y)
            y = self._captions_below(y) if self._roomy() else self._captions(x, y, width)
        else:
            y = self._captions(x, self._stacks(x, y, width, lanes, slots), width)
        for device in self.ground.devices:
            self.boxes += draw_device(device, self.measure)
            words = device_words(device, self.ground, self.voice)
            self.areas.append(Area(device.x, device.y, device.width, device.height, words))
        return y

    def _head(self, x: float, y: float, width: float) -> float:
        name = fit(self.ground.name, width, TITLE, "semibold", self.measure)
        # A cable to another site passes behind the name.
        self.boxes.append(Rect(x - 1, y, self.measure(name, TITLE, "semibold") + 2, 10, "surface"))
        self.above.append(Label(x, y + 8, name, TITLE, "ink", "semibold"))
        if self.ground.note:
            note = fit(self.ground.note, width, SMALL, "regular", self.measure)
            self.above.append(Label(x, y + 8 + LEADING, note, SMALL, "accent"))
        return y + _HEAD + (LEADING if self.ground.note else 0)

    # --- switches ---------------------------------------------------------------------------------------------------

    def _lanes(self) -> list[_Lane]:
        found: dict[tuple[Device, str], _Lane] = {}
        for wire in self.ground.wires:
            if wire.start.machine == wire.end.machine:
                continue
            machine, top = wire.ends if wire.start.machine else (wire.end, wire.start)
            lane = found.setdefault((top, wire.network), _Lane(top, wire.network))
            lane.machines[machine] = lane.machines.get(machine, 0) + wire.count
        tops = self.ground.tops
        return sorted(found.values(), key=lambda lane: tops.index(lane.top))

    def _tops(self, x: float, y: float, width: float, lanes: Sequence[_Lane]) -> float:
        """Place what machines are plugged into in a row, with the cables among it as brackets above."""
        tops = self.ground.tops
        if not tops:
            return y
        among = [wire for wire in self.ground.wires if not wire.start.machine and not wire.end.machine]
        y += _LANE * (len(among) + 1) if among else 1
        for top, left, wide in self._places(x, width, tops):
            top.x, top.y, top.width = left, y, wide
            top.height = UNIT * top.units if top.units else max(UNIT, name_height(top, self.measure))
            mine = [lane for lane in lanes if lane.top is top]
            for place, lane in enumerate(mine):
                lane.port = top.x + wide * (place + 1) / (len(mine) + 1)
        for number, wire in enumerate(among):
            self._bracket(wire, y - _LANE * (number + 1), among)
        return max(top.y + top.height for top in tops)

    def _places(self, x: float, width: float, row: Sequence[Device]) -> Iterator[tuple[Device, float, float]]:
        """Yield devices side by side with place and width: each has room for its name, where there is any."""
        needs = [name_width(device, self.measure) for device in row]
        gap = _GAP if sum(needs) + _GAP * (len(row) - 1) <= width else _CLOSE
        free = width - gap * (len(row) - 1)
        widths = shared_widths(needs, free, _WIDEST)
        left = x + (free - sum(widths)) / 2
        for device, wide in zip(row, widths, strict=True):
            yield device, left, wide
            left += wide + gap

    def _bracket(self, wire: Wire, level: float, among: Sequence[Wire]) -> None:
        role, dash = self.look[wire.network]
        points = []
        for device in wire.ends:
            mine = [one for one in among if device in one.ends]
            points.append((device.x + device.width * (mine.index(wire) + 1) / (len(mine) + 1), device.y))
        (start, top), (end, other) = points
        self.lines.append(Line(((start, top), (start, level), (end, level), (end, other)), role, 1.0, dash))
        for (port, edge), device in zip(points, wire.ends, strict=True):
            if device.kind == "switch":
                self.above += ports(port, edge + 0.8, wire.count)

    # --- machines ---------------------------------------------------------------------------------------------------

    def _columns(self, width: float, direct: Sequence[Wire]) -> list[list[Device]]:
        """Share machines out: one each where they have room side by side, else columns of about equal height."""
        machines = self.ground.machines
        if len(machines) * (_NARROW + _GAP) <= width + _GAP or (direct and len(machines) <= _MOST_DIRECT):
            return [[machine] for machine in machines]
        most = max(int(width // ((_DENSE if self.dense else _NARROW) + 4 * _GAP)), 1)
        high = sum(self._height(machine) for machine in machines) / most
        columns: list[list[Device]] = [[]]
        filled = 0.0
        for machine in machines:
            if columns[-1] and filled + self._height(machine) / 2 > high * len(columns) and len(columns) < most:
                columns.append([])
            columns[-1].append(machine)
            filled += self._height(machine)
        return columns

    def _height(self, machine: Device) -> float:
        return UNIT * (machine.units or 1) + 5

    def _row(self, x: float, y: float, width: float, lanes: Sequence[_Lane], machines: Sequence[Device]) -> float:
        """Place machines side by side; cables come from above."""
        taken: dict[_Lane, list[float]] = {lane: [] for lane in lanes}
        for machine in machines:
            machine.height, machine.inset = UNIT * (machine.units or 1), 5.0
        for machine, left, each in self._places(x, width, machines):
            machine.x, machine.y, machine.width = left, y, each
            mine = [lane for lane in lanes if machine in lane.machines]
            step = min(each / (len(mine) + 1), 14.0)
            for place, lane in enumerate(mine):
                at = machine.x + each / 2 + (place - (len(mine) - 1) / 2) * step
                taken[lane].append(at)
                role, dash = self.look[lane.network]
                self.lines += [Line(((at, lane.y), (at, y)), role, 1.0, dash), _dot(at, lane.y, role)]
                self.above += ports(at, y + 0.9, lane.machines[machine])
        self._draw_lanes(lanes, taken)
        return max((machine.y + machine.height for machine in machines), default=y)

    def _draw_lanes(self, lanes: Sequence[_Lane], taken: dict[_Lane, list[float]]) -> None:
        used = {round(at) for places in taken.values() for at in places}
        for lane in lanes:
            role, dash = self.look[lane.network]
            while round(lane.port) in used:  # lines that lie on each other would look like one
                lane.port += 2.5
            used.add(round(lane.port))
            edge = lane.top.y + lane.top.height
            met = [lane.port, *taken[lane]]
            self.lines.append(Line(((lane.port, edge), (lane.port, lane.y)), role, 1.0, dash))
            self.lines.append(Line(((min(met), lane.y), (max(met), lane.y)), role, 1.4, dash))
            if lane.top.kind == "switch":
                self.above += ports(lane.port, edge - 3.5, 1)

    def _stacks(
        self, x: float, y: float, width: float, lanes: Sequence[_Lane], columns: Sequence[Sequence[Device]]
    ) -> float:
        """Place machines in columns, each with its own lines down to both sides."""
        slot = (width + _GAP) / len(columns)
        taken: dict[_Lane, list[float]] = {lane: [] for lane in lanes}
        bottom = y
        for number, column in enumerate(columns):
            sides = self._sides([lane for lane in lanes if any(machine in lane.machines for machine in column)])
            start = x + number * slot
            left, right = start + _LANE * len(sides[0]) + 3, start + slot - _GAP - _LANE * len(sides[1]) - 3
            at = y
            for machine in column:
                machine.x, machine.y, machine.width = left, at, right - left
                machine.height = UNIT * (machine.units or 1)
                at += machine.height + 5
            bottom = max(bottom, at - 5)
            for side, mine in enumerate(sides):
                for place, lane in enumerate(mine):
                    shift = _LANE * (place + 1) + 1
                    riser = right + shift if side else left - shift
                    taken[lane].append(riser)
                    machines = [machine for machine in column if machine in lane.machines]
                    self._riser(lane, machines, riser, (left, right)[side], (place + 1) / (len(mine) + 1))
        self._draw_lanes(lanes, taken)
        return bottom

    def _sides(self, lanes: Sequence[_Lane]) -> tuple[list[_Lane], list[_Lane]]:
        """Return which cables run left and right of a column: those of a pair of switches to either side."""
        sides: tuple[list[_Lane], list[_Lane]] = ([], [])
        tops = [top for top in self.ground.tops if top.kind == "switch"]
        for lane in lanes:
            pair = [top for top in tops if top.parts == lane.top.parts]
            if len(pair) > 1 and lane.top in pair:
                sides[pair.index(lane.top) % 2].append(lane)
            else:
                min(sides, key=len).append(lane)
        return sides

    def _riser(self, lane: _Lane, machines: Sequence[Device], at: float, edge: float, share: float) -> None:
        role, dash = self.look[lane.network]
        lowest = max(machine.y + machine.height * share for machine in machines)
        self.lines += [Line(((at, lane.y), (at, lowest)), role, 1.0, dash), _dot(at, lane.y, role)]
        inwards = 1 if edge > at else -1
        for machine in machines:
            y = machine.y + machine.height * share
            self.lines.append(Line(((at, y), (edge, y)), role, 0.9))
            count = lane.machines[machine]
            middle = edge + inwards * (1 + (min(count, 8) * 2.7 - 0.9) / 2)
            self.above += ports(middle, y - 0.9, count, 1.8)

    def _direct(self, wires: Sequence[Wire], y: float) -> float:
        """Draw cables from machine to machine as arcs below them: each by itself, without a switch between."""
        deepest = y
        hangs = self._depths(wires)
        for wire, depth in hangs.items():
            start, end = (self._foot(device, wire, hangs) for device in wire.ends)
            role, dash = self.look[wire.network]
            self.lines.append(Line(_arc(start, end, depth), role, 1.1, dash))
            deepest = max(deepest, max(start[1], end[1]) + 0.75 * depth + 2)
            for at, edge in (start, end):
                self.above += ports(at, edge - 1.3, wire.count)
        return deepest

    def _depths(self, wires: Sequence[Wire]) -> dict[Wire, float]:
        """Return how deep each arc hangs: deeper from farther away, and each of one pair below the other."""
        order = self.ground.machines
        seen: dict[frozenset[Device], int] = {}
        depths = {}
        for wire in wires:
            number = seen[frozenset(wire.ends)] = seen.get(frozenset(wire.ends), -1) + 1
            depths[wire] = 8.0 + 9 * abs(order.index(wire.start) - order.index(wire.end)) + 7 * number
        return depths

    def _foot(self, device: Device, wire: Wire, depths: dict[Wire, float]) -> tuple[float, float]:
        """Return where an arc leaves a machine: the deeper the farther out, so that arcs of one side do not cross."""
        mine = []
        for other in depths:
            if device in other.ends:
                neighbour = other.end if other.start is device else other.start
                right = neighbour.x > device.x
                mine.append((right, -depths[other] if right else depths[other], other))
        place = [other for *_, other in sorted(mine, key=lambda each: each[:2])].index(wire)
        return device.x + device.width * (place + 1) / (len(mine) + 1), device.y + device.height

    # --- words ------------------------------------------------------------------------------------------------------

    def _roomy(self) -> bool:
        return self.detailed and all(machine.width >= _DETAILED for machine in self.ground.machines)

    def _captions_below(self, y: float) -> float:
        lowest = y
        for machine in self.ground.machines:
            at = y + 1
            for part in machine.parts:
                for line in two_lines(part, machine.width, SMALL, "regular", self.measure):
                    at += LEADING
                    middle = machine.x + machine.width / 2
                    self.above.append(Label(middle, at, line, SMALL, "quiet", "regular", "middle"))
            lowest = max(lowest, at)
        return lowest + 2

    def _captions(self, x: float, y: float, width: float) -> float:
        """Say once for equal machines what each of them has."""
        for _, group in groupby(self.ground.machines, key=lambda machine: (machine.kind, machine.parts)):
            machines = list(group)
            words = f"{span_words(machines, self.voice)}: "
            parts = [words + machines[0].parts[0], *machines[0].parts[1:]] if machines[0].parts else [words[:-2]]
            for line in wrapped(parts, width, SMALL, self.measure):
                y += LEADING
                self.above.append(Label(x, y + 1, line, SMALL, "quiet"))
        return y + 3


def _dot(x: float, y: float, role: Role) -> Shape:
    return Rect(x - 1.3, y - 1.3, 2.6, 2.6, role, None, 1.3)


def _arc(start: tuple[float, float], end: tuple[float, float], depth: float) -> tuple[tuple[float, float], ...]:
    """Return the points of a curve that hangs from two points."""
    points = []
    for step in range(_ARC + 1):
        t = step / _ARC
        hang = 3 * t * (1 - t) * depth
        base = start[1] + (end[1] - start[1]) * t
        points.append((start[0] + (end[0] - start[0]) * t, base + hang))
    return tuple(points)
