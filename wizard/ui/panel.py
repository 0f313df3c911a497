"""The panel at the right: what the current answers lead to, while they are typed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from wizard.documents.diagram_sketch import sketch_scene
from wizard.documents.scene import Measure, Scene
from wizard.documents.words import Voice
from wizard.flow.changes import changes, compute_nodes
from wizard.flow.explaining import explain
from wizard.model.assessment import Assessment, Compute, Design, JudgedTopology, Level, Verdict
from wizard.model.loads import used_share
from wizard.model.names import LEVELS, TOPOLOGIES
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.i18n import shown, tip, tr
from wizard.ui.session import Session
from wizard.ui.widgets.base import Card, button, label, laid_out_once, rule, set_property
from wizard.ui.widgets.drawing import Drawing
from wizard.ui.widgets.figure import INSET, Bar, Figure
from wizard.ui.widgets.notice import Notice
from wizard.ui.widgets.terms import TermButton
from wizard.ui.widgets.why import WhyCard

_WIDTH: Final = 326
_SMALL_WIDTH: Final = 294
_ROOMY: Final = 1400
_MOST_FINDINGS: Final = 3
CHANGE_MS: Final = 7_000
"""How long a change is shown after the last one: long enough to look over from the field that was typed in."""

_FIGURES: Final = {
    "nodes": Text("Nodes"), "cores": Text("Cores after a loss"), "memory": Text("Memory after a loss"),
    "storage": Text("Storage"), "ports": Text("Ports per node"), "recovery": Text("Recovery"),
    "power": Text("Power, typical"),
}  # fmt: skip


class Panel(QScrollArea):
    """Live sizing: the recommended topology in figures, what changed, and why."""

    findings_requested = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._baseline: Assessment | None = None
        self._last: Assessment | None = None
        self._asked: Figure | None = None
        self._why: WhyCard | None = None
        self.setObjectName("panel")
        self.setFixedWidth(_WIDTH)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # With the panel itself in the tab order the arrow keys can scroll it, also where it shows no figure.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Live sizing"))
        inner = QWidget()
        inner.setObjectName("page")
        outer = QVBoxLayout(inner)
        outer.setContentsMargins(0, 20, 14, 16)
        self.card = Card(tr("Live sizing"))
        outer.addWidget(self.card)
        outer.addStretch(1)
        self.setWidget(inner)
        self._quiet = QTimer(self, singleShot=True, interval=CHANGE_MS)
        self._quiet.timeout.connect(self._on_quiet)
        self._build()
        session.assessed.connect(self.refresh)
        session.busy_changed.connect(self._on_busy)
        session.project_changed.connect(self._on_project)
        self.refresh()

    # --- building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        # A figure has room around it for the frame of its focus: what has none is set in by the same.
        margins = self.card.body.contentsMargins()
        self.card.body.setContentsMargins(
            margins.left() - INSET, margins.top(), margins.right() - INSET, margins.bottom()
        )
        self.card.head.setContentsMargins(INSET, 0, INSET, 0)
        self.time = label("", "caption")
        self.card.head.addWidget(self.time)
        self.about = TermButton()
        self.card.head.addWidget(self.about)
        self.topology = label("", "name", wrap=True)
        self.topology.setObjectName("panel-topology")
        self.before = label("", "change", wrap=True)
        self.before.setObjectName("panel-before")
        self.message = label("", "quiet", wrap=True)
        self.picture = Drawing(tr("Picture of the topology"))
        framed = QWidget()
        frame = QVBoxLayout(framed)
        frame.setContentsMargins(INSET, 0, INSET, 0)
        frame.addWidget(self.picture)
        self.picture_box = framed
        self.figures_box = QWidget()
        self._build_figures(QVBoxLayout(self.figures_box))
        self.findings_box = QWidget()
        self._build_findings(QVBoxLayout(self.findings_box))
        for words in (self.topology, self.before, self.message):
            line = QHBoxLayout()
            line.setContentsMargins(INSET, 0, INSET, 0)
            line.addWidget(words)
            self.card.body.addLayout(line)
        for widget in (framed, self.figures_box, self.findings_box):
            self.card.add(widget)

    def _build_figures(self, rows: QVBoxLayout) -> None:
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self.figures = {key: Figure(key, shown(name)) for key, name in _FIGURES.items()}
        self.figures["price"] = self.price_figure = Figure("price", "", "price")
        for figure in self.figures.values():
            figure.clicked.connect(self._on_why)
            rows.addWidget(figure)
            if figure is not self.price_figure:
                rows.addWidget(rule())
        self.price_name, self.price = self.price_figure.name, self.price_figure.value
        self.price.setObjectName("panel-price")
        self.price_remark = label("", "caption", wrap=True)
        self.bar = Bar()
        below = QVBoxLayout()
        below.setContentsMargins(INSET, 2, INSET, 0)
        below.setSpacing(4)
        below.addWidget(self.bar)
        below.addWidget(self.price_remark)
        rows.addLayout(below)

    def _build_findings(self, rows: QVBoxLayout) -> None:
        rows.setContentsMargins(INSET, 0, INSET, 0)
        rows.setSpacing(8)
        # Kept and said anew: making and styling them for every keystroke would cost more than the rest of the panel.
        self.findings = [Notice() for _ in range(_MOST_FINDINGS)]
        for notice in self.findings:
            rows.addWidget(notice)
        self.more = button("", "link", name="more-findings")
        self.more.clicked.connect(self.findings_requested)
        rows.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def fit(self, window_width: int) -> None:
        """Take less of a small screen."""
        self.setFixedWidth(_WIDTH if window_width >= _ROOMY else _SMALL_WIDTH)

    # --- showing ----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the newest assessment, or why there is none."""
        with laid_out_once(self.widget(), self.card, self.figures_box, self.findings_box):
            self._show()

    def _show(self) -> None:
        assessment = self._session.assessment
        best = assessment.best if assessment else None
        design = best.design if best else None
        self._show_time()
        for part in (self.figures_box, self.findings_box, self.picture_box):
            part.setVisible(design is not None)
        self._show_words(assessment, best)
        self._show_changes(assessment)
        if assessment is not None and best is not None and design is not None:
            self._show_design(assessment, design)
            self._show_price(assessment, best, design)
            self._show_findings(design)
        self._explain_again()

    def _show_time(self) -> None:
        milliseconds = self._session.milliseconds
        busy = self._session.busy
        self.time.setText("…" if busy else "" if milliseconds is None else tr("{n} ms", n=milliseconds))

    def _show_words(self, assessment: Assessment | None, best: JudgedTopology | None) -> None:
        self.about.tell(*((TOPOLOGIES[best.id], *_FIGURES.values()) if best is not None else ()))
        if best is not None:
            self.topology.setText(shown(TOPOLOGIES[best.id]))
            self.message.setText("")
        elif assessment is not None:
            self.topology.setText(tr("No topology fits"))
            self.message.setText(shown(assessment.recommendation))
        else:
            self.topology.setText(tr("Nothing to size yet"))
            faults = self._session.why_not()
            self.message.setText(
                faults or tr("Enter guests or import an inventory: the result appears here as you type.")
            )
        self.message.setVisible(bool(self.message.text()))

    def _show_design(self, assessment: Assessment, design: Design) -> None:
        voice = Voice(i18n.current(), assessment.currency)

        def sketch(measure: Measure, width: float) -> Scene:
            return sketch_scene(design, voice, measure, width)

        self.picture.show_scene(sketch)
        nodes = [node for node in design.nodes if node.role == "compute"]
        count = compute_nodes(design)
        others = sum(node.count for node in design.nodes) - count
        remark = tr("and {n} helpers", n=others) if others > 1 else tr("and 1 helper") if others else ""
        self.figures["nodes"].show_figure(str(count), remark)
        self.figures["nodes"].setToolTip(tip(", ".join(dict.fromkeys(node.platform_text for node in nodes))))
        self._show_compute(design.compute, voice)
        storage, power = design.storage, design.power
        self._show_use("storage", storage.needed_bytes, storage.usable_bytes, voice.size)
        speeds: dict[str, None] = {}
        for port in nodes[0].ports if nodes else ():
            speeds.setdefault(tr("{n} × {gbps} G", n=port.count, gbps=port.gbps))
        self.figures["ports"].show_figure(voice.number(design.ports_per_node), _joined(list(speeds)))
        lost = tr("data lost: {rpo}", rpo=voice.minutes(design.recovery.rpo_minutes))
        self.figures["recovery"].show_figure(voice.minutes(design.recovery.rto_minutes), lost)
        self.figures["recovery"].setToolTip(tip(shown(design.recovery.text)))
        heat = tr("{heat:number} BTU/h, {units} U", heat=power.heat_btu_per_hour, units=power.rack_units)
        self.figures["power"].show_figure(f"{voice.number(power.typical_watts)} W", heat)

    def _show_compute(self, compute: Compute, voice: Voice) -> None:
        """Show what is used after the planned failure; where none is planned, what is used every day."""
        planned = compute.failures_tolerated > 0
        cores, memory = self.figures["cores"], self.figures["memory"]
        cores.name.setText(tr("Cores after a loss") if planned else tr("Cores"))
        memory.name.setText(tr("Memory after a loss") if planned else tr("Memory"))
        if planned:
            self._show_use("cores", compute.cores_needed_after_failure, compute.cores_after_failure, voice.number)
            needed, available = compute.memory_needed_after_failure_bytes, compute.memory_after_failure_bytes
        else:
            self._show_use("cores", compute.cores_needed, compute.cores_available, voice.number)
            needed, available = compute.memory_needed_bytes, compute.memory_available_bytes
        self._show_use("memory", needed, available, voice.size)

    def _show_use(self, key: str, needed: int, available: int, write: Callable[[int], str]) -> None:
        share = used_share(needed, available)
        remark = "" if share is None else tr("{share:percent}", share=share)
        self.figures[key].show_figure(
            tr("{needed} of {available}", needed=write(needed), available=write(available)), remark
        )

    def _show_price(self, assessment: Assessment, best: JudgedTopology, design: Design) -> None:
        voice = Voice(i18n.current(), assessment.currency)
        price, budget = design.price, assessment.budget_net
        years = tr("Price over {n} years, net", n=price.years) if price.years != 1 else tr("Price over 1 year, net")
        self.price_name.setText(years)
        self.price_figure.show_figure(voice.money(price.total_net))
        self.price_remark.setText(_against(price.total_net, budget, voice))
        self.bar.show_share(None if not budget else used_share(Fraction(price.total_net), Fraction(budget)))
        set_property(self.price, "level", "blocker" if best.verdict is Verdict.OVER_BUDGET else "")
        self.price.setAccessibleName(tr("Price: {price}", price=self.price.text()))

    def _show_findings(self, design: Design) -> None:
        order = list(Level)
        findings = sorted(design.findings, key=lambda finding: order.index(finding.level))
        for number, notice in enumerate(self.findings):
            notice.setVisible(number < len(findings))
            if number < len(findings):
                finding = findings[number]
                notice.tell(finding.level, shown(LEVELS[finding.level]), shown(finding.text), terms=[finding.text])
                notice.setToolTip(tip(finding.source))
        rest = len(findings) - _MOST_FINDINGS
        self.more.setVisible(rest > 0)
        self.more.setText(tr("More findings: {n}", n=rest))
        self.more.setAccessibleName(self.more.text())

    # --- what changed -----------------------------------------------------------------------------------------------

    def _show_changes(self, assessment: Assessment | None) -> None:
        """Show what differs from the state before the answers that are being given now."""
        if assessment is None or assessment.best is None:
            self._forget(assessment)
        elif assessment is not self._last:
            if not self._quiet.isActive() or self._baseline is None:
                self._baseline = self._last
            self._last = assessment
            if self._baseline is not None:
                self._quiet.start()
        found = changes(self._baseline, assessment) if self._baseline is not None and assessment is not None else {}
        for key, figure in self.figures.items():
            figure.show_change(shown(found.get(key)))
        self.before.setText(shown(found.get("topology")))
        self.before.setVisible("topology" in found)

    def _forget(self, assessment: Assessment | None) -> None:
        self._quiet.stop()
        self._baseline = None
        # A project that cannot be sized for a moment is compared with what it was before; another one is not.
        if assessment is None and not self._session.faults:
            self._last = None

    def _on_quiet(self) -> None:
        self._baseline = None
        self._show_changes(self._session.assessment)

    # --- why --------------------------------------------------------------------------------------------------------

    def _on_why(self) -> None:
        figure = self.sender()
        if not isinstance(figure, Figure):
            return
        card = self._why = self._why or WhyCard(self.parentWidget() or self)
        if self._asked is figure and card.isVisible():
            card.dismiss()
            return
        self._asked = figure
        self._explain(card, figure)
        card.open_beside(figure)

    def _explain(self, card: WhyCard, figure: Figure) -> None:
        assessment = self._session.assessment
        best = assessment.best if assessment else None
        if assessment is not None and best is not None:
            voice = Voice(i18n.current(), assessment.currency)
            title = f"{figure.name.text()}: {figure.value.text()}"
            card.show_explanation(title, explain(assessment, best, figure.key), voice)

    def _explain_again(self) -> None:
        """Keep an open explanation true while the figures change."""
        if self._why is not None and self._asked is not None and self._why.isVisible():
            self._explain(self._why, self._asked)

    def _on_busy(self, busy: bool) -> None:
        self._show_time()

    def _on_project(self) -> None:
        if self._session.assessment is None:
            self.refresh()


def _against(total: Decimal, budget: Decimal | None, voice: Voice) -> str:
    if budget is None:
        return tr("no budget given")
    if total > budget:
        missing = voice.money(total - budget)
        return tr("{missing} more than the budget of {budget}", missing=missing, budget=voice.money(budget))
    return tr("within the budget of {budget}", budget=voice.money(budget))


def _joined(parts: list[str]) -> str:
    return ", ".join(parts[:3]) + (" …" if len(parts) > 3 else "")
