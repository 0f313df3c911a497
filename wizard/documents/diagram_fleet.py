"""The sites of a fleet side by side, each with its machines, all under Datacenter Manager."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wizard.documents.diagram_block import Block
from wizard.documents.diagram_lines import LEADING, SMALL, TITLE, Style
from wizard.documents.diagram_plan import Ground
from wizard.documents.scene import Label, Line, Measure, Rect, fit
from wizard.documents.words import Voice
from wizard.model.text import Text

_GAP, _SPINE, _HEAD, _INSET, _BETWEEN = 8.0, 12.0, 16.0, 7.0, 15.0
_WIDE, _NARROW = 148.0, 88.0
"""Width of a site that shows its parts well, and the least one."""
_FOOT = 60.0
"""Room for the legend below."""


def fleet_cells(
    grounds: Sequence[Ground], voice: Voice, measure: Measure, look: dict[str, Style], width: float, room: float
) -> tuple[list[Block], float, bool]:
    """Lay out all sites in as many columns as they need; return them and where they end.

    The last value says whether one site stands for several, which is so where all of them have no room.
    """
    fewest, most = (max(int((width - _SPINE + _GAP) // (each + _GAP)), 1) for each in (_WIDE, _NARROW))
    for shown in (list(grounds), _alike(grounds, voice)):
        for columns in range(min(fewest, len(shown)), min(most, len(shown)) + 1):
            blocks, bottom = _lay_out(shown, voice, measure, look, width, columns)
            if bottom <= room - _FOOT:
                return blocks, bottom, len(shown) < len(grounds)
    kept = shown
    while len(kept) > 1 and bottom > room - _FOOT:
        kept = kept[: max(min(len(kept) - 1, int(len(kept) * (room - _FOOT) / bottom)), 1)]
        blocks, bottom = _lay_out(kept, voice, measure, look, width, min(most, len(kept)))
    if len(kept) < len(shown):
        more = voice.say(Text("and {n} more sites, each of its own", n=len(shown) - len(kept)))
        bottom += LEADING + 4
        text = fit(more, width - _SPINE, SMALL, "regular", measure)
        blocks[0].above.append(Label(_SPINE, bottom, text, SMALL, "quiet"))
    return blocks, bottom, True


def _alike(grounds: Sequence[Ground], voice: Voice) -> list[Ground]:
    """Return one site for all that have the same machines and cables."""
    groups: dict[tuple[object, ...], list[Ground]] = {}
    for ground in grounds:
        devices = [(device.kind, device.title, device.parts, device.units) for device in ground.devices]
        wires = [(w.start.title, w.end.title, w.network, w.count, w.gbps) for w in ground.wires]
        groups.setdefault((ground.note, *devices, *wires), []).append(ground)
    found = []
    for first, *others in groups.values():
        name = voice.say(Text("{n} sites like {site}", n=len(others) + 1, site=first.name)) if others else first.name
        found.append(replace(first, name=name, alike=tuple(ground.name for ground in others)))
    return found


def _lay_out(
    grounds: Sequence[Ground], voice: Voice, measure: Measure, look: dict[str, Style], width: float, columns: int
) -> tuple[list[Block], float]:
    """Place sites in rows, each row as high as its highest site, with a line from the common manager to each."""
    cell = min((width - _SPINE - _GAP * (columns - 1)) / columns, 2 * _WIDE)
    blocks: list[Block] = []
    head = Block(Ground(""), voice, measure, look)
    title = fit(voice.say(Text("Proxmox Datacenter Manager")), 180, TITLE, "semibold", measure)
    head.above += [
        Rect(0.5, 0.5, 190, _HEAD, "accent-soft", "accent", 3),
        Label(95, 11.5, title, TITLE, "accent", "semibold", "middle"),
    ]
    y = spine = _HEAD + _BETWEEN
    for row in _rows([Block(ground, voice, measure, look, detailed=False) for ground in grounds], columns, cell):
        bottom = y
        for block, x, wide in row:
            bottom = max(bottom, block.lay_out(x + _INSET, y + _INSET, wide - 2 * _INSET) + _INSET - 3)
            middle = x + wide / 2
            head.lines.append(Line(((5, y - 7), (middle, y - 7), (middle, y)), "accent", 0.9))
        for block, x, wide in row:
            block.below.append(Rect(x, y, wide, bottom - y, "surface", "line", 4))
        blocks += [block for block, *_ in row]
        spine, y = y - 7, bottom + _BETWEEN
    head.lines.insert(0, Line(((5, _HEAD), (5, spine)), "accent", 0.9))
    return [head, *blocks], y - _BETWEEN


def _rows(blocks: Sequence[Block], columns: int, cell: float) -> list[list[tuple[Block, float, float]]]:
    """Share sites out to rows, with place and width; one whose machines need it is two columns wide."""
    rows: list[list[tuple[Block, float, float]]] = [[]]
    used = 0
    for block in blocks:
        span = 2 if columns > 1 and block.wanted() > cell - 2 * _INSET else 1
        if used + span > columns:
            rows.append([])
            used = 0
        rows[-1].append((block, _SPINE + used * (cell + _GAP), span * cell + (span - 1) * _GAP))
        used += span
    return rows
