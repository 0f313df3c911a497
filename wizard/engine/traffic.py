"""Evacuation, rebuild and the links between sites: what they put on the network, in figures."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from wizard.engine import rebuild
from wizard.engine.context import Context
from wizard.engine.demand import memory_of
from wizard.engine.ledger import Ledger
from wizard.engine.search import Candidate
from wizard.engine.topologies.kind import Fabric, NetworkNeed, StorageKind
from wizard.engine.topologies.pairs import link_between
from wizard.model.assessment import Finding, Level, Traffic
from wizard.model.text import Text
from wizard.model.units import BITS_PER_BYTE, GB, HOURS_PER_DAY, SECONDS_PER_HOUR, SECONDS_PER_MINUTE

EVACUATION = "ceil(memory * bits / (gbps * gb * link_share) / minute)"
LINK = "receivers * link_share * client_share * gbps * gb / bits"
DRIVES = "receivers * osds * rate"
REBUILD = "ceil((waits + data / rate) / minute)"
RESYNC = "ceil(data * bits / (gbps * gb * link_share) / minute)"
WRITES = "nodes * ports * gbps * gb / bits / ((nodes - 1) / nodes + copies - 1)"
CROSSING = "{path} * gb / bits / (copies / sites)"
SITE_LOAD = (
    "(max(iops * write_share * io, change * peak / day) * copies / sites"
    " + iops * (1 - write_share) * io * (1 - 1 / sites)) * bits / gb"
)

_REPLICATION = "replication"
"""The network that carries replicas, and live migrations where it is there."""


def traffic(candidate: Candidate, context: Context, ledger: Ledger) -> Traffic | None:
    """Return what the planned events put on the network of a cluster; None for a single node.

    Notes
    -----
    Evacuation moves the memory of running virtual machines; containers and guests that cannot migrate are stopped.
    Times are lower bounds at the planned shares of a link. A bond counts as one port: the other one is for its failure.

    References
    ----------
    Proxmox VE Administration Guide, High Availability, Maintenance Mode; Ceph documentation, Hardware Recommendations.
    """
    if candidate.shape.nodes == 1:
        return None
    found = _evacuation(candidate, context, ledger)
    match candidate.shape.storage:
        case StorageKind.CEPH:
            found |= _ceph(candidate, context, ledger)
        case StorageKind.ZFS:
            found |= _resync(candidate, context, ledger)
        case _:
            found["text"] = Text("The data is on the existing storage: after the loss of a node nothing is copied.")
    if candidate.shape.sites > 1:
        found |= _between_sites(candidate, context, ledger)
    return Traffic(**found)


def _evacuation(candidate: Candidate, context: Context, ledger: Ledger) -> dict[str, Any]:
    need, gbps = max(
        ((need, kind.gbps) for need, kind in candidate.network.ports if need.medium == "ethernet" and _moves(need)),
        key=lambda one: (one[1], one[0].name == _REPLICATION),
    )
    moving = memory_of(one for one in context.demand.classes if one.migratable and not one.container)
    size = ledger.figure(
        "traffic.evacuation_bytes", Text("Memory of one node's guests that move while they run"),
        "ceil(memory / nodes)", "bytes", {"memory": moving, "nodes": candidate.shape.nodes},
    )  # fmt: skip
    ledger.figure("traffic.evacuation_gbps", Text("Port that live migration uses"), "gbps", "gbps", {"gbps": gbps})
    minutes = ledger.figure(
        "traffic.evacuation_minutes", Text("Time until a node is empty, at least"), EVACUATION, "minutes",
        {"memory": size, "gbps": gbps, "gb": GB, "bits": BITS_PER_BYTE, "minute": SECONDS_PER_MINUTE},
        link_share="network.link_share",
    )  # fmt: skip
    return {
        "evacuation_bytes": size,
        "evacuation_network": need.name,
        "evacuation_gbps": gbps,
        "evacuation_minutes": minutes,
    }


def _moves(need: NetworkNeed) -> bool:
    """Whether live migration may use a network: not the one of Corosync, nor the paths to an array."""
    return need.name != "corosync" and need.fabric is not Fabric.ARRAY


def _ceph(candidate: Candidate, context: Context, ledger: Ledger) -> dict[str, Any]:
    shape = candidate.shape
    gbps = ceph_gbps(candidate)
    found: dict[str, Any] = {"write_limit_bytes_per_second": _write_limit(candidate, gbps, context, ledger)}
    if not rebuild.heals(shape):
        text = Text(
            "The copies of a lost node are not made again: with {copies} copies each node holds one, so they wait "
            "for its repair.",
            copies=shape.copies // shape.sites,
        )
        return found | {"text": text}
    return found | _rebuild(candidate, gbps, context, ledger)


def _write_limit(candidate: Candidate, gbps: int, context: Context, ledger: Ledger) -> int:
    """Return what all clients can write at most [bytes/s]; the copies for another site also go over the link to it."""
    shape = candidate.shape
    ports = next(
        need.links if need.fabric is Fabric.MESH else 1
        for need, _ in candidate.network.ports if need.name == rebuild.NETWORK
    )  # fmt: skip
    inputs = {"nodes": shape.nodes, "ports": ports, "copies": shape.copies, "gbps": gbps, "gb": GB,
              "bits": BITS_PER_BYTE}  # fmt: skip
    across = _across(candidate, context)
    if not across:
        title = Text("Most that all clients can write, by ports and copies")
        return int(ledger.figure("traffic.write_limit_bytes_per_second", title, f"floor({WRITES})", "bytes/s", inputs))
    title = Text("Most that all clients can write, by ports, copies and what joins the sites")
    crossing = CROSSING.format(path=next(iter(across)) if len(across) == 1 else f"min({', '.join(across)})")
    return int(ledger.figure(
        "traffic.write_limit_bytes_per_second", title, f"floor(min({WRITES}, {crossing}))", "bytes/s",
        {**inputs, **across, "sites": shape.sites},
    ))  # fmt: skip


def _across(candidate: Candidate, context: Context) -> dict[str, Fraction | int]:
    """Return what carries Ceph from site to site, as far as it is known: the line, and our ports for it [Gbit/s]."""
    if candidate.shape.sites == 1:
        return {}
    link, stack = link_between(context), candidate.network.stack_of(rebuild.NETWORK)
    found: dict[str, Fraction | int] = {}
    if link is not None and link.gbps is not None:
        found["line"] = link.gbps
    if stack is not None:
        found["site_ports"] = stack.gbps_to("site")
    return found


def ceph_gbps(candidate: Candidate) -> int:
    """Return the speed of Ceph's ports."""
    return next(kind.gbps for need, kind in candidate.network.ports if need.name == rebuild.NETWORK)


def _rebuild(candidate: Candidate, gbps: int, context: Context, ledger: Ledger) -> dict[str, Any]:
    shape, option = candidate.shape, candidate.storage
    if option.drive is None:
        raise ValueError("Ceph has no drives")
    takers = rebuild.receivers(shape)
    size = ledger.figure(
        "traffic.rebuild_bytes", Text("Data of a lost node"), "ceil(data * copies / nodes)", "bytes",
        {"data": context.demand.disk_bytes, "copies": shape.copies, "nodes": shape.nodes},
    )  # fmt: skip
    links = ledger.figure(
        "traffic.rebuild_link_rate", Text("Copies that the ports of all receivers take beside their clients"), LINK,
        "bytes/s", {"receivers": takers, "gbps": gbps, "gb": GB, "bits": BITS_PER_BYTE},
        link_share="ceph.recovery_link_share", client_share="ceph.recovery_client_share",
    )  # fmt: skip
    drives = ledger.figure(
        "traffic.rebuild_drive_rate", Text("Copies that the drives of all receivers take"), DRIVES, "bytes/s",
        {"receivers": takers, "osds": option.drives}, rate=rebuild.drive_rate_rule(option.drive),
    )  # fmt: skip
    minutes = ledger.figure(
        "traffic.rebuild_minutes", Text("Time until the copies of a lost node are made again"), REBUILD, "minutes",
        {"data": size, "rate": min(links, drives), "minute": SECONDS_PER_MINUTE}, waits="ceph.recovery_out_s",
    )  # fmt: skip
    load = ledger.figure(
        "traffic.rebuild_gbps", Text("Load of the rebuild on the port of each receiver"),
        "min(links, drives) / receivers * bits / gb", "gbps",
        {"links": links, "drives": drives, "receivers": takers, "bits": BITS_PER_BYTE, "gb": GB},
    )  # fmt: skip
    share = ledger.figure(
        "traffic.rebuild_link_share", Text("The same as a share of the port"), "load / gbps", "share",
        {"load": load, "gbps": gbps},
    )  # fmt: skip
    limit = Text("the ports") if links <= drives else Text("the drives")
    return {
        "rebuild_bytes": size,
        "rebuild_minutes": minutes,
        "rebuild_gbps": Fraction(load),
        "rebuild_link_share": Fraction(share),
        "text": Text("The other nodes make the copies of a lost node again; {limit} set the pace.", limit=limit),
    }


def _resync(candidate: Candidate, context: Context, ledger: Ledger) -> dict[str, Any]:
    shape = candidate.shape
    gbps = next(kind.gbps for need, kind in candidate.network.ports if need.name == _REPLICATION)
    size = ledger.figure(
        "traffic.rebuild_bytes", Text("Data of a lost node"), "ceil(data * copies / nodes)", "bytes",
        {"data": context.demand.disk_bytes, "copies": shape.copies, "nodes": shape.nodes},
    )  # fmt: skip
    minutes = ledger.figure(
        "traffic.rebuild_minutes", Text("Time until a repaired node has its replicas again"), RESYNC, "minutes",
        {"data": size, "gbps": gbps, "gb": GB, "bits": BITS_PER_BYTE, "minute": SECONDS_PER_MINUTE},
        link_share="replication.link_share",
    )  # fmt: skip
    share = ledger.figure(
        "traffic.rebuild_link_share", Text("Share of the port that replication takes"), "share", "share",
        share="replication.link_share",
    )  # fmt: skip
    load = ledger.figure(
        "traffic.rebuild_gbps", Text("Load of the replication on the port of the repaired node"), "gbps * share",
        "gbps", {"gbps": gbps, "share": share},
    )  # fmt: skip
    return {
        "rebuild_bytes": size,
        "rebuild_minutes": minutes,
        "rebuild_gbps": Fraction(load),
        "rebuild_link_share": Fraction(share),
        "text": Text("When the lost node is repaired, its replicas are sent anew."),
    }


def _between_sites(candidate: Candidate, context: Context, ledger: Ledger) -> dict[str, Any]:
    """Return the load of the guests on the link between the sites.

    Each write goes to the other site as often as that keeps copies. Reads come from anywhere: of two sites every
    second one from the other.

    References
    ----------
    Ceph, "Two-site stretch clusters" (ceph.io): half of the reads are remote unless they are localised.
    """
    shape, demand = candidate.shape, context.demand
    load = ledger.figure(
        "traffic.site_load_gbps", Text("Load of the guests' writes and reads on the link between the sites"),
        SITE_LOAD, "gbps",
        {"iops": demand.iops or 0, "write_share": demand.write_share,
         "change": demand.disk_bytes * context.answers.daily_change, "day": HOURS_PER_DAY * SECONDS_PER_HOUR,
         "copies": shape.copies, "sites": shape.sites, "bits": BITS_PER_BYTE, "gb": GB},
        io="network.operation_bytes", peak="replication.peak",
    )  # fmt: skip
    needed = ledger.figure(
        "traffic.site_gbps_needed", Text("Bandwidth that the link between the sites needs"),
        "max(load / link_share, least)", "gbps", {"load": load}, link_share="network.link_share",
        least="network.ceph_gbps_minimum",
    )  # fmt: skip
    link = link_between(context)
    stated = None if link is None else link.gbps
    if stated is not None:
        ledger.figure("traffic.site_gbps", Text("Stated bandwidth between the sites"), "gbps", "gbps", {"gbps": stated})
    return {"site_load_gbps": Fraction(load), "site_gbps_needed": Fraction(needed), "site_gbps": stated}


def traffic_findings(candidate: Candidate, figures: Traffic | None, context: Context) -> tuple[Finding, ...]:
    """Return what the figures of a cluster's traffic mean."""
    return () if figures is None else tuple(_findings(candidate, figures, context))


def _findings(candidate: Candidate, figures: Traffic, context: Context) -> Iterator[Finding]:
    text = Text("A node is emptied by live migration in at least {minutes} minutes over {gbps} Gbit/s.",
                minutes=figures.evacuation_minutes, gbps=figures.evacuation_gbps)  # fmt: skip
    if not candidate.shape.failures:
        text = Text("{told} No node keeps room for another's guests, so some may have to be stopped for that.",
                    told=text)  # fmt: skip
    yield context.finding(Level.ADVICE, "network.link_share", text)
    if candidate.shape.storage is StorageKind.CEPH and figures.rebuild_minutes is not None:
        text = Text("The copies of a lost node are made again within about {minutes} minutes.",
                    minutes=figures.rebuild_minutes)  # fmt: skip
        yield context.finding(Level.ADVICE, "ceph.recovery_link_share", text)
    if figures.site_gbps_needed is not None:
        yield from _site_link(candidate, figures, context)
    yield from _switches(candidate, context)


def _site_link(candidate: Candidate, figures: Traffic, context: Context) -> Iterator[Finding]:
    needed, stated = figures.site_gbps_needed, figures.site_gbps
    ports = _across(candidate, context).get("site_ports")
    if needed is not None and ports is not None and ports < needed:
        text = Text("The new switches have {ports} Gbit/s of ports for the other site; {needed:number} Gbit/s are "
                    "needed: use more of their free ports.", ports=ports, needed=needed)  # fmt: skip
        yield context.finding(Level.WARNING, "network.uplinks_per_switch", text)
    if stated is None:
        text = Text("The bandwidth between the sites is not known; {needed:number} Gbit/s are needed, on two paths.",
                    needed=needed)  # fmt: skip
        yield context.finding(Level.WARNING, "network.ceph_gbps_minimum", text)
    elif needed is not None and stated < needed:
        text = Text("{stated:number} Gbit/s between the sites are too little: {needed:number} Gbit/s are needed.",
                    stated=stated, needed=needed)  # fmt: skip
        yield context.finding(Level.WARNING, "network.ceph_gbps_minimum", text)


def _switches(candidate: Candidate, context: Context) -> Iterator[Finding]:
    for stack in candidate.network.stacks:
        if stack.width > 1 and not stack.bonds:
            text = Text("{switch} does not act as one partner with a second one: the bonds are active-backup, "
                        "not LACP.", switch=Text("{name:part}", name=stack.switch.name))  # fmt: skip
            yield context.finding(Level.ADVICE, "network.switches", text)
        if stack.sets > 1 and stack.width > 1:
            text = Text("{n} pairs of switches at a site: the cables between the pairs carry what crosses them; "
                        "a larger switch would not have that limit.", n=stack.sets)  # fmt: skip
            yield context.finding(Level.WARNING, "network.peer_links", text)
