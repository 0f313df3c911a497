"""How much data any placement of copies could hold: exact bounds over hosts and sites.

A cluster is a tuple of sites, a site a tuple of hosts, a host a tuple of OSD sizes in bytes. A pool without copies
per site sees all hosts as one site.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

Host = tuple[int, ...]
Site = tuple[Host, ...]


@dataclass(frozen=True, slots=True)
class Placement:
    """What a pool keeps of each block: ``copies`` in all, ``per_site`` of them in each site, ``data`` chunks' worth."""

    copies: int
    per_site: int
    data: int = 1

    @property
    def sites(self) -> int:
        """Sites that hold copies of one block."""
        return self.copies // self.per_site


def exact_bound(capacities: Iterable[int | Fraction], copies: int) -> Fraction:
    """Return the largest amount D with one copy per domain: the sum of min(c, D) is copies × D or more."""
    ordered = sorted(capacities, reverse=True)
    if len(ordered) < copies:
        return Fraction(0)
    rest = sum(ordered)
    best = Fraction(rest, copies) if isinstance(rest, int) else rest / copies
    for taken in range(1, copies):
        rest -= ordered[taken - 1]
        best = min(best, Fraction(rest) / (copies - taken))
    return best


def cluster_bound(sites: Sequence[Site], placement: Placement) -> Fraction:
    """Return the client data that any placement could hold [bytes, exact]."""
    return _of_totals([[sum(host) for host in site] for site in sites], placement)


def _of_totals(totals: Sequence[Sequence[int | Fraction]], placement: Placement) -> Fraction:
    inside = [exact_bound(hosts, placement.per_site) for hosts in totals]
    return placement.data * exact_bound(inside, placement.sites)


def rest_totals(sites: Sequence[Site], limit: Fraction | None) -> list[list[Fraction]]:
    """Return the capacity of each host, none counted above ``limit``."""
    return [[_cut(sum(host), limit) for host in site] for site in sites]


def _cut(amount: int, limit: Fraction | None) -> Fraction:
    return Fraction(amount) if limit is None else min(Fraction(amount), limit)


def can_heal_host(sites: Sequence[Site], placement: Placement, spare: int) -> bool:
    """Say whether a lost host's copies can be made anew in at least one site."""
    return any(len(site) >= placement.per_site + spare for site in sites) and len(sites) >= placement.sites


def bound_limited(sites: Sequence[Site], placement: Placement, limit: Fraction | None) -> Fraction:
    """Return the bound when no host counts for more than ``limit`` bytes."""
    return _of_totals(rest_totals(sites, limit), placement)


def after_host_loss(
    sites: Sequence[Site], placement: Placement, spare: int, limit: Fraction | None = None
) -> Fraction | None:
    """Return the bound after the worst loss of a host that heals; None where no site has a spare host.

    Losing the largest host of a site is always the worst choice in that site.
    """
    totals = rest_totals(sites, limit)
    worst: Fraction | None = None
    for number, hosts in enumerate(totals):
        if len(hosts) < placement.per_site + spare:
            continue
        largest = hosts.index(max(hosts))
        left = [*totals[:number], hosts[:largest] + hosts[largest + 1 :], *totals[number + 1 :]]
        bound = _of_totals(left, placement)
        worst = bound if worst is None else min(worst, bound)
    return worst


def after_osd_loss(sites: Sequence[Site], placement: Placement, limit: Fraction | None = None) -> Fraction:
    """Return the bound after the worst loss of one OSD: the largest OSD of the host where it hurts most."""
    totals = rest_totals(sites, limit)
    worst: Fraction | None = None
    for number, site in enumerate(sites):
        seen: set[tuple[int, int]] = set()
        for index, host in enumerate(site):
            if (kind := (sum(host), max(host))) in seen:
                continue
            seen.add(kind)
            hosts = list(totals[number])
            hosts[index] = _cut(sum(host) - max(host), limit)
            bound = _of_totals([*totals[:number], hosts, *totals[number + 1 :]], placement)
            worst = bound if worst is None else min(worst, bound)
    return worst or Fraction(0)
