"""What if: choices are pinned and let go again, and an impossible one says why."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from wizard.flow.whatif import against, pinned, released
from wizard.model.text import Text
from wizard.ui.i18n import shown, tr
from wizard.ui.session import Session
from wizard.ui.widgets.base import Card, button, clear
from wizard.ui.widgets.form import ChoiceField, Field, Grid
from wizard.ui.widgets.notice import Notice
from wizard.ui.widgets.pins import TOPOLOGY_OPTIONS, part_fields

_MOST_REASONS = 4


class WhatIf(Card):
    """Fields that pin parts of the design, each taken back by undo like any other answer."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            tr("What if?"),
            tr("Fix a choice and see at once what it does to the design and its price. Undo takes it back."),
        )
        self._session = session
        self.fields: list[Field] = [
            ChoiceField(session, "preferences.topology", Text("Topology"), TOPOLOGY_OPTIONS), *part_fields(session)
        ]  # fmt: skip
        grid = Grid(3)
        for field in self.fields:
            grid.add(field)
        self.add(grid)
        self._reasons = QVBoxLayout()
        self.body.addLayout(self._reasons)
        row = QHBoxLayout()
        self.undo_button = button("", name="whatif-undo")
        self.undo_button.clicked.connect(session.undo)
        self.release_button = button(tr("Let everything go"), name="whatif-release")
        self.release_button.clicked.connect(self._on_release)
        row.addWidget(self.undo_button)
        row.addWidget(self.release_button)
        row.addStretch(1)
        self.body.addLayout(row)

    def refresh(self) -> None:
        """Show the pins of the project, and what stands against them."""
        session = self._session
        for field in self.fields:
            field.refresh()
        self.release_button.setEnabled(bool(pinned(session.project)))
        name = session.undo_name
        self.undo_button.setEnabled(name is not None)
        self.undo_button.setText(tr("Undo") if name is None else tr("Undo: {name}", name=shown(name)[:40]))
        self.undo_button.setAccessibleName(self.undo_button.text())
        clear(self._reasons)
        if session.assessment is None:
            faults = session.why_not() if pinned(session.project) else ""
            if faults:
                self._reasons.addWidget(Notice("blocker", tr("This cannot be built"), faults))
            return
        for reason in against(session.project, session.assessment)[:_MOST_REASONS]:
            self._reasons.addWidget(
                Notice("blocker", tr("This cannot be built"), shown(reason.text), reason.source, [reason.text])
            )

    def _on_release(self) -> None:
        self._session.change(released(self._session.project), Text("Choices let go"))
