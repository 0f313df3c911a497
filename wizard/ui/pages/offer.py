"""Step 9: the offer, in tabs: its bill, its terms, what it costs over the years, and the files."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from wizard.documents.words import Voice
from wizard.model.names import OFFER_MODES, TOPOLOGIES
from wizard.model.offer import Offer, View
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.exports import Written
from wizard.ui.i18n import shown, tr
from wizard.ui.offering.bill import BillTab
from wizard.ui.offering.calculation import CalculationTab
from wizard.ui.offering.files import FilesTab
from wizard.ui.offering.running import RunningTab
from wizard.ui.offering.tab import Shown, Tab
from wizard.ui.offering.terms import TermsTab
from wizard.ui.pages.page import Page
from wizard.ui.services import fault_lines
from wizard.ui.session import Session
from wizard.ui.turns import Steps, made_behind
from wizard.ui.widgets.base import Combo, button
from wizard.ui.widgets.missing import Missing
from wizard.ui.widgets.preview import Preview

_VIEWS: Final[tuple[tuple[View, Text], ...]] = (
    ("customer", Text("for the customer")),
    ("internal", Text("internal")),
)
TABS: Final[tuple[tuple[str, type[Tab]], ...]] = (
    ("bill", BillTab), ("terms", TermsTab), ("calculation", CalculationTab), ("running", RunningTab),
    ("files", FilesTab),
)  # fmt: skip


class OfferPage(Page):
    """One offer, worked out once for the tab that is shown."""

    shows_assessment = True
    export_requested = Signal()
    send_requested = Signal()
    cancel_requested = Signal()
    folder_requested = Signal(object)
    file_requested = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(session, Text("Offer"), Text("{nothing}", nothing=""))
        self.preview = Preview(session)
        self._previewed: object = None
        self._shown: Shown | None = None
        self._written: Written | None = None
        self.tab = "bill"
        self.tabs: dict[str, Tab] = {}
        session.order_changed.connect(self._on_changed)

    def cards(self) -> Iterator[QWidget]:
        """Make what stands above the tabs; each tab is made when it is first seen."""
        yield self._bar()
        self._missing = Missing(self.session)
        self._missing.step_chosen.connect(self.step_requested)
        yield self._missing

    def _bar(self) -> QWidget:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self.tab_buttons: dict[str, QPushButton] = {}
        for key, kind in TABS:
            made = self.tab_buttons[key] = button(shown(kind.title), "tab", name=f"tab-{key}")
            made.setCheckable(True)
            made.setProperty("key", key)
            made.clicked.connect(self._on_tab)
            row.addWidget(made)
        row.addStretch(1)
        self.view_choice = Combo()
        for _, words in _VIEWS:
            self.view_choice.addItem(shown(words))
        self.view_choice.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToContents)
        self.view_choice.setAccessibleName(tr("View of the offer"))
        self.view_choice.activated.connect(self._on_view)
        row.addWidget(self.view_choice)
        return bar

    # --- tabs -------------------------------------------------------------------------------------------------------

    def show_tab(self, key: str) -> None:
        """Show a tab; it is made when it is first seen."""
        self.tab = key
        self.refresh()

    def _current(self) -> Generator[None, None, Tab]:
        """Return the tab that is shown; one that something else took the place of is made anew when it is wanted."""
        made = self.tabs.get(self.tab)
        if made is not None:
            return made
        key, made = self.tab, dict(TABS)[self.tab](self.session)
        made.setParent(self.widget())
        yield from made_behind(made, self.column.contentsRect(), made.build())
        self.tabs[key] = made
        made.hide()
        self.column.insertWidget(self.column.count() - 1, made)
        made.setUpdatesEnabled(True)
        if isinstance(made, FilesTab):
            self._connect_files(made)
        return made

    def _connect_files(self, files: FilesTab) -> None:
        files.export_requested.connect(self.export_requested)
        files.cancel_requested.connect(self.cancel_requested)
        files.folder_requested.connect(self.folder_requested)
        files.file_requested.connect(self.file_requested)
        files.sending.send_requested.connect(self.send_requested)
        files.show_written(self._written)

    def _files(self) -> FilesTab | None:
        made = self.tabs.get("files")
        return made if isinstance(made, FilesTab) else None

    def _on_tab(self) -> None:
        self.show_tab(str(self.sender().property("key")))
        self.verticalScrollBar().setValue(0)

    def _on_view(self, index: int) -> None:
        self.session.view = _VIEWS[index][0]
        self.refresh()

    # --- showing ----------------------------------------------------------------------------------------------------

    def showing(self) -> Steps:
        """Show the offer of the newest assessment."""
        yield from super().showing()
        session = self.session
        internal = session.view == "internal"
        self.view_choice.setCurrentIndex([view for view, _ in _VIEWS].index(session.view))
        self.tab_buttons["calculation"].setVisible(internal)
        if self.tab == "calculation" and not internal:
            self.tab = "bill"
        yield
        offer, reason = self._offer()
        yield
        self._shown = None if offer is None else Shown(offer, Voice(i18n.current(), offer.currency))
        self._say(offer, reason)
        current = yield from self._current()
        yield
        for key, made in self.tabs.items():
            made.setVisible(made is current and (offer is not None or made.works_alone))
            self.tab_buttons[key].setChecked(made is current)
        yield from current.showing(self._shown)
        yield
        self._show_preview(offer)

    def _say(self, offer: Offer | None, reason: str) -> None:
        self._missing.setVisible(offer is None)
        self._missing.tell(reason or tr("Nothing to offer yet: enter guests or import an inventory."))
        if offer is None:
            self.say_lead("")
            return
        self.say_lead(
            tr("{kind}, revision {label}: {topology}. Valid until {date}.", kind=OFFER_MODES[offer.mode],
               label=offer.revision, topology=shown(TOPOLOGIES[offer.topology]), date=i18n.day(offer.valid_until))
        )  # fmt: skip

    def _offer(self) -> tuple[Offer | None, str]:
        """Return the offer of the newest assessment, or why there is none."""
        session = self.session
        assessment = session.assessment
        if assessment is None:
            return None, session.why_not()
        best = assessment.best
        if best is None or best.design is None:
            return None, shown(assessment.recommendation)
        services, project, order = session.services, session.assessed_project or session.project, session.order
        if not order.explore:
            assessment = replace(assessment, exploration=None)
        try:
            on, view = services.today(), session.view
            return services.make_offer(project, assessment, on=on, view=view, topology=order.topology), ""
        except services.faults as fault:
            return None, "\n".join(fault_lines(fault, i18n.current()))

    def _show_preview(self, offer: Offer | None) -> None:
        """Let the pages be drawn, where something about the offer is new."""
        session = self.session
        language, order = session.services.language(session.project.customer.language), session.order
        key = None if offer is None else (offer, language.code, order)
        if key == self._previewed:
            return
        self._previewed = key
        services, record = session.services, session.assessed_project or session.project
        if offer is None:
            self.preview.show_document(None)
            return

        def write() -> bytes:
            whole = services.complete(offer, record)
            return services.write_pdf(whole, language, order)

        self.preview.show_document(write)

    # --- files ------------------------------------------------------------------------------------------------------

    def show_progress(self, percent: int) -> None:
        """Show how much of the export is done."""
        if (files := self._files()) is not None:
            files.show_progress(percent)

    def show_busy(self, words: str) -> None:
        """Say what is being read or written; nothing when it is done."""
        if words and self.isVisible() and self._shown is not None:
            # The progress and its cancel stand with the files.
            self.show_tab("files")
        if (files := self._files()) is not None:
            files.show_busy(words)

    def show_written(self, paths: Written | None) -> None:
        """Show where the files are."""
        self._written = paths
        if (files := self._files()) is not None:
            files.show_written(paths)
