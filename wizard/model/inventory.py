"""What runs today, as an import found it: ``rackwright-import/1``."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from wizard.model.units import TIB

IMPORT_FORMAT = "rackwright-import/1"
LARGEST_PLAUSIBLE = 100 * TIB
"""A guest with more storage than this is a broken figure more often than a guest; files with petabytes each exist."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Guest(_Frozen):
    """One virtual machine or container of the inventory. Unknown is null, never zero."""

    name: str
    key: str
    power: Literal["on", "off", "suspended"] | None
    vcpus: int | None
    memory_bytes: int | None
    provisioned_bytes: int | None = None
    used_bytes: int | None = None
    disk_bytes: int | None = None
    """Sum of the virtual disks, as the guest sees them."""
    os: str | None = None
    cluster: str | None = None
    host: str | None = None
    kind: Literal["vm", "container"] = "vm"


class Totals(_Frozen):
    """Sums over the rows that are sized: powered-off ones included, excluded ones not."""

    rows: int
    guests: int
    powered_on: int
    powered_off: int
    suspended: int
    vcpus: int | None
    memory_bytes: int | None
    provisioned_bytes: int | None
    used_bytes: int | None


class Excluded(_Frozen):
    """Rows that were left out, by reason."""

    template: int = 0
    placeholder: int = 0
    vcls: int = 0
    ft_secondary: int = 0
    unnamed: int = 0


class Hosts(_Frozen):
    """The machines of the inventory."""

    count: int | None = None
    sockets: int | None = None
    cores: int | None = None
    memory_bytes: int | None = None


class AuditEntry(_Frozen):
    """Something that the reader of an import has to know: what was left out, filled in or doubted."""

    level: Literal["info", "warning", "error"]
    text: str
    where: str


class SourceFile(_Frozen):
    """A file that was read."""

    name: str
    format: str
    version: str | None = None


class Inventory(_Frozen):
    """All that one import found."""

    format: Literal["rackwright-import/1"] = "rackwright-import/1"
    files: tuple[SourceFile, ...]
    totals: Totals
    excluded: Excluded
    hosts: Hosts
    audit: tuple[AuditEntry, ...]
    guests: tuple[Guest, ...] = Field(default=(), exclude=True)
    """The rows themselves; the JSON of ``import --json`` carries the totals only."""
