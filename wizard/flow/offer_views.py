"""The customer's side of things: values in which nothing stands that only the vendor may know."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from wizard.flow.offer_lines import Priced
from wizard.model.assessment import Assessment, BillLine, Design, JudgedTopology
from wizard.model.commercial import OfferTerms, Pricing, SentPosition, SizedEdit
from wizard.model.money import ZERO, to_cents
from wizard.model.offer import OfferLine
from wizard.model.project import Project, Revision

LineChange = Callable[[BillLine], BillLine]
_OF_THE_VENDOR = {"purchase_net": None, "markup_percent": None, "margin_percent": None, "price_source": ""}
_WORDS_OF_THE_VENDOR: dict[str, object] = {"margin_floor_percent": None, "margin_reason": "", "validity_reason": ""}
VENDOR_FIELDS = frozenset((*_OF_THE_VENDOR, *_WORDS_OF_THE_VENDOR, "show_discounts"))
"""Answers that no customer is told of: what makes a price, and why."""


def customer_project(project: Project, lines: Sequence[Priced] = ()) -> Project:
    """Return a project that can be handed over: without purchase prices, margins, sources and reasons.

    A price of ``lines`` that was made of what is taken away is set instead, so that the offer stays the same.
    """
    revisions = tuple(_customer_revision(revision) for revision in project.revisions)
    offer = _customer_terms(_with_prices(project.offer, lines))
    return project.model_copy(update={"offer": offer, "revisions": revisions})


def _customer_revision(revision: Revision) -> Revision:
    """Return a sent revision without the vendor's figures; prices that were made of them stay as they were sent."""
    terms = revision.asked.offer
    made = any(
        each.markup_percent is not None or each.margin_percent is not None
        for each in (terms, *terms.groups, *terms.edits, *terms.positions)
    )
    hides = made or not terms.show_discounts
    prices = {sent.key: _as_sent(sent) for sent in revision.positions if hides}
    fixed = revision.asked.model_copy(update={"offer": _set_prices(terms, prices)})
    return revision.model_copy(update={"asked": customer_project(fixed)})


def _as_sent(sent: SentPosition) -> dict[str, object]:
    price: dict[str, object] = {"unit_net": sent.unit_net, "list_net": None, "discount_percent": None}
    return price | {"quantity": sent.quantity} if sent.kind == "lump-sum" else price


def _with_prices(terms: OfferTerms, lines: Sequence[Priced]) -> OfferTerms:
    hides = not terms.show_discounts
    prices: dict[str, dict[str, object]] = {
        one.line.key: {"unit_net": one.unit_net, "list_net": None, "discount_percent": None}
        for one in lines
        if one.from_purchase or (hides and one.edit.discount_percent is not None)
    }
    return _set_prices(terms, prices)


def _set_prices(terms: OfferTerms, prices: Mapping[str, dict[str, object]]) -> OfferTerms:
    """Set prices of positions by hand, whatever made them before."""
    edits = {edit.key: edit for edit in terms.edits}
    own = {position.id for position in terms.positions}
    for key in prices:
        if key not in own:
            edits.setdefault(key, SizedEdit(key=key))
    return terms.model_copy(
        update={
            "edits": tuple(edit.model_copy(update=prices.get(key, {})) for key, edit in edits.items()),
            "positions": tuple(one.model_copy(update=prices.get(one.id, {})) for one in terms.positions),
        }
    )


def _customer_terms(terms: OfferTerms) -> OfferTerms:
    def hidden(each: Pricing) -> dict[str, object]:
        return {name: value for name, value in _OF_THE_VENDOR.items() if name in type(each).model_fields}

    return terms.model_copy(
        update={
            **hidden(terms),
            **_WORDS_OF_THE_VENDOR,
            "groups": tuple(group.model_copy(update=hidden(group)) for group in terms.groups),
            "edits": tuple(edit.model_copy(update=hidden(edit)) for edit in terms.edits),
            "positions": tuple(own.model_copy(update=hidden(own)) for own in terms.positions),
        }
    )


def customer_line(line: OfferLine) -> OfferLine:
    """Return a position without the source of its price."""
    return replace(line, price_source="") if line.price_source else line


def customer_assessment(assessment: Assessment) -> Assessment:
    """Return an assessment whose bills name neither purchase prices nor sources of prices."""
    return _with_bills(assessment, _customer_bill_line)


def converted(assessment: Assessment, code: str, rate: Decimal) -> Assessment:
    """Return an assessment with its prices in another currency, so that all amounts of a document are in one.

    The calculations stay as they were made, in the currency that they name.
    """

    def line(each: BillLine) -> BillLine:
        unit = to_cents(each.unit_net * rate)
        return replace(each, unit_net=unit, net=to_cents(each.quantity * unit), list_net=None, purchase_net=None)

    def judged(each: JudgedTopology) -> JudgedTopology:
        missing = None if each.missing_net is None else to_cents(each.missing_net * rate)
        return replace(each, missing_net=missing)

    again = _with_bills(assessment, line, code)
    budget = None if assessment.budget_net is None else to_cents(assessment.budget_net * rate)
    return replace(
        again, currency=code, budget_net=budget, topologies=tuple(judged(each) for each in again.topologies),
        exploration=None,
    )  # fmt: skip


def _customer_bill_line(line: BillLine) -> BillLine:
    return replace(line, price_source="", list_net=None, purchase_net=None)


def _with_bills(assessment: Assessment, change: LineChange, currency: str | None = None) -> Assessment:
    return replace(
        assessment,
        topologies=tuple(
            each if each.design is None else replace(each, design=_design(each.design, change, currency))
            for each in assessment.topologies
        ),
    )


def _design(design: Design, change: LineChange, currency: str | None) -> Design:
    bill = tuple(change(line) for line in design.bill)
    price = design.price
    if currency is not None:
        once, year = (sum((line.net for line in bill if line.per == per), ZERO) for per in ("once", "year"))
        total = once + price.years * year
        price = replace(price, currency=currency, once_net=once, per_year_net=year, total_net=total)
    return replace(
        design, price=price, bill=bill,
        per_site=tuple(replace(site, design=_design(site.design, change, currency)) for site in design.per_site),
    )  # fmt: skip
