"""What a design has besides its compute nodes: backup servers, a machine for the QDevice, a tie-breaker."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.engine.backup import BackupServer, cheapest_server, snapshots_kept, stored
from wizard.engine.context import Context
from wizard.engine.ledger import Ledger
from wizard.engine.machine import Machine
from wizard.engine.workshop import Workshop
from wizard.model.assessment import BackupDesign, BackupRange, Calculation
from wizard.model.catalogue import QuorumHost
from wizard.model.text import Text
from wizard.model.units import SECONDS_PER_MINUTE


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """The backup servers of a project, the same for every topology."""

    server: BackupServer | None
    servers: int
    stored: BackupRange
    calculations: tuple[Calculation, ...]
    elsewhere: bool = False
    """Whether they stand and are paid at another site, as for the branches of a fleet."""

    @property
    def cents(self) -> int:
        """Price with subscriptions over the years [cents]."""
        return 0 if self.server is None else self.servers * self.server.cents


def backup_plan(workshop: Workshop) -> BackupPlan | None:
    """Size the backup servers, if backups are wanted: one, and a second where a copy leaves the site.

    Returns
    -------
    BackupPlan or None
        With no server in it if no machine of the catalogue is large enough.
    """
    context = workshop.context
    if not context.answers.backup_wanted:
        return None
    ledger = Ledger(context.rules)
    kept = stored(context, ledger)
    servers = 1 if context.answers.offsite == "none" else 2
    return BackupPlan(cheapest_server(kept.typical_bytes, workshop), servers, kept, tuple(ledger.calculations))


def quorum_host(context: Context) -> QuorumHost | None:
    """Return the machine that the bill needs for a QDevice, if the customer has none."""
    if context.answers.quorum_host:
        return None
    return min(context.catalogue.quorum_hosts, key=lambda host: (host.cents, host.id), default=None)


def backup_design(plan: BackupPlan, context: Context, ledger: Ledger) -> BackupDesign | None:
    """Describe the backup servers in figures.

    Times are lower bounds at the planned rates; ``minutes`` are whole and rounded up.
    """
    server = plan.server
    if server is None:
        return None
    ledger.add(plan.calculations)
    demand = context.demand
    flash = server.drive.kind != "hdd"
    restore = "backup.rate_restore_flash" if flash else "backup.rate_restore_hdd"
    kept = ledger.figure(
        "backup.snapshots_kept", Text("Backups kept per guest"), "sum(periods)", "backups",
        {"periods": [one for one in context.answers.keep.model_dump().values() if one]},
    )  # fmt: skip
    if kept != snapshots_kept(context.answers.keep):
        raise ValueError("the kept backups do not add up")
    window = ledger.figure(
        "backup.backup_window_minutes", Text("Time of a daily backup of what changed"),
        "ceil(data * change / rate / minute)", "minutes",
        {"data": demand.disk_bytes, "change": context.answers.daily_change, "minute": SECONDS_PER_MINUTE},
        rate="backup.rate_ingest",
    )  # fmt: skip
    largest, everything = (
        ledger.figure(key, title, "ceil(data / rate / minute)", "minutes",
                      {"data": data, "minute": SECONDS_PER_MINUTE}, rate=restore)
        for key, title, data in (
            ("backup.restore_largest_minutes", Text("Restore of the largest guest"), demand.largest_disk_bytes),
            ("backup.restore_all_minutes", Text("Restore of everything"), demand.disk_bytes),
        )
    )  # fmt: skip
    usable = ledger.figure(
        "backup.usable_bytes", Text("Backups that one server holds"), "floor(pool * fill_limit)", "bytes",
        {"pool": server.pool}, fill_limit="backup.fill_limit",
    )  # fmt: skip
    layout = f"{server.groups} × {server.layout} ({server.width})"
    return BackupDesign(
        plan.servers, kept, plan.stored, usable, layout, window, largest, everything, context.answers.offsite
    )


@dataclass(frozen=True, slots=True)
class Extras:
    """What is added to the chosen nodes."""

    backup: BackupPlan | None = None
    quorum_host: QuorumHost | None = None
    tie_breaker: Machine | None = None

    @property
    def own_backup(self) -> BackupPlan | None:
        """The backup servers that belong to the design itself."""
        if self.backup is None or self.backup.server is None or self.backup.elsewhere:
            return None
        return self.backup

    @property
    def flash_backup(self) -> bool | None:
        """Whether backups are on flash, wherever they are; None without a backup server."""
        if self.backup is None or self.backup.server is None:
            return None
        return self.backup.server.drive.kind != "hdd"
