"""The backup chapter: the servers, how long things take, the 3-2-1 rule, and copies elsewhere and on other media."""

from __future__ import annotations

from collections.abc import Iterable

from wizard.documents.blocks import Block, Cell, Column, Fact, Facts, Heading, Paragraph, Row, Table, cut
from wizard.documents.source import Source
from wizard.model.backup import BackupDesign, CopyRule, OffsiteCopy
from wizard.model.names import MEDIA, OFFSITE
from wizard.model.text import Text
from wizard.model.units import MINUTES_PER_HOUR

_LONG = 200
RULES = "rules"
"""Where the rules and their sources stand."""


def backup_chapter(source: Source) -> Iterable[Block]:
    """Return the chapter on backup."""
    backup, say = source.offer.design.backup, source.voice.say
    yield Heading(1, say(Text("Backup")), "backup")
    if backup is None:
        yield Paragraph(say(Text("This offer contains no backup.")))
        return
    yield Facts(tuple(kept_facts(backup, source)))
    yield Heading(2, say(Text("How long it takes")), "backup-times")
    yield Facts(tuple(time_facts(backup, source)))
    if backup.copy_rule is not None:
        yield Heading(2, say(Text("Three copies, two kinds of media, one elsewhere")), "copies")
        yield _copies(backup.copy_rule, source)
        if backup.copy_rule.missing:
            words = Text("What is missing, and what would mend it, stands among the findings.")
            at_findings = Text("What is missing, and what would mend it, stands among the findings of the offer.")
            yield Paragraph(say(at_findings if source.edition == "annex" else words), "small")
    if backup.offsite_copy is not None:
        yield Heading(2, say(Text("The copy at another place")), "offsite")
        yield Facts(tuple(offsite_facts(backup.offsite_copy, source)))
    media = tuple(media_facts(backup, source))
    if media:
        yield Heading(2, say(Text("Tape, removable disks, object store")), "media")
        yield Facts(media)


def kept_facts(backup: BackupDesign, source: Source) -> Iterable[Fact]:
    """Return what the servers are and keep."""
    stored, voice, say = backup.stored, source.voice, source.voice.say
    link = source.link
    yield Fact(say(Text("Backup servers")), voice.number(backup.servers), link("backup.side_by_side"))
    kept = link("backup.snapshots_kept", backup.snapshots_kept)
    yield Fact(say(Text("Snapshots kept per guest")), voice.number(backup.snapshots_kept), kept)
    if backup.oldest_days is not None:
        days = voice.counted(backup.oldest_days, "days")
        yield Fact(say(Text("Age of the oldest one")), days, link("backup.oldest_days", backup.oldest_days))
    for title, size, key in (
        (Text("Stored, with little change"), stored.low_bytes, "backup.stored.low_bytes"),
        (Text("Stored, typically"), stored.typical_bytes, "backup.stored.typical_bytes"),
        (Text("Stored, with much change"), stored.high_bytes, "backup.stored.high_bytes"),
        (Text("Usable space for backups"), backup.usable_bytes, "backup.usable_bytes"),
    ):
        yield Fact(say(title), voice.size(size), link(key, size))
    yield Fact(say(Text("Layout")), cut(backup.layout, _LONG))
    yield from _machine(backup, source)
    yield Fact(say(Text("Off-site copy")), voice.name(OFFSITE, backup.offsite))
    if backup.encrypted:
        yield Fact(say(Text("Encrypted by the nodes")), voice.yes(backup.encrypted))
    if backup.domains > 1:
        cost = backup.domains_cost_bytes
        more = Text("{n}, which store {cost:size} more", n=backup.domains, cost=cost)
        words = say(more) if cost else voice.number(backup.domains)
        at = link("backup.domains_cost_bytes", cost)
        yield Fact(say(Text("Separate keys or datastores")), words, at)


def time_facts(backup: BackupDesign, source: Source) -> Iterable[Fact]:
    """Return how long backups and restores take."""
    for title, minutes, key in (
        (Text("Duration of a nightly backup"), backup.backup_window_minutes, "backup.backup_window_minutes"),
        (Text("Restore of the largest guest"), backup.restore_largest_minutes, "backup.restore_largest_minutes"),
        (Text("Restore of everything"), backup.restore_all_minutes, "backup.restore_all_minutes"),
        (Text("Verification of all backups"), backup.verify_minutes, "backup.verify_minutes"),
    ):
        if minutes is not None:
            yield Fact(source.voice.say(title), source.voice.minutes(minutes), source.link(key, minutes))


def _machine(backup: BackupDesign, source: Source) -> Iterable[Fact]:
    voice, say, link = source.voice, source.voice.say, source.link
    if backup.cores_needed is not None:
        at = link("backup.cores_needed", backup.cores_needed)
        yield Fact(say(Text("Cores that one server needs")), voice.number(backup.cores_needed), at)
    for title, size, key in (
        (Text("Memory that one server needs"), backup.memory_needed_bytes, "backup.memory_needed_bytes"),
        (Text("Metadata mirror beside the hard disks, at least"), backup.special_needed_bytes,
         "backup.special_needed_bytes"),
    ):  # fmt: skip
        if size is not None:
            yield Fact(say(title), voice.size(size), link(key, size))


def copy_rows(rule: CopyRule, source: Source) -> Iterable[tuple[Cell, ...]]:
    """Return the digits of the 3-2-1 rule: what is wanted, what there is, and whether that will do."""
    voice, say = source.voice, source.voice.say
    kinds = ", ".join(voice.name(MEDIA, kind) for kind in rule.media)
    for name, wanted, there, note in (
        (Text("Copies of the data, the original among them"), rule.copies_wanted, rule.copies, ""),
        (Text("Kinds of media"), rule.media_wanted, len(rule.media), kinds),
        (Text("Copies at another place"), rule.offsite_wanted, rule.offsite, ""),
        (Text("Copies that an intruder cannot delete"), rule.offline_wanted, rule.offline, ""),
    ):
        yield say(name), wanted, there, voice.yes(there >= wanted), note or "–"


def copy_titles() -> tuple[Text, ...]:
    """Return the headings over :func:`copy_rows`."""
    return Text("Copy rule"), Text("Wanted"), Text("There"), Text("Met"), Text("Which")


def _copies(rule: CopyRule, source: Source) -> Table:
    first, wanted, there, met, which = (source.voice.say(title) for title in copy_titles())
    columns = (
        Column(first, weight=2.4),
        Column(wanted, "number"),
        Column(there, "number"),
        Column(met),
        Column(which, weight=1.6),
    )
    keys = ("copies", "media_kinds", "offsite", "offline")
    rows = zip(copy_rows(rule, source), keys, strict=True)
    found = (Row(cells, links=(None, RULES, source.link(f"backup.copy_rule.{key}", cells[2]))) for cells, key in rows)
    return Table(columns, tuple(found))


def offsite_facts(copy: OffsiteCopy, source: Source) -> Iterable[Fact]:
    """Return what the copy at another place asks of its line."""
    voice, say = source.voice, source.voice.say

    def at(key: str, value: int | None) -> str:
        return source.link(f"backup.offsite_copy.{key}", value)

    if copy.mode != "object":
        pull = copy.sync == "pull"
        way = say(Text("pull, by the server that gets it") if pull else Text("push, by the server that has it"))
        yield Fact(say(Text("Who starts it")), way)
    if copy.namespaces > 1:
        yield Fact(say(Text("Namespaces, one for each site")), voice.number(copy.namespaces))
    daily = voice.size(copy.daily_bytes)
    yield Fact(say(Text("Data per day over the busiest line")), daily, at("daily_bytes", copy.daily_bytes))
    yield from _lines(copy, source)
    yield Fact(
        say(Text("Daily copy over it")), voice.minutes(copy.daily_minutes), at("daily_minutes", copy.daily_minutes)
    )
    yield Fact(say(Text("First copy")), voice.size(copy.seed_bytes), at("seed_bytes", copy.seed_bytes))
    seed = None if copy.seed_hours is None else copy.seed_hours * MINUTES_PER_HOUR
    yield Fact(say(Text("First copy over the stated line")), voice.minutes(seed), at("seed_hours", copy.seed_hours))
    largest = copy.restore_largest_minutes
    back = at("restore_largest_minutes", largest)
    yield Fact(say(Text("The largest guest fetched back over it")), voice.minutes(largest), back)


def _lines(copy: OffsiteCopy, source: Source) -> Iterable[Fact]:
    """Say which lines are needed, and which one was stated."""
    voice, say = source.voice, source.voice.say
    needed, everything = copy.mbps_needed, copy.mbps_everything
    window = say(Text("{mbps} Mbit/s for {hours} hours a day", mbps=needed, hours=copy.window_hours))
    yield Fact(say(Text("Line that it needs")), window, source.link("backup.offsite_copy.mbps_needed", needed))
    if everything != needed:
        at = source.link("backup.offsite_copy.mbps_everything", everything)
        yield Fact(say(Text("Line where all sites meet")), f"{voice.number(everything)}\u00a0Mbit/s", at)
    stated = "–" if copy.mbps_stated is None else f"{voice.number(copy.mbps_stated)}\u00a0Mbit/s"
    yield Fact(say(Text("Line that was stated")), stated, "request")


def media_facts(backup: BackupDesign, source: Source) -> Iterable[Fact]:
    """Return what tape, removable disks and an object store consist of."""
    voice, say, link = source.voice, source.voice.say, source.link
    tape, removable, store = backup.tape, backup.removable, backup.object_store
    if tape is not None:
        yield Fact(say(Text("Tape device")), cut(voice.part(tape.device_text), _LONG))
        sets = Text(
            "{sets} sets of {n} × {media}",
            sets=tape.sets,
            n=tape.per_set,
            media=cut(voice.part(tape.media_text), _LONG),
        )
        yield Fact(say(Text("Tape sets")), say(sets), link("backup.tape.per_set", tape.per_set))
        hours = voice.minutes(tape.job_hours * MINUTES_PER_HOUR)
        yield Fact(say(Text("Time to write a tape set")), hours, link("backup.tape.job_hours", tape.job_hours))
        yield Fact(say(Text("Cartridges changed by hand during a job")), voice.yes(tape.by_hand))
    if removable is not None:
        name = cut(voice.part(removable.part_text), _LONG)
        sets = Text("{sets} sets of {n} × {media}", sets=removable.sets, n=removable.per_set, media=name)
        yield Fact(say(Text("Removable sets")), say(sets), link("backup.removable.per_set", removable.per_set))
        held = link("backup.removable.usable_bytes", removable.usable_bytes)
        yield Fact(say(Text("Backups that one removable set holds")), voice.size(removable.usable_bytes), held)
    if store is not None:
        stored = link("backup.stored.typical_bytes", store.stored_bytes)
        size = voice.size(store.stored_bytes)
        yield Fact(say(Text("In the object store, at the provider's price")), size, stored)
        cache = link("backup.side_by_side")
        yield Fact(say(Text("Cache of the object store here")), voice.size(store.cache_bytes), cache)
