"""Step 4: what may fail, and what may be lost."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from wizard.model.text import Text
from wizard.ui.entry import NumberEntry
from wizard.ui.i18n import tr
from wizard.ui.pages.page import Page
from wizard.ui.session import Session
from wizard.ui.widgets.base import Card
from wizard.ui.widgets.form import ChoiceField, Grid, LineField, Option

_HA: tuple[Option, ...] = (
    (None, Text("not answered: yes")),
    (True, Text("yes: guests restart on another node")),
    (False, Text("no: a failed node is repaired first")),
)
_SITE_LOSS: tuple[Option, ...] = ((None, Text("not answered: no")), (False, Text("no")), (True, Text("yes")))


class AvailabilityPage(Page):
    """High availability, failures, and recovery."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            Text("What may fail?"),
            Text("Each answer decides which topologies qualify. What is left empty takes the usual value."),
        )

    def cards(self) -> Iterator[QWidget]:
        """Make the questions."""
        yield self._failures_card()
        yield self._recovery_card()

    def _failures_card(self) -> Card:
        card, grid, session, usual = Card(tr("Failures")), Grid(), self.session, tr("as usual: 1")
        whole = NumberEntry(whole=True)
        self.field(grid, ChoiceField(session, "availability.ha", Text("High availability"), _HA))
        site_loss = ChoiceField(
            session, "availability.survive_site_loss", Text("Survive the loss of a site"), _SITE_LOSS,
            Text("Needs two data sites and a witness at a third."),
        )  # fmt: skip
        self.field(grid, site_loss)
        nodes = LineField(
            session, "availability.node_failures", Text("Node failures"), whole, empty=usual,
            hint=Text("How many nodes may fail at the same time."),
        )  # fmt: skip
        disks = LineField(
            session, "availability.disk_failures", Text("Disk failures"), whole, empty=usual,
            hint=Text("What the storage of a node survives without a restore. Only 0 admits a single disk."),
        )  # fmt: skip
        self.field(grid, nodes)
        self.field(grid, disks)
        card.add(grid)
        return card

    def _recovery_card(self) -> Card:
        card, grid, session = Card(tr("Recovery after a node failure")), Grid(), self.session
        minutes = NumberEntry("min")
        lost = LineField(
            session, "availability.rpo_minutes", Text("Data that may be lost (RPO)"), minutes, unit=tr("minutes"),
            hint=Text("0: nothing. Empty: nothing with high availability, else a restore from backup."),
            empty=tr("as usual"),
        )  # fmt: skip
        down = LineField(
            session, "availability.rto_minutes", Text("Time until guests run again (RTO)"), minutes,
            unit=tr("minutes"), hint=Text("Empty: no requirement."), empty=tr("no requirement"),
        )  # fmt: skip
        rebuild = LineField(
            session, "preferences.rebuild_hours", Text("Rebuild of a lost node"), NumberEntry("h"), unit=tr("hours"),
            hint=Text("Until Ceph has made its copies again. Empty: no requirement."), empty=tr("no requirement"),
        )  # fmt: skip
        for field in (lost, down, rebuild):
            self.field(grid, field)
        card.add(grid)
        return card
