"""Whether guests can be packed into equal nodes at all: a complete search for where the quick ways give up.

Few different sizes and tight nodes are what the quick ways fail on, and what this search is good at: what a node
leaves empty may not be more than all nodes together can spare, which leaves few ways to fill one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from wizard.checkpoint import checkpoint

Counts = tuple[int, ...]
"""How many guests of each size."""


@dataclass(slots=True)
class _Steps:
    """Steps that are left before the search gives up."""

    left: int

    def taken(self) -> bool:
        self.left -= 1
        return self.left >= 0


def packs(guests: Sequence[tuple[int, int, int]], nodes: int, memory: int, vcpus: int, steps: int) -> bool:
    """Return whether a way to pack all guests was found.

    Half of the steps goes to nodes that are filled as all are on average, half to those with the most of what is most:
    what one of them misses for long, the other tends to find at once.

    Parameters
    ----------
    guests
        Number, memory [bytes] and vCPUs of equal guests, shape (sizes, 3); a size stands once.
    nodes, memory, vcpus
        Equal nodes and what each gives to guests.
    steps
        Ways to fill a node that are tried before the search gives up.

    Returns
    -------
    bool
        True is a proof. False is one too, unless the steps were used up.

    Examples
    --------
    Six nodes of 686: ten of 52 and four of 38 in each leave no room for two of 21, other ways do.

    >>> packs([(60, 52, 0), (24, 38, 0), (2, 21, 0)], 6, 686, 1, 10_000)
    True
    >>> packs([(3, 60, 0)], 2, 100, 1, 10_000)
    False
    """
    return any(_search(guests, nodes, memory, vcpus, _Steps(steps // 2), average) for average in (True, False))


def _search(
    guests: Sequence[tuple[int, int, int]], nodes: int, memory: int, vcpus: int, count: _Steps, average: bool
) -> bool:
    def weight(one: tuple[int, int, int]) -> tuple[int, int]:
        """Share of a node, by one guest or by all that are equal."""
        number, size, width = one
        return (1 if average else number) * (size * vcpus + width * memory), size

    ordered = sorted(guests, key=weight, reverse=True)
    sizes = [(size, width) for _, size, width in ordered]
    everyone = tuple(number for number, _, _ in ordered)
    stack = [(everyone, _fillings(everyone, sizes, nodes, memory, vcpus, count, average))]
    hopeless: set[tuple[int, Counts]] = set()
    while stack and count.left > 0:
        checkpoint()
        left, fillings = stack[-1]
        filling = next(fillings, None)
        if filling is None:
            hopeless.add((len(stack), left))
            stack.pop()
            continue
        rest = tuple(number - taken for number, taken in zip(left, filling, strict=True))
        if not any(rest):
            return True
        if len(stack) < nodes and (len(stack) + 1, rest) not in hopeless:
            stack.append((rest, _fillings(rest, sizes, nodes - len(stack), memory, vcpus, count, average)))
    return False


def _fillings(
    left: Counts,
    sizes: Sequence[tuple[int, int]],
    nodes: int,
    memory: int,
    vcpus: int,
    steps: _Steps,
    average: bool,
) -> Iterator[Counts]:
    """Yield the ways to fill one of so many nodes: those near the average first, or with most of the first size."""
    behind = [(0, 0)]
    for number, (size, width) in zip(reversed(left), reversed(sizes), strict=True):
        behind.append((behind[-1][0] + number * size, behind[-1][1] + number * width))
    behind.reverse()
    spare = nodes * memory - behind[0][0], nodes * vcpus - behind[0][1]
    if min(spare) < 0:
        return
    # What stays free here, even if all smaller guests came, may not be more than all nodes can spare.
    todo: list[tuple[Counts, int, int]] = [((), memory, vcpus)]
    while todo:
        taken, room, threads = todo.pop()
        if not steps.taken():
            return
        place = len(taken)
        if room - behind[place][0] > spare[0] or threads - behind[place][1] > spare[1]:
            continue
        if place == len(sizes):
            yield taken
            continue
        size, width = sizes[place]
        most = min(left[place], room // size if size else left[place], threads // width if width else left[place])
        numbers: Iterable[int] = range(most + 1)
        if average:  # the last one is looked at first
            mean = left[place]
            numbers = sorted(numbers, key=lambda number: -abs(number * nodes - mean))
        todo += [((*taken, number), room - number * size, threads - number * width) for number in numbers]
