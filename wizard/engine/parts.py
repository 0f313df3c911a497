"""Which processors and memory of a catalogue go with which platform: sorted once, for every search."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from wizard.engine.memory import MemorySet, memory_sets
from wizard.model.catalogue import Catalogue, Cpu, Drive, Platform, Subscription
from wizard.model.rulebook import Rulebook

NEVER = sys.maxsize
"""Price of a node that cannot be built [cents]."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What machines are for, and which parts the project insists on."""

    role: str
    product: str
    subscription: str
    years: int
    platform: str | None = None
    cpu_vendor: str | None = None
    cpu: str | None = None


@dataclass(frozen=True, slots=True)
class Variant:
    """A platform with a number of sockets filled, and what fits it, cheapest first."""

    platform: Platform
    sockets: int
    cpus: tuple[Cpu, ...]
    memories: tuple[MemorySet, ...]
    lanes: int
    subscription: Subscription
    cents: int
    """Price of one node before processors, memory, drives and cards; with its subscriptions."""
    most_cores: tuple[int, ...]
    most_memory: tuple[int, ...]
    """Most cores of a processor, and most memory [bytes], up to each place in the order of prices."""
    bay_counts: Counter[tuple[str, str]]
    """Bays by form and interface."""

    @property
    def least_cents(self) -> int:
        """Price of the cheapest node that can be made of it without drives and cards."""
        return self.cents + self.sockets * self.cpus[0].cents + self.memories[0].cents

    def bays(self, drive: Drive) -> int:
        """Return the bays that take a drive."""
        return self.bay_counts[drive.form, drive.interface]

    def cents_with(self, cores: int, memory: int) -> int:
        """Return the least price of a node with so many cores and bytes, without drives and cards; or :data:`NEVER`."""
        cpu = bisect_left(self.most_cores, -(-cores // self.sockets))
        module = bisect_left(self.most_memory, memory)
        if cpu == len(self.cpus) or module == len(self.memories):
            return NEVER
        return self.cents + self.sockets * self.cpus[cpu].cents + self.memories[module].cents


def variants(catalogue: Catalogue, rules: Rulebook, wanted: Wanted) -> tuple[Variant, ...]:
    """Return what machines of a role can be made of, cheapest first."""
    found = _variants(catalogue, rules, wanted)
    return tuple(sorted(found, key=lambda variant: (variant.least_cents, variant.platform.id)))


def _variants(catalogue: Catalogue, rules: Rulebook, wanted: Wanted) -> Iterator[Variant]:
    for platform in catalogue.platforms:
        if wanted.role not in platform.roles or wanted.platform not in (None, platform.id):
            continue
        for sockets in range(1, platform.sockets + 1):
            cpus = _useful(_fitting(platform, sockets, catalogue.cpus, wanted))
            memories = memory_sets(platform, sockets, catalogue, rules)
            subscription = smallest_key(catalogue, wanted.product, wanted.subscription, sockets)
            if not cpus or not memories or subscription is None:
                continue
            yield Variant(
                platform=platform,
                sockets=sockets,
                cpus=cpus,
                memories=memories,
                lanes=platform.nvme_lanes * sockets // platform.sockets,
                subscription=subscription,
                cents=platform.cents + subscription.cents * wanted.years,
                most_cores=tuple(accumulate((cpu.cores for cpu in cpus), max)),
                most_memory=tuple(accumulate((one.bytes for one in memories), max)),
                bay_counts=_bay_counts(platform),
            )


def _bay_counts(platform: Platform) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for bay in platform.bays:
        for interface in set(bay.interfaces):
            found[bay.form, interface] += bay.count
    return found


def _fitting(platform: Platform, sockets: int, cpus: Iterable[Cpu], wanted: Wanted) -> Iterator[Cpu]:
    return (
        cpu for cpu in cpus
        if cpu.family in platform.cpu_families and sockets <= cpu.maximum_sockets
        and wanted.cpu_vendor in (None, cpu.vendor) and wanted.cpu in (None, cpu.id)
    )  # fmt: skip


def _useful(cpus: Iterable[Cpu]) -> tuple[Cpu, ...]:
    """Leave out processors that another one beats or equals in price and in everything the search asks for."""
    kept: list[Cpu] = []
    # Whatever beats a processor stands before it; being beaten is handed on, so that the kept ones suffice.
    for cpu in sorted(cpus, key=lambda one: (one.cents, -one.cores, -one.threads, -one.maximum_memory, one.id)):
        if not any(
            other.cores >= cpu.cores and other.threads >= cpu.threads and other.maximum_memory >= cpu.maximum_memory
            for other in kept
        ):
            kept.append(cpu)
    return tuple(sorted(kept, key=lambda cpu: (cpu.cents, cpu.id)))


def smallest_key(catalogue: Catalogue, product: str, level: str, sockets: int) -> Subscription | None:
    """Return the cheapest subscription of a level that covers the sockets of a machine."""
    fitting = [
        one for one in catalogue.subscriptions
        if one.product == product and one.level == level and (one.per != "socket" or one.sockets >= sockets)
    ]  # fmt: skip
    return min(fitting, key=lambda one: (one.cents, one.id), default=None)
