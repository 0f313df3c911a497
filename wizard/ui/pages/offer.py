"""Step 9: the bill, and the two files."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from wizard.documents.words import Voice
from wizard.model.names import BILL_GROUPS, TOPOLOGIES
from wizard.model.offer import BillGroup, Offer, View
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.entry import NumberEntry, TextEntry
from wizard.ui.i18n import shown, tr
from wizard.ui.pages.customer import OFFER_LANGUAGES
from wizard.ui.pages.page import Page
from wizard.ui.services import fault_lines
from wizard.ui.session import Session
from wizard.ui.widgets.base import Card, Combo, button, clear, label
from wizard.ui.widgets.form import ChoiceField, Grid, LineField
from wizard.ui.widgets.notice import Notice
from wizard.ui.widgets.positions import Positions
from wizard.ui.widgets.preview import Preview

_VIEWS: Final[tuple[tuple[View, Text], ...]] = (
    ("customer", Text("for the customer")),
    ("internal", Text("internal: with sources of the prices")),
)


class Totals(QWidget):
    """The sums of an offer."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)

    def show_offer(self, offer: Offer, voice: Voice) -> None:
        """Show net, VAT and gross."""
        clear(self._grid)
        vat = offer.vat
        lines = [
            (tr("Once, net"), offer.once_net, ""),
            (tr("Per year, net"), offer.per_year_net, ""),
            (_over(offer.years), offer.total_net, "figure"),
            (tr("VAT {percent:number} % ({country})", percent=vat.percent, country=vat.country), vat.vat, ""),
            (tr("Total, gross"), vat.gross, ""),
        ]
        for row, (name, amount, role) in enumerate(lines):
            figure = label(voice.money(amount), role or "amount")
            figure.setObjectName(f"offer-total-{row}")
            figure.setAccessibleName(f"{name}: {figure.text()}")
            self._grid.addWidget(label(name, "quiet"), row, 0, Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(figure, row, 1, Qt.AlignmentFlag.AlignRight)
        self._grid.setHorizontalSpacing(20)


def _group(group: BillGroup, voice: Voice) -> str:
    sums = [voice.money(group.once_net)] if group.once_net or not group.per_year_net else []
    if group.per_year_net:
        sums.append(tr("{net} per year", net=voice.money(group.per_year_net)))
    return f"{voice.name(BILL_GROUPS, group.key)} {' + '.join(sums)}"


def _over(years: int) -> str:
    return tr("Over 1 year, net") if years == 1 else tr("Over {n} years, net", n=years)


class OfferPage(Page):
    """Bill, totals, the words of the cover, and the export."""

    shows_assessment = True
    export_requested = Signal()
    cancel_requested = Signal()
    folder_requested = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session, Text("Offer"), Text("{nothing}", nothing=""))
        self._voice = Voice(i18n.current(), "EUR")
        self._folder: Path | None = None
        self.preview = Preview(session)
        self._previewed: object = None
        self._empty = Card()
        self._empty_words = label("", "quiet", wrap=True)
        self._empty.add(self._empty_words)
        self.add(self._empty)
        self.add(self._cover_card())
        self.add(self._export_card())
        self.add(self._bill_card())
        self.finish()

    def _cover_card(self) -> Card:
        card, grid, session = Card(tr("Cover")), Grid(), self.session
        self.field(grid, LineField(session, "offer.vendor", Text("Your company"), TextEntry()))
        number = LineField(
            session, "offer.number", Text("Offer number"), TextEntry(optional=True), empty=tr("made by the program")
        )
        self.field(grid, number)
        valid = LineField(
            session, "offer.valid_days", Text("Valid for"), NumberEntry(whole=True), unit=tr("days"),
            empty=tr("as usual"), hint=Text("Never longer than the first price of the bill."),
        )  # fmt: skip
        self.field(grid, valid)
        self.field(grid, ChoiceField(session, "customer.language", Text("Language of the offer"), OFFER_LANGUAGES))
        card.add(grid)
        return card

    def _export_card(self) -> Card:
        self._export_box = card = Card(
            tr("Files"), tr("A PDF and a workbook with live formulas, from the same figures.")
        )
        self.view_choice = Combo()
        for _, words in _VIEWS:
            self.view_choice.addItem(shown(words))
        self.view_choice.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToContents)
        self.view_choice.setAccessibleName(tr("View of the offer"))
        self.view_choice.activated.connect(self._on_view)
        self.export_button = button(
            tr("Export PDF and workbook …"), "primary", name="export", hint=tr("Export (Ctrl+E)")
        )
        self.export_button.clicked.connect(self.export_requested)
        row = QHBoxLayout()
        row.addWidget(self.view_choice)
        row.addStretch(1)
        row.addWidget(self.export_button)
        card.body.addLayout(row)
        card.add(self._progress_row())
        self.written = QVBoxLayout()
        card.body.addLayout(self.written)
        return card

    def _progress_row(self) -> QWidget:
        self.progress_box = QWidget()
        row = QHBoxLayout(self.progress_box)
        row.setContentsMargins(0, 0, 0, 0)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("Progress of the export"))
        self.cancel_button = button(tr("Cancel"), "link", name="export-cancel")
        self.cancel_button.clicked.connect(self.cancel_requested)
        row.addWidget(self.progress, 1)
        row.addWidget(self.cancel_button)
        self.progress_box.hide()
        return self.progress_box

    def _bill_card(self) -> Card:
        self._bill_box = card = Card(
            tr("Bill"), tr("Quantity, text, price and discount are edited in their cells; the sizing stays as it is.")
        )
        self.bill = Positions(self.session)
        self.totals = Totals()
        self.remarks = label("", "caption", wrap=True)
        for widget in (self.bill, self.totals, self.remarks):
            card.add(widget)
        return card

    # --- showing ----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the offer of the newest assessment."""
        super().refresh()
        session = self.session
        self.view_choice.setCurrentIndex([view for view, _ in _VIEWS].index(session.view))
        offer, reason = self._offer()
        self._empty.setVisible(offer is None)
        for card in (self._export_box, self._bill_box):
            card.setVisible(offer is not None)
        self.say_lead("")
        self._empty_words.setText(reason or tr("Nothing to offer yet: enter guests or import an inventory."))
        if offer is not None:
            self._show_offer(offer)
        self._show_preview(offer)

    def _show_preview(self, offer: Offer | None) -> None:
        """Let the pages be drawn, where something about the offer is new."""
        session = self.session
        language = session.services.language(session.project.customer.language)
        key = None if offer is None else (offer, session.assessment, language.code)
        if key == self._previewed:
            return
        self._previewed = key
        write = session.services.write_pdf
        self.preview.show_document(None if offer is None else lambda: write(offer, language))

    def show_progress(self, percent: int) -> None:
        """Show how much of the export is done."""
        self.progress.setValue(percent)

    def _offer(self) -> tuple[Offer | None, str]:
        """Return the offer of the newest assessment, or why there is none."""
        session = self.session
        assessment = session.assessment
        if assessment is None:
            return None, session.why_not()
        best = assessment.best
        if best is None or best.design is None:
            return None, shown(assessment.recommendation)
        services, project = session.services, session.assessed_project or session.project
        try:
            return services.make_offer(project, assessment, on=services.today(), view=session.view), ""
        except services.faults as fault:
            return None, "\n".join(fault_lines(fault, i18n.current()))

    def _show_offer(self, offer: Offer) -> None:
        self._voice = voice = Voice(i18n.current(), offer.design.price.currency)
        topology = shown(TOPOLOGIES[offer.topology])
        until = tr("{topology}. Valid until {date}.", topology=topology, date=i18n.day(offer.valid_until))
        self.say_lead(until)
        self.bill.show_lines(offer.lines, voice)
        self.totals.show_offer(offer, voice)
        remarks = [tr("The bundled prices are indicative.")] if offer.assessment.catalogue_indicative else []
        if offer.stale:
            remarks.append(tr("At least one price has run out."))
        if offer.estimated:
            remarks.append(tr("At least one price is estimated."))
        groups = " · ".join(_group(group, voice) for group in offer.groups)
        self.remarks.setText("\n".join([groups, " ".join(remarks)]).strip())

    def show_written(self, paths: tuple[Path, Path] | None) -> None:
        """Show where the two files are."""
        clear(self.written)
        if paths is None:
            return
        self._folder = paths[0].parent
        names = "\n".join(str(path) for path in paths)
        notice = Notice("advice", tr("Both files are written."), names)
        notice.setObjectName("written")
        row = QHBoxLayout()
        open_button = button(tr("Open folder"), name="open-folder")
        open_button.clicked.connect(self._on_open)
        row.addWidget(notice, 1)
        row.addWidget(open_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.written.addLayout(row)

    def show_busy(self, words: str) -> None:
        """Say what is being read or written; nothing when it is done."""
        self.export_button.setEnabled(not words)
        self.progress.setValue(0)
        self.progress_box.setVisible(bool(words))
        self.export_button.setText(words or tr("Export PDF and workbook …"))

    def _on_view(self, index: int) -> None:
        self.session.view = _VIEWS[index][0]
        self.refresh()

    def _on_open(self) -> None:
        self.folder_requested.emit(self._folder)
