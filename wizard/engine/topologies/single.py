"""One node: with one disk, hardware RAID, ZFS, or storage that is there already."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wizard.engine.context import Context
from wizard.engine.topologies import networks
from wizard.engine.topologies.kind import Fabric, Kind, NetworkNeed, Shape, StorageKind
from wizard.engine.topologies.requirements import (
    collect,
    drives_survive,
    no_ha,
    one_site,
    repaired_in_time,
    restore_is_enough,
    storage_is_there,
    store,
)
from wizard.model.assessment import Reason
from wizard.model.project import Topology


def _against_local(context: Context) -> tuple[Reason, ...]:
    return collect(no_ha(context), one_site(context), restore_is_enough(context), repaired_in_time(context))


def _against_one_disk(context: Context) -> tuple[Reason, ...]:
    return collect(*_against_local(context), drives_survive(context, 0))


def _against_external(context: Context) -> tuple[Reason, ...]:
    return collect(no_ha(context), one_site(context), storage_is_there(context), repaired_in_time(context))


def _one_node(topology: Topology, storage: StorageKind) -> Callable[[Context], Iterable[Shape]]:
    def shapes(context: Context) -> Iterable[Shape]:
        needs: tuple[NetworkNeed, ...] = (networks.production(context, Fabric.LAN),)
        existing = store(context)
        if storage is StorageKind.EXTERNAL and existing is not None:
            needs += (networks.storage(context, existing, Fabric.LAN),)
        yield Shape(topology, nodes=1, sites=1, failures=0, storage=storage, copies=1, networks=needs)

    return shapes


DISK = Kind(
    Topology.SINGLE_DISK,
    _against_one_disk,
    _one_node(Topology.SINGLE_DISK, StorageKind.SINGLE),
)
RAID = Kind(
    Topology.SINGLE_RAID,
    _against_local,
    _one_node(Topology.SINGLE_RAID, StorageKind.RAID),
)
ZFS = Kind(
    Topology.SINGLE_ZFS,
    _against_local,
    _one_node(Topology.SINGLE_ZFS, StorageKind.ZFS),
)
EXTERNAL = Kind(
    Topology.SINGLE_EXTERNAL,
    _against_external,
    _one_node(Topology.SINGLE_EXTERNAL, StorageKind.EXTERNAL),
)
