"""The backup of a design as a record: servers, times, copies elsewhere and on other media, the 3-2-1 rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wizard.model.text import Text
from wizard.model.units import Exact


@dataclass(frozen=True, slots=True)
class BackupRange:
    """Stored bytes of the backups: with little, typical and much change."""

    low_bytes: int
    typical_bytes: int
    high_bytes: int


@dataclass(frozen=True, slots=True)
class OffsiteCopy:
    """The daily copy to another place and its first transfer. What depends on an unknown line is null.

    ``mbps_needed`` is for the busiest line, ``mbps_everything`` for all lines together where they meet.
    """

    mode: str
    sync: Literal["pull", "push"]
    namespaces: int
    """Namespaces that keep the sites apart."""
    daily_bytes: int
    window_hours: Exact
    mbps_needed: int
    mbps_everything: int
    mbps_stated: Exact | None
    daily_minutes: int | None
    seed_bytes: int
    seed_hours: int | None
    restore_largest_minutes: int | None
    """Time to fetch the largest guest back over the line."""
    ship: bool
    """Whether the first copy should travel on a removable disk or tape."""


@dataclass(frozen=True, slots=True)
class TapeCopy:
    """Tape: the device, and cartridges of native capacity, since what is stored is compressed already."""

    device: str
    device_text: str
    drives: int
    media: str
    media_text: str
    per_set: int
    sets: int
    job_hours: int
    by_hand: bool
    """Whether somebody changes cartridges during a job."""


@dataclass(frozen=True, slots=True)
class RemovableCopy:
    """Disks that are taken out: ``sets`` rotate, each of ``per_set`` disks."""

    part: str
    part_text: str
    per_set: int
    sets: int
    usable_bytes: int


@dataclass(frozen=True, slots=True)
class ObjectCopy:
    """A datastore in a provider's object store, and the cache that it needs here."""

    stored_bytes: int
    cache_bytes: int


@dataclass(frozen=True, slots=True)
class CopyRule:
    """The 3-2-1 rule digit by digit, and a copy that an intruder cannot delete. Replicas are no copies."""

    copies: int
    copies_wanted: int
    media: tuple[str, ...]
    """Kinds of media that hold copies: disk, tape, removable, object."""
    media_wanted: int
    offsite: int
    offsite_wanted: int
    offline: int
    offline_wanted: int
    missing: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class BackupDesign:
    """The backup server and what it keeps."""

    servers: int
    """At all places together."""
    snapshots_kept: int
    stored: BackupRange
    usable_bytes: int
    layout: str
    backup_window_minutes: int
    restore_largest_minutes: int
    restore_all_minutes: int
    offsite: str
    side_by_side: int = 1
    """Servers at one place that share the guests among them."""
    verify_minutes: int | None = None
    cores_needed: int | None = None
    memory_needed_bytes: int | None = None
    special_needed_bytes: int | None = None
    """Size of each drive of the metadata mirror beside hard disks."""
    oldest_days: int | None = None
    encrypted: bool = False
    domains: int = 1
    domains_cost_bytes: int = 0
    """What separate keys or datastores store more than once."""
    offsite_copy: OffsiteCopy | None = None
    tape: TapeCopy | None = None
    removable: RemovableCopy | None = None
    object_store: ObjectCopy | None = None
    copy_rule: CopyRule | None = None
