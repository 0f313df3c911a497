"""The main window: bar, start page and project around one session."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow
from shiboken6 import isValid

from wizard.flow.dropping import what_happens
from wizard.flow.steps import STEPS, StepId, new_project
from wizard.flow.templates import Template, from_template
from wizard.ui import i18n, theme
from wizard.ui.actions import Actions
from wizard.ui.autosave import Autosave, Left
from wizard.ui.content import Content
from wizard.ui.dialogs import Dialogs
from wizard.ui.exports import Exports, Written
from wizard.ui.files import Files
from wizard.ui.guarding import guarded
from wizard.ui.guide import Guide
from wizard.ui.i18n import shown, tr
from wizard.ui.pages.start import StartPage
from wizard.ui.services import Services
from wizard.ui.session import Session
from wizard.ui.theme import Mode, Theme
from wizard.ui.tools.toolbox import Tools
from wizard.ui.topbar import TopBar
from wizard.ui.turns import Steps, Turns, discard, set_stage
from wizard.ui.widgets.busy import BusyBar
from wizard.ui.widgets.commit import commit_cell
from wizard.ui.widgets.drop import DropOverlay, files_of
from wizard.ui.work import Worker

if TYPE_CHECKING:
    from wizard.ui.project_view import ProjectView

_AHEAD_MS: Final = 300
"""The start page is on the screen and answers before anything is prepared."""
_TOOLS_MS: Final = 2_000
"""The tools are prepared when the window has come to rest."""


class Window(QMainWindow):
    """The start page, or the project that is open."""

    def __init__(
        self, services: Services, theme_: Theme, dialogs: Dialogs | None = None, *, at_start: bool = False
    ) -> None:
        super().__init__()
        self.dialogs = dialogs or Dialogs()
        self._theme = theme_
        self.session = Session(services, self)
        self.files = Files(self.session, self.dialogs, self)
        self.exports = Exports(self.session, self.dialogs, self.files, self)
        self.guide: Guide | None = None
        self.autosave = Autosave(self.session, self)
        self.actions_ = Actions(self, self.session)
        self.tools = Tools(self.session, self.dialogs, self.actions_, self)
        self.setWindowTitle("Rackwright")
        self.setWindowIcon(theme.icon("rackwright"))
        self.resize(1440, 900)
        self.setMinimumSize(880, 560)
        self.setAcceptDrops(True)
        self._words = ""
        self._turns = Turns(self)
        self.content = self._make(0)
        self.setCentralWidget(self.content)
        self._reader = Worker((), self)
        if at_start:
            self.show_start()
            QTimer.singleShot(_AHEAD_MS, self, self._read_ahead)
        else:
            self.content.front.setCurrentWidget(self.view)
        QTimer.singleShot(_TOOLS_MS, self.tools, self.tools.read_ahead)
        self.drop = DropOverlay(self)
        self.drop.dropped.connect(self._on_dropped)
        self._connect()

    # --- building ----------------------------------------------------------------------------------------------------

    def _make(self, index: int) -> Content:
        """Make everything that shows words."""
        made = Content(self.session, self.files, self.exports, self.actions_, self._theme.mode, index, self)
        made.busy.cancelled.connect(self._on_cancel)
        made.top.language_chosen.connect(self._on_language_chosen)
        made.top.recent_chosen.connect(self.files.open_path)
        made.top.mode_chosen.connect(self._on_mode_chosen)
        made.start_made.connect(self._connect_start)
        return made

    def _renew(self) -> Steps:
        """Make everything anew while the old still stands there and works; then let it take the place of the old."""
        old = self.content
        new = self._make(old.index)
        set_stage(new, old.geometry())
        # Its words would change one by one.
        old.setUpdatesEnabled(False)
        try:
            yield
            # A button that is pressed down has to be let go where it was pressed.
            while QApplication.mouseButtons() or not new.stands_for(old):
                yield from new.follow(old)
                commit_cell()
        except BaseException:
            if isValid(old):
                old.setUpdatesEnabled(True)
            discard(new)
            raise
        yield from self._change_over(old, new)

    def _change_over(self, old: Content, new: Content) -> Steps:
        at_start, step = old.at_start, STEPS[old.index].id
        self.takeCentralWidget()
        old.hide()
        self.content = new
        self._on_busy(self._words)
        self.setCentralWidget(new)
        new.setUpdatesEnabled(True)
        try:
            if at_start:
                self.show_start()
            else:
                self.show_steps(step)
                yield
                new.view.stack.take_over(old.view.stack)
            yield
            yield from old.let_go()
        finally:
            old.finish()
            discard(old)

    @property
    def top(self) -> TopBar:
        """The bar at the top."""
        return self.content.top

    @property
    def busy(self) -> BusyBar:
        """What is being read or written."""
        return self.content.busy

    @property
    def view(self) -> ProjectView:
        """The project; it is made when it is first looked at."""
        return self.content.view

    @property
    def start(self) -> StartPage:
        """The start page; it is made when it is first looked at."""
        return self.content.start

    def _read_ahead(self) -> None:
        """Read and make what comes after the start page while that is looked at: in parts, and beside the window."""
        self._reader.answered.connect(self._make_ahead)
        self._reader.ask(lambda: import_module("wizard.ui.project_view"))

    def _make_ahead(self) -> None:
        self.content.made_view()
        QTimer.singleShot(0, self, lambda: self.view)

    def _connect_start(self, page: StartPage) -> None:
        files = self.files
        page.template_chosen.connect(self._on_template)
        page.assessment_chosen.connect(self._on_assessment)
        page.import_chosen.connect(lambda: files.import_inventory(anew=True))
        page.browse_chosen.connect(files.open)
        page.back_chosen.connect(self.show_steps)
        page.recent_chosen.connect(files.open_path)
        page.recover_chosen.connect(self._on_recover)
        page.discard_chosen.connect(self._on_discard)

    def _connect(self) -> None:
        files, session = self.files, self.session
        self._connect_actions()
        files.busy_changed.connect(self._on_busy)
        self.exports.exported.connect(self._on_exported)
        files.cancelled.connect(self._on_cancelled)
        files.opened.connect(self.show_steps)
        self.autosave.saved.connect(self._on_autosaved)
        self.autosave.failed.connect(self._on_autosave_failed)
        session.bug_found.connect(self._on_bug)
        session.language_changed.connect(self._on_language)
        session.mode_changed.connect(self._on_language)
        self.tools.catalogue_changed.connect(self._on_catalogue)
        # The pages beside the offer are drawn anew.
        self.tools.brand_changed.connect(self._on_language)

    def _connect_actions(self) -> None:
        actions, files = self.actions_, self.files
        for name in ("new", "open", "save", "save_as", "import", "export", "undo", "redo"):
            # Connected first: a key does not take the focus from a cell, and what is typed there would be left out.
            actions[name].triggered.connect(commit_cell)
        actions["new"].triggered.connect(self.show_start)
        actions["open"].triggered.connect(files.open)
        actions["save"].triggered.connect(files.save)
        actions["save_as"].triggered.connect(files.save_as)
        actions["import"].triggered.connect(files.import_inventory)
        actions["export"].triggered.connect(self.exports.export)
        actions["undo"].triggered.connect(self._on_undo)
        actions["redo"].triggered.connect(self._on_redo)
        actions["back"].triggered.connect(lambda _=False: self.view.go_back())
        actions["next"].triggered.connect(lambda _=False: self.view.go_on())
        actions["quit"].triggered.connect(self.close)
        actions["help"].triggered.connect(self._on_help)
        actions["prices"].triggered.connect(self.tools.open_prices)
        actions["branding"].triggered.connect(self.tools.open_branding)
        actions["tender"].triggered.connect(self.tools.open_tender)
        actions["keys"].triggered.connect(lambda: self._show_guide("keys"))
        actions["plain"].triggered.connect(self._on_plain)
        for index, action in enumerate(actions.steps):
            action.triggered.connect(lambda _=False, index=index: self.view.go_to(index))

    # --- the start page ----------------------------------------------------------------------------------------------

    @property
    def at_start(self) -> bool:
        """Whether the start page is shown."""
        return self.content.at_start

    def show_start(self) -> None:
        """Show the start page; the project stays open behind it."""
        project = self.session.project
        empty = project == new_project(project.customer.language) and not self.session.drafts
        self.start.refresh(self.autosave.left(), can_go_back=not empty or self.session.path is not None)
        self.content.front.setCurrentWidget(self.start)
        self.top.show_project(shown=False)
        self.start.assessment_tile.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_steps(self, step: StepId | None = None) -> None:
        """Show the project, at the step where it was left or at another."""
        view = self.content.made_view()
        self.content.front.setCurrentWidget(view)
        self.top.show_project(shown=True)
        view.go_to_step(step or view.step)

    def _on_template(self, template: Template | None) -> None:
        self.files.new(from_template(template, i18n.current()) if template is not None else None)

    def _on_assessment(self) -> None:
        self.session.set_plain(plain=True)
        self.files.new()

    def _on_recover(self, left: Left) -> None:
        if self.files.may_leave():
            self.autosave.restore(left)
            self.show_steps()

    def _on_discard(self, left: Left) -> None:
        self.autosave.discard(left)
        self.show_start()

    # --- files that are dragged over the window ----------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Say over the whole window what will happen to the files."""
        if paths := files_of(event.mimeData()):
            event.acceptProposedAction()
            self.drop.announce(what_happens(paths, at_start=self.at_start))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Say it no more, unless the drag only passes to what covers the window."""
        self.drop.left()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files, wherever in the window they are dropped."""
        self.drop.hide()
        event.acceptProposedAction()
        self._on_dropped(files_of(event.mimeData()))

    def _on_dropped(self, paths: list[Path]) -> None:
        if not paths:
            return
        match what_happens(paths, at_start=self.at_start).action:
            case "project":
                self.files.open_path(paths[0])
            case "prices":
                self.tools.read_prices(paths[0])
            case _:
                self.files.take(paths, anew=self.at_start)

    # --- what happens ------------------------------------------------------------------------------------------------

    def open_path(self, path: Path) -> None:
        """Open a project that the command line named; what a crash left of it is offered first."""
        name = str(path.absolute())
        if any(left.recovery.path == name for left in self.autosave.left()):
            self.show_start()
        else:
            self.files.read(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about changes that no file holds."""
        commit_cell()
        if not self.files.may_leave():
            event.ignore()
            return
        self._turns.stop()
        for worker in (self._reader, self.tools, self.session, self.files, self.autosave, self.content):
            worker.finish()
        super().closeEvent(event)

    def _on_plain(self) -> None:
        # The button that was pressed is part of what is built anew.
        QTimer.singleShot(0, self, lambda: self.session.set_plain(plain=not self.session.plain))

    def _on_cancel(self) -> None:
        self.files.cancel()
        self.content.say(tr("Cancelled. Nothing was changed."))

    def _on_busy(self, words: str) -> None:
        self._words = words
        self.busy.show_work(words, can_cancel=self.files.can_cancel)
        for name in ("open", "import", "export"):
            self.actions_[name].setEnabled(not words)

    def _on_undo(self) -> None:
        name = self.session.undo_name
        self.session.undo()
        self.content.say(tr("Undone: {name}", name=shown(name)) if name else "")

    def _on_redo(self) -> None:
        name = self.session.redo_name
        self.session.redo()
        self.content.say(tr("Done again: {name}", name=shown(name)) if name else "")

    def _on_autosaved(self, at: datetime | None) -> None:
        self.content.show_saved("" if at is None else tr("Autosaved at {time}", time=f"{at.astimezone():%H:%M:%S}"))

    def _on_autosave_failed(self, reason: str) -> None:
        self.content.show_saved(tr("Autosave does not work: {reason}", reason=reason[:120]))

    def _on_help(self) -> None:
        self._show_guide("start" if self.at_start else "plain" if self.session.plain else self.view.step)

    def _show_guide(self, page: str) -> None:
        if self.guide is None:
            self.guide = Guide(self.actions_, self)
        self.guide.open_at(page)

    def _on_cancelled(self) -> None:
        self.content.say(tr("Cancelled. The files in the folder are as they were."))

    def _on_exported(self, paths: Written | None) -> None:
        if paths is not None:
            self.content.say(tr("Written: {names}", names=", ".join(path.name for path in paths)))

    def _on_bug(self, details: str) -> None:
        self.dialogs.report(self, details)

    def _on_mode_chosen(self, mode: Mode) -> None:
        self._theme.choose(mode)
        self.session.services.choices.set("theme", mode.value)

    def _on_language_chosen(self, code: str) -> None:
        # The menu that was chosen from is part of what is built anew: it has to be closed before it goes.
        QTimer.singleShot(0, self, lambda: self.session.set_language(code))

    def _on_catalogue(self) -> None:
        # What can be pinned are parts of the catalogue: its fields are built anew.
        self._on_language()
        self.session.size_anew()

    def _on_language(self) -> None:
        self.actions_.retranslate()
        if self.guide is not None:
            self.guide.close()
            self.guide.deleteLater()
            self.guide = None
        self._turns.run(self._renew())

    @guarded
    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the focus on the page."""
        super().showEvent(event)
        if self.focusWidget() is None and not self.at_start:
            self.view.go_to(self.view.index)
