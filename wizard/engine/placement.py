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
    """Place guests on equal nodes by first-fit decreasing, and return the first that does not fit.

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
            return Unplaced(name, size, Fraction(width, crowd.scale))
    return None


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
