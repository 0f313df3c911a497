"""What every page has: a title, a scrolling column of cards, and parts that show the project."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Protocol

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.flow.hints import HINTS, unseen, with_seen
from wizard.model.text import Text
from wizard.ui.guarding import guarded
from wizard.ui.i18n import shown
from wizard.ui.session import Session
from wizard.ui.theme import SCROLL_BAR, dress
from wizard.ui.turns import Steps, Turns
from wizard.ui.widgets.base import GAP, FirstUse, label, show_now
from wizard.ui.widgets.form import Field, Grid
from wizard.ui.widgets.scroll import ScrollPage

READABLE: Final = 960
"""Questions in everyday words do not become wider than this: their answers would lie too far apart."""
SIDE: Final = 24
"""Distance of what stands on a page from its edges; the bar that scrolls stands in it."""


class Part(Protocol):
    """Something on a page that shows a part of the project."""

    def refresh(self) -> None:
        """Show the project as it is now."""


class Page(ScrollPage):
    """A step on the screen. It is made and refreshed in turns, and works only while it is visible."""

    shows_assessment = False
    step_requested = Signal(object)
    """Somebody wants to see the step of this name."""

    def __init__(self, session: Session, title: Text, lead: Text) -> None:
        super().__init__()
        self.session = session
        self._parts: list[Part] = []
        self.stale = True
        self.made = False
        self.turns = Turns(self)
        inner = QWidget()
        inner.setObjectName("page")
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(SIDE, 20, SIDE - SCROLL_BAR, 24)
        self.column.setSpacing(GAP)
        self.title = label(shown(title), "title", wrap=True)
        self.lead = label(shown(lead), "lead", wrap=True)
        head = QWidget()
        lines = QVBoxLayout(head)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        lines.addWidget(self.title)
        lines.addWidget(self.lead)
        self.setWidget(inner)
        self.add(head)
        dress(self.verticalScrollBar())
        self.setAccessibleName(shown(title))
        session.project_changed.connect(self._on_changed)
        if self.shows_assessment:
            session.assessed.connect(self._on_changed)

    def cards(self) -> Iterator[QWidget]:
        """Make what stands on the page, from top to bottom."""
        raise NotImplementedError

    def build(self) -> Steps:
        """Put the cards on the page, one in each turn."""
        for card in self.cards():
            self.add(card)
            yield
        self.column.addStretch(1)
        self.made = True

    def explain(self, step: str) -> None:
        """Say once what the page is for; who has read it is not told again."""
        choices = self.session.services.choices
        if step in HINTS and unseen(choices.get("seen"), step):
            hint = FirstUse(HINTS[step])
            hint.read.connect(lambda: choices.set("seen", with_seen(choices.get("seen"), step)))
            self.column.insertWidget(1, hint)
            dress(hint)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put a card below the others."""
        self.column.addWidget(widget, stretch)
        dress(widget)
        show_now(widget)

    def follow(self, part: Part) -> None:
        """Let a part be refreshed with the page."""
        self._parts.append(part)

    def field(self, grid: Grid, field: Field, span: int = 1) -> None:
        """Put a field into a grid and let it follow."""
        grid.add(field, span)
        self.follow(field)

    def say_lead(self, words: str) -> None:
        """Say something else below the title, or nothing."""
        self.lead.setText(words)
        self.lead.setVisible(bool(words))

    def keep_readable(self) -> None:
        """Stay as narrow as words are read well, in the middle of a wide window."""
        self.keep_narrow(READABLE - SCROLL_BAR)

    def showing(self) -> Steps:
        """Show the project as it is now, in as many turns as it takes."""
        for part in self._parts:
            part.refresh()
        yield from ()

    def catch_up(self) -> Steps:
        """Show the project in turns; what something else took the place of is done when the page is shown again."""
        self.stale = False
        try:
            yield from self.showing()
        except BaseException:
            self.stale = True
            raise

    def refresh(self) -> None:
        """Show the project as it is now: the first of it at once."""
        self.turns.run(self.catch_up())

    @property
    def live(self) -> bool:
        """Whether it is made and on the screen, or about to be."""
        return self.made and self.isVisible()

    @guarded
    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while another page was shown."""
        if self.stale and self.made:
            self.refresh()
        super().showEvent(event)

    def _on_changed(self) -> None:
        if self.live:
            self.refresh()
        else:
            self.stale = True
