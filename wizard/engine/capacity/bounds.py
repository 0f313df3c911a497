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
    """Return the largest amount D with one copy per domain: the sum of min(c, D) reaches copies × D."""
    return min((Fraction(rest) / left for rest, left in terms(capacities, copies)), default=Fraction(0))


def terms(capacities: Iterable[int | Fraction], copies: int) -> list[tuple[int | Fraction, int]]:
    """Return, for each number of largest domains left out, what the others hold and the copies left for them.

    The least of the quotients is the bound; the list is empty where there are fewer domains than copies.
    """
    ordered = sorted(capacities, reverse=True)
    if len(ordered) < copies:
        return []
    rest: int | Fraction = sum(ordered)
    result = []
    for taken in range(copies):
        result.append((rest, copies - taken))
        rest -= ordered[taken]
    return result


def cluster_bound(sites: Sequence[Site], placement: Placement) -> Fraction:
    """Return the client data that any placement could hold [bytes, exact]."""
    return _of_totals(_totals(sites), placement)


def _of_totals(totals: Sequence[Sequence[int]], placement: Placement) -> Fraction:
    inside = [exact_bound(hosts, placement.per_site) for hosts in totals]
    return placement.data * (inside[0] if placement.sites == len(inside) == 1 else exact_bound(inside, placement.sites))


def _totals(sites: Sequence[Site]) -> list[list[int]]:
    return [[sum(host) for host in site] for site in sites]


def healing_losses(hosts: int, kept: int, failures: int) -> int:
    """Return how many of the planned lost hosts of a site heal: as many as leave a host for each copy."""
    return max(0, min(failures, hosts - kept))


def after_host_loss(sites: Sequence[Site], placement: Placement, failures: int) -> Fraction | None:
    """Return the bound after the worst loss of hosts of one site that heals; None where no site has a spare host.

    Losing the largest hosts of a site is always the worst choice in that site.
    """
    totals = _totals(sites)
    worst: Fraction | None = None
    for number, hosts in enumerate(totals):
        lost = healing_losses(len(hosts), placement.per_site, failures)
        if not lost:
            continue
        left = [*totals[:number], sorted(hosts)[:-lost], *totals[number + 1 :]]
        bound = _of_totals(left, placement)
        worst = bound if worst is None else min(worst, bound)
    return worst


def after_osd_loss(sites: Sequence[Site], placement: Placement) -> Fraction:
    """Return the bound after the worst loss of one OSD: the largest OSD of the host where it hurts most."""
    totals = _totals(sites)
    worst: Fraction | None = None
    for number, site in enumerate(sites):
        seen: set[tuple[int, int]] = set()
        for index, host in enumerate(site):
            if (kind := (sum(host), max(host))) in seen:
                continue
            seen.add(kind)
            hosts = list(totals[number])
            hosts[index] = sum(host) - max(host)
            bound = _of_totals([*totals[:number], hosts, *totals[number + 1 :]], placement)
            worst = bound if worst is None else min(worst, bound)
    return Fraction(0) if worst is None else worst
