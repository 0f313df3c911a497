"""Only the sums: for those who have no list of their guests."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from wizard.flow.answers import changed
from wizard.flow.questions import Totals, from_totals, guests_assumed
from wizard.model.project import Project
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.entry import Entry, EntryError, NumberEntry, SizeEntry
from wizard.ui.i18n import shown, tr
from wizard.ui.session import Session
from wizard.ui.widgets.base import button, label, set_property
from wizard.ui.widgets.form import Line


class TotalsEntry(QWidget):
    """Sums that become one row of guests of average size. An empty sum takes a usual value per guest."""

    taken = Signal()

    def __init__(self, session: Session, names: dict[str, Text] | None = None) -> None:
        super().__init__()
        self._session = session
        names = names or {
            "guests": Text("Guests"), "vcpus": Text("vCPU"), "memory": Text("Memory"), "disk": Text("Disk"),
        }  # fmt: skip
        whole: Entry = NumberEntry(whole=True)
        self._entries = {key: SizeEntry() if key in ("memory", "disk") else whole for key in names}
        self.lines: dict[str, Line] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        for number, (key, name) in enumerate(names.items()):
            line = Line()
            line.setObjectName(f"sum-{key}")
            line.setAccessibleName(shown(name))
            line.setPlaceholderText("16 GiB" if key == "memory" else "2 TB" if key == "disk" else "")
            line.returnPressed.connect(self.take)
            head = label(shown(name), "label")
            head.setBuddy(line)
            grid.addWidget(head, 0, number)
            grid.addWidget(line, 1, number)
            grid.setColumnStretch(number, 1)
            self.lines[key] = line
        self.button = button(tr("Take these sums"), name="take-sums")
        self.button.clicked.connect(self.take)
        grid.addWidget(self.button, 1, len(names))
        column.addLayout(grid)
        self.message = label("", "error", wrap=True)
        self.message.hide()
        column.addWidget(self.message)

    def refresh(self) -> None:
        """Propose the number of guests that the number of people leads to."""
        assumed = guests_assumed(self._session.project)
        if "guests" in self.lines:
            words = tr("assumed: {n}", n=assumed) if assumed is not None else ""
            self.lines["guests"].setPlaceholderText(words)

    def take(self) -> None:
        """Add a row with the sums; what cannot be read is said and stays."""
        read: dict[str, int | None] = {}
        for key, line in self.lines.items():
            set_property(line, "invalid", False)
            try:
                read[key] = self._entries[key].parse(line.text(), i18n.current())
            except EntryError as error:
                set_property(line, "invalid", True)
                self._say(str(error))
                line.setFocus()
                return
        known = read.get("guests") is not None
        totals = Totals(**{**read, "guests": read.get("guests") or guests_assumed(self._session.project)})
        try:
            project = self._with(totals, known=known)
        except ValueError:
            self._say(tr("At least the number has to be known."))
            self.lines["guests"].setFocus()
            return
        self._say("")
        for line in self.lines.values():
            line.clear()
        self._session.change(project, Text("Sums taken"))
        self.taken.emit()

    def _with(self, totals: Totals, *, known: bool) -> Project:
        project = self._session.project
        group = from_totals(totals, tr("Guests of average size"))
        workload = changed(project.workload, groups=(*project.workload.groups, group))
        others = tuple(path for path in project.unknown if path != "workload.groups")
        return changed(project, workload=workload, unknown=others if known else (*others, "workload.groups"))

    def _say(self, message: str) -> None:
        self.message.setText(message)
        self.message.setVisible(bool(message))
