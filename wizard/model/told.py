"""What an offer has to heed of the answers that change no figure: who knows Linux, and licences that count cores."""

from __future__ import annotations

from typing import Final

from wizard.model.assessment import Design
from wizard.model.project import Project

_LINUX, _LICENCES, _CORES = "linux", "licences", "licensed-cores"
"""Ids of questions, as the survey of a project keeps their answers."""
_NOBODY: Final = "no"
_NO_LICENCES: Final = frozenset({"", "none", "ask"})


def lacks_linux(project: Project) -> bool:
    """Whether nobody at the customer's knows Linux, or nobody could say."""
    return project.survey.get(_LINUX) == _NOBODY


def has_core_licences(project: Project) -> bool:
    """Whether the customer has licences that count processor cores."""
    return project.survey.get(_LICENCES, "") not in _NO_LICENCES


def licensed_cores(project: Project) -> int | None:
    """Return for how many cores there are such licences, at most; None where nobody knows."""
    said = project.survey.get(_CORES, "")
    return int(said) if said.isascii() and said.isdecimal() else None


def cores_to_license(design: Design) -> int:
    """Return the physical cores of all machines that carry guests."""
    return sum(nodes.count * nodes.cores for nodes in design.nodes if nodes.role == "compute")
