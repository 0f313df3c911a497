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

_NORMAL = NormalDist()


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
    stuck: float
    """Share of the placement groups on such an OSD that cannot move: the hosts with room hold a copy already."""
    groups: float

    def fullest(self, spread: float) -> float:
        """Return the placement groups of the fullest of these OSDs, ``spread`` deviations above the mean."""
        scatter = spread * sqrt(max(0.0, self.drawn * (1 - self.drawn / self.groups)))
        above = self.drawn - self.share
        if above <= 0:
            return min(self.moved + scatter, max(self.share, self.moved) + 1)
        return max(self.moved + min(1, scatter), self.stuck * (self.moved + min(scatter, above + 1)))


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
    Weil et al., "CRUSH", SC 2006; Ceph OSDMap::calc_pg_upmaps. Against placements of Ceph 19.2.3 with many numberings
    of hosts it is within 1 % of the mean for equal hosts and within a few per cent for others; one numbering of
    unequal hosts differs from the next by more than that.

    Examples
    --------
    A host twice as large as the other two: the bound is 4, of which about nine tenths are reached.

    >>> from wizard.persistence.rulebook import bundled_rulebook
    >>> hosts = tuple(Host(4 * osds, (4,) * osds) for osds in (4, 4, 8))
    >>> round(float(predict((hosts,), Placement(3, 3), False, bundled_rulebook())) / 16, 2)
    0.93
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
    return max(0.0, _NORMAL.inv_cdf((number - offset) / (number + 1 - 2 * offset)))


def _site_groups(
    site: tuple[Host, ...], draws: int, erasure: bool, groups: float, per_byte: float, rules: Rulebook
) -> Iterator[_Group]:
    """Yield the OSDs of a site by size and kind of host, with the placement groups that balancing leaves on them."""
    tries = rules.whole("ceph.crush.leaf_tries") if erasure else 1
    accepted = [host.weight * (1 - (1 - host.size / host.weight) ** tries) if host.weight else 0.0 for host in site]
    drawn = [groups * share for share in inclusion(accepted, draws, rules.whole("ceph.crush.exact_states"))]
    shares = [host.size * per_byte for host in site]
    moved, stuck = _balance(site, drawn, shares, groups, float(rules("ceph.crush.tolerance")))
    found: Counter[tuple[int, float, float, float]] = Counter()
    for (host, mean, after), hosts in Counter(zip(site, drawn, moved, strict=True)).items():
        for osd, number in Counter(host.osds).items():
            part = osd / host.size
            found[osd, osd * per_byte, mean * part, after * part] += hosts * number
    for (size, share, mean, after), number in found.items():
        yield _Group(size, number, share, mean, after, stuck, groups)


def _balance(
    site: tuple[Host, ...], drawn: list[float], shares: list[float], groups: float, tolerance: float
) -> tuple[list[float], float]:
    """Move placement groups from OSDs above their share to OSDs below, no host taking one group twice.

    Returns what is then on each host, and the part of the groups of a full OSD that could not move. Where a host
    cannot take its share, because it would need two copies of a group, the rest stays where it is.
    """
    rooms, excesses, known = [], [], {}
    for host, mean, share in zip(site, drawn, shares, strict=True):
        key = (host, mean)
        if key not in known:
            known[key] = _room(host, mean, share, groups)
        room = known[key]
        rooms.append(min(room, max(0.0, groups - mean)))
        excesses.append(room + mean - share)
    amount = min(sum(rooms), sum(excesses))
    if amount <= 0:
        return drawn, 1.0
    filled, emptied = amount / sum(rooms), amount / sum(excesses)
    moved = [mean + filled * room - emptied * excess for mean, room, excess in zip(drawn, rooms, excesses, strict=True)]
    if emptied < 1 - tolerance:
        return moved, 1.0
    below = [after / groups for mean, share, after in zip(drawn, shares, moved, strict=True) if mean < share]
    return moved, max(below, default=0.0)


def _room(host: Host, mean: float, share: float, groups: float) -> float:
    """Return the placement groups that the OSDs of a host lack on average, each scattering around its mean."""
    room = 0.0
    for osd, number in Counter(host.osds).items():
        expectation, wanted = mean * osd / host.size, share * osd / host.size
        deviation = sqrt(max(0.0, expectation * (1 - expectation / groups)))
        if not deviation:
            room += number * max(0.0, wanted - expectation)
            continue
        distance = (wanted - expectation) / deviation
        room += number * deviation * (_NORMAL.pdf(distance) + distance * _NORMAL.cdf(distance))
    return room
