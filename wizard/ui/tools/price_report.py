"""What became of each row of a price list, before anything is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wizard.flow.price_lists import ReportRow, RowKind, report_rows
from wizard.model.catalogue import Catalogue
from wizard.model.price_list import PriceReport
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.i18n import shown, tr
from wizard.ui.models.grid import RECORD_ROLE
from wizard.ui.models.records import Field
from wizard.ui.widgets.base import Combo, button, label
from wizard.ui.widgets.form import Line
from wizard.ui.widgets.records import RecordsTable

_KINDS: Final[dict[RowKind, Text]] = {
    "taken": Text("Taken"),
    "unknown-part": Text("Unknown part"),
    "missing-price": Text("Price missing"),
    "unreadable": Text("Cannot be read"),
    "currency": Text("Other currency"),
    "duplicate": Text("Stands twice"),
    "date": Text("Date"),
    "contradiction": Text("Contradiction"),
}
_MOST_NOTES: Final = 4


Searched = Sequence[tuple[ReportRow, str]]
"""The rows of a report, each with the words that it is found by."""


def searched(report: PriceReport, catalogue: Catalogue) -> Searched:
    """Return the rows of a report with their words; of a long list that takes a moment."""
    names = _names(catalogue)
    return [
        (row, f"{row.row} {row.part} {names.get(row.id, '')} {shown(row.text)}".casefold())
        for row in report_rows(report)
    ]


def _names(catalogue: Catalogue) -> dict[str, str]:
    # Generic parts have a name in German too; that of a product is the same in both.
    translate = i18n.current().translate
    return {id: translate(f"{part.vendor} {part.name}") for id, part in catalogue.parts.items()}


class ReportTable(QWidget):
    """The rows with a filter, and our part for one that is not known by the supplier's number."""

    assigned = Signal(str, str)
    forgotten = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: Searched = ()
        self._names: dict[str, str] = {}
        # It stands with the name of the list, above everything that is asked.
        self.summary = label("", "label", wrap=True)
        self.summary.setObjectName("report-summary")
        self.notes = label("", "caption", wrap=True)
        self.table: RecordsTable[ReportRow] = RecordsTable(tr("Rows of the list"), self._fields(), stretch=6)
        self.table.setObjectName("report-rows")
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        # What the narrow cells of the current row hold, in full.
        self.words = label("", "quiet", wrap=True)
        self.words.setObjectName("report-words")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for widget in (self.notes, self._filters(), self.table, self.words, self._assignment()):
            column.addWidget(widget)

    def _fields(self) -> list[Field[ReportRow]]:
        return [
            Field(Text("Row"), lambda row: str(row.row), 56, numeric=True),
            Field(Text("In the list"), lambda row: " ".join(row.part.split())[:300], 134),
            Field(Text("Our part"), lambda row: self._names.get(row.id, "–"), 196),
            Field(Text("So far"), lambda row: _money(row.before), 92, numeric=True),
            Field(Text("From now on"), lambda row: _money(row.after), 100, numeric=True),
            Field(Text("Result"), lambda row: shown(_KINDS[row.kind]), 126),
            Field(Text("Why"), lambda row: shown(row.text), 220),
        ]

    def _filters(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        self.kind = Combo()
        self.kind.setObjectName("report-kind")
        self.kind.setAccessibleName(tr("Which rows"))
        self.kind.setMinimumWidth(210)
        self.kind.currentIndexChanged.connect(self._show)
        self.search = Line()
        self.search.setObjectName("report-search")
        self.search.setPlaceholderText(tr("Filter: rows that contain …"))
        self.search.setAccessibleName(tr("Filter"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._show)
        row.addWidget(self.kind)
        row.addWidget(self.search, 1)
        return box

    def _assignment(self) -> QWidget:
        self.assignment = QWidget()
        row = QHBoxLayout(self.assignment)
        row.setContentsMargins(0, 0, 0, 0)
        self.ours = Combo()
        self.ours.setObjectName("our-part")
        self.ours.setAccessibleName(tr("Our part"))
        self.unknown = label("")
        self.unknown.setBuddy(self.ours)
        self.assign_button = button(tr("Assign"), name="assign", hint=tr("Remember that this number means our part"))
        self.assign_button.clicked.connect(self._on_assign)
        self.forget_button = button("", "link", name="forget-aliases")
        self.forget_button.clicked.connect(self.forgotten)
        row.addWidget(self.unknown)
        row.addWidget(self.ours, 1)
        row.addWidget(self.assign_button)
        row.addWidget(self.forget_button)
        return self.assignment

    def show_report(self, report: PriceReport, rows: Searched, catalogue: Catalogue, aliases: int) -> None:
        """Show what became of a list."""
        self._rows, self._names = rows, _names(catalogue)
        self.summary.setText(
            tr("{taken:number} of {rows:number} rows taken, {changed:number} prices change, "
               "{untouched:number} parts are not in the list",
               taken=report.taken, rows=report.rows, changed=report.changed, untouched=report.untouched)
        )  # fmt: skip
        self.notes.setText("\n".join(shown(note) for note in report.notes[:_MOST_NOTES]))
        self.notes.setVisible(bool(report.notes))
        self._offer_kinds()
        self._offer_parts(catalogue)
        self.forget_button.setText(tr("Forget assigned numbers ({n})", n=aliases))
        self.forget_button.setAccessibleName(self.forget_button.text())
        self.forget_button.setVisible(aliases > 0)
        self._show()

    def _offer_kinds(self) -> None:
        counts = Counter(row.kind for row, _ in self._rows)
        chosen = self.kind.currentData()
        self.kind.blockSignals(True)
        self.kind.clear()
        self.kind.addItem(tr("All rows ({n:number})", n=len(self._rows)), "")
        for kind, words in _KINDS.items():
            if counts[kind]:
                self.kind.addItem(tr("{name} ({n:number})", name=shown(words), n=counts[kind]), kind)
        self.kind.setCurrentIndex(max(self.kind.findData(chosen), 0))
        self.kind.blockSignals(False)

    def _offer_parts(self, catalogue: Catalogue) -> None:
        self.ours.clear()
        for id, name in _names(catalogue).items():
            self.ours.addItem(name[:120], id)

    def _show(self) -> None:
        kind, words = self.kind.currentData() or "", self.search.text().casefold().split()
        found = [
            row for row, said in self._rows if (not kind or row.kind == kind) and all(word in said for word in words)
        ]
        self.table.show_records(found)
        self._on_row()

    def _row(self) -> ReportRow | None:
        found = self.table.currentIndex().data(RECORD_ROLE)
        return found if isinstance(found, ReportRow) else None

    def _on_row(self) -> None:
        row = self._row()
        self.words.setVisible(row is not None)
        if row is not None:
            ours = self._names.get(row.id, "")
            parts = (" ".join(row.part.split())[:300], ours, shown(row.text))
            self.words.setText(" · ".join(part for part in parts if part))
        unknown = row is not None and row.kind == "unknown-part" and bool(row.part)
        self.unknown.setText(tr("“{part}” is our part:", part=row.part[:40]) if row is not None and unknown else "")
        for widget in (self.unknown, self.ours, self.assign_button):
            widget.setVisible(unknown)

    def _on_assign(self) -> None:
        if (row := self._row()) is not None:
            self.assigned.emit(row.part, self.ours.currentData())


def _money(amount: Decimal | None) -> str:
    return "–" if amount is None else i18n.current().money(amount)
