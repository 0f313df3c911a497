"""From foreign files to an inventory, and from an inventory to a project whose workload is the real guest list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median_low
from typing import Literal

from wizard.importers.problems import ImportProblem
from wizard.model.inventory import LARGEST_PLAUSIBLE, AuditEntry, Guest, Inventory
from wizard.model.project import Customer, GuestGroup, Project, Workload
from wizard.model.text import ENGLISH, Language, Text

Basis = Literal["disk", "provisioned", "used"]

MOST_GROUPS = 200
"""With more distinct sizes than this the disks of guests with equal vCPUs and memory are averaged: to be readable."""
_NAME_LENGTH = 200

_BASES: dict[Basis, tuple[Basis, ...]] = {
    "disk": ("disk", "provisioned", "used"),
    "provisioned": ("provisioned", "disk", "used"),
    "used": ("used", "disk", "provisioned"),
}
BASES: Mapping[Basis, Text] = {
    "disk": Text("virtual disks"),
    "provisioned": Text("provisioned space"),
    "used": Text("space in use"),
}


@dataclass(frozen=True)
class Reading:
    """How an inventory is counted: which figure is the disk of a guest, and whether guests that are off count."""

    basis: Basis = "disk"
    include_powered_off: bool = True


@dataclass(frozen=True)
class Assumed:
    """What the user answers where the files are silent. Without an answer the median of the known guests is taken."""

    vcpus: int | None = None
    memory_bytes: int | None = None
    disk_bytes: int | None = None


@dataclass(frozen=True)
class Draft:
    """A project made from an inventory, and what was decided on the way."""

    project: Project
    audit: tuple[AuditEntry, ...]


@dataclass(frozen=True)
class _Size:
    """A guest as it is sized: every figure known, or still None while estimates are made."""

    name: str
    kind: Literal["vm", "container"]
    vcpus: int | None
    memory: int | None
    disk: int | None


class _Audit:
    def __init__(self, language: Language, where: str) -> None:
        self.language, self.where = language, where
        self.entries: list[AuditEntry] = []

    def add(self, level: Literal["info", "warning"], text: Text) -> None:
        self.entries.append(AuditEntry(level=level, text=text.render(self.language), where=self.where))


def read_inventory(paths: Sequence[Path], language: Language = ENGLISH) -> Inventory:
    """Return what files and folders say, several of them joined.

    Raises
    ------
    ImportProblem
        If one of them cannot be used.
    """
    from wizard.importers.registry import import_files  # slow to import, and many windows never import an inventory

    return import_files(paths, language)


def draft(inventory: Inventory, *, basis: Basis = "disk", include_powered_off: bool = True,
          memory_in_gib: bool = False, assumed: Assumed | None = None, title: str = "",
          customer: Customer | None = None, language: Language = ENGLISH) -> Draft:  # fmt: skip
    """Return a project that asks for exactly the guests of an inventory.

    Parameters
    ----------
    basis
        Which figure is the disk of a guest; where it is missing the next one is taken, and the audit says so.
    include_powered_off
        Whether guests that are off or suspended are sized. Without them, the audit names the bytes left out.
    memory_in_gib
        The user's answer where the import asks whether its memory column is in GiB.
    assumed
        The user's answers for guests with unknown figures.

    Raises
    ------
    ImportProblem
        If a figure is known of no guest and was not answered: it has to be asked.
    """
    audit = _Audit(language, ", ".join(file.name for file in inventory.files)[:200])
    guests = _running(inventory, basis, include_powered_off, audit)
    sizes = _sizes(guests, basis, 1024 if memory_in_gib else 1, audit)
    sizes = _estimated(sizes, assumed or Assumed(), audit)
    workload = Workload(groups=_groups(sizes, audit))
    name = title or (inventory.files[0].name.rpartition(".")[0] or inventory.files[0].name if inventory.files else "")
    project = Project(
        format="rackwright-project/1", title=name[:_NAME_LENGTH], workload=workload, customer=customer or Customer()
    )
    return Draft(project, tuple(audit.entries))


def _running(inventory: Inventory, basis: Basis, include_powered_off: bool, audit: _Audit) -> list[Guest]:
    if include_powered_off:
        return list(inventory.guests)
    off = [guest for guest in inventory.guests if guest.power in ("off", "suspended")]
    if off:
        left = sum(_storage(guest, basis)[0] or 0 for guest in off)
        audit.add("warning", Text("guests left out because they are not running: {count}; their storage of {left:size}"
                                  " is left out as well", count=len(off), left=left))  # fmt: skip
    return [guest for guest in inventory.guests if guest.power not in ("off", "suspended")]


def _storage(guest: Guest, basis: Basis) -> tuple[int | None, Basis]:
    """Return the storage of a guest and the figure that it comes from."""
    figures = {"disk": guest.disk_bytes, "provisioned": guest.provisioned_bytes, "used": guest.used_bytes}
    stated: list[tuple[int, Basis]] = []
    for name in _BASES[basis]:
        value = figures[name]
        # Zero is an answer only for the disks themselves: a guest may have none. Elsewhere it is a gap.
        if value is not None and (value > 0 or name == "disk"):
            stated.append((value, name))
    # A figure that is beyond belief gives way to another one of the same guest.
    plausible = [one for one in stated if one[0] <= LARGEST_PLAUSIBLE]
    return next(iter(plausible or stated), (None, basis))


def _sizes(guests: Sequence[Guest], basis: Basis, memory_factor: int, audit: _Audit) -> list[_Size]:
    sizes: list[_Size] = []
    origins: Counter[Basis] = Counter()
    for guest in guests:
        disk, origin = _storage(guest, basis)
        if disk is not None:
            origins[origin] += 1
        memory = guest.memory_bytes * memory_factor if guest.memory_bytes else None
        sizes.append(_Size(guest.name, guest.kind, guest.vcpus or None, memory, disk))
    audit.add("info", Text("storage is sized on: {basis}", basis=BASES[basis]))
    for origin, count in origins.items():
        if origin != basis:
            audit.add("warning", Text("guests without a usable figure, sized on {other} instead: {count}",
                                      other=BASES[origin], count=count))  # fmt: skip
    return sizes


def _estimated(sizes: list[_Size], assumed: Assumed, audit: _Audit) -> list[_Size]:
    """Give every guest a value for what is unknown of it: the user's, else the median of the known ones."""
    vcpus = _estimate([one.vcpus for one in sizes], assumed.vcpus, Text("vCPUs"), audit, _plain)
    memory = _estimate([one.memory for one in sizes], assumed.memory_bytes, Text("memory"), audit, _binary)
    disk = _estimate([one.disk for one in sizes], assumed.disk_bytes, Text("storage"), audit, _binary)
    return [replace(one, vcpus=vcpus if one.vcpus is None else one.vcpus,
                    memory=memory if one.memory is None else one.memory,
                    disk=disk if one.disk is None else one.disk) for one in sizes]  # fmt: skip


def _estimate(values: Sequence[int | None], answer: int | None, what: Text, audit: _Audit,
              shown: Callable[[int], Text]) -> int | None:  # fmt: skip
    unknown = values.count(None)
    if not unknown:
        return None
    if answer is not None:
        audit.add("info", Text("unknown: {what} of guests, {count} in number; {value} each, as answered",
                               what=what, count=unknown, value=shown(answer)))  # fmt: skip
        return answer
    known = [value for value in values if value is not None]
    if not known:
        raise ImportProblem(audit.where, Text("no guest states its {what}: it must be asked and entered", what=what))
    middle = median_low(known)
    audit.add("warning", Text("unknown: {what} of guests, {count} in number; estimated as {value} each, the median of"
                              " the others", what=what, count=unknown, value=shown(middle)))  # fmt: skip
    return middle


def _plain(value: int) -> Text:
    return Text("{value}", value=value)


def _binary(value: int) -> Text:
    return Text("{value:size}", value=value)


def _groups(sizes: Sequence[_Size], audit: _Audit) -> tuple[GuestGroup, ...]:
    """Return the guests in groups of one size; each guest keeps its vCPUs and memory, and no byte is lost."""
    exact: dict[tuple[str, int, int, int], list[str]] = {}
    for one in sizes:
        exact.setdefault((one.kind, one.vcpus or 0, one.memory or 0, one.disk or 0), []).append(one.name)
    if len(exact) > MOST_GROUPS:
        exact = _averaged(exact)
        audit.add("info", Text("more than {most} different sizes: guests of equal vCPUs and memory share their disk"
                               " space evenly; its sum is exact", most=MOST_GROUPS))  # fmt: skip
    twins = Counter(size[:3] for size in exact)
    return tuple(
        GuestGroup(
            name=_name(names, vcpus, memory, disk if twins[kind, vcpus, memory] > 1 else None, audit.language),
            count=len(names), vcpus=vcpus, memory=memory, disk=disk, kind="container" if kind == "container" else "vm",
        )
        for (kind, vcpus, memory, disk), names in exact.items()
    )  # fmt: skip


def _averaged(exact: dict[tuple[str, int, int, int], list[str]]) -> dict[tuple[str, int, int, int], list[str]]:
    """Merge groups that differ in their disk only; the bytes that do not divide go to some of the guests."""
    totals: dict[tuple[str, int, int], int] = {}
    names: dict[tuple[str, int, int], list[str]] = {}
    for (kind, vcpus, memory, disk), guests in exact.items():
        size = (kind, vcpus, memory)
        totals[size] = totals.get(size, 0) + disk * len(guests)
        names.setdefault(size, []).extend(guests)
    merged: dict[tuple[str, int, int, int], list[str]] = {}
    for size, guests in names.items():
        each, rest = divmod(totals[size], len(guests))
        if rest:
            merged[*size, each + 1] = guests[:rest]
        merged[*size, each] = guests[rest:]
    return merged


def _name(names: Sequence[str], vcpus: int, memory: int, disk: int | None, language: Language) -> str:
    if len(names) == 1:
        return names[0][:_NAME_LENGTH]
    if disk is None:
        return Text("{vcpus} vCPU, {memory:size}", vcpus=vcpus, memory=memory).render(language)
    text = Text("{vcpus} vCPU, {memory:size}, {disk:size} disk", vcpus=vcpus, memory=memory, disk=disk)
    return text.render(language)
