"""What one concrete storage layout holds: the answer of ``rackwright capacity``."""

from wizard.engine.capacity import ceph, zfs
from wizard.model.layout import CephCapacity, CephLayout, ZfsCapacity, ZfsLayout
from wizard.model.rulebook import Rulebook


def answer(layout: CephLayout | ZfsLayout, rules: Rulebook) -> CephCapacity | ZfsCapacity:
    """Return what a storage layout holds.

    Parameters
    ----------
    layout
        A Ceph cluster with one pool, or a ZFS pool; sizes in bytes.
    rules
        Rulebook.

    Raises
    ------
    ValueError
        ``field.path: reason`` if the layout contradicts itself or names something that is not there.

    Notes
    -----
    Sources are those of :func:`wizard.engine.capacity.ceph.capacity` and :func:`wizard.engine.capacity.zfs.capacity`.

    Examples
    --------
    >>> from wizard.model.layout import LAYOUT
    >>> from wizard.persistence.rulebook import bundled_rulebook
    >>> text = '{"format": "rackwright-layout/1", "storage": "zfs", "layout": "raidz9", "disks": 6, "disk": "4 TB"}'
    >>> answer(LAYOUT.validate_json(text), bundled_rulebook())
    Traceback (most recent call last):
    ...
    ValueError: layout: "raidz9" is not known: write "mirror", "raidz1", "raidz2", "raidz3" or, for dRAID, \
"draid2:8d:24c:2s" and its like
    """
    return ceph.capacity(layout, rules) if isinstance(layout, CephLayout) else zfs.capacity(layout, rules)
