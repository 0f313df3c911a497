"""Names of the things that a record names by a key: what screen, documents and command line all call them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from wizard.model.assessment import Level, Verdict
from wizard.model.project import Topology
from wizard.model.text import Text

TOPOLOGIES: Mapping[str, Text] = {
    Topology.SINGLE_DISK: Text("Single node, single disk"),
    Topology.SINGLE_RAID: Text("Single node, hardware RAID"),
    Topology.SINGLE_ZFS: Text("Single node, ZFS"),
    Topology.SINGLE_EXTERNAL: Text("Single node, external storage"),
    Topology.TWO_NODE_REPLICATED: Text("Two nodes, ZFS replication"),
    Topology.TWO_NODE_SHARED: Text("Two nodes, shared storage"),
    Topology.CLUSTER_SHARED: Text("Cluster with shared storage"),
    Topology.CLUSTER_REPLICATED: Text("Cluster with ZFS replication"),
    Topology.HCI_CEPH: Text("Hyper-converged Ceph"),
    Topology.HCI_CEPH_MESH: Text("Hyper-converged Ceph, full mesh"),
    Topology.STRETCH_CEPH: Text("Ceph stretched over two sites"),
    Topology.FLEET: Text("Fleet of independent sites"),
}
VERDICTS: Mapping[str, Text] = {
    Verdict.FITS: Text("fits"),
    Verdict.OVER_BUDGET: Text("over budget"),
    Verdict.EXCLUDED: Text("excluded"),
}
LEVELS: Mapping[str, Text] = {
    Level.BLOCKER: Text("Blocker"),
    Level.WARNING: Text("Warning"),
    Level.ADVICE: Text("Advice"),
}
ROLES: Mapping[str, Text] = {
    "compute": Text("Node"),
    "tie-breaker": Text("Tie-breaker"),
    "backup": Text("Backup server"),
    "qdevice": Text("QDevice"),
    "data": Text("data"),
    "witness": Text("witness"),
    "branch": Text("branch"),
}
USES: Mapping[str, Text] = {
    "boot": Text("boot"),
    "osd": Text("OSD"),
    "zfs": Text("ZFS"),
    "raid": Text("RAID"),
    "single": Text("data"),
    "special": Text("metadata"),
    "backup": Text("backup"),
}
BILL_GROUPS: Mapping[str, Text] = {
    "nodes": Text("Nodes"),
    "network": Text("Network"),
    "quorum": Text("Quorum"),
    "backup": Text("Backup"),
    "storage": Text("Storage"),
    "subscriptions": Text("Subscriptions"),
    "services": Text("Services"),
    "training": Text("Training and documentation"),
    "support": Text("Support and maintenance"),
    "other": Text("Other"),
}
POSITION_KINDS: Mapping[str, Text] = {
    "normal": Text("Normal position"),
    "optional": Text("Option"),
    "alternative": Text("Alternative"),
    "on-demand": Text("On demand"),
    "lump-sum": Text("Lump sum"),
    "text": Text("Text"),
    "subtotal": Text("Subtotal"),
}
SHORT_KINDS: Mapping[str, Text] = {
    "optional": Text("optional"),
    "alternative": Text("alternative"),
    "on-demand": Text("on demand"),
}
UNITS_OF_SALE: Mapping[str, Text] = {
    "piece": Text("piece"),
    "day": Text("day"),
    "hour": Text("hour"),
    "month": Text("month"),
    "year": Text("year"),
    "metre": Text("metre"),
    "lump": Text("lump sum"),
}
OFFER_MODES: Mapping[str, Text] = {
    "indication": Text("Budget indication, not binding"),
    "binding": Text("Binding offer"),
    "tender": Text("Tender bid"),
}
NETWORKS: Mapping[str, Text] = {
    "ceph": Text("Ceph"),
    "ceph-public": Text("Ceph public network"),
    "ceph-cluster": Text("Ceph cluster network"),
    "production": Text("Production"),
    "guests": Text("Guests"),
    "guest": Text("Guests"),
    "corosync": Text("Corosync"),
    "management": Text("Management"),
    "migration": Text("Migration"),
    "replication": Text("Replication"),
    "storage": Text("Storage network"),
    "backup": Text("Backup"),
    "bmc": Text("BMC"),
    "qdevice": Text("QDevice"),
    "peer": Text("Switch to switch"),
    "uplink": Text("Uplink"),
}
PLACES: Mapping[str, Text] = {
    "lan": Text("Existing network"),
    "array": Text("Existing storage"),
    "site": Text("Other site"),
    "pool": Text("Existing Ceph cluster"),
}
STORAGES: Mapping[str, Text] = {
    "ceph-replicated": Text("Ceph, replicated"),
    "zfs": Text("ZFS"),
    "lvm-thin": Text("LVM-thin on hardware RAID"),
    "single-disk": Text("single disk"),
    "external": Text("external storage"),
    "nfs": Text("NFS"),
    "cifs": Text("CIFS"),
    "iscsi": Text("iSCSI"),
    "fc": Text("Fibre Channel"),
    "sas": Text("SAS"),
    "ceph": Text("Ceph"),
}
MEDIA: Mapping[str, Text] = {
    "disk": Text("disk"),
    "tape": Text("tape"),
    "removable": Text("removable disk"),
    "object": Text("object store"),
}
OFFSITE: Mapping[str, Text] = {
    "none": Text("none"),
    "one-way": Text("one way to a second server"),
    "two-way": Text("two sites copy to each other"),
    "many-to-one": Text("all sites copy to one"),
}


def joined(texts: Iterable[Text]) -> Text:
    """Return several texts as one, separated by commas."""
    values = {f"name{number}": text for number, text in enumerate(texts)}
    return Text(", ".join(f"{{{name}}}" for name in values), **values)


def named(names: Mapping[str, Text], *keys: str) -> Text:
    """Return the names of several keys in one text, separated by commas; an unknown key stands for itself."""
    return joined(names.get(key, Text("{key}", key=key)) for key in keys)


def listed(names: Sequence[str]) -> Text:
    """Return the first names, and how many more there are."""
    most = 2
    first = ", ".join(name or "?" for name in names[:most])
    if len(names) <= most:
        return Text("{text}", text=first)
    return Text("{text} and {n} more", text=first, n=len(names) - most)
