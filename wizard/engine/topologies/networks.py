"""The networks that topologies are put together from, each with the reason for it."""

from __future__ import annotations

from wizard.engine.context import Context
from wizard.engine.topologies.kind import Fabric, NetworkNeed
from wizard.model.catalogue import Medium
from wizard.model.names import STORAGES
from wizard.model.project import ExternalStorage
from wizard.model.text import Text
from wizard.model.units import whole

_BOND = Text("LACP bond over both switches, which act as one partner (MLAG)")
_LAN_BOND = Text("bond to the existing switches; active-backup if they are not one LACP partner")
_PATHS = Text("two paths over separate switches by multipath, not bonded")


def production(context: Context, fabric: Fabric) -> NetworkNeed:
    """Guests and management share a bonded pair of ports."""
    speed = context.rules.whole("network.production_gbps")
    existing = context.answers.switch_gbps
    if fabric is Fabric.LAN and existing is not None:
        speed = max(1, min(speed, whole(existing)))
    return NetworkNeed(
        name="production",
        links=context.rules.whole("network.production_links"),
        gbps=speed,
        fabric=fabric,
        dedicated=False,
        redundancy=_LAN_BOND if fabric is Fabric.LAN else _BOND,
        because=Text("Guests and management; in a cluster also the second Corosync link, on another physical network."),
        leads_to=("lan",),
    )


def corosync(context: Context, fabric: Fabric, leads_to: tuple[str, ...] = ("lan",)) -> NetworkNeed:
    """Corosync has a port of its own: storage and backup traffic must not delay it.

    In a stretch cluster it has a way of its own to the other site as well.
    """
    return NetworkNeed(
        name="corosync",
        links=context.rules.whole("network.corosync_links"),
        gbps=context.rules.whole("network.corosync_gbps"),
        fabric=fabric,
        dedicated=True,
        redundancy=Text("second link over the production network, not a bond"),
        because=Text("The cluster's heartbeat needs low latency, so nothing else may use this link."),
        leads_to=leads_to,
    )


def ceph(context: Context, leads_to: tuple[str, ...] = ()) -> NetworkNeed:
    """One bonded Ceph network for clients and copies; of a stretch cluster it leads to the other site."""
    return NetworkNeed(
        name="ceph",
        links=context.rules.whole("network.ceph_links"),
        gbps=context.rules.whole("network.ceph_gbps"),
        fabric=Fabric.PAIR,
        dedicated=True,
        redundancy=_BOND,
        because=Text("Every write goes over this network as often as there are copies; a rebuild fills it."),
        leads_to=leads_to,
    )


def mesh(context: Context, nodes: int) -> NetworkNeed:
    """A cable from each node to every other one."""
    return NetworkNeed(
        name="ceph",
        links=nodes - 1,
        gbps=context.rules.whole("network.ceph_gbps"),
        fabric=Fabric.MESH,
        dedicated=True,
        redundancy=Text("routed mesh with fallback: a lost cable goes over a third node"),
        because=Text("Ceph without switches: one port for each other node."),
    )


def replication(context: Context, fabric: Fabric) -> NetworkNeed:
    """Replicas and live migrations have their own ports."""
    direct = fabric is Fabric.DIRECT
    return NetworkNeed(
        name="replication",
        links=context.rules.whole("network.replication_links_direct" if direct else "network.replication_links"),
        gbps=context.rules.whole("network.replication_gbps"),
        fabric=fabric,
        dedicated=True,
        redundancy=Text("none: while this link is down the jobs wait, and are reported") if direct else _BOND,
        because=Text("Replication of the guests' disks and live migration, apart from the guests' traffic."),
    )


def storage(context: Context, store: ExternalStorage, fabric: Fabric) -> NetworkNeed:
    """Ports to the storage that is there: paths for LUNs, a bond for files and Ceph.

    Fibre Channel and SAS have a fabric of their own, which is there with the storage. The few ports of one node or two
    fit straight into an array; more iSCSI paths go over a pair of switches, one over each.
    """
    rules = context.rules
    block = store.kind in ("fc", "sas", "iscsi")
    straight = store.kind in ("fc", "sas") or (store.kind == "iscsi" and fabric is Fabric.LAN)
    speed = {"fc": "network.fc_gbps", "sas": "network.sas_gbps", "ceph": "network.storage_gbps_ceph"}
    media: dict[str, Medium] = {"fc": "fc", "sas": "sas"}
    return NetworkNeed(
        name="storage",
        links=rules.whole("network.storage_links"),
        gbps=rules.whole(speed.get(store.kind, "network.storage_gbps")),
        fabric=Fabric.ARRAY if straight else fabric,
        dedicated=True,
        redundancy=_PATHS if block else (_LAN_BOND if fabric is Fabric.LAN else _BOND),
        because=Text("The guests' disks are on the existing storage ({kind}).", kind=STORAGES[store.kind]),
        medium=media.get(store.kind, "ethernet"),
        leads_to=("pool" if store.kind == "ceph" else "array",),
        own_cards=store.kind == "iscsi",
    )
