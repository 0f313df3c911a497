"""The recommended design: picture, nodes, storage, compute, network, quorum, backup, power."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from wizard.documents.blocks import Block, Cell, Column, Facts, Figure, Heading, Paragraph, Row, Table, cut
from wizard.documents.chapters_backup import backup_chapter
from wizard.documents.chapters_cabling import traffic
from wizard.documents.diagram_capacity import capacity_scene, capacity_words
from wizard.documents.diagram_rack import MOST_RACKS, rack_scene, rack_words, racks
from wizard.documents.diagrams import topology_scene
from wizard.documents.source import Source
from wizard.model.assessment import NodeSet, Quorum, RecoveryPart
from wizard.model.names import NETWORKS, ROLES, STORAGES, TOPOLOGIES, USES
from wizard.model.text import Text

_NAME = 80
MOST_ROWS = 60


def design_chapters(source: Source) -> Iterable[Block]:
    """Return the chapters on what is built."""
    yield from _picture(source)
    yield from _storage(source)
    yield from _compute(source)
    yield from _network(source)
    yield from _recovery(source)
    yield from rack_chapter(source)
    yield from backup_chapter(source)


def _picture(source: Source) -> Iterable[Block]:
    design, voice, say = source.offer.design, source.voice, source.voice.say
    yield Heading(1, say(Text("The recommended design")), "design")
    yield Figure(
        topology_scene(design, voice, source.measure),
        say(Text("{topology}: what stands where, and what it is connected to", topology=source.topology_title())),
        topology_words(source),
    )
    yield Heading(2, say(Text("Machines")), "machines")
    rows = [_machine(nodes, source) for nodes in design.nodes[:MOST_ROWS]]
    columns = (
        Column(say(Text("Count")), "number"),
        Column(say(Text("Machine")), weight=2),
        *((Column(say(Text("Site"))),) if has_sites(source) else ()),
        Column(say(Text("Processor")), weight=1.6),
        Column(say(Text("Memory")), "size"),
        Column(say(Text("Drives")), weight=2),
    )
    yield Table(columns, tuple(rows))
    if len(design.nodes) > MOST_ROWS:
        yield Paragraph(say(Text("and {n} more lines", n=len(design.nodes) - MOST_ROWS)), "small")
    if design.per_site:
        yield Heading(2, say(Text("The sites of the fleet")), "fleet")
        yield _fleet(source)


def topology_words(source: Source) -> str:
    """Say what the picture shows, for those who do not see it."""
    design, voice, say = source.offer.design, source.voice, source.voice.say
    machines = "; ".join(
        say(
            Text(
                "{count} × {role} with {cores} cores and {memory:size} of memory{site}",
                count=nodes.count,
                role=voice.name(ROLES, nodes.role),
                cores=nodes.cores,
                memory=nodes.memory_bytes,
                site="" if nodes.site is None else f" ({cut(nodes.site, _NAME)})",
            )
        )
        for nodes in design.nodes[:12]
    )
    networks = "; ".join(
        say(
            Text(
                "{name}: {links} × {gbps} Gbit/s",
                name=voice.name(NETWORKS, each.name),
                links=each.links,
                gbps=each.gbps,
            )
        )
        for each in design.networks
    )
    return say(Text("Machines: {machines}. Networks per node: {networks}.", machines=machines, networks=networks))


def _machine(nodes: NodeSet, source: Source) -> Row:
    voice = source.voice
    drives = ", ".join(f"{d.count} × {cut(d.text, _NAME)} ({voice.name(USES, d.use)})" for d in nodes.drives[:8])
    cores = voice.say(Text("{n} cores", n=nodes.cores)) if nodes.cores else "–"
    cpu = f"{nodes.sockets} × {cut(nodes.cpu_text, _NAME)}, {cores}" if nodes.sockets and nodes.cpu_text else cores
    name = f"{voice.name(ROLES, nodes.role)}: {cut(nodes.platform_text, _NAME)}"
    memory = nodes.memory_bytes or None  # what nobody has counted is unknown, not zero
    site = (cut(nodes.site or "–", _NAME),) if has_sites(source) else ()
    return Row((nodes.count, name, *site, cpu, memory, drives or "–"))


def has_sites(source: Source) -> bool:
    """Tell whether the design says where its machines stand."""
    return any(nodes.site for nodes in source.offer.design.nodes)


def _fleet(source: Source) -> Table:
    voice, say = source.voice, source.voice.say
    rows = []
    for site in source.offer.design.per_site[:MOST_ROWS]:
        count = sum(nodes.count for nodes in site.design.nodes if nodes.role == "compute")
        cells: tuple[Cell, ...] = (
            cut(site.site, _NAME),
            voice.name(TOPOLOGIES, site.topology),
            count,
            site.design.storage.usable_bytes,
            source.amount(site.design.price.total_net),
        )
        rows.append(Row(cells))
    columns = (
        Column(say(Text("Site")), weight=2),
        Column(say(Text("Topology")), weight=2),
        Column(say(Text("Nodes")), "number"),
        Column(say(Text("Usable")), "size"),
        Column(say(Text("Total, net ({currency})", currency=voice.currency)), "money"),
    )
    return Table(columns, tuple(rows))


def _storage(source: Source) -> Iterable[Block]:
    storage, voice, say = source.offer.design.storage, source.voice, source.voice.say
    yield Heading(1, say(Text("Storage: from raw to what is promised")), "storage")
    yield Figure(
        capacity_scene(storage, voice, source.measure),
        say(
            Text(
                "The promise is what still holds after the planned failure: {limit}",
                limit=source.sentence(storage.limited_by),
            )
        ),
        capacity_words(storage, voice),
    )
    yield Table(
        (Column(say(Text("Storage")), weight=2), Column(say(Text("Size")), "size")), tuple(_capacity_rows(source))
    )
    facts = [
        (say(Text("Kind")), voice.name(STORAGES, storage.kind)),
        (say(Text("Layout")), cut(storage.layout, 200) or "–"),
        (say(Text("Copies")), voice.number(storage.copies)),
    ]
    if storage.min_size is not None:
        facts.append((say(Text("Copies needed to go on writing (min_size)")), voice.number(storage.min_size)))
    yield Facts(tuple(facts))


def _capacity_rows(source: Source) -> Iterable[Row]:
    storage, say = source.offer.design.storage, source.voice.say
    for name, size, key in (
        (Text("Raw: all drives together"), storage.raw_bytes or None, "raw_bytes"),
        (Text("Nominal: raw divided by the redundancy"), storage.nominal_bytes or None, "nominal_bytes"),
        (Text("Usable: what this offer promises"), storage.usable_bytes, "usable_bytes"),
        (Text("Needed at the horizon"), storage.needed_bytes, "needed_bytes"),
    ):
        role: Literal["body", "total"] = "total" if key == "usable_bytes" else "body"
        yield Row((say(name), size), role, links=(None, source.link(f"storage.{key}")))


def _compute(source: Source) -> Iterable[Block]:
    compute, voice, say = source.offer.design.compute, source.voice, source.voice.say
    yield Heading(1, say(Text("Compute: before and after a failure")), "compute")
    rows = (
        Row(
            (
                say(Text("Cores")),
                voice.number(compute.cores_needed),
                voice.number(compute.cores_available),
                voice.number(compute.cores_needed_after_failure),
                voice.number(compute.cores_after_failure),
            ),
            links=_compute_links("cores", "", source),
        ),
        Row(
            (
                say(Text("Memory")),
                voice.size(compute.memory_needed_bytes),
                voice.size(compute.memory_available_bytes),
                voice.size(compute.memory_needed_after_failure_bytes),
                voice.size(compute.memory_after_failure_bytes),
            ),
            links=_compute_links("memory", "_bytes", source),
        ),
    )
    columns = (
        Column("", weight=2),
        Column(say(Text("Needed")), "number"),
        Column(say(Text("There")), "number"),
        Column(say(Text("Needed after the failure")), "number"),
        Column(say(Text("There after the failure")), "number"),
    )
    yield Table(columns, rows)
    placement = source.sentence(compute.placement_after_failure)
    yield Paragraph(
        say(
            Text(
                "Nodes whose failure is planned for: {n}. {placement}.",
                n=compute.failures_tolerated,
                placement=placement.rstrip("."),
            )
        )
    )


def _compute_links(what: str, unit: str, source: Source) -> tuple[str | None, ...]:
    keys = ("needed", "available", "needed_after_failure", "after_failure")
    return (None, *(source.link(f"compute.{what}_{key}{unit}") for key in keys))


def _network(source: Source) -> Iterable[Block]:
    design, voice, say = source.offer.design, source.voice, source.voice.say
    yield Heading(1, say(Text("Network")), "network")
    rows = tuple(
        Row(
            (
                voice.name(NETWORKS, network.name),
                network.links,
                network.gbps,
                network.connector,
                voice.yes(network.dedicated),
                source.sentence(network.redundancy),
                source.sentence(network.because),
            )
        )
        for network in design.networks
    )
    columns = (
        Column(say(Text("Network"))),
        Column(say(Text("Ports")), "number"),
        Column("Gbit/s", "number"),
        Column(say(Text("Connector"))),
        Column(say(Text("Own ports"))),
        Column(say(Text("Redundancy")), weight=1.6),
        Column(say(Text("Because")), weight=1.8, quiet=True),
    )
    yield Table(columns, rows)
    yield Paragraph(say(Text("Every node has {n} network ports in use.", n=design.ports_per_node)))
    yield from traffic(source)


def _recovery(source: Source) -> Iterable[Block]:
    design, voice, say = source.offer.design, source.voice, source.voice.say
    quorum, recovery, power = design.quorum, design.recovery, design.power
    yield Heading(1, say(Text("Quorum, recovery and power")), "recovery")
    yield Paragraph(source.sentence(recovery.text))
    yield Facts(
        (
            (
                say(Text("Votes of the cluster")),
                say(Text("{votes}, of which {needed} are needed", votes=quorum.votes, needed=quorum.needed)),
            ),
            (say(Text("Nodes that may fail with quorum")), voice.number(quorum.node_failures_tolerated)),
            *_votes(quorum, source),
            (say(Text("QDevice outside the cluster")), voice.yes(quorum.qdevice)),
            (say(Text("Tie-breaker")), voice.yes(quorum.tie_breaker)),
            (say(Text("Data lost when a node fails")), voice.minutes(recovery.rpo_minutes)),
            (say(Text("Back in service after")), voice.minutes(recovery.rto_minutes)),
            *_parts(recovery.parts, source),
            (say(Text("Survives the loss of a site")), voice.yes(recovery.site_loss_survived)),
            (
                say(Text("Power, typical and maximum")),
                f"{voice.number(power.typical_watts)}\u00a0W, {voice.number(power.maximum_watts)}\u00a0W",
            ),
            (say(Text("Heat")), f"{voice.number(power.heat_btu_per_hour)}\u00a0BTU/h"),
            (say(Text("Height in the rack")), say(Text("{n} rack units", n=power.rack_units))),
        ),
        links={
            say(name): source.link(key)
            for name, key in (
                (Text("Votes of the cluster"), "quorum.votes"),
                (Text("Nodes that may fail with quorum"), "quorum.node_failures_tolerated"),
                (Text("The remaining nodes agree after"), "quorum.reform_seconds"),
                (Text("Data lost when a node fails"), "recovery.rpo_minutes"),
                (Text("Back in service after"), "recovery.rto_minutes"),
                (Text("Power, typical and maximum"), "power.typical_watts"),
                (Text("Heat"), "power.heat_btu_per_hour"),
                (Text("Height in the rack"), "power.rack_units"),
            )
        },
    )


def rack_chapter(source: Source) -> Iterable[Block]:
    """Return the picture of the racks, where the design knows what is mounted."""
    voice, say = source.voice, source.voice.say
    every = racks(source.offer.design, voice)
    if not every:
        return
    yield Heading(2, say(Text("In the rack")), "rack")
    yield Figure(
        rack_scene(every, voice, source.measure),
        say(Text("Machines in the rack, true to height; where each is mounted in the end is free")),
        rack_words(every, voice),
    )
    if len(every) > MOST_RACKS:
        yield Paragraph(say(Text("and {n} more racks", n=len(every) - MOST_RACKS)), "small")


def _votes(quorum: Quorum, source: Source) -> Iterable[tuple[str, str]]:
    say, voice = source.voice.say, source.voice
    if quorum.node_failures_without_witness is not None and (quorum.qdevice or quorum.tie_breaker):
        yield (
            say(Text("The same while the outside vote is missing")),
            voice.number(quorum.node_failures_without_witness),
        )
    if quorum.reform_seconds is not None:
        yield (
            say(Text("The remaining nodes agree after")),
            say(Text("{seconds:number} s", seconds=quorum.reform_seconds)),
        )


def _parts(parts: tuple[RecoveryPart, ...], source: Source) -> Iterable[tuple[str, str]]:
    """Say what data loss and recovery time consist of."""
    say = source.voice.say
    for of, title in (("rpo", Text("Parts of the data loss")), ("rto", Text("Parts of the time"))):
        mine = [part for part in parts if part.of == of]
        if mine:
            yield say(title), "; ".join(say(Text("{text}: {seconds:number} s", text=one.text, seconds=one.seconds))
                                        for one in mine)  # fmt: skip
