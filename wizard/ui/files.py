"""Files in and out: open, save, import, export. Reading and writing happen beside the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from wizard.flow.answers import changed
from wizard.flow.importing import Reading
from wizard.flow.steps import StepId, new_project
from wizard.model.inventory import Inventory
from wizard.model.project import Project
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.dialogs import PDF_SUFFIX, PROJECT_SUFFIX, Dialogs, Unsaved
from wizard.ui.i18n import shown, tr
from wizard.ui.services import fault_lines
from wizard.ui.session import Imported, Session
from wizard.ui.work import Answer, Worker


class Files(QObject):
    """What the file menu does. A fault is shown with its lines, and what was open stays as it is."""

    busy_changed = Signal(str)
    cancelled = Signal()
    """What was begun with ``ask`` was stopped."""
    began = Signal()
    """Another project takes the place of the one that was open."""
    opened = Signal(object)
    """Another project is open; with the step to begin at, or None."""

    def __init__(self, session: Session, dialogs: Dialogs, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._dialogs, self._window = session, dialogs, window
        self._then: Callable[[Any], None] | None = None
        self._title = ""
        self._reading = False
        self._worker = Worker(session.services.faults, self)
        self._worker.answered.connect(self._on_answered)

    @property
    def busy(self) -> bool:
        """Whether a file is being read or written."""
        return self._then is not None

    @property
    def can_cancel(self) -> bool:
        """Whether what is done now can be ended: reading can, a file that is being written cannot."""
        return self._reading

    def cancel(self) -> None:
        """End reading; what comes of it is not shown, and what was open stays."""
        if self._reading:
            self._worker.cancel()
            self._then, self._reading = None, False
            self.busy_changed.emit("")

    def stop_writing(self) -> None:
        """End writing at its next checkpoint; ``cancelled`` says that it came to that."""
        self._worker.stop()

    def finish(self) -> None:
        """Wait for what is being written, before the window goes."""
        if self._reading:
            self._worker.cancel()
        self._worker.wait()

    # --- projects ----------------------------------------------------------------------------------------------------

    def new(self, project: Project | None = None, step: StepId = StepId.CUSTOMER) -> None:
        """Begin another project, from nothing or like a template."""
        if self.may_leave():
            self._begin(project or new_project(i18n.current().code), None)
            self.opened.emit(step)

    def take(self, paths: list[Path], *, anew: bool) -> None:
        """Take files that were dropped: open a project, or read an inventory, ``anew`` into a project of its own."""
        if len(paths) == 1 and paths[0].suffix.casefold() in (".json", PDF_SUFFIX):
            self.open_path(paths[0])
        elif paths and (not anew or self.may_leave()):
            self.read_inventory(paths, anew=anew)

    def open(self) -> None:
        """Ask for a project and open it."""
        if self.may_leave() and (path := self._dialogs.open_project(self._window)) is not None:
            self.read(path)

    def open_path(self, path: Path) -> None:
        """Open a known project, such as a recent one."""
        if self.may_leave():
            self.read(path)

    def read(self, path: Path) -> None:
        """Read a project; only one without a fault takes the place of the current one."""
        read_project = self._session.services.read_project

        def opened(project: Project) -> None:
            # What comes out of the PDF of an offer has no file of its own yet: saving must not replace the PDF.
            self._begin(project, None if path.suffix.casefold() == PDF_SUFFIX else path)
            self._session.services.recent.remember(path)
            self.opened.emit(None)

        self.ask(tr("{name} cannot be opened.", name=path.name), tr("Reading …"), lambda: read_project(path), opened)

    def save(self) -> bool:
        """Save to the file that is known, or ask for one; whether it was saved."""
        return self._write(self._session.path) if self._session.path is not None else self.save_as()

    def save_as(self) -> bool:
        """Ask for a file and save there; whether it was saved."""
        project = self._session.project
        words = " ".join(part for part in (project.customer.name, project.title) if part) or tr("project")
        proposal = "".join(letter if letter.isalnum() else "-" for letter in words)[:60].strip("-")
        path = self._dialogs.save_project(self._window, proposal)
        if path is None:
            return False
        return self._write(path if path.suffix else path.with_name(path.name + PROJECT_SUFFIX))

    def may_leave(self) -> bool:
        """Ask about changes that no file holds; whether the project may be left."""
        if not self._session.dirty:
            return True
        drafts = self._session.drafts.values()
        match self._dialogs.unsaved(self._window, [f"{shown(draft.name)}: {draft.text[:80]}" for draft in drafts]):
            case Unsaved.SAVE:
                return self.save()
            case Unsaved.DISCARD:
                return True
        return False

    def _write(self, path: Path) -> bool:
        services = self._session.services
        try:
            services.write_project(self._session.project, path)
        except services.faults as fault:
            self._dialogs.faults(
                self._window, tr("{name} cannot be saved.", name=path.name), fault_lines(fault, i18n.current())
            )
            return False
        self._session.mark_saved(path)
        services.recent.remember(path)
        return True

    def _begin(self, project: Project, path: Path | None) -> None:
        self.began.emit()
        self._session.open(project, path)

    # --- inventories -------------------------------------------------------------------------------------------------

    def import_inventory(self, *, anew: bool = False) -> None:
        """Ask for the files of an inventory and take their guests as the workload."""
        paths = self._dialogs.inventories(self._window)
        if paths:
            self.take(paths, anew=anew)

    def read_inventory(self, paths: list[Path], *, anew: bool = False) -> None:
        """Read an inventory; every other answer of the project stays."""
        services, language = self._session.services, i18n.current()

        def read() -> Any:
            inventory = services.read_inventory(paths, language)
            return inventory, services.draft(inventory, language, Reading())

        def imported(answer: Any) -> None:
            inventory, draft = answer
            if anew:
                self._begin(new_project(i18n.current().code), None)
            self._take(inventory, draft, Reading())
            self.opened.emit(StepId.WORKLOAD)

        self.ask(tr("The inventory cannot be read."), tr("Reading …"), read, imported)

    def read_again(self, imported: Imported, reading: Reading) -> None:
        """Take the guests of an inventory again, counted in another way; it can be undone."""
        services, language, inventory = self._session.services, i18n.current(), imported.inventory

        def read() -> Any:
            return services.draft(inventory, language, reading)

        def counted(draft: Any) -> None:
            self._take(inventory, draft, reading)

        self.ask(tr("The inventory cannot be counted like this."), tr("Reading …"), read, counted)

    def _take(self, inventory: Inventory, draft: Any, reading: Reading) -> None:
        session, imported = self._session, draft.project
        project = session.project
        workload = changed(project.workload, groups=imported.workload.groups)
        title = {} if project.title else {"title": imported.title}
        # The very rows of the project: by them it is known again where they came from.
        made = changed(project, workload=workload, **title)
        audit = (*inventory.audit, *draft.audit)
        session.imports.append(Imported(inventory, reading, audit, made.workload.groups))
        names = ", ".join(file.name for file in inventory.files)
        session.change(made, Text("Import of {names}", names=names))

    # --- beside the GUI thread ---------------------------------------------------------------------------------------

    def ask(
        self, title: str, words: str, function: Callable[[], Any], then: Callable[[Any], None], *, reading: bool = True
    ) -> None:
        """Run a function and hand on what it returns, or show under ``title`` why it could not."""
        if self.busy:
            return
        self._title, self._then, self._reading = title, then, reading
        self.busy_changed.emit(words)
        self._worker.ask(function)

    def _on_answered(self, answer: Answer) -> None:
        then, self._then = self._then, None
        self._reading = False
        self.busy_changed.emit("")
        if answer.report is not None:
            self._dialogs.report(self._window, answer.report)
        elif answer.stopped:
            self.cancelled.emit()
        elif answer.fault is not None:
            self._dialogs.faults(self._window, self._title, fault_lines(answer.fault, i18n.current()))
        elif then is not None:
            then(answer.value)
