"""Proof that the real guests fit on what is left, not just that the sums do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from wizard.engine.demand import GuestClass


@dataclass(frozen=True, slots=True)
class Unplaced:
    """The first guest that found no node."""

    name: str
    memory_bytes: int
    vcpus: Fraction


def place(classes: Iterable[GuestClass], nodes: int, memory: int, vcpus: Fraction) -> Unplaced | None:
    """Place guests on equal nodes by first-fit decreasing, and return the first that does not fit.

    Parameters
    ----------
    classes
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
    free_memory = [memory] * nodes
    free_vcpus = [vcpus.numerator] * nodes
    scale = vcpus.denominator
    for name, number, size, width in _by_size(classes, memory, vcpus):
        scaled = width * scale
        left = _fill(number, size, scaled, free_memory, free_vcpus)
        if left:
            return Unplaced(name, size, width)
    return None


def _by_size(classes: Iterable[GuestClass], memory: int, vcpus: Fraction) -> list[tuple[str, int, int, Fraction]]:
    pieces = [(one.name, *piece) for one in classes for piece in one.pieces()]
    return sorted(
        pieces,
        key=lambda piece: (max(Fraction(piece[2], memory or 1), piece[3] / (vcpus or 1)), piece[2]),
        reverse=True,
    )


def _fill(number: int, size: int, width: Fraction | int, free_memory: list[int], free_vcpus: list[int]) -> int:
    """Put as many equal guests as fit on each node in turn; return how many are left over."""
    for node in range(len(free_memory)):
        if not number:
            break
        fits = free_memory[node] // size
        if width:
            fits = min(fits, int(free_vcpus[node] // width))
        taken = min(fits, number)
        if taken > 0:
            free_memory[node] -= taken * size
            free_vcpus[node] -= taken * width  # type: ignore[assignment]
            number -= taken
    return number
