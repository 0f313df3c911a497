"""What a topology is to the engine: a name, the reasons against it, and the shapes in which it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from wizard.engine.context import Context
from wizard.model.assessment import Reason
from wizard.model.catalogue import Medium
from wizard.model.project import Topology
from wizard.model.text import Text


class StorageKind(StrEnum):
    """Where the guests' disks are."""

    SINGLE = "single-disk"
    RAID = "lvm-thin"
    ZFS = "zfs"
    CEPH = "ceph-replicated"
    EXTERNAL = "external"


class Fabric(StrEnum):
    """What the ports of a network are plugged into."""

    LAN = "lan"
    """The customer's own switches."""
    PAIR = "pair"
    """A redundant pair of switches."""
    MANAGEMENT = "management"
    """One switch, beside the pair."""
    DIRECT = "direct"
    """Straight into the other node."""
    MESH = "mesh"
    """Straight into every other node."""
    ARRAY = "array"
    """The fabric of the existing storage."""


@dataclass(frozen=True, slots=True)
class NetworkNeed:
    """One network of a topology. ``links`` is ports per node, ``gbps`` the least speed of each."""

    name: str
    links: int
    gbps: int
    fabric: Fabric
    dedicated: bool
    redundancy: Text
    because: Text
    medium: Medium = "ethernet"
    leads_to: tuple[str, ...] = ()
    """What new switches are joined to beyond the nodes.

    The customer's ``lan``, the ``array`` or the ``pool`` (an existing Ceph cluster) of the storage, the other ``site``.
    """
    own_cards: bool = False
    """Whether each path has a card of its own, which no other network uses."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A topology with its node count.

    Parameters
    ----------
    nodes
        Compute nodes altogether.
    sites
        Number of sites over which they stand equally.
    failures
        Compute nodes whose loss is planned for; of a stretch cluster all of one site.
    copies
        Copies of the data over all nodes: of a Ceph pool, or a replicated guest and its replicas.
    """

    topology: Topology
    nodes: int
    sites: int
    failures: int
    storage: StorageKind
    copies: int
    networks: tuple[NetworkNeed, ...]
    qdevice: bool = False
    tie_breaker: bool = False

    @property
    def host_failures(self) -> int:
        """Hosts of one site whose loss its storage has to heal: where a whole site may be lost, one besides."""
        return max(1, self.failures) if self.sites == 1 else 1

    @property
    def survivors(self) -> int:
        """Nodes left after the planned failure."""
        return self.nodes - self.failures


@dataclass(frozen=True, slots=True)
class Kind:
    """A topology: the reasons against it for a project, and its shapes by rising node count."""

    id: Topology
    against: Callable[[Context], tuple[Reason, ...]]
    shapes: Callable[[Context], Iterable[Shape]]
