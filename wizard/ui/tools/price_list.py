"""The page of a price list: the file, what its columns mean, what would become of each row, and then the taking."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from wizard.model.catalogue import Catalogue
from wizard.model.price_list import PriceMapping, PriceReport, PriceTable
from wizard.ui.i18n import tr
from wizard.ui.session import Session
from wizard.ui.tools.bench import Bench
from wizard.ui.tools.mapping import MappingForm
from wizard.ui.tools.price_report import ReportTable, Searched, searched
from wizard.ui.tools.tool import Job
from wizard.ui.turns import Steps
from wizard.ui.widgets.base import button, label
from wizard.ui.widgets.invitation import Invitation
from wizard.ui.widgets.notice import Notice

_PAUSE_MS: Final = 150


class PriceListPage(QScrollArea):
    """Takes a list step by step; the catalogue on the bench changes with the last one only."""

    take_requested = Signal(object, object, str)
    """Catalogue with the prices in it, the mapping to remember, and the name of the list."""

    def __init__(self, session: Session, bench: Bench, job: Job, choose: Callable[[], Path | None]) -> None:
        super().__init__()
        self._session, self._bench, self._job, self._choose = session, bench, job, choose
        self._opened: PriceTable | None = None
        self._made: Catalogue | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        inner = QWidget()
        inner.setObjectName("page")
        self.setWidget(inner)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(14)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._try)

    def build(self) -> Steps:
        """Put the parts in their places, one in each turn; those of a list are hidden until there is one."""
        self.report, self.fault = ReportTable(), Notice()
        for made in (self._file_row(), self.report.summary):
            self._column.addWidget(made)
        yield
        self.form = MappingForm()
        self._column.addWidget(self.form)
        yield from self.form.build()
        self._column.addWidget(self.fault)
        self._column.addWidget(self.report)
        yield
        self.invitation = Invitation(
            tr("Drop a supplier’s list here (CSV or xlsx), or choose it."),
            tr("You see what becomes of every row. Nothing is kept before you say so."),
        )  # fmt: skip
        self._column.addWidget(self.invitation, 1)
        self._column.addStretch(0)
        self.form.changed.connect(self._on_changed)
        self.report.assigned.connect(self.form.alias)
        self.report.forgotten.connect(self.form.forget_aliases)
        self._show()
        yield

    def _file_row(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.choose_button = button(tr("Choose a price list …"), name="choose-list", hint=tr("CSV or xlsx"))
        self.choose_button.clicked.connect(self._on_choose)
        self.file = label("", "quiet", wrap=True)
        self.file.setObjectName("list-name")
        self.use_button = button(tr("Use these prices"), "primary", name="use-prices")
        self.use_button.clicked.connect(self._on_use)
        row.addWidget(self.choose_button)
        row.addWidget(self.file, 1)
        row.addWidget(self.use_button)
        return box

    @property
    def waiting(self) -> bool:
        """Whether a report is to come."""
        return self._timer.isActive() or self._job.busy

    # --- the file ----------------------------------------------------------------------------------------------------

    def _on_choose(self) -> None:
        path = self._choose()
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> None:
        """Read a list; what is shown stays until it could be read."""
        desk = self._session.services.prices
        self._job.run(
            tr("Reading {name} …", name=path.name[:80]), tr("The price list cannot be read."),
            lambda: desk.open_list(path), self._on_opened,
        )  # fmt: skip

    def _on_opened(self, opened: PriceTable) -> None:
        self._opened, self._made = opened, None
        self.form.open(opened)
        self._show()
        self._try()

    # --- what would become of it -------------------------------------------------------------------------------------

    def _on_changed(self) -> None:
        self._made = None
        self.use_button.setEnabled(False)
        self._timer.start()

    def again(self) -> None:
        """Judge the list anew: the catalogue is another one."""
        if self._opened is not None:
            self._on_changed()

    def _try(self) -> None:
        opened, mapping, catalogue = self._opened, self.form.mapping, self._bench.catalogue
        if opened is None:
            return
        services = self._session.services
        desk, on = services.prices, services.today()
        if wrong := _missing(mapping):
            self._refuse(wrong)
            return

        def work() -> tuple[Catalogue, PriceReport, Searched]:
            made, report = desk.take(opened, mapping, catalogue, on)
            return made, report, searched(report, catalogue)

        self._job.run(
            tr("Checking the rows …"), tr("The price list cannot be read."),
            work, self._on_tried,
        )  # fmt: skip

    def _refuse(self, words: str) -> None:
        self._made = None
        self.fault.tell("warning", tr("No row can be taken yet"), words)
        self._show(refused=True)

    def _on_tried(self, answer: tuple[Catalogue, PriceReport, Searched]) -> None:
        self._made, report, rows = answer
        self.report.show_report(report, rows, self._bench.catalogue, len(self.form.mapping.aliases))
        if not report.taken:
            self._made = None
        self._show()

    def _show(self, *, refused: bool = False) -> None:
        opened = self._opened
        self.file.setText(
            tr("{name}: {n:number} rows", name=opened.file[:200], n=len(opened.cells)) if opened is not None else ""
        )
        self.invitation.setVisible(opened is None)
        self.form.setVisible(opened is not None)
        self.fault.setVisible(refused)
        for widget in (self.report, self.report.summary):
            widget.setVisible(opened is not None and not refused)
        self.use_button.setVisible(opened is not None)
        self.use_button.setEnabled(self._made is not None)

    def _on_use(self) -> None:
        opened, made = self._opened, self._made
        if opened is not None and made is not None:
            self.take_requested.emit(made, self.form.mapping, opened.file)


def _missing(mapping: PriceMapping) -> str:
    """Return which column has to be named first."""
    if "part" not in mapping.columns:
        return tr("Say which column holds the number of the part.")
    prices: tuple[Any, ...] = ("list", "purchase", "selling")
    return "" if any(field in mapping.columns for field in prices) else tr("Say which column holds a price.")
