"""Boxes of a drawing: what stands in them, how large they are, and the legend below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wizard.documents.scene import Label, Line, Measure, Rect, Role, Shape, fit
from wizard.documents.words import NAME, Voice
from wizard.model.assessment import NodeSet
from wizard.model.names import ROLES
from wizard.model.text import Text

MOST_BOXES = 8
"""Equal nodes of a site beyond which one stack stands for all."""
WIDE = 58.0
"""Width from which a box has room for the names of its parts."""
SMALL, TITLE, LINE = 6.4, 7.6, 8.6
_DRIVE, _DRIVES_SHOWN = 5.0, 12
_EXTRAS = ("backup", "tie-breaker", "qdevice")


@dataclass
class Box:
    """One machine, or a stack of equal ones. The rectangle is set when the drawing is laid out."""

    title: str
    lines: tuple[str, ...]
    drives: int
    networks: frozenset[str]
    keys: tuple[str, ...]
    accent: bool
    stacked: bool = False
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0

    @property
    def detailed(self) -> bool:
        """Whether the box is wide enough for its parts."""
        return self.width >= WIDE

    def settle(self, measure: Measure) -> None:
        """Fit the words to the width and compute the height."""
        if self.detailed:
            self.lines = tuple(fit(line, self.width - 5, SMALL, "regular", measure) for line in self.lines)
        text = LINE * len(self.lines) if self.detailed else 0.0
        self.height = 17 + text + (16 if self.drives else 4)


@dataclass
class Place:
    """A site with its boxes; without a name it is the only one and has no frame."""

    name: str
    sets: tuple[NodeSet, ...]
    boxes: list[Box]
    x: float = 0.0
    width: float = 0.0


def group_places(sets: Sequence[NodeSet], voice: Voice) -> list[Place]:
    """Return the sites with their machines as boxes, nodes first, in the order in which the design names them."""
    sites = list(dict.fromkeys(nodes.site for nodes in sets))
    number = 0
    places = []
    for site in sites:
        mine = [nodes for nodes in sets if nodes.site == site]
        mine.sort(key=lambda nodes: _EXTRAS.index(nodes.role) if nodes.role in _EXTRAS else -1)
        boxes: list[Box] = []
        for nodes in mine:
            boxes += _boxes(nodes, number, voice)
            number += nodes.count if nodes.role == "compute" else 0
        places.append(Place((site or "")[:NAME] if len(sites) > 1 else "", tuple(mine), boxes))
    return places


def _boxes(nodes: NodeSet, first: int, voice: Voice) -> list[Box]:
    """Return one box per machine, or one stack for many."""
    role = voice.name(ROLES, nodes.role)
    compute = nodes.role == "compute"
    keys = [f"node-{first + n + 1}" if compute else f"{nodes.role}-{n + 1}" for n in range(nodes.count)]
    data = sum(drives.count for drives in nodes.drives if drives.use != "boot")
    parts = (part_lines(nodes, voice), data, frozenset(port.network for port in nodes.ports))
    if nodes.count > MOST_BOXES:
        return [Box(voice.say(Text("{n} × {role}", n=nodes.count, role=role)), *parts, tuple(keys), compute, True)]
    if nodes.count == 1 and not compute:
        return [Box(role, *parts, (nodes.role, *keys), False)]
    return [Box(f"{role} {first * compute + n + 1}", *parts, (key,), compute) for n, key in enumerate(keys)]


def part_lines(nodes: NodeSet, voice: Voice) -> tuple[str, ...]:
    """Return the parts of one machine, a short line each."""
    lines = []
    if nodes.cpu_text and nodes.sockets:
        lines.append(f"{nodes.sockets} × {nodes.cpu_text[:NAME]}")
    elif nodes.platform_text:
        lines.append(nodes.platform_text[:NAME])
    if nodes.cores and nodes.memory_bytes:
        lines.append(voice.say(Text("{cores} cores · {memory:size}", cores=nodes.cores, memory=nodes.memory_bytes)))
    data = [drives for drives in nodes.drives if drives.use != "boot"]
    lines += [f"{drives.count} × {drives.text[:NAME]}" for drives in data[:2]]
    return tuple(lines)


def each_node(place: Place, voice: Voice) -> list[str]:
    """Say for the boxes that are too narrow what each of their machines has."""
    if all(box.detailed for box in place.boxes):
        return []
    said = []
    for nodes in place.sets:
        lines = part_lines(nodes, voice)
        said += [
            f"{voice.name(ROLES, nodes.role)}: {' · '.join(lines[:2])}",
            *([" · ".join(lines[2:])] * bool(lines[2:])),
        ]
    return said


def draw_box(box: Box, measure: Measure) -> list[Shape]:
    """Draw a machine: title, parts, and its drives as small rectangles."""
    shapes: list[Shape] = []
    edge: Role = "accent" if box.accent else "slate"
    if box.stacked:
        shapes += [Rect(box.x + n, box.y - n, box.width, box.height, "paper", edge, 4) for n in (5.0, 2.5)]
    shapes.append(Rect(box.x, box.y, box.width, box.height, "paper", edge, 4, 0.9))
    middle = box.x + box.width / 2
    title = fit(box.title, box.width - 6, TITLE, "semibold", measure)
    shapes.append(Label(middle, box.y + 12, title, TITLE, "ink", "semibold", "middle"))
    y = box.y + 13
    for line in box.lines if box.detailed else ():
        y += LINE
        shapes.append(Label(middle, y, line, SMALL, "quiet", "regular", "middle"))
    if box.drives:
        shapes += _draw_drives(box, middle, box.y + box.height - 13, measure)
    return shapes


def _draw_drives(box: Box, middle: float, y: float, measure: Measure) -> list[Shape]:
    step = _DRIVE + 1.8
    if box.drives > _DRIVES_SHOWN or box.drives * step > box.width - 8:
        text = fit(f"× {box.drives}", box.width - 10 - step, SMALL, "regular", measure)
        x = middle - (step + measure(text, SMALL, "regular")) / 2
        return [
            Rect(x, y, _DRIVE, 8, "accent-soft", "accent", 1, 0.6),
            Label(x + step + 1, y + 6.6, text, SMALL, "quiet"),
        ]
    x = middle - (box.drives * step - 1.8) / 2
    return [Rect(x + n * step, y, _DRIVE, 8, "accent-soft", "accent", 1, 0.6) for n in range(box.drives)]


def draw_legend(
    entries: Sequence[tuple[Role, tuple[float, ...], str]], width: float, y: float, measure: Measure
) -> tuple[list[Shape], float]:
    """Write what each line means, in as many rows as needed; return the shapes and where they end."""
    shapes: list[Shape] = []
    x = 0.0
    for role, dash, text in entries:
        words = fit(text, width - 28, SMALL, "regular", measure)
        needed = 24 + measure(words, SMALL, "regular")
        if x and x + needed > width:
            x, y = 0.0, y + LINE + 3
        shapes.append(Line(((x, y - 2.2), (x + 18, y - 2.2)), role, 1.6, dash))
        shapes.append(Label(x + 23, y, words, SMALL, "quiet"))
        x += needed + 16
    return shapes, y + 4
