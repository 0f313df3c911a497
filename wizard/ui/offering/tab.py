"""What every tab of the offer has: a column of cards, and parts that show the project."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.documents.words import Voice
from wizard.model.offer import Offer
from wizard.model.text import Text
from wizard.ui.session import Session
from wizard.ui.widgets.base import GAP
from wizard.ui.widgets.form import Field, Grid


@dataclass(frozen=True)
class Shown:
    """The offer that is on the screen, and how its figures are written."""

    offer: Offer
    voice: Voice


class Tab(QWidget):
    """One tab. It is made when it is first seen, and shows only what it is told."""

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

    def add(self, widget: QWidget) -> None:
        """Put a card below the others."""
        self.column.addWidget(widget)

    def field(self, grid: Grid, field: Field, span: int = 1) -> None:
        """Put a field into a grid and let it follow the project."""
        grid.add(field, span)
        self._fields.append(field)

    def refresh(self, shown: Shown | None) -> None:
        """Show the project, and the offer if there is one."""
        for field in self._fields:
            field.refresh()
        if shown is not None:
            self.show_offer(shown)

    def show_offer(self, shown: Shown) -> None:
        """Show the newest offer."""
