"""What other answers would change, found out beside the window: begun when it is looked at, given up when one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from wizard.model.assessment import Assessment
from wizard.ui.work import Answer, Worker

if TYPE_CHECKING:
    from wizard.ui.session import Session

_QUIET_MS: Final = 500
USUAL: Final = 36
"""Trials of an exploration, about: the progress goes by it."""


class Explorer(QObject):
    """Explores the newest assessment on a thread of its own, once it is wanted and nothing is typed."""

    changed = Signal()
    _tried = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._wanted = self._given_up = False
        self._about: Assessment | None = None
        self.tried = 0
        self._worker = Worker(session.services.faults, self)
        self._worker.answered.connect(self._on_answered)
        self._tried.connect(self._on_tried)
        self._timer = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._timer.timeout.connect(self._begin)
        session.project_changed.connect(self._on_project)
        session.assessed.connect(self._on_assessed)

    @property
    def running(self) -> bool:
        """Whether trials are made or about to be made."""
        return self._timer.isActive() or self._about is not None

    @property
    def given_up(self) -> bool:
        """Whether the person stopped it for this project."""
        return self._given_up

    def want(self, wanted: bool) -> None:
        """Say whether somebody looks at it; without a look nothing is tried."""
        self._wanted = wanted
        if wanted:
            self._on_assessed()
        else:
            self._halt()

    def again(self) -> None:
        """Begin after it was stopped."""
        self._given_up = False
        self._on_assessed()

    def cancel(self) -> None:
        """Stop, until the project changes or it is asked for again."""
        self._given_up = True
        self._halt()

    def finish(self) -> None:
        """Stop and wait, before the window goes."""
        self._halt()
        self._worker.finish()

    def _halt(self) -> None:
        self._timer.stop()
        self._about = None
        self._worker.cancel()
        self.changed.emit()

    def _on_project(self) -> None:
        self._given_up = False
        if self.running:
            self._halt()

    def _on_assessed(self) -> None:
        assessment = self._session.assessment
        if self._wanted and not self._given_up and assessment is not None and assessment.exploration is None:
            self._timer.start()
            self.changed.emit()

    def _begin(self) -> None:
        session = self._session
        project, assessment, explore = session.assessed_project, session.assessment, session.services.explore
        if session.busy or project is None or assessment is None:
            self.changed.emit()
            return
        self._about, self.tried = assessment, 0
        self._worker.ask(lambda: explore(project, assessment, lambda: self._tried.emit(assessment)))
        self.changed.emit()

    def _on_tried(self, about: Assessment) -> None:
        if about is self._about:
            self.tried += 1
            self.changed.emit()

    def _on_answered(self, answer: Answer) -> None:
        about, self._about = self._about, None
        if answer.report is not None:
            self._session.bug_found.emit(answer.report)
        elif answer.value is not None and about is self._session.assessment:
            self._session.take_exploration(answer.value)
        self.changed.emit()
