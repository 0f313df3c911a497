"""A device of a topology picture, as high as it is in the rack: its name, and its drives as small rectangles."""

from __future__ import annotations

from wizard.documents.diagram_lines import LEADING, SMALL, least_width, two_lines
from wizard.documents.diagram_plan import Device
from wizard.documents.scene import Label, Measure, Rect, Role, Shape, fit, fit_first

_MARGIN = 2.5
"""Room beside the name of what stands above."""
_COUNTED = 24.0
"""Room beside a name for one drive and the number of all."""
_LONGEST = 40
_SLOT, _STEP, _HIGH = 3.2, 4.4, 7.0
_BASE = 10.9
"""Base line of the name below the upper edge, with room for the ports above it."""
_TALL = 20.0
"""Height from which the drives stand below the name instead of beside it."""


def draw_device(device: Device, measure: Measure) -> list[Shape]:
    """Draw a device; what has no height in the rack, or none that is known, has a dashed outline."""
    edge: Role = "accent" if device.kind == "node" else "slate"
    fill: Role = "surface" if device.kind in ("switch", "given") else "paper"
    place = (device.x, device.y, device.width, device.height)
    dash = () if device.units else (3.0, 2.0)
    shapes: list[Shape] = []
    if device.stands_for > 1:  # equal machines that one stands for
        shapes += [Rect(device.x + n, device.y + n, *place[2:], "paper", edge, 2.5, 0.8) for n in (4.0, 2.0)]
    shapes.append(Rect(*place, fill, edge, 2.5, 0.9, dash))
    if not device.machine:
        return [*shapes, *_named(device, measure)]
    left, room = device.x + device.inset, device.width - 2 * device.inset
    beside = device.height < _TALL
    drives = _drives(device, left, room * (0.45 if beside else 1.0), measure) if room > 24 else []
    taken = max((shape.x + shape.width - left for shape in drives if isinstance(shape, Rect)), default=0.0)
    taken = max([taken, *(measure(s.text, SMALL, "regular") + s.x - left for s in drives if isinstance(s, Label))])
    if beside:
        drives = [_shifted(shape, room - taken) for shape in drives]
        room -= taken + 4 if drives else 0.0
    words = fit(device.title, max(room, 8.0), SMALL, "semibold", measure)
    if words != device.title and device.kind == "node" and device.stands_for == 1:
        words = device.title.rpartition(" ")[2]  # the number says more than the first letters
    return [*shapes, Label(left, device.y + _BASE, words, SMALL, "ink", "semibold"), *drives]


def name_width(device: Device, measure: Measure) -> float:
    """Return the width in which the name of a device can be read, with the drives of a flat one beside it."""
    if not device.machine:
        words = device.title[:_LONGEST]
        on_one = device.kind == "switch"  # as high as it is in the rack: a second line has no room
        needed = measure(words, SMALL, "semibold") if on_one else least_width(words, SMALL, "semibold", measure)
        return needed + 2 * _MARGIN
    beside = _COUNTED if device.drives and device.height < _TALL else 0.0
    return measure(device.title[:_LONGEST], SMALL, "semibold") + 2 * device.inset + beside


def name_height(device: Device, measure: Measure) -> float:
    """Return the height that the name needs in the width that there is."""
    return LEADING * len(_lines(device, measure)) + 3


def _lines(device: Device, measure: Measure) -> list[str]:
    room = device.width - 2 * _MARGIN
    if device.kind == "switch":
        return [_name(device, room, measure)]
    return two_lines(": ".join((device.title, *device.parts)), room, SMALL, "semibold", measure)


def _named(device: Device, measure: Measure) -> list[Shape]:
    """Write the name of something that stands above into its middle."""
    lines = _lines(device, measure)
    middle = device.x + device.width / 2
    first = device.y + device.height / 2 + 2.2 - LEADING * (len(lines) - 1) / 2
    return [
        Label(middle, first + LEADING * number, line, SMALL, "ink", "semibold", "middle")
        for number, line in enumerate(lines)
    ]


def _name(device: Device, room: float, measure: Measure) -> str:
    """Return the name of a switch and its part; where there is no room for them, the end that has its number."""
    if device.kind == "switch" and measure(device.title[-_LONGEST:], SMALL, "semibold") > room:
        shown = device.title[-_LONGEST:]
        while len(shown) > 1 and measure(f"…{shown}", SMALL, "semibold") > room:
            shown = shown[1:]
        return f"…{shown}"
    return fit_first((": ".join((device.title, *device.parts)), device.title), room, SMALL, "semibold", measure)


def _drives(device: Device, x: float, room: float, measure: Measure) -> list[Shape]:
    """Return one rectangle for each drive, or one and their number where they have no room."""
    if not device.drives:
        return []
    y = device.y + (device.height - _HIGH - 3 if device.height >= _TALL else (device.height - _HIGH) / 2 + 0.8)
    if device.drives * _STEP <= room:
        return [_drive(x + n * _STEP, y) for n in range(device.drives)]
    text = f"× {device.drives}"
    if measure(text, SMALL, "regular") + _STEP + 2 > room:
        return []
    return [_drive(x, y), Label(x + _STEP + 2, y + 6.2, text, SMALL, "quiet")]


def _drive(x: float, y: float) -> Rect:
    return Rect(x, y, _SLOT, _HIGH, "accent-soft", "accent", 0.6, 0.5)


def _shifted(shape: Shape, by: float) -> Shape:
    if isinstance(shape, Rect):
        return Rect(shape.x + by, shape.y, shape.width, shape.height, shape.fill, shape.stroke, 0.6, 0.5)
    return Label(shape.x + by, shape.y, shape.text, shape.size, shape.role) if isinstance(shape, Label) else shape
