"""What every tool has: a window of its own over the project, work beside the GUI thread, one place for faults."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, Final, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from wizard.ui import i18n
from wizard.ui.actions import Actions
from wizard.ui.dialogs import Dialogs
from wizard.ui.guide import Guide
from wizard.ui.services import fault_lines
from wizard.ui.session import Session
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
        """Await no answer any more."""
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


_MODULES: Final = (
    "wizard.ui.tools.prices", "wizard.ui.tools.branding", "wizard.flow.brand_desk", "wizard.ui.tools.tender",
)  # fmt: skip
"""What the tools are made of."""


class Tools(QObject):
    """Opens the tools of a window, one at a time."""

    catalogue_changed = Signal()
    """Another catalogue, or other prices, are in use."""
    brand_changed = Signal()
    """Offers are written in another look."""

    def __init__(self, session: Session, dialogs: Dialogs, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._dialogs, self._actions, self._window = session, dialogs, actions, window
        self.current: Tool | None = None
        self._reader = Worker((), session)

    def read_ahead(self) -> None:
        """Read what the tools are made of beside the window, before one of them is wanted."""
        self._reader.ask(lambda: [import_module(name) for name in _MODULES])

    def open_prices(self) -> None:
        """Open the parts and their prices."""
        from wizard.ui.tools.prices import PricesTool

        tool = PricesTool(self._session, self._dialogs, self._window)
        tool.kept.connect(self.catalogue_changed)
        self._open(tool)

    def read_prices(self, path: Path) -> None:
        """Open the parts and their prices with a supplier's list."""
        self.open_prices()
        if self.current is not None:
            self.current.take([path])

    def open_branding(self) -> None:
        """Open the look of the documents."""
        from wizard.ui.tools.branding import BrandingTool

        tool = BrandingTool(self._session, self._dialogs, self._window)
        tool.kept.connect(self.brand_changed)
        self._open(tool)

    def open_tender(self) -> None:
        """Open the buyer's requirements and the answers to them."""
        from wizard.ui.tools.tender import TenderTool

        self._open(TenderTool(self._session, self._dialogs, self._window))

    def finish(self) -> None:
        """Wait for what the tools do, before the window goes."""
        for worker in cast("list[Worker]", self._session.findChildren(Worker)):
            worker.finish()

    def _open(self, tool: Tool) -> None:
        self.current = tool
        tool.finished.connect(self._on_finished)
        tool.guide_requested.connect(self._on_guide)
        tool.resize(min(1240, self._window.width() - 40), min(800, self._window.height() - 40))
        tool.open()

    def _on_guide(self, page: str) -> None:
        # A child of the tool: the window is shut while the tool is open.
        if self.current is not None:
            Guide(self._actions, self.current).open_at(page)

    def _on_finished(self) -> None:
        tool, self.current = self.current, None
        if tool is not None:
            tool.deleteLater()
