"""The answers of a project by their dotted paths: read, replaced, taken back; and sites wherever they are named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel

from wizard.model.commercial import RunningCosts
from wizard.model.project import Availability, Backup, Keep, Project, SiteLink

_Model = TypeVar("_Model", bound=BaseModel)
_EMPTY_PARTS: dict[str, Callable[[], BaseModel]] = {"availability": Availability, "backup": Backup, "keep": Keep,
                                                  "costs": RunningCosts}  # fmt: skip


def changed(model: _Model, **changes: Any) -> _Model:
    """Return a frozen model with some fields changed and all of it checked again.

    Raises
    ------
    pydantic.ValidationError
        If the new value is not allowed.
    """
    kept = {name: getattr(model, name) for name in model.model_fields_set}
    return type(model).model_validate(kept | changes)


def answer(project: Project, path: str) -> Any:
    """Return the answer at a dotted path, such as ``availability.rpo_minutes`` or ``sites.0.name``."""
    value: Any = project
    for name in path.split("."):
        if value is None:
            return None
        value = value[int(name)] if isinstance(value, tuple) else getattr(value, name)
    return value


def is_answered(project: Project, path: str) -> bool:
    """Whether the project says something at ``path``, rather than leaving it to a default."""
    parts, _, name = path.rpartition(".")
    holder = answer(project, parts) if parts else project
    return holder is not None and name in holder.model_fields_set


def answered(project: Project, path: str, value: Any) -> Project:
    """Return the project with the answer at ``path`` replaced; None takes the answer back.

    Raises
    ------
    pydantic.ValidationError
        If the answer is not allowed.
    """
    result = _put(project, path.split("."), value)
    assert isinstance(result, Project)
    if path in result.unknown:
        # Whoever answers it closes the question.
        result = changed(result, unknown=tuple(one for one in result.unknown if one != path))
    return result


def _put(holder: Any, names: list[str], value: Any) -> Any:
    name, *rest = names
    if isinstance(holder, tuple):
        row = int(name)
        return (*holder[:row], _put(holder[row], rest, value) if rest else value, *holder[row + 1 :])
    if not rest:
        return _without(holder, name) if value is None else changed(holder, **{name: value})
    inner = getattr(holder, name)
    if inner is None:
        inner = _EMPTY_PARTS[name]()
    inner = _put(inner, rest, value)
    if name in _EMPTY_PARTS and not inner.model_fields_set:
        # The last answer of this part was taken back: it is as if nobody had asked.
        return _without(holder, name)
    return changed(holder, **{name: inner})


def _without(holder: BaseModel, name: str) -> BaseModel:
    kept = {known: getattr(holder, known) for known in holder.model_fields_set if known != name}
    return type(holder).model_validate(kept)


def rename_site(project: Project, row: int, name: str) -> Project:
    """Return the project with one site renamed, wherever it is named."""
    old = project.sites[row].name
    site = changed(project.sites[row], name=name)

    def other(end: str) -> str:
        return name if end == old else end

    return changed(
        project,
        sites=(*project.sites[:row], site, *project.sites[row + 1 :]),
        site_links=tuple(
            changed(link, between=(other(link.between[0]), other(link.between[1]))) if old in link.between else link
            for link in project.site_links
        ),
        workload=changed(
            project.workload,
            groups=tuple(
                changed(group, site=name) if group.site == old else group for group in project.workload.groups
            ),
        ),
    )


def remove_sites(project: Project, rows: set[int]) -> Project:
    """Return the project without some sites, without their links, and with their guests anywhere."""
    gone = {project.sites[row].name for row in rows}
    groups = tuple(changed(g, site=None) if g.site in gone else g for g in project.workload.groups)
    return changed(
        project,
        sites=tuple(site for site in project.sites if site.name not in gone),
        site_links=tuple(link for link in project.site_links if not gone.intersection(link.between)),
        workload=changed(project.workload, groups=groups),
    )


def new_link(project: Project) -> SiteLink | None:
    """Return a link between the first two sites that have none yet."""
    linked = {frozenset(link.between) for link in project.site_links}
    names = [site.name for site in project.sites]
    for number, first in enumerate(names):
        for second in names[number + 1 :]:
            if frozenset((first, second)) not in linked:
                return SiteLink(between=(first, second))
    return None
