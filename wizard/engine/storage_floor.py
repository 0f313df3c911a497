"""What the drives of a node cannot be below, whichever are chosen: the search leaves out what is too dear even so."""

from __future__ import annotations

from fractions import Fraction

from wizard.engine.context import Context
from wizard.engine.fittings import boot_of
from wizard.engine.lately import Lately
from wizard.engine.memory import reserve
from wizard.engine.storage import fewest_drives, least_raw
from wizard.engine.topologies.kind import Shape, StorageKind
from wizard.model.catalogue import Drive
from wizard.model.units import whole


def floor_cents(shape: Shape, context: Context) -> int:
    """Return a price that the drives of all nodes cannot be below [cents].

    Raw space for every copy at the best price per byte, or the fewest drives of the cheapest kind, and the boot drives.
    """
    boot = boot_of(shape, context.catalogue)
    boots = 0 if boot is None else shape.nodes * boot[1] * boot[0].cents
    if shape.storage is StorageKind.EXTERNAL:
        return boots
    per_byte, per_drive = _least_cents(context.catalogue.drives)
    by_size = least_raw(shape, context) * per_byte
    by_count = shape.nodes * fewest_drives(shape, context) * per_drive
    return boots + max(whole(by_size), by_count)


_LATELY = Lately[tuple[Drive, ...], tuple[Fraction, int]](maxsize=4)


def _least_cents(every: tuple[Drive, ...]) -> tuple[Fraction, int]:
    """Return the least price of a byte, and of a drive, among those that guests may be stored on [cents]."""
    drives = [drive for drive in every if drive.kind != "hdd"]
    return _LATELY.answer(
        every, lambda: (min(Fraction(one.cents, one.bytes) for one in drives), min(one.cents for one in drives))
    )


def least_reserve(shape: Shape, context: Context) -> int:
    """Return the memory that a host keeps at least [bytes]: with the fewest drives, however small."""
    return reserve(shape.storage, fewest_drives(shape, context), 0, 0, context.rules).fixed
