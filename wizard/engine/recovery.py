"""What is lost when a node fails, and how long until its guests run again."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from wizard.engine.context import Context
from wizard.engine.ledger import Ledger
from wizard.engine.replication import TRANSFER, TRANSFER_RULES, interval_minutes, transfer_inputs
from wizard.engine.topologies.kind import Shape, StorageKind
from wizard.model.assessment import Reason, Recovery, RecoveryPart
from wizard.model.text import Text
from wizard.model.units import BITS_PER_BYTE, GB, MB, SECONDS_PER_MINUTE, count

RESTART = (
    "ceil((release + rounds + start * ceil(ceil(ceil(guests * failures / nodes) / survivors) / workers)) / minute)"
)
STARTS = "start * ceil(ceil(ceil(guests * failures / nodes) / survivors) / workers)"
RESTORE = "ceil(repair + data / min(gbps * giga / bits * link_share, rate, drives * chunks) / minute)"
RESTORE_ONTO = "ceil(repair + data / min(gbps * giga / bits * link_share, rate, drives * chunks, target) / minute)"
"""The same where it is known what the drives of the new server take."""
RESTORE_LINE = "ceil(repair + data / compression * bits / (mbps * mega * link_share) / minute)"


@dataclass(frozen=True, slots=True)
class RestoreSource:
    """Where a lost node is restored from: a datastore in reach of ports, or one behind a line between sites."""

    flash: bool
    drives: int
    gbps: int
    remote: bool = False
    mbps: Fraction | None = None
    """The line, where it is remote and known."""
    target: int | None = None
    """What the drives that are restored onto take [bytes/s], if it is known."""


def restart_minutes(shape: Shape, context: Context) -> int:
    """Return the time of an HA restart [minutes]: detection, release, and starts of so many guests at a time.

    References
    ----------
    Proxmox VE Administration Guide, High Availability; pve-ha-manager (fence delay, lock lifetime, workers).
    """
    rules = context.rules
    lost = count(Fraction(context.demand.surviving_guests * shape.failures, shape.nodes))
    each = count(Fraction(lost, shape.survivors))
    rounds = count(Fraction(each) / rules("recovery.workers"))
    seconds = rules("recovery.release_s") + rules("recovery.rounds_s") + rules("recovery.guest_start_s") * rounds
    return count(seconds / SECONDS_PER_MINUTE)


def restarts(shape: Shape, context: Context) -> bool:
    """Whether HA restarts guests of a failed node: there are such guests, and the other nodes keep room for them."""
    return context.answers.ha and shape.failures > 0 and context.demand.surviving_guests > 0


def in_time(shape: Shape, context: Context) -> bool:
    """Whether a shape restarts its guests within the time that was asked for; of others their design tells it."""
    asked = context.answers.rto_minutes
    if asked is None or not restarts(shape, context):
        return True
    return restart_minutes(shape, context) <= asked


def too_late(found: Recovery, context: Context) -> Reason | None:
    """Return the reason against a design whose guests run again later than was asked for."""
    asked = context.answers.rto_minutes
    if asked is None or found.rto_minutes is None or found.rto_minutes <= asked:
        return None
    return context.reason(
        "recovery.repair_minutes",
        Text("Guests have to run again within {asked} min; after the loss of a node they do after {minutes} min. {how}",
             asked=asked, minutes=found.rto_minutes, how=found.text),
    )  # fmt: skip


def recovery(shape: Shape, source: RestoreSource | None, context: Context, ledger: Ledger) -> Recovery:
    """Describe the recovery of a design.

    Parameters
    ----------
    shape
        Topology and node count.
    source
        Where backups are; None without a backup server.
    """
    if shape.nodes == 1:
        return _single(shape, source, context, ledger)
    if not restarts(shape, context):
        return _by_hand(shape, context, ledger)
    minutes = ledger.figure(
        "recovery.rto_minutes", Text("Time until the guests of a failed node run again"), RESTART, "minutes",
        {"guests": context.demand.surviving_guests, "failures": shape.failures, "nodes": shape.nodes,
         "survivors": shape.survivors, "minute": SECONDS_PER_MINUTE},
        release="recovery.release_s", rounds="recovery.rounds_s", start="recovery.guest_start_s",
        workers="recovery.workers",
    )  # fmt: skip
    parts = _restart_parts(shape, context, ledger)
    if shape.storage is StorageKind.ZFS:
        loss = _replication_loss(context, ledger)
        parts = (*_loss_parts(loss, context), *parts)
        text = Text("HA restarts the guests; what came after the last replication is lost.")
    else:
        loss = Fraction(0)
        ledger.figure("recovery.rpo_minutes", Text("Data lost"), "0", "minutes")
        text = Text("HA restarts the guests; nothing that was written is lost.")
    return Recovery(loss, minutes, shape.sites > 1, text, parts)


def _restart_parts(shape: Shape, context: Context, ledger: Ledger) -> tuple[RecoveryPart, ...]:
    """Return what an HA restart consists of, in the order in which it happens."""
    release = ledger.figure(
        "recovery.release_seconds", Text("Until the failed node has released its guests"), "release", "s",
        release="recovery.release_s",
    )  # fmt: skip
    rounds = ledger.figure(
        "recovery.rounds_seconds", Text("Rounds of the HA manager"), "rounds", "s", rounds="recovery.rounds_s"
    )
    starts = ledger.figure(
        "recovery.start_seconds", Text("Starts of the guests, so many at a time on each node"), STARTS, "s",
        {"guests": context.demand.surviving_guests, "failures": shape.failures, "nodes": shape.nodes,
         "survivors": shape.survivors},
        start="recovery.guest_start_s", workers="recovery.workers",
    )  # fmt: skip
    return (
        RecoveryPart("rto", Text("Until the failed node has released its guests"), Fraction(release)),
        RecoveryPart("rto", Text("Rounds of the HA manager"), Fraction(rounds)),
        RecoveryPart("rto", Text("Starts of the guests, so many at a time on each node"), Fraction(starts)),
    )


def _loss_parts(loss: Fraction, context: Context) -> tuple[RecoveryPart, ...]:
    interval = interval_minutes(context) or Fraction(0)
    return (
        RecoveryPart("rpo", Text("Interval of the replication"), interval * SECONDS_PER_MINUTE),
        RecoveryPart("rpo", Text("Transfer of one replication run"), (loss - interval) * SECONDS_PER_MINUTE),
    )


def _by_hand(shape: Shape, context: Context, ledger: Ledger) -> Recovery:
    """Where HA restarts nothing, the guests wait until their node is repaired."""
    minutes = _repair(ledger)
    parts: tuple[RecoveryPart, ...] = (_repair_part(minutes),)
    if shape.storage is StorageKind.ZFS:
        loss = _replication_loss(context, ledger)
        parts = (*_loss_parts(loss, context), *parts)
    else:
        loss = Fraction(0)
        ledger.figure("recovery.rpo_minutes", Text("Data lost"), "0", "minutes")
    text = Text(
        "Without HA the guests of a failed node wait for its repair, or are started by hand where there is room."
    )
    if context.answers.ha and shape.failures:
        text = Text("No guest may be restarted elsewhere: they wait for the repair of their node.")
    elif context.answers.ha:
        text = Text("No node keeps room for another's guests: they wait for its repair, or are started by hand.")
    return Recovery(loss, minutes, False, text, parts)


def _repair_part(minutes: int) -> RecoveryPart:
    return RecoveryPart("rto", Text("Repair of the server"), Fraction(minutes * SECONDS_PER_MINUTE))


def _repair(ledger: Ledger) -> int:
    return int(
        ledger.figure(
            "recovery.rto_minutes", Text("Repair of the server"), "ceil(repair)", "minutes",
            repair="recovery.repair_minutes",
        )
    )  # fmt: skip


def _replication_loss(context: Context, ledger: Ledger) -> Fraction:
    interval = interval_minutes(context)
    if interval is None:
        raise ValueError("replication cannot keep the data loss that was asked for")
    transfer = ledger.figure(
        "recovery.transfer_minutes", Text("Transfer of one replication run"), TRANSFER, "minutes",
        transfer_inputs(context, interval), **TRANSFER_RULES,
    )  # fmt: skip
    return Fraction(
        ledger.figure(
            "recovery.rpo_minutes", Text("Data lost: the interval and its transfer"), "interval + transfer",
            "minutes", {"interval": interval, "transfer": transfer},
        )
    )  # fmt: skip


def _single(shape: Shape, source: RestoreSource | None, context: Context, ledger: Ledger) -> Recovery:
    if shape.storage is StorageKind.EXTERNAL:
        ledger.figure("recovery.rpo_minutes", Text("Data lost"), "0", "minutes")
        text = Text(
            "The data stays on the existing storage; the guests wait for the repair, or for another server by hand."
        )
        minutes = _repair(ledger)
        return Recovery(Fraction(0), minutes, False, text, (_repair_part(minutes),))
    if source is None:
        return Recovery(None, None, False, Text("Without a backup nothing can be restored after the loss of the node."))
    loss = ledger.figure(
        "recovery.rpo_minutes", Text("Data lost: since the last backup"), "interval", "minutes",
        interval="recovery.backup_interval_minutes",
    )  # fmt: skip
    if source.remote and source.mbps is None:
        text = Text("The server is repaired, then restored over the line between the sites, whose speed is not known.")
        return Recovery(Fraction(loss), None, False, text)
    minutes = _restore_minutes(source, context, ledger)
    text = Text("The server is repaired, then the guests are restored from backup.")
    return Recovery(Fraction(loss), minutes, False, text, _restore_parts(Fraction(loss), minutes, context))


def _restore_parts(loss: Fraction, minutes: int, context: Context) -> tuple[RecoveryPart, ...]:
    repair = context.rules("recovery.repair_minutes")
    return (
        RecoveryPart("rpo", Text("Since the last backup, at most"), loss * SECONDS_PER_MINUTE),
        RecoveryPart("rto", Text("Repair of the server"), repair * SECONDS_PER_MINUTE),
        RecoveryPart("rto", Text("Restore of everything"), (minutes - repair) * SECONDS_PER_MINUTE),
    )


def _restore_minutes(source: RestoreSource, context: Context, ledger: Ledger) -> int:
    inputs = {"data": context.demand.disk_bytes, "bits": BITS_PER_BYTE, "minute": SECONDS_PER_MINUTE}
    title = Text("Repair of the server and restore of everything")
    if source.remote:
        return int(ledger.figure(
            "recovery.rto_minutes", title, RESTORE_LINE, "minutes", {**inputs, "mbps": source.mbps, "mega": MB},
            repair="recovery.repair_minutes", compression="backup.compression", link_share="offsite.link_share",
        ))  # fmt: skip
    inputs |= {"drives": source.drives, "gbps": source.gbps, "giga": GB}
    if source.target is not None:
        inputs["target"] = source.target
    return int(ledger.figure(
        "recovery.rto_minutes", title, RESTORE if source.target is None else RESTORE_ONTO, "minutes", inputs,
        repair="recovery.repair_minutes", link_share="backup.link_share",
        rate="backup.rate_restore_flash" if source.flash else "backup.rate_restore_hdd",
        chunks="backup.rate_chunk_flash" if source.flash else "backup.rate_chunk_hdd",
    ))  # fmt: skip
