"""The first tab of the offer: its positions and its sums."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from wizard.documents.words import Voice
from wizard.model.names import BILL_GROUPS
from wizard.model.offer import BillGroup, Offer
from wizard.model.text import Text
from wizard.ui.i18n import tr
from wizard.ui.offering.positions import Positions
from wizard.ui.offering.tab import Shown, Tab
from wizard.ui.session import Session
from wizard.ui.widgets.base import Card, clear, label


class Totals(QWidget):
    """The sums of an offer."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setVerticalSpacing(4)
        self._grid.setHorizontalSpacing(20)
        self._grid.setColumnStretch(0, 1)

    def show_offer(self, offer: Offer, voice: Voice) -> None:
        """Show net, VAT and gross."""
        clear(self._grid)
        for row, (name, amount, role, key) in enumerate(_sums(offer, voice)):
            figure = label(amount, role)
            figure.setObjectName(f"offer-total-{key}")
            figure.setAccessibleName(f"{name}: {amount}")
            right = Qt.AlignmentFlag.AlignRight
            self._grid.addWidget(label(name, "quiet", wrap=True), row, 0, right)
            self._grid.addWidget(figure, row, 1, right)


def _sums(offer: Offer, voice: Voice) -> Iterator[tuple[str, str, str, str]]:
    """Yield what stands below the bill: name, amount, role and key of each line."""
    for number, one in enumerate(offer.discounts):
        less = one.once_net + offer.years * one.per_year_net
        words = tr("Discount of {percent:number} % on the offer, over the years", percent=one.percent)
        yield words, f"−{voice.money(less)}", "amount", f"discount-{number}"
    yield tr("Once, net"), voice.money(offer.once_net), "amount", "0"
    yield tr("Per year, net"), voice.money(offer.per_year_net), "amount", "1"
    yield _over(offer.years), voice.money(offer.total_net), "figure", "2"
    if len(offer.vat_lines) > 1:
        for number, rate in enumerate(offer.vat_lines):
            words = tr("VAT {percent:number} % on {net}", percent=rate.percent, net=voice.money(rate.net))
            yield words, voice.money(rate.vat), "amount", f"rate-{number}"
    yield _vat(offer), voice.money(offer.vat.vat), "amount", "3"
    yield tr("Total, gross"), voice.money(offer.vat.gross), "amount", "4"
    if offer.optional_once_net or offer.optional_per_year_net:
        yield tr("With all options, net"), voice.money(offer.with_options_net), "amount", "options"


def _vat(offer: Offer) -> str:
    vat = offer.vat
    if offer.reverse_charge:
        return tr("VAT: owed by the recipient")
    if vat.percent is None:
        return tr("VAT ({country})", country=vat.country)
    return tr("VAT {percent:number} % ({country})", percent=vat.percent, country=vat.country)


def _over(years: int) -> str:
    return tr("Over 1 year, net") if years == 1 else tr("Over {n} years, net", n=years)


def _group(group: BillGroup, voice: Voice) -> str:
    sums = [voice.money(group.once_net)] if group.once_net or not group.per_year_net else []
    if group.per_year_net:
        sums.append(tr("{net} per year", net=voice.money(group.per_year_net)))
    return f"{group.title or voice.name(BILL_GROUPS, group.key)} {' + '.join(sums)}"


class BillTab(Tab):
    """Positions, sums, and what the prices are worth."""

    title = Text("Bill")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        card = Card(tr("Bill"), tr("Text, quantity, price and discount are edited in their cells; the sizing stays."))
        self.bill = Positions(session)
        self.totals = Totals()
        self.remarks = label("", "caption", wrap=True)
        for widget in (self.bill, self.totals, self.remarks):
            card.add(widget)
        self.add(card)

    def show_offer(self, shown: Shown) -> None:
        """Show positions and sums."""
        offer, voice = shown.offer, shown.voice
        self.bill.show_offer(offer, voice)
        self.totals.show_offer(offer, voice)
        remarks = [tr("The bundled prices are indicative.")] if offer.assessment.catalogue_indicative else []
        if offer.stale:
            remarks.append(tr("At least one price has run out."))
        if offer.estimated:
            remarks.append(tr("At least one price is estimated."))
        groups = " · ".join(_group(group, voice) for group in offer.groups)
        self.remarks.setText("\n".join([groups, " ".join(remarks)]).strip())
