"""What drives need besides: a controller, and something that the system is installed on."""

from __future__ import annotations

from wizard.engine.topologies.kind import Shape, StorageKind
from wizard.model.catalogue import BootDevice, Catalogue, Controller, Drive


def wants_controller(storage: StorageKind, drive: Drive) -> bool:
    """Hardware RAID needs its controller; SATA drives under ZFS and Ceph need one that passes them through."""
    return storage is StorageKind.RAID or (storage is not StorageKind.SINGLE and drive.kind != "nvme")


def controller_of(storage: StorageKind, drive: Drive, drives: int, catalogue: Catalogue) -> Controller | None:
    """Return the cheapest controller for so many drives, if they want one and there is one."""
    if not wants_controller(storage, drive):
        return None
    mode = "raid" if storage is StorageKind.RAID else "hba"
    fitting = [
        one for one in catalogue.controllers
        if one.mode == mode and one.drives >= drives and drive.interface in one.interfaces
    ]  # fmt: skip
    return min(fitting, key=lambda one: (one.cents, one.id), default=None)


def boot_of(shape: Shape, catalogue: Catalogue) -> tuple[BootDevice, int] | None:
    """Return what the system is installed on: a mirror of its own, except where one disk is all there is."""
    if shape.storage is StorageKind.SINGLE:
        return None
    return boot_mirror(catalogue)


def boot_mirror(catalogue: Catalogue) -> tuple[BootDevice, int]:
    """Return the cheapest mirrored boot device: two single drives, or one unit that is a mirror itself."""
    offers = [(one, 1 if one.mirrored else 2) for one in catalogue.boot_devices]
    return min(offers, key=lambda offer: (offer[0].cents * offer[1], offer[0].id))
