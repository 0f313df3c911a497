"""The start page: something new, something recent with its preview, or what a crash left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from wizard.flow.steps import STEPS, workload_totals
from wizard.flow.templates import TEMPLATES
from wizard.model.project import Project
from wizard.ui import i18n
from wizard.ui.autosave import Left
from wizard.ui.i18n import day, shown, tip, tr
from wizard.ui.services import Services, fault_lines
from wizard.ui.theme import SCROLL_BAR
from wizard.ui.widgets.base import GAP, Card, button, clear, label
from wizard.ui.widgets.scroll import ScrollPage
from wizard.ui.widgets.tile import Tile
from wizard.ui.work import Answer, Worker

_COLUMNS: Final = 4
_LEAST_SIDE, _SIDE = 240, 320
_ROW: Final = 40
"""Two lines for the name of a file."""
_WIDEST: Final = 1400
"""Beyond it the words of a tile would be one long line, far from the next."""


class Preview(QWidget):
    """What a project file holds, read beside the GUI thread."""

    open_chosen = Signal(object)
    forget_chosen = Signal(object)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._path: Path | None = None
        self._worker = Worker(services.faults, self)
        self._worker.answered.connect(self._on_answered)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.setObjectName("preview")

    def show_path(self, path: Path | None) -> None:
        """Show another file; its answers arrive when it is read."""
        self._path = path
        clear(self._column)
        if path is None:
            self._worker.cancel()
            return
        read = self._services.read_project
        self._worker.ask(lambda: read(path))

    def finish(self) -> None:
        """Wait for the file that is being read."""
        self._worker.finish()

    def _on_answered(self, answer: Answer) -> None:
        path = self._path
        if path is None:
            return
        clear(self._column)
        if isinstance(answer.value, Project):
            self._show_project(path, answer.value)
        else:
            lines = fault_lines(answer.fault, i18n.current()) if answer.fault else (str(answer.report),)
            self._column.addWidget(label(tr("This file cannot be opened."), "label", wrap=True))
            self._column.addWidget(label("\n".join(lines[:3]), "error", wrap=True))
            forget = button(tr("Remove from the list"), name="forget")
            forget.clicked.connect(self._on_forget)
            self._column.addWidget(forget, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)

    def _show_project(self, path: Path, project: Project) -> None:
        name = " · ".join(part for part in (project.title, project.customer.name) if part) or path.name
        self._column.addWidget(label(name[:120], "label", wrap=True))
        totals, language = workload_totals(project), i18n.current()
        size = tr(
            "{guests:number} guests, {vcpus:number} vCPU, {memory} memory, {disk} disks", guests=totals["guests"],
            vcpus=totals["vcpus"], memory=language.size(totals["memory"] or 0), disk=language.size(totals["disk"] or 0),
        )  # fmt: skip
        lines = [size]
        for step in STEPS[2:7]:
            words = shown(step.subtitle(project, None))
            lines.append(f"{shown(step.title)}: {words}")
        changed = datetime.fromtimestamp(path.stat().st_mtime).astimezone() if path.exists() else None
        if changed is not None:
            lines.append(tr("Saved on {day} at {time}", day=day(changed.date()), time=f"{changed:%H:%M}"))
        for line in lines:
            self._column.addWidget(label(line, "caption", wrap=True))
        chosen = button(tr("Open this project"), "primary", name="open-recent")
        chosen.clicked.connect(self._on_open)
        self._column.addSpacing(4)
        self._column.addWidget(chosen, 0, Qt.AlignmentFlag.AlignLeft)

    def _on_open(self) -> None:
        self.open_chosen.emit(self._path)

    def _on_forget(self) -> None:
        self.forget_chosen.emit(self._path)


class StartPage(ScrollPage):
    """Where a project begins. What is open stays open behind it until something else is chosen."""

    template_chosen = Signal(object)
    assessment_chosen = Signal()
    import_chosen = Signal()
    browse_chosen = Signal()
    back_chosen = Signal()
    recent_chosen = Signal(object)
    recover_chosen = Signal(object)
    discard_chosen = Signal(object)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self.setAccessibleName(tr("Start"))
        inner = QWidget()
        inner.setObjectName("page")
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(32, 22, 32 - SCROLL_BAR, 24)
        self._column.setSpacing(GAP)
        self._build_head()
        self._left = QVBoxLayout()
        self._left.setSpacing(8)
        self._column.addLayout(self._left)
        body = QHBoxLayout()
        body.setSpacing(GAP)
        body.addWidget(self._new_card(), 3, Qt.AlignmentFlag.AlignTop)
        body.addWidget(self._recent_card(), 1, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(body)
        self._column.addStretch(1)
        self.setWidget(inner)
        self.keep_narrow(_WIDEST)

    # --- building ----------------------------------------------------------------------------------------------------

    def _build_head(self) -> None:
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(label(tr("What is to be sized?"), "title"))
        lead = tr("Begin with something similar and change it. All work stays on this machine.")
        words.addWidget(label(lead, "lead", wrap=True))
        head.addLayout(words, 1)
        self.back_button = button(tr("Back to the project"), name="back-to-project")
        self.back_button.clicked.connect(self.back_chosen)
        head.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(head)

    def _new_card(self) -> Card:
        card = Card(tr("New project"))
        first = QGridLayout()
        first.setSpacing(10)
        self.assessment_tile = Tile(
            tr("Self-assessment"),
            tr("Questions in everyday words, ten minutes. “I don’t know” is an answer everywhere."),
            name="self-assessment", role="tile-strong",
        )  # fmt: skip
        self.import_tile = Tile(
            tr("From an inventory"),
            tr("Drop an RVTools export here, or click to choose one. A project file can be dropped as well."),
            name="start-import", role="tile-drop",
        )  # fmt: skip
        self.empty_tile = Tile(tr("Empty project"), tr("Nine steps, every answer open."), name="template-empty")
        self.assessment_tile.clicked.connect(self.assessment_chosen)
        self.import_tile.clicked.connect(self.import_chosen)
        self.empty_tile.clicked.connect(self._on_empty)
        for column, tile in enumerate((self.assessment_tile, self.import_tile, self.empty_tile)):
            first.addWidget(tile, 0, column)
            first.setColumnStretch(column, 2 if column < 2 else 1)
        card.body.addLayout(first)
        card.add(label(tr("Or like one of these, with invented figures to replace:"), "caption"))
        grid = QGridLayout()
        grid.setSpacing(10)
        self.tiles: list[Tile] = []
        for number, template in enumerate(TEMPLATES):
            tile = Tile(shown(template.title), shown(template.text), name=f"template-{template.id}")
            tile.clicked.connect(self._on_template)
            self.tiles.append(tile)
            grid.addWidget(tile, number // _COLUMNS, number % _COLUMNS)
            grid.setColumnStretch(number % _COLUMNS, 1)
        card.body.addLayout(grid)
        return card

    def _recent_card(self) -> Card:
        card = Card(tr("Recent"))
        card.setMinimumWidth(_LEAST_SIDE)
        card.setMaximumWidth(_SIDE)
        self.recent = QListWidget()
        self.recent.setAccessibleName(tr("Recent projects"))
        self.recent.setObjectName("recent")
        self.recent.ensurePolished()
        self.recent.setUniformItemSizes(True)
        self.recent.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.recent.setWordWrap(True)
        self.recent.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.recent.currentRowChanged.connect(self._on_row)
        self.recent.itemActivated.connect(self._on_activated)
        self.no_recent = label(tr("Projects that you save or open appear here."), "quiet", wrap=True)
        self.preview = Preview(self._services)
        self.preview.open_chosen.connect(self.recent_chosen)
        self.preview.forget_chosen.connect(self._on_forget)
        browse = button(tr("Open a file …"), name="browse")
        browse.clicked.connect(self.browse_chosen)
        for widget in (self.no_recent, self.recent, self.preview):
            card.add(widget)
        card.body.addWidget(browse, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    # --- showing -----------------------------------------------------------------------------------------------------

    def refresh(self, left: Sequence[Left], *, can_go_back: bool) -> None:
        """Show what is recent now, and what a crash left."""
        self.back_button.setVisible(can_go_back)
        clear(self._left)
        for one in left:
            self._left.addWidget(self._left_card(one))
        self.refresh_recent()

    def refresh_recent(self) -> None:
        """Show the recent projects; the preview is that of the newest."""
        paths = self._services.recent.paths()
        self.recent.blockSignals(True)
        self.recent.clear()
        for path in paths:
            item = QListWidgetItem(path.name.removesuffix(".json").removesuffix(".rackwright"))
            item.setData(Qt.ItemDataRole.UserRole, str(path))
            item.setToolTip(tip(str(path)))
            item.setSizeHint(QSize(0, _ROW))
            self.recent.addItem(item)
        self.recent.blockSignals(False)
        self.recent.setVisible(bool(paths))
        self.no_recent.setVisible(not paths)
        self.recent.setFixedHeight(min(len(paths), 5) * _ROW + 8)
        if paths:
            self.recent.setCurrentRow(0)
        else:
            self.preview.show_path(None)

    def _left_card(self, left: Left) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "notice")
        row = QHBoxLayout(frame)
        row.setContentsMargins(14, 10, 14, 10)
        project = left.recovery.project
        name = " · ".join(part for part in (project.title, project.customer.name) if part) or tr("New project")
        at = left.recovery.saved_at.astimezone()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(tr("Not closed properly: {name}", name=name[:80]), "label", wrap=True))
        kept = tr("The program ended before this was saved. Kept as it was on {day} at {time}.", day=day(at.date()),
                  time=f"{at:%H:%M:%S}")  # fmt: skip
        words.addWidget(label(kept, wrap=True))
        row.addLayout(words, 1)
        for text, role, signal, key in (
            (tr("Go on with it"), "primary", self.recover_chosen, "recover"),
            (tr("Discard"), "", self.discard_chosen, "discard"),
        ):
            made = button(text, role, name=key)
            made.setAccessibleDescription(name)
            # The card goes with the click: what it emits comes after the click is over.
            made.clicked.connect(lambda _=False, send=signal: QTimer.singleShot(0, self, lambda: send.emit(left)))
            row.addWidget(made)
        return frame

    # --- what is chosen ----------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Stop reading, before the window goes."""
        self.preview.finish()

    def _on_empty(self) -> None:
        self.template_chosen.emit(None)

    def _on_template(self) -> None:
        sender = self.sender()
        if isinstance(sender, Tile):
            self.template_chosen.emit(TEMPLATES[self.tiles.index(sender)])

    def _on_row(self, row: int) -> None:
        item = self.recent.item(row) if row >= 0 else None
        self.preview.show_path(Path(item.data(Qt.ItemDataRole.UserRole)) if item is not None else None)

    def _on_activated(self, item: QListWidgetItem) -> None:
        self.recent_chosen.emit(Path(item.data(Qt.ItemDataRole.UserRole)))

    def _on_forget(self, path: Path) -> None:
        self._services.recent.forget(path)
        # The button that was clicked goes with the preview.
        QTimer.singleShot(0, self, self.refresh_recent)
