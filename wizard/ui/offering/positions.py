"""The table of an offer's positions, what can be added to it, and everything else about one of them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from wizard.documents.words import Voice
from wizard.flow.positions import SERVICES, add_beside, add_service, remove_position, reset_position
from wizard.model.commercial import PositionKind
from wizard.model.names import POSITION_KINDS
from wizard.model.offer import Offer, OfferLine
from wizard.model.text import Text
from wizard.ui.i18n import shown, tr
from wizard.ui.models.positions import PositionsModel
from wizard.ui.offering.position_details import PositionDetails
from wizard.ui.session import Session
from wizard.ui.widgets.base import button
from wizard.ui.widgets.edited import EditedView, Refusals

_TEXT = 1


class Positions(QWidget):
    """The positions, and what can be done with them beside editing their cells."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._wanted: str | None = None
        self.model = PositionsModel(session)
        self.view = EditedView(session, tr("Bill"), self.model, stretch=_TEXT)
        self.view.selectionModel().currentChanged.connect(self._on_current)
        self.details = PositionDetails(session)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._buttons())
        column.addWidget(self.details)
        column.addWidget(Refusals(session, self.model.path))
        column.addWidget(self.view)

    def _buttons(self) -> QHBoxLayout:
        self.add_button = button(tr("Add"), "menu", name="position-add")
        self.add_button.setMenu(self._menu())
        self.remove_button = button(tr("Remove"), name="position-remove")
        self.remove_button.clicked.connect(self._on_remove)
        self.reset_button = button(tr("As sized"), name="position-reset", hint=tr("Take back what was changed of it"))
        self.reset_button.clicked.connect(self._on_reset)
        row = QHBoxLayout()
        for made in (self.add_button, self.remove_button, self.reset_button):
            row.addWidget(made)
        row.addStretch(1)
        return row

    def _menu(self) -> QMenu:
        menu = QMenu(self.add_button)
        menu.addSection(tr("Services, with days and rate"))
        for number, (_, _, words) in enumerate(SERVICES):
            menu.addAction(shown(words)).setData(number)
        menu.addSection(tr("Behind the selected position"))
        for kind, words in POSITION_KINDS.items():
            menu.addAction(shown(words)).setData(kind)
        menu.triggered.connect(self._on_add)
        return menu

    def show_offer(self, offer: Offer, voice: Voice) -> None:
        """Show the positions of an offer; a new one is ready to be written."""
        lines = offer.lines
        self.model.show_lines(lines, voice)
        self.view.show_records(lines)
        added = self._added(lines)
        if added is not None:
            self.view.setCurrentIndex(self.model.index(added, _TEXT))
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.details.show_line(self.view.current(), offer)
        self._on_current()

    def _added(self, lines: tuple[OfferLine, ...]) -> int | None:
        """Return the row of a position that was just added here, once the offer has it."""
        row = next((row for row, line in enumerate(lines) if line.own and line.key == self._wanted), None)
        if row is not None:
            self._wanted = None
        return row

    def _line(self) -> OfferLine | None:
        line = self.view.current()
        return line if isinstance(line, OfferLine) else None

    def _on_current(self) -> None:
        line = self._line()
        self.remove_button.setEnabled(line is not None and not line.dropped)
        edited = {edit.key for edit in self._session.project.offer.edits}
        self.reset_button.setEnabled(line is not None and line.key in edited)
        self.details.show_line(line)

    def _on_add(self, action: QAction) -> None:
        session, said = self._session, action.data()
        language = session.services.language(session.project.customer.language)
        if isinstance(said, int):
            project, name = add_service(session.project, said, language), Text("Service added")
        else:
            kind: PositionKind = said
            line = self._line()
            behind = None if line is None or line.dropped else line
            project, name = add_beside(session.project, behind, kind, language), Text("Position added")
        self._wanted = project.offer.positions[-1].id
        session.change(project, name)

    def _on_remove(self) -> None:
        line = self._line()
        if line is not None:
            project = remove_position(self._session.project, line)
            self._session.change(project, Text("Position {n} removed", n=line.position))

    def _on_reset(self) -> None:
        line = self._line()
        if line is not None:
            project = reset_position(self._session.project, line.key)
            self._session.change(project, Text("Position {n} as sized", n=line.position))
