"""Names of the things that the model names by a key, and the way a document writes figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from wizard.model.assessment import Level, Verdict
from wizard.model.project import Topology
from wizard.model.text import Language, Text

NAME = 120
"""Longest foreign name that a document prints; what is longer ends in an ellipsis."""
SENTENCE = 700
NARROW = "\u00a0"

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
    "storage": Text("Storage"),
    "backup": Text("Backup"),
    "bmc": Text("BMC"),
    "qdevice": Text("QDevice"),
}
PLACES: Mapping[str, Text] = {
    "lan": Text("Existing network"),
    "array": Text("Existing storage"),
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
OFFSITE: Mapping[str, Text] = {
    "none": Text("none"),
    "one-way": Text("one way to a second server"),
    "two-way": Text("two sites copy to each other"),
    "many-to-one": Text("all sites copy to one"),
}


@dataclass(frozen=True)
class Voice:
    """Writes everything of one document in its language and currency."""

    language: Language
    currency: str

    def say(self, text: Text) -> str:
        """Write a sentence."""
        return text.render(self.language)

    def name(self, names: Mapping[str, Text], key: str) -> str:
        """Write the name of something known by a key; an unknown key stands for itself."""
        text = names.get(key)
        return key if text is None else self.say(text)

    def money(self, amount: Decimal) -> str:
        """Write an amount with its currency behind it."""
        return f"{self.language.money(amount)}{NARROW}{self.currency}"

    def size(self, value: int) -> str:
        """Write a size so that its unit stays on the line."""
        return self.language.size(value).replace(" ", NARROW)

    def number(self, value: int | Fraction | Decimal) -> str:
        """Write a number."""
        return self.language.number(value)

    def yes(self, value: bool) -> str:
        """Write yes or no."""
        return self.say(Text("yes") if value else Text("no"))

    def minutes(self, value: int | Fraction | None) -> str:
        """Write a duration; unknown is a dash."""
        if value is None:
            return "–"
        if value < 120:
            return self.say(Text("{minutes:number} min", minutes=value))
        return self.say(Text("{hours:number} h", hours=Fraction(value) / 60))

    def figure(self, value: Any, unit: str) -> str:
        """Write a figure of a calculation in its unit."""
        if value is None:
            return "–"
        if isinstance(value, list | tuple):
            shown = [self.figure(item, unit) for item in value[:12]]
            return "; ".join([*shown, "…"] if len(value) > 12 else shown)
        if isinstance(value, bool) or not isinstance(value, int | Fraction | Decimal):
            return str(value)
        if unit == "bytes":
            return self.size(int(value))
        if unit == self.currency or unit == "money":
            return self.money(
                Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else Decimal(value)
            )
        if unit == "share":
            return self.say(Text("{share:percent}", share=value))
        number = self.language.number(value, 4)
        return number if unit in ("", "count") else f"{number}{NARROW}{unit}"
