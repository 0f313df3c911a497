"""What was asked: workload, sites, availability, what exists, backup, budget."""

from __future__ import annotations

from collections.abc import Iterable

from wizard.documents.blocks import Block, Column, Fact, Facts, Heading, Paragraph, Row, Table, cut
from wizard.documents.source import Source
from wizard.model.names import OFFSITE, ROLES, STORAGES
from wizard.model.project import Backup, Keep
from wizard.model.text import Text

MOST_GROUPS = 40
_NAME = 80


def request_chapter(source: Source) -> Iterable[Block]:
    """Return the chapter on what was asked."""
    say = source.voice.say
    yield Heading(1, say(Text("What was asked")), "request")
    yield Heading(2, say(Text("Workload")), "workload")
    yield _workload(source)
    yield _demand(source)
    yield from _sites(source)
    yield Heading(2, say(Text("Availability, backup and budget")), "availability")
    yield Facts(tuple(_availability(source)))


def _workload(source: Source) -> Table:
    """List the groups; from the forty-first on only their sums."""
    voice, say = source.voice, source.voice.say
    groups = source.offer.project.workload.groups
    has_sites = any(group.site for group in groups)
    rows = []
    for group in groups[:MOST_GROUPS]:
        cells = (
            cut(group.name, _NAME) or "–", group.count, group.vcpus, group.memory, group.disk,
            None if group.iops is None else group.iops,
        )  # fmt: skip
        rows.append(Row((*cells, cut(group.site or "–", _NAME)) if has_sites else cells))
    rest = groups[MOST_GROUPS:]
    if rest:
        words = say(Text("and {n} more groups, together", n=len(rest)))
        cells = (
            words, sum(g.count for g in rest), sum(g.count * g.vcpus for g in rest),
            sum(g.count * g.memory for g in rest), sum(g.count * g.disk for g in rest), None,
        )  # fmt: skip
        rows.append(Row((*cells, "") if has_sites else cells, "subtotal"))
    columns = (
        Column(say(Text("Group")), weight=3),
        Column(say(Text("Guests")), "number"),
        Column(say(Text("vCPUs each")), "number"),
        Column(say(Text("Memory each")), "size"),
        Column(say(Text("Disk each")), "size"),
        Column(say(Text("IOPS each")), "number"),
        *((Column(voice.say(Text("Site"))),) if has_sites else ()),
    )
    return Table(columns, tuple(rows))


def _demand(source: Source) -> Block:
    demand = source.offer.assessment.demand
    return Paragraph(
        source.voice.say(
            Text(
                "{guests} guests today; at the horizon they need {vcpus} vCPUs, {memory:size} of memory and "
                "{disk:size} of storage. The largest guest has {largest_vcpus} vCPUs and {largest_memory:size} of "
                "memory.",
                guests=demand.guests,
                vcpus=demand.vcpus,
                memory=demand.memory_bytes,
                disk=demand.disk_bytes,
                largest_vcpus=demand.largest_guest.vcpus,
                largest_memory=demand.largest_guest.memory_bytes,
            )
        )
    )


def _sites(source: Source) -> Iterable[Block]:
    project, voice, say = source.offer.project, source.voice, source.voice.say
    if not project.sites:
        return
    yield Heading(2, say(Text("Sites")), "sites")
    shown = project.sites[:MOST_GROUPS]
    rows = tuple(Row((cut(site.name, _NAME), voice.name(ROLES, site.role))) for site in shown)
    yield Table((Column(say(Text("Site")), weight=2), Column(say(Text("Role")))), rows)
    if len(project.sites) > len(shown):
        yield Paragraph(say(Text("and {n} more sites", n=len(project.sites) - len(shown))), "small")
    if project.site_links:
        links = tuple(
            Row((" – ".join(cut(end, _NAME) for end in link.between), link.rtt_ms, link.gbps))
            for link in project.site_links[:MOST_GROUPS]
        )
        columns = (
            Column(say(Text("Link between")), weight=2),
            Column(say(Text("Round trip (ms)")), "number"),
            Column(say(Text("Bandwidth (Gbit/s)")), "number"),
        )
        yield Table(columns, links)


def _availability(source: Source) -> Iterable[Fact]:
    project, voice, say = source.offer.project, source.voice, source.voice.say
    asked = project.availability
    if asked is not None:
        yield Fact(say(Text("High availability")), voice.yes(asked.ha))
        if asked.node_failures is not None:
            yield Fact(say(Text("Nodes that may fail")), voice.number(asked.node_failures))
        if asked.disk_failures is not None:
            yield Fact(say(Text("Drives of a node that may fail")), voice.number(asked.disk_failures))
        yield Fact(say(Text("Survive the loss of a site")), voice.yes(asked.survive_site_loss))
        if asked.rpo_minutes is not None:
            yield Fact(say(Text("Data that may be lost")), voice.minutes(asked.rpo_minutes))
        if asked.rto_minutes is not None:
            yield Fact(say(Text("Time to be back in service")), voice.minutes(asked.rto_minutes))
    else:
        yield Fact(say(Text("Availability")), say(Text("not answered; the assumptions say what was taken")))
    for store in project.existing.storage[:6]:
        yield Fact(say(Text("Existing storage")), f"{voice.name(STORAGES, store.kind)}, {voice.size(store.usable)}")
    yield from _backup(source)
    yield from _companions(source)
    if project.budget.net is not None:
        yield Fact(say(Text("Budget, net")), _budget(source))


def _budget(source: Source) -> str:
    """Write the budget as it was named, and in the currency of the offer where that is another."""
    budget, voice, taken = source.offer.project.budget, source.voice, source.offer.assessment.budget_net
    assert budget.net is not None
    named = voice.exactly(budget.net, budget.currency)
    if budget.currency == voice.currency or taken is None:
        return named
    return f"{named} ({voice.exactly(taken)})"


def _backup(source: Source) -> Iterable[Fact]:
    backup, voice, say = source.offer.project.backup, source.voice, source.voice.say
    if backup is None:
        return
    yield Fact(say(Text("Backup wanted")), voice.yes(backup.wanted))
    if backup.wanted and backup.keep is not None:
        yield Fact(say(Text("Backups kept")), _keep_words(backup.keep, source))
    if backup.wanted and backup.daily_change_percent is not None:
        yield Fact(say(Text("Change per day")), f"{voice.number(backup.daily_change_percent)}\u00a0%")
    if backup.wanted:
        yield Fact(say(Text("Off-site copy")), voice.name(OFFSITE, backup.offsite))
        yield from _copies(backup, source)


def _copies(backup: Backup, source: Source) -> Iterable[Fact]:
    voice, say = source.voice, source.voice.say
    if backup.offsite_mbps is not None:
        yield Fact(say(Text("Line to another place")), f"{voice.number(backup.offsite_mbps)}\u00a0Mbit/s")
    yield Fact(say(Text("Tape")), voice.yes(backup.tape))
    for asked, name in (
        (backup.removable, Text("Removable disks")),
        (backup.s3, Text("Object store")),
        (backup.encrypted, Text("Encrypted by the nodes")),
    ):
        if asked:
            yield Fact(say(name), voice.yes(asked))


def _companions(source: Source) -> Iterable[Fact]:
    project, voice, say = source.offer.project, source.voice, source.voice.say
    if project.air_gapped:
        yield Fact(say(Text("Machines without the Internet")), voice.yes(True))
    if project.mail_gateways:
        yield Fact(say(Text("Mail gateways")), voice.number(project.mail_gateways))


def _keep_words(keep: Keep, source: Source) -> str:
    say = source.voice.say
    parts = (
        (keep.last, Text("{n} last", n=keep.last)),
        (keep.hourly, Text("{n} hourly", n=keep.hourly)),
        (keep.daily, Text("{n} daily", n=keep.daily)),
        (keep.weekly, Text("{n} weekly", n=keep.weekly)),
        (keep.monthly, Text("{n} monthly", n=keep.monthly)),
        (keep.yearly, Text("{n} yearly", n=keep.yearly)),
    )
    return ", ".join(say(text) for count, text in parts if count) or "–"
