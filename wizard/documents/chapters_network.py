"""Networks, quorum, recovery and power: of a fleet for each kind of its sites, since none helps another."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wizard.documents.blocks import Block, Column, Fact, Facts, Heading, Paragraph, Row, Table, cut
from wizard.documents.chapters_cabling import traffic
from wizard.documents.source import Source
from wizard.documents.words import NARROW
from wizard.model.assessment import Power, Quorum, Recovery
from wizard.model.names import NETWORKS, listed
from wizard.model.text import Text

MOST_KINDS = 12
"""Kinds of sites that a chapter describes; the calculations have those of all."""
_NAME = 80


def network_chapter(source: Source) -> Iterable[Block]:
    """Return the networks of every node; of a fleet, those of each kind of site."""
    yield Heading(1, source.voice.say(Text("Network")), "network")
    yield from _each_site(source, "network", _networks) if source.offer.design.per_site else _networks(source)


def _networks(source: Source) -> Iterable[Block]:
    design, voice, say = source.offer.design, source.voice, source.voice.say
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
    yield Table(columns, rows, heading_column=0)
    yield from traffic(source)


def recovery_chapter(source: Source) -> Iterable[Block]:
    """Return who votes, what is lost, and what it takes; of a fleet the worst and the sum, then each kind of site."""
    design, say = source.offer.design, source.voice.say
    alone = all(one.quorum.votes < 2 for one in (design, *(site.design for site in design.per_site)))
    title = Text("Recovery and power") if alone else Text("Quorum, recovery and power")
    yield Heading(1, say(title), "recovery")
    if not design.per_site:
        yield from _recovery(source)
        return
    yield Paragraph(source.sentence(design.recovery.text))
    yield Facts((*_recoveries(design.recovery, source), *_power(design.power, source)))
    yield from _each_site(source, "recovery", _recovery)


def _recovery(source: Source) -> Iterable[Block]:
    design = source.offer.design
    yield Paragraph(source.sentence(design.recovery.text))
    yield Facts((*_votes(design.quorum, source), *_recoveries(design.recovery, source), *_power(design.power, source)))


def _each_site(source: Source, anchor: str, content: Callable[[Source], Iterable[Block]]) -> Iterable[Block]:
    """Return what each site of a fleet has; sites that are built alike are named together."""
    say = source.voice.say
    numbers = [number for number in range(1, len(source.offer.design.per_site) + 1)
               if source.alike.get(number, number) == number]  # fmt: skip
    for number in numbers[:MOST_KINDS]:
        names = [cut(name, _NAME) for name in source.alike_names(number)]
        yield Heading(2, say(listed(names)), f"{anchor}-{number}")
        if len(names) > 1:
            yield Paragraph(source.alike_words(names))
        yield from content(source.at(number))
    if len(numbers) > MOST_KINDS:
        yield Paragraph(say(Text("and {n} more kinds of sites", n=len(numbers) - MOST_KINDS)), "small")


def _votes(quorum: Quorum, source: Source) -> Iterable[Fact]:
    """Say who votes and what may be lost of it; a machine by itself has nobody to vote with."""
    say, voice, link = source.voice.say, source.voice, source.link
    if quorum.votes < 2:
        return
    votes = say(Text("{votes}, of which {needed} are needed", votes=quorum.votes, needed=quorum.needed))
    yield Fact(say(Text("Votes of the cluster")), votes, link("quorum.votes", quorum.votes))
    failures = quorum.node_failures_tolerated
    at = link("quorum.node_failures_tolerated", failures)
    yield Fact(say(Text("Nodes that may fail with quorum")), voice.number(failures), at)
    without = quorum.node_failures_without_witness
    if without is not None and (quorum.qdevice or quorum.tie_breaker):
        at = link("quorum.node_failures_without_witness", without)
        yield Fact(say(Text("The same while the outside vote is missing")), voice.number(without), at)
    if quorum.reform_seconds is not None:
        words = f"{voice.number(quorum.reform_seconds)}{NARROW}s"
        at = link("quorum.reform_seconds", quorum.reform_seconds)
        yield Fact(say(Text("The remaining nodes agree after")), words, at)
    yield Fact(say(Text("QDevice outside the cluster")), voice.yes(quorum.qdevice))
    yield Fact(say(Text("Tie-breaker")), voice.yes(quorum.tie_breaker))


def _recoveries(recovery: Recovery, source: Source) -> Iterable[Fact]:
    """Say what is lost, how long it takes to be back, and what both consist of."""
    say, voice = source.voice.say, source.voice
    lost = source.link("recovery.rpo_minutes", recovery.rpo_minutes)
    back = source.link("recovery.rto_minutes", recovery.rto_minutes)
    yield Fact(say(Text("Data lost when a node fails")), voice.minutes(recovery.rpo_minutes), lost)
    yield Fact(say(Text("Back in service after")), voice.minutes(recovery.rto_minutes), back)
    for of, title, at in (("rpo", Text("Parts of the data loss"), lost), ("rto", Text("Parts of the time"), back)):
        mine = [part for part in recovery.parts if part.of == of]
        if mine:
            words = (f"{say(one.text)}: {voice.seconds(one.seconds)}" for one in mine)
            yield Fact(say(title), "; ".join(words), at)
    if len(source.offer.project.sites) > 1 and source.site is None:
        yield Fact(say(Text("Survives the loss of a site")), voice.yes(recovery.site_loss_survived))


def _power(power: Power, source: Source) -> Iterable[Fact]:
    say, number = source.voice.say, source.voice.number
    watts = f"{number(power.typical_watts)}\u00a0W, {number(power.maximum_watts)}\u00a0W"
    yield Fact(say(Text("Power, typical and maximum")), watts, source.link("power.typical_watts"))
    yield Fact(
        say(Text("Heat")), f"{number(power.heat_btu_per_hour)}\u00a0BTU/h", source.link("power.heat_btu_per_hour")
    )
    height = source.voice.counted(power.rack_units, "U")
    yield Fact(say(Text("Height in the rack")), height, source.link("power.rack_units"))
