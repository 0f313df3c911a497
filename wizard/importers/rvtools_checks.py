"""Doubts about an RVTools export that a reader has to hear of before anything is sized on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from statistics import median

from wizard.importers.merging import Level
from wizard.importers.rvtools_rows import Audit, Record
from wizard.model.inventory import LARGEST_PLAUSIBLE
from wizard.model.text import Text
from wizard.model.units import MIB

_SMALLEST_USUAL_MEMORY = 512 * MIB

_APPLIANCE = re.compile(r"\b(vcenter|vcsa|nsx\w*|vxrail\w*|srm|vrops|vrealize|aria)\b|vsan.?witness", re.IGNORECASE)

_LEFT_OUT = {
    "template": "left out: templates ({count})",
    "placeholder": "left out: placeholders of Site Recovery Manager ({count}); the guest is counted at its own site",
    "vcls": "left out: vCLS guests ({count}); VMware's cluster services stay behind",
    "ft_secondary": "left out: secondaries of Fault Tolerance ({count}); the primary is counted",
}

_Check = tuple[Level, str, Callable[[Record], bool]]
_CHECKS: tuple[_Check, ...] = (
    ("warning", "guests with an unknown power state: {count}", lambda one: one.power is None),
    ("warning", "suspended guests: {count}; resume and shut them down before moving",
     lambda one: one.power == "suspended"),
    ("info", "powered-off guests: {count}", lambda one: one.power == "off"),
    ("warning", "guests with an unknown number of vCPUs: {count}", lambda one: one.vcpus is None),
    ("warning", "guests with an unknown amount of memory: {count}", lambda one: one.memory is None),
    ("warning", "guests that claim more than 100 TiB: {count}; their disks are used instead where they are known",
     lambda one: max(one.provisioned or 0, one.used or 0) > LARGEST_PLAUSIBLE),
    ("warning", "guests that use more than they were provisioned: {count}",
     lambda one: one.provisioned is not None and one.used is not None and one.used > one.provisioned),
    ("warning", "guests that state no storage (empty or zero): {count}; it is unknown and not zero",
     lambda one: not (one.provisioned or one.used or one.total_disk or one.disk_rows or one.disk_repeated)),
    ("info", "guests that look like appliances of VMware, which do not move: {count}; decide about them",
     lambda one: _APPLIANCE.search(one.name) is not None),
)  # fmt: skip


def note_left_out(records: list[Record], audit: Audit) -> None:
    """Say which rows are not sized, and why."""
    for reason, template in _LEFT_OUT.items():
        if rows := [record.row for record in records if record.excluded == reason]:
            audit.add("info", "vInfo", Text(template, count=len(rows)), rows)


def note_doubts(sized: list[Record], audit: Audit) -> None:
    """Say what is strange about the rows that are sized."""
    for level, template, applies in _CHECKS:
        if rows := [record.row for record in sized if applies(record)]:
            audit.add(level, "vInfo", Text(template, count=len(rows)), rows)
    memory = [record.memory for record in sized if record.memory]
    if memory and median(memory) < _SMALLEST_USUAL_MEMORY:
        text = Text("the memory of half of the guests is below 512 MiB: is the column in GiB? It was read as MiB")
        audit.add("warning", "vInfo", text)
