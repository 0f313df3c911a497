"""Sending the offer, and what was sent: each revision is frozen, and the next one lists its changes by cause."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from wizard.documents.words import Voice
from wizard.flow.numbering import is_sent, revision_label
from wizard.model.commercial import SentPosition
from wizard.model.money import ZERO
from wizard.model.names import OFFER_MODES, POSITION_KINDS
from wizard.model.offer import OfferChange
from wizard.model.project import Project, Revision
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.i18n import shown as said
from wizard.ui.i18n import tr
from wizard.ui.models.records import Field as Title
from wizard.ui.offering.standing import Standing
from wizard.ui.offering.tab import Shown
from wizard.ui.services import fault_lines
from wizard.ui.session import Session
from wizard.ui.widgets.base import Card, button, clear, label
from wizard.ui.widgets.fold import Fold
from wizard.ui.widgets.records import RecordsTable
from wizard.ui.work import Answer


class SendingCard(Card):
    """What stands against sending, the changes since the last time, and every revision that went out."""

    send_requested = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(tr("Sending"), tr("A sent revision is frozen with its number and its date."))
        self._session = session
        self._about: object = None
        self._can_send = False
        self.standing = Standing()
        self.add(self.standing)
        self.changes_head = label("", "label", wrap=True)
        self.add(self.changes_head)
        self._changes = QGridLayout()
        self._changes.setHorizontalSpacing(16)
        self._changes.setColumnStretch(0, 1)
        self.body.addLayout(self._changes)
        row = QHBoxLayout()
        self.state = label("", "caption", wrap=True)
        self.state.setObjectName("revision-state")
        self.send_button = button(tr("Send …"), "primary", name="send")
        self.send_button.clicked.connect(self.send_requested)
        row.addWidget(self.state, 1)
        row.addWidget(self.send_button)
        self.body.addLayout(row)
        self.revisions: RecordsTable[Revision] = RecordsTable(tr("Sent revisions"), _REVISIONS, stretch=3, most_rows=6)
        self.revisions.setObjectName("revisions")
        self.revisions.selectionModel().currentChanged.connect(self._show_sent)
        self.add(self.revisions)
        self.sent = Fold("", name="sent-figures")
        self.sent.toggled.connect(self._show_sent)
        self.positions: RecordsTable[SentPosition] = RecordsTable(
            tr("Positions as they were sent"), _positions(), stretch=1, most_rows=200, wrap=True
        )
        self.positions.setObjectName("sent-positions")
        self.sums = label("", "amount", wrap=True)
        self.sums.setObjectName("sent-sums")
        self.sent.body.addWidget(self.positions)
        self.sent.body.addWidget(self.sums)
        self.add(self.sent)
        session.changes_worker.answered.connect(self._on_changes)

    def show_busy(self, *, busy: bool) -> None:
        """Leave nothing to be sent while something is read or written."""
        self.send_button.setEnabled(not busy and self._can_send)

    def show_offer(self, shown: Shown) -> None:
        """Show how an offer stands, and what was sent before it."""
        project, offer = self._session.project, shown.offer
        self.standing.show_offer(offer)
        sent = is_sent(project)
        self._can_send = offer.sendable and not sent
        self.send_button.setEnabled(self._can_send)
        label_ = revision_label(project)
        self.send_button.setText(tr("Send revision {label} …", label=label_))
        if sent:
            self.state.setText(tr("Revision {label} is sent; nothing has changed since.", label=label_))
        else:
            self.state.setText(tr("Revision {label} is in work.", label=label_))
        revisions = tuple(reversed(project.revisions))
        self.revisions.setVisible(bool(revisions))
        self.sent.setVisible(bool(revisions))
        if revisions != tuple(self.revisions.records.shown()):
            self.revisions.show_records(revisions)
        self._show_sent()
        self._ask_changes(project, sent=sent)

    # --- changes since the last one ---------------------------------------------------------------------------------

    def _ask_changes(self, project: Project, *, sent: bool) -> None:
        """Let the changes be worked out beside the window: each cause takes a sizing."""
        session = self._session
        wanted = None if sent or not project.revisions else (project, session.order.topology)
        if wanted == self._about:
            return
        self._about = wanted
        clear(self._changes)
        self.changes_head.setVisible(wanted is not None)
        if wanted is None:
            session.changes_worker.cancel()
            return
        self.changes_head.setText(
            tr("Changes since revision {label} are worked out …", label=project.revisions[-1].label)
        )
        services, on = session.services, session.services.today()
        topology = session.order.topology
        session.changes_worker.ask(lambda: services.changes(project, on, topology))

    def _on_changes(self, answer: Answer) -> None:
        if self._about is None:
            return
        clear(self._changes)
        last = self._session.project.revisions[-1]
        if answer.report is not None:
            self._session.bug_found.emit(answer.report)
        elif answer.fault is not None:
            self.changes_head.setText(" ".join(fault_lines(answer.fault, i18n.current())))
        else:
            self._show_changes(answer.value, last)

    def _show_changes(self, changes: tuple[OfferChange, ...], last: Revision) -> None:
        voice = Voice(i18n.current(), last.currency)
        self.changes_head.setText(
            tr("Changes since revision {label}, by cause:", label=last.label)
            if changes
            else tr("No change of the price since revision {label}.", label=last.label)
        )
        total = sum((one.net for one in changes), start=ZERO)
        rows = [(f"{said(one.cause)}: {said(one.effect)}", one.net) for one in changes]
        if len(rows) > 1:
            rows.append((tr("Together"), total))
        for row, (words, net) in enumerate(rows):
            amount = label(voice.money(net, signed=True), "amount")
            amount.setObjectName(f"change-{row}")
            self._changes.addWidget(label(words, "small", wrap=True), row, 0)
            self._changes.addWidget(amount, row, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)

    # --- what was sent ----------------------------------------------------------------------------------------------

    def _show_sent(self) -> None:
        revision = self.revisions.records.record(self.revisions.currentIndex().row())
        if revision is None:
            return
        self.sent.say(tr("Figures of revision {label} as they were sent", label=revision.label))
        if not self.sent.is_open:
            return
        self.positions.show_records(revision.positions)
        voice = Voice(i18n.current(), revision.currency)
        self.sums.setText(
            tr("Once {once} + {yearly} per year; over {years} years {total}, net",
               once=voice.money(revision.once_net), yearly=voice.money(revision.per_year_net), years=revision.years,
               total=voice.money(revision.total_net))
        )  # fmt: skip


def _status(revision: Revision) -> str:
    return tr("sent: {kind}", kind=OFFER_MODES[revision.mode])


_REVISIONS: Final[tuple[Title[Revision], ...]] = (
    Title(Text("Revision"), lambda one: one.label, 72),
    Title(Text("Day"), lambda one: i18n.current().day_in_figures(one.date), 92),
    Title(Text("Number"), lambda one: one.number, 150),
    Title(Text("State"), _status, 150),
    Title(Text("Total, net"), lambda one: f"{i18n.current().money(one.total_net)} {one.currency}", 150, numeric=True),
)


def _positions() -> tuple[Title[SentPosition], ...]:
    def money(one: SentPosition, key: str) -> str:
        priced = one.kind not in ("text", "subtotal") or (one.kind == "subtotal" and key == "net")
        return i18n.current().money(getattr(one, key)) if priced else ""

    def quantity(one: SentPosition) -> str:
        return "" if one.kind in ("text", "subtotal") else i18n.current().number(one.quantity)

    def what(one: SentPosition) -> str:
        kind = "" if one.counted else tr("not in the sum: {kind}", kind=POSITION_KINDS[one.kind])
        return "\n".join(part for part in (one.text, tr("per year") if one.per == "year" else "", kind) if part)

    return (
        Title(Text("Position"), lambda one: one.number, 80),
        Title(Text("What"), what, 200),
        Title(Text("Quantity"), quantity, 70, numeric=True),
        Title(Text("Each, net"), lambda one: money(one, "unit_net"), 104, numeric=True),
        Title(Text("Sum, net"), lambda one: money(one, "net"), 104, numeric=True),
    )
