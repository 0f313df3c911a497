"""What follows from the cabling table: ports that have to be free already, and cards that carry too much alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from wizard.engine.context import Context
from wizard.engine.network import BMC
from wizard.model.assessment import Finding, Level, NodeSet
from wizard.model.cabling import CableRun
from wizard.model.catalogue import Cable
from wizard.model.names import NETWORKS, named
from wizard.model.text import Text


def plug_findings(runs: Sequence[CableRun], machines: Iterable[NodeSet], context: Context) -> tuple[Finding, ...]:
    """Return what a cabling table asks of the customer's network, and where a bond does not outlive its card.

    Parameters
    ----------
    runs
        The table.
    machines
        What stands in the design, with its ports.
    """
    return (*_free_ports(runs, context), *_management_ports(runs, machines, context), *_single_card(runs, context))


def _free_ports(runs: Sequence[CableRun], context: Context) -> Iterator[Finding]:
    parts = context.catalogue.parts
    wanted: Counter[tuple[int, str]] = Counter()
    for run in runs:
        part = parts[run.part]
        if run.end.device == "lan" and isinstance(part, Cable):
            wanted[run.gbps, part.connector] += 1
    if not wanted:
        return
    kinds = {
        str(place): Text("{n} × {gbps} Gbit/s {connector}", n=number, gbps=gbps, connector=connector)
        for place, ((gbps, connector), number) in enumerate(sorted(wanted.items(), reverse=True))
    }
    text = Text("The existing network has to have free ports: {ports}.", ports=named(kinds, *kinds))
    if context.answers.switch_gbps is None:
        text = Text("{told} Its speed is not known: at slower ports backups, restores and migrations take longer.",
                    told=text)  # fmt: skip
        yield context.finding(Level.WARNING, "network.uplinks_per_switch", text)
    else:
        yield context.finding(Level.ADVICE, "network.uplinks_per_switch", text)


def _management_ports(runs: Sequence[CableRun], machines: Iterable[NodeSet], context: Context) -> Iterator[Finding]:
    boards = sum(one.count for one in machines if one.role != "qdevice")
    left = boards - sum(run.network == BMC for run in runs)
    if left > 0:
        text = Text("Ports for remote management (BMC) that are left for the customer's network: {n}, 1 Gbit/s each; "
                    "their cables are not in the bill.", n=left)  # fmt: skip
        yield context.finding(Level.ADVICE, "network.management_switches", text)


def _single_card(runs: Sequence[CableRun], context: Context) -> Iterator[Finding]:
    """A bond does not outlive its card: where one card has all ports of a network, its failure is that of the node."""
    used: dict[str, list[int | None]] = {}
    for run in runs:
        for end in (run.start, run.end):
            if end.device == "node-1" and end.card is not None:
                used.setdefault(run.network, []).append(end.card)
    alone = [name for name, cards in used.items() if len(cards) > 1 and len(set(cards)) == 1]
    if alone and any("node-2" in (run.start.device, run.end.device) for run in runs):
        text = Text("One card has all ports for {networks}: its failure is a node failure.",
                    networks=named(NETWORKS, *alone))  # fmt: skip
        yield context.finding(Level.ADVICE, "default.node_failures", text)
