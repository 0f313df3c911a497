"""What a design has besides its compute nodes: backup servers, a machine for the QDevice, a tie-breaker."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

from wizard.engine.backup import BackupServer, cheapest_server, stored
from wizard.engine.context import Context
from wizard.engine.ledger import Ledger
from wizard.engine.machine import Machine
from wizard.engine.media import Media, media
from wizard.engine.recovery import RestoreSource
from wizard.engine.workshop import Workshop
from wizard.model.backup import BackupRange
from wizard.model.calculation import Calculation
from wizard.model.catalogue import QuorumHost


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """The backup servers of a project, the same for every topology."""

    server: BackupServer | None
    places: int
    """Where backups are kept: one, and a second where a copy leaves the site."""
    each: int
    """Equal servers at a place, which share the guests among them."""
    stored: BackupRange
    """What one place keeps."""
    calculations: tuple[Calculation, ...]
    media: Media = field(default_factory=Media)
    """What each server of the first place has besides: tape, removable disks, an object store's cache."""
    elsewhere: bool = False
    """Whether they are paid by another part of the design, as for the sites of a fleet."""
    remote: bool = False
    """Whether they stand at another site, as for the branches of a fleet."""
    line_mbps: Fraction | None = None
    """The line to that site, if it is known [Mbit/s]."""

    @property
    def servers(self) -> int:
        """Servers at all places."""
        return self.places * self.each

    @property
    def share(self) -> int:
        """What one server typically keeps [bytes]."""
        return -(-self.stored.typical_bytes // self.each)

    @property
    def cents(self) -> int:
        """Price with subscriptions over the years [cents]."""
        return 0 if self.server is None else self.servers * self.server.cents + self.each * self.media.cents


def backup_plan(workshop: Workshop) -> BackupPlan | None:
    """Size the backup servers, if backups are wanted: at one place, and at a second where a copy leaves the site.

    Of what one machine cannot hold, several side by side keep equal shares; no more of them than have to be.

    Returns
    -------
    BackupPlan or None
        With no server in it if even the most servers of a place are too small.
    """
    context = workshop.context
    if not context.answers.backup_wanted:
        return None
    ledger = Ledger(context.rules)
    kept = stored(context, ledger)
    places = 1 if context.answers.offsite == "none" else 2
    for each in range(1, context.rules.whole("backup.servers_of_a_place") + 1):
        plan = BackupPlan(None, places, each, kept, tuple(ledger.calculations))
        copies = media(plan.share, context)
        server = cheapest_server(plan.share, workshop, copies)
        if server is None and copies.removable is not None:  # too many disks of a set for the bays of any server
            copies = replace(copies, removable=None)
            server = cheapest_server(plan.share, workshop, copies)
        if server is not None:
            return replace(plan, server=server, media=copies)
    return BackupPlan(None, places, 1, kept, tuple(ledger.calculations), media(kept.typical_bytes, context))


def quorum_host(context: Context) -> QuorumHost | None:
    """Return the machine that the bill needs for a QDevice, if the customer has none."""
    if context.answers.quorum_host:
        return None
    return min(context.catalogue.quorum_hosts, key=lambda host: (host.cents, host.id), default=None)


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

    def restore_source(self, node_gbps: int | None, target: int | None) -> RestoreSource | None:
        """Return where a lost node is restored from, for nodes with such ports and a rate of drives [bytes/s].

        None without a backup server.
        """
        if self.backup is None or self.backup.server is None:
            return None
        plan, server = self.backup, self.backup.server
        own = min(kind.gbps for _, kind in server.network.ports)
        gbps = own if node_gbps is None else min(own, node_gbps)
        return RestoreSource(server.drive.kind != "hdd", server.drives, gbps, plan.remote, plan.line_mbps, target)
