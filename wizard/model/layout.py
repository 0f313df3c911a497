"""One concrete storage layout and what it holds: input and output of ``rackwright capacity``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from wizard.model.assessment import Finding
from wizard.model.calculation import Calculation
from wizard.model.text import Text
from wizard.model.units import Size

LAYOUT_FORMAT = "rackwright-layout/1"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CephHost(_Frozen):
    """One host: the sizes of its OSDs, in order, and the site it stands in."""

    name: str
    site: str | None = None
    osds: tuple[Annotated[Size, Field(gt=0)], ...] = Field(max_length=1000)


class ReplicatedPool(_Frozen):
    """A pool that keeps whole copies."""

    kind: Literal["replicated"] = "replicated"
    copies: Annotated[int, Field(ge=1, le=7)] = 3
    min_size: Annotated[int, Field(ge=1, le=7)] = 2
    copies_per_site: Annotated[int, Field(ge=1, le=7)] | None = None


class ErasurePool(_Frozen):
    """A pool that keeps ``data`` + ``coding`` chunks."""

    kind: Literal["erasure"]
    data: Annotated[int, Field(ge=2, le=32)]
    coding: Annotated[int, Field(ge=1, le=32)]


class Lost(_Frozen):
    """What has failed: hosts by name, OSDs as (host name, position in its list)."""

    hosts: tuple[str, ...] = ()
    osds: tuple[tuple[str, int], ...] = ()


class CephLayout(_Frozen):
    """A Ceph cluster with one pool."""

    format: Literal["rackwright-layout/1"]
    storage: Literal["ceph"]
    hosts: tuple[CephHost, ...] = Field(min_length=1, max_length=2000)
    pool: Annotated[ReplicatedPool | ErasurePool, Field(discriminator="kind")] = ReplicatedPool()
    lost: Lost = Lost()
    host_failures: Annotated[int, Field(ge=1, le=100)] = 1
    """Hosts whose loss is planned for: what is promised still holds after they were healed, as far as they can be."""


class ZfsLayout(_Frozen):
    """A ZFS pool of equal vdevs."""

    format: Literal["rackwright-layout/1"]
    storage: Literal["zfs"]
    layout: str
    disks: Annotated[int, Field(ge=1, le=255)]
    vdevs: Annotated[int, Field(ge=1, le=255)] = 1
    disk: Annotated[Size, Field(gt=0)]
    volblocksize_kib: Literal[4, 8, 16, 32, 64, 128] = 16
    boot_reserve: Size = 0


Layout = Annotated[CephLayout | ZfsLayout, Field(discriminator="storage")]
LAYOUT: TypeAdapter[CephLayout | ZfsLayout] = TypeAdapter(Layout)


class CephCapacity(_Frozen):
    """What a Ceph layout holds, in bytes of guest data (``raw_bytes`` apart)."""

    format: Literal["rackwright-capacity/1"] = "rackwright-capacity/1"
    raw_bytes: int
    nominal_bytes: int
    ideal_bytes: int
    balanced_bytes: int
    nearfull_bytes: int
    usable_bytes: int
    limited_by: Text
    findings: tuple[Finding, ...] = ()
    calculations: tuple[Calculation, ...] = ()


class ZfsCapacity(_Frozen):
    """What a ZFS pool holds, in bytes."""

    format: Literal["rackwright-capacity/1"] = "rackwright-capacity/1"
    raw_bytes: int
    pool_bytes: int
    zvol_bytes: int
    usable_bytes: int
    limited_by: Text
    findings: tuple[Finding, ...] = ()
    calculations: tuple[Calculation, ...] = ()
