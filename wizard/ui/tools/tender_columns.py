"""What the columns of a buyer's list mean: proposed by their headings, corrected by the bidder, remembered."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.flow.tender_desk import OpenedList
from wizard.model.tender import RequirementField
from wizard.model.text import Text
from wizard.ui.i18n import shown, tr
from wizard.ui.tools.labelled import Labelled
from wizard.ui.turns import Steps
from wizard.ui.widgets.base import Combo, label
from wizard.ui.widgets.form import Grid

FIELDS: Final[dict[RequirementField, Text]] = {
    "text": Text("Requirement"),
    "id": Text("Number of the requirement"),
    "class": Text("Class"),
    "weight": Text("Weight"),
    "answer": Text("Your answer"),
    "comment": Text("Your explanation"),
    "value": Text("Your figure"),
    "evidence": Text("Your evidence"),
}
_WIDE, _ROW = 60, 4


class ColumnsForm(QWidget):
    """A choice of a heading for each meaning."""

    changed = Signal(dict)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._origin = label("", "caption", wrap=True)
        column.addWidget(self._origin)
        self._grid = Grid(_ROW)
        column.addWidget(self._grid)
        self.combos: dict[RequirementField, Combo] = {}
        self._columns: dict[RequirementField, str] = {}

    def build(self) -> Steps:
        """Put the choices in their places, a row of them in each turn."""
        for number, (field, name) in enumerate(FIELDS.items(), start=1):
            combo = self.combos[field] = Combo()
            combo.setObjectName(f"column-{field}")
            combo.activated.connect(partial(self._on_chosen, field))
            self._grid.add(Labelled(shown(name), combo))
            if number % _ROW == 0:
                yield

    def open(self, opened: OpenedList) -> None:
        """Show what a list was read as."""
        self._columns = dict(opened.columns)
        for field, combo in self.combos.items():
            combo.clear()
            combo.addItem(tr("– not in the list –"), "")
            for heading in opened.headings:
                combo.addItem(" ".join(heading.split())[:_WIDE], heading)
            combo.setCurrentIndex(max(combo.findData(self._columns.get(field, "")), 0))
        self._origin.setText(
            tr("Read as the last list with these headings.") if opened.remembered
            else tr("Proposed by the headings. Correct what is wrong; it is remembered for the next list like this.")
        )  # fmt: skip

    def _on_chosen(self, field: RequirementField, index: int) -> None:
        self._columns[field] = str(self.combos[field].itemData(index))
        self.changed.emit(dict(self._columns))
