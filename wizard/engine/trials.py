"""Other projects, assessed beside the one that was asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from wizard.engine.answers import Answers
from wizard.engine.assess import assess
from wizard.model.assessment import Design, JudgedTopology
from wizard.model.catalogue import Catalogue
from wizard.model.exploration import Difference, Figures
from wizard.model.project import Availability, Backup, Project
from wizard.model.rulebook import Rulebook

COMPUTE = "compute"


@dataclass(frozen=True, slots=True)
class Trials:
    """What every trial needs.

    Parameters
    ----------
    project, answers
        What was asked, and with its defaults.
    catalogue, rulebook, on
        As for the assessment.
    rules
        The rulebook with the project's own changes.
    best
        What was recommended for it.
    tell
        Called before every trial.
    """

    project: Project
    answers: Answers
    catalogue: Catalogue
    rules: Rulebook
    rulebook: Rulebook
    on: date
    best: JudgedTopology | None
    tell: Callable[[], None] = lambda: None

    def of(self, project: Project) -> JudgedTopology | None:
        """Return what is recommended for another project, or nothing if no topology can be sized."""
        self.tell()
        return assess(project, self.catalogue, self.rulebook, self.on).best

    def backup(self, **values: Any) -> Project:
        """Return the project with some of its answers about backup changed; they may have been left out."""
        old = self.project.backup or Backup()
        return self.project.model_copy(update={"backup": old.model_copy(update=values)})

    @property
    def price(self) -> Decimal | None:
        """Price of the recommended design."""
        return None if self.best is None or self.best.design is None else self.best.design.price.total_net

    def difference(self, found: Figures) -> Difference | None:
        """Return how far figures are from those of the recommended design."""
        own = figures(self.best)
        if own is None:
            return None
        return Difference(
            found.nodes - own.nodes,
            found.cores - own.cores,
            found.memory_bytes - own.memory_bytes,
            found.usable_bytes - own.usable_bytes,
            found.total_net - own.total_net,
        )

    def missing(self, total: Decimal) -> Decimal | None:
        """Return how much the budget is short of a price, or nothing if it suffices."""
        budget = self.answers.budget_net
        return None if budget is None or total <= budget else total - budget

    def lasts(self, found: Figures, growth: Fraction, sized_years: int) -> int | None:
        """Return the years until growing demand reaches what a design carries; at least those it was sized for.

        By its sums: whether the guests can still be placed one by one then is not known. Not beyond the age at which
        servers are replaced anyway.
        """
        if not growth:
            return None
        years, grown = sized_years, Fraction(1)
        most = max(sized_years, self.rules.whole("choice.life_years"))
        while years < most and grown * (1 + growth) <= 1 + found.spare:
            years, grown = years + 1, grown * (1 + growth)
        return years

    def until(self, years: int | None) -> date | None:
        """Return the day so many years from now; of 29 February the day before."""
        if years is None:
            return None
        try:
            return self.on.replace(year=self.on.year + years)
        except ValueError:
            return self.on.replace(year=self.on.year + years, day=self.on.day - 1)


def changed(project: Project, part: str, **values: Any) -> Project:
    """Return a project with some fields of one part changed; an availability that was left out is the default."""
    old = getattr(project, part) or Availability()
    return project.model_copy(update={part: old.model_copy(update=values)})


def figures(judged: JudgedTopology | None) -> Figures | None:
    """Return a sized topology in few numbers."""
    if judged is None or judged.design is None:
        return None
    design = judged.design
    nodes = [one for one in design.nodes if one.role == COMPUTE]
    return Figures(
        topology=judged.id,
        nodes=sum(one.count for one in nodes),
        cores=sum(one.count * one.cores for one in nodes),
        memory_bytes=sum(one.count * one.memory_bytes for one in nodes),
        usable_bytes=design.storage.usable_bytes,
        total_net=design.price.total_net,
        spare=spare(design),
    )


def spare(design: Design) -> Fraction:
    """Return the share by which the demand may grow until cores, memory or storage are reached, by the sums.

    Of a fleet it is that of the site that is reached first.
    """
    if design.per_site:
        return min(spare(one.design) for one in design.per_site)
    compute, storage = design.compute, design.storage
    pairs = (
        (compute.cores_available, compute.cores_needed),
        (compute.cores_after_failure, compute.cores_needed_after_failure),
        (compute.memory_available_bytes, compute.memory_needed_bytes),
        (compute.memory_after_failure_bytes, compute.memory_needed_after_failure_bytes),
        (storage.usable_bytes, storage.needed_bytes),
    )
    return min(Fraction(there, needed) for there, needed in pairs if needed) - 1
