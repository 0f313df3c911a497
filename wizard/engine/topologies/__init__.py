"""The arrangements: who may have each, which shapes it comes in, its networks and its quorum.

One module per family. ``ALL`` is the registry: to add a topology, write a module with a :class:`Kind` and name it here.
"""

from wizard.engine.topologies.ceph import HCI, MESH
from wizard.engine.topologies.kind import Kind
from wizard.engine.topologies.replicated import CLUSTER as CLUSTER_REPLICATED
from wizard.engine.topologies.replicated import TWO_NODES as TWO_NODES_REPLICATED
from wizard.engine.topologies.shared import CLUSTER as CLUSTER_SHARED
from wizard.engine.topologies.shared import TWO_NODES as TWO_NODES_SHARED
from wizard.engine.topologies.single import DISK, EXTERNAL, RAID, ZFS
from wizard.engine.topologies.stretch import STRETCH

ALL: tuple[Kind, ...] = (
    DISK,
    RAID,
    ZFS,
    EXTERNAL,
    TWO_NODES_REPLICATED,
    TWO_NODES_SHARED,
    CLUSTER_SHARED,
    CLUSTER_REPLICATED,
    HCI,
    MESH,
    STRETCH,
)
"""Every topology that is one cluster or one node, in the order of the contract; a fleet is made of these."""

__all__ = ["ALL", "Kind"]
