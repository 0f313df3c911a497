"""Which column of a price list means what: a choice for each field, beside a sample of the rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from pydantic import ValidationError
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.flow.price_lists import VALID_DAYS
from wizard.model.price_list import PriceField, PriceMapping, PriceTable
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.entry import CodeEntry, Entry, EntryError, MoneyEntry, NumberEntry, explain
from wizard.ui.i18n import shown, tr
from wizard.ui.models.records import Field
from wizard.ui.tools.labelled import Labelled
from wizard.ui.turns import Steps
from wizard.ui.widgets.base import Combo, clear, label
from wizard.ui.widgets.form import Grid, Line
from wizard.ui.widgets.records import RecordsTable

FIELDS: Final[dict[PriceField, Text]] = {
    "part": Text("Number of the part"),
    "text": Text("Description"),
    "list": Text("List price"),
    "discount": Text("Discount in percent"),
    "purchase": Text("Purchase price, net"),
    "selling": Text("Selling price, net"),
    "currency": Text("Currency of the row"),
    "date": Text("Date of the price"),
    "valid_until": Text("Price valid until"),
}
_FIGURES: Final = frozenset({"list", "discount", "purchase", "selling"})
_SAMPLE, _COLUMN, _ROW = 4, 156, 4
_WIDE: Final = 60
_COLUMNS: Final = 40
"""More columns than this are not shown in the sample; every one of them can be chosen."""
_Cells = tuple[int, list[Any]]


class MappingForm(QWidget):
    """Asks what the columns mean. ``changed`` comes with every answer that could be read."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._mapping = PriceMapping()
        self._opened: PriceTable | None = None
        self.combos: dict[PriceField, Combo] = {}
        self.lines: dict[str, Labelled] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._origin = label("", "caption", wrap=True)
        column.addWidget(self._origin)
        self._sample = QVBoxLayout()
        column.addLayout(self._sample)
        self._grid = Grid(_ROW)
        column.addWidget(self._grid)

    def build(self) -> Steps:
        """Put the fields in their places, a row of them in each turn."""
        for number, (field, name) in enumerate(FIELDS.items(), start=1):
            combo = Combo()
            combo.setObjectName(f"map-{field}")
            combo.activated.connect(self._on_chosen)
            self.combos[field] = combo
            self._grid.add(Labelled(shown(name), combo))
            if number % _ROW == 0:
                yield
        for key, name, hint, entry in _TERMS:
            line = Line()
            line.setObjectName(f"map-{key}")
            line.textEdited.connect(self._reader(key, entry))
            self.lines[key] = Labelled(shown(name), line, shown(hint))
            self._grid.add(self.lines[key])
        yield

    @property
    def mapping(self) -> PriceMapping:
        """What was chosen."""
        return self._mapping

    @property
    def readable(self) -> bool:
        """Whether every line could be read."""
        return not any(labelled.control.property("invalid") for labelled in self.lines.values())

    def open(self, opened: PriceTable) -> None:
        """Propose what the columns of a list mean."""
        self._opened, self._mapping = opened, opened.proposed
        headings = list(dict.fromkeys(heading for heading in opened.headings if heading.strip()))
        for field, combo in self.combos.items():
            combo.clear()
            combo.addItem(tr("– not in the list –"), None)
            for heading in headings:
                combo.addItem(" ".join(heading.split())[:_WIDE], heading)
            combo.setCurrentIndex(max(combo.findData(self._mapping.columns.get(field)), 0))
        for key, _, _, entry in _TERMS:
            control = self.lines[key].control
            if isinstance(control, Line):
                control.setText(entry.write(getattr(self._mapping, key), i18n.current()))
            self.lines[key].say("")
        self._origin.setText(
            tr("Read as the last list with these headings.") if opened.remembered
            else tr("Proposed by the headings. Correct what is wrong; it is remembered for the next list like this.")
        )  # fmt: skip
        self._show_sample()

    def alias(self, theirs: str, ours: str) -> None:
        """Remember that a number of the supplier means a part of ours."""
        self._mapping = self._mapping.model_copy(update={"aliases": {**self._mapping.aliases, theirs: ours}})
        self.changed.emit()

    def forget_aliases(self) -> None:
        """Forget which numbers of the supplier mean parts of ours."""
        self._mapping = self._mapping.model_copy(update={"aliases": {}})
        self.changed.emit()

    def _show_sample(self) -> None:
        clear(self._sample)
        if self._opened is None:
            return
        meanings = {heading: shown(FIELDS[field]) for field, heading in self._mapping.columns.items()}
        figures = {heading for field, heading in self._mapping.columns.items() if field in _FIGURES}
        fields = [
            Field(_title(heading, meanings.get(heading)), _cell(number), _COLUMN, numeric=heading in figures)
            for number, heading in enumerate(self._opened.headings[:_COLUMNS])
        ]
        table: RecordsTable[_Cells] = RecordsTable(
            tr("First rows of the list"), fields, stretch=len(fields) - 1, most_rows=_SAMPLE, least=_COLUMN
        )
        table.setObjectName("sample")
        # Its height is that of its heading in the theme, which it has in its place.
        self._sample.addWidget(table)
        table.show_records(self._opened.cells[:_SAMPLE])

    def _on_chosen(self) -> None:
        columns = {field: combo.currentData() for field, combo in self.combos.items() if combo.currentData()}
        self._mapping = self._mapping.model_copy(update={"columns": columns})
        self._show_sample()
        self.changed.emit()

    def _reader(self, key: str, entry: Entry) -> Callable[[str], None]:
        def edited(text: str) -> None:
            try:
                value = entry.parse(text, i18n.current())
                self._mapping = PriceMapping.model_validate({**dict(self._mapping), key: value})
            except (EntryError, ValidationError) as error:
                self.lines[key].say(explain(error) if isinstance(error, ValidationError) else str(error))
                return
            self.lines[key].say("")
            self.changed.emit()

        return edited


_TERMS: Final[tuple[tuple[str, Text, Text, Entry], ...]] = (
    ("currency", Text("Currency"), Text("where the list is silent"), CodeEntry()),
    ("valid_days", Text("Valid for, days"), Text("where the list is silent; usual are {n}", n=VALID_DAYS),
     NumberEntry(whole=True)),
    ("markup_percent", Text("Markup on the purchase price, %"), Text("makes the selling price where the list has none"),
     MoneyEntry()),
)  # fmt: skip


def _title(heading: str, meaning: str | None) -> Text:
    words = " ".join(heading.split())[:28] or "–"
    return Text("{name}", name=f"{words}\n→ {meaning}" if meaning else f"{words}\n")


def _cell(number: int) -> Callable[[_Cells], str]:
    def write(row: _Cells) -> str:
        cells = row[1]
        cell = cells[number] if number < len(cells) else ""
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        return " ".join(str(cell)[:300].split())

    return write
