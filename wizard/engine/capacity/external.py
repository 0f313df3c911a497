"""Shared storage that exists: what guests may use of it, and what a volume group must offer to hold them."""

from dataclasses import dataclass
from fractions import Fraction

from wizard.model.calculation import Calculation
from wizard.model.rulebook import Rulebook
from wizard.model.text import Text
from wizard.model.units import count, whole

BLOCK_KINDS = ("iscsi", "fc", "sas")
"""Kinds that are shared as LVM on a LUN; the others keep files or, with Ceph, objects."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Guest data that a shared storage is planned to hold; sizes in bytes."""

    stated_bytes: int
    usable_bytes: int
    limited_by: Text
    calculations: tuple[Calculation, ...]


def usable(kind: str, stated_bytes: int, rules: Rulebook, snapshots: int | None = None) -> Shared:
    """Return the guest data that a shared storage is planned to hold.

    Parameters
    ----------
    kind
        ``nfs``, ``cifs``, ``ceph``, or, with LVM on a LUN, ``iscsi``, ``fc`` or ``sas``.
    stated_bytes
        Usable size that its owner states [bytes].
    rules
        Rulebook with the fill limit.
    snapshots
        Snapshots of each disk kept at a time [count]; None takes the rulebook's number. They count on block storage
        only, where each is a volume of the full size of the disk.

    Notes
    -----
    Proxmox VE Administration Guide, "LVM Backend" (snapshot-as-volume-chain).

    Examples
    --------
    >>> from wizard.persistence.rulebook import bundled_rulebook
    >>> rules = bundled_rulebook()
    >>> [usable(kind, 100, rules, snapshots=1).usable_bytes for kind in ("nfs", "fc")]
    [80, 40]
    """
    kept = 0
    if kind in BLOCK_KINDS:
        kept = rules.whole("lvm.chain.snapshots") if snapshots is None else snapshots
    fill = rules("lvm.external.fill_limit")
    result = whole(stated_bytes * fill / (1 + kept))
    if kept:
        limited = Text("{kept} snapshots of each disk are volumes of its full size", kept=kept)
    else:
        limited = Text("the storage is filled to {fill:percent}", fill=fill)
    step = Calculation(
        "storage.usable",
        Text("Guest data within the fill limit, each disk with its snapshots"),
        "floor(stated*fill/(1+snapshots))",
        {"stated": Fraction(stated_bytes), "fill": fill, "snapshots": kept},
        result,
        "bytes",
        ("lvm.external.fill_limit", "lvm.chain.snapshots"),
    )
    return Shared(stated_bytes, result, limited, (step,))


def needed(kind: str, disk_bytes: int, rules: Rulebook, snapshots: int | None = None) -> int:
    """Return what a shared storage must offer so that it holds these guests [bytes].

    Parameters
    ----------
    kind, rules, snapshots
        As for :func:`usable`.
    disk_bytes
        Sum of all guest disks [bytes].

    Examples
    --------
    >>> from wizard.persistence.rulebook import bundled_rulebook
    >>> needed("iscsi", 100, bundled_rulebook(), snapshots=2)
    375
    """
    kept = 0
    if kind in BLOCK_KINDS:
        kept = rules.whole("lvm.chain.snapshots") if snapshots is None else snapshots
    return count(disk_bytes * (1 + kept) / rules("lvm.external.fill_limit"))
