"""The project on the screen: its history, its file, its language, and the newest assessment of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from wizard.flow.history import History
from wizard.flow.importing import Reading
from wizard.flow.ordering import USUAL
from wizard.flow.questions import open_problems
from wizard.flow.steps import STEPS, Problem, Step, StepId, new_project, step_of
from wizard.model.assessment import Assessment
from wizard.model.inventory import AuditEntry, Inventory
from wizard.model.offer import View
from wizard.model.project import GuestGroup, Project
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.exploring import Explorer
from wizard.ui.services import Services, fault_lines
from wizard.ui.undoing import Draft, Undoable
from wizard.ui.work import Answer, Worker


@dataclass(frozen=True)
class Imported:
    """An inventory, how it was counted, what is to be said about it, and the rows that it became."""

    inventory: Inventory
    reading: Reading
    audit: tuple[AuditEntry, ...]
    groups: tuple[GuestGroup, ...]


class Session(Undoable[Project, str], QObject):
    """Everything that the pages show and the one place where they change it."""

    project_changed = Signal()
    order_changed = Signal()
    assessed = Signal()
    explored = Signal()
    busy_changed = Signal(bool)
    state_changed = Signal()
    language_changed = Signal()
    mode_changed = Signal()
    bug_found = Signal(str)

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.services = services
        self.path: Path | None = None
        self.assessment: Assessment | None = None
        self.assessed_project: Project | None = None
        self.milliseconds: int | None = None
        self.faults: tuple[str, ...] = ()
        self.drafts = {}
        self.imports: list[Imported] = []
        self.view: View = "customer"
        self.order = USUAL
        self.requirements: Path | None = None
        """The buyer's list of a tender that was open last."""
        self.visited: set[StepId] = set()
        self.plain = services.choices.get("mode") == "plain"
        self._reported = ""
        self._history = History(new_project(i18n.current().code))
        self._worker = Worker(services.faults, self)
        self._worker.answered.connect(self._on_answered)
        self._worker.busy_changed.connect(self.busy_changed)
        # Once all of a change is made and drawn: from then on both threads want the interpreter.
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._on_pause)
        self.explorer = Explorer(self)
        self.pages_worker = Worker(services.faults, self)
        self.changes_worker = Worker(services.faults, self)

    # --- the project ------------------------------------------------------------------------------------------------

    @property
    def project(self) -> Project:
        """The project as it is now."""
        return self._history.value

    @property
    def busy(self) -> bool:
        """Whether the shown assessment is not the one of the project yet."""
        return self._timer.isActive() or self._worker.busy

    def change(self, project: Project, name: Text, key: str | None = None) -> None:
        """Make ``project`` the current one; ``key`` joins consecutive edits of one field."""
        if self._history.change(project, name, key):
            self._after_change()

    def seal(self) -> None:
        """Say that the field was left: the next edit is a step of its own."""
        self._history.seal()

    def set_order(self, **changes: Any) -> None:
        """Order other files of the offer; it is no part of the project."""
        self.order = replace(self.order, **changes)
        self.order_changed.emit()

    def freeze(self, project: Project) -> None:
        """Go on from a project with a sent revision: no undo takes back what has gone out."""
        self._history = History(project)
        self._history.mark_unsaved()
        self._after_change()

    def undo(self) -> None:
        """Take back the last change, or first the last text that could not be read."""
        if self.drafts:
            self.drafts.popitem()
            self.project_changed.emit()
            self.state_changed.emit()
        elif self._history.undo():
            self._after_change()

    def redo(self) -> None:
        """Bring back the last change that was undone."""
        if self._history.redo():
            self._after_change()

    def open(self, project: Project, path: Path | None, *, saved: bool = True) -> None:
        """Show another project, with a history of its own."""
        self._history = History(project)
        if not saved:
            self._history.mark_unsaved()
        self.path = path
        self.drafts.clear()
        self.visited.clear()
        self.imports.clear()
        self.assessment, self.milliseconds, self.faults = None, None, ()
        self.order = replace(self.order, topology=None)
        self._after_change()

    def mark_saved(self, path: Path) -> None:
        """Remember that ``path`` holds the project."""
        self.path = path
        self._history.mark_saved()
        self.state_changed.emit()

    # --- texts that cannot be read yet ------------------------------------------------------------------------------

    def keep_draft(self, path: str, draft: Draft) -> None:
        """Keep a text that is not an answer, so that nothing typed is lost."""
        self.drafts.pop(path, None)
        self.drafts[path] = draft
        self.state_changed.emit()

    def drop_draft(self, path: str) -> None:
        """Forget the text: the field holds an answer again."""
        if self.drafts.pop(path, None) is not None:
            self.state_changed.emit()

    def drop_drafts(self, path: str) -> None:
        """Give up all texts below ``path``: their places show the answers again."""
        for key in [key for key in self.drafts if key.startswith(f"{path}.")]:
            del self.drafts[key]
        self.project_changed.emit()
        self.state_changed.emit()

    def move_drafts(self, path: str, rows: dict[int, int | None]) -> None:
        """Follow rows of a table that moved (old to new) or went (None)."""
        moved: dict[str, Draft] = {}
        for key, draft in self.drafts.items():
            head, _, tail = key.removeprefix(f"{path}.").partition(".")
            if key.startswith(f"{path}.") and head.isdigit():
                row = rows.get(int(head), int(head))
                if row is not None:
                    moved[f"{path}.{row}.{tail}"] = draft
            else:
                moved[key] = draft
        self.drafts = moved

    def imported(self) -> Imported | None:
        """Return the import that the rows of the project came from; undo and redo lead from one to another."""
        groups = self.project.workload.groups
        exact = next((one for one in reversed(self.imports) if one.groups is groups), None)
        if exact is not None or not self.imports:
            return exact
        kept = {id(group) for group in groups}
        return next((one for one in reversed(self.imports) if any(id(group) in kept for group in one.groups)), None)

    # --- what the steps say -----------------------------------------------------------------------------------------

    def problems(self, step: Step) -> list[Problem]:
        """Return what a step lacks: texts that cannot be read, faults of the sizing, open questions."""
        found = [
            Problem(path, Text("{name}: {message}", name=draft.name, message=draft.message), blocking=True)
            for path, draft in self.drafts.items()
            if step_of(path) is step.id
        ]
        own = step.problems(self.project, self.assessment)
        if self.plain:
            own = [replace(problem, text=problem.plain or problem.text) for problem in own]
        if self.plain and step.id is StepId.OFFER:
            # Handing the answers on needs no seller.
            own = []
        if self.plain and step.id is StepId.RECOMMENDATION and own:
            # A range is named there, and no amount to the cent.
            own = [Problem(own[0].field, Text("Not within all wishes"))]
        found += own if self.plain else own + open_problems(self.project, step.id)
        if not any(problem.blocking for problem in own):
            found += [
                Problem(line.split(":")[0], Text("{line}", line=line), blocking=True)
                for line in self.faults
                if step_of(line) is step.id and not self._explained()
            ]
        return found

    def first_blocked(self) -> Step | None:
        """Return the first step that stands against the sizing."""
        return next((step for step in STEPS if any(problem.blocking for problem in self.problems(step))), None)

    def touched(self, step: Step) -> bool:
        """Whether a step was answered or at least seen; a result counts as soon as there is one."""
        if not step.parts:
            return self.assessment is not None
        return step.id in self.visited or not self.project.model_fields_set.isdisjoint(step.parts)

    def why_not(self) -> str:
        """Return why there is no assessment, where it is not simply that nothing was entered."""
        return "\n".join(self.faults) if self.project.workload.groups else ""

    def _explained(self) -> bool:
        """Whether a step already says in its own words why the project cannot be sized."""
        return any(problem.blocking for step in STEPS for problem in step.problems(self.project, None))

    # --- language and mode ------------------------------------------------------------------------------------------

    def set_language(self, code: str) -> None:
        """Speak another language; every answer stays."""
        if code == i18n.current().code:
            return
        i18n.use(self.services.language(code))
        self.services.choices.set("language", code)
        self.language_changed.emit()

    def set_plain(self, *, plain: bool) -> None:
        """Ask in everyday words, or for every parameter; every answer stays."""
        if plain != self.plain:
            self.plain = plain
            self.services.choices.set("mode", "plain" if plain else "expert")
            self.mode_changed.emit()

    # --- sizing -----------------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Stop the sizing, before the window goes."""
        self._timer.stop()
        self.explorer.finish()
        self.pages_worker.finish()
        self.changes_worker.finish()
        self._worker.finish()

    def size_anew(self) -> None:
        """Size the same project again: parts or prices are others."""
        self._after_change()

    def take_exploration(self, assessment: Assessment) -> None:
        """Keep what was found around the shown assessment; the figures are the same."""
        self.assessment = assessment
        self.explored.emit()

    def _after_change(self) -> None:
        self._timer.start()
        self.project_changed.emit()
        self.state_changed.emit()
        self.busy_changed.emit(True)

    def _on_pause(self) -> None:
        project, size, today = self.project, self.services.size, self.services.today()

        def work() -> tuple[Project, Assessment]:
            return project, size(project, today)

        self._worker.ask(work)

    def _on_answered(self, answer: Answer) -> None:
        if self._timer.isActive():
            return
        self.assessed_project, self.assessment = answer.value or (None, None)
        self.milliseconds = answer.milliseconds if answer.value is not None else None
        self.faults = () if answer.fault is None else fault_lines(answer.fault, i18n.current())
        self.assessed.emit()
        self.state_changed.emit()
        # The same bug comes back with every letter that is typed: it is reported once.
        if answer.report is not None and answer.report != self._reported:
            self._reported = answer.report
            self.bug_found.emit(answer.report)
