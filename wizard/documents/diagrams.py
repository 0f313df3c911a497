"""The topology of a design as a drawing to scale: nodes, switches, networks, sites and the cables between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from wizard.documents.diagram_block import UNIT, Block
from wizard.documents.diagram_fleet import fleet_cells
from wizard.documents.diagram_lines import LEADING, SMALL, Style, draw_legend, ports, styles
from wizard.documents.diagram_plan import Ground, Plan, Wire, merged, plan
from wizard.documents.diagram_words import network_words
from wizard.documents.scene import Area, Label, Line, Measure, Rect, Scene, Shape, fit
from wizard.documents.words import Voice
from wizard.model.assessment import Design
from wizard.model.text import Text

WIDTH = 480.0
"""Width of a scene: the text width of an A4 page."""
PAGE = 600.0
"""Height of a scene that fits a page at its own size."""
_INSET, _LANE, _BETWEEN = 8.0, 4.6, 16.0
_LEAST_SITE = 200.0
_WITNESS = 200.0
_REACHED: Style = ("slate", (2, 3))


@dataclass
class _Sheet:
    """What is drawn on a whole picture, in layers."""

    width: float
    below: list[Shape] = field(default_factory=list)
    lines: list[Shape] = field(default_factory=list)
    boxes: list[Shape] = field(default_factory=list)
    above: list[Shape] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    reached: bool = False
    """Whether a third site is joined with the others over what is there."""

    def take(self, block: Block) -> None:
        """Add what a site draws."""
        self.below += block.below
        self.lines += block.lines
        self.boxes += block.boxes
        self.above += block.above
        self.areas += block.areas

    def scene(self, height: float) -> Scene:
        return Scene(self.width, height, (*self.below, *self.lines, *self.boxes, *self.above), tuple(self.areas))


def topology_scene(design: Design, voice: Voice, measure: Measure, width: float = WIDTH, room: float = PAGE) -> Scene:
    """Draw a design: every switch, node and cable, each machine as high as it is in the rack.

    Where that would be higher than ``room``, equal nodes are drawn as one, and equal sites of a fleet; the picture
    says so.
    """
    drawn = plan(design, voice)
    stacks = Plan(tuple(merged(ground, voice) for ground in drawn.grounds), drawn.across)
    tries = ((drawn, False, False), (drawn, True, False), (stacks, False, True))
    for shown, dense, grouped in tries:
        scene = _draw(shown, voice, measure, width, room, dense=dense, grouped=grouped)
        if scene.height <= room:
            break
    return scene


def _draw(
    drawn: Plan, voice: Voice, measure: Measure, width: float, room: float, *, dense: bool, grouped: bool
) -> Scene:
    sheet = _Sheet(width)
    wires = list(drawn.wires)
    look = styles(wire.network for wire in wires)
    fleet = len(drawn.grounds) > 1 and any(ground.note for ground in drawn.grounds)
    if fleet or drawn.grounds[0].note:
        blocks, bottom, more = fleet_cells(drawn.grounds, voice, measure, look, width, room)
        for block in blocks:
            sheet.take(block)
        grouped = grouped or more
    else:
        bottom = _sites(sheet, drawn, voice, measure, look, dense=dense)
    entries = [(*look[network], network_words(network, wires, voice)) for network in look]
    if sheet.reached:
        entries.append((*_REACHED, voice.say(Text("over the networks that are there"))))
    legend, height = draw_legend(entries, width, bottom + 14, measure)
    sheet.above += legend
    return sheet.scene(_scale(sheet, height + UNIT, voice, measure, grouped=grouped))


def _scale(sheet: _Sheet, y: float, voice: Voice, measure: Measure, *, grouped: bool) -> float:
    """Say what is to scale, and what one machine or site stands for; return where that ends."""
    sheet.above.append(Rect(0.5, y - UNIT + 4, 6, UNIT, "surface", "slate", 0, 0.8))
    lines = [
        voice.say(Text("Heights to scale: this is one rack unit. A small square is a port; dashed: not in the rack."))
    ]
    if grouped:
        lines.append(voice.say(Text("For lack of room, equal machines and sites are drawn once, with their number.")))
    for line in lines:
        text = fit(line, sheet.width - 12, SMALL, "regular", measure)
        sheet.above.append(Label(11, y, text, SMALL, "quiet"))
        y += LEADING
    return y - LEADING + 5


# --- sites of one cluster ---------------------------------------------------------------------------------------------


def _sites(sheet: _Sheet, drawn: Plan, voice: Voice, measure: Measure, look: dict[str, Style], *, dense: bool) -> float:
    """Draw the sites with nodes side by side, those without below them, and the cables between sites above."""
    if len(drawn.grounds) == 1 and not drawn.grounds[0].name:
        block = Block(drawn.grounds[0], voice, measure, look, dense=dense)
        bottom = block.lay_out(0.0, 0.0, sheet.width)
        sheet.take(block)
        return bottom
    data = [ground for ground in drawn.grounds if any(machine.kind == "node" for machine in ground.machines)]
    others = [ground for ground in drawn.grounds if ground not in data]
    y = _LANE * (len(drawn.across) + 1) + (LEADING if drawn.across else 0)
    first = y
    frames: dict[Ground, Rect] = {}
    for row in (*_rows(data, sheet.width), *_rows(others, sheet.width)):
        widest = _WITNESS if row[0] in others else sheet.width
        each = min((sheet.width - _BETWEEN * (len(row) - 1)) / len(row), widest)
        x = (sheet.width - each * len(row) - _BETWEEN * (len(row) - 1)) / 2
        blocks = []
        bottom = y
        for ground in row:
            block = Block(ground, voice, measure, look, dense=dense)
            bottom = max(bottom, block.lay_out(x + _INSET, y + _INSET, each - 2 * _INSET) + _INSET)
            blocks.append((block, x))
            x += each + _BETWEEN
        for block, left in blocks:
            frames[block.ground] = Rect(left, y, each, bottom - y, "surface", "line", 5, 0.75, (2, 2))
            sheet.take(block)
        y = bottom + _BETWEEN
    sheet.below[:0] = frames.values()
    _across(sheet, drawn.across, voice, measure, look)
    _reached([frames[ground] for ground in others], [frames[ground] for ground in data], sheet)
    return max(y - _BETWEEN, first)


def _rows(grounds: Sequence[Ground], width: float) -> list[list[Ground]]:
    most = max(int(width // _LEAST_SITE), 1)
    return [list(grounds[start : start + most]) for start in range(0, len(grounds), most)]


def _across(sheet: _Sheet, wires: Sequence[Wire], voice: Voice, measure: Measure, look: dict[str, Style]) -> None:
    """Draw the cables from site to site above the sites, one line each."""
    if not wires:
        return
    words = fit(voice.say(Text("Between the sites")), sheet.width, SMALL, "semibold", measure)
    sheet.above.append(Label(sheet.width / 2, SMALL, words, SMALL, "quiet", "semibold", "middle"))
    for number, wire in enumerate(wires):
        role, dash = look[wire.network]
        level = LEADING + _LANE * (number + 1)
        shift = 5.0 + 3.5 * (number % 3)
        points = [(device.x + device.width - shift, device.y) for device in wire.ends]
        (start, top), (end, other) = points
        sheet.lines.append(Line(((start, top), (start, level), (end, level), (end, other)), role, 1.0, dash))
        for at, edge in points:
            sheet.above += ports(at, edge + 0.8, wire.count)


def _reached(others: Sequence[Rect], data: Sequence[Rect], sheet: _Sheet) -> None:
    """Join a third site with those it votes for: it reaches them over the networks that are there."""
    role, dash = _REACHED
    sheet.reached = bool(others and data)
    for frame in others:
        for site in data:
            inside = site.x + site.width / 2
            start = min(max(inside, frame.x), frame.x + frame.width)
            if start in (frame.x, frame.x + frame.width):
                middle = frame.y + frame.height / 2
                points: tuple[tuple[float, float], ...] = (
                    (start, middle), (inside, middle), (inside, site.y + site.height),
                )  # fmt: skip
            else:
                points = ((start, frame.y), (start, site.y + site.height))
            sheet.lines.append(Line(points, role, 1.0, dash))
