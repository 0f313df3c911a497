"""The racks: what is mounted in which, each machine as high as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wizard.documents.scene import Area, Label, Line, Measure, Rect, Role, Scene, Shape, fit, fit_first
from wizard.documents.words import NAME, Voice
from wizard.model.assessment import Design
from wizard.model.names import ROLES
from wizard.model.text import Text

MOST_RACKS, MOST_UNITS = 4, 42
_UNIT, _GAP, _RAIL, _SIZE, _HEAD = 11.0, 14.0, 16.0, 7.0, 16.0
_SPARE = 2
"""Empty units drawn above the highest machine."""


@dataclass(frozen=True, slots=True)
class Mounted:
    """A machine in a rack."""

    name: str
    units: int
    role: Role


@dataclass(frozen=True, slots=True)
class Rack:
    """A place with what is mounted there, from the bottom up."""

    place: str
    machines: tuple[Mounted, ...]

    @property
    def units(self) -> int:
        """Height of all machines."""
        return sum(machine.units for machine in self.machines)


def racks(design: Design, voice: Voice) -> list[Rack]:
    """Return the racks of a design: switches on top, backup below, nodes between.

    Machines stand at their site. What the design places nowhere stands with the first site.
    """
    heights = {line.part: line for line in design.bill if line.rack_units}
    left = {line.part: line.quantity for line in heights.values()}
    sites = list(dict.fromkeys(nodes.site or "" for nodes in design.nodes)) or [""]
    mounted: dict[str, list[Mounted]] = {site: [] for site in sites}
    for nodes in sorted(design.nodes, key=lambda each: each.role == "compute"):
        if (line := heights.get(nodes.platform)) is None:
            continue
        role = voice.name(ROLES, nodes.role)
        name = f"{role}: {voice.part(nodes.platform_text)[:NAME]}"
        colour: Role = "accent-soft" if nodes.role == "compute" else "amber-soft"
        mounted[nodes.site or ""] += [Mounted(name, line.rack_units, colour)] * nodes.count
        left[nodes.platform] -= nodes.count
    for part, line in heights.items():
        name, where = voice.say(line.text), _sites_of(part, design, sites)
        if line.group == "network":
            name = f"{voice.say(Text('Switch'))}: {name}"
        for number in range(max(left[part], 0)):
            mounted[where[number % len(where)]].append(Mounted(name, line.rack_units, "copies"))
    return [rack for site, machines in mounted.items() if machines for rack in _filled(site[:NAME], machines, voice)]


def grouped(every: Sequence[Rack], voice: Voice) -> list[Rack]:
    """Return one rack for all sites of a fleet where the same machines are mounted."""
    found: dict[tuple[Mounted, ...], list[str]] = {}
    for rack in every:
        found.setdefault(rack.machines, []).append(rack.place or voice.say(Text("For all sites")))
    return [
        Rack(voice.say(Text("{text} and {n} more", text=first, n=len(others))) if others else first, machines)
        for machines, (first, *others) in found.items()
    ]


def _filled(site: str, machines: Sequence[Mounted], voice: Voice) -> list[Rack]:
    """Share the machines of a site out to racks, each filled from the bottom up; several are numbered."""
    groups: list[list[Mounted]] = [[]]
    for machine in machines:
        if groups[-1] and sum(each.units for each in groups[-1]) + machine.units > MOST_UNITS:
            groups.append([])
        groups[-1].append(machine)
    if len(groups) == 1:
        return [Rack(site, tuple(machines))]
    found = []
    for number, group in enumerate(groups, start=1):
        name = Text("{site}, rack {n}", site=site, n=number) if site else Text("Rack {n}", n=number)
        found.append(Rack(voice.say(name), tuple(group)))
    return found


def _sites_of(part: str, design: Design, sites: Sequence[str]) -> list[str]:
    """Return where the cabling says that each piece of a part stands."""
    found: dict[tuple[str, str], str] = {}
    for place, runs in (("", design.cabling), *((site.site, site.design.cabling) for site in design.per_site)):
        for run in runs:
            for end in (run.start, run.end):
                if end.device.startswith(part):
                    found.setdefault((place, end.device), place or run.site or "")
    known = [found[device] for device in sorted(found) if found[device] in sites]
    return known or list(sites)


def rack_scene(
    shown: Sequence[Rack], voice: Voice, measure: Measure, width: float = 480.0, most: int = MOST_RACKS
) -> Scene:
    """Draw the first racks side by side, true to height."""
    shown = shown[:most]
    each = min((width - _GAP * (len(shown) - 1)) / max(len(shown), 1), 280.0)
    units = min(max((rack.units for rack in shown), default=0) + _SPARE, MOST_UNITS)
    bottom = _HEAD + units * _UNIT
    shapes: list[Shape] = []
    areas: list[Area] = []
    x = (width - each * len(shown) - _GAP * (len(shown) - 1)) / 2
    for rack in shown:
        shapes += _rack(rack, x, each, units, bottom, voice, measure)
        areas += _areas(rack, x + _RAIL, each - 2 * _RAIL, units, bottom, voice)
        x += each + _GAP
    return Scene(width, bottom + 6, tuple(shapes), tuple(areas))


def _areas(rack: Rack, x: float, width: float, units: int, bottom: float, voice: Voice) -> Iterator[Area]:
    """Yield what each machine is, and in which units of the rack it stands."""
    used = 0
    for machine in rack.machines:
        first, used = used + 1, used + machine.units
        if used > units:
            return
        where = Text("{name}, rack unit {n}", name=machine.name, n=first)
        if machine.units > 1:
            where = Text("{name}, rack units {first} to {last}", name=machine.name, first=first, last=used)
        yield Area(x, bottom - used * _UNIT, width, machine.units * _UNIT, voice.say(where))


def _rack(rack: Rack, x: float, width: float, units: int, bottom: float, voice: Voice, measure: Measure) -> list[Shape]:
    height = voice.counted(rack.units, "U")
    room = width - measure(f": {height}", 7.2, "semibold")
    place = fit(rack.place[:NAME], max(room, 0.0), 7.2, "semibold", measure)
    title = f"{place}: {height}" if rack.place else height
    shapes: list[Shape] = [
        Label(x, 9, fit(title, width, 7.2, "semibold", measure), 7.2, "ink", "semibold"),
        Rect(x, _HEAD, width, units * _UNIT, "surface", "slate", 3, 0.9),
    ]
    inner, left = width - 2 * _RAIL, x + _RAIL
    for unit in range(units):
        y = bottom - (unit + 1) * _UNIT
        number = str(unit + 1)
        shapes.append(Label(x + _RAIL / 2, y + 8.0, number, _SIZE, "quiet", "regular", "middle"))
        if unit:
            shapes.append(Line(((left, y + _UNIT), (left + inner, y + _UNIT)), "line", 0.3))
    y, used = bottom, 0
    for machine in rack.machines:
        if used + machine.units > units:
            break
        used += machine.units
        y -= machine.units * _UNIT
        shapes.append(Rect(left, y + 0.6, inner, machine.units * _UNIT - 1.2, machine.role, "slate", 1.5, 0.6))
        words = fit_first(_ever_shorter(machine.name), inner - 8, _SIZE, "regular", measure)
        shapes.append(Label(left + 4, y + machine.units * _UNIT / 2 + 2.2, words, _SIZE, "ink"))
    return shapes


def _ever_shorter(name: str) -> tuple[str, ...]:
    """Return a name with and without what stands in brackets, and what is before its colon."""
    return name, name.partition(" (")[0], name.partition(":")[0].partition(" (")[0]


def rack_words(shown: Sequence[Rack], voice: Voice) -> str:
    """Say what stands in each rack from the bottom up, for those who do not see it."""
    said = []
    for rack in shown[:MOST_RACKS]:
        names: dict[str, int] = {}
        for machine in rack.machines:
            names[machine.name] = names.get(machine.name, 0) + 1
        machines = "; ".join(voice.say(Text("{n} × {role}", n=count, role=name)) for name, count in names.items())
        place = rack.place[:NAME] or voice.say(Text("Rack"))
        said.append(
            voice.say(
                Text("{place}, from the bottom up: {machines}; {height}", place=place, machines=machines,
                     height=voice.counted(rack.units, "U"))
            )
        )  # fmt: skip
    return ". ".join(said) + "."
