"""The main window: bar, rail, page and panel around one session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QResizeEvent,
    QShowEvent,
)
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

from wizard.flow.steps import STEPS, StepId, new_project
from wizard.flow.templates import Template, from_template
from wizard.ui import i18n, theme
from wizard.ui.actions import Actions
from wizard.ui.autosave import Autosave, Left
from wizard.ui.dialogs import Dialogs
from wizard.ui.files import Files
from wizard.ui.guide import Guide
from wizard.ui.i18n import shown, tr
from wizard.ui.pages.availability import AvailabilityPage
from wizard.ui.pages.backup import BackupPage
from wizard.ui.pages.budget import BudgetPage
from wizard.ui.pages.customer import CustomerPage
from wizard.ui.pages.offer import OfferPage
from wizard.ui.pages.page import Page
from wizard.ui.pages.plain import PLAIN_PAGES, PlainPage
from wizard.ui.pages.plain_result import HandOverPage, PlainResultPage
from wizard.ui.pages.recommendation import RecommendationPage
from wizard.ui.pages.sites import SitesPage
from wizard.ui.pages.start import StartPage
from wizard.ui.pages.storage import StoragePage
from wizard.ui.pages.workload import WorkloadPage
from wizard.ui.panel import Panel
from wizard.ui.rail import Rail
from wizard.ui.services import Services
from wizard.ui.session import Session
from wizard.ui.theme import Mode, Theme
from wizard.ui.topbar import TopBar
from wizard.ui.widgets.base import label
from wizard.ui.widgets.busy import BusyBar
from wizard.ui.widgets.terms import TermButton

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
_PLAIN: Final[dict[StepId, Callable[[Session], Page]]] = {
    **PLAIN_PAGES,
    StepId.RECOMMENDATION: PlainResultPage,
    StepId.OFFER: HandOverPage,
}
_NARROW: Final = 1080
"""Below this width the panel gives its place to the page."""
_ROOMY: Final = 1280
"""From this width on the pages of the PDF stand beside the offer."""


class Window(QMainWindow):
    """Nine steps over one project."""

    def __init__(self, services: Services, theme_: Theme, dialogs: Dialogs | None = None) -> None:
        super().__init__()
        self.dialogs = dialogs or Dialogs()
        self._theme = theme_
        self._index = 0
        self._left: list[Left] = []
        self.session = Session(services, self)
        self.files = Files(self.session, self.dialogs, self)
        self.guide: Guide | None = None
        self.autosave = Autosave(self.session, self)
        self.actions_ = Actions(self, self.session)
        self.setWindowTitle("Rackwright")
        self.setWindowIcon(theme.icon("rackwright"))
        self.resize(1440, 900)
        self.setMinimumSize(860, 560)
        self.setAcceptDrops(True)
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
        self.steps = QWidget()
        self._body = body = QHBoxLayout(self.steps)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.rail)
        body.addLayout(middle, 1)
        body.addWidget(self.panel)
        self.front = QStackedWidget()
        self.front.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.front.addWidget(self.steps)
        self.start = self._start_page()
        self.front.addWidget(self.start)
        column.addWidget(self.top)
        column.addWidget(self.front, 1)
        self.busy = BusyBar()
        self.busy.cancelled.connect(self._on_cancel)
        column.addWidget(self.busy)
        self.setCentralWidget(central)
        self._show_panel()
        self.rail.chosen.connect(self.go_to)
        self.panel.findings_requested.connect(self._on_findings)
        self.top.language_chosen.connect(self._on_language_chosen)
        self.top.recent_chosen.connect(self.files.open_path)
        self.top.mode_chosen.connect(self._on_mode_chosen)
        self._show_step(self._index)

    def _start_page(self) -> StartPage:
        page, files = StartPage(self.session.services), self.files
        page.template_chosen.connect(self._on_template)
        page.assessment_chosen.connect(self._on_assessment)
        page.import_chosen.connect(lambda: files.import_inventory(anew=True))
        page.browse_chosen.connect(files.open)
        page.back_chosen.connect(self.show_steps)
        page.recent_chosen.connect(files.open_path)
        page.recover_chosen.connect(self._on_recover)
        page.discard_chosen.connect(self._on_discard)
        return page

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
            page = self.pages[step] = (_PLAIN if self.session.plain else _PAGES)[step](self.session)
            if not self.session.plain:
                page.explain(step)
            self.stack.addWidget(page)
            if isinstance(page, CustomerPage | HandOverPage):
                page.step_requested.connect(self._go_to_step)
            if isinstance(page, HandOverPage):
                page.save_requested.connect(self.files.save)
            if isinstance(page, PlainPage | WorkloadPage):
                page.import_requested.connect(self.files.import_inventory)
            if isinstance(page, WorkloadPage):
                page.reading_chosen.connect(self.files.read_again)
            if isinstance(page, OfferPage):
                page.export_requested.connect(self.files.export)
                page.cancel_requested.connect(self.files.cancel_export)
                self.files.progress_changed.connect(page.show_progress)
                self._body.addWidget(page.preview)
                page.folder_requested.connect(self.files.show_folder)
                page.show_written(self.files.written)
        return page

    def _connect(self) -> None:
        actions, files, session = self.actions_, self.files, self.session
        for name in ("new", "open", "save", "save_as", "import", "export", "undo", "redo"):
            # Connected first: a key does not take the focus from a cell, and what is typed there would be left out.
            actions[name].triggered.connect(self._commit_cell)
        actions["new"].triggered.connect(self.show_start)
        actions["open"].triggered.connect(files.open)
        actions["save"].triggered.connect(files.save)
        actions["save_as"].triggered.connect(files.save_as)
        actions["import"].triggered.connect(files.import_inventory)
        actions["export"].triggered.connect(files.export)
        actions["undo"].triggered.connect(self._on_undo)
        actions["redo"].triggered.connect(self._on_redo)
        actions["back"].triggered.connect(self._on_back)
        actions["next"].triggered.connect(self._on_next)
        actions["quit"].triggered.connect(self.close)
        actions["help"].triggered.connect(self._on_help)
        actions["keys"].triggered.connect(lambda: self._show_guide("keys"))
        actions["plain"].triggered.connect(self._on_plain)
        for action in actions.steps:
            action.triggered.connect(self._on_step)
        files.busy_changed.connect(self._on_busy)
        files.exported.connect(self._on_exported)
        files.cancelled.connect(self._on_cancelled)
        files.opened.connect(self._on_opened)
        self.autosave.saved.connect(self._on_autosaved)
        self.autosave.failed.connect(self._on_autosave_failed)
        session.bug_found.connect(self._on_bug)
        session.language_changed.connect(self._on_language)
        session.mode_changed.connect(self._on_language)

    # --- the start page ----------------------------------------------------------------------------------------------

    @property
    def at_start(self) -> bool:
        """Whether the start page is shown."""
        return self.front.currentWidget() is self.start

    def show_start(self) -> None:
        """Show the start page; the project stays open behind it."""
        self._left += self.autosave.left()
        project = self.session.project
        empty = project == new_project(project.customer.language) and not self.session.drafts
        self.start.refresh(self._left, can_go_back=not empty or self.session.path is not None)
        self.front.setCurrentWidget(self.start)
        self.top.show_project(shown=False)
        self.start.assessment_tile.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_steps(self) -> None:
        """Show the project."""
        self.front.setCurrentWidget(self.steps)
        self.top.show_project(shown=True)
        self.go_to(self._index)

    def _on_opened(self, step: StepId | None) -> None:
        if step is not None:
            self._index = [known.id for known in STEPS].index(step)
        self.show_steps()

    def _on_template(self, template: Template | None) -> None:
        self.files.new(from_template(template, i18n.current()) if template is not None else None)

    def _on_assessment(self) -> None:
        self.session.set_plain(plain=True)
        self.files.new()

    def _on_recover(self, left: Left) -> None:
        if not self.files.may_leave():
            return
        self._left.remove(left)
        self.autosave.restore(left)
        self.show_steps()

    def _on_discard(self, left: Left) -> None:
        self._left.remove(left)
        self.autosave.discard(left)
        self.show_start()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if _files_of(event.mimeData()):
            event.acceptProposedAction()
            self.status.setText(tr("Drop it here: an inventory is read, a project is opened."))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Say no more where to drop."""
        self.status.setText("")

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a project or read an inventory, wherever in the window it is dropped."""
        self.status.setText("")
        event.acceptProposedAction()
        self.files.take(_files_of(event.mimeData()), anew=self.at_start)

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
            reached = first.isVisible() and first.isEnabled() and first.focusPolicy() & Qt.FocusPolicy.TabFocus
            # The work comes before its explanation.
            if reached and not isinstance(first, TermButton):
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
        self._show_panel()
        self.actions_["back"].setEnabled(index > 0)
        self.actions_["next"].setEnabled(index < len(STEPS) - 1)

    def _on_back(self) -> None:
        self.go_to(max(self._index - 1, 0))

    def _on_next(self) -> None:
        self.go_to(min(self._index + 1, len(STEPS) - 1))

    def _on_findings(self) -> None:
        self.go_to([step.id for step in STEPS].index(StepId.RECOMMENDATION))

    def _go_to_step(self, step: StepId) -> None:
        self.go_to([known.id for known in STEPS].index(step))

    def _on_plain(self) -> None:
        # The button that was pressed is part of what is built anew.
        QTimer.singleShot(0, self, lambda: self.session.set_plain(plain=not self.session.plain))

    def _on_step(self) -> None:
        self.go_to([action is self.sender() for action in self.actions_.steps].index(True))

    # --- what happens ------------------------------------------------------------------------------------------------

    def open_path(self, path: Path) -> None:
        """Open a project that the command line named; what a crash left of it is offered first."""
        self._left += self.autosave.left()
        name = str(path.absolute())
        if any(left.recovery.path == name for left in self._left):
            self.show_start()
        else:
            self.files.read(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about changes that no file holds."""
        self._commit_cell()
        if not self.files.may_leave():
            event.ignore()
            return
        self.session.finish()
        self.files.finish()
        self.autosave.finish()
        self.start.finish()
        for left in self._left:
            left.lock.unlock()
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
        self._show_panel()
        self.panel.fit(self.width())

    def _show_panel(self) -> None:
        # A self-assessment names a range, not a price to the cent, and speaks of no nodes. Beside an offer stand its
        # pages.
        offer = self.pages.get(StepId.OFFER)
        preview = isinstance(offer, OfferPage) and self.step is StepId.OFFER and self.width() >= _ROOMY
        if isinstance(offer, OfferPage):
            offer.preview.setVisible(preview)
        self.panel.setVisible(self.width() >= _NARROW and not self.session.plain and not preview)

    def _on_cancel(self) -> None:
        self.files.cancel()
        self.status.setText(tr("Cancelled. Nothing was changed."))

    def _on_busy(self, words: str) -> None:
        self.busy.show_work(words, can_cancel=self.files.can_cancel)
        for name in ("open", "import", "export"):
            self.actions_[name].setEnabled(not words)
        page = self.pages.get(StepId.OFFER)
        if isinstance(page, OfferPage):
            page.show_busy(bool(words))

    def _on_undo(self) -> None:
        name = self.session.undo_name
        self.session.undo()
        self.status.setText(tr("Undone: {name}", name=shown(name)) if name else "")

    def _on_redo(self) -> None:
        name = self.session.redo_name
        self.session.redo()
        self.status.setText(tr("Done again: {name}", name=shown(name)) if name else "")

    def _on_autosaved(self, at: datetime | None) -> None:
        self.rail.show_saved("" if at is None else tr("Autosaved at {time}", time=f"{at.astimezone():%H:%M:%S}"))

    def _on_autosave_failed(self, reason: str) -> None:
        self.rail.show_saved(tr("Autosave does not work: {reason}", reason=reason[:120]))

    def _on_help(self) -> None:
        self._show_guide("start" if self.at_start else "plain" if self.session.plain else self.step)

    def _show_guide(self, page: str) -> None:
        if self.guide is None:
            self.guide = Guide(self.actions_, self)
        self.guide.open_at(page)

    def _on_cancelled(self) -> None:
        self.status.setText(tr("Cancelled. The files in the folder are as they were."))

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
        if self.guide is not None:
            self.guide.close()
            self.guide.deleteLater()
            self.guide = None
        at_start = self.at_start
        self.start.finish()
        self._build()
        self._on_busy("")
        if at_start:
            self.show_start()
        else:
            self.go_to(self._index)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the focus on the page."""
        super().showEvent(event)
        if self.focusWidget() is None and not self.at_start:
            self.go_to(self._index)


def _files_of(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
