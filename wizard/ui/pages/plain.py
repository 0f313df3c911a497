"""The steps in plain mode: questions in everyday words over the same project as the expert pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from wizard.flow.questions import survey, with_usual_programs
from wizard.flow.steps import StepId
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.entry import TextEntry
from wizard.ui.i18n import tr
from wizard.ui.pages.page import Page
from wizard.ui.session import Session
from wizard.ui.turns import Steps
from wizard.ui.widgets.base import Card, button, label
from wizard.ui.widgets.form import Grid, LineField
from wizard.ui.widgets.question import ProgramRow, QuestionCard
from wizard.ui.widgets.totals import TotalsEntry

_HEADS: Final = {
    StepId.CUSTOMER: (
        Text("Who are you?"),
        Text("Your IT partner, who makes the offer, sees these answers. Nothing leaves this machine by itself."),
    ),
    StepId.WORKLOAD: (
        Text("What runs today?"), Text("Choose what you use and about how large it is."),
    ),
    StepId.SITES: (Text("Where is it?"), Text("Most work at one place. A second one is for the worst case.")),
    StepId.AVAILABILITY: (
        Text("What happens if something breaks?"), Text("The shorter the interruption, the more machines it takes."),
    ),
    StepId.STORAGE: (Text("What is there already?"), Text("What can be kept need not be bought.")),
    StepId.BACKUP: (Text("How do you get back what was lost?"), Text("Backups help when something was deleted.")),
    StepId.BUDGET: (Text("What about money and time?"), Text("Nobody is bound by an answer here.")),
}  # fmt: skip


class PlainPage(Page):
    """The questions of one step."""

    import_requested = Signal()

    def __init__(self, step: StepId, session: Session) -> None:
        super().__init__(session, *_HEADS[step])
        self.step = step
        self.keep_readable()

    def cards(self) -> Iterator[QWidget]:
        """Make the questions."""
        if self.step is StepId.CUSTOMER:
            yield self._names_card()
        if self.step is StepId.WORKLOAD:
            yield self._programs_card()
            yield self._totals_card()
        for question in survey().of(self.step):
            card = QuestionCard(self.session, question)
            self.follow(card)
            yield card

    def _names_card(self) -> Card:
        card, grid = Card(tr("You")), Grid()
        for path, name in (
            ("customer.name", Text("What is your company called?")),
            ("customer.contact", Text("Whom may we ask?")),
        ):
            self.field(grid, LineField(self.session, path, name, TextEntry()))
        card.add(grid)
        return card

    def _programs_card(self) -> Card:
        card = Card(tr("Which of these do you use?"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(12)
        for number, program in enumerate(survey().programs):
            row = ProgramRow(self.session, program)
            grid.addWidget(row, number // 2, number % 2)
            self.follow(row)
        card.body.addLayout(grid)
        buttons = QHBoxLayout()
        self.unknown_button = button(tr("I don’t know: assume what is usual"), name="usual-programs")
        self.unknown_button.clicked.connect(self._on_usual)
        self.import_button = button(tr("I have a list …"), name="import")
        self.import_button.setToolTip(tr("An export of VMware by RVTools"))
        self.import_button.clicked.connect(self.import_requested)
        buttons.addWidget(self.unknown_button)
        buttons.addWidget(self.import_button)
        buttons.addStretch(1)
        self.others = label("", "quiet", wrap=True)
        card.body.addLayout(buttons)
        card.add(self.others)
        return card

    def _totals_card(self) -> Card:
        card = Card(tr("Or only the sums"), tr("If you know how many servers there are and how much data they hold."))
        names = {"guests": Text("How many servers?"), "disk": Text("How much data?")}
        totals = TotalsEntry(self.session, names)
        card.add(totals)
        self.follow(totals)
        return card

    def showing(self) -> Steps:
        """Show the answers, and how many guests there are beside the named programs."""
        yield from super().showing()
        if self.step is StepId.WORKLOAD:
            guests = sum(group.count for group in self.session.project.workload.groups)
            self.others.setText(tr("{n:number} servers in all.", n=guests) if guests else "")
            self.others.setVisible(bool(guests))

    def _on_usual(self) -> None:
        self.session.change(with_usual_programs(self.session.project, i18n.current()), Text("Usual programs"))


PLAIN_PAGES: Final[dict[StepId, Callable[[Session], Page]]] = {step: partial(PlainPage, step) for step in _HEADS}
