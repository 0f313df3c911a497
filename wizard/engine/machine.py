"""A single machine without guests, such as a tie-breaker: the cheapest that has the cores and memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wizard.engine.fittings import boot_mirror
from wizard.engine.memory import MemorySet
from wizard.engine.network import Cabling
from wizard.engine.parts import Variant
from wizard.engine.topologies import networks
from wizard.engine.topologies.kind import Fabric, Shape, StorageKind
from wizard.engine.workshop import Workshop
from wizard.model.catalogue import BootDevice, Cpu, Part
from wizard.model.project import Topology


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine with everything but guest drives. ``parts`` are the catalogue's, by id."""

    variant: Variant
    cpu: Cpu
    memory: MemorySet
    boot: BootDevice
    boots: int
    network: Cabling
    parts: Mapping[str, Part]

    @property
    def cents(self) -> int:
        """Price with its subscriptions over the years [cents]."""
        return (
            self.variant.cents + self.variant.sockets * self.cpu.cents + self.memory.cents
            + self.boots * self.boot.cents + self.network.cents
        )  # fmt: skip


def tie_breaker(workshop: Workshop) -> Machine | None:
    """Return the cheapest node for the third location: a full member with a monitor, no OSDs and no guests.

    References
    ----------
    Ceph documentation, Stretch Clusters; Proxmox VE Administration Guide, Cluster Manager.
    """
    context, rules = workshop.context, workshop.context.rules
    needs = (networks.production(context, Fabric.LAN), networks.corosync(context, Fabric.LAN))
    shape = Shape(Topology.STRETCH_CEPH, 1, 1, 0, StorageKind.EXTERNAL, 1, needs)
    boot, boots = boot_mirror(context.catalogue)
    best: Machine | None = None
    for variant in workshop.witness:
        cores, size = rules("cluster.tie_breaker_cores"), rules("cluster.tie_breaker_memory")
        cpu = next((one for one in variant.cpus if one.cores * variant.sockets >= cores), None)
        memory = next((one for one in variant.memories if one.bytes >= size), None)
        network = workshop.wiring(shape).cheapest(variant.platform.pcie_slots, variant.platform.ocp_slots)
        if cpu is None or memory is None or network is None:
            continue
        found = Machine(variant, cpu, memory, boot, boots, network, context.catalogue.parts)
        if best is None or found.cents < best.cents:
            best = found
    return best
