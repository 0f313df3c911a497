"""What a change of the answers did to the recommended design: each figure's difference, with its sign."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from wizard.model.assessment import Assessment, Design
from wizard.model.money import to_cents
from wizard.model.names import TOPOLOGIES
from wizard.model.text import Text


def changes(before: Assessment, after: Assessment) -> dict[str, Text]:
    """Return what differs between two recommended designs, by the figure of the panel; nothing where one is missing."""
    first, second = before.best, after.best
    if first is None or second is None or first.design is None or second.design is None:
        return {}
    found = _figures(first.design, second.design)
    if first.id is not second.id:
        found["topology"] = Text("before: {topology}", topology=TOPOLOGIES[first.id])
    old, new = first.design.price.total_net, second.design.price.total_net
    if old != new and before.currency == after.currency:
        found["price"] = money(new - old, after.currency)
    return found


def money(amount: Decimal, currency: str) -> Text:
    """Return an amount with its sign, in whole units: a change is looked at, not added up."""
    rounded = to_cents(amount).to_integral_value(ROUND_HALF_UP)
    return Text("{amount:+number} {currency}", amount=rounded, currency=currency)


def nodes(amount: int) -> Text:
    """Return a number of nodes with its sign."""
    return Text("{n:+number} node", n=amount) if abs(amount) == 1 else Text("{n:+number} nodes", n=amount)


def number(amount: int) -> Text:
    """Return a number with its sign."""
    return Text("{n:+number}", n=amount)


def size(amount: int) -> Text:
    """Return a size with its sign."""
    return Text("{size:+size}", size=amount)


def compute_nodes(design: Design) -> int:
    """Return how many nodes of a design carry guests."""
    return sum(one.count for one in design.nodes if one.role == "compute")


def _figures(old: Design, new: Design) -> dict[str, Text]:
    found: dict[str, Text] = {}
    if compute_nodes(old) != compute_nodes(new):
        found["nodes"] = nodes(compute_nodes(new) - compute_nodes(old))
    pairs: dict[str, tuple[tuple[int, int], tuple[int, int], Callable[[int], Text]]] = {
        "cores": (_cores(old), _cores(new), number),
        "memory": (_memory(old), _memory(new), size),
        "storage": (_storage(old), _storage(new), size),
    }
    for key, ((needed, there), (needed_now, there_now), write) in pairs.items():
        text = _use(needed_now - needed, there_now - there, write)
        if text is not None:
            found[key] = text
    if old.ports_per_node != new.ports_per_node:
        found["ports"] = number(new.ports_per_node - old.ports_per_node)
    rto, rto_now = old.recovery.rto_minutes, new.recovery.rto_minutes
    if rto is not None and rto_now is not None and rto != rto_now:
        found["recovery"] = Text("{change} min", change=number(rto_now - rto))
    if old.power.typical_watts != new.power.typical_watts:
        found["power"] = Text("{change} W", change=number(new.power.typical_watts - old.power.typical_watts))
    return found


def _use(needed: int, there: int, write: Callable[[int], Text]) -> Text | None:
    """What is bought says more than what is asked: the latter is shown where nothing else changed."""
    if there:
        return write(there)
    return Text("{needed} needed", needed=write(needed)) if needed else None


def _cores(design: Design) -> tuple[int, int]:
    compute = design.compute
    if compute.failures_tolerated:
        return compute.cores_needed_after_failure, compute.cores_after_failure
    return compute.cores_needed, compute.cores_available


def _memory(design: Design) -> tuple[int, int]:
    compute = design.compute
    if compute.failures_tolerated:
        return compute.memory_needed_after_failure_bytes, compute.memory_after_failure_bytes
    return compute.memory_needed_bytes, compute.memory_available_bytes


def _storage(design: Design) -> tuple[int, int]:
    return design.storage.needed_bytes, design.storage.usable_bytes
