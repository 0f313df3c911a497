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
    """Guests to place, equal ones together: ``(number, memory [bytes], vCPUs · scale, name of one of them)``.

    ``apart`` are those of which no two of one label share a node: the same, and the label's number.
    """

    guests: tuple[tuple[int, int, int, str], ...]
    scale: int
    apart: tuple[tuple[int, int, int, str, int], ...] = ()

    @classmethod
    def of(cls, classes: Iterable[GuestClass]) -> Crowd:
        """Gather equal guests of all groups: a thousand groups have few different sizes."""
        classes = tuple(classes)
        pieces = [(one.name, *piece) for one in classes for piece in one.pieces()]
        scale = lcm(*(width.denominator for _, _, _, width in pieces))
        numbers: dict[tuple[int, int], int] = {}
        names: dict[tuple[int, int], str] = {}
        for name, number, size, width in pieces:
            key = (size, int(width * scale))
            numbers[key] = numbers.get(key, 0) + number
            names.setdefault(key, name)
        labels = {label: place for place, label in enumerate(dict.fromkeys(one.apart for one in classes))}
        apart = tuple(
            (one.members, one.memory_bytes, one.vcpus * scale, one.name, labels[one.apart])
            for one in classes
            if one.members
        )
        return cls(tuple((number, *key, names[key]) for key, number in numbers.items()), scale, apart)


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

    Notes
    -----
    Placing what must survive on ``nodes - failures`` equal nodes stands for every failure of so many nodes, whichever
    they are: let the guests run as placed here and keep the other nodes free of them. Then each lost node finds a
    free one of its size that takes all its guests as they were, those that stay apart too, and none has to move.

    References
    ----------
    Johnson (1973), Near-optimal bin packing algorithms: first-fit decreasing.
    """
    left = _place(crowd, nodes, memory, vcpus, apart_first=False)
    if left is None or not crowd.apart:
        return left
    # Guests that stay apart have the least choice: where the largest first does not do, they come first.
    return _place(crowd, nodes, memory, vcpus, apart_first=True)


def _place(crowd: Crowd, nodes: int, memory: int, vcpus: Fraction, *, apart_first: bool) -> Unplaced | None:
    room = int(vcpus * crowd.scale)
    free_memory = [memory] * nodes
    free_vcpus = [room] * nodes
    taken: dict[int, set[int]] = {}
    everyone = [*((*one, None) for one in crowd.guests), *crowd.apart]
    # A guest is as large as the larger of its shares of a node; compared without dividing.
    everyone.sort(
        key=lambda one: (apart_first and one[4] is not None, max(one[1] * room, one[2] * memory), one[1]), reverse=True
    )
    for number, size, width, name, label in everyone:
        if label is None:
            left = _fill(number, size, width, free_memory, free_vcpus)
        else:
            left = _spread(number, size, width, free_memory, free_vcpus, taken.setdefault(label, set()))
        if left:
            return Unplaced(name, size, Fraction(width, crowd.scale))
    return None


def _fill(number: int, size: int, width: int, free_memory: list[int], free_vcpus: list[int]) -> int:
    """Put as many equal guests as fit on each node in turn; return how many are left over."""
    for node, free in enumerate(free_memory):
        if not number:
            break
        if free < size or free_vcpus[node] < width:
            continue
        fits = free // size
        if width:
            fits = min(fits, free_vcpus[node] // width)
        taken = min(fits, number)
        free_memory[node] -= taken * size
        free_vcpus[node] -= taken * width
        number -= taken
    return number


def _spread(number: int, size: int, width: int, free_memory: list[int], free_vcpus: list[int], taken: set[int]) -> int:
    """Put one guest each on nodes that have none of its label; return how many are left over."""
    for node, free in enumerate(free_memory):
        if not number:
            break
        if free >= size and free_vcpus[node] >= width and node not in taken:
            taken.add(node)
            free_memory[node] -= size
            free_vcpus[node] -= width
            number -= 1
    return number
