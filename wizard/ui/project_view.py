"""The project on the screen: the rail of its steps, the page of one, the panel beside it and the way on below."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from wizard.flow.steps import STEPS, StepId
from wizard.ui.actions import Actions
from wizard.ui.exports import Exports
from wizard.ui.files import Files
from wizard.ui.i18n import shown
from wizard.ui.pages.availability import AvailabilityPage
from wizard.ui.pages.backup import BackupPage
from wizard.ui.pages.budget import BudgetPage
from wizard.ui.pages.customer import CustomerPage
from wizard.ui.pages.offer import OfferPage
from wizard.ui.pages.page import READABLE, SIDE, Page
from wizard.ui.pages.plain import PLAIN_PAGES, PlainPage
from wizard.ui.pages.plain_result import HandOverPage, PlainResultPage
from wizard.ui.pages.recommendation import RecommendationPage
from wizard.ui.pages.sites import SitesPage
from wizard.ui.pages.storage import StoragePage
from wizard.ui.pages.workload import WorkloadPage
from wizard.ui.panel import Panel
from wizard.ui.rail import Rail
from wizard.ui.session import Session
from wizard.ui.theme import dress
from wizard.ui.turns import Steps, Turns
from wizard.ui.widgets.base import label
from wizard.ui.widgets.stack import PageStack

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
_ROOMY: Final = 1340
"""From this width on the pages of the PDF stand beside the offer."""
_BESIDE: Final = {"term", "link"}
"""Roles of buttons that a page does not begin with."""


class ProjectView(QWidget):
    """Nine steps over one project. It is made anew for another language or other questions."""

    def __init__(self, session: Session, files: Files, exports: Exports, actions: Actions, index: int) -> None:
        super().__init__()
        self._session, self._files, self._exports, self._actions = session, files, exports, actions
        self._index = index
        self.turns = Turns(self)
        self._room = 0
        self._panel: Panel | None = None
        self.rail = Rail(session)
        self.pages: dict[StepId, Page] = {}
        self.stack = PageStack()
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.stack, 1)
        footer = self._footer()
        middle.addWidget(footer)
        self._body = body = QHBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.rail)
        body.addLayout(middle, 1)
        for part in (self.rail, footer):
            dress(part)
        self.rail.chosen.connect(self.go_to)

    @property
    def panel(self) -> Panel:
        """The sizing beside the pages; it is made when it is first shown."""
        return self._panel or self._place(Panel(self._session))

    def beside(self, width: int) -> Steps:
        """Make what stands beside the pages in a window of this width."""
        if self._panel is None and self._has_room(width):
            made = Panel(self._session)
            yield
            if self._panel is None:
                self._place(made)
                yield
        self.fit(width)

    def _place(self, made: Panel) -> Panel:
        self._panel = made
        made.fit(self._room)
        made.hide()
        # The pages of an offer may stand further right.
        self._body.insertWidget(2, made)
        dress(made)
        made.findings_requested.connect(self._on_findings)
        return made

    def _footer(self) -> QWidget:
        footer = QWidget()
        footer.setObjectName("footer")
        footer.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        # In line with the page above, which does not become as wide as the window in everyday words.
        line = QWidget()
        if self._session.plain:
            line.setMaximumWidth(READABLE)
        whole = QHBoxLayout(footer)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(line)
        row = QHBoxLayout(line)
        row.setContentsMargins(SIDE, 8, SIDE, 8)
        self.status = label("", "caption")
        self.back_button, self.next_button = QToolButton(), QToolButton()
        for made, name in ((self.back_button, "back"), (self.next_button, "next")):
            made.setDefaultAction(self._actions[name])
            made.setAccessibleName(self._actions[name].text())
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.next_button.setProperty("role", "primary")
        row.addWidget(self.back_button)
        row.addWidget(self.status, 1, Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self.next_button)
        return footer

    # --- pages -------------------------------------------------------------------------------------------------------

    def _make(self, step: StepId) -> Generator[None, None, Page]:
        """Make the page of a step; one that something else took the place of is made anew when it is wanted."""
        page = (_PLAIN if self._session.plain else _PAGES)[step](self._session)
        yield from self.stack.making(page, page.build())
        if not self._session.plain:
            page.explain(step)
        self.pages[step] = page
        self._connect(page)
        return page

    def _connect(self, page: Page) -> None:
        files = self._files
        page.step_requested.connect(self.go_to_step)
        if isinstance(page, HandOverPage):
            page.save_requested.connect(files.save)
        if isinstance(page, PlainPage | WorkloadPage):
            page.import_requested.connect(files.import_inventory)
        if isinstance(page, WorkloadPage):
            page.reading_chosen.connect(files.read_again)
        if isinstance(page, OfferPage):
            self._connect_offer(page)

    def _connect_offer(self, page: OfferPage) -> None:
        files, exports = self._files, self._exports
        page.export_requested.connect(exports.export)
        page.send_requested.connect(exports.send)
        page.cancel_requested.connect(exports.cancel)
        page.folder_requested.connect(exports.show_folder)
        page.file_requested.connect(exports.pick)
        exports.progress_changed.connect(page.show_progress)
        files.busy_changed.connect(page.show_busy)
        exports.exported.connect(page.show_written)
        page.show_written(exports.written)
        # It comes with its page.
        page.preview.hide()
        self._body.addWidget(page.preview)
        dress(page.preview)

    # --- steps -------------------------------------------------------------------------------------------------------

    @property
    def index(self) -> int:
        """The number of the step that is shown, from 0."""
        return self._index

    @property
    def step(self) -> StepId:
        """The step that is shown."""
        return STEPS[self._index].id

    @property
    def begun(self) -> bool:
        """Whether a page is shown, or on its way."""
        return bool(self.pages) or self.turns.busy

    def go_to(self, index: int) -> None:
        """Show a step and put the focus on its first control."""
        self._begin(index)
        self.turns.run(self._arrive(index, focus=True))
        if self.turns.busy:
            self.stack.await_page(shown(STEPS[index].title))

    def go_to_step(self, step: StepId) -> None:
        """Show a step by its name."""
        self.go_to([known.id for known in STEPS].index(step))

    def go_on(self) -> None:
        """Show the next step."""
        self.go_to(min(self._index + 1, len(STEPS) - 1))

    def go_back(self) -> None:
        """Show the step before."""
        self.go_to(max(self._index - 1, 0))

    def show_step(self, index: int) -> None:
        """Show a step and leave the focus where it is."""
        self._begin(index)
        self.turns.run(self._arrive(index, focus=False))

    def _begin(self, index: int) -> None:
        """Say at once which step is on its way."""
        if self.stack.typed:
            # It was meant for the page that is on its way yet.
            self.turns.finish()
        self._index = index
        self._session.visited.add(STEPS[index].id)
        self.rail.show_current(index)
        self._actions["back"].setEnabled(index > 0)
        self._actions["next"].setEnabled(index < len(STEPS) - 1)

    def prepared(self, index: int) -> bool:
        """Whether the page of a step is made, and says how the project is now."""
        page = self.pages.get(STEPS[index].id)
        return page is not None and not page.stale

    def prepare(self, index: int) -> Steps:
        """Make the page of a step, and let it say how the project is now."""
        step = STEPS[index].id
        page = self.pages.get(step)
        if page is None:
            page = yield from self._make(step)
            yield
        try:
            while page.stale:
                yield from page.catch_up()
                yield
        except BaseException:
            if page is not self.stack.currentWidget():
                page.hide()
            raise

    def _arrive(self, index: int, *, focus: bool) -> Steps:
        """Show the page of a step when it is ready; the one before stays until then."""
        yield from self.prepare(index)
        page = self.pages[STEPS[index].id]
        page.verticalScrollBar().setValue(0)
        self.stack.show_page(page)
        self._share()
        if focus:
            if not _focus_first(page):
                # Its controls were just made: they are on the screen with the next turn of the event loop.
                yield
                _focus_first(page)
            self.stack.hand_on()

    def _on_findings(self) -> None:
        self.go_to_step(StepId.RECOMMENDATION)

    # --- room --------------------------------------------------------------------------------------------------------

    def fit(self, width: int) -> None:
        """Share the width of the window among page, panel and preview."""
        self._room = width
        self._share()
        if self._panel is not None:
            self._panel.fit(width)

    def _share(self) -> None:
        # A self-assessment names a range, not a price to the cent, and speaks of no nodes. Beside an offer stand its
        # pages.
        offer = self.pages.get(StepId.OFFER)
        preview = isinstance(offer, OfferPage) and self.step is StepId.OFFER and self._room >= _ROOMY
        if isinstance(offer, OfferPage):
            offer.preview.fit(self._room)
            offer.preview.setVisible(preview)
        beside = self._has_room(self._room) and not preview
        if beside or self._panel is not None:
            self.panel.setVisible(beside)

    def _has_room(self, width: int) -> bool:
        """Whether the panel stands beside the pages in a window of this width."""
        return width >= _NARROW and not self._session.plain

    def say(self, words: str) -> None:
        """Say in the status line what was done."""
        self.status.setText(words)


def _focus_first(page: QWidget) -> bool:
    """Put the focus on the first control of a page; whether there is one."""
    first = page.nextInFocusChain()
    while first is not None and page.isAncestorOf(first):
        reached = first.isVisible() and first.isEnabled() and first.focusPolicy() & Qt.FocusPolicy.TabFocus
        # The work comes before its explanation, and before a link that stands beside it.
        if reached and first.property("role") not in _BESIDE:
            first.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        first = first.nextInFocusChain()
    return False
