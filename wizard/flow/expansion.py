"""When a design is full under the stated growth, and what the next step is and costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from wizard.engine.ledger import calculated
from wizard.flow.offer_lines import line_keys
from wizard.model.assessment import Assessment, BillLine, Design
from wizard.model.calculation import Calculation, Figure
from wizard.model.faults import InputFault
from wizard.model.loads import Resource, loads
from wizard.model.money import to_cents
from wizard.model.offer import Offer
from wizard.model.project import Project
from wizard.model.running import Expansion, ExpansionPart, Runway, runway_key
from wizard.model.text import Text

_MONTHS = 12
_FARTHEST = 20
"""Years to which the growth is followed."""


def expansion(
    project: Project, offer: Offer, size: Callable[[Project, date], Assessment], assessed: Assessment
) -> Expansion:
    """Return when cores, memory and storage run out, and the step that follows.

    The next step is another sizing of the same project, with the same topology and parts, for the first horizon at
    which the present design does not suffice; the difference of the two bills says what is added and what goes out.

    Parameters
    ----------
    project
        What was asked.
    offer
        What is offered.
    size
        Assesses a project on a day.
    assessed
        The assessment of the project, before the offer's currency.
    """
    growth, years = _growth(assessed)
    design = next(one.design for one in assessed.topologies if one.id is offer.topology)
    assert design is not None
    found = _lasting(design, growth, years)
    if not growth:
        return replace(found, text=Text("Nothing grows, so nothing runs out."))
    months = None if found.first is None else found.first.months
    if months is None:
        return replace(found, text=Text("Nothing runs out within {n} years.", n=_FARTHEST))
    found = replace(found, until=_later(offer.date, months))
    horizon, grown = _next_design(project, offer, size, months // _MONTHS + 1, design)
    if grown is None:
        words = Text("A sizing of the same parts for later has no design: a new one is due then.")
        return replace(found, text=words)
    rate = Decimal(1) if offer.exchange is None else offer.exchange.rate
    words = Text("What the step to {years} years adds and what it replaces, at today's prices:", years=horizon)
    return replace(found, parts=tuple(_changes(design.bill, grown.bill, rate)), text=words)


def _lasting(design: Design, growth: Fraction, years: int) -> Expansion:
    """Return how long each resource suffices, without what follows."""
    runways = tuple(_runways(design))
    months = tuple(_months(one, growth, years) for one in runways) if growth else ()
    runways = tuple(_limited(one, each.result) for one, each in zip(runways, months, strict=False)) or runways
    ending = [one for one in runways if one.months is not None]
    first = min(ending, key=lambda one: one.months or 0, default=None)
    percent = Decimal(growth.numerator) * 100 / growth.denominator
    return Expansion(percent, runways, first, None, (), Text(""), months)


def _growth(assessed: Assessment) -> tuple[Fraction, int]:
    """Return growth per year and years of the horizon as the sizing took them."""
    inputs = next((one.inputs for one in assessed.calculations if one.key == "demand.memory_bytes"), {})
    return Fraction(inputs.get("growth", 0)), int(inputs.get("years", 0))


def _limited(runway: Runway, months: Figure) -> Runway:
    """Return a runway with its months, where they are few enough to be followed."""
    assert isinstance(months, int)
    return runway if months > _FARTHEST * _MONTHS else replace(runway, months=months)


def _runways(design: Design) -> Iterator[Runway]:
    planned = design.compute.plans_failure
    texts: dict[Resource, Text] = {
        "cores": Text("Cores after a failure") if planned else Text("Cores for guests"),
        "memory": Text("Memory after a failure") if planned else Text("Memory for guests"),
        "storage": Text("Usable storage"),
    }
    found = loads(design)
    for key, text in texts.items():
        if found[key].needed and found[key].there:
            yield Runway(key, text, found[key].needed, found[key].there, None)


def _months(runway: Runway, growth: Fraction, years: int) -> Calculation:
    """Work out the whole months from today for which a resource suffices; what is needed is at the horizon."""
    formula = "max(0, floor(months * (years + ln(available / needed) / ln(1 + growth))))"
    inputs = {"months": _MONTHS, "years": years, "available": runway.available, "needed": runway.needed,
              "growth": growth}  # fmt: skip
    title = Text("Months for which it suffices: {resource}", resource=runway.text)
    return calculated(runway_key(runway), title, formula, "months", inputs)


def _later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, _MONTHS)
    return date(day.year + year, month + 1, 1)


def _next_design(
    project: Project, offer: Offer, size: Callable[[Project, date], Assessment], horizon: int, design: Design
) -> tuple[int, Design | None]:
    """Size for later with the same topology and parts; without the parts where they do not go on."""
    compute = next(nodes for nodes in design.nodes if nodes.role == "compute")
    drive = next((each.part for each in compute.drives if each.use in ("osd", "zfs", "raid", "single")), None)
    pins = {"topology": offer.topology, "platform": compute.platform, "cpu": compute.cpu, "drive": drive}
    plain = Counter(line.part for line in design.bill)
    for years in range(horizon, min(horizon + 3, _FARTHEST) + 1):
        workload = project.workload.model_copy(update={"years": years})
        for wanted in (pins, {"topology": offer.topology}):
            changed = {"workload": workload, "preferences": project.preferences.model_copy(update=wanted),
                       "budget": project.budget.model_copy(update={"net": None}), "revisions": ()}  # fmt: skip
            try:
                found = size(project.model_copy(update=changed), offer.date).judged(offer.topology).design
            except InputFault:
                continue
            if found is not None and (Counter(line.part for line in found.bill) != plain or found.bill != design.bill):
                return years, found
    return horizon, None


def _changes(before: tuple[BillLine, ...], after: tuple[BillLine, ...], rate: Decimal) -> Iterator[ExpansionPart]:
    """Yield the difference of two bills: first what comes, then what goes out.

    A line whose price differs goes out with the old price and comes back with the new one, so that the sum is exact.
    """
    had, has = (dict(zip(line_keys(bill), bill, strict=True)) for bill in (before, after))
    yield from _more(has, had, "added", rate)
    yield from _more(had, has, "replaced", rate)


def _more(
    these: Mapping[str, BillLine], those: Mapping[str, BillLine], change: Literal["added", "replaced"], rate: Decimal
) -> Iterator[ExpansionPart]:
    """Yield what one bill has and the other has not."""
    for key, line in these.items():
        other = those.get(key)
        same = other is not None and (other.unit_net, other.per) == (line.unit_net, line.per)
        more = line.quantity - (other.quantity if same and other is not None else 0)
        if more > 0:
            unit = to_cents(line.unit_net * rate)
            yield ExpansionPart(line.text, change, more, unit, more * unit, line.per)
