"""What every tool has: a window of its own over the project, work beside the GUI thread, one place for faults."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLayout, QVBoxLayout, QWidget

from wizard.ui import i18n
from wizard.ui.dialogs import Dialogs
from wizard.ui.services import fault_lines
from wizard.ui.session import Session
from wizard.ui.theme import dress
from wizard.ui.turns import Steps, Turns
from wizard.ui.widgets.base import show_now
from wizard.ui.widgets.busy import BusyBar
from wizard.ui.widgets.drop import files_of
from wizard.ui.widgets.stack import PageStack
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
    """A window over the project. It is made anew each time it is opened: first its frame, then its parts in turns."""

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
        self.made = False
        self.turns = Turns(self)
        self._dropped: list[Path] = []
        self._stack, self._body = PageStack(), QWidget()
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.setSpacing(0)
        frame.addWidget(self._stack)
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(20, 16, 20, 12)
        self._column.setSpacing(12)
        self.busy_bar = BusyBar()
        self.busy_bar.cancelled.connect(self.cancel)
        frame.addWidget(self.busy_bar)
        self._jobs: list[Job] = []

    # --- making ------------------------------------------------------------------------------------------------------

    def build(self) -> Steps:
        """Put the parts in their places, a few in each turn; :meth:`ready` follows, at once or when all is read."""
        raise NotImplementedError

    @property
    def first(self) -> QWidget:
        """The control that the work begins with."""
        raise NotImplementedError

    def add(self, part: QWidget | QLayout, stretch: int = 0) -> None:
        """Put a part below the others."""
        if isinstance(part, QLayout):
            part.setContentsMargins(0, 0, 0, 0)
            inner, part = part, QWidget()
            part.setLayout(inner)
        self._column.addWidget(part, stretch)
        show_now(part)

    def on_keys(self, keys: str | QKeySequence.StandardKey, act: Callable[[], None]) -> None:
        """Let keys do something, wherever the focus is; until it is ready they are kept with what is typed."""
        QShortcut(QKeySequence(keys), self, act).setEnabled(self.made)

    def open(self) -> None:
        """Show the window; what is typed before its parts are made is typed into the first of them."""
        self._stack.await_page(self.windowTitle())
        super().open()
        self.turns.run(self._fill())

    def _fill(self) -> Steps:
        yield
        self._stack.set_stage(self._body)
        yield from self.build()

    def ready(self) -> None:
        """Show what was made with the next turn, and hand on what was typed and dropped meanwhile."""
        self.turns.run(self._appear())

    def _appear(self) -> Steps:
        yield
        self._stack.show_page(self._body)
        self.made = True
        for keys in cast("list[QShortcut]", self.findChildren(QShortcut)):
            keys.setEnabled(True)
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)
        self._stack.hand_on()
        self.take(self._dropped)

    # --- work --------------------------------------------------------------------------------------------------------

    def job(self) -> Job:
        """Return a way to work beside the GUI thread."""
        made = Job(self.session, self, self.dialogs)
        made.busy_changed.connect(self._on_busy)
        self._jobs.append(made)
        return made

    @property
    def busy(self) -> bool:
        """Whether it is being made, or something runs beside the GUI thread."""
        return self.turns.busy or any(job.busy for job in self._jobs)

    def cancel(self) -> None:
        """End what runs; nothing of it is shown, and nothing at all of a tool that was not ready yet."""
        if self.made:
            self._end_jobs()
        else:
            self.reject()

    def take(self, paths: list[Path]) -> None:
        """Take files that were dropped, as soon as it is made."""
        if not self.made:
            self._dropped = paths
        elif paths:
            self.read(paths[0])

    def read(self, path: Path) -> None:
        """Read a file that was dropped."""
        raise NotImplementedError

    # --- leaving -----------------------------------------------------------------------------------------------------

    def leave(self, then: Callable[[], None]) -> None:
        """Ask about what would be lost, and go on with ``then`` unless it is to be kept open."""
        then()

    def reject(self) -> None:
        """Close, by Escape as by the button."""
        self.leave(self._close)

    def _close(self) -> None:
        self.finish()
        super().reject()

    def finish(self) -> None:
        """End what is made and what runs."""
        self.turns.stop()
        self._end_jobs()

    def _end_jobs(self) -> None:
        for job in self._jobs:
            job.cancel()

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
