"""Ceph: from OSDs in hosts and sites to the client data that is safe to promise."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from wizard.engine.capacity import ceph_findings, ceph_report, crush
from wizard.engine.capacity.bounds import Placement, Site, cluster_bound, exact_bound, healing_losses
from wizard.engine.capacity.ceph_terms import equal_cluster, heal_osd_rule, promise
from wizard.model.layout import CephCapacity, CephLayout, ErasurePool
from wizard.model.rulebook import Rulebook
from wizard.model.units import whole


def bound(capacities: Sequence[int], copies: int) -> int:
    """Return the most data that any placement could hold with one copy per domain.

    Parameters
    ----------
    capacities
        Capacity of each failure domain, shape (domains,) [bytes].
    copies
        Copies, each in another domain [count].

    Raises
    ------
    ValueError
        If ``copies`` is below one.

    Notes
    -----
    The largest D with sum(min(c, D)) = copies × D or more; its closed form is the least, over the j largest domains
    left out, of what the others hold divided by the copies left. Hall's condition for one copy per domain.

    Examples
    --------
    >>> bound([4, 4, 8], 3), bound([10, 10, 10, 20], 3), bound([4, 4, 4, 4, 40], 3), bound([4, 4], 3)
    (4, 15, 8, 0)
    """
    if copies < 1:
        raise ValueError("copies: one or more")
    return whole(exact_bound(capacities, copies))


def bound_erasure(hosts: Sequence[Sequence[int]], data: int, coding: int, chunks_per_host: int = 1) -> int:
    """Return the most data that an erasure-coded pool could hold.

    Parameters
    ----------
    hosts
        OSD sizes of each host, shape (hosts, OSDs of the host) [bytes].
    data, coding
        Chunks of a block [count].
    chunks_per_host
        Chunks that a host takes, each on another OSD [count]; one unless the CRUSH rule says otherwise.

    Examples
    --------
    Four data and two coding chunks on three hosts, two in each:

    >>> bound_erasure([[4, 4, 4, 4]] * 3, 4, 2, chunks_per_host=2)
    32
    """
    if chunks_per_host == 1:
        return whole(data * exact_bound([sum(host) for host in hosts], data + coding))
    inside = [exact_bound(host, chunks_per_host) for host in hosts]
    return whole(data * exact_bound(inside, (data + coding) // chunks_per_host))


def bound_sites(sites: Sequence[Sequence[int]], copies_per_site: int, copies: int) -> int:
    """Return the most data that a pool with a number of copies in each site could hold.

    Parameters
    ----------
    sites
        Host capacities of each site, shape (sites, hosts of the site) [bytes].
    copies_per_site, copies
        Copies in each site that holds the block, and in all [count].

    Examples
    --------
    One large host in a site helps nobody: 8 and 24 beside 16 and 16, two copies in each:

    >>> bound_sites([[8, 24], [16, 16]], 2, 4)
    8
    """
    return whole(exact_bound([exact_bound(site, copies_per_site) for site in sites], copies // copies_per_site))


@dataclass(frozen=True, slots=True)
class Slots:
    """The figures of an equal cluster, in bytes of client data (``raw`` apart)."""

    raw: int
    nominal: int
    ideal: int
    balanced: int
    nearfull: int
    usable: int
    limited_by: str
    """``nearfull``, ``host``, ``osd`` or ``hosts`` (fewer hosts than copies)."""
    after_host: int | None
    """Bound after the planned loss of hosts was healed, as far as it can be; None where not one can."""
    after_osd: int


def homogeneous(
    hosts: int, osds: int, osd_bytes: int, copies: int, sites: int, rules: Rulebook, failures: int = 1
) -> Slots:
    """Return the figures of a cluster of equal hosts: the fast path of the search, equal to :func:`capacity`.

    Parameters
    ----------
    hosts
        Hosts of all sites together [count].
    osds
        OSDs of each host [count].
    osd_bytes
        Size of an OSD [bytes].
    copies
        Copies of the pool in all sites together [count].
    sites
        1, or 2 for a stretch pool with half of the copies in each site [count].
    rules
        Rulebook.
    failures
        Hosts of a site whose loss is planned for [count].

    Raises
    ------
    ValueError
        If hosts or copies do not divide into the sites.

    Examples
    --------
    Three hosts with four OSDs keep 0.90 × 0.92 × 3/4 of the nominal capacity, less 1 % for BlueStore:

    >>> from wizard.persistence.rulebook import bundled_rulebook
    >>> figures = homogeneous(3, 4, 10**12, 3, 1, bundled_rulebook())
    >>> figures.ideal, figures.usable, figures.limited_by
    (4000000000000, 2459160000000, 'osd')
    """
    return _homogeneous(hosts, osds, osd_bytes, copies, sites, rules, failures)


@lru_cache(maxsize=65536)
def _homogeneous(hosts: int, osds: int, size: int, copies: int, sites: int, rules: Rulebook, failures: int) -> Slots:
    if hosts % sites or copies % sites:
        raise ValueError("hosts: hosts and copies divide into equal sites")
    raw = hosts * osds * size
    nominal = raw // copies
    here, kept, full = hosts // sites, copies // sites, osds * size
    if here < kept or not osds:
        return Slots(raw, nominal, 0, 0, 0, 0, "hosts", None, 0)
    ideal = here * full // kept
    lost = healing_losses(here, kept, failures)
    after_host = (here - lost) * full // kept if lost else None
    after_osd = min(((here - j) * full - size) // (kept - j) for j in range(kept))
    balanced = equal_balanced(ideal, hosts * osds, copies, size, raw, rules)
    reserve = 1 - rules("ceph.capacity.bluestore_reserve")
    nearfull, backfill = rules("ceph.full.nearfull"), rules("ceph.full.backfillfull")
    limits = {
        "nearfull": nearfull * rules("ceph.balance.equal") * ideal,
        "osd": backfill * rules(heal_osd_rule(here == kept, True)) * after_osd,
    }
    if after_host is not None:
        limits["host"] = backfill * rules("ceph.heal.host_equal") * after_host
    limit = min(limits, key=limits.__getitem__)
    usable = whole(reserve * min(limits[limit], nearfull * balanced))
    return Slots(raw, nominal, ideal, balanced, whole(nearfull * balanced), usable, limit, after_host, after_osd)


@lru_cache(maxsize=4096)
def usable_share(hosts: int, copies: int, sites: int, rules: Rulebook, failures: int) -> Fraction:
    """Return the share of the raw space that :func:`homogeneous` never goes above, whichever OSDs the hosts have."""
    here, kept = hosts // sites, copies // sites
    if here < kept:
        return Fraction(0)
    backfill = rules("ceph.full.backfillfull")
    left = Fraction(here - healing_losses(here, kept, failures), here)
    most = min(
        rules("ceph.full.nearfull") * rules("ceph.balance.equal"),
        backfill * rules(heal_osd_rule(here == kept, True)),
        backfill * rules("ceph.heal.host_equal") * left if left < 1 else Fraction(1),
    )
    return (1 - rules("ceph.capacity.bluestore_reserve")) * most / copies


def equal_balanced(ideal: int, osds: int, copies: int, smallest: int, raw: int, rules: Rulebook) -> int:
    """Return what equal hosts hold: the balancer leaves the smallest OSD a placement group or so above its share."""
    share = crush.placement_groups(osds, copies, rules) * copies * smallest
    return ideal * share // (share + rules.whole("ceph.crush.deviation") * raw)


def capacity(layout: CephLayout, rules: Rulebook) -> CephCapacity:
    """Return what a Ceph cluster of any shape holds, with what limits it, findings and calculations.

    Parameters
    ----------
    layout
        Hosts with OSD sizes [bytes], one pool, and what is lost.
    rules
        Rulebook.

    Raises
    ------
    ValueError
        ``field.path: reason`` if the layout contradicts itself.

    Notes
    -----
    Ceph documentation, Monitor Config Reference, "Storage Capacity"; CRUSH (Weil et al., SC 2006).

    Examples
    --------
    >>> from wizard.model.layout import LAYOUT
    >>> from wizard.persistence.rulebook import bundled_rulebook
    >>> hosts = [{"name": name, "osds": [size] * 4} for name, size in (("a", 25), ("b", 25), ("c", 25), ("d", 50))]
    >>> layout = LAYOUT.validate_python({"format": "rackwright-layout/1", "storage": "ceph", "hosts": hosts})
    >>> answer = capacity(layout, bundled_rulebook())
    >>> answer.raw_bytes, answer.nominal_bytes, answer.ideal_bytes
    (500, 166, 150)
    """
    placement = placement_of(layout)
    installed, left = clusters(layout)
    sites = tuple(tuple(host.osds for host in site if host.osds) for site in left)
    sites = tuple(site for site in sites if site)
    ideal = whole(cluster_bound(sites, placement))
    balanced, equal = _balanced(layout, installed, left, sites, ideal, placement, rules)
    promised = promise(sites, placement, balanced, layout.host_failures, rules)
    figures = ceph_report.Figures(
        layout=layout,
        placement=placement,
        sites=sites,
        raw=sum(osd for host in layout.hosts for osd in host.osds),
        left=sum(osd for site in sites for host in site for osd in host),
        ideal=ideal,
        balanced=balanced,
        equal=equal,
        promise=promised,
    )
    return CephCapacity(
        raw_bytes=figures.raw,
        nominal_bytes=figures.nominal,
        ideal_bytes=ideal,
        balanced_bytes=balanced,
        nearfull_bytes=whole(rules("ceph.full.nearfull") * balanced),
        usable_bytes=promised.usable,
        limited_by=ceph_report.limit(figures, rules),
        findings=ceph_findings.findings(figures, rules),
        calculations=ceph_report.calculations(figures, rules),
    )


def placement_of(layout: CephLayout) -> Placement:
    """Return what the pool keeps of each block.

    Raises
    ------
    ValueError
        If the copies do not divide into the sites, or a host names no site where copies per site are asked for.
    """
    pool = layout.pool
    if isinstance(pool, ErasurePool):
        return Placement(pool.data + pool.coding, pool.data + pool.coding, pool.data)
    if pool.copies_per_site is None:
        return Placement(pool.copies, pool.copies)
    if pool.copies % pool.copies_per_site:
        raise ValueError(
            f"pool.copies_per_site: {pool.copies} copies do not divide into sites with {pool.copies_per_site} each"
        )
    for number, host in enumerate(layout.hosts):
        if host.site is None:
            raise ValueError(f"hosts.{number}.site: the pool keeps copies per site, and this host names no site")
    return Placement(pool.copies, pool.copies_per_site)


def clusters(layout: CephLayout) -> tuple[tuple[Site, ...], tuple[tuple[crush.Host, ...], ...]]:
    """Return the hosts by site as installed, and with what is lost taken out.

    Raises
    ------
    ValueError
        If two hosts have one name, or something is lost that is not there.
    """
    names = [host.name for host in layout.hosts]
    for number, name in enumerate(names):
        if name in names[:number]:
            raise ValueError(f'hosts.{number}.name: "{name}" stands twice')
    for number, name in enumerate(layout.lost.hosts):
        if name not in names:
            raise ValueError(f'lost.hosts.{number}: there is no host "{name}"')
    gone: set[tuple[str, int]] = set()
    for number, (name, position) in enumerate(layout.lost.osds):
        if name not in names:
            raise ValueError(f'lost.osds.{number}: there is no host "{name}"')
        if not 0 <= position < len(layout.hosts[names.index(name)].osds):
            raise ValueError(f'lost.osds.{number}: host "{name}" has no OSD number {position}')
        gone.add((name, position))
    by_site = isinstance(layout.pool, ErasurePool) or layout.pool.copies_per_site is None
    installed: dict[str | None, list[tuple[int, ...]]] = {}
    left: dict[str | None, list[crush.Host]] = {}
    for host in layout.hosts:
        site = None if by_site else host.site
        whole_host = host.name not in layout.lost.hosts
        rest = tuple(osd for i, osd in enumerate(host.osds) if whole_host and (host.name, i) not in gone)
        installed.setdefault(site, []).append(host.osds)
        left.setdefault(site, []).append(crush.Host(sum(host.osds), rest))
    return tuple(map(tuple, installed.values())), tuple(map(tuple, left.values()))


def _balanced(
    layout: CephLayout,
    installed: tuple[Site, ...],
    left: tuple[tuple[crush.Host, ...], ...],
    sites: tuple[Site, ...],
    ideal: int,
    placement: Placement,
    rules: Rulebook,
) -> tuple[int, bool]:
    """Return what the balancer reaches, and whether by the closed form for equal hosts or by the prediction.

    Where the full redundancy cannot be kept, it is what the copies hold that can still be placed: after a loss, and
    as long as the pool accepts writes with them.
    """
    every = [osd for site in sites for host in site for osd in host]
    lost = len(every) < sum(len(host) for site in installed for host in site)
    if not lost and equal_cluster(sites, placement):
        return equal_balanced(ideal, len(every), placement.copies, min(every), sum(every), rules), True
    if not ideal and not (lost and _writable(layout, sites, placement)):
        return 0, False
    held = whole(crush.predict(left, placement, isinstance(layout.pool, ErasurePool), rules))
    return (min(held, ideal) if ideal else held), False


def _writable(layout: CephLayout, sites: tuple[Site, ...], placement: Placement) -> bool:
    """Say whether enough copies can be placed for writes; erasure code asks for one chunk above the data, if it can."""
    placed = sum(sorted((min(len(site), placement.per_site) for site in sites), reverse=True)[: placement.sites])
    pool = layout.pool
    if isinstance(pool, ErasurePool):
        return placed >= pool.data + (1 if pool.coding > 1 else 0)
    return placed >= pool.min_size
