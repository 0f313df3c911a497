"""The load on the network, and the cabling table from port to port."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wizard.documents.blocks import Block, Column, Fact, Facts, Figure, Heading, Paragraph, Row, Table, cut
from wizard.documents.diagram_cables import cable_scene, cable_words
from wizard.documents.source import Source
from wizard.model.assessment import Traffic
from wizard.model.cabling import CableRun, PortEnd
from wizard.model.names import NETWORKS, PLACES, ROLES, listed
from wizard.model.text import Text

_NAME = 60
_MOST_DRAWN = 6
"""Places of a fleet whose cables are drawn; the table has those of all."""
MOST_CABLES = 600
"""Rows that a document prints; the workbook has them all."""


def traffic(source: Source) -> Iterable[Block]:
    """Return what maintenance and failures put on the network."""
    figures, voice, say = source.offer.design.traffic, source.voice, source.voice.say
    ports = say(Text("Network ports in use in every node"))
    used = Fact(ports, voice.number(source.offer.design.ports_per_node), source.link("ports_per_node"))
    yield Facts((used,))
    if figures is not None:
        title = say(Text("When a node is emptied or lost"))
        yield Heading(2, title, "traffic") if source.site is None else Paragraph(title, "strong")
        yield Paragraph(source.sentence(figures.text))
        yield Facts((*_maintenance(figures, source), *_loads(figures, source)))


def _maintenance(figures: Traffic, source: Source) -> Iterable[Fact]:
    """Say how long a node takes to be empty, and its data to be there again."""
    voice, say, link = source.voice, source.voice.say, source.link
    port = Text(
        "{network}, {gbps} Gbit/s", network=NETWORKS.get(figures.evacuation_network, ""), gbps=figures.evacuation_gbps
    )
    minutes = figures.evacuation_minutes
    words = f"{voice.minutes(minutes)} ({say(port)})"
    yield Fact(say(Text("Emptying a node, at least")), words, link("traffic.evacuation_minutes", minutes))
    size = figures.evacuation_bytes
    yield Fact(say(Text("Memory that moves")), voice.size(size), link("traffic.evacuation_bytes", size))
    if figures.rebuild_minutes is not None and figures.rebuild_bytes is not None:
        size, minutes = figures.rebuild_bytes, figures.rebuild_minutes
        yield Fact(say(Text("Data of a lost node")), voice.size(size), link("traffic.rebuild_bytes", size))
        again = link("traffic.rebuild_minutes", minutes)
        yield Fact(say(Text("Until it is there again")), voice.minutes(minutes), again)


def _loads(figures: Traffic, source: Source) -> Iterable[Fact]:
    """Say what a rebuild, the guests and a second site ask of the ports."""
    say, link = source.voice.say, source.link
    if figures.rebuild_gbps is not None and figures.rebuild_link_share is not None:
        load = Text(
            "{gbps:number} Gbit/s, {share:percent} of the port",
            gbps=figures.rebuild_gbps,
            share=figures.rebuild_link_share,
        )
        at = link("traffic.rebuild_gbps", figures.rebuild_gbps)
        yield Fact(say(Text("Load on each port meanwhile")), say(load), at)
    if figures.write_limit_bytes_per_second is not None:
        limit = figures.write_limit_bytes_per_second
        at = link("traffic.write_limit_bytes_per_second", limit)
        yield Fact(
            say(Text("Most that all guests can write, by the ports")), say(Text("{size:size}/s", size=limit)), at
        )
    if figures.site_gbps_needed is not None:
        needed = Text(
            "{needed:number} Gbit/s; stated: {stated:number}",
            needed=figures.site_gbps_needed,
            stated=figures.site_gbps,
        )
        yield Fact(say(Text("Needed between the sites")), say(needed), link("traffic.site_gbps_needed"))


def tables(source: Source) -> list[tuple[str, tuple[CableRun, ...]]]:
    """Return the cabling by site: of a fleet one table for each, and one for what all share."""
    design = source.offer.design
    found = [(one.site, one.design.cabling) for one in design.per_site]
    return [(name, runs) for name, runs in [*found, ("", design.cabling)] if runs]


def cable_cells(run: CableRun, source: Source) -> tuple[int, str, int, str, str, str]:
    """Return number, network, speed, both ends and the cable."""
    voice = source.voice
    return (
        run.number,
        voice.name(NETWORKS, run.network),
        run.gbps,
        end_words(run.start, source),
        end_words(run.end, source),
        cut(voice.say(run.text), _NAME),
    )


def end_words(end: PortEnd, source: Source) -> str:
    """Say where a cable ends."""
    say, device = source.voice.say, _device(end.device, source)
    if end.path is not None and end.device == "array":
        return say(Text("{device}, path {path}", device=device, path=end.path))
    if end.path is not None:
        return say(Text("{device}, switch {path}", device=device, path=end.path))
    if end.port is None:
        return say(Text("{device}, BMC", device=device))
    if end.card is None:
        return say(Text("{device}, port {port}", device=device, port=end.port))
    return say(Text("{device}, card {card}, port {port}", device=device, card=end.card, port=end.port))


_DEVICES = (("node", "compute"), ("tie-breaker", "tie-breaker"), ("backup", "backup"), ("qdevice", "qdevice"))
"""How the names of machines begin, and what they are."""


def _device(key: str, source: Source) -> str:
    if key in PLACES:
        return source.voice.name(PLACES, key)
    for prefix, role in _DEVICES:
        if key == prefix or key.startswith(f"{prefix}-"):
            return f"{source.voice.name(ROLES, role)} {key.removeprefix(prefix).removeprefix('-')}".rstrip()
    return key


def cabling(source: Source) -> Iterable[Block]:
    """Return the chapter with one row for each cable."""
    say, every = source.voice.say, tables(source)
    if not every:
        return
    yield Heading(1, say(Text("Cabling")), "cabling")
    yield Paragraph(
        say(Text("One row for each cable of the bill. Nodes are numbered site by site, switches by their part."))
    )
    left = MOST_CABLES
    for number, (names, runs) in enumerate(_places(every, source), start=1):
        name = say(listed([cut(each, _NAME) for each in names]))
        if source.offer.design.per_site:
            yield Heading(2, name or say(Text("For all sites")), f"cabling-{number}")
        if len(names) > 1:
            yield Paragraph(source.alike_words([cut(each, _NAME) for each in names]))
        if number <= _MOST_DRAWN:
            yield from _picture(name, runs, source)
        if left > 0:
            yield _table(runs[:left], source)
        if len(runs) > left:
            more = Text("and {n} more cables in the workbook", n=len(runs) - max(left, 0))
            yield Paragraph(say(more), "small")
        left -= len(runs)


def _places(
    every: Sequence[tuple[str, tuple[CableRun, ...]]], source: Source
) -> Iterable[tuple[list[str], tuple[CableRun, ...]]]:
    """Yield the names of the sites that are cabled alike, with the cables of one of them."""
    numbers = {site.site: number for number, site in enumerate(source.offer.design.per_site, start=1)}
    for name, runs in every:
        number = numbers.get(name)
        if number is None:
            yield [name] if name else [], runs
        elif source.alike[number] == number:
            yield source.alike_names(number), runs


def _picture(place: str, runs: Sequence[CableRun], source: Source) -> Iterable[Block]:
    """Return the drawing of the cables of a place, site by site where there are several."""
    say, voice = source.voice.say, source.voice
    for site in dict.fromkeys(run.site for run in runs):
        mine = [run for run in runs if run.site == site]
        scene = cable_scene(mine, lambda key: _device(key, source), voice, source.measure)
        if scene is None:
            continue
        name = cut(place or site or "", _NAME)
        caption = Text("Cables in {site}: one line each", site=name) if name else Text("Cables: one line each")
        words = cable_words(mine, lambda key: _device(key, source), voice)
        alternative = say(Text("{place}: {words}", place=name, words=words)) if name else words
        yield Figure(scene, say(caption), alternative)


def _table(runs: Sequence[CableRun], source: Source) -> Table:
    say = source.voice.say
    sites = {run.site for run in runs if run.site}
    columns = (
        Column(say(Text("No.")), "number"),
        Column(say(Text("Network")), weight=1.2),
        Column("Gbit/s", "number"),
        *((Column(say(Text("Site"))),) if len(sites) > 1 else ()),
        Column(say(Text("From")), weight=2),
        Column(say(Text("To")), weight=2),
        Column(say(Text("Cable")), weight=1.6, quiet=True),
    )
    rows = []
    for run in runs:
        number, network, gbps, *rest = cable_cells(run, source)
        site = (cut(run.site or "–", _NAME),) if len(sites) > 1 else ()
        rows.append(Row((number, network, gbps, *site, *rest)))
    return Table(columns, tuple(rows), heading_column=0)
