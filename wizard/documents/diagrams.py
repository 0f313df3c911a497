"""The topology of a design as a drawing: nodes, switches, networks and sites."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from wizard.documents.diagram_boxes import (
    LINE,
    SMALL,
    TITLE,
    Box,
    Place,
    draw_box,
    draw_legend,
    each_node,
    group_places,
)  # fmt: skip
from wizard.documents.diagram_fleet import fleet_scene
from wizard.documents.scene import Label, Line, Measure, Rect, Role, Scene, Shape, fit
from wizard.documents.words import NAME, Voice
from wizard.model.assessment import Design
from wizard.model.names import NETWORKS, PLACES
from wizard.model.text import Text

WIDTH = 480.0
"""Width of a scene: the text width of an A4 page."""
GAP = 8.0
_INSET = 9.0
_MOST_SWITCHES = 4
_BUS_STEP = 11.0
_SWITCH_HEIGHT = 24.0
_STYLES: tuple[tuple[Role, tuple[float, ...]], ...] = (
    ("accent", ()), ("blue", (7, 2)), ("amber", (3, 2)), ("violet", (6, 2, 1, 2)), ("slate", (1, 2)), ("red", (9, 3)),
)  # fmt: skip


@dataclass
class _Canvas:
    """Collects shapes in layers: lines lie under boxes, boxes under words."""

    voice: Voice
    measure: Measure
    width: float
    below: list[Shape] = field(default_factory=list)
    lines: list[Shape] = field(default_factory=list)
    above: list[Shape] = field(default_factory=list)

    def shapes(self) -> tuple[Shape, ...]:
        return (*self.below, *self.lines, *self.above)


def topology_scene(design: Design, voice: Voice, measure: Measure, width: float = WIDTH) -> Scene:
    """Draw a design: switches above, networks as lines of their own colour and dash, nodes below in their sites.

    More than eight equal nodes of a site are drawn as one stack. Every word is fitted to its place by ``measure``.
    """
    if design.per_site:
        return fleet_scene(design.per_site, voice, measure, width)
    canvas = _Canvas(voice, measure, width)
    places = group_places(design.nodes, voice)
    named = any(place.name for place in places)
    meshed = _mesh_networks(design)
    networks = _networks(design)
    _plug_in(places, design)
    buses = [network for network in networks if network.name not in meshed]
    styles = {network.name: _STYLES[i % len(_STYLES)] for i, network in enumerate(networks)}
    switches = _switches(design)
    top = _SWITCH_HEIGHT + 10 if switches else 0.0
    bus_y = {network.name: top + (i + 0.5) * _BUS_STEP for i, network in enumerate(buses)}
    boxes_top = top + len(buses) * _BUS_STEP + (_INSET + 9 if named else 12)
    _place_boxes(canvas, places, boxes_top)
    bottom = max((box.y + box.height for place in places for box in place.boxes), default=boxes_top)
    feeds = _draw_switches(canvas, switches, design, bus_y, styles)
    _draw_buses(canvas, buses, bus_y, styles, places, feeds)
    bottom = _draw_mesh(canvas, design, meshed, styles, places, bottom)
    bottom = _draw_descriptions(canvas, places, bottom)
    _draw_frames(canvas, places, boxes_top, bottom)
    for place in places:
        for box in place.boxes:
            canvas.above += draw_box(box, measure)
    entries = [(*styles[network.name], _network_words(network, voice)) for network in networks]
    legend, height = draw_legend(entries, width, bottom + (_INSET if named else 0) + 13, measure)
    canvas.above += legend
    return Scene(width, height, canvas.shapes())


@dataclass(frozen=True)
class _Net:
    """A network of the picture: of the design, or one that only joins a machine beside the nodes."""

    name: str
    links: int
    gbps: int


def _networks(design: Design) -> list[_Net]:
    found = {each.name: _Net(each.name, each.links, each.gbps) for each in design.networks}
    for link in design.links:
        found.setdefault(link.network, _Net(link.network, link.count, link.gbps))
    return list(found.values())


def _plug_in(places: Sequence[Place], design: Design) -> None:
    """Add to every box the networks that the links of the design give it, beside those of its ports."""
    for box in (box for place in places for box in place.boxes):
        box.networks |= {link.network for link in design.links if set(link.ends) & set(box.keys)}


def _network_words(network: _Net, voice: Voice) -> str:
    name = voice.name(NETWORKS, network.name)[:NAME]
    return voice.say(Text("{name}: {links} × {gbps} Gbit/s", name=name, links=network.links, gbps=network.gbps))


def _place_boxes(canvas: _Canvas, places: Sequence[Place], top: float) -> None:
    """Give every box its rectangle: the width is shared evenly, sites have an inset for their frame."""
    inset = _INSET if any(place.name for place in places) else 0.0
    count = sum(len(place.boxes) for place in places)
    free = canvas.width - GAP * (count - len(places)) - (GAP + 2 * inset) * len(places) + GAP
    each = min(free / max(count, 1), 150.0)
    used = each * count + canvas.width - free
    x = (canvas.width - used) / 2
    for place in places:
        place.x, x = x, x + inset
        for box in place.boxes:
            box.x, box.y, box.width = x, top, each
            box.settle(canvas.measure)
            x += each + GAP
        x += inset - GAP
        place.width = x - place.x
        x += GAP
    tallest = max((box.height for place in places for box in place.boxes), default=0.0)
    for place in places:
        for box in place.boxes:
            box.height = tallest


def _draw_buses(
    canvas: _Canvas,
    buses: Sequence[_Net],
    bus_y: dict[str, float],
    styles: dict[str, tuple[Role, tuple[float, ...]]],
    places: Sequence[Place],
    feeds: dict[str, list[float]],
) -> None:
    """Draw each network as a line across, with a drop to every box that has a port in it."""
    for network in buses:
        role, dash = styles[network.name]
        y = bus_y[network.name]
        drops = []
        for box in (box for place in places for box in place.boxes if network.name in box.networks):
            mine = [bus.name for bus in buses if bus.name in box.networks]
            step = min(box.width * 0.8 / (len(mine) + 1), 14.0)
            x = box.x + box.width / 2 + (mine.index(network.name) - (len(mine) - 1) / 2) * step
            drops.append((x, box.y))
        canvas.lines += [Line(((x, y), (x, end)), role, 1.0, dash) for x, end in drops]
        met = [*(x for x, _ in drops), *feeds.get(network.name, ())] or [canvas.width * 0.2, canvas.width * 0.8]
        canvas.lines.append(Line(((min(met) - 4, y), (max(met) + 4, y)), role, 1.6, dash))


def _switches(design: Design) -> dict[str, list[str]]:
    """Return what the links end at that is neither a node nor a helper, with the networks that it carries."""
    found: dict[str, list[str]] = {}
    for link in design.links:
        for end in link.ends:
            if not _is_box(end):
                networks = found.setdefault(end, [])
                if link.network not in networks:
                    networks.append(link.network)
    return found if len(found) <= _MOST_SWITCHES else _by_part(found)


def _by_part(switches: dict[str, list[str]]) -> dict[str, list[str]]:
    """Let one box stand for all switches of a part where each alone would be too narrow to read."""
    merged: dict[str, list[str]] = {}
    counts = Counter(_part(end) for end in switches)
    for end, networks in switches.items():
        part = _part(end)
        key = end if counts[part] == 1 else f"{part}×{counts[part]}"
        merged[key] = list(dict.fromkeys([*merged.get(key, ()), *networks]))
    return merged


def _part(end: str) -> str:
    part, _, number = end.rpartition("-")
    return part if part and number.isdigit() else end


def _is_box(end: str) -> bool:
    return end.rsplit("-", 1)[0] in ("node", "compute") or end.startswith(("qdevice", "backup", "tie-breaker"))


def _switch_words(end: str, design: Design, voice: Voice) -> str:
    """Name a switch by the text of its part in the bill and its number."""
    if end in PLACES:
        return voice.name(PLACES, end)
    part, _, many = end.partition("×")
    part = part if many else _part(end)
    line = next((line for line in design.bill if line.part in (end, part)), None)
    name = part if line is None else voice.say(line.text)
    if many:
        return voice.say(Text("{n} × {role}", n=many, role=name))
    number = end[len(part) + 1 :]
    return voice.say(Text("{number}: {name}", number=number, name=name)) if number else name


def _draw_switches(
    canvas: _Canvas,
    switches: dict[str, list[str]],
    design: Design,
    bus_y: dict[str, float],
    styles: dict[str, tuple[Role, tuple[float, ...]]],
) -> dict[str, list[float]]:
    """Draw the switches with a line down to each network that they carry; return where those lines arrive."""
    feeds: dict[str, list[float]] = {}
    count = len(switches)
    each = min((canvas.width - GAP * 2 * (count - 1)) / max(count, 1), 170.0)
    x = (canvas.width - each * count - GAP * 2 * (count - 1)) / 2
    for end, networks in switches.items():
        carried = [name for name in networks if name in bus_y]
        for i, name in enumerate(carried):
            at = x + each * (i + 1) / (len(carried) + 1)
            feeds.setdefault(name, []).append(at)
            role, dash = styles[name]
            canvas.lines.append(Line(((at, _SWITCH_HEIGHT), (at, bus_y[name])), role, 1.0, dash))
        canvas.above.append(Rect(x, 0.5, each, _SWITCH_HEIGHT, "surface", "line", 3))
        words = fit(_switch_words(end, design, canvas.voice), each - 10, SMALL, "semibold", canvas.measure)
        canvas.above.append(Label(x + each / 2, _SWITCH_HEIGHT / 2 + 3, words, SMALL, "ink", "semibold", "middle"))
        x += each + GAP * 2
    return feeds


def _mesh_networks(design: Design) -> set[str]:
    """Return the networks whose cables all run from node to node, without a switch."""
    direct = {link.network for link in design.links if all(_is_box(end) for end in link.ends)}
    switched = {link.network for link in design.links if not all(_is_box(end) for end in link.ends)}
    helpers = ("qdevice", "backup", "tie-breaker")
    single = {link.network for link in design.links if any(end.startswith(helpers) for end in link.ends)}
    return direct - switched - single


def _draw_mesh(
    canvas: _Canvas,
    design: Design,
    meshed: set[str],
    styles: dict[str, tuple[Role, tuple[float, ...]]],
    places: Sequence[Place],
    bottom: float,
) -> float:
    """Draw direct cables between nodes as brackets below them; return the new bottom."""
    boxes: dict[str, Box] = {key: box for place in places for box in place.boxes for key in box.keys}
    pairs = sorted({(tuple(sorted(link.ends)), link.network) for link in design.links if link.network in meshed})
    drawn = [(boxes[ends[0]], boxes[ends[1]], name) for ends, name in pairs if ends[0] in boxes and ends[1] in boxes]
    drawn = [pair for pair in drawn if pair[0] is not pair[1]]
    for i, (left, right, name) in enumerate(drawn):
        y = bottom + 7 + i * 6
        start, end = (_foot(box, i, len(drawn)) for box in (left, right))
        role, dash = styles.get(name, _STYLES[0])
        canvas.lines.append(Line(((start, bottom), (start, y), (end, y), (end, bottom)), role, 1.2, dash))
    return bottom + (len(drawn) * 6 + 6 if drawn else 0)


def _foot(box: Box, index: int, count: int) -> float:
    return box.x + box.width * (index + 1) / (count + 1)


def _draw_descriptions(canvas: _Canvas, places: Sequence[Place], bottom: float) -> float:
    """Below the boxes of a site: its name, and the parts of boxes that are too narrow to say them."""
    lowest = bottom
    for place in places:
        room = place.width - _INSET - 3
        x, y = place.x + (_INSET if place.name else 0.0), bottom
        if place.name:
            y += LINE + 4
            words = fit(place.name, room, TITLE, "semibold", canvas.measure)
            canvas.above.append(Label(x, y, words, TITLE, "quiet", "semibold"))
        space = room if place.name else canvas.width - x
        for text in each_node(place, canvas.voice):
            whole = canvas.measure(text[: 2 * NAME], SMALL, "regular") <= space
            for part in (text,) if whole else text.split(" · "):
                y += LINE + 1.5
                words = fit(part, space, SMALL, "regular", canvas.measure)
                canvas.above.append(Label(x, y, words, SMALL, "quiet"))
        lowest = max(lowest, y)
    return lowest


def _draw_frames(canvas: _Canvas, places: Sequence[Place], top: float, bottom: float) -> None:
    for place in places:
        if place.name:
            height = bottom - top + 2 * _INSET
            canvas.below.append(Rect(place.x, top - _INSET, place.width, height, "surface", "line", 5, dash=(2, 2)))
