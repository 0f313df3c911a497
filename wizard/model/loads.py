"""How much of what is there is needed: what growth is measured by."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from wizard.model.assessment import Design

Resource = Literal["cores", "memory", "storage"]


@dataclass(frozen=True, slots=True)
class Load:
    """What is needed of a resource at the horizon, and what there is. The keys name the calculations of both."""

    needed: int
    there: int
    needed_key: str
    there_key: str


def loads(design: Design) -> dict[Resource, Load]:
    """Return the load on cores, memory and storage: after the planned failure, where one is planned for.

    In a fleet no site helps another: of each resource the site counts that is used most.
    """
    if not design.per_site:
        return _of(design, "")
    sites = [_of(site.design, f"{number}.") for number, site in enumerate(design.per_site, start=1)]
    return {key: max((site[key] for site in sites), key=_share) for key in sites[0]}


def _share(load: Load) -> Fraction:
    return Fraction(load.needed, load.there) if load.there else Fraction(0)


def _of(design: Design, prefix: str) -> dict[Resource, Load]:
    compute, storage = design.compute, design.storage
    found: dict[Resource, Load] = {
        "cores": _load(compute.cores_needed, compute.cores_available, prefix, "cores_{}"),
        "memory": _load(compute.memory_needed_bytes, compute.memory_available_bytes, prefix, "memory_{}_bytes"),
    }
    if compute.plans_failure:
        found = {
            "cores": _load(
                compute.cores_needed_after_failure, compute.cores_after_failure, prefix, "cores_{}", after=True
            ),
            "memory": _load(
                compute.memory_needed_after_failure_bytes, compute.memory_after_failure_bytes, prefix,
                "memory_{}_bytes", after=True,
            ),
        }  # fmt: skip
    stored = Load(
        storage.needed_bytes, storage.usable_bytes, f"{prefix}storage.needed_bytes", f"{prefix}storage.usable_bytes"
    )
    return {**found, "storage": stored}


def _load(needed: int, there: int, prefix: str, name: str, *, after: bool = False) -> Load:
    wanted, given = ("needed_after_failure", "after_failure") if after else ("needed", "available")
    return Load(needed, there, f"{prefix}compute.{name.format(wanted)}", f"{prefix}compute.{name.format(given)}")


def used_share(needed: int | Fraction, available: int | Fraction) -> Fraction | None:
    """Return how much of something is used, as a share of one; None where there is nothing to use."""
    return Fraction(needed) / Fraction(available) if available else None
