"""What is asked: the one value that is saved, ``rackwright-project/1``."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from wizard.model.commercial import OfferTerms, SentOffer
from wizard.model.money import Money
from wizard.model.tender import TenderAnswer
from wizard.model.units import Exact, Size

PROJECT_FORMAT = "rackwright-project/1"

Name = Annotated[str, Field(max_length=10_000)]
Percent = Annotated[Exact, Field(ge=0, le=1000)]
Count = Annotated[int, Field(ge=0, le=10_000_000)]


class Topology(StrEnum):
    """The arrangements that are judged, in the order of every listing."""

    SINGLE_DISK = "single-disk"
    SINGLE_RAID = "single-raid"
    SINGLE_ZFS = "single-zfs"
    SINGLE_EXTERNAL = "single-external"
    TWO_NODE_REPLICATED = "two-node-replicated"
    TWO_NODE_SHARED = "two-node-shared"
    CLUSTER_SHARED = "cluster-shared"
    CLUSTER_REPLICATED = "cluster-replicated"
    HCI_CEPH = "hci-ceph"
    HCI_CEPH_MESH = "hci-ceph-mesh"
    STRETCH_CEPH = "stretch-ceph"
    FLEET = "fleet"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Customer(_Frozen):
    """Who it is for."""

    name: Name = ""
    language: Literal["en", "de"] = "en"
    contact: Name = ""
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None


class GuestGroup(_Frozen):
    """Guests of one size. ``memory`` and ``disk`` are per guest; ``ha`` unset follows the availability answer.

    Guests that carry the same label in ``apart`` never share a node (anti-affinity). A guest that is not
    ``migratable`` (passthrough, another resource of its node) is not restarted elsewhere, unless ``ha`` says so.
    """

    name: Name = ""
    count: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    vcpus: Annotated[int, Field(ge=1, le=100_000)]
    memory: Annotated[Size, Field(gt=0)]
    disk: Size
    iops: Count | None = None
    write_percent: Annotated[Exact, Field(ge=0, le=100)] | None = None
    kind: Literal["vm", "container"] = "vm"
    ha: bool | None = None
    site: Name | None = None
    apart: Annotated[Name, Field(min_length=1)] | None = None
    migratable: bool = True


class Workload(_Frozen):
    """What has to run, today, and how it grows."""

    groups: tuple[GuestGroup, ...] = Field(max_length=100_000)
    vcpus_per_core: Annotated[Exact, Field(gt=0, le=100)] | None = None
    growth_percent_per_year: Percent | None = None
    years: Annotated[int, Field(ge=0, le=30)] | None = None


class Site(_Frozen):
    """A place: with guests (``data``, ``branch``) or only a vote (``witness``)."""

    name: Name
    role: Literal["data", "witness", "branch"] = "data"


class SiteLink(_Frozen):
    """A link between two sites. Unknown round-trip time or bandwidth is null, never zero."""

    between: tuple[str, str]
    rtt_ms: Annotated[Exact, Field(ge=0)] | None = None
    gbps: Annotated[Exact, Field(gt=0)] | None = None


class Availability(_Frozen):
    """What may fail, and what may be lost when it does."""

    ha: bool = True
    node_failures: Annotated[int, Field(ge=0, le=16)] | None = None
    disk_failures: Annotated[int, Field(ge=0, le=3)] | None = None
    survive_site_loss: bool = False
    rpo_minutes: Annotated[Exact, Field(ge=0)] | None = None
    rto_minutes: Annotated[Exact, Field(gt=0)] | None = None


class ExternalStorage(_Frozen):
    """Storage that the customer has and wants to keep."""

    kind: Literal["nfs", "cifs", "iscsi", "fc", "sas", "ceph"]
    usable: Annotated[Size, Field(gt=0)]
    redundant: bool | None = None


class Existing(_Frozen):
    """What is there already."""

    storage: tuple[ExternalStorage, ...] = ()
    quorum_host: bool | None = None
    switch_gbps: Annotated[Exact, Field(gt=0)] | None = None


class Keep(_Frozen):
    """How many backups are kept, per period."""

    last: Annotated[int, Field(ge=0, le=1000)] = 0
    hourly: Annotated[int, Field(ge=0, le=1000)] = 0
    daily: Annotated[int, Field(ge=0, le=1000)] = 0
    weekly: Annotated[int, Field(ge=0, le=520)] = 0
    monthly: Annotated[int, Field(ge=0, le=240)] = 0
    yearly: Annotated[int, Field(ge=0, le=100)] = 0


class Backup(_Frozen):
    """Whether and how the guests are backed up."""

    wanted: bool = True
    keep: Keep | None = None
    daily_change_percent: Annotated[Exact, Field(ge=0, le=100)] | None = None
    offsite: Literal["none", "one-way", "two-way", "many-to-one"] = "none"
    offsite_mbps: Annotated[Exact, Field(gt=0, le=10_000_000)] | None = None
    """Line of a copy to another place, in Mbit/s."""
    offsite_window_hours: Annotated[Exact, Field(gt=0, le=24)] | None = None
    """Hours of a day in which a copy may use the line."""
    sync: Literal["pull", "push"] = "pull"
    """Who starts a copy to another server: the one that gets it, or the one that has it."""
    streams: Annotated[int, Field(ge=1, le=64)] | None = None
    """Guests that are backed up at the same time."""
    tape: bool = False
    tape_sets: Annotated[int, Field(ge=1, le=520)] | None = None
    removable: bool = False
    """Copies on disks that are taken out and kept elsewhere."""
    removable_sets: Annotated[int, Field(ge=1, le=52)] | None = None
    s3: bool = False
    """A copy in an object store of a provider."""
    encrypted: bool = False
    domains: Annotated[int, Field(ge=1, le=1000)] = 1
    """Separate encryption keys or datastores; nothing is deduplicated across them."""


class Budget(_Frozen):
    """What may be spent, net of VAT, over the years of the subscriptions. No amount means no limit."""

    net: Annotated[Money, Field(ge=Decimal(0), le=Decimal(10) ** 15)] | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "EUR"
    subscription_years: Annotated[int, Field(ge=1, le=5)] | None = None


class Preferences(_Frozen):
    """Choices that narrow the search.

    ``platform``, ``cpu`` and ``drive`` are parts of the catalogue, by id. ``rebuild_hours``: until Ceph has made the
    copies of a lost node again.
    """

    topology: Topology | None = None
    cpu_vendor: Literal["AMD", "Intel"] | None = None
    subscription: Literal["community", "basic", "standard", "premium"] | None = None
    max_nodes_per_site: Annotated[int, Field(ge=1, le=1000)] | None = None
    platform: Name | None = None
    rebuild_hours: Annotated[Exact, Field(gt=0)] | None = None
    nodes_per_site: Annotated[int, Field(ge=1, le=1000)] | None = None
    cpu: Name | None = None
    drive: Name | None = None
    copies: Annotated[int, Field(ge=1, le=100)] | None = None


class Project(_Frozen):
    """Everything that was asked, in one frozen value. ``format`` and ``workload`` are mandatory."""

    format: Literal["rackwright-project/1"]
    title: Name = ""
    customer: Customer = Customer()
    workload: Workload
    sites: tuple[Site, ...] = Field(default=(), max_length=1000)
    site_links: tuple[SiteLink, ...] = ()
    availability: Availability | None = None
    existing: Existing = Existing()
    backup: Backup | None = None
    budget: Budget = Budget()
    preferences: Preferences = Preferences()
    air_gapped: bool = False
    """Whether the machines never reach the Internet."""
    mail_gateways: Annotated[int, Field(ge=0, le=100)] = 0
    rules: dict[str, int | float | str] = Field(default_factory=dict)
    survey: dict[Name, Name] = Field(default_factory=dict)
    """What a self-assessment asked beside the sizing: question and answer, by id. Nothing of it changes a figure.

    Several answers to one question stand behind each other, with commas.
    """
    unknown: tuple[Name, ...] = Field(default=(), max_length=1000)
    """Fields whose answer the customer does not know: what stands there was assumed, and is an open question."""
    offer: OfferTerms = OfferTerms()
    tender: tuple[TenderAnswer, ...] = Field(default=(), max_length=10_000)
    """The bidder's own answers to a buyer's requirements."""
    revisions: tuple[Revision, ...] = Field(default=(), max_length=1000)
    """What was sent, the oldest first; never changed afterwards."""

    @model_validator(mode="after")
    def _sites_are_known(self) -> Project:
        names = [site.name for site in self.sites]
        if len(set(names)) != len(names):
            raise ValueError("sites: two sites have the same name")
        for number, group in enumerate(self.workload.groups):
            if group.site is not None and group.site not in names:
                raise ValueError(f'workload.groups.{number}.site: "{group.site[:40]}" is not one of the sites')
        for number, link in enumerate(self.site_links):
            for end in link.between:
                if end not in names:
                    raise ValueError(f'site_links.{number}.between: "{end[:40]}" is not one of the sites')
        return self


class Revision(SentOffer):
    """A sent offer with the project that it was made of. That project holds no revisions of its own."""

    asked: Project

    @model_validator(mode="after")
    def _no_nesting(self) -> Revision:
        if self.asked.revisions:
            raise ValueError("asked: the project of a revision holds no revisions")
        return self


Project.model_rebuild()
