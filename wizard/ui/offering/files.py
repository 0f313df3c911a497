"""Which files are written of the offer, and how they look: whatever the command ``quote`` offers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from wizard.documents.editions import Edition
from wizard.documents.signing import can_sign
from wizard.flow.ordering import FILE_KINDS, FileKind
from wizard.model.names import TOPOLOGIES
from wizard.model.project import Topology
from wizard.model.text import Text
from wizard.ui.i18n import shown as said
from wizard.ui.i18n import tr
from wizard.ui.offering.sending import SendingCard
from wizard.ui.offering.tab import Shown, Tab
from wizard.ui.session import Session
from wizard.ui.widgets.base import Card, Combo, button, clear, label
from wizard.ui.widgets.fold import Fold
from wizard.ui.widgets.notice import Notice

_APART: Final = 6
_EDITIONS: Final[tuple[tuple[Edition, Text], ...]] = (
    ("complete", Text("Offer with technical annex")),
    ("offer", Text("Customer offer alone")),
    ("annex", Text("Technical annex alone")),
    ("self-assessment", Text("Self-assessment: binds nobody")),
)
_ATTACH: Final[tuple[tuple[bool, Text], ...]] = (
    (True, Text("With the project inside (PDF/A-3)")),
    (False, Text("Without it, as portals ask (PDF/A-2)")),
)
_KINDS: Final[dict[FileKind, Text]] = {
    "pdf": Text("PDF"),
    "xlsx": Text("Workbook"),
    "csv": Text("CSV"),
    "json": Text("JSON"),
}


class FilesTab(Tab):
    """The files, sending, and what was sent."""

    title = Text("Sending")
    export_requested = Signal()
    cancel_requested = Signal()
    folder_requested = Signal(object)
    file_requested = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._folder: Path | None = None
        self._shown: Shown | None = None

    def cards(self) -> Iterator[QWidget]:
        """Make what is written, and what was sent."""
        card = Card(tr("Files"), tr("From the same figures as on this page, in the language of the offer."))
        card.add(self._choices())
        card.add(self._kinds())
        card.add(self._more())
        self.export_button = button(tr("Write files …"), "primary", name="export", hint=tr("Export (Ctrl+E)"))
        self.export_button.clicked.connect(self.export_requested)
        card.body.addWidget(self.export_button, 0, Qt.AlignmentFlag.AlignRight)
        card.add(self._progress_row())
        self.written = QVBoxLayout()
        card.body.addLayout(self.written)
        yield card
        self.sending = SendingCard(self.session)
        yield self.sending
        self.session.order_changed.connect(self._show_order)

    # --- building ---------------------------------------------------------------------------------------------------

    def _choices(self) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(4)
        grid.setRowMinimumHeight(2, _APART)
        self.edition, self.attach, self.topology = (Combo() for _ in range(3))
        for edition, words in _EDITIONS:
            self.edition.addItem(said(words), edition)
        for attach, words in _ATTACH:
            self.attach.addItem(said(words), attach)
        rows = ((tr("Document"), self.edition), (tr("PDF"), self.attach), (tr("Offered topology"), self.topology))
        for place, (name, combo) in enumerate(rows):
            head = label(name, "label")
            head.setBuddy(combo)
            combo.setAccessibleName(name)
            row, column = divmod(place, 2)
            grid.addWidget(head, row * 3, column)
            grid.addWidget(combo, row * 3 + 1, column)
            grid.setColumnStretch(column, 1)
        self.edition.activated.connect(lambda: self._order(edition=self.edition.currentData()))
        self.attach.activated.connect(lambda: self._order(attach=self.attach.currentData()))
        self.topology.activated.connect(lambda: self._order(topology=self.topology.currentData()))
        return box

    def _kinds(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        self.kinds: dict[FileKind, QCheckBox] = {}
        for kind, words in _KINDS.items():
            made = self.kinds[kind] = QCheckBox(said(words))
            made.setObjectName(f"kind-{kind}")
            made.setAccessibleName(tr("Write {kind}", kind=words))
            made.clicked.connect(self._on_kind)
            row.addWidget(made)
        row.addStretch(1)
        return box

    def _more(self) -> Fold:
        fold = Fold(tr("Variants, signature, own workbook"), name="files-more")
        self.explore = QCheckBox(tr("Variants, relaxed requirements and what moves the price"))
        self.explore.setAccessibleName(self.explore.text())
        self.explore.setObjectName("order-explore")
        self.explore.clicked.connect(lambda on: self._order(explore=on))
        fold.body.addWidget(self.explore)
        self._picks = QGridLayout()
        self._picks.setColumnStretch(1, 1)
        fold.body.addLayout(self._picks)
        return fold

    def _progress_row(self) -> QWidget:
        self.progress_box = QWidget()
        row = QHBoxLayout(self.progress_box)
        row.setContentsMargins(0, 0, 0, 0)
        self.progress = QProgressBar()
        self.progress.setObjectName("export-progress")
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("Progress of the export"))
        self.cancel_button = button(tr("Cancel"), "link", name="export-cancel")
        self.cancel_button.clicked.connect(self.cancel_requested)
        row.addWidget(self.progress, 1)
        row.addWidget(self.cancel_button)
        self.progress_box.hide()
        return self.progress_box

    # --- what is ordered --------------------------------------------------------------------------------------------

    def _order(self, **changes: object) -> None:
        self.session.set_order(**changes)

    def _on_kind(self) -> None:
        self._order(kinds=tuple(kind for kind in FILE_KINDS if self.kinds[kind].isChecked()))

    def _show_order(self) -> None:
        order, mode = self.session.order, self.session.project.offer.mode
        self.edition.setCurrentIndex(self.edition.findData(order.edition))
        self.attach.setCurrentIndex(self.attach.findData(order.attaches(mode)))
        self.topology.setCurrentIndex(max(self.topology.findData(order.topology), 0))
        for kind, box in self.kinds.items():
            box.setChecked(kind in order.kinds)
        self.explore.setChecked(order.explore)
        self.export_button.setEnabled(bool(order.kinds))
        clear(self._picks)
        signing = "" if can_sign() else tr("needs the extra [sign]")
        self._pick(0, "certificate", tr("Signature"), order.certificate, signing)
        self._pick(1, "template", tr("Own workbook"), order.template)

    def _pick(self, row: int, what: str, words: str, path: Path | None, missing: str = "") -> None:
        self._picks.addWidget(label(words, "label"), row, 0)
        self._picks.addWidget(label(missing or (path.name if path else tr("none")), "quiet", wrap=True), row, 1)
        choose = button(tr("Choose …"), name=f"pick-{what}")
        choose.setAccessibleName(f"{words}: {choose.text()}")
        choose.setEnabled(not missing)
        choose.clicked.connect(lambda: self.file_requested.emit(what))
        self._picks.addWidget(choose, row, 2)
        if path is not None:
            remove = button(tr("Remove"), "link", name=f"unpick-{what}")
            remove.setAccessibleName(f"{words}: {remove.text()}")
            remove.clicked.connect(lambda: self._order(**{what: None}))
            self._picks.addWidget(remove, row, 3)

    # --- showing ----------------------------------------------------------------------------------------------------

    def show_offer(self, shown: Shown) -> None:
        """Show what is ordered of an offer, and whether it can be sent."""
        self._shown = shown
        assessment = shown.offer.assessment
        sized = [one.id for one in assessment.topologies if one.design is not None]
        choices: list[tuple[Topology | None, str]] = [(None, tr("the recommended one"))]
        choices += [(id, said(TOPOLOGIES[id])) for id in sized if id is not assessment.recommended]
        if [self.topology.itemData(row) for row in range(self.topology.count())] != [id for id, _ in choices]:
            self.topology.clear()
            for id, words in choices:
                self.topology.addItem(words, id)
        self._show_order()
        self.sending.show_offer(shown)

    def show_progress(self, percent: int) -> None:
        """Show how much of the export is done."""
        self.progress.setValue(percent)

    def show_busy(self, words: str) -> None:
        """Say what is being read or written; nothing when it is done."""
        self.export_button.setEnabled(not words and bool(self.session.order.kinds))
        self.sending.show_busy(busy=bool(words))
        self.progress.setValue(0)
        self.progress_box.setVisible(bool(words))
        self.export_button.setText(words or tr("Write files …"))

    def show_written(self, paths: tuple[Path, ...] | None) -> None:
        """Show where the files are."""
        clear(self.written)
        if not paths:
            return
        self._folder = paths[0].parent
        notice = Notice("advice", tr("The files are written."), "\n".join(str(path) for path in paths))
        notice.setObjectName("written")
        open_button = button(tr("Open folder"), name="open-folder")
        open_button.clicked.connect(lambda: self.folder_requested.emit(self._folder))
        row = QHBoxLayout()
        row.addWidget(notice, 1)
        row.addWidget(open_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.written.addLayout(row)
