"""What other answers would change: variants, relaxed requirements, and what moves the price.

Every amount is a price of a full assessment, or the difference of two.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from wizard.model.calculation import Calculation
from wizard.model.money import Money
from wizard.model.project import Topology
from wizard.model.text import Text
from wizard.model.units import Exact


@dataclass(frozen=True, slots=True)
class Figures:
    """A recommended design in few numbers: nodes that carry guests, their cores and memory, and the price."""

    topology: Topology
    nodes: int
    cores: int
    memory_bytes: int
    usable_bytes: int
    total_net: Money
    spare: Exact
    """Share by which the demand may still grow until its sums reach cores, memory or storage."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Figures less those of the recommended design; negative where they are smaller."""

    nodes: int
    cores: int
    memory_bytes: int
    usable_bytes: int
    total_net: Money


@dataclass(frozen=True, slots=True)
class Variant:
    """Another design beside the recommended one."""

    kind: Literal["economy", "growth"]
    title: Text
    given_up: tuple[Text, ...]
    gained: tuple[Text, ...]
    figures: Figures
    difference: Difference | None
    """Null where nothing is recommended to compare it with."""
    missing_net: Money | None
    """How much the budget is short of it."""
    lasts_years: int | None
    """Years until the demand, as it grows, reaches what it carries; null where the demand does not grow."""
    lasts_until: date | None


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One requirement less, all others as they are. ``figures`` is null where even that gives no design."""

    requirement: str
    """Field of the project, such as ``availability.node_failures``."""
    text: Text
    figures: Figures | None
    difference_net: Money | None
    missing_net: Money | None
    lasts_years: int | None
    consequences: tuple[Text, ...] = ()
    """What else becomes worse than in the recommended design: recovery point, recovery time, loss of a site."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How the price follows one input. Null is no price: with that input there is no design."""

    input: str
    title: Text
    less_net: Money | None
    """Change of the price with the input made smaller."""
    more_net: Money | None
    less_topology: Topology | None
    """What is recommended then; the documents say it where it is another one."""
    more_topology: Topology | None


@dataclass(frozen=True, slots=True)
class Exploration:
    """What was found around the recommended design."""

    recommended: Figures | None
    lasts_years: int | None
    """Years that the recommended design lasts, by its sums; at least the horizon."""
    lasts_until: date | None
    variants: tuple[Variant, ...]
    relaxation: Relaxation | None
    """The smallest one that makes the budget suffice, or any design possible; null where nothing has to be relaxed."""
    relaxations: tuple[Relaxation, ...]
    """Each requirement relaxed by itself, the smallest loss first."""
    share: Exact
    """Share by which the inputs of ``sensitivities`` were changed."""
    sensitivities: tuple[Sensitivity, ...]
    """What moves the price most stands first."""
    calculations: tuple[Calculation, ...] = ()
    """How the prices of variants and relaxations differ from the recommended design's."""


def variant_key(variant: Variant) -> str:
    """Return the key of the calculation of a variant's price."""
    return f"exploration.variant.{variant.kind}"


def relaxation_key(relaxation: Relaxation) -> str:
    """Return the key of the calculation of what a relaxed requirement changes."""
    return f"exploration.relaxation.{relaxation.requirement}"
