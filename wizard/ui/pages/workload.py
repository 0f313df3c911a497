"""Step 2: what has to run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from wizard.flow.steps import workload_totals
from wizard.model.project import GuestGroup, Project
from wizard.model.text import Language, Text
from wizard.model.units import GIB
from wizard.ui import i18n
from wizard.ui.entry import NumberEntry, SizeEntry, TextEntry
from wizard.ui.i18n import tr
from wizard.ui.models.columns import Column, Option
from wizard.ui.pages.page import Page
from wizard.ui.session import Session
from wizard.ui.turns import Steps
from wizard.ui.widgets.base import Card, button, label
from wizard.ui.widgets.form import Grid, LineField
from wizard.ui.widgets.import_report import ImportReport
from wizard.ui.widgets.table import RowsTable
from wizard.ui.widgets.totals import TotalsEntry


def _kinds(project: Project) -> list[Option]:
    return [("vm", tr("VM")), ("container", tr("container"))]


def _ha(project: Project) -> list[Option]:
    return [(None, tr("as asked")), (True, tr("yes")), (False, tr("no"))]


def _yes_no(project: Project) -> list[Option]:
    return [(True, tr("yes")), (False, tr("no"))]


def _sites(project: Project) -> list[Option]:
    return [(None, tr("any")), *((site.name, site.name) for site in project.sites)]


def _has_sites(project: Project) -> bool:
    return bool(project.sites)


def _columns() -> tuple[Column, ...]:
    whole = NumberEntry(whole=True)
    return (
        Column("name", Text("Name"), TextEntry()),
        Column("count", Text("Count"), whole, 66, numeric=True),
        Column("vcpus", Text("vCPU"), whole, 62, numeric=True),
        Column("memory", Text("Memory / guest"), SizeEntry(), 116, numeric=True, brief=_brief),
        Column("disk", Text("Disk / guest"), SizeEntry(), 104, numeric=True, brief=_brief),
        Column("iops", Text("IOPS"), whole, 68, numeric=True),
        Column("write_percent", Text("Writes, %"), NumberEntry("%"), 100, numeric=True),
        Column("kind", Text("Kind"), TextEntry(), 88, options=_kinds),
        Column("ha", Text("HA"), TextEntry(), 92, options=_ha),
        Column("apart", Text("Apart"), TextEntry(optional=True), 92),
        Column("migratable", Text("Movable"), TextEntry(), 102, options=_yes_no),
        Column("site", Text("Site"), TextEntry(), 96, options=_sites, wanted=_has_sites),
    )


def _brief(value: int, language: Language) -> str:
    """Return a size in few figures, for a cell that is only read."""
    return language.size(value)


def _template() -> GuestGroup:
    return GuestGroup(name="", count=1, vcpus=2, memory=4 * GIB, disk=40 * GIB)


class TotalsRow(QWidget):
    """The sums below the table."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 0)
        grid.setHorizontalSpacing(28)
        names = {
            "guests": tr("Guests"), "vcpus": tr("vCPU"), "memory": tr("Memory"), "disk": tr("Disk"), "iops": tr("IOPS"),
        }  # fmt: skip
        self.values = {key: label("–", "figure") for key in names}
        for column, (key, name) in enumerate(names.items()):
            self.values[key].setObjectName(f"total-{key}")
            grid.addWidget(label(name, "caption"), 0, column)
            grid.addWidget(self.values[key], 1, column)
        grid.setColumnStretch(len(names), 1)

    def refresh(self) -> None:
        """Show the sums of the project."""
        language = i18n.current()
        totals: Mapping[str, Any] = workload_totals(self._session.project)
        self.setVisible(bool(totals["guests"]))
        for key, value in self.values.items():
            total = totals[key]
            write = language.size if key in ("memory", "disk") else language.number
            value.setText("–" if total is None else write(total))
            value.setAccessibleName(value.text())


class WorkloadPage(Page):
    """Groups of guests of one size, or an imported inventory; and how it grows."""

    import_requested = Signal()
    reading_chosen = Signal(object, object)

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            Text("What has to run?"),
            Text("Guests of one size share a row. Paste rows from a spreadsheet, or import an inventory."),
        )

    def cards(self) -> Iterator[QWidget]:
        """Make the table, the sums by themselves, and the growth."""
        yield self._guests_card()
        yield self._sums_card()
        yield self._growth_card()
        QWidget.setTabOrder(self.paste_button, self.import_button)

    def _guests_card(self) -> Card:
        card, session = Card(tr("Guests")), self.session
        self.table = RowsTable(
            session, "workload.groups", Text("Guests"), _columns(), _template, pastes=True, most_rows=10
        )
        self.table.empty.setText(
            tr("No guests yet. Add a row, paste from a spreadsheet with Ctrl+V, or import an RVTools export.")
        )
        self.import_button = button(tr("Import inventory …"), "primary", name="import", hint=tr("Import (Ctrl+I)"))
        self.import_button.clicked.connect(self.import_requested)
        self.paste_button = button(tr("Paste"), hint=tr("Paste rows from a spreadsheet (Ctrl+V)"))
        self.paste_button.clicked.connect(self._on_paste)
        self.table.buttons.insertWidget(5, self.paste_button)
        card.head.addWidget(self.import_button)
        self.totals, self.report = TotalsRow(session), ImportReport(session)
        self.report.reading_chosen.connect(self.reading_chosen)
        for part in (self.table, self.totals, self.report):
            card.add(part)
            self.follow(part)
        return card

    def _sums_card(self) -> Card:
        hint = tr("Without a list: sums over all guests. What is left empty takes a usual size per guest.")
        self.sums_card = Card(tr("Only the sums are known"), hint)
        sums = TotalsEntry(self.session)
        self.sums_card.add(sums)
        self.follow(sums)
        return self.sums_card

    def showing(self) -> Steps:
        """Show the rows; with some there, sums by themselves are no longer asked for."""
        yield from super().showing()
        self.sums_card.setVisible(not self.session.project.workload.groups)

    def _growth_card(self) -> Card:
        card, grid, session = Card(tr("Growth and density")), Grid(3), self.session
        default = tr("as usual")
        growth = LineField(
            session, "workload.growth_percent_per_year", Text("Growth per year"), NumberEntry("%"), unit="%",
            hint=Text("Compounds every year."), empty=default,
        )  # fmt: skip
        years = LineField(
            session, "workload.years", Text("Planned for"), NumberEntry(whole=True), unit=tr("years"), empty=default,
            hint=Text("The demand is that of the last year."),
        )  # fmt: skip
        density = LineField(
            session, "workload.vcpus_per_core", Text("vCPU per core"), NumberEntry(), empty=default,
            hint=Text("How many vCPU share a physical core."),
        )  # fmt: skip
        for field in (growth, years, density):
            self.field(grid, field)
        card.add(grid)
        return card

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste rows wherever on the page the focus is, where nothing else takes them."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.table.paste_clipboard()
        else:
            super().keyPressEvent(event)

    def _on_paste(self) -> None:
        self.table.paste_clipboard()
