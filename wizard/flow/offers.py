"""Make an offer of an assessment: the one record that screen, PDF, workbook and JSON print."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from wizard import __version__
from wizard.assets import Assets, folder
from wizard.flow.numbering import revision_label
from wizard.flow.offer_lines import Priced, Setting, line_keys, priced_lines
from wizard.flow.offer_remarks import Validity, cost_remarks, customer_remarks, sizing_remarks, validity
from wizard.flow.offer_sums import (
    costing,
    discounts_on,
    groups_of,
    less,
    options_of,
    sums_by_rate,
    vat_lines,
    vat_together,
)
from wizard.flow.offer_views import converted, customer_assessment, customer_line, customer_project
from wizard.flow.survey_remarks import survey_remarks
from wizard.flow.yearly_costs import yearly_costs
from wizard.model.assessment import Assessment, JudgedTopology
from wizard.model.commercial import OfferTerms
from wizard.model.faults import InputFault
from wizard.model.money import ZERO, to_cents
from wizard.model.offer import Offer, View
from wizard.model.project import Project, Topology
from wizard.model.text import Text

_NO_TERMS = OfferTerms()
_WORDS_ONLY = ("number", "vendor", "contact", "valid_days", "mode", "self_assessment", "binding_until",
               "validity_reason", "margin_floor_percent", "margin_reason", "show_discounts", "costs")  # fmt: skip
"""What of the terms leaves positions and prices as they were sized."""


@cache
def offer_defaults() -> Mapping[str, object]:
    """Return what an offer says where the project does not."""
    return tomllib.loads((folder(Assets.TEMPLATES) / "offer" / "terms.toml").read_text(encoding="utf-8"))


def make_offer(
    project: Project, assessment: Assessment, *, on: date, view: View = "customer", topology: Topology | None = None
) -> Offer:
    """Make an offer of the recommended topology, or of another that was sized.

    Parameters
    ----------
    project, assessment
        What was asked, and the answer.
    on
        Day of the offer.
    view
        ``customer`` or ``internal``: the customer's holds no purchase price, margin or source of a price anywhere.
    topology
        Topology to offer instead of the recommended one.

    Raises
    ------
    InputFault
        If there is no design to offer.
    """
    chosen = topology or assessment.recommended
    judged = None if chosen is None else assessment.judged(chosen)
    if judged is None or judged.design is None:
        raise InputFault(Text("there is no design to offer: {reason}", reason=assessment.recommendation))
    terms = project.offer
    country, usual = _country(project)
    rate = Decimal(1) if terms.currency is None else terms.currency.rate
    setting = Setting(terms, usual, rate, on)
    lines = priced_lines(project, judged.design.bill, setting)
    offer = _summed(_plain(project, assessment, judged, on), lines, country, setting)
    offer = replace(offer, costs=yearly_costs(offer, terms.costs, running_defaults()))
    holds = validity(terms, lines, _wanted(terms, on))
    costs = costing(lines, offer.total_net, offer.years, terms)
    ours = tuple(cost_remarks(terms, costs, holds))
    keys = line_keys(judged.design.bill)
    theirs = (
        *customer_remarks(terms, assessment, lines, holds), *sizing_remarks(terms, keys, lines),
        *survey_remarks(project, judged.design, lines),
    )  # fmt: skip
    offer = replace(
        offer, valid_until=holds.until, validity_limited_by=_limit(holds), remarks=(*theirs, *ours),
        sendable=all(remark.level != "blocker" for remark in (*theirs, *ours)),
    )  # fmt: skip
    if view == "internal":
        return replace(offer, view=view, costing=costs)
    return _for_customer(replace(offer, remarks=theirs), lines)


def running_defaults() -> Mapping[str, object]:
    """Return what costs over the years are worked out with where the project does not say."""
    running = offer_defaults()["running"]
    assert isinstance(running, dict)
    return running


def _plain(project: Project, assessment: Assessment, judged: JudgedTopology, on: date) -> Offer:
    """Return an offer without positions and sums."""
    assert judged.design is not None
    terms, code = project.offer, assessment.currency
    if terms.currency is not None:
        code = terms.currency.code
        assessment = converted(assessment, code, terms.currency.rate)
    design = assessment.judged(judged.id).design or judged.design
    return Offer(
        number=terms.number or _number(assessment, on), vendor=terms.vendor, project=project, assessment=assessment,
        topology=judged.id, design=design, view="customer", date=on, valid_until=on, validity_limited_by=None,
        groups=(), once_net=ZERO, per_year_net=ZERO, years=design.price.years, total_net=ZERO,
        vat=vat_together((), "", ZERO), stale=False, estimated=False, program_version=__version__, currency=code,
        exchange=terms.currency, mode=terms.mode, revision=revision_label(project),
        self_assessment=terms.self_assessment, reverse_charge=terms.reverse_charge,
        as_sized=_as_sized(terms), contact=terms.contact,
    )  # fmt: skip


def _summed(offer: Offer, lines: Sequence[Priced], country: str, setting: Setting) -> Offer:
    plain = [one.line for one in lines]
    groups = groups_of(plain, setting.terms)
    sums = sums_by_rate(groups)
    discounts = discounts_on(sums, setting.terms.discount_percent)
    sums = less(sums, discounts)
    once = sum((pair[0] for pair in sums.values()), ZERO)
    year = sum((pair[1] for pair in sums.values()), ZERO)
    taxed = vat_lines(sums, offer.years, country)
    usual = ZERO if setting.terms.reverse_charge else _usual(setting)
    options = options_of(plain)
    priced = [line for line in plain if line.priced]
    return replace(
        offer, groups=groups, once_net=to_cents(once), per_year_net=to_cents(year),
        total_net=to_cents(once + offer.years * year), vat=vat_together(taxed, country, usual), vat_lines=taxed,
        discounts=discounts, optional_once_net=options[0], optional_per_year_net=options[1],
        stale=any(line.price_stale for line in priced), estimated=any(line.price_estimated for line in priced),
    )  # fmt: skip


def _usual(setting: Setting) -> Decimal:
    own = setting.terms.vat_percent
    return setting.vat_percent if own is None else own


def _for_customer(offer: Offer, lines: Sequence[Priced]) -> Offer:
    """Return the offer without anything that only the vendor may know."""
    assessment = customer_assessment(offer.assessment)
    return replace(
        offer,
        project=customer_project(offer.project, lines),
        assessment=assessment,
        design=assessment.judged(offer.topology).design or offer.design,
        groups=tuple(
            replace(group, lines=tuple(customer_line(line) for line in group.lines)) for group in offer.groups
        ),
    )


def _as_sized(terms: OfferTerms) -> bool:
    silent = terms.model_copy(update={name: getattr(_NO_TERMS, name) for name in _WORDS_ONLY})
    return silent == _NO_TERMS


def _number(assessment: Assessment, on: date) -> str:
    """Return an offer number that the same project always gets on the same day."""
    return f"AN-{on:%Y}-{assessment.fingerprint[:6].upper()}"


def _wanted(terms: OfferTerms, on: date) -> date:
    if terms.mode == "tender" and terms.binding_until is not None:
        return max(terms.binding_until, on)
    return on + timedelta(days=terms.valid_days or int(str(offer_defaults()["valid_days"])))


def _limit(holds: Validity) -> str | None:
    if holds.first is None or holds.until == holds.wanted:
        return None
    return holds.first.line.part or holds.first.line.key


def _country(project: Project) -> tuple[str, Decimal]:
    """Return the customer's country and its usual rate of VAT."""
    rates = offer_defaults()["vat_percent"]
    country = project.customer.country or str(offer_defaults()["default_country"])
    if not isinstance(rates, dict) or country not in rates:
        raise InputFault(
            Text(
                "customer.country: no VAT rate is known for {country}; add it to templates/offer/terms.toml",
                country=country,
            )
        )
    return country, Decimal(str(rates[country]))
