"""What every tool has: a window of its own over the project, work beside the GUI thread, one place for faults."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from wizard.ui import i18n
from wizard.ui.dialogs import Dialogs
from wizard.ui.services import fault_lines
from wizard.ui.session import Session
from wizard.ui.theme import dress
from wizard.ui.widgets.busy import BusyBar
from wizard.ui.widgets.drop import files_of
from wizard.ui.work import Answer, Worker


class Job(QObject):
    """One kind of work of a tool, such as reading a file: shown while it runs, its faults said, nothing else lost."""

    busy_changed = Signal(str)

    def __init__(self, session: Session, tool: QWidget, dialogs: Dialogs) -> None:
        # It lives as long as the session: what still runs when the tool is closed ends by itself.
        super().__init__(session)
        self._tool, self._dialogs = tool, dialogs
        self._then: Callable[[Any], None] | None = None
        self._failed: Callable[[], None] | None = None
        self._title = ""
        self._worker = Worker(session.services.faults, self)
        self._worker.answered.connect(self._on_answered)

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._then is not None

    def run(
        self, words: str, title: str, function: Callable[[], Any], then: Callable[[Any], None],
        failed: Callable[[], None] | None = None,
    ) -> None:  # fmt: skip
        """Run ``function`` and hand its value on; ``title`` heads what is said if it cannot be done."""
        self._title, self._then, self._failed = title, then, failed
        self.busy_changed.emit(words)
        self._worker.ask(function)

    def cancel(self) -> None:
        """End what runs, and await no answer any more."""
        self._worker.cancel()
        self._then = None
        self.busy_changed.emit("")

    def _on_answered(self, answer: Answer) -> None:
        then, self._then = self._then, None
        self.busy_changed.emit("")
        if then is None:
            return
        if answer.report is None and answer.fault is None:
            then(answer.value)
            return
        if self._failed is not None:
            self._failed()
        if answer.report is not None:
            self._dialogs.report(self._tool, answer.report)
        elif answer.fault is not None:
            self._dialogs.faults(self._tool, self._title, fault_lines(answer.fault, i18n.current()))


class Tool(QDialog):
    """A window over the project. It is made anew each time it is opened."""

    guide_page = ""
    """Page of the user guide about it."""
    guide_requested = Signal(str)

    def __init__(self, session: Session, dialogs: Dialogs, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        dress(self)
        QShortcut(QKeySequence("F1"), self, lambda: self.guide_requested.emit(self.guide_page))
        self.session, self.dialogs = session, dialogs
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, on=True)
        self.setAcceptDrops(True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 16, 20, 12)
        self.column.setSpacing(12)
        self.busy_bar = BusyBar()
        self.busy_bar.cancelled.connect(self.cancel)
        self._jobs: list[Job] = []

    def job(self) -> Job:
        """Return a way to work beside the GUI thread."""
        made = Job(self.session, self, self.dialogs)
        made.busy_changed.connect(self._on_busy)
        self._jobs.append(made)
        return made

    @property
    def busy(self) -> bool:
        """Whether something runs beside the GUI thread."""
        return any(job.busy for job in self._jobs)

    def cancel(self) -> None:
        """End what runs; nothing of it is shown."""
        for job in self._jobs:
            job.cancel()

    def take(self, paths: list[Path]) -> None:
        """Take files that were dropped."""

    def leave(self, then: Callable[[], None]) -> None:
        """Ask about what would be lost, and go on with ``then`` unless it is to be kept open."""
        then()

    def reject(self) -> None:
        """Close, by Escape as by the button."""
        self.leave(self._close)

    def _close(self) -> None:
        self.cancel()
        super().reject()

    def closeEvent(self, event: Any) -> None:
        """Close by the frame of the window: as by the button."""
        if self.isVisible():
            event.ignore()
            self.reject()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if files_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take files wherever they are dropped."""
        event.acceptProposedAction()
        self.take(files_of(event.mimeData()))

    def _on_busy(self, words: str) -> None:
        self.busy_bar.show_work(words, can_cancel=True)
