"""The guests of today, counted once: equal groups together, and the sums over all of them.

A project is sized with every letter that is typed, and mostly with the very guests of the letter before.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from wizard.engine.lately import Lately
from wizard.model.project import GuestGroup


@dataclass(frozen=True, slots=True)
class Alike:
    """Groups that the placement cannot tell apart: the first of them, and how many there are."""

    first: GuestGroup
    groups: int


@dataclass(frozen=True, slots=True)
class Guests:
    """What some groups are today."""

    number: int
    vcpus: int
    memory_bytes: int
    disk_bytes: int
    iops: int | None
    """Operations per second; None where no group states them."""
    operations: dict[Fraction | None, int]
    """Operations per second by the share of writes that their groups state [%], or None."""
    largest: GuestGroup
    """The first group whose guests have the most memory, then the most vCPUs."""
    most_vcpus: int
    most_disk_bytes: int
    alike: tuple[Alike, ...]
    """All groups, in the order of the first of each kind."""


_LATELY = Lately[tuple[GuestGroup, ...], Guests](maxsize=8)


def guests_of(groups: tuple[GuestGroup, ...]) -> Guests:
    """Count the guests of some groups: there is at least one."""
    return _LATELY.answer(groups, lambda: _count(groups))


def _count(groups: tuple[GuestGroup, ...]) -> Guests:
    alike = _alike(groups)
    number = vcpus = memory = 0
    for one in alike:
        count = one.groups * one.first.count
        number += count
        vcpus += count * one.first.vcpus
        memory += count * one.first.memory
    stated = [group for group in groups if group.iops is not None]
    shares: dict[Fraction | None, int] = {}
    for group in stated:
        if group.iops:
            shares[group.write_percent] = shares.get(group.write_percent, 0) + group.count * group.iops
    return Guests(
        number=number, vcpus=vcpus, memory_bytes=memory, disk_bytes=sum(group.count * group.disk for group in groups),
        iops=sum(shares.values()) if stated else None, operations=shares,
        largest=max((one.first for one in alike), key=lambda group: (group.memory, group.vcpus)),
        most_vcpus=max(one.first.vcpus for one in alike), most_disk_bytes=max(group.disk for group in groups),
        alike=alike,
    )  # fmt: skip


def _alike(groups: tuple[GuestGroup, ...]) -> tuple[Alike, ...]:
    """Return equal groups together. What is kept apart, or named in a finding, stands by itself."""
    found: dict[tuple[object, ...], list[GuestGroup]] = {}
    for place, group in enumerate(groups):
        plain = group.apart is None and group.migratable and group.kind == "vm"
        key = (group.count, group.vcpus, group.memory, group.ha) if plain else (place,)
        found.setdefault(key, []).append(group)
    return tuple(Alike(same[0], len(same)) for same in found.values())
