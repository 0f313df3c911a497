"""The words for a ZFS vdev: mirror, raidz1 to raidz3, and dRAID with its data disks and spares."""

import re
from dataclasses import dataclass
from typing import Literal

_RAIDZ = re.compile(r"raidz([1-3])?")
_DRAID = re.compile(r"draid([1-3])?((?::\d+[dcs])*)")
_KNOWN = 'write "mirror", "raidz1", "raidz2", "raidz3" or, for dRAID, "draid2:8d:24c:2s" and its like'


@dataclass(frozen=True, slots=True)
class Vdev:
    """Shape of one vdev. ``data`` are the data disks of a stripe; ``spares`` are distributed spares of dRAID."""

    kind: Literal["mirror", "raidz", "draid"]
    disks: int
    data: int
    parity: int
    spares: int = 0

    @property
    def tolerated(self) -> int:
        """Drives that may fail anywhere without loss of data."""
        return self.disks - 1 if self.kind == "mirror" else self.parity


def parse(layout: str, disks: int | None) -> Vdev:
    """Read a layout.

    Parameters
    ----------
    layout
        As ``zpool create`` spells it.
    disks
        Disks of one vdev [count]; None where a dRAID layout names its children itself.

    Raises
    ------
    ValueError
        ``layout: …`` or ``disks: …`` if the words or the numbers cannot be used.

    Examples
    --------
    >>> parse("draid2:8d:12c:1s", 12)
    Vdev(kind='draid', disks=12, data=8, parity=2, spares=1)
    """
    if layout == "mirror":
        return Vdev("mirror", disks or 1, 1, 0)
    if match := _RAIDZ.fullmatch(layout):
        parity, width = int(match[1] or 1), disks or 0
        if width <= parity:
            raise ValueError(f"disks: {layout} keeps {parity} of parity and needs more than {width} disks")
        return Vdev("raidz", width, width - parity, parity)
    if match := _DRAID.fullmatch(layout):
        return _draid(layout, int(match[1] or 1), match[2], disks)
    raise ValueError(f'layout: "{layout[:40]}" is not known: {_KNOWN}')


def _draid(layout: str, parity: int, options: str, disks: int | None) -> Vdev:
    """Read the options of dRAID: data disks of a stripe, children, distributed spares."""
    numbers = {option[-1]: int(option[:-1]) for option in options.split(":") if option}
    if len(numbers) != options.count(":"):
        raise ValueError(f"layout: {layout} names an option twice")
    if "d" not in numbers:
        raise ValueError(f"layout: {layout} does not say how many data disks a stripe has: {_KNOWN}")
    children = numbers.get("c", disks or 0)
    if disks is not None and children != disks:
        raise ValueError(f"disks: {layout} names {children} children, but there are {disks} disks")
    data, spares = numbers["d"], numbers.get("s", 0)
    if data < 1 or data + parity + spares > children:
        raise ValueError(f"layout: {layout} needs {data + parity + spares} disks or more, and there are {children}")
    return Vdev("draid", children, data, parity, spares)
