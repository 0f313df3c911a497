"""Step 5: what is there already."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from wizard.model.names import STORAGES
from wizard.model.project import ExternalStorage, Project
from wizard.model.text import Text
from wizard.model.units import TIB
from wizard.ui.entry import NumberEntry, SizeEntry, TextEntry
from wizard.ui.i18n import shown, tr
from wizard.ui.models.columns import Column, Option
from wizard.ui.pages.page import Page
from wizard.ui.session import Session
from wizard.ui.widgets.base import Card
from wizard.ui.widgets.form import YES_NO_UNKNOWN, ChoiceField, Grid, LineField, unknown_hint
from wizard.ui.widgets.table import RowsTable

_KINDS = ("nfs", "cifs", "iscsi", "fc", "sas", "ceph")


def _kinds(project: Project) -> list[Option]:
    return [(kind, shown(STORAGES[kind])) for kind in _KINDS]


def _yes_no(project: Project) -> list[Option]:
    return [(value, shown(words)) for value, words in YES_NO_UNKNOWN]


def _columns() -> tuple[Column, ...]:
    return (
        Column("kind", Text("Access"), TextEntry(), 200, options=_kinds),
        Column("usable", Text("Usable"), SizeEntry(), 140, numeric=True),
        Column("redundant", Text("Two controllers"), TextEntry(), 170, options=_yes_no),
    )


def _template() -> ExternalStorage:
    return ExternalStorage(kind="iscsi", usable=10 * TIB)


class StoragePage(Page):
    """Storage to keep, a machine for the third vote, and the speed of the switches."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            Text("What is there already?"),
            Text("What exists and is to be kept. Unknown is a good answer: what is missing then stands in the bill."),
        )

    def cards(self) -> Iterator[QWidget]:
        """Make the table of arrays, and the network."""
        self.table = RowsTable(self.session, "existing.storage", Text("Existing storage"), _columns(), _template)
        self.table.empty.setText(tr("No storage to keep. Add a row for each array or share that stays."))
        card = Card(tr("Existing storage"))
        card.add(self.table)
        self.follow(self.table)
        yield card
        yield self._network_card()

    def _network_card(self) -> Card:
        card, grid, session = Card(tr("Network and quorum")), Grid(), self.session
        speed = LineField(
            session, "existing.switch_gbps", Text("Speed of the switches"), NumberEntry("Gbit/s"), unit="Gbit/s",
            hint=Text("Per port. Empty: unknown, and new switches stand in the bill where they are needed."),
            empty=unknown_hint(),
        )  # fmt: skip
        quorum = ChoiceField(
            session, "existing.quorum_host", Text("Quorum host"), YES_NO_UNKNOWN,
            Text("A machine outside the cluster that can carry the QDevice, the third vote of two nodes."),
        )  # fmt: skip
        self.field(grid, speed)
        self.field(grid, quorum)
        card.add(grid)
        return card
