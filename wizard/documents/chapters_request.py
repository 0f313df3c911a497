"""What was asked: workload, sites, availability, what exists, backup, budget."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from wizard.documents.blocks import Block, Column, Fact, Facts, Heading, Paragraph, Row, Table, cut
from wizard.documents.source import Source
from wizard.documents.words import SENTENCE
from wizard.model.names import OFFSITE, ROLES, STORAGES, listed
from wizard.model.project import Backup, GuestGroup, Keep, SiteLink
from wizard.model.text import Text

MOST_GROUPS = 40
FEWEST_BRANCHES = 3
"""Branches that stand together in one row."""
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
    alike = _alike(groups)
    rows = []
    for members in alike[:MOST_GROUPS]:
        group = members[0]
        cells = (
            cut(group.name, _NAME) or "–", group.count, group.vcpus, group.memory, group.disk,
            None if group.iops is None else group.iops,
        )  # fmt: skip
        rows.append(Row((*cells, _places(members, source)) if has_sites else cells))
    rest = [group for members in alike[MOST_GROUPS:] for group in members]
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
        *((Column(voice.say(Text("Site")), weight=2 if len(alike) < len(groups) else 1),) if has_sites else ()),
    )
    return Table(columns, tuple(rows))


def _alike(groups: Sequence[GuestGroup]) -> list[list[GuestGroup]]:
    """Put groups together that are the same but for their site: each branch of a fleet runs the same."""
    found: dict[tuple[object, ...], list[GuestGroup]] = {}
    seen: Counter[tuple[object, ...]] = Counter()
    for group in groups:
        shown = (group.name, group.count, group.vcpus, group.memory, group.disk, group.iops)
        here = (*shown, group.site)
        found.setdefault((*shown, seen[here]), []).append(group)  # the second of its kind at a site has its own row
        seen[here] += 1
    return list(found.values())


def _places(members: Sequence[GuestGroup], source: Source) -> str:
    """Name the site of a group, or how many sites have it."""
    names = [cut(group.site or "–", _NAME) for group in members]
    if len(names) == 1:
        return names[0]
    say = source.voice.say
    return say(Text("at each of {n} sites: {sites}", n=len(names), sites=listed(names)))


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
    project, say = source.offer.project, source.voice.say
    if not project.sites:
        return
    yield Heading(2, say(Text("Sites")), "sites")
    yield Table((Column(say(Text("Site")), weight=2), Column(say(Text("Role")))), tuple(_site_rows(source)))
    if project.site_links:
        links = tuple(_link_rows(source))[:MOST_GROUPS]
        columns = (
            Column(say(Text("Link between")), weight=2),
            Column(say(Text("Round trip (ms)")), "number"),
            Column(say(Text("Bandwidth (Gbit/s)")), "number"),
        )
        yield Table(columns, links)


def _site_rows(source: Source) -> Iterator[Row]:
    """Yield the sites; branches, of which there may be many, in one row with their number."""
    voice, sites = source.voice, source.offer.project.sites
    branches = [site for site in sites if site.role == "branch"]
    merged = len(branches) >= FEWEST_BRANCHES
    for site in sites:
        if not merged or site.role != "branch":
            yield Row((cut(site.name, _NAME), voice.name(ROLES, site.role)))
        elif site is branches[0]:
            names = cut(", ".join(cut(each.name, _NAME) for each in branches), SENTENCE)
            yield Row((names, f"{len(branches)} × {voice.name(ROLES, site.role)}"))


def _link_rows(source: Source) -> Iterator[Row]:
    """Yield what joins the sites; links of one site that are the same stand in one row, as those of branches do."""
    found: dict[SiteLink, list[str]] = {}
    for link in source.offer.project.site_links:
        start, end = link.between
        found.setdefault(link.model_copy(update={"between": (start, "")}), []).append(cut(end, _NAME))
    for link, ends in found.items():
        for names in [", ".join(ends)] if len(ends) >= FEWEST_BRANCHES else ends:
            yield Row((f"{cut(link.between[0], _NAME)} – {cut(names, SENTENCE)}", link.rtt_ms, link.gbps))


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
