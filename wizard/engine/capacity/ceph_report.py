"""What is shown with the figures of a Ceph cluster: the limit in words and the calculation."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from wizard.engine.capacity import crush
from wizard.engine.capacity.bounds import Placement, Site, terms
from wizard.engine.capacity.ceph_terms import Promise
from wizard.model.calculation import Calculation
from wizard.model.layout import CephLayout
from wizard.model.rulebook import Rulebook
from wizard.model.text import Text
from wizard.model.units import whole


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that the report of one cluster prints; sizes in bytes."""

    layout: CephLayout
    placement: Placement
    sites: tuple[Site, ...]
    """OSDs that are left, by site and host."""
    raw: int
    left: int
    ideal: int
    balanced: int
    equal: bool
    """Nothing is lost and all hosts are equal."""
    promise: Promise

    @property
    def nominal(self) -> int:
        """Raw divided by the redundancy."""
        return self.raw * self.placement.data // self.placement.copies

    @property
    def hosts(self) -> int:
        """Hosts with OSDs that are left."""
        return sum(len(site) for site in self.sites)


def limit(figures: Figures, rules: Rulebook) -> Text:
    """Return which term limits the promise, in figures."""
    promised, placement = figures.promise, figures.placement
    counted = promised.terms
    match promised.limit:
        case "hosts":
            return Text(
                "too few hosts: a block needs {copies} of them in {sites} site(s), one for each copy; {hosts} are left",
                copies=placement.copies,
                sites=placement.sites,
                hosts=figures.hosts,
            )
        case "osd" if counted.after_host is None:
            return Text(
                "the loss of a drive: with as many hosts as copies its data must fit on the other drives of the same "
                "host ({left:size} at most); a lost host is not re-created until it is repaired or replaced",
                left=counted.after_osd,
            )
        case "osd":
            return Text(
                "the loss of a drive: the others must take its data ({left:size} at most)", left=counted.after_osd
            )
        case "host" if counted.hosts_lost > 1:
            return Text(
                "the loss of {n} hosts: the others must take their data ({left:size} at most)",
                n=counted.hosts_lost,
                left=counted.after_host,
            )
        case "host":
            return Text(
                "the loss of a host: the others must take its data ({left:size} at most)", left=counted.after_host
            )
        case "balanced":
            return Text("the fullest OSD: it is nearly full at {balanced:size}", balanced=figures.balanced)
    return Text(
        "the warning for a nearly full OSD, at {share:percent} of what the cluster holds",
        share=rules("ceph.full.nearfull"),
    )


def calculations(figures: Figures, rules: Rulebook) -> tuple[Calculation, ...]:
    """Return how raw, nominal, ideal, balanced, nearfull and usable bytes came about."""
    nearfull = rules("ceph.full.nearfull")
    return (
        Calculation(
            "storage.raw", Text("Raw capacity"), "sum(hosts)", {"hosts": _host_sizes(figures)}, figures.raw, "bytes"
        ),
        Calculation(
            "storage.nominal",
            Text("Raw capacity divided by the redundancy; never a promise"),
            "raw*data//copies",
            {"raw": figures.raw, "data": figures.placement.data, "copies": figures.placement.copies},
            figures.nominal,
            "bytes",
        ),
        _ideal(figures),
        _balanced(figures, rules),
        Calculation(
            "storage.nearfull",
            Text("Ceph warns of the first nearly full OSD"),
            "floor(nearfull*balanced)",
            {"nearfull": nearfull, "balanced": figures.balanced},
            whole(nearfull * figures.balanced),
            "bytes",
            ("ceph.full.nearfull",),
        ),
        Calculation(
            "storage.full",
            Text("Writes stop: the first OSD is full"),
            "floor(full*balanced)",
            {"full": rules("ceph.full.full"), "balanced": figures.balanced},
            whole(rules("ceph.full.full") * figures.balanced),
            "bytes",
            ("ceph.full.full",),
        ),
        _usable(figures, rules),
    )


def _host_sizes(figures: Figures) -> list[int]:
    return [sum(host.osds) for host in figures.layout.hosts]


def _ideal(figures: Figures) -> Calculation:
    """Write the bound: per site, what the hosts hold without the j largest, by the copies left for them."""
    placement = figures.placement
    inputs: dict[str, int | Fraction] = {"data": placement.data}
    formula = "0"
    if figures.ideal and placement.sites == len(figures.sites):
        quotients = []
        for number, site in enumerate(figures.sites, 1):
            for taken, (rest, left) in enumerate(terms([sum(host) for host in site], placement.per_site)):
                name = f"without_{taken}" if placement.sites == 1 else f"site_{number}_without_{taken}"
                inputs |= {name: rest, f"copies_{taken}": left}
                quotients.append(f"data*{name}//copies_{taken}")
        formula = f"min({', '.join(quotients)})" if len(quotients) > 1 else quotients[0]
    elif figures.ideal:
        inputs["ideal_of_sites"] = Fraction(figures.ideal, placement.data)
        formula = "floor(data*ideal_of_sites)"
    else:
        inputs |= {"hosts": figures.hosts, "copies": placement.copies}
    return Calculation(
        "storage.ideal",
        Text(
            "Most that any placement could hold, each copy on another host: "
            "what the hosts hold without the largest ones, by the copies left"
        ),
        formula,
        inputs,
        figures.ideal,
        "bytes",
    )


def _balanced(figures: Figures, rules: Rulebook) -> Calculation:
    title = Text("What CRUSH with the upmap balancer holds before its first OSD is full")
    every = [osd for site in figures.sites for host in site for osd in host]
    if figures.equal:
        groups = crush.placement_groups(len(every), figures.placement.copies, rules)
        return Calculation(
            "storage.balanced",
            title,
            "ideal*groups*copies*smallest//(groups*copies*smallest+deviation*raw)",
            {
                "ideal": figures.ideal,
                "groups": groups,
                "copies": figures.placement.copies,
                "smallest": min(every),
                "deviation": rules.whole("ceph.crush.deviation"),
                "raw": figures.left,
            },
            figures.balanced,
            "bytes",
            ("ceph.crush.placement_groups", "ceph.crush.placement_groups_per_osd", "ceph.crush.deviation"),
        )
    return Calculation(
        "storage.balanced",
        title,
        "floor(left*data/copies*share)",
        {
            "left": Fraction(figures.left),
            "data": figures.placement.data,
            "copies": figures.placement.copies,
            "share": Fraction(
                figures.balanced * figures.placement.copies, max(1, figures.left) * figures.placement.data
            ),
        },
        figures.balanced,
        "bytes",
        ("ceph.crush.placement_groups", "ceph.crush.blom"),
    )


def _usable(figures: Figures, rules: Rulebook) -> Calculation:
    counted = figures.promise.terms
    inputs: dict[str, int | Fraction] = {
        "reserve": rules("ceph.capacity.bluestore_reserve"),
        "nearfull": rules("ceph.full.nearfull"),
        "balance": rules(counted.balance),
        "ideal": counted.ideal,
        "balanced": figures.balanced,
        "backfillfull": rules("ceph.full.backfillfull"),
        "heal_osd": rules(counted.heal_osd),
        "after_osd": counted.after_osd,
    }
    parts = ["nearfull*balance*ideal", "nearfull*balanced", "backfillfull*heal_osd*after_osd"]
    used = [
        "ceph.capacity.bluestore_reserve",
        "ceph.full.nearfull",
        counted.balance,
        "ceph.full.backfillfull",
        counted.heal_osd,
    ]
    if counted.after_host is not None:
        inputs |= {"heal_host": rules(counted.heal_host), "after_host": counted.after_host}
        parts.append("backfillfull*heal_host*after_host")
        used.append(counted.heal_host)
    titles: Mapping[str, Text] = {
        "unequal": Text(
            "Safe data: still held after the planned failure was healed, with the balance of unequal hosts"
        ),
        "mixed": Text("Safe data: still held after the planned failure was healed, no host counted above the smallest"),
        "equal": Text("Safe data: still held after the planned failure was healed"),
    }
    return Calculation(
        "storage.usable",
        titles[counted.counted],
        f"floor((1-reserve)*min({', '.join(parts)}))",
        inputs,
        figures.promise.usable,
        "bytes",
        tuple(used),
    )
