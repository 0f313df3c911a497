"""The twelve topologies side by side: verdict, price, and the reasons against."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from wizard.documents.words import Voice
from wizard.model.assessment import Assessment, JudgedTopology, Verdict
from wizard.model.names import TOPOLOGIES, VERDICTS
from wizard.model.project import Topology
from wizard.ui.i18n import shown, tr
from wizard.ui.turns import Steps
from wizard.ui.widgets.base import button, clear, label, rule, seen_once
from wizard.ui.widgets.terms import TermButton

_AT_ONCE = 4
_LEVELS = {Verdict.FITS: "good", Verdict.OVER_BUDGET: "warning", Verdict.EXCLUDED: "advice"}


class Comparison(QWidget):
    """One row per topology, best first, then those that are excluded."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, 224)
        self._shown: tuple[object, ...] = ()

    def show_assessment(self, assessment: Assessment, shown_now: Topology | None, voice: Voice) -> Steps:
        """Show the judgements in turns; ``shown_now`` is the one that the page draws."""
        key = (assessment, shown_now, voice.language.code)
        if key == self._shown:
            return
        self._shown = ()
        clear(self._grid)
        ranked = sorted(assessment.topologies, key=lambda judged: (judged.rank is None, judged.rank or 0))
        with seen_once(self):
            for number, judged in enumerate(ranked):
                if number:
                    self._grid.addWidget(rule(), 2 * number - 1, 0, 1, 3)
                self._add(2 * number, judged, assessment, voice, shown_now=judged.id is shown_now)
                if number % _AT_ONCE == 0:
                    yield
            # What was added last is shown with the next turn.
            yield
        self._shown = key

    def _add(self, row: int, judged: JudgedTopology, assessment: Assessment, voice: Voice, *, shown_now: bool) -> None:
        top = Qt.AlignmentFlag.AlignTop
        name = QVBoxLayout()
        name.setSpacing(0)
        title = QHBoxLayout()
        title.setSpacing(4)
        title.addWidget(label(shown(TOPOLOGIES[judged.id]), "label", wrap=True), 1)
        reasons = (reason.text for reason in judged.reasons)
        title.addWidget(TermButton(TOPOLOGIES[judged.id], judged.ranking, *reasons), 0, top)
        name.addLayout(title)
        recommended = judged.id is assessment.recommended
        verdict = tr("recommended") if recommended else shown(VERDICTS[judged.verdict])
        mark = label(verdict, "caption")
        mark.setProperty("level", _LEVELS[judged.verdict])
        name.addWidget(mark)
        name.addStretch(1)
        self._grid.addLayout(name, row, 0)
        self._grid.addWidget(label(_reasons(judged, voice), "quiet", wrap=True), row, 1, top)
        if judged.design is None:
            return
        side = QVBoxLayout()
        side.setSpacing(0)
        side.addWidget(label(voice.money(judged.design.price.total_net), "amount"), 0, Qt.AlignmentFlag.AlignRight)
        side.addLayout(self._show_button(judged, shown_now=shown_now))
        self._grid.addLayout(side, row, 2, top)

    def _show_button(self, judged: JudgedTopology, *, shown_now: bool) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addStretch(1)
        if shown_now:
            line.addWidget(label(tr("shown above"), "caption"))
            return line
        show = button(tr("Show"), "link", name=f"show-{judged.id}")
        show.setAccessibleName(tr("Show {topology}", topology=shown(TOPOLOGIES[judged.id])))
        show.setProperty("topology", str(judged.id))
        show.clicked.connect(self._on_show)
        line.addWidget(show)
        return line

    def _on_show(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.chosen.emit(Topology(sender.property("topology")))


def _reasons(judged: JudgedTopology, voice: Voice) -> str:
    if judged.design is None:
        return "\n".join(shown(reason.text) for reason in judged.reasons)
    lines = [shown(judged.ranking)] if judged.ranking else []
    lines += [shown(reason.text) for reason in judged.reasons]
    if judged.missing_net:
        lines.append(tr("{missing} more than the budget", missing=voice.money(judged.missing_net)))
    return "\n".join(lines)
