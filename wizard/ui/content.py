"""All of the window that shows words. For another language or mode a new one takes the place of the old."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from wizard.ui.actions import Actions
from wizard.ui.exports import Exports
from wizard.ui.files import Files
from wizard.ui.guarding import guarded
from wizard.ui.pages.start import StartPage
from wizard.ui.session import Session
from wizard.ui.theme import Mode, dress
from wizard.ui.topbar import TopBar
from wizard.ui.turns import Steps, discard
from wizard.ui.widgets.busy import BusyBar

if TYPE_CHECKING:
    from wizard.ui.project_view import ProjectView


class Content(QWidget):
    """The bar at the top, the start page or the project, and what is being read or written."""

    start_made = Signal(object)

    def __init__(
        self, session: Session, files: Files, exports: Exports, actions: Actions, mode: Mode, index: int,
        parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._session, self._files, self._exports, self._actions = session, files, exports, actions
        self._index = index
        self._view: ProjectView | None = None
        self._start: StartPage | None = None
        self.top, self.front, self.busy = TopBar(session, actions, mode), QStackedWidget(), BusyBar()
        self.front.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # What is added first would be shown in the turn that makes it.
        self.front.addWidget(QWidget())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget, stretch in ((self.top, 0), (self.front, 1), (self.busy, 0)):
            column.addWidget(widget, stretch)
        for part in (self.top, self.busy):
            dress(part)

    # --- start page and project --------------------------------------------------------------------------------------

    @property
    def view(self) -> ProjectView:
        """The project; it is made when it is first looked at."""
        view = self.made_view()
        if not view.begun:
            view.show_step(view.index)
        return view

    def made_view(self) -> ProjectView:
        """Return the project, without any of its pages if it was just made."""
        if self._view is None:
            self._bare_view().fit(self.width())
        return self._bare_view()

    def _bare_view(self) -> ProjectView:
        """Return the project; if it was just made, without what stands beside its pages."""
        if self._view is None:
            # Its pages are more than half of the program: the start page stands before they are read.
            from wizard.ui.project_view import ProjectView

            self._view = ProjectView(self._session, self._files, self._exports, self._actions, self._index)
            self.front.addWidget(self._view)
        return self._view

    @property
    def start(self) -> StartPage:
        """The start page; it is made when it is first looked at."""
        if self._start is None:
            self._start = StartPage(self._session.services)
            self.start_made.emit(self._start)
            self.front.addWidget(self._start)
            dress(self._start)
        return self._start

    @property
    def at_start(self) -> bool:
        """Whether the start page is shown."""
        return self._start is not None and self.front.currentWidget() is self._start

    @property
    def index(self) -> int:
        """The number of the step that is shown or was shown last."""
        return self._index if self._view is None else self._view.index

    def say(self, words: str) -> None:
        """Say below the pages what was done."""
        if self._view is not None:
            self._view.say(words)

    def show_saved(self, words: str) -> None:
        """Say when what is open was last kept."""
        if self._view is not None:
            self._view.rail.show_saved(words)

    def finish(self) -> None:
        """Wait for what the start page reads, before it goes."""
        if self._start is not None:
            self._start.finish()

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the panel away where there is no room for it."""
        super().resizeEvent(event)
        if self._view is not None:
            self._view.fit(self.width())

    # --- one after the other -----------------------------------------------------------------------------------------

    def stands_for(self, other: Content) -> bool:
        """Whether what another one shows is ready here."""
        if other.at_start:
            return self._start is not None
        return self._view is not None and self._view.index == other.index and self._view.prepared(other.index)

    def let_go(self) -> Steps:
        """Delete what was made, page by page: everything at once takes as long as it took to make the largest page."""
        if self._view is not None:
            for page in self._view.pages.values():
                discard(page)
                yield

    def follow(self, other: Content) -> Steps:
        """Make what another one shows."""
        if other.at_start:
            start = self.start
            yield
            self.front.setCurrentWidget(start)
        else:
            view = self._bare_view()
            yield
            yield from view.beside(self.width())
            yield
            self.front.setCurrentWidget(view)
            yield
            yield from view.prepare(other.index)
            view.show_step(other.index)
        yield
