"""A question in everyday words with its answers to click; one of them is always “I don’t know”."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from wizard.flow.questions import (
    Program,
    Question,
    chosen,
    chosen_all,
    is_asked,
    is_unknown,
    own_answer,
    program_size,
    reply,
    with_answer,
    with_program,
)
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.i18n import shown, tr
from wizard.ui.session import Session
from wizard.ui.widgets.base import Card, Combo, label

_NARROW = 250
"""What half of a card holds in the smallest window: with a longer answer they stand below each other."""


class QuestionCard(Card):
    """One question. What the expert pages say and no answer fits stays until another one is chosen.

    Where several answers can be true at once they are boxes to tick; otherwise one excludes the others.
    """

    def __init__(self, session: Session, question: Question) -> None:
        why = tr("{why} Several answers are possible.", why=question.why) if question.several else shown(question.why)
        super().__init__(shown(question.text), why)
        self._session, self.question = session, question
        self.setObjectName(f"question-{question.id}")
        self._group = QButtonGroup(self)
        words = [shown(option.text) for option in question.answers]
        words.append(tr("I don’t know. Assumed: {option}", option=question.assumed.text))
        self.buttons: list[QAbstractButton] = []
        for text in words:
            made = QCheckBox(text) if question.several else QRadioButton(text)
            made.setAccessibleName(text)
            made.setAccessibleDescription(shown(question.text))
            made.clicked.connect(self._on_clicked)
            if not question.several:  # Tab leaves a group: boxes to tick are reached one by one
                self._group.addButton(made)
            self.buttons.append(made)
        self.body.addLayout(_arranged(self.buttons))
        self._own = label(tr("The expert pages have another answer. It stays until you choose one here."), "caption")
        self.add(self._own)

    def refresh(self) -> None:
        """Show the answer of the project."""
        project, question = self._session.project, self.question
        self.setVisible(is_asked(question, project))
        if is_unknown(question, project):
            numbers = {len(question.answers)}
        else:
            options = chosen_all(question, project) if question.several else (chosen(question, project),)
            numbers = {question.answers.index(option) for option in options if option in question.answers}
        # An exclusive group cannot be left without a choice.
        self._group.setExclusive(False)
        for at, made in enumerate(self.buttons):
            made.setChecked(at in numbers)
        self._group.setExclusive(True)
        self._own.setVisible(own_answer(question, project))

    def _on_clicked(self) -> None:
        made = self.sender()
        if not isinstance(made, QAbstractButton):
            return
        number, question, project = self.buttons.index(made), self.question, self._session.project
        known = number < len(question.answers)
        option = question.answers[number] if known else question.assumed
        if question.several and (known or not made.isChecked()):
            project = with_answer(project, question, option, true=made.isChecked())
        else:
            project = reply(project, question, option, known=known, words=i18n.current())
        for path in option.set:
            self._session.drop_draft(path)
        self._session.change(project, question.text)


def _arranged(buttons: Sequence[QAbstractButton]) -> QGridLayout:
    """Return answers in two columns that are read downwards, or in one; that of not knowing stands alone below."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    *known, unknown = buttons
    for made in known:
        made.ensurePolished()
    columns = 2 if max(made.sizeHint().width() for made in known) <= _NARROW else 1
    rows = -(-len(known) // columns)
    for number, made in enumerate(known):
        grid.addWidget(made, number % rows, number // rows)
    grid.addWidget(unknown, rows, 0, 1, columns)
    for column in range(columns):
        grid.setColumnStretch(column, 1)
    return grid


class ProgramRow(QWidget):
    """A program and its size."""

    def __init__(self, session: Session, program: Program) -> None:
        super().__init__()
        self._session, self.program = session, program
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = label(shown(program.text), "label")
        self.combo = Combo()
        self.combo.setObjectName(f"program-{program.id}")
        self.combo.setAccessibleName(shown(program.text))
        self._sizes: list[str | None] = [None, *program.sizes]
        self.combo.addItem(tr("we do not use it"))
        for text, _ in program.sizes.values():
            self.combo.addItem(shown(text))
        self.combo.activated.connect(self._on_activated)
        head.setBuddy(self.combo)
        for widget in (head, self.combo):
            column.addWidget(widget)

    def refresh(self) -> None:
        """Show the size of the project; figures from the expert page are named as such."""
        size = program_size(self._session.project, self.program)
        has_own = self.combo.count() > len(self._sizes)
        if (size == "own") != has_own:
            if has_own:
                self.combo.removeItem(len(self._sizes))
            else:
                self.combo.addItem(tr("as entered in expert mode"))
        self.combo.setCurrentIndex(len(self._sizes) if size == "own" else self._sizes.index(size))

    def _on_activated(self, index: int) -> None:
        if index < len(self._sizes):
            project = with_program(self._session.project, self.program, self._sizes[index], i18n.current())
            self._session.change(project, Text("{name}", name=self.program.text))
