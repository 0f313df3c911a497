"""The backup chapter: the servers, how long things take, the 3-2-1 rule, and copies elsewhere and on other media."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from wizard.documents.blocks import Block, Cell, Column, Facts, Heading, Paragraph, Row, Table, cut
from wizard.documents.source import Source
from wizard.model.backup import BackupDesign, CopyRule, OffsiteCopy
from wizard.model.names import MEDIA, OFFSITE
from wizard.model.text import Text
from wizard.model.units import HOURS_PER_DAY, MINUTES_PER_HOUR

_LONG = 200


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
        for text in backup.copy_rule.missing:
            yield Paragraph(source.sentence(text), "small")
    if backup.offsite_copy is not None:
        yield Heading(2, say(Text("The copy at another place")), "offsite")
        yield Facts(tuple(offsite_facts(backup.offsite_copy, source)))
    media = tuple(media_facts(backup, source))
    if media:
        yield Heading(2, say(Text("Tape, removable disks, object store")), "media")
        yield Facts(media)


def kept_facts(backup: BackupDesign, source: Source) -> Iterable[tuple[str, str]]:
    """Return what the servers are and keep, as name and value."""
    stored, voice, say = backup.stored, source.voice, source.voice.say
    yield say(Text("Backup servers")), voice.number(backup.servers)
    yield say(Text("Snapshots kept per guest")), voice.number(backup.snapshots_kept)
    if backup.oldest_days is not None:
        yield say(Text("Age of the oldest one")), say(Text("{n} days", n=backup.oldest_days))
    yield say(Text("Stored, with little change")), voice.size(stored.low_bytes)
    yield say(Text("Stored, typically")), voice.size(stored.typical_bytes)
    yield say(Text("Stored, with much change")), voice.size(stored.high_bytes)
    yield say(Text("Usable space for backups")), voice.size(backup.usable_bytes)
    yield say(Text("Layout")), cut(backup.layout, _LONG)
    yield from _machine(backup, source)
    yield say(Text("Off-site copy")), voice.name(OFFSITE, backup.offsite)
    if backup.encrypted:
        yield say(Text("Encrypted by the nodes")), voice.yes(backup.encrypted)
    if backup.domains > 1 and not backup.domains_cost_bytes:
        yield say(Text("Separate keys or datastores")), voice.number(backup.domains)
    elif backup.domains > 1:
        cost = say(Text("{n}, which store {cost:size} more", n=backup.domains, cost=backup.domains_cost_bytes))
        yield say(Text("Separate keys or datastores")), cost


def time_facts(backup: BackupDesign, source: Source) -> Iterable[tuple[str, str]]:
    """Return how long backups and restores take, as name and value."""
    voice, say = source.voice, source.voice.say
    yield say(Text("Duration of a nightly backup")), voice.minutes(backup.backup_window_minutes)
    yield say(Text("Restore of the largest guest")), voice.minutes(backup.restore_largest_minutes)
    yield say(Text("Restore of everything")), voice.minutes(backup.restore_all_minutes)
    if backup.verify_minutes is not None:
        yield say(Text("Verification of all backups")), voice.minutes(backup.verify_minutes)


def _machine(backup: BackupDesign, source: Source) -> Iterable[tuple[str, str]]:
    voice, say = source.voice, source.voice.say
    if backup.cores_needed is not None:
        yield say(Text("Cores that one server needs")), voice.number(backup.cores_needed)
    if backup.memory_needed_bytes is not None:
        yield say(Text("Memory that one server needs")), voice.size(backup.memory_needed_bytes)
    if backup.special_needed_bytes is not None:
        yield say(Text("Metadata mirror beside the hard disks, at least")), voice.size(backup.special_needed_bytes)


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
    return Table(columns, tuple(Row(cells) for cells in copy_rows(rule, source)))


def offsite_facts(copy: OffsiteCopy, source: Source) -> Iterable[tuple[str, str]]:
    """Return what the copy at another place asks of its line, as name and value."""
    voice, say = source.voice, source.voice.say
    if copy.mode != "object":
        pull = copy.sync == "pull"
        way = say(Text("pull, by the server that gets it") if pull else Text("push, by the server that has it"))
        yield say(Text("Who starts it")), way
    if copy.namespaces > 1:
        yield say(Text("Namespaces, one for each site")), voice.number(copy.namespaces)
    yield say(Text("Data per day over the busiest line")), voice.size(copy.daily_bytes)
    window = say(Text("{mbps} Mbit/s for {hours} hours a day", mbps=copy.mbps_needed, hours=copy.window_hours))
    yield say(Text("Line that it needs")), window
    if copy.mbps_everything != copy.mbps_needed:
        yield say(Text("Line where all sites meet")), f"{voice.number(copy.mbps_everything)}\u00a0Mbit/s"
    stated = "–" if copy.mbps_stated is None else f"{voice.number(copy.mbps_stated)}\u00a0Mbit/s"
    yield say(Text("Line that was stated")), stated
    yield say(Text("Daily copy over it")), voice.minutes(copy.daily_minutes)
    yield say(Text("First copy")), voice.size(copy.seed_bytes)
    days = None if copy.seed_hours is None else Fraction(copy.seed_hours, HOURS_PER_DAY)
    yield say(Text("First copy over the stated line")), "–" if days is None else say(Text("{n} days", n=days))
    yield say(Text("The largest guest fetched back over it")), voice.minutes(copy.restore_largest_minutes)


def media_facts(backup: BackupDesign, source: Source) -> Iterable[tuple[str, str]]:
    """Return what tape, removable disks and an object store consist of, as name and value."""
    voice, say = source.voice, source.voice.say
    tape, removable, store = backup.tape, backup.removable, backup.object_store
    if tape is not None:
        yield say(Text("Tape device")), cut(tape.device_text, _LONG)
        sets = Text("{sets} sets of {n} × {media}", sets=tape.sets, n=tape.per_set, media=cut(tape.media_text, _LONG))
        yield say(Text("Tape sets")), say(sets)
        yield say(Text("Time to write a tape set")), voice.minutes(tape.job_hours * MINUTES_PER_HOUR)
        yield say(Text("Cartridges changed by hand during a job")), voice.yes(tape.by_hand)
    if removable is not None:
        name = cut(removable.part_text, _LONG)
        sets = Text("{sets} sets of {n} × {media}", sets=removable.sets, n=removable.per_set, media=name)
        yield say(Text("Removable sets")), say(sets)
        yield say(Text("Backups that one removable set holds")), voice.size(removable.usable_bytes)
    if store is not None:
        yield say(Text("In the object store, at the provider's price")), voice.size(store.stored_bytes)
        yield say(Text("Cache of the object store here")), voice.size(store.cache_bytes)
