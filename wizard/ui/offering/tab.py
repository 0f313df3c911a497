"""What every tab of the offer has: a column of cards, and parts that show the project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.documents.words import Voice
from wizard.model.offer import Offer
from wizard.model.text import Text
from wizard.ui.session import Session
from wizard.ui.theme import dress
from wizard.ui.turns import Steps
from wizard.ui.widgets.base import GAP
from wizard.ui.widgets.form import Field, Grid


@dataclass(frozen=True)
class Shown:
    """The offer that is on the screen, and how its figures are written."""

    offer: Offer
    voice: Voice


class Tab(QWidget):
    """One tab. It is made in turns when it is first seen, and shows only what it is told."""

    title: Text
    works_alone = False
    """Whether it is of use before there is anything to offer."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._fields: list[Field] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(GAP)

    def cards(self) -> Iterator[QWidget]:
        """Make what stands on the tab, from top to bottom."""
        raise NotImplementedError

    def build(self) -> Steps:
        """Put the cards on the tab, one in each turn."""
        for card in self.cards():
            self.column.addWidget(card)
            dress(card)
            yield

    def field(self, grid: Grid, field: Field, span: int = 1) -> None:
        """Put a field into a grid and let it follow the project."""
        grid.add(field, span)
        self._fields.append(field)

    def showing(self, shown: Shown | None) -> Steps:
        """Show the project, and the offer if there is one, in as many turns as it takes."""
        for field in self._fields:
            field.refresh()
        yield
        if shown is not None:
            self.show_offer(shown)

    def show_offer(self, shown: Shown) -> None:
        """Show the newest offer."""
