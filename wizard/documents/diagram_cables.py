"""The cabling as a drawing: every port of every machine, and the cables between them in the colour of their network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from wizard.documents.diagram_lines import draw_legend, least_width, shared_widths, styles, two_lines
from wizard.documents.scene import Label, Line, Measure, Rect, Scene, Shape
from wizard.documents.words import NAME, Voice
from wizard.model.cabling import CableRun, PortEnd
from wizard.model.names import NETWORKS
from wizard.model.text import Text

MOST_CABLES, MOST_DEVICES = 72, 14
_LEVELS = 6
"""Heights of cables between machines side by side."""
_PORT, _SIZE, _HIGH, _GAP = 5.0, 7.0, 24.0, 10.0
_LINE = 7.6
"""From one line of a name to the next, between the edge and the ports."""
_MARGIN, _STEP = 4.0, 16.0
"""Room beside a name, and the most between two ports."""
_MACHINES = ("node", "backup", "tie-breaker", "qdevice")


@dataclass
class _Device:
    """A box with its ports in the order in which cables name them."""

    name: str
    above: bool
    ports: list[tuple[int, int, int, str]] = field(default_factory=list)
    x: float = 0.0
    width: float = 0.0

    def place(self, port: tuple[int, int, int, str]) -> float:
        step = self.width / (len(self.ports) + 1)
        return self.x + step * (self.ports.index(port) + 1)


def cable_scene(
    runs: Sequence[CableRun], name: Callable[[str], str], voice: Voice, measure: Measure, width: float = 480.0
) -> Scene | None:
    """Draw machines below, what they are plugged into above; nothing where that would be too small to read."""
    devices = _devices(runs, name)
    if len(runs) > MOST_CABLES or len(devices) > MOST_DEVICES:
        return None
    depth = 74.0
    for above in (True, False):
        _lay_out([device for device in devices.values() if device.above is above], width, measure)
    look = styles(run.network for run in runs)
    lines: list[Shape] = []
    beside = 0
    for run in runs:
        ends = [(devices[end.device], _port(end, run.network)) for end in (run.start, run.end)]
        points = tuple(
            (device.place(port), _HIGH if device.above else _HIGH + depth) for device, port in ends
        )  # fmt: skip
        if points[0][1] == points[1][1]:  # side by side: a bracket, each at a height of its own
            beside += 1
            reach = 8 + 4 * (beside % _LEVELS)
            y = points[0][1] + (reach if devices[run.start.device].above else -reach)
            points = (points[0], (points[0][0], y), (points[1][0], y), points[1])
        role, dash = look[run.network]
        lines.append(Line(points, role, 0.8, dash))
    boxes: list[Shape] = []
    for device in devices.values():
        boxes += _draw(device, 0.5 if device.above else _HIGH + depth, measure)
    entries = [(*look[network], voice.name(NETWORKS, network)) for network in look]
    legend, bottom = draw_legend(entries, width, 2 * _HIGH + depth + 16, measure)
    return Scene(width, bottom, (*lines, *boxes, *legend))


def _devices(runs: Sequence[CableRun], name: Callable[[str], str]) -> dict[str, _Device]:
    """Return what cables end at: machines stand below, switches and what is there already above."""
    found: dict[str, _Device] = {}
    for run in runs:
        for end in (run.start, run.end):
            device = found.setdefault(end.device, _Device(name(end.device), not end.device.startswith(_MACHINES)))
            port = _port(end, run.network)
            if port not in device.ports:
                device.ports.append(port)
    for device in found.values():
        device.ports.sort()
    return found


def _port(end: PortEnd, network: str) -> tuple[int, int, int, str]:
    return (end.path or 0, end.card or 0, end.port or 0, "" if end.port else network)


def _lay_out(devices: Sequence[_Device], width: float, measure: Measure) -> None:
    """Share the width by the number of ports; a device with few of them is still as wide as its name."""
    free = width - _GAP * (len(devices) - 1)
    widths = _widths(devices, free, measure)
    x = (width - sum(widths) - _GAP * (len(devices) - 1)) / 2
    for device, wide in zip(devices, widths, strict=True):
        device.x, device.width = x, wide
        x += wide + _GAP


def _widths(devices: Sequence[_Device], free: float, measure: Measure) -> list[float]:
    shares = [len(device.ports) + 4 for device in devices]
    names = [measure(device.name[:NAME], _SIZE, "semibold") + 2 * _MARGIN for device in devices]
    if sum(names) > free:
        names = [least_width(device.name[:NAME], _SIZE, "semibold", measure) + 2 * _MARGIN for device in devices]
    if sum(names) > free:
        return [name * max(free, 0.0) / sum(names) for name in names]
    return shared_widths(names, free, _STEP, shares)


def _draw(device: _Device, y: float, measure: Measure) -> list[Shape]:
    shapes: list[Shape] = [Rect(device.x, y, device.width, _HIGH - 0.5, "surface", "slate", 3, 0.7)]
    names = two_lines(device.name[:NAME], device.width - 2 * _MARGIN + 1, _SIZE, "semibold", measure)
    base = y + (10 if device.above else 18) - (_LINE / 4 if device.above else _LINE * 0.6) * (len(names) - 1)
    for number, words in enumerate(names):
        place = device.x + device.width / 2, base + _LINE * number
        shapes.append(Label(*place, words, _SIZE, "ink", "semibold", "middle"))
    edge = y + _HIGH - 0.5 if device.above else y
    for port in device.ports:
        x = device.place(port)
        shapes.append(
            Rect(x - _PORT / 2, edge - (_PORT + 1 if device.above else -1), _PORT, _PORT, "paper", "slate", 0.8, 0.5)
        )
    return shapes


def cable_words(runs: Sequence[CableRun], name: Callable[[str], str], voice: Voice) -> str:
    """Say between which machines how many cables of which network run, for those who do not see it."""
    counts: dict[tuple[str, str, str], int] = {}
    for run in runs:
        key = (name(run.start.device), name(run.end.device), voice.name(NETWORKS, run.network))
        counts[key] = counts.get(key, 0) + 1
    said = "; ".join(
        voice.say(Text("{n} × {network} from {start} to {end}", n=count, network=network, start=start, end=end))
        for (start, end, network), count in counts.items()
    )
    return voice.say(Text("Cables between machines: {cables}.", cables=said))
