"""The topology as a sketch without words, small enough to stand beside its figures: machines, switches and cables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wizard.documents.diagram_lines import styles
from wizard.documents.diagram_plan import Device, Ground, Wire, merged, plan
from wizard.documents.scene import Label, Line, Measure, Rect, Role, Scene, Shape
from wizard.documents.words import Voice
from wizard.model.assessment import Design

_GAP, _SITE_GAP = 6.0, 14.0
_NARROW_GAP, _ROOMY = 3.0, 12.0
"""Space between many machines, and the width of one below which they stand so close."""
_LEAST = 8.0
"""Width below which a machine is no longer seen as one: then one stands for all that are equal."""
_SWITCH, _BAR, _TOP, _BOX, _FOOT = 40.0, 7.0, 34.0, 30.0, 14.0
_WIDEST, _MOST_SWITCHES, _MOST_SITES, _TICKS = 30.0, 4, 8, 6


def sketch_scene(design: Design, voice: Voice, measure: Measure, width: float) -> Scene:
    """Draw a design in outlines: what stands where, and what is cabled to what. A fleet is drawn site by site."""
    if design.per_site:
        return _fleet(design, measure, width)
    places: Sequence[Ground] = plan(design, voice).grounds
    if _each(places, width)[0] < _LEAST:
        places = [merged(ground, voice) for ground in places]
    machines = [machine for place in places for machine in place.machines]
    wires = [wire for place in places for wire in place.wires]
    below = _lay_out(places, width)
    colours = {network: role for network, (role, _) in styles(wire.network for wire in wires).items()}
    tops = _switch_places([top for place in places for top in place.tops], width)
    bar = _bar_width(len(tops), width)
    direct = list(_between(wires, colours))
    lines = [*_to_switches(wires, tops, bar, colours), *direct]
    above: list[Shape] = [Rect(x, 1, bar, _BAR, "surface", "slate", 2) for x in dict.fromkeys(tops.values())]
    for machine in machines:
        above += _machine(machine, measure)
    return Scene(width, _TOP + _BOX + (_FOOT if direct else 6), (*below, *lines, *above))


def _each(places: Sequence[Ground], width: float) -> tuple[float, float]:
    """Return the width of a machine and the space between two, with all of them side by side."""
    count = sum(len(place.machines) for place in places)
    each = 0.0
    for gap in (_GAP, _NARROW_GAP):
        each = (width - gap * (count - len(places)) - _SITE_GAP * (len(places) - 1) - 8) / max(count, 1)
        if each >= _ROOMY:
            return min(each, _WIDEST), gap
    return each, _NARROW_GAP


def _lay_out(places: Sequence[Ground], width: float) -> list[Shape]:
    """Give every machine its place, and each site of several a ground of its own."""
    count = sum(len(place.machines) for place in places)
    each, gap = _each(places, width)
    each = max(each, 4.0)
    x = (width - each * count - gap * (count - len(places)) - _SITE_GAP * (len(places) - 1)) / 2
    grounds: list[Shape] = []
    for place in places:
        start = x
        for machine in place.machines:
            machine.x, machine.y, machine.width, machine.height = x, _TOP, each, _BOX
            x += each + gap
        x -= gap
        if len(places) > 1:
            grounds.append(Rect(start - 4, _TOP - 5, x - start + 8, _BOX + 10, "surface", "line", 4, 0.7, (2, 2)))
        x += _SITE_GAP
    return grounds


def _bar_width(switches: int, width: float) -> float:
    shown = max(min(switches, _MOST_SWITCHES), 1)
    return min((width - _SITE_GAP * (shown - 1)) / shown - 1, _SWITCH)


def _switch_places(tops: Sequence[Device], width: float) -> dict[Device, float]:
    """Return where each switch stands; beyond four, several share a bar."""
    shown = min(len(tops), _MOST_SWITCHES)
    room = _bar_width(len(tops), width) + _SITE_GAP
    left = (width - room * shown + _SITE_GAP) / 2
    return {top: left + room * (i % _MOST_SWITCHES) for i, top in enumerate(tops)}


def _to_switches(
    wires: Sequence[Wire], tops: dict[Device, float], bar: float, colours: dict[str, Role]
) -> Iterator[Line]:
    names = list(colours)
    drawn = set()
    for wire in wires:
        if wire.start.machine == wire.end.machine:
            continue
        machine, top = wire.ends if wire.start.machine else (wire.end, wire.start)
        if (machine, tops[top], wire.network) in drawn:
            continue
        drawn.add((machine, tops[top], wire.network))
        shift = (names.index(wire.network) + 1) / (len(names) + 1)
        start, end = machine.x + machine.width * shift, tops[top] + bar * shift
        yield Line(((start, _TOP), (start, _TOP - 3), (end, _BAR + 4), (end, _BAR + 1)), colours[wire.network], 0.7)


def _between(wires: Sequence[Wire], colours: dict[str, Role]) -> Iterator[Line]:
    """Yield the cables from machine to machine, as brackets below them."""
    direct = [wire for wire in wires if wire.start.machine and wire.end.machine]
    bottom = _TOP + _BOX
    for number, wire in enumerate(direct):
        left, right = sorted(wire.ends, key=lambda machine: machine.x)
        deep = bottom + 3 + (number % 4) * 3
        start, end = left.x + left.width * 0.65, right.x + right.width * 0.35
        yield Line(((start, bottom), (start, deep), (end, deep), (end, bottom)), colours[wire.network], 0.9)


def _machine(device: Device, measure: Measure) -> Iterator[Shape]:
    node = device.kind == "node"
    edge: Role = "accent" if node else "slate"
    height = device.height if node else device.height * 0.6
    for shift in (4.0, 2.0) if device.stands_for > 1 else ():
        yield Rect(device.x + shift, device.y - shift, device.width, height, "paper", edge, 2, 0.8)
    yield Rect(device.x, device.y, device.width, height, "accent-soft" if node else "paper", edge, 2, 0.9)
    if device.stands_for > 1:
        text = f"{device.stands_for} ×"
        if measure(text, 8, "semibold") <= device.width - 2:
            yield Label(device.x + device.width / 2, device.y + 18, text, 8, "ink", "semibold", "middle")
        return
    ticks = min(device.drives, _TICKS) if node else 0
    step = (device.width - 6) / _TICKS
    if ticks and step < 2:
        yield Rect(device.x + 2, device.y + height - 11, device.width - 4, 8, "accent-mid", None, 0.5)
        return
    for number in range(ticks):
        yield Rect(device.x + 3 + number * step, device.y + height - 11, step - 1, 8, "accent-mid", None, 0.5)


def _fleet(design: Design, measure: Measure, width: float) -> Scene:
    """Draw each site of a fleet as one box under a common bar; what has no room is counted."""
    shown = design.per_site[:_MOST_SITES]
    each = min((width - _GAP * (len(shown) - 1)) / len(shown), 44.0)
    x = (width - each * len(shown) - _GAP * (len(shown) - 1)) / 2
    shapes: list[Shape] = [Rect((width - 90) / 2, 1, 90, _BAR, "accent-soft", "accent", 2)]
    for site in shown:
        middle = x + each / 2
        shapes.append(
            Line(((middle, _TOP), (middle, _TOP - 6), (width / 2, _BAR + 6), (width / 2, _BAR + 1)), "accent")
        )
        shapes.append(Rect(x, _TOP, each, _BOX, "paper", "accent", 3, 0.9))
        count = str(sum(nodes.count for nodes in site.design.nodes if nodes.role == "compute"))
        shapes.append(Label(middle, _TOP + 19, count, 9, "ink", "semibold", "middle"))
        x += each + _GAP
    rest = len(design.per_site) - len(shown)
    if rest:
        text = f"+ {rest}"
        shapes.append(Label(width - measure(text, 8, "semibold"), _BAR + 1.5, text, 8, "quiet", "semibold"))
    return Scene(width, _TOP + _BOX + 6, tuple(shapes))
