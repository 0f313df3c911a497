"""Change the positions of an offer: each function returns the changed project, which undo takes back as one step.

A sized position is named by its key (``OfferLine.key``); what is changed of it is kept apart from the sizing, so that
a resizing keeps the change. ``None`` takes a change back: the sizing's own word holds again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from wizard.model.commercial import (
    GroupTerms,
    OfferGroup,
    OfferTerms,
    OwnPosition,
    PositionKind,
    PositionTerms,
    SizedEdit,
    UnitWord,
)
from wizard.model.faults import InputFault
from wizard.model.offer import OfferLine
from wizard.model.project import Project
from wizard.model.text import Language, Text
from wizard.model.units import whole
from wizard.persistence.faults import faults_of

SERVICES: tuple[tuple[OfferGroup, UnitWord, Text], ...] = (
    ("services", "day", Text("Installation and commissioning")),
    ("services", "day", Text("Migration of the guests")),
    ("services", "day", Text("Acceptance tests: failover, restore, throughput")),
    ("training", "day", Text("Training of the administrators")),
    ("training", "lump", Text("Documentation")),
    ("support", "month", Text("Operating support")),
)
"""Services that most offers have; days and rates are the vendor's."""
NEW_WORDS: Mapping[PositionKind, Text] = {
    "normal": Text("New position"),
    "optional": Text("New option"),
    "alternative": Text("New alternative"),
    "on-demand": Text("New position on demand"),
    "lump-sum": Text("New lump sum"),
    "text": Text("New text"),
    "subtotal": Text("Subtotal"),
}
"""What an own position says until somebody writes something better."""


def change_position(project: Project, line: OfferLine, **changes: Any) -> Project:
    """Change a position: ``quantity``, ``text``, ``discount_percent``, ``kind``, ``base``, prices, support and so on.

    Parameters
    ----------
    project
        The project to change.
    line
        The position as the offer shows it, sized or own.
    changes
        Fields of :class:`SizedEdit` or :class:`OwnPosition`; None takes a change back.

    Raises
    ------
    InputFault
        If a value is not allowed; the lines begin with the field's path.
    """
    if line.own:
        return _change_own(project, line.key, changes)
    edits = {edit.key: edit for edit in project.offer.edits}
    if "quantity" in changes:
        quantity = changes["quantity"]
        changes["sized_quantity"] = None if quantity is None else _sized_quantity(line, edits.get(line.key))
    place = f"offer.positions.{line.key}"
    edit = _changed(edits.get(line.key) or SizedEdit(key=line.key), changes, place)
    if edit.model_fields_set <= {"key"}:
        edits.pop(line.key, None)
    else:
        edits[line.key] = edit
    return with_terms(project, edits=tuple(edits.values()))


def _sized_quantity(line: OfferLine, known: SizedEdit | None) -> int | None:
    """Return what the sizing said: the line shows it until somebody sets another quantity."""
    if known is None or known.quantity is None:
        return None if line.kind == "lump-sum" else whole(line.quantity)
    return known.sized_quantity


def _change_own(project: Project, id: str, changes: dict[str, Any]) -> Project:
    if "id" in changes:
        raise InputFault(Text("offer.positions: an id does not change"))
    positions = [
        _changed(own, changes, f"offer.positions.{id}") if own.id == id else own for own in project.offer.positions
    ]
    return with_terms(project, positions=tuple(positions))


def reset_position(project: Project, key: str) -> Project:
    """Take back every change of a sized position: what the sizing says holds again."""
    return with_terms(project, edits=tuple(edit for edit in project.offer.edits if edit.key != key))


def reset_all(project: Project) -> Project:
    """Take back the changes of all sized positions; own positions and discounts stay."""
    return with_terms(project, edits=())


def remove_position(project: Project, line: OfferLine) -> Project:
    """Leave a position out: an own one is gone, a sized one is kept out until :func:`reset_position`."""
    if not line.own:
        return change_position(project, line, removed=True)
    return with_terms(project, positions=tuple(own for own in project.offer.positions if own.id != line.key))


def add_position(project: Project, text: str, *, group: OfferGroup = "services", **said: Any) -> Project:
    """Add a position of the vendor's own: a service, an option, a text, a subtotal.

    Raises
    ------
    InputFault
        If a value is not allowed.
    """
    taken = {own.id for own in project.offer.positions}
    taken |= {position.key for revision in project.revisions for position in revision.positions}
    number = next(n for n in range(1, len(taken) + 2) if f"own-{n}" not in taken)
    data = {"id": f"own-{number}", "text": text, "group": group, **said}
    own = _valid(OwnPosition, data, "offer.positions")
    return with_terms(project, positions=(*project.offer.positions, own))


def add_service(project: Project, number: int, language: Language, **said: Any) -> Project:
    """Add one of :data:`SERVICES` in the words of a language; give ``quantity`` (days) and ``unit_net`` (rate)."""
    group, unit, text = SERVICES[number]
    return add_position(project, text.render(language), group=group, unit=unit, **said)


def add_beside(project: Project, line: OfferLine | None, kind: PositionKind, language: Language) -> Project:
    """Add a position of a kind behind another, in its heading; an alternative stands for it."""
    said: dict[str, Any] = {"kind": kind}
    if line is not None:
        said |= {"group": line.group, "per": line.per, "after": line.key}
    if line is not None and kind == "alternative":
        said |= {"base": line.key, "quantity": line.quantity}
    return add_position(project, NEW_WORDS[kind].render(language), **said)


def position_terms(project: Project, line: OfferLine) -> PositionTerms:
    """Return what was said of a position by hand."""
    if line.own:
        return next(own for own in project.offer.positions if own.id == line.key)
    return next((edit for edit in project.offer.edits if edit.key == line.key), SizedEdit(key=line.key))


def group_terms(project: Project, group: OfferGroup) -> GroupTerms:
    """Return what was said of a heading."""
    return next((one for one in project.offer.groups if one.group == group), GroupTerms(group=group))


def change_group(project: Project, group: OfferGroup, **changes: Any) -> Project:
    """Change what holds for a heading: ``title``, ``discount_percent``, ``markup_percent``, ``support`` and so on.

    Raises
    ------
    InputFault
        If a value is not allowed.
    """
    groups = {one.group: one for one in project.offer.groups}
    terms = _changed(groups.get(group) or GroupTerms(group=group), changes, f"offer.groups.{group}")
    if terms.model_fields_set <= {"group"}:
        groups.pop(group, None)
    else:
        groups[group] = terms
    return with_terms(project, groups=tuple(groups.values()))


def change_terms(project: Project, **changes: Any) -> Project:
    """Change what holds for the whole offer: ``mode``, ``discount_percent``, ``margin_floor_percent`` and so on.

    Raises
    ------
    InputFault
        If a value is not allowed.
    """
    return project.model_copy(update={"offer": _changed(project.offer, changes, "offer")})


def with_terms(project: Project, **changes: Any) -> Project:
    """Return the project with some of the offer's lists replaced; empty ones are as if nobody had touched them."""
    terms = project.offer
    kept = {name: getattr(terms, name) for name in terms.model_fields_set} | changes
    offer = OfferTerms.model_validate({name: value for name, value in kept.items() if value != ()})
    return project.model_copy(update={"offer": offer})


def _changed(model: Any, changes: dict[str, Any], place: str) -> Any:
    kept = {name: getattr(model, name) for name in model.model_fields_set}
    said = {name: value for name, value in (kept | changes).items() if value is not None}
    return _valid(type(model), said, place)


def _valid(kind: type[BaseModel], data: dict[str, Any], place: str) -> Any:
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        raise InputFault(
            *(Text("{place}.{fault}", place=place, fault=fault) for fault in faults_of(error, kind))
        ) from error
