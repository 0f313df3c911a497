"""What one file said, and several of them joined into an inventory."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from wizard.importers.columns import rows_text
from wizard.model.inventory import AuditEntry, Excluded, Guest, Hosts, Inventory, SourceFile, Totals
from wizard.model.text import ENGLISH, Language, Text

Reason = Literal["template", "placeholder", "vcls", "ft_secondary"]
Level = Literal["info", "warning", "error"]


@dataclass(frozen=True)
class Note:
    """An audit entry before a language is chosen."""

    level: Level
    text: Text
    where: str


@dataclass(frozen=True)
class FoundGuest:
    """A named row: the guest, whether it is sized, and what tells it from others."""

    guest: Guest
    row: int
    excluded: Reason | None = None
    used_stated: int | None = None
    """What the file states as used; ``guest.used_bytes`` may be filled from elsewhere."""
    identity: str | None = None
    """An identifier that holds across files, or none."""
    origin: str = ""
    """The management server that issued the identity."""


@dataclass(frozen=True)
class FoundHost:
    """A machine that runs guests."""

    key: str
    sockets: int | None
    cores: int | None
    memory_bytes: int | None


@dataclass(frozen=True)
class Part:
    """All that one file, or one folder, says."""

    file: SourceFile
    digest: str
    created: str | None
    rows: int
    unnamed: int
    guests: tuple[FoundGuest, ...]
    hosts: tuple[FoundHost, ...] | None
    """None where the file has no list of hosts; empty where it has one without rows."""
    notes: tuple[Note, ...]


def key(*parts: str) -> str:
    """Return an identifier that keeps apart what differs and tells nothing: it may come from addresses and names."""
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:20]


def merge(parts: Sequence[Part], language: Language = ENGLISH) -> Inventory:
    """Return the inventory of several files: each file once, each guest once, each host once."""
    notes: list[Note] = []
    kept = _each_file_once(parts, notes)
    guests = _each_guest_once(kept, notes)
    hosts = _hosts(kept, notes)
    sized = [found for found in guests if found.excluded is None]
    _note_same_names(sized, notes)
    notes = [note for part in kept for note in part.notes] + notes
    left_out = Counter(str(found.excluded) for found in guests if found.excluded is not None)
    return Inventory(
        files=tuple(part.file for part in kept),
        totals=_totals(sized, sum(part.rows for part in kept)),
        excluded=Excluded(**left_out, unnamed=sum(part.unnamed for part in kept)),
        hosts=hosts,
        audit=tuple(AuditEntry(level=n.level, text=n.text.render(language), where=n.where) for n in notes),
        guests=tuple(found.guest for found in sized),
    )


def known_sum(values: Iterable[int | None]) -> int | None:
    """Return the sum of what is known; None where nothing is, 0 where there is nothing to know."""
    listed = list(values)
    known = [value for value in listed if value is not None]
    return sum(known) if known or not listed else None


def _each_file_once(parts: Sequence[Part], notes: list[Note]) -> list[Part]:
    kept: dict[str, Part] = {}
    for part in parts:
        if (first := kept.setdefault(part.digest, part)) is not part:
            text = Text("has the same content as {first} and is counted once", first=first.file.name)
            notes.append(Note("info", text, part.file.name))
    return list(kept.values())


def _each_guest_once(parts: Sequence[Part], notes: list[Note]) -> list[FoundGuest]:
    """Drop a guest that an earlier file has; of two dated exports the newer says what it is like."""
    kept: list[FoundGuest] = []
    at: dict[str, list[tuple[int, Part]]] = {}
    for part in parts:
        repeated: list[int] = []
        before = {identity: list(places) for identity, places in at.items()}
        for found in part.guests:
            place = next((p for p in before.get(found.identity or "", ()) if _same(kept[p[0]], found)), None)
            if place is None:
                if found.identity:
                    at.setdefault(found.identity, []).append((len(kept), part))
                kept.append(found)
                continue
            repeated.append(found.row)
            if part.created and place[1].created and part.created > place[1].created:
                kept[place[0]] = found
        if repeated:
            text = Text("guests that stand in an earlier file too, counted once: {count} (from the newer export where"
                        " both are dated, otherwise from the first file); rows {rows}",
                        count=len(repeated), rows=rows_text(repeated))  # fmt: skip
            notes.append(Note("warning", text, part.file.name))
    return kept


def _same(one: FoundGuest, other: FoundGuest) -> bool:
    """The same identity from two servers is a guest that moved where it kept its name, and a copy otherwise."""
    if one.origin and one.origin == other.origin:
        return True
    return one.guest.name.casefold() == other.guest.name.casefold()


def _note_same_names(guests: Sequence[FoundGuest], notes: list[Note]) -> None:
    names = Counter(found.guest.name.casefold() for found in guests)
    doubled = sorted({found.guest.name for found in guests if names[found.guest.name.casefold()] > 1})
    if doubled:
        text = Text("names that several guests bear, all of them counted: {count} ({names})",
                    count=len(doubled), names=", ".join(name[:60] for name in doubled[:8]))  # fmt: skip
        notes.append(Note("warning", text, ""))


def _hosts(parts: Sequence[Part], notes: list[Note]) -> Hosts:
    listed = [part.hosts for part in parts if part.hosts is not None]
    if not listed:
        return Hosts()
    hosts: dict[str, FoundHost] = {}
    repeated = 0
    for host in (host for part in listed for host in part):
        repeated += host.key in hosts
        hosts.setdefault(host.key, host)
    if repeated:
        notes.append(
            Note("info", Text("hosts that are listed more than once, counted once: {count}", count=repeated), "")
        )
    columns = {
        "sockets": [host.sockets for host in hosts.values()],
        "cores": [host.cores for host in hosts.values()],
        "memory_bytes": [host.memory_bytes for host in hosts.values()],
    }
    for name, values in columns.items():
        unknown = values.count(None)
        if 0 < unknown < len(values):
            text = Text("hosts that do not state their {what}: {unknown} of {count}; the sum is that of the others",
                        unknown=unknown, count=len(values), what=_WHAT[name])  # fmt: skip
            notes.append(Note("warning", text, ""))
    return Hosts(count=len(hosts), **{name: known_sum(values) if values else None for name, values in columns.items()})


_WHAT = {"sockets": Text("sockets"), "cores": Text("cores"), "memory_bytes": Text("memory")}


def _totals(guests: Sequence[FoundGuest], rows: int) -> Totals:
    power = Counter(found.guest.power for found in guests)
    return Totals(
        rows=rows,
        guests=len(guests),
        powered_on=power["on"],
        powered_off=power["off"],
        suspended=power["suspended"],
        vcpus=known_sum(found.guest.vcpus for found in guests),
        memory_bytes=known_sum(found.guest.memory_bytes for found in guests),
        provisioned_bytes=known_sum(found.guest.provisioned_bytes for found in guests),
        used_bytes=known_sum(found.used_stated for found in guests),
    )
