"""What is to be said about the shape of a Ceph cluster."""

from collections.abc import Iterator
from fractions import Fraction

from wizard.engine.capacity.ceph_report import Figures
from wizard.model.assessment import Finding, Level
from wizard.model.layout import ErasurePool, ReplicatedPool
from wizard.model.rulebook import Rulebook
from wizard.model.text import Text
from wizard.model.units import whole

Remark = tuple[Level, str, Text]


def findings(figures: Figures, rules: Rulebook) -> tuple[Finding, ...]:
    """Return blockers first, then warnings, then advice, each with its rule and source."""
    found = [*_pool(figures, rules), *_hosts(figures, rules), *_balance(figures, rules), *_osds(figures, rules)]
    order = list(Level)
    found.sort(key=lambda remark: order.index(remark[0]))
    return tuple(Finding(level, rule, text, rules[rule].source) for level, rule, text in found)


def _pool(figures: Figures, rules: Rulebook) -> Iterator[Remark]:
    pool = figures.layout.pool
    if isinstance(pool, ErasurePool):
        if pool.coding < rules("ceph.capacity.min_coding"):
            yield (
                Level.BLOCKER,
                "ceph.capacity.min_coding",
                Text(
                    "{coding} coding chunk: a second failure during the repair loses data; take {least} or more",
                    coding=pool.coding,
                    least=rules.whole("ceph.capacity.min_coding"),
                ),
            )
        return
    yield from _replicas(pool, rules)


def _replicas(pool: ReplicatedPool, rules: Rulebook) -> Iterator[Remark]:
    least = rules.whole("ceph.capacity.min_copies")
    if pool.copies < least:
        yield (
            Level.BLOCKER,
            "ceph.capacity.min_copies",
            Text(
                "{copies} copies: one failure leaves {left}; take {least}",
                copies=pool.copies,
                left=pool.copies - 1,
                least=least,
            ),
        )
    floor = rules.whole("ceph.capacity.min_min_size")
    if pool.min_size < floor:
        yield (
            Level.BLOCKER,
            "ceph.capacity.min_min_size",
            Text(
                "min_size {min_size}: writes are accepted with that many copies and can be lost; take {least}",
                min_size=pool.min_size,
                least=floor,
            ),
        )
    if pool.min_size > pool.copies:
        yield (
            Level.BLOCKER,
            "ceph.capacity.min_min_size",
            Text(
                "min_size {min_size} is above the {copies} copies: no write would be accepted",
                min_size=pool.min_size,
                copies=pool.copies,
            ),
        )


def _hosts(figures: Figures, rules: Rulebook) -> Iterator[Remark]:
    placement = figures.placement
    if not figures.ideal:
        yield (
            Level.BLOCKER,
            "ceph.capacity.spare_hosts",
            Text(
                "{hosts} hosts in {sites} site(s) are left for {copies} copies or chunks ({per_site} per site): "
                "the full redundancy cannot be kept",
                hosts=figures.hosts,
                sites=len(figures.sites),
                copies=placement.copies,
                per_site=placement.per_site,
            ),
        )
        return
    needed = placement.per_site + rules.whole("ceph.capacity.spare_hosts")
    short = [site for site in figures.sites if len(site) < needed]
    if short:
        yield (
            Level.WARNING,
            "ceph.capacity.spare_hosts",
            Text(
                "A lost host is not re-created until it is repaired or replaced: "
                "that takes {needed} hosts; here {hosts} are planned.",
                needed=needed,
                hosts=min(len(site) for site in short),
            ),
        )
    else:
        yield from _marked_out(figures, rules)


def _marked_out(figures: Figures, rules: Rulebook) -> Iterator[Remark]:
    out = whole((1 - rules("ceph.heal.min_in_ratio")) * sum(len(h) for site in figures.sites for h in site)) + 1
    largest = max(len(host) for site in figures.sites for host in site)
    if largest > out:
        yield (
            Level.WARNING,
            "ceph.heal.min_in_ratio",
            Text(
                "The monitors mark {out} OSDs out by themselves; the largest host has {largest}: "
                "after its loss the others are marked out by hand",
                out=out,
                largest=largest,
            ),
        )


def _balance(figures: Figures, rules: Rulebook) -> Iterator[Remark]:
    ratio = rules("ceph.balance.unequal_hosts")
    for site in figures.sites:
        sizes = [sum(host) for host in site]
        if max(sizes) > ratio * min(sizes):
            yield (
                Level.WARNING,
                "ceph.balance.unequal_hosts",
                Text(
                    "Unequal hosts, from {least:size} to {most:size}: the balancer cannot even them out; "
                    "propose equal hosts or CRUSH weights that fit",
                    least=min(sizes),
                    most=max(sizes),
                ),
            )
    if figures.placement.sites > 1:
        totals = [sum(sum(host) for host in site) for site in figures.sites]
        if len(set(totals)) > 1:
            yield (
                Level.WARNING,
                "ceph.balance.unequal",
                Text(
                    "Unequal sites, {least:size} and {most:size}: the smaller one is the limit and is badly balanced",
                    least=min(totals),
                    most=max(totals),
                ),
            )
    elif figures.ideal:
        yield from _never_used(figures)


def _never_used(figures: Figures) -> Iterator[Remark]:
    cap = figures.ideal // figures.placement.data
    unused = sum(max(0, sum(host) - cap) for site in figures.sites for host in site)
    if unused:
        yield (
            Level.WARNING,
            "ceph.balance.unequal",
            Text(
                "{unused:size} can never be used: a host holds one copy of each block, {cap:size} at most",
                unused=unused,
                cap=cap,
            ),
        )


def _osds(figures: Figures, rules: Rulebook) -> Iterator[Remark]:
    share = rules("ceph.capacity.osd_share_of_host")
    worst = max(
        ((max(host), sum(host)) for site in figures.sites for host in site), key=lambda h: h[0] / h[1], default=None
    )
    if worst is not None and worst[0] > share * worst[1]:
        yield (
            Level.WARNING,
            "ceph.capacity.osd_share_of_host",
            Text(
                "One OSD of {osd:size} is {share:percent} of its host; "
                "above {most:percent} its loss overfills the others",
                osd=worst[0],
                share=Fraction(*worst),
                most=share,
            ),
        )
    every = [osd for site in figures.sites for host in site for osd in host]
    if every and max(every) > rules("ceph.capacity.osd_size_ratio") * min(every):
        yield (
            Level.WARNING,
            "ceph.capacity.osd_size_ratio",
            Text(
                "OSDs from {least:size} to {most:size}: the largest carry a multiple of the load",
                least=min(every),
                most=max(every),
            ),
        )
