"""The end of a self-assessment: what is suggested, in consequences, and what goes to the partner."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wizard.documents.diagram_sketch import sketch_scene
from wizard.documents.words import Voice
from wizard.flow.plain import consequences, price_band, sentence
from wizard.model.assessment import Design
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.i18n import shown, tr
from wizard.ui.pages.page import Page
from wizard.ui.session import Session
from wizard.ui.turns import Steps
from wizard.ui.widgets.base import GAP, Card, button, clear, label
from wizard.ui.widgets.drawing import Drawing
from wizard.ui.widgets.missing import Missing
from wizard.ui.widgets.open_questions import OpenQuestions

_PICTURE: Final = 300
"""Width of the sketch beside the words [px]."""


class PlainResultPage(Page):
    """What is suggested."""

    shows_assessment = True

    def __init__(self, session: Session) -> None:
        super().__init__(
            session, Text("What we suggest"), Text("A first estimate without obligation. It is not an offer.")
        )
        self.keep_readable()

    def cards(self) -> Iterator[QWidget]:
        """Make the suggestion, and what it costs."""
        self.card = Card(tr("In short"))
        self._words = QVBoxLayout()
        self._words.setSpacing(6)
        self.picture = Drawing(tr("Picture of the topology"))
        self.picture.setFixedWidth(_PICTURE)
        row = QHBoxLayout()
        row.setSpacing(2 * GAP)
        row.addLayout(self._words, 1)
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        self.card.body.addLayout(row)
        self.missing = Missing(self.session)
        self.missing.step_chosen.connect(self.step_requested)
        self.price_card = Card(tr("Roughly what it costs"))
        self.price = label("", "price")
        self.price.setObjectName("price-band")
        self.price_words = label("", "quiet", wrap=True)
        self.price_card.add(self.price)
        self.price_card.add(self.price_words)
        yield self.missing
        yield self.card
        yield self.price_card

    def showing(self) -> Steps:
        """Show the newest suggestion, or what is missing for one."""
        yield from super().showing()
        clear(self._words)
        assessment = self.session.assessment
        best = assessment.best if assessment is not None else None
        design = best.design if best is not None else None
        self.missing.setVisible(design is None)
        for card in (self.card, self.price_card):
            card.setVisible(design is not None)
        if best is None or design is None:
            reason = self.session.why_not() or tr("Say what runs today: then the suggestion appears here.")
            if assessment is not None:
                reason = tr("Nothing meets all of these wishes together. Your partner can say which one to ease.")
            self.missing.tell(reason)
            return
        self._words.addWidget(label(shown(sentence(best.id)), "name", wrap=True))
        for words in consequences(best):
            self._words.addWidget(label(shown(words), wrap=True))
        self._words.addStretch(1)
        self._show_picture(design)
        self._show_price(design)

    def _show_picture(self, design: Design) -> None:
        voice = Voice(i18n.current(), design.price.currency)
        self.picture.show_scene(lambda measure, width: sketch_scene(design, voice, measure, width))

    def _show_price(self, design: Design) -> None:
        band, language, price = price_band(design), i18n.current(), design.price
        self.price.setText(
            tr("{low} to {high} {currency}", low=language.number(band.low), high=language.number(band.high),
               currency=price.currency)
        )  # fmt: skip
        years = tr("1 year") if price.years == 1 else tr("{n} years", n=price.years)
        self.price_words.setText(
            tr("Machines, network, backup and the software’s subscriptions for {years}, without VAT and without the "
               "work of setting it up.", years=years)
        )  # fmt: skip


class HandOverPage(Page):
    """What the partner gets: the project as a normal file, with the open questions listed."""

    save_requested = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(
            session, Text("How does your partner get it?"),
            Text("Save the answers as a file and send it. It opens there as a normal project."),
        )  # fmt: skip
        self.keep_readable()

    def cards(self) -> Iterator[QWidget]:
        """Make the file, and what is open."""
        card = Card(tr("The file"))
        card.add(label(tr("It holds your answers as you see them here, and no price."), wrap=True))
        save = button(tr("Save the answers …"), "primary", name="hand-over")
        save.clicked.connect(self.save_requested)
        card.body.addWidget(save, 0, Qt.AlignmentFlag.AlignLeft)
        yield card
        self.questions = OpenQuestions(self.session)
        self.questions.step_chosen.connect(self.step_requested)
        self.follow(self.questions)
        yield self.questions
