"""What CRUSH with the upmap balancer holds before its first OSD is full: a prediction by expectation and spread.

CRUSH draws hosts without replacement, by weight, and then one OSD inside each. The number of placement groups on an
OSD therefore scatters around an expectation, and the upmap balancer moves placement groups from OSDs above their
share of the weight to OSDs below it. Where every OSD of a host is above its share (a host that is small beside
another, a site that is small beside the other, copies that have nowhere else to go) nothing can be moved inside it,
and the scatter stays. The prediction follows these two steps with the mean and the expected extreme of the scatter,
so that it does not depend on the accident of host numbers.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp, sqrt
from statistics import NormalDist

from wizard.engine.capacity.bounds import Placement, Site
from wizard.model.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Host:
    """A host with what is left of it: its weight in the CRUSH map, and the OSDs that are in, in bytes."""

    weight: int
    osds: tuple[int, ...]

    @property
    def size(self) -> int:
        """Bytes of the OSDs that are in."""
        return sum(self.osds)


@dataclass(frozen=True, slots=True)
class _Group:
    """OSDs of one size in hosts of one kind, in placement groups: their share, expectation and what became of it."""

    size: int
    number: int
    share: float
    drawn: float
    moved: float
    groups: float

    def fullest(self, spread: float) -> float:
        """Return the placement groups of the fullest of these OSDs, ``spread`` deviations above the mean."""
        scatter = spread * sqrt(max(0.0, self.drawn * (1 - self.drawn / self.groups)))
        above = self.drawn - self.share
        if above <= 0:
            return min(self.moved + scatter, max(self.share, self.moved) + 1)
        return self.moved + min(scatter, above + 1)


def placement_groups(osds: int, copies: int, rules: Rulebook) -> int:
    """Return the placement groups of a pool: a power of two that gives each OSD its number of them, or more.

    Examples
    --------
    >>> from wizard.persistence.rulebook import bundled_rulebook
    >>> placement_groups(12, 3, bundled_rulebook()), placement_groups(768, 3, bundled_rulebook())
    (1024, 32768)
    """
    wanted = -(-osds * rules.whole("ceph.crush.placement_groups_per_osd") // copies)
    return max(rules.whole("ceph.crush.placement_groups"), 1 << max(0, wanted - 1).bit_length())


def inclusion(weights: Sequence[float], draws: int, budget: int) -> list[float]:
    """Return for each host the probability that it is among ``draws`` hosts drawn without replacement by weight.

    Parameters
    ----------
    weights
        Weight of each host, shape (hosts,) [any unit].
    draws
        Hosts drawn [count].
    budget
        Largest number of states that are followed exactly; above it the draws are approximated by independent ones
        with the same expectation.

    Notes
    -----
    Weil et al., "CRUSH: Controlled, Scalable, Decentralized Placement of Replicated Data", SC 2006; straw2 buckets.

    Examples
    --------
    A host of 20 beside three of 10 holds one of three copies nine times in ten:

    >>> [round(share, 3) for share in inclusion([10, 10, 10, 20], 3, 1000)]
    [0.7, 0.7, 0.7, 0.9]
    """
    used = [weight for weight in weights if weight > 0]
    if len(used) <= draws:
        return [1.0 if weight > 0 else 0.0 for weight in weights]
    kinds = sorted(Counter(used).items())
    states = 1
    for _, number in kinds:
        states *= min(number, draws) + 1
    by_weight = _exact(kinds, draws) if states <= budget else _independent(kinds, draws)
    return [by_weight[weight] if weight > 0 else 0.0 for weight in weights]


def _exact(kinds: list[tuple[float, int]], draws: int) -> dict[float, float]:
    """Follow all ways to draw, by how many hosts of each kind were drawn."""
    total = sum(weight * number for weight, number in kinds)
    states: dict[tuple[int, ...], float] = {(0,) * len(kinds): 1.0}
    for _ in range(draws):
        following: dict[tuple[int, ...], float] = {}
        for taken, chance in states.items():
            left = total - sum(weight * used for (weight, _), used in zip(kinds, taken, strict=True))
            for index, (weight, number) in enumerate(kinds):
                if taken[index] < number:
                    after = (*taken[:index], taken[index] + 1, *taken[index + 1 :])
                    step = chance * weight * (number - taken[index]) / left
                    following[after] = following.get(after, 0.0) + step
        states = following
    drawn = [0.0] * len(kinds)
    for taken, chance in states.items():
        for index, used in enumerate(taken):
            drawn[index] += chance * used
    return {weight: drawn[index] / number for index, (weight, number) in enumerate(kinds)}


def _independent(kinds: list[tuple[float, int]], draws: int) -> dict[float, float]:
    """Draw each host by itself, with the common rate that gives the right number of hosts on average."""
    low, high = 0.0, 1.0 / min(weight for weight, _ in kinds)
    while sum(number * (1 - exp(-weight * high)) for weight, number in kinds) < draws:
        high *= 2
    while low < (middle := (low + high) / 2) < high:
        if sum(number * (1 - exp(-weight * middle)) for weight, number in kinds) < draws:
            low = middle
        else:
            high = middle
    return {weight: 1 - exp(-weight * high) for weight, _ in kinds}


def expected(sites: Sequence[Site], placement: Placement, rules: Rulebook) -> Fraction:
    """Return what plain CRUSH holds on average, without scatter [bytes].

    Parameters
    ----------
    sites
        OSD sizes by site and host [bytes].
    placement
        Copies in all and in each site.
    rules
        Rulebook.

    Examples
    --------
    >>> from wizard.persistence.rulebook import bundled_rulebook
    >>> hosts = (((10,), (20,), (30,)),)
    >>> round(float(expected(hosts, Placement(2, 2), bundled_rulebook())), 2)
    24.0
    """
    least: float | None = None
    for site in sites:
        sizes = [float(sum(host)) for host in site]
        if len(sizes) < placement.per_site:
            return Fraction(0)
        shares = inclusion(sizes, placement.per_site, rules.whole("ceph.crush.exact_states"))
        held = min(size / share for size, share in zip(sizes, shares, strict=True) if share)
        least = held if least is None else min(least, held)
    if least is None or len(sites) < placement.sites:
        return Fraction(0)
    return placement.data * Fraction(least)


def predict(sites: Sequence[Sequence[Host]], placement: Placement, erasure: bool, rules: Rulebook) -> Fraction:
    """Return the client data that CRUSH and the upmap balancer hold before the first OSD is full [bytes].

    Parameters
    ----------
    sites
        Hosts by site, with lost OSDs left out of :attr:`Host.osds` but not of :attr:`Host.weight`.
    placement
        Copies in all and in each site.
    erasure
        Whether the pool is erasure-coded: then CRUSH tries a host with lost OSDs again before it takes another.
    rules
        Rulebook.

    Returns
    -------
    Fraction
        Zero if nothing is left to hold data. Where there are fewer hosts than copies it is what the copies that can
        be placed hold.

    Notes
    -----
    Compared with placements of Ceph 19.2.3: equal hosts within 1 %, others within a few per cent.
    """
    every = [osd for site in sites for host in site for osd in host.osds]
    if not every:
        return Fraction(0)
    installed = sum(len(host.osds) for site in sites for host in site)
    groups = placement_groups(installed, placement.copies, rules)
    per_byte = groups * placement.copies / sum(every)
    budget = rules.whole("ceph.crush.exact_states")
    weights = [float(sum(host.size for host in site)) for site in sites]
    chosen = zip(sites, inclusion(weights, placement.sites, budget), strict=True)
    critical = [
        group
        for site, share in chosen
        for group in _site_groups(tuple(site), placement.per_site, erasure, groups * share, per_byte, rules)
        if group.drawn
    ]
    held = min(group.size * groups / group.fullest(_extreme(group.number, rules)) for group in critical)
    return placement.data * Fraction(held)


def _extreme(number: int, rules: Rulebook) -> float:
    """Return how many deviations the largest of ``number`` normal draws lies above the mean, after Blom."""
    offset = float(rules("ceph.crush.blom"))
    return max(0.0, NormalDist().inv_cdf((number - offset) / (number + 1 - 2 * offset)))


def _site_groups(
    site: tuple[Host, ...], draws: int, erasure: bool, groups: float, per_byte: float, rules: Rulebook
) -> Iterator[_Group]:
    """Yield the OSDs of a site by size and kind of host, with the placement groups that balancing leaves on them."""
    tries = rules.whole("ceph.crush.leaf_tries") if erasure else 1
    accepted = [host.weight * (1 - (1 - host.size / host.weight) ** tries) if host.weight else 0.0 for host in site]
    drawn = [groups * share for share in inclusion(accepted, draws, rules.whole("ceph.crush.exact_states"))]
    moved = _balance(drawn, [host.size * per_byte for host in site], groups)
    kinds = Counter(zip(site, drawn, moved, strict=True))
    found: Counter[tuple[int, float, float, float]] = Counter()
    for (host, mean, after), hosts in kinds.items():
        for osd, number in Counter(host.osds).items():
            part = osd / host.size
            found[osd, osd * per_byte, mean * part, after * part] += hosts * number
    for (size, share, mean, after), number in found.items():
        yield _Group(size, number, share, mean, after, groups)


def _balance(drawn: list[float], shares: list[float], groups: float) -> list[float]:
    """Move placement groups from hosts above their share to hosts below, none of which takes one group twice."""
    room = [max(0.0, min(share, groups) - mean) for mean, share in zip(drawn, shares, strict=True)]
    excess = [max(0.0, mean - share) for mean, share in zip(drawn, shares, strict=True)]
    amount = min(sum(room), sum(excess))
    if not amount:
        return drawn
    filled, emptied = amount / sum(room), amount / sum(excess)
    return [mean + filled * more - emptied * less for mean, more, less in zip(drawn, room, excess, strict=True)]
