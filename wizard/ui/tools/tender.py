"""A tender: the buyer's list opened, its requirements answered, and the bid written into a folder."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from wizard.flow.tender_answers import blocking
from wizard.flow.tender_desk import Draft, OpenedList
from wizard.model.tender import Answer, RequirementField
from wizard.ui.dialogs import Dialogs
from wizard.ui.i18n import tr
from wizard.ui.session import Session
from wizard.ui.tools.tender_answers import AnswersModel
from wizard.ui.tools.tender_checklist import Checklist
from wizard.ui.tools.tender_columns import ColumnsForm
from wizard.ui.tools.tool import Tool
from wizard.ui.turns import Steps
from wizard.ui.widgets.base import button, label
from wizard.ui.widgets.edited import EditedView, Refusals
from wizard.ui.widgets.fold import Fold
from wizard.ui.widgets.invitation import Invitation

if TYPE_CHECKING:
    from wizard.flow.tender_bundle import Bundle

_REQUIREMENT: Final = 2
_QUIET_MS: Final = 900
_LISTS: Final = "*.xlsx *.csv *.txt"


class TenderTool(Tool):
    """Requirements and checklist as two pages over one list. The answers are kept in the project."""

    guide_page = "tender"
    progress_changed = Signal(int)

    def __init__(self, session: Session, dialogs: Dialogs, parent: QWidget) -> None:
        super().__init__(session, dialogs, parent, tr("Tender"))
        self.opened: OpenedList | None = None
        self.draft: Draft | None = None
        self.bundle: Bundle | None = None
        self._reading, self._making, self._writing = self.job(), self.job(), self.job()
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._quiet.timeout.connect(self._make)
        if session.requirements is not None and session.requirements.is_file():
            self.take([session.requirements])

    @property
    def waiting(self) -> bool:
        """Whether the documents are about to be made."""
        return self._quiet.isActive()

    # --- building ---------------------------------------------------------------------------------------------------

    def build(self) -> Steps:
        """Make the places of a list; where one was open before, it is opened again."""
        session = self.session
        self.add(self._head())
        self.add(self._columns())
        yield
        yield from self.form.build()
        self.invitation = Invitation(
            tr("Drop the buyer’s list here, or open it."),
            tr("Each requirement is answered from the project, with its evidence; you correct and complete the "
               "answers."),
        )  # fmt: skip
        self.add(self.invitation, 1)
        self.add(self._tabs())
        yield
        self.add(self._pages(), 1)
        yield
        self.add(self._progress_row())
        self.add(self._footer())
        yield
        for keys, act in ((QKeySequence.StandardKey.Undo, session.undo), (QKeySequence.StandardKey.Redo, session.redo)):
            self.on_keys(keys, act)
        session.project_changed.connect(self._on_project)
        self.progress_changed.connect(self.progress.setValue)
        yield from self._showing()
        yield
        self.ready()

    @property
    def first(self) -> QWidget:
        """A list has to be opened first."""
        return self.open_button

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        self.place, self.counts = label("", "heading", wrap=True), label("", "caption", wrap=True)
        self.place.setObjectName("tender-list")
        self.counts.setObjectName("tender-counts")
        words.addWidget(self.place)
        words.addWidget(self.counts)
        self.open_button = button(tr("Open the buyer’s list …"), name="open-list")
        self.open_button.clicked.connect(self._on_open)
        row = QHBoxLayout()
        row.addLayout(words, 1)
        row.addWidget(self.open_button)
        return row

    def _columns(self) -> Fold:
        self.columns_fold = Fold(tr("What the columns of the list mean"), name="tender-columns")
        self.form = ColumnsForm()
        self.form.changed.connect(self._on_columns)
        self.columns_fold.body.addWidget(self.form)
        return self.columns_fold

    def _tabs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.tabs = []
        for number, (text, name) in enumerate(
            ((tr("Requirements"), "tab-requirements"), (tr("Checklist"), "tab-checklist"))
        ):
            made = button(text, "tab", name=name)
            made.setCheckable(True)
            made.clicked.connect(partial(self.show_page, number))
            row.addWidget(made)
            self.tabs.append(made)
        row.addStretch(1)
        return row

    def _pages(self) -> QStackedWidget:
        self.model = AnswersModel(self.session)
        self.view = EditedView(
            self.session, tr("Requirements and answers"), self.model, stretch=_REQUIREMENT, whole=False
        )
        self.view.setObjectName("requirements")
        self.view.selectionModel().currentChanged.connect(self._show_words)
        self.words = label("", "quiet", wrap=True)
        self.words.setObjectName("buyers-words")
        answers = QWidget()
        column = QVBoxLayout(answers)
        column.setContentsMargins(0, 0, 0, 0)
        for widget, stretch in ((self.view, 1), (self.words, 0), (Refusals(self.session, self.model.path), 0)):
            column.addWidget(widget, stretch)
        self.checklist = Checklist()
        self.pages = QStackedWidget()
        for page in (answers, self.checklist):
            self.pages.addWidget(page)
        return self.pages

    def _progress_row(self) -> QWidget:
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setObjectName("tender-progress")
        self.progress.setAccessibleName(tr("Progress of the bid"))
        self.progress.hide()
        return self.progress

    def _footer(self) -> QHBoxLayout:
        self.status = label("", "caption", wrap=True)
        self.status.setObjectName("tender-status")
        self.draft_button = button(tr("Write a draft …"), name="write-draft")
        self.draft_button.clicked.connect(partial(self.write, draft=True))
        self.write_button = button(tr("Write the bid …"), "primary", name="write-bid")
        self.write_button.clicked.connect(partial(self.write, draft=False))
        self.close_button = button(tr("Close"), name="close-tender")
        self.close_button.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.status, 1)
        for made in (self.draft_button, self.write_button, self.close_button):
            row.addWidget(made)
        return row

    # --- the list ---------------------------------------------------------------------------------------------------

    def show_page(self, number: int) -> None:
        """Show the requirements or the checklist."""
        self.pages.setCurrentIndex(number)
        self._refresh()

    def read(self, path: Path) -> None:
        """Open a list that was chosen or dropped."""
        desk = self.session.services.tender
        self._read(path.name, lambda: desk.open(path))

    def _on_open(self) -> None:
        path = self.dialogs.file(self, tr("Open the buyer’s list"), _LISTS)
        if path is not None:
            self.read(path)

    def _on_columns(self, columns: dict[RequirementField, str]) -> None:
        if self.opened is not None:
            desk, path = self.session.services.tender, self.opened.path
            self._read(path.name, lambda: desk.open(path, columns), corrected=True)

    def _read(self, name: str, read: Any, *, corrected: bool = False) -> None:
        """Read a list and answer it; one that cannot be read leaves the open one as it is."""
        services, project = self.session.services, self.session.project
        on = services.today()

        def work() -> tuple[OpenedList, Draft | None]:
            opened = read()
            if opened.listed is None:
                return opened, None
            if corrected:
                services.tender.remember(opened)
            return opened, services.tender.draft(project, opened.listed, on)

        title = tr("{name} cannot be opened.", name=name)
        self._reading.run(tr("Reading …"), title, work, self._show_list, self._refresh)

    def _show_list(self, answer: tuple[OpenedList, Draft | None]) -> None:
        self.opened, self.draft = answer
        self.bundle = None
        self.session.requirements = self.opened.path
        self.form.open(self.opened)
        if self.opened.listed is None:
            self.columns_fold.button.setChecked(True)
        self._refresh()
        self._quiet.start()

    # --- answers ----------------------------------------------------------------------------------------------------

    def _answers(self) -> tuple[Answer, ...]:
        """Return the answers as they are now, with the pages that the last documents prove them on."""
        if self.opened is None or self.opened.listed is None or self.draft is None:
            return ()
        found = self.session.services.tender.again(self.session.project, self.opened.listed, self.draft)
        if self.bundle is None:
            return found
        proven = {one.requirement.row: one.evidence for one in self.bundle.answers}
        return tuple(
            one if one.evidence else replace(one, evidence=proven.get(one.requirement.row, "")) for one in found
        )

    def _on_project(self) -> None:
        if self.draft is not None:
            self._refresh()
            self._quiet.start()

    def _make(self) -> None:
        """Make the documents once nothing is typed: they name the evidence and what is missing."""
        opened, session = self.opened, self.session
        if opened is None or self.draft is None or self._writing.busy:
            return
        project, on = session.project, session.services.today()
        language = session.services.language(project.customer.language)

        def made(bundle: Bundle) -> None:
            self.bundle = bundle
            self._refresh()

        self._making.run(
            tr("Pages and checklist are worked out …"), tr("The bid cannot be made."),
            lambda: session.services.tender.bundle(project, opened, on, language), made,
        )  # fmt: skip

    def _refresh(self) -> None:
        self.turns.run(self._showing())

    def _showing(self) -> Steps:
        """Show the list, its answers and the checklist as they are now, one after the other."""
        answers = self._answers()
        blockers = tuple(blocking(answers))
        bundle = self.bundle if self.bundle and tuple(blocking(self.bundle.answers)) == blockers else None
        against = bundle.blockers if bundle is not None else blockers
        self._say_list(answers)
        for made in (self.draft_button, self.write_button):
            made.setEnabled(bool(answers) and not self._writing.busy)
        if against:
            self.write_button.setEnabled(False)
        self.tabs[1].setText(tr("Checklist ({n} obstacles)", n=len(against)) if against else tr("Checklist"))
        for number, made in enumerate(self.tabs):
            made.setChecked(number == self.pages.currentIndex())
        yield
        self.view.show_records(answers)
        self.view.setVisible(bool(answers))
        self._show_words()
        yield
        if self.pages.currentWidget() is self.checklist:
            yield from self.checklist.showing(bundle, blockers)

    def _say_list(self, answers: tuple[Answer, ...]) -> None:
        opened = self.opened
        self.invitation.setVisible(opened is None)
        for part in (self.columns_fold, self.pages, *self.tabs):
            part.setVisible(opened is not None)
        if opened is None:
            self.place.setText(tr("No list is open yet."))
            self.counts.setText(tr("Open or drop the buyer’s requirement list: workbook or CSV. It is never changed."))
            return
        self.place.setText(opened.path.name)
        if opened.listed is None:
            self.counts.setText(tr("Say which column holds the requirements, and which one the answers."))
            return
        open_ = sum(one.status is None for one in answers)
        blocked = sum(one.blocks for one in answers)
        self.counts.setText(
            tr("Sheet {sheet}. Requirements: {n}; without an answer: {open}; open exclusion criteria: {blocked}.",
               sheet=opened.listed.sheet or "1", n=len(answers), open=open_, blocked=blocked)
        )  # fmt: skip

    def _show_words(self) -> None:
        answer = self.view.current()
        self.words.setVisible(isinstance(answer, Answer))
        if isinstance(answer, Answer):
            self.words.setText(" ".join(answer.requirement.text.split())[:1000])

    # --- writing ----------------------------------------------------------------------------------------------------

    def write(self, *, draft: bool) -> None:
        """Write the bid, or a draft of it, into a folder."""
        opened, session = self.opened, self.session
        folder = self.dialogs.folder(self, tr("Folder for the bid")) if opened is not None else None
        if opened is None or folder is None:
            return
        self._quiet.stop()
        self._making.cancel()
        project, on = session.project, session.services.today()
        language = session.services.language(project.customer.language)
        progress = self.progress_changed.emit

        def work() -> tuple[Bundle, tuple[Path, ...]]:
            bundle = session.services.tender.bundle(project, opened, on, language, progress)
            progress(95)
            return bundle, session.services.tender.write(bundle, folder, language, draft=draft)

        self.progress.setValue(0)
        self.progress.show()
        title = tr("The bid cannot be written.")
        self._writing.run(tr("Writing …"), title, work, self._written, self._not_written)
        self._refresh()

    def cancel(self) -> None:
        """End what runs; no file is begun any more."""
        super().cancel()
        if self.made:
            self.progress.hide()
            self.status.setText(tr("Cancelled."))
            self._refresh()

    def _not_written(self) -> None:
        self.progress.hide()
        self._refresh()

    def _written(self, answer: tuple[Bundle, tuple[Path, ...]]) -> None:
        self.bundle, paths = answer
        self.progress.hide()
        self._refresh()
        names = ", ".join(path.name for path in paths)
        self.status.setText(tr("Written to {folder}: {names}", folder=str(paths[-1].parent), names=names))
