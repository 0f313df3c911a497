"""What is lost when a node fails, and how long until its guests run again."""

from __future__ import annotations

from fractions import Fraction

from wizard.engine.context import Context
from wizard.engine.ledger import Ledger
from wizard.engine.replication import TRANSFER, TRANSFER_RULES, interval_minutes, transfer_inputs
from wizard.engine.topologies.kind import Shape, StorageKind
from wizard.model.assessment import Recovery
from wizard.model.text import Text
from wizard.model.units import SECONDS_PER_MINUTE, count

RESTART = (
    "ceil((release + rounds + start * ceil(ceil(ceil(guests * failures / nodes) / survivors) / workers)) / minute)"
)
RESTORE = "ceil(repair + data / rate / minute)"


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


def in_time(shape: Shape, context: Context) -> bool:
    """Whether a shape restarts its guests within the time that was asked for."""
    asked = context.answers.rto_minutes
    if asked is None or shape.nodes == 1 or not context.answers.ha:
        return True
    return restart_minutes(shape, context) <= asked


def recovery(shape: Shape, flash_backup: bool | None, context: Context, ledger: Ledger) -> Recovery:
    """Describe the recovery of a design.

    Parameters
    ----------
    shape
        Topology and node count.
    flash_backup
        Whether backups are on flash; None without a backup server.
    """
    if shape.nodes == 1:
        return _single(shape, flash_backup, context, ledger)
    if not context.answers.ha:
        return _by_hand(shape, context, ledger)
    minutes = ledger.figure(
        "recovery.rto_minutes", Text("Time until the guests of a failed node run again"), RESTART, "minutes",
        {"guests": context.demand.surviving_guests, "failures": shape.failures, "nodes": shape.nodes,
         "survivors": shape.survivors, "minute": SECONDS_PER_MINUTE},
        release="recovery.release_s", rounds="recovery.rounds_s", start="recovery.guest_start_s",
        workers="recovery.workers",
    )  # fmt: skip
    if shape.storage is StorageKind.ZFS:
        loss = _replication_loss(context, ledger)
        text = Text("HA restarts the guests; what came after the last replication is lost.")
    else:
        loss = Fraction(0)
        ledger.figure("recovery.rpo_minutes", Text("Data lost"), "0", "minutes")
        text = Text("HA restarts the guests; nothing that was written is lost.")
    return Recovery(loss, minutes, shape.sites > 1, text)


def _by_hand(shape: Shape, context: Context, ledger: Ledger) -> Recovery:
    """Without HA no node keeps room for another's guests: they wait until theirs is repaired."""
    minutes = _repair(ledger)
    if shape.storage is StorageKind.ZFS:
        loss = _replication_loss(context, ledger)
    else:
        loss = Fraction(0)
        ledger.figure("recovery.rpo_minutes", Text("Data lost"), "0", "minutes")
    text = Text(
        "Without HA the guests of a failed node wait for its repair, or are started by hand where there is room."
    )
    return Recovery(loss, minutes, shape.sites > 1, text)


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


def _single(shape: Shape, flash_backup: bool | None, context: Context, ledger: Ledger) -> Recovery:
    if shape.storage is StorageKind.EXTERNAL:
        ledger.figure("recovery.rpo_minutes", Text("Data lost"), "0", "minutes")
        text = Text(
            "The data stays on the existing storage; the guests wait for the repair, or for another server by hand."
        )
        return Recovery(Fraction(0), _repair(ledger), False, text)
    if flash_backup is None:
        return Recovery(None, None, False, Text("Without a backup nothing can be restored after the loss of the node."))
    loss = ledger.figure(
        "recovery.rpo_minutes", Text("Data lost: since the last backup"), "interval", "minutes",
        interval="recovery.backup_interval_minutes",
    )  # fmt: skip
    rate = "backup.rate_restore_flash" if flash_backup else "backup.rate_restore_hdd"
    minutes = ledger.figure(
        "recovery.rto_minutes", Text("Repair of the server and restore of everything"), RESTORE, "minutes",
        {"data": context.demand.disk_bytes, "minute": SECONDS_PER_MINUTE},
        repair="recovery.repair_minutes", rate=rate,
    )  # fmt: skip
    return Recovery(
        Fraction(loss), minutes, False, Text("The server is repaired, then the guests are restored from backup.")
    )
