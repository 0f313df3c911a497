"""What the customer does not know, with what is assumed, and what was said beside the sizing."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from wizard.flow.questions import open_questions, said
from wizard.flow.steps import StepId
from wizard.ui.i18n import shown, tr
from wizard.ui.session import Session
from wizard.ui.widgets.base import Card, button, clear, label


class OpenQuestions(Card):
    """A list; each question leads to the step where it is answered."""

    step_chosen = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(tr("Open questions"))
        self._session = session
        self.setObjectName("open-questions")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.body.addLayout(self._rows)

    def refresh(self) -> None:
        """Show what is open now; without anything the card is left away."""
        clear(self._rows)
        project = self._session.project
        found, told = open_questions(project), said(project)
        self.setVisible(bool(found or told))
        for question, option in found:
            self._add(shown(question.text), tr("not known; assumed: {option}", option=option.text), question.step)
        for text, answer in told:
            self._add(shown(text), shown(answer), None)

    def _add(self, question: str, words: str, step: StepId | None) -> None:
        row = QWidget()
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        grid.addWidget(label(question, wrap=True), 0, 0, Qt.AlignmentFlag.AlignTop)
        second = label(words, "quiet", wrap=True)
        if step is not None:
            second.setProperty("level", "warning")
        grid.addWidget(second, 0, 1, Qt.AlignmentFlag.AlignTop)
        if step is not None:
            go = button(tr("Answer"), "link")
            go.setAccessibleName(tr("Answer: {question}", question=question))
            # The row goes when the step is shown: what it emits comes after the click is over.
            go.clicked.connect(lambda: QTimer.singleShot(0, self, lambda: self.step_chosen.emit(step)))
            grid.addWidget(go, 0, 2, Qt.AlignmentFlag.AlignTop)
        self._rows.addWidget(row)
