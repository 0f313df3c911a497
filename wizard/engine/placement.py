"""Proof that the real guests fit on what is left, not just that the sums do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from wizard.engine.demand import GuestClass


@dataclass(frozen=True, slots=True)
class Unplaced:
    """The first guest that found no node."""

    name: str
    memory_bytes: int
    vcpus: Fraction


@dataclass(frozen=True, slots=True)
class Crowd:
    """Guests to place, equal ones together: ``(number, memory [bytes], vCPUs · scale, name of one of them)``."""

    guests: tuple[tuple[int, int, int, str], ...]
    scale: int

    @classmethod
    def of(cls, classes: Iterable[GuestClass]) -> Crowd:
        """Gather equal guests of all groups: a thousand groups have few different sizes."""
        pieces = [(one.name, *piece) for one in classes for piece in one.pieces()]
        scale = lcm(*(width.denominator for _, _, _, width in pieces))
        numbers: dict[tuple[int, int], int] = {}
        names: dict[tuple[int, int], str] = {}
        for name, number, size, width in pieces:
            key = (size, int(width * scale))
            numbers[key] = numbers.get(key, 0) + number
            names.setdefault(key, name)
        return cls(tuple((number, *key, names[key]) for key, number in numbers.items()), scale)


def place(crowd: Crowd, nodes: int, memory: int, vcpus: Fraction) -> Unplaced | None:
    """Place guests on equal nodes by first-fit decreasing, else evenly, and return the first that does not fit.

    Parameters
    ----------
    crowd
        Guests to place.
    nodes
        Number of equal nodes.
    memory
        Memory that each node gives to guests [bytes].
    vcpus
        vCPUs that each node gives to guests.

    Returns
    -------
    Unplaced or None
        None is a proof: every guest has a node. An answer is no proof that none exists, so a design that is
        refused here errs on the safe side.

    References
    ----------
    Johnson (1973), Near-optimal bin packing algorithms: first-fit decreasing.
    """
    room = int(vcpus * crowd.scale)
    free_memory = [memory] * nodes
    free_vcpus = [room] * nodes
    # A guest is as large as the larger of its shares of a node; compared without dividing.
    by_size = sorted(crowd.guests, key=lambda one: (max(one[1] * room, one[2] * memory), one[1]), reverse=True)
    for number, size, width, name in by_size:
        if _fill(number, size, width, free_memory, free_vcpus):
            # First-fit may put all that is wide on one node and all that is large on another: other ways may do.
            if _otherwise(by_size, nodes, memory, room):
                return None
            return Unplaced(name, size, Fraction(width, crowd.scale))
    return None


def _otherwise(by_size: list[tuple[int, int, int, str]], nodes: int, memory: int, room: int) -> bool:
    """Whether all guests find a place in another order, or spread evenly: every way that succeeds is a proof."""
    orders = (
        sorted(by_size, key=lambda one: one[1] * room + one[2] * memory, reverse=True),
        sorted(by_size, key=lambda one: (one[1], one[2]), reverse=True),
        sorted(by_size, key=lambda one: (one[2], one[1]), reverse=True),
    )
    for order in orders:
        free_memory, free_vcpus = [memory] * nodes, [room] * nodes
        if not any(_fill(number, size, width, free_memory, free_vcpus) for number, size, width, _ in order):
            return True
    return any(_share(order, nodes, memory, room) for order in (by_size, *orders))


def _share(by_size: list[tuple[int, int, int, str]], nodes: int, memory: int, room: int) -> bool:
    """Whether all guests find a place if equal ones are spread evenly, what is left over going where it fits first."""
    free_memory, free_vcpus = [memory] * nodes, [room] * nodes
    for number, size, width, _ in by_size:
        each, rest = divmod(number, nodes)
        for node in range(nodes):
            fits = free_memory[node] // size
            if width:
                fits = min(fits, free_vcpus[node] // width)
            taken = max(0, min(fits, each))
            free_memory[node] -= taken * size
            free_vcpus[node] -= taken * width
            rest += each - taken
        emptiest = sorted(range(nodes), key=lambda node: (free_memory[node] * room + free_vcpus[node] * memory, -node))
        for node in reversed(emptiest):
            if rest and free_memory[node] >= size and free_vcpus[node] >= width:
                free_memory[node] -= size
                free_vcpus[node] -= width
                rest -= 1
        if rest and _fill(rest, size, width, free_memory, free_vcpus):
            return False
    return True


def _fill(number: int, size: int, width: int, free_memory: list[int], free_vcpus: list[int]) -> int:
    """Put as many equal guests as fit on each node in turn; return how many are left over."""
    for node, free in enumerate(free_memory):
        if not number:
            break
        fits = free // size
        if width:
            fits = min(fits, free_vcpus[node] // width)
        taken = min(fits, number)
        if taken > 0:
            free_memory[node] -= taken * size
            free_vcpus[node] -= taken * width
            number -= taken
    return number
