"""What has to be said about the backup of a design."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from wizard.engine.context import Context
from wizard.engine.copies import missing
from wizard.engine.extras import BackupPlan
from wizard.model.assessment import Finding, Level
from wizard.model.backup import BackupDesign, OffsiteCopy
from wizard.model.text import Text
from wizard.model.units import HOURS_PER_DAY, MINUTES_PER_HOUR, count


def backup_findings(
    plan: BackupPlan | None, design: BackupDesign | None, nodes: int, context: Context
) -> tuple[Finding, ...]:
    """Return the findings of the backup servers that belong to a design of so many nodes."""
    if plan is None or design is None:
        return ()
    return (
        *_side_by_side(plan, design, context),
        *_rule_of_copies(design, context),
        *_times(design, nodes, context),
        *_away(design, context),
        *_tape(plan, context),
        *_tape_use(plan, design, context),
        *_removable(plan, design, context),
        *_object_store(design, context),
        *_keys(design, context),
    )


def _side_by_side(plan: BackupPlan, design: BackupDesign, context: Context) -> Iterator[Finding]:
    if plan.each > 1:
        text = Text(
            "No server of the catalogue holds {stored:size} of backups: {n} share the guests of a place, about "
            "{share:size} each. Give every guest its server by its backup job; deduplication does not span servers.",
            stored=design.stored.typical_bytes, n=plan.each, share=plan.share,
        )  # fmt: skip
        yield context.finding(Level.ADVICE, "backup.servers_of_a_place", text)


def _rule_of_copies(design: BackupDesign, context: Context) -> Iterator[Finding]:
    if design.copy_rule is not None:
        for rule, text in missing(design.copy_rule):
            yield context.finding(Level.WARNING, rule, text)
    wanted = context.rules("backup.oldest_days")
    if design.oldest_days is not None and design.oldest_days < wanted:
        text = Text("The oldest backup is {days} days old: malware that slept for {wanted} days is in all of them.",
                    days=design.oldest_days, wanted=wanted)  # fmt: skip
        yield context.finding(Level.WARNING, "backup.oldest_days", text)


def _times(design: BackupDesign, nodes: int, context: Context) -> Iterator[Finding]:
    interval, streams = context.rules("recovery.backup_interval_minutes"), context.answers.backup.streams
    if design.backup_window_minutes > interval:
        text = Text("A daily backup takes {hours} hours: it does not end before the next one.",
                    hours=count(Fraction(design.backup_window_minutes, MINUTES_PER_HOUR)))  # fmt: skip
        yield context.finding(Level.WARNING, "recovery.backup_interval_minutes", text)
    if streams is not None and nodes > streams:
        text = Text("{nodes} nodes may back up at once, the server is planned for {streams} streams: stagger the jobs.",
                    nodes=nodes, streams=streams)  # fmt: skip
        yield context.finding(Level.ADVICE, "backup.cores_per_stream", text)
    if design.verify_minutes is not None:
        days, hours = context.rules("backup.verify_days"), count(Fraction(design.verify_minutes, MINUTES_PER_HOUR))
        late = hours > days * HOURS_PER_DAY
        text = Text(
            "Verify new backups every day and all of them every {days} days (about {hours} h); "
            "test restores to a new guest.",
            days=days, hours=hours,
        )  # fmt: skip
        yield context.finding(Level.WARNING if late else Level.ADVICE, "backup.verify_days", text)


def _away(design: BackupDesign, context: Context) -> Iterator[Finding]:
    copy = design.offsite_copy
    if copy is None:
        return
    yield from _line(copy, context)
    if copy.mode != "object":
        yield _roles(copy, context)
    if copy.namespaces > 1:
        text = Text(
            "One namespace for each of {n} sites; each sync job takes only its own site's, so that copies do not "
            "travel back."
            if copy.mode == "two-way"
            else "One namespace for each of {n} sites: guests with the same number stay apart, and deduplication spans "
            "them.",
            n=copy.namespaces,
        )
        yield context.finding(Level.ADVICE, "offsite.namespace_levels", text)


def _line(copy: OffsiteCopy, context: Context) -> Iterator[Finding]:
    if copy.mbps_stated is None:
        text = Text(
            "The line of the copy to another place is not known: it needs {mbps} Mbit/s for {hours} hours a day, and "
            "the first copy has {seed:size}.",
            mbps=copy.mbps_needed, hours=copy.window_hours, seed=copy.seed_bytes,
        )  # fmt: skip
        yield context.finding(Level.WARNING, "offsite.link_share", text)
    elif copy.mbps_stated < copy.mbps_needed:
        text = Text(
            "The daily copy needs {needed} Mbit/s for {hours} hours a day; the line has {stated}.",
            needed=copy.mbps_needed, hours=copy.window_hours, stated=copy.mbps_stated,
        )  # fmt: skip
        yield context.finding(Level.WARNING, "offsite.link_share", text)
    if copy.mbps_everything > copy.mbps_needed:
        text = Text("Where the lines of all sites meet, {mbps} Mbit/s are needed for {hours} hours a day.",
                    mbps=copy.mbps_everything, hours=copy.window_hours)  # fmt: skip
        yield context.finding(Level.ADVICE, "offsite.link_share", text)
    if copy.ship and copy.seed_hours is not None:
        text = Text(
            "The first copy takes {days} days over the line: let it travel on a removable datastore or tape.",
            days=count(Fraction(copy.seed_hours, HOURS_PER_DAY)),
        )
        yield context.finding(Level.ADVICE, "offsite.seed_days", text)


def _roles(copy: OffsiteCopy, context: Context) -> Finding:
    if context.answers.offsite == "none":
        text = Text(
            "Each site backs up with an API token of its own, which has the role DatastoreBackup on the site's "
            "namespace and no right to prune."
        )
        return context.finding(Level.ADVICE, "offsite.accounts", text)
    if copy.sync == "pull":
        text = Text(
            "Pull: the target's account at the source has the role DatastoreReader and nothing else; the job's user "
            "has Remote.Read and Datastore.Backup. Prune at the target, leave remove-vanished off."
        )
        return context.finding(Level.ADVICE, "offsite.accounts", text)
    text = Text(
        "Push: the source's account at the target, one for each job, has the role DatastoreBackup and nothing else. "
        "Prune at the target. A pull by a server that the source cannot log in to is safer."
    )
    return context.finding(Level.WARNING, "offsite.accounts", text)


def _tape(plan: BackupPlan, context: Context) -> Iterator[Finding]:
    if context.answers.backup.tape and plan.media.tape is None:
        text = Text(
            "Tape is wanted; this catalogue has no drive with cartridges and a card for it: it is not in the bill."
        )
        yield context.finding(Level.WARNING, "tape.fill", text)


def _tape_use(plan: BackupPlan, design: BackupDesign, context: Context) -> Iterator[Finding]:
    chosen, tape, rules = plan.media.tape, design.tape, context.rules
    if chosen is None or tape is None:
        return
    text = Text("A restore from tape needs every cartridge of its set, and goes through a datastore first.")
    yield context.finding(Level.ADVICE, "tape.set_whole", text)
    text = Text("A new cartridge is optimised for up to {minutes} minutes before its first use: {n} of them.",
                minutes=rules("tape.calibration_minutes"), n=plan.each * chosen.cartridges)  # fmt: skip
    yield context.finding(Level.ADVICE, "tape.calibration_minutes", text)
    if tape.by_hand:
        text = Text("A tape set has {n} cartridges, more than the device has slots: somebody changes them by hand.",
                    n=tape.per_set)  # fmt: skip
        yield context.finding(Level.WARNING, "tape.fill", text)
    if tape.job_hours > rules("tape.window_hours"):
        text = Text("A tape set takes {hours} hours to write, more than the planned {window}.",
                    hours=tape.job_hours, window=rules("tape.window_hours"))  # fmt: skip
        yield context.finding(Level.WARNING, "tape.window_hours", text)


def _removable(plan: BackupPlan, design: BackupDesign, context: Context) -> Iterator[Finding]:
    asked, kept = context.answers.backup.removable, design.removable
    if asked and kept is None:
        text = Text("Removable disks are wanted; no server of this catalogue has bays for a set: none are billed.")
        yield context.finding(Level.WARNING, "removable.filesystems", text)
    if kept is None:
        return
    text = Text(
        "Removable datastores have ext4 or xfs; mounting starts the sync job, its end unmounts. {sets} sets rotate, "
        "one is always elsewhere; disks of a set: {n}, each of them a datastore of its own.",
        sets=kept.sets,
        n=kept.per_set,
    )
    yield context.finding(Level.ADVICE, "removable.filesystems", text)


def _object_store(design: BackupDesign, context: Context) -> Iterator[Finding]:
    store = design.object_store
    if store is None:
        return
    text = Text(
        "Object store: {stored:size} at the provider. Storage, requests and reading back cost what the provider asks; "
        "nothing of it is in the bill.",
        stored=store.stored_bytes,
    )
    yield context.finding(Level.WARNING, "s3.cache", text)
    text = Text("Object lock must stay off, since garbage collection deletes: the object store is no immutable copy.")
    yield context.finding(Level.WARNING, "s3.object_lock", text)
    text = Text("One backup server only uses the bucket; create it first, and reach it over HTTPS.")
    yield context.finding(Level.ADVICE, "s3.servers", text)
    if context.answers.air_gapped:
        text = Text("The machines never reach the Internet, and so no object store of a provider.")
        yield context.finding(Level.WARNING, "s3.servers", text)


def _keys(design: BackupDesign, context: Context) -> Iterator[Finding]:
    if design.encrypted:
        text = Text("Keep the encryption key on paper and off the systems that are backed up: without it nothing can "
                    "be restored.")  # fmt: skip
        yield context.finding(Level.WARNING, "backup.key_copies", text)
        text = Text("Of encrypted backups the server checks only the CRC-32, not the SHA-256: test restores.")
        yield context.finding(Level.WARNING, "backup.key_checks", text)
    if design.domains > 1:
        text = Text(
            "{n} separate keys or datastores share nothing: this stores {cost:size} more than one would, at the "
            "planned deduplication of {ratio} across guests.",
            n=design.domains, cost=design.domains_cost_bytes, ratio=context.rules("backup.dedup"),
        )  # fmt: skip
        yield context.finding(Level.ADVICE, "backup.dedup_border", text)
