"""The bill of a design: every part, how many, and what it is there for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from wizard.engine.context import Context
from wizard.engine.extras import BackupPlan
from wizard.engine.machine import Machine
from wizard.engine.network import quorum_cable
from wizard.engine.search import Candidate
from wizard.engine.topologies.kind import StorageKind
from wizard.model.assessment import BillLine
from wizard.model.catalogue import Part, QuorumHost
from wizard.model.money import to_cents
from wizard.model.names import NETWORKS, named
from wizard.model.text import Text

GROUPS = ("nodes", "network", "quorum", "backup", "subscriptions")
"""Headings of a bill, in order; positions begin with their number."""


@dataclass(frozen=True, slots=True)
class Item:
    """Equal parts for one purpose."""

    group: str
    part: Part
    quantity: int
    because: Text
    per: Literal["once", "year"] = "once"


def node_items(candidate: Candidate, context: Context, site: Text) -> list[Item]:
    """Return what the compute nodes consist of, their networks and their subscriptions."""
    shape, variant, option = candidate.shape, candidate.variant, candidate.storage
    nodes = shape.nodes
    items = [
        Item("nodes", variant.platform, nodes, Text("Nodes{site}: {n}", n=nodes, site=site)),
        Item(
            "nodes", candidate.cpu, nodes * variant.sockets,
            Text("{cores} cores per node for guests, {threads} threads for the host",
                 cores=candidate.guest_cores, threads=option.threads),
        ),
        Item(
            "nodes", candidate.memory.module, nodes * candidate.memory.count,
            Text("{total:size} per node, {host:size} of it for the host", total=candidate.memory.bytes,
                 host=candidate.memory.bytes - candidate.guest_memory),
        ),
    ]  # fmt: skip
    items += _storage_items(candidate)
    for card, number in Counter(candidate.network.cards.adapters).items():
        networks = named(NETWORKS, *(
            need.name for need, kind in candidate.network.ports
            if (kind.gbps, kind.connector) == (card.ports.gbps, card.ports.connector)
        ))  # fmt: skip
        items.append(Item("nodes", card, nodes * number, Text("Ports for: {networks}", networks=networks)))
    items += _network_items(candidate, context)
    key = variant.subscription
    items.append(
        Item("subscriptions", key, nodes, Text("One key per node; sockets of a node: {n}", n=variant.sockets), "year")
    )
    return items


def _storage_items(candidate: Candidate) -> list[Item]:
    option, nodes = candidate.storage, candidate.shape.nodes
    items = []
    if option.drive is not None:
        text = Text(
            "{drives} per node hold {usable:size} of guest data in all nodes",
            drives=option.drives, usable=option.usable,
        )  # fmt: skip
        if candidate.shape.storage is StorageKind.ZFS and nodes > 1:
            text = Text(
                "{drives} per node hold {usable:size} of guest data and replicas in all nodes",
                drives=option.drives, usable=option.usable,
            )  # fmt: skip
        items.append(Item("nodes", option.drive, nodes * option.drives, text))
    if option.controller is not None:
        passes = option.controller.mode == "hba"
        because = Text("Passes the drives through") if passes else Text("Hardware RAID with protected write cache")
        items.append(Item("nodes", option.controller, nodes, because))
    if option.boot is not None:
        because = Text("Mirrored system drives, apart from the guests' data")
        items.append(Item("nodes", option.boot, nodes * option.boots, because))
    return items


def _network_items(candidate: Candidate, context: Context) -> list[Item]:
    parts = context.catalogue.parts
    items = []
    for switch in candidate.network.switches:
        because = Text("Ports for: {networks}", networks=named(NETWORKS, *switch.networks))
        items.append(Item("network", parts[switch.part], switch.count, because))
    for cable in candidate.network.cables:
        because = Text("Cables for: {networks}", networks=named(NETWORKS, *cable.networks))
        items.append(Item("network", parts[cable.part], cable.count, because))
    return items


def quorum_host_items(host: QuorumHost, context: Context) -> list[Item]:
    """Return the machine that carries the QDevice, and its cable."""
    because = Text("Third vote (QDevice) outside the cluster; no machine for it was named")
    cable = quorum_cable(context)
    return [Item("quorum", one, 1, because) for one in (host, cable) if one is not None]


def tie_breaker_items(machine: Machine) -> list[Item]:
    """Return the tie-breaker node of a stretch cluster; it is a node and needs its subscription."""
    because = Text("Tie-breaker node at the third location: a vote and a monitor, no guests")
    return [*_machine_items("quorum", machine, 1, because)]


def _machine_items(group: str, machine: Machine, count: int, because: Text) -> Iterable[Item]:
    variant = machine.variant
    yield Item(group, variant.platform, count, because)
    yield Item(group, machine.cpu, count * variant.sockets, because)
    yield Item(group, machine.memory.module, count * machine.memory.count, because)
    yield Item(group, machine.boot, count * machine.boots, because)
    for card, number in Counter(machine.network.cards.adapters).items():
        yield Item(group, card, count * number, because)
    for cable in machine.network.cables:
        yield Item(group, machine.parts[cable.part], count * cable.count, because)
    yield Item("subscriptions", variant.subscription, count, because, "year")


def backup_items(plan: BackupPlan, context: Context) -> list[Item]:
    """Return the backup servers."""
    server, count = plan.server, plan.servers
    if server is None:
        return []
    because = Text("Backup server: holds {usable:size} of backups", usable=server.usable)
    machine = Machine(
        server.variant, server.cpu, server.memory, server.boot, server.boots, server.network, context.catalogue.parts
    )
    items = list(_machine_items("backup", machine, count, because))
    data = Text("Datastore, {layout} of {width}", layout=server.layout, width=server.width)
    items.append(Item("backup", server.drive, count * server.drives, data))
    if server.special is not None:
        special = Text("Mirror for the metadata of the hard disks")
        items.append(Item("backup", server.special, count * server.specials, special))
    if server.controller is not None:
        through = Text("Passes the drives through")
        items.append(Item("backup", server.controller, count * server.controllers, through))
    return [*items, *_media_items(plan)]


def _media_items(plan: BackupPlan) -> Iterable[Item]:
    """Tape and removable disks are at the servers of the first place, as many of them as share its guests."""
    tape, removable, each = plan.media.tape, plan.media.removable, plan.each
    if tape is not None:
        yield Item("backup", tape.device, each, Text("Copies on tape"))
        yield Item("backup", tape.adapter, each * tape.adapters, Text("Connects the tape drives"))
        because = Text("Tape sets: {sets}, cartridges of each: {n}, native capacity",
                       sets=each * tape.sets, n=tape.per_set)  # fmt: skip
        yield Item("backup", tape.media, each * tape.cartridges, because)
        if tape.cleaning is not None:
            yield Item("backup", tape.cleaning, each, Text("Cleans the tape drives"))
    if removable is not None:
        because = Text("Removable sets: {sets}, disks of each: {n}", sets=each * removable.sets, n=removable.per_set)
        yield Item("backup", removable.drive, each * removable.sets * removable.per_set, because)


def bill(items: Iterable[Item], context: Context) -> tuple[BillLine, ...]:
    """Number and price the items of a design.

    Equal parts for the same purpose stand in one line. Positions are the number of the heading and of the line, in
    steps of ten. A line's net price is quantity times unit price, to the cent.

    Returns
    -------
    tuple of BillLine
        In the order of :data:`GROUPS`.
    """
    merged: dict[tuple[str, str, str, Text], Item] = {}
    for item in items:
        key = (item.group, item.part.id, item.per, item.because)
        known = merged.get(key)
        quantity = item.quantity + (0 if known is None else known.quantity)
        merged[key] = Item(item.group, item.part, quantity, item.because, item.per)
    lines = []
    for number, group in enumerate(GROUPS, start=1):
        members = [item for item in merged.values() if item.group == group and item.quantity]
        for place, item in enumerate(members, start=1):
            lines.append(_line(f"{number:02}.{place:03}0", item, context))
    return tuple(lines)


def _name(part: Part) -> str:
    """Name a part with its vendor, unless nobody in particular makes it or the name says who."""
    said = part.vendor == "generic" or part.name.split()[0] == part.vendor.split()[0]
    return part.name if said else f"{part.vendor} {part.name}"


def _line(position: str, item: Item, context: Context) -> BillLine:
    part, price = item.part, item.part.price
    return BillLine(
        position=position,
        part=part.id,
        text=Text("{name:part}", name=_name(part)),
        quantity=item.quantity,
        unit_net=to_cents(price.net),
        net=to_cents(item.quantity * price.net),
        per=item.per,
        rack_units=part.rack_units,
        because=item.because,
        group=item.group,
        price_date=price.date,
        price_valid_until=price.valid_until,
        price_source=price.source,
        price_confidence=price.confidence,
        price_stale=price.stale(context.on),
        price_estimated=price.estimated,
        price_indicative=price.indicative,
        list_net=price.list_net,
        purchase_net=price.purchase_net,
    )
