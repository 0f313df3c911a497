"""Pinned choices as a what-if: which there are, what stands against them, and how to let them go."""

from __future__ import annotations

from wizard.flow.answers import changed
from wizard.model.assessment import Assessment, Reason
from wizard.model.project import Preferences, Project

PINS = ("topology", "platform", "cpu", "drive", "nodes_per_site", "copies")
"""What can be pinned, as fields of the preferences."""


def pinned(project: Project) -> tuple[str, ...]:
    """Return what a project pins."""
    return tuple(name for name in PINS if getattr(project.preferences, name) is not None)


def released(project: Project) -> Project:
    """Return the project without any pin; its other preferences stay."""
    kept = {
        name: getattr(project.preferences, name)
        for name in project.preferences.model_fields_set
        if name not in PINS
    }  # fmt: skip
    return changed(project, preferences=Preferences.model_validate(kept))


def against(project: Project, assessment: Assessment) -> tuple[Reason, ...]:
    """Return why nothing fits the pins: of the pinned topology, or of those with the fewest reasons against them.

    Nothing if a design was found or nothing is pinned. Beside a pinned topology that cannot be, another may be
    recommended: the reasons are returned all the same.
    """
    topology = project.preferences.topology
    if topology is not None:
        judged = assessment.judged(topology)
        return judged.reasons if judged.design is None else ()
    if assessment.best is not None or not pinned(project):
        return ()
    nearest = min((len(one.reasons) for one in assessment.topologies if one.reasons), default=0)
    found = [reason for one in assessment.topologies if len(one.reasons) == nearest for reason in one.reasons]
    return tuple({str(reason.text): reason for reason in found}.values())
