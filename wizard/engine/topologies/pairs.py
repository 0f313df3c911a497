"""The places of a stretch cluster and the links between them: each pair counts, the third location too."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from wizard.engine.context import Context
from wizard.model.project import Site, SiteLink


@dataclass(frozen=True, slots=True)
class Pair:
    """Two places and what is stated about the link between them."""

    one: Site
    other: Site
    link: SiteLink | None

    @property
    def rtt(self) -> Fraction | None:
        """Round-trip time [ms], if it is stated."""
        return None if self.link is None else self.link.rtt_ms


def pairs(context: Context) -> tuple[Pair, ...]:
    """Return every pair of the sites with guests and the tie-breaker's place: Corosync needs all of them near."""
    witness = tie_breaker_site(context)
    places = (*context.answers.sites, *(() if witness is None else (witness,)))
    return tuple(_pair(one, other, context) for one, other in combinations(places, 2))


def _pair(one: Site, other: Site, context: Context) -> Pair:
    names = {one.name, other.name}
    stated = [link for link in context.answers.links if set(link.between) == names]
    known = [link for link in stated if link.rtt_ms is not None]
    return Pair(one, other, next(iter([*known, *stated]), None))


def tie_breaker_site(context: Context) -> Site | None:
    """Return the third location that is nearest to both sites; one whose times are not known comes last."""

    def distance(witness: Site) -> tuple[bool, Fraction]:
        times = [_pair(site, witness, context).rtt for site in context.answers.sites]
        known = [time for time in times if time is not None]
        return len(known) < len(times), max(known, default=Fraction(0))

    return min(context.answers.witnesses, key=distance, default=None)


def data_pairs(context: Context) -> tuple[Pair, ...]:
    """Return the pairs of sites with guests."""
    return tuple(_pair(one, other, context) for one, other in combinations(context.answers.sites, 2))


def witness_pairs(context: Context) -> tuple[Pair, ...]:
    """Return the pairs of a site with guests and the tie-breaker's place."""
    data = data_pairs(context)
    return tuple(pair for pair in pairs(context) if pair not in data)


def link_between(context: Context) -> SiteLink | None:
    """Return the link between the two sites with guests: the one with a stated bandwidth before others."""
    names = {site.name for site in context.answers.sites}
    stated = [link for link in context.answers.links if set(link.between) == names]
    return next(iter([*(link for link in stated if link.gbps is not None), *stated]), None)
