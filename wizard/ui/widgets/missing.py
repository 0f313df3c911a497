"""What stands in the place of a result that is not there yet: why, and the way to the step that lacks something."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from wizard.ui.i18n import shown, tr
from wizard.ui.session import Session
from wizard.ui.widgets.base import Card, button, label


class Missing(Card):
    """A sentence, and a button that leads to the first step that blocks the sizing."""

    step_chosen = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._words = label("", "quiet", wrap=True)
        self.button = button("", name="to-missing")
        self.button.clicked.connect(self._on_clicked)
        self.add(self._words)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        self.body.addLayout(row)

    def tell(self, words: str) -> None:
        """Say why there is nothing to be seen."""
        self._words.setText(words)
        blocked = self._session.first_blocked()
        self.button.setVisible(blocked is not None)
        if blocked is not None:
            title = blocked.plain if self._session.plain else blocked.title
            self.button.setText(tr("Go to “{step}”", step=shown(title)))

    def _on_clicked(self) -> None:
        blocked = self._session.first_blocked()
        if blocked is not None:
            self.step_chosen.emit(blocked.id)
