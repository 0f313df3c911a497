"""The drawing of a fleet: one frame per site, all under Datacenter Manager."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.documents.diagram_boxes import LINE, SMALL, TITLE, part_lines
from wizard.documents.scene import Label, Line, Measure, Rect, Scene, Shape, fit
from wizard.documents.words import NAME, Voice
from wizard.model.assessment import SiteDesign
from wizard.model.names import ROLES, TOPOLOGIES
from wizard.model.text import Text

MOST_SITES = 12
_COLUMNS, _GAP, _SPINE, _HEAD = 3, 10.0, 14.0, 24.0


def fleet_scene(sites: Sequence[SiteDesign], voice: Voice, measure: Measure, width: float) -> Scene:
    """Draw the first twelve sites with what stands in them, and say how many more there are."""
    shown = sites[:MOST_SITES]
    cell = (width - _SPINE - _GAP * (_COLUMNS - 1)) / _COLUMNS
    lines = [_site_lines(site, voice) for site in shown]
    height = 26 + LINE * max(len(each) for each in lines)
    below: list[Shape] = []
    above: list[Shape] = [Rect(0.5, 0.5, 190, _HEAD, "accent-soft", "accent", 4)]
    head = fit(voice.say(Text("Proxmox Datacenter Manager")), 180, TITLE, "semibold", measure)
    above.append(Label(95, 16, head, TITLE, "accent", "semibold", "middle"))
    spine_end = _HEAD
    for index, site in enumerate(shown):
        row, column = divmod(index, _COLUMNS)
        x, y = _SPINE + column * (cell + _GAP), _HEAD + 14 + row * (height + 18)
        spine_end = y - 8
        below.append(Line(((5, y - 8), (x + cell / 2, y - 8), (x + cell / 2, y)), "accent", 1.0))
        above += _draw_site(site, lines[index], (x, y, cell, height), voice, measure)
    below.insert(0, Line(((5, _HEAD), (5, spine_end)), "accent", 1.0))
    bottom = spine_end + 8 + height
    if len(sites) > len(shown):
        bottom += 14
        more = voice.say(Text("and {n} more sites, each of its own", n=len(sites) - len(shown)))
        above.append(Label(_SPINE, bottom, fit(more, width - _SPINE, SMALL, "regular", measure), SMALL, "quiet"))
    return Scene(width, bottom + 4, (*below, *above))


def _site_lines(site: SiteDesign, voice: Voice) -> list[str]:
    lines = [voice.name(TOPOLOGIES, site.topology)]
    for nodes in site.design.nodes:
        role = voice.name(ROLES, nodes.role)
        lines.append(voice.say(Text("{n} × {role}", n=nodes.count, role=role)))
        if nodes.role == "compute":
            lines += part_lines(nodes, voice)
    return lines


def _draw_site(
    site: SiteDesign, lines: Sequence[str], box: tuple[float, float, float, float], voice: Voice, measure: Measure
) -> list[Shape]:
    x, y, width, height = box
    title = fit(site.site[:NAME], width - 16, TITLE, "semibold", measure)
    shapes: list[Shape] = [
        Rect(x, y, width, height, "paper", "slate", 5),
        Label(x + 8, y + 13, title, TITLE, "ink", "semibold"),
    ]
    for n, line in enumerate(lines):
        words = fit(line, width - 16, SMALL, "regular", measure)
        shapes.append(Label(x + 8, y + 23 + n * LINE, words, SMALL, "accent" if n == 0 else "quiet"))
    return shapes
