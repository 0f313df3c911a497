"""Size a project with the catalogue and the rulebook at hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from wizard.engine.assess import assess
from wizard.engine.explore import explore
from wizard.model.assessment import Assessment
from wizard.model.catalogue import Catalogue
from wizard.model.project import Project
from wizard.model.rulebook import Rulebook
from wizard.persistence.catalogues import catalogue_of
from wizard.persistence.rulebook import bundled_rulebook
from wizard.persistence.settings import read_settings


@dataclass(frozen=True, slots=True)
class Sizer:
    """Sizes projects with one catalogue and one rulebook."""

    catalogue: Catalogue
    rulebook: Rulebook

    def size(self, project: Project, on: date) -> Assessment:
        """Judge every topology for a project.

        Raises
        ------
        InputFault
            If the project cannot be sized as it stands.
        """
        return assess(project, self.catalogue, self.rulebook, on)

    def parts(self) -> dict[str, dict[str, str]]:
        """Return what a project may ask for by name: id and words of each platform, processor and drive."""
        found = {"platform": self.catalogue.platforms, "cpu": self.catalogue.cpus, "drive": self.catalogue.drives}
        return {kind: {part.id: f"{part.vendor} {part.name}" for part in parts} for kind, parts in found.items()}

    def explore(self, project: Project, assessment: Assessment, tell: Callable[[], None] = lambda: None) -> Assessment:
        """Return an assessment of a project with what other answers would change; it takes some thirty assessments.

        ``tell`` is called before every one of them.
        """
        found = explore(project, self.catalogue, self.rulebook, assessment.priced_on, assessment, tell)
        return replace(assessment, exploration=found)


def bundled_sizer(catalogue: Path | None = None) -> Sizer:
    """Return a sizer with the bundled catalogue, or with the user's own file in its place."""
    return Sizer(catalogue_of(catalogue).on_sale, bundled_rulebook())


def own_sizer() -> Sizer:
    """Return a sizer with the catalogue that the settings name, or with the bundled one where they name none.

    Raises
    ------
    FileFault
        If that catalogue is there and cannot be used: prices of another list would be wrong without a word.
    """
    named = read_settings().catalogue
    path = None if named is None else Path(named)
    return bundled_sizer(path if path is not None and path.exists() else None)
