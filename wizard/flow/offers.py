"""Make an offer of an assessment: the one record that screen, PDF, workbook and JSON print."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from wizard import __version__
from wizard.assets import Assets, folder
from wizard.flow.faults import InputFault
from wizard.model.assessment import Assessment, BillLine, Design
from wizard.model.money import to_cents
from wizard.model.offer import BillGroup, Offer, VatLine, View
from wizard.model.project import Project, Topology


@cache
def _terms() -> dict[str, object]:
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
        ``customer`` or ``internal``.
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
        raise InputFault(f"there is no design to offer: {assessment.recommendation}")
    design = judged.design
    valid_until, limited_by = _validity(project, design, on)
    return Offer(
        number=project.offer.number or _number(assessment, on),
        vendor=project.offer.vendor,
        project=project,
        assessment=assessment,
        topology=judged.id,
        design=design,
        view=view,
        date=on,
        valid_until=valid_until,
        validity_limited_by=limited_by,
        groups=_groups(design.bill),
        once_net=design.price.once_net,
        per_year_net=design.price.per_year_net,
        years=design.price.years,
        total_net=design.price.total_net,
        vat=_vat(project, design.price.total_net),
        stale=any(line.price_stale for line in design.bill),
        estimated=any(line.price_estimated for line in design.bill),
        program_version=__version__,
    )


def _number(assessment: Assessment, on: date) -> str:
    """Return an offer number that the same project always gets on the same day."""
    return f"AN-{on:%Y}-{assessment.fingerprint[:6].upper()}"


def _validity(project: Project, design: Design, on: date) -> tuple[date, str | None]:
    """Return until when the offer holds: as long as it says, but no longer than its shortest price that still holds."""
    days = project.offer.valid_days or int(str(_terms()["valid_days"]))
    wanted = on + timedelta(days=days)
    holding = [line for line in design.bill if not line.price_stale]
    shortest = min(holding, key=lambda line: line.price_valid_until, default=None)
    if shortest is None or shortest.price_valid_until >= wanted:
        return wanted, None
    return shortest.price_valid_until, shortest.part


def _groups(lines: tuple[BillLine, ...]) -> tuple[BillGroup, ...]:
    keys = list(dict.fromkeys(line.group for line in lines))
    groups = []
    for key in keys:
        members = tuple(line for line in lines if line.group == key)
        groups.append(BillGroup(members[0].position[:2], key, members, _sum(members, "once"), _sum(members, "year")))
    return tuple(groups)


def _sum(lines: tuple[BillLine, ...], per: str) -> Decimal:
    return to_cents(sum((line.net for line in lines if line.per == per), Decimal(0)))


def _vat(project: Project, net: Decimal) -> VatLine:
    """Return VAT on the net sum, at the rate of the customer's country."""
    rates = _terms()["vat_percent"]
    default = _terms()["default_country"]
    country = project.customer.country or str(default)
    if not isinstance(rates, dict) or country not in rates:
        raise InputFault(f"customer.country: no VAT rate is known for {country}; add it to templates/offer/terms.toml")
    percent = Decimal(str(rates[country]))
    vat = to_cents(net * percent / 100)
    return VatLine(percent, net, vat, net + vat, country)
