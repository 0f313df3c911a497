"""Step 6: what is kept, and where."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from wizard.model.names import OFFSITE
from wizard.model.text import Text
from wizard.ui.entry import NumberEntry
from wizard.ui.i18n import tr
from wizard.ui.pages.page import Page
from wizard.ui.session import Session
from wizard.ui.turns import Steps
from wizard.ui.widgets.base import Card
from wizard.ui.widgets.form import CheckField, ChoiceField, Field, Grid, LineField, Option

_WANTED: tuple[Option, ...] = ((None, Text("not answered: yes")), (True, Text("yes")), (False, Text("no")))
_OFFSITE: tuple[Option, ...] = ((None, Text("not answered: none")), *OFFSITE.items())
_SYNC: tuple[Option, ...] = (
    (None, Text("not answered: the other server fetches it")),
    ("pull", Text("the other server fetches it")),
    ("push", Text("this server sends it")),
)


class BackupPage(Page):
    """Backups to a Proxmox Backup Server."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            Text("How are backups kept?"),
            Text("A Proxmox Backup Server is part of the design unless backups are not wanted."),
        )
        self._details: list[Field] = []

    def cards(self) -> Iterator[QWidget]:
        """Make the questions."""
        yield self._wanted_card()
        yield self._keep_card()
        yield self._copies_card()
        yield self._companions_card()

    def _wanted_card(self) -> Card:
        card, grid, session = Card(tr("Backup")), Grid(), self.session
        change = LineField(
            session, "backup.daily_change_percent", Text("Change per day"), NumberEntry("%"), unit="%",
            hint=Text("Share of the data that changes from one day to the next."), empty=tr("as usual"),
        )  # fmt: skip
        offsite = ChoiceField(session, "backup.offsite", Text("Second copy elsewhere"), _OFFSITE)
        self.field(grid, ChoiceField(session, "backup.wanted", Text("Backups wanted"), _WANTED))
        for field in (change, offsite):
            self.field(grid, field)
            self._details.append(field)
        card.add(grid)
        return card

    def _keep_card(self) -> Card:
        card = Card(tr("Kept backups"), tr("How many are kept of each period. All empty: as usual."))
        grid, session = Grid(3), self.session
        names = {
            "last": Text("Last"), "hourly": Text("Hourly"), "daily": Text("Daily"),
            "weekly": Text("Weekly"), "monthly": Text("Monthly"), "yearly": Text("Yearly"),
        }  # fmt: skip
        for key, name in names.items():
            field = LineField(session, f"backup.keep.{key}", name, NumberEntry(whole=True), empty=tr("as usual"))
            self.field(grid, field)
            self._details.append(field)
        card.add(grid)
        return card

    def _copies_card(self) -> Card:
        card = Card(tr("Further copies"), tr("Three copies on two kinds of media, one of them at another place."))
        grid = Grid()
        for field in (*self._line_fields(), *self._media_fields()):
            self.field(grid, field)
            self._details.append(field)
        card.add(grid)
        return card

    def _line_fields(self) -> Iterator[Field]:
        """Make what is asked of a copy over a line."""
        session = self.session
        yield LineField(
            session, "backup.offsite_mbps", Text("Line to another place"), NumberEntry("Mbit/s"), unit="Mbit/s",
            empty=tr("unknown"),
        )  # fmt: skip
        yield LineField(
            session, "backup.offsite_window_hours", Text("Time for the copy"), NumberEntry("h"), unit=tr("hours"),
            hint=Text("How long a day the copy may use the line."), empty=tr("as usual"),
        )  # fmt: skip
        yield ChoiceField(session, "backup.sync", Text("Who starts the copy"), _SYNC)
        yield LineField(
            session, "backup.streams", Text("Guests backed up at once"), NumberEntry(whole=True), empty=tr("as usual")
        )

    def _media_fields(self) -> Iterator[Field]:
        """Make what is asked of other media, and of what they hold."""
        session, whole, usual = self.session, NumberEntry(whole=True), tr("as usual")
        yield CheckField(session, "backup.tape", Text("Tape"), Text("A copy on tape, kept offline."))
        yield LineField(session, "backup.tape_sets", Text("Sets of tapes"), whole, empty=usual)
        yield CheckField(
            session, "backup.removable", Text("Removable disks"), Text("Sets that rotate; one is always elsewhere.")
        )
        yield LineField(session, "backup.removable_sets", Text("Sets of disks"), whole, empty=usual)
        yield CheckField(session, "backup.s3", Text("Object store"), Text("At a provider, who charges for it."))
        yield CheckField(
            session, "backup.encrypted", Text("Encrypted by the nodes"), Text("Without the key nothing can be read.")
        )
        yield LineField(
            session, "backup.domains", Text("Separate keys or datastores"), whole,
            hint=Text("Nothing is deduplicated across them."),
        )  # fmt: skip

    def _companions_card(self) -> Card:
        card, grid, session = Card(tr("Beside the cluster")), Grid(), self.session
        air_gap = CheckField(
            session, "air_gapped", Text("Machines without the Internet"), Text("Updates and keys arrive on a medium.")
        )
        self.field(grid, air_gap)
        self.field(grid, LineField(session, "mail_gateways", Text("Mail gateways"), NumberEntry(whole=True)))
        card.add(grid)
        return card

    def showing(self) -> Steps:
        """Show the answers; without backups there is nothing to say about them."""
        yield from super().showing()
        asked = self.session.project.backup
        for field in self._details:
            field.setEnabled(asked is None or asked.wanted)
