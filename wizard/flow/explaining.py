"""What stands behind a figure of the panel: its calculations, the result first, then what it is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wizard.model.assessment import Assessment, JudgedTopology
from wizard.model.calculation import Calculation
from wizard.model.text import Text

_LOSS = "_after_failure"
_BEHIND: Mapping[str, Sequence[str]] = {
    "nodes": ("quorum.votes", "quorum.needed", "quorum.node_failures_tolerated"),
    "cores": ("compute.guest_cores_per_node", "compute.reserved_threads", "demand.vcpus"),
    "memory": ("compute.guest_memory_per_node", "compute.reserved_memory", "demand.memory_bytes"),
    "storage": (
        "storage.needed_bytes", "storage.usable_bytes", "storage.balanced", "storage.ideal", "storage.nominal_bytes",
        "storage.raw_bytes", "demand.disk_bytes",
    ),
    "ports": ("ports_per_node",),
    "recovery": (
        "recovery.rto_minutes", "recovery.release_seconds", "recovery.rounds_seconds", "recovery.start_seconds",
        "recovery.rpo_minutes", "quorum.reform_seconds",
    ),
    "power": ("power.typical_watts", "power.maximum_watts", "power.heat_btu_per_hour", "power.rack_units"),
    "price": ("price.total_net", "price.once_net", "price.per_year_net"),
}  # fmt: skip
"""Keys of the calculations behind a figure; a design has those that its topology knows."""


@dataclass(frozen=True, slots=True)
class Step:
    """One calculation, ready to be read: ``rules`` are those it uses, each with its source."""

    calculation: Calculation
    rules: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a figure comes from: a sentence, and the calculations in the order in which they are read."""

    sentence: Text | None
    steps: tuple[Step, ...]


def explain(assessment: Assessment, judged: JudgedTopology, figure: str) -> Explanation:
    """Return what stands behind a figure of the panel (``nodes``, ``cores``, ``price`` and so on)."""
    design = judged.design
    if design is None:
        return Explanation(None, ())
    known = {one.key: one for one in (*assessment.calculations, *design.calculations)}
    keys = _needed_and_there(figure, after=design.compute.failures_tolerated > 0) + list(_BEHIND.get(figure, ()))
    steps = tuple(step(known[key], assessment) for key in keys if key in known)
    return Explanation(_sentence(judged, figure), steps)


def step(calculation: Calculation, assessment: Assessment) -> Step:
    """Return a calculation with the sources of its rules."""
    sources = assessment.rule_sources
    return Step(calculation, tuple((rule, sources.get(rule, "–")) for rule in dict.fromkeys(calculation.rules)))


def _needed_and_there(figure: str, *, after: bool) -> list[str]:
    """Return the keys of what is needed and what is there, in the state that the panel shows."""
    if figure not in ("cores", "memory"):
        return []
    unit = "_bytes" if figure == "memory" else ""
    if after:
        return [f"compute.{figure}_needed{_LOSS}{unit}", f"compute.{figure}{_LOSS}{unit}"]
    return [f"compute.{figure}_needed{unit}", f"compute.{figure}_available{unit}"]


def _sentence(judged: JudgedTopology, figure: str) -> Text | None:
    design = judged.design
    if design is None:
        return None
    if figure == "nodes":
        return Text("The cheapest design that carries the guests; candidates judged: {n}.", n=judged.candidates)
    if figure == "cores":
        return design.compute.placement_after_failure
    if figure == "storage":
        return design.storage.limited_by
    return design.recovery.text if figure == "recovery" else None
