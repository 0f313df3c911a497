"""The main window: bar, rail, page and panel around one session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from wizard.flow.steps import STEPS, StepId
from wizard.ui import theme
from wizard.ui.actions import Actions
from wizard.ui.dialogs import Dialogs
from wizard.ui.files import Files
from wizard.ui.i18n import tr
from wizard.ui.pages.availability import AvailabilityPage
from wizard.ui.pages.backup import BackupPage
from wizard.ui.pages.budget import BudgetPage
from wizard.ui.pages.customer import CustomerPage
from wizard.ui.pages.offer import OfferPage
from wizard.ui.pages.page import Page
from wizard.ui.pages.recommendation import RecommendationPage
from wizard.ui.pages.sites import SitesPage
from wizard.ui.pages.storage import StoragePage
from wizard.ui.pages.workload import WorkloadPage
from wizard.ui.panel import Panel
from wizard.ui.rail import Rail
from wizard.ui.services import Services
from wizard.ui.session import Session
from wizard.ui.theme import Mode, Theme
from wizard.ui.topbar import TopBar
from wizard.ui.widgets.base import label

_PAGES: Final[dict[StepId, Callable[[Session], Page]]] = {
    StepId.CUSTOMER: CustomerPage,
    StepId.WORKLOAD: WorkloadPage,
    StepId.SITES: SitesPage,
    StepId.AVAILABILITY: AvailabilityPage,
    StepId.STORAGE: StoragePage,
    StepId.BACKUP: BackupPage,
    StepId.BUDGET: BudgetPage,
    StepId.RECOMMENDATION: RecommendationPage,
    StepId.OFFER: OfferPage,
}
_NARROW: Final = 1080
"""Below this width the panel gives its place to the page."""


class Window(QMainWindow):
    """Nine steps over one project."""

    def __init__(self, services: Services, theme_: Theme, dialogs: Dialogs | None = None) -> None:
        super().__init__()
        self.dialogs = dialogs or Dialogs()
        self._theme = theme_
        self._index = 0
        self.session = Session(services, self)
        self.files = Files(self.session, self.dialogs, self)
        self.actions_ = Actions(self, self.session)
        self.setWindowTitle("Rackwright")
        self.setWindowIcon(theme.icon("rackwright"))
        self.resize(1440, 900)
        self.setMinimumSize(860, 560)
        self._build()
        self._connect()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        """Make everything that shows words; after a change of language it is made again."""
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.top = TopBar(self.session, self.actions_, self._theme.mode)
        self.rail = Rail(self.session)
        self.panel = Panel(self.session)
        self.pages: dict[StepId, Page] = {}
        self.stack = QStackedWidget()
        self.stack.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.stack, 1)
        middle.addWidget(self._footer())
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.rail)
        body.addLayout(middle, 1)
        body.addWidget(self.panel)
        column.addWidget(self.top)
        column.addLayout(body, 1)
        self.setCentralWidget(central)
        self.rail.chosen.connect(self.go_to)
        self.panel.findings_requested.connect(self._on_findings)
        self.top.language_chosen.connect(self._on_language_chosen)
        self.top.recent_chosen.connect(self.files.open_path)
        self.top.mode_chosen.connect(self._on_mode_chosen)
        self._show_step(self._index)

    def _footer(self) -> QWidget:
        footer = QWidget()
        footer.setObjectName("footer")
        footer.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(footer)
        row.setContentsMargins(24, 8, 24, 8)
        self.status = label("", "caption")
        self.back_button, self.next_button = QToolButton(), QToolButton()
        for made, name in ((self.back_button, "back"), (self.next_button, "next")):
            made.setDefaultAction(self.actions_[name])
            made.setAccessibleName(self.actions_[name].text())
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.next_button.setProperty("role", "primary")
        row.addWidget(self.back_button)
        row.addWidget(self.status, 1, Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self.next_button)
        return footer

    def _page(self, step: StepId) -> Page:
        """Return the page of a step; it is made when it is first seen."""
        page = self.pages.get(step)
        if page is None:
            page = self.pages[step] = _PAGES[step](self.session)
            self.stack.addWidget(page)
            if isinstance(page, WorkloadPage):
                page.import_requested.connect(self.files.import_inventory)
            if isinstance(page, OfferPage):
                page.export_requested.connect(self.files.export)
                page.folder_requested.connect(self.files.show_folder)
                page.show_written(self.files.written)
        return page

    def _connect(self) -> None:
        actions, files, session = self.actions_, self.files, self.session
        for name in ("new", "open", "save", "save_as", "import", "export", "undo", "redo"):
            # Connected first: a key does not take the focus from a cell, and what is typed there would be left out.
            actions[name].triggered.connect(self._commit_cell)
        actions["new"].triggered.connect(files.new)
        actions["open"].triggered.connect(files.open)
        actions["save"].triggered.connect(files.save)
        actions["save_as"].triggered.connect(files.save_as)
        actions["import"].triggered.connect(files.import_inventory)
        actions["export"].triggered.connect(files.export)
        actions["undo"].triggered.connect(session.undo)
        actions["redo"].triggered.connect(session.redo)
        actions["back"].triggered.connect(self._on_back)
        actions["next"].triggered.connect(self._on_next)
        actions["quit"].triggered.connect(self.close)
        for action in actions.steps:
            action.triggered.connect(self._on_step)
        files.busy_changed.connect(self._on_busy)
        files.exported.connect(self._on_exported)
        session.bug_found.connect(self._on_bug)
        session.language_changed.connect(self._on_language)

    # --- steps -------------------------------------------------------------------------------------------------------

    @property
    def step(self) -> StepId:
        """The step that is shown."""
        return STEPS[self._index].id

    def go_to(self, index: int) -> None:
        """Show a step and put the focus on its first control."""
        self._show_step(index)
        page = self.stack.currentWidget()
        first = page.nextInFocusChain()
        while first is not None and page.isAncestorOf(first):
            if first.isVisible() and first.isEnabled() and first.focusPolicy() & Qt.FocusPolicy.TabFocus:
                first.setFocus(Qt.FocusReason.TabFocusReason)
                break
            first = first.nextInFocusChain()

    def _show_step(self, index: int) -> None:
        self._index = index
        page = self._page(STEPS[index].id)
        page.verticalScrollBar().setValue(0)
        self.session.visited.add(STEPS[index].id)
        self.stack.setCurrentWidget(page)
        self.rail.show_current(index)
        self.actions_["back"].setEnabled(index > 0)
        self.actions_["next"].setEnabled(index < len(STEPS) - 1)

    def _on_back(self) -> None:
        self.go_to(max(self._index - 1, 0))

    def _on_next(self) -> None:
        self.go_to(min(self._index + 1, len(STEPS) - 1))

    def _on_findings(self) -> None:
        self.go_to([step.id for step in STEPS].index(StepId.RECOMMENDATION))

    def _on_step(self) -> None:
        self.go_to([action is self.sender() for action in self.actions_.steps].index(True))

    # --- what happens ------------------------------------------------------------------------------------------------

    def open_path(self, path: Path) -> None:
        """Open a project that the command line named."""
        self.files.read(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about changes that no file holds."""
        self._commit_cell()
        if not self.files.may_leave():
            event.ignore()
            return
        self.session.finish()
        self.files.finish()
        super().closeEvent(event)

    def _commit_cell(self) -> None:
        """End the editing of a cell as if the focus had left it."""
        editor = QApplication.focusWidget()
        if editor is None or not editor.property("cell"):
            return
        table = editor.parentWidget()
        while table is not None and not isinstance(table, QTableView):
            table = table.parentWidget()
        if table is not None:
            table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the panel away where there is no room for it."""
        super().resizeEvent(event)
        self.panel.setVisible(self.width() >= _NARROW)
        self.panel.fit(self.width())

    def _on_busy(self, words: str) -> None:
        self.status.setText(words)
        for name in ("open", "import", "export"):
            self.actions_[name].setEnabled(not words)
        page = self.pages.get(StepId.OFFER)
        if isinstance(page, OfferPage):
            page.show_busy(bool(words))

    def _on_exported(self, paths: object) -> None:
        page = self.pages.get(StepId.OFFER)
        if isinstance(page, OfferPage):
            page.show_written(self.files.written)
        if self.files.written is not None:
            self.status.setText(tr("Written: {names}", names=", ".join(path.name for path in self.files.written)))

    def _on_bug(self, details: str) -> None:
        self.dialogs.report(self, details)

    def _on_mode_chosen(self, mode: Mode) -> None:
        self._theme.choose(mode)
        self.session.services.choices.set("theme", mode.value)

    def _on_language_chosen(self, code: str) -> None:
        # The menu that was chosen from is part of what is built anew: it has to be closed before it goes.
        QTimer.singleShot(0, self, lambda: self.session.set_language(code))

    def _on_language(self) -> None:
        self.actions_.retranslate()
        self._build()
        self._on_busy("")
        self.go_to(self._index)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the focus on the page."""
        super().showEvent(event)
        if self.focusWidget() is None:
            self.go_to(self._index)
