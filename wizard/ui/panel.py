"""The panel at the right: what the current answers lead to, while they are typed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from wizard.documents.words import Voice
from wizard.flow.steps import used_share
from wizard.model.assessment import Assessment, Compute, Design, JudgedTopology, Level, Verdict
from wizard.model.names import LEVELS, TOPOLOGIES
from wizard.ui import i18n, theme
from wizard.ui.i18n import shown, tip, tr
from wizard.ui.session import Session
from wizard.ui.widgets.base import Card, Notice, clear, label, rule, set_property

_WIDTH: Final = 318
_SMALL_WIDTH: Final = 286
_ROOMY: Final = 1400
_MOST_FINDINGS: Final = 3


class Bar(QWidget):
    """A share of one as a bar; what goes beyond is drawn in another colour and said beside it."""

    def __init__(self) -> None:
        super().__init__()
        self._share: Fraction | None = None
        self.setFixedHeight(8)

    def show_share(self, share: Fraction | None) -> None:
        """Show a share, or nothing."""
        self._share = share
        self.setVisible(share is not None)
        self.setAccessibleName("" if share is None else tr("{share:percent} of the budget", share=share))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar."""
        if self._share is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("copies"))
        area = QRectF(self.rect())
        painter.drawRoundedRect(area, 4, 4)
        painter.setBrush(theme.colour("red" if self._share > 1 else "accent"))
        painter.drawRoundedRect(QRectF(0, 0, area.width() * float(min(self._share, Fraction(1))), area.height()), 4, 4)
        painter.end()


class Figure(QWidget):
    """A name, its figure, and a remark at the right."""

    def __init__(self, key: str, name: str) -> None:
        super().__init__()
        self.setObjectName(f"figure-{key}")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 7, 0, 7)
        grid.setVerticalSpacing(1)
        self.name = label(name, "caption")
        self.value = label("–", "figure")
        self.remark = label("", "caption")
        self.remark.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        grid.addWidget(self.name, 0, 0, 1, 2)
        grid.addWidget(self.value, 1, 0)
        grid.addWidget(self.remark, 1, 1)
        grid.setColumnStretch(1, 1)

    def show_figure(self, value: str, remark: str = "") -> None:
        """Show a figure."""
        self.value.setText(value)
        self.remark.setText(remark)
        self.setAccessibleName(" ".join(part for part in (self.name.text(), value, remark) if part))


class Panel(QScrollArea):
    """Live sizing: the recommended topology in figures."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setObjectName("panel")
        self.setFixedWidth(_WIDTH)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Nothing in it takes the focus; with the panel itself in the tab order the arrow keys can scroll it.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Live sizing"))
        inner = QWidget()
        inner.setObjectName("page")
        outer = QVBoxLayout(inner)
        outer.setContentsMargins(0, 20, 16, 16)
        self.card = Card(tr("Live sizing"))
        outer.addWidget(self.card)
        outer.addStretch(1)
        self.setWidget(inner)
        self._build()
        session.assessed.connect(self.refresh)
        session.busy_changed.connect(self._on_busy)
        session.project_changed.connect(self._on_project)
        self.refresh()

    def _build(self) -> None:
        self.time = label("", "caption")
        self.card.head.addWidget(self.time)
        self.topology = label("", "name", wrap=True)
        self.topology.setObjectName("panel-topology")
        self.message = label("", "quiet", wrap=True)
        self.figures_box = QWidget()
        rows = QVBoxLayout(self.figures_box)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        names = {
            "nodes": tr("Nodes"), "cores": tr("Cores after a loss"), "memory": tr("Memory after a loss"),
            "storage": tr("Storage"), "ports": tr("Ports per node"), "recovery": tr("Recovery"), "power": tr("Power"),
        }  # fmt: skip
        self.figures = {key: Figure(key, name) for key, name in names.items()}
        for figure in self.figures.values():
            rows.addWidget(figure)
            rows.addWidget(rule())
        self._build_price(rows)
        self.findings = QVBoxLayout()
        self.findings.setSpacing(8)
        for widget in (self.topology, self.message, self.figures_box):
            self.card.add(widget)
        self.card.body.addLayout(self.findings)

    def _build_price(self, rows: QVBoxLayout) -> None:
        self.price_name = label("", "caption")
        self.price = label("", "price")
        self.price.setObjectName("panel-price")
        self.price_remark = label("", "caption", wrap=True)
        self.bar = Bar()
        rows.addSpacing(10)
        for widget in (self.price_name, self.price):
            rows.addWidget(widget)
        rows.addSpacing(4)
        rows.addWidget(self.bar)
        rows.addSpacing(4)
        rows.addWidget(self.price_remark)

    def fit(self, window_width: int) -> None:
        """Take less of a small screen."""
        self.setFixedWidth(_WIDTH if window_width >= _ROOMY else _SMALL_WIDTH)

    # --- showing ----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the newest assessment, or why there is none."""
        assessment = self._session.assessment
        best = assessment.best if assessment else None
        design = best.design if best else None
        self._show_time()
        self.figures_box.setVisible(design is not None)
        self._show_words(assessment, best)
        clear(self.findings)
        if assessment is not None and best is not None and design is not None:
            self._show_design(assessment, design)
            self._show_price(assessment, best, design)
            self._show_findings(design)

    def _show_time(self) -> None:
        milliseconds = self._session.milliseconds
        busy = self._session.busy
        self.time.setText("…" if busy else "" if milliseconds is None else tr("{n} ms", n=milliseconds))

    def _show_words(self, assessment: Assessment | None, best: JudgedTopology | None) -> None:
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
        language = i18n.current()
        voice = Voice(language, assessment.currency)
        compute, storage, power = design.compute, design.storage, design.power
        nodes = [node for node in design.nodes if node.role == "compute"]
        kinds = ", ".join(dict.fromkeys(node.platform_text for node in nodes))
        others = sum(node.count for node in design.nodes) - sum(node.count for node in nodes)
        remark = tr("and {n} helpers", n=others) if others > 1 else tr("and 1 helper") if others else ""
        self.figures["nodes"].show_figure(str(sum(node.count for node in nodes)), remark)
        self.figures["nodes"].setToolTip(tip(kinds))
        self._show_compute(compute, voice)
        self._show_use("storage", storage.needed_bytes, storage.usable_bytes, voice.size)
        speeds: dict[str, None] = {}
        for port in nodes[0].ports if nodes else ():
            speeds.setdefault(tr("{n} × {gbps} G", n=port.count, gbps=port.gbps))
        self.figures["ports"].show_figure(voice.number(design.ports_per_node), _joined(list(speeds)))
        rto = voice.minutes(design.recovery.rto_minutes)
        self.figures["recovery"].show_figure(
            rto, tr("data lost: {rpo}", rpo=voice.minutes(design.recovery.rpo_minutes))
        )
        self.figures["recovery"].setToolTip(tip(shown(design.recovery.text)))
        heat = tr("{heat:number} BTU/h, {units} U", heat=power.heat_btu_per_hour, units=power.rack_units)
        self.figures["power"].show_figure(tr("{watts:number} W typical", watts=power.typical_watts), heat)

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
        self.price.setText(voice.money(price.total_net))
        years = tr("Price over {n} years, net", n=price.years) if price.years != 1 else tr("Price over 1 year, net")
        self.price_name.setText(years)
        self.price_remark.setText(_against(price.total_net, budget, voice))
        self.bar.show_share(None if not budget else used_share(Fraction(price.total_net), Fraction(budget)))
        set_property(self.price, "level", "blocker" if best.verdict is Verdict.OVER_BUDGET else "")
        self.price.setAccessibleName(tr("Price: {price}", price=self.price.text()))

    def _show_findings(self, design: Design) -> None:
        order = list(Level)
        findings = sorted(design.findings, key=lambda finding: order.index(finding.level))
        for finding in findings[:_MOST_FINDINGS]:
            self.findings.addWidget(Notice(finding.level, shown(LEVELS[finding.level]), shown(finding.text)))
        if len(findings) > _MOST_FINDINGS:
            more = tr("{n} more on the recommendation page", n=len(findings) - _MOST_FINDINGS)
            self.findings.addWidget(label(more, "caption", wrap=True))

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
