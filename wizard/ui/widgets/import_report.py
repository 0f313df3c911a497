"""After an import: what was read, what was left out and why, and how it is counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from wizard.flow.importing import BASES, Reading
from wizard.model.inventory import Inventory
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.i18n import shown, tr
from wizard.ui.session import Imported, Session
from wizard.ui.widgets.base import Combo, button, clear, label
from wizard.ui.widgets.notice import Notice

_MOST_REMARKS: Final = 6
_LEVELS: Final = {"error": "blocker", "warning": "warning"}


class ImportReport(QWidget):
    """Shown while the guests of an import are those of the project."""

    reading_chosen = Signal(object, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._shown: Imported | None = None
        self._all = False
        self.setObjectName("import-report")
        self.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def refresh(self) -> None:
        """Show the report of the import that the guests came from, if there was one."""
        imported = self._session.imported()
        if imported is self._shown:
            return
        self._shown, self._all = imported, False
        self._build()

    def _build(self) -> None:
        clear(self._column)
        imported = self._shown
        self.setVisible(imported is not None)
        if imported is None:
            return
        inventory = imported.inventory
        names = ", ".join(file.name for file in inventory.files)
        self._column.addWidget(Notice("advice", tr("Imported: {names}", names=names), "\n".join(_read(inventory))))
        self._column.addWidget(self._switches(imported))
        remarks = imported.audit
        for entry in remarks if self._all else remarks[:_MOST_REMARKS]:
            line = label(f"{entry.text} ({entry.where})" if entry.where else entry.text, wrap=True)
            line.setProperty("level", _LEVELS.get(entry.level, "advice"))
            self._column.addWidget(line)
        if len(remarks) > _MOST_REMARKS and not self._all:
            more = button(tr("{n} more remarks", n=len(remarks) - _MOST_REMARKS), "link", name="more-remarks")
            more.clicked.connect(self._on_more)
            row = QHBoxLayout()
            row.addWidget(more)
            row.addStretch(1)
            self._column.addLayout(row)

    def _switches(self, imported: Imported) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        totals, reading = imported.inventory.totals, imported.reading
        self.off = QCheckBox(tr("With the {n:number} guests that are off", n=totals.powered_off + totals.suspended))
        self.off.setAccessibleName(self.off.text())
        self.off.setObjectName("include-off")
        self.off.setChecked(reading.include_powered_off)
        self.off.clicked.connect(self._on_switched)
        self.basis = Combo()
        self.basis.setObjectName("storage-basis")
        self.basis.setAccessibleName(tr("Storage is counted as"))
        for basis, words in BASES.items():
            self.basis.addItem(shown(words), basis)
        self.basis.setCurrentIndex(self.basis.findData(reading.basis))
        self.basis.activated.connect(self._on_switched)
        head = label(tr("Storage is counted as"))
        head.setBuddy(self.basis)
        row.addWidget(self.off)
        row.addStretch(1)
        row.addWidget(head)
        row.addWidget(self.basis)
        self.basis.setMinimumWidth(170)
        return box

    def _on_switched(self) -> None:
        if self._shown is not None:
            reading = Reading(basis=self.basis.currentData(), include_powered_off=self.off.isChecked())
            self.reading_chosen.emit(self._shown, reading)

    def _on_more(self) -> None:
        self._all = True
        self._build()


def _read(inventory: Inventory) -> list[str]:
    """Return what was read, and what was left out, each with its reason."""
    totals, out = inventory.totals, inventory.excluded
    lines = [tr("{rows:number} rows, {guests:number} guests sized.", rows=totals.rows, guests=totals.guests)]
    sizes = [
        tr("{n:number} vCPU", n=totals.vcpus) if totals.vcpus is not None else "",
        *(_sum(totals.memory_bytes, lambda size: Text("{size:size} memory", size=size))),
        *(_sum(totals.provisioned_bytes, lambda size: Text("{size:size} provisioned", size=size))),
        *(_sum(totals.used_bytes, lambda size: Text("{size:size} in use", size=size))),
    ]
    lines.append(", ".join(size for size in sizes if size))
    left_out = [
        (out.template, Text("{n:number} templates: they never run", n=out.template)),
        (out.placeholder, Text("{n:number} placeholders of a recovery site: they run elsewhere", n=out.placeholder)),
        (out.vcls, Text("{n:number} service machines of vSphere (vCLS): Proxmox has none", n=out.vcls)),
        (out.ft_secondary, Text("{n:number} second copies of Fault Tolerance: they are no guests", n=out.ft_secondary)),
        (out.unnamed, Text("{n:number} rows without a name", n=out.unnamed)),
    ]
    lines += [tr("Left out: {reason}.", reason=words) for count, words in left_out if count]
    return [line for line in lines if line]


def _sum(size: int | None, words: Callable[[int], Text]) -> list[str]:
    return [] if size is None else [words(size).render(i18n.current())]
