"""Proof that the real guests fit on what is left, not just that the sums do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm

from wizard.checkpoint import with_checkpoints
from wizard.engine.demand import GuestClass
from wizard.engine.packing import packs

Piece = tuple[int, int, int, str, int | None]
"""Equal guests: number, memory [bytes], vCPUs · scale, name of one, and the label that keeps them apart."""


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
        # Equal classes are cut into pieces once; the name is that of the first.
        equal: dict[tuple[int, ...], list[GuestClass]] = {}
        for one in classes:
            amount = one.amount
            key = (amount.numerator, amount.denominator, one.members, one.memory_bytes, one.vcpus)
            equal.setdefault(key, []).append(one)
        pieces = [
            (same[0].name, sum(one.groups for one in same) * number, size, width)
            for same in equal.values()
            for number, size, width in same[0].pieces()
        ]
        scale = lcm(*(width.denominator for _, _, _, width in pieces))
        numbers: dict[tuple[int, int], int] = {}
        names: dict[tuple[int, int], str] = {}
        for name, number, size, width in pieces:
            sizes = (size, int(width * scale))
            numbers[sizes] = numbers.get(sizes, 0) + number
            names.setdefault(sizes, name)
        labels = {label: place for place, label in enumerate(dict.fromkeys(one.apart for one in classes))}
        apart = tuple(
            (one.members, one.memory_bytes, one.vcpus * scale, one.name, labels[one.apart])
            for one in classes
            if one.members
        )
        return cls(tuple((number, *key, names[key]) for key, number in numbers.items()), scale, apart)


@lru_cache(maxsize=512)
def place(crowd: Crowd, nodes: int, memory: int, vcpus: Fraction, steps: int) -> Unplaced | None:
    """Place guests on equal nodes by first-fit decreasing, else evenly, else by trying every way.

    Where all of that fails, the first guest that does not fit is returned.

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
    steps
        Steps of the complete search, which is not tried where guests stay apart.

    Returns
    -------
    Unplaced or None
        None is a proof: every guest has a node. An answer is one only if the steps sufficed, so a design that is
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
    room = int(vcpus * crowd.scale)
    orders = _orders(crowd, memory, room)
    refused = [_first_fit(orders[0], nodes, memory, room)]
    if refused[0] is None:
        return None
    # The largest first may put all that is wide on one node and all that is large on another: other ways may do.
    if any(_first_fit(order, nodes, memory, room) is None for order in orders[1:]):
        return None
    if not crowd.apart and any(_spreads(order, nodes, memory, room) for order in orders):
        return None
    if not crowd.apart and packs([one[:3] for one in crowd.guests], nodes, memory, room, steps):
        return None
    name, size, width = refused[0]
    return Unplaced(name, size, Fraction(width, crowd.scale))


class Places:
    """Where a crowd has been placed, and where not: larger nodes, or more of them, need no second proof.

    So a design is never refused for what a smaller one was found to carry.
    """

    def __init__(self, crowd: Crowd, steps: int) -> None:
        self.crowd = crowd
        self.steps = steps
        self._placed: list[tuple[int, int, Fraction]] = []
        self._refused: list[tuple[int, int, Fraction, Unplaced]] = []

    def unplaced(self, nodes: int, memory: int, vcpus: Fraction) -> Unplaced | None:
        """Return what :func:`place` does, from what is known already where that suffices."""
        if any(one <= nodes and size <= memory and width <= vcpus for one, size, width in self._placed):
            return None
        for one, size, width, left in self._refused:
            if nodes <= one and memory <= size and vcpus <= width:
                return left
        found = place(self.crowd, nodes, memory, vcpus, self.steps)
        if found is None:
            self._placed.append((nodes, memory, vcpus))
        else:
            self._refused.append((nodes, memory, vcpus, found))
        return found


def _orders(crowd: Crowd, memory: int, room: int) -> list[list[Piece]]:
    """Return the guests in several orders, each by falling size."""
    everyone: list[Piece] = [*((*one, None) for one in crowd.guests), *crowd.apart]
    sizes: tuple[Callable[[Piece], tuple[int, int]], ...] = (
        # A guest is as large as the larger of its shares of a node, or as their sum; compared without dividing.
        lambda one: (max(one[1] * room, one[2] * memory), one[1]),
        lambda one: (one[1] * room + one[2] * memory, one[1]),
        lambda one: (one[1], one[2]),
        lambda one: (one[2], one[1]),
    )
    orders = [sorted(everyone, key=size, reverse=True) for size in sizes]
    if crowd.apart:
        # Guests that stay apart have the least choice: they may have to come first.
        orders += [sorted(order, key=lambda one: one[4] is None) for order in orders]
    return orders


def _first_fit(order: list[Piece], nodes: int, memory: int, room: int) -> tuple[str, int, int] | None:
    """Place guests in an order, each on the first node that has room; return the first that found none."""
    least = min((one[1] for one in order), default=0), min((one[2] for one in order), default=0)
    free = _Free([memory] * nodes, [room] * nodes, list(range(nodes)), least)
    taken: dict[int, set[int]] = {}
    for number, size, width, name, label in with_checkpoints(order):
        if label is None:
            left = _fill(number, size, width, free)
        else:
            left = _spread(number, size, width, free, taken.setdefault(label, set()))
        if left:
            return name, size, width
    return None


def _spreads(order: list[Piece], nodes: int, memory: int, room: int) -> bool:
    """Whether all guests find a place if equal ones are spread evenly, what is left over going where most is free."""
    free = _Free([memory] * nodes, [room] * nodes, list(range(nodes)), (0, 0))
    sizes, widths = free.memory, free.vcpus
    for number, size, width, _, _ in with_checkpoints(order):
        each, rest = divmod(number, nodes)
        for node in range(nodes):
            taken = min(each, sizes[node] // size, widths[node] // width if width else each)
            sizes[node] -= taken * size
            widths[node] -= taken * width
            rest += each - taken
        if not rest:
            continue
        empty = [left * room + threads * memory for left, threads in zip(sizes, widths, strict=True)]
        for node in sorted(range(nodes), key=empty.__getitem__, reverse=True):
            if rest and sizes[node] >= size and widths[node] >= width:
                sizes[node] -= size
                widths[node] -= width
                rest -= 1
        if rest and _fill(rest, size, width, free):
            return False
    return True


@dataclass(slots=True)
class _Free:
    """What each node has left; ``open`` are the nodes with room for the smallest guest."""

    memory: list[int]
    vcpus: list[int]
    open: list[int]
    least: tuple[int, int]

    def close_full(self) -> None:
        size, width = self.least
        self.open = [node for node in self.open if self.memory[node] >= size and self.vcpus[node] >= width]


def _fill(number: int, size: int, width: int, free: _Free) -> int:
    """Put as many equal guests as fit on each node in turn; return how many are left over."""
    memory, vcpus, full = free.memory, free.vcpus, False
    for node in free.open:
        if not number:
            break
        if memory[node] < size or vcpus[node] < width:
            continue
        fits = memory[node] // size
        if width:
            fits = min(fits, vcpus[node] // width)
        taken = min(fits, number)
        memory[node] -= taken * size
        vcpus[node] -= taken * width
        number -= taken
        full = full or memory[node] < free.least[0] or vcpus[node] < free.least[1]
    if full:
        free.close_full()
    return number


def _spread(number: int, size: int, width: int, free: _Free, taken: set[int]) -> int:
    """Put one guest each on nodes that have none of its label; return how many are left over."""
    for node in free.open:
        if not number:
            break
        if free.memory[node] >= size and free.vcpus[node] >= width and node not in taken:
            taken.add(node)
            free.memory[node] -= size
            free.vcpus[node] -= width
            number -= 1
    return number
