"""An offer with everything that takes further assessments: changes since the last revision, and the next expansion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from wizard.flow.expansion import expansion
from wizard.flow.offers import make_offer
from wizard.flow.revisions import changes_since
from wizard.model.assessment import Assessment
from wizard.model.offer import Offer, View
from wizard.model.project import Project, Topology


def whole_offer(
    project: Project,
    assessment: Assessment,
    size: Callable[[Project, date], Assessment],
    *,
    on: date,
    view: View = "customer",
    topology: Topology | None = None,
) -> Offer:
    """Make an offer, with its changes since the last revision and what the next expansion is.

    Takes some assessments more than :func:`make_offer`.

    Raises
    ------
    InputFault
        If there is no design to offer.
    """
    offer = make_offer(project, assessment, on=on, view=view, topology=topology)
    return _completed(offer, project, assessment, size, topology)


def completed(offer: Offer, record: Project, size: Callable[[Project, date], Assessment]) -> Offer:
    """Return an offer that is at hand with its changes and its next expansion, before it is written.

    Parameters
    ----------
    offer
        Of either view. A customer's holds a project from which prices and their causes can no longer be told apart.
    record
        The project that it was made of, with all that the vendor knows: what changed is worked out from it, and only
        words that the customer may read come into his offer.
    size
        Assesses a project on a day.
    """
    assessment = size(record, offer.date)
    chosen = None if assessment.recommended is offer.topology else offer.topology
    return _completed(offer, record, assessment, size, chosen)


def _completed(
    offer: Offer,
    project: Project,
    assessment: Assessment,
    size: Callable[[Project, date], Assessment],
    topology: Topology | None,
) -> Offer:
    offer = replace(offer, expansion=expansion(project, offer, size, assessment))
    if not project.revisions or offer.revision == project.revisions[-1].label:
        return offer
    since = changes_since(project, size, offer.date, topology, offer.view)
    return replace(offer, changes=since, changes_since=project.revisions[-1].label)
