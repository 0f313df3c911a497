"""Random bills: all kinds of positions, every sort of discount, several rates of VAT, cents to get wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from tests.documents import sample
from wizard.flow.offers import make_offer
from wizard.model.assessment import Assessment, BillLine
from wizard.model.commercial import OFFER_GROUPS, GroupTerms, OfferTerms, OwnPosition
from wizard.model.money import to_cents
from wizard.model.offer import Offer
from wizard.model.project import Project
from wizard.model.text import Text

PRICES = st.one_of(
    st.decimals("0.01", "99999.99", places=2),
    st.sampled_from([Decimal("0.01"), Decimal("0.05"), Decimal("1.005").quantize(Decimal("0.01")), Decimal("33.33")]),
)
SHARES = st.none() | st.decimals(0, 60, places=2) | st.sampled_from([Decimal("2.5"), Decimal("33.33"), Decimal("0.5")])
RATES = st.none() | st.sampled_from([Decimal(7), Decimal("8.1"), Decimal(10), Decimal(0), Decimal(20)])
_BASE = sample.project()
_SMALL = replace(sample.design(2), calculations=(), findings=(), links=())


@st.composite
def sized_lines(draw: st.DrawFn) -> tuple[BillLine, ...]:
    lines = []
    for number in range(draw(st.integers(1, 6))):
        group = draw(st.sampled_from(OFFER_GROUPS[:5]))
        quantity, price = draw(st.integers(1, 500)), draw(PRICES)
        lines.append(
            BillLine(
                position=f"01.{number:04}", part=f"part-{number}", text=Text("{t}", t=f"Part {number}"),
                quantity=quantity, unit_net=price, net=to_cents(quantity * price),
                per="year" if group == "subscriptions" else draw(st.sampled_from(["once", "year"])),
                because=Text("needed"), group=group, price_date=date(2026, 11, 1),
                price_valid_until=date(2026, 12, 31), price_source="", price_confidence="A", price_stale=False,
                price_estimated=False, list_net=draw(st.none() | PRICES), purchase_net=draw(st.none() | PRICES),
            )
        )  # fmt: skip
    return tuple(lines)


@st.composite
def own_positions(draw: st.DrawFn) -> tuple[OwnPosition, ...]:
    kinds = ["normal", "normal", "optional", "alternative", "on-demand", "lump-sum", "text", "subtotal"]
    return tuple(
        OwnPosition(
            id=f"own-{number}", text=f"Own {number}", group=draw(st.sampled_from(OFFER_GROUPS)),
            kind=draw(st.sampled_from(kinds)), quantity=draw(st.decimals("0.01", "400", places=2)),
            unit_net=draw(PRICES), discount_percent=draw(SHARES), vat_percent=draw(RATES),
            per=draw(st.sampled_from(["once", "year"])), base=draw(st.none() | st.just("own-0")),
        )
        for number in range(draw(st.integers(0, 6)))
    )  # fmt: skip


@st.composite
def terms(draw: st.DrawFn) -> OfferTerms:
    headings = draw(st.lists(st.sampled_from(OFFER_GROUPS), unique=True, max_size=3))
    return OfferTerms(
        positions=draw(own_positions()), discount_percent=draw(SHARES), vat_percent=draw(RATES),
        markup_percent=draw(SHARES), reverse_charge=draw(st.integers(0, 9)) == 0,
        groups=tuple(
            GroupTerms(group=group, discount_percent=draw(SHARES), vat_percent=draw(RATES)) for group in headings
        ),
    )  # fmt: skip


def assessed(lines: tuple[BillLine, ...]) -> Assessment:
    """An assessment whose design has this bill."""
    return sample.assessment(replace(_SMALL, bill=lines))


def project_with(offer: OfferTerms) -> Project:
    """A project with few answers and these terms."""
    return _BASE.model_copy(update={"offer": offer})


def offered(lines: tuple[BillLine, ...], offer: OfferTerms) -> Offer:
    """The offer of a random bill with random terms."""
    return make_offer(project_with(offer), assessed(lines), on=sample.DAY)
