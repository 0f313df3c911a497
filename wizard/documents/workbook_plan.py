"""Where each calculation will stand on its sheet, so that the other sheets can refer to it before it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wizard.documents.blocks import calculation_anchor
from wizard.documents.source import Source
from wizard.model.calculation import Calculation, Figure
from wizard.model.text import Text

HEAD = 2
"""Row of the heads of the columns, counted from 0."""
RESULT = 1
"""Column of results and inputs."""
SHEET = Text("Calculations")
_SITE = re.compile(r"^(\d+\.)?(.*)$")
_REFERS: Mapping[str, tuple[str, ...]] = {
    "storage.disks": ("demand.disk_bytes",),
    "storage.raw": ("storage.raw_bytes",),
    "storage.pool": ("storage.node.pool", "storage.node.usable", "storage.pool"),
    "storage.zvol": ("storage.node.zvol",),
    "storage.ideal": ("storage.ideal",),
    "storage.balanced": ("storage.balanced",),
    "compute.vcpus": ("demand.vcpus",),
    "compute.memory": ("demand.memory_bytes",),
    "compute.reserved": ("compute.reserved_threads", "compute.reserved_memory"),
    "compute.each": ("compute.guest_cores_per_node", "compute.guest_memory_per_node"),
    "backup.data": ("demand.disk_bytes",),
    "backup.stored": ("backup.stored.typical_bytes",),
    "backup.usable": ("backup.usable_bytes",),
    "backup.daily": ("backup.offsite_copy.daily_bytes", "backup.offsite_copy.all_bytes"),
    "backup.amount": ("backup.offsite_copy.daily_bytes", "backup.offsite_copy.seed_bytes"),
    "traffic.memory": ("traffic.evacuation_bytes",),
    "traffic.data": ("traffic.rebuild_bytes", "demand.disk_bytes"),
    "traffic.load": ("traffic.site_load_gbps", "traffic.rebuild_gbps"),
    "traffic.links": ("traffic.rebuild_link_rate",),
    "traffic.drives": ("traffic.rebuild_drive_rate",),
    "traffic.iops": ("demand.iops",),
    "quorum.votes": ("quorum.votes",),
    "quorum.needed": ("quorum.needed",),
    "recovery.transfer": ("recovery.transfer_minutes",),
    "recovery.release": ("recovery.release_seconds",),
    "recovery.rounds": ("recovery.rounds_seconds",),
    "power.maximum": ("power.maximum_watts",),
    "price.once": ("price.once_net",),
    "price.per_year": ("price.per_year_net",),
    "costs.watts": ("power.typical_watts",),
    "expansion.needed": (
        "compute.cores_needed_after_failure", "compute.memory_needed_after_failure_bytes", "storage.needed_bytes",
    ),
    "expansion.available": (
        "compute.cores_after_failure", "compute.memory_after_failure_bytes", "storage.usable_bytes",
    ),
}  # fmt: skip
"""Inputs that are results of other calculations, by the part of the design that they belong to."""


@dataclass(frozen=True, slots=True)
class Place:
    """A calculation and its row."""

    calculation: Calculation
    row: int


class Plan:
    """The rows of the sheet: each calculation, and below it its inputs."""

    def __init__(self, source: Source) -> None:
        self.places: list[Place] = []
        self._first: dict[str, Place] = {}
        self._sheet = source.voice.say(SHEET)[:31].replace("'", "''")
        row = HEAD + 1
        for each in source.calculations:
            place = Place(each, row)
            self.places.append(place)
            self._first.setdefault(each.key, place)
            row += 1 + len(each.inputs)
        self.end = row

    def cell(self, key: str, value: Figure | None = None) -> str | None:
        """Return the cell of a result for formulas, if there is one and it has this value."""
        place = self._first.get(key)
        if place is None or (value is not None and place.calculation.result != value):
            return None
        return f"'{self._sheet}'!${chr(ord('A') + RESULT)}${place.row + 1}"

    def link(self, anchor: str | None) -> str | None:
        """Return where a link to a calculation leads, as workbooks write it."""
        key = (anchor or "").removeprefix(calculation_anchor(""))
        cell = self.cell(key) if key != anchor else None
        return None if cell is None else f"internal:{cell}"

    def result(self, anchor: str | None) -> Calculation | None:
        """Return the calculation that an anchor names."""
        place = self._first.get((anchor or "").removeprefix(calculation_anchor("")))
        return None if place is None else place.calculation

    def first(self, place: Place) -> bool:
        """Tell whether no calculation before has the same key."""
        return self._first[place.calculation.key] is place

    def origin(self, place: Place, name: str, value: Any) -> str | None:
        """Return the cell of the calculation that an input is the result of, if it is one."""
        match = _SITE.match(place.calculation.key)
        assert match is not None
        site, key = match[1] or "", match[2]
        for wanted in self._candidates(site, f"{key.partition('.')[0]}.{name}"):
            found = self._first.get(wanted)
            if found is not None and found.row < place.row and found.calculation.result == value:
                return f"${chr(ord('A') + RESULT)}${found.row + 1}"
        return None

    @staticmethod
    def _candidates(site: str, name: str) -> Iterator[str]:
        for key in _REFERS.get(name, ()):
            yield f"{site}{key}"
            yield key
