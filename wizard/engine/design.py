"""A chosen candidate with everything counted, every figure with its calculation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from wizard.engine import bill as billing
from wizard.engine.apart import apart_figures
from wizard.engine.backup_checks import backup_findings
from wizard.engine.backup_design import backup_design, meeting_gbps
from wizard.engine.checks import by_gravity, check
from wizard.engine.companions import companion_findings, companion_items
from wizard.engine.compute_figures import compute_figures
from wizard.engine.context import Context
from wizard.engine.extras import BackupPlan, Extras
from wizard.engine.ledger import Ledger
from wizard.engine.links import links
from wizard.engine.machine import Machine
from wizard.engine.network import redundancy
from wizard.engine.patching import cable_runs
from wizard.engine.plugs import plug_findings
from wizard.engine.power import power
from wizard.engine.pricing import price
from wizard.engine.quorum import quorum
from wizard.engine.recovery import recovery
from wizard.engine.search import Candidate
from wizard.engine.storage import write_rate
from wizard.engine.storage_figures import storage
from wizard.engine.topologies.kind import StorageKind
from wizard.engine.topologies.pairs import tie_breaker_site
from wizard.engine.traffic import traffic, traffic_findings
from wizard.engine.workshop import Workshop
from wizard.model.assessment import BillLine, Design, DriveSet, Network, NodeSet, PortSet
from wizard.model.catalogue import QuorumHost
from wizard.model.text import Text


def build(candidate: Candidate, extras: Extras, workshop: Workshop) -> Design:
    """Build the complete design of a candidate.

    Parameters
    ----------
    candidate
        What the search found.
    extras
        Backup servers, QDevice host and tie-breaker.
    workshop
        Answers, demand, parts and rules.

    Returns
    -------
    Design
        Its price is that of its bill.
    """
    context = workshop.context
    ledger = Ledger(context.rules)
    shape = candidate.shape
    held, layout_findings = storage(candidate, context, ledger)
    gbps = meeting_gbps((kind.gbps for need, kind in candidate.network.ports if need.name == "production"), context)
    takes = write_rate(shape, candidate.storage, context.rules)
    plan = extras.own_backup
    backup = None if plan is None else backup_design(plan, context, ledger, gbps, target=takes)
    lines = _bill(candidate, extras, context)
    figures = compute_figures(candidate, workshop, ledger)
    apart_figures(shape, context, ledger)
    moved = traffic(candidate, context, ledger)
    machines = _nodes(candidate, extras, context)
    runs = cable_runs(candidate, extras, context)
    # Evaluated in this order, in which the calculations then stand.
    return Design(
        nodes=machines,
        compute=figures,
        storage=held,
        quorum=quorum(shape.nodes, shape.qdevice, shape.tie_breaker, ledger),
        recovery=recovery(shape, extras.restore_source(gbps, takes), context, ledger),
        power=power(lines, context.catalogue, ledger),
        price=price(lines, context.catalogue.currency, context.answers.subscription_years, ledger),
        networks=_networks(candidate),
        ports_per_node=_ports(candidate, ledger),
        backup=backup,
        bill=lines,
        findings=by_gravity((
            *check(candidate, extras, context),
            *layout_findings,
            *traffic_findings(candidate, moved, context),
            *plug_findings(runs, machines, context),
            *backup_findings(plan, backup, shape.nodes, context),
            *companion_findings(context),
        )),
        links=links(runs, qdevice=candidate.shape.qdevice),
        traffic=moved,
        cabling=runs,
        calculations=tuple(ledger.calculations),
    )  # fmt: skip


def _ports(candidate: Candidate, ledger: Ledger) -> int:
    return int(ledger.figure(
        "ports_per_node", Text("Ethernet ports per node, without the BMC"), "sum(links)", "ports",
        {"links": [need.links for need in candidate.shape.networks if need.medium == "ethernet"]},
    ))  # fmt: skip


def _bill(candidate: Candidate, extras: Extras, context: Context) -> tuple[BillLine, ...]:
    sites = context.answers.sites
    place = Text(" in {site}", site=sites[0].name) if len(sites) == 1 and sites[0].name else Text("")
    items = billing.node_items(candidate, context, place)
    if candidate.shape.qdevice and extras.quorum_host is not None:
        items += billing.quorum_host_items(extras.quorum_host, context)
    if candidate.shape.tie_breaker and extras.tie_breaker is not None:
        items += billing.tie_breaker_items(extras.tie_breaker)
    if extras.own_backup is not None:
        items += billing.backup_items(extras.own_backup, context)
    items += companion_items(context)
    return billing.bill(items, context)


_DRIVE_USE = {
    StorageKind.CEPH: "osd",
    StorageKind.ZFS: "zfs",
    StorageKind.RAID: "raid",
    StorageKind.SINGLE: "single",
}


def _networks(candidate: Candidate) -> tuple[Network, ...]:
    return tuple(
        Network(
            need.name,
            need.links,
            kind.gbps,
            need.dedicated,
            redundancy(need, candidate.network),
            kind.connector,
            need.because,
        )
        for need, kind in candidate.network.ports
    )


def _nodes(candidate: Candidate, extras: Extras, context: Context) -> tuple[NodeSet, ...]:
    shape = candidate.shape
    sites = context.answers.sites
    sets = [
        _compute_nodes(candidate, shape.nodes // shape.sites, sites[place].name or None) for place in range(shape.sites)
    ]
    if shape.tie_breaker and extras.tie_breaker is not None:
        place = tie_breaker_site(context)
        sets.append(_machine_nodes(extras.tie_breaker, "tie-breaker", 1, None if place is None else place.name))
    if shape.qdevice:
        sets += quorum_nodes(extras.quorum_host)
    if extras.own_backup is not None:
        sets += backup_nodes(extras.own_backup, [site.name or None for site in sites])
    return tuple(sets)


def _compute_nodes(candidate: Candidate, count: int, site: str | None) -> NodeSet:
    option, shape = candidate.storage, candidate.shape
    drives = []
    if option.boot is not None:
        drives.append(DriveSet(option.boot.id, option.boot.name, "boot", option.boots, option.boot.bytes))
    if option.drive is not None:
        use = _DRIVE_USE[shape.storage]
        drives.append(DriveSet(option.drive.id, option.drive.name, use, option.drives, option.drive.bytes))
    return NodeSet(
        site=site,
        role="compute",
        count=count,
        platform=candidate.variant.platform.id,
        platform_text=candidate.variant.platform.name,
        cpu=candidate.cpu.id,
        cpu_text=candidate.cpu.name,
        sockets=candidate.variant.sockets,
        cores=candidate.cpu.cores * candidate.variant.sockets,
        memory_bytes=candidate.memory.bytes,
        memory_modules=f"{candidate.memory.count} × {candidate.memory.module.name}",
        drives=tuple(drives),
        ports=tuple(
            PortSet(need.name, need.links, kind.gbps, kind.connector) for need, kind in candidate.network.ports
        ),
    )


def _machine_nodes(machine: Machine, role: Literal["tie-breaker", "backup"], count: int, site: str | None) -> NodeSet:
    variant = machine.variant
    return NodeSet(
        site=site,
        role=role,
        count=count,
        platform=variant.platform.id,
        platform_text=variant.platform.name,
        cpu=machine.cpu.id,
        cpu_text=machine.cpu.name,
        sockets=variant.sockets,
        cores=machine.cpu.cores * variant.sockets,
        memory_bytes=machine.memory.bytes,
        memory_modules=f"{machine.memory.count} × {machine.memory.module.name}",
        drives=(DriveSet(machine.boot.id, machine.boot.name, "boot", machine.boots, machine.boot.bytes),),
        ports=tuple(PortSet(need.name, need.links, kind.gbps, kind.connector) for need, kind in machine.network.ports),
    )


def quorum_nodes(host: QuorumHost | None) -> tuple[NodeSet, ...]:
    """Return the machine that carries the QDevice."""
    if host is None:
        return ()
    return (NodeSet(None, "qdevice", 1, host.id, host.name, None, "", 0, 0, 0, "", (), ()),)


def backup_nodes(plan: BackupPlan, sites: Sequence[str | None]) -> tuple[NodeSet, ...]:
    """Return the backup servers: one at the first site, the others at the next one, or somewhere else."""
    server = plan.server
    if server is None:
        return ()
    drives = [DriveSet(server.drive.id, server.drive.name, "backup", server.drives, server.drive.bytes)]
    if server.special is not None:
        special = server.special
        drives.append(DriveSet(special.id, special.name, "special", server.specials, special.bytes))
    machine = Machine(server.variant, server.cpu, server.memory, server.boot, server.boots, server.network, {})
    found = []
    for number in range(plan.servers):
        place = number // plan.each
        site = sites[place] if place < len(sites) else None
        plain = _machine_nodes(machine, "backup", 1, site)
        found.append(replace(plain, drives=(*plain.drives, *drives)))
    return tuple(found)
