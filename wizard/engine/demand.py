"""What the workload needs at the horizon: exact sums, and the real list of guests for the placement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from wizard.engine.answers import Answers
from wizard.engine.guests import Alike, guests_of
from wizard.engine.ledger import Ledger
from wizard.model.assessment import DemandSummary, LargestGuest
from wizard.model.text import Text
from wizard.model.units import count, whole


@dataclass(frozen=True, slots=True)
class GuestClass:
    """Equal guests at the horizon. ``amount`` grows exactly; its fraction is a guest of that fraction of the size.

    Of guests that stay ``apart`` growth adds no further member: what it adds may stand anywhere.
    """

    name: str
    vcpus: int
    memory_bytes: int
    amount: Fraction
    """Guests of one group."""
    ha: bool
    container: bool
    apart: str | None = None
    """Label of guests that never share a node."""
    members: int = 0
    """Guests that carry the label."""
    migratable: bool = True
    groups: int = 1
    """Groups of this kind: each of them grows by itself."""

    def pieces(self) -> tuple[tuple[int, int, Fraction], ...]:
        """Return ``(number, memory [bytes], vCPUs)`` of one group: whole guests, and the rest that growth leaves over.

        Guests that stay apart are not among them.
        """
        full = whole(self.amount - self.members)
        rest = self.amount - self.members - full
        pieces = [(full, self.memory_bytes, Fraction(self.vcpus))] if full else []
        if rest:
            pieces.append((1, count(rest * self.memory_bytes), rest * self.vcpus))
        return tuple(pieces)


@dataclass(frozen=True, slots=True)
class Demand:
    """Sums at the horizon. ``surviving_…`` counts the guests that HA must restart after a failure."""

    guests: int
    vcpus: int
    memory_bytes: int
    disk_bytes: int
    iops: int | None
    write_share: Fraction
    surviving_vcpus: int
    surviving_memory_bytes: int
    surviving_guests: int
    largest_vcpus: int
    largest_memory_bytes: int
    largest_disk_bytes: int
    largest_guest: str
    vcpus_per_core: Fraction
    classes: tuple[GuestClass, ...]
    grown_guests: int
    """Guests at the horizon; ``guests`` are those of today."""

    @property
    def summary(self) -> DemandSummary:
        """The part that an assessment prints."""
        return DemandSummary(
            guests=self.guests,
            vcpus=self.vcpus,
            memory_bytes=self.memory_bytes,
            disk_bytes=self.disk_bytes,
            iops=self.iops,
            largest_guest=LargestGuest(self.largest_vcpus, self.largest_memory_bytes),
        )


def memory_of(classes: Iterable[GuestClass]) -> Fraction:
    """Return the exact memory of all guests of some classes [bytes]; equal amounts are multiplied once."""
    sums: dict[tuple[int, int], int] = {}
    for one in classes:
        key = (one.amount.numerator, one.amount.denominator)
        sums[key] = sums.get(key, 0) + one.groups * one.memory_bytes
    return sum((Fraction(*amount) * size for amount, size in sums.items()), Fraction(0))


_SUM = "ceil(today * (1 + growth) ** years)"


def demand(answers: Answers, ledger: Ledger) -> Demand:
    """Grow the workload to the horizon.

    Growth compounds exactly: 400 vCPUs and 10 % are 440 after a year; 100 GiB and 20 % are 248.832 GiB after five.

    Parameters
    ----------
    answers
        The project with its defaults.
    ledger
        Keeps how each sum came about.

    Returns
    -------
    Demand
        Sizes in bytes; a rest that growth leaves over counts as a guest of that fraction.
    """
    guests = guests_of(answers.groups)
    factor = (1 + answers.growth) ** answers.years
    # A thousand groups have few different counts: the exact product is made once for each.
    amounts = {number: number * factor for number in {alike.first.count for alike in guests.alike}}
    classes = tuple(_class(alike, amounts[alike.first.count], answers.ha) for alike in guests.alike)
    sums = {"vcpus": guests.vcpus, "memory_bytes": guests.memory_bytes, "disk_bytes": guests.disk_bytes}
    grown = {name: _grow(name, today, answers, ledger) for name, today in sums.items()}
    surviving = [
        (one.groups * alike.first.count, one) for alike, one in zip(guests.alike, classes, strict=True) if one.ha
    ]
    return Demand(
        guests=guests.number,
        vcpus=grown["vcpus"],
        memory_bytes=grown["memory_bytes"],
        disk_bytes=grown["disk_bytes"],
        iops=None if guests.iops is None else _grow("iops", guests.iops, answers, ledger),
        write_share=answers.write_share,
        surviving_vcpus=count(factor * sum(number * one.vcpus for number, one in surviving)),
        surviving_memory_bytes=count(factor * sum(number * one.memory_bytes for number, one in surviving)),
        surviving_guests=count(factor * sum(number for number, _ in surviving)),
        largest_vcpus=guests.most_vcpus,
        largest_memory_bytes=guests.largest.memory,
        largest_disk_bytes=guests.most_disk_bytes,
        largest_guest=guests.largest.name,
        vcpus_per_core=answers.vcpus_per_core,
        classes=classes,
        grown_guests=count(factor * guests.number),
    )


_TITLES = {
    "vcpus": ("vCPUs at the horizon", "vcpus"),
    "memory_bytes": ("Guest memory at the horizon", "bytes"),
    "disk_bytes": ("Guest disks at the horizon", "bytes"),
    "iops": ("I/O operations per second at the horizon", "iops"),
}


def _grow(name: str, today: int, answers: Answers, ledger: Ledger) -> int:
    title, unit = _TITLES[name]
    inputs = {"today": today, "growth": answers.growth, "years": answers.years}
    return int(ledger.figure(f"demand.{name}", Text(title), _SUM, unit, inputs))


def _class(alike: Alike, amount: Fraction, ha: bool) -> GuestClass:
    group = alike.first
    return GuestClass(
        name=group.name,
        vcpus=group.vcpus,
        memory_bytes=group.memory,
        amount=amount,
        ha=ha and (group.migratable if group.ha is None else group.ha),
        container=group.kind == "container",
        apart=group.apart,
        members=0 if group.apart is None else group.count,
        migratable=group.migratable,
        groups=alike.groups,
    )
