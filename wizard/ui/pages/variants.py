"""Variants side by side, the smallest relaxation that fits, and what moves the price."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from wizard.documents.diagram_charts import Swing, change_words, swing_scene
from wizard.documents.scene import Measure, Scene
from wizard.documents.words import Voice
from wizard.flow.changes import nodes, number, size
from wizard.model.assessment import Assessment
from wizard.model.exploration import Difference, Exploration, Figures, Relaxation, Variant
from wizard.model.names import TOPOLOGIES
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.exploring import USUAL, Explorer
from wizard.ui.i18n import shown, tr
from wizard.ui.widgets.base import Card, button, clear, label, rule, set_property
from wizard.ui.widgets.columns import Columns
from wizard.ui.widgets.drawing import Drawing
from wizard.ui.widgets.notice import Notice
from wizard.ui.widgets.terms import SIDE, TermButton

_MOST_SWINGS = 8


class VariantCard(Card):
    """One design in few figures, with what it gives up or gains against the recommended one."""

    def __init__(self, kind: str, heading: str, *, chosen: bool = False) -> None:
        super().__init__(heading)
        self.setObjectName(f"variant-{kind}")
        set_property(self, "chosen", chosen)
        # As high with an explained term as without: prices side by side stand on one line.
        self.head.addStrut(SIDE)
        self.change = label("", "change")
        self.change.setObjectName("change")
        self.head.addWidget(self.change)
        self.about = TermButton()
        self.head.addWidget(self.about)
        self.title = label("", "label", wrap=True)
        self.price = label("", "price")
        self.figures = label("", "quiet", wrap=True)
        self.words = label("", "caption", wrap=True)
        for part in (self.title, self.price, self.figures, self.words):
            self.add(part)
        self.body.addStretch(1)

    def show_figures(
        self, found: Figures, words: list[str], voice: Voice, away: Difference | None = None, said: Sequence[Text] = ()
    ) -> None:
        """Show the design, and how far it is from the recommended one; ``said`` is what its words are made of."""
        self.about.tell(TOPOLOGIES[found.topology], *said)
        name = shown(TOPOLOGIES[found.topology])
        self.title.setText(tr("{topology}, 1 node", topology=name) if found.nodes == 1
                           else tr("{topology}, {n} nodes", topology=name, n=found.nodes))  # fmt: skip
        self.price.setText(voice.money(found.total_net))
        parts = [
            (tr("{n} cores", n=found.cores), away and away.cores and shown(number(away.cores))),
            (tr("{size:size} memory", size=found.memory_bytes),
             away and away.memory_bytes and shown(size(away.memory_bytes))),
            (tr("{size:size} usable", size=found.usable_bytes),
             away and away.usable_bytes and shown(size(away.usable_bytes))),
        ]  # fmt: skip
        lines = [f"{text} ({change})" if change else text for text, change in parts]
        if away is not None and away.nodes:
            lines.insert(0, shown(nodes(away.nodes)))
        self.figures.setText("\n".join(lines))
        self.words.setText("\n".join(words))
        self.change.setText("" if away is None else change_words(away.total_net, voice))
        self.setAccessibleName(
            ". ".join([self.title.text(), self.price.text(), self.change.text(), *lines, *words])
        )  # fmt: skip


class Variants(QWidget):
    """Economy, recommended and growth beside each other, or how far the search for them is."""

    def __init__(self, explorer: Explorer) -> None:
        super().__init__()
        self._explorer = explorer
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._cards = Columns(3, gaps=(12, 12), fill=True)
        self.economy = VariantCard("economy", tr("Economy"))
        self.own = VariantCard("recommended", tr("Recommended"), chosen=True)
        self.growth = VariantCard("growth", tr("Growth"))
        for card in (self.economy, self.own, self.growth):
            self._cards.add(card)
        column.addWidget(self._cards)
        column.addWidget(self._progress_row())
        self.relaxation = Notice()
        column.addWidget(self.relaxation)

    def _progress_row(self) -> QWidget:
        self.progress_box = QWidget()
        row = QHBoxLayout(self.progress_box)
        row.setContentsMargins(0, 0, 0, 0)
        self.progress_words = label("", "caption")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("Other answers are tried"))
        self.stop_button = button(tr("Cancel"), "link", name="explore-stop")
        self.stop_button.clicked.connect(self._explorer.cancel)
        self.again_button = button(tr("Try other answers"), "link", name="explore-again")
        self.again_button.clicked.connect(self._explorer.again)
        row.addWidget(self.progress_words)
        row.addWidget(self.progress, 1)
        row.addWidget(self.stop_button)
        row.addWidget(self.again_button)
        return self.progress_box

    def show_progress(self) -> None:
        """Show how far it is, or that it was stopped."""
        explorer = self._explorer
        running = explorer.running
        self.progress_box.setVisible(running or explorer.given_up)
        for part in (self.progress, self.stop_button):
            part.setVisible(running)
        self.again_button.setVisible(not running and explorer.given_up)
        self.progress_words.setText(
            tr("Trying other answers: {n}", n=explorer.tried) if running else tr("Other answers were not tried.")
        )
        self.progress.setMaximum(max(USUAL, explorer.tried))
        self.progress.setValue(explorer.tried)

    def show_assessment(self, assessment: Assessment, own: Figures | None, voice: Voice) -> None:
        """Show the recommended design and what was found around it."""
        found = assessment.exploration
        self.own.setVisible(own is not None)
        if own is not None:
            words = [shown(assessment.best.ranking)] if assessment.best else []
            if found is not None and found.lasts_until is not None:
                words.append(tr("Lasts until {day}.", day=i18n.day(found.lasts_until)))
            self.own.show_figures(own, words, voice)
        for card, kind in ((self.economy, "economy"), (self.growth, "growth")):
            variant = next((one for one in found.variants if one.kind == kind), None) if found else None
            card.setVisible(variant is not None)
            if variant is not None:
                said = (*variant.given_up, *variant.gained)
                card.show_figures(variant.figures, _words(variant), voice, variant.difference, said)
        self._cards.arrange()
        self._show_relaxation(found.relaxation if found else None, voice)

    def _show_relaxation(self, one: Relaxation | None, voice: Voice) -> None:
        self.relaxation.setVisible(one is not None and one.figures is not None)
        if one is not None and one.figures is not None:
            price = voice.money(one.figures.total_net)
            text = tr("{text}: then it fits, at {price}.", text=shown(one.text), price=price)
            lost = "\n".join(shown(text) for text in one.consequences)
            terms = (one.text, *one.consequences)
            self.relaxation.tell("warning", tr("The smallest step that makes it fit"), text, lost, terms)


def _words(variant: Variant) -> list[str]:
    words = [tr("Given up: {text}", text=shown(text)) for text in variant.given_up]
    words += [tr("Gained: {text}", text=shown(text)) for text in variant.gained]
    if variant.lasts_until is not None:
        words.append(tr("Lasts until {day}.", day=i18n.day(variant.lasts_until)))
    return words


class Levers(Card):
    """What moves the price, as bars to both sides; and what each requirement costs."""

    def __init__(self) -> None:
        super().__init__(tr("What moves the price"))
        self.hint = label("", "caption", wrap=True)
        self.picture = Drawing(tr("Bars to both sides of the recommended price"))
        self.relaxed_head = label(tr("One requirement less"), "label")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        for part in (self.hint, self.picture, rule(), self.relaxed_head):
            self.add(part)
        self.body.addLayout(self._grid)

    def show_exploration(self, found: Exploration, voice: Voice) -> None:
        """Show the inputs that move the price most, and the requirements by themselves."""
        moving = [one for one in found.sensitivities if one.less_net or one.more_net][:_MOST_SWINGS]
        swings = [Swing(shown(one.title), one.less_net, one.more_net) for one in moving]

        def picture(measure: Measure, width: float) -> Scene:
            return swing_scene(swings, voice, measure, width)

        self.hint.setText(tr("Change of the price for {share:percent} less and more of each.", share=found.share))
        self.picture.show_scene(picture)
        said = "; ".join(f"{one.name}: {_said(one, voice)}" for one in swings)
        self.picture.setAccessibleDescription(said)
        clear(self._grid)
        self.relaxed_head.setVisible(bool(found.relaxations))
        for row, one in enumerate(found.relaxations):
            worse = "\n".join([shown(one.text), *(shown(text) for text in one.consequences)])
            change = tr("no design") if one.difference_net is None else change_words(one.difference_net, voice)
            self._grid.addWidget(label(worse, "small", wrap=True), row, 0)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(label(change, "small"), row, 1, right)


def _said(one: Swing, voice: Voice) -> str:
    ends = (tr("no design") if each is None else change_words(each, voice) for each in (one.less, one.more))
    return ", ".join(ends)
