"""Step 8: what is recommended, why, and why not the others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.documents.diagram_capacity import capacity_scene
from wizard.documents.diagram_plan import plan
from wizard.documents.diagram_rack import rack_scene, rack_words, racks
from wizard.documents.diagram_words import topology_words
from wizard.documents.diagrams import WIDTH, topology_scene
from wizard.documents.scene import Measure, Scene
from wizard.documents.words import Voice
from wizard.flow.exploring import own_figures
from wizard.flow.whatif import pinned
from wizard.model.assessment import Assessment, Design, JudgedTopology, Level
from wizard.model.calculation import Calculation
from wizard.model.names import LEVELS, TOPOLOGIES
from wizard.model.project import Topology
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.guarding import guarded
from wizard.ui.i18n import shown, tr
from wizard.ui.models.grid import RECORD_ROLE
from wizard.ui.models.records import Field
from wizard.ui.pages.comparison import Comparison
from wizard.ui.pages.page import Page
from wizard.ui.pages.variants import Levers, Variants
from wizard.ui.pages.whatif import WhatIf
from wizard.ui.session import Session
from wizard.ui.turns import Steps
from wizard.ui.widgets.base import Card, label, seen_once
from wizard.ui.widgets.drawing import Drawing
from wizard.ui.widgets.missing import Missing
from wizard.ui.widgets.notice import Notice
from wizard.ui.widgets.pictures import Pictures
from wizard.ui.widgets.records import RecordsTable
from wizard.ui.widgets.zoom import Make

_RACK_POINTS = 110.0
"""Width of a rack in which the names of its machines can be read."""
_AT_ONCE = 4
"""Notices that one turn of the event loop makes."""
_ROOM = 2400.0
"""Height in points up to which every machine is drawn by itself: one zooms to read it."""


class RecommendationPage(Page):
    """The recommended design, or another one of the list that was asked for."""

    shows_assessment = True

    def __init__(self, session: Session) -> None:
        super().__init__(session, Text("Recommendation"), Text("{nothing}", nothing=""))
        self._chosen: Topology | None = None
        self._voice = Voice(i18n.current(), "EUR")
        self._cards: list[Card] = []
        session.explored.connect(self._on_explored)
        session.explorer.changed.connect(self._on_progress)

    def cards(self) -> Iterator[QWidget]:
        """Make the recommendation, what is around it, and why."""
        yield self._notice_card()
        self.variants = Variants(self.session.explorer)
        yield self.variants
        yield self._topology_card()
        self.whatif = WhatIf(self.session)
        yield self.whatif
        yield self._capacity_card()
        self.levers = Levers()
        yield self.levers
        yield self._comparison_card()
        yield self._findings_card()
        yield self._calculations_card()

    def build(self) -> Steps:
        """Look around the design as soon as there is a place to show what is found."""
        yield from super().build()
        self.session.explorer.want(self.isVisible())

    def _notice_card(self) -> Card:
        self._missing = Missing(self.session)
        self._missing.step_chosen.connect(self.step_requested)
        return self._missing

    def _topology_card(self) -> Card:
        card = Card(tr("Topology"))
        self.pictures = Pictures({"topology": tr("Networks"), "rack": tr("Racks")})
        card.add(self.pictures)
        self._cards.append(card)
        return card

    def _capacity_card(self) -> Card:
        card = Card(tr("Storage, from raw to what is promised"))
        self.capacity = Drawing(tr("Picture of the capacity"))
        self.limit = label("", "caption", wrap=True)
        card.add(self.capacity)
        card.add(self.limit)
        self._cards.append(card)
        return card

    def _comparison_card(self) -> Card:
        self._comparison_box = Card(tr("All topologies"))
        self.comparison = Comparison()
        self.comparison.chosen.connect(self._on_chosen)
        self._comparison_box.add(self.comparison)
        return self._comparison_box

    def _findings_card(self) -> Card:
        card = Card(tr("Findings"))
        self._findings = QWidget()
        self._rows = QVBoxLayout(self._findings)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        card.add(self._findings)
        self._notices: list[Notice] = []
        self._no_findings = label(tr("Nothing to remark."), "quiet")
        card.add(self._no_findings)
        self._cards.append(card)
        return card

    def _calculations_card(self) -> Card:
        card = Card(tr("Why these figures?"), tr("Choose a figure to see its formula, its inputs and its source."))
        fields = (
            Field[Calculation](Text("Figure"), _title),
            Field[Calculation](Text("Result"), self._result, 190, numeric=True),
        )
        self.calculations: RecordsTable[Calculation] = RecordsTable(tr("Calculations"), fields, most_rows=8)
        self.calculations.selectionModel().currentRowChanged.connect(self._on_calculation)
        self.formula = label("", wrap=True)
        self.formula.setAccessibleName(tr("Formula, inputs and source"))
        card.add(self.calculations)
        card.add(self.formula)
        self._cards.append(card)
        return card

    # --- showing ----------------------------------------------------------------------------------------------------

    def showing(self) -> Steps:
        """Show the newest assessment."""
        yield from super().showing()
        assessment = self.session.assessment
        judged = self._judged(assessment)
        design = judged.design if judged else None
        for card in self._cards:
            card.setVisible(design is not None)
        self._comparison_box.setVisible(assessment is not None)
        self._missing.setVisible(assessment is None)
        self._say(assessment, judged)
        self.whatif.refresh()
        self.whatif.setVisible(assessment is not None or bool(pinned(self.session.project)))
        for part in (self.variants, self.levers):
            part.setVisible(False)
        if assessment is None:
            return
        self._voice = Voice(i18n.current(), assessment.currency)
        self._show_exploration(assessment)
        yield
        if design is not None:
            yield from self._show_design(assessment, design)
        yield from self.comparison.show_assessment(assessment, judged.id if judged else None, self._voice)

    def _judged(self, assessment: Assessment | None) -> JudgedTopology | None:
        if assessment is None:
            return None
        if self._chosen is not None and (chosen := assessment.judged(self._chosen)).design is not None:
            return chosen
        self._chosen = None
        return assessment.best

    def _say(self, assessment: Assessment | None, judged: JudgedTopology | None) -> None:
        if assessment is None:
            self.title.setText(tr("Recommendation"))
            self.say_lead("")
            reason = self.session.why_not()
            self._missing.tell(reason or tr("Nothing to recommend yet: enter guests or import an inventory."))
            return
        self.title.setText(shown(TOPOLOGIES[judged.id]) if judged else tr("No topology meets every requirement"))
        words = shown(assessment.recommendation)
        if judged is not None and judged.id is not assessment.recommended:
            words = tr("Not the recommended design. {ranking}", ranking=shown(judged.ranking))
        self.say_lead(words)

    def _show_design(self, assessment: Assessment, design: Design) -> Steps:
        voice = self._voice

        def capacity(measure: Measure, width: float) -> Scene:
            return capacity_scene(design.storage, voice, measure, width)

        self.pictures.show_pictures(_pictures(design, voice))
        yield
        self.capacity.show_scene(capacity)
        limit = shown(design.storage.limited_by)
        self.limit.setText(limit)
        self.limit.setVisible(bool(limit))
        yield
        yield from self._show_findings(design)
        yield
        self.calculations.show_records((*design.calculations, *assessment.calculations))

    def _show_exploration(self, assessment: Assessment) -> None:
        """Show the variants, where something was found around the design or is being looked for."""
        found = assessment.exploration
        own = (found.recommended if found else None) or own_figures(assessment)
        self.variants.setVisible(own is not None or (found is not None and bool(found.variants)))
        self.variants.show_assessment(assessment, own, self._voice)
        self.variants.show_progress()
        self.levers.setVisible(found is not None)
        if found is not None:
            self.levers.show_exploration(found, self._voice)

    @guarded
    def showEvent(self, event: QShowEvent) -> None:
        """Look around the design while somebody looks at it."""
        super().showEvent(event)
        self.session.explorer.want(self.made)

    @guarded
    def hideEvent(self, event: QHideEvent) -> None:
        """Stop looking around."""
        super().hideEvent(event)
        self.session.explorer.want(False)

    def _on_explored(self) -> None:
        if self.live and self.session.assessment is not None:
            self._show_exploration(self.session.assessment)

    def _on_progress(self) -> None:
        if self.live:
            self.variants.show_progress()

    def _show_findings(self, design: Design) -> Steps:
        """Say what was found, gravest first. Notices are kept and said anew, and some are made in a turn."""
        order = list(Level)
        found = sorted(design.findings, key=lambda finding: order.index(finding.level))
        with seen_once(self._findings):
            for number, finding in enumerate(found):
                notice = self._notice(number)
                notice.tell(
                    finding.level, shown(LEVELS[finding.level]), shown(finding.text), finding.source, [finding.text]
                )
                if number % _AT_ONCE == _AT_ONCE - 1:
                    yield
            for notice in self._notices[len(found) :]:
                notice.hide()
            self._findings.setVisible(bool(found))
            self._no_findings.setVisible(not found)
            yield

    def _notice(self, number: int) -> Notice:
        if number == len(self._notices):
            self._notices.append(Notice())
            self._rows.addWidget(self._notices[number])
        self._notices[number].show()
        return self._notices[number]

    def _result(self, calculation: Calculation) -> str:
        return self._voice.figure(calculation.result, calculation.unit)

    def _on_calculation(self, current: QModelIndex) -> None:
        calculation = cast("Calculation | None", current.data(RECORD_ROLE))
        assessment = self.session.assessment
        if calculation is None or assessment is None:
            self.formula.setText("")
            return
        inputs = "\n".join(f"{name} = {self._input(value)}" for name, value in calculation.inputs.items())
        sources = [f"{rule}: {assessment.rule_sources.get(rule, '–')}" for rule in calculation.rules]
        parts = [calculation.formula, inputs, *(sources and [tr("Source"), *sources])]
        self.formula.setText("\n".join(part for part in parts if part))

    def _input(self, value: object) -> str:
        return self._voice.figure(value, "")

    def _on_chosen(self, topology: Topology) -> None:
        self._chosen = topology
        self.refresh()
        self.verticalScrollBar().setValue(0)


def _title(calculation: Calculation) -> str:
    return shown(calculation.title)


def _pictures(design: Design, voice: Voice) -> dict[str, tuple[str, Make, float]]:
    """Return the drawings of a design: what is cabled to what, and what stands in the racks."""
    stands = racks(design, voice)

    def topology(measure: Measure, width: float) -> Scene:
        return topology_scene(design, voice, measure, width, _ROOM)

    def rack(measure: Measure, width: float) -> Scene:
        return rack_scene(stands, voice, measure, width, len(stands))

    words = topology_words(plan(design, voice), voice)
    found: dict[str, tuple[str, Make, float]] = {"topology": (words, topology, WIDTH)}
    if stands:
        found["rack"] = (rack_words(stands, voice), rack, _RACK_POINTS * len(stands))
    return found
