"""The terms of a Ceph promise: what is safe before a failure, after a lost host and after a lost OSD."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from wizard.engine.capacity.bounds import (
    Placement,
    Site,
    after_host_loss,
    after_osd_loss,
    cluster_bound,
    healing_losses,
)
from wizard.engine.capacity.crush import expected
from wizard.model.rulebook import Rulebook
from wizard.model.units import whole


@dataclass(frozen=True, slots=True)
class Terms:
    """How a cluster counts: bounds in bytes of client data, and the rules for the share that Ceph reaches."""

    counted: str
    """``unequal`` hosts; equal ones with ``mixed`` OSDs; or ``equal`` in both."""
    ideal: int
    balance: str
    after_host: int | None
    hosts_lost: int
    """Hosts that ``after_host`` does without: those of the planned failure that heal."""
    heal_host: str
    after_osd: int
    heal_osd: str

    def limits(self, rules: Rulebook) -> dict[str, Fraction]:
        """Return what may be promised, by the name of the limit."""
        backfillfull = rules("ceph.full.backfillfull")
        found = {
            "nearfull": rules("ceph.full.nearfull") * rules(self.balance) * self.ideal,
            "osd": backfillfull * rules(self.heal_osd) * self.after_osd,
        }
        if self.after_host is not None:
            found["host"] = backfillfull * rules(self.heal_host) * self.after_host
        return found


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised [bytes of client data], how the cluster counts, and which limit it is."""

    usable: int
    terms: Terms
    limit: str


def promise(sites: Sequence[Site], placement: Placement, balanced: int, failures: int, rules: Rulebook) -> Promise:
    """Return the safe data: the least of what each failure leaves.

    Parameters
    ----------
    sites
        OSD sizes by site and host [bytes].
    placement
        Copies in all and in each site.
    balanced
        What is held before the first OSD is full [bytes].
    failures
        Hosts whose loss is planned for [count].
    rules
        Rulebook.
    """
    terms = terms_of(sites, placement, failures, rules)
    limits = terms.limits(rules)
    name = min(limits, key=limits.__getitem__)
    amount = limits[name]
    ceiling = rules("ceph.full.nearfull") * balanced
    usable = whole((1 - rules("ceph.capacity.bluestore_reserve")) * min(amount, ceiling))
    if not terms.ideal:
        name = "hosts"
    elif ceiling < amount:
        name = "balanced"
    return Promise(usable, terms, name)


def equal_cluster(sites: Sequence[Site], placement: Placement) -> bool:
    """Say whether all hosts are equal in size, all sites in hosts, and there are enough of both."""
    return (
        bool(sites)
        and len(sites) == placement.sites
        and len({len(site) for site in sites}) == 1
        and len(sites[0]) >= placement.per_site
        and len({sum(host) for site in sites for host in site}) == 1
    )


def terms_of(sites: Sequence[Site], placement: Placement, failures: int, rules: Rulebook) -> Terms:
    """Return how a cluster counts: as equal hosts, or with the poor balance that Ceph reaches on unequal ones.

    An unequal cluster is promised less than the equal one inside it would be: the balancer gives up on it, and only
    changed CRUSH weights would make it the equal one. So a larger host can lower the promise.

    References
    ----------
    Measured placements of Ceph 19.2.3; hosts within a tenth of each other balance like equal ones.
    """
    if not _nearly_equal(sites, rules):
        return _terms(sites, placement, "unequal", failures, rules)
    sizes = {osd for site in sites for host in site for osd in host}
    return _terms(sites, placement, "mixed" if len(sizes) > 1 else "equal", failures, rules)


def _nearly_equal(sites: Sequence[Site], rules: Rulebook) -> bool:
    totals = [sum(host) for site in sites for host in site]
    alike = bool(totals) and len({len(site) for site in sites}) == 1
    return alike and max(totals) <= min(totals) * rules("ceph.balance.unequal_hosts")


def _terms(sites: Sequence[Site], placement: Placement, counted: str, failures: int, rules: Rulebook) -> Terms:
    ideal = cluster_bound(sites, placement)
    unequal = counted == "unequal"
    if unequal:
        ideal = min(ideal, expected(sites, placement, rules))
    host = after_host_loss(sites, placement, failures)
    return Terms(
        counted=counted,
        ideal=whole(ideal),
        balance="ceph.balance.unequal" if unequal else "ceph.balance.equal",
        after_host=None if host is None else whole(host),
        hosts_lost=max((healing_losses(len(site), placement.per_site, failures) for site in sites), default=0),
        heal_host="ceph.heal.host_unequal" if unequal else "ceph.heal.host_equal",
        after_osd=whole(after_osd_loss(sites, placement)),
        heal_osd=heal_osd_rule(all(len(site) == placement.per_site for site in sites), counted == "equal"),
    )


def heal_osd_rule(copies_equal_hosts: bool, equal_osds: bool) -> str:
    """Return the rule for the share that is reached after the loss of one OSD."""
    if copies_equal_hosts:
        return "ceph.heal.osd_copies_equal_hosts"
    return "ceph.heal.osd" if equal_osds else "ceph.heal.osd_mixed"
