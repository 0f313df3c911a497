"""The topology as a sketch without words, small enough to stand beside its figures: machines, switches and cables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wizard.documents.diagram_boxes import Box, Place, group_places
from wizard.documents.scene import Label, Line, Measure, Rect, Role, Scene, Shape
from wizard.documents.words import Voice
from wizard.model.assessment import Design, DiagramLink

_GAP, _SITE_GAP = 6.0, 14.0
_SWITCH, _BAR, _TOP, _BOX, _FOOT = 40.0, 7.0, 34.0, 30.0, 14.0
_WIDEST, _MOST_SWITCHES, _MOST_SITES, _TICKS = 30.0, 4, 8, 6
_COLOURS: tuple[Role, ...] = ("accent", "blue", "amber", "violet", "slate", "red")


def sketch_scene(design: Design, voice: Voice, measure: Measure, width: float) -> Scene:
    """Draw a design in outlines: what stands where, and what is cabled to what. A fleet is drawn site by site."""
    if design.per_site:
        return _fleet(design, measure, width)
    places = group_places(design.nodes, voice)
    boxes = [box for place in places for box in place.boxes]
    below = _lay_out(places, width)
    by_key = {key: box for box in boxes for key in box.keys}
    colours = {name: _COLOURS[i % len(_COLOURS)] for i, name in enumerate(_networks(design))}
    switches = _switch_places(design.links, by_key, width)
    bar = _bar_width(len(switches), width)
    direct = list(_between(design.links, by_key, colours))
    lines = [*_to_switches(design.links, by_key, switches, bar, colours), *direct]
    above: list[Shape] = [Rect(x, 1, bar, _BAR, "surface", "slate", 2) for x in dict.fromkeys(switches.values())]
    for box in boxes:
        above += _machine(box, measure)
    return Scene(width, _TOP + _BOX + (_FOOT if direct else 6), (*below, *lines, *above))


def _networks(design: Design) -> list[str]:
    return list(dict.fromkeys([*(one.name for one in design.networks), *(one.network for one in design.links)]))


def _lay_out(places: Sequence[Place], width: float) -> list[Shape]:
    """Give every machine its place, and each site of several a ground of its own."""
    count = sum(len(place.boxes) for place in places)
    gaps = _GAP * (count - len(places)) + _SITE_GAP * (len(places) - 1) + 8
    each = min(max((width - gaps) / max(count, 1), 4.0), _WIDEST)
    x = (width - each * count - gaps + 8) / 2
    grounds: list[Shape] = []
    for place in places:
        start = x
        for box in place.boxes:
            box.x, box.y, box.width, box.height = x, _TOP, each, _BOX
            x += each + _GAP
        x -= _GAP
        if len(places) > 1:
            grounds.append(Rect(start - 4, _TOP - 5, x - start + 8, _BOX + 10, "surface", "line", 4, 0.7, (2, 2)))
        x += _SITE_GAP
    return grounds


def _bar_width(switches: int, width: float) -> float:
    shown = max(min(switches, _MOST_SWITCHES), 1)
    return min((width - _SITE_GAP * (shown - 1)) / shown - 1, _SWITCH)


def _switch_places(links: Sequence[DiagramLink], boxes: dict[str, Box], width: float) -> dict[str, float]:
    """Return where each switch stands; beyond four, several share a bar."""
    ends = list(dict.fromkeys(end for link in links for end in link.ends if end not in boxes))
    shown = min(len(ends), _MOST_SWITCHES)
    room = _bar_width(len(ends), width) + _SITE_GAP
    left = (width - room * shown + _SITE_GAP) / 2
    return {end: left + room * (i % _MOST_SWITCHES) for i, end in enumerate(ends)}


def _to_switches(
    links: Sequence[DiagramLink],
    boxes: dict[str, Box],
    switches: dict[str, float],
    bar: float,
    colours: dict[str, Role],
) -> Iterator[Line]:
    names = list(colours)
    drawn = set()
    for link in links:
        box = next((boxes[end] for end in link.ends if end in boxes), None)
        at = next((switches[end] for end in link.ends if end in switches), None)
        if box is None or at is None or (id(box), at, link.network) in drawn:
            continue
        drawn.add((id(box), at, link.network))
        shift = (names.index(link.network) + 1) / (len(names) + 1)
        start, end = box.x + box.width * shift, at + bar * shift
        yield Line(((start, _TOP), (start, _TOP - 3), (end, _BAR + 4), (end, _BAR + 1)), colours[link.network], 0.7)


def _between(links: Sequence[DiagramLink], boxes: dict[str, Box], colours: dict[str, Role]) -> Iterator[Line]:
    """Yield the cables from machine to machine, as brackets below them."""
    pairs = dict.fromkeys(
        (link.ends, link.network)
        for link in links
        if all(end in boxes for end in link.ends) and boxes[link.ends[0]] is not boxes[link.ends[1]]
    )
    bottom = _TOP + _BOX
    for number, (ends, network) in enumerate(pairs):
        left, right = sorted((boxes[end] for end in ends), key=lambda box: box.x)
        deep = bottom + 3 + (number % 4) * 3
        start, end = left.x + left.width * 0.65, right.x + right.width * 0.35
        yield Line(((start, bottom), (start, deep), (end, deep), (end, bottom)), colours[network], 0.9)


def _machine(box: Box, measure: Measure) -> Iterator[Shape]:
    edge: Role = "accent" if box.accent else "slate"
    height = box.height if box.accent else box.height * 0.6
    for shift in (4.0, 2.0) if box.stacked else ():
        yield Rect(box.x + shift, box.y - shift, box.width, height, "paper", edge, 2, 0.8)
    yield Rect(box.x, box.y, box.width, height, "accent-soft" if box.accent else "paper", edge, 2, 0.9)
    if box.stacked:
        text = f"× {len(box.keys)}"
        if measure(text, 8, "semibold") <= box.width - 2:
            yield Label(box.x + box.width / 2, box.y + 18, text, 8, "ink", "semibold", "middle")
        return
    ticks = min(box.drives, _TICKS)
    step = (box.width - 6) / _TICKS
    for number in range(ticks if step >= 2 and box.accent else 0):
        yield Rect(box.x + 3 + number * step, box.y + height - 11, step - 1, 8, "accent-mid", None, 0.5)


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
