"""What a fleet has to be told: between its sites, and at each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from wizard.engine.context import Context
from wizard.engine.ledger import Ledger
from wizard.model.assessment import BillLine, Finding, Level, SiteDesign
from wizard.model.catalogue import QuorumHost, Subscription
from wizard.model.names import listed
from wizard.model.text import Text
from wizard.model.units import GB


def between_sites(
    sites: tuple[SiteDesign, ...],
    idle: Iterable[str],
    host: QuorumHost | None,
    lines: tuple[BillLine, ...],
    context: Context,
    ledger: Ledger,
) -> Iterator[Finding]:
    """Yield what concerns all sites together.

    Parameters
    ----------
    sites
        The design of each site.
    idle
        Names of the sites without guests.
    host
        The machine for the QDevices of all clusters, if the bill has one.
    lines
        The bill of all sites.
    context, ledger
        Answers and rules; keeps the calculations.
    """
    rules = context.rules
    yield context.finding(
        Level.WARNING if context.answers.survive_site_loss else Level.ADVICE,
        "fleet.failover",
        Text(
            "There is no automatic failover between the sites: after the loss of one its guests are restored elsewhere."
        ),
    )
    yield context.finding(
        Level.ADVICE,
        "fleet.manager_memory",
        Text(
            "Proxmox Datacenter Manager needs {cores} cores, {memory:size} of memory "
            "and {disk} GB of redundant storage.",
            cores=rules("fleet.manager_cores"),
            memory=rules.whole("fleet.manager_memory"),
            disk=rules("fleet.manager_disk") / GB,
        ),
    )
    for name in idle:
        text = Text("{site} has no guests: nothing is planned there.", site=name)
        yield context.finding(Level.WARNING, "cluster.nodes_minimum", text)
    if host is not None:
        yield _shared_qdevice(sum(site.design.quorum.qdevice for site in sites), context)
    yield _enterprise(lines, context, ledger)


def _shared_qdevice(clusters: int, context: Context) -> Finding:
    text = Text(
        "One machine carries the QDevices of all clusters (sites with one: {n}): every node reaches it on TCP port "
        "{port}, it is none of them, and the clusters have different names. It stands best at a place of its own.",
        n=clusters,
        port=str(context.rules.whole("cluster.qdevice_port")),
    )
    return context.finding(Level.ADVICE, "cluster.qdevice_port", text)


def _enterprise(lines: tuple[BillLine, ...], context: Context, ledger: Ledger) -> Finding:
    """Return whether Datacenter Manager's enterprise repository is included, by the bill's subscriptions."""
    parts = context.catalogue.parts
    keys = [(parts[line.part], line.quantity) for line in lines]
    held = sum(
        number for part, number in keys
        if isinstance(part, Subscription) and part.product in ("pve", "pbs") and part.level != "community"
    )  # fmt: skip
    nodes = sum(number for part, number in keys if isinstance(part, Subscription) and part.product in ("pve", "pbs"))
    share = ledger.figure(
        "fleet.enterprise_share", Text("Nodes with a subscription of Basic or more"), "held / nodes", "share",
        {"held": held, "nodes": nodes},
    )  # fmt: skip
    least = context.rules("fleet.enterprise_share")
    values = {"held": held, "nodes": nodes, "share": share, "least": least}
    if share >= least:
        text = Text("Basic or more on {held} of {nodes} nodes ({share:percent}): Datacenter Manager's enterprise "
                    "repository, from {least:percent} on, is included.", **values)  # fmt: skip
        return context.finding(Level.ADVICE, "fleet.enterprise_share", text)
    text = Text("Basic or more on {held} of {nodes} nodes ({share:percent}): Datacenter Manager's enterprise "
                "repository needs {least:percent}; Community does not count.", **values)  # fmt: skip
    return context.finding(Level.WARNING, "fleet.enterprise_share", text)


def at_sites(sites: tuple[SiteDesign, ...], host: QuorumHost | None) -> Iterator[Finding]:
    """Yield what is to be said of single sites, each matter once with the sites that it concerns."""
    concerned: dict[Finding, list[str]] = {}
    for one in sites:
        for finding in one.design.findings:
            # One machine for all clusters is spoken of once, not at every site that has none of its own.
            if host is None or finding.rule != "cluster.qdevice_port":
                concerned.setdefault(finding, []).append(one.site)
    for finding, names in concerned.items():
        text = Text("At each of the {n} sites: {text}", n=len(names), text=finding.text)
        if len(names) < len(sites) or len(names) == 1:
            text = Text("{sites}: {text}", sites=listed(names), text=finding.text)
        yield replace(finding, text=text)
