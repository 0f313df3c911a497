"""Cores of a node: what the host keeps for itself, what each node must give to guests."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.engine.demand import Demand
from wizard.engine.topologies.kind import Shape, StorageKind
from wizard.model.catalogue import Drive
from wizard.model.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class NodeNeed:
    """What each compute node must give to guests: cores, memory [bytes], and threads for the largest guest."""

    cores: int
    memory: int
    threads: int


CORES = "max(ceil(surviving / (ratio * survivors)), ceil(all_guests / (ratio * nodes)), ceil(largest / ratio))"
MEMORY = "max(ceil(surviving / survivors), ceil(all_guests / nodes), largest)"


def node_need(shape: Shape, demand: Demand) -> NodeNeed:
    """Return what one node must give so that the sums fit, before and after the planned failure.

    Parameters
    ----------
    shape
        Node count and planned failures.
    demand
        Sums at the horizon.

    Returns
    -------
    NodeNeed
        Necessary, not sufficient: the placement proves it with the real guests.

    References
    ----------
    Proxmox VE Administration Guide, High Availability, Recover Fenced Services: the remaining nodes carry the guests of
    the failed one. QEMU/KVM Virtual Machines, CPU: a guest has no more vCPUs than the node has threads.
    """
    ratio = demand.vcpus_per_core

    def cores_of(vcpus: int, nodes: int) -> int:
        return -(-vcpus * ratio.denominator // (ratio.numerator * nodes))

    cores = max(
        cores_of(demand.surviving_vcpus, shape.survivors),
        cores_of(demand.vcpus, shape.nodes),
        cores_of(demand.largest_vcpus, 1),
    )
    memory = max(
        -(-demand.surviving_memory_bytes // shape.survivors),
        -(-demand.memory_bytes // shape.nodes),
        demand.largest_memory_bytes,
    )
    return NodeNeed(cores, memory, demand.largest_vcpus)


RESERVED_CEPH = "host + osds * osd_threads + monitor + manager"
RESERVED_PLAIN = "host"
GUEST_CORES = "floor((threads - reserved) * cores / threads)"


def reserved_threads(storage: StorageKind, drive: Drive | None, drives: int, rules: Rulebook) -> int:
    """Return the threads of a node that its host keeps.

    References
    ----------
    Proxmox VE Administration Guide, Hyper-Converged Ceph, CPU.
    """
    host = rules.whole("host.threads")
    if storage is not StorageKind.CEPH or drive is None:
        return host
    daemons = rules.whole("host.monitor_threads") + rules.whole("host.manager_threads")
    return host + drives * rules.whole(osd_threads_rule(drive)) + daemons


def osd_threads_rule(drive: Drive) -> str:
    """Return the rule that says how many threads an OSD on this drive keeps."""
    return "host.osd_threads_nvme" if drive.kind == "nvme" else "host.osd_threads_sata"
