"""Memory of a node: what the host keeps for itself, and which modules give a size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wizard.engine.topologies.kind import StorageKind
from wizard.model.catalogue import Catalogue, MemoryModule, Platform
from wizard.model.rulebook import Rulebook
from wizard.model.units import TB, TIB, count


@dataclass(frozen=True, slots=True)
class MemorySet:
    """Equal modules of one node, spread evenly over the channels of its sockets."""

    module: MemoryModule
    count: int
    bytes: int
    cents: int


@dataclass(frozen=True, slots=True)
class Reserve:
    """Memory that the host keeps [bytes]: a fixed part, and a read cache that also grows with the memory."""

    fixed: int
    cache: int
    cache_share: tuple[int, int]
    cache_maximum: int

    def of(self, memory: int) -> int:
        """Return the reserve of a node with ``memory`` bytes."""
        if not self.cache:
            return self.fixed
        numerator, denominator = self.cache_share
        return self.fixed + max(self.cache, min(-(-memory * numerator // denominator), self.cache_maximum))


RESERVE_CEPH = "host + max(osds * osd_memory, ceil(osds * drive / tb) * per_tb) + monitor + manager"
RESERVE_ZFS = "host + max(arc_base + ceil(arc_per_tib * pool / tib), min(ceil(arc_share * memory), arc_maximum))"
RESERVE_PLAIN = "host"


def reserve(storage: StorageKind, drives: int, drive_bytes: int, pool_bytes: int, rules: Rulebook) -> Reserve:
    """Return what a node's host keeps of its memory.

    Parameters
    ----------
    storage
        What the node stores its guests on.
    drives
        Guest drives of the node.
    drive_bytes
        Size of one of them [bytes].
    pool_bytes
        Size of the node's ZFS pool [bytes]; 0 without one.
    rules
        The rulebook.

    References
    ----------
    Proxmox VE Administration Guide, System Requirements; ZFS on Linux, Limit ZFS Memory Usage; Hyper-Converged Ceph,
    Memory.
    """
    host = rules.whole("host.memory")
    if storage is StorageKind.CEPH:
        by_count = drives * rules.whole("host.osd_memory")
        by_size = -(-drives * drive_bytes // TB) * rules.whole("host.osd_memory_per_tb")
        daemons = rules.whole("host.monitor_memory") + rules.whole("host.manager_memory")
        return Reserve(host + max(by_count, by_size) + daemons, 0, (0, 1), 0)
    if not pool_bytes:
        return Reserve(host, 0, (0, 1), 0)
    cache = rules.whole("host.arc_base") + -(-rules.whole("host.arc_per_tib") * pool_bytes // TIB)
    share = rules("host.arc_share")
    return Reserve(host, cache, (share.numerator, share.denominator), rules.whole("host.arc_maximum"))


def memory_sets(platform: Platform, sockets: int, catalogue: Catalogue, rules: Rulebook) -> tuple[MemorySet, ...]:
    """Return the evenly populated memory sets of a platform, the cheaper of two equally large ones, by price.

    Every socket gets the same number of equal modules; a number that divides the channels, one per channel first, and
    not fewer than the rule's share of the channels; then two per channel where there are slots.
    """
    slots = platform.dimm_slots // platform.sockets
    limit = platform.maximum_memory * sockets // platform.sockets
    best: dict[int, MemorySet] = {}
    numbers = tuple(_balanced(platform.channels_per_socket, slots, rules))
    for module in catalogue.memory:
        if module.type != platform.memory_type:
            continue
        for per_socket in numbers:
            number = per_socket * sockets
            size = number * module.size
            offer = MemorySet(module, number, size, number * module.cents)
            if size <= limit and (size not in best or offer.cents < best[size].cents):
                best[size] = offer
    return tuple(sorted(best.values(), key=lambda one: (one.cents, one.bytes)))


def _balanced(channels: int, slots: int, rules: Rulebook) -> Iterator[int]:
    fewest = count(channels * rules("host.channel_share"))
    for number in range(fewest, min(channels, slots) + 1):
        if channels % number == 0:
            yield number
    if slots >= 2 * channels:
        yield 2 * channels
