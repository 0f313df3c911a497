"""The first tab of the offer: its positions and its sums."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from wizard.documents.words import Voice
from wizard.model.names import BILL_GROUPS
from wizard.model.offer import BillGroup, Offer
from wizard.model.text import Text
from wizard.ui.i18n import tr
from wizard.ui.offering.positions import Positions
from wizard.ui.offering.tab import Shown, Tab
from wizard.ui.widgets.base import Card, label
from wizard.ui.widgets.sums import Sum, Sums


def _sums(offer: Offer, voice: Voice) -> Iterator[Sum]:
    """Yield what stands below the bill."""
    for number, one in enumerate(offer.discounts):
        less = one.once_net + offer.years * one.per_year_net
        words = tr("Discount of {percent:number} % on the offer, over the years", percent=one.percent)
        yield Sum(f"discount-{number}", words, voice.money(-less))
    yield Sum("0", tr("Once, net"), voice.money(offer.once_net))
    yield Sum("1", tr("Per year, net"), voice.money(offer.per_year_net))
    yield Sum("2", _over(offer.years), voice.money(offer.total_net), chief=True)
    if len(offer.vat_lines) > 1:
        for number, rate in enumerate(offer.vat_lines):
            words = tr("VAT {percent:number} % on {net}", percent=rate.percent, net=voice.money(rate.net))
            yield Sum(f"rate-{number}", words, voice.money(rate.vat))
    yield Sum("3", _vat(offer), voice.money(offer.vat.vat))
    yield Sum("4", tr("Total, gross"), voice.money(offer.vat.gross))
    if offer.optional_once_net or offer.optional_per_year_net:
        yield Sum("options", tr("With all options, net"), voice.money(offer.with_options_net))


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

    def cards(self) -> Iterator[QWidget]:
        """Make the positions with their sums."""
        card = Card(tr("Bill"), tr("Text, quantity, price and discount are edited in their cells; the sizing stays."))
        self.bill = Positions(self.session)
        self.totals = Sums("offer-total")
        self.remarks = label("", "caption", wrap=True)
        for widget in (self.bill, self.totals, self.remarks):
            card.add(widget)
        yield card

    def show_offer(self, shown: Shown) -> None:
        """Show positions and sums."""
        offer, voice = shown.offer, shown.voice
        self.bill.show_offer(offer, voice)
        self.totals.show_sums(_sums(offer, voice))
        remarks = [tr("The bundled prices are indicative.")] if offer.assessment.catalogue_indicative else []
        if offer.stale:
            remarks.append(tr("At least one price has run out."))
        if offer.estimated:
            remarks.append(tr("At least one price is estimated."))
        groups = " · ".join(_group(group, voice) for group in offer.groups)
        self.remarks.setText("\n".join([groups, " ".join(remarks)]).strip())
