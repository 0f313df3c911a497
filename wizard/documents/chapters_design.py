"""The recommended design: picture, nodes, storage, compute, racks, with the chapters that have files of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from wizard.documents.blocks import Block, Cell, Column, Fact, Facts, Figure, Heading, Paragraph, Row, Table, cut
from wizard.documents.chapters_backup import backup_chapter
from wizard.documents.chapters_network import network_chapter, recovery_chapter
from wizard.documents.diagram_capacity import capacity_scene, capacity_words
from wizard.documents.diagram_plan import plan
from wizard.documents.diagram_rack import MOST_RACKS, grouped, rack_scene, rack_words, racks
from wizard.documents.diagram_words import topology_words
from wizard.documents.diagrams import topology_scene
from wizard.documents.source import PRICE, Source
from wizard.model.assessment import NodeSet
from wizard.model.money import ZERO
from wizard.model.names import ROLES, STORAGES, TOPOLOGIES, USES, listed
from wizard.model.text import Text

_NAME = 80
MOST_ROWS = 60


def design_chapters(source: Source) -> Iterable[Block]:
    """Return the chapters on what is built."""
    yield from _picture(source)
    yield from _storage(source)
    yield from _compute(source)
    yield from network_chapter(source)
    yield from recovery_chapter(source)
    yield from rack_chapter(source)
    yield from backup_chapter(source)


def _picture(source: Source) -> Iterable[Block]:
    design, voice, say = source.offer.design, source.voice, source.voice.say
    yield Heading(1, say(Text("The recommended design")), "design")
    yield Figure(
        topology_scene(design, voice, source.measure),
        say(Text("{topology}: what stands where, and what it is connected to", topology=source.topology_title())),
        topology_words(plan(design, voice), voice),
    )
    yield Heading(2, say(Text("Machines")), "machines")
    alike = _alike(design.nodes)
    rows = [_machine(nodes, source) for nodes in alike[:MOST_ROWS]]
    columns = (
        Column(say(Text("Count")), "number"),
        Column(say(Text("Machine")), weight=2),
        *((Column(say(Text("Site"))),) if has_sites(source) else ()),
        Column(say(Text("Processor")), weight=1.6),
        Column(say(Text("Memory")), "size"),
        Column(say(Text("Drives")), weight=2),
    )
    yield Table(columns, tuple(rows))
    if len(alike) > MOST_ROWS:
        yield Paragraph(say(Text("and {n} more lines", n=len(alike) - MOST_ROWS)), "small")
    if design.per_site:
        yield Heading(2, say(Text("The sites of the fleet")), "fleet")
        yield _fleet(source)


def _alike(nodes: tuple[NodeSet, ...]) -> list[list[NodeSet]]:
    """Put machines of the same kind together: a fleet has the same one at many sites."""
    kinds: dict[NodeSet, list[NodeSet]] = {}
    for each in nodes:
        kinds.setdefault(replace(each, site=None, count=0), []).append(each)
    return list(kinds.values())


def _machine(alike: list[NodeSet], source: Source) -> Row:
    voice, nodes = source.voice, alike[0]
    drives = ", ".join(
        f"{d.count} × {cut(voice.part(d.text), _NAME)} ({voice.name(USES, d.use)})" for d in nodes.drives[:8]
    )
    cores = voice.counted(nodes.cores, "cores") if nodes.cores else "–"
    cpu = f"{nodes.sockets} × {cut(nodes.cpu_text, _NAME)}, {cores}" if nodes.sockets and nodes.cpu_text else cores
    name = f"{voice.name(ROLES, nodes.role)}: {cut(voice.part(nodes.platform_text), _NAME)}"
    memory = nodes.memory_bytes or None  # what nobody has counted is unknown, not zero
    sites = voice.say(listed([cut(each.site or "–", _NAME) for each in alike]))
    site = (sites,) if has_sites(source) else ()
    why, each = _reasons(nodes, source)
    links = (why, None, *([None] * len(site)), None, each)
    return Row((sum(one.count for one in alike), name, *site, cpu, memory, drives or "–"), links=links)


def _reasons(nodes: NodeSet, source: Source) -> tuple[str | None, str | None]:
    """Return the calculations that a number of machines and their memory go into."""
    link = source.link
    match nodes.role:
        case "compute":
            site = next((n for n, one in enumerate(source.offer.design.per_site, 1) if one.site == nodes.site), None)
            prefix = "" if site is None else f"{site}."
            return link(f"{prefix}compute.cores_after_failure"), link(f"{prefix}compute.guest_memory_per_node")
        case "backup":
            return link("backup.side_by_side"), link("backup.memory_needed_bytes")
    return link("quorum.votes"), link("quorum.votes")


def has_sites(source: Source) -> bool:
    """Tell whether the design says where its machines stand."""
    return any(nodes.site for nodes in source.offer.design.nodes)


def _fleet(source: Source) -> Table:
    voice, say = source.voice, source.voice.say
    rows = []
    for number, site in enumerate(source.offer.design.per_site[:MOST_ROWS], start=1):
        count = sum(nodes.count for nodes in site.design.nodes if nodes.role == "compute")
        cells: tuple[Cell, ...] = (
            cut(site.site, _NAME),
            voice.name(TOPOLOGIES, site.topology),
            count,
            site.design.storage.usable_bytes,
            source.amount(site.design.price.total_net),
        )
        keys = ("compute.cores_after_failure", "storage.usable_bytes", "price.total_net")
        links = (None, None, *(source.link(f"{number}.{key}") for key in keys))
        rows.append(Row(cells, links=links))
    rows += _fleet_sums(source)
    columns = (
        Column(say(Text("Site")), weight=2),
        Column(say(Text("Topology")), weight=2),
        Column(say(Text("Nodes")), "number"),
        Column(say(Text("Usable")), "size"),
        Column(say(Text("Total, net ({currency})", currency=voice.currency)), "money"),
    )
    return Table(columns, tuple(rows))


def _fleet_sums(source: Source) -> Iterable[Row]:
    """Return what the sites share, such as the backup server, and the sum: the price that the sizing compares."""
    design, say = source.offer.design, source.voice.say
    total, whole = design.price.total_net, source.link(PRICE)
    shared = total - sum((site.design.price.total_net for site in design.per_site), ZERO)
    if len(design.per_site) > MOST_ROWS:
        yield Row((say(Text("and {n} more lines", n=len(design.per_site) - MOST_ROWS)), "", None, None, ""))
    elif shared:
        yield Row(
            (say(Text("What all sites share")), "", None, None, source.amount(shared)), links=(*[None] * 4, whole)
        )
    nodes = sum(one.count for one in design.nodes if one.role == "compute")
    usable = design.storage.usable_bytes
    cells = (say(Text("At catalogue prices")), "", nodes, usable, source.amount(total))
    yield Row(cells, "total")


def _storage(source: Source) -> Iterable[Block]:
    storage, voice, say = source.offer.design.storage, source.voice, source.voice.say
    yield Heading(1, say(Text("Storage: from raw to what is promised")), "storage")
    yield Figure(
        capacity_scene(storage, voice, source.measure),
        say(_storage_caption(source)),
        capacity_words(storage, voice),
    )
    yield Table(
        (Column(say(Text("Storage")), weight=2), Column(say(Text("Size")), "size")), tuple(_capacity_rows(source))
    )
    if source.offer.design.per_site:
        return  # each site has its own kind, layout and copies
    facts = [
        Fact(say(Text("Kind")), voice.name(STORAGES, storage.kind)),
        Fact(say(Text("Layout")), cut(voice.name(STORAGES, storage.layout), 200) or "–"),
    ]
    if storage.kind != "external":  # how often an array keeps what it holds is its owner's business
        copies = source.link("storage.nominal_bytes")
        facts.append(Fact(say(Text("Copies")), voice.number(storage.copies), copies))
    if storage.min_size is not None:
        facts.append(Fact(say(Text("Copies needed to go on writing (min_size)")), voice.number(storage.min_size)))
    yield Facts(tuple(facts))


def _storage_caption(source: Source) -> Text:
    """Say what the promise stands on: the storage left after a failure, where one is planned for."""
    limit = source.sentence(source.offer.design.storage.limited_by)
    if source.plans_failure:
        return Text("The promise is what still holds after the planned failure: {limit}", limit=limit)
    return Text("What limits the storage: {limit}", limit=limit)


def _capacity_rows(source: Source) -> Iterable[Row]:
    storage, say = source.offer.design.storage, source.voice.say
    drives = (
        (Text("Raw: all drives together"), storage.raw_bytes or None, "raw_bytes"),
        (Text("Nominal: raw divided by the redundancy"), storage.nominal_bytes or None, "nominal_bytes"),
    )
    stated = ((Text("Usable size that its owner states"), storage.nominal_bytes or None, "nominal_bytes"),)
    for name, size, key in (
        *(stated if storage.kind == "external" else drives),
        (_usable(source), storage.usable_bytes, "usable_bytes"),
        (Text("Needed at the horizon"), storage.needed_bytes, "needed_bytes"),
    ):
        role: Literal["body", "total"] = "total" if key == "usable_bytes" else "body"
        yield Row((say(name), size), role, links=(None, source.link(f"storage.{key}")))


def _usable(source: Source) -> Text:
    """Name what may be filled: only who offers something promises it."""
    if source.self_assessed:
        return Text("Usable: what may be filled")
    return Text("Usable: what this offer promises")


def _compute(source: Source) -> Iterable[Block]:
    compute, voice, say = source.offer.design.compute, source.voice, source.voice.say
    title = Text("Compute: before and after a failure") if source.plans_failure else Text("Compute")
    yield Heading(1, say(title), "compute")
    cores = (
        compute.cores_needed, compute.cores_available, compute.cores_needed_after_failure, compute.cores_after_failure,
    )  # fmt: skip
    memory = (
        compute.memory_needed_bytes, compute.memory_available_bytes, compute.memory_needed_after_failure_bytes,
        compute.memory_after_failure_bytes,
    )  # fmt: skip
    heads = (Text("Needed"), Text("There"), Text("Needed after the failure"), Text("There after the failure"))
    shown = len(heads) if source.plans_failure else 2
    rows = (
        _compute_row(Text("Cores"), "compute.cores_{}", [voice.number(each) for each in cores[:shown]], source),
        _compute_row(Text("Memory"), "compute.memory_{}_bytes", [voice.size(each) for each in memory[:shown]], source),
    )
    columns = (Column("", weight=2), *(Column(say(head), "number") for head in heads[:shown]))
    yield Table(columns, rows)
    yield Paragraph(_failure_words(source))


def _failure_words(source: Source) -> str:
    """Say which failure is planned for, and whether every guest has a place after it."""
    compute, say = source.offer.design.compute, source.voice.say
    placement = source.sentence(compute.placement_after_failure).rstrip(".")
    placement = placement[:1].upper() + placement[1:]
    sites = [one.design.compute.plans_failure for one in source.offer.design.per_site]
    if any(sites) and not all(sites):
        counted = Text(
            "Sums over all sites; after a failure only those are counted that plan for one: {n} of {all}. {placed}.",
            n=sum(sites), all=len(sites), placed=placement,
        )  # fmt: skip
        return say(counted)
    if sites:
        return say(Text("Sums over all sites; each site plans for failures of its own. {placed}.", placed=placement))
    if not source.plans_failure:
        return say(Text("The failure of a node is not planned for: its guests stand still until it is repaired."))
    nodes = source.voice.counted(compute.failures_tolerated, "nodes")
    return say(Text("Planned for the failure of {nodes}. {placed}.", nodes=nodes, placed=placement))


def _compute_row(title: Text, key: str, figures: Sequence[str], source: Source) -> Row:
    """Return needed and there, before and after the failure, with links to their calculations."""
    moments = ("needed", "available", "needed_after_failure", "after_failure")
    links = (source.link(key.format(moment)) for moment in moments)
    return Row((source.voice.say(title), *figures), links=(None, *links))


def rack_chapter(source: Source) -> Iterable[Block]:
    """Return the picture of the racks, where the design knows what is mounted."""
    voice, say = source.voice, source.voice.say
    every = racks(source.offer.design, voice)
    if source.offer.design.per_site:
        every = grouped(every, voice)
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
