"""The judged result: every topology with its reasons or its complete design (``rackwright-assessment/1``).

Screen, PDF, workbook and JSON print these records and compute nothing of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import ConfigDict, TypeAdapter

from wizard.model.backup import BackupDesign
from wizard.model.cabling import CableRun, DiagramLink
from wizard.model.calculation import Calculation
from wizard.model.catalogue import Confidence
from wizard.model.exploration import Exploration
from wizard.model.money import Money
from wizard.model.project import Topology
from wizard.model.text import Text
from wizard.model.units import Exact

ASSESSMENT_FORMAT = "rackwright-assessment/1"


class Level(StrEnum):
    """How grave a finding is."""

    BLOCKER = "blocker"
    WARNING = "warning"
    ADVICE = "advice"


class Verdict(StrEnum):
    """How a topology was judged."""

    FITS = "fits"
    OVER_BUDGET = "over-budget"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class Finding:
    """Outcome of a check: what was found, by which rule of which source."""

    level: Level
    rule: str
    text: Text
    source: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a topology is not offered: the requirement that it misses, in figures."""

    rule: str
    text: Text
    source: str


@dataclass(frozen=True, slots=True)
class Assumption:
    """A default that was used because the project does not say."""

    key: str
    value: str
    text: Text


@dataclass(frozen=True, slots=True)
class LargestGuest:
    """The largest number of vCPUs and the largest memory of any one guest (not always the same guest)."""

    vcpus: int
    memory_bytes: int


@dataclass(frozen=True, slots=True)
class DemandSummary:
    """What the workload needs at the horizon; ``guests`` are those of today."""

    guests: int
    vcpus: int
    memory_bytes: int
    disk_bytes: int
    iops: int | None
    largest_guest: LargestGuest


@dataclass(frozen=True, slots=True)
class DriveSet:
    """Equal drives of one node. ``use``: boot, osd, zfs, raid, single, special, backup."""

    part: str
    text: str
    use: str
    count: int
    bytes: int


@dataclass(frozen=True, slots=True)
class PortSet:
    """Equal network ports of one node."""

    network: str
    count: int
    gbps: int
    connector: str


@dataclass(frozen=True, slots=True)
class NodeSet:
    """Equal nodes of one site. Roles: compute, tie-breaker, backup, qdevice."""

    site: str | None
    role: Literal["compute", "tie-breaker", "backup", "qdevice"]
    count: int
    platform: str
    platform_text: str
    cpu: str | None
    cpu_text: str
    sockets: int
    cores: int
    """Physical cores of one node."""
    memory_bytes: int
    """Memory of one node."""
    memory_modules: str
    drives: tuple[DriveSet, ...]
    ports: tuple[PortSet, ...]


@dataclass(frozen=True, slots=True)
class Compute:
    """Cores and memory left to guests, before and after the planned failure."""

    failures_tolerated: int
    cores_needed: int
    cores_available: int
    cores_after_failure: int
    memory_needed_bytes: int
    memory_available_bytes: int
    memory_after_failure_bytes: int
    cores_needed_after_failure: int
    memory_needed_after_failure_bytes: int
    placement_after_failure: Text

    @property
    def plans_failure(self) -> bool:
        """Whether guests have to go on after a failure: where nothing is needed then, none is planned for."""
        return self.cores_needed_after_failure > 0


@dataclass(frozen=True, slots=True)
class Storage:
    """From raw to what is promised. ``kind``: ceph-replicated, zfs, lvm-thin, single-disk, external."""

    kind: str
    copies: int
    min_size: int | None
    layout: str
    raw_bytes: int
    nominal_bytes: int
    usable_bytes: int
    needed_bytes: int
    limited_by: Text
    iops: int | None = None
    """Operations per second that are planned for, where the project asks for some and the drives are ours."""


@dataclass(frozen=True, slots=True)
class Quorum:
    """Votes of the cluster and what it may lose."""

    votes: int
    needed: int
    node_failures_tolerated: int
    qdevice: bool
    tie_breaker: bool
    node_failures_without_witness: int | None = None
    """The same while the QDevice or the tie-breaker is down."""
    reform_seconds: Exact | None = None
    """Until Corosync has agreed on the members that are left, after a node is lost."""


@dataclass(frozen=True, slots=True)
class Network:
    """One network: ``links`` ports per node."""

    name: str
    links: int
    gbps: int
    dedicated: bool
    redundancy: Text
    connector: str
    because: Text


@dataclass(frozen=True, slots=True)
class Recovery:
    """What is lost and how long it takes after a node failure. Unknown is null."""

    rpo_minutes: Exact | None
    rto_minutes: int | None
    site_loss_survived: bool
    text: Text
    parts: tuple[RecoveryPart, ...] = ()
    """What the two times consist of."""


@dataclass(frozen=True, slots=True)
class RecoveryPart:
    """One part of the data loss (``rpo``) or of the time until guests run again (``rto``)."""

    of: Literal["rpo", "rto"]
    text: Text
    seconds: Exact


@dataclass(frozen=True, slots=True)
class Traffic:
    """What maintenance and failures put on the network. Null is what does not happen in this design."""

    evacuation_bytes: int
    """Memory of one node's guests that move while they run."""
    evacuation_network: str
    evacuation_gbps: int
    evacuation_minutes: int
    text: Text
    """What happens to the copies of a lost node."""
    rebuild_bytes: int | None = None
    rebuild_minutes: int | None = None
    rebuild_gbps: Exact | None = None
    """Load on the port of each node that takes copies."""
    rebuild_link_share: Exact | None = None
    """The same as a share of the port."""
    write_limit_bytes_per_second: int | None = None
    """What all clients together can write at most, by the ports and the copies: a bound, not a promise."""
    site_load_gbps: Exact | None = None
    """What the guests' writes put on the link between two sites."""
    site_gbps_needed: Exact | None = None
    site_gbps: Exact | None = None
    """Stated bandwidth between the sites."""


@dataclass(frozen=True, slots=True)
class Power:
    """Power at the wall, heat and height of everything in the bill."""

    typical_watts: int
    maximum_watts: int
    heat_btu_per_hour: int
    rack_units: int


@dataclass(frozen=True, slots=True)
class DesignPrice:
    """Net sums of the bill: ``total_net`` = once + years × per year."""

    currency: str
    once_net: Money
    per_year_net: Money
    years: int
    total_net: Money


@dataclass(frozen=True, slots=True)
class BillLine:
    """One position: what, how many, what for, and how good its price is."""

    position: str
    part: str
    text: Text
    quantity: int
    unit_net: Money
    net: Money
    per: Literal["once", "year"]
    because: Text
    group: str
    """Heading that the line stands under: nodes, network, quorum, backup, subscriptions."""
    price_date: date
    price_valid_until: date
    price_source: str
    price_confidence: Confidence
    price_stale: bool
    price_estimated: bool
    price_indicative: bool = False
    """Whether the price is of an indicative catalogue, among others that are not."""
    list_net: Money | None = None
    purchase_net: Money | None = None
    """What one costs the vendor; not for the customer."""
    rack_units: int = 0
    """Height of one in the rack; 0 for what is not mounted by itself."""


@dataclass(frozen=True, slots=True)
class Design:
    """A topology with everything counted."""

    nodes: tuple[NodeSet, ...]
    compute: Compute
    storage: Storage
    quorum: Quorum
    networks: tuple[Network, ...]
    ports_per_node: int
    backup: BackupDesign | None
    recovery: Recovery
    power: Power
    price: DesignPrice
    bill: tuple[BillLine, ...]
    findings: tuple[Finding, ...]
    calculations: tuple[Calculation, ...]
    links: tuple[DiagramLink, ...] = ()
    """What the topology picture connects: nodes ``node-1`` …, switches by part id and number, ``qdevice`` …"""
    per_site: tuple[SiteDesign, ...] = ()
    """The parts of a fleet: one design for each site."""
    traffic: Traffic | None = None
    """None for a single node, and for a fleet, whose sites have their own."""
    cabling: tuple[CableRun, ...] = ()
    """One row for each cable of the bill; those of a fleet's sites stand in their designs."""


@dataclass(frozen=True, slots=True)
class SiteDesign:
    """The design of one site of a fleet, and the topology it has."""

    site: str
    topology: Topology
    design: Design


@dataclass(frozen=True, slots=True)
class JudgedTopology:
    """One topology: excluded with reasons, or with a complete design. ``rank`` counts from 1 among those sized."""

    id: Topology
    verdict: Verdict
    reasons: tuple[Reason, ...]
    design: Design | None
    rank: int | None = None
    ranking: Text | None = None
    """Why it stands where it stands."""
    missing_net: Money | None = None
    """How much the budget is short of its price."""
    candidates: int = 0
    """How many candidates the search judged."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """All topologies judged, in the order of :class:`Topology`."""

    __pydantic_config__: ClassVar = ConfigDict(defer_build=True)
    """Its schema is large, and only what writes an assessment needs it."""

    recommended: Topology | None
    recommendation: Text
    assumptions: tuple[Assumption, ...]
    demand: DemandSummary
    topologies: tuple[JudgedTopology, ...]
    calculations: tuple[Calculation, ...]
    """Calculations of the demand, which all designs share."""
    currency: str
    budget_net: Money | None
    priced_on: date
    catalogue_label: str
    catalogue_indicative: bool
    rule_sources: dict[str, str]
    """Source of every rule that a calculation names."""
    rules_changed: tuple[Assumption, ...]
    fingerprint: str
    exploration: Exploration | None = None
    """What other answers would change; null unless it was asked for."""
    format: Literal["rackwright-assessment/1"] = field(default="rackwright-assessment/1")

    def judged(self, topology: Topology) -> JudgedTopology:
        """Return the judgement of one topology."""
        return next(judged for judged in self.topologies if judged.id is topology)

    @property
    def best(self) -> JudgedTopology | None:
        """The recommended topology, or none."""
        return None if self.recommended is None else self.judged(self.recommended)


ASSESSMENT: TypeAdapter[Assessment] = TypeAdapter(Assessment)
