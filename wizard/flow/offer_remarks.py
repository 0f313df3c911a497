"""What the vendor has to know before an offer goes out, and what stands against sending it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from wizard.flow.offer_lines import Priced
from wizard.model.assessment import Assessment
from wizard.model.commercial import OfferTerms
from wizard.model.offer import Costing, Remark, RemarkLevel
from wizard.model.text import Text


@dataclass(frozen=True, slots=True)
class Validity:
    """Until when an offer holds: what was wanted, what it says, and the price that ends first."""

    wanted: date
    until: date
    first: Priced | None
    """The position whose price ends first, if that is before what was wanted."""


def validity(terms: OfferTerms, lines: Sequence[Priced], wanted: date) -> Validity:
    """Return until when the offer holds: no longer than its shortest price that still holds, but for a reason."""
    ends = [
        (one.line.price_valid_until, one)
        for one in lines
        if one.line.priced and not one.line.price_stale and one.line.price_valid_until is not None
    ]
    shortest = min(ends, key=lambda pair: pair[0], default=None)
    if shortest is None or shortest[0] >= wanted:
        return Validity(wanted, wanted, None)
    keeps = bool(terms.validity_reason.strip())
    return Validity(wanted, wanted if keeps else shortest[0], shortest[1])


def customer_remarks(
    terms: OfferTerms, assessment: Assessment, lines: Sequence[Priced], holds: Validity
) -> Iterator[Remark]:
    """Yield what does not speak of cost."""
    firm = terms.mode != "indication"
    level: RemarkLevel = "blocker" if firm else "note"
    if firm and assessment.catalogue_indicative:
        yield Remark("blocker", Text("The prices are indicative: a binding offer needs the vendor's own price list."))
    for one in lines:
        line = one.line
        if not line.priced:
            continue
        if line.price_stale:
            yield Remark(level, Text("{position}: the price has run out.", position=line.position), line.key)
        if line.price_estimated and firm:
            yield Remark(
                "blocker", Text("{position}: nobody has offered this price.", position=line.position), line.key
            )
        elif line.price_indicative and firm:
            yield Remark("blocker", Text("{position}: the price is indicative.", position=line.position), line.key)
        if not line.unit_net:
            missing = Text("{position}: there is no price.", position=line.position)
            yield Remark(level if terms.mode == "tender" or line.own else "note", missing, line.key)
    short = holds.first is not None and holds.until < holds.wanted
    if short and holds.first is not None and terms.mode == "tender" and terms.binding_until is not None:
        yield Remark(
            "blocker",
            Text("{position}: the price ends before the binding period, and no reason is recorded.",
                 position=holds.first.line.position),
            holds.first.line.key,
        )  # fmt: skip
    if terms.mode == "tender" and terms.binding_until is None:
        yield Remark("note", Text("The end of the binding period is not entered."))


def sizing_remarks(terms: OfferTerms, keys: Iterable[str], lines: Sequence[Priced]) -> Iterator[Remark]:
    """Yield which edits do not meet the sizing any more."""
    known = set(keys)
    by_key = {one.line.key: one for one in lines}
    for edit in terms.edits:
        if edit.key not in known:
            yield Remark("note", Text("{key}: the sizing has no such position any more; its change is kept.",
                                      key=edit.key), edit.key)  # fmt: skip
        elif edit.removed:
            yield Remark("note", Text("{key}: left out by hand.", key=edit.key), edit.key)
    for own in terms.positions:
        if own.base is not None and own.base not in by_key:
            yield Remark("note", Text("{position}: the position that it stands for is gone.",
                                      position=by_key[own.id].line.position), own.id)  # fmt: skip
    for one in lines:
        yield from _quantity_remark(one)


def _quantity_remark(one: Priced) -> Iterator[Remark]:
    now, line = one.sized_quantity, one.line
    set_by_hand = one.edit.quantity
    if now is None or set_by_hand is None or set_by_hand == now:
        return
    then = getattr(one.edit, "sized_quantity", None)
    if then is None or then == now:
        words = Text("{position}: {hand:number} set by hand, the sizing needs {now}.",
                     position=line.position, hand=set_by_hand, now=now)  # fmt: skip
    else:
        words = Text("{position}: {hand:number} set by hand when the sizing needed {then}; now it needs {now}.",
                     position=line.position, hand=set_by_hand, then=then, now=now)  # fmt: skip
    yield Remark("note", words, line.key)


def cost_remarks(terms: OfferTerms, costs: Costing, holds: Validity) -> Iterator[Remark]:
    """Yield what the vendor alone may read: prices below cost, margins below the floor, validity beyond the prices."""
    if holds.first is not None and holds.until == holds.wanted:
        yield Remark("note", Text("{position}: the offer holds longer than this price. Reason: {reason}",
                                  position=holds.first.line.position, reason=terms.validity_reason))  # fmt: skip
    excused = bool(terms.margin_reason.strip())
    level: RemarkLevel = "note" if excused or terms.mode == "indication" else "blocker"
    for line in costs.lines:
        if not line.counted or line.margin_net is None:
            continue
        if line.margin_net < 0:
            words = Text("{position}: sold below its cost. In a tender this can look like shifted cost.",
                         position=line.position)  # fmt: skip
            yield Remark("note", words)
    floor, reached = costs.floor_percent, costs.margin_percent
    if floor is not None and reached is not None and reached < floor:
        yield Remark(level, Text("The margin of {reached:number} % is below the floor of {floor:number} %.",
                                 reached=reached, floor=floor))  # fmt: skip
    if costs.unknown and (floor is not None or costs.cost_net):
        yield Remark("note", Text("Positions without a known purchase price: {n}", n=costs.unknown))


def by_reason(remarks: Iterable[Remark]) -> tuple[Text, ...]:
    """Return each reason once, with the positions that have it: for lists that people read."""
    places: dict[tuple[str, tuple[tuple[str, object], ...]], list[str]] = {}
    for remark in remarks:
        values = dict(remark.text.values)
        position = str(values.pop("position", ""))
        places.setdefault((remark.text.template, tuple(values.items())), []).append(position)
    return tuple(
        Text(template, **dict(values), **({"position": ", ".join(found)} if found != [""] else {}))
        for (template, values), found in places.items()
    )
