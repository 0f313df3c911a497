"""A design in everyday words: what it is, what happens when something breaks, and roughly what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import Final

from wizard.flow.questions import survey
from wizard.model.assessment import Design, JudgedTopology
from wizard.model.project import Topology
from wizard.model.text import Text

_SENTENCES: Final[Mapping[str, Text]] = {
    Topology.SINGLE_DISK: Text("One server with a single disk. If it breaks, you wait for the repair and the restore."),
    Topology.SINGLE_RAID: Text("One server. A disk may break; if the server itself breaks, you wait for its repair."),
    Topology.SINGLE_ZFS: Text("One server. A disk may break; if the server itself breaks, you wait for its repair."),
    Topology.SINGLE_EXTERNAL: Text("One server at your storage system. If it breaks, you wait for its repair."),
    Topology.TWO_NODE_REPLICATED: Text("Two servers. Each keeps a copy of the other’s data and takes over its work."),
    Topology.TWO_NODE_SHARED: Text("Two servers at your storage system. Each can take over the other’s work."),
    Topology.CLUSTER_SHARED: Text("Several servers at your storage system. If one breaks, the others do its work."),
    Topology.CLUSTER_REPLICATED: Text("Several servers with copies of each other’s data. If one breaks, others help."),
    Topology.HCI_CEPH: Text("Several servers that hold all data together. If one breaks, work goes on."),
    Topology.HCI_CEPH_MESH: Text("Three servers that hold all data together. If one breaks, nothing is lost."),
    Topology.STRETCH_CEPH: Text("Servers at two places that hold the same data. Even a whole place may be lost."),
    Topology.FLEET: Text("A server of its own at each place, all looked after from one desk."),
}  # fmt: skip
_HOUR, _DAY = 60, 1440
_THOUSAND = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Band:
    """Between which amounts the price will lie, in whole thousands."""

    low: Decimal
    high: Decimal


def sentence(topology: Topology) -> Text:
    """Return what a topology is, in a sentence without a term."""
    return _SENTENCES[topology]


def price_band(design: Design) -> Band:
    """Return the band around the computed price that a self-assessment names instead of an amount to the cent."""
    share = Fraction(survey().price_band_percent, 100)
    total = Fraction(design.price.total_net)
    low, high = total * (1 - share), total * (1 + share)
    return Band(_rounded(low, ROUND_FLOOR), _rounded(high, ROUND_CEILING))


def _rounded(amount: Fraction, way: str) -> Decimal:
    thousands = Decimal(amount.numerator) / Decimal(amount.denominator) / _THOUSAND
    return thousands.to_integral_value(rounding=way) * _THOUSAND


def duration(minutes: Fraction | int) -> Text:
    """Return a time as one would say it."""
    if minutes >= 2 * _DAY:
        return Text("about {n} days", n=round(Fraction(minutes) / _DAY))
    if minutes >= _DAY:
        return Text("about a day")
    if minutes >= 2 * _HOUR:
        return Text("about {n} hours", n=round(Fraction(minutes) / _HOUR))
    return Text("about {n} minutes", n=max(round(Fraction(minutes)), 1))


def consequences(best: JudgedTopology) -> list[Text]:
    """Return what a design means for the people who work with it."""
    design = best.design
    if design is None:
        return []
    nodes = sum(node.count for node in design.nodes if node.role == "compute")
    found = [
        Text("Your programs run on one server.") if nodes == 1 else Text("Your programs run on {n} servers.", n=nodes)
    ]
    recovery = design.recovery
    if recovery.rto_minutes is not None:
        found.append(Text("If a server breaks, work goes on after {time}.", time=duration(recovery.rto_minutes)))
    lost = recovery.rpo_minutes
    if lost is None:
        found.append(Text("What came after the last backup is lost then."))
    elif lost == 0:
        found.append(Text("Nothing that was saved is lost then."))
    else:
        found.append(Text("What was entered just before is lost then: {time} of work at most.", time=duration(lost)))
    if recovery.site_loss_survived:
        found.append(Text("Even the loss of a whole place stops work for a short time only."))
    found.append(Text("Room for {size:size} of data; in the last of the planned years you need {needed:size}.",
                      size=design.storage.usable_bytes, needed=design.storage.needed_bytes))  # fmt: skip
    found.append(Text("All of it draws about {watts:number} watts and takes {units:number} height units of a server "
                      "cabinet; one is 4.45 cm high.",
                      watts=design.power.typical_watts, units=design.power.rack_units))  # fmt: skip
    return found
