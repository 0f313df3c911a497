"""When a design is full under the stated growth, and what the next step is and costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from wizard.flow.faults import InputFault
from wizard.flow.offer_lines import line_keys
from wizard.model.assessment import Assessment, BillLine, Design
from wizard.model.money import ZERO, to_cents
from wizard.model.offer import Offer
from wizard.model.project import Project
from wizard.model.running import Expansion, ExpansionPart, Runway
from wizard.model.text import Text

_MONTHS = 12
_FARTHEST = 20
"""Years to which the growth is followed."""


def expansion(
    project: Project, offer: Offer, size: Callable[[Project, date], Assessment], assessed: Assessment
) -> Expansion:
    """Return when cores, memory and storage run out, and the step that follows.

    The next step is another sizing of the same project, with the same topology and parts, for the first horizon at
    which the present design does not suffice; what it has more than the present one has to be bought.

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
    growth, years = _growth(project, assessed)
    design = next(one.design for one in assessed.topologies if one.id is offer.topology)
    assert design is not None
    runways = tuple(_runways(design, growth, years))
    percent = Decimal(growth.numerator) * 100 / growth.denominator
    ending = [one for one in runways if one.months is not None]
    first = min(ending, key=lambda one: one.months or 0, default=None)
    if not growth or first is None or first.months is None:
        words = Text("Nothing grows, so nothing runs out.") if not growth else Text(
            "Nothing runs out within {n} years.", n=_FARTHEST)  # fmt: skip
        return Expansion(percent, runways, first, None, None, (), ZERO, ZERO, words)
    until = _later(offer.date, first.months)
    horizon, grown = _next_design(project, offer, size, first.months // _MONTHS + 1, design)
    if grown is None:
        words = Text("A sizing of the same parts for later has no design: a new one is due then.")
        return Expansion(percent, runways, first, until, None, (), ZERO, ZERO, words)
    rate = Decimal(1) if offer.exchange is None else offer.exchange.rate
    parts = tuple(_added(design.bill, grown.bill, rate))
    once, year = (sum((part.net for part in parts if part.per == per), ZERO) for per in ("once", "year"))
    words = Text("What is needed more to last for {years} years, at today's prices:", years=horizon)
    return Expansion(percent, runways, first, until, horizon, parts, once, year, words)


def _growth(project: Project, assessed: Assessment) -> tuple[Fraction, int]:
    """Return growth per year and years of the horizon as the sizing took them."""
    inputs = next((one.inputs for one in assessed.calculations if one.key == "demand.memory_bytes"), {})
    return Fraction(inputs.get("growth", 0)), int(inputs.get("years", 0))


def _runways(design: Design, growth: Fraction, years: int) -> Iterator[Runway]:
    compute, storage = design.compute, design.storage
    for key, text, needed, available in (
        ("cores", Text("Cores after a failure"), compute.cores_needed_after_failure, compute.cores_after_failure),
        ("memory", Text("Memory after a failure"), compute.memory_needed_after_failure_bytes,
         compute.memory_after_failure_bytes),
        ("storage", Text("Usable storage"), storage.needed_bytes, storage.usable_bytes),
    ):  # fmt: skip
        if needed and available:
            yield Runway(key, text, needed, available, _months(needed, available, growth, years))  # type: ignore[arg-type]


def _months(needed: int, available: int, growth: Fraction, years: int) -> int | None:
    """Return whole months from today for which it suffices; ``needed`` is at the horizon."""
    if not growth:
        return None
    factor = 1 + Decimal(growth.numerator) / growth.denominator
    room = Decimal(available) / needed
    months = int((room.ln() / factor.ln() + years) * _MONTHS)
    return None if months > _FARTHEST * _MONTHS else max(months, 0)


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


def _added(before: tuple[BillLine, ...], after: tuple[BillLine, ...], rate: Decimal) -> Iterator[ExpansionPart]:
    had = dict(zip(line_keys(before), before, strict=True))
    for key, line in zip(line_keys(after), after, strict=True):
        more = line.quantity - (had[key].quantity if key in had else 0)
        if more > 0:
            yield ExpansionPart(line.text, more, more * to_cents(line.unit_net * rate), line.per)
